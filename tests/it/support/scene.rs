//! Two people who know each other: Amina, whose window is under test, and Ruth, who has Tackroom without a window.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Account, Desktop, Headless, Raw, Server, Window, pictures};

/// What most tests of the window begin with: both signed in on a server, one encrypted conversation with a pin and two
/// texts in it, a board of twelve pins that both are in. Amina's profile is closed and ready for a window.
pub struct Scene {
    /// Ends before the desktop that it needs.
    pub ruth: Headless,
    pub desktop: Desktop,
    pub url: String,
    pub amina_account: Account,
    pub ruth_account: Account,
    /// Amina's profile.
    pub profile: PathBuf,
    /// The conversation's room.
    pub room: String,
    pub board: String,
}

/// Titles of the board's pins, oldest first.
pub fn board_title(number: usize) -> String {
    format!("Board pin {number}")
}

impl Scene {
    /// On the server that all tests share.
    pub fn new() -> Self {
        let server = Server::shared();
        Self::on(server, &server.url)
    }

    /// On a server, which the accounts reach by this address (a proxy's, say).
    pub fn on(server: &Server, url: &str) -> Self {
        Self::at(Desktop::new(), server, url)
    }

    /// At a desktop of another kind.
    pub fn at(desktop: Desktop, server: &Server, url: &str) -> Self {
        let (amina_account, ruth_account) = (server.account("Amina"), server.account("Ruth"));
        let board = board(server, &ruth_account, &amina_account, 12);
        let mut amina = Headless::signed_in(&desktop, url, &amina_account);
        let mut ruth = Headless::signed_in(&desktop, url, &ruth_account);
        let picture = pictures::file(&desktop.folder().join("pictures"), 7);
        let pin =
            json!({ "title": "Green sofa", "note": "For under the window?", "link": "https://shop.example/sofa", "picture": picture });
        ruth.ask(json!({ "do": "send", "to": amina_account.id, "pin": pin }));
        ruth.wait_for(json!({ "outbox": 0, "timeout": 60 }));
        let room = amina.accept();
        amina.message("Green sofa");
        amina.ask(json!({ "do": "send", "room": room, "text": "Twelve centimetres too deep." }));
        ruth.message("Twelve centimetres too deep.");
        ruth.ask(json!({ "do": "send", "room": room, "text": "Then no sofa at all." }));
        amina.message("Then no sofa at all.");
        amina.call("open_head", json!({ "room": room }));
        amina.ask(json!({ "do": "read", "room": room }));
        amina.wait_for(json!({ "outbox": 0 }));
        let profile = amina.quit();
        Self { ruth, desktop, url: url.to_owned(), amina_account, ruth_account, profile, room, board }
    }

    /// Amina's window, once it shows its feed.
    #[track_caller]
    pub fn window(&self) -> Window {
        let window = Window::open(&self.desktop, &self.profile);
        window.get("main", "Feed");
        window
    }

    /// Amina as a plain client beside her Tackroom.
    pub fn amina_raw(&self, server: &Server) -> Raw {
        Raw::log_in(&server.url, &self.amina_account)
    }

    /// A plain room of Amina's with Bob, who has another client: the second conversation.
    pub fn with_bob(&self) -> (Raw, String) {
        let server = Server::shared();
        let bob = Raw::log_in(&server.url, &server.account("Bob"));
        let room = bob.direct_room(&self.amina_account.id);
        self.amina_raw(server).join(&room);
        (bob, room)
    }

    /// Ruth writes a text into the conversation.
    #[track_caller]
    pub fn ruth_writes(&mut self, text: &str) {
        let room = self.room.clone();
        self.ruth.ask(json!({ "do": "send", "room": room, "text": text }));
    }
}

/// A board of Ruth's with pins (not encrypted), which Amina has joined.
pub fn board(server: &Server, owner: &Account, guest: &Account, pins: usize) -> String {
    let (owner, guest) = (Raw::log_in(&server.url, owner), Raw::log_in(&server.url, guest));
    let room = owner.create_room(&json!({
        "name": "Hallway", "preset": "private_chat", "creation_content": { "type": "app.tackroom.board" }, "invite": [guest.user],
    }));
    guest.join(&room);
    for number in 1..=pins {
        board_pin(&owner, &room, &board_title(number), u8::try_from(number).unwrap());
    }
    room
}

/// One pin on a board, as design.md has it on the wire.
pub fn board_pin(owner: &Raw, room: &str, title: &str, seed: u8) -> String {
    let height = 240 + 37 * (u32::from(seed) % 9);
    let bytes = pictures::jpeg(seed, 320, height);
    let size = bytes.len();
    let url = owner.upload("image/jpeg", bytes);
    let link = format!("https://shop.example/{seed}");
    owner.send(room, "m.room.message", &pin_content(title, "", &link, &url, 320, height, size))
}

pub fn pin_content(title: &str, note: &str, link: &str, url: &str, width: u32, height: u32, size: usize) -> Value {
    json!({
        "msgtype": "m.image", "filename": "pin.jpg", "body": format!("{title}\n{link}"), "url": url,
        "info": { "w": width, "h": height, "size": size, "mimetype": "image/jpeg" },
        "app.tackroom.pin": { "version": 1, "title": title, "note": note, "link": link },
    })
}
