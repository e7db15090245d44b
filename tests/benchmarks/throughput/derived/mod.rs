//! The structs of a page of contacts and of a conversation in version 2.16, with code derived by
//! `serde`. Enums do not preserve unknown values and unions are any JSON: both are less work than
//! in the client.

mod contact;
mod conversation;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use contact::contact_structs;
use conversation::conversation_structs;

type Map<T> = indexmap::IndexMap<String, T>;

macro_rules! closed_enum {
    ($name:ident { $($variant:ident = $text:literal,)* }) => {
        #[derive(Serialize, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $text)] $variant,)*
            #[serde(other)]
            Unknown,
        }
    };
}

/// Structs that drop undocumented fields.
pub mod plain {
    use super::*;

    macro_rules! define {
        ($(struct $name:ident { $($field:ident: $ty:ty,)* })* $(enum $enum:ident { $($variant:ident = $text:literal,)* })*) => {
            $(
                #[derive(Serialize, Deserialize)]
                pub struct $name {
                    $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: $ty,)*
                }
            )*
            $(closed_enum!($enum { $($variant = $text,)* });)*
        };
    }

    contact_structs!(define);
    conversation_structs!(define);
}

/// Structs that preserve undocumented fields with `serde(flatten)`.
pub mod flatten {
    use super::*;

    macro_rules! define {
        ($(struct $name:ident { $($field:ident: $ty:ty,)* })* $(enum $enum:ident { $($variant:ident = $text:literal,)* })*) => {
            $(
                #[derive(Serialize, Deserialize)]
                pub struct $name {
                    $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: $ty,)*
                    #[serde(flatten)]
                    pub extra: serde_json::Map<String, Value>,
                }
            )*
            $(closed_enum!($enum { $($variant = $text,)* });)*
        };
    }

    contact_structs!(define);
    conversation_structs!(define);
}
