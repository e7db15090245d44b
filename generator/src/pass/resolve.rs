//! Follows references: null that a component allows is allowed in every property that refers to
//! it, and a name that stands for itself is broken off.
//!
//! Lists and answers that refer to such a component are no different for it: documents say so of a
//! component because one of its properties may be null, and hardly ever mean a list with holes.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::document::Document;
use crate::model::{Api, SchemaId, SchemaKind, Type};

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

/// The schemas that allow null: those that say so, and what is but another name for one of them.
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

/// A chain of aliases must end in a type: Rust has no `type A = Vec<A>`. One that does not is
/// broken off where it begins again, with any JSON there.
fn break_aliases(api: &mut Api, document: &Document) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    let ids: Vec<SchemaId> = api.schemas.keys().cloned().collect();
    for id in &ids {
        if !leads_back(api, id) {
            continue;
        }
        let Some(schema) = api.schemas.get_mut(id) else {
            continue;
        };
        if let SchemaKind::Alias(ty) = &mut schema.kind {
            *ty = without_names(ty);
        }
        let message =
            format!("`{id}` is nothing but a reference to itself: it is read as any JSON there");
        let mut warning =
            document.diagnostic(Code::RecursiveAlias, schema.pointer.clone(), message);
        warning.severity = Severity::Warning;
        warnings.push(warning.help("give it a type of its own in an overlay, such as an object"));
    }
    warnings
}

/// Whether following the aliases from one leads to it again.
fn leads_back(api: &Api, id: &SchemaId) -> bool {
    let mut seen = HashSet::from([id]);
    let mut next = alias_target(api, id);
    while let Some(target) = next.filter(|target| seen.insert(target)) {
        next = alias_target(api, target);
    }
    next == Some(id)
}

/// The type with any JSON in place of the type that it names.
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
