//! Requests as `curl` commands, without secrets.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, USER_AGENT};

use super::description::{Carries, CredentialKind, Program, Version};
use super::settings::variable;
use crate::body::{Body, Part, part_headers, url_encoded};
use crate::{Error, Request, address};

/// Returns the request as a `curl` command for a POSIX shell. Credentials are references to
/// environment variables, unless headers or parameters of the request replace them.
pub(super) fn command(
    request: &Request,
    program: &Program,
    version: &Version,
    carries: Carries,
) -> Result<String, Error> {
    let built = request.clone().preview()?;
    let mut command = Command {
        url: quote(built.url().as_str()),
        has_query: built.url().query().is_some(),
        arguments: Vec::new(),
        cookies: Vec::new(),
    };
    for credential in version.credentials {
        let kind = credential.kind;
        if is_carried(kind, carries) && !is_replaced(kind, request) {
            command.credential(kind, program, credential.variable);
        }
    }
    for (name, value) in built.headers() {
        if name != USER_AGENT || request.headers.contains_key(USER_AGENT) {
            command.header(name, &String::from_utf8_lossy(value.as_bytes()));
        }
    }
    command.arguments.extend(command.cookie());
    command.arguments.extend(data(&request.body));
    let first = format!("curl -X {} {}", built.method(), command.url);
    let lines: Vec<String> = [first].into_iter().chain(command.arguments).collect();
    Ok(format!("{}\n", lines.join(" \\\n  ")))
}

/// A command, quoted for the shell.
struct Command {
    url: String,
    /// `true` if the URL has a query.
    has_query: bool,
    arguments: Vec<String>,
    cookies: Vec<String>,
}

impl Command {
    /// Adds a credential, whose secret is in an environment variable.
    fn credential(&mut self, kind: CredentialKind, program: &Program, name: &str) {
        let secret = format!("\"${}\"", variable(program, name));
        let header = |start: &str| format!("-H {}{secret}", quote(start));
        match kind {
            CredentialKind::Bearer => self.arguments.push(header("Authorization: Bearer ")),
            CredentialKind::Basic => {
                let [username, password] =
                    ["USERNAME", "PASSWORD"].map(|end| variable(program, end));
                let argument = format!("--user \"${username}:${password}\"");
                self.arguments.push(argument);
            }
            CredentialKind::Http(scheme) => {
                self.arguments
                    .push(header(&format!("Authorization: {scheme} ")));
            }
            CredentialKind::Header(name) => self.arguments.push(header(&format!("{name}: "))),
            CredentialKind::Query(name) => {
                let separator = if self.has_query { '&' } else { '?' };
                let start = quote(&format!("{separator}{name}="));
                self.url.push_str(&format!("{start}{secret}"));
                self.has_query = true;
            }
            CredentialKind::Cookie(name) => {
                let start = quote(&format!("{name}="));
                self.cookies.push(format!("{start}{secret}"));
            }
        }
    }

    /// Adds a header of the request.
    fn header(&mut self, name: &HeaderName, value: &str) {
        if name == COOKIE {
            self.cookies.push(quote(value));
        } else {
            let header = quote(&format!("{name}: {value}"));
            self.arguments.push(format!("-H {header}"));
        }
    }

    /// Returns the argument for the cookies, which are one header.
    fn cookie(&self) -> Option<String> {
        let cookies = self.cookies.join("'; '");
        (!self.cookies.is_empty()).then(|| format!("-H {}{cookies}", quote("Cookie: ")))
    }
}

/// Returns `true` if a request carries a credential.
fn is_carried(kind: CredentialKind, carries: Carries) -> bool {
    match carries {
        Carries::All => true,
        Carries::None => false,
        Carries::Scheme(one) => scheme(kind).is_none_or(|scheme| scheme.eq_ignore_ascii_case(one)),
    }
}

/// Returns `true` if a header or a query parameter of the request replaces the credential.
fn is_replaced(kind: CredentialKind, request: &Request) -> bool {
    match kind {
        CredentialKind::Bearer | CredentialKind::Basic | CredentialKind::Http(_) => {
            request.headers.contains_key(AUTHORIZATION)
        }
        CredentialKind::Header(name) => request.headers.contains_key(name),
        CredentialKind::Cookie(_) => request.headers.contains_key(COOKIE),
        CredentialKind::Query(name) => {
            let name = address::encode(name);
            request.query.iter().any(|(known, _)| *known == name)
        }
    }
}

/// Returns the HTTP scheme of a credential in `Authorization`.
fn scheme(kind: CredentialKind) -> Option<&'static str> {
    match kind {
        CredentialKind::Bearer => Some("bearer"),
        CredentialKind::Basic => Some("basic"),
        CredentialKind::Http(scheme) => Some(scheme),
        CredentialKind::Header(_) | CredentialKind::Query(_) | CredentialKind::Cookie(_) => None,
    }
}

