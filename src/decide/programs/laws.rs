//! Programs told apart by their law, and the laws that are worked out.
//!
//! Programs of a list with the same facts are told apart by their position
//! alone, where that tells what the facts do not. Chances change smoothly with
//! it, so that of many such programs some are worked out and the others lie between.

use super::parts::Place;
use crate::model::openness::seen_openness;
use crate::model::{ApplicantType, Portfolio, ProgramFacts, TrackPrior};

/// Programs worked out among those of the same facts.
const MOST_NODES: usize = 40;

/// How much closer together they stand at the first positions, where chances change most.
const CROWDING: f64 = 1.5;

/// Where a program's law lies: between two that are worked out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// Index of the one before it, or of its own.
    pub before: usize,
    /// Index of the one after it, or of its own.
    pub after: usize,
    /// Weight of the one after it, 0 to 1.
    pub share: f64,
}

/// The laws of some programs.
#[derive(Clone, Debug, PartialEq)]
pub struct Laws {
    /// A program of each law that is worked out.
    pub nodes: Vec<Place>,
    /// By program, in the order given: where its law lies.
    pub of_programs: Vec<Between>,
}

impl Laws {
    /// The laws of `programs`, each given with its facts, in rising order of place.
    pub fn new(
        programs: &[(Place, ProgramFacts)],
        portfolio: &Portfolio,
        tracks: &[TrackPrior],
        kind: ApplicantType,
    ) -> Self {
        let mut groups: Vec<(usize, ProgramFacts, Vec<usize>)> = Vec::new();
        for (number, (place, facts)) in programs.iter().enumerate() {
            match groups.iter_mut().find(|(line, known, _)| *line == place.line && known == facts) {
                Some((_, _, members)) => members.push(number),
                None => groups.push((place.line, *facts, vec![number])),
            }
        }
        let nowhere = Between { before: 0, after: 0, share: 0.0 };
        let mut laws = Self { nodes: Vec::new(), of_programs: vec![nowhere; programs.len()] };
        for (line, facts, members) in groups {
            let of_line = &portfolio.lines[line];
            // With every sponsor counted: only how places compare matters here.
            let pool = of_line.pool(f64::from(tracks[of_line.track].pool_programs), 1.0);
            let seen = |member: usize| {
                let index = u32::try_from(programs[members[member]].0.index).unwrap_or(u32::MAX);
                seen_openness(of_line.place_in_pool(index), pool)
            };
            let chosen = if facts.openness_evidence(kind).is_some() { vec![0] } else { spread(members.len()) };
            let first = laws.nodes.len();
            laws.nodes.extend(chosen.iter().map(|member| programs[members[*member]].0));
            for (member, number) in members.iter().enumerate() {
                let after = chosen.partition_point(|node| *node < member).min(chosen.len() - 1);
                let before = if chosen[after] > member { after - 1 } else { after };
                let (from, to) = (seen(chosen[before]), seen(chosen[after]));
                let share = if before == after { 0.0 } else { (seen(member) - from) / (to - from) };
                laws.of_programs[*number] = Between { before: first + before, after: first + after, share };
            }
        }
        laws
    }
}

/// Which of `count` successive programs are worked out: all of a few, the first and the last of many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares of a small count")]
fn spread(count: usize) -> Vec<usize> {
    if count <= MOST_NODES {
        return (0..count).collect();
    }
    let node = |k: usize| {
        let share = (k as f64 / (MOST_NODES - 1) as f64).powf(CROWDING);
        (share * (count - 1) as f64).round() as usize
    };
    let mut nodes: Vec<usize> = (0..MOST_NODES).map(node).collect();
    nodes.dedup();
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_programs_the_first_and_the_last_are_worked_out_and_the_first_ones_closest() {
        for count in [21, 60, 700] {
            let nodes = spread(count);
            assert!(nodes.len() <= MOST_NODES && nodes.is_sorted());
            assert_eq!((nodes[0], nodes[nodes.len() - 1]), (0, count - 1));
            assert!(nodes[1] - nodes[0] <= nodes[nodes.len() - 1] - nodes[nodes.len() - 2]);
        }
        assert_eq!(spread(3), [0, 1, 2]);
    }
}
