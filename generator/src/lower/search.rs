//! `x-search-query`: marks the schema of a search query and limits the size of a query.

use serde_json::Value;

use crate::diagnostic::Code;
use crate::model::SearchLimits;

use super::facets::Facets;
use super::{Lowering, Site};

const ANNOTATION: &str = "x-search-query";

impl<'a> Lowering<'a> {
    /// Stores the limits of the annotation in the schema at `site`.
    pub(super) fn search_query(&mut self, facets: &Facets<'a>, site: &Site) {
        let Some(annotation) = facets.data.extensions.get(ANNOTATION) else {
            return;
        };
        let pointer = site.pointer.child(ANNOTATION);
        let message = match (limits(annotation), self.schemas.get_mut(&site.id)) {
            (Some(limits), Some(schema)) => {
                schema.search = Some(limits);
                return;
            }
            (Some(_), None) => "`x-search-query` is on a schema that has no type of its own",
            (None, _) => "`x-search-query` does not declare valid limits",
        };
        let help = "write `x-search-query: {max-depth: 2, max-filters: 15}`, with numbers above 0, \
                    in the schema whose alternatives are a condition and a group";
        self.report(Code::InvalidSearchQuery, &pointer, message.to_owned(), help);
    }
}

fn limits(annotation: &Value) -> Option<SearchLimits> {
    let object = annotation.as_object().filter(|object| object.len() == 2)?;
    let limit = |key: &str| {
        let limit = usize::try_from(object.get(key)?.as_u64()?).ok()?;
        (limit > 0).then_some(limit)
    };
    Some(SearchLimits {
        max_depth: limit("max-depth")?,
        max_filters: limit("max-filters")?,
    })
}
