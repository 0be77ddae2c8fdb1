//! Which proxy a request goes through: the environment's (as curl reads it), else the desktop's.

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use url::{Host, Url};

/// Proxy rules; the default is none at all.
#[derive(Default)]
pub struct ProxyRules(Option<Matcher>);

impl ProxyRules {
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; where none is set, GNOME's setting. Blocks for the time of a
    /// small command.
    pub fn system() -> Self {
        const NAMES: [&str; 6] = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
        if NAMES.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
            return Self(Some(Matcher::from_env()));
        }
        Self(desktop().as_deref().and_then(gnome))
    }

    /// One proxy for all but what `no` names, in the form of `NO_PROXY`.
    #[cfg(any(test, feature = "testing"))]
    pub fn all(proxy: &str, no: &str) -> Self {
        Self(Some(Matcher::builder().all(proxy.to_owned()).no(no.to_owned()).build()))
    }

    /// The proxy's address for `url`, with its credentials where it has some. Loopback is never sent to a proxy.
    pub fn proxy_for(&self, url: &Url) -> Option<String> {
        let loopback = match url.host()? {
            Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        if loopback {
            return None;
        }
        let found = self.0.as_ref()?.intercept(&url.as_str().parse::<Uri>().ok()?)?;
        let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
        let login = match (found.basic_auth(), found.raw_auth()) {
            (_, Some((user, password))) => Some((user.to_owned(), password.to_owned())),
            (Some(header), _) => basic(header.to_str().ok()?),
            _ => None,
        };
        if let Some((user, password)) = login {
            proxy.set_username(&user).ok()?;
            proxy.set_password(Some(&password)).ok()?;
        }
        Some(proxy.into())
    }
}

fn basic(header: &str) -> Option<(String, String)> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// GNOME's proxy settings as `gsettings` prints them; `None` on other desktops.
fn desktop() -> Option<String> {
    let output = std::process::Command::new("gsettings").args(["list-recursively", "org.gnome.system.proxy"]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads lines like `org.gnome.system.proxy.http host 'proxy.example'`. Only mode `manual` is used: a script (PAC) would
/// have to be run.
fn gnome(settings: &str) -> Option<Matcher> {
    let value = |schema: &str, key: &str| {
        settings.lines().find_map(|line| {
            let rest = line.strip_prefix("org.gnome.system.proxy")?.strip_prefix(schema)?.strip_prefix(' ')?;
            Some(rest.strip_prefix(key)?.strip_prefix(' ')?.trim().trim_matches('\''))
        })
    };
    if value("", "mode")? != "manual" {
        return None;
    }
    let proxy = |schema: &str, scheme: &str| {
        let host = value(schema, "host").filter(|host| !host.is_empty())?;
        let port = value(schema, "port").filter(|port| *port != "0")?;
        Some(format!("{scheme}://{host}:{port}"))
    };
    let http = proxy(".http", "http");
    let https = proxy(".https", "http").or_else(|| http.clone());
    let ignored = value("", "ignore-hosts").unwrap_or_default();
    let no: Vec<&str> =
        ignored.trim_matches(['[', ']']).split(',').map(|host| host.trim().trim_matches('\'').trim_start_matches('*')).collect();
    let mut rules = Matcher::builder().no(no.join(","));
    rules = rules.http(http?);
    if let Some(https) = https {
        rules = rules.https(https);
    }
    Some(rules.build())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(rules: &ProxyRules, url: &str, expected: Option<&str>) {
        assert_eq!(rules.proxy_for(&Url::parse(url).unwrap()).as_deref(), expected, "{url}");
    }

    #[test]
    fn one_for_all() {
        let rules = ProxyRules::all("http://u:p@proxy.test:3128", "inside.test,.lan");
        check(&rules, "https://example.org/", Some("http://u:p@proxy.test:3128/"));
        check(&rules, "http://example.org/", Some("http://u:p@proxy.test:3128/"));
        check(&rules, "https://inside.test/", None);
        check(&rules, "https://a.inside.test/", None);
        check(&rules, "https://printer.lan/", None);
        check(&rules, "http://localhost:8008/", None);
        check(&rules, "http://127.0.0.1:8008/", None);
        check(&rules, "http://[::1]:8008/", None);
    }

    #[test]
    fn gnome_settings() {
        let text = "org.gnome.system.proxy ignore-hosts ['localhost', '*.corp.test']\norg.gnome.system.proxy mode 'manual'\n\
                    org.gnome.system.proxy.http host 'web.test'\norg.gnome.system.proxy.http port 8080\norg.gnome.system.proxy.https host ''\n\
                    org.gnome.system.proxy.https port 0\n";
        let rules = ProxyRules(gnome(text));
        check(&rules, "http://example.org/", Some("http://web.test:8080/"));
        check(&rules, "https://example.org/", Some("http://web.test:8080/"));
        check(&rules, "https://a.corp.test/", None);
        let off = ProxyRules(gnome(&text.replace("manual", "none")));
        check(&off, "http://example.org/", None);
    }
}
