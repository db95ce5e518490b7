//! Chances in words: never more digits than the simulation supports.

use crate::engine::results::plans::PlansResult;
use crate::engine::results::{EngineKind, Estimate, PortfolioResult, Results};

/// Simulation error, in percentage points, from which decimals are dropped:
/// the first digit of the error decides the last digit of the number.
const ERROR_WITHOUT_DECIMALS: f64 = 0.95;

/// Least percentage that is told apart from none at all.
const LEAST_SHOWN: f64 = 0.1;

/// Width of an interval, in percentage points, from which its ends are whole numbers.
const WIDE_INTERVAL: f64 = 3.0;

/// Upper 95 % confidence limit of the expected number of events when none was
/// seen ("rule of three": −ln 0.05 ≈ 3; Hanley and Lippman-Hand, JAMA 1983).
const RULE_OF_THREE: f64 = 3.0;

/// What stands behind a chance, and so what a chance of exactly 0 or 1 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// So many seasons were drawn: what none of them ended with can still happen.
    Seasons(u64),
    /// Every season counts by its chance: an exact 0 is 0 at every point that was looked at. However few the points,
    /// the rule of three does not speak of them.
    Exactly,
}

impl Counted {
    /// Behind the chances of a run.
    #[must_use]
    pub fn of(results: &Results) -> Self {
        Self::by(results.engine, results.simulation.trials)
    }

    /// Behind the chances of plans.
    #[must_use]
    pub fn of_plans(found: &PlansResult) -> Self {
        Self::by(found.engine, found.trials)
    }

    fn by(engine: EngineKind, trials: u64) -> Self {
        match engine {
            EngineKind::Trials => Self::Seasons(trials),
            EngineKind::Conditional => Self::Exactly,
        }
    }

    /// Percentage above which nothing can be said of an outcome never seen.
    fn unseen(self) -> f64 {
        match self {
            Self::Seasons(trials) => unseen_limit(trials).max(LEAST_SHOWN),
            Self::Exactly => LEAST_SHOWN,
        }
    }
}

/// The chance as a percentage, for example `23.4 %`, `< 0.1 %` or `> 99.9 %`.
///
/// An outcome that was never seen is said to be rarer than what was counted could show.
#[must_use]
pub fn chance(estimate: &Estimate, counted: Counted) -> String {
    let mean = estimate.mean;
    if !mean.is_finite() {
        return "–".to_owned();
    }
    let decimals = decimals(estimate.mc_error);
    let finest = 10_f64.powi(-decimals);
    let unseen = counted.unseen();
    if mean <= 0.0 {
        format!("< {} %", short(unseen))
    } else if mean >= 1.0 {
        format!("> {} %", short(100.0 - unseen))
    } else {
        between(100.0 * mean, decimals, finest)
    }
}

/// The chance of a match without the PGY-1 it needs; none under a portfolio that applies to no advanced position.
#[must_use]
pub fn without_pgy1(portfolio: &PortfolioResult, counted: Counted) -> Option<String> {
    let has_advanced = !portfolio.outcomes.matched_without_pgy1.is_empty();
    has_advanced.then(|| chance(&portfolio.failure.matched_without_pgy1, counted))
}

/// A share of seasons in whole percent, for labels where no error is at hand.
#[must_use]
pub fn whole(share: f64) -> String {
    if share.is_finite() { between(100.0 * share, 0, 1.0) } else { "–".to_owned() }
}

/// A chance inside a sentence: signs become words, for example `under 0.1 %`.
#[must_use]
pub fn spoken(chance: &str) -> String {
    chance.replace("< ", "under ").replace("> ", "over ")
}

/// The text with every percent sign held to its number by a space that does not break.
#[must_use]
pub fn unbroken(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
}

/// The 90 % interval over parameter draws, for example `15–34 %`; a dash if
/// the parameters were not varied.
#[must_use]
pub fn interval(estimate: &Estimate) -> String {
    interval_with(estimate, "–", " %")
}

/// The 90 % interval in words, for example `15 to 34 %`; none if the
/// parameters were not varied.
#[must_use]
pub fn interval_in_words(estimate: &Estimate) -> Option<String> {
    has_interval(estimate).then(|| interval_with(estimate, " to ", " %"))
}

/// The 90 % interval of a difference in percentage points, for example `1.1 to 5.4`.
#[must_use]
pub fn interval_points(estimate: &Estimate) -> Option<String> {
    has_interval(estimate).then(|| {
        let [low, high] = estimate.interval90;
        format!("{} to {}", signed_points(low), signed_points(high))
    })
}

/// Whether the parameters were varied, so that the interval says something.
#[must_use]
pub fn has_interval(estimate: &Estimate) -> bool {
    let [low, high] = estimate.interval90;
    low.is_finite() && high.is_finite() && high > low
}

/// The Monte Carlo standard error in percentage points, for example `±0.4`.
#[must_use]
pub fn error_points(estimate: &Estimate) -> String {
    let points = 100.0 * estimate.mc_error;
    if !points.is_finite() {
        "–".to_owned()
    } else if points < 0.05 {
        "±<0.1".to_owned()
    } else if points < ERROR_WITHOUT_DECIMALS {
        format!("±{points:.1}")
    } else {
        format!("±{points:.0}")
    }
}

/// A target error in percentage points as it was asked for, for example `0.25`.
#[must_use]
pub fn plain_points(error: f64) -> String {
    short(100.0 * error)
}

/// The size of a difference in percentage points, without its sign, for example `3.2`.
#[must_use]
pub fn size_points(estimate: &Estimate) -> String {
    let points = 100.0 * estimate.mean.abs();
    let decimals = decimals(estimate.mc_error);
    let finest = 10_f64.powi(-decimals);
    if points < finest / 2.0 {
        format!("less than {}", short(finest))
    } else {
        format!("{points:.*}", usize::try_from(decimals).unwrap_or(0))
    }
}

