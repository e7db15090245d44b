//! Searches emitted crates for names that the templates use and the lists do not contain.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use heck::ToUpperCamelCase;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{FnArg, ImplItem, Item, ItemImpl, Pat, Signature, UseTree};

use crate::Generator;

type Names = BTreeSet<String>;

/// Returns the test documents, which contain every construct.
fn documents() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/construct");
    let entries = std::fs::read_dir(fixtures).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    paths.sort();
    assert!(paths.len() > 40, "the test documents are missing");
    paths
}

/// The distinct emitted files of all documents, with their paths in `src`.
static FILES: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let mut files = BTreeSet::new();
    for document in documents() {
        let output = Generator::document(&document).generate();
        let output = output.unwrap_or_else(|found| panic!("{found}"));
        for (path, text) in output.files.iter() {
            let path = path.strip_prefix("src/");
            if let Some(path) = path.filter(|path| path.ends_with(".rs")) {
                files.insert((path.to_owned(), text.to_owned()));
            }
        }
    }
    files
});

/// Runs a check on each file that is emitted for the test documents.
pub(in crate::emit) fn each_file(mut check: impl FnMut(&str, &syn::File)) {
    for (path, text) in FILES.iter() {
        check(path, &syn::parse_file(text).unwrap());
    }
}

/// Returns `true` if the file is in a folder and is not its root.
fn is_in(path: &str, folder: &str) -> bool {
    path.starts_with(folder) && !path.ends_with("/mod.rs")
}

/// The modules of a version besides those of tag groups.
const NOT_OF_TAGS: &[&str] = &["client", "dynamic", "types", "webhooks"];

/// Returns `true` if the file contains the operations of a tag.
fn is_tag(path: &str) -> bool {
    let name = path
        .strip_prefix("api/")
        .and_then(|name| name.strip_suffix(".rs"));
    name.is_some_and(|name| name != "mod" && !NOT_OF_TAGS.contains(&name))
}

/// The names that a file uses without a path, and those that it declares.
#[derive(Default)]
struct Used {
    names: Names,
    declared: Names,
}

impl Used {
    fn of(file: &syn::File) -> Names {
        let mut used = Self::default();
        used.visit_file(file);
        used.names.difference(&used.declared).cloned().collect()
    }

    fn import(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.import(&path.tree),
            UseTree::Name(name) => {
                self.declared.insert(name.ident.to_string());
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree)),
            UseTree::Rename(_) | UseTree::Glob(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Used {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let first = path
            .segments
            .first()
            .map(|segment| segment.ident.to_string());
        let first = first.filter(|name| name != "Self" && path.leading_colon.is_none());
        // A type parameter has one letter.
        let is_type = |name: &String| name.len() > 1 && name.starts_with(char::is_uppercase);
        self.names.extend(first.filter(is_type));
        visit::visit_path(self, path);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            // Imports of the runtime belong to the template, all others to the document.
            Item::Use(item) if item.leading_colon.is_none() => self.import(&item.tree),
            Item::Struct(item) => {
                self.declared.insert(item.ident.to_string());
            }
            Item::Enum(item) => {
                self.declared.insert(item.ident.to_string());
            }
            Item::Const(item) => {
                self.declared.insert(item.ident.to_string());
            }
            Item::Type(item) => {
                self.declared.insert(item.ident.to_string());
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }
}

/// Returns the contents of the macros of the runtime whose names `is_of` accepts.
fn macros(is_of: impl Fn(&str) -> bool) -> Vec<TokenStream> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    let items = ["macros.rs", "json/macros.rs"]
        .into_iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(folder.join(path)).unwrap();
            syn::parse_file(&text).unwrap().items
        });
    let macros = items.filter_map(|item| match item {
        Item::Macro(item) => Some((item.ident?.to_string(), item.mac.tokens)),
        _ => None,
    });
    let macros = macros.filter(|(name, _)| is_of(name));
    let tokens: Vec<TokenStream> = macros.map(|(_, tokens)| tokens).collect();
    assert!(tokens.len() > 3, "the macros of the runtime are missing");
    tokens
}

/// Returns `true` if a macro is for types; the others are for builders.
fn is_of_types(name: &str) -> bool {
    name.starts_with("json_")
}

