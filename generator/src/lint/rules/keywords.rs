//! Unknown keywords.

use crate::diagnostic::did_you_mean;
use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports keywords that the version of OpenAPI does not define.
pub(super) fn unknown(context: &Context<'_>, found: &mut Findings) {
    for node in &context.nodes {
        // Their keys are paths and statuses, which other rules check.
        let is_map = matches!(node.kind, ObjectKind::Paths | ObjectKind::Responses);
        let is_reference = node.reference().is_some() && node.kind != ObjectKind::Schema;
        if is_map || is_reference {
            continue;
        }
        for key in node.object.keys() {
            // Parsing reports these.
            let is_method = node.kind.method_in_other_case(key).is_some();
            if !node.kind.has_keyword(key, context.dialect) && key != "$ref" && !is_method {
                let message = format!("unknown keyword `{key}` of {}", node.kind.noun());
                let known = KEYWORDS.iter().copied();
                let known = known.filter(|known| {
                    node.kind.keyword(known).is_some() && !node.object.contains_key(*known)
                });
                let otherwise = "correct the keyword, remove it, or prefix it with `x-`";
                let help = did_you_mean(key, known, otherwise);
                found.add(node.pointer.child(key), message, help);
            }
        }
    }
}

/// The keywords of all objects that are suggested for misspelled ones.
const KEYWORDS: &[&str] = &[
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "allowReserved",
    "anyOf",
    "authorizationUrl",
    "bearerFormat",
    "callbacks",
    "components",
    "contact",
    "content",
    "contentType",
    "default",
    "delete",
    "deprecated",
    "description",
    "discriminator",
    "email",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "externalDocs",
    "flows",
    "format",
    "get",
    "head",
    "headers",
    "in",
    "info",
    "items",
    "license",
    "links",
    "mapping",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "not",
    "nullable",
    "oneOf",
    "openIdConnectUrl",
    "openapi",
    "operationId",
    "operationRef",
    "options",
    "parameters",
    "patch",
    "paths",
    "pattern",
    "post",
    "properties",
    "propertyName",
    "put",
    "readOnly",
    "refreshUrl",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "scheme",
    "scopes",
    "security",
    "securitySchemes",
    "server",
    "servers",
    "style",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "tokenUrl",
    "trace",
    "type",
    "uniqueItems",
    "url",
    "variables",
    "version",
    "writeOnly",
];

#[cfg(test)]
#[cfg(feature = "lint")]
mod tests {
    use crate::diagnostic::Code;
    use crate::document::{RawDocument, Source};
    use crate::lint::run::lint;

    #[test]
    fn misspelled_keywords_have_a_suggestion() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1', licence: {name: MIT}}\n\
                    paths: {}\ncomponents: {schemas: {s: {requried: [], cargo: 1}}}\n";
        let document = RawDocument::from_source(Source::new("x.yaml", text)).unwrap();
        let found = lint(&document, None).into_iter();
        let helps: Vec<String> = found
            .filter(|one| one.code == Code::UnknownKeyword)
            .filter_map(|one| one.help)
            .collect();
        assert_eq!(
            helps,
            [
                "did you mean `license`?",
                "did you mean `required`?",
                "correct the keyword, remove it, or prefix it with `x-`",
            ]
        );
    }
}
