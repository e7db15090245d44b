//! Runs the program as a subprocess, against a mock API.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use wiremock::{MockServer, Request, ResponseTemplate};

use crate::mock_api;

pub use crate::mock_api::line;

/// The token of the runs.
pub const TOKEN: &str = "dG9rOmEtc2VjcmV0";

/// The exit code and the output of a run.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Returns the standard output of a success.
    #[track_caller]
    pub fn success(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }
}

/// Returns the program in an environment of its own.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_intercom-under-test"));
    // The program inherits neither credentials nor proxies.
    command.env_clear().stdin(Stdio::null());
    command
}

/// Runs a command that sends nothing.
pub fn offline(arguments: &[&str]) -> Run {
    run(program().args(arguments))
}

pub fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    Run {
        code: output.status.code().expect("no signal ended the program"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// A mock API that sends prepared responses and records requests.
pub struct Server(MockServer);

impl Server {
    /// Starts a server that sends each response once, in order.
    pub async fn start(responses: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        Self(mock_api::start(responses).await)
    }

    /// Starts a server that responds once, with this body.
    pub async fn json(body: Value) -> Self {
        Self::start([ResponseTemplate::new(200).set_body_json(body)]).await
    }

    /// Runs the program with the server as its API.
    pub async fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, |_| {}).await
    }

    /// Runs the program after a change of its environment.
    pub async fn run_with(&self, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Run {
        let mut command = program();
        command
            .env("INTERCOM_TOKEN", TOKEN)
            .args(["--base-url", &self.0.uri(), "--timeout", "20"])
            .args(arguments);
        change(&mut command);
        let run = tokio::task::spawn_blocking(move || run(&mut command));
        run.await.expect("the program runs")
    }

    /// Runs the program in a folder.
    pub async fn run_in(&self, folder: &Path, arguments: &[&str]) -> Run {
        self.run_with(arguments, |command| {
            command.current_dir(folder);
        })
        .await
    }

    pub async fn all_received(&self) -> Vec<Request> {
        mock_api::all_received(&self.0).await
    }

    /// Returns the only request.
    pub async fn received(&self) -> Request {
        mock_api::received(&self.0).await
    }
}

/// Returns a header of a request.
pub fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers.get(name)?.to_str().ok()
}
