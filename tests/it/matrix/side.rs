//! One account of Tackroom without its shell: a profile in a temporary folder, opened and signed in.

use std::path::Path;
use std::sync::{Arc, Mutex};

use tackroom_core::model::*;
use tackroom_core::notify::Notice;
use tackroom_core::store::{Reader, StoreError, Writer};
use tackroom_core::{Core, Keys};
use tackroom_matrix::{Matrix, SaveSession, StoredSession};
use tempfile::TempDir;

use crate::support::{Account, Raw, Server, block, until};

/// An account on a device of its own. Stops cleanly when dropped, unless it was crashed.
pub struct Side {
    pub folder: TempDir,
    pub me: UserId,
    pub core: Core,
    pub matrix: Option<Matrix>,
    pub session: Arc<Mutex<Option<StoredSession>>>,
    pub notices: Arc<Mutex<Vec<Notice>>>,
}

/// Amina, and Carol with a plain client, in a direct room of Carol's that Amina has accepted.
pub struct WithCarol {
    pub amina: Account,
    pub a: Side,
    pub raw: Raw,
    pub room: String,
    pub id: RoomId,
}

pub fn with_carol() -> WithCarol {
    let server = Server::shared();
    with_carol_on(server, &server.url)
}

/// Amina reaches the server at `url`.
pub fn with_carol_on(server: &Server, url: &str) -> WithCarol {
    let (amina, carol) = (server.account("Amina"), server.account("Carol"));
    let a = Side::sign_in(url, &amina);
    let raw = Raw::log_in(&server.url, &carol);
    let room = raw.direct_room(a.me.as_str());
    let id = a.accept();
    WithCarol { amina, a, raw, room, id }
}

/// Amina on two devices and Bela, in a group of Carol's, who has a plain client.
pub struct InCarolsGroup {
    pub a: Side,
    pub second: Side,
    pub b: Side,
    pub raw: Raw,
    pub room: RoomId,
}

pub fn in_carols_group() -> InCarolsGroup {
    let server = Server::shared();
    let amina = server.account("Amina");
    let (a, b) = (Side::sign_in(&server.url, &amina), Side::sign_in(&server.url, &server.account("Bela")));
    let second = Side::sign_in(&server.url, &amina);
    let raw = Raw::log_in(&server.url, &server.account("Carol"));
    let members = [a.me.as_str(), b.me.as_str()];
    let room = RoomId(raw.create_room(&serde_json::json!({ "name": "Flat", "preset": "private_chat", "invite": members })));
    a.accept();
    b.accept();
    second.knows(&room);
    InCarolsGroup { a, second, b, raw, room }
}

pub fn keys() -> Keys {
    Keys::derive(&[7; 32])
}

fn save_into(place: &Arc<Mutex<Option<StoredSession>>>) -> SaveSession {
    let place = place.clone();
    Arc::new(move |stored| {
        *place.lock().unwrap() = Some(stored.clone());
        Ok(())
    })
}

fn open(folder: &Path) -> Core {
    Core::open(folder, &keys()).unwrap().core
}

impl Side {
    /// Signs in and starts, and waits until the server has answered a sync.
    #[track_caller]
    pub fn sign_in(url: &str, account: &Account) -> Self {
        let side = Self::signed_in(url, account);
        side.start();
        side.online();
        side
    }

    /// Signs in; does not start.
    #[track_caller]
    pub fn signed_in(url: &str, account: &Account) -> Self {
        let log = tracing_subscriber::EnvFilter::from_default_env();
        if std::env::var_os("RUST_LOG").is_some() {
            let _ = tracing_subscriber::fmt().with_env_filter(log).with_test_writer().try_init();
        }
        let folder = tempfile::tempdir().unwrap();
        let core = open(folder.path());
        let session = Arc::new(Mutex::new(None));
        let save = save_into(&session);
        let (arc, user, password) = (Arc::new(core.clone()), account.local.clone(), account.password.clone());
        let url = url.to_owned();
        let matrix = block(async move { Matrix::sign_in(arc, &keys(), &url, &user, &password, save).await }).unwrap();
        Self::around(folder, account, core, matrix, session)
    }

    fn around(folder: TempDir, account: &Account, core: Core, matrix: Matrix, session: Arc<Mutex<Option<StoredSession>>>) -> Self {
        let side = Self { folder, me: UserId(account.id.clone()), core, matrix: Some(matrix), session, notices: Arc::default() };
        side.listen();
        side
    }

    fn listen(&self) {
        let (mut heard, notices) = (self.matrix().notices(), self.notices.clone());
        block(async move {
            tokio::spawn(async move {
                while let Ok(notice) = heard.recv().await {
                    notices.lock().unwrap().push(notice);
                }
            });
        });
    }

    pub fn matrix(&self) -> &Matrix {
        self.matrix.as_ref().unwrap()
    }

    pub fn start(&self) {
        let matrix = self.matrix().clone();
        block(async move { matrix.start().await }).unwrap();
    }

