//! Changes of request bodies.

use crate::hash::HashMap;
use crate::model::{
    Body, FieldContent, FileCount, FormField, Operation, PartHeader, SchemaId, Serialization,
    ShapedApi,
};
use crate::neutral::code_span;

use super::change::*;
use super::operations::Operations;
use super::rust;
use super::types::docs_change;

impl Operations<'_> {
    pub(super) fn body(&mut self, old: &Operation<SchemaId>) {
        match (&old.body, &self.operation.body) {
            (None, None) => {}
            (Some(_), None) => self.add(&BODY_REMOVED, "no longer has a request body"),
            (None, Some(body)) => {
                let text = code_span(&text(&self.new.api, body));
                if is_required(body) {
                    let message = format!("requires a request body: {text}");
                    self.add(&REQUIRED_BODY_ADDED, message);
                } else {
                    self.add(&BODY_ADDED, format!("has a request body: {text}"));
                }
            }
            (Some(before), Some(after)) => {
                let texts = (text(&self.old.api, before), text(&self.new.api, after));
                if texts.0 != texts.1 {
                    let (before, after) = (code_span(&texts.0), code_span(&texts.1));
                    let message = format!("the request body was {before}, is {after}");
                    self.add(&BODY_CHANGED, message);
                }
                let types = (media_type(before), media_type(after));
                if types.0 != types.1 {
                    let (before, after) = (code_span(types.0), code_span(types.1));
                    let message = format!("the request body was sent as {before}, is as {after}");
                    self.add(&BODY_MEDIA_TYPE, message);
                }
                if is_sent_if_empty(before) != is_sent_if_empty(after) {
                    self.add(&FORM_SERIALIZATION, "an empty form is sent differently");
                }
                self.fields(before.fields(), after.fields());
            }
        }
    }

    /// Compares the fields that both forms have.
    fn fields(&mut self, old: &[FormField<SchemaId>], new: &[FormField<SchemaId>]) {
        let before: HashMap<&str, &FormField<SchemaId>> = old
            .iter()
            .map(|field| (field.name.as_str(), field))
            .collect();
        for field in new {
            let Some(before) = before.get(field.name.as_str()) else {
                continue;
            };
            let name = code_span(&field.name);
            if before.rust_name != field.rust_name && !(before.required && field.required) {
                let message = format!("the setter of {name} was named `{}`", before.rust_name);
                self.add(&FORM_FIELD_RENAMED, message);
            }
            if sending(before) != sending(field) {
                self.add(
                    &FORM_SERIALIZATION,
                    format!("{name} is serialized differently"),
                );
            }
            if let Some(message) = docs_change(&before.docs, &field.docs) {
                self.add(&PARAMETER_DOCS, format!("{name}: {message}"));
            }
        }
        let required = |fields: &[FormField<SchemaId>]| -> Vec<String> {
            let fields = fields.iter().filter(|field| field.required);
            fields.map(|field| field.name.clone()).collect()
        };
        if rust::are_reordered(&required(old), &required(new)) {
            self.add(&ARGUMENT_ORDER, ARGUMENT_ORDER_MESSAGE);
        }
    }
}

pub(super) const ARGUMENT_ORDER_MESSAGE: &str = "the arguments are in another order";

/// Returns the type of a body: in Rust, or the fields of a form.
fn text(api: &ShapedApi, body: &Body<SchemaId>) -> String {
    let text = match body {
        Body::Json { ty, .. } | Body::Text { ty, .. } => rust::ty(api, ty),
        Body::Binary { .. } => "Bytes".to_owned(),
        Body::Form { fields, .. } => {
            let fields: Vec<String> = fields.iter().map(|one| field(api, one)).collect();
            return format!("a form of {}", fields.join(", "));
        }
    };
    if body.is_required() {
        text
    } else {
        format!("Option<{text}>")
    }
}

fn field(api: &ShapedApi, field: &FormField<SchemaId>) -> String {
    let ty = match &field.content {
        FieldContent::File { count, .. } => match count {
            FileCount::One => "File".to_owned(),
            FileCount::List => "Vec<File>".to_owned(),
            FileCount::Map => "Map<File>".to_owned(),
        },
        FieldContent::Value { ty, .. } => rust::ty(api, ty),
    };
    if field.required {
        format!("{}: {ty}", field.name)
    } else {
        format!("{}: Option<{ty}>", field.name)
    }
}

/// The parts of a request that a field determines besides its value: the serialization, the media
/// type, the headers of its parts, and the value that it has unless the caller sets another.
type Sending<'f> = (
    Option<Serialization>,
    Option<&'f str>,
    &'f [PartHeader],
    Option<serde_json::Value>,
);

fn sending(field: &FormField<SchemaId>) -> Sending<'_> {
    let (serialization, content_type) = match &field.content {
        FieldContent::File { content_type, .. } => (None, content_type),
        FieldContent::Value {
            serialization,
            content_type,
            ..
        } => (Some(*serialization), content_type),
    };
    let constant = field.constant.as_ref().map(|constant| constant.json());
    (
        serialization,
        content_type.as_deref(),
        &field.headers,
        constant,
    )
}

fn media_type(body: &Body<SchemaId>) -> &str {
    let exact = body.range().or(body.content_type());
    exact.unwrap_or(body.default_content_type())
}

fn is_required(body: &Body<SchemaId>) -> bool {
    body.is_required() || body.fields().iter().any(|field| field.required)
}

/// Returns `true` if a form is sent although no field is set.
fn is_sent_if_empty(body: &Body<SchemaId>) -> bool {
    matches!(body, Body::Form { required: true, .. })
}
