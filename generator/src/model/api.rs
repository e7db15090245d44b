use std::collections::BTreeSet;

use crate::document::Version;
use crate::hash::{HashSet, IndexMap};

use crate::diagnostic::Pointer;

use super::{
    Choice, Job, KeyPath, Operation, Pagination, RustName, Schema, SchemaId, SchemaKind, Security,
    Type,
};

/// The API that one document describes, in terms of OpenAPI.
#[derive(Clone, Debug)]
pub struct Api {
    /// The properties of the document as a whole.
    pub info: ApiInfo<Choice>,
    /// Every schema that becomes a Rust type.
    pub schemas: IndexMap<SchemaId, Schema>,
    /// Every operation.
    pub operations: Vec<Operation<SchemaId, Choice>>,
    /// The traits that all types derive besides those of every client.
    pub derives: BTreeSet<String>,
    /// `false` if responses may lack required properties (`x-trust-required`).
    pub trust_required: Option<bool>,
    /// The ids of the operations whose responses may lack required properties.
    pub untrusted: HashSet<String>,
    /// The declared paginations (`x-pagination`), by the location of the operation.
    pub paginations: IndexMap<Pointer, Pagination<KeyPath>>,
    /// The declared jobs (`x-job`), by the location of the operation that starts them.
    pub jobs: IndexMap<Pointer, Job<String>>,
}

impl Api {
    /// Returns a type without null, boxes and aliases.
    pub fn plain<'a>(&'a self, ty: &'a Type<SchemaId>) -> &'a Type<SchemaId> {
        ty.plain(|id| match &self.schemas.get(id)?.kind {
            SchemaKind::Alias(target) => Some(target),
            _ => None,
        })
    }
}

/// The properties of a document as a whole.
///
/// `N` is a Rust name, or a [`Choice`] until names are assigned.
#[derive(Clone, Debug)]
pub struct ApiInfo<N = RustName> {
    /// The API version, or `None` for a single document.
    pub version: Option<Version>,
    /// The title of the document.
    pub title: String,
    /// The description, version, contact and licence of the API.
    pub about: About,
    /// The descriptions of tags, by name.
    pub tags: IndexMap<String, String>,
    /// The servers, the default one first.
    pub servers: Vec<Server<N>>,
    /// The authentication of requests.
    pub security: Security<N>,
    /// `true` if no HTTP scheme for `Authorization` is allowed by all operations that require one,
    /// so that a client needs the credentials of several.
    pub selects_authorization: bool,
    /// The header that selects the API version.
    pub version_header: Option<VersionHeader>,
    /// The items that webhook notifications contain (`x-webhook-items`).
    pub webhook_items: Option<TaggedSchemas>,
    /// The events that webhooks send without an envelope (`x-webhook-events`).
    pub webhook_events: Option<TaggedSchemas>,
    /// The webhooks of the document (`webhooks`), unless extensions describe them.
    pub webhooks: Vec<Webhook<N>>,
}

/// The description, version, contact and licence of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The description, in Markdown.
    pub description: Option<String>,
    /// The version of the document.
    pub version: String,
    /// The contact.
    pub contact: Option<Contact>,
    /// The licence.
    pub license: Option<License>,
}

/// The contact of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The name of a person or an organization.
    pub name: Option<String>,
    /// The URL.
    pub url: Option<String>,
    /// The email address.
    pub email: Option<String>,
}

/// The licence of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct License {
    /// The name in the document.
    pub name: String,
    /// The SPDX identifier, if the name is that of a common licence.
    pub spdx: Option<&'static str>,
}

/// A webhook of a document: a request that the API sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook<N = RustName> {
    /// The name in the document.
    pub name: String,
    /// The name of the type of its payload.
    pub rust_name: N,
    /// The component schema of its payload.
    pub schema: String,
}

/// Schemas that the value of a property distinguishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedSchemas {
    /// The name of the property.
    pub property: String,
    /// The name of the schema for each value, in declaration order.
    pub schemas: IndexMap<String, String>,
    /// The name of the schema for topics whose items the property does not distinguish.
    pub topics: IndexMap<String, String>,
}

impl TaggedSchemas {
    /// Returns the names of all schemas.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.schemas.values().chain(self.topics.values())
    }
}

impl<N> ApiInfo<N> {
    /// Returns `true` if the document declares webhooks.
    pub fn has_webhooks(&self) -> bool {
        self.webhook_items.is_some() || self.webhook_events.is_some() || !self.webhooks.is_empty()
    }
}

/// A server of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server<N = RustName> {
    /// The base URL without a trailing slash, with the default of each variable. A URL without a
    /// host is relative to the location of the document.
    pub url: String,
    /// The URL with its variables, as declared.
    pub template: String,
    /// The variables of the URL with several values, and these values.
    pub choices: Vec<(String, Vec<String>)>,
    /// The description.
    pub docs: Option<String>,
    /// The region (`x-region`).
    pub region: Option<Region<N>>,
}

/// A region with its own servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region<N = RustName> {
    /// The name in the document.
    pub name: String,
    /// The name in Rust.
    pub rust_name: N,
}

impl<N> Server<N> {
    /// Returns `true` if the URL is absolute.
    pub fn is_absolute(&self) -> bool {
        self.url.contains("://")
    }
}

/// The header that selects the API version (`x-version-header`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionHeader {
    /// The name of the header.
    pub name: String,
    /// The value that selects the version of this document: its `info.version`.
    pub value: String,
    /// The values that the document allows, oldest first.
    pub values: Vec<String>,
}
