//! The names of regions.

use crate::diagnostic::{Pointer, naming_help};
use crate::model::{Choice, Region, RustName, Server};

use super::distinct::{Clash, Convention, Word, distinct};
use super::report::{Owner, Report};

const REGIONS: Convention = Convention {
    plain: |region| RustName::upper_camel([region]),
    others: &[],
    numbered: RustName::numbered_upper_camel,
};

/// The servers, with a name of its own for the region of each.
pub(super) fn servers(servers: Vec<Server<Choice>>, report: &mut Report<'_>) -> Vec<Server> {
    let words = servers.iter().enumerate().filter_map(|(index, server)| {
        let region = server.region.as_ref()?;
        let word = Word {
            text: &region.name,
            chosen: region.rust_name.as_ref(),
            reserved: &[],
        };
        Some((index, word))
    });
    let (indices, words): (Vec<usize>, Vec<Word<'_>>) = words.unzip();
    let given = distinct(&words, &REGIONS);
    for ((server, word), given) in indices.into_iter().zip(&words).zip(&given) {
        if let Some(Clash::Word(index)) = given.clash {
            let owner = Owner::Document(words[index].text);
            let pointer = Pointer::root().child("servers").index(server);
            let help = naming_help(&pointer, "x-region", given.name.as_str());
            let pointer = pointer.child("x-region");
            report.renamed(&pointer, word.text, owner, "region", &given.name, &help);
        }
    }
    let names: Vec<RustName> = given.into_iter().map(|given| given.name).collect();
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
