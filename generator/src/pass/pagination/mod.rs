//! Resolves pagination: finds the items in the response type, and checks that the response and the
//! request have the members and parameters that the pagination names.

mod items;
mod problem;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::Document;
use crate::hash::{IndexMap, IndexSet};
use crate::model::{
    Body, ItemsPath, KeyPath, Location, Operation, Output, PageParameter, Pagination, PagingStyle,
    SchemaId, ShapedApi, Type,
};

use super::types::Types;
use problem::{Problem, declared};

/// Resolves the pagination of operations. `paginations` is keyed by the locations of operations.
pub(super) fn resolve(
    api: &mut ShapedApi,
    paginations: &IndexMap<Pointer, Pagination<KeyPath>>,
    document: &Document,
) -> Result<(), Diagnostics> {
    let types = Types(&api.shapes);
    let mut diagnostics = Diagnostics::new();
    for operation in &mut api.operations {
        let Some(pagination) = paginations.get(&operation.pointer()) else {
            continue;
        };
        match resolved(types, operation, pagination) {
            Ok(resolved) => operation.pagination = Some(resolved),
            Err(problems) => {
                for problem in problems {
                    let pointer = operation.pointer().child("x-pagination");
                    let pointer = problem
                        .key
                        .map_or(pointer.clone(), |key| pointer.child(key));
                    let message = format!("pagination of `{}`: {}", operation.id, problem.message);
                    let diagnostic = document.diagnostic(Code::InvalidPagination, pointer, message);
                    diagnostics.push(diagnostic.help(problem.help));
                }
            }
        }
    }
    diagnostics.into_result(())
}

fn resolved(
    types: Types<'_>,
    operation: &Operation<SchemaId>,
    pagination: &Pagination<KeyPath>,
) -> Result<Pagination<ItemsPath<SchemaId>>, Vec<Problem>> {
    let Output::Json(response) = &operation.output else {
        return Err(vec![Problem {
            key: None,
            message: "the response is not JSON".to_owned(),
            help: "remove `x-pagination`: only JSON responses have pages".to_owned(),
        }]);
    };
    let mut problems = members(types, response, pagination);
    problems.extend(request(types, operation, &pagination.style));
    let size = pagination.size.as_ref();
    problems.extend(size.and_then(|path| body(types, operation, "size", path, Expected::Integer)));
    match types.items(response, &pagination.items) {
        Ok(items) if problems.is_empty() => {
            let mut resolved = pagination.with_items(items);
            cursor(types, operation, &mut resolved.style);
            Ok(resolved)
        }
        Ok(_) => Err(problems),
        Err(problem) => {
            problems.insert(0, problem);
            Err(problems)
        }
    }
}

/// Checks the members of the response other than the items.
fn members(
    types: Types<'_>,
    response: &Type<SchemaId>,
    pagination: &Pagination<KeyPath>,
) -> Vec<Problem> {
    let expected_next = match &pagination.style {
        PagingStyle::Url { .. } => Expected::Url,
        PagingStyle::Page { .. } => Expected::NextPage,
        _ => Expected::Cursor,
    };
    let (next, page, total_pages, total_items) = match &pagination.style {
        PagingStyle::Cursor { next, .. }
        | PagingStyle::Scroll { next, .. }
        | PagingStyle::Url { next, .. } => (Some(next), None, None, None),
        PagingStyle::Page {
            next,
            page,
            total_pages,
            total_items,
            ..
        } => (
            next.as_ref(),
            page.as_ref(),
            total_pages.as_ref(),
            total_items.as_ref(),
        ),
        PagingStyle::Offset { total_items, .. } => (None, None, None, total_items.as_ref()),
        PagingStyle::Whole => (None, None, None, None),
    };
    let members = [
        ("next", next, expected_next),
        ("has_more", pagination.has_more.as_ref(), Expected::Boolean),
        ("page", page, Expected::Number),
        ("total_pages", total_pages, Expected::Number),
        ("total_items", total_items, Expected::Number),
    ];
    let problem = |(key, path, expected): (_, Option<&KeyPath>, Expected)| {
        let path = path?;
        let found = match types.find(response, &path.0) {
            Ok(found) => found,
            // A string before the end of the path is a URL.
            Err(missing) if key == "next" && missing.is_in_text => return None,
            Err(missing) => return Some(missing.problem(key, "the response", path)),
        };
        expected.problem(types, &found, key, "the response", path)
    };
    members.into_iter().filter_map(problem).collect()
}

