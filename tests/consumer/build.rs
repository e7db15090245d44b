//! Generates the clients of this crate.

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;

const SPEC: &str = "../../spec";

fn main() -> Result<(), Diagnostics> {
    whole()?;
    some_tags()?;
    two_versions()?;
    own_document()
}

/// Generates all operations of a version, without documentation.
fn whole() -> Result<(), Diagnostics> {
    Generator::documents(SPEC)
        .versions(["2.16"])
        .overlays(format!("{SPEC}/overlays"))
        .module_name("whole")
        .docs(false)
        .build_script()
}

/// Generates a subset of a single document, with an overlay of this crate.
fn some_tags() -> Result<(), Diagnostics> {
    Generator::document(format!("{SPEC}/2.16.yaml"))
        .overlay("corrections.yaml")
        .tags(["Tags", "Segments"])
        .operations(["identifyAdmin"])
        .module_name("part")
        .build_script()
}

/// Generates operations of two versions, which share equal types.
fn two_versions() -> Result<(), Diagnostics> {
    Generator::documents(SPEC)
        .versions(["2.15", "preview"])
        .overlays(format!("{SPEC}/overlays"))
        .operations(["listAllCompanies", "listTags"])
        .module_name("apis::versions")
        .build_script()
}

/// Generates a client of another API with its own policy, in a module named after the document.
fn own_document() -> Result<(), Diagnostics> {
    Generator::document("harbour.yaml")
        .service("crate::HarbourPolicy")
        .features(["dynamic", "mock"])
        .build_script()
}
