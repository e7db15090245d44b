//! Merges all versions: a shape or an operation that is equal in several versions is one.
//!
//! Two shapes are equal if their fingerprints are equal and they refer to equal shapes. Since
//! shapes may be mutually recursive, the equivalence classes are found by partition refinement (as
//! in the minimisation of automata, Moore 1956): the initial classes are shapes with equal
//! fingerprints and references to the same names; a class whose members refer to different classes
//! is split, and then the classes of the shapes that refer to it are examined again. The largest
//! part of a class remains in it (Hopcroft 1971), so that time is proportional to n log n.

mod fingerprint;
mod tag_groups;

use std::hash::Hash;

use rayon::prelude::*;

use crate::hash::{HashMap, IndexMap, IndexSet};
use crate::model::{
    ApiVersion, Entry, Job, Library, Operation, OperationId, PathTemplate, SchemaId, Shape,
    ShapeId, ShapedApi, Type,
};

use super::arguments::Arguments;
use super::conversions::Conversions;
use super::naming::version_header;
use fingerprint::Fingerprint;
use tag_groups::TagGroups;

/// The distinct operations by their fingerprints.
type Operations = IndexMap<Fingerprint<Operation<ShapeId>>, Entry<Operation<ShapeId>>>;

/// Merges the versions, oldest first, into one library.
pub fn unify(apis: &[&ShapedApi]) -> Library {
    let nodes = Nodes::of(apis);
    let classes = nodes.refine();
    let mut shapes = Vec::new();
    let mut operations: Operations = IndexMap::default();
    let mut tag_groups = TagGroups::default();
    let mut versions = Vec::with_capacity(apis.len());
    let mut ids: HashMap<usize, ShapeId> = HashMap::default();
    let names = Spans::of(apis, |api| {
        api.shapes.values().map(|shape| shape.document_name.clone())
    });
    let paths = Spans::of(apis, |api| api.operations.iter().map(path_of));

    for (version, api) in apis.iter().enumerate() {
        let class_of = |id: &SchemaId| nodes.class(&classes, version, id);
        let mut own = Vec::with_capacity(api.shapes.len());
        for id in api.shapes.keys() {
            let next = ShapeId(ids.len());
            own.push(*ids.entry(class_of(id)).or_insert(next));
        }
        let shape_id = |id: &SchemaId| ids.get(&class_of(id)).copied().unwrap_or(ShapeId(0));
        for (shape, id) in api.shapes.values().zip(&own) {
            let shape = shape.map(&mut |id| shape_id(id));
            let span = names.get(&shape.document_name, version);
            add_shape(&mut shapes, *id, shape, version, span);
        }
        let own_operations = add_operations(&mut operations, api, version, &paths, shape_id);
        versions.push(ApiVersion {
            info: api.info.clone(),
            shapes: own,
            tag_groups: tag_groups.add(version, api, &own_operations),
            operations: own_operations,
            paths: api.operations.iter().map(|one| one.path.clone()).collect(),
        });
    }
    let operations: Vec<_> = operations.into_values().collect();
    let arguments = Arguments(&shapes);
    let field_arguments: Vec<_> = shapes
        .iter()
        .map(|one| arguments.of_shape(&one.item))
        .collect();
    let conversions = Conversions {
        shapes: &shapes,
        arguments: &field_arguments,
    };
    Library {
        conversions: conversions.of(&versions, &operations),
        versions,
        input_arguments: operations
            .iter()
            .map(|one| arguments.of_operation(&one.item))
            .collect(),
        field_arguments,
        shapes,
        operations,
        tag_groups: tag_groups.into_groups(),
        version_header: version_header(apis.iter().map(|api| &api.info)),
    }
}

/// Adds the operations of a version, and returns their ids.
fn add_operations(
    operations: &mut Operations,
    api: &ShapedApi,
    version: usize,
    paths: &Spans<(String, PathTemplate)>,
    shape_id: impl Fn(&SchemaId) -> ShapeId,
) -> Vec<OperationId> {
    // A job refers to operations that start none, whose ids are therefore known before.
    let mut own = vec![OperationId(0); api.operations.len()];
    for starts_job in [false, true] {
        for (index, operation) in api.operations.iter().enumerate() {
            if operation.job.is_some() == starts_job {
                let mut operation = operation.map(&mut |id| shape_id(id));
                let id = |id: OperationId| own[id.0];
                operation.job = operation.job.map(|job| job_of(&job, id));
                let span = paths.get(&path_of(&operation), version);
                own[index] = add_operation(operations, operation, version, span);
            }
        }
    }
    own
}

/// Adds a shape of a version. The documentation of the newest version is kept.
fn add_shape(
    shapes: &mut Vec<Entry<Shape<ShapeId>>>,
    id: ShapeId,
    shape: Shape<ShapeId>,
    version: usize,
    span: Span,
) {
    match shapes.get_mut(id.0) {
        Some(entry) => {
            entry.item = shape;
            if entry.versions.last() != Some(&version) {
                entry.versions.push(version);
            }
        }
        None => shapes.push(Entry {
            item: shape,
            versions: vec![version],
            since: span.first,
            until: span.last,
        }),
    }
}

/// Returns the job with the operations of the library; `id` returns the id of an operation of the
/// version.
fn job_of(job: &Job, id: impl Fn(OperationId) -> OperationId) -> Job {
    job.with_operations(id(job.poll), job.result.map(id))
}

