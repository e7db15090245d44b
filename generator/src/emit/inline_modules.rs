//! The modules of inline types in the revisions of `types/`, which the versions re-export:
//! `types::conversation::rev8::inline` is `types::conversation` of version 2.16.

use syn::{Item, ItemMod, parse_quote};

use crate::model::ShapeId;

use super::context::Context;
use super::docs;
use super::inline_types::{INLINE, InlineTypes};
use super::revisions::Revision;
use super::syntax;
use super::tag_features::Features;
use super::versions::exports::exports;

/// Emits the module of inline types of a revision, which is compiled with the outer features.
pub(super) fn module(
    context: &Context<'_>,
    revision: &Revision,
    inline: &InlineTypes,
    outer: &Features,
) -> Item {
    let docs = docs::lines(&summary(context, revision, inline));
    let tags = (inline.features != *outer).then(|| inline.features.cfg());
    let versions = &inline.versions;
    let versions = (!revision.has_only(versions)).then(|| context.inner_cfg(versions));
    let (tags, name) = (tags.flatten(), syntax::identifier(INLINE));
    let mut module: ItemMod = parse_quote!(#docs #tags #versions pub mod #name {});
    module.content = Some((Default::default(), re_exports(context, inline)));
    Item::Mod(module)
}

fn re_exports(context: &Context<'_>, inline: &InlineTypes) -> Vec<Item> {
    let types = inline.set.types.iter().map(|id| {
        let features = context.tag_features.of_shape(*id);
        let features = (features != inline.features).then_some(features);
        let versions = context.library.shape(*id).versions.as_slice();
        let path = context.shape_path(*id);
        (versions, features.unwrap_or_default(), path)
    });
    let page = context.page_version(&inline.versions);
    exports(context, page.unwrap_or_default(), types)
}

/// Returns the first line of the module's page.
fn summary(context: &Context<'_>, revision: &Revision, inline: &InlineTypes) -> String {
    let shape = |id: &ShapeId| &context.library.shape(*id).item;
    let owners = inline.set.owners.iter().map(|id| {
        let name = shape(id).name.as_str();
        if revision.items().any(|item| item == id.0) {
            docs::link::ty(name, name)
        } else {
            docs::link::ty(name, &docs::link_target(&context.shape_path(*id)))
        }
    });
    let owners: Vec<String> = owners.collect();
    if !owners.is_empty() {
        return format!("The types inside {}.", owners.join(" and "));
    }
    let first = inline.set.types.first();
    let root = first.map_or("", |id| &shape(id).root);
    let endpoint = context.endpoint(root);
    let root = docs::code(endpoint.as_deref().unwrap_or(root));
    format!("The types of {root}.")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::Generator;

    /// Returns the document of a version in which a ship has a flag of these colours.
    fn document(version: &str, title: &str, colours: &[&str]) -> String {
        let colour = json!({"type": "string", "enum": colours});
        let flag = json!({"type": "object", "properties": {"colour": colour}});
        let name = json!({"type": "string", "title": title});
        let ship = json!({"type": "object", "properties": {"flag": flag, title: name}});
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Harbour", "version": version},
            "paths": {},
            "components": {"schemas": {"ship": ship}},
        })
        .to_string()
    }

    #[test]
    fn versions_share_the_module_of_the_same_types() {
        let folder = tempfile::tempdir().unwrap();
        let versions = [
            ("2.7", "name", &["red"][..]),
            ("2.8", "name", &["red"]),
            // Another ship with the same flag, and then another flag.
            ("2.9", "title", &["red"]),
            ("2.10", "title", &["red", "green"]),
        ];
        for (version, title, colours) in versions {
            let path = folder.path().join(format!("{version}.json"));
            std::fs::write(path, document(version, title, colours)).unwrap();
        }
        let files = Generator::documents(folder.path())
            .generate()
            .unwrap()
            .files;
        let types = files.get("src/types/ship.rs").unwrap();
        assert_eq!(types.matches("/// The types inside [`Ship`].").count(), 3);
        for (path, expected) in [
            ("src/v2_7/types.rs", "rev1::{Ship, inline as ship}"),
            ("src/v2_8/types.rs", "rev1::{Ship, inline as ship}"),
            ("src/v2_9/types.rs", "rev2::{Ship, inline as ship}"),
            ("src/v2_10/types.rs", "rev3::{Ship, inline as ship}"),
        ] {
            let text = files.get(path).unwrap();
            let expected = format!("pub use crate::types::ship::{expected};");
            assert!(text.contains(&expected), "{path}: {text}");
        }
        // The flag has one page, in the newest version that has it.
        let (_, inline) = types.split_once("pub mod inline {").unwrap();
        let (inline, _) = inline.split_once("    }").unwrap();
        let link = "#[cfg_attr(feature = \"v2_9\", doc(no_inline))]";
        assert!(inline.contains(link), "{inline}");
    }
}
