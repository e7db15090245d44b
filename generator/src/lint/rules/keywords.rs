//! Words that OpenAPI does not know.

use crate::lint::Findings;
use crate::lint::context::Context;
use crate::spec::grammar::Kind;

/// Keywords that are ignored because nobody knows them.
pub(super) fn unknown(context: &Context<'_>, found: &mut Findings) {
    for site in &context.sites {
        // Their keys are paths and statuses; what is none is an error of its own.
        let is_map = matches!(site.kind, Kind::Paths | Kind::Responses);
        let is_reference = site.reference().is_some() && site.kind != Kind::Schema;
        if is_map || is_reference {
            continue;
        }
        for key in site.object.keys() {
            if site.kind.keyword(key).is_none() && key != "$ref" {
                let message = format!("`{key}` is no keyword of a {}", site.kind.noun());
                let help = "correct it, put it where it belongs, or begin its name with `x-`";
                found.add(site.pointer.child(key), message, help);
            }
        }
    }
}
