//! What an engine found, whichever it is: means by parameter draw, and
//! distributions. The results are made from it and from nothing else.

use super::estimate::{DrawMean, estimate_chance};
use super::interview_curve::{CurveQuantity, DrawRatio, estimate_ratio};
use super::results::{Engine, Estimate, StoppingReason};
use crate::model::{RiskBand, Values};

/// A quantity of one portfolio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity<'a> {
    /// Unmatched, for whatever reason.
    Unmatched,
    /// Unmatched without any interview on the primary list.
    NoInterview,
    /// Unmatched although programs were ranked.
    NotTaken,
    /// Preliminary year alone.
    PreliminaryOnly,
    /// Matched to the track of this index, with a PGY-1 where one is needed.
    Matched(usize),
    /// Matched to the track of this index, without a PGY-1.
    MatchedWithoutPgy1(usize),
    /// Matched to any track without a PGY-1.
    AnyWithoutPgy1,
    /// Matched to any track, with a PGY-1 where one is needed: a residency to finish.
    AnyResidency,
    /// Matched at the first rank.
    FirstChoice,
    /// Worth of the outcome.
    Value(&'a Values),
    /// Interviews attended in the track of this index; one past the last, in all tracks.
    Interviews(usize),
    /// So many interviews in the preferred track, and matched to it.
    MatchedWith(usize),
    /// So many interviews in the preferred track, and one more would have matched to it.
    GainedWith(usize),
    /// Change of the chance of going unmatched by one more interview in the preferred track.
    OneMoreUnmatched,
}

/// A difference of two portfolios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Difference<'a> {
    /// Of the chances of going unmatched.
    Unmatched,
    /// Of the expected values.
    Value(&'a Values),
}

/// The chance of going unmatched with a portfolio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unmatched {
    /// In all seasons.
    pub overall: Estimate,
    /// In seasons with at least one interview on the primary list; none if there are none.
    pub given_interview: Option<Estimate>,
    /// The risk band that it belongs to, with the chance of a complete residency.
    pub band: RiskBand,
}

/// What an engine found.
pub trait Findings {
    /// The engine.
    fn engine(&self) -> Engine;
    /// Trials, or points of the latents.
    fn trials(&self) -> u64;
    /// Parameter draws.
    fn parameter_draws(&self) -> u64;
    /// Independent parts that errors are judged by: groups of parameter draws, or
    /// scramblings or trials at central parameters.
    fn independent_parts(&self) -> usize;
    /// Why it ended.
    fn stopped(&self) -> StoppingReason;
    /// Means of a quantity by parameter draw.
    fn means(&self, portfolio: usize, quantity: Quantity<'_>) -> Vec<DrawMean>;
    /// A quantity by parameter draw and independent part of the draw, where the parts of two runs with the same
    /// seed, effort and mode come from the same random points; none from an engine without such parts.
    fn common_parts(&self, _portfolio: usize, _quantity: Quantity<'_>) -> Option<Vec<Vec<f64>>> {
        None
    }
    /// Means of the difference of portfolios `a` and `b`, `a < b`, on common draws.
    fn differences(&self, a: usize, b: usize, difference: Difference<'_>) -> Vec<DrawMean>;
    /// Conditional means over the seasons with so many interviews in the preferred track, by parameter draw.
    fn ratios(&self, portfolio: usize, quantity: CurveQuantity) -> Vec<DrawRatio>;
    /// Shares of seasons with 0, 1, 2, … interviews in a track; one past the last, in all.
    fn interviews(&self, portfolio: usize, track: usize) -> Vec<f64>;
    /// Shares of seasons matched at rank 1, 2, 3, …
    fn ranks(&self, portfolio: usize) -> Vec<f64>;
    /// Mean number of programs ranked by those whom none took; none without such seasons.
    fn ranked_when_not_taken(&self, portfolio: usize) -> Option<f64>;

    /// The estimate of P(unmatched).
    fn unmatched(&self, portfolio: usize) -> Estimate {
        estimate_chance(&self.means(portfolio, Quantity::Unmatched))
    }

    /// The chance of a failed season among those with an interview; draws count by these.
    fn unmatched_given_interview(&self, portfolio: usize) -> Option<Estimate> {
        let none = self.means(portfolio, Quantity::NoInterview);
        let not_taken = self.means(portfolio, Quantity::NotTaken);
        let ratio = |(none, not_taken): (&DrawMean, &DrawMean)| {
            let some = 1.0 - none.mean;
            if some <= 0.0 {
                return DrawRatio::NONE;
            }
            let value = not_taken.mean / some;
            DrawRatio { weight: none.trials * some, value, chance_variance: not_taken.chance_variance / (some * some) }
        };
        let ratios: Vec<DrawRatio> = none.iter().zip(&not_taken).map(ratio).collect();
        let found = ratios.iter().any(|draw| draw.weight > 0.0).then(|| estimate_ratio(&ratios))?;
        Some(Estimate { interval90: found.interval90.map(|end| end.clamp(0.0, 1.0)), ..found })
    }
}
