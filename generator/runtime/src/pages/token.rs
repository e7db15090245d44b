use std::fmt;
use std::str::FromStr;

/// The position of a page in a list, which can be stored as text to [resume](super::Pages::resume)
/// the list later.
///
/// ```
/// # use intercom_codegen_runtime::PageToken;
/// let token: PageToken = "page:3".parse()?;
/// assert_eq!(token.to_string(), "page:3");
/// # Ok::<(), intercom_codegen_runtime::PageTokenError>(())
/// ```
///
/// It is only valid for the operation that it came from, with the same arguments, and as long as
/// the server accepts it: the cursor of a scroll may expire within a minute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageToken(pub(super) Token);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    Cursor(String),
    Page(u64),
    /// The number of items before the page.
    Offset(u64),
    /// The query of a URL.
    Query(String),
}

impl PageToken {
    pub(super) fn number(&self) -> Option<u64> {
        match self.0 {
            Token::Page(number) | Token::Offset(number) => Some(number),
            Token::Cursor(_) | Token::Query(_) => None,
        }
    }
}

impl fmt::Display for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Token::Cursor(cursor) => write!(f, "cursor:{cursor}"),
            Token::Page(number) => write!(f, "page:{number}"),
            Token::Offset(offset) => write!(f, "offset:{offset}"),
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
            "offset" => Token::Offset(value.parse().map_err(|_| PageTokenError(()))?),
            "query" => Token::Query(value.to_owned()),
            _ => return Err(PageTokenError(())),
        };
        Ok(Self(token))
    }
}

/// The error of parsing a [`PageToken`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTokenError(());

impl fmt::Display for PageTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a page token: expected the text that a `PageToken` displays")
    }
}

impl std::error::Error for PageTokenError {}
