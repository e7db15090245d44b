//! Enums: lists of values, and unions of such lists.

use serde_json::{Number, Value};

use crate::hash::HashSet;
use crate::model::{Constant, Docs, Enum, EnumType, EnumValue, RustName, SchemaKind, Type};

use super::facets::{Facets, SchemaRef};
use super::schema::Lowered;
use super::{Lowering, Site};

/// A value in the list of an enum.
struct Listed<'a> {
    value: Value,
    /// The chosen name of its variant.
    name: Option<&'a str>,
    /// The description of the value.
    description: Option<&'a str>,
}

impl<'a> Lowering<'a> {
    /// Returns the type of a schema with `enum`: an open enum if the values are strings or
    /// integers, a constant if there is only one.
    pub(super) fn enumeration(&mut self, facets: &Facets<'a>, site: &Site) -> Lowered {
        let listed = listed(facets);
        let values: Vec<&Value> = listed
            .iter()
            .map(|one| &one.value)
            .filter(|value| !value.is_null())
            .collect();
        let constant = match values.as_slice() {
            [] => Some((self.plain(facets, site), Constant::Null)),
            [Value::String(value)] => Some((Type::String, Constant::Text(value.clone()))),
            [Value::Bool(value)] => Some((Type::Boolean, Constant::Boolean(*value))),
            [Value::Number(value)] => {
                whole(value).map(|value| (Type::Integer, Constant::Integer(value)))
            }
            _ => None,
        };
        if let Some((ty, constant)) = constant {
            return Lowered {
                constant: Some(constant),
                ..Lowered::of(ty)
            };
        }
        if let Some(ty) = enum_type(&values) {
            return self.open_enum(ty, listed, facets, site);
        }
        let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(value));
        let ty = if all(Value::is_boolean) {
            Type::Boolean
        } else if all(Value::is_u64) {
            Type::Unsigned
        } else if all(Value::is_number) {
            Type::Number
        } else {
            Type::Json
        };
        match values.as_slice() {
            [only] => Lowered {
                constant: Some(Constant::Other((*only).clone())),
                ..Lowered::of(ty)
            },
            values => Lowered {
                values: scalar_texts(values),
                ..Lowered::of(ty)
            },
        }
    }

    /// Returns the type of alternatives that list values, or allow any, of the same scalar type:
    /// one enum of all values. Returns `None` if one of them is of another kind.
    pub(super) fn enum_of_choices(
        &mut self,
        choices: &[&(SchemaRef<'a>, Site)],
        facets: &Facets<'a>,
        site: &Site,
    ) -> Option<Lowered> {
        let mut all = Vec::new();
        let mut plain = Vec::new();
        for (schema, _) in choices {
            let SchemaRef::Inline(schema) = schema else {
                return None;
            };
            let branch = Facets::of(schema);
            if branch.is_composed() || branch.properties.is_some() || branch.items.is_some() {
                return None;
            }
            if branch.values.is_empty() {
                plain.push(branch.ty?);
            }
            all.extend(alternative(&branch));
        }
        let values: Vec<&Value> = all.iter().map(|one| &one.value).collect();
        let ty = enum_type(&values)?;
        let name = match ty {
            EnumType::String => "string",
            EnumType::Integer => "integer",
        };
        if plain.iter().any(|ty| *ty != name) {
            return None;
        }
        let names = Names::of(facets);
        for (index, one) in all.iter_mut().enumerate() {
            one.name = names.name(index).or(one.name);
        }
        Some(self.open_enum(ty, all, facets, site))
    }

    fn open_enum(
        &mut self,
        ty: EnumType,
        listed: Vec<Listed<'a>>,
        facets: &Facets<'a>,
        site: &Site,
    ) -> Lowered {
        let mut known = HashSet::default();
        let values = listed.into_iter().enumerate().filter_map(|(index, one)| {
            let value = text(one.value)?;
            known.insert(value.clone()).then(|| EnumValue {
                value,
                docs: Docs {
                    text: one.description.map(str::to_owned),
                    ..Docs::default()
                },
                index,
                rust_name: one.name.map(RustName::variant),
            })
        });
        let values = values.collect();
        Lowered::of(self.define(facets, site, SchemaKind::Enum(Enum { ty, values })))
    }
}

/// Returns the texts of scalar values, as in the mapping of a discriminator.
pub(super) fn scalar_texts(values: &[&Value]) -> Vec<String> {
    let texts = values.iter().filter_map(|value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    });
    texts.collect()
}

/// Returns the type of the variants of an open enum with these values.
fn enum_type(values: &[&Value]) -> Option<EnumType> {
    if values.is_empty() {
        None
    } else if values.iter().all(|value| value.is_string()) {
        Some(EnumType::String)
    } else if values.iter().all(|value| value.is_i64()) {
        Some(EnumType::Integer)
    } else {
        None
    }
}

/// Returns a number as an integer: `1.0` is 1.
fn whole(number: &Number) -> Option<i64> {
    let text = number.to_string();
    let digits = match text.split_once('.') {
        Some((digits, fraction)) if fraction.bytes().all(|digit| digit == b'0') => digits,
        _ => text.as_str(),
    };
    digits.parse().ok()
}

