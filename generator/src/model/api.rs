use indexmap::IndexMap;

use crate::document::Version;

use crate::diagnostic::Pointer;

use super::{Choice, KeyPath, Operation, Pagination, RustName, Schema, SchemaId, Security};

/// What one document describes, in the words of OpenAPI.
#[derive(Clone, Debug)]
pub struct Api {
    /// What holds for the document as a whole.
    pub info: ApiInfo<Choice>,
    /// Every schema that becomes a Rust type.
    pub schemas: IndexMap<SchemaId, Schema>,
    /// Every operation.
    pub operations: Vec<Operation<SchemaId, Choice>>,
    /// How operations return lists page by page (`x-pagination`), by the location of the operation.
    pub paginations: IndexMap<Pointer, Pagination<KeyPath>>,
}

/// What holds for a document as a whole. `N` is a Rust name, or a [`Choice`] until names are given.
#[derive(Clone, Debug)]
pub struct ApiInfo<N = RustName> {
    /// The API version, or `None` when the document stands alone.
    pub version: Option<Version>,
    /// The title of the document.
    pub title: String,
    /// What is said about tags, by their names.
    pub tags: IndexMap<String, String>,
    /// Hosts that serve the API, the usual one first.
    pub servers: Vec<Server<N>>,
    /// What requests authenticate with.
    pub security: Security<N>,
    /// The header that selects the API version.
    pub version_header: Option<VersionHeader>,
    /// What notifications carry (`x-webhook-items`).
    pub webhook_items: Option<TaggedSchemas>,
    /// Events that are sent as such (`x-webhook-events`).
    pub webhook_events: Option<TaggedSchemas>,
}

/// Schemas that the value of a property tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedSchemas {
    /// The property.
    pub property: String,
    /// The name of the schema that each value means, in the order of the annotation.
    pub schemas: IndexMap<String, String>,
}

impl<N> ApiInfo<N> {
    /// Whether the API sends anything by webhooks.
    pub fn has_webhooks(&self) -> bool {
        self.webhook_items.is_some() || self.webhook_events.is_some()
    }
}

/// A host that serves the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server<N = RustName> {
    /// The base URL, without a slash at the end, with the default of each variable. One without a
    /// host is relative to wherever the document is served.
    pub url: String,
    /// The URL as the document has it.
    pub template: String,
    /// The variables of the URL that have several values, with these.
    pub choices: Vec<(String, Vec<String>)>,
    /// What the document says about it.
    pub docs: Option<String>,
    /// The region that it serves (`x-region`).
    pub region: Option<Region<N>>,
}

/// A region that has servers of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region<N = RustName> {
    /// Its name in the document.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: N,
}

impl<N> Server<N> {
    /// Whether the URL says all: it is not relative.
    pub fn is_absolute(&self) -> bool {
        self.url.contains("://")
    }
}

/// The header that selects the API version (`x-version-header`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionHeader {
    /// Name of the header.
    pub name: String,
    /// What is sent to get the version of this document: its `info.version`.
    pub value: String,
    /// Every value that the document allows, oldest first.
    pub values: Vec<String>,
}
