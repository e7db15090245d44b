//! Expressions and statements.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{
    Arm, Expr, ExprArray, ExprAssign, ExprCall, ExprField, ExprLit, ExprMatch, ExprMethodCall,
    ExprPath, ExprReference, ExprStruct, ExprTuple, ExprUnary, FieldValue, Lit, LitBool, LitFloat,
    LitInt, LitStr, Member, Pat, Path, Stmt, Token, UnOp,
};

use super::{identifier, path};

/// Returns a path as an expression: a variable, a constant, a variant.
pub(in crate::emit) fn value(path: impl Into<Path>) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: path.into(),
    })
}

pub(in crate::emit) fn string(text: &str) -> Expr {
    Expr::Lit(string_literal(text))
}

/// Returns a string as a raw literal, which is created and parsed in a fraction of the time.
pub(super) fn raw_string(text: &str) -> Expr {
    let raw = format!("r##\"{text}\"##").parse().map(Lit::new);
    match raw {
        Ok(raw @ Lit::Str(_)) => Expr::Lit(literal(raw)),
        // The text contains the delimiter.
        _ => string(text),
    }
}

pub(in crate::emit) fn number(value: usize) -> Expr {
    Expr::Lit(number_literal(value))
}

/// Returns `value`, or `-value` for a negative integer. The literal has the suffix `i64` if the
/// default type of integers, `i32`, cannot represent it.
pub(in crate::emit) fn integer(value: i64) -> Expr {
    let suffix = if i32::try_from(value).is_ok() {
        ""
    } else {
        "i64"
    };
    let digits = format!("{}{suffix}", value.unsigned_abs());
    let number = Lit::Int(LitInt::new(&digits, Span::call_site()));
    signed(value < 0, number)
}

/// Returns an integer of the type `u64`.
pub(in crate::emit) fn unsigned(value: u64) -> Expr {
    let digits = LitInt::new(&format!("{value}u64"), Span::call_site());
    Expr::Lit(literal(Lit::Int(digits)))
}

/// Returns a finite float with a fraction or an exponent.
pub(in crate::emit) fn float(value: f64) -> Expr {
    let digits = format!("{:?}", value.abs());
    let number = Lit::Float(LitFloat::new(&digits, Span::call_site()));
    signed(value.is_sign_negative(), number)
}

/// Returns a number with its sign.
fn signed(is_negative: bool, number: Lit) -> Expr {
    let number = Expr::Lit(literal(number));
    if is_negative {
        Expr::Unary(ExprUnary {
            attrs: Vec::new(),
            op: UnOp::Neg(Default::default()),
            expr: Box::new(number),
        })
    } else {
        number
    }
}

pub(in crate::emit) fn boolean(value: bool) -> Expr {
    Expr::Lit(literal(Lit::Bool(LitBool::new(value, Span::call_site()))))
}

pub(super) fn string_literal(text: &str) -> ExprLit {
    literal(Lit::Str(LitStr::new(text, Span::call_site())))
}

pub(super) fn number_literal(value: usize) -> ExprLit {
    literal(Lit::Int(LitInt::new(&value.to_string(), Span::call_site())))
}

fn literal(lit: Lit) -> ExprLit {
    ExprLit {
        attrs: Vec::new(),
        lit,
    }
}

/// Returns `self.name`.
pub(in crate::emit) fn own(name: Ident) -> Expr {
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(value(path("self"))),
        dot_token: Default::default(),
        member: Member::Named(name),
    })
}

/// Returns `&expression`.
pub(in crate::emit) fn reference(expression: Expr) -> Expr {
    borrow(expression, false)
}

fn borrow(expression: Expr, is_mutable: bool) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: Default::default(),
        mutability: is_mutable.then(Default::default),
        expr: Box::new(expression),
    })
}

/// Returns `&[elements]`.
pub(in crate::emit) fn slice(elements: impl IntoIterator<Item = Expr>) -> Expr {
    reference(array(elements))
}

/// Returns `[elements]`.
pub(in crate::emit) fn array(elements: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Array(ExprArray {
        attrs: Vec::new(),
        bracket_token: Default::default(),
        elems: elements.into_iter().collect(),
    })
}

