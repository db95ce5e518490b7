//! What one more interview in the preferred track would do, exact given the
//! shared latents (`docs/methods.md`, "One more interview").

use super::kernel::Kernel;
use super::recursion::{StretchRole, walk};
use crate::engine::interview_curve::{CurveQuantity, DrawRatio, MOST_INTERVIEWS, SeasonsWith};

/// Where the stretches of the preferred track stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferred {
    /// Index of the track.
    pub track: usize,
    /// Place of its first stretch.
    pub first: usize,
    /// Place of its last stretch, after which the one more interview is ranked.
    pub last: usize,
}

impl Preferred {
    /// The stretches of `track`; none if it has none.
    #[must_use]
    pub fn new(track: usize, roles: &[StretchRole]) -> Option<Self> {
        let is_of_track = |role: &StretchRole| role.track == track;
        let first = roles.iter().position(is_of_track)?;
        let last = roles.iter().rposition(is_of_track)?;
        Some(Self { track, first, last })
    }
}

/// Sums over points for one portfolio.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OneMore {
    /// By number of interviews attended in the preferred track, up to [`MOST_INTERVIEWS`].
    pub by_interviews: Vec<SeasonsWith>,
    /// Chance of being unmatched where one more program would have taken.
    pub unmatched: f64,
}

impl OneMore {
    /// Adds `weight` times what one more interview does; stretches in order of
    /// preference under a limit of `limit` interviews, the kernels at
    /// `preferred.last` with what one more program would do.
    pub fn add(&mut self, preferred: Preferred, roles: &[StretchRole], kernels: &[&Kernel], limit: usize, weight: f64) {
        let reach: usize = kernels.iter().map(|kernel| kernel.attended.len() - 1).sum();
        // None where the calendar never fills.
        let limit = (reach > limit).then_some(limit);
        if preferred.last == 0 {
            self.add_first_stretch(kernels[0], limit.unwrap_or(usize::MAX), weight);
        } else {
            self.add_by_calendar(preferred, roles, kernels, limit, weight);
        }
        self.unmatched += weight * unmatched_but_for_one(preferred, roles, kernels, limit);
    }

    /// Adds the other's sums.
    pub fn merge(&mut self, other: &Self) {
        for (count, seasons) in other.by_interviews.iter().enumerate() {
            self.at(count).add(seasons, 1.0);
        }
        self.unmatched += other.unmatched;
    }

    /// What was summed for so many interviews.
    #[must_use]
    pub fn seasons_with(&self, count: usize) -> SeasonsWith {
        self.by_interviews.get(count).copied().unwrap_or_default()
    }

    /// A conditional mean in one parameter draw from the sums of its
    /// `scramblings`; their spread gives the variance by chance.
    pub fn ratio<'a>(scramblings: impl Iterator<Item = &'a Self>, quantity: CurveQuantity) -> DrawRatio {
        let mut all = Self::default();
        let mut values = Vec::new();
        for scrambling in scramblings {
            all.merge(scrambling);
            values.extend(quantity.value(|count| scrambling.seasons_with(count)));
        }
        let Some(value) = quantity.value(|count| all.seasons_with(count)) else {
            return DrawRatio::NONE;
        };
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let chance_variance = if count > 1.0 { spread / (count - 1.0) / count } else { 0.0 };
        DrawRatio { weight: all.seasons_with(quantity.interviews()).seasons, value, chance_variance }
    }

    fn at(&mut self, count: usize) -> &mut SeasonsWith {
        if self.by_interviews.len() <= count {
            self.by_interviews.resize(count + 1, SeasonsWith::default());
        }
        &mut self.by_interviews[count]
    }

    /// The usual case: the track stands first on the list and in one piece, so
    /// that nothing comes before it.
    fn add_first_stretch(&mut self, kernel: &Kernel, limit: usize, weight: f64) {
        for count in 0..kernel.attended.len().min(limit.saturating_add(1)).min(MOST_INTERVIEWS + 1) {
            let (attended, open, gained) = if count < limit {
                (kernel.attended[count], kernel.open[count], kernel.one_more[count])
            } else {
                (kernel.attended_or_more[count], kernel.open_when_full[count], kernel.one_more_when_full[count])
            };
            self.at(count).add(&SeasonsWith { seasons: attended, matched: attended - open, gained }, weight);
        }
    }

    /// Any order: the state is (interviews in the track, interviews in all).
    fn add_by_calendar(
        &mut self,
        preferred: Preferred,
        roles: &[StretchRole],
        kernels: &[&Kernel],
        limit: Option<usize>,
        weight: f64,
    ) {
        // Those whom a program of another track has taken are few: none until one stands before.
        let (mut all, mut open, mut elsewhere) = (Grid::start(1.0), Grid::start(1.0), Grid::start(0.0));
        let mut gained = Grid::start(0.0);
        for (place, (role, kernel)) in roles.iter().zip(kernels).enumerate().take(preferred.last + 1) {
            let in_track = role.track == preferred.track;
            // After the last stretch the total is of no account any more.
            let keeps_total = limit.is_some() && place < preferred.last;
            let pass = |grid: &Grid, within: &[f64], full: &[f64]| {
                grid.passed(within, full, Passing { limit: limit.unwrap_or(usize::MAX), in_track, keeps_total })
            };
            let attending = |grid: &Grid| pass(grid, &kernel.attended, &kernel.attended_or_more);
            if place == preferred.last {
                gained = pass(&open, &kernel.one_more, &kernel.one_more_when_full);
            }
            let still_open =
                if role.is_primary { pass(&open, &kernel.open, &kernel.open_when_full) } else { attending(&open) };
            elsewhere = attending(&elsewhere);
            if role.is_primary && !in_track {
                elsewhere.add(&attending(&open), 1.0);
                elsewhere.add(&still_open, -1.0);
            }
            (all, open) = (attending(&all), still_open);
        }
        let cells = all.cells.iter().zip(&open.cells).zip(&elsewhere.cells).zip(&gained.cells);
        for (count, (((all, open), elsewhere), gained)) in cells.enumerate().take(MOST_INTERVIEWS + 1) {
            let seasons = SeasonsWith { seasons: *all, matched: all - open - elsewhere, gained: *gained };
            self.at(count).add(&seasons, weight);
        }
    }
}

