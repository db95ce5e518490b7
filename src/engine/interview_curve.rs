//! P(match | number of interviews) beside the effect of one more interview
//! (`docs/methods.md`, "One more interview").
//!
//! Both are conditional means over the seasons with so many interviews in the
//! preferred track, over latents and parameter draws together: ratios of sums.

use super::estimate::{error_of_sum, estimate, shrink};
use super::findings::{Findings, Quantity};
use super::results::{Estimate, InterviewCurve, InterviewPoint};

/// Interviews in the preferred track beyond which nothing is counted.
pub const MOST_INTERVIEWS: usize = 25;

/// Smallest share of seasons with a number of interviews for which the results give it.
const SMALLEST_SHARE: f64 = 0.002;

/// The seasons with one number of interviews in the preferred track: counts, or weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SeasonsWith {
    /// All of them.
    pub seasons: f64,
    /// Those matched to the track.
    pub matched: f64,
    /// Those in which one more interview would have been the match.
    pub gained: f64,
}

impl SeasonsWith {
    /// Adds `weight` times the other.
    pub fn add(&mut self, other: &Self, weight: f64) {
        self.seasons += weight * other.seasons;
        self.matched += weight * other.matched;
        self.gained += weight * other.gained;
    }
}

/// A conditional mean over the seasons with so many interviews in the preferred track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveQuantity {
    /// Share matched to the track: the curve.
    Matched(usize),
    /// Share that one more interview would have matched to the track: the effect.
    OneMore(usize),
    /// By how much the curve rises to the next number beyond the effect.
    Selection(usize),
}

impl CurveQuantity {
    /// The number of interviews.
    #[must_use]
    pub fn interviews(self) -> usize {
        match self {
            Self::Matched(count) | Self::OneMore(count) | Self::Selection(count) => count,
        }
    }

    /// The value from the seasons by number of interviews; none without seasons.
    #[must_use]
    pub fn value(self, seasons: impl Fn(usize) -> SeasonsWith) -> Option<f64> {
        let here = seasons(self.interviews());
        let share = |part: f64, of: f64| (of > 0.0).then(|| part / of);
        match self {
            Self::Matched(_) => share(here.matched, here.seasons),
            Self::OneMore(_) => share(here.gained, here.seasons),
            Self::Selection(count) => {
                let next = seasons(count + 1);
                Some(share(next.matched, next.seasons)? - share(here.matched + here.gained, here.seasons)?)
            }
        }
    }
}

/// A conditional mean in one parameter draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawRatio {
    /// Seasons that it is a mean over, or their weight; 0 if there were none.
    pub weight: f64,
    /// The mean.
    pub value: f64,
    /// Its variance by chance, given the parameters.
    pub chance_variance: f64,
}

impl DrawRatio {
    /// A draw without such seasons.
    pub const NONE: Self = Self { weight: 0.0, value: 0.0, chance_variance: 0.0 };
}

/// The curve of a portfolio whose preferred track has this index and key; none
/// if no number of interviews comes up often enough.
#[must_use]
pub fn interview_curve(findings: &dyn Findings, portfolio: usize, track: usize, key: String) -> Option<InterviewCurve> {
    let shares = findings.interviews(portfolio, track);
    let is_listed = |count: usize| shares.get(count).is_some_and(|share| *share >= SMALLEST_SHARE);
    let points: Vec<InterviewPoint> = (0_u32..)
        .zip(&shares)
        .take(MOST_INTERVIEWS + 1)
        .filter(|(count, _)| is_listed(*count as usize))
        .map(|(interviews, share)| {
            let count = interviews as usize;
            let has_next = count < MOST_INTERVIEWS && is_listed(count + 1);
            InterviewPoint {
                interviews,
                share: *share,
                matched: estimate_ratio(&findings.ratios(portfolio, CurveQuantity::Matched(count))),
                one_more: estimate_ratio(&findings.ratios(portfolio, CurveQuantity::OneMore(count))),
                selection: has_next.then(|| selection(findings, portfolio, count)),
            }
        })
        .collect();
    let one_more_unmatched = estimate(&findings.means(portfolio, Quantity::OneMoreUnmatched));
    (!points.is_empty()).then_some(InterviewCurve { track: key, points, one_more_unmatched })
}

/// The estimate of a ratio over all draws: draws count by their seasons.
///
/// The Monte Carlo error is that of a ratio of sums, by its linear part in each
/// draw; the interval has the weighted quantiles of the draws' own values after
/// the spread that chance alone would give has been taken out of them.
#[must_use]
pub fn estimate_ratio(draws: &[DrawRatio]) -> Estimate {
    let mean = weighted_mean(draws);
    if let [only] = draws {
        return Estimate { mean, interval90: [mean, mean], mc_error: only.chance_variance.sqrt() };
    }
    Estimate { mean, interval90: interval(mean, draws), mc_error: error_of_sum(&linear_parts(draws)) }
}

