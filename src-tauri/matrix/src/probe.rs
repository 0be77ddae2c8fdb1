//! Finding a homeserver from what a person types, and how it lets people in.
//!
//! A URL is tried as it stands; a name, or a URL that is no homeserver, goes through `.well-known`. What failed is told
//! apart: no such server, no network, no Matrix there, asked too often.

use std::time::Duration;

use matrix_sdk::{
    Client, ClientBuildError, HttpError,
    config::RequestConfig,
    ruma::api::client::{discovery::get_authorization_server_metadata::v1::Prompt, session::get_login_types::v3::LoginType},
};
use tackroom_core::{
    api::{Code, Problem},
    model::ServerInfo,
};
use url::Url;

use crate::{
    failure::{Failure, chain, http_problem},
    http,
};

const PATIENCE: Duration = Duration::from_secs(12);

/// Asks a homeserver, by name or URL, how it lets people in.
pub async fn probe(server: &str) -> Result<ServerInfo, Problem> {
    let client = find(server).await?;
    let types = client.matrix_auth().get_login_types().await.map_err(|e| http_problem(&e, "ask the server how to sign in"))?;
    let password = types.flows.iter().any(|flow| matches!(flow, LoginType::Password(_)));
    let sso = types.flows.iter().any(|flow| matches!(flow, LoginType::Sso(_)));
    let oauth = client.oauth().server_metadata().await.ok();
    let create_account = oauth.as_ref().is_some_and(|server| server.prompt_values_supported.contains(&Prompt::Create));
    Ok(ServerInfo { url: client.homeserver().to_string(), password, browser: sso || oauth.is_some(), create_account })
}

/// A client without a store for the server; it has answered as a Matrix server.
pub(crate) async fn find(server: &str) -> Result<Client, Problem> {
    let typed = tidy(server)?;
    let http_client = http::client().await.map_err(|e| crate::failure::internal(e, "prepare the connection"))?;
    let builder = Client::builder().http_client(http_client).request_config(RequestConfig::new().disable_retry().timeout(PATIENCE));
    // An address that answers as a homeserver is meant as it stands; a name, or a web site's address, is looked up.
    if typed.contains("://")
        && let Ok(client) = builder.clone().homeserver_url(&typed).build().await
        && let Ok(Ok(_)) = tokio::time::timeout(PATIENCE, client.supported_versions()).await
    {
        return Ok(client);
    }
    let build = builder.server_name_or_homeserver_url(&typed).build();
    let client = match tokio::time::timeout(PATIENCE * 2, build).await {
        Ok(built) => built.map_err(|e| build_problem(&e, &typed))?,
        Err(_) => return Err(silent(&typed)),
    };
    match tokio::time::timeout(PATIENCE, client.supported_versions()).await {
        Ok(Ok(_)) => Ok(client),
        Ok(Err(error)) => Err(http_error(&error, client.homeserver().as_str())),
        Err(_) => Err(silent(client.homeserver().as_str())),
    }
}

/// What a person types for a server: a name, a URL, or a whole Matrix ID.
fn tidy(server: &str) -> Result<String, Problem> {
    let mut text = server.trim().trim_end_matches('/');
    if let Some((_, name)) = text.strip_prefix('@').and_then(|id| id.split_once(':')) {
        text = name;
    }
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(Problem::said(Code::BadInput, "server-empty", &[]));
    }
    if text.contains("://") {
        let url = Url::parse(text).map_err(|e| Problem::new(Code::BadInput, format!("{text} is not a web address: {e}.")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Problem::said(Code::BadInput, "server-secure", &[]));
        }
        return Ok(text.to_owned());
    }
    // A server on this machine has no certificate as a rule.
    let host = text.rsplit_once(':').map_or(text, |(host, _)| host);
    if matches!(host, "localhost" | "127.0.0.1" | "[::1]") { Ok(format!("http://{text}")) } else { Ok(text.to_owned()) }
}

