use std::fmt;
use std::str::FromStr;

/// Where in a list a page is: a text to keep, from which the list is taken up again later.
///
/// ```text
/// cursor:WzE3MDc1OTQ3MTUuMCwxMjM0NV0=
/// page:3
/// ```
///
/// It is good for the operation that it came from, called with the same arguments, and as long as
/// the API knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageToken(pub(super) Token);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    Cursor(String),
    Page(u64),
    /// The query of a URL.
    Query(String),
}

impl PageToken {
    pub(super) fn number(&self) -> Option<u64> {
        match self.0 {
            Token::Page(number) => Some(number),
            _ => None,
        }
    }
}

impl fmt::Display for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Token::Cursor(cursor) => write!(f, "cursor:{cursor}"),
            Token::Page(number) => write!(f, "page:{number}"),
            Token::Query(query) => write!(f, "query:{query}"),
        }
    }
}

impl FromStr for PageToken {
    type Err = PageTokenError;

    fn from_str(text: &str) -> Result<Self, PageTokenError> {
        let (kind, value) = text.split_once(':').ok_or(PageTokenError(()))?;
        let token = match kind {
            _ if value.is_empty() => return Err(PageTokenError(())),
            "cursor" => Token::Cursor(value.to_owned()),
            "page" => Token::Page(value.parse().map_err(|_| PageTokenError(()))?),
            "query" => Token::Query(value.to_owned()),
            _ => return Err(PageTokenError(())),
        };
        Ok(Self(token))
    }
}

/// A text that is no [`PageToken`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTokenError(());

impl fmt::Display for PageTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is no page token: pass one as its `Display` wrote it")
    }
}

impl std::error::Error for PageTokenError {}
