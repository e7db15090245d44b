use std::cmp::Reverse;

use serde_json::{Map, Value};

/// How the JSON of one variant of a union looks; what the choice between variants is made by.
///
/// Several patterns may lead to the same variant.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    variant: usize,
    shape: Shape,
    constants: &'static [(&'static str, Constant)],
    tag: Option<(&'static str, &'static [&'static str])>,
    required: &'static [&'static str],
    known: &'static [&'static str],
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Object,
    Array(&'static [Pattern]),
    String,
    Integer,
    Number,
    Boolean,
    Any,
}

/// The only value that a property of a variant can have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
}

/// Greater is a better fit. In this order: the JSON type is met exactly, the discriminator means
/// this variant, the required keys are all there, many keys are known, few known keys are absent.
type Fit = (u8, bool, bool, usize, Reverse<usize>);

impl Pattern {
    const fn new(variant: usize, shape: Shape) -> Self {
        Self {
            variant,
            shape,
            constants: &[],
            tag: None,
            required: &[],
            known: &[],
        }
    }

    /// Any object.
    #[must_use]
    pub const fn object(variant: usize) -> Self {
        Self::new(variant, Shape::Object)
    }

    /// An array each item of which fits one of `items` (whose variants do not matter).
    #[must_use]
    pub const fn array(variant: usize, items: &'static [Pattern]) -> Self {
        Self::new(variant, Shape::Array(items))
    }

    /// A string.
    #[must_use]
    pub const fn string(variant: usize) -> Self {
        Self::new(variant, Shape::String)
    }

    /// A number without fraction.
    #[must_use]
    pub const fn integer(variant: usize) -> Self {
        Self::new(variant, Shape::Integer)
    }

    /// A number; an integer only when no pattern for integers is there.
    #[must_use]
    pub const fn number(variant: usize) -> Self {
        Self::new(variant, Shape::Number)
    }

    /// A boolean.
    #[must_use]
    pub const fn boolean(variant: usize) -> Self {
        Self::new(variant, Shape::Boolean)
    }

    /// Whatever nothing else fits.
    #[must_use]
    pub const fn any(variant: usize) -> Self {
        Self::new(variant, Shape::Any)
    }

    /// Excludes objects in which one of these keys has another value. A key that is absent or
    /// null excludes nothing; a key listed with several values may have any of them.
    #[must_use]
    pub const fn constants(mut self, constants: &'static [(&'static str, Constant)]) -> Self {
        self.constants = constants;
        self
    }

    /// Demands that `key` be there with one of `values`.
    #[must_use]
    pub const fn tagged(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.tag = Some((key, values));
        self
    }

    /// Prefers objects that have all of these keys, and not as null.
    #[must_use]
    pub const fn required(mut self, keys: &'static [&'static str]) -> Self {
        self.required = keys;
        self
    }

    /// Excludes objects that have other keys only, and prefers those that have many of these.
    /// `outer.inner` is a key of the object, or of the objects in the list, that `outer` is.
    #[must_use]
    pub const fn known(mut self, keys: &'static [&'static str]) -> Self {
        self.known = keys;
        self
    }

    /// The variants that `json` may be, the best fitting first, each once.
    pub(super) fn rank(patterns: &[Self], json: &Value) -> Vec<usize> {
        let mut fits: Vec<(Fit, usize)> = patterns
            .iter()
            .filter_map(|pattern| Some((pattern.fit(json)?, pattern.variant)))
            .collect();
        fits.sort_by_key(|(fit, _)| Reverse(*fit)); // stable: equal fits keep their order
        let mut variants = Vec::with_capacity(fits.len());
        for (_, variant) in fits {
            if !variants.contains(&variant) {
                variants.push(variant);
            }
        }
        variants
    }

    /// How well `json` fits; `None` when it does not at all.
    fn fit(&self, json: &Value) -> Option<Fit> {
        const ANY: Fit = (0, false, true, 0, Reverse(0));
        const LOOSE: Fit = (1, false, true, 0, Reverse(0));
        const EXACT: Fit = (2, false, true, 0, Reverse(0));
        match (self.shape, json) {
            (Shape::Any, _) => Some(ANY),
            (Shape::Object, Value::Object(object)) => self.fit_object(object),
            (Shape::Array(patterns), Value::Array(items)) => fit_items(patterns, items, EXACT),
            (Shape::String, Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => Some(EXACT),
            (Shape::Number, Value::Number(number)) if number.is_f64() => Some(EXACT),
            (Shape::Number, Value::Number(_)) => Some(LOOSE),
            (Shape::Integer, Value::Number(number)) if !number.is_f64() => Some(EXACT),
            _ => None,
        }
    }

    fn fit_object(&self, object: &Map<String, Value>) -> Option<Fit> {
        if !self.has_tag(object) || !self.has_constants(object) {
            return None;
        }
        let present = |key: &&str| object.get(*key).is_some_and(|value| !value.is_null());
        let hits = self.known.iter().filter(|key| has_key(object, key)).count();
        let is_foreign = hits == 0 && !self.known.is_empty() && !object.is_empty();
        if is_foreign && self.tag.is_none() {
            return None;
        }
        let absent = Reverse(self.known.len() - hits);
        let is_meant = self.tag.is_some();
        Some((2, is_meant, self.required.iter().all(present), hits, absent))
    }

    fn has_tag(&self, object: &Map<String, Value>) -> bool {
        self.tag.is_none_or(|(key, values)| {
            let value = object.get(key).and_then(Value::as_str);
            value.is_some_and(|value| values.contains(&value))
        })
    }

    fn has_constants(&self, object: &Map<String, Value>) -> bool {
        self.constants
            .iter()
            .all(|(key, _)| match object.get(*key) {
                None | Some(Value::Null) => true,
                Some(value) => {
                    let mut allowed = self.constants.iter().filter(|(name, _)| name == key);
                    allowed.any(|(_, constant)| constant.is(value))
                }
            })
    }
}

/// Whether the key is there; of `outer.inner`, whether it is there in the object `outer` or in one
/// of the list `outer`.
fn has_key(object: &Map<String, Value>, key: &str) -> bool {
    object.contains_key(key)
        || key.split_once('.').is_some_and(|(outer, inner)| {
            let holds = |value: &Value| value.get(inner).is_some();
            match object.get(outer) {
                Some(Value::Array(items)) => items.iter().any(holds),
                Some(value) => holds(value),
                None => false,
            }
        })
}

/// All items must fit; the first one decides how well.
fn fit_items(patterns: &[Pattern], items: &[Value], empty: Fit) -> Option<Fit> {
    let best = |item: &Value| {
        patterns
            .iter()
            .filter_map(|pattern| pattern.fit(item))
            .max()
    };
    let mut fits = items.iter().map(best);
    let first = fits.next().unwrap_or(Some(empty))?;
    fits.all(|fit| fit.is_some()).then_some(first)
}

impl Constant {
    fn is(self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Boolean(boolean) => value.as_bool() == Some(boolean),
            Self::Integer(integer) => value.as_i64() == Some(integer),
        }
    }
}
