//! Generating in a build script.

mod dependencies;
pub(crate) mod recursion_limit;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};

impl Generator {
    /// Generates a module into the output folder of a build script (`OUT_DIR`), which the crate
    /// includes:
    ///
    /// ```no_run
    /// # use intercom_codegen::Generator;
    /// # use intercom_codegen::diagnostic::Diagnostics;
    /// // build.rs
    /// fn main() -> Result<(), Diagnostics> {
    ///     Generator::document("petstore.yaml").build_script()
    /// }
    /// ```
    ///
    /// ```ignore
    /// // src/lib.rs
    /// include!(concat!(env!("OUT_DIR"), "/petstore.rs")); // declares `mod petstore`
    ///
    /// use petstore::{Client, types::Pet};
    /// ```
    ///
    /// The client and the types of a single document are `petstore::Client` and `petstore::types`,
    /// its request builders are in the modules of their tags, such as `petstore::api::pets`. Of
    /// several documents, each version is a module: `petstore::v1_2::Client`,
    /// `petstore::v1_2::types`.
    ///
    /// The name of the module is [`module_name`](Self::module_name), and defaults to the name of
    /// the document. The file is only written if it changes, and Cargo only reruns the script if a
    /// document, an overlay or the descriptions change. Warnings are printed as warnings of Cargo,
    /// the first 20 of them, including problems of the document that `lint` reports and that affect
    /// the client, such as misspelled formats.
    ///
    /// The crate must be of edition 2024 and depend on `intercom-codegen-runtime` in the same minor
    /// version as the generator; generated code does not compile with another one. The features of
    /// that package are those of the client (`blocking`, `tracing`, `middleware`, …). A module of
    /// [types only](Self::types_only) requires none, and no HTTP client is compiled for it:
    /// `intercom-codegen-runtime = { version = "0.1", default-features = false }`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`generate`](Self::generate), and an error if the file cannot be
    /// written, is that of another module of the script, or the package lacks a dependency of the
    /// module. A `main` that returns them prints
    /// them with their locations and fails the build.
    pub fn build_script(&self) -> Result<(), Diagnostics> {
        let mut generator = self.clone().into_module();
        generator.advises = true;
        // Cargo watches all files in a folder.
        print(watch(&generator.files_read()))?;
        let mut found = Diagnostics::new();
        found.extend(generator.missing_dependencies());
        let folder = found.collect_errors(generator.output_folder());
        let output = found.collect_errors(generator.generate());
        let (Some(folder), Some(output)) = (folder, output) else {
            return Err(found);
        };
        if found.has_errors() {
            return Err(found);
        }
        print(watch(&output.documents))?;
        print(watch(&watched_for(&output.missing_documents, &folder)))?;
        if output
            .warnings
            .iter()
            .any(|one| one.code == Code::RecursionLimit)
        {
            let roots = generator
                .package()
                .map(|package| recursion_limit::roots(&package));
            print(watch(roots.iter().flatten()))?;
        }
        print(warnings(&output.warnings))?;
        for (path, _) in output.files.iter() {
            claim(&folder.join(path), self)?;
        }
        output.files.write_among_others(&folder)?;
        Ok(())
    }

    /// Returns an error if the package of the build script lacks a dependency of the module.
    /// Another package may include a module in another folder than that of the script.
    fn missing_dependencies(&self) -> Option<Diagnostic> {
        let manifest = self.package()?.join("Cargo.toml");
        dependencies::missing(&manifest, self.types_only, self.known_presets())
    }

    /// Returns the folder of the package that includes the module of a build script, if it is that of
    /// the script.
    pub(crate) fn package(&self) -> Option<PathBuf> {
        if !self.advises || self.out_dir.is_some() {
            return None;
        }
        std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
    }

    fn output_folder(&self) -> Result<PathBuf, Diagnostics> {
        let out = self.out_dir.clone();
        let out = out.or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        out.ok_or_else(|| {
            let message = "the environment variable `OUT_DIR` is not set";
            let help = "call `build_script` in a build script, or set a folder with `out_dir`";
            let one = Diagnostic::error(Code::UnwritableFile, "OUT_DIR", message);
            one.help(help).into()
        })
    }
}

/// The files that this process has written, with the generators that wrote them.
static WRITTEN: Mutex<Vec<(PathBuf, Generator)>> = Mutex::new(Vec::new());

/// Records that a generator writes a file.
///
/// # Errors
/// Returns an error if another generator of the process wrote it, whose module would be lost.
fn claim(file: &Path, generator: &Generator) -> Result<(), Diagnostics> {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((_, other)) = written.iter().find(|(known, _)| known == file) else {
        written.push((file.to_owned(), generator.clone()));
        return Ok(());
    };
    if other == generator {
        return Ok(());
    }
    let other = escape_control(&other.input.path().display().to_string());
    let message = format!("the module of `{other}` is written to the same file");
    let help = "name one of the modules, with `module_name`, or use another `out_dir`";
    let one = Diagnostic::error(Code::UnwritableFile, file, message);
    Err(one.help(help).into())
}

/// Returns a directive for each path. Cargo cannot express a path with a line break: it is escaped,
/// so that it does not exist and the script always reruns.
fn watch<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> impl Iterator<Item = String> {
    let paths = paths.into_iter().map(|path| path.display().to_string());
    paths.map(|path| format!("cargo::rerun-if-changed={}", escape_control(&path)))
}

