//! Applications build values of every type in their tests, also of those that are only received.

use std::collections::BTreeSet;

use intercom_client::v2_16::types::{Admin, Contact, ContactTags, CreateContactRequest};
use intercom_client::{Build, Timestamp};
use intercom_tests_compiled::required::api::types::Harbour;
use serde_json::json;

use crate::workspace::GENERATED;

#[test]
fn received_values_are_built_from_their_fields() {
    let admin = Admin::build(|admin| admin.id = "a1".into());
    assert_eq!(serde_json::to_value(admin).unwrap(), json!({"id": "a1"}));
    let contact = Contact::build(|contact| {
        contact.id = "c1".into();
        contact.email = Some("a@example.com".into());
        contact.created_at = Timestamp::new(17, 0);
        contact.tags = Some(ContactTags::build(|tags| tags.total_count = Some(0)));
    });
    assert_eq!(
        serde_json::to_value(contact).unwrap(),
        json!({"id": "c1", "email": "a@example.com", "created_at": 17, "tags": {"total_count": 0}})
    );
    // Those that are sent can be built, too.
    let request = CreateContactRequest::build(|request| request.role = Some("user".into()));
    assert_eq!(request, CreateContactRequest::new().role("user"));
}

/// A type without `Default`, since one of its fields, another struct, is required.
#[test]
fn values_with_required_fields_are_built_from_their_fields() {
    let harbour = <Harbour as intercom_tests_compiled::required::Build>::build(|harbour| {
        harbour.id = "h1".into();
        harbour.log.day = Some("Monday".into());
    });
    let json = serde_json::to_value(&harbour).unwrap();
    assert_eq!(json["id"], "h1");
    assert_eq!(json["log"], json!({"day": "Monday"}));
}

/// The names of the structs of a file that have a field `extra`, and of those with a table, by
/// which the runtime implements `Build`.
#[derive(Default)]
struct Structs {
    objects: BTreeSet<String>,
    tables: BTreeSet<String>,
}

impl Structs {
    fn collect(&mut self, items: &[syn::Item], path: &str) {
        for item in items {
            match item {
                syn::Item::Mod(module) => {
                    let path = format!("{path}::{}", module.ident);
                    let content = module.content.as_ref();
                    let items = content.map(|(_, items)| items.as_slice());
                    self.collect(items.unwrap_or_default(), &path);
                }
                syn::Item::Struct(item)
                    if item.fields.iter().any(|field| field.ident.is_some()) =>
                {
                    self.objects.insert(format!("{path}::{}", item.ident));
                }
                syn::Item::Macro(item) if item.mac.path.is_ident("json_object") => {
                    let name = item.mac.tokens.clone().into_iter().next();
                    let name = name.expect("a table starts with the name");
                    self.tables.insert(format!("{path}::{name}"));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_struct_can_be_built() {
    let mut structs = Structs::default();
    let files = GENERATED.files.iter();
    for (path, text) in files.filter(|(path, _)| path.starts_with("src/types/")) {
        let file = syn::parse_file(text).expect("the code is Rust");
        structs.collect(&file.items, path);
    }
    assert!(structs.objects.len() > 600);
    let missing: Vec<_> = structs.objects.difference(&structs.tables).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
