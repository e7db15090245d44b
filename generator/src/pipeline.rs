//! The stages from files to the model of each document, for all documents in parallel.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::choices::Choices;
use crate::descriptions::Descriptions;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::diff::{Locations, Side};
use crate::document::{Document, Names, RawDocument, Selection, Version};
use crate::model::Api;
use crate::overlay::Overlay;
use crate::{Generator, lower, pass};

/// The models of the documents, before they are unified.
pub(crate) struct Model {
    /// The documents, oldest version first.
    pub(crate) sides: Vec<Side>,
    pub(crate) warnings: Diagnostics,
    /// The number of problems that only `lint` reports, if they are counted.
    #[cfg(feature = "lint")]
    pub(crate) findings: usize,
    /// The number of `components/schemas` in all documents.
    pub(crate) schemas: usize,
    /// The files of the documents.
    pub(crate) files: BTreeSet<PathBuf>,
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
        let sources = raw
            .items
            .iter()
            .flat_map(|(_, document)| document.source.paths());
        let files = sources.map(Path::to_owned).collect();
        clock.lap("load");
        let Some(overlays) = overlays else {
            // The documents have errors that the missing corrections would remove.
            return Err(raw.found);
        };
        let mut corrected = raw.then_with_warnings(|(version, mut document)| {
            let found = correct(version, &mut document, &overlays);
            Ok(((version, document), found))
        });
        corrected.select(&generator.selection, &choices);
        clock.lap("overlay");
        #[cfg(feature = "lint")]
        let findings = corrected.findings(generator);
        let advice = corrected.advice(generator);
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
        lowered.check(&choices, &generator.selection);
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
        let advice = unreported(advice, &found);
        found.extend(advice);
        Ok(Self {
            #[cfg(feature = "lint")]
            findings: count_new(&findings, &found),
            sides: items,
            warnings: found,
            schemas,
            files,
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

/// Returns the diagnostics that cannot be consequences of another: of an error, whose value was
/// left out, in an object that contains it, or of a reference that is reported already.
pub(crate) fn unrelated(found: Diagnostics, invalid: &Diagnostics) -> Diagnostics {
    let around_errors = enclosing(invalid, |one| one.severity == Severity::Error);
    let around_references = enclosing(invalid, |one| {
        matches!(
            one.code,
            Code::DanglingReference | Code::UnsupportedReference
        )
    });
    let is_caused = |one: &Diagnostic| {
        let Some(pointer) = &one.pointer else {
            return false;
        };
        let key = (one.file.as_path(), pointer.clone());
        around_errors.contains(&key)
            || one.code == Code::DanglingReference && around_references.contains(&key)
    };
    found.into_iter().filter(|one| !is_caused(one)).collect()
}

/// Returns the locations of diagnostics, and of all values around them.
fn enclosing(
    found: &Diagnostics,
    is_cause: impl Fn(&Diagnostic) -> bool,
) -> HashSet<(&Path, Pointer)> {
    let mut locations = HashSet::new();
    for one in found.iter().filter(|one| is_cause(one)) {
        let mut around = one.pointer.clone();
        while let Some(pointer) = around {
            around = pointer.parent();
            // The values around a known location are known.
            if !locations.insert((&*one.file, pointer)) {
                break;
            }
        }
    }
    locations
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

/// The items that passed the stages so far, and the diagnostics of these stages.
struct Batch<T> {
    items: Vec<T>,
    found: Diagnostics,
}

impl<T: Send> Batch<T> {
    /// Runs a stage for every item, in parallel, and drops the items for which it fails.
    fn then<U: Send>(self, stage: impl Fn(T) -> Result<U, Diagnostics> + Send + Sync) -> Batch<U> {
        self.then_with_warnings(|item| Ok((stage(item)?, Diagnostics::new())))
    }

    fn then_with_warnings<U: Send>(
        self,
        stage: impl Fn(T) -> Result<(U, Diagnostics), Diagnostics> + Send + Sync,
    ) -> Batch<U> {
        // The newest documents are the largest: one document per job keeps all cores busy.
        let items = self.items.into_par_iter().with_max_len(1);
        let results: Vec<_> = items.map(stage).collect();
        let mut next = Batch {
            items: Vec::new(),
            found: self.found,
        };
        for result in results {
            match result {
                Ok((item, warnings)) => {
                    next.items.push(item);
                    next.found.extend(warnings);
                }
                Err(found) => next.found.extend(found),
            }
        }
        next
    }
}

/// Returns the violations of rules of `lint` that the generator has not reported.
fn unreported(advice: Diagnostics, found: &Diagnostics) -> Diagnostics {
    let known: HashSet<(&Path, Code, &Pointer)> = found
        .iter()
        .filter_map(|one| Some((&*one.file, one.code, one.pointer.as_ref()?)))
        .collect();
    let is_new = |one: &Diagnostic| match &one.pointer {
        Some(pointer) => !known.contains(&(&*one.file, one.code, pointer)),
        None => true,
    };
    advice.into_iter().filter(is_new).collect()
}

/// The file, the code and the location of a violation of a rule of `lint`.
#[cfg(feature = "lint")]
type Finding = (PathBuf, Code, Pointer);

/// Returns the number of findings that the generator does not report.
#[cfg(feature = "lint")]
fn count_new(findings: &[Finding], found: &Diagnostics) -> usize {
    let known: HashSet<(&Path, Code, &Pointer)> = found
        .iter()
        .filter_map(|one| Some((&*one.file, one.code, one.pointer.as_ref()?)))
        .collect();
    let is_new = |(file, code, pointer): &&Finding| !known.contains(&(&**file, *code, pointer));
    findings.iter().filter(is_new).count()
}

impl Batch<(Option<Version>, RawDocument)> {
    /// Reads the documents of a run.
    fn load(generator: &Generator) -> Self {
        let mut found = Diagnostics::new();
        let items = found.collect_errors(generator.inputs()).unwrap_or_default();
        Batch { items, found }.then(|(version, path)| Ok((version, RawDocument::load(path)?)))
    }

    /// Returns the violations of the rules of `lint`, if they are counted.
    #[cfg(feature = "lint")]
    fn findings(&self, generator: &Generator) -> Vec<Finding> {
        if !generator.counts_findings {
            return Vec::new();
        }
        let documents = self.items.par_iter();
        let findings = documents.flat_map_iter(|(_, document)| {
            let findings = crate::lint::findings(document).into_iter();
            findings.map(|(code, pointer)| (document.source.path().to_owned(), code, pointer))
        });
        findings.collect()
    }

    /// Returns the violations of rules of `lint` that affect the client, if they are reported.
    fn advice(&self, generator: &Generator) -> Diagnostics {
        if !generator.advises {
            return Diagnostics::new();
        }
        let documents = self.items.par_iter();
        let advice: Vec<Diagnostics> = documents
            .map(|(_, document)| crate::lint::advice(document))
            .collect();
        advice.into_iter().flatten().collect()
    }

    /// Removes the operations that are not selected from each document, and warns of the choices
    /// that match nothing.
    fn select(&mut self, selection: &Selection, choices: &Choices) {
        if selection.is_everything() {
            return;
        }
        let documents = self.items.iter().map(|(_, document)| document);
        let schemas = documents.flat_map(RawDocument::schema_names).cloned();
        let schemas: BTreeSet<String> = schemas.collect();
        let mut names = Names::default();
        let mut matched = HashSet::new();
        for (_, document) in &mut self.items {
            names.collect(document);
            matched.extend(selection.apply(document));
        }
        let document = self.items.first().map(|(_, document)| document);
        let checked = selection.check(&matched, &names, document);
        if let (Err(errors), false) = (checked, self.found.has_errors()) {
            self.found.extend(errors);
        }
        if let (Some(document), false) = (document, self.found.has_errors()) {
            let unmatched = choices.check(document.source.path(), &schemas).into_iter();
            // Schemas that a document declares elsewhere are not named yet.
            self.found.extend(unmatched.map(|one| Diagnostic {
                severity: Severity::Warning,
                ..one
            }));
        }
    }
}

impl Batch<(Document, Api)> {
    /// Reports the choices that match nothing, if all operations of all documents are generated:
    /// the schemas of others are not read.
    fn check(&mut self, choices: &Choices, selection: &Selection) {
        let Some((first, _)) = self.items.first() else {
            return;
        };
        if selection.is_everything() && !self.found.has_errors() {
            let documents = self.items.iter().map(|(document, _)| document);
            let components = documents.filter_map(|document| document.api.components.as_ref());
            let schemas = components.flat_map(|components| components.schemas.keys().cloned());
            let unmatched = choices.check(first.source.path(), &schemas.collect());
            self.found.extend(unmatched);
        }
    }

    /// Adds descriptions to the documents. Unused descriptions are errors only if all operations of
    /// all documents are generated.
    fn describe(&mut self, descriptions: &Descriptions, generator: &Generator) {
        let mut apis: Vec<_> = self.items.iter_mut().map(|(_, api)| api).collect();
        let described = pass::describe(&mut apis, descriptions);
        let is_complete = generator.is_complete() && !self.found.has_errors();
        if let (Err(errors), true) = (described, is_complete) {
            self.found.extend(errors);
        }
    }
}

/// A clock that measures the stages.
pub(crate) struct Clock {
    last: Instant,
    /// The name and wall time of each stage, in order.
    pub(crate) laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    pub(crate) fn lap(&mut self, stage: &'static str) {
        self.laps.push((stage, self.last.elapsed()));
        self.last = Instant::now();
    }
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
