//! The stages that concern one document, for every document.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::descriptions::Descriptions;
use crate::diagnostic::Diagnostics;
use crate::diff::{Locations, Side};
use crate::document::{Document, RawDocument, Selection, Version};
use crate::model::Api;
use crate::overlay::Overlay;
use crate::{Generator, lower, pass};

/// What the documents say, before it is merged.
pub(crate) struct Model {
    /// Each document, oldest version first.
    pub(crate) sides: Vec<Side>,
    pub(crate) warnings: Diagnostics,
    /// Number of `components/schemas` of all documents together.
    pub(crate) schemas: usize,
    /// Every file that documents are written in.
    pub(crate) files: BTreeSet<PathBuf>,
    /// What neither a document nor the words describe, if there are words.
    pub(crate) undescribed: BTreeSet<String>,
}

impl Model {
    /// Takes each document as far as it goes, so that everything wrong with any of them is found.
    pub(crate) fn read(generator: &Generator, clock: &mut Clock) -> Result<Self, Diagnostics> {
        let overlays = generator.load_overlays()?;
        let words = generator
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
        if let Some(words) = &words {
            lowered.describe(words, &generator.selection);
            let apis = lowered.items.iter();
            undescribed.extend(apis.flat_map(|(_, api)| pass::undescribed(api)));
            clock.lap("words");
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
        if let Err(faults) = overlay.apply(&mut document, version.as_ref()) {
            found.extend(faults);
        }
    }
    found.into_result((version, document))
}

fn side(document: &Document, api: Api) -> Result<(Side, Diagnostics), Diagnostics> {
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
        },
        warnings,
    ))
}

/// What has come through the stages so far, and what was found on the way.
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

    /// Runs a stage for every item, in parallel. An item that it fails for goes no further.
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
    /// Leaves out of each document what is not wanted.
    fn select(&mut self, selection: &Selection) {
        let documents = self.items.iter_mut();
        let matched = documents.flat_map(|(_, document)| selection.apply(document));
        let matched = matched.collect();
        let document = self.items.first().map(|(_, document)| document);
        if let (Err(faults), false) = (selection.check(&matched, document), self.found.has_errors())
        {
            self.found.extend(faults);
        }
    }
}

impl Batch<(Document, Api)> {
    /// Words that match nothing are only known when everything of every document is there.
    fn describe(&mut self, words: &Descriptions, selection: &Selection) {
        let mut apis: Vec<_> = self.items.iter_mut().map(|(_, api)| api).collect();
        let described = pass::describe(&mut apis, words);
        let is_whole = selection.is_everything() && !self.found.has_errors();
        if let (Err(faults), true) = (described, is_whole) {
            self.found.extend(faults);
        }
    }
}

/// Measures the stages.
pub(crate) struct Clock {
    last: Instant,
    /// The wall time of each stage, in order.
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
