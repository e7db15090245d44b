//! Reading OpenAPI documents: files in, checked [`Document`]s out.

mod additions;
mod document;
mod folder;
pub(crate) mod grammar;
pub mod import;
mod normalise;
mod overlay;
mod reference;
mod selection;
pub(crate) mod site;
mod source;
mod subtypes;
mod value;
mod version;
mod words;

pub use additions::Additions;
pub use document::{Document, RawDocument};
pub use folder::find_documents;
#[cfg(feature = "lint")]
pub(crate) use folder::has_documents;
pub(crate) use normalise::EXPLODE;
pub use overlay::Overlay;
pub use selection::Selection;
pub use source::Source;
pub(crate) use subtypes::SUBTYPES;
pub use version::Version;
pub use words::Words;
