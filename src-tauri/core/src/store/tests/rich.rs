//! Links in texts: what is pressable, and what the guard says of it.

use serde_json::json;

use crate::model::*;
use crate::outbox::OutgoingKind;
use crate::outbox::content::{edit_content, text_content};
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

fn html(n: i64, sender: &str, body: &str, formatted: &str) -> crate::project::SourceEvent {
    let content = json!({ "msgtype": "m.text", "body": body, "format": "org.matrix.custom.html", "formatted_body": formatted });
    event(n, sender, "m.room.message", content)
}

/// The content that is due in the room, without its transaction ID.
fn due(t: &TestRoom) -> serde_json::Value {
    let rows = t.store.read(|r| r.all_outgoing()).unwrap();
    let row = rows.last().unwrap();
    let mut content = match &row.kind {
        OutgoingKind::Text { text, .. } => text_content(text, &row.kind.about(), &row.txn).unwrap(),
        OutgoingKind::Pin { pin, about } => crate::outbox::content::pin_content(pin, None, about, &row.txn).unwrap(),
        OutgoingKind::Edit { event, content, users } => edit_content(event, content, users, &row.txn),
        other => panic!("{other:?}"),
    };
    content.as_object_mut().unwrap().remove("app.tackroom.txn");
    content
}

/// A file or picture of another client with a caption.
fn captioned(n: i64, msgtype: &str, body: &str, formatted: &str) -> crate::project::SourceEvent {
    let content = json!({
        "msgtype": msgtype, "body": body, "filename": "a.bin", "format": "org.matrix.custom.html", "formatted_body": formatted,
        "url": format!("mxc://localhost/{n}"),
    });
    event(n, BOB, "m.room.message", content)
}

#[test]
fn captions_of_others_files_and_pictures_have_their_marks_and_links() {
    let t = TestRoom::new();
    t.live([
        captioned(1, "m.file", "**Big** at the shop", "<b>Big</b> at <a href=\"https://shop.example/x\">the shop</a>"),
        captioned(2, "m.image", "Kettle\nthe *thin* one", "Kettle<br>the <i>thin</i> one"),
        captioned(3, "m.image", "**Kettle** of tin", "<b>Kettle</b> of tin"),
        captioned(4, "m.image", "Kettle\nplain", "<p>Kettle</p><p>plain</p>"),
        captioned(5, "m.image", "Pot\nfrom pots", "<p>Pot</p><p>from <a href=\"http://paypal.com@evil.example/\">pots</a></p>"),
    ]);
    assert_eq!(shown(&t.message("$1")), "{B:Big} at [the shop](https://shop.example/x)");
    let MessageBody::File { caption, link, .. } = t.message("$1").body else { panic!() };
    assert_eq!((caption.as_deref(), link.unwrap().host.as_str()), (Some("Big at the shop"), "shop.example"));
    let pin = |event: &str| match t.message(event).body {
        MessageBody::Pin { pin } => (pin.title, pin.note),
        other => panic!("{other:?}"),
    };
    assert_eq!((pin("$2"), shown(&t.message("$2"))), (("Kettle".into(), "the thin one".into()), "the {I:thin} one".into()));
    // What is marked is no title: a title has no marks.
    assert_eq!((pin("$3"), shown(&t.message("$3"))), ((String::new(), "Kettle of tin".into()), "{B:Kettle} of tin".into()));
    assert_eq!((pin("$4"), shown(&t.message("$4"))), (("Kettle".into(), "plain".into()), "-".into()));
    let bad = t.message("$5").rich.unwrap();
    assert!(codes(bad.guard.as_deref()).contains(&"userinfo"), "{:?}", bad.guard);
    // Marks of an edit take the place of those before, or there are none.
    t.live([
        edit(6, BOB, 2, json!({ "msgtype": "m.image", "body": "Kettle\nthe big one", "url": "mxc://localhost/2", "filename": "a.bin" })),
        edit(7, BOB, 1, json!({ "msgtype": "m.file", "body": "just words", "filename": "a.bin", "url": "mxc://localhost/1" })),
    ]);
    assert_eq!((pin("$2").1.as_str(), shown(&t.message("$2")).as_str()), ("the big one", "-"));
    assert_eq!(shown(&t.message("$1")), "-");
}

