//! The one HTTP client for the open web: bounded, and unable to reach inside.
//!
//! A fetch walks its redirects by hand. At each hop the address is checked (scheme, port, an IP literal in any
//! notation), then the name is resolved by our own resolver, which answers only addresses that it has checked, so the
//! address checked is the address connected to. Behind a proxy the same checks are made before the proxy is asked.
//! Nothing goes out but one user agent: no cookies, no referrer. Bodies are counted after decompression and cut at the
//! size that their kind allows; the whole fetch has one deadline.
//!
//! Failures are [`Problem`]s: `Blocked` (leads inside, too many redirects, not the web), `TooLarge`, `NotFound` and
//! `Forbidden` (the site's answer), `RateLimited`, `NoNetwork` (no answer in time, or the site is failing).

mod address;
mod dns;
mod get;
mod proxy;

pub(crate) use address::is_public;
pub use dns::{Lookup, SystemLookup};
pub use get::{Fetched, Kind, Step, Validators};
pub use proxy::ProxyRules;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use crate::api::{Code, Problem};
use address::Allowed;

/// What every request of Tackroom says it is, to Matrix and to the web alike.
pub const USER_AGENT: &str = concat!("Mozilla/5.0 (compatible; Tackroom/", env!("CARGO_PKG_VERSION"), ")");

const DEADLINE: Duration = Duration::from_secs(10);

/// The client; cheap to clone. Connections are made when first needed.
#[derive(Clone)]
pub struct Net {
    inner: Arc<Inner>,
}

struct Inner {
    lookup: Arc<dyn Lookup>,
    allowed: Arc<Allowed>,
    proxy: tokio::sync::OnceCell<ProxyRules>,
    deadline: Duration,
    /// By proxy address; `None` is the direct one.
    clients: Mutex<HashMap<Option<String>, Client>>,
}

impl Default for Net {
    fn default() -> Self {
        Self::new()
    }
}

impl Net {
    /// The client of a running app: system resolver; proxy from the environment, else from the desktop.
    pub fn new() -> Self {
        Self::build(Arc::new(SystemLookup), Allowed::from_environment(), None, DEADLINE)
    }

    /// A client with its own resolver, proxy, deadline, and loopback addresses (`host:port`) that it may reach.
    #[cfg(any(test, feature = "testing"))]
    pub fn for_tests(lookup: Arc<dyn Lookup>, allowed: &[&str], proxy: Option<ProxyRules>, deadline: Duration) -> Self {
        Self::build(lookup, Allowed::parse(&allowed.join(",")), Some(proxy.unwrap_or_default()), deadline)
    }

    fn build(lookup: Arc<dyn Lookup>, allowed: Allowed, proxy: Option<ProxyRules>, deadline: Duration) -> Self {
        let proxy = tokio::sync::OnceCell::new_with(proxy);
        Self { inner: Arc::new(Inner { lookup, allowed: Arc::new(allowed), proxy, deadline, clients: Mutex::default() }) }
    }

    async fn proxy_rules(&self) -> &ProxyRules {
        self.inner.proxy.get_or_init(|| async { tokio::task::spawn_blocking(ProxyRules::system).await.unwrap_or_default() }).await
    }

    /// The client for a proxy, or the direct one. Only the direct one resolves the sites' names.
    fn client(&self, proxy: Option<&str>) -> Result<Client, Problem> {
        let mut clients = self.inner.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let key = proxy.map(str::to_owned);
        if let Some(client) = clients.get(&key) {
            return Ok(client.clone());
        }
        let broken = |error: reqwest::Error| Problem::new(Code::Internal, format!("The web client could not be set up: {error}"));
        let builder = Client::builder()
            .user_agent(USER_AGENT)
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.inner.deadline)
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(2);
        let builder = match proxy {
            Some(address) => builder.proxy(reqwest::Proxy::all(address).map_err(broken)?),
            None => {
                let resolver = dns::Checked { lookup: self.inner.lookup.clone(), allowed: self.inner.allowed.clone() };
                builder.no_proxy().dns_resolver(resolver)
            }
        };
        let client = builder.build().map_err(broken)?;
        clients.insert(key, client.clone());
        Ok(client)
    }
}

#[cfg(test)]
mod tests;
