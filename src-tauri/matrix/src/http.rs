//! The HTTP client of everything Matrix: trust, proxy and user agent are set here and nowhere else.
//!
//! Pooled connections are dropped soon and probed, so that after a suspend a dead connection is not trusted (C05).
//! Proxies come from the environment and the desktop; loopback never goes through one (C10).

use std::time::Duration;

use matrix_sdk::{config::RequestConfig, reqwest};

/// What the server's log sees.
pub const USER_AGENT: &str = concat!("Tackroom/", env!("CARGO_PKG_VERSION"));

/// A client for the homeserver.
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(Duration::from_secs(10))
        .pool_idle_timeout(Duration::from_secs(25))
        .tcp_keepalive(Duration::from_secs(15))
        .http2_keep_alive_interval(Duration::from_secs(15))
        .http2_keep_alive_timeout(Duration::from_secs(10))
        .build()
}

/// For what a person waits for: one try, an answer within 20 s.
pub fn once() -> RequestConfig {
    RequestConfig::new().disable_retry().timeout(Duration::from_secs(20))
}

/// For sending: one try (the outbox has its own schedule), bounded by the size of what goes up.
pub fn sending(bytes: usize) -> RequestConfig {
    let slowest = Duration::from_secs((bytes / 20_000) as u64);
    RequestConfig::new().disable_retry().timeout(Duration::from_secs(75) + slowest)
}

/// The proxy that the environment names for this address, for words about a failure.
pub fn proxy_in_use(url: &url::Url) -> Option<String> {
    let names: &[&str] = match url.scheme() {
        "https" => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        _ => &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
    };
    let proxy = names.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    // A proxy's address can hold a password: only its host and port are shown.
    let parsed = url::Url::parse(&proxy).or_else(|_| url::Url::parse(&format!("http://{proxy}"))).ok()?;
    let host = parsed.host_str()?;
    Some(match parsed.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}