#[test]
fn marks_of_others_are_shown_and_their_words_are_found_and_told() {
    let t = TestRoom::new();
    t.set_seconds(9);
    let applied = t.live([
        html(
            1,
            BOB,
            "**Big** news at [the shop](https://shop.example/x)",
            "<b>Big</b> news at <a href=\"https://shop.example/x\">the shop</a>",
        ),
        html(2, BOB, "plain", "<p>plain</p>"),
        html(3, BOB, "> <@alice:localhost> old\n\nnew *y*", "<mx-reply>old</mx-reply>new <i>y</i>"),
    ]);
    assert_eq!(shown(&t.message("$1")), "{B:Big} news at [the shop](https://shop.example/x)");
    assert_eq!(t.message("$1").body, MessageBody::Text { text: "Big news at the shop".into() });
    assert_eq!(t.message("$1").written.as_deref(), Some("**Big** news at [the shop](https://shop.example/x)"));
    assert_eq!((t.message("$2").rich, t.message("$2").written), (None, None));
    assert_eq!(shown(&t.message("$3")), "new {I:y}");
    assert!(applied.notices[0].body.contains("Big news at the shop"), "{:?}", applied.notices);
    let hits = |words: &str| t.store.read(|r| r.search(words, 9)).unwrap().len();
    assert_eq!((hits("big news at"), hits("host:shop.example news")), (1, 1));
    // An edit takes the marks along, or away.
    t.live([
        edit(
            4,
            BOB,
            1,
            json!({ "msgtype": "m.text", "body": "Small", "format": "org.matrix.custom.html", "formatted_body": "<i>Small</i>" }),
        ),
        text_edit(5, BOB, 3, "just words"),
    ]);
    assert_eq!((shown(&t.message("$1")), shown(&t.message("$3"))), ("{I:Small}".into(), "-".into()));
}

#[test]
fn a_link_behind_words_that_name_another_site_is_caught() {
    let t = TestRoom::new();
    let verdict = |n: i64, body: &str, formatted: &str| {
        t.live([html(n, BOB, body, formatted)]);
        let message = t.message(&format!("${n}"));
        message.rich.and_then(|rich| rich.guard).map(|verdict| (verdict.severity, codes(Some(&verdict)).join(" ")))
    };
    let bad = verdict(1, "amazon.com", "<a href=\"https://evil.example/login\">amazon.com</a>").unwrap();
    assert!(bad.0 >= Severity::Note && bad.1.contains("text_mismatch"), "{bad:?}");
    assert_eq!(verdict(2, "here", "<a href=\"https://shop.example/kettle\">here</a>"), None);
    let script = verdict(3, "x", "<a href=\"javascript:alert(1)\">x</a> <b>y</b>").unwrap();
    assert_eq!(script, (Severity::Cover, "bad_scheme".into()));
    assert_eq!(shown(&t.message("$3")), "x {B:y}", "what never opens cannot be pressed");
    assert_eq!(verdict(4, "mail", "<a href=\"mailto:me@mail.example\">mail</a> <b>y</b>"), None);
    // What is asked about when it is pressed is the same.
    let judged = t.store.read(|r| r.judged_of("https://evil.example/login", Some(t.message("$1").id), None)).unwrap();
    assert_eq!((judged.title.as_str(), judged.link.as_deref()), ("amazon.com", Some("https://evil.example/login")));
}

