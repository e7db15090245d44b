//! The codes of diagnostics, each with its explanation.

use std::fmt;

use super::{Severity, nearest};

/// Declares the enum of codes. Each code has a file in `explanations/`, whose first line is a
/// summary; a code without one does not compile.
macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// A stable name for a kind of diagnostic, such as `dangling-reference`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = include_str!(concat!("explanations/", $name, ".md"))] $variant,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the code as it is printed: `dangling-reference`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the explanation, in Markdown: a summary on the first line, then the problem,
            /// the rule of the specification, the correction, and an example.
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
    ModifiedFile = "modified-file",
    PendingUpdate = "pending-update",
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
    InvalidConfig = "invalid-config",
    InvalidDescriptions = "invalid-descriptions",
    UnusedDescription = "unused-description",
    UnmatchedSelection = "unmatched-selection",
    UnknownFeature = "unknown-feature",
    InvalidDerive = "invalid-derive",
    UnsupportedSpecification = "unsupported-specification",
    InvalidDocument = "invalid-document",
    WrongType = "wrong-type",
    MissingKeyword = "missing-keyword",
    UnknownValue = "unknown-value",
    InvalidPath = "invalid-path",
    InvalidStatus = "invalid-status",
    InvalidComponentName = "invalid-component-name",
    MergeKey = "merge-key",
    NewerKeyword = "newer-keyword",
    OperationReference = "operation-reference",
    OmittedOperation = "omitted-operation",
    NestingTooDeep = "nesting-too-deep",
    ExcessiveExpansion = "excessive-expansion",
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
    InvalidMediaType = "invalid-media-type",
    MixedResponseTypes = "mixed-response-types",
    NoSuccessResponse = "no-success-response",
    MultipleTags = "multiple-tags",
    UnexpectedRequestBody = "unexpected-request-body",
    UnsupportedSecurityScheme = "unsupported-security-scheme",
    UnsupportedServer = "unsupported-server",
    InvalidServer = "invalid-server",
    UndeclaredSecurityScheme = "undeclared-security-scheme",
    NameCollision = "name-collision",
    ReservedName = "reserved-name",
    InvalidRustName = "invalid-rust-name",
    InvalidPackageName = "invalid-package-name",
    InvalidManifest = "invalid-manifest",
    MissingDependency = "missing-dependency",
    RecursionLimit = "recursion-limit",
    InvalidPagination = "invalid-pagination",
    InvalidJob = "invalid-job",
    InvalidSearchQuery = "invalid-search-query",
    InvalidVersionHeader = "invalid-version-header",
    InvalidDocsUrl = "invalid-docs-url",
    InvalidConstructor = "invalid-constructor",
    InvalidWebhooks = "invalid-webhooks",
    ExampleContradictsSchema = "example-contradicts-schema",
    DefaultContradictsSchema = "default-contradicts-schema",
    ReferenceWithSiblings = "reference-with-siblings",
    ArrayWithoutItems = "array-without-items",
    RequiredWithoutProperty = "required-without-property",
    EnumContradictsType = "enum-contradicts-type",
    EnumNullWithoutNullable = "enum-null-without-nullable",
    DuplicateEnumValue = "duplicate-enum-value",
    MisspelledFormat = "misspelled-format",
    FormatContradictsType = "format-contradicts-type",
    EmptyRange = "empty-range",
    QueryStringBesideQuery = "query-string-beside-query",
    MisplacedMethod = "misplaced-method",
    InvalidTagParent = "invalid-tag-parent",
    DuplicateServerName = "duplicate-server-name",
    UnusedSchema = "unused-schema",
    UnknownKeyword = "unknown-keyword",
}

impl Code {
    /// Returns `true` for a violation of the specification that leaves no doubt about the client,
    /// or affects a single operation: a warning, whose message states the consequence, unless the
    /// generator is [strict](crate::Generator::strict).
    pub fn is_lenient(self) -> bool {
        matches!(
            self,
            Self::WrongType
                | Self::MissingKeyword
                | Self::UnknownValue
                | Self::InvalidPath
                | Self::InvalidStatus
                | Self::MergeKey
                | Self::NewerKeyword
                | Self::OperationReference
                | Self::OmittedOperation
                | Self::DanglingReference
                | Self::UnsupportedReference
                | Self::DuplicateOperationId
                | Self::DuplicateParameter
                | Self::UndeclaredPathVariable
                | Self::UnusedPathParameter
                | Self::UnsupportedParameter
                | Self::InvalidMediaType
                | Self::UnsupportedSecurityScheme
                | Self::UndeclaredSecurityScheme
                | Self::InvalidServer
        )
    }

    /// Returns the severity of a problem in a document, unless the generator is strict.
    pub(crate) fn severity(self) -> Severity {
        if self.is_lenient() {
            Severity::Warning
        } else {
            Severity::Error
        }
    }

    /// Returns the first line of the explanation.
    pub fn summary(self) -> &'static str {
        self.explanation().lines().next().unwrap_or_default()
    }

    /// Returns the code of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Returns the code that a misspelled name may mean.
    pub fn nearest(name: &str) -> Option<Self> {
        Self::find(nearest(name, Self::ALL.iter().map(|code| code.as_str()))?)
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

    /// Codes about files and arguments, which no change of a document corrects.
    const WITHOUT_EXAMPLE: &[Code] = &[
        Code::UnreadableFile,
        Code::UnreadableFolder,
        Code::UnwritableFile,
        Code::UnwritableDocument,
        Code::ForeignFile,
        Code::ModifiedFile,
        Code::PendingUpdate,
        Code::InvalidFilePath,
        Code::NotUtf8,
        Code::NoDocuments,
        Code::UnknownVersion,
        Code::DuplicateVersion,
        Code::InvalidCommit,
        Code::InvalidSources,
        Code::InvalidConfig,
        Code::InvalidPackageName,
        Code::InvalidManifest,
        Code::MissingDependency,
        Code::RecursionLimit,
        Code::UnmatchedSelection,
        Code::UnknownFeature,
    ];

    #[test]
    fn every_code_is_found_by_its_name() {
        for &code in Code::ALL {
            assert_eq!(Code::find(code.as_str()), Some(code));
        }
        assert_eq!(Code::find("dangling"), None);
        assert_eq!(
            Code::nearest("dangling-refrence"),
            Some(Code::DanglingReference)
        );
        assert_eq!(Code::nearest("nonsense"), None);
    }

    #[test]
    fn every_code_is_explained() {
        for &code in Code::ALL {
            let text = code.explanation();
            let (summary, _) = text.split_once("\n\n").unwrap();
            assert!(summary.ends_with('.') && !summary.contains('\n'), "{code}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{code}");
            let lines = text.lines().count();
            assert!((12..=30).contains(&lines), "{code}: {lines} lines");
            for line in text.lines() {
                assert!(line.chars().count() <= 100, "{code}: {line}");
            }
        }
    }

    #[test]
    fn problems_of_documents_are_explained_with_an_example() {
        for &code in Code::ALL {
            let text = code.explanation();
            if !WITHOUT_EXAMPLE.contains(&code) {
                let fences = text.matches("```").count();
                assert!(fences >= 2 && fences.is_multiple_of(2), "{code}");
                let is_document = |language| text.contains(&format!("\n```{language}\n"));
                assert!(is_document("yaml") || is_document("json"), "{code}");
            }
        }
    }

    #[test]
    fn every_explanation_has_a_code() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/explanations");
        let files = std::fs::read_dir(folder).unwrap();
        assert_eq!(files.count(), Code::ALL.len());
    }
}