/// Checks the parameters or the member of the body that select a page.
fn request(types: Types<'_>, operation: &Operation<SchemaId>, style: &PagingStyle) -> Vec<Problem> {
    match style {
        PagingStyle::Cursor { parameter, .. }
        | PagingStyle::Scroll { parameter, .. }
        | PagingStyle::Page { parameter, .. }
        | PagingStyle::Offset { parameter, .. } => match parameter {
            PageParameter::Query(name) => query(operation, "parameter", name).into_iter().collect(),
            PageParameter::Body(path) | PageParameter::BodyNumber(path) => {
                let expected = Expected::Cursor;
                let problem = body(types, operation, "body", path, expected);
                problem.into_iter().collect()
            }
        },
        PagingStyle::Url { keep, .. } => keep
            .iter()
            .filter_map(|name| query(operation, "keep", name))
            .collect(),
        PagingStyle::Whole => Vec::new(),
    }
}

/// Makes the cursor in a JSON body a number if its schema is one.
fn cursor(types: Types<'_>, operation: &Operation<SchemaId>, style: &mut PagingStyle) {
    let (PagingStyle::Cursor { parameter, .. } | PagingStyle::Scroll { parameter, .. }) = style
    else {
        return;
    };
    let (PageParameter::Body(path), Some(Body::Json { ty, .. })) = (&*parameter, &operation.body)
    else {
        return;
    };
    let found = types.find(ty, &path.0).unwrap_or_default();
    let is_number = |ty: &&Type<SchemaId>| {
        matches!(
            ty,
            Type::Integer | Type::Unsigned | Type::Number | Type::Decimal
        )
    };
    let is_text = found
        .iter()
        .any(|ty| matches!(ty, Type::String | Type::Json));
    if !is_text && found.iter().any(is_number) {
        *parameter = PageParameter::BodyNumber(path.clone());
    }
}

fn query(operation: &Operation<SchemaId>, key: &'static str, name: &str) -> Option<Problem> {
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Query)
        .map(|parameter| parameter.name.as_str())
        .collect();
    (!names.contains(&name)).then(|| Problem {
        key: Some(key),
        message: format!("the operation has no query parameter `{name}`"),
        help: format!(
            "{}; declare the query parameter `{name}` if the API accepts it",
            declared("query parameters", &names)
        ),
    })
}

fn body(
    types: Types<'_>,
    operation: &Operation<SchemaId>,
    key: &'static str,
    path: &KeyPath,
    expected: Expected,
) -> Option<Problem> {
    let Some(Body::Json { ty, .. }) = &operation.body else {
        return Some(Problem {
            key: Some(key),
            message: "the request has no JSON body".to_owned(),
            help: format!("remove `{key}`, for example for a query parameter, or declare the body"),
        });
    };
    let owner = "the request body";
    match types.find(ty, &path.0) {
        Ok(found) => expected.problem(types, &found, key, owner, path),
        Err(missing) => Some(missing.problem(key, owner, path)),
    }
}

/// The expected type of a member of the response or the request.
#[derive(Clone, Copy)]
enum Expected {
    /// An opaque text, or the id of an item.
    Cursor,
    Url,
    /// A number, or a URL or an object that contains it.
    NextPage,
    Boolean,
    Number,
    /// A number that is sent, so that it cannot be a string.
    Integer,
}

