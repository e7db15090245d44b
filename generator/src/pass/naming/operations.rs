//! The names of operations: a method and a request builder each.

use crate::diagnostic::rename_help;
use crate::emit::reserved;
use crate::hash::HashMap;
use crate::model::{Api, Choice, Operation, OperationTag, RustName, SchemaId};

use super::report::{Owner, Report, clash};
use super::tags::Tags;

/// The names of an operation.
pub(super) struct OperationNames {
    pub method: RustName,
    pub builder: RustName,
    pub tag: OperationTag,
}

/// The names that are assigned to an operation, and the owner of its plain names.
struct AssignedNames<'a> {
    names: OperationNames,
    owner: Option<Owner<'a>>,
}

/// Returns the names of all operations, in order. The names of builders are unique among all
/// operations and tags, those of methods among the operations of a tag.
pub(super) fn names(api: &Api, tags: &Tags, report: &mut Report<'_>) -> Vec<OperationNames> {
    let types: HashMap<&RustName, &str> = tags
        .values()
        .map(|tag| (&tag.type_name, tag.name.as_str()))
        .collect();
    let operations = &api.operations;
    let mut assigned: Vec<AssignedNames<'_>> = operations
        .iter()
        .map(|operation| plain(operation, tags, &types))
        .collect();
    let mut scope = OperationScope::new(&types);
    let mut clashes = Vec::new();
    let (chosen, others): (Vec<usize>, Vec<usize>) =
        (0..operations.len()).partition(|index| operations[*index].method_name.is_some());
    for index in chosen.into_iter().chain(others) {
        let names = &assigned[index].names;
        if scope.is_free(names) {
            scope.take(names, index);
        } else {
            clashes.push((index, scope.owner(names)));
        }
    }
    for (index, other) in clashes {
        scope.number(&mut assigned[index].names, index);
        if let Some(other) = other {
            assigned[index].owner = Some(Owner::Document(&operations[other].id));
        }
    }
    for (operation, assigned) in operations.iter().zip(&assigned) {
        if let Some(owner) = assigned.owner {
            renamed(operation, &assigned.names, owner, report);
        }
    }
    assigned
        .into_iter()
        .map(|assigned| assigned.names)
        .collect()
}

/// Returns the names that derive from the id of an operation, or other names if these are reserved
/// or used by a tag. The other names may be taken as well, such as those of long ids, which are
/// truncated.
fn plain<'a>(
    operation: &Operation<SchemaId, Choice>,
    tags: &Tags,
    types: &HashMap<&RustName, &'a str>,
) -> AssignedNames<'a> {
    let id = operation
        .method_name
        .as_ref()
        .map_or(operation.id.as_str(), RustName::as_str);
    let mut method = match &operation.method_name {
        Some(chosen) => chosen.clone(),
        None => RustName::snake(id),
    };
    let mut builder = RustName::upper_camel([id]);
    let another = another(id);
    let has_method = reserved::METHODS.contains(&method.as_str());
    let owner = if is_reserved(&method, &builder) {
        Some(Owner::Generated)
    } else {
        types.get(&builder).map(|tag| Owner::Tag(tag))
    };
    if owner.is_some() {
        builder = RustName::upper_camel([another.as_str()]);
    }
    if has_method {
        method = RustName::snake(&another);
    }
    let name = &operation.tag.name;
    let tag = tags.get(name).cloned();
    AssignedNames {
        names: OperationNames {
            method,
            builder,
            tag: tag.unwrap_or_else(|| OperationTag::plain(name, name)),
        },
        owner,
    }
}

/// Returns the text of another name for an operation.
fn another(id: &str) -> String {
    format!("{id}_operation")
}

/// Warns that the names of an operation do not derive from its id.
fn renamed(
    operation: &Operation<SchemaId, Choice>,
    names: &OperationNames,
    owner: Owner<'_>,
    report: &mut Report<'_>,
) {
    let OperationNames {
        method, builder, ..
    } = names;
    let clash = clash(&operation.id, owner);
    let message = format!(
        "{clash}: the request type is renamed `{builder}`, which the method `{method}` returns"
    );
    let is_builder = |name: &RustName| RustName::upper_camel([name.as_str()]) == *builder;
    let help = if is_builder(method) {
        rename_help(&report.original(&operation.pointer()), method.as_str())
    } else {
        // A name of a method from which that of the builder derives.
        let another = RustName::snake(&another(method.as_str()));
        let name = Some(another).filter(is_builder);
        let name = name.unwrap_or_else(|| RustName::snake(builder.as_str()));
        let help = rename_help(&report.original(&operation.pointer()), name.as_str());
        format!("to name the method `{name}`, too, {help}")
    };
    report.warn(owner.code(), &operation.pointer(), message, &help);
}

/// The names of operations that are taken, each with the index of its operation.
struct OperationScope<'a> {
    builders: HashMap<RustName, usize>,
    /// Methods, by the module of their tag and their name.
    methods: HashMap<(RustName, RustName), usize>,
    /// The next number to append to the name of a builder that is taken.
    numbers: HashMap<RustName, usize>,
    /// The types of tags, with the names of the tags.
    tags: &'a HashMap<&'a RustName, &'a str>,
}

