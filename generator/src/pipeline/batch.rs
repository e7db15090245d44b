//! All documents of a run between two stages.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::choices::Choices;
use crate::descriptions::Descriptions;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::{Document, Names, RawDocument, Version};
use crate::hash::HashSet;
use crate::model::Api;
use crate::{Generator, lint, pass};

use super::reported::Violations;

/// The items that passed the stages so far, and the diagnostics of these stages.
pub(super) struct Batch<T> {
    pub(super) items: Vec<T>,
    pub(super) found: Diagnostics,
}

impl<T: Send> Batch<T> {
    /// Runs a stage for every item, in parallel, and drops the items for which it fails.
    pub(super) fn then<U: Send>(
        self,
        stage: impl Fn(T) -> Result<U, Diagnostics> + Send + Sync,
    ) -> Batch<U> {
        self.then_with_warnings(|item| Ok((stage(item)?, Diagnostics::new())))
    }

    pub(super) fn then_with_warnings<U: Send>(
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

impl Batch<(Option<Version>, RawDocument)> {
    /// Reads the documents of a run.
    pub(super) fn load(generator: &Generator) -> Self {
        let mut found = Diagnostics::new();
        let items = found.collect_errors(generator.inputs()).unwrap_or_default();
        if !items.is_empty() {
            let known = items.iter().filter_map(|(version, _)| *version);
            found.extend(generator.omitted_versions(known.collect()));
        }
        Batch { items, found }.then(|(version, path)| Ok((version, RawDocument::load(path)?)))
    }

    /// Returns the violations of the rules of `lint` that the generator applies.
    pub(super) fn violations(&self, generator: &Generator) -> Violations {
        let documents = self.items.par_iter().with_max_len(1);
        let violations: Vec<_> = documents
            .map(|(_, document)| (document, lint::violations(document, generator)))
            .collect();
        let mut all = Violations::default();
        for (document, found) in violations {
            all.add(document.source.path(), found);
        }
        all
    }

    /// Returns the problems of formats that a type is chosen for and no document has: warnings if
    /// not all operations are generated. Those of presets need not occur.
    pub(super) fn unmatched_formats(&self, generator: &Generator) -> Diagnostics {
        let (Some((_, first)), false) = (self.items.first(), self.found.has_errors()) else {
            return Diagnostics::new();
        };
        let choices = &generator.choices;
        if choices.formats.is_empty() {
            return Diagnostics::new();
        }
        let documents = self.items.iter().map(|(_, document)| document);
        let formats = documents.flat_map(RawDocument::string_formats).collect();
        let unmatched =
            choices.check_formats(first.source.path(), &formats, &generator.config_file);
        if generator.selection.is_everything() {
            unmatched
        } else {
            warnings(unmatched)
        }
    }

    /// Removes the operations that are not selected from each document, and warns of the choices
    /// that match nothing.
    pub(super) fn select(&mut self, generator: &Generator, choices: &Choices) {
        let (selection, config) = (&generator.selection, &generator.config_file);
        if selection.is_everything() {
            return;
        }
        let documents = self.items.iter().map(|(_, document)| document);
        let schemas = documents.flat_map(RawDocument::schema_names).cloned();
        let schemas: BTreeSet<String> = schemas.collect();
        let mut names = Names::default();
        let mut matched = HashSet::default();
        for (_, document) in &mut self.items {
            names.collect(document);
            matched.extend(selection.apply(document));
        }
        let document = self.items.first().map(|(_, document)| document);
        // The names of a document that cannot be read are not known.
        if let (Some(document), false) = (document, self.found.has_errors()) {
            let checked = selection.check(&matched, &names, document, config);
            self.found.collect_errors(checked);
            let unmatched = choices.check(document.source.path(), &schemas, config);
            // Schemas that a document declares elsewhere are not named yet.
            self.found.extend(warnings(unmatched));
        }
    }
}

impl Batch<(Document, Api)> {
    /// Reports the choices that match nothing, if all operations of all documents are generated:
    /// the schemas of others are not read.
    pub(super) fn check(&mut self, choices: &Choices, generator: &Generator) {
        let Some((first, _)) = self.items.first() else {
            return;
        };
        if generator.selection.is_everything() && !self.found.has_errors() {
            let documents = self.items.iter().map(|(document, _)| document);
            let components = documents.filter_map(|document| document.api.components.as_ref());
            let schemas = components.flat_map(|components| components.schemas.keys().cloned());
            let unmatched = choices.check(
                first.source.path(),
                &schemas.collect(),
                &generator.config_file,
            );
            self.found.extend(unmatched);
        }
    }

    /// Adds descriptions to the documents. Unused descriptions are errors only if all operations of
    /// all documents are generated.
    pub(super) fn describe(&mut self, descriptions: &Descriptions, generator: &Generator) {
        let mut apis: Vec<_> = self
            .items
            .iter_mut()
            .map(|(document, api)| (&*document, api))
            .collect();
        let used = pass::describe(&mut apis, descriptions);
        if generator.is_complete() && !self.found.has_errors() {
            let found = &mut self.found;
            found.collect_errors(descriptions.check(|pointer| used.contains(pointer)));
        }
    }
}

/// Returns errors as warnings.
fn warnings(errors: Diagnostics) -> Diagnostics {
    let errors = errors.into_iter();
    let warnings = errors.map(|one| Diagnostic {
        severity: Severity::Warning,
        ..one
    });
    warnings.collect()
}
