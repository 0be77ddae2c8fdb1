//! What makes an item the same at the next refresh.
//!
//! A feed's `guid` should, and often does not: it is missing, empty, the same for all, or changes from http to https. So an
//! item has three names, each finer than the one before (guid or link; with the link; with the title), and is known by the
//! coarsest that is its own within the document. The others serve to find it again when its neighbours have changed.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::parse::Item;

/// The names of an item, coarse to fine; `own` is the index of the one that is its identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    pub names: [String; 3],
    pub own: usize,
}

impl Names {
    /// What the item is stored under.
    pub fn identity(&self) -> &str {
        self.names.get(self.own).map_or("", String::as_str)
    }
}

/// The names of each item of a document, in its order; `None` for one that repeats an earlier one wholly.
pub fn names(items: &[Item]) -> Vec<Option<Names>> {
    let all: Vec<[String; 3]> = items.iter().map(of).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in all.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let mut seen = std::collections::HashSet::new();
    let own = |names: &[String; 3]| names.iter().position(|name| counts.get(name.as_str()) == Some(&1)).unwrap_or(2);
    all.iter().map(|names| seen.insert(names.get(2)).then(|| Names { names: names.clone(), own: own(names) })).collect()
}

fn of(item: &Item) -> [String; 3] {
    let link = item.link.as_ref().map(|link| without_scheme(link.as_str()).to_owned());
    let guid = item.guid.as_deref().map(without_scheme);
    let coarse = match (guid, &link) {
        (Some(guid), _) => format!("guid\0{guid}"),
        (None, Some(link)) => format!("link\0{link}"),
        (None, None) => format!("text\0{}\0{}", item.title, item.note),
    };
    let middle = format!("{coarse}\0{}", link.as_deref().unwrap_or_default());
    let fine = format!("{middle}\0{}", item.title);
    [digest(&format!("1{coarse}")), digest(&format!("2{middle}")), digest(&format!("3{fine}"))]
}

fn without_scheme(text: &str) -> &str {
    text.strip_prefix("https:").or_else(|| text.strip_prefix("http:")).unwrap_or(text)
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
