//! The projection against the SDK's own timeline, over all kinds of events in any order, with late keys and holes.
//!
//! Each case is a room by a seed ([`script`]). Making the rooms on Synapse would take it minutes (3,500 events, 100 rooms);
//! here a stand-in ([`stand_in`]) tells them to one signed-in device, a hundred rooms in each answer: SDK, event cache,
//! decryption, projection and timeline are the real ones. That Synapse tells its rooms in the same way is held by
//! `oracle::whatever_two_people_do`.

mod script;
mod stand_in;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tackroom_core::model::{Conversation, EventId, RoomId};
use tackroom_matrix::oracle::{self, Told};

use self::script::{Case, MIDDLE, STEPS};
use self::stand_in::StandIn;
use super::oracle::{self as comparison, in_our_terms};
use super::side::Side;
use crate::support::{Proxy, Server, before, block, until};

/// Rooms that one account has at the same time.
const AT_ONCE: u64 = 100;

/// `make test` does 100 cases, `make soak` 1,000 (`TACKROOM_ORACLE_CASES`); `TACKROOM_ORACLE_CASE` (hexadecimal) is the first
/// one's seed: with it and one case a red one is repeated.
#[test]
fn whatever_happens_in_a_room_is_shown_as_the_sdk_shows_it() {
    let variable = |name: &str| std::env::var(name).ok();
    let first = variable("TACKROOM_ORACLE_CASE").map_or(0xca5e_0000, |seed| u64::from_str_radix(&seed, 16).unwrap());
    let count: u64 = variable("TACKROOM_ORACLE_CASES").map_or(100, |count| count.parse().unwrap());
    let mut seen = BTreeMap::new();
    for begin in (first..first + count).step_by(usize::try_from(AT_ONCE).unwrap()) {
        let seeds = begin..(begin + AT_ONCE).min(first + count);
        eprintln!("oracle: cases {:x} to {:x}", seeds.start, seeds.end - 1);
        run(seeds, &mut seen);
    }
    eprintln!("oracle: {count} cases, the same in both: {seen:?}");
    for what in ["picture", "text", "emote", "notice", "file", "locked", "removed", "edited", "reactions", "replies", "in threads", "holes"]
    {
        assert!(seen.get(what).is_some_and(|n| *n > 0) || count < 20, "no case had {what}: {seen:?}");
    }
}

fn run(seeds: std::ops::Range<u64>, seen: &mut BTreeMap<&'static str, usize>) {
    let server = Server::shared();
    let account = server.account("Amina");
    let proxy = Proxy::before(server.port);
    let stand_in = StandIn::before(&proxy);
    let a = Side::sign_in(&proxy.url, &account);
    let cases: Arc<Vec<Case>> = Arc::new(seeds.map(|seed| Case::new(seed, &account.id)).collect());
    stand_in.rooms(&cases);
    for step in 0..STEPS {
        stand_in.go_to(step);
        until(&format!("the sync of step {step}"), 60, || stand_in.has_brought(step).then_some(()));
        if step == 0 {
            // What /members answers must not be older than what sync then tells.
            until("the members to be asked for", 60, || (stand_in.members_asked() == cases.len()).then_some(()));
        }
        arrived(&a, &cases, step);
        import(&a, &cases, step);
        if step == MIDDLE {
            report("in the middle", &cases, |case| middle(&a, case, seen));
        }
    }
    report("in the end", &cases, |case| end(&a, case, seen));
}

/// Waits until all that the server has told, or tells when it is asked, is in our store.
fn arrived(a: &Side, cases: &[Case], step: usize) {
    let lacks = |case: &Case| -> Vec<EventId> {
        let wanted = expected(case, step);
        let known = a.read(|r| r.known_events(&RoomId(case.room.clone()), &wanted));
        wanted.into_iter().filter(|event| !known.contains(event)).collect()
    };
    let mut open: Vec<&Case> = cases.iter().collect();
    let done = before(90, || {
        open.retain(|case| !lacks(case).is_empty());
        open.is_empty().then_some(())
    });
    if let (None, Some(case)) = (done, open.first()) {
        panic!("step {step}: {} rooms lack events; {} lacks {:?}", open.len(), again(case.seed), lacks(case));
    }
}

