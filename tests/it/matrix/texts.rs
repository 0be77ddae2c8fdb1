//! Marks, links and names in texts, in one encrypted room: two devices of Amina's, Bela, Carol.

use tackroom_core::model::*;

use super::side::{Side, says};
use crate::support::{Server, stays, until};

fn spans(message: &Message) -> Vec<TextSpan> {
    let blocks = message.rich.as_ref().map(|rich| rich.blocks.clone()).unwrap_or_default();
    let of = |block: TextBlock| match block {
        TextBlock::Text { spans } => spans,
        _ => Vec::new(),
    };
    blocks.into_iter().flat_map(of).collect()
}

/// Who is named in it, and whether that is oneself.
fn named(message: &Message) -> Vec<(String, bool)> {
    spans(message).into_iter().filter_map(|span| span.mention).map(|one| (one.name, one.me)).collect()
}

#[test]
fn marks_links_and_names_reach_every_device_and_a_name_is_told() {
    let server = Server::shared();
    let account = server.account("Amina");
    let (a, b) = (Side::sign_in(&server.url, &account), Side::sign_in(&server.url, &server.account("Bela")));
    let (second, c) = (Side::sign_in(&server.url, &account), Side::sign_in(&server.url, &server.account("Carol")));
    let local = a.write(|w| w.queue_new_conversation(&[b.me.clone(), c.me.clone()], Some("Flat".into()), false));
    a.text(&local, "Hello");
    a.sent_all();
    let room = b.accept();
    assert_eq!(c.accept(), room);
    second.knows(&room);
    for side in [&a, &second] {
        until("both to be there", 30, || (side.read(|r| r.present(&room)).len() == 3).then_some(()));
    }
    for side in [&b, &c] {
        side.write(|w| w.set_mark(&room, &Mark::Notify { notify: Notify::Mentions, until: None }));
        side.sent_all();
    }

    // Marks, a link and a name, from one device; all others show them, and know whom it means.
    a.text(&room, "**Look** at https://shop.example/lamp, @Carol");
    let plain = "Look at https://shop.example/lamp, @Carol";
    for side in [&a, &second, &b, &c] {
        let shown = side.sees(&room, plain);
        let spans = spans(&shown);
        assert_eq!((spans[0].text.as_str(), &spans[0].styles[..]), ("Look", &[TextStyle::Bold][..]), "{:?}", side.me);
        let link = spans.iter().find_map(|span| span.link.clone()).unwrap();
        assert_eq!((link.url.as_str(), link.host.as_str()), ("https://shop.example/lamp", "shop.example"));
        assert_eq!(named(&shown), [("Carol".to_owned(), side.me == c.me)]);
        assert_eq!(shown.written.as_deref(), Some("**Look** at https://shop.example/lamp, @Carol"));
        assert_eq!(side.read(|r| r.search("look at", 5)).len(), 1, "found by its words");
    }
    until("Carol to be told, in plain words", 30, || c.notices.lock().unwrap().iter().any(|notice| notice.body == plain).then_some(()));
    stays("Bela is not named", 2, || b.notices.lock().unwrap().iter().all(|notice| !notice.body.contains("Look")));

    // The other device changes it as it was typed, and names Bela: only Bela is told now.
    let there = second.sees(&room, plain);
    let told = c.notices.lock().unwrap().len();
    second.write(|w| w.queue_edit_text(there.id, "_Look_ at this, @Carol and @Bela"));
    for side in [&a, &second, &b, &c] {
        let shown = side.message(&room, "the edit", |m| m.edited && says(m) == "Look at this, @Carol and @Bela");
        assert_eq!(named(&shown), [("Carol".to_owned(), side.me == c.me), ("Bela".to_owned(), side.me == b.me)]);
        assert_eq!(spans(&shown)[0].styles, [TextStyle::Italic]);
    }
    until("Bela to be told", 30, || b.notices.lock().unwrap().iter().any(|n| n.body.contains("@Carol and @Bela")).then_some(()));
    stays("Carol was told before", 2, || c.notices.lock().unwrap().len() == told);

    // Plain words stay plain.
    c.text(&room, "2 * 3 * 4 snake_case");
    assert_eq!(b.sees(&room, "2 * 3 * 4 snake_case").rich, None);
}
