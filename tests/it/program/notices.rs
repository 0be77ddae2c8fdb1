//! What the desktop's daemon is told and when not: one notification a conversation however much comes, withdrawn when
//! read or removed (cases C12 and C15, also one of an earlier run), no more words than the user lets it have.

use serde_json::{Value, json};

use crate::support::{Account, Desktop, Headless, Notifier, Raw, Server, stays, until};

struct Pair {
    // Both end before the desktop that they need.
    amina: Option<Headless>,
    account: Account,
    bob: Headless,
    room: String,
    desktop: Desktop,
}

impl Pair {
    /// Amina's notifications go to the desktop; Bob's do not.
    fn new() -> Self {
        let pair = Self::on(Desktop::new());
        pair.desktop.run("dunstctl", &["close-all"]);
        pair
    }

    fn on(desktop: Desktop) -> Self {
        let server = Server::shared();
        let (a, b) = (server.account("Amina"), server.account("Bob"));
        let mut amina = Headless::with(&desktop, &desktop.profile(&a.local), &["--notify"], &[]);
        amina.sign_in(&server.url, &a);
        let mut bob = Headless::signed_in(&desktop, &server.url, &b);
        bob.ask(json!({ "do": "send", "to": a.id, "text": "First." }));
        let room = amina.accept();
        amina.message("First.");
        amina.ask(json!({ "do": "send", "room": room, "text": "Yes?" }));
        bob.message("Yes?");
        Self { amina: Some(amina), account: a, bob, room, desktop }
    }

    fn amina(&mut self) -> &mut Headless {
        self.amina.as_mut().unwrap()
    }

    fn bob_writes(&mut self, text: &str) -> Value {
        self.bob.ask(json!({ "do": "send", "room": self.room, "text": text }));
        let message = self.amina().message(text);
        self.displayed(1);
        message
    }

    #[track_caller]
    fn displayed(&self, count: u32) {
        until(&format!("{count} notifications on screen"), 20, || (self.desktop.displayed() == count).then_some(()));
    }

    /// Waits until the desktop was told of a message, and so of all before it.
    #[track_caller]
    fn told(&mut self, text: &str) {
        let event = self.amina().message(text)["event"].clone();
        let tells = |line: &Value| line["notice"]["events"].as_array().is_some_and(|events| events.contains(&event));
        until("the last to be told", 60, || self.amina.as_ref().unwrap().events("notification").iter().any(tells).then_some(()));
    }

    /// What a notification said that is closed by now, the newest.
    fn said(&self) -> (String, String) {
        self.desktop.run("dunstctl", &["close-all"]);
        let last = until("it in the history", 10, || self.desktop.notification_history().into_iter().next());
        let of = |what: &str| last[what]["data"].as_str().unwrap().to_owned();
        (of("summary"), of("body"))
    }

    fn bob_sends_pins(&mut self, titles: &[&str]) {
        for title in titles {
            self.bob.ask(json!({ "do": "send", "room": self.room, "pin": { "title": title } }));
        }
        for title in titles {
            self.amina().message(title);
        }
    }

    fn set(&mut self, what: &str, value: Value) {
        let mut settings = self.amina().call("app_state", json!({}))["settings"].clone();
        settings[what] = value;
        self.amina().call("set_settings", json!({ "settings": settings }));
    }

    fn reads(&mut self) {
        let room = self.room.clone();
        self.amina().ask(json!({ "do": "read", "room": room }));
    }
}

#[test]
fn it_goes_when_the_message_is_read() {
    let mut pair = Pair::new();
    pair.bob_writes("Read me.");
    pair.reads();
    pair.displayed(0);
}

#[test]
fn it_goes_when_the_message_is_read_after_a_restart() {
    let mut pair = Pair::new();
    pair.bob_writes("Read me later.");
    let profile = pair.amina.take().unwrap().quit();
    assert_eq!(pair.desktop.displayed(), 1, "it outlives the program");
    pair.amina = Some(Headless::with(&pair.desktop, &profile, &["--notify"], &[]));
    pair.reads();
    pair.displayed(0);
}

#[test]
fn it_goes_when_the_message_is_removed() {
    let mut pair = Pair::new();
    let message = pair.bob_writes("Sent by mistake.");
    let room = pair.room.clone();
    pair.bob.ask(json!({ "do": "redact", "room": room, "event": message["event"] }));
    pair.displayed(0);
}

