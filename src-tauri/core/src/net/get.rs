//! One fetch: hops, checks, limits.

use std::error::Error;
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use reqwest::{Response, StatusCode};
use url::{Host, Url};

use super::address::{check, inside};
use super::{Net, dns};
use crate::api::{Code, Problem};

const REDIRECTS: usize = 5;

/// What is expected at an address; decides how much of it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Page,
    Feed,
    Picture,
}

impl Kind {
    /// The most that is taken, in bytes after decompression.
    pub const fn cap(self) -> usize {
        match self {
            Self::Page => 2 << 20,
            Self::Feed => 8 << 20,
            Self::Picture => 20 << 20,
        }
    }

    const fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html,application/xhtml+xml;q=0.9,image/*;q=0.8,*/*;q=0.5",
            Self::Feed => {
                "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,text/html;q=0.7,*/*;q=0.5"
            }
            Self::Picture => "image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8",
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Feed => "feed",
            Self::Picture => "picture",
        }
    }
}

/// What a server said about a document's version; sent back to it to ask for news only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// A document of the web.
#[derive(Debug)]
pub struct Fetched {
    /// The address after redirects.
    pub url: Url,
    /// The `Content-Type` as the server wrote it; a claim, to be held against the bytes.
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
    /// All addresses that were asked, in order; the last is `url`.
    pub chain: Vec<Url>,
    pub validators: Validators,
    /// The server says that nothing has changed; `bytes` are empty.
    pub unchanged: bool,
    /// A page that is longer than its cap is cut there; everything else is refused.
    pub cut: bool,
    /// The `Refresh` header: the server asks to go on to another address.
    pub refresh: Option<String>,
}

/// One hop: where it leads on, or what is there.
#[derive(Debug)]
pub enum Step {
    Next(Url),
    Document(Fetched),
}

#[cfg(test)]
impl Fetched {
    /// A page as if it had been fetched.
    pub fn for_tests(url: Url, kind: &str, body: &str) -> Self {
        let (chain, bytes, content_type) = (vec![url.clone()], body.as_bytes().to_vec(), Some(kind.to_owned()));
        Self { url, content_type, bytes, chain, validators: Validators::default(), unchanged: false, cut: false, refresh: None }
    }
}

impl Net {
    /// Fetches a document within the limits of its kind.
    pub async fn get(&self, url: &Url, kind: Kind) -> Result<Fetched, Problem> {
        self.get_if_changed(url, kind, &Validators::default()).await
    }

    /// The same, where the server need not send what we have.
    pub async fn get_if_changed(&self, url: &Url, kind: Kind, known: &Validators) -> Result<Fetched, Problem> {
        let deadline = self.inner.deadline;
        match tokio::time::timeout(deadline, self.walk(url, kind, known)).await {
            Ok(result) => result,
            Err(_) => Err(slow(url, deadline)),
        }
    }

    /// One hop of a way that the caller walks itself; `Next` may be of any scheme. Limits as in [`Self::get`].
    pub async fn step(&self, url: &Url, kind: Kind) -> Result<Step, Problem> {
        let deadline = self.inner.deadline;
        let step = async {
            let response = self.hop(url, kind, &Validators::default()).await?;
            match redirect(&response, url)? {
                Some(next) => Ok(Step::Next(next)),
                None => receive(response, url.clone(), vec![url.clone()], kind).await.map(Step::Document),
            }
        };
        tokio::time::timeout(deadline, step).await.unwrap_or_else(|_| Err(slow(url, deadline)))
    }

    async fn walk(&self, start: &Url, kind: Kind, known: &Validators) -> Result<Fetched, Problem> {
        let mut url = start.clone();
        let mut chain = Vec::new();
        loop {
            url.set_fragment(None);
            let response = self.hop(&url, kind, known).await?;
            chain.push(url.clone());
            let Some(next) = redirect(&response, &url)? else {
                return receive(response, url, chain, kind).await;
            };
            if chain.len() > REDIRECTS {
                return Err(Problem::new(
                    Code::Blocked,
                    format!("{} sends from address to address: more than {REDIRECTS} times.", host(start)),
                ));
            }
            url = next;
        }
    }

    async fn hop(&self, url: &Url, kind: Kind, known: &Validators) -> Result<Response, Problem> {
        check(url, &self.inner.allowed)?;
        let proxy = if self.inner.allowed.has(url) { None } else { self.proxy_rules().await.proxy_for(url) };
        if proxy.is_some() {
            self.check_for_proxy(url).await?;
        }
        let mut request = self.client(proxy.as_deref())?.get(url.clone()).header(ACCEPT, kind.accept());
        for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.send().await.map_err(|error| unreachable_site(&error, url, proxy.as_deref(), self.inner.deadline))
    }

