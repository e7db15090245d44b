//! A shape that two versions share is one Rust type, one that differs is two.

use std::any::TypeId;

use intercom_client::{preview, v2_7, v2_8, v2_10, v2_11, v2_12, v2_15, v2_16};
use serde_yaml::Value;

use crate::workspace::folder;

fn same<A: 'static, B: 'static>() -> bool {
    TypeId::of::<A>() == TypeId::of::<B>()
}

/// A component as the document of a version has it.
fn component(version: &str, name: &str) -> Value {
    let path = folder("spec").join(format!("{version}.yaml"));
    let document: Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    document["components"]["schemas"].get(name).unwrap().clone()
}

/// Compiles only when the types are one.
#[test]
fn what_is_equal_is_one_type() {
    let company = v2_7::types::Company::default();
    let company: v2_8::types::Company = company;
    let company: v2_15::types::Company = company;
    assert_eq!(company, v2_12::types::Company::default());
    let request = v2_7::types::CreateOrUpdateCompanyRequest::new();
    let request: v2_8::types::CreateOrUpdateCompanyRequest = request.name("Tidewater Pumps");
    assert_eq!(request.name.as_deref(), Some("Tidewater Pumps"));
    assert!(same::<v2_16::types::Company, preview::types::Company>());
    assert!(same::<v2_7::types::Tag, preview::types::Tag>());
}

#[test]
fn what_differs_is_two_types() {
    assert_ne!(component("2.15", "company"), component("2.16", "company"));
    assert!(!same::<v2_15::types::Company, v2_16::types::Company>());
    let _ = v2_16::types::Company::default().notes;
}

/// The lists are written alike; what they are lists of is not.
#[test]
fn what_differs_further_down_is_two_types() {
    assert_eq!(
        component("2.15", "company_list"),
        component("2.16", "company_list")
    );
    assert!(!same::<v2_15::types::CompanyList, v2_16::types::CompanyList>());
    // And a part of them that does not lead to the difference is one.
    assert!(same::<v2_15::types::CursorPages, v2_16::types::CursorPages>());
}

/// What 2.11 changed and 2.12 took back is the type that it was.
#[test]
fn what_returns_is_the_same_type() {
    assert_ne!(component("2.10", "note"), component("2.11", "note"));
    assert!(!same::<v2_10::types::Note, v2_11::types::Note>());
    assert!(same::<v2_10::types::Note, v2_12::types::Note>());
}

/// All that 2.11 changed here is that a collection's text in a language may not be null.
#[test]
fn null_that_is_not_allowed_makes_another_type() {
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
fn requests_are_one_type_when_all_of_them_agrees() {
    assert!(same::<
        v2_7::companies::DeleteCompany,
        preview::companies::DeleteCompany,
    >());
    // `{company_id}` and `{id}`: a variable's name is not sent, the answer's type is what counts.
    assert!(same::<
        v2_16::companies::RetrieveACompanyById,
        preview::companies::RetrieveACompanyById,
    >());
    assert!(!same::<
        v2_15::companies::RetrieveACompanyById,
        v2_16::companies::RetrieveACompanyById,
    >());
}

/// Clients stay apart: each sends its version.
#[test]
fn clients_are_never_one_type() {
    assert!(!same::<v2_7::Client, v2_8::Client>());
}
