//! Reserved names: those that the templates use, and that items of a document cannot have.
//!
//! Each list is declared beside the template that uses its names. `pass/naming` reads the lists
//! here, and tests search the emitted code for names that are missing from them.

pub(crate) use crate::emit::operations::RESERVED_INPUTS as INPUTS;
pub(crate) use crate::emit::operations::RESERVED_TYPES as BUILDERS;
pub(crate) use crate::emit::operations::inputs::RESERVED_INPUTS as BODY_INPUTS;
pub(crate) use crate::emit::operations::jobs::RESERVED_INPUTS as JOB_INPUTS;
pub(crate) use crate::emit::operations::pagination::RESERVED_INPUTS as PAGED_INPUTS;
pub(crate) use crate::emit::operations::representations::{
    RESERVED_INPUTS as REPRESENTED_INPUTS, RESERVED_RAW_INPUTS as RAW_INPUTS,
};
pub(crate) use crate::emit::tag_groups::RESERVED_METHODS as METHODS;
pub(crate) use crate::emit::tag_groups::RESERVED_TAGS as TAGS;
pub(crate) use crate::emit::types::RESERVED_TYPES as TYPES;
pub(crate) use crate::emit::types::enums::RESERVED_VARIANTS as VALUES;
pub(crate) use crate::emit::types::structs::{
    RESERVED_FIELDS as FIELDS, RESERVED_SENT_FIELDS as SENT_FIELDS,
};
pub(crate) use crate::emit::types::unions::RESERVED_VARIANTS as VARIANTS;
pub(crate) use crate::emit::versions::RESERVED_WEBHOOK_TAGS as WEBHOOK_TAGS;
pub(crate) use crate::emit::versions::builder::RESERVED_ARGUMENTS as BUILDER_ARGUMENTS;
pub(crate) use crate::emit::versions::webhooks::RESERVED_TYPES as WEBHOOK_TYPES;

#[cfg(test)]
pub(in crate::emit) mod tests;
