//! The names of the payloads of webhooks.

use crate::diagnostic::Pointer;
use crate::model::{Choice, RustName, Webhook};

use super::distinct::{Candidate, Clash, Convention, distinct};
use super::report::{Owner, Report};

const WEBHOOKS: Convention = Convention {
    plain: |webhook| RustName::upper_camel([webhook]),
    alternatives: &[|webhook| Some(RustName::spelled_upper_camel(webhook))],
    numbered: RustName::numbered_upper_camel,
};

/// Names the payload of each webhook.
pub(super) fn webhooks(webhooks: Vec<Webhook<Choice>>, report: &mut Report<'_>) -> Vec<Webhook> {
    let candidates = webhooks.iter().map(|webhook| Candidate {
        document_name: &webhook.name,
        chosen: None,
        reserved: &[],
    });
    let candidates: Vec<Candidate<'_>> = candidates.collect();
    let assigned = distinct(&candidates, &WEBHOOKS);
    for (candidate, assigned) in candidates.iter().zip(&assigned) {
        if let Some(Clash::Candidate(index)) = assigned.clash {
            let owner = Owner::Document(candidates[index].document_name);
            let name = candidate.document_name;
            let pointer = Pointer::root().child("webhooks").child(name);
            let help = "rename the webhook";
            report.renamed(&pointer, name, owner, "payload", &assigned.name, help);
        }
    }
    let names: Vec<RustName> = assigned.into_iter().map(|assigned| assigned.name).collect();
    let named = webhooks.into_iter().zip(names);
    let named = named.map(|(webhook, rust_name)| Webhook {
        name: webhook.name,
        rust_name,
        schema: webhook.schema,
    });
    named.collect()
}
