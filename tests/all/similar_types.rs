//! One thing is one type: the types of a version that have nearly the same properties.

use std::collections::BTreeMap;

use intercom_codegen::Generator;

use crate::workspace::folder;

/// The share of the properties of the larger type that two similar types have in common.
const SIMILAR: f64 = 0.9;

/// The minimum number of properties: smaller types are similar by chance.
const MIN_FIELDS: usize = 5;

/// The pairs that remain two types: the beginnings of their names, and the reason.
const DISTINCT: [(&str, &str, &str); 4] = [
    (
        "ConversationAttribute",
        "ConversationAttribute",
        "members of a union, and their base",
    ),
    (
        "CreateConversationAttribute",
        "CreateConversationAttribute",
        "members of a union",
    ),
    (
        "CreateContactRequest",
        "UpdateContactRequest",
        "the requests of two operations",
    ),
    (
        "FileAttribute",
        "PartAttachment",
        "the value of an attribute, and a part of a message",
    ),
];

/// The name of each struct with its fields, as JSON key and type.
type Structs = BTreeMap<String, BTreeMap<String, String>>;

fn structs() -> Structs {
    let generator = Generator::documents(folder("spec"))
        .overlays(folder("spec/overlays"))
        .versions(["2.16"]);
    let generated = generator.generate().expect("the document is valid");
    let mut structs = Structs::new();
    let types = |path: &str| path.starts_with("src/types/");
    for (_, text) in generated.files.iter().filter(|(path, _)| types(path)) {
        let file = syn::parse_file(text).expect("the code is Rust");
        collect(&file.items, &mut structs);
    }
    structs
}

fn collect(items: &[syn::Item], structs: &mut Structs) {
    for item in items {
        match item {
            syn::Item::Mod(module) => {
                let items = module.content.as_ref().map(|(_, items)| items.as_slice());
                collect(items.unwrap_or_default(), structs);
            }
            syn::Item::Struct(item) => {
                let fields = item.fields.iter().filter_map(|field| {
                    let name = field.ident.as_ref()?.to_string();
                    let ty = &field.ty;
                    (name != "extra").then(|| (name, quote::quote!(#ty).to_string()))
                });
                structs.insert(item.ident.to_string(), fields.collect());
            }
            _ => {}
        }
    }
}

fn share(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> f64 {
    let common = one.iter().filter(|(name, ty)| other.get(*name) == Some(ty));
    common.count() as f64 / one.len().max(other.len()) as f64
}

#[test]
fn similar_types_are_one_type_or_differ_for_a_reason() {
    let structs = structs();
    let large = || {
        structs
            .iter()
            .filter(|(_, fields)| fields.len() >= MIN_FIELDS)
    };
    let mut similar = Vec::new();
    for (name, fields) in large() {
        for (other, others) in large().filter(|(other, _)| *other > name) {
            if share(fields, others) >= SIMILAR {
                similar.push((name.as_str(), other.as_str()));
            }
        }
    }
    let is_known = |(one, other): &(&str, &str)| {
        let mut known = DISTINCT.iter();
        known.any(|(first, second, _)| one.starts_with(first) && other.starts_with(second))
    };
    let (known, unknown): (Vec<_>, Vec<_>) = similar.into_iter().partition(is_known);
    assert_eq!(unknown, []);
    for (first, second, reason) in DISTINCT {
        let mut pairs = known.iter();
        let applies = pairs.any(|(one, other)| one.starts_with(first) && other.starts_with(second));
        assert!(applies, "{first} and {second} are not similar: {reason}");
    }
}
