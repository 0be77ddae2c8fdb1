//! Addresses that other programs hand over: `matrix:` (people and rooms) and `tackroom:` (what the app can be asked for).
//!
//! Pure. The form of `matrix:` is that of the Matrix specification, appendix "URIs".

use url::Url;

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `matrix:u/ruth:example.org`
    Person { user: String },
    /// `matrix:r/hallway:example.org`, `matrix:roomid/…:example.org`, with an event where one is named.
    Room { room: String, event: Option<String> },
    /// `tackroom:new-pin`, with a link where one is given: `tackroom:new-pin?link=https%3A%2F%2F…`
    NewPin { link: Option<String> },
    /// `tackroom:messages`
    Messages,
    /// `tackroom:requests`
    Requests,
    /// `tackroom:` alone: the window.
    Window,
}

/// Whether it is for this app to read.
pub fn is_ours(address: &str) -> bool {
    ["matrix:", "tackroom:"].into_iter().any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Reads an address; `None` where it is of another kind or names nothing.
pub fn target(address: &str) -> Option<Target> {
    let url = Url::parse(address).ok()?;
    let parts: Vec<String> = url.path().trim_start_matches('/').split('/').map(decoded).collect::<Option<_>>()?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match url.scheme() {
        "matrix" => matrix(&parts),
        "tackroom" => match parts.as_slice() {
            [""] => Some(Target::Window),
            ["new-pin"] => {
                let link = url.query_pairs().find_map(|(name, value)| (name == "link").then(|| value.into_owned()));
                Some(Target::NewPin { link })
            }
            ["messages"] => Some(Target::Messages),
            ["requests"] => Some(Target::Requests),
            _ => None,
        },
        _ => None,
    }
}

fn matrix(parts: &[&str]) -> Option<Target> {
    let event = match parts {
        [_, _] => None,
        [_, _, "e", event] if is_name(event) => Some(format!("${event}")),
        _ => return None,
    };
    let [kind, name, ..] = parts else { return None };
    // Newer rooms and all events have no server in their names.
    if !is_name(name) || (*kind != "roomid" && !name.contains(':')) {
        return None;
    }
    match *kind {
        "u" | "user" if event.is_none() => Some(Target::Person { user: format!("@{name}") }),
        "r" | "room" => Some(Target::Room { room: format!("#{name}"), event }),
        "roomid" => Some(Target::Room { room: format!("!{name}"), event }),
        _ => None,
    }
}

/// What can be part of an identifier at all: bounded, and without anything invisible.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 254 && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// Percent-decoded; `None` where that is no text.
fn decoded(part: &str) -> Option<String> {
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            out.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            out.push(*first);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_they_say() {
        let person = |user: &str| Some(Target::Person { user: user.into() });
        let room = |room: &str, event: Option<&str>| Some(Target::Room { room: room.into(), event: event.map(Into::into) });
        for (address, expected) in [
            ("matrix:u/ruth:example.org", person("@ruth:example.org")),
            ("MATRIX:u/ruth:example.org?action=chat", person("@ruth:example.org")),
            ("matrix:/u/r%C3%BCth:example.org", person("@rüth:example.org")),
            ("matrix:r/hall:example.org", room("#hall:example.org", None)),
            ("matrix:roomid/abc:example.org/e/xyz?via=example.org", room("!abc:example.org", Some("$xyz"))),
            ("matrix:roomid/abcdef", room("!abcdef", None)),
            ("tackroom:", Some(Target::Window)),
            ("tackroom:new-pin", Some(Target::NewPin { link: None })),
            (
                "tackroom:new-pin?link=https%3A%2F%2Fa.example%2F%3Fb%3D1",
                Some(Target::NewPin { link: Some("https://a.example/?b=1".into()) }),
            ),
            ("tackroom:messages", Some(Target::Messages)),
            ("tackroom:requests", Some(Target::Requests)),
            ("matrix:u/ruth", None),
            ("matrix:u/ruth:example.org/e/x", None),
            ("matrix:u/", None),
            ("matrix:u/ru%0Ath:example.org", None),
            ("matrix:u/ru%zzth:example.org", None),
            ("matrix:x/ruth:example.org", None),
            ("matrix:", None),
            ("tackroom:sign-out", None),
            ("https://example.org/", None),
            ("nonsense", None),
        ] {
            assert_eq!(target(address), expected, "{address}");
        }
        assert!(is_ours("Matrix:u/x") && is_ours("tackroom:") && !is_ours("doctor") && !is_ours("https://x"));
    }
}