/// Returns the arguments for the body.
fn data(body: &Body) -> Vec<String> {
    match body {
        Body::None => Vec::new(),
        Body::Bytes { bytes, .. } => vec![match std::str::from_utf8(bytes) {
            Ok(text) => format!("--data-raw {}", quote(text)),
            Err(_) => format!("--data-binary @- # {} bytes", bytes.len()),
        }],
        Body::Fields(pairs) => vec![format!("--data-raw {}", quote(&url_encoded(pairs)))],
        Body::Multipart { parts, headers, .. } => parts
            .iter()
            .map(|(name, part)| {
                let headers: String = part_headers(name, part, headers)
                    .map(|(name, value)| format!(";headers=\"{name}: {}\"", escaped(value)))
                    .collect();
                self::part(name, part, &headers)
            })
            .collect(),
    }
}

/// Returns the argument for a part of a form, which ends with its headers.
fn part(name: &str, part: &Part, headers: &str) -> String {
    match part {
        Part::Text {
            text,
            content_type: None,
        } if headers.is_empty() => format!("--form-string {}", quote(&format!("{name}={text}"))),
        Part::Text { text, content_type } => {
            let media_type = content_type.map(|media_type| format!(";type={media_type}"));
            let media_type = media_type.unwrap_or_default();
            let text = escaped(text);
            let form = format!("{name}=\"{text}\"{media_type}{headers}");
            format!("-F {}", quote(&form))
        }
        Part::File(file) => {
            let path = file.path().map(|path| path.display().to_string());
            let path = path.unwrap_or_else(|| "-".to_owned());
            let media_type = file.media_type();
            let form = format!("{name}=@{path};type={media_type}{headers}");
            format!("-F {}", quote(&form))
        }
    }
}

/// Escapes a text for the quotes in a form of curl.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Quotes a text for a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::super::description::Credential;
    use super::super::fixture;
    use super::*;

    fn curl(arguments: &str) -> String {
        curl_of(&fixture::PROGRAM.description.versions[0], arguments)
    }

    fn curl_of(version: &Version, arguments: &str) -> String {
        let request = fixture::request(arguments).unwrap();
        command(&request, &fixture::PROGRAM, version, Carries::All).unwrap()
    }

    #[test]
    fn secrets_are_references_to_variables() {
        assert_eq!(
            curl("ships list --per-page 5"),
            "curl -X GET 'https://harbour.example/ships?per_page=5' \\\n  \
             -H 'Authorization: Bearer '\"$HARBOUR_TOKEN\" \\\n  \
             -H 'accept: application/json'\n"
        );
    }

    #[test]
    fn headers_and_parameters_of_the_request_replace_credentials() {
        for (kind, own) in [
            (CredentialKind::Bearer, "-H authorization:mine"),
            (CredentialKind::Basic, "-H Authorization:mine"),
            (CredentialKind::Http("Digest"), "-H AUTHORIZATION:mine"),
            (CredentialKind::Header("X-Key"), "-H x-key:mine"),
            (CredentialKind::Cookie("key"), "-H Cookie:key=mine"),
            (CredentialKind::Query("clé"), "-q clé=mine"),
        ] {
            let credential = Credential {
                kind,
                variable: "KEY",
            };
            let version = Version {
                credentials: Box::leak(Box::new([credential])),
                ..fixture::PROGRAM.description.versions[0]
            };
            let is_variable = |text: &str| text.contains("$HARBOUR_");
            assert!(
                is_variable(&curl_of(&version, "api GET /ships")),
                "{kind:?}"
            );
            let text = curl_of(&version, &format!("api GET /ships {own}"));
            assert!(!is_variable(&text) && text.contains("mine"), "{text}");
        }
        let text = curl("api GET /ships -H X-Key:other -q key=1");
        assert!(text.contains("$HARBOUR_TOKEN"), "{text}");
    }

    #[test]
    fn bodies_are_quoted_for_the_shell() {
        let text = curl("ships create it's --body-name O'Hara");
        assert!(
            text.contains("https://harbour.example/harbours/it%27s/ships"),
            "{text}"
        );
        assert!(
            text.contains(r#"--data-raw '{"name":"O'\''Hara","type":"ship"}'"#),
            "{text}"
        );
        let text = curl("ships upload-chart --chart @charts/a.pdf --title x");
        assert!(
            text.contains("-F 'chart=@charts/a.pdf;type=application/pdf'"),
            "{text}"
        );
        assert!(text.contains("--form-string 'title=x'"), "{text}");
    }
}
