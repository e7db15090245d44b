//! Search filters: their queries in every version, and the rejected ones.

use intercom_client::search::{Filter, FilterError, Grammar, field};
use intercom_client::{Timestamp, preview, v2_7, v2_16};
use serde_json::{Value, json};

use crate::contract::document::Document;

/// Returns the query of 2.16, in which groups contain either conditions or groups.
fn query(filter: Filter) -> Result<Value, FilterError> {
    let request = v2_16::types::SearchRequest::try_from(filter)?;
    Ok(serde_json::to_value(request).unwrap()["query"].take())
}

/// Returns the query of 2.7, in which groups may contain both.
fn mixed_query(filter: Filter) -> Value {
    let request = v2_7::types::SearchRequest::try_from(filter).unwrap();
    serde_json::to_value(request).unwrap()["query"].take()
}

#[track_caller]
fn assert_condition(filter: Filter, operator: &str, value: Value) {
    let expected = json!({"field": "berth", "operator": operator, "value": value});
    assert_eq!(query(filter.clone()), Ok(expected.clone()));
    assert_eq!(mixed_query(filter), expected);
}

#[test]
fn every_operator_is_encoded() {
    let berth = || field("berth");
    let noon = Timestamp::from_seconds(1_750_000_000);
    assert_condition(berth().eq("north"), "=", json!("north"));
    assert_condition(berth().eq(String::from("north")), "=", json!("north"));
    assert_condition(berth().eq(12), "=", json!(12));
    assert_condition(berth().eq(true), "=", json!(true));
    assert_condition(berth().eq(noon), "=", json!(1_750_000_000));
    assert_condition(berth().ne("north"), "!=", json!("north"));
    assert_condition(berth().is_null(), "=", Value::Null);
    assert_condition(berth().is_not_null(), "!=", Value::Null);
    assert_condition(berth().lt(12), "<", json!(12));
    assert_condition(berth().lte(noon), "<=", json!(1_750_000_000));
    assert_condition(berth().gt(3_000_000_000), ">", json!(3_000_000_000_i64));
    assert_condition(berth().gte(-1), ">=", json!(-1));
    assert_condition(berth().contains("or"), "~", json!("or"));
    assert_condition(berth().does_not_contain("or"), "!~", json!("or"));
    assert_condition(berth().starts_with("no"), "^", json!("no"));
    assert_condition(berth().ends_with("th"), "$", json!("th"));
    assert_condition(berth().is_in(["a", "b"]), "IN", json!(["a", "b"]));
    assert_condition(berth().is_in(&[String::from("a")]), "IN", json!(["a"]));
    assert_condition(berth().is_in([1, 2]), "IN", json!([1, 2]));
    assert_condition(berth().is_not_in(vec![7]), "NIN", json!([7]));
}

/// The value is in its typed variant, not in the catch-all.
#[test]
fn values_use_typed_variants() {
    use v2_16::types::{
        SingleFilterSearchRequest,
        single_filter_search_request::{FilterValue as Typed, Operator, ValueArrayItem as Item},
    };
    let typed = |operator, value: Typed| {
        let filter = SingleFilterSearchRequest::new().field("berth");
        v2_16::types::search_request::Query::from(filter.operator(operator).value(value))
    };
    let made = |filter: Filter| v2_16::types::search_request::Query::try_from(filter).unwrap();
    let berth = || field("berth");
    assert_eq!(
        made(berth().gt(5)),
        typed(Operator::GreaterThan, Typed::Integer(5))
    );
    assert_eq!(
        made(berth().ends_with("th")),
        typed(Operator::EndsWith, Typed::from("th"))
    );
    assert_eq!(
        made(berth().eq(false)),
        typed(Operator::Equal, Typed::Boolean(false))
    );
    assert_eq!(
        made(berth().is_in([5])),
        typed(Operator::In, Typed::Array(vec![Item::Integer(5)]))
    );
}

