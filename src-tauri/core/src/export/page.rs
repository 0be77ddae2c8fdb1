//! The page of an export. It holds no script and loads nothing but the pictures beside it; all that others wrote is text.

use super::Shown;
use crate::model::{Language, Message, MessageBody, Pin};
use crate::words::{Value, say, tag};

const STYLE: &str = "
:root { color-scheme: light dark; --wall: light-dark(#f1f2ee, #151614); --card: light-dark(#fff, #20221f); --ink: light-dark(#1d1f1b, #eceee9);
  --soft: light-dark(#5b6057, #a9afa4); --own: light-dark(#f7eed8, #3a3222) }
* { box-sizing: border-box }
body { margin: 0; background: var(--wall); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 720px; margin: 0 auto; padding: 24px 16px 64px }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere }
h2 { font-size: 14px; text-align: center; margin: 32px 0 16px }
header p, small, .soft { color: var(--soft); font-size: 14px; margin: 0 }
article { background: var(--card); border-radius: 12px; padding: 12px 16px; margin: 0 0 12px; overflow-wrap: anywhere; max-width: 560px }
article.own { background: var(--own); margin-inline-start: auto }
article p { margin: 4px 0; white-space: pre-wrap }
blockquote { margin: 4px 0; padding-inline-start: 12px; border-inline-start: 3px solid var(--soft); color: var(--soft) }
img { display: block; max-width: 100%; max-height: 80vh; width: auto; height: auto; border-radius: 8px; margin: 8px 0; background: #8882 }
a { color: inherit }
";

pub(super) const FOOT: &str = "</main>\n</html>\n";

pub(super) fn head(name: &str, now: &str, messages: usize, language: Language) -> String {
    let day = now.get(..10).unwrap_or(now);
    let about = say(language, "app-export-about", &[("day", Value::Text(day)), ("n", Value::Count(messages))]);
    let name = escape(name);
    let (tag, direction) = tag(language);
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{direction}\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{name}</title>\n<style>{STYLE}</style>\n<main>\n<header><h1 dir=\"auto\">{name}</h1><p>{}</p></header>\n",
        escape(&about),
    )
}

pub(super) fn day(day: &str) -> String {
    format!("<h2>{}</h2>\n", escape(day))
}

pub(super) fn message(message: &Message, picture: Option<&Shown>, clock: &str, language: Language) -> String {
    let word = |id: &str| escape(&say(language, id, &[]));
    let mut inner = String::new();
    if let Some(quote) = &message.reply_to {
        inner += &format!("<blockquote dir=\"auto\">{}: {}</blockquote>\n", escape(&quote.sender), escape(&quote.text));
    }
    inner += &match &message.body {
        MessageBody::Pin { pin } => pin_of(message, pin, picture, language),
        MessageBody::Text { text } | MessageBody::Emote { text } | MessageBody::Notice { text } => paragraph(text),
        MessageBody::File { name, .. } => paragraph(name),
        MessageBody::Locked => format!("<p class=\"soft\">{}</p>\n", word("app-locked")),
        MessageBody::Removed => format!("<p class=\"soft\">{}</p>\n", word("app-removed")),
        MessageBody::Unknown { event_type, text } => paragraph(text.as_deref().unwrap_or(event_type)),
    };
    let mut facts = vec![escape(&message.sender.name), escape(clock)];
    facts.extend(message.edited.then(|| word("app-export-edited")));
    facts.extend(message.thread_root.is_some().then(|| word("app-export-thread")));
    facts.extend(message.reactions.iter().map(|r| format!("{} {}", escape(&r.key), r.count)));
    let kind = if matches!(message.body, MessageBody::Pin { .. }) { "pin" } else { "text" };
    let own = if message.mine { " own" } else { "" };
    format!("<article class=\"{kind}{own}\">\n{inner}<small><bdi>{}</bdi></small>\n</article>\n", facts.join(" · "))
}

fn pin_of(message: &Message, pin: &Pin, picture: Option<&Shown>, language: Language) -> String {
    let mut html = match picture {
        Some(Shown::File(path)) => {
            let facts = pin.picture.as_ref();
            let size = facts.filter(|p| p.width > 0 && p.height > 0).map(|p| format!(" width=\"{}\" height=\"{}\"", p.width, p.height));
            let alt = facts.and_then(|p| p.alt.as_deref()).unwrap_or(&pin.title);
            format!("<img src=\"{}\" alt=\"{}\"{} decoding=\"async\">\n", escape(path), escape(alt), size.unwrap_or_default())
        }
        Some(Shown::Covered) => format!("<p class=\"soft\">{}</p>\n", escape(&say(language, "app-export-covered", &[]))),
        Some(Shown::Missing) => format!("<p class=\"soft\">{}</p>\n", escape(&say(language, "app-export-missing", &[]))),
        None => String::new(),
    };
    if !pin.title.is_empty() {
        html += &format!("<p dir=\"auto\"><strong>{}</strong></p>\n", escape(&pin.title));
    }
    if let Some(link) = &pin.link {
        let url = escape(&link.url);
        // A covered pin leads nowhere by a click.
        html += &if message.is_covered() {
            format!("<p class=\"soft\">{url}</p>\n")
        } else {
            format!("<p><a href=\"{url}\" rel=\"noopener noreferrer nofollow\">{url}</a></p>\n")
        };
    }
    if !pin.note.is_empty() {
        html += &paragraph(&pin.note);
    }
    html
}

fn paragraph(text: &str) -> String {
    format!("<p dir=\"auto\">{}</p>\n", escape(text))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
