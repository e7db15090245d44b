//! Builds the Rust type of every schema.

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostics, Pointer, Severity};
use crate::document::Document;
use crate::model::{
    Api, Constant, Enum, Field, Object, Presence, Property, Role, RustName, Schema, SchemaId,
    SchemaKind, Shape, ShapeKind, ShapedApi, StringEnum, Struct, Type, Union, UnionShape,
    ValueVariant, Variant,
};

use super::naming::{Form, TypeName, Word, distinct, json_path, rename_help};
use super::pattern;
use super::search;
use super::usage::Usage;

/// How the names of fields are made.
const FIELD_FORMS: &[Form] = &[RustName::snake, RustName::spelled_snake, |word| {
    RustName::snake(&format!("{word}_field"))
}];

/// How the names of the values of an enum are made.
const VALUE_FORMS: &[Form] = &[
    |value| RustName::upper_camel([value]),
    RustName::spelled_upper_camel,
    RustName::capitalised,
    |value| RustName::upper_camel([value, "value"]),
];

/// How the names of the members of a union are made.
const MEMBER_FORMS: &[Form] = &[
    |name| RustName::upper_camel([name]),
    RustName::spelled_upper_camel,
    |name| RustName::upper_camel([name, "variant"]),
];

/// The variant of every enum that keeps what the document does not list.
const UNRECOGNIZED: &[&str] = &["Unrecognized"];

pub(super) fn shapes(
    api: Api,
    usage: &Usage,
    names: &IndexMap<SchemaId, TypeName>,
    document: &Document,
) -> Result<(ShapedApi, Diagnostics), Diagnostics> {
    let shaped: Vec<_> = api
        .schemas
        .par_iter()
        .filter_map(|(id, schema)| {
            let mut shaping = Shaping {
                api: &api,
                document,
                diagnostics: Diagnostics::default(),
            };
            let shape = shaping.shape(id, schema, names.get(id)?, usage.role(id));
            Some((id.clone(), shape, shaping.diagnostics))
        })
        .collect();
    let mut shapes = IndexMap::with_capacity(shaped.len());
    let mut found = Diagnostics::default();
    for (id, shape, diagnostics) in shaped {
        shapes.insert(id, shape);
        found.extend(diagnostics);
    }
    if found.has_errors() {
        Err(found)
    } else {
        let shaped = ShapedApi {
            info: api.info,
            shapes,
            operations: api.operations,
        };
        Ok((shaped, found))
    }
}

/// Builds the type of a schema.
struct Shaping<'a> {
    api: &'a Api,
    document: &'a Document,
    diagnostics: Diagnostics,
}

