//! Which of a slice's messages the person is told of.

use super::{Arrived, Run};
use crate::model::{MessageId, Notify};
use crate::notify::{Candidate, Verdict, judge, notice};
use crate::store::{StoreError, Writer};

impl Run<'_> {
    /// Judges what arrived; records each verdict that stands for good, and makes at most one notice.
    pub(super) fn notify(&mut self, w: &mut Writer) -> Result<(), StoreError> {
        if self.board || self.arrived.is_empty() {
            return Ok(());
        }
        let view = w.view();
        let watched = view.focused && view.open.as_ref() == Some(self.room);
        let (notify, since, now) = (w.notify_of(self.room)?, w.since()?, w.now());
        let mut told = Vec::new();
        let mut wake = false;
        let mut newest = 0;
        for Arrived { id, event, wanted, mentions, edit } in std::mem::take(&mut self.arrived) {
            let Some(mut state) = w.message_state(id)? else { continue };
            if state.sender == self.me {
                continue;
            }
            if edit && self.live && !w.was_notified(&event)? {
                state.unread |= w.unread_by_edit(id, &event)?;
            }
            if state.unread && self.live {
                wake = true;
                newest = newest.max(state.at);
            }
            let candidate = Candidate {
                unread: state.unread,
                readable: !matches!(state.kind.as_str(), "locked" | "removed"),
                wanted,
                live: self.live,
                told_before: w.was_notified(&event)?,
                notify,
                mentions,
                watched,
                at: state.at,
                since,
                now,
            };
            match judge(&candidate) {
                Verdict::Tell => {
                    w.put_notified(&event)?;
                    told.push(MessageId(id));
                }
                Verdict::Never if self.live => w.put_notified(&event)?,
                Verdict::Never | Verdict::NotYet => {}
            }
        }
        if wake {
            // Something new takes it out of the archive, unless it is muted.
            if notify != Notify::None && w.bring_back(self.room, newest)? {
                self.applied.came_back = true;
            }
            if !w.is_archived(self.room)? {
                w.open_head(self.room)?;
            }
        }
        told.dedup();
        let messages = told.into_iter().map(|id| w.message(id)).collect::<Result<Vec<_>, _>>()?;
        let messages: Vec<_> = messages.into_iter().flatten().collect();
        if !messages.is_empty() {
            let conversation = w.conversation(self.room)?;
            self.applied.notices.extend(notice(&conversation, &messages, w.language()?));
        }
        Ok(())
    }
}
