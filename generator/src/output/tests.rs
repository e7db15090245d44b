//! Tests of the files that are written, removed and refused.

use std::path::Path;

use super::*;

fn read(dir: &Path, path: &str) -> Option<String> {
    std::fs::read_to_string(dir.join(path)).ok()
}

#[test]
fn changed_files_are_written_and_stale_files_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let first = Files::from_iter([("a", "1"), ("src/b/c.rs", "2"), ("d", "3")]);
    assert_eq!(first.write(dir).unwrap().written.len(), 3);
    std::fs::write(dir.join("mine"), "kept").unwrap();

    let second = Files::from_iter([("a", "1"), ("d", "4")]);
    let stale = second.check(dir).unwrap();
    assert_eq!(stale.to_string(), "changed: d\nleft over: src/b/c.rs\n");
    let changes = second.write(dir).unwrap();
    assert_eq!(changes.written, ["d"]);
    assert_eq!(changes.removed, ["src/b/c.rs"]);
    assert_eq!(changes.unchanged, 1);
    assert!(!dir.join("src").exists());
    assert_eq!(read(dir, "mine").as_deref(), Some("kept"));
    let list = read(dir, LIST).unwrap();
    let paths: Vec<&str> = list.lines().filter_map(|line| line.get(66..)).collect();
    assert_eq!(paths, ["a", "d"]);
    assert!(second.check(dir).unwrap().is_empty());
    assert_eq!(second.write(dir).unwrap().written, Vec::<String>::new());
}

#[test]
fn a_foreign_file_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("Cargo.toml"), "mine").unwrap();
    let files = Files::from_iter([("Cargo.toml", "ours"), ("src/lib.rs", "")]);
    let found = files.write(dir.path()).unwrap_err();
    assert_eq!(found.iter().next().unwrap().code.as_str(), "foreign-file");
    assert_eq!(read(dir.path(), "Cargo.toml").as_deref(), Some("mine"));
    assert!(!dir.path().join("src").exists());
    files.write_among_others(dir.path()).unwrap();
    assert_eq!(read(dir.path(), "Cargo.toml").as_deref(), Some("ours"));
}

/// A changed file is not lost without a word, whether it would be replaced or removed.
#[test]
fn a_file_that_was_changed_by_hand_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let first = Files::from_iter([("a", "1"), ("b", "2"), ("c", "3")]);
    first.write(dir).unwrap();
    for path in ["a", "b"] {
        std::fs::write(dir.join(path), "mine").unwrap();
    }
    let second = Files::from_iter([("a", "4"), ("c", "5")]);
    let found = second.write(dir).unwrap_err();
    let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    let expected = [
        "`a` was changed since it was generated, and would be replaced",
        "`b` was changed since it was generated, and would be removed",
    ];
    assert_eq!(messages, expected);
    assert_eq!(read(dir, "c").as_deref(), Some("3"), "nothing is written");

    let changes = second.overwrite(dir).unwrap();
    assert_eq!(changes.written, ["a", "c"]);
    assert_eq!(changes.removed, ["b"]);
    assert!(second.check(dir).unwrap().is_empty());
}

/// A list that names files of others, such as one from a repository that cannot be trusted.
#[test]
fn a_listed_file_that_was_not_generated_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("mine"), "text").unwrap();
    let line = format!("{}  mine\n", "0".repeat(64));
    std::fs::write(dir.join(LIST), line).unwrap();
    assert!(Files::from_iter([("a", "")]).write(dir).is_err());
    assert!(Files::from_iter([("mine", "theirs")]).write(dir).is_err());
    assert_eq!(read(dir, "mine").as_deref(), Some("text"));
}

/// Both lists of a merge are accepted, and so are the texts of both sides.
#[test]
fn lists_can_be_merged() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (dir, other) = (dir.path(), other.path());
    Files::from_iter([("a", "ours"), ("b", "1")])
        .write(dir)
        .unwrap();
    Files::from_iter([("a", "theirs"), ("c", "1")])
        .write(other)
        .unwrap();
    let merged = [read(dir, LIST).unwrap(), read(other, LIST).unwrap()].concat();
    std::fs::write(dir.join(LIST), merged).unwrap();
    for path in ["a", "c"] {
        std::fs::copy(other.join(path), dir.join(path)).unwrap();
    }
    let both = Files::from_iter([("a", "both"), ("b", "2"), ("c", "2")]);
    assert_eq!(both.write(dir).unwrap().written, ["a", "b", "c"]);
}

