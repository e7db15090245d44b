//! The module layout: one file for another crate to include, in which the files of a crate are
//! nested modules.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Item, ItemMod, parse_quote};

use crate::output::Files;

use crate::emit::context::ident_of;
use crate::emit::file::File;
use crate::emit::format;

use super::ModuleOptions;

/// The parts of the code that a module contains only if they are enabled. A crate has all of them,
/// each with the feature of the same name.
pub(crate) const OPTIONAL_PARTS: [&str; 2] = ["dynamic", "webhooks"];

/// Returns the file in which all others are nested.
pub(in crate::emit) fn files(files: &[File<'_>], options: &ModuleOptions) -> Files {
    let name = options.path.last().map_or("api", String::as_str);
    let nest = Nest {
        files: files
            .iter()
            .map(|file| (file.path.as_str(), file))
            .collect(),
    };
    let ident = ident_of(name);
    // The code is generated: lints of the application do not apply to it.
    let mut module: ItemMod = parse_quote! {
        #[allow(dead_code, missing_docs, unreachable_pub, unused_imports)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, rustdoc::all)]
        pub mod #ident {}
    };
    nest.fill(&mut module, "src", "src/lib.rs");
    if !options.docs {
        WithoutDocs.visit_item_mod_mut(&mut module);
    }
    let file = crate::emit::syntax::file(Default::default(), vec![Item::Mod(module)]);
    let mut files = Files::new();
    let path = format!("{}.rs", name.trim_start_matches("r#"));
    files.insert(path, format::rust(&file));
    files
}

/// The files, by path.
struct Nest<'f> {
    files: HashMap<&'f str, &'f File<'f>>,
}

impl Nest<'_> {
    /// Fills a module with the content of the file at `path`. Files of its modules are in `folder`.
    fn fill(&self, module: &mut ItemMod, folder: &str, path: &str) {
        let Some(file) = self.files.get(path) else {
            return;
        };
        let syn::File {
            attrs, mut items, ..
        } = (file.syntax)();
        for item in &mut items {
            if let Item::Mod(inner) = item
                && inner.content.is_none()
            {
                let below = format!("{folder}/{}", inner.ident.unraw());
                let paths = [format!("{below}.rs"), format!("{below}/mod.rs")];
                let path = paths
                    .iter()
                    .find(|path| self.files.contains_key(path.as_str()));
                if let Some(path) = path {
                    self.fill(inner, &below, path);
                }
            }
        }
        module.attrs.extend(attrs);
        module.semi = None;
        module.content = Some((Default::default(), items));
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
