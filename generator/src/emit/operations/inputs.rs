//! The inputs of a request, as arguments and setters of its builder.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Path;

use crate::model::{
    Argument, Body, Constant, Element, FieldContent, FormEncoding, FormField, Input, Location,
    OperationId, Parameter, Serialization, ShapeId, Type, ValueKind,
};

use crate::emit::constants;
use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::operations::arguments::Written;
use crate::emit::operations::{form, parameters};
use crate::emit::syntax::{self, Attributes, fixed};

/// The name of the input that is the body.
pub(crate) const RESERVED_INPUTS: &[&str] = &["body"];

/// An input of a request, with the kind of argument that the builder accepts for it.
#[derive(Clone, Copy)]
pub(in crate::emit) struct AcceptedInput<'a> {
    pub input: Input<'a, ShapeId>,
    argument: Argument,
    /// `true` if the constant of the input is written instead of an argument.
    is_constant: bool,
}

/// Returns the inputs of an operation.
pub(in crate::emit) fn inputs<'a>(
    context: &Context<'a>,
    id: OperationId,
) -> impl Iterator<Item = AcceptedInput<'a>> {
    let operation = &context.library.operation(id).item;
    let arguments = context.library.input_arguments(id);
    let inputs = operation.inputs().zip(arguments);
    inputs.map(|(input, argument)| AcceptedInput {
        input,
        argument: *argument,
        is_constant: false,
    })
}

impl AcceptedInput<'_> {
    /// Returns `true` if the input is an argument of `new` and not a setter.
    pub fn is_required(&self) -> bool {
        match self.input {
            Input::Parameter(parameter) => parameter.required,
            Input::Field(_, field) => field.required,
            Input::Body(body) => body.is_required(),
        }
    }

    /// Returns `true` if any text is a value of the input, which is in the path.
    pub fn is_text_in_path(&self) -> bool {
        let is_in_path = |one: &Parameter<ShapeId>| one.location == Location::Path;
        self.argument == Argument::Text
            && matches!(self.input, Input::Parameter(one) if is_in_path(one))
    }

    /// Returns the input with its text as the argument, if it is a primitive in the path.
    pub fn as_text_in_path(&self, context: &Context<'_>) -> Option<Self> {
        let Input::Parameter(parameter) = self.input else {
            return None;
        };
        let is_primitive = matches!(
            parameter.serialization,
            Serialization::Styled {
                value: ValueKind::Primitive,
                ..
            }
        );
        let is_exact = !context.library.contains_floats(&parameter.ty);
        (parameter.location == Location::Path && is_primitive && is_exact).then_some(Self {
            argument: Argument::Text,
            ..*self
        })
    }

    /// Returns the name of the argument and of the setter.
    pub fn name(&self) -> Ident {
        match self.input {
            Input::Parameter(parameter) => ident(&parameter.rust_name),
            Input::Field(_, field) => ident(&field.rust_name),
            Input::Body(_) => format_ident!("body"),
        }
    }

    /// Returns the type of the argument.
    pub fn argument(&self, context: &Context<'_>, named: &impl Fn(ShapeId) -> Path) -> syn::Type {
        match (self.declared(), self.argument) {
            (Declared::Type(ty), argument) => context.argument(ty, argument, named),
            (Declared::Runtime(_), Argument::Items(_)) => {
                fixed!(syn::Type: impl IntoIterator<Item = File>)
            }
            (Declared::Runtime(_), Argument::Entries(_)) => {
                fixed!(syn::Type: impl IntoIterator<Item = (impl Into<String>, File)>)
            }
            (Declared::Runtime(ty), Argument::Into) => syntax::impl_into(ty.ty()),
            (Declared::Runtime(ty), _) => ty.ty(),
        }
    }

    /// Returns the type that the argument is read as from JSON: `String`, unless a type validates
    /// or converts the values.
    pub fn json(&self, context: &Context<'_>, named: &impl Fn(ShapeId) -> Path) -> syn::Type {
        match (self.declared(), self.argument) {
            (Declared::Type(_), Argument::Text) => fixed!(syn::Type: String),
            (Declared::Type(_), Argument::Items(Element::Text)) => fixed!(syn::Type: Vec<String>),
            (Declared::Type(ty), _) => context.ty(ty, named),
            (Declared::Runtime(_), Argument::Items(_)) => fixed!(syn::Type: Vec<File>),
            (Declared::Runtime(_), Argument::Entries(_)) => fixed!(syn::Type: Map<File>),
            (Declared::Runtime(ty), _) => ty.ty(),
        }
    }

    /// Returns the input with its constant instead of an argument, if it has one.
    pub fn with_constant(&self) -> Option<Self> {
        self.constant()?;
        Some(Self {
            argument: Argument::Value,
            is_constant: true,
            ..*self
        })
    }

    fn constant(&self) -> Option<&Constant> {
        match self.input {
            Input::Parameter(parameter) => parameter.constant.as_ref(),
            Input::Field(_, field) => field.constant.as_ref(),
            Input::Body(_) => None,
        }
    }

    /// Returns the expression that is written into the request: the name of the argument, or the
    /// constant.
    fn value(&self) -> TokenStream {
        match (
            self.constant().filter(|_| self.is_constant),
            self.declared(),
        ) {
            (Some(constant), Declared::Type(ty)) => {
                constants::constant(constant, ty).into_token_stream()
            }
            _ => self.name().into_token_stream(),
        }
    }

    /// Emits the statements that set the input of `request`.
    pub fn set(
        &self,
        request: &TokenStream,
        context: &Context<'_>,
        named: &impl Fn(ShapeId) -> Path,
    ) -> TokenStream {
        match self.input {
            Input::Parameter(parameter) => parameters::set(
                request,
                parameter,
                &self.written(&parameter.ty, context, named),
            ),
            Input::Field(encoding, field) => {
                let headers = form::set_headers(request, &field.name, &field.headers);
                let value = self.set_field(request, encoding, field, context, named);
                quote!(#value #headers)
            }
            Input::Body(body) => set_body(request, body, |ty| self.written(ty, context, named)),
        }
    }

    /// Emits the statements that set a field of a form.
    fn set_field(
        &self,
        request: &TokenStream,
        encoding: FormEncoding,
        field: &FormField<ShapeId>,
        context: &Context<'_>,
        named: &impl Fn(ShapeId) -> Path,
    ) -> TokenStream {
        match &field.content {
            FieldContent::Value {
                ty,
                serialization,
                content_type,
            } => {
                let written = self.written(ty, context, named);
                let key = &field.name;
                match encoding {
                    FormEncoding::Multipart => {
                        let content_type = content_type.as_deref();
                        form::set_part(request, key, *serialization, content_type, &written)
                    }
                    FormEncoding::UrlEncoded => {
                        form::set_field(request, key, *serialization, &written)
                    }
                }
            }
            FieldContent::File { content_type, .. } => form::set_file(
                request,
                &field.name,
                &self.name(),
                content_type.as_deref(),
                self.argument,
            ),
        }
    }

    /// Returns the argument, as a value of the type that is written into the request.
    fn written<'a>(
        &self,
        ty: &'a Type<ShapeId>,
        context: &'a Context<'_>,
        named: &'a impl Fn(ShapeId) -> Path,
    ) -> Written<'a> {
        Written {
            name: self.name(),
            value: self.value(),
            ty: Box::new(move || context.ty(ty, named)),
            argument: self.argument,
            items: match context.library.without_aliases(ty) {
                Type::Array(items) => Some(Box::new(move || context.ty(items, named))),
                _ => None,
            },
            contains_floats: context.library.contains_floats(ty),
        }
    }

    /// Returns the documentation of the setter.
    pub fn setter_docs(&self) -> Attributes {
        match self.input {
            Input::Parameter(parameter) => {
                docs::setter_comment(&parameter.name, &parameter.rust_name, &parameter.docs)
            }
            Input::Field(_, field) => {
                docs::setter_comment(&field.name, &field.rust_name, &field.docs)
            }
            Input::Body(_) => docs::lines("Sets the request body."),
        }
    }

    /// Returns the type of the input.
    fn declared(&self) -> Declared<'_> {
        match self.input {
            Input::Parameter(parameter) => Declared::Type(&parameter.ty),
            Input::Body(Body::Json { ty, .. } | Body::Text { ty, .. })
            | Input::Field(
                _,
                FormField {
                    content: FieldContent::Value { ty, .. },
                    ..
                },
            ) => Declared::Type(ty),
            Input::Field(..) => Declared::Runtime(RuntimeType::File),
            Input::Body(Body::Binary { .. } | Body::Form { .. }) => {
                Declared::Runtime(RuntimeType::Bytes)
            }
        }
    }
}

