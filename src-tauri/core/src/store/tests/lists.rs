//! Rooms, people, search, drafts, heads, requests, alerts.

use crate::api::Code;
use crate::model::{ContactOrigin, ContactTarget, Mark, Notify, Request, RequestKind, SearchHit, Settings, Theme};
use crate::store::{RoomFacts, RoomKind, StoreError};
use crate::test_room::*;

fn contacts(t: &TestRoom, query: &str) -> Vec<String> {
    let found = t.store.read(|r| r.contacts(query, 20)).unwrap();
    found.iter().map(|c| format!("{}{}", c.name, if c.ambiguous { "?" } else { "" })).collect()
}

/// C38: equal and confusable names, a name that is an ID, no name.
#[test]
fn names_that_mislead_are_marked() {
    let t = TestRoom::new();
    let people = [
        member("@alice2:localhost", "Alice"),
        member("@alice3:localhost", "AIice"),
        member("@eve:localhost", "@alice:localhost"),
        member(BOB, "Bob"),
        crate::store::MemberFacts { name: None, ..member("@nameless:localhost", "") },
    ];
    t.store.write(|w| w.put_members(&room(ROOM), &people)).unwrap();
    let senders = ["@alice2:localhost", "@alice3:localhost", "@eve:localhost", BOB, "@nameless:localhost"];
    t.live(senders.iter().enumerate().map(|(i, who)| text(i64::try_from(i).unwrap(), who, "hi")));
    let shown: Vec<(String, bool)> = t.messages().into_iter().map(|m| (m.sender.name, m.sender.ambiguous)).collect();
    let expected = [("Alice", true), ("AIice", true), ("@alice:localhost", true), ("Bob", false), ("nameless", false)];
    assert_eq!(shown, expected.map(|(name, ambiguous)| (name.to_owned(), ambiguous)));
    // Search finds both of those that look alike.
    assert_eq!(contacts(&t, "alice").len(), 3);
    assert_eq!(contacts(&t, "AIice").len(), 3);
    // In a notice the ID stands beside the name.
    let notices = t.live([text(20, "@alice2:localhost", "hi")]).notices;
    assert_eq!(notices[0].sender, "Alice (@alice2:localhost)");
    // When the other goes, the name is clear again.
    let gone = crate::store::MemberFacts { membership: "leave".into(), ..member("@alice3:localhost", "AIice") };
    let own = crate::store::MemberFacts { membership: "leave".into(), ..member(ALICE, "Alice") };
    t.store.write(|w| w.put_members(&room(ROOM), &[gone, own])).unwrap();
    assert!(!t.message("$0").sender.ambiguous);
}

#[test]
fn contacts_are_those_one_wrote_to_then_the_known() {
    let t = TestRoom::new();
    let group = RoomFacts { name: Some("Gardeners".into()), ..room_facts("!g:localhost", RoomKind::Conversation) };
    t.store
        .write(|w| {
            w.put_room(&group)?;
            w.put_members(&group.room, &[member(ALICE, "Alice"), member(CAROL, "Carol"), member("@dan:localhost", "Dan")])
        })
        .unwrap();
    assert_eq!(contacts(&t, ""), ["Bob", "Carol", "Dan", "Gardeners"]);
    t.store.write(|w| w.queue_text(&room(ROOM), "hi", None)).unwrap();
    t.set_seconds(5);
    t.store.write(|w| w.note_written(&CAROL.into(), START + 5000)).unwrap();
    assert_eq!(contacts(&t, ""), ["Carol", "Bob", "Dan", "Gardeners"]);
    assert_eq!(contacts(&t, "AR"), ["Carol", "Gardeners"]);
    // The server's name finds nobody until an ID is typed, or everybody who is there would be found.
    assert!(contacts(&t, "local").is_empty());
    assert_eq!(contacts(&t, "@dan:loc")[0], "Dan");
    let typed = t.store.read(|r| r.contacts("@zoe:example.org", 20)).unwrap();
    assert_eq!(typed[0].origin, ContactOrigin::Typed);
    assert_eq!(typed[0].target, ContactTarget::Person { user: "@zoe:example.org".into() });
    assert!(contacts(&t, "@zoe").is_empty());
    let listed = t.store.read(|r| r.contacts(CAROL, 20)).unwrap();
    assert!(listed.len() == 1 && listed[0].origin == ContactOrigin::WrittenTo);
}

