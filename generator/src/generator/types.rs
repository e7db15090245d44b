//! The options of types: those that the user chooses instead of emitted ones, and the traits of
//! all.

use std::collections::BTreeMap;

use syn::{GenericArgument, PathArguments, Type};

use crate::Generator;
use crate::choices::{Choices, ChosenType, derive_problem};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean, escape_control};
use crate::preset::{PRESETS, Preset};

/// The types.
impl Generator {
    /// Sets the Rust type of strings of a format, such as `format("uuid", "uuid::Uuid")`: in
    /// fields, parameters, lists and maps. Defaults to text.
    ///
    /// The type implements `serde::Serialize` and `serde::de::DeserializeOwned`, which define the
    /// strings, and `Clone`, `Debug` and `PartialEq`. Emitted code wraps it in [`External`], which
    /// dereferences to it, and accepts it in setters. A string that it cannot be read from is left
    /// out and reported as an anomaly; for that, a required property is an `Option`, too.
    ///
    /// The type is written as it is found from any module: `::uuid::Uuid`, `crate::Id`. The
    /// dependency is added to the manifest by [`additions`](Self::additions), or declared by the
    /// application that includes the module.
    ///
    /// [`External`]: https://docs.rs/intercom-codegen-runtime/latest/intercom_codegen_runtime/struct.External.html
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, ty: impl Into<String>) -> Self {
        self.choices.formats.insert(format.into(), ty.into());
        self
    }

    /// Sets the types of formats by presets, each of which has the types of one crate. Two presets
    /// with types for one format, such as `chrono` and `jiff`, exclude each other. A type of
    /// [`format`](Self::format) takes precedence for strings. A number is read from its text and sent as
    /// its text, without a float in between. A date is an `ExternalDate`, which reads full dates
    /// (RFC 3339) only, also if the type is chosen by `format("date", …)`. The manifest of a generated crate has the
    /// dependency; an application that includes a module declares it.
    ///
    /// | preset | formats | types | dependency |
    /// |---|---|---|---|
    /// | `base64` | `byte` | `intercom_codegen_runtime::Base64` | feature `base64` of the runtime |
    /// | `chrono` | `date`, `date-time` | `chrono::NaiveDate`, `chrono::DateTime<Utc>` | `chrono = { version = "0.4", features = ["serde"] }` |
    /// | `jiff` | `date`, `date-time` | `jiff::civil::Date`, `jiff::Timestamp` | `jiff = { version = "0.2", features = ["serde"] }` |
    /// | `rust_decimal` | `decimal` of strings and numbers | `rust_decimal::Decimal` | `rust_decimal = { version = "1", features = ["serde"] }` |
    /// | `schemars` | none | none, but the trait for `derive(["schemars::JsonSchema"])` | `schemars = "1"`, feature `schemars` of the runtime |
    /// | `time` | `date`, `date-time` | `time::Date`, `intercom_codegen_runtime::DateTime` | `time = { version = "0.3", features = ["serde-human-readable"] }`, feature `time` of the runtime |
    /// | `url` | `uri`, `url` | `url::Url` | `url = { version = "2", features = ["serde"] }` |
    /// | `uuid` | `uuid` | `uuid::Uuid` | `uuid = { version = "1", features = ["serde"] }` |
    ///
    /// For the preset `schemars`, an application that includes a module enables the features of
    /// `schemars` for the types of other presets, too: `chrono04`, `jiff02`, `rust_decimal1`, `url2`
    /// and `uuid1`, as in `schemars = { version = "1", features = ["uuid1"] }`.
    #[must_use]
    pub fn presets(mut self, presets: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.presets.extend(presets.into_iter().map(Into::into));
        self
    }

    /// Replaces a schema of `components/schemas` by a Rust type, such as
    /// `replace("Money", "crate::Money")`. Code refers to the type by an alias of the schema's
    /// name; nothing else is emitted for the schema.
    ///
    /// The type has the traits that [`format`](Self::format) requires, which define its JSON.
    #[must_use]
    pub fn replace(mut self, schema: impl Into<String>, ty: impl Into<String>) -> Self {
        self.choices.replacements.insert(schema.into(), ty.into());
        self
    }

    /// Derives more traits for all emitted types, such as `derive(["Eq", "Hash"])`. `Clone`,
    /// `Debug`, `PartialEq`, `Serialize` and `Deserialize` are always implemented.
    ///
    /// A type with a property that does not implement `Eq` or `Hash`, such as a float, is an error.
    /// A macro of another crate, by its path, must accept the types of `intercom-codegen-runtime`,
    /// such as `Extra`, and sees the fields of Rust, not the properties of JSON.
    ///
    /// With the preset `schemars`, `schemars::JsonSchema` describes the JSON, by attributes of the
    /// derive macro: the keys of properties, which are required or null, the values of open enums,
    /// the alternatives of unions, and the schema of other properties. A property that may be
    /// absent may be null, too, as the types accept it. The types of all presets have schemas.
    #[must_use]
    pub fn derive(mut self, traits: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let traits = traits.into_iter().map(Into::into);
        self.choices.derives.extend(traits);
        self
    }
}

impl Generator {
    /// Returns the choices of types, with those of the presets.
    pub(crate) fn all_choices(&self) -> Choices {
        let mut choices = self.choices.clone();
        for (format, ty) in self.known_presets().flat_map(|preset| preset.formats) {
            let known = choices.formats.entry((*format).to_owned());
            known.or_insert_with(|| (*ty).to_owned());
        }
        for (format, ty) in self.known_presets().flat_map(|preset| preset.numbers) {
            choices
                .numbers
                .insert((*format).to_owned(), (*ty).to_owned());
        }
        choices
    }

