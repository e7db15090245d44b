//! Parsing of values as the types of `openapiv3`.

use std::mem;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::source::Source;

/// Parses a document. Schemas and path items make up most of a document and are parsed one
/// by one, in parallel: `openapiv3` would first copy them.
pub(super) fn document(source: &Source, mut value: Value) -> Result<OpenAPI, Diagnostics> {
    let mut take = |path| value.pointer_mut(path)?.as_object_mut().map(mem::take);
    let (schemas, mut items) = (take("/components/schemas"), take("/paths"));
    if let Some(items) = &mut items {
        items.retain(|path, _| path.starts_with('/'));
    }
    let mut api: OpenAPI = self::value(source, &Pointer::root(), &value)?;
    if let (Some(components), Some(schemas)) = (&mut api.components, schemas) {
        components.schemas = members(source, &["components", "schemas"], schemas)?;
    }
    if let Some(items) = items {
        api.paths.paths = members(source, &["paths"], items)?;
    }
    Ok(api)
}

/// Parses the members of the object at a location of the document.
fn members<T: DeserializeOwned + Send>(
    source: &Source,
    at: &[&str],
    members: Map<String, Value>,
) -> Result<IndexMap<String, ReferenceOr<T>>, Diagnostics> {
    let at = Pointer::root().within(at);
    let members: Vec<(String, Value)> = members.into_iter().collect();
    let parsed: Vec<Result<_, Diagnostics>> = members
        .into_par_iter()
        .map(|(name, value)| {
            let member = match value.get("$ref") {
                Some(Value::String(reference)) => ReferenceOr::ref_(reference),
                _ => ReferenceOr::Item(self::value(source, &at.child(&name), &value)?),
            };
            Ok((name, member))
        })
        .collect();
    let mut found = Diagnostics::new();
    let mut members = IndexMap::with_capacity_and_hasher(parsed.len(), Default::default());
    for member in parsed {
        match member {
            Ok((name, member)) => drop(members.insert(name, member)),
            Err(errors) => found.extend(errors),
        }
    }
    found.into_result(members)
}

/// Parses the value at a location of the document.
pub(super) fn value<T: DeserializeOwned>(
    source: &Source,
    at: &Pointer,
    value: &Value,
) -> Result<T, Diagnostics> {
    // The path is recorded only if there is an error: `normalise` leaves hardly any.
    let parsed = T::deserialize(value).or_else(|_| serde_path_to_error::deserialize(value));
    parsed.map_err(|error| {
        let pointer = at.join(&pointer(error.path()));
        source
            .diagnostic(
                Code::InvalidDocument,
                pointer,
                error.into_inner().to_string(),
            )
            .into()
    })
}

fn pointer(path: &serde_path_to_error::Path) -> Pointer {
    use serde_path_to_error::Segment;
    path.iter()
        .fold(Pointer::root(), |at, segment| match segment {
            Segment::Seq { index } => at.index(*index),
            Segment::Map { key } => at.child(key),
            Segment::Enum { .. } | Segment::Unknown => at,
        })
}
