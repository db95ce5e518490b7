//! Exact distributions at one point of the latents: interviews attended, by
//! track and in total, and the rank reached on the primary list.

use super::recursion::Stretch;

/// Distributions of one portfolio, summed over points.
#[derive(Clone, Debug, PartialEq)]
pub struct Distributions {
    /// Chance of 0, 1, 2, … interviews attended: by track, and over all tracks in the last place.
    pub interviews: Vec<Vec<f64>>,
    /// Chance of a match at rank 1, 2, 3, …
    pub rank: Vec<f64>,
    /// Mean number of programs ranked, times the chance of not being taken by any.
    pub ranked_not_taken: f64,
}

impl Distributions {
    /// Nothing yet, with room for `programs` of each track.
    #[must_use]
    pub fn new(programs: &[usize]) -> Self {
        let all: usize = programs.iter().sum();
        let interviews = programs.iter().chain([&all]).map(|programs| vec![0.0; programs + 1]).collect();
        Self { interviews, rank: vec![0.0; all], ranked_not_taken: 0.0 }
    }

    /// Adds `weight` times the distributions of `stretches`, in order of
    /// preference, under a limit of `limit` interviews.
    pub fn add(&mut self, stretches: &[Stretch], limit: usize, weight: f64) {
        let programs: usize = stretches.iter().map(|stretch| stretch.invited.len()).sum();
        if limit >= programs {
            self.add_interviews_without_limit(stretches, weight);
            let primary: Vec<&Stretch> = stretches.iter().filter(|stretch| stretch.is_primary).collect();
            self.add_ranks(&primary, programs, weight);
        } else {
            self.add_interviews_with_limit(stretches, limit, weight);
            self.add_ranks(&stretches.iter().collect::<Vec<_>>(), limit, weight);
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
    }

    fn add_interviews_without_limit(&mut self, stretches: &[Stretch], weight: f64) {
        let total = self.interviews.len() - 1;
        for track in 0..total {
            let of_track = stretches.iter().filter(|stretch| stretch.track == track);
            accumulate(&mut self.interviews[track], &count_distribution(of_track, usize::MAX), weight);
        }
        accumulate(&mut self.interviews[total], &count_distribution(stretches.iter(), usize::MAX), weight);
    }

    fn add_interviews_with_limit(&mut self, stretches: &[Stretch], limit: usize, weight: f64) {
        let total = self.interviews.len() - 1;
        let counts: Vec<Vec<f64>> =
            stretches.iter().map(|stretch| count_distribution([stretch].into_iter(), limit)).collect();
        let mut before = vec![vec![1.0]];
        for count in &counts {
            let last = &before[before.len() - 1];
            before.push(fill_calendar(last, count, limit));
        }
        for track in 0..total {
            let attended = attended_in_track(track, stretches, &counts, &before, limit);
            accumulate(&mut self.interviews[track], &attended, weight);
        }
        accumulate(&mut self.interviews[total], &before[counts.len()], weight);
    }

    /// Walks the list with the state (interviews off the primary list, programs ranked).
    fn add_ranks(&mut self, stretches: &[&Stretch], limit: usize, weight: f64) {
        // One row for each number of interviews off the primary list.
        let mut state = vec![vec![1.0]];
        for stretch in stretches {
            for invited in &stretch.invited {
                if stretch.is_primary {
                    for (off_list, row) in state.iter_mut().enumerate() {
                        rank_program(row, *invited, stretch.taken, limit - off_list, &mut self.rank, weight);
                    }
                } else {
                    attend_off_list(&mut state, *invited, limit);
                }
            }
        }
        let ranked = state.iter().flat_map(|row| row.iter().enumerate());
        self.ranked_not_taken += weight * ranked.map(|(ranked, chance)| ranked as f64 * chance).sum::<f64>();
    }
}

/// A primary program passes those with `row[r]` programs ranked and room for `room`.
fn rank_program(row: &mut Vec<f64>, invited: f64, taken: f64, room: usize, rank: &mut [f64], weight: f64) {
    if row.len() <= room {
        row.push(0.0);
    }
    for ranked in (0..row.len() - 1).rev() {
        let attends = row[ranked] * invited;
        rank[ranked] += weight * attends * taken;
        row[ranked] -= attends;
        row[ranked + 1] += attends * (1.0 - taken);
    }
}

/// A program of the supplemental list alone takes a place in the calendar.
fn attend_off_list(state: &mut Vec<Vec<f64>>, invited: f64, limit: usize) {
    if state.len() <= limit {
        state.push(Vec::new());
    }
    for off_list in (0..state.len() - 1).rev() {
        let room = limit - off_list;
        let moving: Vec<f64> = state[off_list].iter().take(room).map(|chance| chance * invited).collect();
        for (chance, moved) in state[off_list].iter_mut().zip(&moving) {
            *chance -= moved;
        }
        let next = &mut state[off_list + 1];
        if next.len() < moving.len() {
            next.resize(moving.len(), 0.0);
        }
        accumulate(next, &moving, 1.0);
    }
}

/// Distribution of the number of invitations, counted up to `most` (the last
/// place then holds "so many or more").
fn count_distribution<'a>(stretches: impl Iterator<Item = &'a Stretch>, most: usize) -> Vec<f64> {
    let mut counts = vec![1.0];
    for invited in stretches.flat_map(|stretch| &stretch.invited) {
        if counts.len() <= most {
            counts.push(0.0);
        }
        for count in (0..counts.len() - 1).rev() {
            let moved = counts[count] * invited;
            counts[count] -= moved;
            counts[count + 1] += moved;
        }
    }
    counts
}

/// The calendar after `count` more invitations, at most `limit` of all attended.
fn fill_calendar(before: &[f64], count: &[f64], limit: usize) -> Vec<f64> {
    let mut after = vec![0.0; (before.len() + count.len() - 1).min(limit + 1)];
    for (attended, chance) in before.iter().enumerate() {
        for (more, more_chance) in count.iter().enumerate() {
            after[(attended + more).min(limit)] += chance * more_chance;
        }
    }
    after
}

/// Distribution of the interviews attended in `track`, whose lines may stand apart.
fn attended_in_track(
    track: usize,
    stretches: &[Stretch],
    counts: &[Vec<f64>],
    before: &[Vec<f64>],
    limit: usize,
) -> Vec<f64> {
    let places = || (0..stretches.len()).filter(|place| stretches[*place].track == track);
    let (Some(first), Some(last)) = (places().next(), places().next_back()) else {
        return vec![1.0];
    };
    // by_track[k][c]: chance of k interviews in the track and c in all.
    let mut by_track = vec![before[first].clone()];
    for place in first..=last {
        by_track = if stretches[place].track == track {
            attend_in_track(&by_track, &counts[place], limit)
        } else {
            by_track.iter().map(|calendar| fill_calendar(calendar, &counts[place], limit)).collect()
        };
    }
    by_track.iter().map(|calendar| calendar.iter().sum()).collect()
}

fn attend_in_track(by_track: &[Vec<f64>], count: &[f64], limit: usize) -> Vec<Vec<f64>> {
    let most = (by_track.len() + count.len() - 1).min(limit + 1);
    let mut after = vec![vec![0.0; limit + 1]; most];
    for (in_track, calendar) in by_track.iter().enumerate() {
        for (attended, chance) in calendar.iter().enumerate().skip(in_track) {
            for (more, more_chance) in count.iter().enumerate() {
                let added = more.min(limit - attended);
                after[in_track + added][attended + added] += chance * more_chance;
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
