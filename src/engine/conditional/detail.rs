//! Exact distributions given the shared latents: interviews attended, by track
//! and in total, and the rank reached on the primary list.

use std::cmp::Ordering;

use super::grid::{Grid, Passing, filled};
use super::kernel::{Kernel, Order};
use super::one_more::OneMore;
use super::recursion::walk;
use super::rules::{Rules, binding};

/// Distributions of one portfolio, summed over points.
#[derive(Clone, Debug, PartialEq)]
pub struct Distributions {
    /// Chance of 0, 1, 2, … interviews attended: by track, and over all tracks in the last place.
    pub interviews: Vec<Vec<f64>>,
    /// Chance of a match at rank 1, 2, 3, …
    pub rank: Vec<f64>,
    /// Mean number of programs ranked, times the chance of not being taken by any.
    pub ranked_not_taken: f64,
    /// What one more interview in the preferred track would do.
    pub one_more: OneMore,
}

impl Distributions {
    /// Nothing yet, with room for `programs` of each track.
    #[must_use]
    pub fn new(programs: &[usize]) -> Self {
        let all: usize = programs.iter().sum();
        let interviews = programs.iter().chain([&all]).map(|programs| vec![0.0; programs + 1]).collect();
        Self { interviews, rank: vec![0.0; all], ranked_not_taken: 0.0, one_more: OneMore::default() }
    }

    /// Adds `weight` times the distributions under `rules`, the kernels in their order; they say which program
    /// takes where interviews are not kept in the order of preference.
    pub fn add(&mut self, rules: &Rules, kernels: &[&Kernel], weight: f64) {
        self.add_interviews(rules, kernels, weight);
        let (primary, _) = rules.lists(kernels);
        let limit = binding(rules.limit, primary);
        if limit.is_none() || rules.is_kept_as_ranked() {
            self.add_ranks(primary, limit, weight);
        } else {
            self.add_ranks_by_calendar(rules, primary, limit, weight);
        }
    }

    /// Mean number of interviews attended: by track, and over all tracks in the last place.
    #[must_use]
    pub fn mean_interviews(&self) -> Vec<f64> {
        let mean = |shares: &Vec<f64>| shares.iter().enumerate().map(|(count, share)| count as f64 * share).sum();
        self.interviews.iter().map(mean).collect()
    }

    /// Adds the other's sums.
    pub fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.interviews.iter_mut().zip(&other.interviews) {
            accumulate(ours, theirs, 1.0);
        }
        accumulate(&mut self.rank, &other.rank, 1.0);
        self.ranked_not_taken += other.ranked_not_taken;
        self.one_more.merge(&other.one_more);
    }

    /// Multiplies everything by `factor`.
    pub fn scale(&mut self, factor: f64) {
        let all = self.interviews.iter_mut().flatten().chain(&mut self.rank);
        all.chain([&mut self.ranked_not_taken]).for_each(|sum| *sum *= factor);
        let mut one_more = OneMore::default();
        one_more.merge_times(&self.one_more, factor);
        self.one_more = one_more;
    }

    /// Adds `weight` times the distributions of the interviews alone.
    pub fn add_interviews(&mut self, rules: &Rules, kernels: &[&Kernel], weight: f64) {
        let total = self.interviews.len() - 1;
        let (primary, pgy1) = rules.lists(kernels);
        let kept: Vec<Attending<'_>> =
            rules.kept.iter().map(|place| (rules.primary[*place].track, primary[*place])).collect();
        let beside: Vec<Attending<'_>> = rules.pgy1.iter().copied().zip(pgy1.iter().copied()).collect();
        let calendars = [Calendar::new(&kept, rules.limit), Calendar::new(&beside, rules.pgy1_limit)];
        for track in 0..total {
            if !calendars.iter().any(|calendar| calendar.has(track)) {
                self.interviews[track][0] += weight;
                continue;
            }
            let [on_list, off_list] = calendars.each_ref().map(|calendar| calendar.in_track(track));
            add_sum(&mut self.interviews[track], &on_list, &off_list, weight);
        }
        let [on_list, off_list] = calendars.each_ref().map(Calendar::total);
        add_sum(&mut self.interviews[total], on_list, off_list, weight);
    }

    /// Walks the primary list, whose interviews are kept in its order; the state is the programs ranked.
    fn add_ranks(&mut self, primary: &[&Kernel], limit: Option<usize>, weight: f64) {
        let mut state = vec![1.0];
        for kernel in primary {
            state = self.rank_stretch(&state, kernel, limit.unwrap_or(usize::MAX), weight);
        }
        self.add_not_taken(&state, weight);
    }

    /// A stretch passes those with `row[r]` programs ranked, for whom `most` fit.
    fn rank_stretch(&mut self, row: &[f64], kernel: &Kernel, most: usize, weight: f64) -> Vec<f64> {
        let mut after = vec![0.0; (row.len() + kernel.open.len() - 1).min(most.saturating_add(1))];
        let Order { exactly, or_more } = &kernel.order;
        // Which program takes where fewer than `room` are attended, as room grows.
        let (mut fits, mut counted) = (vec![0.0; exactly.count().saturating_sub(1)], 0);
        for (ranked, chance) in row.iter().enumerate().rev() {
            let room = most - ranked;
            while let Some(taken) = exactly.get(counted).filter(|_| counted < room) {
                accumulate(&mut fits, taken, 1.0);
                counted += 1;
            }
            accumulate(&mut self.rank[ranked..], &fits, weight * chance);
            if let Some(full) = or_more.get(room) {
                accumulate(&mut self.rank[ranked..], full, weight * chance);
            }
            for (more, more_chance) in kernel.open.iter().take(room).enumerate() {
                after[ranked + more] += chance * more_chance;
            }
            if let Some(full) = kernel.open_when_full.get(room) {
                after[most] += chance * full;
            }
        }
        after
    }

    /// The same where interviews are kept in another order: for each stretch of the match a walk over the
    /// calendar that counts the programs ranked up to the match.
    fn add_ranks_by_calendar(&mut self, rules: &Rules, primary: &[&Kernel], limit: Option<usize>, weight: f64) {
        for (place, at) in primary.iter().enumerate() {
            let after = rules.kept_until(|other| other <= place);
            let mut grid = Grid::start(&[1.0]);
            for (kept, other) in rules.kept[..after].iter().enumerate() {
                let passing = Passing { limit, is_counted: *other < place, keeps_total: kept + 1 < after };
                let kernel = primary[*other];
                grid = match (*other).cmp(&place) {
                    Ordering::Less => grid.passed(&kernel.open, &kernel.open_when_full, passing),
                    Ordering::Equal => grid.matched(&at.order, passing),
                    Ordering::Greater => grid.passed(&kernel.attended, &kernel.attended_or_more, passing),
                };
            }
            for (rank, chance) in self.rank.iter_mut().zip(grid.counted().skip(1)) {
                *rank += weight * chance;
            }
        }
        let (mut open, mut next) = (vec![1.0], Vec::new());
        for place in &rules.kept {
            walk(&mut open, &mut next, limit, &primary[*place].open, &primary[*place].open_when_full);
        }
        self.add_not_taken(&open, weight);
    }

    /// Adds the mean number of programs ranked where `open` has the chance that so many are, and none takes.
    fn add_not_taken(&mut self, open: &[f64], weight: f64) {
        self.ranked_not_taken +=
            weight * open.iter().enumerate().map(|(ranked, chance)| ranked as f64 * chance).sum::<f64>();
    }
}