    /// A proxy resolves names itself, so what can be known here is checked here: the name must not lead inside, and where it
    /// cannot be resolved it must at least be a name of the public tree.
    async fn check_for_proxy(&self, url: &Url) -> Result<(), Problem> {
        let Some(Host::Domain(name)) = url.host() else { return Ok(()) };
        match dns::resolve(self.inner.lookup.as_ref(), &self.inner.allowed, name).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(dns::Inside(ip))) => Err(inside(&ip.to_string())),
            Err(_) if is_local_name(name) => Err(inside(name)),
            Err(_) => Ok(()),
        }
    }
}

fn is_local_name(name: &str) -> bool {
    const LOCAL: [&str; 10] = ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "localdomain", "arpa"];
    let name = name.trim_end_matches('.');
    name.rsplit_once('.').is_none_or(|(_, tld)| LOCAL.contains(&tld))
}

fn redirect(response: &Response, url: &Url) -> Result<Option<Url>, Problem> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
    // Some servers write UTF-8 here.
    let location = String::from_utf8_lossy(location.as_bytes());
    let next = url
        .join(location.trim())
        .map_err(|_| Problem::new(Code::Blocked, format!("{} sends on to something that is no address.", host(url))))?;
    Ok(Some(next))
}

async fn receive(response: Response, url: Url, chain: Vec<Url>, kind: Kind) -> Result<Fetched, Problem> {
    let status = response.status();
    let validators = Validators { etag: text(response.headers(), ETAG), last_modified: text(response.headers(), LAST_MODIFIED) };
    let content_type = text(response.headers(), CONTENT_TYPE);
    let refresh = text(response.headers(), HeaderName::from_static("refresh"));
    let unchanged = status == StatusCode::NOT_MODIFIED;
    let mut fetched = Fetched { url, content_type, bytes: Vec::new(), chain, validators, unchanged, cut: false, refresh };
    if unchanged {
        return Ok(fetched);
    }
    if !status.is_success() {
        return Err(refused(status, &fetched.url));
    }
    let cap = kind.cap();
    let too_large = |size: String| {
        Problem::new(Code::TooLarge, format!("The {} at {} is {size}; Tackroom takes {} MB.", kind.noun(), host(&fetched.url), cap >> 20))
    };
    if kind != Kind::Page
        && let Some(length) = response.content_length().filter(|length| *length > cap as u64)
    {
        return Err(too_large(format!("{} MB", length.div_ceil(1 << 20))));
    }
    let mut body = response.bytes_stream();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| broken_off(&error, &fetched.url))?;
        let room = cap - fetched.bytes.len();
        if chunk.len() <= room {
            fetched.bytes.extend_from_slice(&chunk);
        } else if kind == Kind::Page {
            // What describes a page stands at its beginning.
            fetched.bytes.extend(chunk.iter().take(room));
            fetched.cut = true;
            break;
        } else {
            return Err(too_large(format!("larger than {} MB", cap >> 20)));
        }
    }
    Ok(fetched)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn host(url: &Url) -> String {
    crate::guard::shown_host(url).text
}

fn refused(status: StatusCode, url: &Url) -> Problem {
    let host = host(url);
    let number = status.as_u16();
    match number {
        401 | 403 | 407 | 451 => Problem::said(Code::Forbidden, "site-closed", &[("host", &host), ("status", &number)]),
        429 => Problem::said(Code::RateLimited, "site-pause", &[("host", &host), ("status", &number)]),
        400..500 => Problem::said(Code::NotFound, "site-nothing", &[("host", &host), ("status", &number)]),
        _ => Problem::said(Code::NoNetwork, "site-trouble", &[("host", &host), ("status", &number)]),
    }
}

fn slow(url: &Url, deadline: Duration) -> Problem {
    Problem::said(Code::NoNetwork, "site-slow", &[("host", &host(url)), ("seconds", &deadline.as_secs_f32().ceil())])
}

fn broken_off(error: &reqwest::Error, url: &Url) -> Problem {
    if error.is_timeout() {
        return Problem::said(Code::NoNetwork, "site-stopped", &[("host", &host(url))]);
    }
    tracing::debug!(%error, "body broke off");
    Problem::said(Code::NoNetwork, "site-broke-off", &[("host", &host(url))])
}

fn unreachable_site(error: &reqwest::Error, url: &Url, proxy: Option<&str>, deadline: Duration) -> Problem {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(found) = cause {
        if let Some(dns::Inside(ip)) = found.downcast_ref::<dns::Inside>() {
            return inside(&ip.to_string());
        }
        cause = found.source();
    }
    tracing::debug!(host = url.host_str(), connect = error.is_connect(), timeout = error.is_timeout(), "fetch failed");
    if let Some(proxy) = proxy.filter(|_| error.is_connect() || error.is_timeout()) {
        let name = Url::parse(proxy)
            .ok()
            .map(|proxy| format!("{}:{}", proxy.host_str().unwrap_or_default(), proxy.port_or_known_default().unwrap_or_default()));
        let name = name.unwrap_or_default();
        return Problem::said(Code::NoNetwork, "site-proxy", &[("proxy", &name)]);
    }
    if error.is_timeout() {
        return slow(url, deadline);
    }
    Problem::said(Code::NoNetwork, "site-unreachable", &[("host", &host(url))])
}
