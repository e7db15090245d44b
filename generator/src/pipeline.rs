//! The stages from files to the model of each document, for all documents in parallel.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::descriptions::Descriptions;
use crate::diagnostic::Diagnostics;
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
    /// The number of `components/schemas` in all documents.
    pub(crate) schemas: usize,
    /// The files of the documents.
    pub(crate) files: BTreeSet<PathBuf>,
    /// The items without a description, if a file of descriptions is set.
    pub(crate) undescribed: BTreeSet<String>,
}

impl Model {
    /// Runs the stages for each document until one fails, so that the problems of all documents are
    /// found.
    pub(crate) fn read(generator: &Generator, clock: &mut Clock) -> Result<Self, Diagnostics> {
        let overlays = generator.load_overlays()?;
        let descriptions = generator
            .descriptions
            .as_ref()
            .map(Descriptions::load)
            .transpose()?;
        let raw = Batch::new(generator.inputs()?)
            .then(|(version, path)| Ok((version, RawDocument::load(path)?)));
        let documents = raw.items.iter();
        let schemas = documents.map(|(_, document)| document.schema_count()).sum();
        let sources = raw
            .items
            .iter()
            .flat_map(|(_, document)| document.source.paths());
        let files = sources.map(Path::to_owned).collect();
        clock.lap("load");
        let mut corrected = raw.then(|(version, document)| corrected(version, document, &overlays));
        corrected.select(&generator.selection);
        clock.lap("overlay");
        let documents = corrected.then(|(version, document)| Document::parse(document, version));
        clock.lap("parse");
        let mut lowered = documents.then_with_warnings(|document| {
            let (api, warnings) = lower::lower(&document)?;
            Ok(((document, api), warnings))
        });
        clock.lap("lower");
        let mut undescribed = BTreeSet::new();
        if let Some(descriptions) = &descriptions {
            lowered.describe(descriptions, &generator.selection);
            let apis = lowered.items.iter();
            undescribed.extend(apis.flat_map(|(_, api)| pass::undescribed(api)));
            clock.lap("describe");
        }
        let sides = lowered.then_with_warnings(|(document, api)| side(&document, api));
        clock.lap("passes");
        let Batch { items, found } = sides;
        if found.has_errors() {
            return Err(found);
        }
        Ok(Self {
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
    let Batch { items, found } = Batch::new(generator.inputs()?).then(|(version, path)| {
        let document = RawDocument::load(path)?;
        corrected(version, document, &overlays)
    });
    found.into_result(items)
}

fn corrected(
    version: Option<Version>,
    mut document: RawDocument,
    overlays: &[Overlay],
) -> Result<(Option<Version>, RawDocument), Diagnostics> {
    let mut found = Diagnostics::new();
    for overlay in overlays {
        if let Err(errors) = overlay.apply(&mut document, version.as_ref()) {
            found.extend(errors);
        }
    }
    found.into_result((version, document))
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
    fn new(items: Vec<T>) -> Self {
        Self {
            items,
            found: Diagnostics::new(),
        }
    }

    /// Runs a stage for every item, in parallel, and drops the items for which it fails.
    fn then<U: Send>(self, stage: impl Fn(T) -> Result<U, Diagnostics> + Send + Sync) -> Batch<U> {
        self.then_with_warnings(|item| Ok((stage(item)?, Diagnostics::new())))
    }

    fn then_with_warnings<U: Send>(
        self,
        stage: impl Fn(T) -> Result<(U, Diagnostics), Diagnostics> + Send + Sync,
    ) -> Batch<U> {
        let results: Vec<_> = self.items.into_par_iter().map(stage).collect();
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

impl Batch<(Option<Version>, RawDocument)> {
    /// Removes the operations that are not selected from each document.
    fn select(&mut self, selection: &Selection) {
        if selection.is_everything() {
            return;
        }
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
    }
}

impl Batch<(Document, Api)> {
    /// Adds descriptions to the documents. Unused descriptions are errors only if all operations of
    /// all documents are generated.
    fn describe(&mut self, descriptions: &Descriptions, selection: &Selection) {
        let mut apis: Vec<_> = self.items.iter_mut().map(|(_, api)| api).collect();
        let described = pass::describe(&mut apis, descriptions);
        let is_complete = selection.is_everything() && !self.found.has_errors();
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
