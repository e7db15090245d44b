//! The rules, one function for each code.

mod components;
mod enums;
#[cfg(feature = "lint")]
mod examples;
mod formats;
mod keywords;
mod operations;
mod parameters;
mod references;
mod required;
mod schemas;
mod servers;
mod tags;
mod unused;

use super::Rule;
use crate::diagnostic::{Code, Severity};
use crate::document::Dialect;

const fn error(code: Code, check: fn(&super::Context<'_>, &mut super::Findings)) -> Rule {
    Rule {
        code,
        severity: Severity::Error,
        only: None,
        check,
    }
}

const fn warning(code: Code, check: fn(&super::Context<'_>, &mut super::Findings)) -> Rule {
    Rule {
        code,
        severity: Severity::Warning,
        only: None,
        check,
    }
}

/// All rules. [`Code::explanation`] explains their codes.
pub(super) const RULES: &[Rule] = &[
    error(Code::DanglingReference, references::dangling),
    warning(Code::MissingOperationId, operations::missing_id),
    error(Code::DuplicateOperationId, operations::duplicate_id),
    warning(Code::NoSuccessResponse, operations::no_success),
    warning(Code::MultipleTags, operations::several_tags),
    warning(Code::UnexpectedRequestBody, operations::unexpected_body),
    error(
        Code::UndeclaredSecurityScheme,
        operations::undeclared_security_scheme,
    ),
    error(
        Code::UndeclaredPathVariable,
        parameters::undeclared_variable,
    ),
    error(Code::UnusedPathParameter, parameters::unused),
    error(Code::OptionalPathParameter, parameters::optional_in_path),
    error(Code::DuplicateParameter, parameters::duplicate),
    error(Code::DuplicatePath, parameters::same_path),
    error(Code::InvalidPath, parameters::repeated_variable),
    error(Code::InvalidStatus, operations::invalid_status),
    error(Code::InvalidComponentName, components::invalid_name),
    error(Code::ArrayWithoutItems, schemas::array_without_items).only(Dialect::V3_0),
    warning(
        Code::ReferenceWithSiblings,
        schemas::nullable_beside_reference,
    )
    .only(Dialect::V3_0),
    warning(Code::MisspelledFormat, formats::misspelled),
    warning(Code::FormatContradictsType, formats::contradicts_type),
    warning(Code::EmptyRange, schemas::empty_range),
    warning(Code::RequiredWithoutProperty, required::without_property),
    error(Code::EnumContradictsType, enums::contradicts_type),
    warning(Code::EnumNullWithoutNullable, enums::null),
    warning(Code::DuplicateEnumValue, enums::duplicate),
    #[cfg(feature = "lint")]
    warning(Code::ExampleContradictsSchema, examples::examples),
    #[cfg(feature = "lint")]
    warning(Code::DefaultContradictsSchema, examples::defaults),
    error(
        Code::QueryStringBesideQuery,
        parameters::query_string_beside_query,
    )
    .only(Dialect::V3_2),
    error(Code::MisplacedMethod, operations::misplaced_method).only(Dialect::V3_2),
    error(Code::InvalidTagParent, tags::invalid_parent).only(Dialect::V3_2),
    error(Code::DuplicateServerName, servers::duplicate_name).only(Dialect::V3_2),
    warning(Code::UnusedSchema, unused::schemas),
    warning(Code::UnknownKeyword, keywords::unknown),
];

#[cfg(test)]
#[cfg(feature = "lint")]
mod tests;
