//! Lowers one document to the model: [`Document`] → [`Api`].
//!
//! Inline objects, enums and unions become schemas of their own, named by their location; `allOf`
//! is merged; references are checked.

use crate::hash::{HashMap, HashSet, IndexMap};

mod about;
mod body;
mod budget;
mod chosen;
mod chosen_name;
mod compose;
mod constructors;
mod discriminator;
mod docs;
mod docs_url;
mod enums;
mod facets;
mod form;
mod inclusion;
mod job;
mod media_type;
mod operation;
mod operation_id;
mod pagination;
mod parameter;
mod reference;
mod response;
mod schema;
mod search;
mod security;
mod serialization;
mod server;
mod site;
mod stream;
mod success;
mod tag;
mod union;
mod version_header;
mod webhooks;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::rc::Rc;

use openapiv3::Components;

use crate::budget::Budget;
use crate::choices::Choices;
use crate::diagnostic::{Code, Diagnostics, MAX_SUGGESTIONS, Pointer};
use crate::document::Document;
use crate::model::{
    Api, ApiInfo, Choice, Job, KeyPath, Pagination, RustName, Schema, SchemaId, Security,
    VersionHeader,
};

use compose::Merged;
use docs_url::DocsTemplate;
use facets::SchemaRef;
use site::Site;

/// Lowers a document to the model, with the chosen types. Returns the model and the warnings.
///
/// # Errors
///
/// Returns all diagnostics if one of them is an error: an invalid extension, or compositions
/// without end.
pub fn lower(document: &Document, choices: &Choices) -> Result<(Api, Diagnostics), Diagnostics> {
    let mut lowering = Lowering::new(document, choices);
    lowering.check_version_header();
    lowering.tags();
    lowering.components();
    let requirements = lowering.requirements();
    lowering.find_credentials(&requirements);
    let operations = lowering.operations();
    let servers = lowering.servers();
    let security = lowering.security(&requirements);
    let common = lowering.common_authorizations.take();
    let selects_authorization = common.is_some_and(|common| common.is_empty());
    let webhook_items = lowering.webhook_items();
    let webhook_events = lowering.tagged_schemas("x-webhook-events");
    let webhooks = if webhook_items.is_none() && webhook_events.is_none() {
        lowering.webhooks()
    } else {
        Vec::new()
    };
    lowering.declared_tags();
    if lowering.diagnostics.has_errors() {
        return Err(lowering.diagnostics);
    }
    let info = ApiInfo {
        servers,
        security,
        selects_authorization,
        webhook_items,
        webhook_events,
        webhooks,
        ..lowering.info()
    };
    Ok((
        Api {
            info,
            schemas: lowering.schemas,
            operations,
            derives: choices.traits(),
            trust_required: schema::trust_required(&document.api.extensions),
            untrusted: lowering.untrusted,
            paginations: lowering.paginations,
            jobs: lowering.jobs,
        },
        lowering.diagnostics,
    ))
}

/// The maximum number of aliases that are followed to what they stand for.
const MAX_ALIASES: usize = 64;

/// The state of lowering one document.
struct Lowering<'a> {
    document: &'a Document,
    choices: &'a Choices,
    components: Option<&'a Components>,
    version_header: Option<&'a str>,
    version_header_values: Vec<String>,
    /// The value of the version header that the current operation requires.
    operation_version: Option<String>,
    schemas: IndexMap<SchemaId, Schema>,
    /// The texts of the values of components that are aliases of a type with some values only.
    alias_values: HashMap<SchemaId, Vec<String>>,
    /// The last number that is appended to the position of a schema, since another has it.
    renamed: HashMap<SchemaId, usize>,
    /// The names that are chosen for tags (`x-rust-name`).
    tag_names: HashMap<String, RustName>,
    paginations: IndexMap<Pointer, Pagination<KeyPath>>,
    jobs: IndexMap<Pointer, Job<String>>,
    /// The ids of the operations whose responses may lack required properties.
    untrusted: HashSet<String>,
    /// The page of each operation in the reference of the API (`x-docs-url`).
    docs_url: Option<DocsTemplate>,
    /// `true` if an operation requires credentials.
    requires_credentials: bool,
    /// The HTTP schemes that the API uses in `Authorization`, in lower case.
    authorizations: BTreeSet<String>,
    /// Those that all operations allow; `None` before the first operation with any.
    common_authorizations: Option<BTreeSet<String>>,
    /// The compositions that are being lowered, outermost first, and whether each one refers to
    /// itself.
    composing: IndexMap<SchemaId, bool>,
    /// The content of components that others include.
    included: HashMap<&'a str, Rc<Merged<'a>>>,
    /// `true` if the component that is being merged includes one on the trail, so that its content
    /// depends on the schema that includes it.
    is_cut: bool,
    /// The bytes that compositions may still add to the document.
    budget: Budget,
    /// The number of dangling references for which similar names may still be searched.
    suggestions: usize,
    /// `true` if the operation that is being lowered cannot be generated.
    omits: bool,
    /// `true` if an infinitely recursive composition was found.
    nests_too_deep: bool,
    diagnostics: Diagnostics,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document, choices: &'a Choices) -> Self {
        Self {
            document,
            choices,
            components: document.api.components.as_ref(),
            version_header: document
                .api
                .extensions
                .get("x-version-header")
                .and_then(serde_json::Value::as_str),
            version_header_values: Vec::new(),
            operation_version: None,
            schemas: IndexMap::default(),
            renamed: HashMap::default(),
            alias_values: HashMap::default(),
            tag_names: HashMap::default(),
            paginations: IndexMap::default(),
            jobs: IndexMap::default(),
            untrusted: HashSet::default(),
            docs_url: None,
            requires_credentials: false,
            authorizations: BTreeSet::new(),
            common_authorizations: None,
            composing: IndexMap::default(),
            included: HashMap::default(),
            is_cut: false,
            budget: Budget::of(document),
            suggestions: MAX_SUGGESTIONS,
            omits: false,
            nests_too_deep: false,
            diagnostics: Diagnostics::default(),
        }
    }

    fn components(&mut self) {
        let Some(components) = self.components else {
            return;
        };
        for (name, schema) in &components.schemas {
            self.component(name, SchemaRef::from(schema));
        }
    }

    /// Reports a problem with the severity of its code.
    fn report(&mut self, code: Code, pointer: &Pointer, message: String, help: &str) {
        let diagnostic = self
            .document
            .diagnostic(code, pointer.clone(), message)
            .help(help);
        self.diagnostics.push(diagnostic);
    }

    fn info(&mut self) -> ApiInfo<Choice> {
        let api = &self.document.api;
        ApiInfo {
            version: self.document.version,
            title: api.info.title.clone(),
            about: about::about(&api.info),
            tags: api.tags.iter().filter_map(tag::described).collect(),
            servers: Vec::new(),
            security: Security::All(Vec::new()),
            selects_authorization: false,
            version_header: self.version_header.map(|name| VersionHeader {
                name: name.to_owned(),
                value: api.info.version.clone(),
                values: std::mem::take(&mut self.version_header_values),
            }),
            webhook_items: None,
            webhook_events: None,
            webhooks: Vec::new(),
        }
    }
}