#[test]
fn a_stale_list_and_the_remains_of_a_killed_run_are_reported() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let files = Files::from_iter([("a", "1")]);
    files.write(dir).unwrap();
    std::fs::remove_file(dir.join(LIST)).unwrap();
    assert_eq!(
        files.check(dir).unwrap().to_string(),
        format!("changed: {LIST}\n")
    );
    let temporary = dir.join(".intercom-codegen.tmp");
    std::fs::write(&temporary, "half").unwrap();
    assert_eq!(
        files.check(dir).unwrap().to_string(),
        "left over: .intercom-codegen.tmp\n"
    );
    assert!(
        temporary.exists() && !dir.join(LIST).exists(),
        "nothing is written"
    );
    assert_eq!(files.write(dir).unwrap().unchanged, 1);
    assert!(files.check(dir).unwrap().is_empty());
}

/// Nothing is half written: the names of files are limited to 255 bytes.
#[cfg(unix)]
#[test]
fn a_failure_leaves_all_files_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let first = Files::from_iter([("a", "1"), ("b/c", "2"), ("z", "3")]);
    first.write(dir).unwrap();
    let too_long = format!("src/d/{}", "x".repeat(256));
    let second = Files::from_iter([
        ("a", "4"),
        ("new/a", "5"),
        (too_long.as_str(), ""),
        ("z", "6"),
    ]);
    for write in [Files::write, Files::overwrite, Files::write_among_others] {
        let found = write(&second, dir).unwrap_err();
        let one = found.iter().next().unwrap();
        assert_eq!(one.code, Code::UnwritableFile, "{one}");
        assert!(first.check(dir).unwrap().is_empty());
        assert_eq!(std::fs::read_dir(dir).unwrap().count(), 4);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_up_to_date_need_not_be_writable() {
    use std::os::unix::fs::MetadataExt;

    let dir = tempfile::tempdir().unwrap();
    let files = Files::from_iter([("a", "1")]);
    files.write(dir.path()).unwrap();
    let changed = || {
        let metadata = std::fs::metadata(dir.path()).unwrap();
        (metadata.ctime(), metadata.ctime_nsec())
    };
    let before = changed();
    files.write(dir.path()).unwrap();
    files.write_among_others(dir.path()).unwrap();
    assert_eq!(changed(), before, "no file was created in between");
}

#[cfg(unix)]
#[test]
fn a_link_to_another_folder_is_refused() {
    let outer = tempfile::tempdir().unwrap();
    let (dir, elsewhere) = (outer.path().join("dir"), outer.path().join("elsewhere"));
    Files::from_iter([("src/lib.rs", "1")]).write(&dir).unwrap();
    std::fs::rename(dir.join("src"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, dir.join("src")).unwrap();
    for files in [
        Files::from_iter([("src/lib.rs", "2")]),
        Files::from_iter([("src/new/a.rs", "")]),
        Files::from_iter([("a", "")]),
    ] {
        for result in [files.write(&dir), files.overwrite(&dir)] {
            let found = result.unwrap_err().to_string();
            assert!(found.contains("`src` is a symbolic link"), "{found}");
        }
    }
    assert_eq!(read(&elsewhere, "lib.rs").as_deref(), Some("1"));
    assert!(!elsewhere.join("new").exists());
    // The output folder itself may be a link.
    let link = outer.path().join("link");
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    assert_eq!(
        Files::from_iter([("b", "")]).write(&link).unwrap().written,
        ["b"]
    );
}

#[test]
fn paths_outside_the_folder_are_refused() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("dir");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(outer.path().join("victim"), "").unwrap();
    let paths = [
        "../victim",
        "/etc/x",
        "a//b",
        "a/../../victim",
        "",
        "a\rb",
        "C:x",
        LIST,
        JOURNAL,
        ".intercom-codegen.lock",
    ];
    for path in paths {
        let one = Files::from_iter([(path, "")]);
        assert!(one.write(&dir).is_err(), "{path}");
        assert!(one.write_among_others(&dir).is_err(), "{path}");
        assert!(one.check(&dir).is_err(), "{path}");
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        std::fs::write(dir.join(LIST), format!("{empty}  {path}\n")).unwrap();
        for write in [Files::write, Files::overwrite] {
            let found = write(&Files::from_iter([("a", "")]), &dir).unwrap_err();
            let one = found.iter().next().unwrap();
            assert_eq!(one.code, Code::InvalidFilePath, "{path}");
            assert_eq!(one.position.map(|at| at.line), Some(1), "{path}");
        }
        std::fs::remove_file(dir.join(LIST)).unwrap();
    }
    assert!(outer.path().join("victim").exists());
}
