//! Follows references: null that a component allows is allowed wherever it is referred to, and a
//! name must stand for something but itself.

use std::collections::HashSet;

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, SchemaId, SchemaKind, Type};
use crate::spec::Document;

pub(super) fn resolve(api: &mut Api, document: &Document) -> Result<(), Diagnostics> {
    check_aliases(api, document)?;
    let nullable: HashSet<SchemaId> = api
        .schemas
        .iter()
        .filter(|(_, schema)| schema.nullable)
        .map(|(id, _)| id.clone())
        .collect();
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
                    .diagnostic("recursive-alias", schema.pointer.clone(), message)
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