/// Collects the type names in tokens, except those in a path, parameters of one letter, associated
/// types and constants.
fn scan(tokens: TokenStream, names: &mut Names) {
    let mut is_foreign = false;
    for token in tokens {
        is_foreign = match &token {
            TokenTree::Group(group) => {
                scan(group.stream(), names);
                false
            }
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_type = name.len() > 1 && name.starts_with(char::is_uppercase);
                if !is_foreign && is_type && name != "Self" {
                    names.insert(name.clone());
                }
                name == "type" || name == "const"
            }
            TokenTree::Punct(punct) => [':', '.'].contains(&punct.as_char()),
            TokenTree::Literal(_) => false,
        };
    }
}

/// Returns the functions of the inherent impls of a type, or of all types.
fn functions<'f>(file: &'f syn::File, of: Option<&str>) -> Vec<&'f Signature> {
    let impls = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() => Some(item),
        _ => None,
    });
    let impls = impls.filter(|item| of.is_none_or(|name| self_type(item) == name));
    let functions = impls
        .flat_map(|item| &item.items)
        .filter_map(|item| match item {
            ImplItem::Fn(function) => Some(&function.sig),
            _ => None,
        });
    functions.collect()
}

fn self_type(item: &ItemImpl) -> String {
    match &*item.self_ty {
        syn::Type::Path(ty) => {
            let last = ty.path.segments.last();
            last.map(|segment| segment.ident.to_string())
                .unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn names<'f>(functions: impl IntoIterator<Item = &'f Signature>) -> Names {
    let functions = functions.into_iter();
    functions
        .map(|function| function.ident.to_string())
        .collect()
}

/// Returns `true` if the function sets or clears a property or parameter, after which it is named.
fn is_setter(function: &Signature) -> bool {
    let name = function.ident.to_string();
    let taken = function.inputs.last().and_then(argument_name);
    taken.as_ref() == Some(&name) || name.starts_with("clear_")
}

/// Returns the variables of functions in inherent impls that do not hold an input of the document.
fn variables(file: &syn::File) -> Names {
    let functions = functions(file, None).into_iter();
    let connection = functions.flat_map(|function| &function.inputs);
    let connection = connection.filter(|argument| {
        let text = argument.to_token_stream().to_string();
        text.ends_with(": & Connection")
    });
    let mut names: Names = connection.filter_map(argument_name).collect();
    let mut variables = Variables::default();
    variables.visit_file(file);
    names.extend(variables.0);
    names
}

/// The variables whose value is not converted from an argument of the same name.
#[derive(Default)]
struct Variables(Names);

impl<'ast> Visit<'ast> for Variables {
    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let arguments: Names = function
            .sig
            .inputs
            .iter()
            .filter_map(argument_name)
            .collect();
        let variables = function
            .block
            .stmts
            .iter()
            .filter_map(|statement| match statement {
                syn::Stmt::Local(local) => pattern_name(&local.pat),
                _ => None,
            });
        self.0
            .extend(variables.filter(|name| !arguments.contains(name)));
    }
}

fn argument_name(argument: &FnArg) -> Option<String> {
    match argument {
        FnArg::Typed(argument) => pattern_name(&argument.pat),
        FnArg::Receiver(_) => None,
    }
}

fn pattern_name(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(pattern) => Some(pattern.ident.to_string()),
        Pat::Type(pattern) => pattern_name(&pattern.pat),
        _ => None,
    }
}

/// Returns `true` if the function returns a tag group.
fn is_accessor(function: &Signature) -> bool {
    let output = function.output.to_token_stream().to_string();
    output.starts_with("-> super ::")
}

/// Collects the names of the functions in tokens.
fn scan_functions(tokens: TokenStream, names: &mut Names) {
    let mut is_function = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) => scan_functions(group.stream(), names),
            TokenTree::Ident(name) if is_function => {
                names.insert(name.to_string());
            }
            _ => {}
        }
        is_function = matches!(&token, TokenTree::Ident(name) if name == "fn");
    }
}

/// Asserts that each name is on one of the lists.
fn assert_reserved(path: &str, names: Names, lists: &[&[&str]]) {
    let is_missing = |name: &&String| !lists.iter().any(|list| list.contains(&name.as_str()));
    let missing: Vec<&String> = names.iter().filter(is_missing).collect();
    assert!(
        missing.is_empty(),
        "{path} uses {missing:?}, which are not reserved by any list"
    );
}

