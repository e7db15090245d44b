//! `operations/`: one file per tag, with a request builder for each distinct operation.

mod arguments;
pub(super) mod dynamic;
pub(super) mod form;
pub(super) mod inputs;
pub(super) mod jobs;
pub(super) mod pagination;
pub(super) mod parameters;
pub(super) mod representations;
pub(super) mod responses;
pub(super) mod streams;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, ImplItem, Item, Path, Visibility};

use crate::model::{
    Body, Credentials, Entry, Input, Operation, OperationId, Output, ShapeId, Type,
};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::imports::{Imports, SHAPES, TYPES};
use crate::emit::operations::inputs::{AcceptedInput, inputs};
use crate::emit::operations::pagination::{Paged, paged};
use crate::emit::operations::responses::{
    documented, kind as kind_of, kind_by_status, link, returns, statuses,
};
use crate::emit::operations::streams::streamed;
use crate::emit::revision_modules::{declarations, inner_modules};
use crate::emit::revisions::Revision;
use crate::emit::syntax::{self, Attributes, fixed};
use crate::emit::tag_groups;

/// The names that the modules of builders use.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "Argument",
    "Binary",
    "ByStatus",
    "Connection",
    "Display",
    "Empty",
    "Error",
    "File",
    "FnOnce",
    "Into",
    "IntoIterator",
    "Json",
    "JsonPage",
    "KeyPath",
    "Location",
    "Map",
    "None",
    "Ok",
    "Operation",
    "Option",
    "OrEmpty",
    "PageParameter",
    "Paged",
    "Pagination",
    "Request",
    "Result",
    "Separator",
    "Some",
    "StreamFormat",
    "Streamed",
    "Streaming",
    "String",
    "Style",
    "Text",
    "Timestamp",
    "Value",
    "Vec",
    SHAPES,
    TYPES,
];

/// The functions of a builder besides its setters, `Clone::clone`, which a setter would hide, and
/// the variables of its functions.
pub(crate) const RESERVED_INPUTS: &[&str] = &[
    "blocking",
    "clone",
    "connection",
    "download",
    "into_future",
    "into_request",
    "new",
    jobs::OF_JOB,
    "read_event",
    "read_status",
    "request",
    "response",
    "send",
    "stream",
    "with",
];

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.operations.iter();
    let files = modules.map(|(module, revisions)| {
        File::syntax(format!("src/operations/{module}.rs"), move || {
            file(context, revisions)
        })
    });
    let root = File::rust("src/operations/mod.rs", || {
        let docs = docs::inner_lines("The distinct operations of all versions.");
        let modules = declarations(context, &context.operations);
        quote!(#docs #modules)
    });
    files.chain([root]).collect()
}

fn file(context: &Context<'_>, revisions: &[Revision]) -> syn::File {
    let operations = &context.library.operations;
    let first = revisions.iter().flat_map(Revision::items).next();
    let tag = first.map_or("", |item| operations[item].item.tag.name.as_str());
    let docs = docs::inner_lines(&format!("Request builders of {}.", docs::code(tag)));
    let modules = inner_modules(context, revisions, |part| {
        let entries = part.items.iter().map(|item| &operations[*item]);
        let names = entries.map(|entry| entry.item.type_name.as_str());
        let taken = names.chain(RESERVED_TYPES.iter().copied());
        let imports = Imports::new(context, taken);
        let named = |id| imports.path(id);
        let ids = part.items.iter().map(|item| OperationId(*item));
        let builders: Vec<Item> = ids.flat_map(|id| builder(context, id, &named)).collect();
        let runtime = fixed!(Item: use ::intercom_codegen_runtime::*;);
        let imports = [runtime].into_iter().chain(imports.items());
        imports.chain(builders).collect()
    });
    syntax::file(docs, modules)
}

