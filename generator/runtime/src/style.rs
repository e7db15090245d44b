//! Parameter serialization: OpenAPI 3.0, "Style Values", and RFC 6570.

mod argument;

use percent_encoding::percent_decode_str;

use super::address;
use super::exact_value::ExactValue;
pub use argument::Argument;
use argument::{Content, Flat, form_text};

/// An OpenAPI serialization style of a parameter or form field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    is_exploded: bool,
    allows_reserved: bool,
    has_json_objects: bool,
    is_json: bool,
    properties: &'static [(&'static str, Style)],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Cookie,
}

impl Style {
    /// The style `matrix`: `;color=blue,black`, exploded `;color=blue;color=black` (RFC 6570,
    /// section 3.2.7).
    pub const MATRIX: Self = Self::of(Kind::Matrix);
    /// The style `label`: `.blue,black`, exploded `.blue.black` (RFC 6570, section 3.2.5).
    pub const LABEL: Self = Self::of(Kind::Label);
    /// The style `simple`: `blue,black` (RFC 6570, section 3.2.2).
    pub const SIMPLE: Self = Self::of(Kind::Simple);
    /// The style `form`: `color=blue,black`, exploded `color=blue&color=black` (RFC 6570, section
    /// 3.2.8).
    pub const FORM: Self = Self::of(Kind::Form);
    /// The style `spaceDelimited`: `color=blue%20black`.
    pub const SPACE_DELIMITED: Self = Self::of(Kind::SpaceDelimited);
    /// The style `pipeDelimited`: `color=blue%7Cblack`.
    pub const PIPE_DELIMITED: Self = Self::of(Kind::PipeDelimited);
    /// The style `deepObject`: `color%5BR%5D=100&color%5BG%5D=200`.
    ///
    /// OpenAPI does not define the serialization of lists and nested objects. It is that of the
    /// JavaScript library `qs`: `color[0]=blue`, `color[R][min]=100`.
    pub const DEEP_OBJECT: Self = Self::of(Kind::DeepObject);