#[test]
fn what_one_types_with_marks_goes_out_with_them_and_comes_back_to_be_changed() {
    let t = TestRoom::new();
    let id = t.store.write(|w| w.queue_text(&room(ROOM), "**Hi** <b> `x`", None)).unwrap();
    let message = t.store.read(|r| r.message(id)).unwrap().unwrap();
    assert_eq!(shown(&message), "{B:Hi} <b> {C:x}");
    assert_eq!((message.body, message.written.as_deref()), (MessageBody::Text { text: "Hi <b> x".into() }, Some("**Hi** <b> `x`")));
    let sent = json!({ "msgtype": "m.text", "body": "**Hi** <b> `x`", "format": "org.matrix.custom.html", "formatted_body": "<strong>Hi</strong> &lt;b&gt; <code>x</code>" });
    assert_eq!(due(&t), sent);
    // Not sent yet, it is changed in its place; plain words stay plain.
    t.store.write(|w| w.queue_edit_text(id, "Hi")).unwrap();
    assert_eq!(due(&t), json!({ "msgtype": "m.text", "body": "Hi" }));
    assert_eq!(t.store.read(|r| r.message(id)).unwrap().unwrap().written, None);
    // Sent, it is an edit.
    t.live([text(1, ALICE, "plain")]);
    t.store.write(|w| w.queue_edit_text(t.message("$1").id, "- a\n- b")).unwrap();
    assert_eq!(due(&t)["m.new_content"]["formatted_body"], "<ul><li>a</li><li>b</li></ul>");
    assert_eq!(shown(&t.message("$1")), "- a | - b");
    // A pin's note too.
    let pin = PinInput { title: "Pot".into(), note: "_thin_ walls".into(), link: None, picture: None, alt: None, source: None };
    let id = t.store.write(|w| w.queue_pin(&room(ROOM), &pin)).unwrap();
    assert_eq!(due(&t)["formatted_body"], "<strong>Pot</strong><br><em>thin</em> walls");
    assert_eq!(shown(&t.store.read(|r| r.message(id)).unwrap().unwrap()), "{I:thin} walls");
}

#[test]
fn people_are_named_by_name_or_id_where_that_is_one_persons() {
    let t = TestRoom::new();
    t.store
        .write(|w| {
            w.put_room(&room_facts("!club:localhost", crate::store::RoomKind::Conversation))?;
            let members = [
                member(ALICE, "Alice"),
                member(BOB, "Bob"),
                member(CAROL, "Bob Brown"),
                member("@d:localhost", "Dora"),
                member("@e:localhost", "Dora"),
            ];
            w.put_members(&room("!club:localhost"), &members)
        })
        .unwrap();
    let sent = |text: &str| {
        t.store.write(|w| w.queue_text(&room("!club:localhost"), text, None)).unwrap();
        let content = due(&t);
        (content["m.mentions"]["user_ids"].clone(), content["formatted_body"].as_str().map(str::to_owned))
    };
    let (users, html) = sent("Ask @Bob Brown, @Bob and @carol:localhost");
    assert_eq!(users, json!([CAROL, BOB]));
    assert_eq!(
        html.unwrap(),
        format!(
            "Ask <a href=\"https://matrix.to/#/{CAROL}\">@Bob Brown</a>, <a href=\"https://matrix.to/#/{BOB}\">@Bob</a> and <a href=\"https://matrix.to/#/{CAROL}\">@carol:localhost</a>"
        )
    );
    assert_eq!(sent("@Dora or @Nobody or bob@Bob").0, json!(null), "two are called so");
    assert_eq!(sent("@d:localhost").0, json!(["@d:localhost"]));
    let names = |query: &str| {
        let people = t.store.read(|r| r.mentionable(&room("!club:localhost"), query, 9)).unwrap();
        people.into_iter().map(|p| format!("{}{}", p.name, if p.ambiguous { "?" } else { "" })).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("br"), "Bob Brown");
    assert_eq!(names("do"), "Dora? Dora?");
    assert_eq!(names("BOB"), "Bob Bob Brown");
    assert_eq!((names("zz"), names("").split(' ').count()), (String::new(), 5));
    assert!(t.store.read(|r| r.mentionable(&room(ROOM), "", 9)).unwrap().is_empty(), "of two there is nobody to choose from");
    // Named once more is not told again; named for the first time is.
    t.live([text(1, ALICE, "x")]);
    let slice = crate::project::Slice {
        room: room("!club:localhost"),
        ..slice([event(2, ALICE, "m.room.message", json!({ "msgtype": "m.text", "body": "@Bob", "m.mentions": { "user_ids": [BOB] } }))])
    };
    t.apply(&slice);
    let id = t.store.read(|r| r.message_by_event(&"$2".into())).unwrap().unwrap().id;
    t.store.write(|w| w.queue_edit_text(id, "@Bob and @d:localhost")).unwrap();
    let content = due(&t);
    assert_eq!(content["m.mentions"]["user_ids"], json!(["@d:localhost"]));
    assert_eq!(content["m.new_content"]["m.mentions"]["user_ids"], json!([BOB, "@d:localhost"]));
}