    pub(crate) fn known_presets(&self) -> impl Iterator<Item = &'static Preset> + Clone {
        self.presets.iter().filter_map(|name| Preset::named(name))
    }

    /// Returns an error for each choice that is not a Rust type, and for each unknown preset.
    pub(super) fn check_choices(&self) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        let file = self.input.path();
        for ChosenType { key, name, ty } in self.choices.types() {
            let problem = match syn::parse_str::<Type>(ty) {
                Err(_) => "is not a Rust type",
                Ok(ty) if !is_owned(&ty) => {
                    "does not own its value and so is not `DeserializeOwned`"
                }
                Ok(_) => continue,
            };
            let subject = if key == "format" { "format" } else { "schema" };
            let message = format!("`{}` {problem}: {subject} `{name}`", escape_control(ty));
            let help = "use a type such as `::uuid::Uuid` or `crate::Id`";
            let one = Diagnostic::error(Code::InvalidRustName, file, message).help(help);
            found.push(self.config_file.locate(one, key, name));
        }
        for name in &self.choices.derives {
            if let Some(problem) = derive_problem(name) {
                let message = format!("`{}` {problem}", escape_control(name));
                let help =
                    "derive `Eq`, `Hash`, or a macro by its path, such as `::crate_name::Macro`";
                let one = Diagnostic::error(Code::InvalidDerive, file, message).help(help);
                found.push(self.config_file.locate(one, "derive", name));
            }
        }
        for name in &self.presets {
            if Preset::named(name).is_none() {
                let message = format!("`{}` is not a preset", escape_control(name));
                let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
                let otherwise = format!("the presets are `{}`", names.join("`, `"));
                let help = did_you_mean(name, names, &otherwise);
                let one = Diagnostic::error(Code::UnknownFeature, file, message).help(help);
                found.push(self.config_file.locate(one, "presets", name));
            }
        }
        found.extend(self.contradicting_presets());
        found.into_result(())
    }

    /// Returns an error for each format that two presets have a type for, unless another type is
    /// chosen.
    fn contradicting_presets(&self) -> Diagnostics {
        let mut found = Diagnostics::new();
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for preset in self.known_presets() {
            for (format, _) in preset.formats {
                let other = *known.entry(format).or_insert(preset.name);
                if other != preset.name && !self.choices.formats.contains_key(*format) {
                    let name = preset.name;
                    let message = format!(
                        "the presets `{other}` and `{name}` both have a type for the format \
                         `{format}`"
                    );
                    let help = "remove one of the presets, or choose the type with `format`";
                    let file = self.input.path();
                    let one = Diagnostic::error(Code::UnknownFeature, file, message).help(help);
                    found.push(self.config_file.locate(one, "presets", name));
                }
            }
        }
        found
    }
}

/// Returns `true` if values of a type are owned: the type is sized and contains no reference.
fn is_owned(ty: &Type) -> bool {
    let is_text = matches!(ty, Type::Path(path) if path.path.is_ident("str"));
    !is_text && !matches!(ty, Type::Slice(_)) && contains_no_reference(ty)
}

fn contains_no_reference(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.iter().all(|segment| {
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
                return true;
            };
            arguments.args.iter().all(|argument| match argument {
                GenericArgument::Type(ty) => contains_no_reference(ty),
                _ => true,
            })
        }),
        Type::Tuple(tuple) => tuple.elems.iter().all(contains_no_reference),
        Type::Array(array) => contains_no_reference(&array.elem),
        Type::Slice(slice) => contains_no_reference(&slice.elem),
        Type::Paren(inner) => contains_no_reference(&inner.elem),
        Type::Group(inner) => contains_no_reference(&inner.elem),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(generator: &Generator) -> Vec<String> {
        let found = generator.check_choices().err().unwrap_or_default();
        found.iter().map(|one| one.message.clone()).collect()
    }

    /// `External` reads its value by `serde::de::DeserializeOwned`.
    #[test]
    fn a_chosen_type_owns_its_value() {
        let replaced = |ty: &str| messages(&Generator::document("a.yaml").replace("Kind", ty));
        for ty in [
            "&str",
            "str",
            "[u8]",
            "Vec<&str>",
            "(u8, &str)",
            "&'static str",
            "dyn Any",
        ] {
            let expected = format!(
                "`{ty}` does not own its value and so is not `DeserializeOwned`: schema `Kind`"
            );
            assert_eq!(replaced(ty), [expected]);
        }
        for ty in [
            "String",
            "Box<str>",
            "Box<[u8]>",
            "Cow<'static, str>",
            "(u8, [crate::A; 2])",
        ] {
            assert_eq!(replaced(ty), [""; 0], "{ty}");
        }
    }

    #[test]
    fn two_presets_cannot_choose_the_type_of_a_format() {
        let generator = Generator::document("a.yaml").presets(["jiff", "chrono", "uuid"]);
        let both = "the presets `chrono` and `jiff` both have a type for the format";
        let expected = [format!("{both} `date`"), format!("{both} `date-time`")];
        assert_eq!(messages(&generator), expected);
        let generator = generator.format("date", "crate::Date");
        assert_eq!(messages(&generator), expected[1..]);
        let generator = generator.format("date-time", "crate::Time");
        assert_eq!(messages(&generator), [""; 0]);
    }
}
