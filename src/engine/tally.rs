//! What the trials count: integers only, so that the order of addition, and
//! with it the number of threads, can change nothing.

use serde::{Deserialize, Serialize};

use super::one_more::{Ending, OneMoreCounts};
use crate::model::season::{Outcome, Resolution};

/// Unit of the integer values in tallies of value differences: one ten-thousandth.
pub const VALUE_UNIT: f64 = 1e-4;

/// Counts of one portfolio over the trials of one parameter draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioCounts {
    /// Unmatched without any interview on the primary list.
    pub no_interview: u64,
    /// Unmatched although programs were ranked.
    pub not_taken: u64,
    /// Preliminary year alone.
    pub preliminary_only: u64,
    /// Matched, by track.
    pub matched: Vec<u64>,
    /// Matched without a PGY-1, by track.
    pub matched_without_pgy1: Vec<u64>,
    /// Matched at the first rank.
    pub first_choice: u64,
    /// Programs ranked by those who were not taken.
    pub ranked_not_taken: u64,
    /// Interviews attended, by track, and over all tracks in the last place.
    pub interviews: Vec<u64>,
    /// Squares of interviews attended, likewise.
    pub interviews_squared: Vec<u64>,
    /// What one more interview in the preferred track would do.
    pub one_more: OneMoreCounts,
}

impl PortfolioCounts {
    fn new(tracks: usize) -> Self {
        Self {
            no_interview: 0,
            not_taken: 0,
            preliminary_only: 0,
            matched: vec![0; tracks],
            matched_without_pgy1: vec![0; tracks],
            first_choice: 0,
            ranked_not_taken: 0,
            interviews: vec![0; tracks + 1],
            interviews_squared: vec![0; tracks + 1],
            one_more: OneMoreCounts::default(),
        }
    }

    /// Unmatched, for whatever reason.
    #[must_use]
    pub fn unmatched(&self) -> u64 {
        self.no_interview + self.not_taken
    }

    fn record(&mut self, resolution: &Resolution) {
        match resolution.outcome {
            Outcome::Unmatched if resolution.ranked == 0 => self.no_interview += 1,
            Outcome::Unmatched => {
                self.not_taken += 1;
                self.ranked_not_taken += u64::from(resolution.ranked);
            }
            Outcome::PreliminaryOnly => self.preliminary_only += 1,
            Outcome::Matched(track) => self.matched[track] += 1,
            Outcome::MatchedWithoutPgy1(track) => self.matched_without_pgy1[track] += 1,
        }
    }

    /// Takes from the distributions what follows from them.
    fn summarise(&mut self, histograms: &Histograms) {
        self.first_choice = histograms.rank.first().copied().unwrap_or(0);
        for (slot, histogram) in histograms.interviews.iter().enumerate() {
            for (count, trials) in (0_u64..).zip(histogram) {
                self.interviews[slot] += trials * count;
                self.interviews_squared[slot] += trials * count * count;
            }
        }
    }

    fn add(&mut self, other: &Self) {
        let sum = |ours: &mut Vec<u64>, theirs: &[u64]| add_to(ours, theirs);
        self.no_interview += other.no_interview;
        self.not_taken += other.not_taken;
        self.preliminary_only += other.preliminary_only;
        sum(&mut self.matched, &other.matched);
        sum(&mut self.matched_without_pgy1, &other.matched_without_pgy1);
        self.first_choice += other.first_choice;
        self.ranked_not_taken += other.ranked_not_taken;
        sum(&mut self.interviews, &other.interviews);
        sum(&mut self.interviews_squared, &other.interviews_squared);
        self.one_more.add(&other.one_more);
    }
}

/// Counts of a pair of portfolios over the trials of one parameter draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairCounts {
    /// Trials in which exactly one of the two left the applicant unmatched.
    pub one_unmatched: u64,
    /// Sum of squared value differences, in squared [`VALUE_UNIT`]s.
    pub value_difference_squared: u64,
}

/// Counts of all portfolios over the trials of one parameter draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawCounts {
    /// Trials.
    pub trials: u64,
    /// By portfolio.
    pub portfolios: Vec<PortfolioCounts>,
    /// By pair, in the order of [`pairs`].
    pub pairs: Vec<PairCounts>,
}

