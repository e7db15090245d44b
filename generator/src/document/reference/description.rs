//! Descriptions beside references, which override those of the components (OpenAPI 3.1, "Reference
//! Object").
//!
//! Only those of parameters are documentation of generated code. Schemas are schemas with `$ref`, and
//! their keywords beside it apply anyway.

use serde_json::{Map, Value};

use super::{MAX_STEPS, Target};
use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::{Object, visit};
use crate::hash::HashMap;

const DESCRIPTION: &str = "description";

/// Copies the descriptions of components that are references to the references to them.
pub(in crate::document) fn inherit_descriptions(document: &mut Value) {
    let mut inherited: Vec<(Pointer, String)> = Vec::new();
    visit(ObjectKind::Document, document, &mut |object, at, _| {
        let is_plain = own_description(object.members).is_none();
        if object.kind == ObjectKind::Parameter
            && is_plain
            && let Some(text) = description_of_aliases(document, object.members)
        {
            inherited.push((at.pointer(), text.to_owned()));
        }
    });
    for (at, text) in inherited {
        if let Some(Value::Object(reference)) = document.pointer_mut(at.as_str()) {
            reference.insert(DESCRIPTION.to_owned(), text.into());
        }
    }
}

/// Returns the descriptions beside references to parameters, by the locations of the references.
pub(in crate::document) fn descriptions(document: &Value) -> HashMap<Pointer, String> {
    let mut descriptions = HashMap::default();
    let mut add = |object: Object<'_>, at: Pointer| {
        if let Some(text) = own_description(object.members) {
            descriptions.insert(at, text.to_owned());
        }
    };
    visit(ObjectKind::Document, document, &mut |object, at, _| {
        if object.kind == ObjectKind::Parameter && object.references().next().is_some() {
            add(object, at.pointer());
        }
    });
    descriptions
}

fn own_description(object: &Map<String, Value>) -> Option<&str> {
    object.get(DESCRIPTION)?.as_str()
}

/// Returns the first description of the references that a reference leads to.
fn description_of_aliases<'a>(
    document: &'a Value,
    mut reference: &'a Map<String, Value>,
) -> Option<&'a str> {
    for _ in 0..MAX_STEPS {
        let target = Target::local(reference.get("$ref")?.as_str()?)?;
        reference = document.pointer(target.as_str())?.as_object()?;
        reference.get("$ref")?;
        if let Some(text) = own_description(reference) {
            return Some(text);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::printed;

    /// Returns the descriptions of the parameters of an operation.
    fn descriptions(version: &str) -> Vec<String> {
        let document = format!(
            "\
openapi: {version}
info: {{title: T, version: '1'}}
paths:
  /ships:
    get:
      operationId: listShips
      parameters:
      - {{$ref: '#/components/parameters/limit', description: Own.}}
      - {{$ref: '#/components/parameters/page'}}
      - {{$ref: '#/components/parameters/start'}}
      - {{$ref: '#/components/parameters/first', description: Mine.}}
      - {{$ref: '#/components/parameters/plain'}}
      responses: {{'204': {{description: Nothing}}}}
components:
  parameters:
    limit: {{name: limit, in: query, schema: {{type: integer}}, description: Shared.}}
    offset: {{name: offset, in: query, schema: {{type: integer}}, description: Shared.}}
    page: {{$ref: '#/components/parameters/offset', description: Alias.}}
    from: {{name: from, in: query, schema: {{type: integer}}, description: Shared.}}
    begin: {{$ref: '#/components/parameters/from', description: Outer.}}
    start: {{$ref: '#/components/parameters/begin'}}
    to: {{name: to, in: query, schema: {{type: integer}}, description: Shared.}}
    first: {{$ref: '#/components/parameters/to', description: Alias.}}
    plain: {{name: plain, in: query, schema: {{type: integer}}, description: Shared.}}
"
        );
        let model = printed(&document);
        let lines = model.lines().filter(|line| line.starts_with("  /// "));
        lines.map(|line| line[6..].to_owned()).collect()
    }

    /// OpenAPI 3.1, "Reference Object": the description beside `$ref` overrides that of the component.
    /// OpenAPI 3.0: it is ignored.
    #[test]
    fn descriptions_beside_references_override_those_of_components() {
        let expected = ["Own.", "Alias.", "Outer.", "Mine.", "Shared."];
        assert_eq!(descriptions("3.1.0"), expected);
        assert_eq!(descriptions("3.0.3"), ["Shared."; 5]);
    }
}
