//! The setters of the body.

use std::fmt::Display;

use bytes::Bytes;
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Request;
use crate::address;
use crate::body::{Body, Part, PartHeader};
use crate::exact_value::ExactValue;
use crate::json::from_utf8;
use crate::{Argument, File, KeyPath, Style};

impl Request {
    /// Sets the body to JSON.
    #[inline]
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        let json = serde_json::to_vec(body);
        self.set_json(json);
    }

    /// Sets the number of items per page, which is at the end of a path of keys in the JSON body.
    #[doc(hidden)]
    pub fn page_size(&mut self, path: KeyPath, size: u64) {
        if let Err(message) = self.set_json_member(path, &size) {
            self.fail(message);
        }
    }

    /// Sets the body to text.
    #[inline]
    pub fn text(&mut self, body: impl Into<String>) {
        let text: String = body.into();
        self.set_bytes("text/plain; charset=utf-8", text.into());
    }

    /// Sets the body to bytes.
    ///
    /// The header `Content-Type` defaults to `application/octet-stream`.
    #[inline]
    pub fn bytes(&mut self, body: impl Into<Bytes>) {
        self.set_bytes("application/octet-stream", body.into());
    }

    /// Sets the body to a URL-encoded form without fields.
    #[doc(hidden)]
    pub fn empty_form(&mut self) {
        self.body = Body::Fields(Vec::new());
    }

    /// Sets the body to a multipart body without parts.
    #[doc(hidden)]
    pub fn empty_multipart(&mut self) {
        self.body = Body::multipart([]);
    }

    /// Sets a field of a multipart body.
    #[inline]
    pub fn part(&mut self, name: &'static str, value: impl Display) {
        self.part_each(name, [value]);
    }

    /// Sets a field of a multipart body to a list, as one part per item.
    #[doc(hidden)]
    #[inline]
    pub fn part_each<T: Display>(
        &mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) {
        let items = items.into_iter();
        let parts = items.map(|item| Part::text(item.to_string()));
        self.body.set_parts(name, parts);
    }

    /// Sets a field of a multipart body to JSON; an array to one part per item.
    ///
    /// Null is omitted.
    #[inline]
    pub fn part_json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let value = ExactValue::of(value);
        self.set_part(name, value, json_part);
    }

    /// Sets a field of a multipart body to a value: text for a scalar, JSON for an object, a part
    /// per item for an array. Null is omitted.
    #[doc(hidden)]
    #[inline]
    pub fn part_value<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let value = ExactValue::of(value);
        self.set_part(name, value, part);
    }

    /// Sets a field of a multipart body that is serialized in `style`, as one part for each pair of
    /// a name and a value, without percent-encoding (OpenAPI 3.1, "Encoding Object").
    #[doc(hidden)]
    pub fn part_styled(&mut self, name: &'static str, style: Style, value: Argument) {
        let pairs = match style.texts(name, value) {
            Ok(pairs) => pairs,
            Err(message) => return self.fail(format!("part `{name}` {message}")),
        };
        self.body.set_parts(name, []);
        let mut parts: IndexMap<String, Vec<Part>> = IndexMap::new();
        for (name, value) in pairs {
            parts.entry(name).or_default().push(Part::text(value));
        }
        for (name, parts) in parts {
            self.body.set_parts(name, parts);
        }
    }

    /// Sets a header of the parts of a field of a multipart body, which must be set already.
    ///
    /// [`File::header`] sets a header of one file. Browsers do not send headers of parts.
    #[inline]
    pub fn part_header(&mut self, part: &str, name: &str, value: impl Display) {
        self.set_part_header(part, name, value.to_string());
    }

    /// Sets a header of the parts of a field of a multipart body that is set already, unless the
    /// application has set it.
    #[doc(hidden)]
    pub fn default_part_header(
        &mut self,
        part: &'static str,
        name: &'static str,
        value: &'static str,
    ) {
        let (part, name, value) = (part.into(), name.into(), value.into());
        self.body
            .set_default_part_header(PartHeader { part, name, value });
    }

    /// Sets the media type of the parts of a field of a multipart body that is set already, unless
    /// they are files.
    #[doc(hidden)]
    pub fn part_type(&mut self, name: &'static str, media_type: &'static str) {
        self.body.set_part_type(name, media_type);
    }

    /// Sets the fields of a multipart body to the members of an object, as
    /// [`part_value`](Self::part_value).
    #[doc(hidden)]
    #[inline]
    pub fn parts<T: Serialize + ?Sized>(&mut self, object: &T) {
        let object = ExactValue::of(object);
        self.set_parts(object);
    }

    /// Sets a field of a multipart body to a file.
    pub fn file(&mut self, name: &'static str, file: File) {
        self.body.set_parts(name, [Part::File(file)]);
    }

    /// Sets a field of a multipart body to a list of files, as one part per file.
    #[inline]
    pub fn files(&mut self, name: &'static str, files: impl IntoIterator<Item = File>) {
        self.body.set_parts(name, files.into_iter().map(Part::File));
    }

    /// Sets fields of a multipart body to files, each by the name of its field.
    #[doc(hidden)]
    #[inline]
    pub fn named_files<K: Into<String>>(&mut self, files: impl IntoIterator<Item = (K, File)>) {
        let files = files.into_iter();
        self.set_named_files(files.map(|(name, file)| (name.into(), file)).collect());
    }

    /// Sets a field of a URL-encoded form (`application/x-www-form-urlencoded`).
    #[doc(hidden)]
    pub fn field(&mut self, name: &str, style: Style, value: Argument) {
        match style.pairs(name, value) {
            Ok(pairs) => self.body.set_fields(&address::encode(name), pairs),
            Err(message) => self.fail(format!("field `{name}` {message}")),
        }
    }
}

