use std::borrow::Cow;
use std::fmt;
use std::iter::once;

use super::Status;

/// The position of a schema in its document: a component or an operation, and the steps from there
/// to a schema that is declared inline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId {
    root: Root,
    steps: Vec<Step>,
}

/// The object that contains a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// `components/schemas/<name>`
    Component(String),
    /// `components/responses/<name>`
    Response(String),
    /// The operation with this id.
    Operation(String),
}

/// A step to a schema that is declared inline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The request body of an operation.
    Request,
    /// A response of an operation; the only successful one has no status here.
    Response(Option<Status>),
    /// The choice between the successful responses of an operation.
    Success,
    /// A parameter of an operation, by its name.
    Parameter(String),
    /// A property of an object or a field of a form, by its name.
    Property(String),
    /// The elements of an array.
    Item,
    /// The values of a map.
    Value,
    /// An alternative of a union, by its name.
    Variant(String),
    /// Another schema that is declared at the same position: the second is 2.
    Another(usize),
}

/// The object that directly contains an inline schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Container {
    /// Its position, as it is displayed.
    pub name: String,
    /// The step from there.
    pub step: Step,
}

impl SchemaId {
    /// The schema `components/schemas/<name>`.
    pub fn component(name: impl Into<String>) -> Self {
        Self::root_of(Root::Component(name.into()))
    }

    /// The schema of the response `components/responses/<name>`.
    pub fn response(name: impl Into<String>) -> Self {
        Self::root_of(Root::Response(name.into()))
    }

    /// The position of an operation, which contains the schemas of its parameters and bodies.
    pub fn operation(id: impl Into<String>) -> Self {
        Self::root_of(Root::Operation(id.into()))
    }

    fn root_of(root: Root) -> Self {
        Self {
            root,
            steps: Vec::new(),
        }
    }

    /// The inline schema one step below this one.
    pub fn child(&self, step: Step) -> Self {
        let mut child = self.clone();
        child.steps.push(step);
        child
    }

    /// The name of the component of `components/schemas` that the schema is as a whole.
    pub fn component_name(&self) -> Option<&str> {
        match &self.root {
            Root::Component(name) if self.steps.is_empty() => Some(name),
            _ => None,
        }
    }

    /// The object that contains the schema, unless the schema is a component.
    pub fn container(&self) -> Option<Container> {
        let (name, step) = match (self.steps.split_last(), &self.root) {
            (Some((step, steps)), root) => {
                let position = Self {
                    root: root.clone(),
                    steps: steps.to_vec(),
                };
                (position.to_string(), step.clone())
            }
            (None, Root::Response(name)) => (name.clone(), Step::Response(None)),
            (None, Root::Component(_) | Root::Operation(_)) => return None,
        };
        Some(Container { name, step })
    }

    /// Whether the schema is a component, or the whole of a parameter, body or response: then
    /// `x-rust-name` names its type, while further down it names the step.
    pub fn is_whole(&self) -> bool {
        match self.root {
            Root::Component(_) | Root::Response(_) => self.steps.is_empty(),
            Root::Operation(_) => self.steps.len() == 1,
        }
    }

    /// Whether the schema is declared in a response.
    pub fn is_in_response(&self) -> bool {
        match self.root {
            Root::Component(_) => false,
            Root::Response(_) => true,
            Root::Operation(_) => {
                matches!(self.steps.first(), Some(Step::Response(_) | Step::Success))
            }
        }
    }

    /// The component or operation that contains the schema.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The steps from the root, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The words of the name that the position gives a type: those of the root, then one for each
    /// step.
    pub fn words(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let response = match self.root {
            Root::Response(_) => Some(Step::Response(None).word()),
            Root::Component(_) | Root::Operation(_) => None,
        };
        once(Cow::Borrowed(self.root.name()))
            .chain(response)
            .chain(self.steps.iter().map(Step::word))
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.words().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            f.write_str(&word)?;
        }
        Ok(())
    }
}

impl Root {
    /// The name of the component, or the id of the operation.
    pub fn name(&self) -> &str {
        match self {
            Self::Component(name) | Self::Response(name) | Self::Operation(name) => name,
        }
    }
}

impl Step {
    /// The word that the step adds to the name of a type.
    pub fn word(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Request => "request",
            Self::Response(None) => "response",
            Self::Response(Some(status)) => {
                return Cow::Owned(format!("{}_response", status.phrase()));
            }
            Self::Another(number) => return Cow::Owned(number.to_string()),
            Self::Success => "success",
            Self::Item => "item",
            Self::Value => "value",
            Self::Parameter(name) | Self::Property(name) | Self::Variant(name) => name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_displayed_as_its_words() {
        let operation = SchemaId::operation("getShip");
        let ok = operation.child(Step::Response(Some(Status::Code(200))));
        let flag = ok
            .child(Step::Property("flag".to_owned()))
            .child(Step::Item);
        assert_eq!(flag.to_string(), "getShip.OK_response.flag.item");
        let only = operation.child(Step::Response(None)).child(Step::Value);
        assert_eq!(only.to_string(), "getShip.response.value");
        let shared = SchemaId::response("crew").child(Step::Variant("mate".to_owned()));
        assert_eq!(shared.to_string(), "crew.response.mate");
    }

    #[test]
    fn the_direction_is_that_of_the_position_and_not_of_a_name() {
        let operation = SchemaId::operation("OK");
        for step in [
            Step::Response(None),
            Step::Response(Some(Status::Code(200))),
            Step::Response(Some(Status::Default)),
            Step::Success,
        ] {
            let property = Step::Property("request".to_owned());
            assert!(operation.child(step).child(property).is_in_response());
        }
        assert!(SchemaId::response("crew").is_in_response());
        let property = Step::Property("response_type".to_owned());
        let parameter = Step::Parameter("response".to_owned());
        assert!(
            !SchemaId::component("ship")
                .child(property.clone())
                .is_in_response()
        );
        assert!(
            !operation
                .child(Step::Request)
                .child(property)
                .is_in_response()
        );
        assert!(!operation.child(parameter).is_in_response());
    }

    #[test]
    fn positions_with_the_same_words_are_distinct() {
        let operation = SchemaId::operation("getShip");
        let parameter = operation.child(Step::Parameter("request".to_owned()));
        assert_ne!(parameter, operation.child(Step::Request));
        let property = SchemaId::component("crew").child(Step::Property("response".to_owned()));
        assert_ne!(property, SchemaId::response("crew"));
    }
}
