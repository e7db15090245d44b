//! A compact text representation of the model for snapshots, with a line for each item.

mod values;

use super::{
    ApiInfo, Body, Credentials, Docs, EnumType, Field, FieldContent, FileCount, FormField, Library,
    Operation, Output, Parameter, Presence, Role, Security, Shape, ShapeKind, ShapedApi, Type,
    UnionShape,
};

use values::{constant, pattern, renamed, scheme, serialization};

/// Prints the API of one document.
pub(crate) fn api(api: &ShapedApi) -> String {
    let name = |id: &_| api.shapes[id].rust_path();
    let mut printer = Printer::new(&name);
    printer.info(&api.info);
    for shape in api.shapes.values() {
        printer.shape(shape, "");
    }
    for operation in &api.operations {
        printer.operation(operation, "");
    }
    printer.text
}

/// Prints the types and operations of all versions, each with the versions that contain it.
pub(crate) fn library(library: &Library) -> String {
    let label = |version: &usize| match &library.versions[*version].info.version {
        Some(version) => version.label(),
        None => version.to_string(),
    };
    let labels = |versions: &[usize]| {
        let labels: Vec<String> = versions.iter().map(label).collect();
        format!("[{}] ", labels.join(", "))
    };
    let name = |id: &_| library.shape(*id).item.rust_path();
    let mut printer = Printer::new(&name);
    for entry in &library.shapes {
        printer.shape(&entry.item, &labels(&entry.versions));
    }
    for entry in &library.operations {
        printer.operation(&entry.item, &labels(&entry.versions));
    }
    printer.text
}

struct Printer<'a, S> {
    /// Returns the name of a named type.
    name: &'a dyn Fn(&S) -> String,
    text: String,
}