fn builder(context: &Context<'_>, id: OperationId, named: &impl Fn(ShapeId) -> Path) -> Vec<Item> {
    let entry = context.library.operation(id);
    let operation = &entry.item;
    let name = ident(&operation.type_name);
    let docs = docs::lines(&builder_docs(context, entry, named));
    let alias = docs::alias(&operation.id, &operation.type_name);
    let must_use = "a request does nothing until it is awaited or sent";
    let must_use = syntax::attribute_value("must_use", syntax::string(must_use));
    let attributes = docs.with(alias).with([must_use]);
    let request = syntax::named_type(syntax::path("Request"));
    let request = syntax::private_field(syntax::identifier("request"), request);
    let structure = syntax::structure(attributes, name.clone(), [request]);
    let inputs: Vec<AcceptedInput<'_>> = inputs(context, id).collect();
    let new = new(
        context,
        operation,
        &inputs,
        named,
        "new",
        Attributes::default(),
    );
    let of_job = jobs::of_job(context, id, named);
    let setters = inputs
        .into_iter()
        .filter(|input| !input.is_required())
        .map(|input| setter(context, input, named));
    let members = [new].into_iter().chain(of_job).chain(setters);
    let representations = syntax::members(representations::methods(context, operation, named));
    let members = members.chain(representations).collect();
    let implementation = syntax::implementation(None, name.clone(), members);
    let download = matches!(operation.output, Output::Binary).then(|| quote!(download!(#name);));
    let statuses = statuses(context, operation, named);
    let (page_kind, paged) = match paged(context, operation, named) {
        Some(Paged { kind, items }) => (kind, Some(items)),
        None => (None, None),
    };
    let kind = match (
        page_kind.or_else(|| kind_by_status(operation)),
        &operation.output,
    ) {
        (Some(kind), Output::Json(body)) => {
            let body = context.ty(body, named);
            quote!(#kind = #body)
        }
        _ => kind_of(context, &operation.output, named),
    };
    let (method, path) = (&operation.method, operation.path.target());
    let streamed = streamed(context, operation, named);
    let job = jobs::job(context, operation);
    let endpoint = syntax::macro_call("operation", quote!(#name = #method #path -> #kind));
    let traits = syntax::items(quote!(#statuses #download #paged #streamed #job));
    let items = [structure, implementation, endpoint].into_iter();
    items.chain(traits).collect()
}

/// Returns the summary of the operation, its body, the method that returns the builder, and the
/// output.
fn builder_docs(
    context: &Context<'_>,
    entry: &Entry<Operation<ShapeId>>,
    named: &impl Fn(ShapeId) -> Path,
) -> String {
    let operation = &entry.item;
    let endpoint = docs::code(&format!("{} {}", operation.method, operation.path.target()));
    let endpoint = match &operation.docs.url {
        Some(url) => format!("[{endpoint}]({url})"),
        None => endpoint,
    };
    let returned = match tag_groups::method_path(context, entry) {
        Some(path) => format!(
            ", returned by [`{}::{}`]({})",
            operation.tag.type_name,
            operation.method_name,
            docs::link_target(&path)
        ),
        None => String::new(),
    };
    let body = match &operation.body {
        Some(Body::Json {
            ty: Type::Named(id),
            ..
        }) => format!(" with the body {}", link(context, *id, named)),
        _ => String::new(),
    };
    let returns = returns(context, &operation.output, named);
    let text = operation.docs.text.as_deref();
    let summary = text.and_then(docs::first_paragraph);
    let summary = summary.map(|text| format!("{text}\n\n"));
    let documented = documented(context, operation);
    let headers = operation.body.as_ref().and_then(form::documented_headers);
    let paragraphs = headers.into_iter().chain(documented);
    let paragraphs: String = paragraphs.map(|text| format!("\n\n{text}")).collect();
    format!(
        "{}A request builder for {endpoint}{body}{returned}. Awaiting it sends the request and returns \
         {returns}.{paragraphs}",
        summary.unwrap_or_default()
    )
}

/// Emits the server of the operation, if it is not the client's.
fn server(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let server = operation.server.as_ref()?;
    Some(quote!(request.server(#server);))
}

/// Emits the choice of credentials, if the request does not carry all of the client's.
fn credentials(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    match &operation.credentials {
        Credentials::All => None,
        Credentials::Scheme(scheme) => Some(quote!(request.authorization(#scheme);)),
        Credentials::None => Some(quote!(request.anonymous();)),
    }
}

/// Emits whether the request can be repeated, if its method does not imply it.
fn idempotent(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    Some(if operation.is_idempotent? {
        quote!(request.idempotent();)
    } else {
        quote!(request.not_idempotent();)
    })
}

/// Emits the version header, if the operation requires another value than the client sends.
fn version(context: &Context<'_>, operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let value = operation.version.as_ref()?;
    let header = &context.library.version_header.as_ref()?.header;
    Some(quote!(request.version(#header, #value);))
}

/// Emits the `Accept` header, if the kind of response does not imply it.
fn accept(operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let accept = operation.accept.join(", ");
    (!accept.is_empty()).then(|| quote!(request.header("accept", #accept);))
}

/// Emits a function that creates the builder from its required inputs.
fn new(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    inputs: &[AcceptedInput<'_>],
    named: &impl Fn(ShapeId) -> Path,
    name: &str,
    attributes: Attributes,
) -> ImplItem {
    let required = || inputs.iter().filter(|input| input.is_required());
    let types = required().map(|input| input.argument(context, named));
    let types: Vec<syn::Type> = types.collect();
    let inline = syntax::inline_unless_generic(&types);
    let names = required().map(AcceptedInput::name);
    let arguments = names.zip(types);
    let arguments = arguments.map(|(name, ty)| syntax::argument(name, ty));
    let written = inputs.iter().filter_map(|input| {
        if input.is_required() {
            Some(*input)
        } else {
            input.with_constant()
        }
    });
    let written: Vec<AcceptedInput<'_>> = written.collect();
    let is_field = |one: &AcceptedInput<'_>| matches!(one.input, Input::Field(..));
    let is_empty = !written.iter().any(is_field);
    let empty_form = operation.body.as_ref().filter(|_| is_empty);
    let empty_form = empty_form.and_then(|body| form::set_empty(&quote!(request), body));
    let sets = written
        .iter()
        .map(|input| input.set(&quote!(request), context, named));
    let sets = server(operation)
        .into_iter()
        .chain(credentials(operation))
        .chain(idempotent(operation))
        .chain(version(context, operation))
        .chain(empty_form)
        .chain(sets);
    let sets: Vec<TokenStream> = sets.chain(accept(operation)).collect();
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    let connection = fixed!(FnArg: connection: &Connection);
    syntax::function(
        attributes.with(inline),
        fixed!(Visibility: pub(crate)),
        syntax::signature(
            syntax::identifier(name),
            [connection].into_iter().chain(arguments),
        ),
        syntax::statements(quote! {
            let #mutable request = Request::of::<Self>(connection);
            #(#sets)*
            Self { request }
        }),
    )
}

fn setter(
    context: &Context<'_>,
    input: AcceptedInput<'_>,
    named: &impl Fn(ShapeId) -> Path,
) -> ImplItem {
    let name = input.name();
    let ty = input.argument(context, named);
    let set = input.set(&quote!(self.request), context, named);
    let inline = syntax::inline_unless_generic([&ty]);
    syntax::constructor(
        input.setter_docs().with(inline),
        name.clone(),
        [syntax::receiver(), syntax::argument(name, ty)],
        syntax::statements(quote!(#set self)),
    )
}
