//! Generating while a crate is built.

use std::path::PathBuf;

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

impl Generator {
    /// Generates a module into the folder that Cargo gives a build script (`OUT_DIR`), for the crate
    /// to include:
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
    /// The module is called as [`module_name`](Self::module_name) says, or else like the document.
    /// Only a file that changes is written, and Cargo runs the script again only when a document, an
    /// overlay or the words change. Warnings are passed on to Cargo.
    ///
    /// The crate must be of edition 2024 and depend on `intercom-codegen-runtime`, in the same minor
    /// version as the generator: the code says so if it is another one. The features of that package
    /// are those of the client (`blocking`, `tracing`, `middleware`, …).
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate), and when the file cannot be written. Returned from `main`,
    /// they are printed with their places, and the build fails.
    pub fn build_script(&self) -> Result<(), Diagnostics> {
        let generator = self.clone().into_module();
        // Of a folder Cargo watches all that is in it.
        watch(&generator.files_read());
        let folder = generator.output_folder()?;
        let output = generator.generate()?;
        watch(&output.documents);
        for warning in output.warnings.sorted() {
            println!("cargo::warning={}", warning.in_one_line());
        }
        output.files.write_among_others(&folder)?;
        Ok(())
    }

    fn output_folder(&self) -> Result<PathBuf, Diagnostics> {
        let out = self.out_dir.clone();
        let out = out.or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        out.ok_or_else(|| {
            let message = "there is no folder to write into: `OUT_DIR` is not set";
            let help = "call this in a build script, or name a folder with `out_dir`";
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