/// Chance that nobody on the primary list takes, and one more program of the
/// preferred track would have; where it is ranked makes no difference.
fn unmatched_but_for_one(
    preferred: Preferred,
    roles: &[StretchRole],
    kernels: &[&Kernel],
    limit: Option<usize>,
) -> f64 {
    let (mut state, mut next) = (vec![1.0], Vec::new());
    let mut chance = 1.0;
    for (place, (role, kernel)) in roles.iter().zip(kernels).enumerate() {
        let (within, full) = if place == preferred.last {
            (&kernel.one_more, &kernel.one_more_when_full)
        } else if role.is_primary {
            (&kernel.open, &kernel.open_when_full)
        } else {
            (&kernel.attended, &kernel.attended_or_more)
        };
        match limit {
            Some(limit) => walk(&mut state, &mut next, limit, within, full),
            None => chance *= within.iter().sum::<f64>(),
        }
    }
    chance * state.iter().sum::<f64>()
}

/// Chances by interviews in the track (rows) and in all (columns; a single one
/// where the total is of no account).
struct Grid {
    columns: usize,
    cells: Vec<f64>,
}

/// How a stretch passes.
#[derive(Clone, Copy)]
struct Passing {
    /// Most interviews attended.
    limit: usize,
    /// Whether the stretch is of the preferred track.
    in_track: bool,
    /// Whether the total is needed afterwards.
    keeps_total: bool,
}

impl Grid {
    fn start(chance: f64) -> Self {
        Self { columns: 1, cells: vec![chance] }
    }

    /// After a stretch: `within[k]` is the chance of `k` more, `full[r]` of
    /// filling the calendar where only `r` more fit.
    fn passed(&self, within: &[f64], full: &[f64], passing: Passing) -> Self {
        let most = within.len() - 1;
        let columns = if passing.keeps_total { (self.columns + most).min(passing.limit + 1) } else { 1 };
        let rows = self.cells.len() / self.columns + if passing.in_track { most } else { 0 };
        let mut after = Self { columns, cells: vec![0.0; rows * columns] };
        // Places that one more interview moves on by.
        let step = if passing.in_track { columns } else { 0 } + usize::from(passing.keeps_total);
        for (place, chance) in self.cells.iter().enumerate().filter(|(_, chance)| **chance != 0.0) {
            let (row, column) = (place / self.columns, place % self.columns);
            let start = row * columns + if passing.keeps_total { column } else { 0 };
            let room = passing.limit - column;
            for (more, more_chance) in within.iter().take(room).enumerate() {
                after.cells[start + more * step] += chance * more_chance;
            }
            if let Some(full) = full.get(room) {
                after.cells[start + room * step] += chance * full;
            }
        }
        after
    }

    /// Adds `factor` times another of the same shape.
    fn add(&mut self, other: &Self, factor: f64) {
        for (ours, theirs) in self.cells.iter_mut().zip(&other.cells) {
            *ours += factor * theirs;
        }
    }
}
