//! Structs: the types of JSON objects.

use proc_macro2::Ident;
use quote::{format_ident, quote};
use syn::{Attribute, Expr, FieldValue, ImplItem, Item, Path, Stmt};

use crate::model::{Argument, Constant, Field, Presence, Role, ShapeId, Struct, Type};

use crate::emit::constants;
use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::syntax::{self, Attributes, fixed};
use crate::emit::types::{constructors, json_schema, search};

/// The fields that every struct has.
pub(crate) const RESERVED_FIELDS: &[&str] = &["extra"];

/// The fields and functions that every struct in requests has, and `Clone::clone`, which a setter
/// would hide.
pub(crate) const RESERVED_SENT_FIELDS: &[&str] = &["clone", "extra", "new"];

pub(in crate::emit) fn emit(
    context: &Context<'_>,
    id: ShapeId,
    object: &Struct<ShapeId>,
    docs: Attributes,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Item> {
    let shape = &context.library.shape(id).item;
    let name = ident(&shape.name);
    let mut items = vec![declaration(context, &name, object, docs, named)];
    if object.role.is_sent() {
        let arguments = context.library.field_arguments(id);
        let fields: Vec<_> = object.fields.iter().zip(arguments).collect();
        items.push(builder(context, &name, object, &fields, named));
    }
    items.push(table(context, id, object));
    let search = search::request(context, &name, object, named);
    items.extend(search.into_iter().flat_map(syntax::items));
    items
}

fn declaration(
    context: &Context<'_>,
    name: &Ident,
    object: &Struct<ShapeId>,
    docs: Attributes,
    named: &impl Fn(ShapeId) -> Path,
) -> Item {
    let default = has_default(object).then(|| quote!(Default,));
    let derives = context.derives();
    let must_use = (object.role == Role::Request).then(|| syntax::attribute("must_use"));
    let attributes = docs.of_open_type(quote!(#default PartialEq #derives));
    let attributes = attributes.with(must_use);
    let fields = object.fields.iter().map(|one| field(context, one, named));
    let extra = syntax::field(
        docs::lines("Fields not described by the API specification.")
            .with(json_schema::extra(context)),
        syntax::identifier("extra"),
        extra(context, object, named),
    );
    syntax::structure(attributes, name.clone(), fields.chain([extra]))
}

/// Returns the type of the undocumented fields.
fn extra(
    context: &Context<'_>,
    object: &Struct<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> syn::Type {
    syntax::named_type(match &object.additional {
        Some(ty) => syntax::generic("Extra", context.ty(ty, named)),
        None => syntax::path("Extra"),
    })
}

pub(super) fn no_extra(object: &Struct<ShapeId>) -> FieldValue {
    match object.additional {
        Some(_) => fixed!(FieldValue: extra: Extra::default()),
        None => fixed!(FieldValue: extra: Extra::new()),
    }
}

/// Returns `true` if the struct implements `Default`. A struct in requests does not if a field is
/// required, so that none is omitted by accident. A struct that is only received is created in
/// tests alone, where an empty id does no harm.
pub(in crate::emit) fn has_default(object: &Struct<ShapeId>) -> bool {
    let mut fields = object.fields.iter();
    if object.role.is_sent() {
        !fields.any(|field| field.is_argument || is_required(field))
    } else {
        let is_empty = |ty: &Type<ShapeId>| {
            !matches!(
                ty,
                Type::Named(_)
                    | Type::Boxed(_)
                    | Type::Timestamp
                    | Type::Decimal
                    | Type::External(_)
            )
        };
        fields.all(|field| !is_required(field) || is_empty(&field.ty))
    }
}

/// Returns `true` if the field has a setter: a discriminator has none, since no other value is
/// valid, and what is only in responses is not sent.
fn has_setter(field: &Field<ShapeId>) -> bool {
    !is_required(field) && !field.is_tag && !field.is_read_only
}

fn is_required(field: &Field<ShapeId>) -> bool {
    field.presence == Presence::Required
}

fn field(
    context: &Context<'_>,
    field: &Field<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> syn::Field {
    let ty = context.ty(&field.ty, named);
    let schema = json_schema::field(context, field, named);
    let ty = match field.presence {
        Presence::Required => ty,
        Presence::Optional => syntax::named_type(syntax::generic("Option", ty)),
        Presence::Nullable => syntax::named_type(syntax::generic("Nullable", ty)),
    };
    syntax::field(field_docs(field).with(schema), ident(&field.rust_name), ty)
}

/// Returns the value of an absent field, if the field can be absent.
pub(super) fn absent(field: &Field<ShapeId>) -> Option<Expr> {
    match field.presence {
        Presence::Required => None,
        Presence::Optional => Some(syntax::value(syntax::path("None"))),
        Presence::Nullable => Some(syntax::value(nullable("Absent"))),
    }
}

/// Wraps the value of a field by its presence.
pub(super) fn present(field: &Field<ShapeId>, value: Expr) -> Expr {
    match field.presence {
        Presence::Required => value,
        Presence::Optional => syntax::call(syntax::path("Some"), [value]),
        Presence::Nullable => syntax::call(nullable("Value"), [value]),
    }
}

/// Returns the path `Nullable::variant`.
fn nullable(variant: &str) -> Path {
    syntax::associated("Nullable", syntax::identifier(variant))
}

fn field_docs(field: &Field<ShapeId>) -> Attributes {
    let fallback = format!("Property {}.", docs::code(&field.json_name));
    let alias = docs::alias(&field.json_name, &field.rust_name);
    docs::comment(&field.docs, &fallback, &[]).with(alias)
}

/// A field, with the kind of argument that `new` or its setter accepts.
pub(super) type AcceptedField<'a> = (&'a Field<ShapeId>, &'a Argument);

/// Emits `new` with the required fields, and a setter for each field that may be absent.
fn builder(
    context: &Context<'_>,
    name: &Ident,
    object: &Struct<ShapeId>,
    fields: &[AcceptedField<'_>],
    named: &impl Fn(ShapeId) -> Path,
) -> Item {
    let mut items = vec![new(context, name, object, fields, named)];
    let others = object.constructors.iter();
    items.extend(others.map(|one| constructors::emit(context, name, object, one, fields, named)));
    for (field, argument) in fields.iter().filter(|(field, _)| has_setter(field)) {
        items.push(setter(context, object.role, field, **argument, named));
        items.extend(clear(object.role, field));
    }
    items.push(extra_setter(context, object, named));
    syntax::implementation(None, name.clone(), items)
}

fn new(
    context: &Context<'_>,
    name: &Ident,
    object: &Struct<ShapeId>,
    fields: &[AcceptedField<'_>],
    named: &impl Fn(ShapeId) -> Path,
) -> ImplItem {
    let has_arguments = fields.iter().any(|(field, _)| field.is_argument);
    let has_required = fields.iter().any(|(field, _)| is_required(field));
    let docs = new_docs(name, fields, has_arguments);
    let (arguments, value) = if has_arguments || has_required {
        let (required, rest) = fields.iter().partition(|(field, _)| field.is_argument);
        constructors::new_self(context, object, required, rest, named)
    } else {
        (Vec::new(), new_empty(context, fields))
    };
    constructors::function(&docs, syntax::identifier("new"), arguments, value)
}

/// Returns the documentation of `new`, with the constants that it sets.
fn new_docs(name: &Ident, fields: &[AcceptedField<'_>], has_arguments: bool) -> String {
    let article = docs::article(&name.to_string());
    let constants = fields.iter().filter_map(|(field, _)| {
        let constant = field.constant.as_ref()?;
        let value = constant
            .text()
            .unwrap_or_else(|| constant.json().to_string());
        let field = docs::code(field.rust_name.as_str());
        Some(format!("{field} set to {}", docs::code(&value)))
    });
    let constants: Vec<String> = constants.collect();
    match (has_arguments, constants.as_slice()) {
        (true, []) => format!("Creates {article} `{name}` with its required fields."),
        (true, set) => format!(
            "Creates {article} `{name}` with its required fields, and with {}.",
            set.join(", ")
        ),
        (false, []) => format!("Creates an empty `{name}`."),
        (false, set) => format!("Creates {article} `{name}` with {}.", set.join(", ")),
    }
}

/// Returns the value of `new` if no field is required: the default, with the constants.
fn new_empty(context: &Context<'_>, fields: &[AcceptedField<'_>]) -> Expr {
    let constants = fields.iter().filter_map(|(field, _)| {
        Some(syntax::initialize(
            ident(&field.rust_name),
            constant(context, field)?,
        ))
    });
    let constants: Vec<FieldValue> = constants.collect();
    let default = fixed!(Expr: ::core::default::Default::default());
    if constants.is_empty() {
        default
    } else {
        syntax::new_self(constants, Some(default))
    }
}

pub(super) fn converted(name: &Ident, argument: Argument) -> Expr {
    let converted = syntax::converted(argument, name);
    converted.unwrap_or_else(|| syntax::value(name.clone()))
}

/// Returns the constant of a field, which may be the value of an enum.
pub(super) fn constant(context: &Context<'_>, field: &Field<ShapeId>) -> Option<Expr> {
    let constant = field.constant.as_ref()?;
    let ty = context.library.without_aliases(&field.ty);
    let value = constants::constant(constant, ty);
    Some(match (constant, field.presence, ty) {
        (Constant::Null, Presence::Nullable, _) => syntax::value(nullable("Null")),
        (_, _, Type::Json) => present(field, value),
        (Constant::Text(_), _, Type::String) => {
            present(field, syntax::call_method(value, "to_owned", []))
        }
        (Constant::Text(_), ..) => present(field, syntax::call_method(value, "into", [])),
        _ => present(field, value),
    })
}

fn setter(
    context: &Context<'_>,
    role: Role,
    field: &Field<ShapeId>,
    argument: Argument,
    named: &impl Fn(ShapeId) -> Path,
) -> ImplItem {
    let name = ident(&field.rust_name);
    let ty = context.argument(&field.ty, argument, named);
    let value = converted(&name, argument);
    let summary = docs::setter_summary(field.rust_name.as_str(), &field.docs);
    let inline = syntax::inline_unless_generic([&ty]);
    syntax::constructor(
        setter_attributes(&summary, role, inline).with(docs::deprecation(&field.docs)),
        name.clone(),
        [syntax::receiver(), syntax::argument(name.clone(), ty)],
        set(name, present(field, value)),
    )
}

/// Emits the setter of undocumented fields.
fn extra_setter(
    context: &Context<'_>,
    object: &Struct<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> ImplItem {
    let value = match &object.additional {
        Some(ty) => context.ty(ty, named),
        None => fixed!(syn::Type: Value),
    };
    let arguments = [
        syntax::receiver(),
        syntax::argument(
            syntax::identifier("key"),
            fixed!(syn::Type: impl Into<String>),
        ),
        syntax::argument(syntax::identifier("value"), syntax::impl_into(value)),
    ];
    let body = vec![
        fixed!(Stmt: self.extra.insert(key, value);),
        syntax::result(syntax::value(syntax::path("self"))),
    ];
    syntax::constructor(
        setter_attributes(
            "Sets a field that is not described by the API specification.",
            object.role,
            None,
        ),
        syntax::identifier("extra"),
        arguments,
        body,
    )
}

/// Emits the function that sets a field to `null`.
fn clear(role: Role, field: &Field<ShapeId>) -> Option<ImplItem> {
    let clear = field.clear_name.as_ref()?;
    let docs = format!(
        "Sets `{}` to `null`, clearing the stored value.",
        field.rust_name
    );
    Some(syntax::constructor(
        setter_attributes(&docs, role, Some(syntax::attribute("inline")))
            .with(docs::deprecation(&field.docs)),
        ident(clear),
        [syntax::receiver()],
        set(ident(&field.rust_name), syntax::value(nullable("Null"))),
    ))
}

/// Returns the attributes of a setter. A struct that is only sent is `#[must_use]` itself.
fn setter_attributes(docs: &str, role: Role, inline: Option<Attribute>) -> Attributes {
    let must_use = (role != Role::Request).then(|| syntax::attribute("must_use"));
    docs::lines(docs).with(inline).with(must_use)
}

/// Returns `self.name = value; self`.
fn set(name: Ident, value: Expr) -> Vec<Stmt> {
    vec![
        syntax::assign(syntax::own(name), value),
        syntax::result(syntax::value(syntax::path("self"))),
    ]
}

/// Emits the table of the fields: the key and the name.
fn table(context: &Context<'_>, id: ShapeId, object: &Struct<ShapeId>) -> Item {
    let shape = &context.library.shape(id).item;
    let (name, schema) = (ident(&shape.name), &shape.document_name);
    let no_default = (!has_default(object)).then(|| quote!(, no default));
    let boxed = context.holders.boxes.contains(&id);
    let boxed = (boxed && !has_default(object)).then(|| quote!(, boxed));
    let required = object.fields.iter().filter(|field| is_required(field));
    let required: Vec<&str> = required.map(|field| field.json_name.as_str()).collect();
    let required = (!required.is_empty()).then(|| quote!(, requires = [#(#required),*]));
    let additional = object.additional.as_ref();
    let floats = additional.is_some_and(|ty| context.library.contains_floats(ty));
    let extra = floats.then(|| quote!(, extra by extra_floats));
    let fields = object.fields.iter().map(|field| {
        let (key, name) = (&field.json_name, ident(&field.rust_name));
        let property = property(context, field).map(|name| format_ident!("{name}"));
        quote!(#property #key => #name,)
    });
    let table = quote!(#name = #schema #no_default #boxed #required #extra { #(#fields)* });
    syntax::macro_call("json_object", table)
}

/// Returns the function of the runtime that makes a `Property` of the field, unless it is one.
fn property(context: &Context<'_>, field: &Field<ShapeId>) -> Option<&'static str> {
    match (field.presence, context.library.contains_floats(&field.ty)) {
        (Presence::Required, false) => Some("required"),
        (Presence::Required, true) => Some("floats"),
        (Presence::Optional, true) => Some("optional_floats"),
        (Presence::Nullable, true) => Some("nullable_floats"),
        (Presence::Optional | Presence::Nullable, false) => None,
    }
}
