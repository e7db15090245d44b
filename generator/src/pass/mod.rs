//! Passes over the model: from the model of a document to Rust types, and from several versions to
//! one library.
//!
//! [`shape`] turns the [`Api`] of a document into a [`ShapedApi`]: it resolves references,
//! determines which types are sent and received, boxes cycles and assigns Rust names. [`unify`]
//! merges the versions. Before both, [`describe`] adds descriptions to undocumented items.

mod arguments;
mod constructors;
mod conversions;
mod derived;
mod derives;
mod descriptions;
mod distinguishing;
mod jobs;
mod merge_patch;
mod naming;
mod pagination;
mod pattern;
mod recursion;
mod resolve;
mod search;
mod shape;
mod size;
mod streams;
mod tags;
#[cfg(test)]
pub(crate) mod tests;
mod types;
mod undescribed;
mod unify;
mod usage;

pub use derived::{Merged, merge_derived};
pub use descriptions::describe;
pub(crate) use descriptions::newest;
pub use undescribed::undescribed;
pub use unify::unify;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::model::{Api, ShapedApi};

use naming::Report;

/// Runs the passes over one document. Returns the shapes and operations with Rust names, and the
/// warnings, such as those about renamed items.
///
/// # Errors
///
/// Returns an error if a search query has an unsupported schema, if a type cannot derive a
/// chosen trait, or if a pagination or a job names parameters, properties or operations that do not
/// exist.
pub fn shape(mut api: Api, document: &Document) -> Result<(ShapedApi, Diagnostics), Diagnostics> {
    let mut warnings = resolve::resolve(&mut api, document);
    merge_patch::allow_null(&mut api);
    let usage = usage::usage(&api);
    tags::write_tags(&mut api, &usage);
    recursion::box_cycles(&mut api);
    let mut report = Report::new(document);
    let named = naming::names(&api, &mut report);
    warnings.extend(report.diagnostics);
    let (mut shapes, found) = shape::shapes(&api, &usage, &named.types, document)?;
    size::box_large_members(&mut shapes);
    derives::check(&api, &shapes, document)?;
    warnings.extend(found);
    let mut shaped = ShapedApi {
        info: named.info,
        shapes,
        operations: named.operations,
    };
    streams::resolve(&mut shaped);
    pagination::resolve(&mut shaped, &api.paginations, document)?;
    jobs::resolve(&mut shaped, &api.jobs, document)?;
    Ok((shaped, warnings))
}
