use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, UseTree, Visibility};

use crate::emit::reserved::tests::each_file;

/// Collects the names that an import declares.
fn declared(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => declared(&path.tree, names),
        UseTree::Name(name) => {
            names.insert(name.ident.to_string());
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| declared(tree, names)),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

/// Collects the identifiers of code.
fn identifiers(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[test]
fn imported_types_are_used() {
    let mut count = 0;
    each_file(|path, file| {
        let (mut imported, mut used) = (BTreeSet::new(), BTreeSet::new());
        for item in &file.items {
            match item {
                Item::Use(item) if matches!(item.vis, Visibility::Inherited) => {
                    declared(&item.tree, &mut imported);
                }
                _ => identifiers(item.to_token_stream(), &mut used),
            }
        }
        let unused: Vec<&String> = imported.difference(&used).collect();
        assert!(unused.is_empty(), "{path} imports {unused:?}");
        count += imported.len();
    });
    assert!(count > 200, "{count}");
}
