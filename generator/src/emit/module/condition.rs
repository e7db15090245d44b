//! Conditions of `cfg`, decided as far as they are about features.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::quote;

/// What a condition comes to.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Known(bool),
    /// It depends on the machine that the code is compiled for.
    Open(TokenStream),
}

impl Condition {
    /// The tokens of a condition, such as `all(feature = "blocking", not(unix))`.
    pub fn of(tokens: TokenStream, features: &BTreeSet<String>) -> Self {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        match tokens.as_slice() {
            [
                TokenTree::Ident(name),
                TokenTree::Punct(_),
                TokenTree::Literal(value),
            ] if name == "feature" => Self::Known(features.contains(&text(value))),
            [TokenTree::Ident(operator), TokenTree::Group(operands)] => {
                let operands = split(operands.stream());
                let operands = operands.into_iter().map(|one| Self::of(one, features));
                Self::combined(operator, operands.collect())
            }
            _ => Self::Open(tokens.into_iter().collect()),
        }
    }

    fn combined(operator: &Ident, operands: Vec<Self>) -> Self {
        // What decides the whole by itself: `false` in `all`, `true` in `any`.
        let deciding = match operator.to_string().as_str() {
            "all" => false,
            "any" => true,
            _ => return Self::negated(operands),
        };
        let mut open = Vec::new();
        for operand in operands {
            match operand {
                Self::Known(value) if value == deciding => return operand,
                Self::Known(_) => {}
                Self::Open(tokens) => open.push(tokens),
            }
        }
        match open.as_slice() {
            [] => Self::Known(!deciding),
            [one] => Self::Open(one.clone()),
            _ => Self::Open(quote!(#operator(#(#open),*))),
        }
    }

    fn negated(operands: Vec<Self>) -> Self {
        match operands.into_iter().next() {
            Some(Self::Known(value)) => Self::Known(!value),
            Some(Self::Open(tokens)) => Self::Open(quote!(not(#tokens))),
            None => Self::Open(quote!(not())),
        }
    }

    /// The condition for where one has to stand: `all()` always holds, `any()` never.
    pub fn into_tokens(self) -> TokenStream {
        match self {
            Self::Known(true) => quote!(all()),
            Self::Known(false) => quote!(any()),
            Self::Open(tokens) => tokens,
        }
    }
}

/// The operands between the commas.
pub(super) fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
    let parts = tokens.split(is_comma).filter(|part| !part.is_empty());
    parts.map(|part| part.iter().cloned().collect()).collect()
}

/// What stands between the quotes of a string without escapes.
fn text(literal: &Literal) -> String {
    literal.to_string().trim_matches('"').to_owned()
}

/// A group with other content.
pub(super) fn regroup(delimiter: Delimiter, content: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(delimiter, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_decided_and_the_rest_stays() {
        let features = BTreeSet::from(["blocking".to_owned()]);
        let cases = [
            (r#"feature = "blocking""#, "all ()"),
            (r#"feature = "tracing""#, "any ()"),
            (r#"not(feature = "tracing")"#, "all ()"),
            (
                r#"any(feature = "tracing", feature = "blocking")"#,
                "all ()",
            ),
            (
                r#"all(feature = "blocking", not(target_arch = "wasm32"))"#,
                r#"not (target_arch = "wasm32")"#,
            ),
            (r#"all(feature = "tracing", unix)"#, "any ()"),
            (
                r#"all(unix, any(feature = "tracing", windows), test)"#,
                "all (unix , windows , test)",
            ),
        ];
        for (condition, expected) in cases {
            let tokens: TokenStream = condition.parse().unwrap();
            let decided = Condition::of(tokens, &features).into_tokens();
            assert_eq!(decided.to_string(), expected, "{condition}");
        }
    }
}
