//! Checks all documents of a generator, or one.

use rayon::prelude::*;

use super::context::Context;
use super::rules;
use crate::Generator;
use crate::choices::Choices;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Document, RawDocument, Version};
use crate::hash::{HashMap, HashSet};
use crate::overlay::Overlay;
use crate::pipeline::unrelated;
use crate::{lower, pass};

impl Generator {
    /// Returns the problems in the documents, after the overlays are applied, and in the overlays.
    ///
    /// Nothing is generated.
    pub fn lint(&self) -> Diagnostics {
        let (inputs, overlays) = match (self.inputs(), self.load_overlays()) {
            (Ok(inputs), Ok(overlays)) => (inputs, overlays),
            // Without all overlays, the documents are incomplete.
            (inputs, overlays) => {
                let mut found = inputs.err().unwrap_or_default();
                found.extend(overlays.err().unwrap_or_default());
                return found;
            }
        };
        let found: Vec<Diagnostics> = inputs
            .into_par_iter()
            .map(|(version, path)| match RawDocument::load(&path) {
                Err(unreadable) => unreadable,
                Ok(mut document) => {
                    let mut found = corrected(&mut document, &overlays, version);
                    found.extend(lint(&document, version));
                    found
                }
            })
            .collect();
        found.into_iter().flatten().collect()
    }
}

/// Applies the overlays. Returns the problems in them.
fn corrected(
    document: &mut RawDocument,
    overlays: &[Overlay],
    version: Option<Version>,
) -> Diagnostics {
    let results = overlays
        .iter()
        .map(|overlay| overlay.apply(document, version.as_ref()));
    results.filter_map(Result::err).flatten().collect()
}

/// Returns all problems in a document: errors if it violates OpenAPI, contradicts itself or
/// cannot be generated from; warnings if it is incomplete.
pub(super) fn lint(document: &RawDocument, version: Option<Version>) -> Diagnostics {
    let read = read(document, version);
    if read
        .iter()
        .any(|one| one.code == Code::UnsupportedSpecification)
    {
        // The rules do not apply to other versions of OpenAPI.
        return read;
    }
    let context = Context::new(document);
    let key = |one: &Diagnostic| (one.code, one.position);
    let findings: Vec<Diagnostic> = rules::RULES
        .iter()
        .flat_map(|rule| {
            let findings = rule.findings(&context).0.into_iter();
            findings.map(|finding| rule.diagnostic(document, finding))
        })
        .collect();
    let severities: HashMap<_, _> = findings
        .iter()
        .map(|one| (key(one), one.severity))
        .collect();
    let known: HashSet<_> = read.iter().map(key).collect();
    // A warning of the generator may be an error of the document.
    let read = read.into_iter().map(|mut one| {
        if severities.get(&key(&one)) == Some(&Severity::Error) {
            one.severity = Severity::Error;
        }
        one
    });
    read.chain(
        findings
            .into_iter()
            .filter(|one| !known.contains(&key(one))),
    )
    .collect()
}

/// Returns the diagnostics of parsing, lowering and naming a document, as for a strict generator.
fn read(document: &RawDocument, version: Option<Version>) -> Diagnostics {
    let read = || {
        let (document, mut found) = Document::parse(document.clone(), version)?;
        let (api, warnings) = lower::lower(&document, &Choices::default())?;
        let warnings = unrelated(warnings, &found);
        found.extend(warnings);
        let warnings = pass::shape(api, &document).map(|(_, warnings)| warnings);
        found.extend(warnings.unwrap_or_else(|errors| errors));
        Ok(found)
    };
    let mut found = read().unwrap_or_else(|errors: Diagnostics| errors);
    found.deny_violations();
    found
}
