//! Resolves references: a property that refers to a nullable component is nullable, and an alias of
//! itself is replaced by any JSON.
//!
//! Array items and responses that refer to a nullable component are not nullable: documents mark a
//! component as nullable for the sake of a property, and hardly ever mean arrays with null items.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::document::Document;
use crate::model::{Api, SchemaId, SchemaKind, Type};

/// Resolves the references of a document. Returns warnings about recursive aliases.
pub(super) fn resolve(api: &mut Api, document: &Document) -> Diagnostics {
    let warnings = break_aliases(api, document);
    let nullable = nullable(api);
    for schema in api.schemas.values_mut() {
        let SchemaKind::Object(object) = &mut schema.kind else {
            continue;
        };
        for property in object.properties.values_mut() {
            if let Type::Named(id) = &property.ty {
                property.nullable |= nullable.contains(id);
            }
        }
    }
    warnings
}

/// Returns the schemas that allow null, and the aliases of them.
fn nullable(api: &Api) -> HashSet<SchemaId> {
    let allows_null = |id: &&SchemaId| {
        let mut next = Some(*id);
        while let Some(schema) = next.and_then(|id| api.schemas.get(id)) {
            match &schema.kind {
                _ if schema.nullable => return true,
                SchemaKind::Alias(Type::Named(target)) => next = Some(target),
                _ => return false,
            }
        }
        false
    };
    api.schemas.keys().filter(allows_null).cloned().collect()
}

/// Breaks recursive aliases: Rust has no `type A = Vec<A>`. Any JSON takes the place of the alias.
fn break_aliases(api: &mut Api, document: &Document) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    let ids: Vec<SchemaId> = api.schemas.keys().cloned().collect();
    for id in &ids {
        if !is_recursive(api, id) {
            continue;
        }
        let Some(schema) = api.schemas.get_mut(id) else {
            continue;
        };
        if let SchemaKind::Alias(ty) = &mut schema.kind {
            *ty = without_names(ty);
        }
        let message = format!("schema `{id}` is an alias of itself: it is generated as any JSON");
        let mut warning =
            document.diagnostic(Code::RecursiveAlias, schema.pointer.clone(), message);
        warning.severity = Severity::Warning;
        warnings.push(warning.help("declare its type, for example `type: object`"));
    }
    warnings
}

/// Returns whether an alias leads to itself.
fn is_recursive(api: &Api, id: &SchemaId) -> bool {
    let mut seen = HashSet::from([id]);
    let mut next = alias_target(api, id);
    while let Some(target) = next.filter(|target| seen.insert(target)) {
        next = alias_target(api, target);
    }
    next == Some(id)
}

/// Replaces the named type within a type by any JSON.
fn without_names(ty: &Type<SchemaId>) -> Type<SchemaId> {
    match ty {
        Type::Array(items) => Type::Array(Box::new(without_names(items))),
        Type::Map(values) => Type::Map(Box::new(without_names(values))),
        Type::Nullable(ty) => Type::Nullable(Box::new(without_names(ty))),
        Type::Boxed(ty) => Type::Boxed(Box::new(without_names(ty))),
        Type::Named(_) => Type::Json,
        scalar => scalar.clone(),
    }
}

fn alias_target<'a>(api: &'a Api, id: &SchemaId) -> Option<&'a SchemaId> {
    match &api.schemas.get(id)?.kind {
        SchemaKind::Alias(ty) => ty.named(),
        _ => None,
    }
}
