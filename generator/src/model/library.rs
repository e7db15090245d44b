use std::collections::BTreeSet;

use super::{
    ApiInfo, Argument, EnumShape, Operation, OperationTag, PathTemplate, RustName, Shape,
    ShapeKind, Type,
};

/// All versions of an API, each distinct shape and operation once.
#[derive(Clone, Debug)]
pub struct Library {
    /// The versions, oldest first.
    pub versions: Vec<ApiVersion>,
    /// Every distinct shape.
    pub shapes: Vec<Entry<Shape<ShapeId>>>,
    /// Every distinct operation.
    pub operations: Vec<Entry<Operation<ShapeId>>>,
    /// Every distinct tag group.
    pub tag_groups: Vec<TagGroup>,
    /// The arguments of `new` and the setters of each struct, in the order of its fields.
    ///
    /// Empty for other shapes.
    pub field_arguments: Vec<Vec<Argument>>,
    /// The arguments of the builder of each operation, in the order of [`Operation::inputs`].
    pub input_arguments: Vec<Vec<Argument>>,
    /// The conversions of responses into each shape; empty for all but requests.
    pub conversions: Vec<Vec<Conversion>>,
    /// The type of the header that selects the API version, if the documents have one.
    pub version_header: Option<VersionHeaderType>,
}

/// The type of the values of the header that selects the API version.
#[derive(Clone, Debug)]
pub struct VersionHeaderType {
    /// The name of the header.
    pub header: String,
    /// The name of the type.
    pub name: RustName,
    /// The name of the module.
    pub module: RustName,
    /// The values that the documents of all versions declare.
    pub values: EnumShape,
}

/// The shapes and operations of a version.
#[derive(Clone, Debug)]
pub struct ApiVersion {
    /// The properties of the version as a whole.
    pub info: ApiInfo,
    /// The types, in document order.
    pub shapes: Vec<ShapeId>,
    /// The operations, in document order.
    pub operations: Vec<OperationId>,
    /// The path of each operation, since the names of variables may differ between versions.
    pub paths: Vec<PathTemplate>,
    /// The tag groups, in document order.
    pub tag_groups: Vec<TagGroupId>,
}

/// The operations of a tag, and the versions that contain the same ones.
#[derive(Clone, Debug)]
pub struct TagGroup {
    /// The tag.
    pub tag: OperationTag,
    /// The description of the tag.
    pub description: Option<String>,
    /// The operations, in document order.
    pub operations: Vec<OperationId>,
    /// Indices into [`Library::versions`], ascending, never empty.
    pub versions: Vec<usize>,
}

/// The conversion of a response into a request with its properties.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The struct of the response.
    pub from: ShapeId,
    /// The fields of the request, in its order.
    pub fields: Vec<FieldConversion>,
    /// The versions with an operation that sends the request, ascending, never empty.
    pub versions: Vec<usize>,
    /// The modules of the tags of these operations.
    pub tags: BTreeSet<RustName>,
}

/// The value of a field of a request that is converted from a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldConversion {
    /// The value of the response.
    Copied(Copied),
    /// The only allowed value.
    Constant,
    /// None, as the response has no such property, or one of another type.
    Absent,
}

/// The conversion of a value of a response into that of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// As an argument of `new`.
    Argument,
    /// Verbatim.
    Same,
    /// From `T` to `Option<T>`.
    Some,
    /// From `T` to `Nullable<T>`.
    Value,
    /// From `Option<T>` to `Nullable<T>`, without null.
    Present,
    /// From `Option` of an enum to that of another with the same values.
    SameText,
    /// From an enum to `Option` of another with the same values.
    SomeText,
    /// From `Option` of an enum to `Nullable` of another with the same values, without null.
    PresentText,
}

/// A shape or an operation, and the versions that contain it.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The shape or operation itself.
    pub item: T,
    /// Indices into [`Library::versions`], ascending, never empty.
    pub versions: Vec<usize>,
    /// The first version with an item of this name, whatever its shape.
    pub since: usize,
    /// The last version with an item of this name.
    pub until: usize,
}

/// An index into [`Library::shapes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub usize);

/// An index into [`Library::operations`], or the operations of one document before versions are
/// unified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// An index into [`Library::tag_groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagGroupId(pub usize);

impl Library {
    /// Returns a shape.
    pub fn shape(&self, id: ShapeId) -> &Entry<Shape<ShapeId>> {
        &self.shapes[id.0]
    }

    /// Returns an operation.
    pub fn operation(&self, id: OperationId) -> &Entry<Operation<ShapeId>> {
        &self.operations[id.0]
    }

    /// Returns a tag group.
    pub fn tag_group(&self, id: TagGroupId) -> &TagGroup {
        &self.tag_groups[id.0]
    }

    /// Returns the number of distinct shapes of components.
    pub fn component_shape_count(&self) -> usize {
        self.shapes
            .iter()
            .filter(|entry| !entry.item.is_inline())
            .count()
    }

    /// Returns the arguments for the fields of a struct.
    pub fn field_arguments(&self, id: ShapeId) -> &[Argument] {
        &self.field_arguments[id.0]
    }

    /// Returns the conversions of responses into a shape.
    pub fn conversions(&self, id: ShapeId) -> &[Conversion] {
        &self.conversions[id.0]
    }

    /// Returns the arguments for the inputs of an operation.
    pub fn input_arguments(&self, id: OperationId) -> &[Argument] {
        &self.input_arguments[id.0]
    }

    /// Returns the target of an alias, or the type itself.
    pub fn without_aliases<'a>(&'a self, ty: &'a Type<ShapeId>) -> &'a Type<ShapeId> {
        without_aliases(&self.shapes, ty)
    }

    /// Returns `true` if the type is a float, or a list or map of floats at any depth.
    pub fn contains_floats(&self, ty: &Type<ShapeId>) -> bool {
        match self.without_aliases(ty) {
            Type::Number => true,
            Type::Array(ty) | Type::Map(ty) | Type::Nullable(ty) | Type::Boxed(ty) => {
                self.contains_floats(ty)
            }
            _ => false,
        }
    }

    /// Returns the type with every alias replaced, also inside lists and maps. Two types are the
    /// same Rust type if their results are equal.
    pub fn resolved(&self, ty: &Type<ShapeId>) -> Type<ShapeId> {
        let inner = |ty: &Type<ShapeId>| Box::new(self.resolved(ty));
        match self.without_aliases(ty) {
            Type::Array(ty) => Type::Array(inner(ty)),
            Type::Map(ty) => Type::Map(inner(ty)),
            Type::Nullable(ty) => Type::Nullable(inner(ty)),
            Type::Boxed(ty) => Type::Boxed(inner(ty)),
            ty => ty.clone(),
        }
    }
}

/// Returns the target of an alias among these shapes, or the type itself.
pub fn without_aliases<'a>(
    shapes: &'a [Entry<Shape<ShapeId>>],
    mut ty: &'a Type<ShapeId>,
) -> &'a Type<ShapeId> {
    while let Type::Named(id) = ty
        && let ShapeKind::Alias(target) = &shapes[id.0].item.kind
    {
        ty = target;
    }
    ty
}
