//! Determines the patterns that select the variant of a union for a JSON value.
//!
//! A variant that is a union has the patterns of its variants, and so on. Each named type is a
//! pattern of a union once: of the variant from which the fewest unions lead to it. Unions that
//! list each other therefore have as many patterns as there are types, not as there are paths, and
//! a value is passed from union to union by the shortest way.

use std::collections::BTreeSet;

use crate::budget::{Budget, ITEM, NAME, RATIO};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use crate::hash::{HashMap, HashSet, IndexSet};
use crate::model::{
    Api, EnumType, JsonKind, JsonType, MemberTag, Object, Pattern, Schema, SchemaId, SchemaKind,
    Tag, Type, Union,
};

/// The maximum depth of unions and lists within a union.
const DEPTH: usize = 8;

/// The maximum number of kinds by which the items of lists are distinguished. A list of more kinds
/// of items is any list.
const MAX_ITEM_KINDS: usize = 64;

/// The patterns of each union.
pub(super) type UnionPatterns<'a> = HashMap<&'a SchemaId, Vec<Pattern>>;

/// Returns the patterns of all unions.
///
/// # Errors
/// Returns an error if they are out of proportion to the document.
pub(super) fn patterns<'a>(
    api: &'a Api,
    document: &Document,
) -> Result<UnionPatterns<'a>, Diagnostics> {
    let mut finder = Finder {
        api,
        keys: Keys::Own,
        budget: Budget::of(document),
        items: HashMap::default(),
    };
    let mut patterns = UnionPatterns::default();
    for (id, schema) in &api.schemas {
        if let SchemaKind::Union(union) = &schema.kind {
            patterns.insert(id, finder.union(union));
            if finder.budget.is_exhausted() {
                return Err(excessive(id, schema, document).into());
            }
        }
    }
    Ok(patterns)
}

fn excessive(id: &SchemaId, schema: &Schema, document: &Document) -> Diagnostic {
    let message = format!(
        "the variants of union `{id}` and of those before it describe more than {RATIO} times the \
         size of the document"
    );
    document
        .diagnostic(Code::ExcessiveExpansion, schema.pointer.clone(), message)
        .help("list fewer unions as variants of unions")
}

/// Returns whether two variants are objects with the same keys, so that the keys of nested objects
/// are needed to distinguish them.
fn have_same_keys(patterns: &[Pattern]) -> bool {
    let mut variants: HashMap<BTreeSet<&str>, usize> = HashMap::default();
    patterns.iter().any(|pattern| match &pattern.kind {
        JsonKind::Object { known, .. } => {
            let keys = known.iter().map(String::as_str).collect();
            *variants.entry(keys).or_insert(pattern.variant) != pattern.variant
        }
        _ => false,
    })
}

/// The keys of an object that distinguish it from others.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Keys {
    /// The keys of its properties.
    Own,
    /// The keys of its properties, and those of nested objects as `outer.inner`.
    OwnAndNested,
}

/// A variant, or a type that it leads to.
struct Step<'a> {
    variant: usize,
    ty: &'a Type<SchemaId>,
    tag: Option<&'a MemberTag>,
}

struct Finder<'a> {
    api: &'a Api,
    keys: Keys,
    budget: Budget,
    /// The kinds of the items of lists, by the named type of the items and the remaining depth.
    items: HashMap<(Keys, &'a SchemaId, usize), Vec<JsonKind>>,
}

impl<'a> Finder<'a> {
    fn union(&mut self, union: &'a Union) -> Vec<Pattern> {
        let variants = || {
            let members = union.members.iter().enumerate();
            members.map(|(variant, member)| Step {
                variant,
                ty: &member.ty,
                tag: member.tag.as_ref(),
            })
        };
        self.keys = Keys::Own;
        let mut patterns = self.find(variants().collect(), DEPTH, usize::MAX);
        if have_same_keys(&patterns) {
            self.keys = Keys::OwnAndNested;
            patterns = self.find(variants().collect(), DEPTH, usize::MAX);
        }
        let defaults = union.members.iter().enumerate();
        let defaults = defaults.filter(|(_, member)| member.is_default);
        patterns.extend(defaults.map(|(variant, _)| Pattern {
            variant,
            kind: any_object(None),
        }));
        patterns
    }

