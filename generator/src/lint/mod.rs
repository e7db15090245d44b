//! Checks documents against rules.
//!
//! Each rule is a function over a raw document, so that it also works for documents that cannot be
//! parsed. The diagnostics of parsing and lowering a document are reported as well.

mod context;
mod rules;
mod run;
mod schema;
mod violation;

use std::collections::{HashMap, HashSet};

use crate::choices::Choices;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::{Document, RawDocument, Version};
use crate::pipeline::unrelated;
use crate::{lower, pass};
use context::Context;

/// A rule, which reports one code.
struct Rule {
    code: Code,
    severity: Severity,
    check: fn(&Context<'_>, &mut Findings),
}

impl Rule {
    fn findings(&self, context: &Context<'_>) -> Findings {
        let mut findings = Findings::default();
        (self.check)(context, &mut findings);
        findings
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

/// Returns all problems in a document: errors if it violates OpenAPI 3.0, contradicts itself or
/// cannot be generated from; warnings if it is incomplete.
pub fn lint(document: &RawDocument, version: Option<Version>) -> Diagnostics {
    let read = read(document, version);
    if read
        .iter()
        .any(|one| one.code == Code::UnsupportedSpecification)
    {
        // The rules do not apply to other versions of OpenAPI.
        return read;
    }
    let context = Context::new(&document.value);
    let key = |one: &Diagnostic| (one.code, one.position);
    let findings: Vec<Diagnostic> = rules::RULES
        .iter()
        .flat_map(|rule| applied(rule, document, &context))
        .collect();
    let severities: HashMap<_, _> = findings
        .iter()
        .map(|one| (key(one), one.severity))
        .collect();
    let known: HashSet<_> = read.iter().map(key).collect();
    // A warning of the generator may be an error of the document.
    let read = read.into_iter().map(|mut one| {
        if severities.get(&key(&one)) == Some(&Severity::Error) {
            one.severity = Severity::Error;
        }
        one
    });
    read.chain(
        findings
            .into_iter()
            .filter(|one| !known.contains(&key(one))),
    )
    .collect()
}

/// Returns the diagnostics of parsing, lowering and naming a document, as for a strict generator.
fn read(document: &RawDocument, version: Option<Version>) -> Diagnostics {
    let read = || {
        let (document, mut found) = Document::parse(document.clone(), version)?;
        let (api, warnings) = lower::lower(&document, &Choices::default())?;
        let warnings = unrelated(warnings, &found);
        found.extend(warnings);
        let warnings = pass::shape(api, &document).map(|(_, warnings)| warnings);
        found.extend(warnings.unwrap_or_else(|errors| errors));
        Ok(found)
    };
    let mut found = read().unwrap_or_else(|errors: Diagnostics| errors);
    found.deny_violations();
    found
}

/// Returns the code and the location of each violation of a rule.
pub(crate) fn findings(document: &RawDocument) -> Vec<(Code, Pointer)> {
    let context = Context::new(&document.value);
    let findings = rules::RULES.iter().flat_map(|rule| {
        let findings = rule.findings(&context).0.into_iter();
        findings.map(|finding| (rule.code, finding.pointer))
    });
    findings.collect()
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
