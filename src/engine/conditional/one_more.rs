//! What one more interview in the preferred track would do, exact given the
//! shared latents (`docs/methods.md`, "One more interview").

use std::cmp::Ordering;

use super::grid::{Grid, Passing};
use super::kernel::Kernel;
use super::recursion::walk;
use super::rules::{Rules, StretchRole, binding};
use crate::engine::interview_curve::{CurveQuantity, DrawRatio, MOST_INTERVIEWS, SeasonsWith};

/// Where the stretches of the preferred track stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferred {
    /// Index of the track.
    pub track: usize,
    /// Place of its last stretch, after which the one more interview is ranked.
    pub last: usize,
}

impl Preferred {
    /// The stretches of `track` among those of the primary list; none if it has none.
    #[must_use]
    pub fn new(track: usize, roles: &[StretchRole]) -> Option<Self> {
        let last = roles.iter().rposition(|role| role.track == track)?;
        Some(Self { track, last })
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
    /// Adds `weight` times what one more interview does under `rules`, the kernels in their order, those at
    /// `preferred.last` with what one more program would do.
    pub fn add(&mut self, preferred: Preferred, rules: &Rules, kernels: &[&Kernel], weight: f64) {
        let (primary, _) = rules.lists(kernels);
        let limit = binding(rules.limit, primary);
        if preferred.last == 0 && (limit.is_none() || rules.kept[0] == 0) {
            self.add_first_stretch(primary[0], limit.unwrap_or(usize::MAX), weight);
        } else {
            self.add_by_calendar(preferred, rules, primary, limit, weight);
        }
        self.unmatched += weight * unmatched_but_for_one(preferred, rules, primary, limit);
    }

    /// Adds the other's sums.
    pub fn merge(&mut self, other: &Self) {
        self.merge_times(other, 1.0);
    }

    /// Adds `factor` times the other's sums.
    pub fn merge_times(&mut self, other: &Self, factor: f64) {
        for (count, seasons) in other.by_interviews.iter().enumerate() {
            self.at(count).add(seasons, factor);
        }
        self.unmatched += factor * other.unmatched;
    }

    /// What was summed for so many interviews.
    #[must_use]
    pub fn seasons_with(&self, count: usize) -> SeasonsWith {
        self.by_interviews.get(count).copied().unwrap_or_default()
    }

    /// A conditional mean in one parameter draw from the sums of its
    /// `scramblings`; their spread gives the variance by chance.
    #[must_use]
    pub fn ratio(scramblings: &[&Self], quantity: CurveQuantity) -> DrawRatio {
        let all = |count: usize| {
            let mut sum = SeasonsWith::default();
            for scrambling in scramblings {
                sum.add(&scrambling.seasons_with(count), 1.0);
            }
            sum
        };
        let Some(value) = quantity.value(all) else {
            return DrawRatio::NONE;
        };
        let of_each = |scrambling: &&Self| quantity.value(|count| scrambling.seasons_with(count));
        let values: Vec<f64> = scramblings.iter().filter_map(of_each).collect();
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let chance_variance = if count > 1.0 { spread / (count - 1.0) / count } else { 0.0 };
        DrawRatio { weight: all(quantity.interviews()).seasons, value, chance_variance }
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

    /// Any order: walks over the calendar that count the interviews in the track.
    fn add_by_calendar(
        &mut self,
        preferred: Preferred,
        rules: &Rules,
        primary: &[&Kernel],
        limit: Option<usize>,
        weight: f64,
    ) {
        let in_track = |place: usize| rules.primary[place].track == preferred.track;
        // A match in the track: open before it, and nothing asked of what is ranked below.
        let matches = (0..primary.len()).filter(|place| in_track(*place)).flat_map(|at| {
            let walk = counted(preferred, rules, primary, limit, |place| match place.cmp(&at) {
                Ordering::Less => Event::Open,
                Ordering::Equal => Event::Taken,
                Ordering::Greater => Event::Attended,
            });
            walk.into_iter().enumerate()
        });
        for (count, chance) in matches.filter(|(count, _)| *count <= MOST_INTERVIEWS) {
            self.at(count).matched += weight * chance;
        }
        let all = counted(preferred, rules, primary, limit, |_| Event::Attended);
        let gained = counted(preferred, rules, primary, limit, |place| match place.cmp(&preferred.last) {
            Ordering::Less => Event::Open,
            Ordering::Equal => Event::OneMore,
            Ordering::Greater => Event::Attended,
        });
        for (count, (all, gained)) in all.iter().zip(&gained).enumerate().take(MOST_INTERVIEWS + 1) {
            let seasons = SeasonsWith { seasons: *all, matched: 0.0, gained: *gained };
            self.at(count).add(&seasons, weight);
        }
    }
}

/// What a stretch is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    /// Interviews are attended.
    Attended,
    /// Nobody takes.
    Open,
    /// Somebody takes.
    Taken,
    /// Nobody takes, and one more program would have.
    OneMore,
}

/// Chance of the events that `event` names by place, by number of interviews in the preferred track.
fn counted(
    preferred: Preferred,
    rules: &Rules,
    primary: &[&Kernel],
    limit: Option<usize>,
    event: impl Fn(usize) -> Event,
) -> Vec<f64> {
    let in_track = |place: usize| rules.primary[place].track == preferred.track;
    let after = rules.kept_until(|place| in_track(place) || event(place) != Event::Attended);
    let mut grid = Grid::start(&[1.0]);
    let (mut taken, mut taken_when_full) = (Vec::new(), Vec::new());
    for (kept, place) in rules.kept[..after].iter().enumerate() {
        let kernel = primary[*place];
        // After the last stretch the total no longer matters.
        let keeps_total = limit.is_some() && kept + 1 < after;
        let (within, full) = match event(*place) {
            Event::Attended => (&kernel.attended, &kernel.attended_or_more),
            Event::Open => (&kernel.open, &kernel.open_when_full),
            Event::OneMore => (&kernel.one_more, &kernel.one_more_when_full),
            Event::Taken => {
                kernel.taken(&mut taken, &mut taken_when_full);
                (&taken, &taken_when_full)
            }
        };
        grid = grid.passed(within, full, Passing { limit, is_counted: in_track(*place), keeps_total });
    }
    grid.counted().collect()
}

/// Chance that nobody on the primary list takes, and one more program of the
/// preferred track would have; where it is ranked makes no difference.
fn unmatched_but_for_one(preferred: Preferred, rules: &Rules, primary: &[&Kernel], limit: Option<usize>) -> f64 {
    let (mut state, mut next) = (vec![1.0], Vec::new());
    for place in &rules.kept {
        let kernel = primary[*place];
        let (within, full) = if *place == preferred.last {
            (&kernel.one_more, &kernel.one_more_when_full)
        } else {
            (&kernel.open, &kernel.open_when_full)
        };
        walk(&mut state, &mut next, limit, within, full);
    }
    state.iter().sum()
}