    /// Returns the patterns of some types and of those they lead to, level by level, at least
    /// one more than `limit` if there are more.
    fn find(&mut self, types: Vec<Step<'a>>, depth: usize, limit: usize) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        let mut count = 0;
        let mut visited: HashSet<(&SchemaId, Option<&MemberTag>)> = HashSet::default();
        let mut level = types;
        for depth in (0..depth).rev() {
            let mut next = Vec::new();
            for step in level {
                let ty = self.without_aliases(step.ty);
                if !self.budget.spend(ITEM) || count > limit {
                    return patterns;
                }
                let kind = match ty {
                    Type::Named(id) if !visited.insert((id, step.tag)) => continue,
                    Type::Named(id) => match self.named(id, step.tag) {
                        Named::Kind(kind) => kind,
                        Named::Union(union) => {
                            if union.members.iter().any(|member| member.is_default) {
                                patterns.push(Pattern {
                                    variant: step.variant,
                                    kind: any_object(step.tag),
                                });
                            }
                            next.extend(union.members.iter().map(|member| Step {
                                variant: step.variant,
                                ty: &member.ty,
                                tag: member.tag.as_ref().or(step.tag),
                            }));
                            continue;
                        }
                    },
                    Type::Array(items) => JsonKind::Array(self.items(items, depth)),
                    Type::Map(_) => any_object(step.tag),
                    Type::String => JsonKind::String,
                    Type::Integer | Type::Unsigned | Type::Timestamp => JsonKind::Integer,
                    Type::Number | Type::Decimal => JsonKind::Number,
                    Type::Boolean => JsonKind::Boolean,
                    Type::External(external) => match external.json {
                        JsonType::String | JsonType::FullDate => JsonKind::String,
                        JsonType::Number => JsonKind::Number,
                        JsonType::Array => JsonKind::Array(Vec::new()),
                        JsonType::Object => any_object(step.tag),
                        JsonType::OtherScalar | JsonType::Any => JsonKind::Any,
                    },
                    Type::Json | Type::Nullable(_) | Type::Boxed(_) => JsonKind::Any,
                };
                let size = size(&kind);
                self.budget.spend(size.bytes);
                count += size.kinds;
                patterns.push(Pattern {
                    variant: step.variant,
                    kind,
                });
            }
            level = next;
        }
        patterns
    }

    /// Returns a type without null and aliases.
    fn without_aliases(&mut self, ty: &'a Type<SchemaId>) -> &'a Type<SchemaId> {
        let mut ty = ty;
        while self.budget.spend(NAME) {
            ty = match ty {
                Type::Nullable(inner) | Type::Boxed(inner) => inner,
                Type::Named(id) => match self.api.schemas.get(id).map(|schema| &schema.kind) {
                    Some(SchemaKind::Alias(inner) | SchemaKind::Recursive(inner)) => inner,
                    _ => break,
                },
                _ => break,
            };
        }
        ty
    }

    fn named(&self, id: &SchemaId, tag: Option<&MemberTag>) -> Named<'a> {
        match self.api.schemas.get(id).map(|schema| &schema.kind) {
            Some(SchemaKind::Object(properties)) => Named::Kind(self.object(properties, tag)),
            Some(SchemaKind::Enum(values)) => Named::Kind(match values.ty {
                EnumType::String => JsonKind::String,
                EnumType::Integer => JsonKind::Integer,
            }),
            Some(SchemaKind::Union(union)) => Named::Union(union),
            Some(SchemaKind::Alias(_) | SchemaKind::Recursive(_)) | None => {
                Named::Kind(JsonKind::Any)
            }
        }
    }

    /// Returns the kinds of the items of a list; none if they may be of any kind.
    fn items(&mut self, items: &'a Type<SchemaId>, depth: usize) -> Vec<JsonKind> {
        let items = self.without_aliases(items);
        let key = match items {
            Type::Named(id) => Some((self.keys, id, depth)),
            _ => None,
        };
        if let Some(known) = key.as_ref().and_then(|key| self.items.get(key)) {
            return known.clone();
        }
        let item = Step {
            variant: 0,
            ty: items,
            tag: None,
        };
        let patterns = self.find(vec![item], depth, MAX_ITEM_KINDS);
        let kinds: IndexSet<JsonKind> = patterns.into_iter().map(|one| one.kind).collect();
        let count: usize = kinds.iter().map(|kind| size(kind).kinds).sum();
        let kinds = if kinds.contains(&JsonKind::Any) || count > MAX_ITEM_KINDS {
            Vec::new()
        } else {
            kinds.into_iter().collect()
        };
        if let Some(key) = key {
            self.items.insert(key, kinds.clone());
        }
        kinds
    }

