//! The stages from files to the model of each document, for all documents in parallel.

mod batch;
mod clock;
mod reported;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::descriptions::Descriptions;
use crate::diagnostic::Diagnostics;
use crate::diff::{Locations, Side};
use crate::document::{Document, RawDocument, Version};
use crate::model::Api;
use crate::overlay::Overlay;
use crate::{Generator, lower, pass};

use batch::Batch;
pub(crate) use clock::Clock;
pub(crate) use reported::unrelated;

/// The models of the documents, before they are unified.
pub(crate) struct Model {
    /// The documents, oldest version first.
    pub(crate) sides: Vec<Side>,
    pub(crate) warnings: Diagnostics,
    /// The number of problems that only `lint` reports, if they are counted.
    #[cfg_attr(not(feature = "lint"), expect(dead_code))]
    pub(crate) findings: usize,
    /// The number of `components/schemas` in all documents.
    pub(crate) schemas: usize,
    /// The files of the documents.
    pub(crate) files: BTreeSet<PathBuf>,
    /// The files that references lead to and that do not exist.
    pub(crate) missing_files: BTreeSet<PathBuf>,
    /// The items without a description, if a file of descriptions is set.
    pub(crate) undescribed: BTreeSet<String>,
}

impl Model {
    /// Runs the stages for each document until one fails completely, so that the problems of all
    /// documents, overlays and descriptions are found. If the generator is strict, violations of
    /// the specification are among the errors.
    pub(crate) fn read(generator: &Generator, clock: &mut Clock) -> Result<Self, Diagnostics> {
        let model = Self::read_valid(generator, clock)?;
        if model.warnings.has_errors() {
            return Err(model.warnings);
        }
        Ok(model)
    }

    /// Runs the stages and leaves out the documents that have errors. The warnings contain the
    /// errors.
    ///
    /// # Errors
    /// Returns an error if the overlays cannot be read.
    pub(crate) fn read_valid(
        generator: &Generator,
        clock: &mut Clock,
    ) -> Result<Self, Diagnostics> {
        let mut read = Self::read_leniently(generator, clock);
        if generator.strict {
            let (Ok(Self {
                warnings: found, ..
            })
            | Err(found)) = &mut read;
            found.deny_violations();
        }
        read
    }

    fn read_leniently(generator: &Generator, clock: &mut Clock) -> Result<Self, Diagnostics> {
        let choices = generator.all_choices();
        let descriptions = || generator.descriptions.as_ref().map(Descriptions::load);
        let (overlays, (descriptions, mut raw)) = rayon::join(
            || generator.load_overlays(),
            || rayon::join(descriptions, || Batch::load(generator)),
        );
        let mut found = Diagnostics::new();
        let overlays = found.collect_errors(overlays);
        let descriptions = found.collect_errors(descriptions.transpose()).flatten();
        found.extend(raw.found);
        raw.found = found;
        let documents = raw.items.iter();
        let schemas = documents.map(|(_, document)| document.schema_count()).sum();
        let sources = raw.items.iter().map(|(_, document)| &document.source);
        let files = sources.clone().flat_map(|source| source.paths());
        let files = files.map(Path::to_owned).collect();
        let missing = sources.flat_map(|source| source.missing_paths());
        let missing_files = missing.map(Path::to_owned).collect();
        clock.lap("load");
        let Some(overlays) = overlays else {
            // The documents have errors that the missing corrections would remove.
            return Err(raw.found);
        };
        let mut corrected = raw.then_with_warnings(|(version, mut document)| {
            let found = correct(version, &mut document, &overlays);
            Ok(((version, document), found))
        });
        let unmatched_formats = corrected.unmatched_formats(generator);
        corrected.select(generator, &choices);
        clock.lap("overlay");
        let violations = corrected.violations(generator);
        clock.lap("rules");
        let documents = corrected.then_with_warnings(|(version, document)| {
            match Document::parse_valid_part(document, version) {
                (Some(document), invalid) => Ok(((document, invalid.clone()), invalid)),
                (None, invalid) => Err(invalid),
            }
        });
        clock.lap("parse");
        let mut lowered = documents.then_with_warnings(|(document, invalid)| {
            match lower::lower(&document, &choices) {
                Ok((api, warnings)) => Ok(((document, api), unrelated(warnings, &invalid))),
                Err(errors) => Err(unrelated(errors, &invalid)),
            }
        });
        lowered.check(&choices, generator);
        lowered.found.extend(unmatched_formats);
        clock.lap("lower");
        let mut undescribed = BTreeSet::new();
        if let Some(descriptions) = &descriptions {
            lowered.describe(descriptions, generator);
            let apis = lowered.items.iter();
            undescribed.extend(apis.flat_map(|(_, api)| pass::undescribed(api)));
            clock.lap("describe");
        }
        let sides = lowered.then_with_warnings(|(document, mut api)| {
            api.trust_required.get_or_insert(generator.trust_required);
            side(&document, api)
        });
        clock.lap("passes");
        let Batch { items, mut found } = sides;
        let violations = violations.unreported(&found);
        found.extend(violations.reported);
        Ok(Self {
            findings: violations.counted.len(),
            sides: items,
            warnings: found,
            schemas,
            files,
            missing_files,
            undescribed,
        })
    }
}

/// Reads the documents of a run and applies its overlays to them.
pub(crate) fn corrected_documents(
    generator: &Generator,
) -> Result<Vec<(Option<Version>, RawDocument)>, Diagnostics> {
    let overlays = generator.load_overlays()?;
    let raw = Batch {
        items: generator.inputs()?,
        found: Diagnostics::new(),
    };
    let Batch { items, found } = raw.then(|(version, path)| {
        let mut document = RawDocument::load(path)?;
        let found = correct(version, &mut document, &overlays);
        found.into_result((version, document))
    });
    found.into_result(items)
}

