//! Which shapes are held directly by fields, or in a `Box`. These implement traits that the others
//! do not need, and each implementation takes time to compile.

use crate::hash::HashSet;
use crate::model::{Library, Presence, ShapeId, ShapeKind, Type};

use crate::emit::types::structs::has_default;

/// The shapes by the types that hold them.
pub(in crate::emit) struct Holders {
    /// The shapes that a required field of a struct without `Default` holds, possibly in a `Box`.
    pub required: HashSet<ShapeId>,
    /// The shapes that such a field holds in a `Box`.
    pub required_boxes: HashSet<ShapeId>,
    /// The shapes that are in a `Box` anywhere.
    pub boxes: HashSet<ShapeId>,
}

impl Holders {
    /// Finds the holders of all shapes.
    pub fn of(library: &Library) -> Self {
        let mut holders = Self {
            required: HashSet::default(),
            required_boxes: HashSet::default(),
            boxes: HashSet::default(),
        };
        for shape in &library.shapes {
            for ty in shape.item.types() {
                holders.add_boxes(library, ty);
            }
            if let ShapeKind::Struct(object) = &shape.item.kind
                && !has_default(object)
            {
                let fields = object.fields.iter();
                let required = fields.filter(|field| field.presence == Presence::Required);
                required.for_each(|field| holders.add_required(library, &field.ty));
            }
        }
        holders
    }

    fn add_required(&mut self, library: &Library, ty: &Type<ShapeId>) {
        match library.without_aliases(ty) {
            Type::Named(id) => {
                self.required.insert(*id);
            }
            Type::Boxed(inner) => {
                if let Type::Named(id) = library.without_aliases(inner) {
                    self.required.insert(*id);
                    self.required_boxes.insert(*id);
                }
            }
            _ => {}
        }
    }

    fn add_boxes(&mut self, library: &Library, ty: &Type<ShapeId>) {
        match ty {
            Type::Boxed(inner) => {
                if let Type::Named(id) = library.without_aliases(inner) {
                    self.boxes.insert(*id);
                }
                self.add_boxes(library, inner);
            }
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => {
                self.add_boxes(library, inner);
            }
            _ => {}
        }
    }
}
