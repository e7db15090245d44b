//! Arguments of test calls.

use serde_json::{Map, Value, json};

use super::document::{Document, Operation};
use super::values::{Extent, Maker, Side};

/// The name of the body among the arguments.
pub const BODY: &str = "body";

/// Returns distinct sets of arguments by name: required ones only, all of them, and all of them
/// with null wherever it is allowed, each for every alternative of the body.
pub fn arguments(document: &Document, operation: &Operation) -> Vec<Value> {
    let mut sets = Vec::new();
    for extent in [Extent::Required, Extent::Everything, Extent::Nulls] {
        let maker = Maker {
            root: &document.root,
            side: Side::Request,
            extent,
        };
        for set in sets_of(maker, operation) {
            // Without arguments, such a request is one of the operation without the fragment.
            let is_indistinct = operation.path.contains('#') && set == json!({});
            if !is_indistinct && !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    sets
}

fn sets_of(maker: Maker<'_>, operation: &Operation) -> Vec<Value> {
    let mut parameters = Map::new();
    for parameter in &operation.parameters {
        if parameter.required || maker.extent != Extent::Required {
            // Null cannot be serialized in a URL or a header.
            let maker = Maker {
                extent: Extent::Everything,
                ..maker
            };
            let value = maker.values(&parameter.schema.definition).swap_remove(0);
            parameters.insert(parameter.name.clone(), value);
        }
    }
    let body = operation.body.as_ref();
    let Some(body) = body.filter(|it| it.required || maker.extent != Extent::Required) else {
        return vec![Value::Object(parameters)];
    };
    let mut bodies = maker.values(&body.schema.definition);
    if body.media_type == "multipart/form-data" {
        // Such a body has at least one part.
        bodies.retain(|body| *body != json!({}));
    }
    let with_body = |body| {
        let mut set = json!(parameters);
        set[BODY] = body;
        set
    };
    bodies.into_iter().map(with_body).collect()
}
