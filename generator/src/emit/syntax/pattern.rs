//! Patterns.

use syn::{Pat, PatIdent, PatTupleStruct, Path};

use super::expression::number_literal;
use super::identifier;

pub(in crate::emit) fn number_pattern(value: usize) -> Pat {
    Pat::Lit(number_literal(value))
}

/// Returns `variant(name)`, which binds the content of the variant.
pub(in crate::emit) fn binding(variant: Path, name: &str) -> Pat {
    let name = Pat::Ident(PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident: identifier(name),
        subpat: None,
    });
    Pat::TupleStruct(PatTupleStruct {
        attrs: Vec::new(),
        qself: None,
        path: variant,
        paren_token: Default::default(),
        elems: [name].into_iter().collect(),
    })
}
