//! Generates Rust clients from OpenAPI 3.0, 3.1 and 3.2 documents, many API versions at once.
//!
//! As a crate:
//!
//! ```no_run
//! use intercom_codegen::Generator;
//!
//! let output = Generator::document("petstore.yaml").name("petstore").generate()?;
//! output.files.write("petstore".as_ref())?;
//! # Ok::<(), intercom_codegen::diagnostic::Diagnostics>(())
//! ```
//!
//! As a module of another crate, in its `build.rs`:
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
//! The crate includes the module at its root with
//! `include!(concat!(env!("OUT_DIR"), "/petstore.rs"));`, and uses `petstore::Client` and
//! `petstore::types`. See [`Generator::build_script`].
//!
//! # The pipeline
//!
//! [`Generator::generate`] runs the stages in order: reads the documents, applies overlays, lowers
//! each document into a model, resolves and names its types and operations, unifies all versions,
//! and emits the code. The caller writes the files:
//!
//! ```no_run
//! use std::path::Path;
//!
//! use intercom_codegen::Generator;
//! use intercom_codegen::diff;
//!
//! // Reads `1.0.yaml`, `1.1.yaml`, …, corrects them, and adds missing descriptions.
//! let generator = Generator::documents("spec")
//!     .overlays("spec/overlays")
//!     .descriptions("spec/docs.yaml")
//!     .name("harbour-client");
//!
//! // Runs all stages. The problems of all documents are reported at once.
//! let output = generator.generate()?;
//! for warning in output.warnings.sorted() {
//!     eprintln!("{}", warning.in_one_line());
//! }
//! for (stage, time) in &output.stages {
//!     eprintln!("{stage}: {time:?}");
//! }
//!
//! // Writes the files that changed, and prints the changes between the versions.
//! output.files.write(Path::new("harbour-client"))?;
//! println!("{}", diff::changelog(&output.sides));
//! # Ok::<(), intercom_codegen::diagnostic::Diagnostics>(())
//! ```
//!
//! Generated code depends on the package `intercom-codegen-runtime`, which all generated clients
//! share. Constructs that OpenAPI cannot express are declared by extensions: see `EXTENSIONS.md` of
//! this package. Its `ARCHITECTURE.md` describes the stages.

#![warn(clippy::panic, clippy::unwrap_used)]

mod budget;
mod build_script;
mod choices;
mod config;
mod descriptions;
pub mod diagnostic;
pub mod diff;
mod document;
mod emit;
mod generator;
mod hash;
pub mod import;
mod input;
mod lint;
mod lower;
mod model;
mod neutral;
pub mod output;
mod overlay;
mod pass;
mod pipeline;
mod preset;
mod threads;
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

pub use config::Config;
pub use document::{Version, find_documents};

pub use generator::Generator;

/// The output of a run of the generator.
#[derive(Debug)]
pub struct Output {
    /// The files of the crate, or the file of the module.
    pub files: Files,
    /// The problems of the documents that did not stop the run.
    pub warnings: Diagnostics,
    /// The number of further problems of the documents, which only [`Generator::lint`] reports. 0
    /// unless [`Generator::count_findings`] is set.
    #[cfg(feature = "lint")]
    pub findings: usize,
    /// The number of `components/schemas` in all documents, before any overlay.
    pub schemas: usize,
    /// The number of distinct shapes of these schemas.
    pub shapes: usize,
    /// The files of the documents, including files that references lead to.
    pub documents: BTreeSet<PathBuf>,
    /// The files that references lead to and that do not exist, which a build script watches, too.
    pub missing_documents: BTreeSet<PathBuf>,
    /// The kind and name of each item without a description. Empty if no file of descriptions is
    /// set.
    pub undescribed: BTreeSet<String>,
    /// The documents as inputs of [`diff::diff`], oldest version first.
    pub sides: Vec<Side>,
    /// The name and wall time of each stage, in order.
    pub stages: Vec<(&'static str, Duration)>,
}

impl Generator {
    /// Generates the files. Writes nothing: see [`Files::write`] and [`Files::check`].
    ///
    /// # Errors
    ///
    /// Returns the problems of the documents, the overlays, the descriptions and the options, as
    /// many as can be found at once.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        threads::with_large_stack(|| self.run())
    }

    fn run(&self) -> Result<Output, Diagnostics> {
        let mut clock = Clock::start();
        let mut found = Diagnostics::new();
        let layout = found.collect_errors(self.layout());
        let model = found.collect_errors(Model::read(self, &mut clock));
        let (Some(layout), Some(model)) = (layout, model) else {
            return Err(found);
        };
        let apis: Vec<&ShapedApi> = model.sides.iter().map(|side| &side.api).collect();
        let has_changes = model.sides.len() > 1 && layout.is_crate();
        let library = pass::unify(&apis);
        clock.lap("unify");
        let mut warnings = model.warnings;
        if !layout.is_crate()
            && let Some(limit) = emit::recursion_limit(&library)
        {
            let package = self.package();
            let document = self.input.path();
            let missing =
                build_script::recursion_limit::missing(limit, package.as_deref(), document);
            warnings.extend(missing);
        }
        let (mut files, changes) = rayon::join(
            || emit::emit(&library, &layout),
            || has_changes.then(|| diff::changelog_of(&model.sides, &library)),
        );
        if let Some(changes) = changes {
            files.insert("CHANGES.md", changes);
        }
        self.add_additions(layout, &mut files)?;
        clock.lap("emit");
        Ok(Output {
            files,
            warnings,
            #[cfg(feature = "lint")]
            findings: model.findings,
            schemas: model.schemas,
            shapes: library.component_shape_count(),
            documents: model.files,
            missing_documents: model.missing_files,
            undescribed: model.undescribed,
            sides: model.sides,
            stages: clock.laps,
        })
    }

    /// Returns the documents with the overlays applied, as JSON, oldest version first.
    ///
    /// # Errors
    ///
    /// Returns an error if a document or an overlay cannot be read, or if an overlay does not
    /// apply.
    pub fn corrected_documents(
        &self,
    ) -> Result<Vec<(Option<Version>, serde_json::Value)>, Diagnostics> {
        let documents = pipeline::corrected_documents(self)?.into_iter();
        Ok(documents
            .map(|(version, document)| (version, document.value))
            .collect())
    }

    /// Returns the documents as inputs of [`diff::diff`], oldest version first.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`generate`](Self::generate).
    pub fn sides(&self) -> Result<Vec<Side>, Diagnostics> {
        Ok(Model::read(self, &mut Clock::start())?.sides)
    }
}

/// Returns the folder `overlays` of a spec folder, if it exists.
pub fn overlays_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("overlays")).filter(|folder| folder.is_dir())
}

/// Returns the folder `crate` of a spec folder, with the additions to its crate, if it exists.
pub fn additions_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("crate")).filter(|folder| folder.is_dir())
}

/// Returns the file `docs.yaml` of a spec folder, with its descriptions, if it exists.
pub fn descriptions_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("docs.yaml")).filter(|file| file.is_file())
}