// The parts of the setters that do not depend on the type of the argument.
impl Request {
    fn set_json(&mut self, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.set_bytes("application/json", json.into()),
            Err(error) => self.fail(format!("the body cannot be serialized as JSON: {error}")),
        }
    }

    /// Sets the value at the end of a path of keys in the JSON body. The objects that are missing
    /// before it are created. The other values keep their text.
    ///
    /// # Errors
    /// Returns an error if the body is not a JSON object.
    pub(crate) fn set_json_member(
        &mut self,
        path: &[&str],
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), String> {
        let body: &RawValue = match &self.body {
            Body::None => RawValue::NULL,
            Body::Bytes { bytes, .. } => {
                from_utf8(bytes).map_err(|error| format!("the body is not JSON: {error}"))?
            }
            Body::Multipart { .. } | Body::Fields(_) => {
                return Err("the body is a form instead of JSON".to_owned());
            }
        };
        let Ok(body) = with_member(body, path, value) else {
            let path = path.join(".");
            return Err(format!("the body has no object that can contain `{path}`"));
        };
        self.json(&body);
        Ok(())
    }

    fn set_part(
        &mut self,
        name: &'static str,
        value: serde_json::Result<ExactValue>,
        part: fn(ExactValue) -> Option<Part>,
    ) {
        match value {
            Ok(value) => self.body.set_parts(name, parts(value, part)),
            Err(error) => self.fail(format!(
                "part `{name}` cannot be serialized as JSON: {error}"
            )),
        }
    }

    fn set_parts(&mut self, object: serde_json::Result<ExactValue>) {
        let members = match object {
            Ok(ExactValue::Object(members)) => members,
            Ok(_) => return self.fail("a multipart body must be a JSON object".to_owned()),
            Err(error) => {
                return self.fail(format!("the multipart body cannot be serialized: {error}"));
            }
        };
        if !matches!(self.body, Body::Multipart { .. }) {
            self.empty_multipart();
        }
        for (name, value) in members {
            self.body.set_parts(name, parts(value, part));
        }
    }

    fn set_part_header(&mut self, part: &str, name: &str, value: String) {
        if !self.body.has_part(part) {
            let part = part.escape_debug();
            return self.fail(format!(
                "the body has no part `{part}` whose header can be set: set the field first"
            ));
        }
        self.body.set_part_header(PartHeader {
            part: part.to_owned().into(),
            name: name.to_owned().into(),
            value: value.into(),
        });
    }

    fn set_named_files(&mut self, files: Vec<(String, File)>) {
        if !matches!(self.body, Body::Multipart { .. }) {
            self.empty_multipart();
        }
        for (name, file) in files {
            self.body.set_parts(name, [Part::File(file)]);
        }
    }

    fn set_bytes(&mut self, content_type: &'static str, bytes: Bytes) {
        self.body = Body::Bytes {
            content_type,
            bytes,
        };
    }
}

/// Returns JSON with another value at the end of a path; null becomes an object.
///
/// # Errors
/// Returns an error if a value before the end is not an object.
fn with_member(
    json: &RawValue,
    path: &[&str],
    value: &(impl Serialize + ?Sized),
) -> serde_json::Result<Box<RawValue>> {
    let Some((key, rest)) = path.split_first() else {
        return serde_json::value::to_raw_value(value);
    };
    let members: Option<IndexMap<String, &RawValue>> = serde_json::from_str(json.get())?;
    let mut members = members.unwrap_or_default();
    let member = members.get(*key).copied().unwrap_or(RawValue::NULL);
    let member = with_member(member, rest, value)?;
    members.insert((*key).to_owned(), &member);
    serde_json::value::to_raw_value(&members)
}

/// Returns the parts of a field: one per item of an array (RFC 7578, section 4.3).
fn parts(value: ExactValue, part: fn(ExactValue) -> Option<Part>) -> impl Iterator<Item = Part> {
    let values = match value {
        ExactValue::Array(items) => items,
        value => vec![value],
    };
    values.into_iter().filter_map(part)
}

/// Returns the part of a value by its own type; `None` for null.
fn part(value: ExactValue) -> Option<Part> {
    match value {
        ExactValue::Array(_) | ExactValue::Object(_) => json_part(value),
        scalar => scalar.into_text().map(Part::text),
    }
}

/// Returns the part of a value as JSON; `None` for null.
fn json_part(value: ExactValue) -> Option<Part> {
    (value != ExactValue::Null).then(|| Part::json(value.to_string()))
}
