//! Whether two links are one page: what two people copy of it differs in ways that lead nowhere else.

use super::cleaned;

/// What the links of one page have in common: the cleaned address without scheme, `www.` and `m.`, a port that is the usual
/// one, a last slash, and a part of the page. `None` for what does not open. Not an address: only to be compared.
pub fn same_link(raw: &str) -> Option<String> {
    let url = cleaned(raw)?;
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).filter(|rest| rest.contains('.')).unwrap_or(host);
    let mut key = host.to_owned();
    if let Some(port) = url.port() {
        key.push_str(&format!(":{port}"));
    }
    key.push_str(url.path().trim_end_matches('/'));
    if let Some(query) = url.query().filter(|query| !query.is_empty()) {
        key.push('?');
        key.push_str(query);
    }
    // Pages that are made in the browser have their address after the sign.
    if let Some(part) = url.fragment().filter(|part| part.starts_with(['/', '!'])) {
        key.push('#');
        key.push_str(part);
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::same_link;

    #[test]
    fn the_same_page_under_other_addresses() {
        let page = same_link("https://shop.example/kettle?id=7");
        assert_eq!(page.as_deref(), Some("shop.example/kettle?id=7"));
        for same in [
            "http://shop.example/kettle?id=7",
            "https://www.shop.example/kettle/?id=7",
            "https://m.shop.example/kettle?id=7#reviews",
            "https://SHOP.example:443/kettle?id=7&utm_source=mail&fbclid=x",
            "https://www.google.com/url?q=https%3A%2F%2Fshop.example%2Fkettle%3Fid%3D7&sa=D",
        ] {
            assert_eq!(same_link(same), page, "{same}");
        }
        for other in [
            "https://shop.example/kettle",
            "https://shop.example/kettle?id=8",
            "https://shop.example:8443/kettle?id=7",
            "https://old.shop.example/kettle?id=7",
            "https://shop.example/kettle?id=7#/blue",
        ] {
            assert_ne!(same_link(other), page, "{other}");
        }
        assert_eq!(same_link("https://m.example/"), Some("m.example".to_owned()));
        assert_eq!(same_link("javascript:alert(1)"), None);
    }
}
