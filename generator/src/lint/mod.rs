//! What is wrong in the documents themselves.
//!
//! Each rule is a function that looks at a raw document, so that it works for documents that
//! cannot be read any further. What reading and lowering a document find is reported with it.

mod context;
mod rules;
mod run;
mod schema;
mod violation;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::{Document, RawDocument, Version};
use crate::{lower, pass};
use context::Context;

/// Looks for one kind of fault.
struct Rule {
    code: Code,
    severity: Severity,
    check: fn(&Context<'_>, &mut Findings),
}

/// What a rule found.
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

/// Everything that is wrong with a document: errors where it breaks OpenAPI 3.0 or contradicts
/// itself, and where nothing can be generated from it; warnings where it says less than it means.
pub fn lint(document: &RawDocument, version: Option<Version>) -> Diagnostics {
    let read = read(document, version);
    if read
        .iter()
        .any(|one| one.code == Code::UnsupportedSpecification)
    {
        // Its words mean other things than the rules take them for.
        return read;
    }
    let context = Context::new(&document.value);
    let place = |one: &Diagnostic| (one.code, one.position);
    let findings = rules::RULES.iter();
    let findings = findings.flat_map(|rule| applied(rule, document, &context));
    let findings: Vec<Diagnostic> = findings.collect();
    let severities: HashMap<_, _> = findings
        .iter()
        .map(|one| (place(one), one.severity))
        .collect();
    let known: HashSet<_> = read.iter().map(place).collect();
    // What a generation gets along with may be an error of the document all the same.
    let read = read.into_iter().map(|mut one| {
        if severities.get(&place(&one)) == Some(&Severity::Error) {
            one.severity = Severity::Error;
        }
        one
    });
    let findings = findings.into_iter();
    read.chain(findings.filter(|one| !known.contains(&place(one))))
        .collect()
}

/// What stands in the way of generating from a document.
fn read(document: &RawDocument, version: Option<Version>) -> Diagnostics {
    let read = || {
        let document = Document::parse(document.clone(), version)?;
        let (api, mut warnings) = lower::lower(&document)?;
        let found = pass::shape(api, &document).map(|(_, warnings)| warnings);
        warnings.extend(found.unwrap_or_else(|errors| errors));
        Ok(warnings)
    };
    read().unwrap_or_else(|errors: Diagnostics| errors)
}

fn applied(rule: &Rule, document: &RawDocument, context: &Context<'_>) -> Diagnostics {
    let mut findings = Findings::default();
    (rule.check)(context, &mut findings);
    let diagnostic = |finding: Finding| {
        let source = &document.source;
        let mut one = source.diagnostic(rule.code, finding.pointer, finding.message);
        one.severity = rule.severity;
        one.help(finding.help)
    };
    findings.0.into_iter().map(diagnostic).collect()
}
