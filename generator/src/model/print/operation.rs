//! Operations with their parameters, bodies and responses.

use super::Printer;
use super::values::{constant, renamed, serialization};
use crate::model::{
    Body, Credentials, FieldContent, FileCount, FormField, Job, Operation, Output, Parameter,
    Stream, Type,
};

impl<S> Printer<'_, S> {
    pub(super) fn operation(&mut self, operation: &Operation<S>, versions: &str) {
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
        self.responses(operation);
        if let Some(stream) = &operation.stream {
            self.stream(stream);
        }
        if let Some(pagination) = &operation.pagination {
            self.line(&format!(
                "  pages {}, {:?}",
                pagination.items.keys, pagination.style
            ));
        }
        if let Some(job) = &operation.job {
            self.job(job);
        }
        if let Some(size) = &operation.page_size {
            self.line(&format!("  page size {} at {}", size.rust_name, size.path));
        }
    }

    fn responses(&mut self, operation: &Operation<S>) {
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
    }

    fn stream(&mut self, stream: &Stream<S>) {
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

    fn job(&mut self, job: &Job) {
        let (id, status) = (&job.id, &job.status);
        let (success, failure) = (job.success.join(", "), job.failure.join(", "));
        let result = job.result.map(|id| format!(", result of {}", id.0));
        self.line(&format!(
            "  job {id}, polled by {} until {status} is {success} or {failure}{}",
            job.poll.0,
            result.unwrap_or_default()
        ));
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
}
