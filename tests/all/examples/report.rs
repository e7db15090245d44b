//! The results of the examples, by version.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use super::compare::Difference;
use super::documents::Example;

#[derive(Default)]
pub struct Report {
    versions: Vec<Version>,
    /// The anomalies to review, each with the indices of its versions.
    anomalies: BTreeMap<String, Vec<usize>>,
    /// The lost values, which must not occur.
    losses: BTreeMap<String, Vec<usize>>,
}

#[derive(Default)]
struct Version {
    label: String,
    examples: usize,
    clean: usize,
    with_anomalies: usize,
    lost: usize,
    undecodable: usize,
}

impl Report {
    /// Begins a version, to which the following results belong.
    pub fn begin(&mut self, label: String) {
        self.versions.push(Version {
            label,
            ..Version::default()
        });
    }

    pub fn add(&mut self, example: &Example, result: Result<Vec<Difference>, String>) {
        let index = self.versions.len() - 1;
        let version = &mut self.versions[index];
        version.examples += 1;
        let count = match &result {
            Err(_) => &mut version.undecodable,
            Ok(found) if found.is_empty() => &mut version.clean,
            Ok(found) if found.iter().all(|it| it.kind.is_anomaly()) => &mut version.with_anomalies,
            Ok(_) => &mut version.lost,
        };
        *count += 1;
        match result {
            Err(reason) => insert(&mut self.losses, format!("{example}: {reason}"), index),
            Ok(found) => {
                for Difference { path, kind } in found {
                    let list = if kind.is_anomaly() {
                        &mut self.anomalies
                    } else {
                        &mut self.losses
                    };
                    insert(
                        list,
                        format!("{example}: {}: {kind}", any_item(&path)),
                        index,
                    );
                }
            }
        }
    }

    /// Prints the totals to stderr, which is shown even if the test passes.
    pub fn print(&self) {
        let mut table =
            "\nversion  examples  clean  with anomalies  lost  undecodable\n".to_owned();
        for it in &self.versions {
            let Version {
                label,
                examples,
                clean,
                with_anomalies,
                lost,
                undecodable,
            } = it;
            let _ = writeln!(
                table,
                "{label:<7}  {examples:>8}  {clean:>5}  {with_anomalies:>14}  {lost:>4}  \
                 {undecodable:>11}"
            );
        }
        let _ = std::io::stderr().write_all(table.as_bytes());
    }

    pub fn assert_nothing_is_lost(&self) {
        assert!(self.versions.iter().all(|version| version.examples > 0));
        assert!(self.losses.is_empty(), "\n{}", self.lines(&self.losses));
    }

    /// Returns the values that violate their schema, with their versions.
    pub fn anomalies(&self) -> String {
        self.lines(&self.anomalies)
    }

    fn lines(&self, entries: &BTreeMap<String, Vec<usize>>) -> String {
        let lines = entries
            .iter()
            .map(|(entry, versions)| format!("{entry} ({})\n", self.ranges(versions)));
        lines.collect()
    }

    /// Joins consecutive versions: `2.7–2.10, 2.12`.
    fn ranges(&self, versions: &[usize]) -> String {
        let runs: Vec<String> = versions
            .chunk_by(|one, next| one + 1 == *next)
            .map(
                |run| match (self.label(run[0]), self.label(run[run.len() - 1])) {
                    (first, last) if first == last => first.to_owned(),
                    (first, last) => format!("{first}–{last}"),
                },
            )
            .collect();
        runs.join(", ")
    }

    fn label(&self, version: usize) -> &str {
        &self.versions[version].label
    }
}

fn insert(entries: &mut BTreeMap<String, Vec<usize>>, entry: String, version: usize) {
    let versions = entries.entry(entry).or_default();
    if versions.last() != Some(&version) {
        versions.push(version);
    }
}

/// Erases the indices of a path, so that equal differences of many items are one entry.
fn any_item(path: &str) -> String {
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let rest = part.split_once(']').map_or(part, |(_index, rest)| rest);
        path + "[]" + rest
    })
}
