//! The names in emitted files and in the macros of the runtime.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{FnArg, ImplItem, Item, ItemImpl, Pat, Signature, UseTree};

pub(super) type Names = BTreeSet<String>;

/// The names that a file uses without a path, and those that it declares.
#[derive(Default)]
pub(super) struct Used {
    names: Names,
    declared: Names,
}

impl Used {
    pub(super) fn of(file: &syn::File) -> Names {
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
pub(super) fn macros(is_of: impl Fn(&str) -> bool) -> Vec<TokenStream> {
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
pub(super) fn is_of_types(name: &str) -> bool {
    name.starts_with("json_")
}

/// Collects the type names in tokens, except those in a path, parameters of one letter, associated
/// types and constants.
pub(super) fn scan(tokens: TokenStream, names: &mut Names) {
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
pub(super) fn functions<'f>(file: &'f syn::File, of: Option<&str>) -> Vec<&'f Signature> {
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

pub(super) fn names<'f>(functions: impl IntoIterator<Item = &'f Signature>) -> Names {
    let functions = functions.into_iter();
    functions
        .map(|function| function.ident.to_string())
        .collect()
}

/// Returns `true` if the function sets or clears a property or parameter, after which it is named.
pub(super) fn is_setter(function: &Signature) -> bool {
    let name = function.ident.to_string();
    let taken = function.inputs.last().and_then(argument_name);
    taken.as_ref() == Some(&name) || name.starts_with("clear_")
}

/// Returns the variables of functions in inherent impls that do not hold an input of the document.
pub(super) fn variables(file: &syn::File) -> Names {
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
pub(super) fn is_accessor(function: &Signature) -> bool {
    let output = function.output.to_token_stream().to_string();
    output.starts_with("-> super ::")
}

/// Collects the names of the functions in tokens.
pub(super) fn scan_functions(tokens: TokenStream, names: &mut Names) {
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
/// Collects the arguments in `.bearer(token)` and `.basic(username, password)`.
pub(super) fn credentials(tokens: TokenStream, names: &mut Names) {
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
