//! Schemas: objects, enums, arrays, maps and scalars.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr};
use serde_json::Value;

use crate::diagnostic::{Code, Pointer, rename_help};
use crate::hash::HashSet;
use crate::model::{
    Access, Constant, Docs, Object, Property, RustName, Schema, SchemaId, SchemaKind, Step, Type,
};

use super::chosen::replaced;
use super::facets::{Facets, SchemaRef};
use super::{Lowering, Site, docs};

/// The type of a schema.
pub(super) struct Lowered {
    pub ty: Type<SchemaId>,
    pub nullable: bool,
    pub constant: Option<Constant>,
    /// The texts of several values that are neither strings nor integers, and have no enum.
    pub values: Vec<String>,
}

impl Lowered {
    pub fn of(ty: Type<SchemaId>) -> Self {
        Self {
            ty,
            nullable: false,
            constant: None,
            values: Vec::new(),
        }
    }

    /// Returns the type, wrapped in [`Type::Nullable`] if null is allowed: for array items, map
    /// values and responses, which have no `nullable` flag.
    pub fn with_null(self) -> Type<SchemaId> {
        if self.nullable {
            self.ty.or_null()
        } else {
            self.ty
        }
    }
}

impl<'a> Lowering<'a> {
    /// Lowers `components/schemas/<name>`.
    pub(super) fn component(&mut self, name: &str, schema: SchemaRef<'a>) {
        let site = Site::component(name);
        let lowered = match self.choices.replacements.get(name) {
            Some(ty) => replaced(schema, ty),
            None => self.schema(schema, &site),
        };
        let facets = match schema {
            SchemaRef::Inline(schema) => Some(Facets::of(schema)),
            SchemaRef::Reference(_) => None,
        };
        let rust_name = facets
            .as_ref()
            .and_then(|facets| self.chosen_name(&facets.data.extensions, &site.pointer));
        // A component of nothing but a reference to itself is an alias, which a pass breaks.
        let is_defined = self.schemas.contains_key(&site.id);
        if lowered.ty != Type::Named(site.id.clone()) || !is_defined {
            let values = match &lowered.constant {
                Some(constant) => constant.text().into_iter().collect(),
                None => lowered.values,
            };
            if !values.is_empty() {
                self.alias_values.insert(site.id.clone(), values);
            }
            let docs = facets.map(|facets| docs::of_schema(&facets, &lowered.ty));
            self.schemas.insert(
                site.id,
                Schema {
                    pointer: site.pointer,
                    docs: docs.unwrap_or_default(),
                    nullable: lowered.nullable,
                    trust_required: None,
                    rust_name,
                    search: None,
                    constructors: Vec::new(),
                    kind: SchemaKind::Alias(lowered.ty),
                },
            );
        } else if let Some(schema) = self.schemas.get_mut(&site.id) {
            schema.nullable = lowered.nullable;
        }
    }

    /// Returns the type of the schema at `site`, and defines the types that are declared inline.
    pub(super) fn schema(&mut self, schema: SchemaRef<'a>, site: &Site) -> Lowered {
        match schema {
            SchemaRef::Reference(reference) => Lowered::of(self.reference(reference, site)),
            SchemaRef::Inline(schema) => self.inline(&Facets::of(schema), site),
        }
    }

    fn reference(&mut self, reference: &str, site: &Site) -> Type<SchemaId> {
        match self.resolve(reference, &site.pointer) {
            Some((name, _)) => Type::Named(SchemaId::component(name)),
            None => Type::Json,
        }
    }

    pub(super) fn inline(&mut self, facets: &Facets<'a>, site: &Site) -> Lowered {
        let nullable = facets.allows_null();
        let mut lowered = if facets.is_composed() {
            self.compose(facets, site)
        } else if !facets.values.is_empty() {
            self.enumeration(facets, site)
        } else {
            Lowered::of(self.plain(facets, site))
        };
        lowered.nullable |= nullable;
        self.search_query(facets, site);
        self.constructors(facets, site);
        lowered
    }

