//! Builds the Rust type of every schema.

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::Document;
use crate::hash::IndexMap;
use crate::model::{
    Access, Api, Constant, Enum, EnumShape, Field, Object, Presence, Property, Role, RustName,
    Schema, SchemaId, SchemaKind, Shape, ShapeKind, Struct, Type, Union, UnionShape, ValueVariant,
    Variant,
};

use super::constructors;
use super::distinguishing::{self, Distinguishing};
use super::naming::{self, Report, TypeName, TypeNames};
use super::pattern::{self, UnionPatterns};
use super::search;
use super::usage::Usage;

/// Builds the types of all schemas of a document. Returns them with the warnings.
///
/// # Errors
/// Returns an error if a search query has an unsupported schema, or if the patterns of unions are
/// out of proportion to the document.
pub(super) fn shapes(
    api: &Api,
    usage: &Usage,
    types: &TypeNames,
    document: &Document,
) -> Result<(IndexMap<SchemaId, Shape<SchemaId>>, Diagnostics), Diagnostics> {
    let patterns = pattern::patterns(api, document)?;
    let distinguishing = distinguishing::distinguishing(api, document);
    let shaped: Vec<_> = api
        .schemas
        .par_iter()
        .filter_map(|(id, schema)| {
            let mut shaping = Shaping {
                api,
                types,
                patterns: &patterns,
                distinguishing: &distinguishing,
                document,
                diagnostics: Diagnostics::default(),
                report: Report::new(document),
            };
            let use_of = Use {
                role: usage.role(id),
                trusts_required: usage.trusts_required(api, id, schema),
            };
            let shape = shaping.shape(id, schema, types.get(id)?, use_of);
            shaping.diagnostics.extend(shaping.report.diagnostics);
            Some((id.clone(), shape, shaping.diagnostics))
        })
        .collect();
    let mut shapes = IndexMap::with_capacity_and_hasher(shaped.len(), Default::default());
    let mut found = Diagnostics::default();
    for (id, shape, diagnostics) in shaped {
        shapes.insert(id, shape);
        found.extend(diagnostics);
    }
    if found.has_errors() {
        Err(found)
    } else {
        Ok((shapes, found))
    }
}

/// The use of a type.
#[derive(Clone, Copy)]
struct Use {
    role: Role,
    /// `true` if responses have all required properties.
    trusts_required: bool,
}

/// Builds the type of a schema.
struct Shaping<'a> {
    api: &'a Api,
    types: &'a TypeNames,
    patterns: &'a UnionPatterns<'a>,
    distinguishing: &'a Distinguishing<'a>,
    document: &'a Document,
    diagnostics: Diagnostics,
    report: Report<'a>,
}

