//! The operations of a document, read independently of the generator.
//!
//! Only the overlays of `spec/overlays` and the code that applies them are shared with it: the
//! overlays are reviewed, so both sides start from the corrected document. Everything that the
//! generator derives from it is checked against this module.

use std::collections::HashSet;
use std::path::Path;

use intercom_codegen::Generator;
use serde_json::{Map, Value, json};

use super::json_schema::{Compiler, Schema};
use crate::workspace::folder;

/// The header that the client sends itself, so that it is not an argument.
pub const VERSION_HEADER: &str = "Intercom-Version";

/// A document of one version.
pub struct Document {
    /// The expected value of `Intercom-Version`.
    pub version: String,
    pub operations: Vec<Operation>,
    /// The whole document, for references.
    pub root: Value,
}

/// An operation with the parameters of its path item, all references resolved.
pub struct Operation {
    pub id: String,
    pub method: String,
    /// The path with `{name}` for each variable.
    pub path: String,
    pub parameters: Vec<Parameter>,
    /// The values that are declared for the version header; empty if any is allowed.
    pub versions: Vec<String>,
    pub body: Option<Body>,
    /// The declared responses, in document order.
    pub responses: Vec<Response>,
}

pub struct Parameter {
    pub name: String,
    pub location: Location,
    pub required: bool,
    /// Whether each item or property of the value is a separate pair.
    pub explode: bool,
    pub schema: Schema,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    Path,
    Query,
    Header,
}

pub struct Body {
    pub required: bool,
    pub media_type: String,
    pub schema: Schema,
}

pub struct Response {
    /// A status, or `default`.
    pub status: String,
    /// The media type and schema of the body.
    pub content: Option<(String, Schema)>,
}

impl Operation {
    /// Returns the response of a successful call: the first declared success, else the redirect,
    /// else the first response.
    pub fn success(&self) -> &Response {
        let first = |class| {
            self.responses
                .iter()
                .find(|it| it.status.starts_with(class))
        };
        let success = first('2').or_else(|| first('3'));
        let any = success.or_else(|| self.responses.first());
        any.unwrap_or_else(|| panic!("{} declares no response", self.id))
    }

    /// Returns the path without the fragment that distinguishes operations with the same URL.
    pub fn target(&self) -> &str {
        self.path.split('#').next().unwrap_or_default()
    }

    pub fn has_several_successes(&self) -> bool {
        let statuses = self.responses.iter().map(|it| &it.status);
        statuses.filter(|it| it.starts_with('2')).count() > 1
    }
}

impl Document {
    /// Reads the document of a module, with overlays applied.
    pub fn of(module: &str) -> Self {
        let stem = module.trim_start_matches('v').replace('_', ".");
        let file = folder("spec").join(format!("{stem}.yaml"));
        let version = stem.parse().unwrap();
        let generator = Generator::document(file)
            .version(version)
            .overlays(folder("spec/overlays"));
        let mut documents = generator.corrected_documents().unwrap();
        let (_, root) = documents.remove(0);
        Self::new(root)
    }

    /// Reads the published document of a module, without overlays. What references lead to nothing
    /// may be anything.
    pub fn published(folder: &Path, module: &str) -> Self {
        let stem = module.trim_start_matches('v').replace('_', ".");
        let text = std::fs::read_to_string(folder.join(format!("{stem}.yaml"))).unwrap();
        let mut root: Value = serde_yaml::from_str(&text).unwrap();
        for name in dangling(&root) {
            root["components"]["schemas"][name] = json!({});
        }
        Self::new(root)
    }

    pub fn from_yaml(text: &str) -> Self {
        Self::new(serde_yaml::from_str(text).expect("the document is YAML"))
    }

    fn new(root: Value) -> Self {
        let mut compiler = Compiler::new(&root);
        let mut operations = Vec::new();
        for (path, item) in members(&root["paths"]) {
            for (method, operation) in members(item).filter(|(key, _)| *key != "parameters") {
                let reader = Reader {
                    root: &root,
                    compiler: &mut compiler,
                };
                operations.push(reader.operation(method, path, item, operation));
            }
        }
        Self {
            version: root["info"]["version"].as_str().unwrap().to_owned(),
            operations,
            root,
        }
    }
}

struct Reader<'a> {
    root: &'a Value,
    compiler: &'a mut Compiler,
}

