//! The optional parts of the output.

use crate::Generator;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean, escape_control};
use crate::emit;

impl Generator {
    /// Returns an error for each unknown part, and for each part of a client if only types are
    /// generated.
    pub(super) fn check_parts(&self) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        let file = self.input.path();
        let mut report = |(key, value): (&str, &str), message: String, help: &str| {
            let one = Diagnostic::error(Code::UnknownFeature, file, message).help(help);
            found.push(self.config_file.locate(one, key, value));
        };
        for feature in &self.features {
            let option = ("features", feature.as_str());
            if !emit::OPTIONAL_PARTS.contains(&feature.as_str()) {
                let feature = escape_control(feature);
                let message = format!("`{feature}` is not an optional part of a module");
                report(option, message, &unknown_part_help(&feature));
            } else if self.types_only {
                let message = format!("the part `{feature}` requires a client");
                let help = "remove it from `features`, or remove `types_only`";
                report(option, message, help);
            }
        }
        if let Some(program) = self.cli.as_ref().filter(|_| self.types_only) {
            let shown = escape_control(program);
            let message = format!("the command line `{shown}` requires a client");
            let help = "remove `cli`, or remove `types_only`";
            report(("cli", program), message, help);
        }
        found.into_result(())
    }
}

fn unknown_part_help(feature: &str) -> String {
    if emit::is_runtime_feature(feature) {
        return format!(
            "enable the feature `{feature}` of `intercom-codegen-runtime` in Cargo.toml"
        );
    }
    let otherwise = format!("the parts are `{}`", emit::OPTIONAL_PARTS.join("`, `"));
    did_you_mean(feature, emit::OPTIONAL_PARTS.iter().copied(), &otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(generator: &Generator) -> Vec<String> {
        let found = generator.layout().err().unwrap_or_default();
        found.iter().map(|one| one.message.clone()).collect()
    }

    #[test]
    fn unknown_parts_are_reported_for_crates_and_modules() {
        let generator = Generator::document("petstore.yaml").features(["mokc"]);
        let expected = ["`mokc` is not an optional part of a module"];
        assert_eq!(messages(&generator), expected);
        assert_eq!(messages(&generator.module_name("petstore")), expected);
        let known = Generator::document("petstore.yaml").features(["mock"]);
        assert_eq!(messages(&known), [""; 0]);
    }

    #[test]
    fn unknown_parts_are_reported_with_a_suggestion() {
        let generator = Generator::document("harbour.yaml").module_name("harbour");
        let found = generator.features(["webhook", "tracing", "x"]).layout();
        let found = found.map(|_| ()).unwrap_err();
        let helps: Vec<&str> = found.iter().filter_map(|one| one.help.as_deref()).collect();
        assert_eq!(
            helps,
            [
                "enable the feature `tracing` of `intercom-codegen-runtime` in Cargo.toml",
                "did you mean `webhooks`?",
                "the parts are `dynamic`, `mock`, `webhooks`",
            ]
        );
    }

    #[test]
    fn types_alone_have_no_parts_of_a_client() {
        let generator = Generator::document("petstore.yaml").types_only(true);
        assert_eq!(messages(&generator), [""; 0]);
        let generator = generator.features(["mock"]).cli("petstore");
        let expected = [
            "the part `mock` requires a client",
            "the command line `petstore` requires a client",
        ];
        assert_eq!(messages(&generator), expected);
        assert_eq!(messages(&generator.module_name("petstore")), expected);
    }
}
