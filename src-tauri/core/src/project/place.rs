//! Where new events stand in a room's order.
//!
//! The server gives no number, only slices of neighbours. Each event gets a sort key with a wide stride; one that is
//! known keeps its key unless a slice shows that it stands in the wrong place. Pure: the store's order is asked through
//! [`Neighbours`].

/// Distance between two keys that are appended. Room for 20 halvings; and 2^33 events fit below 2^53, the largest whole
/// number that the UI's language holds exactly.
pub(crate) const STRIDE: i64 = 1 << 20;

/// Keys of messages that the server does not have yet: after all others.
pub(crate) const LOCAL: i64 = 1 << 52;

/// The store's order around a key; local ones and the given events left out.
pub(crate) trait Neighbours {
    type Error;
    /// The smallest key above `ord`.
    fn next(&mut self, ord: i64) -> Result<Option<i64>, Self::Error>;
    /// The largest key below `ord`.
    fn previous(&mut self, ord: i64) -> Result<Option<i64>, Self::Error>;
    /// Where a run of events with no known neighbour belongs: the key after which it goes.
    fn anchor(&mut self, index: usize) -> Result<Option<i64>, Self::Error>;
}

/// No room is left between two keys: the room's keys must be spread anew first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exhausted;

/// Keys for a slice, oldest first. `known[i]` is the present key of event `i`.
pub(crate) fn place<N: Neighbours>(known: &[Option<i64>], store: &mut N) -> Result<Result<Vec<i64>, Exhausted>, N::Error> {
    let kept = keep_rising(known);
    let mut keys: Vec<i64> = Vec::with_capacity(kept.len());
    let mut index = 0;
    while let Some(entry) = kept.get(index) {
        if let Some(key) = entry {
            keys.push(*key);
            index += 1;
            continue;
        }
        let count = kept.iter().skip(index).take_while(|k| k.is_none()).count();
        let before = keys.last().copied();
        let after = kept.get(index + count).copied().flatten();
        let (low, high) = match (before, after) {
            (Some(low), _) => (Some(low), store.next(low)?),
            (None, Some(high)) => (store.previous(high)?, Some(high)),
            (None, None) => match store.anchor(index)? {
                Some(low) => (Some(low), store.next(low)?),
                // Older than all that is there, or the first of its room.
                None => (None, store.next(i64::MIN)?),
            },
        };
        match spread(low, high, count) {
            Some(run) => keys.extend(run),
            None => return Ok(Err(Exhausted)),
        }
        index += count;
    }
    Ok(Ok(keys))
}

/// `count` keys between two others (both excluded); `None` where they do not fit.
fn spread(low: Option<i64>, high: Option<i64>, count: usize) -> Option<Vec<i64>> {
    let n = i64::try_from(count).ok()?;
    Some(match (low, high) {
        (None, None) => (0..n).map(|i| i * STRIDE).collect(),
        (Some(low), None) => (1..=n).map(|i| low + i * STRIDE).collect(),
        (None, Some(high)) => (1..=n).map(|i| high - (n + 1 - i) * STRIDE).collect(),
        (Some(low), Some(high)) => {
            let step = (high - low) / (n + 1);
            if step < 1 {
                return None;
            }
            // Not wider than the stride, so that what comes between later finds room too.
            let step = step.min(STRIDE);
            (1..=n).map(|i| low + i * step).collect()
        }
    })
}

/// Keeps the longest rising sequence of known keys; those that contradict it lose theirs.
fn keep_rising(known: &[Option<i64>]) -> Vec<Option<i64>> {
    let points: Vec<(usize, i64)> = known.iter().enumerate().filter_map(|(i, key)| key.map(|k| (i, k))).collect();
    if points.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a < b)) {
        return known.to_vec();
    }
    // Patience sorting: `ends[l]` is the point that ends the best sequence of length l + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; points.len()];
    let key_of = |point: usize| points.get(point).map_or(i64::MIN, |(_, key)| *key);
    for (point, (_, key)) in points.iter().enumerate() {
        let length = ends.partition_point(|end| key_of(*end) < *key);
        if let Some(slot) = before.get_mut(point) {
            *slot = length.checked_sub(1).and_then(|l| ends.get(l).copied());
        }
        match ends.get_mut(length) {
            Some(end) => *end = point,
            None => ends.push(point),
        }
    }
    let mut kept = vec![None; known.len()];
    let mut at = ends.last().copied();
    while let Some(point) = at {
        if let Some((index, key)) = points.get(point)
            && let Some(slot) = kept.get_mut(*index)
        {
            *slot = Some(*key);
        }
        at = before.get(point).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct Row(Vec<i64>, Option<i64>);

    impl Neighbours for Row {
        type Error = ();
        fn next(&mut self, ord: i64) -> Result<Option<i64>, ()> {
            Ok(self.0.iter().copied().filter(|k| *k > ord).min())
        }
        fn previous(&mut self, ord: i64) -> Result<Option<i64>, ()> {
            Ok(self.0.iter().copied().filter(|k| *k < ord).max())
        }
        fn anchor(&mut self, _: usize) -> Result<Option<i64>, ()> {
            Ok(self.1)
        }
    }

    fn check(stored: &[i64], anchor: Option<i64>, known: &[Option<i64>], expected: &[i64]) {
        let keys = place(known, &mut Row(stored.to_vec(), anchor)).unwrap().unwrap();
        assert_eq!(keys, expected, "stored {stored:?}, slice {known:?}");
    }

    #[test]
    fn slices_find_their_place() {
        const S: i64 = STRIDE;
        check(&[], None, &[None, None], &[0, S]);
        check(&[0, S], None, &[Some(S), None, None], &[S, 2 * S, 3 * S]);
        check(&[0, S], None, &[None, Some(0)], &[-S, 0]);
        check(&[0, S], None, &[Some(0), None, Some(S)], &[0, S / 2, S]);
        // Before a known one that follows a gap: between it and what stands before the gap.
        check(&[0, 10], None, &[None, Some(10)], &[5, 10]);
        // No neighbour known: after the anchor, or before everything.
        check(&[0, S], Some(S), &[None], &[2 * S]);
        check(&[0, S], Some(0), &[None], &[S / 2]);
        check(&[0, S], None, &[None], &[-S]);
    }

    #[test]
    fn one_that_stands_wrong_is_moved() {
        check(&[0, 100, 200, 300], None, &[Some(0), Some(300), Some(100), Some(200)], &[0, 50, 100, 200]);
    }

    #[test]
    fn no_room_is_said() {
        let full = place(&[Some(0), None, Some(1)], &mut Row(vec![0, 1], None)).unwrap();
        assert_eq!(full, Err(Exhausted));
    }
}
