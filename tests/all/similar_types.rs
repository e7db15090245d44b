//! One thing is one type: the types of a version that have nearly the same properties.

use std::collections::{BTreeMap, BTreeSet};

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
    for (path, text) in generated.files.iter() {
        let file = path.strip_prefix("src/types/");
        let Some(module) = file.and_then(|file| file.strip_suffix(".rs")) else {
            continue;
        };
        let file = syn::parse_file(text).expect("the code is Rust");
        let mut declared = BTreeSet::new();
        names(&file.items, &mut declared);
        let module = Module { module, declared };
        module.collect(&file.items, &mut structs);
    }
    structs
}

/// Collects the names of the structs and enums.
fn names(items: &[syn::Item], declared: &mut BTreeSet<String>) {
    for item in items {
        match item {
            syn::Item::Mod(module) => {
                let items = module.content.as_ref().map(|(_, items)| items.as_slice());
                names(items.unwrap_or_default(), declared);
            }
            syn::Item::Struct(item) => {
                declared.insert(item.ident.to_string());
            }
            syn::Item::Enum(item) => {
                declared.insert(item.ident.to_string());
            }
            _ => {}
        }
    }
}

/// A module of types, and the names that it declares.
struct Module<'a> {
    module: &'a str,
    declared: BTreeSet<String>,
}

impl Module<'_> {
    /// Returns the name in `types`: the types of different modules may have the same one.
    fn name(&self, name: &str) -> String {
        let is_nested = name.to_lowercase() != self.module.replace('_', "");
        if is_nested && self.declared.contains(name) {
            format!("{}::{name}", self.module)
        } else {
            name.to_owned()
        }
    }

    fn ty(&self, ty: &syn::Type) -> String {
        let text = quote::quote!(#ty).to_string();
        let words = text.split(' ').map(|word| self.name(word));
        words.collect::<Vec<_>>().join(" ")
    }

    fn collect(&self, items: &[syn::Item], structs: &mut Structs) {
        for item in items {
            match item {
                syn::Item::Mod(module) => {
                    let items = module.content.as_ref().map(|(_, items)| items.as_slice());
                    self.collect(items.unwrap_or_default(), structs);
                }
                syn::Item::Struct(item) => {
                    let fields = item.fields.iter().filter_map(|field| {
                        let name = field.ident.as_ref()?.to_string();
                        (name != "extra").then(|| (name, self.ty(&field.ty)))
                    });
                    structs.insert(self.name(&item.ident.to_string()), fields.collect());
                }
                _ => {}
            }
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