/// The events that a device must have after a step: what was told, and what was left out since it can ask for that.
fn expected(case: &Case, step: usize) -> Vec<EventId> {
    let mut wanted = Vec::new();
    let told_since = |from: usize| (from..=step).any(|at| !case.steps[at].is_empty());
    for at in 0..=step {
        let range = case.steps[at].clone();
        let before = if at == 0 { range.start } else { case.steps[at - 1].end };
        let held = case.held.contains(&at) && !(step >= case.held.end && told_since(case.held.end));
        let from = if held { range.start } else { before };
        wanted.extend(case.events[from..range.end].iter().map(|event| EventId(event["event_id"].as_str().unwrap().to_owned())));
    }
    wanted
}

/// The keys that come after a step.
fn import(a: &Side, cases: &[Case], step: usize) {
    let due = cases.iter().flat_map(|case| &case.keys).filter(|(when, _)| *when == step);
    let keys: Vec<_> = due.map(|(_, key)| key.clone()).collect();
    if keys.is_empty() {
        return;
    }
    let (file, matrix) = (a.folder.path().join("late-keys.txt"), a.matrix().clone());
    oracle::write_keys(&file, "passphrase", &keys).unwrap();
    assert_eq!(block(async move { oracle::import_keys(&matrix, &file, "passphrase").await }).unwrap(), keys.len());
}

/// Compares each case, until a few differ; panics with those, and how to repeat them.
fn report(when: &str, cases: &[Case], mut compare: impl FnMut(&Case) -> Result<(), String>) {
    let wrong: Vec<(u64, String)> = cases.iter().filter_map(|case| Some((case.seed, compare(case).err()?))).take(3).collect();
    let told: Vec<String> = wrong.iter().map(|(seed, words)| format!("{}: {words}", again(*seed))).collect();
    assert!(told.is_empty(), "{} cases or more of {} differ {when}\n{}", told.len(), cases.len(), told.join("\n"));
}

fn again(seed: u64) -> String {
    format!("TACKROOM_ORACLE_CASE={seed:x} TACKROOM_ORACLE_CASES=1 make test ONLY=it NAME=whatever_happens_in_a_room")
}

/// Where something is held back: the SDK's timeline begins behind its hole, ours has the same messages from there on, and is marked
/// where something is missing, and only there.
fn middle(a: &Side, case: &Case, seen: &mut BTreeMap<&'static str, usize>) -> Result<(), String> {
    let room = RoomId(case.room.clone());
    let place = |event: &EventId| case.events.iter().position(|one| one["event_id"] == event.as_str()).unwrap();
    let marked = |a: &Side| -> BTreeSet<usize> {
        a.messages(&room).iter().filter(|m| m.gap_before).map(|m| place(m.event.as_ref().unwrap())).collect()
    };
    let shown: Vec<usize> = a.messages(&room).iter().map(|m| place(m.event.as_ref().unwrap())).collect();
    let holes = (1..=MIDDLE).filter(|step| case.held.contains(step) && case.steps[*step].start > case.steps[*step - 1].end);
    let wanted: BTreeSet<usize> = holes.filter_map(|step| shown.iter().copied().find(|at| *at >= case.steps[step].start)).collect();
    *seen.entry("holes").or_default() += wanted.len();
    if before(10, || (marked(a) == wanted).then_some(())).is_none() {
        return Err(format!("marked before {:?} instead of {wanted:?}, of {shown:?}", marked(a)));
    }
    // What an edit or reaction within the hole was about is not known to the SDK's timeline: here the events count.
    let events = |all: &[Told]| all.iter().map(|one| one.event.clone()).collect::<Vec<_>>();
    let told = events(&theirs(case, comparison::theirs(a, &room)));
    match before(10, || events(&ours(a, case)).ends_with(&told).then_some(())) {
        Some(()) => Ok(()),
        None => Err(format!("ours {:?}, theirs {told:?}", events(&ours(a, case)))),
    }
}

