use super::{ApiInfo, Operation, PathTemplate, RustName, Shape, StringEnum};

/// All versions of an API, each distinct shape and operation once.
#[derive(Clone, Debug)]
pub struct Library {
    /// The versions, oldest first.
    pub versions: Vec<ApiVersion>,
    /// Every distinct shape.
    pub shapes: Vec<Entry<Shape<ShapeId>>>,
    /// Every distinct operation.
    pub operations: Vec<Entry<Operation<ShapeId>>>,
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
}
