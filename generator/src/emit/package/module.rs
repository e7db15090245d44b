//! The module layout: one file for another crate to include, in which the files of a crate are
//! nested modules.

use rayon::prelude::*;
use syn::ext::IdentExt;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Item, ItemMod, parse_quote};

use crate::hash::HashMap;
use crate::output::Files;

use crate::emit::context::ident_of;
use crate::emit::file::File;
use crate::emit::format;

use super::ModuleOptions;

/// The parts of the code that a module contains only if they are enabled. A crate has all of them,
/// each with the feature of the same name.
pub(crate) const OPTIONAL_PARTS: [&str; 3] = ["dynamic", "mock", "webhooks"];

/// Returns the file in which all others are nested. Each is printed on its own, as in a crate.
pub(in crate::emit) fn files(files: &[File<'_>], options: &ModuleOptions) -> Files {
    let name = options.path.last().map_or("api", String::as_str);
    let ident = ident_of(name);
    // The code is generated: lints of the application do not apply to it.
    let module: ItemMod = parse_quote! {
        #[allow(dead_code, deprecated, missing_docs, unreachable_pub, unused_imports)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, rustdoc::all)]
        pub mod #ident {}
    };
    let printed = files.par_iter().with_max_len(1);
    let printed = printed.map(|file| (file.path.as_str(), Printed::of(file, options.docs)));
    let nest = Nest {
        files: printed.collect(),
    };
    let mut text = format::HEADING.to_owned();
    nest.module(&head(module), "src", "src/lib.rs", 0, &mut text);
    let mut files = Files::new();
    files.insert(format!("{}.rs", name.trim_start_matches("r#")), text);
    files
}

/// The text of a file, divided at the modules that it declares.
struct Printed {
    parts: Vec<Part>,
}

enum Part {
    /// Items without modules of other files.
    Items(String),
    /// A module of another file.
    Module {
        name: String,
        /// The text before the braces: `pub mod boats`.
        head: String,
    },
}

impl Part {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Items(text) if text.is_empty())
    }
}

impl Printed {
    fn of(file: &File<'_>, docs: bool) -> Self {
        let mut tree = (file.syntax)();
        if !docs {
            WithoutDocs.visit_file_mut(&mut tree);
        }
        let mut parts = Vec::new();
        let mut open = syn::File {
            items: Vec::new(),
            ..tree
        };
        for item in tree.items {
            match item {
                Item::Mod(module) if module.content.is_none() => {
                    parts.push(Part::Items(print(&mut open)));
                    parts.push(Part::Module {
                        name: module.ident.unraw().to_string(),
                        head: head(module),
                    });
                }
                item => open.items.push(item),
            }
        }
        parts.push(Part::Items(print(&mut open)));
        Self { parts }
    }
}

/// Prints attributes and items, and removes them.
fn print(file: &mut syn::File) -> String {
    let empty = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: Vec::new(),
    };
    let file = std::mem::replace(file, empty);
    if file.attrs.is_empty() && file.items.is_empty() {
        return String::new();
    }
    format::body(&file)
}

/// Prints a module up to its braces.
fn head(module: ItemMod) -> String {
    let module = ItemMod {
        semi: None,
        content: Some(Default::default()),
        ..module
    };
    let mut text = format::body(&crate::emit::syntax::file(
        Default::default(),
        vec![Item::Mod(module)],
    ));
    text.truncate(text.rfind(" {").unwrap_or(text.len()));
    text
}

/// The files, by path.
struct Nest<'f> {
    files: HashMap<&'f str, Printed>,
}

impl Nest<'_> {
    /// Writes a module with the content of the file at `path`. Files of its modules are in
    /// `folder`.
    fn module(&self, head: &str, folder: &str, path: &str, depth: usize, text: &mut String) {
        indent(&format!("{head} {{\n"), depth, text);
        let parts = self.files.get(path).map(|file| file.parts.iter());
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        for (index, part) in parts.enumerate() {
            if index > 0 {
                text.push('\n');
            }
            match part {
                Part::Items(items) => indent(items, depth + 1, text),
                Part::Module { name, head } => {
                    let below = format!("{folder}/{name}");
                    let paths = [format!("{below}.rs"), format!("{below}/mod.rs")];
                    match paths
                        .iter()
                        .find(|path| self.files.contains_key(path.as_str()))
                    {
                        Some(path) => self.module(head, &below, path, depth + 1, text),
                        None => indent(&format!("{head};\n"), depth + 1, text),
                    }
                }
            }
        }
        indent("}\n", depth, text);
    }
}

/// Appends lines with an indentation. No line is part of a literal, in which line breaks are
/// escaped.
fn indent(lines: &str, depth: usize, text: &mut String) {
    for line in lines.lines() {
        if !line.is_empty() {
            text.extend(std::iter::repeat_n("    ", depth));
        }
        text.push_str(line);
        text.push('\n');
    }
}

/// A visitor that removes doc comments.
struct WithoutDocs;

impl VisitMut for WithoutDocs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quote::quote;

    use super::*;

    fn module(docs: bool) -> String {
        let harbour = [
            File::rust(
                "src/lib.rs",
                || quote!(#![doc = " Boats."] pub mod boats; mod r#type; mod elsewhere {}),
            ),
            File::rust("src/boats/mod.rs", || {
                quote!(
                    pub(crate) mod oar;
                )
            }),
            File::rust("src/boats/oar.rs", || {
                quote!(
                    #[doc = " An oar."]
                    pub struct Oar;
                )
            }),
            File::rust("src/type.rs", || {
                quote!(
                    pub struct Type;
                )
            }),
        ];
        let options = ModuleOptions {
            path: vec!["api".to_owned(), "harbour".to_owned()],
            service: None,
            features: BTreeSet::new(),
            derives: BTreeSet::new(),
            types_only: false,
            cli: None,
            docs,
        };
        let files = files(&harbour, &options);
        let (_, text) = files.iter().next().unwrap();
        let (_, text) = text.split_once("pub mod harbour").unwrap();
        text.to_owned()
    }

    #[test]
    fn files_become_the_content_of_their_modules() {
        let expected = " {
    //! Boats.
    pub mod boats {
        pub(crate) mod oar {
            /// An oar.
            pub struct Oar;
        }
    }
    mod r#type {
        pub struct Type;
    }
    mod elsewhere {}
}
";
        let text = module(true).replace("\n\n", "\n");
        assert_eq!(text, expected);
    }

    #[test]
    fn documentation_can_be_left_out() {
        assert!(!module(false).contains("//"));
    }
}