impl Expected {
    /// Returns the problem of a member that cannot have the type.
    fn problem(
        self,
        types: Types<'_>,
        found: &IndexSet<&Type<SchemaId>>,
        key: &'static str,
        owner: &str,
        path: &KeyPath,
    ) -> Option<Problem> {
        let matches = found.iter().any(|ty| self.matches(types, ty));
        (!matches).then(|| Problem {
            key: Some(key),
            message: format!("`{path}` of {owner} is not {}", self.name()),
            help: format!("name a property that is {}", self.name()),
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Cursor => "a string or a number",
            Self::Url => "a string",
            Self::NextPage => "a number, a string or an object",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Integer => "an integer",
        }
    }

    fn matches(self, types: Types<'_>, ty: &Type<SchemaId>) -> bool {
        if matches!(ty, Type::Json | Type::External(_)) {
            return true;
        }
        let is_text = *ty == Type::String || types.is_enum(ty);
        let is_number = matches!(
            ty,
            Type::Integer | Type::Unsigned | Type::Number | Type::Decimal | Type::Timestamp
        );
        match self {
            // Numbers may be sent as strings.
            Self::Cursor | Self::Number => is_text || is_number,
            Self::Url => is_text,
            Self::NextPage => is_text || is_number || types.is_object(ty),
            Self::Boolean => *ty == Type::Boolean,
            Self::Integer => is_number || types.is_enum(ty),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::choices::Choices;
    use crate::document::{Document, RawDocument, Source};
    use crate::pass::tests::errors;
    use crate::{lower, pass};

    /// Returns the message about the type of `next` in the response, if it is not accepted.
    fn next(style: &str, schema: &str) -> Option<String> {
        let text = format!(
            "
openapi: 3.0.3
info: {{title: T, version: '1'}}
paths:
  /ships:
    get:
      operationId: list
      parameters: [{{name: after, in: query, schema: {{type: string}}}}]
      x-pagination: {{items: ships, next: next, {style}}}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties: {{ships: {{type: array, items: {{}}}}, next: {schema}}}
"
        );
        let raw = RawDocument::from_source(Source::new("x.yaml", text)).unwrap();
        let (document, _) = Document::parse(raw, None).unwrap();
        let (api, _) = lower::lower(&document, &Choices::default()).unwrap();
        let found = pass::shape(api, &document).err()?;
        let messages: Vec<String> = found.into_iter().map(|one| one.message).collect();
        Some(messages.join("; "))
    }

    /// Returns the messages about the properties of the request body that select a page.
    fn sent(pagination: &str, size: &str, cursor: &str) -> Vec<String> {
        let content = |schema: &str| format!("content: {{application/json: {{schema: {schema}}}}}");
        let sent = format!("{{type: object, properties: {{size: {size}, after: {cursor}}}}}");
        let received = "{type: object, properties: {ships: {type: array, items: {}}, next: {type: \
                        string}}}";
        errors(&format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{/ships: {{post: \
             {{operationId: search, x-pagination: {{items: ships, next: next, {pagination}}}, \
             requestBody: {{{}}}, responses: {{'200': {{description: d, {}}}}}}}}}}}}}",
            content(&sent),
            content(received)
        ))
    }

    #[test]
    fn sent_properties_have_the_types_that_are_sent() {
        let (text, number) = ("{type: string}", "{type: integer}");
        let (flag, list) = ("{type: boolean}", "{type: array, items: {}}");
        let pagination = "body: after, size: size";
        for (size, cursor) in [(number, text), ("{}", number), ("{type: number}", "{}")] {
            assert!(sent(pagination, size, cursor).is_empty(), "{size} {cursor}");
        }
        let problem = |path: &str, name: &str| {
            format!("pagination of `search`: `{path}` of the request body is not {name}")
        };
        for size in [text, flag, list] {
            assert_eq!(
                sent(pagination, size, text),
                [problem("size", "an integer")]
            );
        }
        for cursor in [flag, list] {
            let expected = problem("after", "a string or a number");
            assert_eq!(sent(pagination, number, cursor), [expected]);
        }
    }

    #[test]
    fn the_next_page_is_found_by_a_value_of_the_type_that_its_style_reads() {
        let cursor = "parameter: after";
        let page = "type: page, parameter: after";
        let (text, number) = ("{type: string}", "{type: integer}");
        let object = "{type: object, properties: {after: {type: integer}}}";
        let (flag, list) = ("{type: boolean}", "{type: array, items: {}}");
        for (style, accepted, rejected) in [
            (cursor, vec![text, number, "{}"], vec![object, flag, list]),
            (page, vec![text, number, "{}", object], vec![flag, list]),
            (
                "type: url",
                vec![text, "{}"],
                vec![number, object, flag, list],
            ),
        ] {
            for schema in accepted {
                assert_eq!(next(style, schema), None, "{style} {schema}");
            }
            for schema in rejected {
                let found = next(style, schema).unwrap_or_default();
                assert!(
                    found.contains("`next` of the response is not a"),
                    "{style} {schema}"
                );
            }
        }
    }
}
