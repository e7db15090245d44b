//! Every operation of every version keeps to its document.

mod alternatives;
mod answers;
mod arguments;
mod document;
mod faults;
mod json_schema;
mod multipart;
mod request;
mod server;
mod values;

/// What is made for a test is itself good, or nothing would come of it.
mod made {
    use super::answers::answers;
    use super::arguments::{BODY, arguments};
    use super::document::DOCUMENTS;

    #[test]
    fn arguments_are_valid() {
        let mut n = 0;
        let mut faults = Vec::new();
        for document in DOCUMENTS.iter() {
            for operation in &document.operations {
                let sets = arguments(document, operation);
                assert!(!sets.is_empty(), "{} {}", document.version, operation.id);
                for set in sets {
                    n += 1;
                    let schemas = operation
                        .parameters
                        .iter()
                        .map(|it| (it.name.as_str(), &it.schema));
                    let body = operation.body.iter().map(|it| (BODY, &it.schema));
                    for (name, schema) in schemas.chain(body) {
                        let found = set
                            .get(name)
                            .map(|value| schema.faults(value))
                            .unwrap_or_default();
                        faults.extend(found.into_iter().map(|fault| {
                            format!("{} {} {name} {fault}", document.version, operation.id)
                        }));
                    }
                }
            }
        }
        println!("{n}");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn answers_are_valid() {
        let mut n = 0;
        let mut faults = Vec::new();
        for document in DOCUMENTS.iter() {
            for operation in &document.operations {
                let answers = answers(document, operation);
                assert!(!answers.is_empty(), "{} {}", document.version, operation.id);
                for answer in answers {
                    n += 1;
                    if let Some((_, schema)) = &operation.answer.content {
                        faults.extend(
                            schema.faults(&answer.value).into_iter().map(|fault| {
                                format!("{} {} {fault}", document.version, operation.id)
                            }),
                        );
                    }
                }
            }
        }
        println!("{n}");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
