//! A send whose transaction ID the server has forgotten (over 20 hours in flight, or begun by another device) is first
//! looked for in the room: what is there is not sent again, what is not goes out once.

use tackroom_core::model::*;
use tackroom_core::store::system_clock;

use super::side::Side;
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, until};

const HOUR: i64 = 60 * 60 * 1_000;

fn now() -> i64 {
    system_clock()()
}

/// Amina behind a proxy in a room with Carol, a plain client; her one message is in flight, its answer lost with her.
struct InFlight {
    a: Side,
    carol: Raw,
    proxy: Proxy,
    room: String,
    id: RoomId,
    message: MessageId,
}

impl InFlight {
    /// `arrived`: the server has the event, and only its answer was lost.
    fn new(arrived: bool) -> Self {
        let server = Server::shared();
        let proxy = Proxy::before(server.port);
        let carol = Raw::log_in(&server.url, &server.account("Carol"));
        let mut a = Side::sign_in(&proxy.url, &server.account("Amina"));
        let room = carol.direct_room(a.me.as_str());
        let id = a.accept();
        carol.text(&room, "hello");
        a.sees(&id, "hello");
        proxy.rule(move |seen| match seen.path.as_str() {
            path if path.contains("/send/m.room.message") => {
                if arrived {
                    Fate::DropAnswer
                } else {
                    Fate::Cut
                }
            }
            path if path.contains("sync") => Fate::Cut,
            _ => Fate::Pass,
        });
        // The request for news that is under way is answered by this; the next ones are cut, so no echo can come.
        let syncs = || proxy.count("POST", "sync");
        let before = syncs();
        carol.text(&room, "before");
        until("a cut request for news", 40, || (syncs() > before).then_some(()));
        let message = a.text(&id, "the one");
        until("the send in flight", 30, || (proxy.count("PUT", "/send/m.room.message") > 0).then_some(()));
        if arrived {
            until("the event on the server", 30, || (bodies(&carol, &room) == ["hello", "before", "the one"]).then_some(()));
        }
        a.crash();
        Self { a, carol, proxy, room, id, message }
    }

    /// The row as a later day, or another device, would find it.
    fn rewrite(&self, at: i64, device: &str) {
        let rows = self.a.read(|r| r.all_outgoing());
        let row = rows.first().expect("the row waits");
        assert_eq!(rows.len(), 1);
        self.a.core.store.write(|w| w.step_anew(row.id, at, device)).unwrap();
    }

    fn device(&self) -> String {
        self.a.read(|r| r.all_outgoing())[0].device.clone().expect("it was in flight")
    }

    /// Starts again with a network that works, but for news: no echo may settle it by chance. Ends when nothing waits. How
    /// many sends that took.
    fn go_on(&mut self) -> usize {
        let before = self.proxy.count("PUT", "/send/m.room.message");
        self.proxy.rule(|seen| if seen.path.contains("sync") { Fate::Cut } else { Fate::Pass });
        self.a.restore();
        self.a.start();
        self.a.sent_all();
        self.proxy.pass();
        self.a.message(&self.id, "the message to be sent", |m| m.id == self.message && m.event.is_some());
        self.proxy.count("PUT", "/send/m.room.message") - before
    }

    fn bodies(&self) -> Vec<String> {
        bodies(&self.carol, &self.room)
    }

    /// What came last before the crash may only be brought by the news after it.
    #[track_caller]
    fn is_said_in_order(&self) {
        until("all of it, in order", 60, || (self.a.said(&self.id) == ["hello", "before", "the one"]).then_some(()));
    }
}

fn bodies(raw: &Raw, room: &str) -> Vec<String> {
    raw.events_of(room, "m.room.message").iter().map(|m| m["content"]["body"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_was_in_flight_for_a_day_and_is_there_is_not_sent_again() {
    let mut this = InFlight::new(true);
    let device = this.device();
    this.rewrite(now() - 21 * HOUR, &device);
    assert_eq!(this.go_on(), 0, "it is found, not sent");
    assert_eq!(this.bodies(), ["hello", "before", "the one"]);
    this.is_said_in_order();
}

#[test]
fn what_was_in_flight_for_a_day_and_is_not_there_goes_out_once() {
    let mut this = InFlight::new(false);
    let device = this.device();
    this.rewrite(now() - 21 * HOUR, &device);
    assert_eq!(this.go_on(), 1);
    assert_eq!(this.bodies(), ["hello", "before", "the one"]);
    this.is_said_in_order();
}

/// A transaction ID means something to one device; after signing in anew it is nothing to the server.
#[test]
fn what_another_device_began_is_looked_for_first() {
    let mut there = InFlight::new(true);
    there.rewrite(now(), "ANOTHERONE");
    assert_eq!(there.go_on(), 0, "it is found, not sent");
    assert_eq!(there.bodies(), ["hello", "before", "the one"]);
    let mut absent = InFlight::new(false);
    absent.rewrite(now(), "ANOTHERONE");
    assert_eq!(absent.go_on(), 1);
    assert_eq!(absent.bodies(), ["hello", "before", "the one"]);
}
