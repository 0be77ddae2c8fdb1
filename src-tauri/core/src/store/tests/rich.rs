//! Links in texts: what is pressable, and what the guard says of it.

use serde_json::json;

use crate::model::*;
use crate::test_room::*;

/// The spans of a message's text: `text`, `[text](url)`, `<name>`; and what was found at its links.
pub(super) fn shown(message: &Message) -> String {
    message.rich.as_ref().map_or_else(|| "-".into(), |rich| blocks(&rich.blocks))
}

fn blocks(all: &[TextBlock]) -> String {
    let one = |block: &TextBlock| match block {
        TextBlock::Text { spans } => spans.iter().map(span).collect::<String>(),
        TextBlock::Code { text } => format!("```{text}```"),
        TextBlock::Quote { blocks: inner } => format!("> {}", blocks(inner)),
        TextBlock::List { start, items } => {
            let mark = start.map_or("-".to_owned(), |start| format!("{start}."));
            items.iter().map(|item| format!("{mark} {}", blocks(&item.blocks))).collect::<Vec<_>>().join(" | ")
        }
    };
    all.iter().map(one).collect::<Vec<_>>().join(" / ")
}

fn span(span: &TextSpan) -> String {
    let styles: String = span.styles.iter().map(|style| format!("{style:?}").chars().take(1).collect::<String>()).collect();
    let text = if styles.is_empty() { span.text.clone() } else { format!("{{{styles}:{}}}", span.text) };
    match (&span.link, &span.mention) {
        (Some(link), _) => format!("[{text}]({})", link.url),
        (_, Some(mention)) => {
            format!("<{}{}{}>", mention.name, if mention.ambiguous { "?" } else { "" }, if mention.me { "!" } else { "" })
        }
        _ => text,
    }
}

fn codes(verdict: Option<&Verdict>) -> Vec<&str> {
    verdict.into_iter().flat_map(|verdict| &verdict.findings).map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_texts_links_are_pressable_and_judged_as_a_pins() {
    let t = TestRoom::new();
    t.live([
        text(1, BOB, "Just words."),
        text(2, BOB, "See https://shop.example/kettle and www.ikea.com, or ask me@mail.example"),
        text(3, BOB, "https://bit.ly/3xYz http://paypal.com@evil.example/login"),
        pin(4, BOB, "Kettle"),
        event(5, BOB, "m.room.message", pin_content("Pot", "More at https://pots.example/1", "https://shop.example/pot")),
        event(6, BOB, "m.room.message", json!({ "msgtype": "m.emote", "body": "is at https://a.example/" })),
    ]);
    assert_eq!(t.message("$1").rich, None);
    let two = t.message("$2");
    assert_eq!(
        shown(&two),
        "See [https://shop.example/kettle](https://shop.example/kettle) and [www.ikea.com](https://www.ikea.com/), or ask me@mail.example"
    );
    assert_eq!(two.rich.unwrap().guard, None);
    let bad = t.message("$3").rich.unwrap();
    let links: Vec<_> = match &bad.blocks[0] {
        TextBlock::Text { spans } => spans.iter().filter_map(|span| span.link.as_deref()).collect(),
        other => panic!("{other:?}"),
    };
    assert!(codes(links[0].guard.as_deref()).contains(&"shortener"), "{links:?}");
    assert!(codes(links[1].guard.as_deref()).contains(&"userinfo"), "{links:?}");
    assert_eq!(links[1].url, "http://evil.example/login");
    assert_eq!(bad.guard, links[1].guard, "the worst speaks for the text");
    assert_eq!(t.message("$4").rich, None);
    assert_eq!(shown(&t.message("$5")), "More at [https://pots.example/1](https://pots.example/1)");
    assert_eq!(shown(&t.message("$6")), "is at [https://a.example/](https://a.example/)");
    // It is found as what has a link, and by its host.
    let hits = |words: &str| t.store.read(|r| r.search(words, 9)).unwrap().len();
    assert_eq!((hits("has:link host:ikea.com"), hits("host:pots.example")), (0, 0), "the first link is a text's");
    assert_eq!(hits("host:shop.example see"), 1);
}

#[test]
fn no_more_than_so_many_links_are_pressable() {
    let t = TestRoom::new();
    let body: String = (0..50).map(|n| format!("https://a.example/{n} ")).collect();
    t.live([text(1, BOB, &body)]);
    let rich = t.message("$1").rich.unwrap();
    let TextBlock::Text { spans } = &rich.blocks[0] else { panic!() };
    assert_eq!(spans.iter().filter(|span| span.link.is_some()).count(), TEXT_LINKS_MAX);
    assert_eq!(spans.iter().map(|span| span.text.as_str()).collect::<String>(), body);
}

#[test]
fn a_link_in_a_text_is_followed_as_it_was_written() {
    let t = TestRoom::new();
    t.live([text(1, BOB, "Now https://a.example/x or http://paypal.com@evil.example/login"), pin(2, BOB, "Kettle")]);
    let id = t.message("$1").id;
    let judged = |url: &str, message| t.store.read(|r| r.judged_of(url, message, None)).unwrap();
    assert_eq!(judged("http://evil.example/login", Some(id)).link.as_deref(), Some("http://paypal.com@evil.example/login"));
    assert_eq!(judged("https://a.example/x", Some(id)).link.as_deref(), Some("https://a.example/x"));
    assert_eq!(
        judged("https://else.example/", Some(id)).link.as_deref(),
        Some("https://else.example/"),
        "what is not there is judged alone"
    );
    let pin = judged("https://shop.example/kettle", Some(t.message("$2").id));
    assert_eq!((pin.title.as_str(), pin.link.as_deref()), ("Kettle", Some("https://shop.example/kettle")));
}

#[test]
fn a_link_to_a_person_names_who_it_is_there() {
    let t = TestRoom::new();
    t.live([text(1, CAROL, &format!("Ask https://matrix.to/#/{BOB} or matrix:u/mallory:evil.example, not https://matrix.to/#/{ALICE}"))]);
    assert_eq!(shown(&t.message("$1")), "Ask <Bob> or <mallory?>, not <Alice!>");
}

#[test]
fn a_strangers_link_in_texts_of_two_rooms_is_told() {
    let t = TestRoom::new();
    super::guard::strangers_room(&t, "!one:localhost", crate::store::RoomKind::Conversation);
    super::guard::strangers_room(&t, "!two:localhost", crate::store::RoomKind::Conversation);
    let said = |room_id: &str| {
        let page = t.store.read(|r| r.messages(&room(room_id), None, None, 10)).unwrap();
        page.messages[0].rich.as_ref().map(|rich| codes(rich.guard.as_deref()).contains(&"repeat"))
    };
    let words = "Look https://sale.example/now";
    super::guard::apply(&t, "!one:localhost", text(1, super::guard::MALLORY, words));
    assert_eq!(said("!one:localhost"), Some(false));
    super::guard::apply(&t, "!two:localhost", text(2, super::guard::MALLORY, words));
    assert_eq!((said("!one:localhost"), said("!two:localhost")), (Some(true), Some(true)));
}
