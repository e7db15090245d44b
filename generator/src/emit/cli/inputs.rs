//! Parameters and properties as inputs of the command line.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{
    Constant, EnumType, FileCount, JsonType, Location, Parameter, Serialization, ShapeId,
    ShapeKind, Style, Type, ValueKind,
};

use crate::emit::cli::help;
use crate::emit::context::Context;
use crate::emit::operations::form::is_styled;
use crate::emit::operations::parameters;

/// The greatest number of known values that are listed.
const MAX_VALUES: usize = 100;

/// The values that an input accepts.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub kind: Kind,
    pub is_list: bool,
    pub is_required: bool,
    /// The known values.
    pub values: Vec<String>,
    /// The value that every request contains, as JSON.
    pub constant: Option<String>,
    /// The media type of the parts of a multipart body.
    pub media_type: Option<String>,
    /// The headers of the parts of a multipart body.
    pub headers: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    Time,
    /// JSON, or else text.
    Any,
    /// JSON that is not a scalar.
    Json,
    /// A file, with its media types.
    File(String),
    /// A file with the name of its field.
    NamedFile,
}

impl Described {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            is_list: false,
            is_required: false,
            values: Vec::new(),
            constant: None,
            media_type: None,
            headers: Vec::new(),
        }
    }

    pub fn file(content_type: Option<&str>, count: FileCount) -> Self {
        Self {
            is_list: count != FileCount::One,
            ..Self::new(match count {
                FileCount::One | FileCount::List => {
                    Kind::File(content_type.unwrap_or_default().to_owned())
                }
                FileCount::Map => Kind::NamedFile,
            })
        }
    }

    /// Returns the text of a constant as the only known value.
    pub fn constant(constant: &Constant) -> Self {
        let (kind, value) = match constant {
            Constant::Text(text) => (Kind::Text, text.clone()),
            Constant::Boolean(value) => (Kind::Boolean, value.to_string()),
            Constant::Integer(value) => (Kind::Integer, value.to_string()),
            Constant::Other(value) => (Kind::Json, value.to_string()),
            Constant::Null => (Kind::Json, "null".to_owned()),
        };
        Self {
            values: vec![value],
            ..Self::new(kind)
        }
    }

    /// Describes a type. Objects, and lists that contain any, are JSON.
    pub fn of(context: &Context<'_>, ty: &Type<ShapeId>) -> Self {
        match context.library.without_aliases(ty) {
            Type::Array(items) => match Self::of(context, items) {
                one if one.is_list || one.kind == Kind::Json => Self::new(Kind::Json),
                one => Self {
                    is_list: true,
                    ..one
                },
            },
            ty => Self::scalar(context, ty),
        }
    }

    fn scalar(context: &Context<'_>, ty: &Type<ShapeId>) -> Self {
        Self::new(match ty {
            Type::String => Kind::Text,
            Type::Integer | Type::Unsigned => Kind::Integer,
            Type::Number | Type::Decimal => Kind::Number,
            Type::Boolean => Kind::Boolean,
            Type::Timestamp => Kind::Time,
            Type::Json => Kind::Any,
            Type::External(external) => match external.json {
                JsonType::String | JsonType::FullDate => Kind::Text,
                JsonType::Number => Kind::Number,
                JsonType::OtherScalar | JsonType::Any => Kind::Any,
                JsonType::Array | JsonType::Object => Kind::Json,
            },
            Type::Nullable(ty) | Type::Boxed(ty) => return Self::of(context, ty),
            Type::Array(_) | Type::Map(_) => Kind::Json,
            Type::Named(id) => return Self::named(context, *id),
        })
    }

    fn named(context: &Context<'_>, id: ShapeId) -> Self {
        match &context.library.shape(id).item.kind {
            ShapeKind::Enum(values) => {
                let kind = match values.ty {
                    EnumType::String => Kind::Text,
                    EnumType::Integer => Kind::Integer,
                };
                let texts = values.variants.iter().map(|one| one.value.clone());
                Self {
                    values: texts.take(MAX_VALUES).collect(),
                    ..Self::new(kind)
                }
            }
            ShapeKind::Union(union) => {
                let is_scalar = |ty: &Type<ShapeId>| {
                    !matches!(
                        context.library.without_aliases(ty),
                        Type::Array(_) | Type::Map(_) | Type::Named(_) | Type::Boxed(_)
                    )
                };
                let mut types = union.variants.iter().map(|one| &one.ty);
                Self::new(if types.all(is_scalar) {
                    Kind::Any
                } else {
                    Kind::Json
                })
            }
            ShapeKind::Alias(ty) => Self::of(context, ty),
            ShapeKind::Struct(_) | ShapeKind::Recursive(_) => Self::new(Kind::Json),
        }
    }

    pub fn required(self, is_required: bool) -> Self {
        Self {
            is_required,
            ..self
        }
    }

    /// Sets the media type of the parts of a multipart body, unless they have the default of their
    /// kind of value.
    pub fn part(self, serialization: Serialization, declared: Option<&str>) -> Self {
        let json = (serialization == Serialization::Json && self.kind != Kind::Json)
            .then_some("application/json");
        Self {
            media_type: declared.or(json).map(str::to_owned),
            ..self
        }
    }

    /// Sets the value that every request contains, if there is one.
    pub fn always(self, constant: Option<&Constant>) -> Self {
        Self {
            constant: constant.map(|constant| constant.json().to_string()),
            ..self
        }
    }

    /// Emits the input, whose location is the beginning of a call: `Input::query(`.
    pub fn emit(&self, location: &Place, name: &str, help: &str) -> TokenStream {
        let kind = match &self.kind {
            Kind::Text => quote!(Text),
            Kind::Integer => quote!(Integer),
            Kind::Number => quote!(Number),
            Kind::Boolean => quote!(Boolean),
            Kind::Time => quote!(Time),
            Kind::Any => quote!(Any),
            Kind::Json => quote!(Json),
            Kind::File(media_types) => quote!(File(#media_types)),
            Kind::NamedFile => quote!(NamedFile),
        };
        let is_implied = matches!(location, Place::Path);
        let required = (self.is_required && !is_implied).then(|| quote!(.required()));
        let list = self.is_list.then(|| quote!(.list()));
        let values = &self.values;
        let values = (!values.is_empty()).then(|| quote!(.values(&[#(#values),*])));
        let constant = self.constant.as_ref().map(|json| quote!(.constant(#json)));
        let media_type = self.media_type.as_ref();
        let media_type = media_type.map(|media_type| quote!(.media_type(#media_type)));
        let headers = self.headers.iter();
        let headers: Vec<_> = headers
            .map(|(name, value)| quote!((#name, #value)))
            .collect();
        let headers = (!headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
        let arguments = quote!(#name, Kind::#kind, #help);
        let input = match location {
            Place::Path => quote!(Input::path(#arguments)),
            Place::Query => quote!(Input::query(#arguments)),
            Place::Body => quote!(Input::body(#arguments)),
            Place::Other(location) => quote!(Input::new(#location, #arguments)),
        };
        quote!(#input #required #list #values #constant #media_type #headers)
    }
}

/// The location of an input.
pub(super) enum Place {
    /// The path, in the common style.
    Path,
    /// The query, in the common style.
    Query,
    Body,
    /// Any other location or style.
    Other(TokenStream),
}

/// Emits the input of a parameter.
pub(super) fn parameter(context: &Context<'_>, parameter: &Parameter<ShapeId>) -> TokenStream {
    let described = Described::of(context, &parameter.ty)
        .required(parameter.required)
        .always(parameter.constant.as_ref());
    let (location, style) = match parameter.location {
        Location::Path => (format_ident!("Path"), Style::Simple),
        Location::Query => (format_ident!("Query"), Style::Form),
        Location::Header => (format_ident!("Header"), Style::Simple),
        Location::Cookie => (format_ident!("Cookie"), Style::Form),
        Location::QueryString => (format_ident!("QueryString"), Style::Form),
    };
    let is_common = matches!(
        parameter.serialization,
        Serialization::Styled {
            style: declared,
            explode: false,
            allow_reserved: false,
            ..
        } if declared == style
    );
    let place = match parameter.location {
        Location::Path if is_common && parameter.required => Place::Path,
        Location::Query if is_common => Place::Query,
        _ => {
            let properties = parameters::properties(&parameter.encodings);
            let encoding = match properties {
                Some(properties) => {
                    quote!(Encoding::Styled(Style::FORM.exploded() #properties))
                }
                None => encoding(parameter.serialization, style),
            };
            Place::Other(quote!(Location::#location(#encoding)))
        }
    };
    described.emit(&place, &parameter.name, &help(&parameter.docs))
}

/// Returns the location of a part of a multipart body.
pub(super) fn part(serialization: Serialization) -> Place {
    let is_object = matches!(
        serialization,
        Serialization::Styled {
            value: ValueKind::Object,
            ..
        }
    );
    if is_object || is_styled(serialization) {
        let encoding = encoding(serialization, Style::Form);
        Place::Other(quote!(Location::Part(#encoding)))
    } else {
        Place::Body
    }
}

/// Emits the location of a field of a URL-encoded form.
pub(super) fn field(serialization: Serialization) -> Place {
    let encoding = encoding(serialization, Style::Form);
    Place::Other(quote!(Location::Field(#encoding)))
}

fn encoding(serialization: Serialization, style_of_json: Style) -> TokenStream {
    match serialization {
        Serialization::Styled {
            style,
            explode,
            allow_reserved,
            value,
        } => {
            let style = parameters::style(style, explode, allow_reserved);
            let with_json = parameters::with_json_objects(Some(value));
            quote!(Encoding::Styled(#style #with_json))
        }
        Serialization::Json => {
            let style = parameters::style(style_of_json, false, false);
            quote!(Encoding::Json(#style))
        }
    }
}
