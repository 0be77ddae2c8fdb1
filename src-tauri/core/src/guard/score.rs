//! From what the rules found to what is done about it: points are added up (link-guard-facts section 5), some kinds
//! decide alone, and who sends it matters.

use crate::model::{Finding, Severity, Verdict};

use super::words;

/// From here on it is asked before the link opens.
const WARN: u32 = 25;
/// From here on the pin lies under a cover.
const COVER: u32 = 60;

/// What many innocent links have too.
const MILD: [&str; 9] =
    ["plain_http", "odd_port", "long_url", "tracking", "punycode", "affiliate_tag", "leads_elsewhere", "unreachable", "decoy_ratio"];

/// Whom a pin comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sender {
    /// Oneself: remarks only.
    Me,
    /// Somebody whom the person said to trust: remarks only, but for what decides alone.
    Trusted,
    /// Somebody one has written with, or a feed one has added.
    Contact,
    /// Unknown, or somebody on a board.
    #[default]
    Other,
    /// Somebody one has never written to.
    Stranger,
}

/// What a rule found.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub code: &'static str,
    pub points: u32,
    /// Decides alone, whoever sends it.
    pub hard: bool,
    pub evidence: String,
}

/// What all rules found so far; a kind counts once, with its highest points.
#[derive(Default)]
pub(super) struct Drafts(pub Vec<Draft>);

impl Drafts {
    pub fn add(&mut self, code: &'static str, points: u32, evidence: impl Into<String>) {
        self.push(Draft { code, points, hard: false, evidence: crate::text::cut_bytes(&evidence.into(), 200).to_owned() });
    }

    /// What decides alone.
    pub fn hard(&mut self, code: &'static str, evidence: impl Into<String>) {
        self.push(Draft { code, points: 100, hard: true, evidence: crate::text::cut_bytes(&evidence.into(), 200).to_owned() });
    }

    fn push(&mut self, draft: Draft) {
        match self.0.iter_mut().find(|known| known.code == draft.code) {
            Some(known) if known.points < draft.points => *known = draft,
            Some(_) => {}
            None => self.0.push(draft),
        }
    }

    pub fn has(&self, code: &str) -> bool {
        self.0.iter().any(|draft| draft.code == code)
    }

    /// What these say is settled: they stay as remarks.
    pub fn lower(&mut self, codes: &[&str]) {
        self.0.iter_mut().filter(|draft| !draft.hard && codes.contains(&draft.code)).for_each(|draft| draft.points = 0);
    }

    pub fn merge(&mut self, more: Self) {
        more.0.into_iter().for_each(|draft| self.push(draft));
    }

    fn any(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| self.has(code))
    }
}

/// Adds up; `trusted_site`: the person said to trust where the link leads.
pub(super) fn verdict(mut drafts: Drafts, sender: Sender, trusted_site: bool, cleaned: Option<String>, refused: Option<String>) -> Verdict {
    let hard = drafts.0.iter().any(|draft| draft.hard);
    let (mild, grave): (Vec<&Draft>, Vec<&Draft>) = drafts.0.iter().partition(|draft| MILD.contains(&draft.code));
    let total = |drafts: &[&Draft]| drafts.iter().map(|draft| draft.points).sum::<u32>();
    // Remarks alone do not add up to a question.
    let mut sum = total(&mild).min(WARN - 1) + total(&grave);
    // Bait from somebody unknown weighs more than both together.
    if drafts.has("bait_words") && drafts.has("stranger") {
        sum += 20;
    }
    // The spam pin of old: a tiny decoy over a paid or hidden link.
    let spam_pin = drafts.has("tiny_image")
        && drafts.any(&["affiliate_tag", "affiliate_host", "shortener", "redirector", "redirect_param", "redirect_chain", "soft_redirect"]);
    if spam_pin {
        sum = sum.max(COVER);
    }
    let weighed = |points: u32| match sender {
        Sender::Contact => points * 7 / 10,
        _ => points,
    };
    let lenient = trusted_site || matches!(sender, Sender::Me | Sender::Trusted);
    let severity = |points: u32, hard: bool| match points {
        _ if hard && sender != Sender::Me => Severity::Cover,
        _ if lenient => Severity::Note,
        points if points >= COVER => Severity::Cover,
        points if points >= WARN => Severity::Warn,
        _ => Severity::Note,
    };
    if drafts.0.is_empty() {
        return Verdict { cleaned, refused, ..Verdict::default() };
    }
    let all = severity(weighed(sum.min(100)), hard);
    drafts.0.sort_by_key(|draft| std::cmp::Reverse(draft.points));
    let findings = drafts.0.into_iter().map(|draft| Finding {
        severity: severity(weighed(draft.points), draft.hard),
        words: words::of(draft.code).to_owned(),
        code: draft.code.to_owned(),
        evidence: draft.evidence,
    });
    Verdict { severity: all, findings: findings.collect(), cleaned, refused }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(points: &[(&'static str, u32)], sender: Sender, trusted: bool) -> Severity {
        let mut drafts = Drafts::default();
        points.iter().for_each(|(code, points)| drafts.add(code, *points, ""));
        verdict(drafts, sender, trusted, None, None).severity
    }

    #[test]
    fn points_add_up() {
        let check = |points: &[(&'static str, u32)], expected| assert_eq!(judged(points, Sender::Other, false), expected, "{points:?}");
        check(&[], Severity::None);
        check(&[("tracking", 0)], Severity::Note);
        check(&[("shortener", 25)], Severity::Warn);
        check(&[("shortener", 24)], Severity::Note);
        check(&[("shortener", 25), ("download", 40)], Severity::Cover);
        check(&[("plain_http", 10), ("odd_port", 10), ("affiliate_tag", 15)], Severity::Note);
        check(&[("tiny_image", 30), ("affiliate_tag", 15)], Severity::Cover);
        check(&[("bait_words", 10), ("stranger", 10)], Severity::Warn);
    }

    #[test]
    fn who_sends_it_matters() {
        let check = |sender, trusted, expected| assert_eq!(judged(&[("shortener", 25)], sender, trusted), expected, "{sender:?} {trusted}");
        check(Sender::Contact, false, Severity::Note);
        check(Sender::Other, false, Severity::Warn);
        check(Sender::Other, true, Severity::Note);
        check(Sender::Trusted, false, Severity::Note);
        check(Sender::Me, false, Severity::Note);
        assert_eq!(judged(&[("download", 90)], Sender::Contact, false), Severity::Cover);
    }

    #[test]
    fn what_decides_alone_is_not_trusted_away() {
        for (sender, trusted, expected) in
            [(Sender::Trusted, true, Severity::Cover), (Sender::Contact, false, Severity::Cover), (Sender::Me, false, Severity::Note)]
        {
            let mut drafts = Drafts::default();
            drafts.hard("bad_scheme", "javascript:");
            assert_eq!(verdict(drafts, sender, trusted, None, None).severity, expected, "{sender:?}");
        }
    }

    #[test]
    fn a_kind_counts_once_with_its_highest() {
        let mut drafts = Drafts::default();
        drafts.add("shortener", 25, "a");
        drafts.add("shortener", 25, "b");
        drafts.add("ip_host", 30, "c");
        drafts.add("ip_host", 50, "d");
        assert_eq!(drafts.0.iter().map(|d| (d.points, d.evidence.as_str())).collect::<Vec<_>>(), [(25, "a"), (50, "d")]);
    }
}
