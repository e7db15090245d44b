/// The methods of a [`Visitor`](serde::de::Visitor) of an [`Outcome`](super::Outcome) for JSON that
/// does not match: each consumes the value.
macro_rules! mismatches {
    (scalars, $other:ident) => {
        #[inline]
        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            let unexpected = serde::de::Unexpected::Other("null");
            Ok(Err(crate::json::context::Mismatch::invalid_type(
                unexpected, &self,
            )))
        }

        #[inline]
        fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
            let unexpected = serde::de::Unexpected::Bool(value);
            Ok(Err(crate::json::context::Mismatch::invalid_type(
                unexpected, &self,
            )))
        }

        #[inline]
        fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
            let unexpected = serde::de::Unexpected::Signed(value);
            Ok(Err(crate::json::context::Mismatch::invalid_type(
                unexpected, &self,
            )))
        }

        #[inline]
        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
            let unexpected = serde::de::Unexpected::Unsigned(value);
            Ok(Err(crate::json::context::Mismatch::invalid_type(
                unexpected, &self,
            )))
        }

        #[inline]
        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
            let unexpected = serde::de::Unexpected::Float(value);
            Ok(Err(crate::json::context::Mismatch::invalid_type(
                unexpected, &self,
            )))
        }

        #[inline]
        fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
            let unexpected = serde::de::Unexpected::Str(value);
            Ok(Err(crate::json::context::Mismatch::invalid_type(
                unexpected, &self,
            )))
        }

        mismatches!($other);
    };
    (maps) => {
        #[inline]
        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            crate::json::decode::skip_object(map, &self).map(Err)
        }
    };
    (arrays) => {
        #[inline]
        fn visit_seq<A: serde::de::SeqAccess<'de>>(
            self,
            items: A,
        ) -> Result<Self::Value, A::Error> {
            crate::json::decode::skip_array(items, &self).map(Err)
        }
    };
}
