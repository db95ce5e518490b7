//! Exact distributions given the shared latents: interviews attended, by track
//! and in total, and the rank reached on the primary list.

use super::kernel::Kernel;
use super::one_more::OneMore;
use super::recursion::StretchRole;

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

    /// Adds `weight` times the distributions of the stretches, in order of
    /// preference, under a limit of `limit` interviews.
    pub fn add(&mut self, roles: &[StretchRole], kernels: &[&Kernel], limit: usize, weight: f64) {
        self.add_interviews(roles, kernels, limit, weight);
        self.add_ranks(roles, kernels, limit, weight);
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

    fn add_interviews(&mut self, roles: &[StretchRole], kernels: &[&Kernel], limit: usize, weight: f64) {
        let total = self.interviews.len() - 1;
        let mut before = vec![vec![1.0]];
        for kernel in kernels {
            let last = &before[before.len() - 1];
            before.push(fill_calendar(last, kernel, limit));
        }
        for track in 0..total {
            let attended = attended_in_track(track, roles, kernels, &before, limit);
            accumulate(&mut self.interviews[track], &attended, weight);
        }
        accumulate(&mut self.interviews[total], &before[kernels.len()], weight);
    }

    /// Walks the primary list with the state (interviews off the list, programs ranked).
    fn add_ranks(&mut self, roles: &[StretchRole], kernels: &[&Kernel], limit: usize, weight: f64) {
        // One row for each number of interviews off the primary list.
        let mut state = vec![vec![1.0]];
        for (role, kernel) in roles.iter().zip(kernels) {
            if role.is_primary {
                for (off_list, row) in state.iter_mut().enumerate() {
                    *row = self.rank_stretch(row, kernel, limit - off_list, weight);
                }
            } else {
                state = attend_off_list(&state, kernel, limit);
            }
        }
        let ranked = state.iter().flat_map(|row| row.iter().enumerate());
        self.ranked_not_taken += weight * ranked.map(|(ranked, chance)| ranked as f64 * chance).sum::<f64>();
    }

    /// A primary stretch passes those with `row[r]` programs ranked, for whom `most` fit.
    fn rank_stretch(&mut self, row: &[f64], kernel: &Kernel, most: usize, weight: f64) -> Vec<f64> {
        let mut after = vec![0.0; (row.len() + kernel.open.len() - 1).min(most + 1)];
        for (ranked, chance) in row.iter().enumerate() {
            let room = most - ranked;
            for asked in 1..kernel.reached.len().min(room + 1) {
                let taken = kernel.reached[asked] - kernel.open_when_full[asked];
                self.rank[ranked + asked - 1] += weight * chance * taken;
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
}

/// A stretch of the supplemental list alone takes places in the calendar.
fn attend_off_list(state: &[Vec<f64>], kernel: &Kernel, limit: usize) -> Vec<Vec<f64>> {
    let rows = (state.len() + kernel.attended.len() - 1).min(limit + 1);
    let mut after: Vec<Vec<f64>> = vec![Vec::new(); rows];
    for (off_list, row) in state.iter().enumerate() {
        for (ranked, chance) in row.iter().enumerate() {
            let room = limit - off_list - ranked;
            for (more, more_chance) in attended_more(kernel, room) {
                let target = &mut after[off_list + more];
                if target.len() <= ranked {
                    target.resize(ranked + 1, 0.0);
                }
                target[ranked] += chance * more_chance;
            }
        }
    }
    after
}

/// The calendar after a stretch, at most `limit` of all invitations attended.
fn fill_calendar(before: &[f64], kernel: &Kernel, limit: usize) -> Vec<f64> {
    let mut after = vec![0.0; (before.len() + kernel.attended.len() - 1).min(limit + 1)];
    for (attended, chance) in before.iter().enumerate() {
        for (more, more_chance) in attended_more(kernel, limit - attended) {
            after[attended + more] += chance * more_chance;
        }
    }
    after
}

/// How many of a stretch are attended where `room` fit.
fn attended_more(kernel: &Kernel, room: usize) -> impl Iterator<Item = (usize, f64)> {
    let within = kernel.attended.iter().copied().take(room).enumerate();
    within.chain(kernel.attended_or_more.get(room).map(|full| (room, *full)))
}

/// Distribution of the interviews attended in `track`, whose stretches may stand apart.
fn attended_in_track(
    track: usize,
    roles: &[StretchRole],
    kernels: &[&Kernel],
    before: &[Vec<f64>],
    limit: usize,
) -> Vec<f64> {
    let places = || (0..roles.len()).filter(|place| roles[*place].track == track);
    let (Some(first), Some(last)) = (places().next(), places().next_back()) else {
        return vec![1.0];
    };
    if limit >= before[roles.len()].len() {
        // The calendar never fills: other tracks are of no account.
        return places().fold(vec![1.0], |counts, place| fill_calendar(&counts, kernels[place], limit));
    }
    // by_track[k][c]: chance of k interviews in the track and c in all.
    let mut by_track = vec![before[first].clone()];
    for place in first..=last {
        by_track = if roles[place].track == track {
            attend_in_track(&by_track, kernels[place], limit)
        } else {
            by_track.iter().map(|calendar| fill_calendar(calendar, kernels[place], limit)).collect()
        };
    }
    by_track.iter().map(|calendar| calendar.iter().sum()).collect()
}

fn attend_in_track(by_track: &[Vec<f64>], kernel: &Kernel, limit: usize) -> Vec<Vec<f64>> {
    let most = (by_track.len() + kernel.attended.len() - 1).min(limit + 1);
    let longest = by_track.iter().map(Vec::len).max().unwrap_or(1);
    let mut after = vec![vec![0.0; (longest + kernel.attended.len() - 1).min(limit + 1)]; most];
    for (in_track, calendar) in by_track.iter().enumerate() {
        // Fewer interviews in all than in the track have chance 0.
        for (attended, chance) in calendar.iter().enumerate().skip(in_track) {
            for (more, more_chance) in attended_more(kernel, limit - attended) {
                after[in_track + more][attended + more] += chance * more_chance;
            }
        }
    }
    after
}

fn accumulate(sums: &mut [f64], terms: &[f64], weight: f64) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum += weight * term;
    }
}
