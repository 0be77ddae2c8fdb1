//! Several pins in one go: one group, each its own event, in the order in which they were chosen.

use tackroom_core::model::*;

use super::side::{Side, pin, says};
use crate::support::{Raw, Server, before, block, pictures, until};

#[test]
fn a_hundred_pins_in_one_go_arrive_in_order_over_a_kill() {
    let server = Server::shared();
    let account = server.account("Amina");
    let mut a = Side::sign_in(&server.url, &account);
    let second = Side::sign_in(&server.url, &account);
    let (b, c) = (Side::sign_in(&server.url, &server.account("Bela")), Side::sign_in(&server.url, &server.account("Carol")));
    let local = a.write(|w| w.queue_group(&[b.me.clone(), c.me.clone()], Some("Flat")));
    a.text(&local, "These:");
    let room = b.accept();
    c.accept();
    second.knows(&room);
    for side in [&b, &c] {
        side.sees(&room, "These:");
    }
    a.sent_all();

    // Every tenth has a picture, which takes longer to send than what stands after it.
    let title = |n: usize| format!("Pin {n}");
    let media = a.core.media.clone();
    let pins: Vec<PinInput> = (1..=100)
        .map(|n| {
            let bytes = pictures::jpeg(u8::try_from(n).unwrap(), 400, 300);
            let media = media.clone();
            let picture = (n % 10 == 0).then(|| block(async move { media.import(bytes, "found.jpg").await }).unwrap().media);
            PinInput { picture, ..pin(&title(n), "", None) }
        })
        .collect();
    drop(media);
    a.write(|w| w.queue_pins(&room, &pins));
    until("some to be sent", 60, || b.said(&room).contains(&title(15)).then_some(()));
    a.crash();
    a.restore();
    a.start();
    assert!(before(240, || a.read(|r| r.all_outgoing()).is_empty().then_some(())).is_some(), "the outbox is not empty");

    let expected: Vec<String> = std::iter::once("These:".to_owned()).chain((1..=100).map(title)).collect();
    // Both others, one's own second device and this one: each has all of them once and in order.
    for side in [&b, &c, &second, &a] {
        let found = before(240, || (side.said(&room) == expected).then_some(()));
        assert!(found.is_some(), "{} has {:?}", side.me.as_str(), side.said(&room));
        let groups: Vec<PinGroup> = side.messages(&room).into_iter().filter_map(|message| message.group).collect();
        assert_eq!(groups.len(), 100);
        assert!(groups.iter().zip(0..).all(|(group, index)| group.id == groups[0].id && group.index == index && group.count == 100));
    }
    let raw = Raw::log_in(&server.url, &account);
    assert_eq!(raw.events_of(room.as_str(), "m.room.encrypted").len(), 101, "each is an event of its own");

    // One of them is answered and removed by itself.
    let fifth = b.sees(&room, &title(5));
    b.write(|w| w.queue_react(fifth.id, "👍", true));
    let own = a.message(&room, "the reaction", |message| says(message) == title(5) && !message.reactions.is_empty());
    a.write(|w| w.queue_remove(own.id));
    b.sees(&room, "(removed)");
    assert_eq!(b.messages(&room).iter().filter(|message| message.group.is_some()).count(), 99);
}