    pub(super) fn plain(&mut self, facets: &Facets<'a>, site: &Site) -> Type<SchemaId> {
        let scalar = facets.ty.and_then(|ty| self.scalar(ty, facets.format));
        match (scalar, facets.ty) {
            (Some(ty), _) => ty,
            (None, Some("array")) => self.array(facets, site),
            (None, Some("object")) => self.object_or_map(facets, site),
            _ if facets.properties.is_some() => self.object_or_map(facets, site),
            _ if facets.items.is_some() => self.array(facets, site),
            _ => Type::Json,
        }
    }

    /// Returns the type of the values of a `type` and a `format`; `None` if they are not scalars.
    pub(super) fn scalar(&self, ty: &str, format: Option<&str>) -> Option<Type<SchemaId>> {
        Some(match (ty, format) {
            ("string", format) => self.string(format),
            ("integer", Some("date-time" | "timestamp")) => Type::Timestamp,
            ("integer", Some("uint64")) => Type::Unsigned,
            ("integer", Some("int128" | "uint128" | "bigint")) => Type::Decimal,
            ("integer", _) => Type::Integer,
            ("number", Some(format @ ("decimal" | "decimal128"))) => self.decimal(format),
            ("number", _) => Type::Number,
            ("boolean", _) => Type::Boolean,
            _ => return None,
        })
    }

    fn array(&mut self, facets: &Facets<'a>, site: &Site) -> Type<SchemaId> {
        let Some(items) = facets.items else {
            return Type::Array(Box::new(Type::Json));
        };
        let site = site.child(Step::Item, site.pointer.child("items"));
        Type::Array(Box::new(self.schema(items, &site).with_null()))
    }

    fn object_or_map(&mut self, facets: &Facets<'a>, site: &Site) -> Type<SchemaId> {
        if facets.properties.is_some() {
            let mut object = Object::default();
            self.add_properties(&mut object, facets, site);
            require(&mut object, facets.required.iter().map(String::as_str));
            return self.define(facets, site, SchemaKind::Object(object));
        }
        match facets.additional {
            Some(AdditionalProperties::Schema(values)) => {
                Type::Map(Box::new(self.values(values.as_ref(), site)))
            }
            Some(AdditionalProperties::Any(true)) => Type::Map(Box::new(Type::Json)),
            _ => Type::Json,
        }
    }

    /// Adds the properties that the schema itself declares. Their inline types are below `site`.
    pub(super) fn add_properties(&mut self, object: &mut Object, facets: &Facets<'a>, site: &Site) {
        for (name, schema) in facets.properties.into_iter().flatten() {
            let pointer = site.pointer.child("properties").child(name);
            let property = self.property(name, SchemaRef::from(schema), site, pointer);
            object.properties.insert(name.clone(), property);
        }
        if let (Some(_), Some(AdditionalProperties::Schema(values))) =
            (facets.properties, facets.additional)
        {
            let values = self.values(values.as_ref(), site);
            object.additional = Some(values).filter(|ty| *ty != Type::Json);
        }
    }

    /// Returns the type of the values of `additionalProperties`.
    fn values(
        &mut self,
        values: &'a ReferenceOr<openapiv3::Schema>,
        site: &Site,
    ) -> Type<SchemaId> {
        let site = site.child(Step::Value, site.pointer.child("additionalProperties"));
        self.schema(SchemaRef::from(values), &site).with_null()
    }

    fn property(
        &mut self,
        name: &str,
        schema: SchemaRef<'a>,
        parent: &Site,
        pointer: Pointer,
    ) -> Property {
        let facets = match schema {
            SchemaRef::Inline(schema) => Some(Facets::of(schema)),
            SchemaRef::Reference(_) => None,
        };
        let rust_name = facets
            .as_ref()
            .and_then(|facets| self.chosen_name(&facets.data.extensions, &pointer));
        let step = rust_name.as_ref().map_or(name, RustName::as_str);
        let site = parent.child(Step::Property(step.to_owned()), pointer.clone());
        let lowered = self.schema(schema, &site);
        let always_present = facets
            .as_ref()
            .and_then(|facets| facets.data.extensions.get("x-always-present"))
            .is_some_and(|value| value == &Value::Bool(true));
        let access = facets.as_ref().map_or(Access::ReadWrite, Facets::access);
        Property {
            pointer,
            docs: facets
                .map(|facets| docs::of_schema(&facets, &lowered.ty))
                .unwrap_or_default(),
            ty: lowered.ty,
            nullable: lowered.nullable,
            required: false,
            access,
            always_present,
            constant: lowered.constant,
            values: lowered.values,
            tag: None,
            rust_name,
        }
    }

