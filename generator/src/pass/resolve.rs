//! Resolves references: what refers to a nullable component is nullable (a property, an element of
//! a list or map, a response), and an alias of itself is replaced by any JSON.

use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::document::Document;
use crate::hash::HashMap;
use crate::model::{Api, Output, SchemaId, SchemaKind, Type};

/// The maximum length of a chain of aliases. Longer ones are shortened, since Rust limits them,
/// too.
const MAX_CHAIN: usize = 16;

/// Resolves the references of a document. Returns warnings about recursive aliases.
pub(super) fn resolve(api: &mut Api, document: &Document) -> Diagnostics {
    let warnings = break_aliases(api, document);
    let ends = ends(api);
    let nullable: Vec<bool> = ends.iter().map(|end| end.nullable).collect();
    shorten_aliases(api, &ends);
    let indices: HashMap<SchemaId, usize> = api.schemas.keys().cloned().zip(0..).collect();
    let is_nullable = |id: &SchemaId| indices.get(id).is_some_and(|index| nullable[*index]);
    for schema in api.schemas.values_mut() {
        match &mut schema.kind {
            SchemaKind::Object(object) => {
                for property in object.properties.values_mut() {
                    if let Type::Named(id) = &property.ty {
                        property.nullable |= is_nullable(id);
                    }
                    allow_null_elements(&mut property.ty, &is_nullable);
                }
            }
            SchemaKind::Alias(ty) => allow_null_elements(ty, &is_nullable),
            _ => {}
        }
    }
    for operation in &mut api.operations {
        let responses = operation.responses.iter_mut();
        let contents = responses.map(|response| &mut response.content);
        for content in contents.chain([&mut operation.output]) {
            if let Output::Json(ty) = content {
                allow_null(ty, &is_nullable);
            }
        }
    }
    warnings
}

/// Makes a reference to a nullable component nullable, and those of the elements in it.
fn allow_null(ty: &mut Type<SchemaId>, is_nullable: &impl Fn(&SchemaId) -> bool) {
    match ty {
        Type::Named(id) if is_nullable(id) => *ty = ty.clone().or_null(),
        _ => allow_null_elements(ty, is_nullable),
    }
}

/// Makes the elements of lists and maps nullable that refer to a nullable component.
fn allow_null_elements(ty: &mut Type<SchemaId>, is_nullable: &impl Fn(&SchemaId) -> bool) {
    match ty {
        Type::Array(element) | Type::Map(element) => allow_null(element, is_nullable),
        Type::Nullable(inner) | Type::Boxed(inner) => allow_null_elements(inner, is_nullable),
        _ => {}
    }
}

/// The end of a chain of aliases.
#[derive(Clone, Copy)]
struct End {
    /// The index of the last schema in the chain.
    index: usize,
    /// The number of aliases in the chain.
    length: usize,
    /// `true` if a schema in the chain allows null.
    nullable: bool,
}

/// Returns the ends of the chains that begin with each schema.
fn ends(api: &Api) -> Vec<End> {
    let target = |index: usize| match &api.schemas[index].kind {
        SchemaKind::Alias(Type::Named(id)) => api.schemas.get_index_of(id),
        _ => None,
    };
    let mut ends: Vec<Option<End>> = vec![None; api.schemas.len()];
    let mut chain = Vec::new();
    for start in 0..ends.len() {
        let mut last = start;
        while ends[last].is_none()
            && let Some(next) = target(last)
        {
            chain.push(last);
            last = next;
        }
        let mut end = ends[last].unwrap_or(End {
            index: last,
            length: 0,
            nullable: api.schemas[last].nullable,
        });
        ends[last] = Some(end);
        while let Some(index) = chain.pop() {
            end.length += 1;
            end.nullable |= api.schemas[index].nullable;
            ends[index] = Some(end);
        }
    }
    ends.into_iter().flatten().collect()
}

