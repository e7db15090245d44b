//! Presets: the types of well-known crates for formats of strings.

/// Types of one crate for formats of strings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Preset {
    /// The name of the preset.
    pub(crate) name: &'static str,
    /// The formats, each with its type.
    pub(crate) formats: &'static [(&'static str, &'static str)],
    /// The dependency that has the types, unless they are types of the runtime.
    pub(crate) dependency: Option<Dependency>,
    /// The feature of `intercom-codegen-runtime` that the types require.
    pub(crate) runtime_feature: Option<&'static str>,
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

/// All presets, in alphabetic order.
pub(crate) const PRESETS: &[Preset] = &[
    Preset {
        name: "base64",
        formats: &[("byte", "::intercom_codegen_runtime::Base64")],
        dependency: None,
        runtime_feature: Some("base64"),
    },
    Preset {
        name: "chrono",
        formats: &[
            ("date", "::chrono::NaiveDate"),
            ("date-time", "::chrono::DateTime<::chrono::Utc>"),
        ],
        dependency: Some(Dependency {
            name: "chrono",
            version: "0.4",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
    },
    Preset {
        name: "jiff",
        formats: &[
            ("date", "::jiff::civil::Date"),
            ("date-time", "::jiff::Timestamp"),
        ],
        dependency: Some(Dependency {
            name: "jiff",
            version: "0.2",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
    },
    Preset {
        name: "rust_decimal",
        formats: &[("decimal", "::rust_decimal::Decimal")],
        dependency: Some(Dependency {
            name: "rust_decimal",
            version: "1",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
    },
    // No types: the trait `JsonSchema` for all types.
    Preset {
        name: "schemars",
        formats: &[],
        dependency: Some(Dependency {
            name: "schemars",
            version: "1",
            features: &["derive", "std"],
        }),
        runtime_feature: Some("schemars"),
    },
    Preset {
        name: "time",
        formats: &[
            ("date", "::time::Date"),
            ("date-time", "::intercom_codegen_runtime::DateTime"),
        ],
        dependency: Some(Dependency {
            name: "time",
            version: "0.3",
            features: &["serde-human-readable", "std"],
        }),
        runtime_feature: Some("time"),
    },
    Preset {
        name: "url",
        formats: &[("uri", "::url::Url"), ("url", "::url::Url")],
        dependency: Some(Dependency {
            name: "url",
            version: "2",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
    },
    Preset {
        name: "uuid",
        formats: &[("uuid", "::uuid::Uuid")],
        dependency: Some(Dependency {
            name: "uuid",
            version: "1",
            features: &["serde", "std"],
        }),
        runtime_feature: None,
    },
];
