//! Runs the program as a subprocess.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// The exit code and the output of a run.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in a folder.
pub fn run<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_intercom-codegen-under-test"))
        .args(arguments)
        .current_dir(folder)
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
