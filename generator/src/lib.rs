//! Generates Rust client crates from OpenAPI 3.0 documents, many API versions at once.
//!
//! ```no_run
//! use intercom_codegen::Generator;
//!
//! let generated = Generator::document("petstore.yaml").name("petstore").generate()?;
//! generated.files.write("petstore".as_ref())?;
//! # Ok::<(), intercom_codegen::diagnostic::Diagnostics>(())
//! ```

pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod ir;
#[cfg(feature = "lint")]
pub mod lint;
pub mod lower;
pub mod output;
pub mod pass;
mod pipeline;
pub mod spec;
#[cfg(feature = "lint")]
pub mod update;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diagnostic::Diagnostics;
use diff::Side;
use emit::CrateOptions;
use ir::ShapedApi;
use output::Files;
use pipeline::{Clock, Model};
use spec::{Examples, Overlay, Version};

/// Reads documents and makes a crate of them.
#[derive(Clone, Debug)]
pub struct Generator {
    input: Input,
    overlays: Option<PathBuf>,
    examples: Option<PathBuf>,
    words: Option<PathBuf>,
    options: CrateOptions,
}

#[derive(Clone, Debug)]
enum Input {
    /// A folder with one document per version.
    Folder(PathBuf),
    /// A document that stands alone, or is of one version.
    Document(PathBuf, Option<Version>),
}

/// What a run of the generator made.
#[derive(Debug)]
pub struct Generated {
    /// The files of the crate.
    pub files: Files,
    /// What is odd about the documents but does no harm.
    pub warnings: Diagnostics,
    /// Number of `components/schemas` of all documents together, before any overlay.
    pub schemas: usize,
    /// Number of distinct shapes that they have between them.
    pub shapes: usize,
    /// What neither a document nor the words describe, each by its kind and name; empty without
    /// words.
    pub undescribed: BTreeSet<String>,
    /// Each document, oldest version first, to compare it with others: see [`diff::diff`].
    pub sides: Vec<Side>,
    /// The wall time of each stage, in order.
    pub stages: Vec<(&'static str, Duration)>,
}

impl Generator {
    /// A crate with a module and a feature for every version: `folder` holds the documents, as
    /// `import` leaves them or as a checkout of Intercom-OpenAPI has them.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self::new(Input::Folder(folder.into()))
    }

    /// A crate of one document, without versions.
    pub fn document(file: impl Into<PathBuf>) -> Self {
        Self::new(Input::Document(file.into(), None))
    }

    /// Says which version the document describes: it then has the module and the feature of that
    /// version, and the corrections meant for it. Of no effect on a folder, whose documents are
    /// named by their versions.
    pub fn version(mut self, version: Version) -> Self {
        if let Input::Document(_, known) = &mut self.input {
            *known = Some(version);
        }
        self
    }

    /// The same, with the documents of another folder.
    #[must_use]
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.input = Input::Folder(folder.into());
        self
    }

    fn new(input: Input) -> Self {
        let options = CrateOptions {
            name: "client".to_owned(),
            description: "A client generated from an OpenAPI document".to_owned(),
            examples: Examples::default(),
        };
        Self {
            input,
            overlays: None,
            examples: None,
            words: None,
            options,
        }
    }

    /// Corrects the documents with the overlays of a folder before anything else.
    pub fn overlays(mut self, folder: impl Into<PathBuf>) -> Self {
        self.overlays = Some(folder.into());
        self
    }

    /// Gives the crate the examples of a folder: its Rust files as they are, and its `Cargo.toml`
    /// as an addition to the crate's own.
    pub fn examples(mut self, folder: impl Into<PathBuf>) -> Self {
        self.examples = Some(folder.into());
        self
    }

    /// Describes what the documents leave without a description by the words of a file: see
    /// [`Words`].
    pub fn words(mut self, file: impl Into<PathBuf>) -> Self {
        self.words = Some(file.into());
        self
    }

    /// The name of the crate's package.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.options.name = name.into();
        self
    }

    /// What the crate is, in a sentence.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.options.description = description.into();
        self
    }

    /// Runs the pipeline. Nothing is written yet: see [`Files::write`] and [`Files::check`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the documents, the overlays and the words, as far as it can be found at
    /// once.
    pub fn generate(&self) -> Result<Generated, Diagnostics> {
        let mut clock = Clock::start();
        let mut options = self.options.clone();
        if let Some(folder) = &self.examples {
            options.examples = Examples::load_folder(folder)?;
        }
        let model = Model::read(self, &mut clock)?;
        let apis: Vec<&ShapedApi> = model.sides.iter().map(|side| &side.api).collect();
        let library = pass::unify(&apis);
        clock.lap("unify");
        let mut files = emit::emit(&library, &options);
        clock.lap("emit");
        if model.sides.len() > 1 {
            files.insert("CHANGES.md", diff::changelog(&model.sides));
        }
        clock.lap("changes");
        Ok(Generated {
            files,
            warnings: model.warnings,
            schemas: model.schemas,
            shapes: library.component_shape_count(),
            undescribed: model.undescribed,
            sides: model.sides,
            stages: clock.laps,
        })
    }

    /// Reads the documents, each as one side of a comparison, oldest first: see [`diff::diff`].
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate).
    pub fn sides(&self) -> Result<Vec<Side>, Diagnostics> {
        Ok(Model::read(self, &mut Clock::start())?.sides)
    }

    fn load_overlays(&self) -> Result<Vec<Overlay>, Diagnostics> {
        let folder = self.overlays.as_ref();
        folder.map_or(Ok(Vec::new()), Overlay::load_folder)
    }

    fn inputs(&self) -> Result<Vec<(Option<Version>, PathBuf)>, Diagnostics> {
        match &self.input {
            Input::Document(file, version) => Ok(vec![(*version, file.clone())]),
            Input::Folder(folder) => {
                let documents = spec::find_documents(folder)?;
                Ok(documents
                    .into_iter()
                    .map(|(version, path)| (Some(version), path))
                    .collect())
            }
        }
    }
}

/// The folder that holds the overlays of a spec folder, if there is one.
pub fn overlays_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("overlays")).filter(|folder| folder.is_dir())
}

/// The folder that holds the examples of a spec folder, if there is one.
pub fn examples_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("examples")).filter(|folder| folder.is_dir())
}

/// The file that holds the words of a spec folder, if there is one.
pub fn words_of(spec: &Path) -> Option<PathBuf> {
    Some(spec.join("docs.yaml")).filter(|file| file.is_file())
}
