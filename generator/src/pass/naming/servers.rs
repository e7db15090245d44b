//! The names of server regions.

use crate::diagnostic::{Pointer, naming_help};
use crate::model::{Choice, Region, RustName, Server};

use super::distinct::{Candidate, Clash, Convention, distinct};
use super::report::{Owner, Report};

const REGIONS: Convention = Convention {
    plain: |region| RustName::upper_camel([region]),
    alternatives: &[],
    numbered: RustName::numbered_upper_camel,
};

/// Names the region of each server.
pub(super) fn servers(servers: Vec<Server<Choice>>, report: &mut Report<'_>) -> Vec<Server> {
    let candidates = servers.iter().enumerate().filter_map(|(index, server)| {
        let region = server.region.as_ref()?;
        let candidate = Candidate {
            document_name: &region.name,
            chosen: region.rust_name.as_ref(),
            reserved: &[],
        };
        Some((index, candidate))
    });
    let (indices, candidates): (Vec<usize>, Vec<Candidate<'_>>) = candidates.unzip();
    let assigned = distinct(&candidates, &REGIONS);
    for ((server, candidate), assigned) in indices.into_iter().zip(&candidates).zip(&assigned) {
        if let Some(Clash::Candidate(index)) = assigned.clash {
            let owner = Owner::Document(candidates[index].document_name);
            let pointer = Pointer::root().child("servers").index(server);
            let help = naming_help(
                &report.original(&pointer),
                "x-region",
                assigned.name.as_str(),
            );
            let pointer = pointer.child("x-region");
            report.renamed(
                &pointer,
                candidate.document_name,
                owner,
                "region",
                &assigned.name,
                &help,
            );
        }
    }
    let names: Vec<RustName> = assigned.into_iter().map(|assigned| assigned.name).collect();
    let mut names = names.into_iter();
    let named = servers.into_iter().map(|server| Server {
        region: server.region.and_then(|region| {
            Some(Region {
                name: region.name,
                rust_name: names.next()?,
            })
        }),
        url: server.url,
        template: server.template,
        choices: server.choices,
        docs: server.docs,
    });
    named.collect()
}
