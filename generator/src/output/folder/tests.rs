use super::*;

fn folder(dir: &tempfile::TempDir) -> Folder {
    Folder::create(dir.path()).unwrap()
}

fn change<'c>(path: &'c str, new: Option<&'c str>) -> Change<'c> {
    Change {
        path,
        former: None,
        new,
    }
}

#[test]
fn only_one_run_at_a_time_has_the_lock() {
    let dir = tempfile::tempdir().unwrap();
    let lock = folder(&dir).lock().unwrap();
    let found = folder(&dir).lock_within(Duration::ZERO).unwrap_err();
    assert!(found.to_string().contains("another run"), "{found}");
    drop(lock);
    drop(folder(&dir).lock_within(Duration::ZERO).unwrap());
    assert!(folder(&dir).remains().is_empty());
}

#[test]
fn the_remains_of_a_killed_run_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    for name in [LOCK, TEMPORARY] {
        fs::write(dir.path().join(name), "half").unwrap();
    }
    assert_eq!(folder(&dir).remains(), [LOCK, TEMPORARY]);
    drop(folder(&dir).lock().unwrap());
    assert!(folder(&dir).remains().is_empty());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let outer = tempfile::tempdir().unwrap();
    let victim = outer.path().join("victim");
    fs::write(&victim, "mine").unwrap();
    let dir = outer.path().join("dir");
    fs::create_dir(&dir).unwrap();
    let folder = Folder::create(&dir).unwrap();
    for (link, target) in [
        ("file", victim.clone()),
        ("src", outer.path().to_owned()),
        (TEMPORARY, victim.clone()),
    ] {
        symlink(target, dir.join(link)).unwrap();
    }
    for path in ["file", "src/victim", "src/new/file"] {
        assert!(folder.read(path).is_err(), "{path}");
        for new in [Some("theirs"), None] {
            assert!(folder.apply(&[change(path, new)]).is_err(), "{path}");
        }
    }
    // A link with the name of the temporary file is removed, and its target is kept.
    folder.apply(&[change("new", Some("text"))]).unwrap();
    assert_eq!(fs::read_to_string(dir.join("new")).unwrap(), "text");
    symlink(outer.path().join("created"), dir.join(LOCK)).unwrap();
    assert!(folder.lock().is_err());
    assert!(!outer.path().join("created").exists());
    assert_eq!(fs::read_to_string(victim).unwrap(), "mine");
}

/// Reading a pipe would wait for a writer.
#[cfg(unix)]
#[test]
fn a_file_must_be_a_regular_file() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(dir.path().join("pipe"))
        .status();
    assert!(pipe.unwrap().success());
    fs::create_dir(dir.path().join("folder")).unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    for path in ["pipe", "folder", "file/below"] {
        let found = folder(&dir).read(path).unwrap_err();
        assert!(found.to_string().contains("` is not a "), "{path}: {found}");
    }
}
