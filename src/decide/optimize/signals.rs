//! How the signals of a season can be given: all of them, since they cost
//! nothing, and where tracks share them in quarters.

use super::terms::Allotment;
use crate::model::{Line, SignalCounts};

/// Parts that a shared allotment is given out in.
const PARTS: u32 = 4;

/// The line with `programs` programs, of which the first get these signals.
#[must_use]
pub fn given_to(line: &Line, programs: u32, signals: SignalCounts) -> Line {
    let (geographic_ties, rotations) = (line.geographic_ties.min(programs), line.rotations.min(programs));
    Line { programs, geographic_ties, rotations, ..line.clone() }.with_signals(signals)
}

/// What `track` gets of an allotment in each way of sharing it; the ways stand
/// in the same order for every track of the group.
#[must_use]
pub fn shares(allotment: &Allotment, track: usize) -> Vec<SignalCounts> {
    let place = allotment.tracks.iter().position(|member| *member == track).unwrap_or(0);
    let of_way = |way: Vec<u32>| {
        let before: u32 = way[..place].iter().sum();
        // Rounded ends of the parts, so that those of all tracks add up to the whole.
        let part = |whole: u32| {
            let end = |parts: u32| (whole * parts + PARTS / 2) / PARTS;
            end(before + way[place]) - end(before)
        };
        SignalCounts { gold: part(allotment.gold), silver: part(allotment.silver), plain: part(allotment.signals) }
    };
    ways(allotment.tracks.len(), PARTS).into_iter().map(of_way).collect()
}

/// Every way to give `parts` parts to so many tracks, the evenest first.
fn ways(tracks: usize, parts: u32) -> Vec<Vec<u32>> {
    let mut found = every_way(tracks, parts);
    found.sort_by_key(|way| way.iter().map(|part| part * part).sum::<u32>());
    found
}

fn every_way(tracks: usize, parts: u32) -> Vec<Vec<u32>> {
    if tracks <= 1 {
        return vec![vec![parts]];
    }
    let with_first =
        |first: u32| every_way(tracks - 1, parts - first).into_iter().map(move |rest| [vec![first], rest].concat());
    (0..=parts).flat_map(with_first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_sharing_gives_out_all_signals_and_no_more() {
        let allotment = Allotment { tracks: vec![3, 5], gold: 6, silver: 7, signals: 0 };
        let (one, other) = (shares(&allotment, 3), shares(&allotment, 5));
        assert_eq!(one.len(), 5);
        for (a, b) in one.iter().zip(&other) {
            assert_eq!((a.gold + b.gold, a.silver + b.silver), (6, 7));
        }
        assert_eq!((one[0].gold, one[0].silver), (3, 4), "the evenest way stands first");
        assert!(one.iter().any(|share| share.gold == 6) && one.iter().any(|share| share.gold == 0));
    }

    #[test]
    fn a_track_that_shares_with_nobody_gets_everything() {
        let allotment = Allotment { tracks: vec![1], gold: 3, silver: 12, signals: 0 };
        assert_eq!(shares(&allotment, 1), [SignalCounts { gold: 3, silver: 12, plain: 0 }]);
    }
}
