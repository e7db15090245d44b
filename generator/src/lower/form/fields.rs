//! Fields without a declaration of their own, which are one input: all fields of a form without
//! `properties`, and those besides `properties`.

use crate::diagnostic::{Code, Pointer};
use crate::hash::HashSet;
use crate::lower::Lowering;
use crate::lower::facets::SchemaRef;
use crate::lower::serialization::without_null;
use crate::model::{
    Choice, Docs, FieldContent, FileCount, FormEncoding, FormField, SchemaId, Serialization, Step,
    Style, Type, ValueKind,
};

use super::Form;
use super::properties::FormProperties;

impl<'a> Lowering<'a> {
    /// Returns the input for all fields of a form without `properties`: a map, or the members of a
    /// union.
    pub(super) fn all_fields(
        &mut self,
        form: &Form<'a>,
        found: &FormProperties<'a>,
        required: bool,
    ) -> FormField<SchemaId, Choice> {
        if let Some((Some(values), pointer)) = &found.additional {
            self.reports_files(form, SchemaRef::from(*values), pointer);
        }
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
            required,
            ..members("fields", ty, form.site.pointer.clone())
        }
    }

    /// Returns the input for the fields that are not in `properties`, if the form allows any
    /// explicitly. It is required if it is all of a required form.
    pub(super) fn additional_fields(
        &mut self,
        form: &Form<'a>,
        found: &FormProperties<'a>,
        required: bool,
    ) -> Option<FormField<SchemaId, Choice>> {
        let (values, pointer) = found.additional.as_ref()?;
        let values = match values {
            None => Type::Json,
            Some(values) => {
                let values = SchemaRef::from(*values);
                if self.are_files(form, values) {
                    return Some(additional_files(found, pointer, required));
                }
                if self.reports_files(form, values, pointer) {
                    return None;
                }
                let site = form.site.child(Step::Value, pointer.clone());
                self.schema(values, &site).with_null()
            }
        };
        let name = name_of_additional(found);
        let ty = Type::Map(Box::new(values));
        let docs = Docs {
            text: Some("Undocumented fields.".to_owned()),
            ..Docs::default()
        };
        Some(FormField {
            docs,
            ..members(&name, ty, pointer.clone())
        })
    }

    /// Returns whether all values of a type can be the fields of a form, and reports it otherwise.
    fn check_fields(&mut self, form: &Form<'a>, ty: &Type<SchemaId>) -> bool {
        let nested = match form.encoding {
            FormEncoding::UrlEncoded => self.nested_member(ty, true, &mut HashSet::default()),
            FormEncoding::Multipart => None,
        };
        let problem = if !self.is_object(ty, &mut HashSet::default()) {
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

/// Returns the input for files that are not in `properties`, each a field of its own.
fn additional_files(
    found: &FormProperties<'_>,
    pointer: &Pointer,
    required: bool,
) -> FormField<SchemaId, Choice> {
    let is_whole = found.properties.is_empty();
    let (name, text) = if is_whole {
        (
            "files".to_owned(),
            "Files, each with the name of its field.",
        )
    } else {
        let text = "Further files, each with the name of its field.";
        (name_of_additional(found), text)
    };
    FormField {
        name,
        rust_name: None,
        pointer: pointer.clone(),
        content: FieldContent::File {
            content_type: None,
            count: FileCount::Map,
        },
        headers: Vec::new(),
        required: required && is_whole,
        constant: None,
        docs: Docs {
            text: Some(text.to_owned()),
            ..Docs::default()
        },
    }
}

/// Returns the name of the input for further fields. It is not sent, and is not that of a property.
fn name_of_additional(found: &FormProperties<'_>) -> String {
    let mut name = "extra".to_owned();
    while found.properties.contains_key(name.as_str()) {
        name.push_str("_fields");
    }
    name
}

/// Returns an optional input whose members are fields of the form.
fn members(name: &str, ty: Type<SchemaId>, pointer: Pointer) -> FormField<SchemaId, Choice> {
    FormField {
        name: name.to_owned(),
        rust_name: None,
        pointer,
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
        required: false,
        constant: None,
        docs: Docs::default(),
    }
}
