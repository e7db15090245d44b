//! Resolves jobs: finds the operations that return the state and the result, and checks that the
//! responses have the properties that the job names.

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::Document;
use crate::hash::{IndexMap, IndexSet};
use crate::model::{Job, KeyPath, OperationId, Output, SchemaId, ShapedApi, Type};

use super::types::Types;

/// Resolves the jobs that operations start. `jobs` is keyed by the locations of operations.
pub(super) fn resolve(
    api: &mut ShapedApi,
    jobs: &IndexMap<Pointer, Job<String>>,
    document: &Document,
) -> Result<(), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    for index in 0..api.operations.len() {
        let pointer = api.operations[index].pointer();
        let Some(job) = jobs.get(&pointer) else {
            continue;
        };
        match resolved(api, jobs, OperationId(index), job) {
            Ok(job) => api.operations[index].job = Some(job),
            Err(Problem { key, message, help }) => {
                let message = format!("job of `{}`: {message}", api.operations[index].id);
                let pointer = pointer.child("x-job").child(key);
                let diagnostic = document.diagnostic(Code::InvalidJob, pointer, message);
                diagnostics.push(diagnostic.help(help));
            }
        }
    }
    diagnostics.into_result(())
}

/// A mismatch of a job and its operations.
struct Problem {
    key: &'static str,
    message: String,
    help: &'static str,
}

fn resolved(
    api: &ShapedApi,
    jobs: &IndexMap<Pointer, Job<String>>,
    start: OperationId,
    job: &Job<String>,
) -> Result<Job, Problem> {
    let poll = find(api, jobs, "poll", &job.poll)?;
    let result = job.result.as_ref();
    let result = result.map(|id| find(api, jobs, "result", id)).transpose()?;
    member(api, start, "id", &job.id)?;
    let status = member(api, poll, "status", &job.status)?;
    statuses(api, job, &status)?;
    Ok(job.with_operations(poll, result))
}

/// Finds an operation that starts no job itself.
fn find(
    api: &ShapedApi,
    jobs: &IndexMap<Pointer, Job<String>>,
    key: &'static str,
    id: &str,
) -> Result<OperationId, Problem> {
    let mut operations = api.operations.iter();
    let position = operations.position(|operation| operation.id == id);
    let found = position.filter(|index| !jobs.contains_key(&api.operations[*index].pointer()));
    found.map(OperationId).ok_or_else(|| Problem {
        key,
        message: if position.is_some() {
            format!("operation `{id}` starts a job itself")
        } else {
            format!("there is no operation `{id}`")
        },
        help: "write the `operationId` of the operation that returns it",
    })
}

/// Checks that the values of a job are among those of a status that is an enum.
fn statuses(
    api: &ShapedApi,
    job: &Job<String>,
    status: &IndexSet<&Type<SchemaId>>,
) -> Result<(), Problem> {
    let Some(known) = Types(&api.shapes).values(status) else {
        return Ok(());
    };
    let lists = [
        ("success", &job.success),
        ("empty", &job.empty),
        ("failure", &job.failure),
    ];
    for (key, values) in lists {
        if let Some(value) = values.iter().find(|one| !known.contains(one.as_str())) {
            return Err(Problem {
                key,
                message: format!("`{value}` is not a value of `{}`", job.status),
                help: "write a value of the enum, or add this one to the enum in the schema",
            });
        }
    }
    Ok(())
}

