//! The page of an operation in the reference of the API: `externalDocs`, or `x-docs-url`, a
//! template of URLs.

use http::Uri;
use indexmap::IndexMap;
use openapiv3::ExternalDocumentation;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::diagnostic::{Code, Pointer};

use super::Lowering;
use super::operation::OperationSource;

const ANNOTATION: &str = "x-docs-url";

/// The characters that are escaped in a segment of a path: all but the unreserved ones (RFC 3986,
/// section 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A template of URLs: literal text, and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocsTemplate(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value { variable: Variable, is_slug: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variable {
    Version,
    Tag,
    OperationId,
}

impl DocsTemplate {
    /// Parses a template. Returns `None` if it has another variable, or is not a template of URLs.
    fn parse(template: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some((text, tail)) = rest.split_once('{') {
            let (name, tail) = tail.split_once('}')?;
            let (name, is_slug) = match name.strip_suffix(":slug") {
                Some(name) => (name, true),
                None => (name, false),
            };
            let variable = match name {
                "version" => Variable::Version,
                "tag" => Variable::Tag,
                "operationId" => Variable::OperationId,
                _ => return None,
            };
            pieces.push(Piece::Text(text.to_owned()));
            pieces.push(Piece::Value { variable, is_slug });
            rest = tail;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let template = Self(pieces);
        template.url(|_| Some("value")).map(|_| template)
    }

    /// Returns the URL for the values of the variables, if each has one.
    fn url<'v>(&self, value: impl Fn(Variable) -> Option<&'v str>) -> Option<String> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(literal) => text.push_str(literal),
                Piece::Value { variable, is_slug } => {
                    let value = value(*variable)?;
                    let slug = || {
                        value
                            .to_lowercase()
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join("-")
                    };
                    let value = if *is_slug { slug() } else { value.to_owned() };
                    text.extend(utf8_percent_encode(&value, ESCAPED));
                }
            }
        }
        link(&text)
    }
}

impl<'a> Lowering<'a> {
    /// Reads the template of an object, and reports one that is invalid.
    pub(super) fn docs_template(
        &mut self,
        extensions: &IndexMap<String, Value>,
        pointer: &Pointer,
    ) -> Option<DocsTemplate> {
        let declared = extensions.get(ANNOTATION)?;
        let template = declared.as_str().and_then(DocsTemplate::parse);
        if template.is_none() {
            let message = format!("{declared} is not a template of a URL");
            let help = "write a URL that contains no variables but `{version}`, `{tag}` and \
                        `{operationId}`, or `{tag:slug}` and the like";
            self.report(
                Code::InvalidDocsUrl,
                &pointer.child(ANNOTATION),
                message,
                help,
            );
        }
        template
    }

    /// Returns the page of an operation: that of its own template, else of its `externalDocs`, else
    /// of the template of the document.
    pub(super) fn docs_url(&mut self, source: &OperationSource<'a>) -> Option<String> {
        let operation = source.operation;
        let own = self.docs_template(&operation.extensions, &source.pointer);
        let external = operation.external_docs.as_ref();
        let external = || external.and_then(|page| link(&page.url));
        let template = match (&own, external()) {
            (Some(own), _) => own,
            (None, Some(url)) => return Some(url),
            (None, None) => self.docs_url.as_ref()?,
        };
        template.url(|variable| match variable {
            Variable::Version => Some(self.document.api.info.version.as_str()),
            Variable::Tag => operation.tags.first().map(String::as_str),
            Variable::OperationId => operation.operation_id.as_deref(),
        })
    }
}

/// Returns a sentence that links to a page.
pub(super) fn sentence(page: &ExternalDocumentation) -> Option<String> {
    link(&page.url).map(|url| format!("See <{url}>."))
}

/// Returns an absolute URL of a web page in a form that can be the target of a link in Markdown.
fn link(url: &str) -> Option<String> {
    let url = url.trim();
    let uri: Uri = url.parse().ok()?;
    // The fragment is not part of `Uri`.
    let ends_link = |character: char| character.is_whitespace() || matches!(character, '<' | '>');
    let is_page = matches!(uri.scheme_str(), Some("http" | "https")) && !url.contains(ends_link);
    is_page.then(|| url.replace('(', "%28").replace(')', "%29"))
}

#[cfg(test)]
mod tests {
    use super::{DocsTemplate, Variable, link};
    use crate::pass::tests::errors;

    fn url(template: &str) -> Option<String> {
        DocsTemplate::parse(template)?.url(|variable| match variable {
            Variable::Version => Some("Preview"),
            Variable::Tag => Some("Data & Events"),
            Variable::OperationId => Some("listEvents"),
        })
    }

    #[test]
    fn variables_of_a_template_are_replaced() {
        let cases = [
            (
                "https://a.test/{version}/{tag}#{operationId}",
                "https://a.test/Preview/Data%20%26%20Events#listEvents",
            ),
            (
                "https://a.test/{version:slug}/{tag:slug}/{operationId:slug}",
                "https://a.test/preview/data-%26-events/listevents",
            ),
            ("http://a.test/all", "http://a.test/all"),
        ];
        for (template, expected) in cases {
            assert_eq!(url(template).as_deref(), Some(expected), "{template}");
        }
    }

    #[test]
    fn other_templates_are_invalid() {
        for template in [
            "",
            "/{tag}",
            "ftp://a.test/{tag}",
            "https://a.test/{path}",
            "https://a.test/{tag",
            "https://a b.test",
        ] {
            assert_eq!(url(template), None, "{template}");
        }
    }

    #[test]
    fn operations_without_a_value_have_no_page() {
        let template = DocsTemplate::parse("https://a.test/{operationId}").unwrap();
        assert_eq!(template.url(|_| None), None);
    }

    #[test]
    fn invalid_templates_are_reported() {
        let document =
            "{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {}, x-docs-url: docs}";
        assert_eq!(errors(document), ["\"docs\" is not a template of a URL"]);
    }

    #[test]
    fn links_cannot_end_early() {
        assert_eq!(
            link("https://a.test/(b)").as_deref(),
            Some("https://a.test/%28b%29")
        );
        for url in [
            "https://a.test/ b",
            "https://a.test/#a b",
            "https://a.test/#<b>",
        ] {
            assert_eq!(link(url), None, "{url}");
        }
        assert_eq!(link("javascript:alert(1)"), None);
    }
}