    fn object(&self, object: &'a Object, tag: Option<&MemberTag>) -> JsonKind {
        let properties = || object.properties.iter();
        // The declared values of a discriminator are among its values.
        let declared = tag.filter(|tag| !tag.declared.is_empty());
        let is_declared = |name: &str| declared.is_some_and(|tag| tag.property == name);
        JsonKind::Object {
            tag: tag.map(|tag| values(tag, |name| self.allows(object, &tag.property, name))),
            constants: properties()
                .filter(|(name, _)| !is_declared(name))
                .filter_map(|(name, property)| Some((name.clone(), property.constant.clone()?)))
                .collect(),
            required: properties()
                .filter(|(_, property)| property.required)
                .map(|(name, _)| name.clone())
                .collect(),
            known: properties()
                .flat_map(|(name, property)| self.known(name, &property.ty))
                .collect(),
        }
    }

    /// Returns `true` if a property may have a value: it is not an enum of others.
    fn allows(&self, object: &Object, property: &str, value: &str) -> bool {
        let Some(property) = object.properties.get(property) else {
            return true;
        };
        if let Some(constant) = &property.constant {
            return constant.text().is_some_and(|text| text == value);
        }
        if !property.values.is_empty() {
            return property.values.iter().any(|one| one == value);
        }
        let Type::Named(id) = self.api.plain(&property.ty) else {
            return true;
        };
        match self.api.schemas.get(id).map(|schema| &schema.kind) {
            Some(SchemaKind::Enum(known)) => known.values.iter().any(|one| one.value == value),
            _ => true,
        }
    }

    /// Returns the key of a property, and the keys of its nested object.
    fn known(&self, name: &str, ty: &'a Type<SchemaId>) -> Vec<String> {
        let nested = match self.keys {
            Keys::Own => None,
            Keys::OwnAndNested => self.nested_object(ty),
        };
        let nested_keys = nested
            .into_iter()
            .flat_map(|object| object.properties.keys())
            .map(|key| format!("{name}.{key}"));
        std::iter::once(name.to_owned())
            .chain(nested_keys)
            .collect()
    }

    /// Returns the object type of a property or of its array items.
    fn nested_object(&self, ty: &'a Type<SchemaId>) -> Option<&'a Object> {
        match self.api.plain(ty) {
            Type::Array(items) => self.nested_object(items),
            Type::Named(id) => match &self.api.schemas.get(id)?.kind {
                SchemaKind::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A named type.
enum Named<'a> {
    Kind(JsonKind),
    Union(&'a Union),
}

/// The size of a kind, with the kinds of items in it.
struct Size {
    kinds: usize,
    /// The estimated size in a document.
    bytes: usize,
}

fn size(kind: &JsonKind) -> Size {
    let mut size = Size {
        kinds: 1,
        bytes: ITEM,
    };
    match kind {
        JsonKind::Array(items) => {
            for item in items.iter().map(self::size) {
                size.kinds += item.kinds;
                size.bytes += item.bytes;
            }
        }
        JsonKind::Object {
            constants,
            required,
            known,
            ..
        } => size.bytes += NAME * (constants.len() + required.len() + known.len()),
        _ => {}
    }
    size
}

/// Returns the values that select a member. The name of the schema is one of them beside mapped
/// values if `allows` returns `true` for it.
fn values(tag: &MemberTag, allows: impl FnOnce(&str) -> bool) -> Tag {
    let name = tag.name.as_ref();
    let name = name.filter(|name| tag.mapped.is_empty() || allows(name));
    Tag {
        property: tag.property.clone(),
        values: tag
            .mapped
            .iter()
            .chain(&tag.declared)
            .chain(name)
            .cloned()
            .collect(),
    }
}

fn any_object(tag: Option<&MemberTag>) -> JsonKind {
    JsonKind::Object {
        tag: tag.map(|tag| values(tag, |_| true)),
        constants: Vec::new(),
        required: Vec::new(),
        known: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
