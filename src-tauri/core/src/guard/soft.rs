//! Pages that send on by themselves: meta refresh and script. Pure: a page in, an address out.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::net::Fetched;

/// What stands further down describes nothing any more, bytes.
const LOOKED_AT: usize = 256 << 10;
/// A refresh later than this is for readers, seconds.
const SOON: f64 = 5.0;
/// A page with more words than this is there to be read, and its scripts wait for a click.
const FEW_WORDS: usize = 600;

pub(super) enum Soft {
    Refresh(Url),
    Script(Url),
    No { password: bool },
}

/// Where a page sends its visitors.
pub(super) fn of(page: &Fetched) -> Soft {
    if let Some(next) = page.refresh.as_deref().and_then(|text| refresh(text, &page.url)) {
        return Soft::Refresh(next);
    }
    let is_html = page.content_type.as_deref().is_none_or(|kind| kind.contains("html")) || page.bytes.starts_with(b"<");
    if !is_html {
        return Soft::No { password: false };
    }
    let bytes = page.bytes.get(..LOOKED_AT.min(page.bytes.len())).unwrap_or_default();
    // What stands inside noscript is for those without scripts, which we are.
    let text = String::from_utf8_lossy(bytes).replace("<noscript", "<div").replace("<NOSCRIPT", "<div");
    let html = Html::parse_document(&text);
    for meta in all(&html, &META) {
        let is_refresh = meta.attr("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
        if let Some(next) = meta.attr("content").filter(|_| is_refresh).and_then(|text| refresh(text, &page.url)) {
            return Soft::Refresh(next);
        }
    }
    if words(&html) < FEW_WORDS {
        let scripts: String = all(&html, &SCRIPT).flat_map(|script| script.text()).collect::<Vec<_>>().join("\n");
        if let Some(next) = script(&scripts, &page.url) {
            return Soft::Script(next);
        }
        if let Some(next) = all(&html, &BODY).filter_map(|body| body.attr("onload")).find_map(|text| script(text, &page.url)) {
            return Soft::Script(next);
        }
    }
    Soft::No { password: all(&html, &PASSWORD).next().is_some() }
}

macro_rules! selector {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Option<Selector>> = LazyLock::new(|| Selector::parse($text).ok());
    };
}
selector!(META, "meta[http-equiv][content]");
selector!(SCRIPT, "script:not([src])");
selector!(BODY, "body[onload]");
selector!(PASSWORD, "input[type=password]");

/// All elements that match; none where the selector did not parse, which the tests would show.
fn all<'a>(html: &'a Html, selector: &'static LazyLock<Option<Selector>>) -> impl Iterator<Item = ElementRef<'a>> {
    selector.as_ref().into_iter().flat_map(|selector| html.select(selector))
}

/// The letters that a page shows.
fn words(html: &Html) -> usize {
    let mut count = 0;
    for node in html.tree.nodes() {
        if let Some(text) = node.value().as_text() {
            let hidden = node.parent().and_then(|parent| parent.value().as_element().map(|e| e.name().to_owned()));
            if !matches!(hidden.as_deref(), Some("script" | "style" | "title" | "noscript")) {
                count += text.trim().len();
            }
        }
    }
    count
}

/// `0; url=https://…`, in the many ways that people write it.
fn refresh(text: &str, base: &Url) -> Option<Url> {
    let (wait, rest) = text.split_once([';', ',']).or_else(|| text.split_once(char::is_whitespace))?;
    if wait.trim().parse::<f64>().unwrap_or(0.0) > SOON {
        return None;
    }
    let rest = rest.trim();
    let rest = match rest.get(..3) {
        Some(start) if start.eq_ignore_ascii_case("url") => rest.get(3..)?.trim_start().strip_prefix('=')?.trim(),
        _ => rest,
    };
    next(rest.trim_matches(['"', '\'']), base)
}

static GOES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?:^|[^\w.$])(?:(?:window|document|self|top|parent|this)\s*\.\s*)*location(?:\s*\.\s*href)?\s*(?:=|\.\s*(?:replace|assign)\s*\()\s*(?:atob\s*\(\s*)?(?:["'`]([^"'`]+)["'`]|([A-Za-z_$][\w$]*))"#,
    )
    .ok()
});

/// The address that a script goes to: written there, or held by a variable of the same script.
fn script(text: &str, base: &Url) -> Option<Url> {
    for found in GOES.as_ref()?.captures_iter(text) {
        let decoded = found.get(0).is_some_and(|all| all.as_str().contains("atob"));
        let address = match (found.get(1), found.get(2)) {
            (Some(written), _) => written.as_str().to_owned(),
            (None, Some(name)) => variable(text, name.as_str())?,
            _ => continue,
        };
        let address = if decoded { super::redirect::from_base64(&address).map(Url::into)? } else { address.replace("\\/", "/") };
        if let Some(url) = next(&address, base) {
            return Some(url);
        }
    }
    None
}

fn variable(text: &str, name: &str) -> Option<String> {
    let pattern = Regex::new(&format!(r#"(?:^|[^\w$.]){}\s*=\s*["'`]([^"'`]+)["'`]"#, regex::escape(name))).ok()?;
    Some(pattern.captures(text)?.get(1)?.as_str().replace("\\/", "/"))
}

/// Another address than the page's own.
fn next(text: &str, base: &Url) -> Option<Url> {
    let mut url = base.join(text.trim()).ok()?;
    url.set_fragment(None);
    let mut own = base.clone();
    own.set_fragment(None);
    (url != own && url.scheme() != "javascript").then_some(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sent(html: &str) -> String {
        let url = Url::parse("https://a.example/x").unwrap();
        let page = Fetched::for_tests(url, "text/html", html);
        match of(&page) {
            Soft::Refresh(url) => format!("refresh {url}"),
            Soft::Script(url) => format!("script {url}"),
            Soft::No { password } => if password { "password" } else { "-" }.to_owned(),
        }
    }

    #[test]
    fn pages_that_send_on() {
        let check = |html: &str, expected: &str| assert_eq!(sent(html), expected, "{html}");
        check("<meta http-equiv=refresh content='0;url=https://b.example/'>", "refresh https://b.example/");
        check("<META HTTP-EQUIV=\"Refresh\" CONTENT=\"3; URL='/y'\">", "refresh https://a.example/y");
        check("<noscript><meta http-equiv=refresh content='1, https://b.example/'></noscript>", "refresh https://b.example/");
        check("<meta http-equiv=refresh content='0'>", "-");
        check("<meta http-equiv=refresh content='30;url=https://b.example/'>", "-");
        check("<meta http-equiv=refresh content='0;url=/x'>", "-");
        check("<script>window.location.href = \"https://b.example/\"</script>", "script https://b.example/");
        check("<script>location='https:\\/\\/b.example\\/'</script>", "script https://b.example/");
        check("<script>top.location.replace('https://b.example/')</script>", "script https://b.example/");
        check(
            "<script>var u = 'https://b.example/'; setTimeout(function(){ document.location.assign(u) }, 9)</script>",
            "script https://b.example/",
        );
        check("<script>location.href = atob('aHR0cHM6Ly9iLmV4YW1wbGUv')</script>", "script https://b.example/");
        check("<body onload=\"location.href='https://b.example/'\">Hi</body>", "script https://b.example/");
        check("<script>if (mylocation = '/b') {}</script>", "-");
        check(&format!("<p>{}</p><script>location.href='https://b.example/'</script>", "word ".repeat(200)), "-");
        check("<form><input type=password></form>", "password");
        check("<p>plain</p>", "-");
    }
}
