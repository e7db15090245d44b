//! `generator/ARCHITECTURE.md` has one row per construct.

use std::collections::BTreeSet;
use std::fs;

use crate::workspace::folder;

#[test]
fn every_construct_has_a_row_and_every_row_has_a_fixture() {
    let page = fs::read_to_string(folder("generator").join("ARCHITECTURE.md")).unwrap();
    let (_, tables) = page.split_once("## Constructs and their Rust").unwrap();
    // The last cell of a row is the name of its fixture in backticks.
    let rows: Vec<String> = tables
        .lines()
        .filter_map(|line| {
            let (_, cell) = line.strip_suffix("` |")?.rsplit_once("| `")?;
            Some(cell.to_owned())
        })
        .collect();
    let fixtures: BTreeSet<String> = fs::read_dir(folder("generator/fixtures/construct"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(named, fixtures);
    assert_eq!(named.len(), rows.len(), "a fixture has one row");
}
