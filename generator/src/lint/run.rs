//! Checks all documents of a generator.

use rayon::prelude::*;

use super::lint;
use crate::Generator;
use crate::diagnostic::Diagnostics;
use crate::document::RawDocument;
use crate::overlay::Overlay;

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
    version: Option<crate::document::Version>,
) -> Diagnostics {
    let results = overlays
        .iter()
        .map(|overlay| overlay.apply(document, version.as_ref()));
    results.filter_map(Result::err).flatten().collect()
}
