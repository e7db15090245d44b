//! Search filters: conditions on fields, joined by `and` and `or`.
//!
//! [`field`] returns a [`Field`], whose methods create a [`Filter`]. `try_from` converts the filter
//! to the search request of an operation; it returns a [`FilterError`] if the API does not support
//! the size of the filter or one of its operators. Each operator only accepts the types of values
//! that the API supports.
//!
//! # Example
//!
//! ```
//! # use intercom_codegen_runtime::search::{Filter, FilterError};
//! # struct SearchRequest(Filter);
//! # impl TryFrom<Filter> for SearchRequest {
//! #     type Error = FilterError;
//! #     fn try_from(filter: Filter) -> Result<Self, FilterError> { Ok(Self(filter)) }
//! # }
//! # use intercom_codegen_runtime::{Timestamp, search::field};
//! let filter = field("role")
//!     .eq("user")
//!     .and(field("created_at").gt(Timestamp::from_seconds(1_704_164_645)))
//!     .and(field("email").ends_with("@harbour.example").or(field("phone").is_null()));
//! let request = SearchRequest::try_from(filter)?;
//! # Ok::<(), FilterError>(())
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
