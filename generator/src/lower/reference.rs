//! References to components other than schemas: parameters, request bodies, responses.

use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr};

use crate::diagnostic::{Code, Pointer};

use super::Lowering;
use super::schema::unescape;

impl<'a> Lowering<'a> {
    /// What stands here, or what the reference that stands here means: then with the name of the
    /// component. A diagnostic when there is none.
    ///
    /// `section` is the part of `components` that the reference must point into.
    pub(super) fn referenced<T>(
        &mut self,
        item: &'a ReferenceOr<T>,
        section: &str,
        entries: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
        pointer: &Pointer,
    ) -> Option<(&'a T, Option<&'a str>)> {
        let reference = match item {
            ReferenceOr::Item(item) => return Some((item, None)),
            ReferenceOr::Reference { reference } => reference,
        };
        let name = reference
            .strip_prefix("#/components/")
            .and_then(|path| path.strip_prefix(section)?.strip_prefix('/'));
        let name = name.map(unescape);
        let found = name.and_then(|name| entries(self.components?).get_key_value(&name));
        if let Some((name, ReferenceOr::Item(item))) = found {
            return Some((item, Some(name)));
        }
        let message = format!("`{reference}` does not exist");
        let help = format!("add it to `components/{section}`, or correct it, in an overlay");
        self.error(Code::DanglingReference, pointer, message, &help);
        None
    }
}
