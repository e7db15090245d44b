use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Where a schema stands in its document: a component or an operation, and the steps (property
/// names, union members, `item`, `value`) from there to a schema that is written inline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId {
    root: Root,
    steps: Vec<String>,
}

/// What a schema stands below.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// `components/schemas/<name>`
    Component(String),
    /// The parameters, body or responses of the operation with this id.
    Operation(String),
}

impl SchemaId {
    /// The schema `components/schemas/<name>`.
    pub fn component(name: impl Into<String>) -> Self {
        Self {
            root: Root::Component(name.into()),
            steps: Vec::new(),
        }
    }

    /// What the inline schemas of an operation stand below.
    pub fn operation(id: impl Into<String>) -> Self {
        Self {
            root: Root::Operation(id.into()),
            steps: Vec::new(),
        }
    }

    /// The inline schema one step below this one.
    pub fn child(&self, step: impl Into<String>) -> Self {
        let mut child = self.clone();
        child.steps.push(step.into());
        child
    }

    /// Whether the schema is a component, or the whole of a parameter, body or response: then
    /// `x-rust-name` names its type, while further down it names the step.
    pub fn is_whole(&self) -> bool {
        match self.root {
            Root::Component(_) => self.steps.is_empty(),
            Root::Operation(_) => self.steps.len() == 1,
        }
    }

    /// The component or operation that the schema stands below.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The name of the root and the steps from it, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.root.name()).chain(self.steps.iter().map(String::as_str))
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.root.name())?;
        self.steps.iter().try_for_each(|step| write!(f, ".{step}"))
    }
}

impl Root {
    /// The name of the component, or the id of the operation.
    pub fn name(&self) -> &str {
        match self {
            Self::Component(name) | Self::Operation(name) => name,
        }
    }
}

/// A valid Rust identifier, cased for its place.
///
/// Keywords are kept as they are; emitting writes them raw (`r#type`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustName(String);

impl RustName {
    /// A name of a type or a variant: `UpperCamelCase`.
    ///
    /// `None` when no letter or digit is left to make a name of. Numbers that dots separate are
    /// versions and keep their parts: `2.16` is `V2_16`.
    pub fn upper_camel<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut name = String::new();
        for word in words {
            match version_like(word) {
                true => name.push_str(&format!("V{}", word.replace('.', "_"))),
                false => name.push_str(&word.to_upper_camel_case()),
            }
        }
        Self::checked(name)
    }

    /// A name of a field, function or module: `snake_case`.
    ///
    /// `None` when no letter or digit is left to make a name of.
    pub fn snake(word: &str) -> Option<Self> {
        Self::checked(word.to_snake_case())
    }

    /// A name that somebody chose, as it stands. `None` when it is no Rust identifier.
    pub fn verbatim(name: &str) -> Option<Self> {
        Self::checked(name.to_owned()).filter(|checked| checked.as_str() == name)
    }

    /// `__`, for what no name can be made of.
    pub fn underscore() -> Self {
        Self("__".to_owned())
    }

    fn checked(name: String) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(|c| unicode_ident::is_xid_continue(*c))
            .collect();
        match name.chars().next() {
            _ if name.chars().all(|c| c == '_') => None,
            Some(first) if first != '_' && !unicode_ident::is_xid_start(first) => {
                Some(Self(format!("_{name}")))
            }
            _ if matches!(name.as_str(), "self" | "super" | "crate" | "Self") => {
                Some(Self(format!("{name}_")))
            }
            _ => Some(Self(name)),
        }
    }

    /// The identifier without `r#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn version_like(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::RustName;

    fn upper(word: &str) -> Option<String> {
        RustName::upper_camel([word]).map(|name| name.to_string())
    }

    #[test]
    fn versions_keep_their_parts() {
        assert_eq!(upper("2.1").as_deref(), Some("V2_1"));
        assert_eq!(upper("2.10").as_deref(), Some("V2_10"));
    }

    #[test]
    fn every_name_is_an_identifier_or_none() {
        assert_eq!(upper("3rd_party_error").as_deref(), Some("_3rdPartyError"));
        assert_eq!(upper("pt-BR").as_deref(), Some("PtBr"));
        assert_eq!(upper("Self").as_deref(), Some("Self_"));
        assert_eq!(upper("!="), None);
    }
}