#[test]
fn a_burst_is_one_notification_and_goes_when_read_on_another_device() {
    let mut pair = Pair::new();
    let before = pair.desktop.notified();
    let titles = ["Oak bench", "Kilim", "Lamp", "Vases", "Blue quilt"];
    pair.bob_sends_pins(&titles);
    pair.displayed(1);
    pair.told("Blue quilt");
    // The last of them is shown within the second look.
    stays("a single notification", 4, || pair.desktop.displayed() == 1 && pair.desktop.notified() == before + 1);
    let (summary, body) = pair.said();
    assert_eq!(summary, "5 pins from Bob");
    assert_eq!(body.lines().collect::<Vec<_>>(), &titles[2..]);

    pair.bob_sends_pins(&["Terrazzo", "Arch"]);
    pair.displayed(1);
    let other = Raw::log_in(&Server::shared().url, &pair.account);
    let room = pair.room.clone();
    let last = pair.amina().message("Arch");
    other.receipt(&room, last["event"].as_str().unwrap());
    pair.displayed(0);
}

#[test]
fn no_more_is_told_than_the_user_lets() {
    let mut pair = Pair::new();
    pair.set("notification_content", json!("name"));
    pair.bob_sends_pins(&["A secret bench"]);
    pair.displayed(1);
    assert_eq!(pair.said(), ("Bob".into(), "New pin".into()));
    pair.set("notification_content", json!("nothing"));
    pair.bob_writes("A secret word");
    assert_eq!(pair.said(), ("Tackroom".into(), "New message".into()));

    // What stands with more goes when less may be told.
    pair.reads();
    pair.set("notification_content", json!("all"));
    pair.bob_writes("For all to see");
    pair.set("notification_content", json!("nothing"));
    pair.displayed(0);
}

/// What is not the sender's is said in the language of the settings: of a burst, of what may not be told, of requests.
#[test]
fn notifications_speak_the_language_that_was_chosen() {
    let mut pair = Pair::new();
    pair.set("language", json!("de"));
    pair.bob_sends_pins(&["Eiche", "Kelim"]);
    pair.displayed(1);
    pair.told("Kelim");
    // The second is shown within the next look.
    stays("a single notification", 4, || pair.desktop.displayed() == 1);
    assert_eq!(pair.said().0, "2 Pins von Bob");
    pair.reads();
    pair.set("notification_content", json!("name"));
    pair.bob_sends_pins(&["Esche"]);
    pair.displayed(1);
    assert_eq!(pair.said(), ("Bob".into(), "Neuer Pin".into()));
    let server = Server::shared();
    let stranger = Raw::log_in(&server.url, &server.account("Mallory"));
    stranger.direct_room(&pair.account.id);
    pair.amina().wait_for(json!({ "requests": 1, "timeout": 60 }));
    // Where Bob's own request was told of, the next is told a minute later.
    until("the request on screen", 90, || (pair.desktop.displayed() == 1).then_some(()));
    assert_eq!(pair.said().0, "1 neue Anfrage");
}

#[test]
fn quiet_hours_are_quiet() {
    let mut pair = Pair::new();
    pair.set("quiet_hours", json!({ "from": 0, "to": 0 }));
    let before = pair.desktop.notified();
    pair.bob_sends_pins(&["At night"]);
    stays("no notification in quiet hours", 3, || pair.desktop.notified() == before);
    pair.set("quiet_hours", Value::Null);
    pair.bob_writes("In the morning");
}

