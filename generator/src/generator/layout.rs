//! The layout of the output: a crate or a module.

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, escape_control};
use crate::emit::{self, Additions, CrateOptions, Layout, ModuleOptions};

impl Generator {
    pub(crate) fn layout(&self) -> Result<Layout, Diagnostics> {
        let mut found = Diagnostics::new();
        let service = found.collect_errors(self.service_path()).flatten();
        found.collect_errors(self.check_choices());
        found.collect_errors(self.check_parts());
        if let Some(name) = &self.cli {
            found.collect_errors(self.check_name(name));
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
        found.collect_errors(self.check_name(&name));
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

    /// Returns an error if Cargo does not accept the name of the package.
    fn check_name(&self, name: &str) -> Result<(), Diagnostics> {
        let Some(reason) = emit::package_name_problem(name) else {
            return Ok(());
        };
        let message = format!("`{}` {reason}", escape_control(name));
        let help = "use a name such as `petstore-client`";
        let one = Diagnostic::error(Code::InvalidPackageName, self.input.path(), message);
        Err(one.help(help).into())
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
                Err(one.help(help).into())
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
        let file = self.input.path();
        let is_name = |part: &str| syn::parse_str::<syn::Ident>(part).is_ok();
        if !name.split("::").all(is_name) {
            let message = format!("`{name}` is not the path of a Rust module");
            let help = "use a path such as `petstore`, or `api::petstore` for a nested module";
            found.push(Diagnostic::error(Code::InvalidRustName, file, message).help(help));
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
