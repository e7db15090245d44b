use std::borrow::Cow;
use std::fmt;
use std::iter::once;

use super::Status;

/// The position of a schema in its document.
///
/// It consists of a component or an operation, and the steps from there to a schema that is
/// declared inline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId {
    root: Root,
    steps: Vec<Step>,
}

/// The object that contains a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// The component `components/schemas/<name>`.
    Component(String),
    /// The component `components/responses/<name>`.
    Response(String),
    /// The operation with this id.
    Operation(String),
}

/// A step to a schema that is declared inline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The request body of an operation.
    Request,
    /// A response of an operation; `None` for the only successful one.
    Response(Option<Status>),
    /// The union of the successful responses of an operation.
    Success,
    /// The items of a response that is a stream.
    Event,
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
    /// A further schema at the same position, numbered from 2.
    Another(usize),
}

/// The object that directly contains an inline schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Container {
    /// The displayed position of the object.
    pub name: String,
    /// The step from the object to the schema.
    pub step: Step,
}

impl SchemaId {
    /// Creates the position of `components/schemas/<name>`.
    pub fn component(name: impl Into<String>) -> Self {
        Self::root_of(Root::Component(name.into()))
    }

    /// Creates the position of the schema of `components/responses/<name>`.
    pub fn response(name: impl Into<String>) -> Self {
        Self::root_of(Root::Response(name.into()))
    }

    /// Creates the position of an operation.
    pub fn operation(id: impl Into<String>) -> Self {
        Self::root_of(Root::Operation(id.into()))
    }

    fn root_of(root: Root) -> Self {
        Self {
            root,
            steps: Vec::new(),
        }
    }

    /// Returns the position one step below this one.
    pub fn child(&self, step: Step) -> Self {
        let mut child = self.clone();
        child.steps.push(step);
        child
    }

    /// Returns the component or operation that contains the position.
    pub fn without_steps(&self) -> Self {
        Self::root_of(self.root.clone())
    }

    /// Returns the position with `from` replaced by `to`, or `None` if it is not `from` or below.
    pub fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        let below = self.steps.strip_prefix(from.steps.as_slice())?;
        (self.root == from.root).then(|| Self {
            root: to.root.clone(),
            steps: to.steps.iter().chain(below).cloned().collect(),
        })
    }

    /// Returns the name in `components/schemas`, if the schema is such a component.
    pub fn component_name(&self) -> Option<&str> {
        match &self.root {
            Root::Component(name) if self.steps.is_empty() => Some(name),
            _ => None,
        }
    }

    /// Returns the object that contains the schema, or `None` for a component.
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

    /// Returns `true` for a component, and for the schema of a parameter, body or response.
    ///
    /// There, `x-rust-name` names the type; in schemas below, it names the step.
    pub fn is_whole(&self) -> bool {
        match self.root {
            Root::Component(_) | Root::Response(_) => self.steps.is_empty(),
            Root::Operation(_) => self.steps.len() == 1,
        }
    }

    /// Returns the position of the type in whose module the schema is named: the component, the
    /// body of a request or the body of a response; for the schema of a parameter, its operation.
    pub fn owner(&self) -> Self {
        Self {
            root: self.root.clone(),
            steps: self.steps[..self.owner_depth()].to_vec(),
        }
    }

    /// Returns the steps from the [`owner`](Self::owner), none for a type that owns others.
    pub fn steps_below_owner(&self) -> &[Step] {
        &self.steps[self.owner_depth()..]
    }

    fn owner_depth(&self) -> usize {
        match (&self.root, self.steps.first()) {
            (Root::Operation(_), Some(Step::Request | Step::Response(_) | Step::Success)) => 1,
            _ => 0,
        }
    }

    /// Returns `true` if the schema is declared in a response.
    pub fn is_in_response(&self) -> bool {
        match self.root {
            Root::Component(_) => false,
            Root::Response(_) => true,
            Root::Operation(_) => {
                matches!(self.steps.first(), Some(Step::Response(_) | Step::Success))
            }
        }
    }

    /// Returns the component or operation that contains the schema.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Returns the steps from the root, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the segments of the default type name: the name of the root, then one for each step.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let response = match self.root {
            Root::Response(_) => Some(Step::Response(None).segment()),
            Root::Component(_) | Root::Operation(_) => None,
        };
        once(Cow::Borrowed(self.root.name()))
            .chain(response)
            .chain(self.steps.iter().map(Step::segment))
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.segments().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            f.write_str(&segment)?;
        }
        Ok(())
    }
}

impl Root {
    /// Returns the name of the component, or the id of the operation.
    pub fn name(&self) -> &str {
        match self {
            Self::Component(name) | Self::Response(name) | Self::Operation(name) => name,
        }
    }
}

impl Step {
    /// Returns the segment that the step adds to a type name.
    pub fn segment(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Request => "request",
            Self::Response(None) => "response",
            Self::Response(Some(status)) => {
                return Cow::Owned(format!("{}_response", status.phrase()));
            }
            Self::Another(number) => return Cow::Owned(number.to_string()),
            Self::Success => "success",
            Self::Event => "event",
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
    fn a_position_is_displayed_as_its_segments() {
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
    fn an_owner_is_a_component_or_a_body() {
        let flag = Step::Property("flag".to_owned());
        let component = SchemaId::component("ship");
        let operation = SchemaId::operation("getShip");
        let parameter = Step::Parameter("sort".to_owned());
        let ok = operation.child(Step::Response(None));
        for (owner, step) in [(&component, &flag), (&ok, &flag), (&operation, &parameter)] {
            let below = owner.child(step.clone()).child(Step::Item);
            assert_eq!(below.owner(), *owner);
            assert_eq!(below.steps_below_owner(), [step.clone(), Step::Item]);
        }
        assert_eq!(ok.owner(), ok);
        assert!(ok.steps_below_owner().is_empty());
    }

    #[test]
    fn the_direction_depends_on_the_position_and_not_on_names() {
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
    fn positions_with_the_same_segments_are_distinct() {
        let operation = SchemaId::operation("getShip");
        let parameter = operation.child(Step::Parameter("request".to_owned()));
        assert_ne!(parameter, operation.child(Step::Request));
        let property = SchemaId::component("crew").child(Step::Property("response".to_owned()));
        assert_ne!(property, SchemaId::response("crew"));
    }
}