/// Applies the overlays to a document. Returns their errors.
fn correct(
    version: Option<Version>,
    document: &mut RawDocument,
    overlays: &[Overlay],
) -> Diagnostics {
    let mut found = Diagnostics::new();
    for overlay in overlays {
        found.collect_errors(overlay.apply(document, version.as_ref()));
    }
    found
}

fn side(document: &Document, mut api: Api) -> Result<(Side, Diagnostics), Diagnostics> {
    let merged = pass::merge_derived(&mut api);
    let locations = Locations::of(&api);
    let (api, warnings) = pass::shape(api, document)?;
    let label = match &api.info.version {
        Some(version) => version.label(),
        None => document.source.path().display().to_string(),
    };
    Ok((
        Side {
            label,
            api,
            locations,
            merged,
        },
        warnings,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_settings_and_inputs_are_reported_together() {
        let folder = tempfile::tempdir().unwrap();
        let additions = folder.path().join("crate");
        std::fs::create_dir_all(additions.join("src")).unwrap();
        std::fs::write(additions.join("Cargo.toml"), "version = \n").unwrap();
        std::fs::write(additions.join("src/my-code.rs"), "").unwrap();
        let document = folder.path().join("harbour.yaml");
        std::fs::write(&document, "openapi: 3.0.3\ninfo: 1\npaths: {}\n").unwrap();
        let overlay = folder.path().join("overlay.yaml");
        let overlay_text = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: \
                            [{target: $.servers, description: d, remove: true}]\n";
        std::fs::write(&overlay, overlay_text).unwrap();
        let found = Generator::document(&document)
            .strict(true)
            .name("type")
            .service("not a path")
            .additions(additions)
            .overlay(&overlay)
            .descriptions(folder.path().join("nowhere.yaml"))
            .generate()
            .unwrap_err();
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "invalid-rust-name",
                "invalid-package-name",
                "invalid-manifest",
                "invalid-rust-name",
                "unreadable-file",
                "unmatched-overlay-action",
                "wrong-type",
            ]
        );
    }

    /// Generates from a document, and returns the codes of the diagnostics, strict or not.
    fn codes(text: &str, strict: bool) -> Vec<&'static str> {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("harbour.yaml");
        std::fs::write(&document, text).unwrap();
        let output = Generator::document(&document).strict(strict).generate();
        let found = output.map_or_else(|errors| errors, |output| output.warnings);
        assert_eq!(found.has_errors(), strict, "{found}");
        let found = found.sorted().into_iter();
        found.map(|one| one.code.as_str()).collect()
    }

    #[test]
    fn a_strict_generator_rejects_what_the_specification_does_not_allow() {
        let text = "\
openapi: 3.0.3
info: {title: Harbour, version: '1'}
paths:
  /ships/{id}:
    parameters: [{name: id, in: path, schema: {type: string}}]
    get:
      operationId: ship
      responses: {2xx: {description: ok}}
  /ships/{name}: {}
  /ships/{id}/{id}: {}
components:
  schemas:
    array: {type: array}
    boat name: {type: string, enum: [1]}
";
        let expected = [
            "optional-path-parameter",
            "invalid-status",
            "duplicate-path",
            "invalid-path",
            "array-without-items",
            "invalid-component-name",
            "enum-contradicts-type",
        ];
        assert_eq!(codes(text, true), expected);
        assert!(codes(text, false).is_empty());
    }

    #[test]
    fn what_is_lost_is_reported_once() {
        let text = "\
openapi: 3.1.0
info: {title: Harbour, version: '1'}
webhooks: [left]
paths:
  /ships:
    parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {}}]
    GET: {responses: {'200': {description: ok}}}
    put:
      operationId: put
      callbacks: 3
      responses: {'204': {description: ok, links: {next: 3}}}
components:
  schemas:
    ship:
      oneOf: [{$ref: '#/components/schemas/boat'}]
      discriminator: {propertyName: kind, mapping: {boat: boat, yacht: yacht}}
    boat: {type: object, properties: {kind: {type: string}}}
";
        let expected = [
            "wrong-type",
            "duplicate-parameter",
            "omitted-operation",
            "wrong-type",
            "wrong-type",
            "dangling-reference",
        ];
        assert_eq!(codes(text, true), expected);
        assert_eq!(codes(text, false), expected);
    }

    /// Errors of the grammar do not hide those of lowering, and cause no others.
    #[test]
    fn errors_of_several_stages_are_reported_together() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("harbour.yaml");
        let text = "\
openapi: 3.0.3
info: {title: Harbour, version: '1'}
paths:
  /ships/{id}:
    get:
      operationId: 7
      parameters: [{name: id, in: path, required: 'yes', schema: {type: text}}]
      responses: {'200': {description: ok}}
  /boats:
    get:
      operationId: listBoats
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/boat'}}}
";
        std::fs::write(&document, text).unwrap();
        let generator = Generator::document(&document).strict(true);
        let found = generator.generate().unwrap_err();
        let found: Vec<_> = found.sorted().into_iter().collect();
        let shown: Vec<String> = found.iter().map(|one| one.in_one_line()).collect();
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`operationId` must be a string, but is the number 7: it is read as the string `7`",
                "`required` must be a boolean, but is the string `yes`: it is ignored",
                "`type` is `text`, but must be one of `string`, `number`, `integer`, \
                 `boolean`, `object`, `array`: the type is that of the other keywords, or else any \
                 JSON",
                "`#/components/schemas/boat` does not exist: any value is accepted",
            ],
            "{shown:#?}"
        );
    }
}
