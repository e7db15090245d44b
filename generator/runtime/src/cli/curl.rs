//! Requests as `curl` commands, without secrets.

use std::path::Path;

use http::Method;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, USER_AGENT};

use super::description::{Carries, Credential, CredentialKind, Program};
use super::settings::variable;
use crate::body::{Body, Part, part_headers, url_encoded};
use crate::credentials::cookie_name;
use crate::{Error, Request, address};

/// Returns the request as a `curl` command for a POSIX shell. Credentials are references to
/// environment variables, unless headers or parameters of the request replace them. Those in the
/// query require curl 7.87; those in a cookie are sent as the variable contains them.
pub(super) fn command<'c>(
    request: &Request,
    program: &Program,
    credentials: impl IntoIterator<Item = &'c Credential>,
    carries: Carries,
) -> Result<String, Error> {
    let built = request.clone().preview()?;
    let mut command = Command {
        arguments: Vec::new(),
        cookies: Vec::new(),
    };
    for credential in credentials {
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
    let first = format!("curl {}", target(&built, &request.body));
    let lines: Vec<String> = [first].into_iter().chain(command.arguments).collect();
    Ok(format!("{}\n", lines.join(" \\\n  ")))
}

/// The arguments of a command, quoted for the shell.
struct Command {
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
                // The value is encoded by curl.
                let name = quote(&format!("{}=", address::encode(name)));
                self.arguments.push(format!("--url-query {name}{secret}"));
            }
            CredentialKind::Cookie(name) => {
                let start = quote(&format!("{}=", cookie_name(name)));
                self.cookies.push(format!("{start}{secret}"));
            }
        }
    }

    /// Adds a header of the request.
    fn header(&mut self, name: &HeaderName, value: &str) {
        if name == COOKIE {
            self.cookies.push(quote(value));
            return;
        }
        let header = match value {
            // Otherwise curl leaves it out.
            "" => format!("{name};"),
            value => format!("{name}: {value}"),
        };
        self.arguments.push(format!("-H {}", quote(&header)));
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

/// Returns the method and the URL.
fn target(built: &reqwest::Request, body: &Body) -> String {
    let method = match (built.method(), body) {
        // Otherwise curl waits for the body of the response.
        (&Method::HEAD, Body::None) => "-I".to_owned(),
        (method, _) => format!("-X {method}"),
    };
    let url = built.url().as_str();
    // Brackets are patterns otherwise.
    let literal = if url.contains(['[', ']', '{', '}']) {
        " -g"
    } else {
        ""
    };
    format!("{method}{literal} {}", quote(url))
}

/// Returns `true` if a header or a query parameter of the request replaces the credential.
fn is_replaced(kind: CredentialKind, request: &Request) -> bool {
    match kind {
        CredentialKind::Bearer | CredentialKind::Basic | CredentialKind::Http(_) => {
            request.headers.contains_key(AUTHORIZATION)
        }
        CredentialKind::Header(name) => request.headers.contains_key(name),
        CredentialKind::Cookie(_) => request.headers.contains_key(COOKIE),
        CredentialKind::Query(name) => address::sets(&request.query, &address::encode(name)),
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
        Body::Multipart { parts, .. } if parts.is_empty() => {
            let media_type = quote("content-type: multipart/form-data; boundary=form");
            vec![
                format!("-H {media_type}"),
                "--data-raw '--form--'".to_owned(),
            ]
        }
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
            let path = match file.path() {
                // Otherwise it is standard input.
                Some(path) if path == Path::new("-") => "./-".to_owned(),
                Some(path) => path.display().to_string(),
                None => "-".to_owned(),
            };
            let path = escaped(&path);
            let media_type = file.media_type();
            let form = format!("{name}=@\"{path}\";type={media_type}{headers}");
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
    use super::super::description::Version;
    use super::super::fixture;
    use super::*;

    fn curl(arguments: &str) -> String {
        curl_of(&fixture::PROGRAM.description.versions[0], arguments)
    }

    fn curl_of(version: &Version, arguments: &str) -> String {
        let request = fixture::request(arguments).unwrap();
        command(
            &request,
            &fixture::PROGRAM,
            version.credentials,
            Carries::All,
        )
        .unwrap()
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
            text.contains(r#"-F 'chart=@"charts/a.pdf";type=application/pdf'"#),
            "{text}"
        );
        assert!(text.contains("--form-string 'title=x'"), "{text}");
    }

    /// Otherwise curl takes the rest of the name as options of the part (`man curl`, `--form`).
    #[test]
    fn names_of_files_are_quoted_for_curl() {
        for (path, expected) in [
            (
                "a;type=b,c.pdf",
                r#"@"a;type=b,c.pdf";type=application/pdf"#,
            ),
            (r#"a"b\c.pdf"#, r#"@"a\"b\\c.pdf";type=application/pdf"#),
            ("-", r#"@"./-";type=application/octet-stream"#),
        ] {
            let text = curl(&format!("ships upload-chart --chart {path}"));
            assert!(text.contains(&format!("-F 'chart={expected}'")), "{text}");
        }
    }

    #[test]
    fn api_keys_in_the_query_are_encoded_by_curl() {
        let version = Version {
            credentials: &[Credential {
                kind: CredentialKind::Query("api&key[]"),
                variable: "KEY",
            }],
            ..fixture::PROGRAM.description.versions[0]
        };
        for (path, url) in [("/ships", "/ships"), ("/ships?a=1", "/ships?a=1")] {
            let text = curl_of(&version, &format!("api GET {path}"));
            let start = format!(
                "curl -X GET 'https://harbour.example{url}' \\\n  \
                 --url-query 'api%26key%5B%5D='\"$HARBOUR_KEY\" \\\n"
            );
            assert!(text.starts_with(&start), "{text}");
        }
    }

    #[test]
    fn a_key_is_not_added_to_a_query_that_is_one_value() {
        let mut request = fixture::request("api GET /ships").unwrap();
        let value = crate::Argument::value(&[1]);
        request.query_string("filter", crate::Style::FORM, value);
        let credential = Credential {
            kind: CredentialKind::Query("key"),
            variable: "KEY",
        };
        let text = command(&request, &fixture::PROGRAM, [&credential], Carries::All).unwrap();
        assert!(
            text.starts_with("curl -X GET 'https://harbour.example/ships?1' \\\n"),
            "{text}"
        );
        assert!(!text.contains("HARBOUR_KEY"), "{text}");
    }

    #[test]
    fn special_requests_have_their_options() {
        for (arguments, expected) in [
            ("api HEAD /ships", "curl -I 'https://harbour.example/ships'"),
            (
                "api GET /ships/[1-9]",
                "curl -X GET -g 'https://harbour.example/ships/[1-9]'",
            ),
            ("api GET /ships -H X-Mast:", "-H 'x-mast;'"),
            ("api POST /ships", "-H 'content-length: 0'"),
            (
                "ships ring-bell",
                "-H 'content-type: multipart/form-data; boundary=form' \\\n  --data-raw '--form--'\n",
            ),
        ] {
            let text = curl(arguments);
            assert!(text.contains(expected), "{text}");
        }
    }
}
