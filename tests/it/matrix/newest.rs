//! What one sets for a conversation, on devices that were offline: the newest intent wins, and nothing flickers.

use tackroom_core::model::*;

use super::marks::{set, shown, tags};
use super::side::{Side, WithCarol, pin, with_carol_on};
use crate::support::proxy::Fate;
use crate::support::{Proxy, Raw, Server, before, raw::encode, stays, until};

/// Archived, muted, marked as unread, not on top.
pub(super) fn as_set(side: &Side, room: &RoomId) -> bool {
    let now = shown(side, room);
    now.archived && now.muted && now.marked_unread && !now.on_top
}

#[test]
fn what_was_told_does_not_flicker_before_sync_brings_it_also_over_a_restart() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let WithCarol { amina, mut a, raw, room, id } = with_carol_on(server, &proxy.url);
    raw.text(&room, "hello");
    a.sees(&id, "hello");
    set(&a, &id, Mark::OnTop { on: true });
    a.sent_all();
    // The server takes what is told, and sync does not come through.
    proxy.rule(|seen| if seen.path.contains("/sync") { Fate::Cut } else { Fate::Pass });
    let connection = a.matrix().connection();
    until("no sync any more", 60, || (*connection.borrow() != Connection::Online).then_some(()));
    set(&a, &id, Mark::Archived { on: true });
    set(&a, &id, Mark::Notify { notify: Notify::None, until: None });
    set(&a, &id, Mark::Unread { on: true });
    let own = Raw::log_in(&server.url, &amina);
    until("all to be told", 60, || {
        assert!(as_set(&a, &id));
        a.read(|r| r.all_outgoing()).is_empty().then_some(())
    });
    assert_eq!(tags(&own, &amina.id, &room), ["m.lowpriority"]);
    stays("as it was told", 2, || as_set(&a, &id));
    // What the SDK has is still older.
    a.restart();
    stays("as it was told, after a restart", 4, || as_set(&a, &id));
    proxy.pass();
    a.online();
    stays("as it was told, online again", 4, || as_set(&a, &id));
    // From then on another client's word holds.
    let tag = format!("/_matrix/client/v3/user/{}/rooms/{}/tags/m.lowpriority", encode(&amina.id), encode(&room));
    own.ask(reqwest::Method::DELETE, &tag, None);
    until("what another client set", 20, || (!shown(&a, &id).archived).then_some(()));
}

#[test]
fn the_newest_intent_wins_over_a_device_that_was_offline() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let WithCarol { amina, a: late, raw, room, id } = with_carol_on(server, &proxy.url);
    let here = Side::sign_in(&server.url, &amina);
    here.knows(&id);
    let own = Raw::log_in(&server.url, &amina);
    let archive = |side: &Side, on| set(side, &id, Mark::Archived { on });
    let anew = || {
        for on in [false, true] {
            archive(&here, on);
            here.sent_all();
        }
    };
    let both = |what: &str, on: bool| {
        for side in [&late, &here] {
            if before(30, || (shown(side, &id).archived == on).then_some(())).is_none() {
                let state = |side: &Side| (shown(side, &id).archived, side.read(|r| r.all_outgoing()));
                panic!("{what}: late {:?}, here {:?}, tags {:?}", state(&late), state(&here), tags(&own, &amina.id, &room));
            }
        }
        stays(what, 3, || shown(&late, &id).archived == on && shown(&here, &id).archived == on);
        assert_eq!(tags(&own, &amina.id, &room), if on { vec!["m.lowpriority"] } else { vec![] });
    };
    let (cut, back) = (
        || {
            proxy.rule(|_| Fate::Cut);
            let connection = late.matrix().connection();
            until("offline", 60, || (*connection.borrow() == Connection::Offline).then_some(()));
        },
        || {
            proxy.pass();
            late.sent_all();
            late.online();
        },
    );
    archive(&here, true);
    both("archived by the first", true);

    // Taken out offline; then taken out and put away again by the other, which is the newest.
    cut();
    archive(&late, false);
    anew();
    back();
    both("archived anew, later than it was taken out offline", true);

    // The other way round: put away again, and then taken out offline.
    cut();
    anew();
    archive(&late, false);
    back();
    both("taken out offline, later than it was archived anew", false);

    // A message came while one was off, and was put away on the other: it stays away.
    archive(&here, true);
    both("archived once more", true);
    cut();
    raw.text(&room, "anybody?");
    here.sees(&id, "anybody?");
    until("back in the list", 20, || (!shown(&here, &id).archived).then_some(()));
    archive(&here, true);
    here.sent_all();
    back();
    late.sees(&id, "anybody?");
    both("archived after that message", true);

    // Who writes there fetches it back, for all of one's devices.
    late.pin(&id, &pin("still here", "", None));
    late.sent_all();
    both("fetched back by writing", false);
}