impl DrawCounts {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(portfolios: usize, tracks: usize) -> Self {
        Self {
            trials: 0,
            portfolios: vec![PortfolioCounts::new(tracks); portfolios],
            pairs: vec![PairCounts::default(); pairs(portfolios).count()],
        }
    }

    /// Whether these are counts of so many portfolios and tracks.
    #[must_use]
    pub fn are_of(&self, portfolios: usize, tracks: usize) -> bool {
        let is_whole = |counts: &PortfolioCounts| {
            let slots = [&counts.interviews, &counts.interviews_squared];
            [&counts.matched, &counts.matched_without_pgy1].iter().all(|by_track| by_track.len() == tracks)
                && slots.iter().all(|by_slot| by_slot.len() == tracks + 1)
        };
        self.portfolios.len() == portfolios
            && self.pairs.len() == pairs(portfolios).count()
            && self.portfolios.iter().all(is_whole)
    }

    /// Adds the counts of more trials.
    pub fn add(&mut self, other: &Self) {
        self.trials += other.trials;
        for (ours, theirs) in self.portfolios.iter_mut().zip(&other.portfolios) {
            ours.add(theirs);
        }
        for (ours, theirs) in self.pairs.iter_mut().zip(&other.pairs) {
            ours.one_unmatched += theirs.one_unmatched;
            ours.value_difference_squared += theirs.value_difference_squared;
        }
    }
}

/// Every pair of `portfolios` portfolios, the earlier one first.
pub fn pairs(portfolios: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..portfolios).flat_map(move |a| (a + 1..portfolios).map(move |b| (a, b)))
}

/// Place of the pair `a`, `b` (`a < b`) in the order of [`pairs`].
#[must_use]
pub fn pair_number(a: usize, b: usize, portfolios: usize) -> usize {
    a * (2 * portfolios - a - 1) / 2 + b - a - 1
}

/// Distributions of one portfolio over all trials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histograms {
    /// Trials by number of interviews attended: by track, and over all tracks in the last place.
    pub interviews: Vec<Vec<u64>>,
    /// Trials matched at rank 1, 2, 3, …
    pub rank: Vec<u64>,
}

impl Histograms {
    /// Empty histograms with room for `programs` of each track.
    #[must_use]
    pub fn new(programs: &[usize]) -> Self {
        let all: usize = programs.iter().sum();
        let interviews = programs.iter().chain([&all]).map(|programs| vec![0; programs + 1]).collect();
        Self { interviews, rank: vec![0; all] }
    }

    /// Adds the counts of more trials.
    pub fn add(&mut self, other: &Self) {
        for (ours, theirs) in self.interviews.iter_mut().zip(&other.interviews) {
            add_to(ours, theirs);
        }
        add_to(&mut self.rank, &other.rank);
    }
}

fn add_to(ours: &mut [u64], theirs: &[u64]) {
    for (ours, theirs) in ours.iter_mut().zip(theirs) {
        *ours += theirs;
    }
}

/// What one block of trials counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockTally {
    /// Counts of its parameter draw.
    pub counts: DrawCounts,
    /// Distributions, by portfolio.
    pub histograms: Vec<Histograms>,
}

impl BlockTally {
    /// Records the end of one season of portfolio `index`; `interviews` by track.
    pub fn record(&mut self, index: usize, resolution: &Resolution, interviews: &[u32]) {
        let counts = &mut self.counts.portfolios[index];
        let histograms = &mut self.histograms[index];
        counts.record(resolution);
        let mut total = 0;
        for (count, histogram) in interviews.iter().zip(&mut histograms.interviews) {
            total += count;
            histogram[*count as usize] += 1;
        }
        if let Some(histogram) = histograms.interviews.last_mut() {
            histogram[total as usize] += 1;
        }
        if let Some(rank) = resolution.rank {
            histograms.rank[rank as usize - 1] += 1;
        }
    }

    /// Records, of the season just recorded, what one more interview in the preferred track would have done.
    pub fn record_one_more(&mut self, index: usize, interviews: u32, ending: Ending, taken: f64) {
        self.counts.portfolios[index].one_more.record(interviews, ending, taken);
    }

    /// Ends the block, once all its `trials` are recorded.
    pub fn finish(&mut self, trials: u64) {
        self.counts.trials = trials;
        for (counts, histograms) in self.counts.portfolios.iter_mut().zip(&self.histograms) {
            counts.summarise(histograms);
        }
    }
}