/// Returns the types of a member of the response of an operation, which is a text or a number.
fn member<'a>(
    api: &'a ShapedApi,
    operation: OperationId,
    key: &'static str,
    path: &KeyPath,
) -> Result<IndexSet<&'a Type<SchemaId>>, Problem> {
    let operation = &api.operations[operation.0];
    let types = Types(&api.shapes);
    let owner = format!("the response of `{}`", operation.id);
    let chosen = match &operation.output {
        Output::Json(response) => match types.find(response, &path.0) {
            Ok(found) if found.iter().any(|ty| types.is_text_or_number(ty)) => return Ok(found),
            Ok(_) => {
                return Err(Problem {
                    key,
                    message: format!("`{path}` of {owner} is not a string or a number"),
                    help: "name a property that is a string or a number",
                });
            }
            Err(missing) => missing.chosen,
        },
        _ => None,
    };
    Err(match chosen {
        Some(ty) => Problem {
            key,
            message: format!(
                "`{path}` of {owner} is in a value of the type `{ty}`, which replaces its schema"
            ),
            help: "do not replace the schema (`replace`, `format`), or remove `x-job`",
        },
        None => Problem {
            key,
            message: format!("{owner} has no `{path}`"),
            help: "write the path of a property of the response, or declare the property",
        },
    })
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::errors;

    /// Returns the errors of a document in which `startSurvey` starts this job.
    fn problems(job: &str) -> Vec<String> {
        let content = |schema: &str| {
            format!(
                "responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: \
                 object, properties: {{{schema}}}}}}}}}}}}}"
            )
        };
        let started = content(
            "id: {type: string}, owner: {type: object, properties: {name: {}}}, parts: {type: array, \
             items: {}}, is_new: {type: boolean}",
        );
        let phase = "{type: string, nullable: true, enum: [done, none, lost, null]}";
        let state = content(&format!(
            "progress: {{type: object, properties: {{status: {{type: string}}, phase: {phase}}}}}"
        ));
        let id = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";
        errors(&format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{/surveys: {{post: \
             {{operationId: startSurvey, x-job: {job}, {started}}}}}, '/surveys/{{id}}': {{get: \
             {{operationId: getSurvey, {id}, {state}}}}}, '/surveys/{{id}}/text': {{get: \
             {{operationId: getText, {id}, responses: {{'200': {{description: d, content: \
             {{text/plain: {{schema: {{type: string}}}}}}}}}}}}}}}}}}"
        ))
    }

    #[test]
    fn jobs_match_their_operations() {
        let job = |poll: &str, id: &str, status: &str, result: &str| {
            format!(
                "{{poll: {poll}, id: {id}, status: {status}, success: [done], result: {result}}}"
            )
        };
        for (job, expected) in [
            (job("getSurvey", "id", "progress.status", "getText"), None),
            (
                job("getSurveys", "id", "progress.status", "getText"),
                Some("there is no operation `getSurveys`"),
            ),
            (
                job("getSurvey", "id", "progress.status", "getTexts"),
                Some("there is no operation `getTexts`"),
            ),
            (
                job("startSurvey", "id", "id", "getText"),
                Some("operation `startSurvey` starts a job itself"),
            ),
            (
                job("getSurvey", "number", "progress.status", "getText"),
                Some("the response of `startSurvey` has no `number`"),
            ),
            (
                job("getSurvey", "id", "status", "getText"),
                Some("the response of `getSurvey` has no `status`"),
            ),
            (
                job("getSurvey", "owner", "progress.status", "getText"),
                Some("`owner` of the response of `startSurvey` is not a string or a number"),
            ),
            (
                job("getSurvey", "parts", "progress.status", "getText"),
                Some("`parts` of the response of `startSurvey` is not a string or a number"),
            ),
            (
                job("getSurvey", "is_new", "progress.status", "getText"),
                Some("`is_new` of the response of `startSurvey` is not a string or a number"),
            ),
            (
                job("getSurvey", "id", "progress", "getText"),
                Some("`progress` of the response of `getSurvey` is not a string or a number"),
            ),
            (
                job("getText", "id", "status", "getText"),
                Some("the response of `getText` has no `status`"),
            ),
        ] {
            let expected = expected.map(|message| format!("job of `startSurvey`: {message}"));
            assert_eq!(problems(&job), Vec::from_iter(expected), "{job}");
        }
    }

    #[test]
    fn statuses_are_values_of_the_enum() {
        let job = "poll: getSurvey, id: id, result: getText";
        for (path, statuses, unknown) in [
            (
                "phase",
                "success: [done], empty: [none], failure: [lost]",
                None,
            ),
            ("phase", "success: [done, dnoe]", Some("dnoe")),
            (
                "phase",
                "success: [done], empty: [nothing]",
                Some("nothing"),
            ),
            (
                "phase",
                "success: [done], failure: [aborted]",
                Some("aborted"),
            ),
            ("status", "success: [any]", None),
        ] {
            let expected = unknown.map(|value| {
                format!("job of `startSurvey`: `{value}` is not a value of `progress.{path}`")
            });
            let found = problems(&format!("{{{job}, status: progress.{path}, {statuses}}}"));
            assert_eq!(found, Vec::from_iter(expected), "{statuses}");
        }
    }
}
