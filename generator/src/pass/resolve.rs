//! Follows references: null that a component allows is allowed in every property that refers to
//! it, and a name must stand for something but itself.
//!
//! Lists and answers that refer to such a component are no different for it: documents say so of a
//! component because one of its properties may be null, and hardly ever mean a list with holes.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, SchemaId, SchemaKind, Type};
use crate::spec::Document;

pub(super) fn resolve(api: &mut Api, document: &Document) -> Result<(), Diagnostics> {
    check_aliases(api, document)?;
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
    Ok(())
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

/// A chain of aliases must end in a type: Rust has no `type A = Vec<A>`.
fn check_aliases(api: &Api, document: &Document) -> Result<(), Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    for (id, schema) in &api.schemas {
        let mut seen = HashSet::from([id]);
        let mut next = alias_target(api, id);
        while let Some(target) = next.filter(|target| seen.insert(target)) {
            next = alias_target(api, target);
        }
        if next == Some(id) {
            let message = format!("`{id}` is nothing but a reference to itself");
            let help = "give it a type of its own in an overlay";
            diagnostics.push(
                document
                    .diagnostic(Code::RecursiveAlias, schema.pointer.clone(), message)
                    .help(help),
            );
        }
    }
    match diagnostics.has_errors() {
        true => Err(diagnostics),
        false => Ok(()),
    }
}

fn alias_target<'a>(api: &'a Api, id: &SchemaId) -> Option<&'a SchemaId> {
    match &api.schemas.get(id)?.kind {
        SchemaKind::Alias(ty) => ty.named(),
        _ => None,
    }
}