#[test]
fn groups_use_typed_structs() {
    use v2_16::types::{
        MultipleFilterSearchRequest, SingleFilterSearchRequest,
        multiple_filter_search_request::Operator, search_request, single_filter_search_request,
    };
    let condition = |value: i64| {
        let filter = SingleFilterSearchRequest::new().field("berth");
        filter
            .operator(single_filter_search_request::Operator::Equal)
            .value(value)
    };
    let group = |operator: Operator, values: Vec<SingleFilterSearchRequest>| {
        MultipleFilterSearchRequest::new()
            .operator(operator)
            .value(values)
    };
    let outer = MultipleFilterSearchRequest::new()
        .operator(Operator::And)
        .value(vec![
            group(Operator::Or, vec![condition(1), condition(2)]),
            group(Operator::And, vec![condition(3)]),
        ]);
    let either = field("berth").eq(1).or(field("berth").eq(2));
    let made = search_request::Query::try_from(either.and(field("berth").eq(3)));
    assert_eq!(made, Ok(search_request::Query::from(outer)));
}

fn condition(number: i64) -> Filter {
    field("a").eq(number)
}

fn condition_json(number: i64) -> Value {
    json!({"field": "a", "operator": "=", "value": number})
}

#[test]
fn nested_groups_of_one_operator_are_flattened() {
    let conditions: Vec<Value> = (1..=4).map(condition_json).collect();
    let expected = json!({"operator": "AND", "value": conditions});
    assert_eq!(
        query(
            condition(1)
                .and(condition(2))
                .and(condition(3))
                .and(condition(4))
        ),
        Ok(expected.clone())
    );
    assert_eq!(
        query(
            condition(1)
                .and(condition(2))
                .and(condition(3).and(condition(4)))
        ),
        Ok(expected.clone())
    );
    assert_eq!(
        query(condition(1).and(condition(2).and(condition(3).and(condition(4))))),
        Ok(expected.clone())
    );
    assert_eq!(query(Filter::all((1..=4).map(condition))), Ok(expected));
}

#[test]
fn a_group_of_one_filter_is_unwrapped() {
    assert_eq!(query(Filter::all([condition(1)])), Ok(condition_json(1)));
    assert_eq!(
        query(Filter::any([Filter::all([condition(1)])])),
        Ok(condition_json(1))
    );
}

/// In a version whose groups contain either conditions or groups.
#[test]
fn conditions_beside_groups_are_wrapped() {
    let filter = || condition(1).and(condition(2).or(condition(3)));
    let either = json!({"operator": "OR", "value": [condition_json(2), condition_json(3)]});
    assert_eq!(
        mixed_query(filter()),
        json!({"operator": "AND", "value": [condition_json(1), either]})
    );
    let wrapped = json!({"operator": "AND", "value": [condition_json(1)]});
    assert_eq!(
        query(filter()),
        Ok(json!({"operator": "AND", "value": [wrapped, either]}))
    );
}

#[test]
fn too_many_or_too_deep_filters_are_rejected() {
    assert!(query(Filter::any((0..15).map(condition))).is_ok());
    let error = query(Filter::any((0..16).map(condition))).unwrap_err();
    assert_eq!(
        error,
        FilterError::TooMany {
            operator: "OR",
            count: 16,
            limit: 15
        }
    );
    assert!(
        error
            .to_string()
            .contains("16 filters joined by `OR`, the maximum is 15")
    );
    let nested = condition(0).and(Filter::any((0..16).map(condition)));
    assert!(matches!(query(nested), Err(FilterError::TooMany { .. })));

    let two_deep = || {
        condition(1)
            .or(condition(2))
            .and(condition(3).or(condition(4)))
    };
    assert!(query(two_deep()).is_ok());
    let error = query(two_deep().or(condition(5))).unwrap_err();
    assert_eq!(error, FilterError::TooDeep { depth: 3, limit: 2 });
    assert!(
        error
            .to_string()
            .contains("nested 3 levels deep, the maximum is 2")
    );

    assert_eq!(query(Filter::all([])), Err(FilterError::Empty));
    assert_eq!(
        query(condition(1).or(Filter::all([]))),
        Err(FilterError::Empty)
    );
    assert_eq!(
        query(condition(1).and(Filter::all([]))),
        Err(FilterError::Empty)
    );
}

/// All current versions support all operators.
#[test]
fn unsupported_operators_are_rejected() {
    let grammar = Grammar {
        operators: &["=", "!="],
        mixes: true,
        max_depth: 2,
        max_filters: 15,
    };
    let query = |filter| grammar.query::<v2_16::types::search_request::Query>(filter);
    assert!(query(condition(1)).is_ok());
    let error = query(condition(1).and(field("draught").gte(9))).unwrap_err();
    assert_eq!(
        error,
        FilterError::UnknownOperator {
            field: "draught".to_owned(),
            operator: ">="
        }
    );
    assert!(
        error
            .to_string()
            .contains("operator `>=` for the field `draught`")
    );
}

