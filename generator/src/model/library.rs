use super::{
    ApiInfo, Argument, Operation, PathTemplate, RustName, Shape, ShapeKind, StringEnum, Type,
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
    /// How `new` and the setters of each shape accept its fields, in order; nothing for shapes that
    /// are no structs.
    pub field_arguments: Vec<Vec<Argument>>,
    /// How the builder of each operation accepts its [inputs](Operation::inputs), in order.
    pub input_arguments: Vec<Vec<Argument>>,
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
    /// The name of its module.
    pub module: RustName,
    /// The values of all versions.
    pub values: StringEnum,
}

/// Which shapes and operations a version has.
#[derive(Clone, Debug)]
pub struct ApiVersion {
    /// What holds for the version as a whole.
    pub info: ApiInfo,
    /// Its types, in document order.
    pub shapes: Vec<ShapeId>,
    /// Its operations, in document order.
    pub operations: Vec<OperationId>,
    /// The path of each operation, whose variables versions may name differently.
    pub paths: Vec<PathTemplate>,
}

/// A shape or an operation, and the versions that have it.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The shape or operation itself.
    pub item: T,
    /// Indices into [`Library::versions`], ascending, never empty.
    pub versions: Vec<usize>,
    /// The first version that has anything of this name, whatever its shape was then.
    pub since: usize,
    /// The last version that has anything of this name.
    pub until: usize,
}

/// Index into [`Library::shapes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub usize);

/// Index into [`Library::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

impl Library {
    /// The shape behind a reference.
    pub fn shape(&self, id: ShapeId) -> &Entry<Shape<ShapeId>> {
        &self.shapes[id.0]
    }

    /// The operation behind a reference.
    pub fn operation(&self, id: OperationId) -> &Entry<Operation<ShapeId>> {
        &self.operations[id.0]
    }

    /// Number of distinct shapes that the components have between them.
    pub fn component_shape_count(&self) -> usize {
        self.shapes
            .iter()
            .filter(|entry| !entry.item.is_inline())
            .count()
    }

    /// How the fields of a struct are accepted.
    pub fn field_arguments(&self, id: ShapeId) -> &[Argument] {
        &self.field_arguments[id.0]
    }

    /// How the inputs of an operation are accepted.
    pub fn input_arguments(&self, id: OperationId) -> &[Argument] {
        &self.input_arguments[id.0]
    }

    /// The type that an alias stands for, or the type itself.
    pub fn without_aliases<'a>(&'a self, ty: &'a Type<ShapeId>) -> &'a Type<ShapeId> {
        without_aliases(&self.shapes, ty)
    }

    /// The type with every alias replaced, inside lists and maps as well: two types are the same to
    /// Rust if these are equal.
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

/// The type that an alias among these shapes stands for, or the type itself.
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
