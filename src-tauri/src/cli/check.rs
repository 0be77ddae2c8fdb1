//! `tackroom check`: what the guard finds at links, through the same rules as in the window. Offline, unless `--follow`.

use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use tackroom_core::guard::{self, Subject};
use tackroom_core::model::{Finding, Hop, HopKind, Severity, Verdict};
use tackroom_core::net::Net;

use super::print;

/// One link, as the contract of the command line lists it.
#[derive(Serialize)]
struct Checked {
    link: String,
    /// The host that opens, as it is shown; `null` for what does not open.
    host: Option<String>,
    severity: Severity,
    cleaned: Option<String>,
    findings: Vec<Finding>,
    /// With `--follow`: the addresses on the way, the link first.
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<Vec<Hop>>,
    /// Why the end of the way is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Prints what is found. Status 1 where a link deserves a warning or a cover.
pub fn run(links: &[String], follow: bool, as_json: bool) -> Result<ExitCode> {
    let checked = if follow { followed(links)? } else { links.iter().map(|link| row(link, guard::check_link(link))).collect() };
    if as_json {
        print(&serde_json::to_string(&checked)?);
    } else {
        checked.iter().for_each(|one| print(&words(one)));
    }
    let wrong = checked.iter().any(|one| one.severity >= Severity::Warn);
    Ok(if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn followed(links: &[String]) -> Result<Vec<Checked>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let net = Net::new();
    let follow = |link: &String| {
        let subject = Subject { link: Some(link), ..Subject::default() };
        let trail = runtime.block_on(guard::follow(&net, &subject, |_| false));
        Checked { chain: Some(trail.hops), problem: trail.problem.map(|problem| problem.words), ..row(link, trail.verdict) }
    };
    Ok(links.iter().map(follow).collect())
}

fn row(link: &str, verdict: Verdict) -> Checked {
    Checked {
        link: link.to_owned(),
        host: guard::opened_host(link),
        severity: verdict.severity,
        cleaned: verdict.cleaned,
        findings: verdict.findings,
        chain: None,
        problem: None,
    }
}

fn words(one: &Checked) -> String {
    let name = |severity| match severity {
        Severity::None => "nothing found",
        Severity::Note => "note",
        Severity::Warn => "warning",
        Severity::Cover => "covered",
    };
    // What is printed here was written by others, perhaps to turn a terminal around.
    let mut lines = vec![format!("{}: {}", one.link.escape_debug(), name(one.severity))];
    lines.extend(one.host.iter().map(|host| format!("    leads to {host}")));
    for finding in &one.findings {
        lines.push(format!("    {} ({}): {} [{}]", name(finding.severity), finding.code, finding.words, finding.evidence.escape_debug()));
    }
    for hop in one.chain.iter().flatten() {
        let how = match hop.how {
            HopKind::Link => "link",
            HopKind::Redirect => "redirect",
            HopKind::Refresh => "meta refresh",
            HopKind::Script => "script",
        };
        lines.push(format!("    {how}: {}", hop.url));
    }
    lines.extend(one.problem.iter().map(|problem| format!("    {problem}")));
    lines.extend(one.cleaned.iter().map(|cleaned| format!("    cleaned: {cleaned}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_json_has_the_fields_of_the_contract() {
        let link = "https://www.amazon.de/dp/B01?tag=x-21";
        let json = serde_json::to_value([row(link, guard::check_link(link))]).unwrap();
        let first = &json[0];
        assert_eq!((first["link"].as_str(), first["host"].as_str()), (Some(link), Some("www.amazon.de")));
        assert_eq!((first["severity"].as_str(), first["cleaned"].as_str()), (Some("note"), Some("https://www.amazon.de/dp/B01")));
        let finding = first["findings"][0].as_object().unwrap();
        assert_eq!(finding.keys().map(String::as_str).collect::<Vec<_>>(), ["code", "evidence", "severity", "words"]);
        assert!(first.get("chain").is_none());
        let refused = row("javascript:alert(1)", guard::check_link("javascript:alert(1)"));
        assert_eq!((refused.host.as_deref(), refused.cleaned.as_deref(), refused.severity), (None, None, Severity::Cover));
    }

    #[test]
    fn words_turn_no_terminal_around() {
        let link = "https://example.org/\u{202e}gpj.exe";
        let text = words(&row(link, guard::check_link(link)));
        assert!(!text.contains('\u{202e}') && text.contains("covered") && text.contains("hidden_chars"), "{text}");
    }
}