impl<'a, S> Printer<'a, S> {
    fn new(name: &'a dyn Fn(&S) -> String) -> Self {
        Self {
            name,
            text: String::new(),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn info(&mut self, info: &ApiInfo) {
        for server in &info.servers {
            let mut line = format!("server {}", server.url);
            for (variable, values) in &server.choices {
                line += &format!(", {variable}: {}", values.join(" | "));
            }
            if let Some(region) = &server.region {
                line += &format!(", region {}", region.rust_name);
            }
            self.line(&line);
        }
        let schemes = info.security.schemes();
        let all = match &info.security {
            Security::All(_) => "all",
            Security::Any(_) => "any",
            Security::Several(_) => "some",
        };
        if !schemes.is_empty() {
            let schemes: Vec<String> = schemes.iter().map(scheme).collect();
            self.line(&format!("credentials, {all} of: {}", schemes.join(", ")));
        }
        if let Some(header) = &info.version_header {
            let (name, value) = (&header.name, &header.value);
            self.line(&format!("version header {name}: {value}"));
        }
        let webhooks = [
            ("items", &info.webhook_items),
            ("events", &info.webhook_events),
        ];
        for (kind, tagged) in webhooks {
            if let Some(tagged) = tagged {
                let schemas = tagged.schemas.iter();
                let schemas: Vec<String> =
                    schemas.map(|(tag, name)| format!("{tag} {name}")).collect();
                let (property, schemas) = (&tagged.property, schemas.join(", "));
                self.line(&format!("webhook {kind} by {property}: {schemas}"));
                for (topic, name) in &tagged.topics {
                    self.line(&format!("  topic {topic}: {name}"));
                }
            }
        }
        self.webhooks(info);
    }

    fn webhooks(&mut self, info: &ApiInfo) {
        for webhook in &info.webhooks {
            let (name, rust_name, schema) = (&webhook.name, &webhook.rust_name, &webhook.schema);
            self.line(&format!("webhook {name}: {rust_name} = {schema}"));
        }
    }

    fn shape(&mut self, shape: &Shape<S>, versions: &str) {
        self.docs(&shape.docs, "");
        let inline = if shape.is_inline() { " (inline)" } else { "" };
        let module = if shape.is_nested {
            String::new()
        } else {
            format!(" in {}", shape.module)
        };
        let (path, name) = (shape.rust_path(), &shape.document_name);
        let of = format!("{path}{module}: {name}{inline}");
        match &shape.kind {
            ShapeKind::Struct(object) => {
                let role = match object.role {
                    Role::Request => "request",
                    Role::Response => "response",
                    Role::Both => "request and response",
                };
                self.line(&format!("{versions}struct {of}, {role}"));
                for field in &object.fields {
                    self.field(field);
                }
                if let Some(ty) = &object.additional {
                    let ty = self.ty(ty);
                    self.line(&format!("  other properties: {ty}"));
                }
            }
            ShapeKind::Enum(values) => {
                let variants = values.variants.iter();
                let variants: Vec<String> = variants
                    .map(|variant| renamed(variant.rust_name.as_str(), &variant.value))
                    .collect();
                let integers = match values.ty {
                    EnumType::String => "",
                    EnumType::Integer => ", integers",
                };
                self.line(&format!("{versions}enum {of}{integers}"));
                self.line(&format!("  {}", variants.join(" | ")));
            }
            ShapeKind::Recursive(ty) => {
                let ty = self.ty(ty);
                self.line(&format!("{versions}struct {of} of {ty}"));
            }
            ShapeKind::Union(union) => {
                self.line(&format!("{versions}union {of}"));
                self.union(union);
            }
            ShapeKind::Alias(ty) => {
                let ty = self.ty(ty);
                self.line(&format!("{versions}type {of} = {ty}"));
            }
        }
    }

    fn field(&mut self, field: &Field<S>) {
        self.docs(&field.docs, "  ");
        let name = renamed(field.rust_name.as_str(), &field.json_name);
        let ty = self.ty(&field.ty);
        let ty = match field.presence {
            Presence::Required => ty,
            Presence::Optional => format!("Option<{ty}>"),
            Presence::Nullable => format!("Nullable<{ty}>"),
        };
        let constant = field.constant.as_ref().map(constant).unwrap_or_default();
        let argument = if field.is_argument && field.presence != Presence::Required {
            ", required in requests"
        } else {
            ""
        };
        let tag = if field.is_tag { ", the tag" } else { "" };
        self.line(&format!("  {name}: {ty}{constant}{tag}{argument}"));
    }

    fn union(&mut self, union: &UnionShape<S>) {
        for (index, variant) in union.variants.iter().enumerate() {
            let patterns = union
                .patterns
                .iter()
                .filter(|pattern| pattern.variant == index);
            let patterns: Vec<String> = patterns.map(pattern).collect();
            let (name, ty) = (&variant.rust_name, self.ty(&variant.ty));
            self.line(&format!("  {name}({ty}): {}", patterns.join(" or ")));
        }
        // The order of the patterns may differ from that of the variants.
        let order: Vec<String> = union
            .patterns
            .iter()
            .map(|it| it.variant.to_string())
            .collect();
        if !union.patterns.is_sorted_by_key(|pattern| pattern.variant) {
            self.line(&format!("  tried in the order {}", order.join(", ")));
        }
        if let Some(search) = &union.search {
            self.line(&format!("  {search:?}"));
        }
    }

    fn operation(&mut self, operation: &Operation<S>, versions: &str) {
        self.docs(&operation.docs, "");
        let Operation {
            method, path, tag, ..
        } = operation;
        let (name, builder) = (&operation.method_name, &operation.type_name);
        let id = &operation.id;
        self.line(&format!(
            "{versions}{method} {path} {}.{name} {builder}: {id}",
            tag.name
        ));
        if let Some(server) = &operation.server {
            self.line(&format!("  at {server}"));
        }
        match &operation.credentials {
            Credentials::All => {}
            Credentials::Scheme(scheme) => self.line(&format!("  credentials of {scheme}")),
            Credentials::None => self.line("  without credentials"),
        }
        for parameter in &operation.parameters {
            self.parameter(parameter);
        }
        if let Some(body) = &operation.body {
            self.body(body);
        }
        let output = self.output(&operation.output);
        let accept = match operation.accept.as_slice() {
            [] => String::new(),
            names => format!(", accepts {}", names.join(", ")),
        };
        let responses: Vec<String> = operation
            .responses
            .iter()
            .map(|response| format!("{} {}", response.status, self.output(&response.content)))
            .collect();
        if let Some(version) = &operation.version {
            self.line(&format!("  version {version}"));
        }
        match operation.is_idempotent {
            Some(true) => self.line("  idempotent"),
            Some(false) => self.line("  not idempotent"),
            None => {}
        }
        if operation.is_partial {
            self.line("  partial");
        }
        let statuses = operation.statuses.iter();
        let statuses: Vec<String> = statuses
            .map(|(status, variant)| format!("{status} is variant {variant}"))
            .collect();
        let responses = responses.join(", ");
        self.line(&format!("  -> {output}{accept}; {responses}"));
        for other in &operation.representations {
            let (output, names) = (self.output(&other.output), other.media_types.join(", "));
            self.line(&format!("  or {output}, accepts {names}"));
        }
        if !statuses.is_empty() {
            self.line(&format!("  {}", statuses.join(", ")));
        }
        if let Some(stream) = &operation.stream {
            let flag = stream.flag.as_ref().map(|flag| format!(", by `{flag}`"));
            let texts = match stream.text_events.as_slice() {
                [] => String::new(),
                names => format!(", text of {}", names.join(", ")),
            };
            let variants: String = stream
                .variants
                .iter()
                .map(|(name, index)| format!(", {name} is variant {index}"))
                .collect();
            self.line(&format!(
                "  streams {} as {:?}{texts}{variants}, accepts {}{}",
                self.ty(&stream.item),
                stream.format,
                stream.media_type,
                flag.unwrap_or_default()
            ));
        }
        if let Some(pagination) = &operation.pagination {
            self.line(&format!(
                "  pages {}, {:?}",
                pagination.items.keys, pagination.style
            ));
        }
        if let Some(job) = &operation.job {
            let (id, status) = (&job.id, &job.status);
            let (success, failure) = (job.success.join(", "), job.failure.join(", "));
            let result = job.result.map(|id| format!(", result of {}", id.0));
            self.line(&format!(
                "  job {id}, polled by {} until {status} is {success} or {failure}{}",
                job.poll.0,
                result.unwrap_or_default()
            ));
        }
        if let Some(size) = &operation.page_size {
            self.line(&format!("  page size {} at {}", size.rust_name, size.path));
        }
    }

    fn parameter(&mut self, parameter: &Parameter<S>) {
        self.docs(&parameter.docs, "  ");
        let name = renamed(parameter.rust_name.as_str(), &parameter.name);
        let optional = if parameter.required { "" } else { "?" };
        let ty = self.ty(&parameter.ty);
        let location = format!("{:?}", parameter.location).to_lowercase();
        let style = serialization(parameter.serialization);
        let constant = parameter
            .constant
            .as_ref()
            .map(constant)
            .unwrap_or_default();
        self.line(&format!(
            "  {name}{optional}: {ty}{constant} in {location}, {style}"
        ));
        for (property, encoding) in &parameter.encodings {
            self.line(&format!("    {property}: {}", serialization(*encoding)));
        }
    }

    fn body(&mut self, body: &Body<S>) {
        let (kind, content_type, required) = match body {
            Body::Json {
                content_type,
                ty,
                required,
            } => (format!("JSON {}", self.ty(ty)), content_type, required),
            Body::Form {
                encoding,
                required,
                fields,
            } => {
                let optional = if *required { "" } else { "?" };
                self.line(&format!("  body{optional}: form, {encoding:?}"));
                return fields.iter().for_each(|field| self.form_field(field));
            }
            Body::Text {
                content_type,
                ty,
                required,
                ..
            } => {
                let ty = match ty {
                    Type::String => String::new(),
                    ty => format!(" of {}", self.ty(ty)),
                };
                (format!("text{ty}"), content_type, required)
            }
            Body::Binary {
                content_type,
                required,
                ..
            } => ("bytes".to_owned(), content_type, required),
        };
        let optional = if *required { "" } else { "?" };
        let content_type = content_type.as_deref().or(body.range());
        let content_type = content_type.map(|it| format!(" as {it}"));
        let content_type = content_type.unwrap_or_default();
        self.line(&format!("  body{optional}: {kind}{content_type}"));
    }

    fn form_field(&mut self, field: &FormField<S>) {
        self.docs(&field.docs, "    ");
        let name = renamed(field.rust_name.as_str(), &field.name);
        let optional = if field.required { "" } else { "?" };
        let content = match &field.content {
            FieldContent::File {
                content_type,
                count,
            } => {
                let files = match count {
                    FileCount::One => "file",
                    FileCount::List => "files",
                    FileCount::Map => "files by name",
                };
                let content_type = content_type.as_ref().map(|it| format!(" as {it}"));
                format!("{files}{}", content_type.unwrap_or_default())
            }
            FieldContent::Value {
                ty,
                serialization: style,
                content_type,
            } => {
                let content_type = content_type.as_ref().map(|it| format!(" as {it}"));
                let content_type = content_type.unwrap_or_default();
                format!("{}, {}{content_type}", self.ty(ty), serialization(*style))
            }
        };
        let constant = field.constant.as_ref().map(constant).unwrap_or_default();
        let headers = field.headers.iter();
        let headers: String = headers
            .map(|header| match &header.value {
                Some(value) => format!(", {}: {value}", header.name),
                None if header.is_required => format!(", {} of the caller", header.name),
                None => format!(", {}? of the caller", header.name),
            })
            .collect();
        self.line(&format!(
            "    {name}{optional}: {content}{constant}{headers}"
        ));
    }

    fn output(&self, output: &Output<S>) -> String {
        match output {
            Output::Json(ty) => self.ty(ty),
            Output::Text => "text".to_owned(),
            Output::Binary => "bytes".to_owned(),
            Output::Empty => "nothing".to_owned(),
            Output::Location => "the location".to_owned(),
        }
    }

    fn ty(&self, ty: &Type<S>) -> String {
        match ty {
            Type::Array(item) => format!("Vec<{}>", self.ty(item)),
            Type::Map(value) => format!("Map<{}>", self.ty(value)),
            Type::Nullable(value) => format!("Option<{}>", self.ty(value)),
            Type::Boxed(value) => format!("Box<{}>", self.ty(value)),
            Type::Named(id) => (self.name)(id),
            Type::String => "String".to_owned(),
            Type::Integer => "Integer".to_owned(),
            Type::Unsigned => "Unsigned".to_owned(),
            Type::Number => "Number".to_owned(),
            Type::Decimal => "Decimal".to_owned(),
            Type::Boolean => "Boolean".to_owned(),
            Type::Timestamp => "Timestamp".to_owned(),
            Type::External(external) => format!("{}<{}>", external.wrapper(), external.ty),
            Type::Json => "Json".to_owned(),
        }
    }

    fn docs(&mut self, docs: &Docs, indentation: &str) {
        for line in docs.text.iter().flat_map(|text| text.lines()) {
            self.line(&format!("{indentation}/// {line}"));
        }
        for note in &docs.notes {
            self.line(&format!("{indentation}/// - {note}"));
        }
        for line in docs.example.iter().flat_map(|text| text.lines()) {
            self.line(&format!("{indentation}/// > {line}"));
        }
        if docs.deprecated {
            self.line(&format!("{indentation}#[deprecated]"));
        }
    }
}
