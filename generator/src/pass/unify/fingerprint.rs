//! Fingerprints, which compare shapes and operations of different versions.

use crate::diagnostic::Pointer;
use crate::model::{Body, Docs, Operation, Parameter, RustName, Shape, ShapeKind};

/// A shape or an operation without the parts that may differ between versions that share it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint<T>(T);

impl<S> Fingerprint<Shape<S>> {
    /// Creates the fingerprint of a shape, which ignores documentation: a changed description does
    /// not create a second type.
    pub fn of_shape(mut shape: Shape<S>) -> Self {
        shape.docs = Docs::default();
        match &mut shape.kind {
            ShapeKind::Struct(object) => {
                let fields = object.fields.iter_mut();
                fields.for_each(|field| field.docs = Docs::default());
            }
            ShapeKind::Enum(values) => {
                let variants = values.variants.iter_mut();
                variants.for_each(|variant| variant.docs = Docs::default());
            }
            ShapeKind::Union(_) | ShapeKind::Alias(_) | ShapeKind::Recursive(_) => {}
        }
        Self(shape)
    }
}

impl<S> Fingerprint<Operation<S>> {
    /// Creates the fingerprint of an operation, which ignores documentation, the locations of
    /// parameters and fields in the document, and the names of path variables, which are not sent.
    pub fn of_operation(mut operation: Operation<S>) -> Self {
        operation.docs = Docs::default();
        operation.path = operation.path.anonymous();
        operation.parameters.iter_mut().for_each(reduce);
        if let Some(Body::Form { fields, .. }) = &mut operation.body {
            for field in fields {
                field.docs = Docs::default();
                field.pointer = Pointer::root();
            }
        }
        Self(operation)
    }
}

fn reduce<S>(parameter: &mut Parameter<S>) {
    parameter.docs = Docs::default();
    parameter.pointer = Pointer::root();
    parameter.component = None;
    if !parameter.sends_name() {
        parameter.name = String::new();
        parameter.rust_name = RustName::underscore();
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{
        Credentials, Location, OperationTag, Output, PathTemplate, Serialization, Style, Type,
        ValueKind,
    };

    use super::*;

    fn operation(path: &str, variable: &str, style: Style) -> Operation<String> {
        let name = RustName::verbatim(variable).unwrap();
        Operation {
            id: "getShip".to_owned(),
            method_name: RustName::verbatim("get_ship").unwrap(),
            type_name: RustName::verbatim("GetShip").unwrap(),
            tag: OperationTag {
                name: "Ships".to_owned(),
                module: RustName::snake("Ships"),
                type_name: RustName::upper_camel(["Ships"]),
            },
            method: "GET".to_owned(),
            path: PathTemplate::parse(path).unwrap(),
            server: None,
            credentials: Credentials::All,
            is_idempotent: None,
            is_partial: false,
            parameters: vec![Parameter {
                constant: None,
                name: variable.to_owned(),
                rust_name: name,
                location: Location::Path,
                serialization: Serialization::Styled {
                    style,
                    explode: false,
                    allow_reserved: false,
                    value: ValueKind::Primitive,
                },
                encodings: Vec::new(),
                required: true,
                ty: Type::String,
                pointer: Pointer::root(),
                component: None,
                docs: Docs {
                    text: Some(variable.to_owned()),
                    ..Docs::default()
                },
            }],
            body: None,
            body_kind: None,
            output: Output::Empty,
            statuses: Vec::new(),
            accept: Vec::new(),
            representations: Vec::new(),
            stream: None,
            version: None,
            pagination: None,
            page_size: None,
            job: None,
            responses: Vec::new(),
            docs: Docs::default(),
        }
    }

    #[test]
    fn names_of_path_variables_are_compared_if_they_are_sent() {
        let is_same = |style| {
            let old = operation("/ships/{id}", "id", style);
            let new = operation("/ships/{ship_id}", "ship_id", style);
            assert_ne!(old, new);
            Fingerprint::of_operation(old) == Fingerprint::of_operation(new)
        };
        assert!(is_same(Style::Simple));
        assert!(!is_same(Style::Matrix));
    }

    #[test]
    fn paths_are_compared() {
        let ships = operation("/ships/{id}", "id", Style::Simple);
        let boats = operation("/boats/{id}", "id", Style::Simple);
        assert_ne!(
            Fingerprint::of_operation(ships),
            Fingerprint::of_operation(boats)
        );
    }
}
