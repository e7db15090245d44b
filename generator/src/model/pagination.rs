use super::{Field, Shape, ShapeKind, Type};

/// How an operation gives its list page by page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pagination {
    /// What a page says of the next one, and how that is asked for.
    pub style: PagingStyle,
    /// The properties that lead from the answer to the list, never empty.
    pub items: Vec<String>,
}

/// What a page says of the next one, and where the request for it has that.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// `pages.next` has a cursor, `starting_after`.
    Cursor(TokenPlace),
    /// Pages are numbered; `pages.next` has the number, or a URL that has it.
    Page(TokenPlace),
    /// Every page has a `scroll_param`, which may stay the same; the last page is empty.
    Scroll(TokenPlace),
    /// A page has a `next_cursor`, unless it is the last: `has_more` is false then.
    NextCursor(TokenPlace),
    /// `pages.next` is a URL, whose query replaces that of the request.
    Url,
}

impl PagingStyle {
    /// Where a request says which page it asks for.
    pub fn place(&self) -> Option<&TokenPlace> {
        match self {
            Self::Cursor(place)
            | Self::Page(place)
            | Self::Scroll(place)
            | Self::NextCursor(place) => Some(place),
            Self::Url => None,
        }
    }
}

/// Where a request says which page it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TokenPlace {
    /// In the query parameter of this name.
    Query(String),
    /// In the property of the JSON body that these names lead to, never empty.
    Body(Vec<String>),
}

/// The way to a value inside a type.
pub struct Way<'a, S> {
    /// The fields, from the outside in.
    pub fields: Vec<&'a Field<S>>,
    /// The type at the end.
    pub ty: &'a Type<S>,
}

/// Where a way ends too soon.
#[derive(Debug, PartialEq, Eq)]
pub enum Obstacle<'a> {
    /// An object has no property of this name.
    NoProperty(&'a str),
    /// Of this name nothing can be said: what should have it is no object, or one of several.
    NoObject(&'a str),
}

/// Follows property names into a type; `shape` gives what a name stands for.
///
/// # Errors
/// Names the first property that is not there.
pub fn way<'a, S>(
    start: &'a Type<S>,
    names: &'a [String],
    shape: &impl Fn(&S) -> Option<&'a Shape<S>>,
) -> Result<Way<'a, S>, Obstacle<'a>> {
    let mut fields = Vec::with_capacity(names.len());
    let mut ty = start;
    for name in names {
        let Some(ShapeKind::Struct(object)) = named(ty, shape).map(|shape| &shape.kind) else {
            return Err(Obstacle::NoObject(name));
        };
        let found = object.fields.iter().find(|field| field.json_name == *name);
        let field = found.ok_or(Obstacle::NoProperty(name))?;
        ty = &field.ty;
        fields.push(field);
    }
    Ok(Way { fields, ty })
}

impl<'a, S> Way<'a, S> {
    /// What the list at the end of the way is a list of; `None` when it is no list.
    pub fn item(&self, shape: &impl Fn(&S) -> Option<&'a Shape<S>>) -> Option<&'a Type<S>> {
        let mut ty = self.ty;
        loop {
            ty = match ty {
                Type::Array(item) => return Some(item),
                Type::Nullable(inner) => inner,
                Type::Named(id) => match &shape(id)?.kind {
                    ShapeKind::Alias(target) => target,
                    _ => return None,
                },
                _ => return None,
            };
        }
    }
}

/// The shape that the type is a value of, maybe boxed or null.
fn named<'a, S>(
    ty: &'a Type<S>,
    shape: &impl Fn(&S) -> Option<&'a Shape<S>>,
) -> Option<&'a Shape<S>> {
    let mut ty = ty;
    loop {
        let id = match ty {
            Type::Nullable(inner) | Type::Boxed(inner) => {
                ty = inner;
                continue;
            }
            Type::Named(id) => id,
            _ => return None,
        };
        let found = shape(id)?;
        match &found.kind {
            ShapeKind::Alias(target) => ty = target,
            _ => return Some(found),
        }
    }
}