#[test]
fn types_that_templates_use_are_reserved() {
    let used = |macros: Vec<TokenStream>| {
        let mut names = Names::new();
        macros
            .into_iter()
            .for_each(|tokens| scan(tokens, &mut names));
        names
    };
    assert_reserved("macros.rs", used(macros(is_of_types)), &[super::TYPES]);
    let of_builders = macros(|name| !is_of_types(name));
    assert_reserved("macros.rs", used(of_builders), &[super::BUILDERS]);
    each_file(|path, file| {
        if is_in(path, "shapes/") {
            assert_reserved(path, Used::of(file), &[super::TYPES]);
        } else if is_in(path, "operations/") {
            assert_reserved(path, Used::of(file), &[super::BUILDERS]);
        } else if path.ends_with("/webhooks.rs") {
            let lists = [super::TYPES, super::WEBHOOK_TYPES];
            assert_reserved(path, Used::of(file), &lists);
        } else if is_tag(path) {
            assert_reserved(path, Used::of(file), &[super::TAGS]);
            assert_reserved(path, Used::of(file), &[super::BUILDERS]);
        }
    });
}

/// The names that `x-constructors` chooses, which are compared with the fields of the struct.
const DECLARED_CONSTRUCTORS: &[&str] = &["from_text"];

#[test]
fn fields_and_functions_of_structs_are_reserved() {
    each_file(|path, file| {
        if is_in(path, "shapes/") {
            let functions = functions(file, None).into_iter();
            let own = names(functions.filter(|function| !is_setter(function)));
            assert_reserved(path, own, &[super::SENT_FIELDS, DECLARED_CONSTRUCTORS]);
        }
    });
    assert!(
        super::FIELDS
            .iter()
            .all(|name| super::SENT_FIELDS.contains(name))
    );
}

#[test]
fn functions_of_builders_are_reserved() {
    let mut added = Names::new();
    let macros = macros(|name| !is_of_types(name)).into_iter();
    macros.for_each(|tokens| scan_functions(tokens, &mut added));
    assert!(
        added.contains("send") && added.contains("pages"),
        "{added:?}"
    );
    // It is called by its trait, which a setter of this name does not hide.
    added.remove("fmt");
    let lists = [super::INPUTS, super::PAGED_INPUTS, super::JOB_INPUTS];
    assert_reserved("macros.rs", added, &lists);
    each_file(|path, file| {
        if is_in(path, "operations/") {
            let functions = functions(file, None).into_iter();
            let own = names(functions.filter(|function| !is_setter(function)));
            let lists = [super::INPUTS, super::REPRESENTED_INPUTS];
            assert_reserved(path, own, &lists);
            assert_reserved(path, variables(file), &[super::INPUTS]);
        }
    });
}

#[test]
fn functions_and_modules_of_versions_are_reserved() {
    each_file(|path, file| {
        if path == "api/client.rs" {
            let functions = functions(file, Some("Client")).into_iter();
            let own = names(functions.filter(|function| !is_accessor(function)));
            let own = own.iter().map(|name| name.to_upper_camel_case()).collect();
            assert_reserved(path, own, &[super::TAGS]);
        } else if is_tag(path) {
            let functions = functions(file, None).into_iter();
            let own = names(functions.filter(|function| function.receiver().is_none()));
            assert_reserved(path, own, &[super::METHODS]);
        } else if path == "api/mod.rs" {
            let modules = file.items.iter().filter_map(|item| match item {
                Item::Mod(item) => Some(item.ident.to_string()),
                _ => None,
            });
            let own = modules.filter(|name| NOT_OF_TAGS.contains(&name.as_str()));
            let own = own.map(|name| name.to_upper_camel_case()).collect();
            assert_reserved(path, own, &[super::TAGS, super::WEBHOOK_TAGS]);
        }
    });
}

#[test]
fn arguments_of_client_builders_are_reserved() {
    let mut found = Names::new();
    for (path, text) in FILES.iter().filter(|(path, _)| path == "api/client.rs") {
        let mut arguments = Names::new();
        credentials(text.parse().unwrap(), &mut arguments);
        assert_reserved(path, arguments.clone(), &[super::BUILDER_ARGUMENTS]);
        found.extend(arguments);
    }
    assert_eq!(found.len(), super::BUILDER_ARGUMENTS.len());
}

/// Collects the arguments in `.bearer(token)` and `.basic(username, password)`.
fn credentials(tokens: TokenStream, names: &mut Names) {
    let mut is_call = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) if is_call => {
                let arguments = group.stream().into_iter().filter_map(|token| match token {
                    TokenTree::Ident(name) => Some(name.to_string()),
                    _ => None,
                });
                names.extend(arguments);
            }
            TokenTree::Group(group) => credentials(group.stream(), names),
            _ => {}
        }
        is_call = matches!(&token, TokenTree::Ident(name) if name == "bearer" || name == "basic");
    }
}
