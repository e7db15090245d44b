use serde_json::{Value, json};

use super::{FilterError, Grammar};

const AND: &str = "AND";
const OR: &str = "OR";

/// A search filter: a condition, or a group of filters joined by `and` or `or`.
///
/// A generated search request is created from it by `try_from`; see the [module](super) for an
/// example.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Filter(Node);

/// A group contains conditions and groups with the other operator: nested groups with the same
/// operator are merged.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Condition(Condition),
    Group(Group),
}

/// A comparison of a field with a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    pub field: String,
    pub operator: &'static str,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
struct Group {
    operator: &'static str,
    members: Vec<Node>,
}

impl From<Condition> for Filter {
    fn from(condition: Condition) -> Self {
        Self(Node::Condition(condition))
    }
}

impl Filter {
    /// Matches if both filters match.
    pub fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// Matches if at least one of both filters matches.
    pub fn or(self, other: Self) -> Self {
        Self::any([self, other])
    }

    /// Matches if all filters match.
    ///
    /// An empty list is an error of the search request ([`FilterError::Empty`]).
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::join(AND, filters)
    }

    /// Matches if at least one of the filters matches.
    ///
    /// An empty list is an error of the search request ([`FilterError::Empty`]).
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::join(OR, filters)
    }

    fn join(operator: &'static str, filters: impl IntoIterator<Item = Self>) -> Self {
        let mut members: Vec<Node> = Vec::new();
        for Self(node) in filters {
            match node {
                Node::Group(group) if group.operator == operator && !group.members.is_empty() => {
                    // The list is moved, so that a long chain of `and` takes linear time.
                    if members.is_empty() {
                        members = group.members;
                    } else {
                        members.extend(group.members);
                    }
                }
                node => members.push(node),
            }
        }
        match members.pop() {
            Some(only) if members.is_empty() => Self(only),
            last => {
                members.extend(last);
                Self(Node::Group(Group { operator, members }))
            }
        }
    }

    /// Converts the filter to JSON for the API.
    ///
    /// # Errors
    /// Returns an error if the grammar does not allow the filter.
    pub(super) fn into_json(self, grammar: &Grammar) -> Result<Value, FilterError> {
        let depth = self.0.depth();
        if depth > grammar.max_depth {
            return Err(FilterError::TooDeep {
                depth,
                limit: grammar.max_depth,
            });
        }
        self.0.into_json(grammar)
    }
}

impl Node {
    fn depth(&self) -> usize {
        match self {
            Self::Condition(_) => 0,
            Self::Group(group) => {
                let depths = group.members.iter().map(Self::depth);
                depths.max().unwrap_or_default() + 1
            }
        }
    }

    fn into_json(self, grammar: &Grammar) -> Result<Value, FilterError> {
        match self {
            Self::Condition(condition) => condition.into_json(grammar),
            Self::Group(group) => group.into_json(grammar),
        }
    }
}

impl Condition {
    fn into_json(self, grammar: &Grammar) -> Result<Value, FilterError> {
        let Self {
            field,
            operator,
            value,
        } = self;
        if grammar.operators.contains(&operator) {
            Ok(json!({"field": field, "operator": operator, "value": value}))
        } else {
            Err(FilterError::UnknownOperator { field, operator })
        }
    }
}

impl Group {
    fn into_json(self, grammar: &Grammar) -> Result<Value, FilterError> {
        let Self { operator, members } = self;
        let (count, limit) = (members.len(), grammar.max_filters);
        if count == 0 {
            return Err(FilterError::Empty);
        }
        if count > limit {
            return Err(FilterError::TooMany {
                operator,
                count,
                limit,
            });
        }
        let has_groups = members.iter().any(|node| matches!(node, Node::Group(_)));
        let wrap = has_groups && !grammar.mixes;
        let members = members.into_iter().map(|node| match node {
            // Conditions that must not be mixed with groups are wrapped in groups.
            Node::Condition(condition) if wrap => Group {
                operator: AND,
                members: vec![Node::Condition(condition)],
            }
            .into_json(grammar),
            node => node.into_json(grammar),
        });
        let members: Vec<Value> = members.collect::<Result<_, _>>()?;
        Ok(json!({"operator": operator, "value": members}))
    }
}
