//! A compact text representation of the model for snapshots, with a line for each item.

mod operation;
mod values;

use super::{
    ApiInfo, Docs, EnumType, Field, Library, Presence, Role, Security, Shape, ShapeKind, ShapedApi,
    Type, UnionShape,
};

use values::{constant, pattern, renamed, scheme};

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
