//! Presets: the types of well-known crates for formats of strings and numbers.

/// Types of one crate for formats.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Preset {
    /// The name of the preset.
    pub(crate) name: &'static str,
    /// The formats of strings, each with its type.
    pub(crate) formats: &'static [(&'static str, &'static str)],
    /// The formats of numbers, each with its type.
    pub(crate) numbers: &'static [(&'static str, &'static str)],
    /// The dependency that has the types, unless they are types of the runtime.
    pub(crate) dependency: Option<Dependency>,
    /// The feature of `intercom-codegen-runtime` that the types require.
    pub(crate) runtime_feature: Option<&'static str>,
    /// The feature of `schemars` that has the schemas of the types.
    pub(crate) schemars_feature: Option<&'static str>,
}

/// A dependency of emitted code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// The name of the package.
    pub(crate) name: &'static str,
    /// The required version.
    pub(crate) version: &'static str,
    /// The required features, besides which none is enabled.
    pub(crate) features: &'static [&'static str],
}

impl Preset {
    /// Returns the preset of a name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }
}

/// Returns `true` if a preset has a type for a format of strings, also if it is chosen without the
/// preset.
pub(crate) fn has_type(format: &str, ty: &str) -> bool {
    let same = |known: &str| known.trim_start_matches("::") == ty.trim_start_matches("::");
    let mut formats = PRESETS.iter().flat_map(|preset| preset.formats);
    formats.any(|(name, known)| *name == format && same(known))
}

/// The name of the package that derives JSON schemas.
const SCHEMARS: &str = "schemars";

/// Returns the dependencies that the types of presets require, each with its features.
pub(crate) fn dependencies<'a>(
    presets: impl Iterator<Item = &'a Preset> + Clone,
) -> impl Iterator<Item = (Dependency, Vec<&'static str>)> {
    let others = presets.clone();
    let dependencies = presets.filter_map(|preset| preset.dependency);
    dependencies.map(move |dependency| {
        let mut features = dependency.features.to_vec();
        if dependency.name == SCHEMARS {
            let of_types = others.clone().filter_map(|preset| preset.schemars_feature);
            features.extend(of_types);
        }
        (dependency, features)
    })
}

/// All presets, in alphabetic order.
pub(crate) const PRESETS: &[Preset] = &[
    Preset {
        name: "base64",
        formats: &[("byte", "::intercom_codegen_runtime::Base64")],
        numbers: &[],
        dependency: None,
        runtime_feature: Some("base64"),
        schemars_feature: None,
    },
    Preset {
        name: "chrono",
        formats: &[
            ("date", "::chrono::NaiveDate"),
            ("date-time", "::chrono::DateTime<::chrono::Utc>"),
        ],
        numbers: &[],
        dependency: Some(Dependency {
            name: "chrono",
            version: "0.4",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
        schemars_feature: Some("chrono04"),
    },
    Preset {
        name: "jiff",
        formats: &[
            ("date", "::jiff::civil::Date"),
            ("date-time", "::jiff::Timestamp"),
        ],
        numbers: &[],
        dependency: Some(Dependency {
            name: "jiff",
            version: "0.2",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
        schemars_feature: Some("jiff02"),
    },
    Preset {
        name: "rust_decimal",
        formats: &[("decimal", "::rust_decimal::Decimal")],
        numbers: &[("decimal", "::rust_decimal::Decimal")],
        dependency: Some(Dependency {
            name: "rust_decimal",
            version: "1",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
        schemars_feature: Some("rust_decimal1"),
    },
    // No types: the trait `JsonSchema` for all types.
    Preset {
        name: "schemars",
        formats: &[],
        numbers: &[],
        dependency: Some(Dependency {
            name: SCHEMARS,
            version: "1",
            features: &["derive", "std"],
        }),
        runtime_feature: Some("schemars"),
        schemars_feature: None,
    },
    Preset {
        name: "time",
        formats: &[
            ("date", "::time::Date"),
            ("date-time", "::intercom_codegen_runtime::DateTime"),
        ],
        numbers: &[],
        dependency: Some(Dependency {
            name: "time",
            version: "0.3",
            features: &["serde-human-readable", "std"],
        }),
        runtime_feature: Some("time"),
        schemars_feature: None,
    },
    Preset {
        name: "url",
        formats: &[("uri", "::url::Url"), ("url", "::url::Url")],
        numbers: &[],
        dependency: Some(Dependency {
            name: "url",
            version: "2",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
        schemars_feature: Some("url2"),
    },
    Preset {
        name: "uuid",
        formats: &[("uuid", "::uuid::Uuid")],
        numbers: &[],
        dependency: Some(Dependency {
            name: "uuid",
            version: "1",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
        schemars_feature: Some("uuid1"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// An application that includes a module declares them itself.
    #[test]
    fn the_features_of_schemars_are_documented() {
        let options = include_str!("generator/types.rs");
        let features = PRESETS.iter().filter_map(|preset| preset.schemars_feature);
        for feature in features {
            assert!(options.contains(&format!("`{feature}`")), "{feature}");
        }
    }
}