/// Makes the aliases in long chains aliases of the last schema.
fn shorten_aliases(api: &mut Api, ends: &[End]) {
    for (index, end) in ends.iter().enumerate() {
        if end.length > MAX_CHAIN {
            let id = api.schemas.get_index(end.index).map(|(id, _)| id.clone());
            if let Some(id) = id {
                api.schemas[index].kind = SchemaKind::Alias(Type::Named(id));
            }
        }
    }
}

/// The maximum number of names of a cycle in a message.
const MAX_NAMES: usize = 8;

/// Breaks recursive aliases: Rust has no `type A = Vec<A>`. A list or a map of itself is a struct
/// of its own; any JSON takes the place of an alias of nothing but itself.
fn break_aliases(api: &mut Api, document: &Document) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    for cycle in recursive_aliases(api) {
        let Some((index, others)) = cycle.split_first() else {
            continue;
        };
        let others = others
            .iter()
            .filter_map(|index| api.schemas.get_index(*index));
        let mut others: Vec<String> = others.map(|(id, _)| format!("`{id}`")).collect();
        if others.len() > MAX_NAMES {
            let more = others.len() - MAX_NAMES;
            others.truncate(MAX_NAMES);
            others.push(format!("and {more} more"));
        }
        let Some((id, schema)) = api.schemas.get_index_mut(*index) else {
            continue;
        };
        let SchemaKind::Alias(ty) = &mut schema.kind else {
            continue;
        };
        if is_on_the_heap(ty) {
            schema.kind = SchemaKind::Recursive(ty.clone());
            continue;
        }
        *ty = Type::Json;
        let message = if others.is_empty() {
            format!("schema `{id}` is an alias of itself: it is generated as any JSON")
        } else {
            let others = others.join(", ");
            format!("schema `{id}` is an alias of itself, by {others}: it is generated as any JSON")
        };
        let mut warning =
            document.diagnostic(Code::RecursiveAlias, schema.pointer.clone(), message);
        warning.severity = Severity::Warning;
        warnings.push(warning.help("declare its type, for example `type: object`"));
    }
    warnings
}

/// Returns whether a type is a list or a map.
fn is_on_the_heap(ty: &Type<SchemaId>) -> bool {
    match ty {
        Type::Array(_) | Type::Map(_) => true,
        Type::Nullable(ty) | Type::Boxed(ty) => is_on_the_heap(ty),
        _ => false,
    }
}

/// Returns the aliases of each cycle, beginning with the first that is a list or a map, or else with
/// the first. The cycles are in the order of their beginnings.
fn recursive_aliases(api: &Api) -> Vec<Vec<usize>> {
    let alias = |index: usize| match &api.schemas[index].kind {
        SchemaKind::Alias(ty) => Some(ty),
        _ => None,
    };
    let target = |index: usize| api.schemas.get_index_of(alias(index)?.named()?);
    let mut cycles: Vec<Vec<usize>> = Vec::new();
    // The start of the chain in which each schema was visited first.
    let mut visited: Vec<Option<usize>> = vec![None; api.schemas.len()];
    for start in 0..visited.len() {
        let mut next = Some(start);
        while let Some(index) = next.filter(|index| visited[*index].is_none()) {
            visited[index] = Some(start);
            next = target(index);
        }
        // A chain that ends in itself ends in a cycle.
        if let Some(entry) = next.filter(|index| visited[*index] == Some(start)) {
            let rest = std::iter::successors(target(entry), |index| target(*index));
            let rest = rest.take_while(|index| *index != entry);
            let mut cycle: Vec<usize> = std::iter::once(entry).chain(rest).collect();
            let begins = (0..cycle.len()).min_by_key(|position| {
                let is_container = alias(cycle[*position]).is_some_and(is_on_the_heap);
                (!is_container, cycle[*position])
            });
            cycle.rotate_left(begins.unwrap_or_default());
            cycles.push(cycle);
        }
    }
    cycles.sort_unstable_by_key(|cycle| cycle.first().copied());
    cycles
}