/// C08, the store's part: the members of a large room are not contacts.
#[test]
fn strangers_of_a_large_room_are_no_contacts() {
    let t = TestRoom::new();
    let big = RoomFacts { member_count: 10_000, ..room_facts("!big:localhost", RoomKind::Conversation) };
    let members: Vec<_> = (0..300).map(|i| member(&format!("@u{i}:localhost"), &format!("User {i}"))).collect();
    t.store.write(|w| w.put_room(&big).and_then(|()| w.put_members(&big.room, &members))).unwrap();
    assert_eq!(contacts(&t, "User 7"), Vec::<String>::new());
    let shown = t.store.read(|r| r.conversation(&big.room)).unwrap();
    assert_eq!((shown.members.len(), shown.member_count), (8, 9_999));
    assert_eq!(shown.name, "User 0, User 1, User 10 and 9996 more");
}

#[test]
fn conversations_come_latest_first_and_in_pages() {
    let t = TestRoom::new();
    for i in 0..25 {
        let id = format!("!c{i}:localhost");
        t.store.write(|w| w.put_room(&RoomFacts { name: Some(format!("C{i}")), ..room_facts(&id, RoomKind::Conversation) })).unwrap();
        t.apply(&crate::project::Slice { room: room(&id), ..slice([event_in(i)]) });
    }
    let first = t.store.read(|r| r.conversations(None, 10)).unwrap();
    assert_eq!(first[0].name, "C24");
    assert_eq!(first[0].last.as_ref().unwrap().text, "hello 24");
    let second = t.store.read(|r| r.conversations(Some(&first[9].room), 10)).unwrap();
    assert_eq!(second[0].name, "C14");
    let rest = t.store.read(|r| r.conversations(Some(&second[9].room), 10)).unwrap();
    assert_eq!(rest.len(), 6, "five and the one that has no message yet");
}

fn event_in(i: i64) -> crate::project::SourceEvent {
    text(i, BOB, &format!("hello {i}"))
}

#[test]
fn search_finds_titles_notes_hosts_senders_and_beginnings() {
    let t = TestRoom::new();
    t.live([pin(1, BOB, "Blue Kettle"), text(2, ALICE, "Schöner Tee"), text(3, BOB, "nothing")]);
    let found = |query: &str| -> Vec<String> {
        let hits = t.store.read(|r| r.search(query, 20)).unwrap();
        hits.into_iter()
            .map(|hit| match hit {
                SearchHit::Message { snippet, .. } => snippet.replace('\u{2}', "[").replace('\u{3}', "]"),
                SearchHit::Conversation { name, .. } => format!("room {name}"),
                SearchHit::FeedItem { item } => format!("item {}", item.pin.title),
            })
            .collect()
    };
    assert_eq!(found("kett"), ["Blue [Kettle]"]);
    assert!(found("schon tee").is_empty(), "only the last word may be unfinished");
    assert_eq!(found("schoner te"), ["[Schöner] [Tee]"]);
    assert_eq!(found("shop.example"), ["[shop.example]"]);
    assert_eq!(found("bob"), ["room Bob", "[Bob]", "[Bob]"]);
    assert_eq!(found("note"), ["A [note]"]);
    assert!(found("kettle nothing").is_empty());
    assert!(found("\"").is_empty() && found(" ").is_empty());
    t.live([text_edit(4, BOB, 3, "something")]);
    assert!(found("nothing").is_empty());
    assert_eq!(found("someth"), ["[something]"]);
}

