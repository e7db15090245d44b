//! `x-search-query`: marks the schema of a search query, and says how large a query may be.

use serde_json::Value;

use crate::diagnostic::Code;
use crate::model::SearchLimits;

use super::facets::Facets;
use super::{Lowering, Site};

const ANNOTATION: &str = "x-search-query";

impl<'a> Lowering<'a> {
    /// Keeps what the annotation says, if the schema that was lowered at `site` has it.
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
            (Some(_), None) => "a search query is marked that is no type of its own",
            (None, _) => "a search query is marked without its limits",
        };
        let help = "put the annotation on the schema that is one of a condition and a group, and \
                    write it `x-search-query: {max-depth: 2, max-filters: 15}`, with numbers above 0";
        self.error(Code::InvalidSearchQuery, &pointer, message.to_owned(), help);
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
