//! Runs the program as a subprocess.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

/// The exit code and the output of a run.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in a folder.
pub fn run<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Run {
    run_into(folder, Stdio::piped(), arguments)
}

/// Runs the program in a folder, with its standard output connected to `stdout`.
pub fn run_into<S: AsRef<OsStr>>(
    folder: &Path,
    stdout: Stdio,
    arguments: impl IntoIterator<Item = S>,
) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_intercom-codegen-under-test"))
        .args(arguments)
        .current_dir(folder)
        .stdout(stdout)
        .stderr(Stdio::piped())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    Run {
        code: output
            .status
            .code()
            .expect("the program was not killed by a signal"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Runs the program, which must succeed with nothing on stderr, and returns its stdout.
pub fn succeed<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> String {
    let run = run(folder, arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.stdout
}