/// Returns `&["texts"]`.
pub(in crate::emit) fn strings<'a, I>(texts: impl IntoIterator<Item = &'a I>) -> Expr
where
    I: AsRef<str> + ?Sized + 'a,
{
    slice(texts.into_iter().map(|text| string(text.as_ref())))
}

/// Returns `(first, second)`.
pub(in crate::emit) fn pair(first: Expr, second: Expr) -> Expr {
    Expr::Tuple(ExprTuple {
        attrs: Vec::new(),
        paren_token: Default::default(),
        elems: [first, second].into_iter().collect(),
    })
}

/// Returns `function(arguments)`.
pub(in crate::emit) fn call(function: Path, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(value(function)),
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// Returns `receiver.method(arguments)`.
pub(in crate::emit) fn call_method(
    receiver: Expr,
    method: &str,
    arguments: impl IntoIterator<Item = Expr>,
) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Default::default(),
        method: identifier(method),
        turbofish: None,
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// Returns `Self { fields }`, or `Self { fields, ..rest }`.
pub(in crate::emit) fn new_self(
    fields: impl IntoIterator<Item = FieldValue>,
    rest: Option<Expr>,
) -> Expr {
    let mut fields: Punctuated<FieldValue, Token![,]> = fields.into_iter().collect();
    if rest.is_some() && !fields.is_empty() {
        fields.push_punct(Default::default());
    }
    Expr::Struct(ExprStruct {
        attrs: Vec::new(),
        qself: None,
        path: path("Self"),
        brace_token: Default::default(),
        fields,
        dot2_token: rest.as_ref().map(|_| Default::default()),
        rest: rest.map(Box::new),
    })
}

/// Returns `name: value`, or `name` if that is the value.
pub(in crate::emit) fn initialize(name: Ident, value: Expr) -> FieldValue {
    let is_same = matches!(&value, Expr::Path(value) if value.path.is_ident(&name));
    FieldValue {
        attrs: Vec::new(),
        member: Member::Named(name),
        colon_token: (!is_same).then(Default::default),
        expr: value,
    }
}

/// Returns `match value { arms }`.
pub(in crate::emit) fn match_value(value: Expr, arms: Vec<Arm>) -> Expr {
    Expr::Match(ExprMatch {
        attrs: Vec::new(),
        match_token: Default::default(),
        expr: Box::new(value),
        brace_token: Default::default(),
        arms,
    })
}

/// Returns `pattern => body,`.
pub(in crate::emit) fn arm(pattern: Pat, body: Expr) -> Arm {
    Arm {
        attrs: Vec::new(),
        pat: pattern,
        fat_arrow_token: Default::default(),
        body: Box::new(body),
        comma: Some(Default::default()),
    }
}

/// Returns `target = value;`.
pub(in crate::emit) fn assign(target: Expr, value: Expr) -> Stmt {
    statement(Expr::Assign(ExprAssign {
        attrs: Vec::new(),
        left: Box::new(target),
        eq_token: Default::default(),
        right: Box::new(value),
    }))
}

/// Returns `expression;`.
pub(in crate::emit) fn statement(expression: Expr) -> Stmt {
    Stmt::Expr(expression, Some(Default::default()))
}

/// Returns `expression`, as the value that a function returns.
pub(in crate::emit) fn result(expression: Expr) -> Stmt {
    Stmt::Expr(expression, None)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn raw_strings_have_the_text() {
        for text in ["", "a \"b\" \\ 'é'", "a\"## b", "\"##", "a\"#"] {
            let Expr::Lit(ExprLit {
                lit: Lit::Str(raw), ..
            }) = raw_string(text)
            else {
                panic!("{text} is not a string");
            };
            assert_eq!(raw.value(), text);
        }
    }

    #[test]
    fn the_rest_is_separated_from_the_fields() {
        let field = initialize(identifier("mast"), boolean(true));
        let literal = new_self([field], Some(value(path("rest"))));
        let text = literal.into_token_stream().to_string();
        assert_eq!(text, "Self { mast : true , .. rest }");
    }
}
