//! The limit of what compositions add to a document.
//!
//! A base of many properties and many subtypes describes far more than it says, and so does a chain
//! of `allOf` with a property at each level.

use crate::budget::{ITEM, NAME, RATIO};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Object, Property};

use super::compose::Merged;
use super::{Lowering, Site};

impl Lowering<'_> {
    /// Returns `true` if nothing may be composed any more: the document is rejected.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.is_exhausted()
    }

    /// Takes the size of a copy of the properties from the budget. Returns a copy, or no properties
    /// if the budget does not suffice.
    pub(super) fn copy(&mut self, object: &Object, pointer: &Pointer) -> Object {
        let size = object.properties.values().map(size).sum();
        if self.spend(size, pointer) {
            object.clone()
        } else {
            Object::default()
        }
    }

    /// Takes the size of a copy of merged content from the budget.
    pub(super) fn spend_content(&mut self, content: &Merged<'_>, site: &Site) -> bool {
        let properties: usize = content.object.properties.values().map(size).sum();
        let names = content.required.len() * NAME;
        self.spend(
            properties + names + content.choices.len() * ITEM,
            &site.pointer,
        )
    }

    /// Takes the size of some alternatives, or of a step to a component, from the budget.
    pub(super) fn spend_items(&mut self, count: usize, pointer: &Pointer) -> bool {
        self.spend(count.saturating_mul(ITEM), pointer)
    }

    /// Takes a size from the budget. Reports the first composition that it does not suffice for,
    /// and returns `false` from then on.
    fn spend(&mut self, size: usize, pointer: &Pointer) -> bool {
        if self.is_exhausted() {
            return false;
        }
        let suffices = self.budget.spend(size);
        if !suffices {
            let message = format!(
                "the compositions of the document describe more than {RATIO} times its size"
            );
            let help = "refer to shared properties by a property of their own instead of `allOf`, \
                        or remove repeated alternatives";
            self.report(Code::ExcessiveExpansion, pointer, message, help);
        }
        suffices
    }
}

/// Returns the estimated size of a property in a document.
fn size(property: &Property) -> usize {
    let notes = property.docs.notes.iter().map(String::len);
    let text = property.docs.text.as_ref().map_or(0, String::len);
    ITEM + text + notes.sum::<usize>()
}
