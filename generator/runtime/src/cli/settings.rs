//! The connection: credentials, server and version.

use std::path::Path;
use std::time::Duration;

use clap::ArgMatches;
use secrecy::SecretString;

use super::description::{Credential, CredentialKind, Program, Version};
use super::failure::Failure;
use crate::client::Defaults;
use crate::{ClientBuilder, Connection};

/// Returns the name of an environment variable: `INTERCOM_TOKEN`.
pub(super) fn variable(program: &Program, end: &str) -> String {
    let name = program.description.name;
    let name: String = name
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '_'
            }
        })
        .collect();
    format!("{name}_{end}").to_uppercase()
}

/// Returns the only credential that is a single secret, which `--token-file` contains.
pub(super) fn secret(version: &Version) -> Option<&'static Credential> {
    match version.credentials {
        [one] if one.kind != CredentialKind::Basic => Some(one),
        _ => None,
    }
}

/// Returns the environment variables of the program, and what they contain.
pub(super) fn variables(program: &Program, version: &Version) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for credential in version.credentials {
        match credential.kind {
            CredentialKind::Basic => {
                for (end, text) in [("USERNAME", "user name"), ("PASSWORD", "password")] {
                    variables.push((variable(program, end), format!("the {text}")));
                }
            }
            CredentialKind::Bearer => {
                let name = variable(program, credential.variable);
                variables.push((name, "the access token".to_owned()));
            }
            CredentialKind::Http(name)
            | CredentialKind::Header(name)
            | CredentialKind::Query(name)
            | CredentialKind::Cookie(name) => {
                let text = format!("the key `{name}`");
                variables.push((variable(program, credential.variable), text));
            }
        }
    }
    if program.description.versions.len() > 1 {
        let name = variable(program, "API_VERSION");
        variables.push((name, "the version of the API".to_owned()));
    }
    variables
}

/// The source of the credentials.
pub(super) enum Secrets {
    /// The environment, and `--token-file`.
    Environment,
    /// None: the request is not sent.
    None,
}

/// Creates the connection that the arguments select.
pub(super) fn connect(
    program: &'static Program,
    version: &'static Version,
    matches: &ArgMatches,
    secrets: Secrets,
) -> Result<Connection, Failure> {
    let description = &program.description;
    let mut builder = ClientBuilder::<()>::new();
    if let Some((name, value)) = version.header {
        builder = builder.header(name, value);
    }
    if let Some(seconds) = matches.get_one::<u64>("timeout") {
        builder = builder.timeout(Duration::from_secs(*seconds));
    }
    let region = option(matches, "region").and_then(|name| {
        let mut regions = description.regions.iter();
        regions.find(|(known, _)| known.eq_ignore_ascii_case(&name))
    });
    match (option(matches, "base-url"), region) {
        (Some(_), Some(_)) => {
            let message = "`--region` and `--base-url` both select the server: pass one of them";
            return Err(Failure::Usage(message.to_owned()));
        }
        (Some(url), None) => builder = builder.base_url(url),
        (None, Some((_, url))) => builder = builder.base_url(*url),
        (None, None) => {}
    }
    if matches!(secrets, Secrets::Environment) {
        builder = authenticate(builder, program, version, matches)?;
    }
    let defaults = Defaults {
        base_url: version.base_url,
        headers: &[],
        user_agent: description.user_agent,
        policy: program.policy,
        selects_authorization: version.selects_authorization,
    };
    builder.connection(&defaults).map_err(Failure::Usage)
}

/// Returns the value of an option that the command may lack.
pub(super) fn option(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.try_get_one::<String>(name).ok().flatten().cloned()
}

fn authenticate(
    builder: ClientBuilder<()>,
    program: &Program,
    version: &Version,
    matches: &ArgMatches,
) -> Result<ClientBuilder<()>, Failure> {
    if let (Some(path), Some(credential)) = (option(matches, "token-file"), secret(version)) {
        return Ok(set(builder, credential.kind, read(&path)?));
    }
    let read = |end: &str| environment(&variable(program, end));
    let mut builder = builder;
    for credential in version.credentials {
        builder = if credential.kind == CredentialKind::Basic {
            let (username, password) = (read("USERNAME")?, read("PASSWORD")?);
            match (username, password) {
                (Some(username), Some(password)) => builder.basic(username, password),
                _ => builder,
            }
        } else {
            match read(credential.variable)? {
                Some(secret) => set(builder, credential.kind, secret.into()),
                None => builder,
            }
        };
    }
    Ok(builder)
}

