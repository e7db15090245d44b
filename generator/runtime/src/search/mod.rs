//! What to search for: conditions on fields, joined by `and` and `or`.
//!
//! [`field`] begins a condition, its comparison makes a [`Filter`] of it, and a version's search
//! request is made of that by `try_from`. Each operator takes only the values that the API takes
//! with it; how much a search may hold is checked when the request is made.
//!
//! ```text
//! let filter = field("role")
//!     .eq("user")
//!     .and(field("email").ends_with("@harbour.example").or(field("phone").is_null()));
//! let request = SearchRequest::try_from(filter)?;
//! ```

mod error;
mod field;
mod filter;
mod grammar;
mod value;

pub use error::FilterError;
pub use field::{Field, field};
pub use filter::Filter;
#[doc(hidden)]
pub use grammar::Grammar;
pub use value::{ListItem, Ordered, Scalar};
