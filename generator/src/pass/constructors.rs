//! Resolves the arguments of constructors (`x-constructors`) to the fields of the struct.

use crate::emit::reserved;
use crate::model::{Constructor, Field, SchemaId, ShapeKind};

/// The help for a constructor that does not match its schema.
pub(super) const HELP: &str = "correct `x-constructors`: the name of each constructor, with the \
    properties that are its arguments";

/// Returns a constructor with the indexes of its arguments.
///
/// # Errors
/// Returns a message if the constructor does not match the type.
pub(super) fn resolve(
    declared: &Constructor<String>,
    kind: &ShapeKind<SchemaId>,
) -> Result<Constructor<usize>, String> {
    let name = &declared.name;
    let object = match kind {
        ShapeKind::Struct(object) if object.role.is_sent() => object,
        _ => {
            return Err(format!(
                "constructor `{name}` is on a schema that is not a sent object"
            ));
        }
    };
    let is_taken = |field: &Field<SchemaId>| {
        field.rust_name == *name || field.clear_name.as_ref() == Some(name)
    };
    if reserved::SENT_FIELDS.contains(&name.as_str()) || object.fields.iter().any(is_taken) {
        return Err(format!(
            "constructor `{name}` has the name of another function"
        ));
    }
    let mut arguments = Vec::with_capacity(declared.arguments.len());
    for property in &declared.arguments {
        let field = |field: &Field<SchemaId>| field.json_name == *property;
        let Some(index) = object.fields.iter().position(field) else {
            return Err(format!(
                "argument `{property}` of constructor `{name}` is not a property"
            ));
        };
        if object.fields[index].constant.is_some() || arguments.contains(&index) {
            return Err(format!(
                "argument `{property}` of constructor `{name}` is a constant, or is repeated"
            ));
        }
        arguments.push(index);
    }
    let mut fields = object.fields.iter().enumerate();
    let omitted = fields.find(|(index, field)| field.is_argument && !arguments.contains(index));
    if let Some((_, field)) = omitted {
        return Err(format!(
            "constructor `{name}` lacks the required property `{}`",
            field.json_name
        ));
    }
    Ok(Constructor {
        name: name.clone(),
        arguments,
    })
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::errors;

    /// Returns the errors of a document that sends or receives a parcel with these constructors.
    fn problems(body: &str, constructors: &str) -> Vec<String> {
        let schema = "content: {application/json: {schema: {$ref: '#/components/schemas/parcel'}}}";
        let (sent, received) = match body {
            "requestBody" => (format!("requestBody: {{{schema}}}, "), String::new()),
            _ => (String::new(), format!(", {schema}")),
        };
        errors(&format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{/parcels: {{post: \
             {{operationId: send, {sent}responses: {{'200': {{description: d{received}}}}}}}}}}}, \
             components: {{schemas: {{parcel: {{type: object, required: [content, kind], properties: \
             {{label: {{type: string}}, kind: {{type: string, enum: [parcel]}}, content: \
             {{type: string}}}}, x-constructors: {constructors}}}}}}}}}"
        ))
    }

    #[test]
    fn constructors_match_their_schema() {
        let cases = [
            ("{from_text: [label, content]}", None),
            ("{from_text: [content]}", None),
            (
                "{from_text: [text]}",
                Some("argument `text` of constructor `from_text` is not a property"),
            ),
            (
                "{from_text: [label]}",
                Some("constructor `from_text` lacks the required property `content`"),
            ),
            (
                "{from_text: [content, kind]}",
                Some("argument `kind` of constructor `from_text` is a constant, or is repeated"),
            ),
            (
                "{from_text: [content, content]}",
                Some("argument `content` of constructor `from_text` is a constant, or is repeated"),
            ),
            (
                "{label: [content]}",
                Some("constructor `label` has the name of another function"),
            ),
            (
                "{new: [content]}",
                Some("constructor `new` has the name of another function"),
            ),
            ("{fromText: [content]}", None),
            (
                "{fromText: [content], from_text: [content]}",
                Some("`from_text` is another constructor `from_text`"),
            ),
            (
                "{New: [content]}",
                Some("constructor `new` has the name of another function"),
            ),
            (
                "{from-text: [content]}",
                Some("`from-text` is not a Rust identifier"),
            ),
            (
                "[from_text]",
                Some("`x-constructors` is not a map of lists of properties"),
            ),
        ];
        for (constructors, expected) in cases {
            let found = problems("requestBody", constructors);
            assert_eq!(found, Vec::from_iter(expected), "of {constructors}");
        }
    }

    #[test]
    fn constructors_are_of_sent_objects() {
        assert_eq!(
            problems("responses", "{from_text: [content]}"),
            ["constructor `from_text` is on a schema that is not a sent object"]
        );
    }
}