/// Returns the paths to watch so that the script reruns when a missing file is added: the nearest
/// existing folder of each. Cargo reruns a script each time if a watched file is missing, or if it
/// writes to a watched folder; in a folder around its output, the file itself is watched.
fn watched_for(missing: &BTreeSet<PathBuf>, out: &Path) -> BTreeSet<PathBuf> {
    let out = out.canonicalize().ok();
    let paths = missing.iter().map(|file| {
        let mut folders = file.ancestors().skip(1).map(|folder| match folder {
            folder if folder.as_os_str().is_empty() => Path::new("."),
            folder => folder,
        });
        let nearest = folders.find(|folder| folder.is_dir());
        let is_around_output = |folder: &&Path| match (folder.canonicalize(), &out) {
            (Ok(folder), Some(out)) => out.starts_with(folder),
            _ => false,
        };
        nearest
            .filter(|folder| !is_around_output(folder))
            .unwrap_or(file)
            .to_owned()
    });
    paths.collect()
}

/// The maximum number of warnings that are printed.
const MAX_WARNINGS: usize = 20;

/// Returns a directive for each warning, and one with the number of those beyond the limit.
fn warnings(found: &Diagnostics) -> impl Iterator<Item = String> {
    let groups = found.groups();
    let shown = groups.iter().take(MAX_WARNINGS).map(|group| {
        let note = group.note().map(|note| format!(" ({note})"));
        let warning = group.first.in_one_line();
        format!("cargo::warning={warning}{}", note.unwrap_or_default())
    });
    let more = groups.len().saturating_sub(MAX_WARNINGS);
    let more = (more > 0).then(|| {
        format!("cargo::warning={more} more: `intercom-codegen lint` reports all problems")
    });
    let lines: Vec<String> = shown.chain(more).collect();
    lines.into_iter()
}

/// Prints directives for Cargo, one on a line.
fn print(directives: impl Iterator<Item = String>) -> Result<(), Diagnostics> {
    let lines: String = directives.map(|directive| directive + "\n").collect();
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(lines.as_bytes());
    written.and_then(|()| stdout.flush()).map_err(|error| {
        let message = format!("standard output cannot be written: {error}");
        Diagnostic::error(Code::UnwritableFile, "stdout", message).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_directive() {
        let path = PathBuf::from("a\ncargo::rustc-link-arg=x\r\u{1b}.yaml");
        let directives: Vec<String> = watch([&path]).collect();
        assert_eq!(
            directives,
            [r"cargo::rerun-if-changed=a\ncargo::rustc-link-arg=x\r\u{1b}.yaml"]
        );
    }

    #[test]
    fn two_modules_are_not_written_to_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
        let generator = |name: &str| {
            let document = folder.path().join(name).join("two.yaml");
            std::fs::create_dir_all(document.parent().unwrap()).unwrap();
            std::fs::write(&document, text).unwrap();
            Generator::document(document).out_dir(folder.path().join("out"))
        };
        let (first, second) = (generator("a"), generator("b"));
        first.build_script().unwrap();
        first.build_script().unwrap();
        let found = second.build_script().unwrap_err().to_string();
        assert!(
            found.contains("a/two.yaml` is written to the same file"),
            "{found}"
        );
        second.clone().module_name("other").build_script().unwrap();
        assert!(first.docs(false).build_script().is_err());
    }

    #[test]
    fn missing_files_are_watched_by_their_folders() {
        let package = tempfile::tempdir().unwrap();
        let (docs, out) = (
            package.path().join("docs"),
            package.path().join("target/out"),
        );
        for folder in [&docs, &out] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let document = docs.join("harbour.yaml");
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n\
                    components: {schemas: {a: {$ref: parts/a.yaml}, b: {$ref: 'b.yaml#/b'}}}\n";
        std::fs::write(&document, text).unwrap();
        let output = Generator::document(&document).generate().unwrap();
        let missing = output.missing_documents;
        assert_eq!(
            missing,
            [docs.join("b.yaml"), docs.join("parts/a.yaml")].into()
        );
        assert_eq!(watched_for(&missing, &out), [docs.clone()].into());
        // Cargo would rerun the script after each run.
        assert_eq!(watched_for(&missing, &docs), missing);
    }

    /// Of the problems that `lint` reports, those that affect the client are warnings.
    #[test]
    fn problems_that_affect_the_client_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("harbour.yaml");
        let text = "\
openapi: 3.0.3
info: {title: Harbour, version: '1'}
paths:
  /boats:
    get:
      operationId: listBoats
      responses: {'404': {description: none}}
components:
  schemas:
    boat:
      type: object
      required: [name]
      properties: {built: {type: string, format: datetime}}
";
        std::fs::write(&document, text).unwrap();
        let mut generator = Generator::document(&document).strict(true);
        let codes = |generator: &Generator| {
            let output = generator.generate().unwrap();
            let mut codes: Vec<Code> = output.warnings.iter().map(|one| one.code).collect();
            codes.sort();
            codes
        };
        let without = codes(&generator);
        generator.advises = true;
        let added: Vec<Code> = codes(&generator)
            .into_iter()
            .filter(|code| !without.contains(code))
            .collect();
        let expected = [
            Code::NoSuccessResponse,
            Code::RequiredWithoutProperty,
            Code::MisspelledFormat,
        ];
        assert_eq!(added, expected);
    }

    #[test]
    fn the_number_of_warnings_is_limited() {
        let found = (0..MAX_WARNINGS + 2).map(|index| {
            Diagnostic::warning(Code::MisspelledFormat, "harbour.yaml", index.to_string())
        });
        let lines: Vec<String> = warnings(&found.collect()).collect();
        assert_eq!(lines.len(), MAX_WARNINGS + 1);
        let last = lines.last().map(String::as_str);
        assert!(last.is_some_and(|line| line.starts_with("cargo::warning=2 more: ")));
    }
}
