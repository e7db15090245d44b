//! The intermediate model, independent of the syntax of documents and of the emitted code.
//!
//! It has two levels. [`Schema`] is in terms of OpenAPI (objects, properties, required): lowering
//! creates one [`Api`] per document. [`Shape`] is in terms of Rust (structs, fields, optional): the
//! passes create it, and unification merges the shapes of all versions into one [`Library`].
//!
//! Types that refer to others are generic over the reference: [`SchemaId`] within one document,
//! [`ShapeId`] once all versions are unified.

mod api;
mod argument;
mod body;
mod docs;
mod job;
mod library;
mod name;
mod operation;
mod pagination;
mod parameter;
#[cfg(test)]
pub(crate) mod print;
mod schema;
mod schema_id;
mod security;
mod shape;
mod stream;
mod ty;

pub use api::{
    About, Api, ApiInfo, Contact, License, Region, Server, TaggedSchemas, VersionHeader, Webhook,
};
pub use argument::{Argument, Element};
pub use body::{Body, FieldContent, FileCount, FormEncoding, FormField, PartHeader};
pub use docs::Docs;
pub use job::Job;
pub use library::{
    ApiVersion, Conversion, Copied, Entry, FieldConversion, Library, OperationId, ShapeId,
    TagGroup, TagGroupId, VersionHeaderType, without_aliases,
};
pub(crate) use name::is_device;
pub use name::{Choice, RustName};
pub use operation::{
    Input, Operation, OperationTag, Output, PathTemplate, Representation, Response, Status,
};
pub use pagination::{
    ItemsPath, KeyPath, PageParameter, PageSize, Pagination, PagingStyle, PathField,
};
pub use parameter::{Location, Parameter, Serialization, Style, ValueKind};
pub use schema::{
    Access, Constant, Constructor, Enum, EnumType, EnumValue, Member, MemberTag, Object, Property,
    Schema, SchemaKind, SearchLimits, Tag, Union,
};
pub use schema_id::{Container, Root, SchemaId, Step};
pub use security::{Credentials, KeyLocation, Scheme, Security};
pub use shape::{
    EnumShape, Field, JsonKind, Pattern, Presence, Role, SearchGrammar, Shape, ShapeKind,
    ShapedApi, Struct, UnionShape, ValueVariant, Variant,
};
pub use stream::{Stream, StreamFormat};
pub use ty::{External, JsonType, Type};
