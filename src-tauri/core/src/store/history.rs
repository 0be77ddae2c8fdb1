//! How much of a conversation is here, and where a date is in it.
//!
//! The order of a conversation is the server's; times are what each server wrote down. They rise nearly always, so a date
//! is found by halving the order, as a word in a dictionary; a few neighbours are asked together, so that a single wrong
//! clock leads nowhere.

use super::rows::{all, one};
use super::{Reader, StoreError};
use crate::model::{DatePlace, History, MessageId, RoomId};
use crate::project::place::LOCAL;

/// Messages whose times are weighed together.
const TOGETHER: u32 = 5;

/// A message's place and time.
#[derive(Clone, Copy)]
struct Stands {
    id: i64,
    ord: i64,
    at: i64,
}

impl Reader {
    /// How much of the conversation is here; what is being loaded is not known to the store.
    pub fn history(&self, room: &RoomId) -> Result<History, StoreError> {
        let id = self.need_room(room)?;
        let reached_start = self.has_reached_start(id)?;
        let newest_gap = self.gap_places(id)?.into_iter().max();
        let from = newest_gap.unwrap_or(i64::MIN);
        let sql = "SELECT at FROM message WHERE room = ?1 AND ord >= ?2 AND ord < ?3 ORDER BY ord, id LIMIT 1";
        let back_to = one(self.conn(), sql, (id, from, LOCAL), |row| row.get(0))?;
        Ok(History { back_to, complete: reached_start && newest_gap.is_none(), loading: None, problem: None })
    }

    /// The first message from this moment on, outside of threads.
    pub fn message_on_date(&self, room: &RoomId, at: i64) -> Result<DatePlace, StoreError> {
        let id = self.need_room(room)?;
        let from = self.first_ord_from(id, at)?;
        let sql =
            "SELECT id, ord, at FROM message WHERE room = ?1 AND ord >= ?2 AND ord < ?3 AND thread_root IS NULL ORDER BY ord, id LIMIT 1";
        let Some(found) = one(self.conn(), sql, (id, from, LOCAL), stands)? else {
            return Ok(DatePlace::default());
        };
        let sql = "SELECT max(ord) FROM message WHERE room = ?1 AND ord < ?2 AND thread_root IS NULL";
        let last = one(self.conn(), sql, (id, found.ord), |row| row.get::<_, Option<i64>>(0))?.flatten();
        let hole = self.gap_places(id)?.into_iter().any(|gap| gap <= found.ord && last.is_none_or(|last| gap > last));
        let missing = hole || (last.is_none() && !self.has_reached_start(id)?);
        Ok(DatePlace { message: Some(MessageId(found.id)), at: Some(found.at), missing })
    }

    /// Something waits to be sent.
    pub fn is_sending(&self) -> Result<bool, StoreError> {
        Ok(one(self.conn(), "SELECT 1 FROM outbox WHERE step <> 'refused' LIMIT 1", [], |_| Ok(()))?.is_some())
    }

    /// The places of the events before which some are missing.
    pub(super) fn gap_places(&self, room: i64) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT coalesce((SELECT ord FROM message WHERE message.event = gap.event), (SELECT ord FROM relation WHERE relation.event = gap.event))
                   FROM gap WHERE gap.room = ?1";
        Ok(all(self.conn(), sql, [room], |row| row.get::<_, Option<i64>>(0))?.into_iter().flatten().collect())
    }

    /// The place from which on times are not before `at`.
    fn first_ord_from(&self, room: i64, at: i64) -> Result<i64, StoreError> {
        let ends = "SELECT (SELECT min(ord) FROM message WHERE room = ?1), (SELECT max(ord) FROM message WHERE room = ?1 AND ord < ?2)";
        let ends = one(self.conn(), ends, (room, LOCAL), |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)))?;
        let Some((Some(mut low), Some(high))) = ends else { return Ok(i64::MIN) };
        let mut high = high.saturating_add(1);
        let sql = "SELECT id, ord, at FROM message WHERE room = ?1 AND ord >= ?2 AND ord < ?3 ORDER BY ord, id LIMIT ?4";
        while low < high {
            let middle = low + (high - low) / 2;
            let near = all(self.conn(), sql, (room, middle, high, TOGETHER), stands)?;
            let Some(first) = near.first() else {
                high = middle;
                continue;
            };
            let mut times: Vec<i64> = near.iter().map(|message| message.at).collect();
            times.sort_unstable();
            if times.get(times.len() / 2).is_some_and(|time| *time < at) { low = first.ord + 1 } else { high = middle }
        }
        // Those that were weighed with it may stand before the date.
        let near = all(self.conn(), sql, (room, low, LOCAL, TOGETHER), stands)?;
        Ok(near.iter().find(|message| message.at >= at).map_or(low, |message| message.ord))
    }
}

