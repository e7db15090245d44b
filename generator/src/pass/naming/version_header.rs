//! The names of the version header and its values.

use crate::document::Version;
use crate::hash::IndexMap;
use crate::model::{ApiInfo, Docs, EnumShape, EnumType, RustName, ValueVariant, VersionHeaderType};

/// Returns the type of the version header with the values of all versions, oldest first. Values
/// that differ only in case are one value.
pub(in crate::pass) fn version_header<'a>(
    apis: impl Iterator<Item = &'a ApiInfo>,
) -> Option<VersionHeaderType> {
    let headers: Vec<_> = apis
        .filter_map(|info| info.version_header.as_ref())
        .collect();
    let header = &headers.first()?.name;
    let mut values: IndexMap<RustName, String> = IndexMap::default();
    for value in headers
        .iter()
        .flat_map(|header| header.values.iter().chain([&header.value]))
    {
        let rust_name = RustName::upper_camel([value.as_str()]);
        values.entry(rust_name).or_insert_with(|| value.clone());
    }
    values.sort_by_cached_key(|_, value| {
        (
            value.parse::<Version>().unwrap_or(Version::Preview),
            value.clone(),
        )
    });
    let variants = values.into_iter().map(|(rust_name, value)| ValueVariant {
        rust_name,
        value,
        docs: Docs::default(),
    });
    Some(VersionHeaderType {
        header: header.clone(),
        name: RustName::upper_camel([header.as_str()]),
        module: RustName::snake(header),
        values: EnumShape {
            ty: EnumType::String,
            variants: variants.collect(),
        },
    })
}
