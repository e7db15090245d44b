//! Functions that create a struct: `new`, and those that the document declares.

use proc_macro2::Ident;
use syn::{Expr, FnArg, ImplItem, Path};

use crate::model::{Constructor, ShapeId, Struct};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::syntax;

use super::structs::{AcceptedField, absent, constant, converted, no_extra, present};

/// Emits a constructor that the document declares.
pub(super) fn emit(
    context: &Context<'_>,
    name: &Ident,
    object: &Struct<ShapeId>,
    constructor: &Constructor<usize>,
    fields: &[AcceptedField<'_>],
    named: &impl Fn(ShapeId) -> Path,
) -> ImplItem {
    let indexes = &constructor.arguments;
    let arguments: Vec<AcceptedField<'_>> = indexes.iter().map(|index| fields[*index]).collect();
    let fields = fields.iter().enumerate();
    let rest = fields.filter(|(index, _)| !indexes.contains(index));
    let rest = rest.map(|(_, field)| *field).collect();
    let names = arguments
        .iter()
        .map(|(field, _)| docs::code(field.rust_name.as_str()));
    let names: Vec<String> = names.collect();
    let article = docs::article(&name.to_string());
    let names = match &names[..] {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    };
    let docs = format!("Creates {article} `{name}` from {names}.");
    let (arguments, value) = new_self(context, object, arguments, rest, named);
    function(&docs, ident(&constructor.name), arguments, value)
}

/// Returns the arguments for some of the fields, and the struct with their values.
pub(super) fn new_self(
    context: &Context<'_>,
    object: &Struct<ShapeId>,
    arguments: Vec<AcceptedField<'_>>,
    rest: Vec<AcceptedField<'_>>,
    named: &impl Fn(ShapeId) -> Path,
) -> (Vec<FnArg>, Expr) {
    let arguments = arguments.into_iter().map(|(field, argument)| {
        let name = ident(&field.rust_name);
        let ty = context.argument(&field.ty, *argument, named);
        (
            syntax::argument(name.clone(), ty),
            syntax::initialize(name.clone(), present(field, converted(&name, *argument))),
        )
    });
    let (arguments, mut values): (Vec<_>, Vec<_>) = arguments.unzip();
    values.extend(rest.into_iter().filter_map(|(field, _)| {
        let value = match constant(context, field) {
            Some(value) => value,
            None => absent(field)?,
        };
        Some(syntax::initialize(ident(&field.rust_name), value))
    }));
    values.push(no_extra(object));
    (arguments, syntax::new_self(values, None))
}

/// Returns a function that creates the struct.
pub(super) fn function(docs: &str, name: Ident, arguments: Vec<FnArg>, value: Expr) -> ImplItem {
    let types = arguments.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(&*argument.ty),
        FnArg::Receiver(_) => None,
    });
    let inline = syntax::inline_unless_generic(types);
    let attributes = docs::lines(docs).with(inline);
    syntax::constructor(attributes, name, arguments, vec![syntax::result(value)])
}