impl<'a> OperationScope<'a> {
    fn new(tags: &'a HashMap<&'a RustName, &'a str>) -> Self {
        Self {
            builders: HashMap::default(),
            methods: HashMap::default(),
            numbers: HashMap::default(),
            tags,
        }
    }

    /// Returns the operation that has one of the names.
    fn owner(&self, names: &OperationNames) -> Option<usize> {
        let method = (names.tag.module.clone(), names.method.clone());
        let builder = self.builders.get(&names.builder);
        builder.or_else(|| self.methods.get(&method)).copied()
    }

    /// Returns whether neither an operation nor a tag nor the generated code has one of the names.
    fn is_free(&self, names: &OperationNames) -> bool {
        self.owner(names).is_none()
            && !self.tags.contains_key(&names.builder)
            && !is_reserved(&names.method, &names.builder)
    }

    fn take(&mut self, names: &OperationNames, index: usize) {
        let method = (names.tag.module.clone(), names.method.clone());
        self.builders.insert(names.builder.clone(), index);
        self.methods.insert(method, index);
    }

    /// Appends the first number to both names with which both are free.
    fn number(&mut self, names: &mut OperationNames, index: usize) {
        let (method, builder) = (names.method.clone(), names.builder.clone());
        let mut number = self.numbers.get(&builder).copied().unwrap_or(2);
        loop {
            names.method = method.numbered_snake(number);
            names.builder = builder.numbered_upper_camel(number);
            number += 1;
            if self.is_free(names) {
                break;
            }
        }
        self.numbers.insert(builder, number);
        self.take(names, index);
    }
}

/// Returns whether the generated code uses the name of the method or of the builder.
fn is_reserved(method: &RustName, builder: &RustName) -> bool {
    reserved::METHODS.contains(&method.as_str()) || reserved::BUILDERS.contains(&builder.as_str())
}

#[cfg(test)]
mod tests {
    use crate::hash::HashSet;

    use crate::Generator;
    use crate::pass::tests::shaped;

    /// Returns the names of the builders and tags of a document with one operation for each pair of
    /// an id and a tag.
    fn names(operations: &[(&str, &str)]) -> Vec<String> {
        let paths: String = operations
            .iter()
            .enumerate()
            .map(|(index, (id, tag))| {
                format!(
                    "  /p{index}: {{get: {{operationId: {id}, tags: [{tag}], responses: {{'204': \
                     {{description: None}}}}}}}}\n"
                )
            })
            .collect();
        let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n";
        let api = shaped(&format!("{head}{paths}"));
        let builders = api.operations.iter().map(|one| one.type_name.to_string());
        let tags = api
            .operations
            .iter()
            .map(|one| one.tag.type_name.to_string());
        let tags: HashSet<String> = tags.collect();
        builders.chain(tags).collect()
    }

    fn assert_distinct(operations: &[(&str, &str)]) {
        let names = names(operations);
        let distinct: HashSet<&String> = names.iter().collect();
        assert_eq!(names.len(), distinct.len(), "{names:?}");
    }

    #[test]
    fn builders_and_tags_have_distinct_names() {
        assert_distinct(&[("ships", "ships"), ("get", "shipsOperation")]);
        let long = "x".repeat(250);
        assert_distinct(&[(&long, &long)]);
        assert_distinct(&[(&format!("{long}a"), &format!("{long}b"))]);
        let almost = "y".repeat(195);
        assert_distinct(&[(&almost, &almost), ("get", &format!("{almost}Opera"))]);
    }

    #[test]
    fn names_that_are_taken_by_tags_are_numbered() {
        assert_eq!(
            names(&[("ships", "ships"), ("get", "shipsOperation")])[..2],
            ["ShipsOperation2", "Get"]
        );
    }

    /// Following the help resolves the clash, and the request type keeps the name that was assigned.
    #[test]
    fn the_suggested_name_of_an_operation_keeps_its_request_type() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.yaml");
        for (id, method, builder) in [
            ("pets", "pets_operation", "PetsOperation"),
            ("1", "_1_operation", "_1Operation"),
        ] {
            let document = |name: &str| {
                format!(
                    "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: \
                     {{operationId: '{id}', tags: ['{id}'], {name} responses: {{}}}}}}}}\n"
                )
            };
            std::fs::write(&path, document("")).unwrap();
            let warnings = Generator::document(&path).generate().unwrap().warnings;
            let clash = warnings.iter().next().unwrap();
            assert!(clash.message.contains(builder), "{clash}");
            let help = clash.help.as_deref().unwrap();
            let declaration = format!("x-rust-name: {method}");
            let expected = format!("to name the method `{method}`, too, declare `{declaration}`");
            assert!(help.starts_with(&expected), "{help}");
            std::fs::write(&path, document(&format!("{declaration},"))).unwrap();
            let output = Generator::document(&path).generate().unwrap();
            assert!(output.warnings.is_empty(), "{}", output.warnings);
            let is_declared = |text: &str| text.contains(&format!("pub struct {builder}"));
            assert!(output.files.iter().any(|(_, text)| is_declared(text)));
        }
    }
}
