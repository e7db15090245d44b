//! The names of API keys, which are arguments of the client's builder.

use crate::diagnostic::{Pointer, rename_help};
use crate::emit::reserved;
use crate::model::{Choice, RustName, Scheme, Security};

use super::distinct::{Candidate, Clash, Convention, distinct};
use super::report::{Owner, Report};

const KEYS: Convention = Convention {
    plain: RustName::snake,
    alternatives: &[|scheme| Some(RustName::snake(&format!("{scheme}_key")))],
    numbered: RustName::numbered_snake,
};

/// Names the API keys of the security schemes.
pub(super) fn security(security: Security<Choice>, report: &mut Report<'_>) -> Security {
    match security {
        Security::All(schemes) => Security::All(named(schemes, Some(report))),
        // One of several keys is set by the name of its header or parameter.
        Security::Any(schemes) => Security::Any(named(schemes, None)),
        Security::Several(schemes) => Security::Several(named(schemes, None)),
    }
}

fn named(schemes: Vec<Scheme<Choice>>, mut report: Option<&mut Report<'_>>) -> Vec<Scheme> {
    let candidates = schemes.iter().filter_map(|scheme| match scheme {
        Scheme::ApiKey {
            scheme, rust_name, ..
        } => Some(Candidate {
            document_name: scheme,
            chosen: rust_name.as_ref(),
            reserved: reserved::BUILDER_ARGUMENTS,
        }),
        Scheme::Bearer | Scheme::Basic => None,
    });
    let candidates: Vec<Candidate<'_>> = candidates.collect();
    let assigned = distinct(&candidates, &KEYS);
    for (candidate, assigned) in candidates.iter().zip(&assigned) {
        let owner = match assigned.clash {
            Some(Clash::Candidate(index)) => Owner::Document(candidates[index].document_name),
            Some(Clash::Reserved) => Owner::Generated,
            None => continue,
        };
        let pointer = Pointer::root().child("components").child("securitySchemes");
        let pointer = pointer.child(candidate.document_name);
        if let Some(report) = &mut report {
            let help = rename_help(&report.original(&pointer), assigned.name.as_str());
            report.renamed(
                &pointer,
                candidate.document_name,
                owner,
                "key",
                &assigned.name,
                &help,
            );
        }
    }
    let mut names = assigned.into_iter().map(|assigned| assigned.name);
    let named = schemes.iter().map(|scheme| match scheme {
        Scheme::Bearer => Scheme::Bearer,
        Scheme::Basic => Scheme::Basic,
        Scheme::ApiKey {
            scheme,
            location,
            name,
            ..
        } => Scheme::ApiKey {
            scheme: scheme.clone(),
            rust_name: names.next().unwrap_or_else(|| RustName::snake(scheme)),
            location: *location,
            name: name.clone(),
        },
    });
    named.collect()
}
