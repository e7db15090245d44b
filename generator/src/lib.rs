//! Generates Rust clients from OpenAPI 3.0 documents, many API versions at once.
//!
//! As a crate of its own:
//!
//! ```no_run
//! use intercom_codegen::Generator;
//!
//! let output = Generator::document("petstore.yaml").name("petstore").generate()?;
//! output.files.write("petstore".as_ref())?;
//! # Ok::<(), intercom_codegen::diagnostic::Diagnostics>(())
//! ```
//!
//! Or by a `build.rs`, as a module of the crate that is built:
//!
//! ```no_run
//! use intercom_codegen::Generator;
//! use intercom_codegen::diagnostic::Diagnostics;
//!
//! fn main() -> Result<(), Diagnostics> {
//!     Generator::document("petstore.yaml").build_script()
//! }
//! ```
//!
//! which the crate takes in at its root with
//! `include!(concat!(env!("OUT_DIR"), "/petstore.rs"));`: see [`Generator::build_script`].
//!
//! # The pipeline
//!
//! [`Generator::generate`] runs the stages in order: documents are read, overlays correct them, each
//! is lowered into a model, passes resolve and name its types and operations, all versions are
//! unified, and the code is emitted. Nothing is written until a caller does so:
//!
//! ```no_run
//! use std::path::Path;
//!
//! use intercom_codegen::Generator;
//! use intercom_codegen::diff;
//!
//! // Read `1.0.yaml`, `1.1.yaml`, …, correct them, and describe what they leave undescribed.
//! let generator = Generator::documents("spec")
//!     .overlays("spec/overlays")
//!     .descriptions("spec/docs.yaml")
//!     .name("harbour-client");
//!
//! // Lower, resolve, name, unify, emit: every problem of every document is reported at once.
//! let output = generator.generate()?;
//! for warning in output.warnings.sorted() {
//!     eprintln!("{}", warning.in_one_line());
//! }
//! for (stage, time) in &output.stages {
//!     eprintln!("{stage}: {time:?}");
//! }
//!
//! // Write the files as one transaction, and list what changed between the versions.
//! output.files.write(Path::new("harbour-client"))?;
//! println!("{}", diff::changelog(&output.sides));
//! # Ok::<(), intercom_codegen::diagnostic::Diagnostics>(())
//! ```
//!
//! `ARCHITECTURE.md` of this package explains the stages and where to add what.
//!
//! The code depends on the package `intercom-codegen-runtime`, which all generated clients share.
//! What OpenAPI cannot express is declared by extensions, which `EXTENSIONS.md` of this package explains.

#![warn(clippy::panic, clippy::unwrap_used)]

mod build_script;
mod descriptions;
pub mod diagnostic;
pub mod diff;
mod document;
mod emit;
mod generator;
pub mod import;
#[cfg(feature = "lint")]
mod lint;
mod lower;
mod model;
pub mod output;
mod overlay;
mod pass;
mod pipeline;
#[cfg(feature = "lint")]
pub mod update;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diagnostic::Diagnostics;
use diff::Side;
use model::ShapedApi;
use output::Files;
use pipeline::{Clock, Model};

pub use document::{Version, find_documents};
pub use generator::Generator;

/// What a run of the generator made.
#[derive(Debug)]
pub struct Output {
    /// The files of the crate, or the one of the module.
    pub files: Files,
    /// What is odd about the documents but does no harm.
    pub warnings: Diagnostics,
    /// Number of `components/schemas` of all documents together, before any overlay.
    pub schemas: usize,
    /// Number of distinct shapes that they have between them.
    pub shapes: usize,
    /// Every file that the documents are written in: with those that references lead to.
    pub documents: BTreeSet<PathBuf>,
    /// What neither a document nor the words describe, each by its kind and name; empty without
    /// words.
    pub undescribed: BTreeSet<String>,
    /// Each document, oldest version first, to compare it with others: see [`diff::diff`].
    pub sides: Vec<Side>,
    /// The wall time of each stage, in order.
    pub stages: Vec<(&'static str, Duration)>,
}

impl Generator {
    /// Runs the pipeline. Nothing is written yet: see [`Files::write`] and [`Files::check`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the documents, the overlays, the words and what is asked for,
    /// as far as it can be found at once.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        let mut clock = Clock::start();
        let layout = self.layout()?;
        let model = Model::read(self, &mut clock)?;
        let apis: Vec<&ShapedApi> = model.sides.iter().map(|side| &side.api).collect();
        let library = pass::unify(&apis);
        clock.lap("unify");
        let mut files = emit::emit(&library, &layout);
        clock.lap("emit");
        if model.sides.len() > 1 && layout.is_crate() {
            files.insert("CHANGES.md", diff::changelog(&model.sides));
        }
        clock.lap("changes");
        Ok(Output {
            files,
            warnings: model.warnings,
            schemas: model.schemas,
            shapes: library.component_shape_count(),
            documents: model.files,
            undescribed: model.undescribed,
            sides: model.sides,
            stages: clock.laps,
        })
    }

    /// Reads the documents and applies the overlays: returns each as JSON, oldest version first.
    ///
    /// # Errors
    ///
    /// Returns an error if a document or an overlay cannot be read, or an overlay does not apply.
    pub fn corrected_documents(
        &self,
    ) -> Result<Vec<(Option<Version>, serde_json::Value)>, Diagnostics> {
        let documents = pipeline::corrected_documents(self)?.into_iter();
        Ok(documents
            .map(|(version, document)| (version, document.value))
            .collect())
    }

    /// Reads the documents, each as one side of a comparison, oldest first: see [`diff::diff`].
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate).
    pub fn sides(&self) -> Result<Vec<Side>, Diagnostics> {
        Ok(Model::read(self, &mut Clock::start())?.sides)
    }
}

/// The folder that holds the overlays of a spec folder, if there is one.
pub fn overlays_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("overlays")).filter(|folder| folder.is_dir())
}

/// The folder that holds what a spec folder adds to its crate, if there is one.
pub fn additions_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("crate")).filter(|folder| folder.is_dir())
}

/// The file that holds the words of a spec folder, if there is one.
pub fn descriptions_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("docs.yaml")).filter(|file| file.is_file())
}