    /// The style `cookie`: `color=blue,black`, exploded `color=blue; color=black`, without
    /// percent-encoding (OpenAPI 3.2).
    pub const COOKIE: Self = Self::of(Kind::Cookie);

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            is_exploded: false,
            allows_reserved: false,
            has_json_objects: false,
            is_json: false,
            properties: &[],
        }
    }

    /// Serializes each item or property separately (`explode: true`).
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.is_exploded = true;
        self
    }

    /// Does not encode reserved characters and percent-encoded triples such as `%2F`
    /// (`allowReserved: true`), except for `#` and those that would end or change a value: `&`, `+`
    /// and `'` in a query or form, `/` and `?` in a path, `;` in a cookie. Any other `%` is encoded.
    #[must_use]
    pub const fn allowing_reserved(mut self) -> Self {
        self.allows_reserved = true;
        self
    }

    /// Serializes objects, also those in a list, as JSON instead of their properties: the default of
    /// form fields (OpenAPI 3.2, "Encoding Object", `contentType`).
    #[must_use]
    pub const fn with_json_objects(mut self) -> Self {
        self.has_json_objects = true;
        self
    }

    /// Serializes values as JSON: the property of a whole query with the media type
    /// `application/json`.
    #[must_use]
    pub const fn with_json(mut self) -> Self {
        self.is_json = true;
        self
    }

    /// Serializes properties of a whole query in styles of their own (OpenAPI 3.2, "Encoding
    /// Object").
    #[must_use]
    pub const fn with_properties(mut self, properties: &'static [(&'static str, Self)]) -> Self {
        self.properties = properties;
        self
    }

    fn encode(self, value: &str) -> String {
        if self.kind == Kind::Cookie {
            value.to_owned()
        } else if self.allows_reserved {
            address::encode_allowing_reserved(value)
        } else {
            address::encode(value)
        }
    }

    fn encode_in_segment(self, value: &str) -> String {
        if self.allows_reserved {
            address::encode_segment_allowing_reserved(value)
        } else {
            address::encode(value)
        }
    }

    /// Returns the name of a query parameter, a cookie or a form field as it is sent.
    pub(super) fn name(self, name: &str) -> String {
        if self.kind == Kind::Cookie {
            name.to_owned()
        } else {
            address::encode(name)
        }
    }

    /// Serializes a value as a path segment; an empty list or object as nothing.
    pub(super) fn segment(self, name: &str, argument: Argument) -> Result<String, String> {
        let content = argument.0?.flat()?;
        let is_object = matches!(content, Flat::Object(_));
        let pieces = self.pieces(content, &|text| self.encode_in_segment(&text));
        if pieces.is_empty() {
            return Ok(String::new());
        }
        let name = address::encode(name);
        Ok(match (self.kind, self.is_exploded) {
            (Kind::Matrix, true) if is_object => format!(";{}", pieces.join(";")),
            (Kind::Matrix, true) => pieces.iter().map(|item| matrix(&name, item)).collect(),
            (Kind::Matrix, false) => matrix(&name, &pieces.join(",")),
            (Kind::Label, true) => format!(".{}", pieces.join(".")),
            (Kind::Label, false) => format!(".{}", pieces.join(",")),
            _ => pieces.join(","),
        })
    }

    /// Serializes a value as a header, without encoding.
    pub(super) fn header(self, argument: Argument) -> Result<String, String> {
        let pieces = self.pieces(argument.0?.flat()?, &|text| text);
        Ok(pieces.join(","))
    }

    /// Serializes a value as cookies. A value that would begin another cookie is rejected if it is not
    /// encoded (style `cookie`).
    pub(super) fn cookies(
        self,
        name: &str,
        argument: Argument,
    ) -> Result<Vec<(String, String)>, String> {
        let mut pairs = self.pairs(name, argument)?;
        if self.kind == Kind::Cookie {
            let has_separator =
                |(name, value): &(String, String)| name.contains([';', '=']) || value.contains(';');
            if pairs.iter().any(has_separator) {
                return Err("must not contain `;`, nor `=` in a name".to_owned());
            }
        } else if self.allows_reserved {
            for (_, value) in &mut pairs {
                *value = value.replace(';', "%3B");
            }
        }
        Ok(pairs)
    }

    /// Serializes a value as a whole query: the properties of an object as a form if they are
    /// exploded, or else the value without a name.
    pub(super) fn query_string(self, argument: Argument) -> Result<Vec<(String, String)>, String> {
        if !self.is_exploded {
            let pairs = self.pairs("", argument)?;
            let values = pairs.into_iter().map(|(_, value)| (String::new(), value));
            return Ok(values.collect());
        }
        match argument.0?.into_value() {
            ExactValue::Object(members) => self.property_pairs(members),
            _ => Err("must be an object".to_owned()),
        }
    }

    /// Serializes the properties of a whole query, each in its own style if it has one.
    fn property_pairs(
        self,
        members: Vec<(String, ExactValue)>,
    ) -> Result<Vec<(String, String)>, String> {
        let mut pairs = Vec::new();
        for (name, value) in members {
            let own = self.properties.iter().find(|(known, _)| *known == name);
            match own {
                Some(_) if value == ExactValue::Null => {}
                Some((_, style)) => {
                    let value = if style.is_json {
                        Argument::json(&value)
                    } else {
                        Argument(Ok(Content::Value(value)))
                    };
                    let own = style.pairs(&name, value);
                    pairs.extend(
                        own.map_err(|message| format!("has a property `{name}` that {message}"))?,
                    );
                }
                None => pairs.extend(self.member_pairs(vec![(name, value)])),
            }
        }
        Ok(pairs)
    }

    /// Serializes the members of an object as encoded names and values: each item of a list
    /// separately. Nulls are omitted.
    fn member_pairs(self, members: Vec<(String, ExactValue)>) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (name, value) in members {
            let values = match value {
                ExactValue::Array(items) => items,
                value => vec![value],
            };
            let values = values
                .into_iter()
                .filter(|value| *value != ExactValue::Null);
            pairs.extend(values.map(|value| (self.name(&name), self.encode(&form_text(value)))));
        }
        pairs
    }

    /// Serializes a value as encoded names and values, for a query, cookies or a form.
    pub(super) fn pairs(
        self,
        name: &str,
        argument: Argument,
    ) -> Result<Vec<(String, String)>, String> {
        let encode = |text: String| self.encode(&text);
        let encoded = self.name(name);
        let content = argument.0?;
        if self.kind == Kind::DeepObject {
            let mut pairs = Vec::new();
            self.deep_pairs(name.to_owned(), content.into_value(), &mut pairs);
            return Ok(pairs);
        }
        let content = match content {
            Content::Value(value) if self.has_json_objects => Content::with_json_objects(value),
            Content::Value(ExactValue::Object(members))
                if self.kind == Kind::Form && self.is_exploded =>
            {
                return Ok(self.member_pairs(members));
            }
            content => content,
        };
        let pairs = match content.flat()? {
            Flat::Object(members) if self.is_exploded => members
                .into_iter()
                .map(|(key, value)| (self.name(&key), encode(value)))
                .collect(),
            Flat::Array(items) if self.is_exploded => items
                .into_iter()
                .map(|item| (encoded.clone(), encode(item)))
                .collect(),
            content => {
                let separator = match self.kind {
                    Kind::SpaceDelimited => "%20",
                    Kind::PipeDelimited => "%7C",
                    _ => ",",
                };
                let pieces = self.pieces(content, &encode);
                let pair = (!pieces.is_empty()).then(|| (encoded, pieces.join(separator)));
                pair.into_iter().collect()
            }
        };
        Ok(pairs)
    }

    /// Serializes a value as names and values, without percent-encoding.
    pub(super) fn texts(
        self,
        name: &str,
        argument: Argument,
    ) -> Result<Vec<(String, String)>, String> {
        // What is encoded can be decoded without loss.
        let encoded = Self {
            allows_reserved: false,
            ..self
        };
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs = encoded.pairs(name, argument)?.into_iter();
        Ok(pairs
            .map(|(name, value)| (decode(&name), decode(&value)))
            .collect())
    }

    /// Adds the pairs of a value, recursively. Nulls are omitted.
    fn deep_pairs(self, name: String, value: ExactValue, pairs: &mut Vec<(String, String)>) {
        match value {
            ExactValue::Object(members) => {
                for (key, value) in members {
                    self.deep_pairs(format!("{name}[{key}]"), value, pairs);
                }
            }
            ExactValue::Array(items) => {
                for (index, item) in items.into_iter().enumerate() {
                    self.deep_pairs(format!("{name}[{index}]"), item, pairs);
                }
            }
            scalar => {
                let text = scalar.into_text();
                pairs.extend(text.map(|text| (address::encode(&name), self.encode(&text))));
            }
        }
    }

    /// Returns the encoded pieces that separators join.
    fn pieces(self, content: Flat, encode: &dyn Fn(String) -> String) -> Vec<String> {
        match content {
            Flat::Primitive(value) => vec![encode(value)],
            Flat::Array(items) => items.into_iter().map(encode).collect(),
            Flat::Object(members) => {
                let members = members
                    .into_iter()
                    .map(|(key, value)| (encode(key), encode(value)));
                if self.is_exploded {
                    members
                        .map(|(key, value)| match value.as_str() {
                            "" if self.kind == Kind::Matrix => key,
                            _ => format!("{key}={value}"),
                        })
                        .collect()
                } else {
                    members.flat_map(|(key, value)| [key, value]).collect()
                }
            }
        }
    }
}

/// Returns `;name=value`, or `;name` for an empty value (RFC 6570, section 3.2.7).
fn matrix(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{name}"),
        _ => format!(";{name}={value}"),
    }
}
