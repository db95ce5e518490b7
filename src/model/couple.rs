//! Couples: pairs of programs, and the one that two people get (`docs/couples.md`).

/// An area of the country, by number.
pub type Area = u16;

/// Where the programs of a line lie.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineAreas {
    /// The area of each program, in the order of application, where it is known; the others are drawn.
    pub known: Vec<Option<Area>>,
    /// Areas with the share of programs in them and in those before, rising to 1; empty where nothing is known, and a program then lies
    /// near no other.
    pub law: Vec<(f64, Area)>,
}

/// Ranks that a couple gives up to be in one area unless it says otherwise; an assumption.
pub const USUAL_APART_RANKS: usize = 10;

/// Pairs that a couple lists at most unless it says otherwise; an assumption.
pub const USUAL_MOST_PAIRS: usize = 300;

/// How a couple makes one list of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRule {
    /// Ranks that the couple gives up to be in one area.
    pub apart_ranks: usize,
    /// Whether pairs in different areas are left out.
    pub only_together: bool,
    /// Whether, after all pairs, one of the two takes a position and the other none.
    pub one_alone: bool,
    /// Pairs that are listed at most.
    pub most_pairs: usize,
}

/// A program on the list of one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Whether the program would take them.
    pub is_taken: bool,
    /// Where it lies; none where nothing is known.
    pub area: Option<Area>,
}

/// The places of both on their lists; none for no match.
pub type Pair = [Option<usize>; 2];

impl PairRule {
    /// The pair that the couple gets: the first on its list in which each of the two would be taken.
    ///
    /// Pairs are listed by the sum of both ranks, with `apart_ranks` added if the two lie in different areas, and by the rank of the
    /// first person where sums are equal; then come places for one alone, by rank.
    #[must_use]
    pub fn matched(&self, lists: [&[Choice]; 2]) -> Pair {
        let [first, second] = lists;
        let taken =
            |list: usize| lists[list].iter().enumerate().filter(|(_, one)| one.is_taken).map(|(place, _)| place);
        let pairs = taken(0).flat_map(|i| taken(1).map(move |j| (i, j)));
        let best = pairs.filter_map(|(i, j)| self.key(lists, i, j)).min();
        let all = || (0..first.len()).flat_map(|i| (0..second.len()).map(move |j| (i, j)));
        let keys = || all().filter_map(|(i, j)| self.key(lists, i, j));
        // Most lists have room for all pairs, so that none has to be counted.
        let is_listed = |best: &PairKey| {
            first.len() * second.len() <= self.most_pairs || keys().filter(|key| key < best).count() < self.most_pairs
        };
        if let Some((_, i, j)) = best.filter(is_listed) {
            return [Some(i), Some(j)];
        }
        // Ranks of both alternate as long as both lists last, the first person before the second.
        let before = |member: usize, rank: usize| rank + (rank + member).min(lists[1 - member].len());
        let alone = [0, 1]
            .into_iter()
            .filter_map(|member| taken(member).next().map(|rank| (before(member, rank), member, rank)));
        let is_listed =
            |(before, ..): &(usize, usize, usize)| self.one_alone && keys().count() + before < self.most_pairs;
        match alone.min().filter(is_listed) {
            Some((_, 0, rank)) => [Some(rank), None],
            Some((_, _, rank)) => [None, Some(rank)],
            None => [None, None],
        }
    }

    /// What the pair of these ranks is listed by; none if it is left out.
    fn key(&self, [first, second]: [&[Choice]; 2], i: usize, j: usize) -> Option<PairKey> {
        let is_together = first[i].area.is_some() && first[i].area == second[j].area;
        let apart = if is_together { 0 } else { self.apart_ranks };
        (is_together || !self.only_together).then_some((i + j + apart, i, j))
    }
}

/// Sum of both ranks with what distance costs, then the ranks.
type PairKey = (usize, usize, usize);

#[cfg(test)]
mod tests {
    use rand::rand_core::Rng;

    use super::*;
    use crate::random::philox::{Key, PhiloxStream};

    /// All pairs as the couple lists them, the first in which both are taken.
    fn by_listing(rule: &PairRule, lists: [&[Choice]; 2]) -> Pair {
        let [first, second] = lists;
        let mut listed: Vec<(usize, usize, Pair)> = Vec::new();
        for (i, one) in first.iter().enumerate() {
            for (j, other) in second.iter().enumerate() {
                let is_together = one.area.is_some() && one.area == other.area;
                if is_together || !rule.only_together {
                    listed.push((i + j + if is_together { 0 } else { rule.apart_ranks }, i, [Some(i), Some(j)]));
                }
            }
        }
        listed.sort_by_key(|(sum, i, _)| (*sum, *i));
        let mut alone: Vec<(usize, usize, Pair)> = Vec::new();
        if rule.one_alone {
            alone.extend((0..first.len()).map(|i| (i, 0, [Some(i), None])));
            alone.extend((0..second.len()).map(|j| (j, 1, [None, Some(j)])));
        }
        alone.sort_by_key(|(rank, member, _)| (*rank, *member));
        listed.extend(alone);
        listed.truncate(rule.most_pairs);
        let is_taken = |(_, _, pair): &&(usize, usize, Pair)| {
            (0..2).all(|member| pair[member].is_none_or(|place: usize| lists[member][place].is_taken))
        };
        listed.iter().find(is_taken).map_or([None, None], |(_, _, pair)| *pair)
    }

    #[test]
    fn the_pair_is_the_first_of_the_whole_list_in_which_both_are_taken() {
        let mut stream = PhiloxStream::new(Key::new(9), [0; 3]);
        let mut ends = [0_u32; 4];
        for _ in 0..20_000 {
            let mut below = |limit: u32| (stream.next_u32() % limit) as usize;
            let rule = PairRule {
                apart_ranks: below(6),
                only_together: below(4) == 0,
                one_alone: below(2) == 0,
                most_pairs: 1 + below(30),
            };
            let mut list = || -> Vec<Choice> {
                let length = below(6);
                let area = |number: usize| (number > 0).then(|| Area::try_from(number).unwrap_or(0));
                (0..length).map(|_| Choice { is_taken: below(3) == 0, area: area(below(4)) }).collect()
            };
            let lists = [list(), list()];
            let lists = [lists[0].as_slice(), lists[1].as_slice()];
            let found = rule.matched(lists);
            assert_eq!(found, by_listing(&rule, lists), "{rule:?} {lists:?}");
            ends[usize::from(found[0].is_some()) + 2 * usize::from(found[1].is_some())] += 1;
        }
        assert!(ends.iter().all(|count| *count > 1_000), "{ends:?}");
    }

    #[test]
    fn without_a_wish_to_be_together_whoever_is_taken_gets_a_position() {
        let rule = PairRule { apart_ranks: 0, only_together: false, one_alone: true, most_pairs: usize::MAX };
        let choice = |is_taken| Choice { is_taken, area: None };
        let both = [[choice(false), choice(true)], [choice(true), choice(true)]];
        assert_eq!(rule.matched([&both[0], &both[1]]), [Some(1), Some(0)]);
        assert_eq!(rule.matched([&both[0], &[]]), [Some(1), None]);
        assert_eq!(rule.matched([&[choice(false)], &both[1]]), [None, Some(0)]);
        assert_eq!(PairRule { one_alone: false, ..rule }.matched([&both[0], &[choice(false)]]), [None, None]);
    }
}
