//! `tag_groups/`: one file per tag, with a struct for each distinct set of its operations, whose
//! methods return their request builders.

use quote::quote;
use syn::{FnArg, ImplItem, Item, Path, Visibility, parse_quote};

use crate::model::{Body, Entry, Operation, OperationId, ShapeId, TagGroup};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::imports::Imports;
use crate::emit::operations::inputs::{AcceptedInput, inputs};
use crate::emit::operations::responses::{has_documented_errors, returns};
use crate::emit::operations::streams;
use crate::emit::operations::{jobs, pagination};
use crate::emit::revision_modules::{declarations, inner_modules};
use crate::emit::revisions::Revision;
use crate::emit::syntax::{self, Attributes, fixed};

/// The names that the modules of a version use, including its modules besides those of tag groups,
/// and `Clone`, whose method an accessor would hide.
pub(crate) const RESERVED_TAGS: &[&str] = &[
    "Builder",
    "BuilderWith",
    "Client",
    "Clone",
    "Connection",
    "Display",
    "Dynamic",
    "Error",
    "File",
    "Into",
    "IntoIterator",
    "Map",
    "Mock",
    "Method",
    "Option",
    "Request",
    "RequestBuilder",
    "Result",
    "SecretString",
    "String",
    "Timestamp",
    "TokenProvider",
    "Types",
    "Value",
    "Vec",
    "WithToken",
    "WithTokenProvider",
];

/// The functions of a tag group besides its operations, and `Clone::clone`, which an operation
/// would hide.
pub(crate) const RESERVED_METHODS: &[&str] = &["clone", "new"];

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.tag_groups.iter();
    let files = modules.map(|(module, revisions)| {
        File::syntax(format!("src/tag_groups/{module}.rs"), move || {
            file(context, revisions)
        })
    });
    let root = File::rust("src/tag_groups/mod.rs", || {
        let docs = docs::inner_lines("The distinct tag groups of all versions.");
        let modules = declarations(context, &context.tag_groups);
        quote!(#docs #modules)
    });
    files.chain([root]).collect()
}

/// Returns the description of the tag, or else its name.
pub(in crate::emit) fn summary(group: &TagGroup) -> String {
    let description = group.description.as_deref();
    description
        .and_then(docs::first_paragraph)
        .unwrap_or_else(|| format!("Operations tagged {}.", docs::code(&group.tag.name)))
}

