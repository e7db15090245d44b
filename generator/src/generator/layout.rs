//! The layout of the output: a crate or a module.

use std::path::{Path, PathBuf};

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};
use crate::emit::{self, Additions, CrateOptions, Layout, ModuleOptions};
use crate::hash::HashMap;
use crate::model::is_device;
use crate::output::Files;

impl Generator {
    pub(crate) fn layout(&self) -> Result<Layout, Diagnostics> {
        let mut found = Diagnostics::new();
        let service = found.collect_errors(self.service_path()).flatten();
        found.collect_errors(self.check_choices());
        found.collect_errors(self.check_parts());
        if let Some(name) = &self.cli {
            found.collect_errors(self.check_name("cli", name));
        }
        if let Some(name) = &self.module {
            let options = self.module_options(name, service);
            return match found.collect_errors(options) {
                Some(options) => found.into_result(Layout::Module(options)),
                None => Err(found),
            };
        }
        let name = match &self.name {
            Some(name) => name.clone(),
            None => emit::package_name_of(self.input.path()),
        };
        found.collect_errors(self.check_name("name", &name));
        found.extend(self.nested_additions());
        let additions = self.additions.as_ref().map(Additions::load_folder);
        let additions = found.collect_errors(additions.transpose()).flatten();
        let additions = additions.unwrap_or_default();
        found.into_result(Layout::Crate(Box::new(CrateOptions {
            name,
            description: self.description.clone(),
            service: service.or_else(|| additions.service()),
            additions,
            presets: self.known_presets().collect(),
            derives: self.choices.traits(),
            types_only: self.types_only,
            cli: self.cli.clone(),
            tag_features: self.tag_features,
        })))
    }

    /// Returns an error if one of the folders of the additions and of the crate is in the other:
    /// generated files would be additions of the next run.
    fn nested_additions(&self) -> Option<Diagnostic> {
        let (additions, out) = (self.additions.as_ref()?, self.out_dir.as_ref()?);
        let (from, to) = (resolved(additions), resolved(out));
        if !from.starts_with(&to) && !to.starts_with(&from) {
            return None;
        }
        let message = format!(
            "the folder of the additions and that of the crate, `{}`, are not separate",
            escape_control(&out.display().to_string())
        );
        let help = "use two folders, neither of which is in the other";
        Some(Diagnostic::error(Code::InvalidFilePath, additions, message).help(help))
    }

    /// Adds the additions to the files of a crate.
    ///
    /// # Errors
    /// Returns an error for each addition with the path of a generated file, in any case of letters,
    /// which file systems may not distinguish.
    pub(crate) fn add_additions(
        &self,
        layout: Layout,
        files: &mut Files,
    ) -> Result<(), Diagnostics> {
        let Layout::Crate(options) = layout else {
            return Ok(());
        };
        let generated: HashMap<String, String> = files
            .iter()
            .map(|(path, _)| (path.to_lowercase(), path.to_owned()))
            .collect();
        let folder = self.additions.as_deref().unwrap_or(Path::new(""));
        let mut found = Diagnostics::new();
        for (path, text) in options.additions.files {
            if let Some(generated) = generated.get(&path.to_lowercase()) {
                let message =
                    format!("the addition would replace the generated file `{generated}`");
                let one = Diagnostic::error(Code::InvalidFilePath, folder.join(&path), message);
                found.push(one.help("rename or remove it"));
            }
            files.insert(path, text);
        }
        found.into_result(())
    }

    /// Returns an error if Cargo does not accept the name of the package or the program, which the
    /// option `key` sets.
    fn check_name(&self, key: &str, name: &str) -> Result<(), Diagnostics> {
        let Some(reason) = emit::package_name_problem(name) else {
            return Ok(());
        };
        let message = format!("`{}` {reason}", escape_control(name));
        let help = "use a name such as `petstore-client`";
        let one = Diagnostic::error(Code::InvalidPackageName, self.input.path(), message);
        Err(self.config_file.locate(one.help(help), key, name).into())
    }

