//! What the trials count of one more interview in the preferred track
//! (`docs/methods.md`, "One more interview"): integers, like all tallies.
//!
//! Whether the one more program would take the applicant is not drawn: its
//! chance `q` is known in a trial and is counted in whole units.

use serde::{Deserialize, Serialize};

use super::estimate::DrawMean;
use super::interview_curve::{CurveQuantity, DrawRatio, MOST_INTERVIEWS, SeasonsWith};

/// Unit in which chances are counted; 2⁴⁰ trials still fit into 64 bits.
const CHANCE_UNIT: f64 = 1.0 / (1 << 20) as f64;

/// How a season ended, seen from one more program after the last of the preferred track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Matched to the track.
    Matched,
    /// Matched elsewhere, to a program that stands before.
    MatchedBefore,
    /// Matched elsewhere, to a program that stands after.
    MatchedAfter,
    /// Unmatched.
    Unmatched,
}

/// Counts of one portfolio over the trials of one parameter draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneMoreCounts {
    /// From no interview to [`MOST_INTERVIEWS`].
    by_interviews: Vec<Counts>,
    unmatched: Chances,
}

/// Trials with one number of interviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    seasons: u64,
    matched: u64,
    gained: Chances,
}

/// Sum of chances, and of their squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Chances {
    sum: u64,
    squares: u64,
}

impl Chances {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chances lie between 0 and 1")]
    fn count(&mut self, chance: f64) {
        self.sum += (chance / CHANCE_UNIT).round() as u64;
        self.squares += (chance * chance / CHANCE_UNIT).round() as u64;
    }

    fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.squares += other.squares;
    }

    fn sums(self) -> (f64, f64) {
        (self.sum as f64 * CHANCE_UNIT, self.squares as f64 * CHANCE_UNIT)
    }
}

impl Default for OneMoreCounts {
    fn default() -> Self {
        // All of it now, so that no trial allocates.
        Self { by_interviews: vec![Counts::default(); MOST_INTERVIEWS + 1], unmatched: Chances::default() }
    }
}

impl OneMoreCounts {
    /// Records a season with so many interviews in the preferred track, whose
    /// programs take with chance `taken`.
    pub fn record(&mut self, interviews: u32, ending: Ending, taken: f64) {
        if ending == Ending::Unmatched {
            self.unmatched.count(taken);
        }
        let Some(counts) = self.by_interviews.get_mut(interviews as usize) else { return };
        counts.seasons += 1;
        match ending {
            Ending::Matched => counts.matched += 1,
            Ending::MatchedBefore => {}
            Ending::MatchedAfter | Ending::Unmatched => counts.gained.count(taken),
        }
    }

    /// Adds the counts of more trials.
    pub fn add(&mut self, other: &Self) {
        for (ours, theirs) in self.by_interviews.iter_mut().zip(&other.by_interviews) {
            ours.seasons += theirs.seasons;
            ours.matched += theirs.matched;
            ours.gained.add(theirs.gained);
        }
        self.unmatched.add(other.unmatched);
    }

    /// The change of P(unmatched).
    #[must_use]
    pub fn unmatched(&self, trials: u64) -> DrawMean {
        let (sum, squares) = self.unmatched.sums();
        DrawMean::of_sums(-sum, squares, trials)
    }

    /// Share of `trials` with so many interviews and matched to the track.
    #[must_use]
    pub fn matched_with(&self, interviews: usize, trials: u64) -> DrawMean {
        DrawMean::of_count(self.get(interviews).matched, trials)
    }

    /// Share of `trials` with so many interviews that one more would have matched.
    #[must_use]
    pub fn gained_with(&self, interviews: usize, trials: u64) -> DrawMean {
        let (sum, squares) = self.get(interviews).gained.sums();
        DrawMean::of_sums(sum, squares, trials)
    }

    /// A conditional mean over the trials with so many interviews.
    #[must_use]
    pub fn ratio(&self, quantity: CurveQuantity) -> DrawRatio {
        let count = quantity.interviews();
        let Some(value) = quantity.value(|count| self.get(count).seasons_with()) else {
            return DrawRatio::NONE;
        };
        let (here, next) = (self.get(count), self.get(count + 1));
        let chance_variance = match quantity {
            CurveQuantity::Matched(_) => here.matched_variance(),
            CurveQuantity::OneMore(_) => here.gained_variance(),
            CurveQuantity::Selection(_) => next.matched_variance() + here.either_variance(),
        };
        DrawRatio { weight: here.seasons as f64, value, chance_variance }
    }

    fn get(&self, count: usize) -> Counts {
        self.by_interviews.get(count).copied().unwrap_or_default()
    }
}

impl Counts {
    fn seasons_with(self) -> SeasonsWith {
        SeasonsWith { seasons: self.seasons as f64, matched: self.matched as f64, gained: self.gained.sums().0 }
    }

    /// Variance of the share matched; half a season on each side keeps it from
    /// vanishing where few seasons all ended alike.
    fn matched_variance(self) -> f64 {
        let seasons = self.seasons as f64;
        let share = (self.matched as f64 + 0.5) / (seasons + 1.0);
        share * (1.0 - share) / seasons
    }

    fn gained_variance(self) -> f64 {
        let (sum, squares) = self.gained.sums();
        variance(sum, squares, self.seasons as f64)
    }

    /// Variance of the share matched with one more interview: 1 where matched
    /// without it, else `q` or 0.
    fn either_variance(self) -> f64 {
        let (sum, squares) = self.gained.sums();
        let matched = self.matched as f64;
        variance(matched + sum, matched + squares, self.seasons as f64)
    }
}

/// Variance of the mean of `count` chances; one chance alone may lie anywhere.
fn variance(sum: f64, squares: f64, count: f64) -> f64 {
    const WIDEST: f64 = 0.25;
    if count < 2.0 { WIDEST } else { (squares - sum * sum / count).max(0.0) / (count - 1.0) / count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_seasons_that_reach_the_end_of_the_track_gain() {
        let mut counts = OneMoreCounts::default();
        for ending in [Ending::Matched, Ending::MatchedBefore, Ending::MatchedAfter, Ending::Unmatched] {
            counts.record(2, ending, 0.25);
        }
        let value = |quantity| counts.ratio(quantity).value;
        assert_eq!(value(CurveQuantity::Matched(2)), 0.25);
        assert_eq!(value(CurveQuantity::OneMore(2)), 0.125);
        assert_eq!(counts.unmatched(4).mean, -0.0625);
        assert_eq!(counts.ratio(CurveQuantity::Matched(1)), DrawRatio::NONE);
        assert_eq!(counts.ratio(CurveQuantity::Selection(2)), DrawRatio::NONE);
    }

    #[test]
    fn the_variance_is_that_of_a_mean_of_chances() {
        let mut counts = OneMoreCounts::default();
        for ending in [Ending::Unmatched, Ending::Matched, Ending::Matched, Ending::Matched] {
            counts.record(1, ending, 0.5);
        }
        // Gains 0.5, 0, 0, 0: sample variance 0.0625, over four.
        assert!((counts.ratio(CurveQuantity::OneMore(1)).chance_variance - 0.0625 / 4.0).abs() < 1e-12);
    }
}
