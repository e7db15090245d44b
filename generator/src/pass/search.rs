//! Determines the grammar of the search queries of a document.
//!
//! A query is a condition, an object of `field`, `operator` and `value`, or a group, an object of
//! `operator` (`AND` and `OR` among others) and a list `value` of queries. The filters of the
//! runtime serialize such objects; this module checks that the document declares them.

use crate::model::{Api, Object, Schema, SchemaId, SchemaKind, SearchGrammar, SearchLimits, Type};

/// The help for a schema that is not a search query.
pub(super) const HELP: &str = "remove `x-search-query`, or correct the schema: a query is one of a \
    condition (`field`, `operator`, `value`) and a group (`operator`, and `value` with a list of \
    conditions or groups)";

/// Returns the grammar of a schema with `x-search-query`.
///
/// # Errors
/// Returns a message if the schema is not a union of a condition and a group.
pub(super) fn grammar(
    api: &Api,
    schema: &Schema,
    limits: SearchLimits,
) -> Result<SearchGrammar, String> {
    let queries = Queries { api };
    let SchemaKind::Union(union) = &schema.kind else {
        return Err("search query is not a union".to_owned());
    };
    let members = || {
        union
            .members
            .iter()
            .filter_map(|member| queries.object(&member.ty))
    };
    let condition = members().find(|(_, object)| has(object, &["field", "operator", "value"]));
    let group = members().find(|(_, object)| {
        has(object, &["operator", "value"]) && !object.properties.contains_key("field")
    });
    let (Some((condition_id, condition)), Some((group_id, group))) = (condition, group) else {
        return Err("search query has no condition or no group among its members".to_owned());
    };
    let operators = queries.operators(condition);
    if operators.is_empty() {
        return Err("condition of the search query declares no operators".to_owned());
    }
    let group_operators = queries.operators(group);
    if !["AND", "OR"]
        .iter()
        .all(|operator| group_operators.contains(operator))
    {
        return Err(
            "group of the search query does not declare the operators `AND` and `OR`".to_owned(),
        );
    }
    let lists = queries.lists(group);
    let contains = |list: &Vec<&SchemaId>, id| list.contains(&id);
    if !lists.iter().any(|list| contains(list, condition_id)) {
        return Err("group of the search query contains no conditions".to_owned());
    }
    if limits.max_depth > 1 && !lists.iter().any(|list| contains(list, group_id)) {
        return Err(
            "group of the search query contains no groups, but `max-depth` is above 1".to_owned(),
        );
    }
    Ok(SearchGrammar {
        operators: operators.into_iter().map(str::to_owned).collect(),
        mixes: lists
            .iter()
            .any(|list| contains(list, condition_id) && contains(list, group_id)),
        max_depth: limits.max_depth,
        max_filters: limits.max_filters,
    })
}

fn has(object: &Object, keys: &[&str]) -> bool {
    keys.iter().all(|key| object.properties.contains_key(*key))
}

struct Queries<'a> {
    api: &'a Api,
}

impl<'a> Queries<'a> {
    fn kind(&self, ty: &'a Type<SchemaId>) -> Option<(&'a SchemaId, &'a SchemaKind)> {
        let Type::Named(id) = plain(ty) else {
            return None;
        };
        match &self.api.schemas.get(id)?.kind {
            SchemaKind::Alias(ty) => self.kind(ty),
            kind => Some((id, kind)),
        }
    }

    fn object(&self, ty: &'a Type<SchemaId>) -> Option<(&'a SchemaId, &'a Object)> {
        match self.kind(ty)? {
            (id, SchemaKind::Object(object)) => Some((id, object)),
            _ => None,
        }
    }

    fn operators(&self, object: &'a Object) -> Vec<&'a str> {
        let operator = object.properties.get("operator");
        match operator.and_then(|property| self.kind(&property.ty)) {
            Some((_, SchemaKind::Enum(operators))) => operators
                .values
                .iter()
                .map(|operator| operator.value.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the lists that the `value` of a group can be, each as the objects of its items.
    fn lists(&self, group: &'a Object) -> Vec<Vec<&'a SchemaId>> {
        let value = group.properties.get("value");
        value
            .map(|property| self.alternatives(&property.ty))
            .into_iter()
            .flatten()
            .filter_map(|ty| match ty {
                Type::Array(items) => Some(self.alternatives(items)),
                _ => None,
            })
            .map(|items| {
                items
                    .into_iter()
                    .filter_map(|ty| self.object(ty))
                    .map(|(id, _)| id)
                    .collect()
            })
            .collect()
    }

    /// Returns the members of a union, or the type itself.
    fn alternatives(&self, ty: &'a Type<SchemaId>) -> Vec<&'a Type<SchemaId>> {
        match self.kind(ty) {
            Some((_, SchemaKind::Union(union))) => {
                union.members.iter().map(|member| &member.ty).collect()
            }
            _ => vec![plain(ty)],
        }
    }
}

/// Returns the type without boxes and null.
fn plain(ty: &Type<SchemaId>) -> &Type<SchemaId> {
    match ty {
        Type::Boxed(ty) | Type::Nullable(ty) => plain(ty),
        ty => ty,
    }
}
