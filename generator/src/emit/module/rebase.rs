//! Code of a crate made to stand in a module of another.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::condition::{Condition, regroup, split};

pub(super) struct Rebase<'a> {
    /// The module's path in its crate.
    pub path: &'a [String],
    /// The features that are on, versions among them.
    pub features: &'a BTreeSet<String>,
    /// Whether documentation stays.
    pub docs: bool,
}

impl Rebase<'_> {
    /// The same code, with paths from the module on, without conditions about features, and with
    /// examples that are no tests of the crate.
    pub fn apply(&self, tokens: TokenStream) -> TokenStream {
        let mut reader = Reader {
            rebase: self,
            rest: tokens.into_iter().collect::<Vec<_>>().into_iter(),
            is_in_example: false,
        };
        reader.read()
    }

    /// `crate::a` becomes `crate::outer::module::a`.
    fn root(&self, keyword: Ident) -> TokenStream {
        let path = self.path.iter().map(|name| format_ident!("{name}"));
        quote!(#keyword #(::#path)*)
    }
}

struct Reader<'r> {
    rebase: &'r Rebase<'r>,
    rest: std::vec::IntoIter<TokenTree>,
    /// Whether a line of documentation is one of code.
    is_in_example: bool,
}

/// What becomes of an attribute.
enum Attribute {
    Kept(TokenStream),
    Gone,
    /// Its condition never holds.
    Never,
}

