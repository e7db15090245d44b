//! A document as the types of `openapiv3`.

use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::component::{Component, ComponentRef, Cycles, DeclaredNames, References};
use crate::document::deserialize;
use crate::document::dialect::{self, Dialect, scalar_text};
use crate::document::inheritance;
use crate::document::normalise::{Normalised, normalise};
use crate::document::operations::{self, LaterOperations};
use crate::document::raw::RawDocument;
use crate::document::reference;
use crate::document::source::Source;
use crate::document::version::Version;
use crate::hash::{HashMap, HashSet};

/// An OpenAPI document without invalid values, in the vocabulary of OpenAPI 3.0.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file that contains the document.
    pub source: Source,
    /// The API version, or `None` for a single document.
    pub version: Option<Version>,
    /// The version of OpenAPI that the document was written in.
    pub(crate) dialect: Dialect,
    /// The content. A schema's `$ref` with siblings is in an `allOf`.
    pub api: OpenAPI,
    pub(super) later_operations: LaterOperations,
    references: References,
    names: DeclaredNames,
    cycles: Cycles,
    /// The schemas whose `oneOf` was added to list their subtypes.
    bases: HashSet<String>,
    /// The descriptions beside references to parameters.
    descriptions: HashMap<Pointer, String>,
}

impl Document {
    /// Checks a raw document and parses its references.
    ///
    /// Returns the warnings, too: one for each value that OpenAPI does not allow, at the innermost
    /// invalid value.
    ///
    /// # Errors
    /// Returns the diagnostics if one of them is an error: the document is not OpenAPI 3, or is
    /// nested too deeply.
    pub fn parse(
        raw: RawDocument,
        version: Option<Version>,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        match Self::parse_valid_part(raw, version) {
            (Some(document), found) if !found.has_errors() => Ok((document, found)),
            (_, found) => Err(found),
        }
    }

    /// Checks a raw document and parses it without its invalid values, so that later stages find
    /// their errors as well. Returns the diagnostics, and no document if too little remains.
    pub(crate) fn parse_valid_part(
        raw: RawDocument,
        version: Option<Version>,
    ) -> (Option<Self>, Diagnostics) {
        let RawDocument {
            mut source,
            mut value,
            mut names,
            mut found,
        } = raw;
        let dialect = match dialect(&source, &value) {
            Ok(dialect) => dialect,
            Err(unsupported) => return (None, unsupported),
        };
        if let Some(version) = value.get_mut("openapi") {
            // `3.0` is a number in YAML.
            *version = Value::String(scalar_text(version));
        }
        found.extend(dialect::convert(&mut source, &mut value, dialect));
        let has_descriptions = dialect > Dialect::V3_0;
        if has_descriptions {
            reference::inherit_descriptions(&mut value);
        }
        let mut cycles = Cycles::default();
        found.extend(reference::hoist(
            &mut source,
            &mut value,
            &mut names,
            &mut cycles,
        ));
        let descriptions = if has_descriptions {
            reference::descriptions(&value)
        } else {
            HashMap::default()
        };
        let bases = found.collect_errors(inheritance::list_subtypes(&source, &mut value));
        let bases = bases.unwrap_or_default();
        let Normalised {
            references,
            changes,
            found: invalid,
        } = normalise(&source, &mut value, dialect);
        found.extend(invalid);
        for (at, relocation) in changes {
            source.record(at, relocation);
        }
        let typed = operations::take(&source, &mut value)
            .and_then(|later| Ok((deserialize::document(&source, value)?, later)));
        let (api, later_operations) = match typed {
            Ok(typed) => typed,
            // A consequence of the other errors, if there are any.
            Err(_) if found.has_errors() => return (None, found),
            Err(unexpected) => return (None, unexpected),
        };
        let document = Self {
            source,
            version,
            dialect,
            api,
            later_operations,
            references,
            names,
            cycles,
            bases,
            descriptions,
        };
        (Some(document), found)
    }

    /// Returns the component that a `$ref` of the document refers to, declared or not.
    ///
    /// Returns `None` if it refers to anything else: such targets do not exist once references are
    /// bundled and hoisted.
    pub(crate) fn component(&self, reference: &str) -> Option<&ComponentRef> {
        self.references.get(reference)
    }

