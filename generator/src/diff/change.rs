//! Changes, and the rules that find them.

use std::fmt;

use crate::diagnostic::Pointer;

/// A difference between two versions of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// The Rust type, field, variant or method that changed, such as `Contact.owner_id` or
    /// `contacts().list_contacts()`.
    pub rust_path: String,
    /// The location in the newer document, or in the older one for a removal.
    pub pointer: Pointer,
    /// The old and the new state. Names and values of the documents are code spans of Markdown, in
    /// which characters that cannot be seen are escaped.
    pub message: String,
}

impl Change {
    /// Returns the method or the type that changed, without the field or variant.
    pub fn item(&self) -> &str {
        match self.rule.subject {
            Subject::Client | Subject::Operation => &self.rust_path,
            Subject::Type => self.rust_path.split(['.', ':']).next().unwrap_or_default(),
        }
    }
}

/// The consequence of a change for an application that is written for the older version. The most
/// severe level is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Code may have to change, or the API may reject requests that it accepted before.
    Breaking,
    /// Code compiles and works as before.
    NonBreaking,
    /// Only the documentation changed.
    Documentation,
}

impl Level {
    /// Returns the name: `breaking`, `non-breaking` or `documentation`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::NonBreaking => "non-breaking",
            Self::Documentation => "documentation",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name, such as `field-removed`.
    pub id: &'static str,
    /// The level of its changes.
    pub level: Level,
    /// The subject of its changes.
    pub subject: Subject,
}

/// The subject of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The client as a whole: the Rust path is `Client::builder` or a variant of `Region`.
    Client,
    /// An operation: the Rust path is a method.
    Operation,
    /// A type, field or variant: the Rust path begins with the type.
    Type,
}

macro_rules! rules {
    ($($subject:ident { $($name:ident = $id:literal, $level:ident;)* })*) => {
        $($(pub(super) static $name: Rule = Rule {
            id: $id,
            level: Level::$level,
            subject: Subject::$subject,
        };)*)*

        /// All rules, by subject.
        pub static RULES: &[&Rule] = &[$($(&$name),*),*];
    };
}