    /// Defines the type of the schema at `site`.
    pub(super) fn define(
        &mut self,
        facets: &Facets<'a>,
        site: &Site,
        kind: SchemaKind,
    ) -> Type<SchemaId> {
        let ty = Type::Named(site.id.clone());
        if let Some(defined) = self.schemas.get_mut(&site.id) {
            return match merge_definition(&mut defined.kind, kind, site) {
                None => ty,
                Some(kind) => self.define_renamed(facets, site, kind),
            };
        }
        let rust_name = self.chosen_type_name(facets, site);
        let schema = Schema {
            pointer: site.pointer.clone(),
            docs: docs::of_schema(facets, &ty),
            nullable: false,
            trust_required: trust_required(&facets.data.extensions),
            rust_name,
            search: None,
            constructors: Vec::new(),
            kind,
        };
        self.schemas.insert(site.id.clone(), schema);
        ty
    }

    /// Defines the type of a schema under another name, since a schema has the name of its
    /// position.
    fn define_renamed(
        &mut self,
        facets: &Facets<'a>,
        site: &Site,
        kind: SchemaKind,
    ) -> Type<SchemaId> {
        let next = self.renamed.get(&site.id).map_or(2, |last| last + 1);
        let ids = (next..).map(|number| (number, site.id.child(Step::Another(number))));
        let mut free = ids.filter(|(_, id)| !self.schemas.contains_key(id));
        let Some((number, id)) = free.next() else {
            return Type::Json;
        };
        self.renamed.insert(site.id.clone(), number);
        let message = format!(
            "two schemas are named `{}`: the second is renamed `{id}`",
            site.id
        );
        let help = rename_help(&self.document.original(&site.pointer), "another_name");
        self.warn(Code::NameCollision, &site.pointer, message, &help);
        let renamed = Site { id, ..site.clone() };
        self.define(facets, &renamed, kind)
    }

    /// Defines a type that no single schema describes, such as an object that is merged from several
    /// ones.
    pub(super) fn define_composed(&mut self, kind: SchemaKind, site: &Site) -> Type<SchemaId> {
        let schema = Schema {
            pointer: site.pointer.clone(),
            docs: Docs::default(),
            nullable: false,
            trust_required: None,
            rust_name: None,
            search: None,
            constructors: Vec::new(),
            kind,
        };
        self.schemas.insert(site.id.clone(), schema);
        Type::Named(site.id.clone())
    }
}

/// Returns whether the required properties of responses are always present, if an extension says
/// so.
pub(super) fn trust_required(extensions: &IndexMap<String, Value>) -> Option<bool> {
    extensions.get("x-trust-required")?.as_bool()
}

/// Merges another schema at the same position into a type: several members of an `allOf` may
/// declare the same property. Returns the other schema if the two are not members of one `allOf`.
fn merge_definition(defined: &mut SchemaKind, kind: SchemaKind, site: &Site) -> Option<SchemaKind> {
    if *defined == kind {
        return None;
    }
    match (defined, kind) {
        (SchemaKind::Object(object), SchemaKind::Object(other)) if site.in_all_of => {
            for (name, property) in other.properties {
                let is_required = property.required;
                let known = object.properties.entry(name).or_insert(property);
                known.required |= is_required;
            }
            None
        }
        // Since enums are open, the union of the lists is as good as their intersection.
        (SchemaKind::Enum(values), SchemaKind::Enum(others))
            if site.in_all_of && values.ty == others.ty =>
        {
            let known = values.values.iter().map(|known| known.value.clone());
            let known: HashSet<String> = known.collect();
            let others = others.values.into_iter();
            let others = others.filter(|other| !known.contains(&other.value));
            values.values.extend(others);
            None
        }
        (_, kind) => Some(kind),
    }
}

/// Marks the properties in `names` as required.
pub(super) fn require<'n>(object: &mut Object, names: impl IntoIterator<Item = &'n str>) {
    for name in names {
        if let Some(property) = object.properties.get_mut(name) {
            property.required = true;
        }
    }
}