    /// Returns the schema that a value of a discriminator's `mapping` refers to, declared or not.
    pub(crate) fn mapped_schema(&self, value: &str) -> ComponentRef {
        self.references.mapped_schema(value)
    }

    /// Returns the name of a component where it is declared, which is that of its key for components
    /// of other files and for objects outside of `components`. Returns `None` if it has no name.
    pub(crate) fn declared_name<'a>(&'a self, component: &'a ComponentRef) -> Option<&'a str> {
        self.names.get(component)
    }

    /// Returns the first references that lead to each other, if a `$ref` leads to them.
    pub(crate) fn cycle(&self, reference: &str) -> Option<&[String]> {
        self.cycles.get(reference).map(Vec::as_slice)
    }

    /// Returns the name and content of the component that a `$ref` refers to, if it is declared.
    pub(crate) fn resolve<T: Component>(&self, reference: &str) -> Option<(&str, &ReferenceOr<T>)> {
        let component = self.component(reference)?;
        if component.section == T::SECTION {
            self.declared(&component.name)
        } else {
            None
        }
    }

    /// Returns the name and content of a component, if it is declared.
    pub(crate) fn declared<T: Component>(&self, name: &str) -> Option<(&str, &ReferenceOr<T>)> {
        let components = T::declared(self.api.components.as_ref()?);
        let (name, component) = components.get_key_value(name)?;
        Some((name, component))
    }

    /// Returns the description that a reference to a parameter has instead of that of the component.
    pub(crate) fn description_of_reference(&self, pointer: &Pointer) -> Option<&str> {
        self.descriptions.get(pointer).map(String::as_str)
    }

    /// Returns `true` if the `oneOf` of a component was added to list its subtypes.
    pub(crate) fn lists_subtypes(&self, schema: &str) -> bool {
        self.bases.contains(schema)
    }

    /// Returns the location of a value as the document was read, which overlays address.
    pub(crate) fn original(&self, pointer: &Pointer) -> Pointer {
        self.source.before_moves(pointer.clone())
    }

    /// Creates a diagnostic about the value at `pointer`, with the severity of its code.
    pub fn diagnostic(
        &self,
        code: Code,
        pointer: Pointer,
        message: impl Into<String>,
    ) -> Diagnostic {
        self.source.diagnostic(code, pointer, message)
    }
}