/// Returns a string or an integer as text; `None` for null.
fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// The lists beside `enum`, which have an element for each value.
struct Names<'a> {
    names: Option<&'a Vec<Value>>,
    descriptions: Option<&'a Vec<Value>>,
}

impl<'a> Names<'a> {
    fn of(facets: &Facets<'a>) -> Self {
        let list = |key| facets.data.extensions.get(key).and_then(Value::as_array);
        Self {
            names: list("x-enum-varnames"),
            descriptions: list("x-enum-descriptions"),
        }
    }

    fn name(&self, index: usize) -> Option<&'a str> {
        self.names?.get(index)?.as_str()
    }

    fn description(&self, index: usize) -> Option<&'a str> {
        let text = self.descriptions?.get(index)?.as_str()?;
        Some(text).filter(|text| !text.trim().is_empty())
    }
}

/// Returns the values of an `enum`, also null, each as the declared type requires.
fn listed<'a>(facets: &Facets<'a>) -> Vec<Listed<'a>> {
    let names = Names::of(facets);
    let values = facets.values.iter().enumerate();
    values
        .map(|(index, value)| Listed {
            value: typed(value, facets.ty),
            name: names.name(index),
            description: names.description(index),
        })
        .collect()
}

/// Returns the values of an alternative. The description and name of an alternative of one value
/// are those of the value.
fn alternative<'a>(facets: &Facets<'a>) -> Vec<Listed<'a>> {
    let mut values = listed(facets);
    values.retain(|one| !one.value.is_null());
    if let [only] = values.as_mut_slice() {
        let description = facets.data.description.as_deref();
        only.name = only.name.or_else(|| facets.extension("x-rust-name"));
        only.description = only.description.or(description);
    }
    values
}

/// Returns a value as the declared type requires, if it is the text of one.
fn typed(value: &Value, ty: Option<&str>) -> Value {
    let converted = match (ty, value) {
        (Some("integer" | "number" | "boolean"), Value::String(text)) => {
            serde_json::from_str::<Value>(text).ok()
        }
        _ => None,
    };
    converted
        .filter(|value| match ty {
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.is_i64() || value.is_u64(),
            _ => value.is_number(),
        })
        .unwrap_or_else(|| value.clone())
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::types;

    #[test]
    fn values_follow_the_declared_type() {
        let schemas = "\
flag: {type: string, enum: [true, 1.10, 0x1F, ~, -.5]}
count: {type: integer, enum: ['1', '2']}
lit: {type: boolean, enum: ['true', 'false']}
gone: {type: string, nullable: true, enum: [null]}
";
        let types = types(schemas);
        for expected in [
            "  True \"true\" | V1_10 \"1.10\" | _0x1F \"0x1F\" | _5 \"-.5\"\n",
            "enum Count in count: count, integers\n  Value1 \"1\" | Value2 \"2\"\n",
            "type Lit in lit: lit = Boolean\n",
            "type Gone in gone: gone = String\n",
        ] {
            assert!(types.contains(expected), "{expected}{types}");
        }
    }

    /// JSON Schema 2020-12, core, section 8.2.3.1: keywords beside `$ref` apply as well.
    #[test]
    fn values_beside_a_reference_narrow_it() {
        let flags = |flag: &str| {
            types(&format!(
                "\
colour: {{type: string, enum: [red, green, blue]}}
text: {{type: string}}
flag: {flag}
"
            ))
        };
        for target in ["colour", "text"] {
            let reference = format!("$ref: '#/components/schemas/{target}'");
            let expected = flags(&format!(
                "{{allOf: [{{{reference}}}, {{enum: [red, blue]}}]}}"
            ));
            assert!(
                expected.contains("enum Flag in flag: flag\n  Red \"red\" | Blue \"blue\"\n"),
                "{expected}"
            );
            for beside in [
                format!("{{{reference}, enum: [red, blue]}}"),
                format!("{{{reference}, type: string, enum: [red, blue]}}"),
                format!("{{allOf: [{{{reference}}}], enum: [red, blue]}}"),
            ] {
                assert_eq!(flags(&beside), expected, "{beside}");
            }
        }
    }

    #[test]
    fn a_union_of_values_is_an_enum() {
        let schemas = "\
level:
  oneOf:
  - {type: string, enum: [low], description: Not much.}
  - {type: string, enum: [high, highest]}
model:
  anyOf: [{type: string}, {type: string, enum: [small, large]}]
mixed:
  anyOf: [{type: integer, enum: [1]}, {type: string, enum: [one]}]
";
        let types = types(schemas);
        for expected in [
            "enum Level in level: level\n  Low \"low\" | High \"high\" | Highest \"highest\"\n",
            "enum Model in model: model\n  Small \"small\" | Large \"large\"\n",
            "union Mixed in mixed: mixed\n",
        ] {
            assert!(types.contains(expected), "{expected}{types}");
        }
    }

    #[test]
    fn names_of_other_languages_become_names_of_rust() {
        let schemas = "\
currency:
  type: string
  enum: [EUR, TRY, USD, B]
  x-enum-varnames: [EUR, TRY_LIRA, us dollar, V2_16]
";
        let types = types(schemas);
        let expected = "  EUR | TryLira \"TRY\" | UsDollar \"USD\" | V2_16 \"B\"\n";
        assert!(types.contains(expected), "{types}");
    }
}
