//! References that lead nowhere.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::lint::Findings;
use crate::lint::context::Context;
use crate::lint::site::Site;
use crate::spec::grammar::Kind;

/// References into the document that find nothing, those of discriminators included.
pub(super) fn dangling(context: &Context<'_>, found: &mut Findings) {
    let mut check = |reference: &str, pointer: Pointer| {
        if is_local(reference) && context.target(reference).is_none() {
            found.add(
                pointer,
                format!("`{reference}` does not exist"),
                "add what it refers to, or correct it, in an overlay",
            );
        }
    };
    for site in &context.sites {
        if let Some(reference) = site.reference() {
            check(reference, site.pointer.clone());
        }
        for (name, reference) in mapping(site) {
            let pointer = site.pointer.child("mapping").child(name);
            check(&schema_reference(reference), pointer);
        }
    }
}

/// References to other files.
pub(super) fn unsupported(context: &Context<'_>, found: &mut Findings) {
    for site in &context.sites {
        if let Some(reference) = site.reference().filter(|reference| !is_local(reference)) {
            found.add(
                site.pointer.clone(),
                format!("`{reference}` leads out of the document"),
                "copy what it refers to into `components`, in an overlay",
            );
        }
    }
}

/// The values of a discriminator, and the schemas that they stand for.
pub(super) fn mapping<'a>(site: &Site<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let object = match site.kind {
        Kind::Discriminator => site.object.get("mapping").and_then(Value::as_object),
        _ => None,
    };
    let members = object.into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}

/// A schema may be named, instead of referred to, by a discriminator.
pub(super) fn schema_reference(text: &str) -> String {
    match text.contains(['/', '#', '.']) {
        true => text.to_owned(),
        false => format!("#/components/schemas/{text}"),
    }
}

fn is_local(reference: &str) -> bool {
    reference.starts_with("#/")
}
