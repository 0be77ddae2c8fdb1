//! Words that the app says where the window is not: notifications, the tray, and the sentences about what failed.
//!
//! They stand in the same message files as the words on screen (`ui/src/i18n/*.ftl`), named `app-…`. The language is
//! the one of the settings; "system" follows the environment as gettext does. What a file lacks is said in English.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::model::Language;

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> =
    LazyLock::new(|| bundle("en", &[include_str!("../../../ui/src/i18n/en.ftl"), include_str!("../../../ui/src/i18n/en.problems.ftl")]));
static GERMAN: LazyLock<Bundle> =
    LazyLock::new(|| bundle("de", &[include_str!("../../../ui/src/i18n/de.ftl"), include_str!("../../../ui/src/i18n/de.problems.ftl")]));
static ARABIC: LazyLock<Bundle> =
    LazyLock::new(|| bundle("ar", &[include_str!("../../../ui/src/i18n/ar.ftl"), include_str!("../../../ui/src/i18n/ar.problems.ftl")]));

/// A variable of a message.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Text(&'a str),
    Count(usize),
}

/// A message by its name in the files, in a language. An unknown name answers itself.
pub fn say(language: Language, id: &str, variables: &[(&str, Value<'_>)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in variables {
        match value {
            Value::Text(text) => args.set(*name, *text),
            Value::Count(count) => args.set(*name, *count),
        }
    }
    for bundle in [speaker(language), &ENGLISH] {
        if let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) {
            return bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned();
        }
    }
    id.into()
}

/// Whether a language's words run from right to left.
pub fn is_right_to_left(language: Language) -> bool {
    tag(language).1 == "rtl"
}

/// The language's tag and direction, for a page: `("ar", "rtl")`.
pub fn tag(language: Language) -> (&'static str, &'static str) {
    match resolved(language) {
        Language::English | Language::System => ("en", "ltr"),
        Language::German => ("de", "ltr"),
        Language::Arabic => ("ar", "rtl"),
    }
}

fn speaker(language: Language) -> &'static Bundle {
    match resolved(language) {
        Language::German => &GERMAN,
        Language::Arabic => &ARABIC,
        Language::English | Language::System => &ENGLISH,
    }
}

fn resolved(language: Language) -> Language {
    match language {
        Language::System => of_environment(|name| std::env::var(name).ok()),
        chosen => chosen,
    }
}

/// As gettext reads it: `LANGUAGE` is a list, and means nothing where the locale is `C`. Never [`Language::System`].
fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
    if locale.is_empty() || locale == "C" || locale == "POSIX" || locale.starts_with("C.") {
        return Language::English;
    }
    let list = set(&"LANGUAGE").unwrap_or_default();
    list.split(':').chain([locale.as_str()]).find_map(named).unwrap_or(Language::English)
}

fn named(tag: &str) -> Option<Language> {
    match tag.split(['_', '-', '.', '@']).next()?.to_ascii_lowercase().as_str() {
        "en" => Some(Language::English),
        "de" => Some(Language::German),
        "ar" => Some(Language::Arabic),
        _ => None,
    }
}

fn bundle(tag: &str, sources: &[&str]) -> Bundle {
    let tag: LanguageIdentifier = tag.parse().unwrap_or_default();
    let isolating = tag.language.as_str() == "ar";
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // As in the UI: names stand isolated among right-to-left words only.
    bundle.set_use_isolating(isolating);
    // What the parser understood is said; the UI's tests hold that it understood all.
    for source in sources {
        let resource = FluentResource::try_new((*source).into()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Language; 3] = [Language::English, Language::German, Language::Arabic];

    #[test]
    fn counts_take_their_form() {
        let said = |language, n| say(language, "app-new-messages", &[("n", Value::Count(n)), ("last", Value::Text("Hi"))]);
        assert_eq!(said(Language::English, 1), "1 new message. Hi");
        assert_eq!(said(Language::English, 3), "3 new messages. Hi");
        assert_eq!(said(Language::German, 3), "3 neue Nachrichten. Hi");
        assert!(said(Language::Arabic, 2).starts_with("رسالتان جديدتان"));
        let forms: std::collections::HashSet<_> =
            [0, 1, 2, 3, 11, 100].map(|n| said(Language::Arabic, n).replace(|c: char| c.is_ascii_digit(), "")).into();
        assert!(forms.len() >= 5, "{forms:?}");
    }

    #[test]
    fn each_word_of_the_app_is_in_each_file() {
        let english = concat!(include_str!("../../../ui/src/i18n/en.ftl"), include_str!("../../../ui/src/i18n/en.problems.ftl"));
        let ids: Vec<_> =
            english.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id).filter(|id| id.starts_with("app-")).collect();
        assert!(ids.len() > 3, "{ids:?}");
        for (id, language) in ids.iter().flat_map(|id| ALL.map(|language| (id, language))) {
            let bundle = speaker(language);
            assert!(bundle.get_message(id).is_some_and(|message| message.value().is_some()), "{id} in {language:?}");
        }
        assert_eq!(say(Language::German, "app-nothing-of-the-kind", &[]), "app-nothing-of-the-kind");
    }

    #[test]
    fn the_system_is_asked_as_gettext_asks() {
        let of = |set: &[(&str, &str)]| of_environment(|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string()));
        assert_eq!(of(&[("LANG", "de_AT.UTF-8")]), Language::German);
        assert_eq!(of(&[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "ar_EG")]), Language::Arabic);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8"), ("LANGUAGE", "ja:de:en")]), Language::German);
        assert_eq!(of(&[("LANG", "C.UTF-8"), ("LANGUAGE", "de")]), Language::English);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "fi_FI")]), Language::English);
        assert_eq!(of(&[]), Language::English);
    }
}