impl Shaping<'_> {
    fn shape(
        &mut self,
        id: &SchemaId,
        schema: &Schema,
        name: &TypeName,
        role: Role,
    ) -> Shape<SchemaId> {
        let mut kind = self.kind(schema, role);
        self.search(schema, &mut kind);
        Shape {
            name: name.name.clone(),
            module: name.module.clone(),
            root: id.root().name().to_owned(),
            document_name: id.to_string(),
            container: id.container(),
            docs: schema.docs.clone(),
            kind,
        }
    }

    fn kind(&mut self, schema: &Schema, role: Role) -> ShapeKind<SchemaId> {
        match &schema.kind {
            SchemaKind::Object(object) => ShapeKind::Struct(self.object(object, role)),
            SchemaKind::Enum(values) => ShapeKind::Enum(self.enumeration(values, &schema.pointer)),
            SchemaKind::Union(union) => ShapeKind::Union(self.union(union, &schema.pointer)),
            SchemaKind::Alias(ty) => ShapeKind::Alias(ty.clone()),
        }
    }

    fn search(&mut self, schema: &Schema, kind: &mut ShapeKind<SchemaId>) {
        let Some(limits) = schema.search else { return };
        match (search::grammar(self.api, schema, limits), kind) {
            (Ok(grammar), ShapeKind::Union(union)) => union.search = Some(grammar),
            (Ok(_), _) => {}
            (Err(reason), _) => self.diagnostics.push(
                self.document
                    .diagnostic(Code::InvalidSearchQuery, schema.pointer.clone(), reason)
                    .help(search::HELP),
            ),
        }
    }

    fn object(&mut self, object: &Object, role: Role) -> Struct<SchemaId> {
        let reserved: &[&str] = if role.is_sent() {
            &["extra", "new"]
        } else {
            &["extra"]
        };
        let words: Vec<Word<'_>> = object
            .properties
            .iter()
            .map(|(name, property)| Word {
                text: name,
                chosen: property.rust_name.as_ref(),
            })
            .collect();
        let names = distinct(&words, FIELD_FORMS, reserved);
        let mut fields = Vec::with_capacity(object.properties.len());
        for ((name, property), rust_name) in object.properties.iter().zip(names) {
            let own = property.rust_name.clone().or_else(|| RustName::snake(name));
            let own = own.unwrap_or_else(RustName::underscore);
            let Some(rust_name) = rust_name else {
                let message = format!("the field `{own}` for `{name}` is taken");
                self.error(Code::NameCollision, &property.pointer, message);
                continue;
            };
            if reserved.contains(&own.as_str()) {
                self.reserved_field(&own, &rust_name, &property.pointer);
            }
            fields.push(field(name, rust_name, property, role));
        }
        Struct { role, fields }
    }

    fn reserved_field(&mut self, own: &RustName, given: &RustName, pointer: &Pointer) {
        let message =
            format!("every struct has a `{own}` of its own: the field is called `{given}`");
        let mut diagnostic = self
            .document
            .diagnostic(Code::ReservedName, pointer.clone(), message)
            .help(rename_help(pointer, given.as_str()));
        diagnostic.severity = Severity::Warning;
        self.diagnostics.push(diagnostic);
    }

    fn error(&mut self, code: Code, pointer: &Pointer, message: String) {
        let help = rename_help(pointer, "another_name");
        let diagnostic = self
            .document
            .diagnostic(code, pointer.clone(), message)
            .help(help);
        self.diagnostics.push(diagnostic);
    }

    fn enumeration(&mut self, values: &Enum, pointer: &Pointer) -> StringEnum {
        let words: Vec<Word<'_>> = values
            .values
            .iter()
            .map(|value| Word {
                text: &value.value,
                chosen: value.rust_name.as_ref(),
            })
            .collect();
        let names = distinct(&words, VALUE_FORMS, UNRECOGNIZED);
        if names.contains(&None) {
            self.unnamed_values(values, &names, pointer);
        }
        let variants = values.values.iter().zip(names).filter_map(|(value, name)| {
            Some(ValueVariant {
                rust_name: name?,
                value: value.value.clone(),
            })
        });
        StringEnum {
            variants: variants.collect(),
        }
    }

    fn unnamed_values(&mut self, values: &Enum, names: &[Option<RustName>], pointer: &Pointer) {
        let unnamed = values
            .values
            .iter()
            .zip(names)
            .filter(|(_, name)| name.is_none());
        let unnamed: Vec<String> = unnamed
            .map(|(value, _)| format!("`{}`", value.value))
            .collect();
        let names: Vec<&str> = names
            .iter()
            .map(|name| name.as_ref().map_or("…", RustName::as_str))
            .collect();
        let message = format!("no Rust name is free for the values {}", unnamed.join(", "));
        let help = format!(
            "name all values in an overlay:\n  - target: {}\n    description: why they need names\n    \
             update:\n      x-enum-varnames: [{}]",
            json_path(pointer),
            names.join(", ")
        );
        let diagnostic = self
            .document
            .diagnostic(Code::NameCollision, pointer.clone(), message);
        self.diagnostics.push(diagnostic.help(help));
    }

    fn union(&mut self, union: &Union, pointer: &Pointer) -> UnionShape<SchemaId> {
        let words: Vec<Word<'_>> = union
            .members
            .iter()
            .map(|member| Word {
                text: &member.name,
                chosen: None,
            })
            .collect();
        let names = distinct(&words, MEMBER_FORMS, UNRECOGNIZED);
        let mut variants: Vec<Variant<SchemaId>> = Vec::with_capacity(union.members.len());
        for (member, rust_name) in union.members.iter().zip(names) {
            let Some(rust_name) = rust_name else {
                let message = format!("the name of the variant for `{}` is taken", member.name);
                self.error(Code::NameCollision, pointer, message);
                continue;
            };
            variants.push(Variant {
                rust_name,
                ty: member.ty.clone(),
            });
        }
        UnionShape {
            variants,
            patterns: pattern::patterns(self.api, union),
            search: None,
        }
    }
}

fn field(name: &str, rust_name: RustName, property: &Property, role: Role) -> Field<SchemaId> {
    let constant = property.constant.clone().filter(|_| role.is_sent());
    let demanded = property.required && role == Role::Request && constant.is_none();
    let presence = match () {
        () if demanded || property.always_present => Presence::Required,
        () if property.nullable && role.is_sent() => Presence::Nullable,
        () => Presence::Optional,
    };
    let ty = if presence == Presence::Required && property.nullable {
        Type::Nullable(Box::new(property.ty.clone()))
    } else {
        property.ty.clone()
    };
    let constant = constant.filter(|constant| {
        matches!(
            (constant, &ty),
            (Constant::Text(_), Type::String) | (Constant::Boolean(_), Type::Boolean)
        )
    });
    Field {
        json_name: name.to_owned(),
        rust_name,
        ty,
        presence,
        constant,
        docs: property.docs.clone(),
    }
}
