//! Equal shapes of two versions are one Rust type, different shapes are two.

use std::any::TypeId;

use intercom_client::{preview, v2_7, v2_8, v2_10, v2_11, v2_12, v2_15, v2_16};
use serde_yaml::Value;

use crate::workspace::folder;

fn same<A: 'static, B: 'static>() -> bool {
    TypeId::of::<A>() == TypeId::of::<B>()
}

/// Returns a component of the document of a version.
fn component(version: &str, name: &str) -> Value {
    let path = folder("spec").join(format!("{version}.yaml"));
    let document: Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    document["components"]["schemas"].get(name).unwrap().clone()
}

/// Compiles only if the types are the same.
#[test]
fn equal_shapes_are_one_type() {
    let company = v2_7::types::Company::default();
    let company: v2_8::types::Company = company;
    let company: v2_15::types::Company = company;
    assert_eq!(company, v2_12::types::Company::default());
    let request: v2_8::types::CreateOrUpdateCompanyRequest =
        v2_7::types::CreateOrUpdateCompanyRequest::new().name("Tidewater Pumps");
    assert_eq!(request.name.as_deref(), Some("Tidewater Pumps"));
    assert!(same::<v2_16::types::Company, preview::types::Company>());
    assert!(same::<v2_7::types::Tag, preview::types::Tag>());
}

#[test]
fn different_shapes_are_two_types() {
    assert_ne!(component("2.15", "company"), component("2.16", "company"));
    assert!(!same::<v2_15::types::Company, v2_16::types::Company>());
    let _ = v2_16::types::Company::default().notes;
}

/// The lists are declared equally, but their items differ.
#[test]
fn nested_differences_make_two_types() {
    assert_eq!(
        component("2.15", "company_list"),
        component("2.16", "company_list")
    );
    assert!(!same::<v2_15::types::CompanyList, v2_16::types::CompanyList>());
    // A nested type that does not contain the difference is shared.
    assert!(same::<v2_15::types::CursorPages, v2_16::types::CursorPages>());
}

/// Ids are text in all versions, whatever the documents declare.
#[test]
fn corrections_remove_differences() {
    assert_ne!(component("2.10", "note"), component("2.11", "note"));
    assert!(same::<v2_10::types::Note, v2_11::types::Note>());
}

/// The only change of 2.11 is that the translations of a collection must not be null.
#[test]
fn nullability_distinguishes_types() {
    let names = |version| {
        let schema = component(version, "group_translated_content");
        let properties = schema["properties"].as_mapping().unwrap().clone();
        Vec::from_iter(properties.into_keys())
    };
    assert_eq!(names("2.10"), names("2.11"));
    assert!(v2_10::types::GroupTranslatedContent::new().ar.is_absent());
    assert!(v2_11::types::GroupTranslatedContent::new().ar.is_none());
    assert!(same::<
        v2_10::types::GroupTranslatedContent,
        v2_12::types::GroupTranslatedContent,
    >());
}

#[test]
fn equal_operations_share_one_builder() {
    assert!(same::<
        v2_7::companies::DeleteCompany,
        preview::companies::DeleteCompany,
    >());
    // `{company_id}` and `{id}`: names of path variables are not sent, the response type is the
    // same.
    assert!(same::<
        v2_16::companies::GetCompany,
        preview::companies::GetCompany,
    >());
    assert!(!same::<
        v2_15::companies::GetCompany,
        v2_16::companies::GetCompany,
    >());
}

/// Each client sends its own version.
#[test]
fn every_version_has_its_own_client() {
    assert!(!same::<v2_7::Client, v2_8::Client>());
}