/// Returns the version of OpenAPI that a document declares.
fn dialect(source: &Source, value: &Value) -> Result<Dialect, Diagnostics> {
    let reject = |key: &str, message: String, help: &str| {
        let pointer = Pointer::root().child(key);
        Err(source
            .diagnostic(Code::UnsupportedSpecification, pointer, message)
            .help(help)
            .into())
    };
    match (value.get("openapi"), value.get("swagger")) {
        (Some(version), _) => Dialect::declared(value).map_or_else(
            || {
                let version = scalar_text(version);
                let message = format!("the document is OpenAPI {version}, not 3.0, 3.1 or 3.2");
                // `v3.0.3`, ` 3.0.3`
                let number = version.trim_matches(|one: char| !one.is_ascii_digit());
                if Dialect::of(number).is_some() {
                    let message = format!("`openapi` is `{version}`, not `{number}`");
                    return reject("openapi", message, &format!("declare `openapi: {number}`"));
                }
                reject("openapi", message, "convert the document to OpenAPI 3.1")
            },
            Ok,
        ),
        (None, Some(version)) => {
            let version = scalar_text(version);
            let message = format!("the document is Swagger {version}, not OpenAPI 3");
            let help = "convert the document with `swagger2openapi`";
            reject("swagger", message, help)
        }
        (None, None) => {
            let message = "the document declares no `openapi` version".to_owned();
            reject("openapi", message, "declare `openapi: 3.1.0`")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use openapiv3::{Schema, SchemaKind};

    const HEAD: &str = "openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths: {}\n";

    fn parse(text: &str) -> Result<Document, Diagnostics> {
        let raw = RawDocument::from_source(Source::new("x.yaml", text)).unwrap();
        let (document, mut found) = Document::parse(raw, None)?;
        found.deny_violations();
        found.into_result(document)
    }

    fn schema(text: &str) -> ReferenceOr<Schema> {
        let text = format!("{HEAD}components: {{schemas: {{s: {text}}}}}");
        let components = parse(&text).unwrap().api.components.unwrap();
        components.schemas["s"].clone()
    }

    /// Returns the code, pointer and line of each error.
    fn errors(text: &str) -> Vec<(&'static str, String, usize)> {
        let found = parse(text).unwrap_err();
        let one = |one: &Diagnostic| {
            let pointer = one.pointer.as_ref().map(Pointer::to_string);
            (
                one.code.as_str(),
                pointer.unwrap_or_default(),
                one.position.map_or(0, |at| at.line),
            )
        };
        found.iter().map(one).collect()
    }

    #[test]
    fn other_specifications_are_rejected_with_one_error() {
        for (text, expected) in [
            ("openapi: 4.0.0", "OpenAPI 4.0.0, not 3.0, 3.1 or 3.2"),
            ("openapi: 3.3", "OpenAPI 3.3, not"),
            ("swagger: '2.0'", "Swagger 2.0"),
            ("[]", "declares no `openapi` version"),
        ] {
            let found = parse(text).unwrap_err();
            assert_eq!(found.len(), 1);
            assert!(found.to_string().contains(expected), "{found}");
        }
    }

    #[test]
    fn the_patch_version_of_the_specification_is_optional() {
        for version in ["3.0", "'3.0'", "3.0.4"] {
            let text = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}");
            assert!(parse(&text).is_ok(), "{version}");
        }
    }

    #[test]
    fn siblings_of_a_schema_reference_are_preserved() {
        let ReferenceOr::Item(schema) = schema("{$ref: '#/x', nullable: true, example: 1}") else {
            panic!("the reference lost its siblings");
        };
        assert!(schema.schema_data.nullable);
        let SchemaKind::AllOf { all_of } = schema.schema_kind else {
            panic!("{schema:?}");
        };
        assert_eq!(all_of, [ReferenceOr::ref_("#/x")]);
    }

    #[test]
    fn a_schema_reference_without_siblings_is_unchanged() {
        assert_eq!(
            schema("{$ref: '#/x', example: 1}"),
            ReferenceOr::ref_("#/x")
        );
        assert_eq!(
            schema("{$ref: '#/x', description: }"),
            ReferenceOr::ref_("#/x")
        );
    }

    #[test]
    fn property_names_are_not_taken_for_keywords() {
        let text = "{example: 1, properties: {example: {type: string}, $ref: {type: string}}}";
        let schema = serde_json::to_value(schema(text)).unwrap();
        let expected = serde_json::json!({
            "properties": {"example": {"type": "string"}, "$ref": {"type": "string"}}
        });
        assert_eq!(schema, expected);
    }

    #[test]
    fn every_error_is_reported_at_the_innermost_value() {
        let text = "\
openapi: 3.0.1
info: {title: T, version: 1.0}
paths:
  items: {}
  /a:
    get:
      parameters:
      - {name: x, in: body, schema: {}}
      responses:
        '20': {description: d}
        '200':
          content:
            application/json:
              schema:
                properties:
                  deep:
                    allOf:
                    - items:
                        required: true
";
        assert_eq!(
            errors(text),
            [
                ("wrong-type", "/info/version".to_owned(), 2),
                ("invalid-path", "/paths/items".to_owned(), 4),
                (
                    "unknown-value",
                    "/paths/~1a/get/parameters/0/in".to_owned(),
                    8
                ),
                (
                    "invalid-status",
                    "/paths/~1a/get/responses/20".to_owned(),
                    10
                ),
                (
                    "missing-keyword",
                    "/paths/~1a/get/responses/200".to_owned(),
                    11
                ),
                (
                    "wrong-type",
                    "/paths/~1a/get/responses/200/content/application~1json/schema\
                     /properties/deep/allOf/0/items/required"
                        .to_owned(),
                    19
                ),
            ]
        );
    }

    #[test]
    fn extreme_numbers_do_not_panic() {
        schema("{type: integer, maximum: 18446744073709551615, minimum: 0.5}");
        schema("{type: integer, enum: [18446744073709551615, null]}");
        schema("{type: number, multipleOf: 1e300}");
    }

    #[test]
    fn nesting_is_limited() {
        let nested = |depth| {
            let (open, close) = ("{items: ".repeat(depth), "}".repeat(depth));
            format!("{HEAD}components: {{schemas: {{s: {open}{{}}{close}}}}}")
        };
        assert!(parse(&nested(50)).is_ok());
        assert_eq!(errors(&nested(100))[0].0, "nesting-too-deep");
    }
}
