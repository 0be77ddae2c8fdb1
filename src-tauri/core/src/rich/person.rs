//! Links to people: `https://matrix.to/#/@ruth:example.org` and `matrix:u/ruth:example.org`.

use url::Url;

use crate::guard::decode;
use crate::model::UserId;
use crate::text::is_user_id;

/// Whom a link names; `None` for any other link.
pub fn person_of(link: &str) -> Option<UserId> {
    let url = Url::parse(link.trim()).ok()?;
    let user = match url.scheme() {
        "https" | "http" if url.host_str() == Some("matrix.to") => {
            let path = url.fragment()?.strip_prefix('/')?;
            // What follows is where to ask for a room (`?via=…`).
            decode(path.split('?').next()?)
        }
        "matrix" => {
            let (kind, name) = url.path().trim_start_matches('/').split_once('/')?;
            format!("@{}", Some(decode(name)).filter(|_| matches!(kind, "u" | "user"))?)
        }
        _ => return None,
    };
    is_user_id(&user).then_some(UserId(user))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_people() {
        let check = |link: &str, expected: Option<&str>| assert_eq!(person_of(link).as_ref().map(UserId::as_str), expected, "{link}");
        check("https://matrix.to/#/@ruth:example.org", Some("@ruth:example.org"));
        check("https://matrix.to/#/%40ruth%3Aexample.org?via=a.example", Some("@ruth:example.org"));
        check("matrix:u/ruth:example.org", Some("@ruth:example.org"));
        check("matrix:/user/ruth:example.org?action=chat", Some("@ruth:example.org"));
        check("https://matrix.to/#/!room:example.org", None);
        check("https://matrix.to/#/@ruth", None);
        check("https://matrix.to.example/#/@ruth:example.org", None);
        check("https://ruth@matrix.to.example/#/@ruth:example.org", None);
        check("matrix:r/hall:example.org", None);
        check("matrix:u/ru\u{202e}th:example.org", None);
        check("javascript:alert(1)", None);
        check("", None);
    }
}
