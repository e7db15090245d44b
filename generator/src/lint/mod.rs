//! Checks documents against rules.
//!
//! The feature `lint` has the rules that validate JSON, and the check of whole documents. The
//! others are also applied in build scripts, where [`advice`] is printed.
//!
//! Each rule is a function over a raw document, so that it also works for documents that cannot be
//! parsed. The diagnostics of parsing and lowering a document are reported as well.

mod context;
mod rules;
#[cfg(feature = "lint")]
mod run;
#[cfg(feature = "lint")]
mod schema;
#[cfg(feature = "lint")]
mod violation;

#[cfg(feature = "lint")]
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::{Dialect, RawDocument};
use context::Context;

/// A rule, which reports one code.
struct Rule {
    code: Code,
    severity: Severity,
    /// The only version of OpenAPI that it applies to; `None` for all.
    only: Option<Dialect>,
    check: fn(&Context<'_>, &mut Findings),
}

impl Rule {
    fn findings(&self, context: &Context<'_>) -> Findings {
        let mut findings = Findings::default();
        if self.only.is_none_or(|only| only == context.dialect) {
            (self.check)(context, &mut findings);
        }
        findings
    }

    /// Restricts the rule to documents of one version of OpenAPI.
    const fn only(mut self, dialect: Dialect) -> Self {
        self.only = Some(dialect);
        self
    }
}

/// The findings of a rule.
#[derive(Default)]
struct Findings(Vec<Finding>);

struct Finding {
    pointer: Pointer,
    message: String,
    help: String,
}

impl Findings {
    fn add(&mut self, pointer: Pointer, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Finding {
            pointer,
            message: message.into(),
            help: help.into(),
        });
    }
}

/// Returns the code and the location of each violation of a rule.
#[cfg(feature = "lint")]
pub(crate) fn findings(document: &RawDocument) -> Vec<(Code, Pointer)> {
    let context = Context::new(&document.value);
    let findings = rules::RULES.par_iter().flat_map_iter(|rule| {
        let findings = rule.findings(&context).0.into_iter();
        findings.map(|finding| (rule.code, finding.pointer))
    });
    findings.collect()
}

/// The codes of rules whose violations affect the client.
const OF_CLIENTS: [Code; 8] = [
    Code::ArrayWithoutItems,
    Code::EnumContradictsType,
    Code::EnumNullWithoutNullable,
    Code::FormatContradictsType,
    Code::MisspelledFormat,
    Code::NoSuccessResponse,
    Code::ReferenceWithSiblings,
    Code::RequiredWithoutProperty,
];

/// Returns the violations of rules that affect the client, as warnings.
pub(crate) fn advice(document: &RawDocument) -> Diagnostics {
    let context = Context::new(&document.value);
    let rules = rules::RULES.iter();
    let rules = rules.filter(|rule| OF_CLIENTS.contains(&rule.code));
    let found = rules.flat_map(|rule| applied(rule, document, &context));
    let warnings = found.map(|one| Diagnostic {
        severity: Severity::Warning,
        ..one
    });
    warnings.collect()
}

fn applied(rule: &Rule, document: &RawDocument, context: &Context<'_>) -> Diagnostics {
    let findings = rule.findings(context);
    let diagnostic = |finding: Finding| {
        let source = &document.source;
        let mut one = source.diagnostic(rule.code, finding.pointer, finding.message);
        one.severity = rule.severity;
        one.help(finding.help)
    };
    findings.0.into_iter().map(diagnostic).collect()
}