impl Reader<'_> {
    fn read(&mut self) -> TokenStream {
        let mut out = TokenStream::new();
        while let Some(token) = self.rest.next() {
            match token {
                TokenTree::Punct(hash) if hash.as_char() == '#' => {
                    let inner = self.take_if(|next| is_punct(next, '!'));
                    match self.attribute() {
                        Some(Attribute::Kept(attribute)) => {
                            out.extend(quote!(#hash #inner #attribute));
                        }
                        Some(Attribute::Gone) => {}
                        Some(Attribute::Never) if inner.is_some() => {}
                        Some(Attribute::Never) if self.is_declaration() => self.skip_declaration(),
                        Some(Attribute::Never) => out.extend(quote!(#hash [cfg(any())])),
                        None => out.extend(quote!(#hash #inner)),
                    }
                }
                TokenTree::Ident(name) if name == "crate" && self.is_path() => {
                    out.extend(self.rebase.root(name));
                }
                TokenTree::Ident(name) if name == "cfg" && self.is_macro() => {
                    let bang = self.rest.next();
                    let condition = self.rest.next();
                    let condition = condition.map(|it| self.condition_of(it).into_tokens());
                    out.extend(quote!(#name #bang (#condition)));
                }
                TokenTree::Group(group) => {
                    let content = self.rebase.apply(group.stream());
                    out.extend([regroup(group.delimiter(), content)]);
                }
                other => out.extend([other]),
            }
        }
        out
    }

    /// The brackets after `#` or `#!`; `None` when there are none.
    fn attribute(&mut self) -> Option<Attribute> {
        let Some(TokenTree::Group(group)) = self.rest.as_slice().first().cloned() else {
            return None;
        };
        if group.delimiter() != Delimiter::Bracket {
            return None;
        }
        self.rest.next();
        let content: Vec<TokenTree> = group.stream().into_iter().collect();
        Some(match content.as_slice() {
            [TokenTree::Ident(name), condition] if name == "cfg" => {
                match self.condition_of(condition.clone()) {
                    Condition::Known(true) => Attribute::Gone,
                    Condition::Known(false) => Attribute::Never,
                    Condition::Open(open) => Attribute::Kept(quote!([cfg(#open)])),
                }
            }
            [
                TokenTree::Ident(name),
                TokenTree::Punct(_),
                TokenTree::Literal(text),
            ] if name == "doc" => {
                if self.rebase.docs {
                    let text = self.line(text);
                    Attribute::Kept(quote!([doc = #text]))
                } else {
                    Attribute::Gone
                }
            }
            _ => {
                let content = self.rebase.apply(group.stream());
                Attribute::Kept(quote!([#content]))
            }
        })
    }

    fn condition_of(&self, token: TokenTree) -> Condition {
        let features = self.rebase.features;
        match token {
            TokenTree::Group(group) => {
                let conditions = split(group.stream()).into_iter();
                let condition = conditions.flatten().collect();
                Condition::of(condition, features)
            }
            other => Condition::of(other.into(), features),
        }
    }

    /// A line of documentation. Its links begin at the module, too, and an example in it is no
    /// test: it names the crate that it was written for.
    fn line(&mut self, literal: &Literal) -> TokenStream {
        let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) else {
            return quote!(#literal);
        };
        let text = text.value();
        let mut line = match text.trim_start().strip_prefix("```") {
            Some(_) if self.is_in_example => {
                self.is_in_example = false;
                text
            }
            Some(language) => {
                self.is_in_example = true;
                match language {
                    "" | "no_run" | "rust" => " ```ignore".to_owned(),
                    _ => text,
                }
            }
            None => text,
        };
        let path = self.rebase.path.join("::");
        line = line.replace("](crate::", &format!("](crate::{path}::"));
        quote!(#line)
    }

    fn take_if(&mut self, is_wanted: impl Fn(&TokenTree) -> bool) -> Option<TokenTree> {
        let next = self.rest.as_slice().first()?;
        if is_wanted(next) {
            self.rest.next()
        } else {
            None
        }
    }

    fn is_path(&self) -> bool {
        matches!(self.rest.as_slice(), [first, second, ..] if is_punct(first, ':') && is_punct(second, ':'))
    }

    fn is_macro(&self) -> bool {
        matches!(self.rest.as_slice(), [first, TokenTree::Group(_), ..] if is_punct(first, '!'))
    }

    /// Whether a `mod` or a `use` that ends with a semicolon comes next.
    fn is_declaration(&self) -> bool {
        let mut tokens = self.rest.as_slice();
        loop {
            tokens = match tokens {
                [hash, TokenTree::Group(_), rest @ ..] if is_punct(hash, '#') => rest,
                [TokenTree::Ident(name), TokenTree::Group(_), rest @ ..] if name == "pub" => rest,
                [TokenTree::Ident(name), rest @ ..] if name == "pub" => rest,
                [TokenTree::Ident(name), ..] if name == "use" => return true,
                [TokenTree::Ident(name), _, end, ..] if name == "mod" => {
                    return is_punct(end, ';');
                }
                _ => return false,
            };
        }
    }

    fn skip_declaration(&mut self) {
        let _ = self.rest.find(|token| is_punct(token, ';'));
    }
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rebased(code: &str, docs: bool) -> String {
        let rebase = Rebase {
            path: &["api".to_owned(), "harbour".to_owned()],
            features: &BTreeSet::from(["blocking".to_owned()]),
            docs,
        };
        let tokens = rebase.apply(code.parse().unwrap());
        tokens.to_string()
    }

    #[test]
    fn paths_begin_at_the_module() {
        let cases = [
            (
                "use crate::types::Boat;",
                "use crate :: api :: harbour :: types :: Boat ;",
            ),
            ("pub(crate) fn f() {}", "pub (crate) fn f () { }"),
            (
                "macro_rules! m { () => { $crate::runtime::send() } }",
                "macro_rules ! m { () => { $ crate :: api :: harbour :: runtime :: send () } }",
            ),
        ];
        for (code, expected) in cases {
            let expected: TokenStream = expected.parse().unwrap();
            assert_eq!(rebased(code, true), expected.to_string());
        }
    }

    #[test]
    fn features_are_decided() {
        let cases = [
            (r#"#[cfg(feature = "blocking")] pub mod a;"#, "pub mod a ;"),
            (
                r#"#[cfg(feature = "tracing")] #[doc(hidden)] pub mod a; mod b;"#,
                "mod b ;",
            ),
            (
                r#"#[cfg(feature = "tracing")] fn f() {}"#,
                "#[cfg(any())] fn f() {}",
            ),
            (
                r#"const A: bool = cfg!(feature = "blocking");"#,
                "const A: bool = cfg!(all());",
            ),
        ];
        for (code, expected) in cases {
            let expected: TokenStream = expected.parse().unwrap();
            assert_eq!(rebased(code, true), expected.to_string());
        }
    }

    #[test]
    fn documentation_is_kept_without_its_tests_or_left_out() {
        let code =
            "/// A [boat](crate::types::Boat).\n///\n/// ```\n/// row();\n/// ```\nstruct Boat;";
        let kept = rebased(code, true);
        assert!(
            kept.contains("(crate::api::harbour::types::Boat)"),
            "{kept}"
        );
        assert!(
            kept.contains("```ignore") && kept.contains("\" ```\""),
            "{kept}"
        );
        assert_eq!(rebased(code, false), "struct Boat ;");
    }
}