fn build_problem(error: &ClientBuildError, typed: &str) -> Problem {
    match error {
        ClientBuildError::InvalidServerName | ClientBuildError::Url(_) | ClientBuildError::MissingHomeserver => {
            Problem::said(Code::BadInput, "server-name", &[("server", &typed)])
        }
        ClientBuildError::AutoDiscovery(answer) => {
            let failure = match answer {
                matrix_sdk::ruma::api::error::FromHttpResponseError::Server(
                    matrix_sdk::ruma::api::client::uiaa::UiaaResponse::MatrixError(e),
                ) => Some(e.status_code.as_u16()),
                _ => None,
            };
            match failure {
                Some(429) => limited(typed),
                Some(status) if status >= 500 => unwell(typed, status),
                _ => not_matrix(typed),
            }
        }
        ClientBuildError::Http(error) => http_error(error, typed),
        other => Problem::new(Code::Internal, format!("Could not reach {typed}: {}.", chain(other))),
    }
}

fn http_error(error: &HttpError, server: &str) -> Problem {
    let (text, connecting) = match error {
        HttpError::Reqwest(error) => {
            if error.is_timeout() && !error.is_connect() {
                return silent(server);
            }
            (chain(error), error.is_connect())
        }
        HttpError::Cached(inner) => return http_error(inner, server),
        _ => {
            return match Failure::of_http(error) {
                Failure::Later { limited: true, .. } => limited(server),
                Failure::Later { status, .. } if status >= 500 => unwell(server, status),
                _ => not_matrix(server),
            };
        }
    };
    let url = Url::parse(server).or_else(|_| Url::parse(&format!("https://{server}"))).ok();
    if let (true, Some(proxy)) = (connecting, url.as_ref().and_then(http::proxy_in_use)) {
        return Problem::said(Code::NoNetwork, "server-proxy", &[("proxy", &proxy), ("server", &server)]);
    }
    let lower = text.to_lowercase();
    if lower.contains("timed out") {
        silent(server)
    } else if lower.contains("temporary failure in name resolution")
        || lower.contains("network is unreachable")
        || lower.contains("no route to host")
    {
        Problem::said(Code::NoNetwork, "server-no-network", &[("server", &server)])
    } else if lower.contains("dns") || lower.contains("lookup address") {
        Problem::said(Code::UnknownServer, "server-unknown", &[("server", &server)])
    } else if lower.contains("certificate") || lower.contains("tls") || lower.contains("handshake") {
        Problem::said(Code::UnknownServer, "server-untrusted", &[("server", &server)])
    } else if lower.contains("refused") {
        Problem::said(Code::UnknownServer, "server-no-answer", &[("server", &server)])
    } else {
        Problem::said(Code::NoNetwork, "server-unreachable", &[("server", &server)])
    }
}

fn silent(server: &str) -> Problem {
    Problem::said(Code::NoNetwork, "server-silent", &[("server", &server), ("seconds", &PATIENCE.as_secs())])
}

fn limited(server: &str) -> Problem {
    Problem::said(Code::RateLimited, "server-limited", &[("server", &server)])
}

fn unwell(server: &str, status: u16) -> Problem {
    Problem::said(Code::NoNetwork, "server-unwell", &[("server", &server), ("status", &status)])
}

fn not_matrix(server: &str) -> Problem {
    Problem::said(Code::NotMatrix, "server-not-matrix", &[("server", &server)])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_people_type_for_a_server() {
        for (typed, tidied) in [
            ("matrix.org", Some("matrix.org")),
            (" matrix.org/ ", Some("matrix.org")),
            ("@amina:example.org", Some("example.org")),
            ("https://m.example.org/", Some("https://m.example.org")),
            ("localhost:8008", Some("http://localhost:8008")),
            ("127.0.0.1:1", Some("http://127.0.0.1:1")),
            ("", None),
            ("two words", None),
            ("ftp://example.org", None),
        ] {
            assert_eq!(tidy(typed).ok().as_deref(), tidied, "{typed}");
        }
    }

    #[tokio::test]
    async fn a_closed_port_is_an_unknown_server() {
        // Bound and dropped: nobody listens there now.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let problem = probe(&format!("127.0.0.1:{port}")).await.unwrap_err();
        assert_eq!(problem.code, Code::UnknownServer, "{problem}");
    }
}