impl Shaping<'_> {
    fn shape(
        &mut self,
        id: &SchemaId,
        schema: &Schema,
        name: &TypeName,
        use_of: Use,
    ) -> Shape<SchemaId> {
        let mut kind = self.kind(id, schema, use_of);
        self.search(schema, &mut kind);
        self.constructors(schema, &mut kind);
        Shape {
            name: name.name.clone(),
            module: name.module.clone(),
            is_nested: name.is_nested,
            root: id.root().name().to_owned(),
            document_name: id.to_string(),
            container: id.container(),
            docs: schema.docs.clone(),
            kind,
        }
    }

    fn kind(&mut self, id: &SchemaId, schema: &Schema, use_of: Use) -> ShapeKind<SchemaId> {
        match &schema.kind {
            SchemaKind::Object(object) => ShapeKind::Struct(self.object(id, object, use_of)),
            SchemaKind::Enum(values) => ShapeKind::Enum(self.enumeration(values, &schema.pointer)),
            SchemaKind::Union(union) => ShapeKind::Union(self.union(id, union, schema)),
            SchemaKind::Alias(ty) => ShapeKind::Alias(ty.clone()),
            SchemaKind::Recursive(ty) => ShapeKind::Recursive(ty.clone()),
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

    fn constructors(&mut self, schema: &Schema, kind: &mut ShapeKind<SchemaId>) {
        for declared in &schema.constructors {
            match (constructors::resolve(declared, kind), &mut *kind) {
                (Ok(constructor), ShapeKind::Struct(object))
                    if !object.constructors.contains(&constructor) =>
                {
                    object.constructors.push(constructor);
                }
                (Ok(_), _) => {}
                (Err(reason), _) => self.diagnostics.push(
                    self.document
                        .diagnostic(Code::InvalidConstructor, schema.pointer.clone(), reason)
                        .help(constructors::HELP),
                ),
            }
        }
    }

    fn object(&mut self, id: &SchemaId, object: &Object, use_of: Use) -> Struct<SchemaId> {
        let role = use_of.role;
        let names = naming::fields(object, role, &mut self.report);
        let mut fields: Vec<Field<SchemaId>> = object
            .properties
            .iter()
            .zip(names)
            .map(|((name, property), rust_name)| {
                let is_distinguishing = self.distinguishing.contains(&(id, name.as_str()));
                let constant = constant(property, role, is_distinguishing);
                self.field(name, rust_name, property, constant, use_of)
            })
            .collect();
        if role.is_sent() {
            let named = fields
                .iter()
                .map(|field| (&field.rust_name, field.has_null()));
            let clear_names = naming::clear_names(named);
            for (field, name) in fields.iter_mut().zip(clear_names) {
                field.clear_name = name;
            }
        }
        Struct {
            role,
            fields,
            additional: object.additional.clone(),
            constructors: Vec::new(),
        }
    }

    /// Returns whether the value of a property would contain itself without end if it were
    /// required.
    fn is_recursive<'p>(&'p self, property: &'p Property) -> bool {
        let Type::Boxed(inner) = &property.ty else {
            return false;
        };
        let Type::Named(id) = self.api.plain(inner) else {
            return false;
        };
        let schema = self.api.schemas.get(id);
        let is_object = schema.is_some_and(|schema| matches!(schema.kind, SchemaKind::Object(_)));
        is_object && !property.nullable
    }

    fn enumeration(&mut self, values: &Enum, pointer: &Pointer) -> EnumShape {
        let names = naming::values(values, pointer, &mut self.report);
        let variants = values
            .values
            .iter()
            .zip(names)
            .map(|(value, rust_name)| ValueVariant {
                rust_name,
                value: value.value.clone(),
                docs: value.docs.clone(),
            })
            .collect();
        EnumShape {
            ty: values.ty,
            variants,
        }
    }

    fn union(&mut self, id: &SchemaId, union: &Union, schema: &Schema) -> UnionShape<SchemaId> {
        let names = naming::variants(union, schema, self.api, self.types, &mut self.report);
        let variants = union
            .members
            .iter()
            .zip(names)
            .map(|(member, rust_name)| Variant {
                rust_name,
                ty: member.ty.clone(),
            })
            .collect();
        UnionShape {
            variants,
            patterns: self.patterns.get(id).cloned().unwrap_or_default(),
            search: None,
        }
    }

    fn field(
        &self,
        name: &str,
        rust_name: RustName,
        property: &Property,
        constant: Option<Constant>,
        use_of: Use,
    ) -> Field<SchemaId> {
        let role = use_of.role;
        let is_required = property.required && constant.is_none() && !self.is_recursive(property);
        let is_sent = is_required && role.is_sent() && property.access != Access::ReadOnly;
        let is_received =
            is_required && use_of.trusts_required && property.access != Access::WriteOnly;
        let is_present = match role {
            Role::Request => is_sent,
            Role::Response => is_received,
            Role::Both => is_sent && is_received,
        };
        // A value that the chosen type does not accept is left out, without the object.
        let is_kept = !matches!(self.api.plain(&property.ty), Type::External(_));
        let presence = if (is_present || property.always_present) && is_kept {
            Presence::Required
        } else if property.nullable && role.is_sent() {
            Presence::Nullable
        } else {
            Presence::Optional
        };
        let ty = if presence == Presence::Required && property.nullable {
            Type::Nullable(Box::new(property.ty.clone()))
        } else {
            property.ty.clone()
        };
        let is_tag = property.tag.is_some();
        Field {
            json_name: name.to_owned(),
            rust_name,
            clear_name: None,
            ty,
            presence,
            is_argument: constant.is_none()
                && role.is_sent()
                && (is_sent || presence == Presence::Required),
            is_tag: is_tag && constant.is_some(),
            is_read_only: property.access == Access::ReadOnly && role.is_sent(),
            constant,
            docs: property.docs.clone(),
        }
    }
}

/// Returns the value that new objects contain: that of a discriminator, or a constant that requests
/// must contain, or that distinguishes the object from other variants of a union.
fn constant(property: &Property, role: Role, is_distinguishing: bool) -> Option<Constant> {
    if !role.is_sent() {
        return None;
    }
    let is_sent = property.access != Access::ReadOnly;
    let is_written = is_sent && (property.required || is_distinguishing);
    let constant = property.constant.clone();
    match &property.tag {
        Some(tag) => constant.or_else(|| Some(Constant::Text(tag.clone()))),
        // The type of a property that is always present contains null.
        None if property.always_present && property.nullable => None,
        None => constant.filter(|constant| is_written && constant.is_of(&property.ty)),
    }
}