impl Reader<'_> {
    fn operation(mut self, method: &str, path: &str, item: &Value, it: &Value) -> Operation {
        let id = it["operationId"].as_str();
        // Parameters of the operation come first: they override those of the path item.
        let mut parameters: Vec<_> = [it, item]
            .into_iter()
            .flat_map(|it| elements(&it["parameters"]))
            .filter_map(|it| self.parameter(it))
            .collect();
        let mut seen = HashSet::new();
        parameters.retain(|it| seen.insert((it.location, it.name.clone())));
        let versions = [it, item]
            .into_iter()
            .flat_map(|it| elements(&it["parameters"]))
            .find_map(|it| self.versions(it));
        let body = it.get("requestBody").map(|body| self.body(body));
        let responses =
            members(&it["responses"]).map(|(status, response)| self.response(status, response));
        Operation {
            id: id.map_or_else(|| format!("{method} {path}"), str::to_owned),
            method: method.to_uppercase(),
            path: path.to_owned(),
            parameters,
            versions: versions.unwrap_or_default(),
            body,
            responses: responses.collect(),
        }
    }

    /// Returns the values that are declared for the version header, if the parameter is that.
    fn versions(&self, parameter: &Value) -> Option<Vec<String>> {
        let parameter = resolve(self.root, parameter);
        let is_header = parameter["in"] == "header";
        let is_version = parameter["name"]
            .as_str()
            .is_some_and(|name| name.eq_ignore_ascii_case(VERSION_HEADER));
        (is_header && is_version).then(|| {
            let values = elements(&resolve(self.root, &parameter["schema"])["enum"]);
            values
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
    }

    /// Returns `None` for headers that are not arguments.
    fn parameter(&mut self, parameter: &Value) -> Option<Parameter> {
        let parameter = resolve(self.root, parameter);
        let name = parameter["name"].as_str().unwrap();
        let (location, style) = match parameter["in"].as_str().unwrap() {
            "path" => (Location::Path, "simple"),
            "query" => (Location::Query, "form"),
            "header" if name.eq_ignore_ascii_case(VERSION_HEADER) => return None,
            "header" => (Location::Header, "simple"),
            other => panic!("{name} is in `{other}`, which is unsupported here"),
        };
        if let Some(other) = parameter["style"].as_str() {
            assert_eq!(other, style, "{name} has a style that is unsupported here");
        }
        Some(Parameter {
            name: name.to_owned(),
            location,
            required: parameter["required"] == true,
            explode: match &parameter["explode"] {
                Value::Bool(explode) => *explode,
                _ => style == "form",
            },
            schema: self.compiler.compile(&parameter["schema"]),
        })
    }

    fn body(&mut self, body: &Value) -> Body {
        let body = resolve(self.root, body);
        let mut content = members(&body["content"]);
        let (media_type, media) = content.next().unwrap();
        assert!(content.next().is_none(), "{body} has several media types");
        Body {
            required: body["required"] == true,
            media_type: media_type.to_owned(),
            schema: self.compiler.compile(&media["schema"]),
        }
    }

    fn response(&mut self, status: &str, response: &Value) -> Response {
        let content = &resolve(self.root, response)["content"];
        let any = json!({});
        let content = members(content).next().map(|(media_type, media)| {
            let schema = media.get("schema").unwrap_or(&any);
            (media_type.to_owned(), self.compiler.compile(schema))
        });
        Response {
            status: status.to_owned(),
            content,
        }
    }
}

/// Returns the names of the referenced schemas that do not exist.
fn dangling(root: &Value) -> Vec<String> {
    const PREFIX: &str = "#/components/schemas/";
    fn collect(value: &Value, names: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                names.extend(
                    reference
                        .and_then(|it| it.strip_prefix(PREFIX))
                        .map(str::to_owned),
                );
                members.values().for_each(|value| collect(value, names));
            }
            Value::Array(elements) => elements.iter().for_each(|value| collect(value, names)),
            _ => {}
        }
    }
    let mut names = Vec::new();
    collect(root, &mut names);
    names.retain(|name| root["components"]["schemas"][name].is_null());
    names
}

/// Resolves references to components.
pub fn resolve<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        None => value,
        Some(reference) => {
            let pointer = reference.trim_start_matches('#');
            let target = root.pointer(pointer);
            resolve(
                root,
                target.unwrap_or_else(|| panic!("{reference} cannot be resolved")),
            )
        }
    }
}

/// Returns the members of an object; none for any other value.
pub fn members(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = object.as_object().into_iter().flat_map(Map::iter);
    members.map(|(key, value)| (key.as_str(), value))
}

/// Returns the elements of an array; none for any other value.
pub fn elements(array: &Value) -> impl Iterator<Item = &Value> {
    array.as_array().into_iter().flatten()
}
