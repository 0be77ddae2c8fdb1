//! What each finding says to a person, in English; the UI has the same codes in its own languages.

/// All codes with their words.
pub const WORDS: [(&str, &str); 33] = [
    ("bad_scheme", "This is no web link. Tackroom never opens it."),
    ("bad_address", "This is not a proper web address, so nobody can tell where it leads."),
    ("userinfo", "What stands before the @ is not the site. The link leads to what follows it."),
    ("ip_host", "The link leads to a number instead of a name, so nobody can tell whose site it is."),
    ("lookalike_idn", "The address uses letters that look like others, so that it can be taken for another site."),
    ("lookalike_ascii", "The address is written so that it can be taken for a well-known site, and is another."),
    ("punycode", "The address has letters beyond plain Latin. Its spelled-out form is shown."),
    ("odd_host", "The address is written in an unusual way that hides where it leads."),
    ("cheap_ending", "The address has an ending that costs next to nothing and is often used to deceive."),
    ("hidden_chars", "There are invisible or turning characters in it, which can hide what it really says."),
    ("text_mismatch", "The words name one site, and the link leads to another."),
    ("source_mismatch", "The pin says it comes from one site, and the link leads to another."),
    ("affiliate_tag", "Somebody is paid when you buy through this link."),
    ("affiliate_host", "The link goes through an advertiser that pays for your visit."),
    ("shortener", "A short link: it does not show where it leads."),
    ("redirector", "The link goes through a click counter that does not show where it leads."),
    ("redirect_param", "The link passes through one site to reach another."),
    ("redirect_chain", "The link passes through many sites before it ends."),
    ("soft_redirect", "The page sends its visitors on to another site by itself."),
    ("leads_elsewhere", "The link ends at another site than the one it names."),
    ("unreachable", "Where the link ends could not be found out."),
    ("tracking", "The link carries parts that only tell who clicked where."),
    ("plain_http", "The link is not encrypted: others on the way can read and change the page."),
    ("odd_port", "The link leads to an unusual port of that site."),
    ("long_url", "The address is very long or deeply nested, which can hide where it leads."),
    ("download", "The link leads to a program or an archive, not to a page."),
    ("file_name", "The file is a program or an archive, or its name hides what it is."),
    ("login_form", "The address is made to look like a place for signing in or paying, and is not one of a known site."),
    ("bait_words", "It promises prizes or easy money."),
    ("tiny_image", "The picture is tiny or empty: it is only there to carry the link."),
    ("decoy_ratio", "The picture is so narrow that it shows hardly anything."),
    ("stranger", "You have never written with this person."),
    ("repeat", "The same person has sent this link to several of your conversations."),
];

/// The words of a code.
pub(super) fn of(code: &str) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == code).map_or("", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_sentences() {
        for (code, words) in WORDS {
            assert!(words.ends_with('.') && words.len() > 20, "{code}");
            assert_eq!(of(code), words, "{code} is there twice");
        }
    }
}
