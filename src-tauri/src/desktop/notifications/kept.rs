//! What stands on the desktop, as the store keeps it over restarts: which notification tells of what.

use serde::{Deserialize, Serialize};
use tackroom_core::model::{EventId, RoomId};
use tackroom_core::store::{Reader, StoreError, Writer};

use crate::app::App;

/// The store's name for [`Kept`].
const KEPT: &str = "notifications_shown";
/// Most that stand at once; the oldest gives way.
const KEPT_MAX: usize = 32;

/// All that may stand, of earlier runs too. Numbers mean something to one daemon of one bus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// [`super::Daemon::identity`].
    pub daemon: String,
    /// The oldest first.
    pub all: Vec<Standing>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    pub about: About,
    pub number: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum About {
    /// Messages of one conversation.
    Conversation { room: RoomId, events: Vec<EventId> },
    /// People who ask to write.
    Requests { rooms: Vec<RoomId> },
}

impl Kept {
    pub fn of_room(&self, wanted: &RoomId) -> Option<(&Standing, &[EventId])> {
        self.all.iter().find_map(|standing| match &standing.about {
            About::Conversation { room, events } if room == wanted => Some((standing, events.as_slice())),
            _ => None,
        })
    }

    pub fn of_requests(&self) -> Option<(&Standing, &[RoomId])> {
        self.all.iter().find_map(|standing| match &standing.about {
            About::Requests { rooms } => Some((standing, rooms.as_slice())),
            About::Conversation { .. } => None,
        })
    }

    /// Adds one, in the place of those with its number; the numbers of those that must give way.
    pub fn add(&mut self, standing: Standing) -> Vec<u32> {
        self.all.retain(|other| other.number != standing.number);
        self.all.push(standing);
        let over = self.all.len().saturating_sub(KEPT_MAX);
        self.all.drain(..over).map(|old| old.number).collect()
    }

    pub fn remove(&mut self, number: u32) -> Option<Standing> {
        let at = self.all.iter().position(|standing| standing.number == number)?;
        Some(self.all.remove(at))
    }
}

/// What is kept of this daemon; nothing where it was another one.
pub fn read(reader: &Reader, daemon: &str) -> Result<Kept, StoreError> {
    let kept = reader.value::<Kept>(KEPT)?.filter(|kept| kept.daemon == daemon);
    Ok(kept.unwrap_or_else(|| Kept { daemon: daemon.to_owned(), all: Vec::new() }))
}

/// Whether anything may stand, of whichever daemon.
pub fn any(reader: &Reader) -> Result<bool, StoreError> {
    Ok(reader.value::<Kept>(KEPT)?.is_some_and(|kept| !kept.all.is_empty()))
}

/// Changes what is kept; a failure is of little consequence: one notification may stay for too long.
pub async fn change<T: Send + 'static>(app: &App, daemon: &str, change: impl FnOnce(&mut Kept) -> T + Send + 'static) -> Option<T> {
    let core = app.core().ok()?;
    let daemon = daemon.to_owned();
    let changed = core.store.write_async(move |writer: &mut Writer| {
        let mut kept = read(writer, &daemon)?;
        let answer = change(&mut kept);
        writer.put_value(KEPT, &kept)?;
        Ok(answer)
    });
    changed.await.inspect_err(|error| tracing::debug!(%error, "a notification's number was not kept")).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn standing(number: u32) -> Standing {
        let room = RoomId(format!("!{number}:x"));
        Standing { about: About::Conversation { room, events: vec!["$e".into()] }, number }
    }

    #[test]
    fn the_oldest_gives_way_and_a_number_is_one_notification() {
        let mut kept = Kept::default();
        for number in 1..=32 {
            assert!(kept.add(standing(number)).is_empty());
        }
        assert!(kept.add(standing(5)).is_empty(), "an update takes no more room");
        assert_eq!(kept.add(standing(33)), [1]);
        assert!(kept.of_room(&"!1:x".into()).is_none() && kept.of_room(&"!33:x".into()).is_some());
        assert!(kept.remove(5).is_some() && kept.remove(5).is_none());
    }
}
