//! The types of parameters, and the serialization of their values.

use openapiv3::{MediaType, ParameterSchemaOrContent};

use super::AS_TEXT;
use super::keywords::{allows_reserved, location, style};
use crate::diagnostic::Pointer;
use crate::document::{essence, is_json};
use crate::lower::facets::SchemaRef;
use crate::lower::operation::OperationSource;
use crate::lower::schema::Lowered;
use crate::lower::serialization::without_null;
use crate::lower::{Lowering, Site};
use crate::model::{Constant, Location, SchemaId, Serialization, Step, Style, Type, ValueKind};

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// The schema of a parameter.
pub(super) struct Declared<'a> {
    /// The schema; `None` for any value.
    pub schema: Option<SchemaRef<'a>>,
    /// The location of the schema.
    pub pointer: Pointer,
    /// `true` if the value is serialized as JSON.
    pub is_json: bool,
}

/// The type of a parameter.
pub(super) struct Typed {
    /// The type.
    pub ty: Type<SchemaId>,
    /// The only value that the schema allows.
    pub constant: Option<Constant>,
    /// The serialization of the value.
    pub serialization: Serialization,
}

impl<'a> Lowering<'a> {
    /// Returns the schema of a parameter.
    pub(super) fn declared(
        &mut self,
        parameter: &'a openapiv3::Parameter,
        pointer: &Pointer,
    ) -> Declared<'a> {
        match &parameter.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(schema) => Declared {
                schema: Some(SchemaRef::from(schema)),
                pointer: pointer.child("schema"),
                is_json: false,
            },
            ParameterSchemaOrContent::Content(content) => {
                let declared = self.content(parameter, content, pointer);
                let is_json = declared.is_some() && content.keys().all(|name| is_json(name));
                let (schema, pointer) = declared.unwrap_or_else(|| (None, pointer.clone()));
                Declared {
                    schema,
                    pointer,
                    is_json,
                }
            }
        }
    }

    /// Returns the type of a parameter and its serialization: text, with a warning, if its style
    /// cannot serialize the declared type.
    pub(super) fn typed(
        &mut self,
        parameter: &openapiv3::Parameter,
        schema: Option<SchemaRef<'a>>,
        is_json: bool,
        site: &Site,
        pointer: &Pointer,
    ) -> Typed {
        let schemas = self.schemas.len();
        let Lowered { ty, constant, .. } = match schema {
            Some(schema) => self.schema(schema, site),
            None => Lowered::of(Type::Json),
        };
        let (ty, serialization) = match (is_json, ty) {
            (true, ty) => (ty, Ok(Serialization::Json)),
            (false, Type::Json) => (Type::String, self.styled(parameter, &Type::String)),
            (false, ty) => {
                let ty = without_null(ty);
                let serialization = self.styled(parameter, &ty);
                (ty, serialization)
            }
        };
        let (ty, serialization) = match serialization {
            Ok(serialization) => (ty, serialization),
            Err(problem) => {
                let name = &parameter.parameter_data_ref().name;
                self.unsupported(pointer, name, &format!("{problem}: {AS_TEXT}"));
                self.schemas.truncate(schemas);
                (Type::String, Serialization::text(style(parameter)))
            }
        };
        Typed {
            ty,
            constant,
            serialization,
        }
    }

    /// Returns the serialization of the properties of a parameter that is the whole query, a form.
    pub(super) fn parameter_encodings(
        &mut self,
        source: &OperationSource<'a>,
        parameter: &'a openapiv3::Parameter,
        ty: &Type<SchemaId>,
        pointer: &Pointer,
    ) -> Vec<(String, Serialization)> {
        match form(parameter) {
            Some((name, media)) if location(parameter) == Location::QueryString => {
                let pointer = pointer.child("content").child(name);
                let step = Step::Parameter(parameter.parameter_data_ref().name.clone());
                let site = source.site(step, pointer.child("schema"));
                self.query_encodings(media, ty, site, pointer)
            }
            _ => Vec::new(),
        }
    }

    /// Returns the serialization of a parameter with a `schema`.
    ///
    /// # Errors
    /// Returns the reason if its style cannot serialize the type, as the predicate of a sentence.
    fn styled(
        &self,
        parameter: &openapiv3::Parameter,
        ty: &Type<SchemaId>,
    ) -> Result<Serialization, String> {
        if location(parameter) == Location::QueryString {
            return self.query_string(parameter, ty);
        }
        let explode = parameter.parameter_data_ref().explode;
        let allow_reserved = allows_reserved(parameter) && self.why_encoded(parameter).is_none();
        self.serialization(ty, style(parameter), explode, allow_reserved)
    }

    /// Returns the serialization of a whole query, which is a form or text.
    fn query_string(
        &self,
        parameter: &openapiv3::Parameter,
        ty: &Type<SchemaId>,
    ) -> Result<Serialization, String> {
        let is_form = form(parameter).is_some();
        match self.value_kind(ty) {
            Some(value @ (ValueKind::Object | ValueKind::Mixed)) if is_form => {
                Ok(Serialization::Styled {
                    style: Style::Form,
                    explode: true,
                    allow_reserved: false,
                    value,
                })
            }
            Some(ValueKind::Primitive) => Ok(Serialization::text(Style::Form)),
            _ if is_form => Err("is not an object: it cannot be a form".to_owned()),
            _ => Err("is not text: only JSON and forms serialize it as a query".to_owned()),
        }
    }

    /// Returns the schema of a parameter with `content`, or reports content that is not JSON. A whole
    /// query may be any text.
    fn content(
        &mut self,
        parameter: &openapiv3::Parameter,
        content: &'a openapiv3::Content,
        pointer: &Pointer,
    ) -> Option<(Option<SchemaRef<'a>>, Pointer)> {
        let is_query = location(parameter) == Location::QueryString;
        match content.first() {
            Some((name, media)) if content.len() == 1 && (is_json(name) || is_query) => {
                let pointer = pointer.child("content").child(name).child("schema");
                Some((media.schema.as_ref().map(SchemaRef::from), pointer))
            }
            first => {
                let names: Vec<String> = content.keys().map(|name| format!("`{name}`")).collect();
                let names = names.join(" or ");
                let problem = match first {
                    Some(_) => {
                        format!("has content {names}, but only JSON is supported: {AS_TEXT}")
                    }
                    None => format!("has a `content` without a media type: {AS_TEXT}"),
                };
                let name = &parameter.parameter_data_ref().name;
                self.unsupported(&pointer.child("content"), name, &problem);
                None
            }
        }
    }
}

/// Returns the content of a parameter that is a form, with its media type.
fn form(parameter: &openapiv3::Parameter) -> Option<(&str, &MediaType)> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(_) => None,
        ParameterSchemaOrContent::Content(content) => {
            let (name, media) = content.first()?;
            (essence(name) == FORM).then_some((name, media))
        }
    }
}