/// Adds an operation of a version. The documentation of the newest version is kept, with the page
/// of the newest one that has a page.
fn add_operation(
    operations: &mut Operations,
    mut operation: Operation<ShapeId>,
    version: usize,
    span: Span,
) -> OperationId {
    let fingerprint = Fingerprint::of_operation(operation.clone());
    if let Some((index, _, entry)) = operations.get_full_mut(&fingerprint) {
        let older = entry.item.docs.url.take();
        operation.docs.url = operation.docs.url.or(older);
        entry.item = operation;
        entry.versions.push(version);
        return OperationId(index);
    }
    let entry = Entry {
        item: operation,
        versions: vec![version],
        since: span.first,
        until: span.last,
    };
    OperationId(operations.insert_full(fingerprint, entry).0)
}

/// The first and the last version that have an item.
#[derive(Clone, Copy)]
struct Span {
    first: usize,
    last: usize,
}

/// The spans of items by their names, or by their methods and paths.
struct Spans<K>(HashMap<K, Span>);

impl<K: Eq + Hash> Spans<K> {
    fn of<'a, I: Iterator<Item = K>>(
        apis: &[&'a ShapedApi],
        keys: impl Fn(&'a ShapedApi) -> I,
    ) -> Self {
        let mut spans: HashMap<K, Span> = HashMap::default();
        for (version, api) in apis.iter().enumerate() {
            for key in keys(api) {
                let only = Span {
                    first: version,
                    last: version,
                };
                spans.entry(key).or_insert(only).last = version;
            }
        }
        Self(spans)
    }

    fn get(&self, key: &K, version: usize) -> Span {
        let only = Span {
            first: version,
            last: version,
        };
        self.0.get(key).copied().unwrap_or(only)
    }
}

fn path_of<S>(operation: &Operation<S>) -> (String, PathTemplate) {
    (operation.method.clone(), operation.path.anonymous())
}

/// The shapes of all versions, numbered, with the references between them.
struct Nodes<'a> {
    numbers: Vec<HashMap<&'a SchemaId, usize>>,
    shapes: Vec<&'a Shape<SchemaId>>,
    targets: Vec<Vec<usize>>,
}

impl Nodes<'_> {
    fn of<'a>(apis: &[&'a ShapedApi]) -> Nodes<'a> {
        let mut numbers = Vec::with_capacity(apis.len());
        let mut shapes = Vec::new();
        for api in apis {
            let mut own = HashMap::with_capacity_and_hasher(api.shapes.len(), Default::default());
            for (id, shape) in &api.shapes {
                own.insert(id, shapes.len());
                shapes.push(shape);
            }
            numbers.push(own);
        }
        let mut targets = Vec::with_capacity(shapes.len());
        for (api, numbers) in apis.iter().zip(&numbers) {
            for shape in api.shapes.values() {
                let named = shape.types().into_iter().filter_map(Type::named);
                targets.push(named.filter_map(|id| numbers.get(id).copied()).collect());
            }
        }
        Nodes {
            numbers,
            shapes,
            targets,
        }
    }

    /// Returns the equivalence class of every node.
    fn refine(&self) -> Vec<usize> {
        if self.numbers.len() == 1 {
            // The names of the shapes of one document are distinct.
            return (0..self.shapes.len()).collect();
        }
        let fingerprints = self.shapes.par_iter().map(|shape| {
            let named = shape.map(&mut |id| id.to_string());
            Fingerprint::of_shape(named)
        });
        let fingerprints: Vec<_> = fingerprints.collect();
        let mut partition = IndexSet::default();
        let mut classes: Vec<usize> = fingerprints
            .into_iter()
            .map(|fingerprint| partition.insert_full(fingerprint).0)
            .collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); partition.len()];
        for (node, class) in classes.iter().enumerate() {
            members[*class].push(node);
        }
        let sources = self.sources();
        let mut pending: IndexSet<usize> = (0..members.len()).collect();
        while let Some(class) = pending.pop() {
            let parts = self.split(&classes, &members[class]);
            for (part, new) in parts.iter().zip(members.len()..) {
                part.iter().for_each(|node| classes[*node] = new);
            }
            members[class].retain(|node| classes[*node] == class);
            // The classes of shapes that refer to a moved one may have to be split.
            let affected = parts.iter().flatten().flat_map(|node| &sources[*node]);
            pending.extend(affected.map(|source| classes[*source]));
            members.extend(parts);
        }
        classes
    }

    /// Returns the shapes that refer to each shape.
    fn sources(&self) -> Vec<Vec<usize>> {
        let mut sources = vec![Vec::new(); self.shapes.len()];
        for (node, targets) in self.targets.iter().enumerate() {
            for target in targets {
                sources[*target].push(node);
            }
        }
        sources
    }

    /// Returns the members of a class that refer to other classes than the largest part of it, as
    /// one part for each combination of classes.
    fn split(&self, classes: &[usize], members: &[usize]) -> Vec<Vec<usize>> {
        if members.len() < 2 {
            return Vec::new();
        }
        let mut parts: IndexMap<Vec<usize>, Vec<usize>> = IndexMap::default();
        for &node in members {
            let targets = self.targets[node].iter().map(|target| classes[*target]);
            parts.entry(targets.collect()).or_default().push(node);
        }
        let largest = (0..parts.len()).max_by_key(|index| parts[*index].len());
        parts.swap_remove_index(largest.unwrap_or(0));
        parts.into_values().collect()
    }

    fn class(&self, classes: &[usize], version: usize, id: &SchemaId) -> usize {
        self.numbers[version]
            .get(id)
            .map_or(usize::MAX, |node| classes[*node])
    }
}
