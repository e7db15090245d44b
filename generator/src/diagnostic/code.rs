//! The codes of diagnostics, each with its explanation.

use std::fmt;

/// Makes the enum of a list of names. The explanation of each code is a file of its own: its first
/// line is a summary. A code without one does not compile.
macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// A stable name for a kind of diagnostic, such as `dangling-reference`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = include_str!(concat!("explanations/", $name, ".md"))] $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it means and what to do about it: a summary in one line, an empty line, and
            /// the rest.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("explanations/", $name, ".md")),)*
                }
            }
        }
    };
}

codes! {
    UnreadableFile = "unreadable-file",
    UnreadableFolder = "unreadable-folder",
    UnwritableFile = "unwritable-file",
    UnwritableDocument = "unwritable-document",
    ForeignFile = "foreign-file",
    InvalidFilePath = "invalid-file-path",
    NotUtf8 = "not-utf-8",
    InvalidYaml = "invalid-yaml",
    InvalidJson = "invalid-json",
    NoDocuments = "no-documents",
    UnknownVersion = "unknown-version",
    DuplicateVersion = "duplicate-version",
    InvalidCommit = "invalid-commit",
    InvalidSources = "invalid-sources",
    InvalidOverlay = "invalid-overlay",
    UnmatchedOverlayAction = "unmatched-overlay-action",
    OverlayTypeMismatch = "overlay-type-mismatch",
    InvalidDescriptions = "invalid-descriptions",
    UnusedDescription = "unused-description",
    UnmatchedSelection = "unmatched-selection",
    UnknownFeature = "unknown-feature",
    UnsupportedSpecification = "unsupported-specification",
    InvalidDocument = "invalid-document",
    WrongType = "wrong-type",
    MissingKeyword = "missing-keyword",
    UnknownValue = "unknown-value",
    InvalidPath = "invalid-path",
    InvalidStatus = "invalid-status",
    NestingTooDeep = "nesting-too-deep",
    DanglingReference = "dangling-reference",
    UnsupportedReference = "unsupported-reference",
    RecursiveAlias = "recursive-alias",
    MissingOperationId = "missing-operation-id",
    DuplicateOperationId = "duplicate-operation-id",
    UndeclaredPathVariable = "undeclared-path-variable",
    UnusedPathParameter = "unused-path-parameter",
    OptionalPathParameter = "optional-path-parameter",
    DuplicateParameter = "duplicate-parameter",
    DuplicatePath = "duplicate-path",
    UnsupportedParameter = "unsupported-parameter",
    UnsupportedMediaType = "unsupported-media-type",
    MixedResponseTypes = "mixed-response-types",
    NoSuccessResponse = "no-success-response",
    MultipleTags = "multiple-tags",
    UnexpectedRequestBody = "unexpected-request-body",
    UnsupportedSecurityScheme = "unsupported-security-scheme",
    UnsupportedServer = "unsupported-server",
    UndeclaredSecurityScheme = "undeclared-security-scheme",
    NameCollision = "name-collision",
    ReservedName = "reserved-name",
    InvalidRustName = "invalid-rust-name",
    InvalidPagination = "invalid-pagination",
    InvalidSearchQuery = "invalid-search-query",
    InvalidWebhooks = "invalid-webhooks",
    ExampleContradictsSchema = "example-contradicts-schema",
    DefaultContradictsSchema = "default-contradicts-schema",
    ReferenceWithSiblings = "reference-with-siblings",
    ArrayWithoutItems = "array-without-items",
    RequiredWithoutProperty = "required-without-property",
    EnumContradictsType = "enum-contradicts-type",
    EnumNullWithoutNullable = "enum-null-without-nullable",
    DuplicateEnumValue = "duplicate-enum-value",
    FormatContradictsType = "format-contradicts-type",
    EmptyRange = "empty-range",
    UnusedSchema = "unused-schema",
    UnknownKeyword = "unknown-keyword",
}

impl Code {
    /// What it means in one line.
    pub fn summary(self) -> &'static str {
        self.explanation().lines().next().unwrap_or_default()
    }

    /// The code of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_and_explained() {
        for &code in Code::ALL {
            assert_eq!(Code::find(code.as_str()), Some(code));
            let (summary, rest) = code.explanation().split_once("\n\n").unwrap();
            assert!(summary.ends_with('.') && !summary.contains('\n'), "{code}");
            assert!(rest.len() > 20 && rest.ends_with('\n'), "{code}");
            assert!(
                rest.lines().all(|line| line.chars().count() <= 120),
                "{code}"
            );
        }
    }

    /// Nothing in the sources is left that is explained but no longer said.
    #[test]
    fn no_explanation_is_left_over() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/explanations");
        let files = std::fs::read_dir(folder).unwrap();
        assert_eq!(files.count(), Code::ALL.len());
    }
}
