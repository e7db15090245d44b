//! OpenAPI documents: files are read, checked and parsed into [`Document`]s.

mod component;
mod cursor;
mod deserialize;
mod dialect;
mod folder;
pub(crate) mod grammar;
mod history;
mod inheritance;
mod media_type;
mod merge;
pub(crate) mod nodes;
mod normalise;
mod offsets;
mod operations;
mod parse;
mod positions;
mod raw;
mod reference;
mod scalar;
mod selection;
mod source;
mod strict;
mod typed;
pub(crate) mod uri;
mod version;
mod yaml;

pub(crate) use component::{Component, ComponentRef, Section};
pub(crate) use dialect::{
    CLIENT_CERTIFICATE, CONDITIONS_EXTENSION, COOKIE_STYLE_EXTENSION, DEFAULT_MAPPING_EXTENSION,
    Dialect, ENCODING_EXTENSION, EVENT_NAME_EXTENSION, EVENT_NAMES_EXTENSION, Identifiers,
    NUMBERS_EXTENSION, PARTS_EXTENSION, QUERY_STRING_EXTENSION, RESERVED_EXTENSION,
    TAG_KIND_EXTENSION, TEXT_EVENTS_EXTENSION, WEBHOOKS_EXTENSION,
};
pub use folder::find_documents;
#[cfg(feature = "lint")]
pub(crate) use folder::has_documents;
pub(crate) use folder::{documents_in, entries, omitted_versions};
pub(crate) use history::{Relocation, RemovedElements};
pub(crate) use media_type::{essence, is_json};
pub(crate) use operations::PathOperation;
pub(crate) use parse::parse;
pub use raw::RawDocument;
pub(crate) use reference::{
    CYCLE_HELP, Target, child, cycle, mapping_reference, similar_reference,
};
pub use selection::{Names, Selection};
pub use source::Source;
pub use typed::Document;
pub use version::Version;
