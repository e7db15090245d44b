//! From the words of OpenAPI to the words of Rust, and from many versions to one library.
//!
//! [`shape`] turns one document's [`Api`] into a [`ShapedApi`]: references are followed, the
//! direction in which each type travels is found, cycles are boxed, names are given. [`unify`]
//! merges the versions. Before both, [`describe`] gives words to what has none.

mod arguments;
mod descriptions;
mod naming;
mod pagination;
mod pattern;
mod recursion;
mod resolve;
mod search;
mod shape;
mod size;
#[cfg(test)]
pub(crate) mod tests;
mod undescribed;
mod unify;
mod usage;

pub use descriptions::describe;
pub(crate) use descriptions::newest;
pub use undescribed::undescribed;
pub use unify::unify;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::model::{Api, ShapedApi};

use naming::Report;

/// Runs the passes that concern one document; with warnings about what is named otherwise than it
/// asks for.
///
/// # Errors
///
/// Search queries that no filter can be made for, and pagination that does not fit its operation.
pub fn shape(mut api: Api, document: &Document) -> Result<(ShapedApi, Diagnostics), Diagnostics> {
    let mut warnings = resolve::resolve(&mut api, document);
    let usage = usage::usage(&api);
    recursion::box_cycles(&mut api);
    let mut report = Report::new(document);
    let named = naming::names(&api, &mut report);
    warnings.extend(report.diagnostics);
    let (mut shapes, found) = shape::shapes(&api, &usage, &named.types, document)?;
    size::box_large_members(&mut shapes);
    warnings.extend(found);
    let mut shaped = ShapedApi {
        info: named.info,
        shapes,
        operations: named.operations,
    };
    pagination::resolve(&mut shaped, &api.paginations, document)?;
    Ok((shaped, warnings))
}
