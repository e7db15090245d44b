//! The names of keys: of the arguments of a client's builder that take them.

use crate::diagnostic::{Pointer, rename_help};
use crate::emit::reserved;
use crate::model::{Choice, RustName, Scheme, Security};

use super::distinct::{Clash, Convention, Word, distinct};
use super::report::{Owner, Report};

const KEYS: Convention = Convention {
    plain: RustName::snake,
    others: &[|scheme| Some(RustName::snake(&format!("{scheme}_key")))],
    numbered: RustName::numbered_snake,
};

pub(super) fn security(security: Security<Choice>, report: &mut Report<'_>) -> Security {
    match security {
        Security::All(schemes) => Security::All(named(schemes, Some(report))),
        // A key of several is given by the name of its header or parameter.
        Security::Any(schemes) => Security::Any(named(schemes, None)),
    }
}

fn named(schemes: Vec<Scheme<Choice>>, mut report: Option<&mut Report<'_>>) -> Vec<Scheme> {
    let words = schemes.iter().filter_map(|scheme| match scheme {
        Scheme::ApiKey {
            scheme, rust_name, ..
        } => Some(Word {
            text: scheme,
            chosen: rust_name.as_ref(),
            reserved: reserved::BUILDER_ARGUMENTS,
        }),
        Scheme::Bearer | Scheme::Basic => None,
    });
    let words: Vec<Word<'_>> = words.collect();
    let given = distinct(&words, &KEYS);
    for (word, given) in words.iter().zip(&given) {
        let owner = match given.clash {
            Some(Clash::Word(index)) => Owner::Document(words[index].text),
            Some(Clash::Reserved) => Owner::Generated,
            None => continue,
        };
        let pointer = Pointer::root().child("components").child("securitySchemes");
        let pointer = pointer.child(word.text);
        let help = rename_help(&pointer, given.name.as_str());
        if let Some(report) = &mut report {
            report.renamed(&pointer, word.text, owner, "key", &given.name, &help);
        }
    }
    let mut names = given.into_iter().map(|given| given.name);
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