/// Pagination and order are set on the request, as without filters.
#[test]
fn requests_from_filters_are_builders() {
    let request = preview::types::CompanySearchRequest::try_from(condition(1))
        .unwrap()
        .pagination(preview::types::StartingAfterPaging::new().per_page(5));
    let json = serde_json::to_value(request).unwrap();
    assert_eq!(
        json,
        json!({"query": condition_json(1), "pagination": {"per_page": 5}})
    );
}

/// Returns filters with every operator, every kind of value and every structure of groups.
fn filters() -> Vec<Filter> {
    let one = || field("role").eq("pilot");
    let conditions = vec![
        one(),
        field("berth").ne(4),
        field("moored").eq(false),
        field("left_at").is_null(),
        field("name").is_not_null(),
        field("draught").lt(9),
        field("draught").lte(9),
        field("seen_at").gt(Timestamp::from_seconds(1_750_000_000)),
        field("seen_at").gte(1_750_000_000),
        field("name").contains("a"),
        field("name").does_not_contain("b"),
        field("name").starts_with("c"),
        field("name").ends_with("d"),
        field("id").is_in(["1", "2"]),
        field("id").is_not_in([1, 2]),
    ];
    let groups = [
        Filter::all(conditions.clone()),
        Filter::any(conditions.clone()),
        one().or(one()).and(one().or(one())),
        one().and(one().or(one())),
        one().or(one().and(one())).or(one()),
    ];
    conditions.into_iter().chain(groups).collect()
}

/// The search operations of a document, and the validation of their bodies.
struct Searches(Document);

impl Searches {
    fn paths(&self) -> Vec<&str> {
        let operations = self.0.operations.iter();
        let searches = operations.filter(|operation| {
            let body = operation.body.as_ref();
            body.is_some_and(|body| self.is_search(&body.schema.definition))
        });
        searches.map(|operation| operation.path.as_str()).collect()
    }

    fn is_search(&self, body: &Value) -> bool {
        let reference = body["$ref"].as_str().unwrap_or_default();
        let name = reference.rsplit('/').next().unwrap_or_default();
        let schema = &self.0.root["components"]["schemas"][name];
        !schema["properties"]["query"]["x-search-query"].is_null()
    }

    fn assert_valid(&self, path: &str, body: &Value) {
        let mut operations = self.0.operations.iter();
        let operation = operations.find(|it| it.path == path && it.method == "POST");
        let schema = &operation.unwrap().body.as_ref().unwrap().schema;
        assert_eq!(
            schema.violations(body),
            Vec::<String>::new(),
            "{path}: {body}"
        );
    }
}

/// For each version: its search operations with their request types and query types.
macro_rules! versions {
    ($($module:ident { $($path:literal: $request:ident, $scope:ident::Query;)* })*) => {
        $(
            #[test]
            fn $module() {
                use intercom_client::$module::types;
                let searches = Searches(Document::of(stringify!($module)));
                assert_eq!(searches.paths(), [$($path),*]);
                $(
                    for filter in filters() {
                        let query = types::$scope::Query::try_from(filter.clone()).unwrap();
                        assert!(!matches!(query, types::$scope::Query::Unrecognized(_)), "{query:?}");
                        let request = types::$request::try_from(filter).unwrap();
                        assert_eq!(request.query, query);
                        searches.assert_valid($path, &serde_json::to_value(&request).unwrap());
                    }
                )*
            }
        )*
    };
}

versions! {
    v2_7 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
    }
    v2_8 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
    }
    v2_9 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
    }
    v2_10 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    v2_11 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    v2_12 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    v2_13 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    v2_14 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    v2_15 {
        "/contacts/search": SearchRequest, search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    v2_16 {
        "/contacts/search": ContactSearchRequest, contact_search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
    preview {
        "/companies/search": CompanySearchRequest, company_search_request::Query;
        "/contacts/search": ContactSearchRequest, contact_search_request::Query;
        "/conversations/search": SearchRequest, search_request::Query;
        "/tickets/search": SearchRequest, search_request::Query;
    }
}