fn set(
    builder: ClientBuilder<()>,
    kind: CredentialKind,
    secret: SecretString,
) -> ClientBuilder<()> {
    match kind {
        CredentialKind::Bearer => builder.bearer(secret),
        CredentialKind::Basic => builder,
        CredentialKind::Http(scheme) => builder.http_scheme(scheme, secret),
        CredentialKind::Header(name) => builder.header_key(name, secret),
        CredentialKind::Query(name) => builder.query_key(name, secret),
        CredentialKind::Cookie(name) => builder.cookie_key(name, secret),
    }
}

/// Reads an environment variable; an empty one is absent.
fn environment(name: &str) -> Result<Option<String>, Failure> {
    let Some(value) = std::env::var_os(name) else {
        return Ok(None);
    };
    let value = value.into_string();
    let value = value.map_err(|_| Failure::Credentials(format!("`{name}` is not valid UTF-8")))?;
    let value = value.trim();
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

fn read(path: &str) -> Result<SecretString, Failure> {
    let text = std::fs::read_to_string(Path::new(path));
    let text = text.map_err(|error| Failure::file(path, &error))?;
    // Some editors begin a file with a byte order mark.
    let token = text.trim_start_matches('\u{feff}').trim();
    if token.is_empty() {
        return Err(Failure::Credentials(format!("`{path}` contains no token")));
    }
    Ok(token.to_owned().into())
}

/// Returns the credentials whose environment variables are set, or all of them if none is: a command
/// that is only printed needs none.
pub(super) fn likely(program: &Program, version: &Version) -> Vec<&'static Credential> {
    let is_set = |credential: &&Credential| {
        let value = environment(&variable(program, required(credential)));
        matches!(value, Ok(Some(_)))
    };
    let set: Vec<_> = version.credentials.iter().filter(is_set).collect();
    if set.is_empty() {
        version.credentials.iter().collect()
    } else {
        set
    }
}

/// Returns the end of the name of the environment variable that a credential requires.
fn required(credential: &Credential) -> &'static str {
    match credential.kind {
        CredentialKind::Basic => "PASSWORD",
        _ => credential.variable,
    }
}

/// Returns an error unless one of the credentials is set.
pub(super) fn check(
    program: &Program,
    version: &Version,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    if version.credentials.is_empty() || option(matches, "token-file").is_some() {
        return Ok(());
    }
    let ends = version.credentials.iter().map(required);
    let names: Vec<String> = ends.map(|end| variable(program, end)).collect();
    for name in &names {
        if environment(name)?.is_some() {
            return Ok(());
        }
    }
    let file = if secret(version).is_some() {
        ", or pass a file with `--token-file`"
    } else {
        ""
    };
    Err(Failure::Credentials(format!(
        "no credentials: set the environment variable `{}`{file}",
        names.join("` or `")
    )))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use crate::cli::failure::Failure;
    use crate::cli::fixture::request;

    #[test]
    fn the_file_of_a_token_may_be_that_of_an_editor() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        for (text, expected) in [
            ("a1", Some("a1")),
            ("\u{feff}a1\r\n", Some("a1")),
            ("\u{feff}\n", None),
        ] {
            std::fs::write(&path, text).unwrap();
            let token = super::read(path.to_str().unwrap()).ok();
            let token = token.as_ref().map(|token| token.expose_secret());
            assert_eq!(token, expected);
        }
    }

    /// Also if one of the options precedes the command.
    #[test]
    fn the_server_is_selected_once() {
        let url = "--base-url https://harbour.example";
        for arguments in [
            format!("ships list --region eu {url}"),
            format!("{url} ships list --region eu"),
        ] {
            let Err(Failure::Usage(message)) = request(&arguments) else {
                panic!("{arguments}");
            };
            assert!(message.contains("`--region` and `--base-url`"), "{message}");
        }
        for option in ["--region eu", url] {
            assert!(request(&format!("ships list {option}")).is_ok());
        }
    }
}
