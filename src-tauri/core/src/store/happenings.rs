//! The lines between messages: what happened to a conversation, read for a page and folded.
//!
//! They lie in `relation` as events that show nothing of their own. Those of a page are read by their place in one query
//! and put before the message that follows, so that pages, unread counts and notices know nothing of them.

use super::rows::all;
use super::{Reader, StoreError};
use crate::model::{Happening, Message, Person, UserId, What};
use crate::project::happen::Kept;

/// Most events that one page looks at, the newest.
const EVENTS_MAX: i64 = 400;
/// Most lines before one message, the newest.
const LINES_MAX: usize = 30;
/// Most people that one line names.
const PEOPLE_MAX: usize = 8;
/// What its maker sets so soon after is part of making it, ms.
const MAKING: i64 = 60_000;

/// A line before its people are looked up.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    at: i64,
    by: String,
    kept: Kept,
    users: Vec<String>,
}

impl Reader {
    /// Puts before each message what happened before it. `older`: the place of the message before the first one; `end`: before
    /// which place the page ends. Answers what happened after the last message, where nothing newer follows.
    pub(super) fn mark_happenings(
        &self,
        room: i64,
        older: Option<i64>,
        end: i64,
        places: &[i64],
        messages: &mut [Message],
    ) -> Result<Vec<Happening>, StoreError> {
        let me = self.me()?;
        let me = me.as_ref().map_or("", UserId::as_str);
        let direct = self.is_direct(room)?;
        let until = if end == i64::MAX { i64::MAX } else { places.last().copied().unwrap_or(end) };
        let sql = "SELECT ord, at, sender, body FROM relation
                   WHERE room = ?1 AND kind = 'other' AND body <> '' AND ord > ?2 AND ord < ?3 ORDER BY ord DESC, id DESC LIMIT ?4";
        let mut found = all(self.conn(), sql, (room, older.unwrap_or(i64::MIN), until, EVENTS_MAX), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        found.reverse();
        let mut groups: Vec<Vec<(i64, String, Kept)>> = vec![Vec::new(); places.len() + 1];
        for (ord, at, by, body) in found {
            let Ok(kept) = serde_json::from_str::<Kept>(&body) else { continue };
            if let Some(group) = groups.get_mut(places.partition_point(|place| *place < ord)) {
                group.push((at, by, kept));
            }
        }
        // Where something newer follows, it stands before that.
        let last = groups.pop().filter(|_| end == i64::MAX).unwrap_or_default();
        for (message, group) in messages.iter_mut().zip(groups) {
            let lines = self.lines(room, fold(group, me, direct), me)?;
            message.happened = (!lines.is_empty()).then_some(lines);
        }
        self.lines(room, fold(last, me, direct), me)
    }

    fn lines(&self, room: i64, lines: Vec<Line>, me: &str) -> Result<Vec<Happening>, StoreError> {
        lines.into_iter().map(|line| self.line_of(room, line, me)).collect()
    }

    fn line_of(&self, room: i64, line: Line, me: &str) -> Result<Happening, StoreError> {
        let shown = line.users.iter().take(PEOPLE_MAX).map(|user| self.person_in(room, user));
        let people = shown.collect::<Result<Vec<Person>, _>>()?;
        let (what, name, before, role) = parts(&line.kept);
        Ok(Happening {
            what,
            at: line.at,
            by: self.person_in(room, &line.by)?,
            mine: line.by == me,
            more: u32::try_from(line.users.len() - people.len()).unwrap_or(u32::MAX),
            me: matches!(line.users.as_slice(), [only] if only == me),
            people,
            name,
            before,
            role,
        })
    }
}

type Parts = (What, Option<String>, Option<String>, Option<crate::model::Role>);

fn parts(kept: &Kept) -> Parts {
    let plain = |what| (what, None, None, None);
    match kept {
        Kept::Created { name } => (What::Created, name.clone(), None, None),
        Kept::Named { name } => (What::Named, name.clone(), None, None),
        Kept::Picture => plain(What::Picture),
        Kept::PictureGone => plain(What::PictureGone),
        Kept::Joined { .. } => plain(What::Joined),
        Kept::Left { .. } => plain(What::Left),
        Kept::Declined { .. } => plain(What::Declined),
        Kept::Invited { .. } => plain(What::Invited),
        Kept::Withdrawn { .. } => plain(What::Withdrawn),
        Kept::Removed { .. } => plain(What::Removed),
        Kept::Banned { .. } => plain(What::Banned),
        Kept::Unbanned { .. } => plain(What::Unbanned),
        Kept::Called { before, name, .. } => (What::Called, Some(name.clone()), Some(before.clone()), None),
        Kept::Face { .. } => plain(What::Face),
        Kept::Roles { given } => (What::Role, None, None, given.first().map(|(_, role)| *role)),
    }
}

/// Lines of what happened in this order: what one did in a row is one line, names that changed several times are told once,
/// and of the making of a conversation only that it was made.
fn fold(happened: Vec<(i64, String, Kept)>, me: &str, direct: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut maker: Option<(String, i64)> = None;
    for (at, by, kept) in happened {
        if let Kept::Created { .. } = kept {
            maker = Some((by.clone(), at));
        }
        if maker.as_ref().is_some_and(|(maker, made)| *maker == by && at - made < MAKING && is_making(&kept, &by, &mut lines)) {
            continue;
        }
        // Two people know that they talk with each other.
        let needless = match &kept {
            Kept::Created { .. } | Kept::Invited { .. } => true,
            Kept::Joined { user } => user == me,
            _ => false,
        };
        if direct && needless {
            continue;
        }
        for (kept, users) in pieces(kept) {
            add(&mut lines, Line { at, by: by.clone(), kept, users }, me);
        }
    }
    lines.drain(..lines.len().saturating_sub(LINES_MAX));
    lines
}

/// The maker's own joining and the first name belong to the line that says it was made.
fn is_making(kept: &Kept, maker: &str, lines: &mut [Line]) -> bool {
    match kept {
        Kept::Joined { user } => user == maker,
        Kept::Named { name } => match lines.first_mut().map(|line| &mut line.kept) {
            Some(Kept::Created { name: first @ None }) => {
                first.clone_from(name);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// One piece for each role that was given; of anything else, itself and whom it is about.
fn pieces(kept: Kept) -> Vec<(Kept, Vec<String>)> {
    let users = match &kept {
        Kept::Created { .. } | Kept::Named { .. } | Kept::Picture | Kept::PictureGone => Vec::new(),
        Kept::Joined { user }
        | Kept::Left { user }
        | Kept::Declined { user }
        | Kept::Invited { user }
        | Kept::Withdrawn { user }
        | Kept::Removed { user }
        | Kept::Banned { user }
        | Kept::Unbanned { user }
        | Kept::Called { user, .. }
        | Kept::Face { user } => vec![user.clone()],
        Kept::Roles { given } => {
            return given.iter().map(|(user, role)| (Kept::Roles { given: vec![(user.clone(), *role)] }, vec![user.clone()])).collect();
        }
    };
    vec![(kept, users)]
}

/// Adds a line, or to one that is there.
fn add(lines: &mut Vec<Line>, line: Line, me: &str) {
    if let Kept::Called { user, name, .. } = &line.kept
        && let Some(at) = lines.iter().position(|old| matches!(&old.kept, Kept::Called { user: whose, .. } if whose == user))
    {
        let back = match lines.get_mut(at) {
            Some(Line { kept: Kept::Called { before, name: last, .. }, at, .. }) => {
                last.clone_from(name);
                *at = line.at;
                before == last
            }
            _ => false,
        };
        // Called as before: nothing has changed.
        if back {
            lines.remove(at);
        }
        return;
    }
    if let Kept::Face { user } = &line.kept
        && lines.iter().any(|old| matches!(old.kept, Kept::Face { .. }) && old.users.contains(user))
    {
        return;
    }
    match lines.last_mut() {
        Some(last) if continues(last, &line, me) => {
            last.at = line.at;
            for user in line.users {
                if !last.users.contains(&user) {
                    last.users.push(user);
                }
            }
            last.kept = line.kept;
        }
        _ => lines.push(line),
    }
}

/// Whether `line` is more of the same. What is about oneself stays alone: it is said in other words.
fn continues(last: &Line, line: &Line, me: &str) -> bool {
    if std::mem::discriminant(&last.kept) != std::mem::discriminant(&line.kept) {
        return false;
    }
    let about_me = [&last.users, &line.users].into_iter().any(|users| users.iter().any(|user| user == me));
    match (&last.kept, &line.kept) {
        (Kept::Created { .. } | Kept::Called { .. }, _) => false,
        (Kept::Named { .. } | Kept::Picture | Kept::PictureGone, _) => last.by == line.by,
        // These do it themselves.
        (Kept::Joined { .. } | Kept::Left { .. } | Kept::Declined { .. } | Kept::Face { .. }, _) => !about_me,
        (Kept::Roles { given: a }, Kept::Roles { given: b }) => {
            last.by == line.by && !about_me && a.first().map(|(_, role)| role) == b.first().map(|(_, role)| role)
        }
        _ => last.by == line.by && !about_me,
    }
}
