//! Makes the clients that this crate uses.

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;

const SPEC: &str = "../../spec";

fn main() -> Result<(), Diagnostics> {
    whole()?;
    some_tags()?;
    two_versions()?;
    own_document()
}

/// All of a version, without documentation.
fn whole() -> Result<(), Diagnostics> {
    Generator::documents(SPEC)
        .versions(["2.16"])
        .overlays(format!("{SPEC}/overlays"))
        .module_name("whole")
        .docs(false)
        .build_script()
}

/// A part of a document that stands alone, corrected for this crate.
fn some_tags() -> Result<(), Diagnostics> {
    Generator::document(format!("{SPEC}/2.16.yaml"))
        .overlay("corrections.yaml")
        .tags(["Tags", "Segments"])
        .operations(["identifyAdmin"])
        .module_name("part")
        .build_script()
}

/// Some operations of two versions, whose types are the same where nothing has changed.
fn two_versions() -> Result<(), Diagnostics> {
    Generator::documents(SPEC)
        .versions(["2.15", "preview"])
        .overlays(format!("{SPEC}/overlays"))
        .operations(["listAllCompanies", "listTags"])
        .module_name("apis::versions")
        .build_script()
}

/// Another API with a policy of its own, in a module that is called like its document.
fn own_document() -> Result<(), Diagnostics> {
    Generator::document("harbour.yaml")
        .service("crate::HarbourPolicy")
        .features(["dynamic"])
        .build_script()
}