rules! {
    Client {
        SERVER_CHANGED = "default-server-changed", NonBreaking;
        REGION_ADDED = "region-added", NonBreaking;
        REGION_REMOVED = "region-removed", Breaking;
        REGION_SERVER = "region-server-changed", NonBreaking;
        SECURITY_CHANGED = "client-credentials-changed", Breaking;
        VERSION_HEADER_ADDED = "version-header-added", NonBreaking;
        VERSION_HEADER_REMOVED = "version-header-removed", Breaking;
        VERSION_HEADER_CHANGED = "version-header-changed", Breaking;
        VERSION_ADDED = "version-added", NonBreaking;
        VERSION_REMOVED = "version-removed", Breaking;
        WEBHOOK_ADDED = "webhook-added", NonBreaking;
        WEBHOOK_REMOVED = "webhook-removed", Breaking;
    }
    Operation {
        OPERATION_ADDED = "operation-added", NonBreaking;
        OPERATION_REMOVED = "operation-removed", Breaking;
        OPERATION_RENAMED = "operation-renamed", Breaking;
        OPERATION_MOVED = "operation-moved", Breaking;
        BUILDER_RENAMED = "request-builder-renamed", Breaking;
        OPERATION_DEPRECATED = "operation-deprecated", Documentation;
        OPERATION_DOCS = "operation-docs-changed", Documentation;
        PARAMETER_ADDED = "parameter-added", NonBreaking;
        REQUIRED_PARAMETER_ADDED = "required-parameter-added", Breaking;
        PARAMETER_REMOVED = "parameter-removed", Breaking;
        PARAMETER_REQUIRED = "parameter-became-required", Breaking;
        PARAMETER_OPTIONAL = "parameter-became-optional", Breaking;
        PARAMETER_TYPE = "parameter-type-changed", Breaking;
        PARAMETER_STYLE = "parameter-style-changed", NonBreaking;
        PARAMETER_RENAMED = "parameter-renamed", Breaking;
        PARAMETER_CONSTANT = "parameter-constant-changed", NonBreaking;
        ARGUMENT_ORDER = "argument-order-changed", Breaking;
        PARAMETER_DOCS = "parameter-docs-changed", Documentation;
        BODY_ADDED = "body-added", NonBreaking;
        REQUIRED_BODY_ADDED = "required-body-added", Breaking;
        BODY_REMOVED = "body-removed", Breaking;
        BODY_CHANGED = "body-changed", Breaking;
        BODY_MEDIA_TYPE = "body-media-type-changed", Breaking;
        FORM_FIELD_RENAMED = "form-field-renamed", Breaking;
        FORM_SERIALIZATION = "form-serialization-changed", NonBreaking;
        RESPONSE_CHANGED = "response-changed", Breaking;
        ERROR_TYPE = "error-type-changed", Breaking;
        STATUS_ADDED = "status-added", NonBreaking;
        STATUS_REMOVED = "status-removed", NonBreaking;
        PAGINATION_ADDED = "pagination-added", NonBreaking;
        PAGINATION_REMOVED = "pagination-removed", Breaking;
        PAGINATION_CHANGED = "pagination-changed", NonBreaking;
        PAGE_SIZE_ADDED = "page-size-added", NonBreaking;
        PAGE_SIZE_REMOVED = "page-size-removed", Breaking;
        JOB_ADDED = "job-added", NonBreaking;
        JOB_REMOVED = "job-removed", Breaking;
        JOB_TYPES = "job-type-changed", Breaking;
        JOB_CHANGED = "job-changed", NonBreaking;
        STREAM_ADDED = "stream-added", NonBreaking;
        STREAM_REMOVED = "stream-removed", Breaking;
        STREAM_TYPE = "stream-type-changed", Breaking;
        STREAM_CHANGED = "stream-changed", NonBreaking;
        REPRESENTATION_ADDED = "representation-added", NonBreaking;
        REPRESENTATION_REMOVED = "representation-removed", Breaking;
        ACCEPT_CHANGED = "accepted-types-changed", NonBreaking;
        RETRIES_CHANGED = "retries-changed", NonBreaking;
        OPERATION_SERVER = "operation-server-changed", NonBreaking;
        CREDENTIALS_REQUIRED = "credentials-required", Breaking;
        CREDENTIALS_CHANGED = "credentials-changed", NonBreaking;
    }
    Type {
        TYPE_ADDED = "type-added", NonBreaking;
        TYPE_REMOVED = "type-removed", Breaking;
        TYPE_RENAMED = "type-renamed", Breaking;
        TYPE_CHANGED = "type-changed", Breaking;
        TYPE_NO_LONGER_SENT = "type-no-longer-sent", Breaking;
        TYPE_NOW_SENT = "type-now-sent", NonBreaking;
        TYPE_DOCS = "type-docs-changed", Documentation;
        EXTRA_TYPE = "extra-type-changed", Breaking;
        CONSTRUCTOR_ADDED = "constructor-added", NonBreaking;
        CONSTRUCTOR_REMOVED = "constructor-removed", Breaking;
        TYPE_ARGUMENT_ORDER = "new-argument-order-changed", Breaking;
        SETTER_ADDED = "setter-added", NonBreaking;
        SETTER_REMOVED = "setter-removed", Breaking;
        FIELD_ADDED = "field-added", NonBreaking;
        REQUIRED_FIELD_ADDED = "required-field-added", Breaking;
        FIELD_REMOVED = "field-removed", Breaking;
        FIELD_RENAMED = "field-renamed", Breaking;
        FIELD_TYPE = "field-type-changed", Breaking;
        FIELD_REQUIRED = "field-became-required", Breaking;
        FIELD_OPTIONAL = "field-became-optional", Breaking;
        FIELD_CONSTANT = "field-constant-changed", NonBreaking;
        FIELD_DOCS = "field-docs-changed", Documentation;
        VALUE_ADDED = "value-added", NonBreaking;
        VALUE_REMOVED = "value-removed", Breaking;
        VALUE_RENAMED = "value-renamed", Breaking;
        VALUE_DOCS = "value-docs-changed", Documentation;
        VARIANT_ADDED = "variant-added", NonBreaking;
        VARIANT_REMOVED = "variant-removed", Breaking;
        VARIANT_TYPE = "variant-type-changed", Breaking;
        VARIANT_SELECTION = "variant-selection-changed", NonBreaking;
        SEARCH_ADDED = "search-added", NonBreaking;
        SEARCH_REMOVED = "search-removed", Breaking;
        SEARCH_OPERATOR_ADDED = "search-operator-added", NonBreaking;
        SEARCH_OPERATOR_REMOVED = "search-operator-removed", Breaking;
        SEARCH_LIMITS_RAISED = "search-limits-raised", NonBreaking;
        SEARCH_LIMITS_LOWERED = "search-limits-lowered", Breaking;
        CONVERSION_ADDED = "conversion-added", NonBreaking;
        CONVERSION_REMOVED = "conversion-removed", Breaking;
    }
}
