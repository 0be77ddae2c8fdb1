//! Picture hosts that keep one picture in several sizes: which larger ones to try.

use url::Url;

/// The addresses to try, the largest first, the one that was given last. One entry where the host is not of this kind.
///
/// The kind is known by its path, not by its name: `/236x/aa/bb/cc/name.jpg`, where the first part is a size and the rest
/// is the same for all sizes.
pub fn candidates(url: &Url) -> Vec<Url> {
    const SIZES: [&str; 6] = ["originals", "1200x", "736x", "564x", "474x", "236x"];
    let path = url.path();
    let mut parts = path.trim_start_matches('/').splitn(2, '/');
    let (Some(size), Some(rest)) = (parts.next(), parts.next()) else { return vec![url.clone()] };
    let Some(width) = width_of(size).filter(|_| hashed(rest)) else { return vec![url.clone()] };
    let larger = SIZES.iter().filter(|name| width_of(name).is_none_or(|other| other > width));
    let mut found: Vec<Url> = larger
        .map(|name| {
            let mut other = url.clone();
            other.set_path(&format!("/{name}/{rest}"));
            other
        })
        .collect();
    found.push(url.clone());
    found
}

/// `236x` or `236x236`.
fn width_of(part: &str) -> Option<u32> {
    let (width, height) = part.split_once('x')?;
    if !(height.is_empty() || height.parse::<u32>().is_ok()) {
        return None;
    }
    width.parse().ok().filter(|width| (16..4096).contains(width))
}

/// `aa/bb/cc/name.jpg`, as pictures are laid out by a digest.
fn hashed(rest: &str) -> bool {
    let parts: Vec<&str> = rest.split('/').collect();
    let Some((name, folders)) = parts.split_last() else { return false };
    folders.len() == 3 && folders.iter().all(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_hexdigit())) && name.contains('.')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn larger_first() {
        let check = |url: &str, expected: &[&str]| {
            let found = candidates(&Url::parse(url).unwrap());
            assert_eq!(found.iter().map(Url::as_str).collect::<Vec<_>>(), expected, "{url}");
        };
        let all = ["originals", "1200x", "736x", "564x", "474x", "236x"].map(|size| format!("https://i.example/{size}/aa/bb/0c/x.jpg"));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        check("https://i.example/236x/aa/bb/0c/x.jpg", &all);
        check("https://i.example/736x/aa/bb/0c/x.jpg", all.get(..3).unwrap());
        check("https://i.example/originals/aa/bb/0c/x.jpg", &["https://i.example/originals/aa/bb/0c/x.jpg"]);
        check("https://i.example/236x/photo.jpg", &["https://i.example/236x/photo.jpg"]);
        check("https://i.example/2x/aa/bb/0c/x.jpg", &["https://i.example/2x/aa/bb/0c/x.jpg"]);
        check("https://i.example/a.png", &["https://i.example/a.png"]);
        check("https://i.example/", &["https://i.example/"]);
    }
}
