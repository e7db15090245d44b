//! The scalar properties of JSON bodies, without those that are only in responses.

use indexmap::map::Entry;
use proc_macro2::TokenStream;
use quote::quote;

use crate::hash::{HashSet, IndexMap};
use crate::model::{Field, RustName, ShapeId, ShapeKind, Type};

use crate::emit::cli::help;
use crate::emit::cli::inputs::{Described, Kind, Place};
use crate::emit::cli::tables::{self, Distinct};
use crate::emit::context::Context;

/// The tables of the properties of bodies, each once.
#[derive(Default)]
pub(super) struct Bodies(Distinct);

impl Bodies {
    /// Returns the name of the table of a body; `None` if none of its properties is a scalar.
    /// `operation` is the name of a body without one of its own.
    pub fn name(
        &mut self,
        context: &Context<'_>,
        ty: &Type<ShapeId>,
        is_required: bool,
        operation: &str,
    ) -> Option<String> {
        let inputs = inputs(context, ty, is_required);
        if inputs.is_empty() {
            return None;
        }
        let name = match ty.named() {
            Some(id) => context.library.shape(*id).item.name.as_str(),
            None => operation,
        };
        let name = RustName::snake(name);
        let value = quote!([#(#inputs),*]).to_string();
        Some(self.0.add(name.as_str(), value))
    }

    pub fn into_entries(self) -> Vec<tables::Entry> {
        self.0.entries
    }
}

/// A property of a union: of the same name in some of its variants.
struct Property {
    described: Described,
    /// The description, if it is the same in all of these variants.
    help: String,
}

/// Emits the inputs of a body. No property of an optional body is required.
fn inputs(context: &Context<'_>, ty: &Type<ShapeId>, is_required: bool) -> Vec<TokenStream> {
    let mut seen = HashSet::default();
    let structs = structs(context, ty, &mut seen);
    if let [fields] = structs.as_slice() {
        return sent(fields)
            .filter_map(|field| input(context, field, is_required))
            .collect();
    }
    // None is required or constant: it depends on the variant.
    let mut properties: IndexMap<&str, Property> = IndexMap::default();
    for field in structs.into_iter().flat_map(sent) {
        let described = match &field.constant {
            Some(constant) => Described::constant(constant),
            None => Described::of(context, &field.ty),
        };
        let help = help(&field.docs);
        match properties.entry(&field.json_name) {
            Entry::Vacant(entry) => {
                entry.insert(Property { described, help });
            }
            Entry::Occupied(mut entry) => {
                let property = entry.get_mut();
                merge(&mut property.described, &described);
                // That of one variant may be false for another.
                if property.help != help {
                    property.help.clear();
                }
            }
        }
    }
    properties.retain(|_, property| property.described.kind != Kind::Json);
    let properties = properties.iter();
    properties
        .map(|(name, property)| property.described.emit(&Place::Body, name, &property.help))
        .collect()
}

/// Returns the fields that requests contain.
fn sent(fields: &[Field<ShapeId>]) -> impl Iterator<Item = &Field<ShapeId>> {
    fields.iter().filter(|field| !field.is_read_only)
}

/// Emits the input of a property; `None` if it is not a scalar or a list of scalars.
fn input(context: &Context<'_>, field: &Field<ShapeId>, is_required: bool) -> Option<TokenStream> {
    let name = &field.json_name;
    if let Some(constant) = &field.constant {
        let json = constant.json().to_string();
        return Some(quote!(Input::body(#name, Kind::Any, "").constant(#json)));
    }
    let described = Described::of(context, &field.ty);
    (described.kind != Kind::Json).then(|| {
        let described = described.required(field.is_argument && is_required);
        described.emit(&Place::Body, name, &help(&field.docs))
    })
}

fn merge(one: &mut Described, other: &Described) {
    if one.is_list != other.is_list || [&one.kind, &other.kind].contains(&&Kind::Json) {
        *one = Described {
            kind: Kind::Json,
            ..other.clone()
        };
    } else if one.kind != other.kind {
        one.kind = Kind::Any;
        one.values.clear();
    } else {
        let known: HashSet<String> = one.values.iter().cloned().collect();
        let new = other.values.iter().filter(|value| !known.contains(*value));
        one.values.extend(new.cloned());
    }
}

/// Returns the fields of the structs that a body is one of.
fn structs<'a>(
    context: &'a Context<'_>,
    ty: &'a Type<ShapeId>,
    seen: &mut HashSet<ShapeId>,
) -> Vec<&'a [Field<ShapeId>]> {
    match context.library.without_aliases(ty) {
        Type::Nullable(ty) | Type::Boxed(ty) => structs(context, ty, seen),
        Type::Named(id) if seen.insert(*id) => match &context.library.shape(*id).item.kind {
            ShapeKind::Struct(object) => vec![&object.fields],
            ShapeKind::Union(union) => {
                let variants = union.variants.iter();
                variants
                    .flat_map(|variant| structs(context, &variant.ty, seen))
                    .collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