fn selection(findings: &dyn Findings, portfolio: usize, count: usize) -> Estimate {
    let ratios = |quantity| findings.ratios(portfolio, quantity);
    let [here, more, next] =
        [CurveQuantity::Matched(count), CurveQuantity::OneMore(count), CurveQuantity::Matched(count + 1)].map(ratios);
    let own = ratios(CurveQuantity::Selection(count));
    let mean = weighted_mean(&next) - weighted_mean(&here) - weighted_mean(&more);
    if let [only] = &own[..] {
        return Estimate { mean, interval90: [mean, mean], mc_error: only.chance_variance.sqrt() };
    }
    let parts = linear_parts(&next).into_iter().zip(linear_parts(&here)).zip(linear_parts(&more));
    let parts: Vec<f64> = parts.map(|((next, here), more)| next - here - more).collect();
    Estimate { mean, interval90: interval(mean, &own), mc_error: error_of_sum(&parts) }
}

fn total(draws: &[DrawRatio]) -> f64 {
    draws.iter().map(|draw| draw.weight).sum()
}

fn weighted_mean(draws: &[DrawRatio]) -> f64 {
    draws.iter().map(|draw| draw.weight * draw.value).sum::<f64>() / total(draws)
}

/// What each draw moves the ratio by.
fn linear_parts(draws: &[DrawRatio]) -> Vec<f64> {
    let (mean, total) = (weighted_mean(draws), total(draws));
    draws.iter().map(|draw| draw.weight * (draw.value - mean) / total).collect()
}

/// 5% and 95% of the draws' values, moved to be about `mean`.
fn interval(mean: f64, draws: &[DrawRatio]) -> [f64; 2] {
    let (own, total) = (weighted_mean(draws), total(draws));
    let of = |part: &dyn Fn(&DrawRatio) -> f64| draws.iter().map(|draw| draw.weight * part(draw)).sum::<f64>() / total;
    let spread = of(&|draw| (draw.value - own).powi(2));
    let shrink = shrink(spread, of(&|draw| draw.chance_variance));
    let mut values: Vec<(f64, f64)> =
        draws.iter().map(|draw| (mean + shrink * (draw.value - own), draw.weight)).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    [0.05, 0.95].map(|share| {
        let mut below = 0.0;
        let found = values.iter().find(|(_, weight)| {
            below += weight;
            below >= share * total
        });
        found.map_or(mean, |(value, _)| *value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::estimate::widened;

    fn draw(weight: f64, value: f64) -> DrawRatio {
        DrawRatio { weight, value, chance_variance: 0.0 }
    }

    #[test]
    fn draws_count_by_their_seasons() {
        let found = estimate_ratio(&[draw(3.0, 0.2), draw(1.0, 0.6), DrawRatio::NONE]);
        assert!((found.mean - 0.3).abs() < 1e-15);
        // Linear parts 3·(−0.1)/4, 0.3/4 and 0; three draws.
        let expected = widened(2.0) * (1.5 * 2.0 * 0.075_f64.powi(2)).sqrt();
        assert!((found.mc_error - expected).abs() < 1e-15, "{found:?}");
        assert_eq!(found.interval90, [0.2, 0.6]);
    }

    #[test]
    fn a_spread_that_chance_explains_gives_no_interval() {
        let noisy = |value| DrawRatio { weight: 1.0, value, chance_variance: 0.02 };
        let found = estimate_ratio(&[noisy(0.2), noisy(0.4)]);
        assert_eq!(found.interval90, [found.mean; 2]);
    }

    #[test]
    fn selection_is_what_the_curve_rises_beyond_the_effect() {
        let seasons = |count: usize| match count {
            2 => SeasonsWith { seasons: 0.5, matched: 0.2, gained: 0.05 },
            3 => SeasonsWith { seasons: 0.25, matched: 0.15, gained: 0.02 },
            _ => SeasonsWith::default(),
        };
        let value = |quantity: CurveQuantity| quantity.value(seasons);
        assert_eq!(value(CurveQuantity::Matched(2)), Some(0.4));
        assert_eq!(value(CurveQuantity::OneMore(2)), Some(0.1));
        assert!((value(CurveQuantity::Selection(2)).unwrap_or(0.0) - 0.1).abs() < 1e-15);
        assert_eq!(value(CurveQuantity::Selection(3)), None);
    }
}
