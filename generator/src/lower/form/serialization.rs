//! The serialization of the fields of forms.

use super::part::{is_any, part_media_type};
use super::{Form, encoding};
use crate::diagnostic::Code;
use crate::document::{essence, is_json};
use crate::lower::Lowering;
use crate::lower::media_type::{is_text, is_xml};
use crate::lower::parameter::{AS_TEXT, query_style};
use crate::model::{FormEncoding, SchemaId, Serialization, Style, Type, ValueKind};

/// The content of a part by its media type.
enum PartContent {
    Json,
    Text,
    File,
}

impl<'a> Lowering<'a> {
    /// Returns the serialization of a field: by the media type or style in `encoding`, or else text
    /// for primitives and lists of them, and JSON for objects. The other values are serialized by
    /// their own types. Text that is encoded may be of any media type. Reports a type that cannot be
    /// serialized.
    pub(super) fn field_serialization(
        &mut self,
        form: &Form<'a>,
        name: &str,
        ty: &Type<SchemaId>,
        is_encoded: bool,
    ) -> Option<Serialization> {
        let encoding = encoding(form.media, name);
        let pointer = form.pointer.child("encoding").child(name);
        let styled = encoding.and_then(|encoding| Some((encoding.style.as_ref()?, encoding)));
        let styled = styled.filter(|_| self.has_styles(form));
        let content_type = encoding.and_then(|one| one.content_type.as_deref());
        if let (Some(declared), None) = (content_type, styled) {
            match self.part_content(declared, ty, is_encoded) {
                PartContent::Json => return Some(Serialization::Json),
                PartContent::Text => {}
                PartContent::File => {
                    let message = format!(
                        "form field `{name}` cannot be serialized as `{declared}`, a media type of \
                         files: {AS_TEXT}"
                    );
                    let help = "correct `contentType`, or declare a file with `format: binary`";
                    let pointer = pointer.child("contentType");
                    self.report(Code::UnsupportedParameter, &pointer, message, help);
                    return None;
                }
            }
        }
        let (style, explode, allow_reserved) = match styled {
            Some((style, encoding)) => (
                query_style(style),
                Some(encoding.explode),
                encoding.allow_reserved,
            ),
            None if self.is_scalar(ty) && !is_any(ty) => (Style::Form, None, false),
            None => return Some(self.own_serialization(form, ty)),
        };
        let serialization = self.serialization(ty, style, explode, allow_reserved);
        if let Err(reason) = &serialization {
            let message = format!("form field `{name}` {reason}: {AS_TEXT}");
            let help = "correct its `encoding`, or remove it to send the field as JSON";
            self.report(Code::UnsupportedParameter, &pointer, message, help);
        }
        serialization.ok()
    }

    /// Returns `true` if a type is a primitive or a list of primitives.
    fn is_scalar(&self, ty: &Type<SchemaId>) -> bool {
        let kind = self.value_kind(ty);
        matches!(kind, Some(ValueKind::Primitive | ValueKind::Array))
    }

    /// Returns the content of a part with a declared media type.
    fn part_content(&self, declared: &str, ty: &Type<SchemaId>, is_encoded: bool) -> PartContent {
        let is_scalar = self.is_scalar(ty);
        let prefers_json = !is_scalar || is_any(ty);
        let content_type = part_media_type(declared, prefers_json).unwrap_or(declared);
        let is_text = if is_any(ty) {
            essence(content_type) == "text/plain"
        } else {
            is_scalar && (is_encoded || is_text(content_type) || is_xml(content_type))
        };
        if is_json(content_type) {
            PartContent::Json
        } else if is_text {
            PartContent::Text
        } else {
            PartContent::File
        }
    }

    /// Returns the serialization of an object or of a value of any type, without a media type or
    /// style.
    fn own_serialization(&self, form: &Form<'_>, ty: &Type<SchemaId>) -> Serialization {
        if form.encoding == FormEncoding::Multipart {
            return self.part_serialization(ty);
        }
        match self.value_kind(ty) {
            Some(ValueKind::Mixed) => {
                let serialization = self.serialization(ty, Style::Form, None, false);
                serialization.unwrap_or(Serialization::Json)
            }
            _ if is_any(ty) => Serialization::Styled {
                style: Style::Form,
                explode: true,
                allow_reserved: false,
                value: ValueKind::Any,
            },
            _ => Serialization::Json,
        }
    }
}
