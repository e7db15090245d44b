//! Generating in a build script.

use std::path::PathBuf;

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

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
    /// ```
    ///
    /// The name of the module is [`module_name`](Self::module_name), and defaults to the name of the
    /// document. The file is only written if it changes, and Cargo only reruns the script if a
    /// document, an overlay or the descriptions change. Warnings are printed as warnings of Cargo.
    ///
    /// The crate must be of edition 2024 and depend on `intercom-codegen-runtime` in the same minor
    /// version as the generator; generated code does not compile with another one. The features of
    /// that package are those of the client (`blocking`, `tracing`, `middleware`, …).
    ///
    /// # Errors
    ///
    /// Returns the errors of [`generate`](Self::generate), and an error if the file cannot be
    /// written. A `main` that returns them prints them with their locations and fails the build.
    pub fn build_script(&self) -> Result<(), Diagnostics> {
        let generator = self.clone().into_module();
        // Cargo watches all files in a folder.
        watch(&generator.files_read());
        let folder = generator.output_folder()?;
        let output = generator.generate()?;
        watch(&output.documents);
        for group in output.warnings.groups() {
            let note = group.note().map(|note| format!(" ({note})"));
            println!(
                "cargo::warning={}{}",
                group.first.in_one_line(),
                note.unwrap_or_default()
            );
        }
        output.files.write_among_others(&folder)?;
        Ok(())
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

fn watch<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) {
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}