/// A stretch in a calendar: its track and its kernel.
type Attending<'a> = (usize, &'a Kernel);

/// A calendar that fills stretch by stretch.
struct Calendar<'a> {
    stretches: &'a [Attending<'a>],
    limit: Option<usize>,
    /// Chance of so many interviews before each stretch, and after the last.
    before: Vec<Vec<f64>>,
}

impl<'a> Calendar<'a> {
    fn new(stretches: &'a [Attending<'a>], limit: usize) -> Self {
        let kernels: Vec<&Kernel> = stretches.iter().map(|(_, kernel)| *kernel).collect();
        let limit = binding(limit, &kernels);
        let mut before = vec![vec![1.0]];
        for kernel in kernels {
            before.push(filled(&before[before.len() - 1], kernel, limit));
        }
        Self { stretches, limit, before }
    }

    /// Whether a stretch is of `track`.
    fn has(&self, track: usize) -> bool {
        self.stretches.iter().any(|stretch| stretch.0 == track)
    }

    /// Distribution of the interviews attended in all.
    fn total(&self) -> &[f64] {
        &self.before[self.stretches.len()]
    }

    /// Distribution of the interviews attended in `track`, whose stretches may stand apart.
    fn in_track(&self, track: usize) -> Vec<f64> {
        let is_of_track = |stretch: &Attending<'_>| stretch.0 == track;
        let (Some(first), Some(last)) =
            (self.stretches.iter().position(is_of_track), self.stretches.iter().rposition(is_of_track))
        else {
            return vec![1.0];
        };
        if self.limit.is_none() {
            // Other tracks do not matter here.
            let of_track = self.stretches.iter().filter(|stretch| is_of_track(stretch));
            return of_track.fold(vec![1.0], |counts, (_, kernel)| filled(&counts, kernel, None));
        }
        let mut grid = Grid::start(&self.before[first]);
        for (place, stretch) in self.stretches.iter().enumerate().take(last + 1).skip(first) {
            let passing = Passing { limit: self.limit, is_counted: is_of_track(stretch), keeps_total: place < last };
            grid = grid.passed(&stretch.1.attended, &stretch.1.attended_or_more, passing);
        }
        grid.counted().collect()
    }
}

/// Adds `weight` times the distribution of the sum of two independent numbers.
fn add_sum(sums: &mut [f64], a: &[f64], b: &[f64], weight: f64) {
    match (a, b) {
        // Nothing is added to the other, as nearly always.
        ([1.0], other) | (other, [1.0]) => accumulate(sums, other, weight),
        _ => {
            let mut sum = vec![0.0; a.len() + b.len() - 1];
            for (start, chance) in a.iter().enumerate() {
                accumulate(&mut sum[start..], b, *chance);
            }
            accumulate(sums, &sum, weight);
        }
    }
}

fn accumulate(sums: &mut [f64], terms: &[f64], weight: f64) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum += weight * term;
    }
}
