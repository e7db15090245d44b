use std::fmt;

/// Why no search can be made of a [`Filter`](super::Filter).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterError {
    /// A group without a filter, such as [`Filter::all`](super::Filter::all) of an empty list.
    Empty,
    /// Groups within groups within groups.
    TooDeep {
        /// How deep the groups are nested; 1 for one group.
        depth: usize,
        /// How deep they may be.
        limit: usize,
    },
    /// More filters side by side than a group may have.
    TooMany {
        /// What joins them: `AND` or `OR`.
        operator: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// An operator that this version of the API does not have.
    UnknownOperator {
        /// The field that is compared.
        field: String,
        /// How the operator is written, such as `<=`.
        operator: &'static str,
    },
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "a group of the search has no filter: give it one, or leave the group out",
            ),
            Self::TooDeep { depth, limit } => write!(
                f,
                "the groups of the search are nested {depth} deep, where {limit} is the most: \
                 multiply them out, or search several times"
            ),
            Self::TooMany {
                operator,
                count,
                limit,
            } => write!(
                f,
                "a group of the search has {count} filters joined by {operator}, where {limit} is \
                 the most: list the values of one field in `is_in`, or search several times"
            ),
            Self::UnknownOperator { field, operator } => write!(
                f,
                "the search compares `{field}` by `{operator}`, which this version of the API \
                 does not have: use another operator, or another version"
            ),
        }
    }
}

impl std::error::Error for FilterError {}
