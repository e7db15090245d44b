//! The commit of a git checkout, read from its files.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};

/// Returns `true` if a text is a commit id, in full or abbreviated.
pub(super) fn is_commit(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the commit that is checked out in a folder, or `None` if the folder is not a checkout or
/// has an unusual layout.
pub(super) fn of_checkout(folder: &Path) -> Option<String> {
    let git = git_folder(folder)?;
    let head = read_to_string(git.join("HEAD")).ok()?;
    let commit = match head.trim().strip_prefix("ref: ") {
        None => head.trim().to_owned(),
        // A linked worktree has its own HEAD and shares the branches.
        Some(branch) => resolve(&git, branch).or_else(|| resolve(&shared_folder(&git)?, branch))?,
    };
    Some(commit).filter(|commit| is_commit(commit))
}

/// Returns the folder `.git`, or the one that a file of this name refers to.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = read_to_string(git).ok()?;
    Some(folder.join(text.trim().strip_prefix("gitdir: ")?))
}

fn shared_folder(git: &Path) -> Option<PathBuf> {
    let text = read_to_string(git.join("commondir")).ok()?;
    Some(git.join(text.trim()))
}

fn resolve(git: &Path, branch: &str) -> Option<String> {
    if let Ok(text) = read_to_string(git.join(branch)) {
        return Some(text.trim().to_owned());
    }
    let packed = read_to_string(git.join("packed-refs")).ok()?;
    packed.lines().find_map(|line| {
        let (commit, name) = line.split_once(' ')?;
        (name == branch).then(|| commit.to_owned())
    })
}