/// C09: each conversation its own draft, kept through a restart.
#[test]
fn drafts_are_kept_by_conversation() {
    let t = TestRoom::new();
    let draft = |t: &TestRoom, id: &str| t.store.read(|r| r.draft(&room(id))).unwrap();
    t.store.write(|w| w.set_draft(&room(ROOM), "to bob").and_then(|()| w.set_draft(&room(BOARD), "to all"))).unwrap();
    let t = t.restart();
    assert_eq!((draft(&t, ROOM), draft(&t, BOARD)), ("to bob".into(), "to all".into()));
    t.store.write(|w| w.set_draft(&room(ROOM), "")).unwrap();
    assert_eq!((draft(&t, ROOM), draft(&t, BOARD)), (String::new(), "to all".into()));
}

#[test]
fn heads_stay_in_the_order_opened() {
    let t = TestRoom::new();
    for i in 0..3 {
        let id = format!("!h{i}:localhost");
        t.store.write(|w| w.put_room(&RoomFacts { name: Some(format!("H{i}")), ..room_facts(&id, RoomKind::Conversation) })).unwrap();
        t.store.write(|w| w.open_head(&room(&id))).unwrap();
    }
    t.apply(&crate::project::Slice { room: room("!h0:localhost"), ..slice([text(9, BOB, "news")]) });
    let names = |t: &TestRoom| t.store.read(|r| r.heads()).unwrap().into_iter().map(|c| c.name).collect::<Vec<_>>();
    assert_eq!(names(&t), ["H0", "H1", "H2"]);
    t.store.write(|w| w.close_head(&room("!h1:localhost"))).unwrap();
    let t = t.restart();
    assert_eq!(names(&t), ["H0", "H2"]);
    t.store.write(|w| w.open_head(&room("!h1:localhost"))).unwrap();
    assert_eq!(names(&t), ["H0", "H2", "H1"]);
}

#[test]
fn heads_stay_where_they_are_put_and_later_ones_come_last() {
    let t = TestRoom::new();
    let head = |name: &str| room(&format!("!{name}:localhost"));
    let open = |t: &TestRoom, name: &str| {
        let facts = RoomFacts { name: Some(name.into()), ..room_facts(head(name).as_str(), RoomKind::Conversation) };
        t.store.write(|w| w.put_room(&facts).and_then(|()| w.open_head(&head(name)))).unwrap();
    };
    ["A", "B", "C"].iter().for_each(|name| open(&t, name));
    let names = |t: &TestRoom| t.store.read(|r| r.heads()).unwrap().into_iter().map(|c| c.name).collect::<String>();
    t.store.write(|w| w.move_head(&head("C"), Some(&head("A")))).unwrap();
    assert_eq!(names(&t), "CAB");
    t.store.write(|w| w.move_head(&head("A"), None)).unwrap();
    // One that has no head gets none by being moved.
    t.store.write(|w| w.move_head(&room(ROOM), Some(&head("C")))).unwrap();
    let t = t.restart();
    assert_eq!(names(&t), "CBA");
    open(&t, "D");
    assert_eq!(names(&t), "CBAD");
}

#[test]
fn requests_alerts_and_settings() {
    let t = TestRoom::new();
    let request = Request {
        room: room("!q:localhost"),
        kind: RequestKind::Conversation,
        inviter: CAROL.into(),
        inviter_name: "Carol".into(),
        room_name: None,
        rooms_in_common: vec![],
        known: false,
        at: 7,
        kept_out: false,
    };
    t.store.write(|w| w.put_request(&request)).unwrap();
    t.store.write(|w| w.put_request(&Request { inviter_name: "Carola".into(), at: 99, ..request.clone() })).unwrap();
    let listed = t.store.read(|r| r.requests()).unwrap();
    assert_eq!((listed.len(), listed[0].inviter_name.as_str(), listed[0].at), (1, "Carola", 7));
    t.store.write(|w| w.remove_request(&request.room)).unwrap();
    assert!(t.store.read(|r| r.requests()).unwrap().is_empty());

    t.store.write(|w| w.add_alert("Look").and_then(|()| w.add_alert("Look"))).unwrap();
    t.store.add_passing_alert("Disk".into());
    assert_eq!(t.store.alerts(), ["Look", "Disk"]);
    t.store.dismiss_all_alerts().unwrap();
    assert!(t.store.alerts().is_empty());

    let settings = Settings { theme: Theme::Dark, notifications: false, ..Settings::default() };
    t.store.write(|w| w.put_settings(&settings)).unwrap();
    assert_eq!(t.restart().store.read(|r| r.settings()).unwrap(), settings);
}

