use crate::diagnostic::Pointer;

use super::{Choice, Docs, RustName, Serialization, Type};

/// What a request carries. `N` is a Rust name, or a [`Choice`] until names are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body<S, N = RustName> {
    /// JSON.
    Json {
        /// The media type that is sent, if it is not `application/json`.
        content_type: Option<String>,
        /// The type of the body.
        ty: Type<S>,
        /// Whether a call without a body is refused.
        required: bool,
    },
    /// A form.
    Form {
        /// How it is written.
        encoding: FormEncoding,
        /// Its fields.
        fields: Vec<FormField<S, N>>,
    },
    /// Text.
    Text {
        /// The media type that is sent, if it is not `text/plain`.
        content_type: Option<String>,
        /// Whether a call without a body is refused.
        required: bool,
    },
    /// Bytes of any other media type.
    Binary {
        /// The media type that is sent; none where the document leaves it open.
        content_type: Option<String>,
        /// Whether a call without a body is refused.
        required: bool,
    },
}

/// How a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormEncoding {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormField<S, N = RustName> {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: N,
    /// Where it is written in the document.
    pub pointer: Pointer,
    /// What it holds.
    pub content: FieldContent<S>,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What the document says about it.
    pub docs: Docs,
}

/// What a field of a form holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldContent<S> {
    /// A file, or a list of them.
    File {
        /// The media type of a file that names none itself (`encoding`).
        content_type: Option<String>,
        /// Whether there may be several.
        is_list: bool,
    },
    /// A value.
    Value {
        /// Its type.
        ty: Type<S>,
        /// How it is written.
        serialization: Serialization,
    },
}

impl<S> Body<S> {
    /// The same body with every reference replaced.
    pub(super) fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Body<T> {
        match self {
            Self::Json {
                content_type,
                ty,
                required,
            } => Body::Json {
                content_type: content_type.clone(),
                ty: ty.map(f),
                required: *required,
            },
            Self::Form { encoding, fields } => Body::Form {
                encoding: *encoding,
                fields: fields.iter().map(|field| field.map(f)).collect(),
            },
            Self::Text {
                content_type,
                required,
            } => Body::Text {
                content_type: content_type.clone(),
                required: *required,
            },
            Self::Binary {
                content_type,
                required,
            } => Body::Binary {
                content_type: content_type.clone(),
                required: *required,
            },
        }
    }
}

impl<S, N> Body<S, N> {
    /// The media type that is sent, unless it is that of the variant.
    pub fn content_type(&self) -> Option<&str> {
        match self {
            Self::Json { content_type, .. }
            | Self::Text { content_type, .. }
            | Self::Binary { content_type, .. } => content_type.as_deref(),
            Self::Form { .. } => None,
        }
    }

    /// Whether a call without a body is refused. The fields of a form say so themselves.
    pub fn is_required(&self) -> bool {
        match self {
            Self::Json { required, .. }
            | Self::Text { required, .. }
            | Self::Binary { required, .. } => *required,
            Self::Form { .. } => false,
        }
    }

    /// The fields of a form; none of any other body.
    pub fn fields(&self) -> &[FormField<S, N>] {
        match self {
            Self::Form { fields, .. } => fields,
            Self::Json { .. } | Self::Text { .. } | Self::Binary { .. } => &[],
        }
    }

    /// The types that the body is made of.
    pub fn types(&self) -> Vec<&Type<S>> {
        if let Self::Json { ty, .. } = self {
            return vec![ty];
        }
        let fields = self.fields().iter();
        fields
            .filter_map(|field| match &field.content {
                FieldContent::Value { ty, .. } => Some(ty),
                FieldContent::File { .. } => None,
            })
            .collect()
    }
}

impl<S> FormField<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> FormField<T> {
        FormField {
            name: self.name.clone(),
            rust_name: self.rust_name.clone(),
            pointer: self.pointer.clone(),
            content: match &self.content {
                FieldContent::File {
                    content_type,
                    is_list,
                } => FieldContent::File {
                    content_type: content_type.clone(),
                    is_list: *is_list,
                },
                FieldContent::Value { ty, serialization } => FieldContent::Value {
                    ty: ty.map(f),
                    serialization: *serialization,
                },
            },
            required: self.required,
            docs: self.docs.clone(),
        }
    }
}

impl<S> Body<S, Choice> {
    /// The same body, with a name for each field of a form.
    pub fn with_names(self, names: impl IntoIterator<Item = RustName>) -> Body<S> {
        match self {
            Self::Json {
                content_type,
                ty,
                required,
            } => Body::Json {
                content_type,
                ty,
                required,
            },
            Self::Form { encoding, fields } => {
                let fields = fields.into_iter().zip(names);
                Body::Form {
                    encoding,
                    fields: fields.map(|(field, name)| field.with_name(name)).collect(),
                }
            }
            Self::Text {
                content_type,
                required,
            } => Body::Text {
                content_type,
                required,
            },
            Self::Binary {
                content_type,
                required,
            } => Body::Binary {
                content_type,
                required,
            },
        }
    }
}

impl<S> FormField<S, Choice> {
    fn with_name(self, rust_name: RustName) -> FormField<S> {
        FormField {
            name: self.name,
            rust_name,
            pointer: self.pointer,
            content: self.content,
            required: self.required,
            docs: self.docs,
        }
    }
}