#[test]
fn a_reply_goes_to_the_right_conversation_and_nowhere_else() {
    let desktop = Desktop::with(&["--notifications", "no"]);
    let daemon = Notifier::start(&desktop);
    let mut pair = Pair::on(desktop);
    let server = Server::shared();
    let carol_account = server.account("Carol");
    let mut carol = Headless::signed_in(&pair.desktop, &server.url, &carol_account);
    carol.ask(json!({ "do": "send", "to": pair.account.id, "text": "And me?" }));
    let with_carol = pair.amina().accept();
    // The invitation comes before the message: an answer written between the two stands before it.
    pair.amina().message("And me?");
    pair.amina().ask(json!({ "do": "send", "room": with_carol, "text": "You too." }));
    carol.message("You too.");

    pair.bob.ask(json!({ "do": "send", "room": pair.room, "text": "Tea at five?" }));
    carol.ask(json!({ "do": "send", "room": with_carol, "text": "Coffee at four?" }));
    let bobs = daemon.wait("Bob's", |told| told.body.contains("Tea at five?"));
    let carols = daemon.wait("Carol's", |told| told.body.contains("Coffee at four?"));
    assert_eq!(bobs.actions, ["default", "Open", "inline-reply", "Reply"]);
    daemon.reply(&bobs, "Gladly, with cake.");
    pair.bob.message("Gladly, with cake.");
    daemon.closed(bobs.number);
    let conversations = pair.amina().ask(json!({ "do": "conversations" }))["conversations"].clone();
    let unread = |room: &str| conversations.as_array().unwrap().iter().find(|c| c["room"] == room).unwrap()["unread"].clone();
    assert_eq!((unread(&pair.room), unread(&with_carol)), (json!(0), json!(1)), "who answers has read, there only");
    let others: Vec<Value> = pair.amina().messages(&with_carol);
    assert!(!others.iter().any(|message| message.to_string().contains("cake")), "{others:?}");
    assert!(daemon.told().iter().any(|told| told.number == carols.number && !told.closed), "Carol's still stands");
}

#[test]
fn a_click_asks_the_window_for_that_conversation() {
    let desktop = Desktop::with(&["--notifications", "no"]);
    let daemon = Notifier::start(&desktop);
    let mut pair = Pair::on(desktop);
    pair.bob.ask(json!({ "do": "send", "room": pair.room, "text": "Look at this." }));
    let told = daemon.wait("the notification", |told| told.body == "Look at this.");
    daemon.click(&told);
    daemon.closed(told.number);
    let asks = until("what was asked", 10, || Some(pair.amina().call("asks", json!({}))).filter(|asks| asks[0].is_object()));
    assert_eq!((&asks[0]["ask"], &asks[0]["room"]), (&json!("conversation"), &json!(pair.room)));
    assert!(asks[0]["message"].is_number(), "{asks}");
    assert_eq!(pair.amina().call("asks", json!({})), json!([]), "each is answered once");
}

#[test]
fn what_was_removed_is_no_longer_read_in_what_stands() {
    let desktop = Desktop::with(&["--notifications", "no"]);
    let daemon = Notifier::start(&desktop);
    let mut pair = Pair::on(desktop);
    pair.bob_sends_pins(&["Kept bench"]);
    pair.bob.ask(json!({ "do": "send", "room": pair.room, "text": "Sent by mistake." }));
    let mistake = pair.amina().message("Sent by mistake.");
    let both = daemon.wait("both in one", |told| told.body.contains("Sent by mistake.") && told.body.contains("Kept bench"));
    pair.bob.ask(json!({ "do": "redact", "room": pair.room, "event": mistake["event"] }));
    let left = daemon.wait("what is left", |told| !told.body.contains("mistake"));
    assert_eq!((left.number, left.summary.as_str()), (both.number, "Bob"));
    assert!(left.hints.contains(&"suppress-sound".to_owned()), "an update is silent");
}

/// No content, and a hundred in a minute are one.
#[test]
fn requests_are_one_notification_without_a_name() {
    let (desktop, server) = (Desktop::new(), Server::shared());
    let (account, stranger) = (server.account("Amina"), server.account("Win A Prize"));
    let mut amina = Headless::with(&desktop, &desktop.profile(&account.local), &["--notify"], &[]);
    amina.sign_in(&server.url, &account);
    let stranger = Raw::log_in(&server.url, &stranger);
    for number in 0..100 {
        stranger.create_room(&json!({ "preset": "private_chat", "name": format!("Offer {number}"), "invite": [account.id] }));
    }
    amina.wait_for(json!({ "requests": 100, "timeout": 90 }));
    until("the notification", 20, || (desktop.displayed() == 1).then_some(()));
    stays("one notification", 3, || desktop.notified() == 1);
    desktop.run("dunstctl", &["close-all"]);
    let told = until("it in the history", 10, || desktop.notification_history().into_iter().next());
    let text = format!("{} {}", told["summary"]["data"], told["body"]["data"]);
    assert!(text.contains("new request"), "{text}");
    for words in ["Win", "Prize", "Offer", stranger.user.as_str()] {
        assert!(!text.contains(words), "{text}");
    }
}