    #[track_caller]
    pub fn online(&self) {
        let connection = self.matrix().connection();
        until("the sync to be answered", 60, || (*connection.borrow() == Connection::Online).then_some(()));
    }

    /// A clean end: what sync delivered is in the store.
    pub fn stop(&mut self) {
        if let Some(matrix) = self.matrix.take() {
            block(async move {
                matrix.stop().await;
                drop(matrix);
            });
        }
    }

    /// As a kill would: nothing is drained, the running flag stays set.
    pub fn crash(&mut self) {
        if let Some(matrix) = self.matrix.take() {
            block(async move {
                matrix.abandon().await;
                drop(matrix);
            });
        }
    }

    /// Comes back from the stored session; does not start.
    #[track_caller]
    pub fn restore(&mut self) {
        self.core = open(self.folder.path());
        let stored = self.session.lock().unwrap().clone().unwrap();
        let (arc, save) = (Arc::new(self.core.clone()), save_into(&self.session));
        self.matrix = Some(block(async move { Matrix::restore(arc, &keys(), stored, save).await }).unwrap());
        self.listen();
    }

    /// Clean end and new start.
    pub fn restart(&mut self) {
        self.stop();
        self.restore();
        self.start();
    }

    pub fn read<T>(&self, f: impl FnOnce(&Reader) -> Result<T, StoreError>) -> T {
        self.core.store.read(f).unwrap()
    }

    pub fn write<T>(&self, f: impl FnOnce(&mut Writer) -> Result<T, StoreError>) -> T {
        let done = self.core.store.write(f).unwrap();
        if let Some(matrix) = &self.matrix {
            matrix.kick();
        }
        done
    }

    /// A direct conversation with someone, local until the server has made it.
    pub fn direct(&self, with: &Side) -> RoomId {
        self.write(|w| w.queue_new_conversation(std::slice::from_ref(&with.me), None, true))
    }

    pub fn text(&self, room: &RoomId, text: &str) -> MessageId {
        self.write(|w| w.queue_text(room, text, None))
    }

    pub fn pin(&self, room: &RoomId, pin: &PinInput) -> MessageId {
        self.write(|w| w.queue_pin(room, pin))
    }

    pub fn messages(&self, room: &RoomId) -> Vec<Message> {
        self.read(|r| r.messages(room, None, None, 500)).messages
    }

    /// Waits until the room is there, on a device that others brought into it.
    #[track_caller]
    pub fn knows(&self, room: &RoomId) {
        until("the conversation on this device", 60, || self.core.store.read(|r| r.conversation(room)).ok());
    }

    /// Waits until a message of the room holds.
    #[track_caller]
    pub fn message(&self, room: &RoomId, what: &str, test: impl Fn(&Message) -> bool) -> Message {
        until(what, 60, || self.messages(room).into_iter().find(|message| test(message)))
    }

    /// Waits for a message with this text or title.
    #[track_caller]
    pub fn sees(&self, room: &RoomId, text: &str) -> Message {
        self.message(room, &format!("{text:?} to arrive"), |message| says(message) == text)
    }

    /// Waits until everything has gone out.
    #[track_caller]
    pub fn sent_all(&self) {
        until("the outbox to be empty", 60, || self.read(|r| r.all_outgoing()).is_empty().then_some(()));
    }

    /// Waits for an invitation and accepts it.
    #[track_caller]
    pub fn accept(&self) -> RoomId {
        let room = until("an invitation", 60, || self.read(|r| r.requests()).first().map(|request| request.room.clone()));
        let (matrix, wanted) = (self.matrix().clone(), room.clone());
        block(async move { matrix.accept(&wanted).await }).unwrap();
        until("the conversation", 30, || self.core.store.read(|r| r.conversation(&room)).ok());
        room
    }

    /// The other accepts the conversation that was begun here. Its name on the server can be used from now on: while the
    /// server still made it, what is written under that name could overtake what was written before.
    #[track_caller]
    pub fn accepted_by(&self, other: &Side) -> RoomId {
        let room = other.accept();
        self.sent_all();
        room
    }

    /// What the room's messages say, oldest first.
    pub fn said(&self, room: &RoomId) -> Vec<String> {
        self.messages(room).iter().map(says).collect()
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        } else {
            self.crash();
        }
    }
}

/// A message in a word or two.
pub fn says(message: &Message) -> String {
    match &message.body {
        MessageBody::Pin { pin } => pin.title.clone(),
        MessageBody::Text { text } | MessageBody::Emote { text } | MessageBody::Notice { text } => text.clone(),
        MessageBody::File { name, .. } => name.clone(),
        MessageBody::Locked => "(locked)".into(),
        MessageBody::Removed => "(removed)".into(),
        MessageBody::Unknown { event_type, .. } => format!("({event_type})"),
    }
}

pub fn pin(title: &str, note: &str, link: Option<&str>) -> PinInput {
    PinInput { title: title.into(), note: note.into(), link: link.map(Into::into), picture: None, alt: None, source: None }
}
