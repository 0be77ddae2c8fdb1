//! The HTTP client of everything Matrix: trust, proxy and user agent are set here and nowhere else.
//!
//! Pooled connections are dropped soon and probed, so that after a suspend a dead connection is not trusted (C05).
//! Proxies come from the environment and the desktop; loopback never goes through one (C10).

use std::{sync::OnceLock, time::Duration};

use matrix_sdk::{config::RequestConfig, reqwest};
use tackroom_core::net::ProxyRules;
use url::Url;

/// What the server's log sees.
const USER_AGENT: &str = concat!("Tackroom/", env!("CARGO_PKG_VERSION"));

static RULES: OnceLock<ProxyRules> = OnceLock::new();

/// A client for the homeserver.
pub async fn client() -> Result<reqwest::Client, reqwest::Error> {
    // The desktop's setting is asked once, by a small command.
    let asked = tokio::task::spawn_blocking(|| RULES.get_or_init(ProxyRules::system)).await;
    if asked.is_err() {
        tracing::warn!("the proxy setting could not be read");
    }
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .proxy(reqwest::Proxy::custom(|url| RULES.get().and_then(|rules| rules.proxy_for(url))))
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

/// The proxy that stands before this address, for words about a failure; without its password.
pub fn proxy_in_use(url: &Url) -> Option<String> {
    let proxy = RULES.get()?.proxy_for(url)?;
    let parsed = Url::parse(&proxy).or_else(|_| Url::parse(&format!("http://{proxy}"))).ok()?;
    let host = parsed.host_str()?;
    Some(match parsed.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}
