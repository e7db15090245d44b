//! Checks documents against rules.
//!
//! The feature `lint` has the rules that validate JSON, and the check of whole documents. The
//! others are also applied by strict generators and in build scripts.
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

use rayon::prelude::*;

use crate::Generator;
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

    /// Returns the severity of violations that a generator reports: a strict one all errors, and
    /// that of a build script those that affect the client.
    fn reported(&self, generator: &Generator) -> Option<Severity> {
        if generator.strict && self.severity == Severity::Error {
            return Some(Severity::Error);
        }
        let is_advice = generator.advises && OF_CLIENTS.contains(&self.code);
        is_advice.then_some(Severity::Warning)
    }

    /// Returns a violation as a diagnostic.
    fn diagnostic(&self, document: &RawDocument, finding: Finding) -> Diagnostic {
        let source = &document.source;
        let one = source.diagnostic(self.code, finding.pointer, finding.message);
        Diagnostic {
            severity: self.severity,
            ..one.help(finding.help)
        }
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

/// The violations of the rules in a document.
#[derive(Default)]
pub(crate) struct Violations {
    /// Those that the generator reports.
    pub reported: Diagnostics,
    /// The code and the location of each of the others.
    pub counted: Vec<(Code, Pointer)>,
}

/// Returns the violations of the rules that a generator applies to a document.
pub(crate) fn violations(document: &RawDocument, generator: &Generator) -> Violations {
    let applied = |rule: &&Rule| generator.counts_findings || rule.reported(generator).is_some();
    let mut violations = Violations::default();
    // The parser rejects the document.
    if Dialect::declared(&document.value).is_none() || !rules::RULES.iter().any(|one| applied(&one))
    {
        return violations;
    }
    let context = Context::new(document);
    let rules = rules::RULES.par_iter().filter(applied);
    let found: Vec<_> = rules
        .map(|rule| (rule, rule.findings(&context).0))
        .collect();
    for (rule, findings) in found {
        match rule.reported(generator) {
            Some(severity) => {
                let reported = findings.into_iter();
                let reported = reported.map(|one| Diagnostic {
                    severity,
                    ..rule.diagnostic(document, one)
                });
                violations.reported.extend(reported);
            }
            None => {
                let locations = findings.into_iter().map(|one| (rule.code, one.pointer));
                violations.counted.extend(locations);
            }
        }
    }
    violations
}