fn stands(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stands> {
    Ok(Stands { id: row.get(0)?, ord: row.get(1)?, at: row.get(2)? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::model::DatePlace;
    use crate::project::Slice;
    use crate::test_room::*;

    /// Which message one lands at by a date of so many seconds after the start, and whether some may be missing before it.
    fn on(t: &TestRoom, seconds: i64) -> (Option<String>, bool) {
        let DatePlace { message, missing, at } = t.store.read(|r| r.message_on_date(&room(ROOM), START + seconds * 1000)).unwrap();
        assert_eq!(message.is_some(), at.is_some());
        let event = message.and_then(|id| t.store.read(|r| r.message(id)).unwrap()).and_then(|m| m.event);
        (event.map(|event| event.to_string()), missing)
    }

    fn found(n: i64) -> Option<String> {
        Some(format!("${n}"))
    }

    #[test]
    fn a_date_is_found_by_halving() {
        let t = TestRoom::new();
        assert_eq!(on(&t, 0), (None, false));
        // Ten seconds apart, the first in history, some with the same place in time.
        t.apply(&Slice { reached_start: true, ..slice((1..=50).map(|n| text(n * 10, BOB, &n.to_string()))) });
        for n in 1..=50 {
            assert_eq!(on(&t, n * 10), (found(n * 10), false), "at it");
            assert_eq!(on(&t, n * 10 - 9), (found(n * 10), false), "between");
        }
        assert_eq!(on(&t, -1000), (found(10), false));
        assert_eq!(on(&t, 501), (None, false));
        // What is not sent yet is no date of the conversation's.
        t.store.write(|w| w.queue_text(&room(ROOM), "mine", None)).unwrap();
        assert_eq!(on(&t, 491), (found(500), false));
    }

    #[test]
    fn a_wrong_clock_leads_nowhere() {
        let t = TestRoom::new();
        let mut events: Vec<_> = (1..=101).map(|n| text(n, BOB, &n.to_string())).collect();
        for (at, wrong) in [(25, 900_000), (50, -900_000), (75, 900_000)] {
            events[at].json["origin_server_ts"] = (START + wrong).into();
        }
        t.live(events);
        for n in [3, 20, 40, 60, 70, 95] {
            let (event, _) = on(&t, n);
            let landed: i64 = event.unwrap()[1..].parse().unwrap();
            assert!((n - 2..=n + 2).contains(&landed), "{n}: {landed}");
        }
    }

    #[test]
    fn what_may_be_missing_is_said() {
        let t = TestRoom::new();
        t.live((10..20).map(|n| text(n, BOB, "x")));
        assert_eq!(on(&t, 5), (found(10), true), "older ones were not loaded");
        assert_eq!(on(&t, 11), (found(11), false));
        t.apply(&Slice { gap_before: true, ..slice((40..50).map(|n| text(n, BOB, "x"))) });
        assert_eq!(on(&t, 30), (found(40), true), "a hole");
        let history = |t: &TestRoom| t.store.read(|r| r.history(&room(ROOM))).unwrap();
        assert_eq!((history(&t).back_to, history(&t).complete), (Some(START + 40_000), false));
        t.history((19..41).map(|n| text(n, BOB, "x")));
        assert_eq!(on(&t, 30), (found(30), false));
        assert_eq!(history(&t).back_to, Some(START + 10_000));
        t.apply(&Slice {
            reached_start: true,
            live: false,
            ..slice([event(1, BOB, "m.room.create", serde_json::json!({})), text(2, BOB, "x")])
        });
        t.history([text(2, BOB, "x"), text(9, BOB, "x"), text(10, BOB, "x")]);
        assert_eq!(on(&t, 0), (found(2), false));
        assert!(history(&t).complete && history(&t).loading.is_none());
    }

    #[test]
    fn a_page_of_history_leaves_no_gap_at_the_top() {
        let t = TestRoom::new();
        t.live([text(10, BOB, "x")]);
        t.apply(&Slice { gap_before: true, live: false, ..slice([text(8, BOB, "x"), text(9, BOB, "x"), text(10, BOB, "x")]) });
        assert!(t.store.read(|r| r.gaps(&room(ROOM))).unwrap().is_empty(), "more may come by reading up; nothing is missing between");
        assert!(!t.store.read(|r| r.history(&room(ROOM))).unwrap().complete);
    }

    #[test]
    fn threads_are_passed_over() {
        let t = TestRoom::new();
        t.live([pin(1, BOB, "Kettle"), in_thread(5, BOB, 1, "about it"), text(6, BOB, "next")]);
        assert_eq!(on(&t, 5).0, found(6));
    }
}
