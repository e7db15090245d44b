//! Merges the tag groups of all versions: a group with the same operations in several versions is
//! one.

use crate::hash::IndexMap;
use crate::model::{OperationId, OperationTag, RustName, ShapedApi, TagGroup, TagGroupId};

/// The distinct tag groups, by their modules and their sorted operations.
#[derive(Default)]
pub(super) struct TagGroups(IndexMap<(RustName, Vec<OperationId>), TagGroup>);

impl TagGroups {
    /// Adds the groups of a version, whose operations have these ids, and returns the ids of the
    /// groups in document order. The order of operations and the documentation are those of the
    /// newest version.
    pub fn add(
        &mut self,
        version: usize,
        api: &ShapedApi,
        operations: &[OperationId],
    ) -> Vec<TagGroupId> {
        let mut groups: IndexMap<&OperationTag, Vec<OperationId>> = IndexMap::default();
        for (operation, id) in api.operations.iter().zip(operations) {
            groups.entry(&operation.tag).or_default().push(*id);
        }
        let groups = groups.into_iter().map(|(tag, operations)| {
            let mut sorted = operations.clone();
            sorted.sort_unstable();
            let entry = self.0.entry((tag.module.clone(), sorted));
            let id = TagGroupId(entry.index());
            let group = entry.or_insert_with(|| TagGroup {
                tag: tag.clone(),
                description: None,
                operations: Vec::new(),
                versions: Vec::new(),
            });
            group.tag = tag.clone();
            group.description = api.info.tags.get(&tag.name).cloned();
            group.operations = operations;
            group.versions.push(version);
            id
        });
        groups.collect()
    }

    /// Returns the groups, in the order of their ids.
    pub fn into_groups(self) -> Vec<TagGroup> {
        self.0.into_values().collect()
    }
}
