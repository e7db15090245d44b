//! Names that the templates use. Nothing that a document names may have them where they are used.
//!
//! Each list is declared beside the template that uses its names. `pass/naming` reads them here,
//! and a test reads the emitted code for names that a list lacks.

pub(crate) use super::builder::RESERVED_ARGUMENTS as BUILDER_ARGUMENTS;
pub(crate) use super::enums::RESERVED_VARIANTS as VALUES;
pub(crate) use super::handles::RESERVED_METHODS as METHODS;
pub(crate) use super::inputs::RESERVED_INPUTS as BODY_INPUTS;
pub(crate) use super::operations::RESERVED_INPUTS as INPUTS;
pub(crate) use super::operations::RESERVED_TYPES as BUILDERS;
pub(crate) use super::pages::RESERVED_INPUTS as PAGED_INPUTS;
pub(crate) use super::structs::{RESERVED_FIELDS as FIELDS, RESERVED_SENT_FIELDS as SENT_FIELDS};
pub(crate) use super::types::RESERVED_TYPES as TYPES;
pub(crate) use super::unions::RESERVED_VARIANTS as VARIANTS;
pub(crate) use super::versions::{RESERVED_TAGS as TAGS, RESERVED_WEBHOOK_TAGS as WEBHOOK_TAGS};
pub(crate) use super::webhooks::RESERVED_TYPES as WEBHOOK_TYPES;

#[cfg(test)]
mod tests;