/// Returns the path of the method that returns the builder of an operation, in the version that
/// documents it.
pub(in crate::emit) fn method_path(
    context: &Context<'_>,
    entry: &Entry<Operation<ShapeId>>,
) -> Option<Path> {
    let version = context.page_version(&entry.versions)?;
    let tag = &entry.item.tag;
    let root = context.path();
    let version = context.client_module(version);
    let (module, name) = (ident(&tag.module), ident(&tag.type_name));
    let method = ident(&entry.item.method_name);
    Some(parse_quote!(#root::#version::#module::#name::#method))
}

fn file(context: &Context<'_>, revisions: &[Revision]) -> syn::File {
    let groups = &context.library.tag_groups;
    let first = revisions.iter().flat_map(Revision::items).next();
    let tag = first.map_or("", |item| groups[item].tag.name.as_str());
    let docs = docs::inner_lines(&format!("The operations of {}.", docs::code(tag)));
    let modules = inner_modules(context, revisions, |part| {
        let groups = part.items.iter().map(|item| group(context, &groups[*item]));
        groups.flatten().collect()
    });
    syntax::file(docs, modules)
}

/// Emits a tag group and the imports of what it names.
fn group(context: &Context<'_>, group: &TagGroup) -> Vec<Item> {
    let name = ident(&group.tag.type_name);
    let docs = docs::lines(&group_docs(context, group));
    let operations = group.operations.iter();
    let builders = operations.clone().map(|id| context.operation_path(*id));
    let builders = syntax::imports(Attributes::default(), Visibility::Inherited, builders);
    let names = operations.clone().map(|id| {
        let operation = &context.library.operation(*id).item;
        operation.type_name.as_str()
    });
    let reserved = RESERVED_TAGS.iter().copied();
    let taken = names
        .chain(reserved)
        .chain([group.tag.type_name.as_str(), context.types_module()]);
    let imports = Imports::new(context, taken);
    let named = |id| imports.path(id);
    let newest = context.newest();
    let newest = newest.filter(|newest| group.versions.contains(newest));
    let methods = operations.map(|id| method(context, newest, *id, &named));
    let new = fixed! { ImplItem:
        #[inline]
        pub(crate) fn new(connection: &Connection) -> Self {
            let connection = connection.clone();
            Self { connection }
        }
    };
    let methods = [new].into_iter().chain(methods).collect();
    let structure = syntax::structure(
        docs.with([syntax::attribute_list("derive", quote!(Clone, Debug))]),
        name.clone(),
        [syntax::private_field(
            syntax::identifier("connection"),
            syntax::named_type(syntax::path("Connection")),
        )],
    );
    let implementation = syntax::implementation(None, name, methods);
    [fixed!(Item: use ::intercom_codegen_runtime::*;)]
        .into_iter()
        .chain(builders)
        .chain(imports.items())
        .chain([structure, implementation])
        .collect()
}

fn group_docs(context: &Context<'_>, group: &TagGroup) -> String {
    let (module, summary) = (&group.tag.module, summary(group));
    let returned = match context.page_version(&group.versions) {
        Some(version) => {
            let root = context.path();
            let version = context.client_module(version);
            let client: Path = parse_quote!(#root::#version::Client);
            let client = docs::link_target(&client);
            format!("Returned by [`Client::{module}`]({client}::{module}). ")
        }
        None => String::new(),
    };
    format!(
        "{summary}\n\n{returned}Each method returns a request builder, whose setters set the \
         optional parameters; `.await` sends the request."
    )
}

fn method(
    context: &Context<'_>,
    newest: Option<usize>,
    id: OperationId,
    named: &impl Fn(ShapeId) -> Path,
) -> ImplItem {
    let entry = context.library.operation(id);
    let operation = &entry.item;
    let docs = method_docs(context, newest, entry);
    let alias = docs::operation_aliases(operation);
    let builder = ident(&operation.type_name);
    let required = inputs(context, id).filter(AcceptedInput::is_required);
    let required: Vec<AcceptedInput<'_>> = required.collect();
    let types = required.iter().map(|input| input.argument(context, named));
    let types: Vec<syn::Type> = types.collect();
    let inline = syntax::inline_unless_generic(&types);
    let names = required.iter().map(AcceptedInput::name);
    let arguments = names.clone().zip(types);
    let arguments = arguments.map(|(name, ty)| syntax::argument(name, ty));
    let connection = syntax::reference(syntax::own(syntax::identifier("connection")));
    let new = syntax::call(
        syntax::long_path([builder.clone(), syntax::identifier("new")]),
        [connection].into_iter().chain(names.map(syntax::value)),
    );
    syntax::function(
        docs.with(alias.into_iter().chain(inline)),
        syntax::public(),
        syntax::signature_of(
            ident(&operation.method_name),
            [fixed!(FnArg: &self)].into_iter().chain(arguments),
            builder.into(),
        ),
        vec![syntax::result(new)],
    )
}

/// Returns the documentation of a method: description, arguments, pagination, endpoint and output,
/// and the example if the group is in the newest version.
fn method_docs(
    context: &Context<'_>,
    newest: Option<usize>,
    entry: &Entry<Operation<ShapeId>>,
) -> Attributes {
    let operation = &entry.item;
    let endpoint = docs::code(&format!("{} {}", operation.method, operation.path.target()));
    let span = context.span(entry);
    let span = span.map(|span| format!(", {span}")).unwrap_or_default();
    let returns = returns(context, &operation.output, &|id| context.shape_path(id));
    let example = newest.zip(operation.docs.example.as_deref());
    let mut notes = Vec::from_iter(arguments(operation));
    notes.extend(pagination::note(operation));
    notes.extend(jobs::note(operation));
    notes.extend(streams::note(operation));
    let builder = operation.type_name.as_str();
    let errors = has_documented_errors(operation).then(|| {
        format!(
            " {} lists the errors by status.",
            docs::link::ty(builder, builder)
        )
    });
    notes.push(format!(
        "{endpoint}{span}. Returns {returns}.{}",
        errors.unwrap_or_default()
    ));
    notes.extend(example.map(|(version, body)| context.example(version, body)));
    let fallback = format!("Operation {}.", docs::code(&operation.id));
    docs::comment(&operation.docs, &fallback, &notes)
}

/// Returns the list of arguments that have a description.
fn arguments(operation: &Operation<ShapeId>) -> Option<String> {
    let parameters = operation.parameters.iter().filter(|one| one.required);
    let parameters = parameters.map(|one| (&one.rust_name, &one.docs));
    let fields = operation.body.iter().flat_map(Body::fields);
    let fields = fields.filter(|one| one.required);
    let fields = fields.map(|one| (&one.rust_name, &one.docs));
    let lines = parameters.chain(fields).filter_map(|(name, docs)| {
        let text = docs::first_paragraph(docs.text.as_deref()?)?;
        Some(format!("- `{name}`: {text}"))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
