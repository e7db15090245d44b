//! JSON schemas of the types that emitted types contain, by `schemars`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

#[cfg(feature = "base64")]
use super::Base64;
#[cfg(feature = "time")]
use super::DateTime;
use super::{
    Decimal, External, ExternalDate, ExternalNumber, Extra, Nullable, Timestamp,
    UnrecognizedInteger, UnrecognizedJson, UnrecognizedString,
};

/// Implements `JsonSchema` for types whose schema is written inline.
macro_rules! inline_schema {
    ($($name:ident $(<$value:ident $(: $bound:ident)?>)? => |$generator:ident| $schema:expr;)*) => {$(
        impl$(<$value $(: $bound)?>)? JsonSchema for $name$(<$value>)? {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

inline_schema! {
    Decimal => |_generator| json_schema!({"type": "number"});
    External<T: JsonSchema> => |generator| generator.subschema_for::<T>();
    ExternalDate<T> => |_generator| json_schema!({"type": "string", "format": "date"});
    ExternalNumber<T> => |_generator| json_schema!({"type": "number"});
    Extra<T: JsonSchema> => |generator| json_schema!({
        "type": "object",
        "additionalProperties": generator.subschema_for::<T>(),
    });
    Nullable<T: JsonSchema> => |generator| generator.subschema_for::<Option<T>>();
    Timestamp => |_generator| json_schema!({"type": "integer"});
    UnrecognizedInteger => |_generator| json_schema!({"type": "integer"});
    UnrecognizedJson => |_generator| json_schema!(true);
    UnrecognizedString => |_generator| json_schema!({"type": "string"});
}

#[cfg(feature = "base64")]
inline_schema! {
    Base64 => |_generator| json_schema!({"type": "string", "contentEncoding": "base64"});
}

#[cfg(feature = "time")]
inline_schema! {
    DateTime => |_generator| json_schema!({"type": "string", "format": "date-time"});
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::Map;

    /// As an emitted type, with its fields.
    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "only its schema is used")]
    struct Boat {
        name: External<String>,
        built: ExternalDate<WithoutSchema>,
        length: Option<Decimal>,
        docked_at: Nullable<Timestamp>,
        berths: Map<Vec<Berth>>,
        extra: Extra<i64>,
        other: Extra,
    }

    /// As `time::Date`.
    struct WithoutSchema;

    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "only its schema is used")]
    enum Berth {
        Unrecognized(UnrecognizedString),
        Number(UnrecognizedInteger),
        Other(UnrecognizedJson),
    }

    #[test]
    fn types_of_the_runtime_have_schemas() {
        let schema = serde_json::to_value(schemars::schema_for!(Boat)).unwrap();
        let properties = &schema["properties"];
        assert_eq!(properties["name"], json!({"type": "string"}));
        let date = json!({"type": "string", "format": "date"});
        assert_eq!(properties["built"], date);
        assert_eq!(properties["length"]["type"], json!(["number", "null"]));
        assert_eq!(properties["docked_at"]["type"], json!(["integer", "null"]));
        assert_eq!(
            properties["extra"]["additionalProperties"]["type"],
            "integer"
        );
        assert_eq!(
            properties["other"]["additionalProperties"],
            Value::Bool(true)
        );
        assert_eq!(properties["berths"]["type"], "object");
    }
}