/// Number of decimals of a percentage that a Monte Carlo error supports: 0 or 1.
fn decimals(mc_error: f64) -> i32 {
    i32::from(100.0 * mc_error < ERROR_WITHOUT_DECIMALS)
}

/// Percentage above which nothing can be said of an outcome never seen, rounded up to one digit.
fn unseen_limit(trials: u64) -> f64 {
    if trials == 0 {
        return 100.0;
    }
    let percent = (100.0 * RULE_OF_THREE / as_f64(trials)).min(100.0);
    let magnitude = 10_f64.powf(percent.log10().floor());
    (percent / magnitude - 1e-9).ceil() * magnitude
}

#[expect(clippy::cast_precision_loss, reason = "counts of trials are far below 2^53")]
fn as_f64(count: u64) -> f64 {
    count as f64
}

fn between(percent: f64, decimals: i32, finest: f64) -> String {
    if percent < finest / 2.0 {
        format!("< {} %", short(finest))
    } else if percent > 100.0 - finest / 2.0 {
        format!("> {} %", short(100.0 - finest))
    } else {
        format!("{percent:.*} %", usize::try_from(decimals).unwrap_or(0))
    }
}

fn interval_with(estimate: &Estimate, to: &str, unit: &str) -> String {
    if !has_interval(estimate) {
        return "–".to_owned();
    }
    let [low, high] = estimate.interval90.map(|end| 100.0 * end);
    let decimals = usize::from(high - low < WIDE_INTERVAL);
    format!("{}{to}{}{unit}", end_of_interval(low, decimals), end_of_interval(high, decimals))
}

/// A lower end that is small but not zero must not read as zero.
fn end_of_interval(percent: f64, decimals: usize) -> String {
    let finest = if decimals == 0 { 1.0 } else { 0.1 };
    if percent > 0.0 && percent < finest / 2.0 {
        format!("<{}", short(finest))
    } else if percent < 100.0 && percent > 100.0 - finest / 2.0 {
        format!(">{}", short(100.0 - finest))
    } else {
        format!("{percent:.decimals$}")
    }
}

/// A difference of shares in percentage points with its sign, for example `−0.4`.
#[must_use]
pub fn signed_points(share: f64) -> String {
    let points = 100.0 * share;
    if points.abs() < 0.05 { "0.0".to_owned() } else { format!("{points:.1}").replace('-', "−") }
}

/// A number without needless zeros.
fn short(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(mean: f64, mc_error: f64) -> Estimate {
        Estimate { mean, interval90: [mean * 0.5, mean.mul_add(0.5, 0.5)], mc_error }
    }

    #[test]
    fn digits_follow_the_simulation_error() {
        assert_eq!(chance(&estimate(0.2344, 0.0004), Counted::Seasons(1_000_000)), "23.4 %");
        assert_eq!(chance(&estimate(0.2344, 0.009), Counted::Seasons(2_000)), "23.4 %");
        assert_eq!(chance(&estimate(0.2344, 0.012), Counted::Seasons(1_000)), "23 %");
    }

    #[test]
    fn an_outcome_never_seen_is_rarer_than_the_trials_can_show() {
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(1_000)), "< 0.3 %");
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(700)), "< 0.5 %");
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(1_000_000)), "< 0.1 %");
        assert_eq!(chance(&estimate(1.0, 0.0), Counted::Seasons(1_000)), "> 99.7 %");
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(0)), "< 100 %");
    }

    #[test]
    fn few_points_of_exact_seasons_do_not_make_the_impossible_likely() {
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Exactly), "< 0.1 %");
        assert_eq!(chance(&estimate(1.0, 0.0), Counted::Exactly), "> 99.9 %");
        let mut results = crate::report::fixture::one_portfolio();
        results.simulation.trials = 1;
        let shown = |engine| chance(&estimate(0.0, 0.0), Counted::of(&Results { engine, ..results.clone() }));
        assert_eq!([EngineKind::Conditional, EngineKind::Trials].map(shown), ["< 0.1 %", "< 100 %"]);
    }

    #[test]
    fn a_small_chance_never_reads_as_zero_nor_a_large_one_as_certain() {
        assert_eq!(chance(&estimate(0.0003, 0.0001), Counted::Seasons(100_000)), "< 0.1 %");
        assert_eq!(chance(&estimate(0.9999, 0.0001), Counted::Seasons(100_000)), "> 99.9 %");
        assert_eq!(whole(0.004), "< 1 %");
        assert_eq!(whole(0.997), "> 99 %");
        assert_eq!(spoken(&whole(0.997)), "over 99 %");
    }

    #[test]
    fn an_interval_without_parameter_draws_is_a_dash() {
        let fixed = Estimate { mean: 0.3, interval90: [0.3, 0.3], mc_error: 0.001 };
        assert_eq!(interval(&fixed), "–");
        assert_eq!(interval_in_words(&fixed), None);
    }

    #[test]
    fn the_lower_end_of_an_interval_never_reads_as_zero() {
        let small = Estimate { mean: 0.02, interval90: [0.001, 0.08], mc_error: 0.001 };
        assert_eq!(interval(&small), "<1–8 %");
    }

    #[test]
    fn numbers_that_are_not_finite_become_a_dash() {
        let broken = Estimate { mean: f64::NAN, interval90: [f64::NAN; 2], mc_error: f64::NAN };
        assert_eq!(
            (chance(&broken, Counted::Seasons(10)), interval(&broken), error_points(&broken)),
            ("–".into(), "–".into(), "–".into())
        );
    }
}
