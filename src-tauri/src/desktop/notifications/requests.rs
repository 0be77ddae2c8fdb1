//! People who ask to write: one notification for all of them, with nothing of theirs in it.
//!
//! A hundred in a minute are one notification: the first look waits a moment for company, the next ones a minute. Which
//! requests were told of is kept in the store, so that a restart tells of none again.

use std::time::Duration;

use tackroom_core::model::RoomId;
use tackroom_core::notify::request_words;
use tackroom_core::store::Writer;
use tokio::time::Instant;

use super::kept::{self, About};
use super::show::Show;
use super::{Notifier, may_show};
use crate::app::App;
use crate::commands;

/// The store's name for the rooms that were told of and wait still.
const TOLD: &str = "requests_told";
const COMPANY: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(super) struct Requests {
    /// Not told of yet, since then.
    waiting: Option<Instant>,
    shown: Option<Instant>,
}

impl Requests {
    /// When the next look is due.
    pub fn due(&self) -> Option<Instant> {
        let earliest = self.waiting? + COMPANY;
        Some(self.shown.map_or(earliest, |shown| earliest.max(shown + PAUSE)))
    }

    /// Whether somebody asks who was not told of.
    pub async fn look(&mut self, app: &App) {
        let looked = commands::read(app, |reader| {
            let told = reader.value::<Vec<RoomId>>(TOLD)?.unwrap_or_default();
            Ok(reader.requests()?.iter().any(|request| !request.kept_out && !told.contains(&request.room)))
        });
        if looked.await.unwrap_or(false) {
            self.waiting.get_or_insert_with(Instant::now);
        }
    }
}

/// Those who wait and are not kept out, all told of from now on, and which of them are new.
fn tell(writer: &mut Writer) -> Result<(Vec<RoomId>, Vec<RoomId>), tackroom_core::store::StoreError> {
    let told = writer.value::<Vec<RoomId>>(TOLD)?.unwrap_or_default();
    let all: Vec<RoomId> = writer.requests()?.into_iter().filter(|request| !request.kept_out).map(|request| request.room).collect();
    let new = all.iter().filter(|room| !told.contains(room)).cloned().collect();
    writer.put_value(TOLD, &all)?;
    Ok((all, new))
}

impl Notifier {
    pub(super) async fn show_requests(&mut self) {
        self.requests.waiting = None;
        let Ok(core) = self.app.core() else { return };
        let Ok((all, new)) = core.store.write_async(tell).await else { return };
        let settings = self.app.settings().await;
        if new.is_empty() || !may_show(&settings) {
            return;
        }
        self.requests.shown = Some(Instant::now());
        let Ok(identity) = self.daemon().await.map(|daemon| daemon.identity.clone()) else { return };
        let looked = commands::read(&self.app, move |reader| {
            let kept = kept::read(reader, &identity)?;
            Ok(kept.of_requests().map(|(standing, rooms)| (standing.number, rooms.to_vec())))
        });
        let (replaces, mut rooms) = match looked.await.ok().flatten() {
            Some((number, rooms)) => (Some(number), rooms),
            None => (None, Vec::new()),
        };
        // Of those that the standing one tells of, some may be answered.
        rooms.retain(|room| all.contains(room) && !new.contains(room));
        rooms.extend(new);
        let language = settings.language;
        let show = Show { words: request_words(rooms.len(), language), picture: None, open: true, reply: false, replaces, language };
        if let Err(error) = self.show(show, About::Requests { rooms }).await {
            tracing::debug!(%error, "a notification was not shown");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_waits_for_company_and_the_next_a_minute() {
        let now = Instant::now();
        assert_eq!(Requests::default().due(), None);
        assert_eq!(Requests { waiting: Some(now), shown: None }.due(), Some(now + COMPANY));
        let shown = Some(now - Duration::from_secs(10));
        assert_eq!(Requests { waiting: Some(now), shown }.due(), Some(now + Duration::from_secs(50)));
    }
}