#[test]
fn changes_are_told_after_the_commit_and_merged() {
    let t = TestRoom::new();
    let mut changes = t.store.changes();
    t.live((1..50).map(|n| text(n, BOB, "x")));
    let mut heard = Vec::new();
    while let Ok(change) = changes.try_recv() {
        heard.push(change);
    }
    assert!(heard.len() <= 4, "{heard:?}");
    let failed = t.store.write(|w| {
        w.set_mark(&room(ROOM), &Mark::Notify { notify: Notify::None, until: None })?;
        Err::<(), _>(StoreError::refused(Code::BadInput, "no"))
    });
    assert!(failed.is_err() && changes.try_recv().is_err());
    assert!(!t.store.read(|r| r.is_muted(&room(ROOM))).unwrap(), "rolled back");
}

#[test]
fn unknown_rooms_are_refused_in_words() {
    let t = TestRoom::new();
    let error = t.store.read(|r| r.conversation(&room("!no:localhost"))).unwrap_err();
    assert!(matches!(error, StoreError::Refused(problem) if problem.code == Code::NotFound));
}

/// Operators narrow a search, alone and beside words; the days are those of the place where one lives.
#[test]
fn search_is_narrowed() {
    let t = TestRoom::new();
    let day = |n: i64| n * 86_400;
    t.live([
        pin(1, BOB, "Blue Kettle"),
        text(2, ALICE, "kettle? See https://pot.example/x"),
        text(day(3), BOB, "kettle again"),
        text(day(40), BOB, "no pot"),
    ]);
    let found = |query: &str| -> Vec<String> {
        let hits = t.store.read(|r| r.search(query, 20)).unwrap();
        let text = |hit| match hit {
            SearchHit::Message { snippet, .. } => Some(snippet.replace(['\u{2}', '\u{3}'], "")),
            SearchHit::Conversation { .. } | SearchHit::FeedItem { .. } => None,
        };
        hits.into_iter().filter_map(text).collect()
    };
    assert_eq!(found("kettle from:bob"), ["kettle again", "Blue Kettle"]);
    assert_eq!(found("from:me"), ["kettle? See https://pot.example/x"]);
    assert_eq!(found(&format!("kettle from:{ALICE}")).len(), 1);
    assert_eq!(found("has:link kettle").len(), 2);
    assert_eq!(found("has:pin"), ["Blue Kettle A note"]);
    assert_eq!(found("host:shop"), ["Blue Kettle A note"]);
    assert_eq!(found("host:pot.example"), ["kettle? See https://pot.example/x"], "a link's host, in a text too");
    assert!(found("host:again").is_empty(), "no word");
    // The store's clock starts on 14 November 2023, 22:13 UTC.
    assert_eq!(found("after:2023-12"), ["no pot"]);
    assert_eq!(found("kettle before:2023-11-16").len(), 2);
    assert_eq!(found("on:2023-11 kettle").len(), 3);
    assert_eq!(found("in:bob kettle").len(), 3);
    assert!(found("in:nobody kettle").is_empty());
    assert_eq!(found("\"kettle again\""), ["kettle again"]);
    assert!(t.store.read(|r| r.search("before:soon", 5)).unwrap_err().to_string().contains("soon"));
}