/// The type of an input.
enum Declared<'a> {
    /// A type of the document.
    Type(&'a Type<ShapeId>),
    /// A type of the runtime or of the standard library.
    Runtime(RuntimeType),
}

#[derive(Clone, Copy)]
enum RuntimeType {
    File,
    Bytes,
}

impl RuntimeType {
    fn ty(self) -> syn::Type {
        match self {
            Self::File => fixed!(syn::Type: File),
            Self::Bytes => fixed!(syn::Type: ::intercom_codegen_runtime::Bytes),
        }
    }
}

/// Emits the statements that set the body of `request`.
fn set_body<'a>(
    request: &TokenStream,
    body: &'a Body<ShapeId>,
    written: impl Fn(&'a Type<ShapeId>) -> Written<'a>,
) -> TokenStream {
    let content_type = body.content_type();
    let header = content_type.map(|name| quote!(#request.header("content-type", #name);));
    match body {
        Body::Json { ty, .. } => {
            let written = written(ty);
            let (body, conversion) = (written.reference(), written.conversion());
            quote!(#conversion #header #request.json(#body);)
        }
        Body::Text {
            ty: Type::String, ..
        } => quote!(#header #request.text(body);),
        Body::Text { ty, .. } => {
            let text = written(ty).text();
            quote!(#header #request.text(#text.to_string());)
        }
        Body::Binary { .. } | Body::Form { .. } => quote!(#header #request.bytes(body);),
    }
}