/// All of the room, from its beginning; who is in it, by which name.
fn end(a: &Side, case: &Case, seen: &mut BTreeMap<&'static str, usize>) -> Result<(), String> {
    let room = RoomId(case.room.clone());
    let (matrix, id) = (a.matrix().clone(), room.clone());
    block(async move { while matrix.load_older(&id).await.unwrap() {} });
    let (matrix, id) = (a.matrix().clone(), room.clone());
    let there = block(async move { oracle::members(&matrix, &id).await }).unwrap();
    // Who has left keeps the name with us, and not always with the SDK.
    let named = |mut told: Vec<Told>| -> Vec<Told> {
        told.iter_mut().filter(|one| !there.contains_key(&one.sender)).for_each(|one| one.name.clear());
        told
    };
    let (matrix, id) = (a.matrix().clone(), room.clone());
    let told = block(async move { oracle::whole_timeline(&matrix, &id).await }).unwrap();
    let told = named(theirs(case, in_our_terms(told)));
    if before(10, || (named(ours(a, case)) == told).then_some(())).is_none() {
        return Err(difference(&named(ours(a, case)), &told));
    }
    if !a.read(|r| r.gaps(&room)).is_empty() || a.messages(&room).iter().any(|m| m.gap_before) {
        return Err("a hole stays marked".into());
    }
    let mut there = there.clone();
    there.remove(a.me.as_str());
    let listed = |conversation: Conversation| -> BTreeMap<String, String> {
        conversation.members.into_iter().map(|person| (person.user.0, person.name)).collect()
    };
    if before(10, || (listed(a.read(|r| r.conversation(&room))) == there).then_some(())).is_none() {
        return Err(format!("members {:?}, by the SDK {there:?}", listed(a.read(|r| r.conversation(&room)))));
    }
    if there != case.members {
        return Err(format!("members {there:?}, on the server {:?}", case.members));
    }
    for one in &told {
        *seen.entry(one.kind).or_default() += 1;
        *seen.entry("edited").or_default() += usize::from(one.edited);
        *seen.entry("reactions").or_default() += one.reactions.values().sum::<usize>();
        *seen.entry("replies").or_default() += usize::from(one.reply_to.is_some());
        *seen.entry("in threads").or_default() += usize::from(one.thread_root.is_some());
    }
    Ok(())
}

/// Ours, less edits that were taken back and came only as that: without its content nothing tells what one was.
fn ours(a: &Side, case: &Case) -> Vec<Told> {
    let mut told = comparison::ours(a, &RoomId(case.room.clone()));
    told.retain(|one| one.kind != "removed" || !case.edits.contains(&one.event));
    of_words_alone(told)
}

/// What belongs to no words is left out: a relation stays readable beside what is locked, which we show and the SDK does not;
/// of what was removed the SDK goes on to show reactions, and what it answered only where it knew that before.
fn of_words_alone(mut told: Vec<Told>) -> Vec<Told> {
    for one in told.iter_mut().filter(|one| ["locked", "removed"].contains(&one.kind)) {
        (one.reply_to, one.thread_root) = (None, None);
        if one.kind == "removed" {
            one.reactions.clear();
        }
    }
    told
}

/// Theirs, less the edits that it shows as messages of their own: those without a key, and those that were taken back.
fn theirs(case: &Case, mut told: Vec<Told>) -> Vec<Told> {
    told.retain(|one| !["removed", "locked"].contains(&one.kind) || !case.edits.contains(&one.event));
    of_words_alone(told)
}

/// The messages that are not the same in both, ours and theirs.
fn difference(ours: &[Told], theirs: &[Told]) -> String {
    let only = |these: &[Told], those: &[Told]| -> Vec<String> {
        these.iter().filter(|one| !those.contains(one)).map(|one| format!("{one:?}")).collect()
    };
    let (mine, told) = (only(ours, theirs), only(theirs, ours));
    if mine.is_empty() && told.is_empty() {
        let order = |these: &[Told]| these.iter().map(|one| one.event.clone()).collect::<Vec<_>>();
        return format!("another order: ours {:?}, theirs {:?}", order(ours), order(theirs));
    }
    format!("ours\n{}\ntheirs\n{}", mine.join("\n"), told.join("\n"))
}