    /// Returns the path of the service's type, or an error if it is not a Rust path.
    fn service_path(&self) -> Result<Option<String>, Diagnostics> {
        match &self.service {
            Some(path) if syn::parse_str::<syn::Path>(path).is_err() => {
                let file = self.input.path();
                let message = format!("`{path}` is not the path of a Rust type");
                let help =
                    "use the type that implements `Service`, such as `crate::service::Policy`";
                let one = Diagnostic::error(Code::InvalidRustName, file, message);
                Err(self
                    .config_file
                    .locate(one.help(help), "service", path)
                    .into())
            }
            service => Ok(service.clone()),
        }
    }

    fn module_options(
        &self,
        name: &str,
        service: Option<String>,
    ) -> Result<ModuleOptions, Diagnostics> {
        let mut found = Diagnostics::new();
        let mut report = |message: String, help: &str| {
            let one = Diagnostic::error(Code::InvalidRustName, self.input.path(), message);
            found.push(self.config_file.locate(one.help(help), "module_name", name));
        };
        let is_name = |part: &str| syn::parse_str::<syn::Ident>(part).is_ok();
        if !name.split("::").all(is_name) {
            let message = format!("`{name}` is not the path of a Rust module");
            let help = "use a path such as `petstore`, or `api::petstore` for a nested module";
            report(message, help);
        }
        // The file of the module has the name of the last part.
        if let Some(part) = name
            .split("::")
            .find(|part| is_device(&part.to_lowercase()))
        {
            let message = format!("`{part}` is reserved on Windows");
            report(message, "use another name, such as `petstore`");
        }
        found.into_result(ModuleOptions {
            path: name.split("::").map(str::to_owned).collect(),
            service,
            features: self.features.clone(),
            docs: self.docs,
            derives: self.choices.traits(),
            types_only: self.types_only,
            cli: self.cli.clone(),
        })
    }
}

/// Returns a path without links, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = path.ancestors().find_map(|folder| {
        let rest = path.strip_prefix(folder).ok()?;
        Some(folder.canonicalize().ok()?.join(rest))
    });
    existing.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: Harbour, version: '1'}\npaths: {}\n";

    /// Returns the errors of a generator with these files in a folder, with the options of `set`.
    fn errors(files: &[&str], set: impl Fn(Generator, &Path) -> Generator) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("harbour.yaml");
        fs::write(&document, DOCUMENT).unwrap();
        fs::create_dir(folder.path().join("added")).unwrap();
        for file in files {
            let path = folder.path().join("added").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let generator = set(Generator::document(&document), folder.path());
        let found = generator.generate().err().unwrap_or_default();
        let messages = found.into_iter().map(|one| one.message);
        let path = format!("{}/", folder.path().display());
        messages.map(|one| one.replace(&path, "")).collect()
    }

    #[test]
    fn additions_replace_no_generated_file() {
        let added = |files: &[&str]| errors(files, |it, at| it.additions(at.join("added")));
        let none: [&str; 0] = [];
        assert_eq!(added(&["README.md", "src/extra.rs"]), none);
        assert_eq!(
            added(&["Src/Lib.rs", "rustfmt.toml", "src/lib.rs"]),
            [
                "the addition would replace the generated file `src/lib.rs`",
                "the addition would replace the generated file `rustfmt.toml`",
                "the addition would replace the generated file `src/lib.rs`",
            ]
        );
    }

    #[test]
    fn additions_and_the_crate_are_in_separate_folders() {
        for (out, is_separate) in [
            ("added", false),
            ("added/out", false),
            ("other/../added/out", false),
            (".", false),
            ("added-out", true),
        ] {
            let found = errors(&[], |it, at| {
                fs::create_dir(at.join("other")).unwrap();
                it.additions(at.join("added")).out_dir(at.join(out))
            });
            assert_eq!(found.is_empty(), is_separate, "{out}: {found:?}");
        }
    }

    #[test]
    fn names_of_devices_are_errors() {
        let files = ["CON.txt", "src/aux/mod.txt", "docs/console.md"];
        assert_eq!(
            errors(&files, |it, at| it.additions(at.join("added"))),
            [
                "`CON.txt` is reserved on Windows",
                "`aux` is reserved on Windows"
            ]
        );
        assert_eq!(
            errors(&[], |it, _| it.module_name("api::con")),
            ["`con` is reserved on Windows"]
        );
    }
}
