//! Where a link ends: asked of the network, hop by hop, when somebody opens the link or asks; never by itself.
//!
//! HTTP redirects, meta refresh (in the page or its head of HTTP) and the common script redirects are followed through the
//! one client of `net`, which keeps no cookies and refuses what leads inside. Each hop is judged by the same rules as
//! the link itself. One fetch cannot tell whether a site sends others elsewhere.

use std::time::Duration;

use url::Url;

use super::domain::Domain;
use super::lookalike::is_known;
use super::score::Drafts;
use super::soft::{self, Soft};
use super::{Subject, clean, host, link_rules, pin_rules, score};
use crate::api::{Code, Problem};
use crate::model::{Hop, HopKind, Trail};
use crate::net::{Kind, Net, Step};

/// Most addresses on a way.
const HOPS: usize = 10;
/// More than this many hops are a chain.
const CHAIN: usize = 3;
/// For the whole way.
const DEADLINE: Duration = Duration::from_secs(20);

/// Follows the link of a pin. `trusts` as in [`super::check`].
pub async fn follow(net: &Net, subject: &Subject<'_>, trusts: impl Fn(&str) -> bool) -> Trail {
    let mut drafts = Drafts::default();
    let raw = subject.link.unwrap_or_default();
    let mut seen = link_rules::judge(raw, &mut drafts);
    let mut way = Way { hops: Vec::new(), problem: None, password: false };
    if let Some(start) = seen.url.as_ref().and_then(|url| super::openable(url.as_str()).ok()) {
        let walked = tokio::time::timeout(DEADLINE, way.walk(net, start)).await;
        if walked.is_err() {
            way.problem = Some(Problem::said(Code::NoNetwork, "way-slow", &[("seconds", &DEADLINE.as_secs())]));
        }
    }
    let end = way.hops.last().map(|(url, _)| url.clone());
    if way.problem.is_none() && way.hops.len() > 1 {
        // Now it is known where it leads.
        drafts.lower(&["shortener", "redirector"]);
    }
    on_the_way(&way, &mut drafts, &mut seen);
    pin_rules::judge(subject, &seen, &mut drafts);
    let cleaned = match &end {
        Some(end) if matches!(end.scheme(), "http" | "https") => Some(clean::cleaned(end).into()),
        Some(_) => None,
        None => seen.url.as_ref().map(|url| clean::cleaned(url).into()),
    };
    let refused = seen.url.is_none().then(|| crate::text::cut_bytes(raw, 500).to_owned());
    let trusted = !seen.domains.is_empty() && seen.domains.iter().all(|site| trusts(site));
    let verdict = score::verdict(drafts, subject.sender, trusted, cleaned, refused);
    let hops = way.hops.into_iter().map(|(url, how)| Hop { host: host::shown_host(&url).text, url: url.into(), how });
    Trail { hops: hops.collect(), verdict, problem: way.problem }
}

struct Way {
    hops: Vec<(Url, HopKind)>,
    problem: Option<Problem>,
    /// The last page asks for a password.
    password: bool,
}

impl Way {
    async fn walk(&mut self, net: &Net, start: Url) {
        let (mut url, mut how) = (start, HopKind::Link);
        loop {
            let again = self.hops.iter().any(|(known, _)| *known == url);
            self.hops.push((url.clone(), how));
            if again {
                self.problem = Some(Problem::said(Code::Blocked, "way-circle", &[]));
                return;
            }
            if self.hops.len() > HOPS {
                self.problem = Some(Problem::said(Code::Blocked, "way-long", &[("hops", &HOPS)]));
                return;
            }
            if !matches!(url.scheme(), "http" | "https") {
                return;
            }
            (url, how) = match net.step(&url, Kind::Page).await {
                Ok(Step::Next(next)) => (next, HopKind::Redirect),
                Ok(Step::Document(page)) => match soft::of(&page) {
                    Soft::Refresh(next) => (next, HopKind::Refresh),
                    Soft::Script(next) => (next, HopKind::Script),
                    Soft::No { password } => {
                        self.password = password;
                        return;
                    }
                },
                // A site that answers, if only with a refusal, is where the way ends.
                Err(problem) if matches!(problem.code, Code::NotFound | Code::Forbidden | Code::RateLimited) => return,
                Err(problem) => {
                    self.problem = Some(problem);
                    return;
                }
            };
        }
    }
}

fn on_the_way(way: &Way, drafts: &mut Drafts, seen: &mut link_rules::Seen) {
    let mut before: Option<String> = None;
    for (at, (url, how)) in way.hops.iter().enumerate() {
        let host = url.host_str().unwrap_or_default();
        let site = Domain::of(host).registrable.to_owned();
        if at > 0 {
            let mut found = Drafts::default();
            let more = link_rules::judge(url.as_str(), &mut found);
            let is_end = at + 1 == way.hops.len();
            if !is_end {
                found.lower(&["shortener", "redirector", "redirect_param"]);
            }
            drafts.merge(found);
            seen.domains.extend(more.domains);
            seen.end = more.end;
            if matches!(how, HopKind::Refresh | HopKind::Script) && before.as_ref() != Some(&site) {
                drafts.add("soft_redirect", 30, format!("{} → {site}", before.unwrap_or_default()));
            }
        }
        before = Some(site);
    }
    if way.hops.len() > CHAIN + 1 {
        drafts.add("redirect_chain", 30, format!("{} addresses", way.hops.len()));
    }
    if let (Some((first, _)), Some((last, _))) = (way.hops.first(), way.hops.last()) {
        let (first, last) = (Domain::of(first.host_str().unwrap_or_default()), Domain::of(last.host_str().unwrap_or_default()));
        if first.registrable != last.registrable {
            drafts.add("leads_elsewhere", 0, format!("{} → {}", first.registrable, last.registrable));
        }
        if way.password && !is_known(&last) {
            drafts.add("login_form", if first.registrable == last.registrable { 15 } else { 40 }, last.host);
        }
    }
    if way.problem.is_some() {
        drafts.add("unreachable", 0, way.hops.last().map_or("", |(url, _)| url.host_str().unwrap_or_default()));
    }
}
