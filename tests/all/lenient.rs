//! Documents that violate the specification become a crate, with a warning for each violation. The
//! same violations are errors of a strict generator.
//!
//! Each case is a document in `fixtures/lenient`, with a snapshot of its warnings beside it. The
//! program runs in that folder, so that paths are short and the same on every machine.

use std::collections::BTreeMap;

use crate::program::run;
use crate::workspace::{files, fixture};

/// Returns the diagnostics, and those of a strict run, which writes nothing.
fn diagnostics(document: &str) -> (String, String) {
    let out = tempfile::tempdir().unwrap();
    let folder = fixture("lenient");
    let path = out.path().to_str().unwrap();
    let generate = ["generate", "--document", document, "--out", path];
    let strict = run(&folder, [&generate[..], &["--strict"]].concat());
    assert_eq!((strict.code, strict.stdout.as_str()), (1, ""), "{document}");
    assert!(files(out.path()).is_empty(), "{document}");
    let lenient = run(&folder, generate);
    assert_eq!(lenient.code, 0, "{document}: {}", lenient.stderr);
    assert!(files(out.path()).contains_key("src/lib.rs"), "{document}");
    (lenient.stderr, strict.stderr)
}

/// Returns the number of diagnostics of each code.
fn counts<'a>(diagnostics: &'a str, severity: &str) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    let prefix = format!("{severity}[");
    for line in diagnostics.lines() {
        if let Some(code) = line.strip_prefix(&prefix) {
            *counts.entry(code).or_default() += 1;
        }
    }
    counts
}

#[test]
fn every_violation_is_a_warning_or_a_strict_error() {
    insta::glob!("../fixtures/lenient", "*.{yaml,json}", |path| {
        let (lenient, strict) = diagnostics(path.file_name().unwrap().to_str().unwrap());
        assert!(counts(&lenient, "error").is_empty(), "{lenient}");
        let errors = counts(&strict, "error");
        for (code, warnings) in counts(&lenient, "warning") {
            // There are more errors if an operation that is left out has others.
            assert!(errors.get(code) >= Some(&warnings), "{code} {strict}");
        }
        let mut settings = insta::Settings::clone_current();
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path(path.parent().unwrap());
        let name = path.file_stem().unwrap().to_str().unwrap();
        settings.bind(|| insta::assert_snapshot!(name, lenient));
    });
}

#[test]
fn the_last_line_counts_what_only_lint_reports() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().to_str().unwrap();
    let folder = fixture("lint");
    let generate = ["generate", "--document", "harbour.yaml", "--out", path];
    let run = run(&folder, generate);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let last = run.stdout.lines().last().unwrap_or_default();
    let count = last
        .strip_prefix("`lint` reports ")
        .and_then(|rest| rest.strip_suffix(" more"));
    assert!(
        count.is_some_and(|count| count.parse::<usize>().unwrap() > 1),
        "{}",
        run.stdout
    );
}
