//! Forms without `properties`, whose fields are one input.

use std::collections::HashSet;

use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::lower::serialization::without_null;
use crate::model::{
    Choice, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization, Style, Type,
    ValueKind,
};

use super::Form;

impl<'a> Lowering<'a> {
    /// Returns the input for all fields of a form without `properties`: a map, or the members of a
    /// union.
    pub(super) fn all_fields(
        &mut self,
        form: &Form<'a>,
        required: bool,
    ) -> FormField<SchemaId, Choice> {
        let schemas = self.schemas.len();
        let ty = without_null(self.media_type(form.media, &form.site).ty);
        let is_kept = matches!(ty, Type::Map(_) | Type::Named(_)) && self.check_fields(form, &ty);
        let ty = if is_kept {
            ty
        } else {
            self.schemas.truncate(schemas);
            Type::Map(Box::new(Type::Json))
        };
        FormField {
            name: "fields".to_owned(),
            rust_name: None,
            pointer: form.site.pointer.clone(),
            content: FieldContent::Value {
                ty,
                serialization: Serialization::Styled {
                    style: Style::Form,
                    explode: true,
                    allow_reserved: false,
                    value: ValueKind::Object,
                },
                content_type: None,
            },
            headers: Vec::new(),
            required,
            constant: None,
            docs: Docs::default(),
        }
    }

    /// Returns whether all values of a type can be the fields of a form, and reports it otherwise.
    fn check_fields(&mut self, form: &Form<'a>, ty: &Type<SchemaId>) -> bool {
        let nested = match form.encoding {
            FormEncoding::UrlEncoded => self.nested_member(ty, true, &mut HashSet::new()),
            FormEncoding::Multipart => None,
        };
        let problem = if !self.is_object(ty, &mut HashSet::new()) {
            "can be a value that is not an object".to_owned()
        } else if let Some(member) = nested {
            format!("has a property `{member}` that is not a primitive")
        } else {
            return true;
        };
        let message = format!("the form {problem}: its fields are taken as a map");
        let help = "declare the fields as `properties`, or a union of objects with primitives";
        self.report(
            Code::UnsupportedParameter,
            &form.site.pointer,
            message,
            help,
        );
        false
    }
}
