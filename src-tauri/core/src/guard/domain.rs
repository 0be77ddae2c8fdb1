//! A host by the Public Suffix List: which part of it somebody registered. The list's private part counts, so that a
//! page on a shared host is a domain of its own.

use psl::Type;

/// A host taken apart. Empty parts for an IP address or a bare suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Domain<'a> {
    /// ASCII, lower case, without a final dot.
    pub host: &'a str,
    /// The registrable domain: `example.co.uk`, `somebody.github.io`; the host itself where there is none.
    pub registrable: &'a str,
    /// The label that was registered: `example`, `somebody`.
    pub label: &'a str,
    /// `co.uk`, `github.io`.
    pub suffix: &'a str,
    /// What stands before the registrable domain: `www`.
    pub below: &'a str,
    /// The suffix is one of the internet's own, not of a company that gives names away.
    pub public: bool,
    /// The list knows the suffix.
    pub known: bool,
}

impl<'a> Domain<'a> {
    /// `host` as a URL has it.
    pub fn of(host: &'a str) -> Self {
        let host = host.trim_end_matches('.');
        let none = Self { host, registrable: host, label: "", suffix: "", below: "", public: false, known: false };
        if host.starts_with('[') || host.rsplit('.').next().is_none_or(|last| last.bytes().all(|b| b.is_ascii_digit())) {
            return none;
        }
        let Some(domain) = psl::domain(host.as_bytes()) else { return none };
        let (Some(registrable), Some(suffix)) = (tail(host, domain.as_bytes().len()), tail(host, domain.suffix().as_bytes().len())) else {
            return none;
        };
        let kind = domain.suffix().typ();
        Self {
            host,
            registrable,
            label: registrable.strip_suffix(suffix).and_then(|label| label.strip_suffix('.')).unwrap_or_default(),
            suffix,
            below: host.strip_suffix(registrable).unwrap_or_default().trim_end_matches('.'),
            public: kind == Some(Type::Icann),
            known: kind.is_some(),
        }
    }

    /// The label, where anybody may register it under many suffixes: what `NAME.*` in a list is held against.
    pub fn any_suffix(&self) -> Option<&'a str> {
        (self.public && !super::data::HOSTS.endings.contains(self.suffix)).then_some(self.label)
    }
}

fn tail(text: &str, length: usize) -> Option<&str> {
    text.get(text.len().checked_sub(length)?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_taken_apart() {
        let check = |host, registrable, label, suffix, below, public| {
            let domain = Domain::of(host);
            assert_eq!(
                (domain.registrable, domain.label, domain.suffix, domain.below, domain.public),
                (registrable, label, suffix, below, public),
                "{host}"
            );
        };
        check("www.example.co.uk", "example.co.uk", "example", "co.uk", "www", true);
        check("example.org.", "example.org", "example", "org", "", true);
        check("a.somebody.github.io", "somebody.github.io", "somebody", "github.io", "a", false);
        check("github.io", "github.io", "", "", "", false);
        check("10.0.0.1", "10.0.0.1", "", "", "", false);
        check("[::1]", "[::1]", "", "", "", false);
        check("localhost", "localhost", "", "", "", false);
        check("x.unheard", "x.unheard", "x", "unheard", "", false);
        assert!(!Domain::of("x.unheard").known && Domain::of("x.github.io").known);
        assert_eq!(Domain::of("www.amazon.de").any_suffix(), Some("amazon"));
        assert_eq!(Domain::of("www.amazon.xyz").any_suffix(), None);
    }
}
