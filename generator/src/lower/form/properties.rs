//! The properties of forms.

use std::collections::VecDeque;

use indexmap::map::Entry;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::diagnostic::{Code, Pointer};
use crate::hash::{HashSet, IndexMap};
use crate::lower::facets::{Facets, SchemaRef};
use crate::lower::{Lowering, Site};
use crate::model::Access;

use super::Form;

/// A property of the form's schema.
pub(super) struct Property<'a> {
    pub name: &'a str,
    pub schema: SchemaRef<'a>,
    pub pointer: Pointer,
    /// `true` if only some alternatives of the form have the property.
    pub is_alternative: bool,
}

impl Property<'_> {
    /// Returns whether the property is only in responses.
    pub fn is_read_only(&self) -> bool {
        match self.schema {
            SchemaRef::Inline(schema) => Facets::of(schema).access() == Access::ReadOnly,
            SchemaRef::Reference(_) => false,
        }
    }
}

/// The properties of the form's schema, of the components that it includes, and of its
/// alternatives.
#[derive(Default)]
pub(super) struct FormProperties<'a> {
    pub properties: IndexMap<&'a str, Property<'a>>,
    /// The names that all alternatives require.
    pub required: HashSet<&'a str>,
    /// The schema of further properties, with its location; `None` for any value.
    pub additional: Option<(Option<&'a ReferenceOr<Schema>>, Pointer)>,
    /// `true` if the form has no other properties (`additionalProperties: false`).
    pub is_closed: bool,
    /// Fields of alternatives whose values are of another type than those of the first one.
    others: Vec<(&'a str, Pointer)>,
    /// The components that are included already.
    components: HashSet<&'a str>,
}

/// A schema that contributes properties.
struct Part<'a> {
    schema: SchemaRef<'a>,
    pointer: Pointer,
    is_alternative: bool,
    /// The component that the schema is in.
    component: Option<&'a str>,
}

impl<'a> Lowering<'a> {
    /// Collects the properties of an object, of the members of its `allOf`, and then of its
    /// alternatives (`oneOf`, `anyOf`), which are optional. The first declaration of a property is
    /// used.
    pub(super) fn form_properties(&mut self, form: &Form<'a>) -> FormProperties<'a> {
        let mut found = FormProperties::default();
        let schema = form.media.schema.as_ref().map(SchemaRef::from);
        let whole = schema.map(|schema| Part {
            schema,
            pointer: form.site.pointer.clone(),
            is_alternative: false,
            component: None,
        });
        let mut pending = Vec::from_iter(whole);
        let mut alternatives = VecDeque::new();
        while let Some(part) = pending.pop().or_else(|| alternatives.pop_front()) {
            match part.schema {
                SchemaRef::Inline(schema) => {
                    let facets = Facets::of(schema);
                    let members = facets.all_of.iter().enumerate().rev();
                    pending.extend(members.map(|(index, member)| Part {
                        schema: SchemaRef::from(member),
                        pointer: part.pointer.child("allOf").index(index),
                        ..part
                    }));
                    for (keyword, schemas) in [("oneOf", facets.one_of), ("anyOf", facets.any_of)] {
                        if !self.names_included(schemas, part.component, &found) {
                            let schemas = schemas.iter().enumerate();
                            alternatives.extend(schemas.map(|(index, schema)| Part {
                                schema: SchemaRef::from(schema),
                                pointer: part.pointer.child(keyword).index(index),
                                is_alternative: true,
                                ..part
                            }));
                        }
                    }
                    self.add_fields(&facets, &part, &mut found);
                }
                SchemaRef::Reference(reference) => {
                    if let Some((name, schema)) = self.resolve(reference, &part.pointer)
                        && found.components.insert(name)
                    {
                        self.warn_of_inclusion(name, &part.pointer);
                        pending.push(Part {
                            schema,
                            pointer: Site::component(name).pointer,
                            component: Some(name),
                            ..part
                        });
                    }
                }
            }
        }
        found
    }

    /// Returns whether one of the alternatives includes the component that lists them: those of a
    /// base are its subtypes, which inherit its properties, not its alternatives. An implied list
    /// contains the base itself.
    fn names_included(
        &self,
        alternatives: &'a [ReferenceOr<Schema>],
        base: Option<&'a str>,
        found: &FormProperties<'a>,
    ) -> bool {
        let mut names = alternatives.iter().filter_map(|schema| match schema {
            ReferenceOr::Reference { reference } => self.target_name(reference),
            ReferenceOr::Item(_) => None,
        });
        base.is_some_and(|base| {
            names.any(|name| {
                name != base
                    && found.components.contains(name)
                    && self.included_by(name).contains(&base)
            })
        })
    }

    /// Adds the properties that a schema itself declares.
    fn add_fields(&self, facets: &Facets<'a>, part: &Part<'a>, found: &mut FormProperties<'a>) {
        if !part.is_alternative {
            let required = facets.required.iter().map(String::as_str);
            found.required.extend(required);
        }
        let pointer = part.pointer.child("additionalProperties");
        match facets.additional {
            Some(AdditionalProperties::Any(false)) => found.is_closed |= !part.is_alternative,
            Some(AdditionalProperties::Any(true)) if found.additional.is_none() => {
                found.additional = Some((None, pointer));
            }
            Some(AdditionalProperties::Schema(values)) if found.additional.is_none() => {
                found.additional = Some((Some(values.as_ref()), pointer));
            }
            _ => {}
        }
        for (name, schema) in facets.properties.into_iter().flatten() {
            let property = Property {
                name,
                schema: SchemaRef::from(schema),
                pointer: part.pointer.child("properties").child(name),
                is_alternative: part.is_alternative,
            };
            match found.properties.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(property);
                }
                Entry::Occupied(entry) => {
                    if part.is_alternative && self.differs(entry.get().schema, property.schema) {
                        found.others.push((name, property.pointer));
                    }
                }
            }
        }
    }

    /// Returns whether the values of one schema are of another type than those of another.
    fn differs(&self, one: SchemaRef<'a>, other: SchemaRef<'a>) -> bool {
        let (Some(one), Some(other)) = (self.inline_schema(one), self.inline_schema(other)) else {
            return false;
        };
        match (Facets::of(one).ty, Facets::of(other).ty) {
            (Some("object" | "array"), Some("object" | "array")) => one != other,
            (Some(ty), Some(other)) => ty != other,
            _ => false,
        }
    }

    /// Reports the fields that have different types in the alternatives of the form.
    pub(super) fn report_other_types(&mut self, found: &FormProperties<'a>) {
        for (name, pointer) in &found.others {
            let message = format!(
                "form field `{name}` has another type in another alternative of the form: the \
                 values of this one cannot be sent"
            );
            let help = "declare one type for the field in all alternatives";
            self.warn(Code::UnsupportedParameter, pointer, message, help);
        }
    }
}
