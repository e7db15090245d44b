use crate::diagnostic::Pointer;

use super::{Choice, Constant, Docs, RustName, Serialization, Type};

/// A request body. `N` is a Rust name, or a [`Choice`] until names are assigned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body<S, N = RustName> {
    /// JSON.
    Json {
        /// The media type, if it is not `application/json`.
        content_type: Option<String>,
        /// The type of the body.
        ty: Type<S>,
        /// `true` if the body is required.
        required: bool,
    },
    /// A form.
    Form {
        /// The encoding of the form.
        encoding: FormEncoding,
        /// `true` if the form is sent although no field is set.
        required: bool,
        /// The fields of the form.
        fields: Vec<FormField<S, N>>,
    },
    /// Text.
    Text {
        /// The media type, if it is not `text/plain`.
        content_type: Option<String>,
        /// The type whose values are sent as text: a string, or the chosen type of its format.
        ty: Type<S>,
        /// The range of media types, such as `text/*`, if the document declares no exact one.
        range: Option<String>,
        /// `true` if the body is required.
        required: bool,
    },
    /// Bytes of any other media type.
    Binary {
        /// The media type, or `None` for a range.
        content_type: Option<String>,
        /// The range of media types, such as `image/*`.
        range: Option<String>,
        /// `true` if the body is required.
        required: bool,
    },
}

/// The encoding of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormEncoding {
    /// The media type `multipart/form-data`.
    Multipart,
    /// The media type `application/x-www-form-urlencoded`.
    UrlEncoded,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormField<S, N = RustName> {
    /// The name on the wire.
    pub name: String,
    /// The name in Rust.
    pub rust_name: N,
    /// The location in the document.
    pub pointer: Pointer,
    /// The content.
    pub content: FieldContent<S>,
    /// The headers of the parts of a multipart body.
    pub headers: Vec<PartHeader>,
    /// `true` if the field is required and has no constant.
    pub required: bool,
    /// The value that requests contain unless the caller sets another: the only allowed value of a
    /// required field.
    pub constant: Option<Constant>,
    /// The documentation.
    pub docs: Docs,
}

/// A header of the parts of a field of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartHeader {
    /// The name.
    pub name: String,
    /// The value that is sent unless the caller sets another: the only allowed value, or else the
    /// default. `None` if only the caller can set one.
    pub value: Option<String>,
    /// `true` if the header is required.
    pub is_required: bool,
}

impl PartHeader {
    /// Returns the name and the value of a header that is sent without the caller.
    pub fn declared(&self) -> Option<(&str, &str)> {
        Some((&self.name, self.value.as_deref()?))
    }
}

/// The content of a form field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldContent<S> {
    /// One or several files.
    File {
        /// The media types of the file (`encoding`), separated by commas.
        content_type: Option<String>,
        /// The number of files.
        count: FileCount,
    },
    /// A value.
    Value {
        /// The type of the value.
        ty: Type<S>,
        /// The serialization of the value. In a multipart body, each item of an array is a part.
        serialization: Serialization,
        /// The media type of the parts (`encoding`); `None` for that of the serialization.
        content_type: Option<String>,
    },
}

/// The number of files that a field of a form accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileCount {
    /// One file.
    One,
    /// Several files of the same name.
    List,
    /// Several files, each with the name of a field of its own.
    Map,
}

impl<S> Body<S> {
    /// Replaces every reference.
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
            Self::Form {
                encoding,
                required,
                fields,
            } => Body::Form {
                encoding: *encoding,
                required: *required,
                fields: fields.iter().map(|field| field.map(f)).collect(),
            },
            Self::Text {
                content_type,
                ty,
                range,
                required,
            } => Body::Text {
                content_type: content_type.clone(),
                ty: ty.map(f),
                range: range.clone(),
                required: *required,
            },
            Self::Binary {
                content_type,
                range,
                required,
            } => Body::Binary {
                content_type: content_type.clone(),
                range: range.clone(),
                required: *required,
            },
        }
    }
}

impl<S, N> Body<S, N> {
    /// Returns the media type, unless it is the default of the variant.
    pub fn content_type(&self) -> Option<&str> {
        match self {
            Self::Json { content_type, .. }
            | Self::Text { content_type, .. }
            | Self::Binary { content_type, .. } => content_type.as_deref(),
            Self::Form { .. } => None,
        }
    }

    /// Returns the media type of the variant, for bodies without another one.
    pub const fn default_content_type(&self) -> &'static str {
        match self {
            Self::Json { .. } => "application/json",
            Self::Text { .. } => "text/plain; charset=utf-8",
            Self::Binary { .. } => "application/octet-stream",
            Self::Form { encoding, .. } => match encoding {
                FormEncoding::Multipart => "multipart/form-data",
                FormEncoding::UrlEncoded => "application/x-www-form-urlencoded",
            },
        }
    }

    /// Returns the range of media types of a body without an exact one.
    pub fn range(&self) -> Option<&str> {
        match self {
            Self::Text { range, .. } | Self::Binary { range, .. } => range.as_deref(),
            Self::Json { .. } | Self::Form { .. } => None,
        }
    }

    /// Returns `true` if the body is a required argument. Returns `false` for a form, whose fields
    /// have flags of their own.
    pub fn is_required(&self) -> bool {
        match self {
            Self::Json { required, .. }
            | Self::Text { required, .. }
            | Self::Binary { required, .. } => *required,
            Self::Form { .. } => false,
        }
    }

    /// Returns the fields of a form, or an empty slice for any other body.
    pub fn fields(&self) -> &[FormField<S, N>] {
        match self {
            Self::Form { fields, .. } => fields,
            Self::Json { .. } | Self::Text { .. } | Self::Binary { .. } => &[],
        }
    }

    /// Returns the types that the body consists of.
    pub fn types(&self) -> Vec<&Type<S>> {
        if let Self::Json { ty, .. } | Self::Text { ty, .. } = self {
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
    /// Returns the names and values of the headers of the parts that are sent without the caller.
    pub fn declared_headers(&self) -> Vec<(String, String)> {
        let headers = self.headers.iter().filter_map(PartHeader::declared);
        headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> FormField<T> {
        FormField {
            name: self.name.clone(),
            rust_name: self.rust_name.clone(),
            pointer: self.pointer.clone(),
            content: match &self.content {
                FieldContent::File {
                    content_type,
                    count,
                } => FieldContent::File {
                    content_type: content_type.clone(),
                    count: *count,
                },
                FieldContent::Value {
                    ty,
                    serialization,
                    content_type,
                } => FieldContent::Value {
                    ty: ty.map(f),
                    serialization: *serialization,
                    content_type: content_type.clone(),
                },
            },
            headers: self.headers.clone(),
            required: self.required,
            constant: self.constant.clone(),
            docs: self.docs.clone(),
        }
    }
}

impl<S> Body<S, Choice> {
    /// Assigns the Rust names of the fields of a form, in order.
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
            Self::Form {
                encoding,
                required,
                fields,
            } => {
                let fields = fields.into_iter().zip(names);
                Body::Form {
                    encoding,
                    required,
                    fields: fields.map(|(field, name)| field.with_name(name)).collect(),
                }
            }
            Self::Text {
                content_type,
                ty,
                range,
                required,
            } => Body::Text {
                content_type,
                ty,
                range,
                required,
            },
            Self::Binary {
                content_type,
                range,
                required,
            } => Body::Binary {
                content_type,
                range,
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
            headers: self.headers,
            required: self.required,
            constant: self.constant,
            docs: self.docs,
        }
    }
}
