//! The position and the location of a schema.

use crate::diagnostic::Pointer;
use crate::document::ComponentRef;
use crate::model::{SchemaId, Step};

/// The position of a schema in the model and its location in the document.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub id: SchemaId,
    pub pointer: Pointer,
    /// `true` if the schema is a member of an `allOf` or below one: other members may declare it,
    /// too.
    pub in_all_of: bool,
}

impl Site {
    /// Creates the site of a schema that is not part of an `allOf`.
    pub fn new(id: SchemaId, pointer: Pointer) -> Self {
        Self {
            id,
            pointer,
            in_all_of: false,
        }
    }

    /// Returns the site of a component of `schemas`.
    pub fn component(name: &str) -> Self {
        let pointer = ComponentRef::schema(name).pointer();
        Self::new(SchemaId::component(name), pointer)
    }

    /// Returns the site of an inline schema, one step below.
    pub fn child(&self, step: Step, pointer: Pointer) -> Self {
        Self {
            id: self.id.child(step),
            pointer,
            in_all_of: self.in_all_of,
        }
    }

    /// Returns the site of another schema of the same value.
    pub fn at(&self, pointer: Pointer) -> Self {
        Self {
            pointer,
            ..self.clone()
        }
    }

    /// Returns the site of a schema of `allOf`, which describes the same value.
    pub fn all_of(&self, index: usize) -> Self {
        Self {
            pointer: self.pointer.child("allOf").index(index),
            in_all_of: true,
            id: self.id.clone(),
        }
    }
}
