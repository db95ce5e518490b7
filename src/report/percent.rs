//! Chances in words: never more digits than the simulation supports.

use crate::engine::results::plans::PlansResult;
use crate::engine::results::{Engine, Estimate, PortfolioResult, Results};

/// Simulation error, in percentage points, from which decimals are dropped:
/// the first digit of the error decides the last digit of the number.
const ERROR_WITHOUT_DECIMALS: f64 = 0.95;

/// Least percentage that is told apart from none at all.
const LEAST_SHOWN: f64 = 0.1;

/// Width of an interval, in percentage points, from which its ends are whole numbers.
const WIDE_INTERVAL: f64 = 3.0;

/// Width of the interval of a difference, in percentage points, from which its ends are whole numbers.
const WIDE_DIFFERENCE: f64 = 10.0;

/// Difference, in percentage points, from which it and the ends of its range are whole numbers in a sentence.
const LEAST_WHOLE: f64 = 1.5;

/// Simulation error from which a sentence speaks of it: half a point.
const LARGE_ERROR: f64 = 0.005;

/// Simulation error that rounds to no tenth of a point.
const SMALL_ERROR: f64 = 0.0005;

/// Least share that is told as a count.
const LEAST_PICTURED: f64 = 0.005;

/// Share from which other fractions than one in so many are told.
const FRACTIONS_FROM: f64 = 0.225;

/// Share from which the others are counted in tenths, twentieths or hundredths.
const HUNDREDTHS_FROM: f64 = 0.9;

/// How near these must be.
const CLOSE_AT_THE_TOP: f64 = 0.0075;

/// How near a simple fraction must be to stand for a share.
const CLOSE_ENOUGH: f64 = 0.025;

/// Upper 95% confidence limit of the expected number of events when none was
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
    pub fn of(results: &Results) -> Self {
        Self::by(results.engine, results.simulation.trials)
    }

    /// Behind the chances of plans.
    pub fn of_plans(found: &PlansResult) -> Self {
        Self::by(found.engine, found.trials)
    }

    fn by(engine: Engine, trials: u64) -> Self {
        match engine {
            Engine::Trials => Self::Seasons(trials),
            Engine::Conditional => Self::Exactly,
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

/// The chance as a percentage, for example `23.4%`, `<0.1%` or `>99.9%`.
///
/// An outcome that was never seen is said to be rarer than what was counted could show.
pub fn chance(estimate: &Estimate, counted: Counted) -> String {
    let mean = estimate.mean;
    if !mean.is_finite() {
        return "–".to_owned();
    }
    let decimals = decimals(estimate.mc_error);
    let finest = 10_f64.powi(-decimals);
    let unseen = counted.unseen();
    if mean <= 0.0 {
        format!("<{}%", short(unseen))
    } else if mean >= 1.0 {
        format!(">{}%", short(100.0 - unseen))
    } else {
        between(100.0 * mean, decimals, finest)
    }
}

/// The chance of a preliminary year alone; none where the portfolio cannot end in one.
pub fn preliminary_only(portfolio: &PortfolioResult, counted_as: Counted) -> Option<String> {
    let alone = &portfolio.outcomes.preliminary_only;
    (alone.mean > 0.0).then(|| chance(alone, counted_as))
}

/// The chance of a match without the PGY-1 it needs; none under a portfolio that applies to no advanced position.
pub fn without_pgy1(portfolio: &PortfolioResult, counted: Counted) -> Option<String> {
    let has_advanced = !portfolio.outcomes.matched_without_pgy1.is_empty();
    has_advanced.then(|| chance(&portfolio.failure.matched_without_pgy1, counted))
}

/// A share of seasons in whole percent, for labels where no error is at hand.
pub fn whole(share: f64) -> String {
    if share.is_finite() { between(100.0 * share, 0, 1.0) } else { "–".to_owned() }
}

/// A chance inside a sentence: signs become words, for example `under 0.1%`.
pub fn spoken(chance: &str) -> String {
    chance.replace('<', "under ").replace('>', "over ")
}

/// The 90% interval over parameter draws, for example `15–34%`; a dash if
/// the parameters were not varied.
pub fn interval(estimate: &Estimate) -> String {
    interval_if_any(estimate).unwrap_or_else(|| "–".to_owned())
}

/// The same; none if the parameters were not varied.
pub fn interval_if_any(estimate: &Estimate) -> Option<String> {
    has_interval(estimate).then(|| {
        let [low, high] = estimate.interval90.map(|end| 100.0 * end);
        let decimals = usize::from(high - low < WIDE_INTERVAL);
        format!("{}–{}%", end_of_interval(low, decimals), end_of_interval(high, decimals))
    })
}

/// What stands beside a chance in a sentence: its plausible range, and its simulation error where that is large;
/// nothing, or for example ` (plausible range 15–34%)`.
pub fn aside(estimate: &Estimate) -> String {
    in_brackets([interval_if_any(estimate).map(|range| plausible(&range)), large_error(estimate)])
}

/// The same beside a difference, as a sentence tells it.
pub fn aside_told_points(estimate: &Estimate) -> String {
    in_brackets([told_interval_points(estimate).map(|range| plausible(&range)), large_error(estimate)])
}

/// The same beside a difference, in percentage points.
pub fn aside_points(estimate: &Estimate) -> String {
    in_brackets([interval_points(estimate).map(|range| plausible(&range)), large_error(estimate)])
}

/// A range in a sentence, whose signs are words, for example `plausible range 90% to over 99%`.
fn plausible(range: &str) -> String {
    let range = if range.contains(['<', '>']) { spoken(range).replace('–', "% to ") } else { range.to_owned() };
    format!("plausible range {range}")
}

fn in_brackets(parts: [Option<String>; 2]) -> String {
    let said: Vec<String> = parts.into_iter().flatten().collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

/// The simulation error in words; none while it is too small to matter, or where nothing is known of it.
fn large_error(estimate: &Estimate) -> Option<String> {
    (estimate.mc_error > LARGE_ERROR && estimate.mc_error.is_finite()).then(|| {
        let error = error_points(estimate);
        let unit = if error == "±1" { "point" } else { "points" };
        format!("simulation error {error} {unit}")
    })
}

/// The largest simulation error of these, for a line below a table that says “at most”, for example `±0.2 points`.
pub fn largest_error<'a>(estimates: impl IntoIterator<Item = &'a Estimate>) -> String {
    let mc_error = estimates.into_iter().map(|one| one.mc_error).fold(0.0, f64::max);
    if mc_error < SMALL_ERROR {
        return "0.1 points".to_owned();
    }
    format!("{} points", error_points(&Estimate { mean: 0.0, interval90: [0.0; 2], mc_error }))
}

/// A change in points, with its simulation error unless that is less than 0.1 points, for example `−2.2 ±0.3`.
pub fn change_with_error(change: &Estimate) -> String {
    let change_in_points = signed(change);
    if change.mc_error < SMALL_ERROR {
        change_in_points
    } else {
        format!("{change_in_points} {}", error_points(change))
    }
}

/// How often it happens, in numbers that people can hold, for example
/// `about 1 in 4 simulated seasons (24%; plausible range 9–39%)`.
pub fn frequency(estimate: &Estimate, counted: Counted) -> String {
    let share = spoken(&rounded(estimate, counted));
    let beside = aside(estimate);
    match odds(estimate.mean) {
        Some(odds) if beside.is_empty() => format!("about {odds} simulated seasons ({share})"),
        Some(odds) => format!("about {odds} simulated seasons ({share}; {}", beside.trim_start_matches(" (")),
        None => format!("{share} of simulated seasons{beside}"),
    }
}

/// A chance in whole percent, for sentences.
pub fn rounded(estimate: &Estimate, counted: Counted) -> String {
    // A chance below half a percent keeps the digits that its error supports.
    let is_extreme = !(0.005..=0.995).contains(&estimate.mean);
    if is_extreme { chance(estimate, counted) } else { whole(estimate.mean) }
}

/// A share as a count that people can picture, for example `1 in 4`; none where it is hardly ever or nearly always.
pub fn odds(share: f64) -> Option<String> {
    if !(LEAST_PICTURED..=1.0 - LEAST_PICTURED).contains(&share) {
        return None;
    }
    if share < FRACTIONS_FROM {
        return Some(format!("1 in {}", picturable(1.0 / share)));
    }
    let closest = |all: u32| (share * f64::from(all)).round();
    let is_within = |most: f64| {
        move |all: &u32| closest(*all) < f64::from(*all) && (closest(*all) / f64::from(*all) - share).abs() <= most
    };
    if share > HUNDREDTHS_FROM {
        // Few can tell 15 in 16 from 18 in 19.
        let all = [10, 20].into_iter().find(is_within(CLOSE_AT_THE_TOP)).unwrap_or(100);
        return Some(format!("{:.0} in {all}", closest(all).min(f64::from(all) - 1.0)));
    }
    if share > 1.0 - FRACTIONS_FROM {
        let all = picturable(1.0 / (1.0 - share));
        return Some(format!("{} in {all}", all - 1));
    }
    let all = [2, 3, 4, 5].into_iter().find(is_within(CLOSE_ENOUGH));
    // Five tenths are a half.
    let all = all.unwrap_or_else(|| if closest(10) == 5.0 { 2 } else { 10 });
    Some(format!("{:.0} in {all}", closest(all)))
}

/// A whole number near this one that is easy to picture.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 1 over the least share")]
fn picturable(number: f64) -> u32 {
    let step = if number < 20.0 {
        1.0
    } else if number < 100.0 {
        5.0
    } else {
        50.0
    };
    ((number / step).round() * step) as u32
}

/// The 90% interval of a difference in percentage points, for example `1.1 to 5.4`.
pub fn interval_points(estimate: &Estimate) -> Option<String> {
    has_interval(estimate).then(|| {
        let [low, high] = estimate.interval90;
        format!("{} to {}", signed_points(low), signed_points(high))
    })
}

/// The size of a difference for a sentence: whole percentage points, with a decimal only where it is small.
pub fn told_points(estimate: &Estimate) -> String {
    let points = 100.0 * estimate.mean.abs();
    if points >= LEAST_WHOLE { format!("{points:.0}") } else { size_points(estimate) }
}

/// Its range for a sentence.
pub fn told_interval_points(estimate: &Estimate) -> Option<String> {
    if is_wide(estimate) {
        let [low, high] = estimate.interval90.map(whole_points);
        Some(format!("{low} to {high}"))
    } else {
        interval_points(estimate)
    }
}

/// Whether a difference is so large, or known so roughly, that its range does not carry decimals.
fn is_wide(estimate: &Estimate) -> bool {
    let [low, high] = estimate.interval90;
    has_interval(estimate) && (100.0 * estimate.mean.abs() >= LEAST_WHOLE || 100.0 * (high - low) >= WIDE_DIFFERENCE)
}

/// A difference of shares in whole percentage points with its sign; below one point with a decimal.
fn whole_points(share: f64) -> String {
    if share.abs() < 0.01 {
        return signed_points(share);
    }
    // Adding zero turns a negative zero into a plain one.
    format!("{:.0}", (100.0 * share).round() + 0.0).replace('-', "−")
}

/// Whether the parameters were varied, so that the interval says something.
pub fn has_interval(estimate: &Estimate) -> bool {
    let [low, high] = estimate.interval90;
    low.is_finite() && high.is_finite() && high > low
}

/// The Monte Carlo standard error in percentage points, for example `±0.4`.
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
pub fn plain_points(error: f64) -> String {
    short(100.0 * error)
}

/// The size of a difference in percentage points, without its sign, for example `3.2`.
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
    let percent = (100.0 * RULE_OF_THREE / trials as f64).min(100.0);
    let magnitude = 10_f64.powf(percent.log10().floor());
    (percent / magnitude - 1e-9).ceil() * magnitude
}

fn between(percent: f64, decimals: i32, finest: f64) -> String {
    if percent < finest / 2.0 {
        format!("<{}%", short(finest))
    } else if percent > 100.0 - finest / 2.0 {
        format!(">{}%", short(100.0 - finest))
    } else {
        format!("{percent:.*}%", usize::try_from(decimals).unwrap_or(0))
    }
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
pub fn signed_points(share: f64) -> String {
    let points = 100.0 * share;
    if points.abs() < 0.05 { "0.0".to_owned() } else { format!("{points:.1}").replace('-', "−") }
}

/// A change in points with its sign, as many digits as its error supports.
pub fn signed(estimate: &Estimate) -> String {
    let points = 100.0 * estimate.mean;
    let text = if 100.0 * estimate.mc_error < 0.95 { format!("{points:+.1}") } else { format!("{points:+.0}") };
    if text.chars().any(|sign| ('1'..='9').contains(&sign)) {
        text.replace('-', "−")
    } else {
        text.trim_start_matches(['+', '-']).to_owned()
    }
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
        assert_eq!(chance(&estimate(0.2344, 0.0004), Counted::Seasons(1_000_000)), "23.4%");
        assert_eq!(chance(&estimate(0.2344, 0.009), Counted::Seasons(2_000)), "23.4%");
        assert_eq!(chance(&estimate(0.2344, 0.012), Counted::Seasons(1_000)), "23%");
    }

    #[test]
    fn an_outcome_never_seen_is_rarer_than_the_trials_can_show() {
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(1_000)), "<0.3%");
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(700)), "<0.5%");
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(1_000_000)), "<0.1%");
        assert_eq!(chance(&estimate(1.0, 0.0), Counted::Seasons(1_000)), ">99.7%");
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Seasons(0)), "<100%");
    }

    #[test]
    fn few_points_of_exact_seasons_do_not_make_the_impossible_likely() {
        assert_eq!(chance(&estimate(0.0, 0.0), Counted::Exactly), "<0.1%");
        assert_eq!(chance(&estimate(1.0, 0.0), Counted::Exactly), ">99.9%");
        let mut results = crate::report::fixture::one_portfolio();
        results.simulation.trials = 1;
        let shown = |engine| chance(&estimate(0.0, 0.0), Counted::of(&Results { engine, ..results.clone() }));
        assert_eq!([Engine::Conditional, Engine::Trials].map(shown), ["<0.1%", "<100%"]);
    }

    #[test]
    fn a_small_chance_never_reads_as_zero_nor_a_large_one_as_certain() {
        assert_eq!(chance(&estimate(0.0003, 0.0001), Counted::Seasons(100_000)), "<0.1%");
        assert_eq!(chance(&estimate(0.9999, 0.0001), Counted::Seasons(100_000)), ">99.9%");
        assert_eq!(whole(0.004), "<1%");
        assert_eq!(whole(0.997), ">99%");
        assert_eq!(spoken(&whole(0.997)), "over 99%");
    }

    #[test]
    fn an_interval_without_parameter_draws_is_a_dash() {
        let fixed = Estimate { mean: 0.3, interval90: [0.3, 0.3], mc_error: 0.001 };
        assert_eq!(interval(&fixed), "–");
        assert_eq!((interval_if_any(&fixed), aside(&fixed)), (None, String::new()));
    }

    #[test]
    fn the_lower_end_of_an_interval_never_reads_as_zero() {
        let small = Estimate { mean: 0.02, interval90: [0.001, 0.08], mc_error: 0.001 };
        assert_eq!(interval(&small), "<1–8%");
        assert_eq!(aside(&small), " (plausible range under 1% to 8%)");
        let large = Estimate { mean: 0.96, interval90: [0.9, 0.998], mc_error: 0.001 };
        assert_eq!(aside(&large), " (plausible range 90% to over 99%)");
    }

    #[test]
    fn numbers_that_are_not_finite_become_a_dash() {
        let broken = Estimate { mean: f64::NAN, interval90: [f64::NAN; 2], mc_error: f64::NAN };
        assert_eq!(
            (chance(&broken, Counted::Seasons(10)), interval(&broken), error_points(&broken)),
            ("–".into(), "–".into(), "–".into())
        );
    }

    #[test]
    fn a_frequency_is_a_count_a_share_and_a_range() {
        let told = |mean| frequency(&Estimate { mean, interval90: [0.09, 0.39], mc_error: 0.001 }, Counted::Exactly);
        assert_eq!(told(0.24), "about 1 in 4 simulated seasons (24%; plausible range 9–39%)");
        for (mean, words) in [
            (0.703, "about 7 in 10 "),
            (0.405, "about 2 in 5 "),
            (0.65, "about 2 in 3 "),
            (0.57, "about 6 in 10 "),
            (0.53, "about 1 in 2 "),
            (0.12, "about 1 in 8 "),
            (0.021, "about 1 in 50 "),
            (0.86, "about 6 in 7 "),
            (0.902, "about 9 in 10 "),
            (0.935, "about 94 in 100 "),
            (0.947, "about 19 in 20 "),
            (0.96, "about 96 in 100 "),
            (0.994, "about 99 in 100 "),
        ] {
            assert!(told(mean).starts_with(words), "{mean}: {}", told(mean));
        }
        assert_eq!(told(0.0), "under 0.1% of simulated seasons (plausible range 9–39%)");
        let fixed = Estimate { mean: 0.5, interval90: [0.5; 2], mc_error: 0.0 };
        assert_eq!(frequency(&fixed, Counted::Exactly), "about 1 in 2 simulated seasons (50%)");
    }

    #[test]
    fn a_difference_with_a_wide_range_has_no_decimals() {
        let with = |mean, low, high| {
            let estimate = Estimate { mean, interval90: [low, high], mc_error: 0.001 };
            format!("{} ({})", told_points(&estimate), told_interval_points(&estimate).unwrap_or_default())
        };
        assert_eq!(with(0.4204, 0.2301, 0.6238), "42 (23 to 62)");
        assert_eq!(with(0.05, -0.004, 0.133), "5 (−0.4 to 13)");
        assert_eq!(with(0.008, -0.067, 0.089), "0.8 (−7 to 9)");
        assert_eq!(with(0.039, 0.004, 0.093), "4 (0.4 to 9)");
    }

    #[test]
    fn only_a_large_simulation_error_is_told_in_a_sentence() {
        let with = |mc_error| aside_points(&Estimate { mean: 0.03, interval90: [0.011, 0.054], mc_error });
        assert_eq!(with(0.004), " (plausible range 1.1 to 5.4)");
        assert_eq!(with(0.007), " (plausible range 1.1 to 5.4; simulation error ±0.7 points)");
        assert_eq!(largest_error([&estimate(0.2, 0.001), &estimate(0.2, 0.002)]), "±0.2 points");
        assert_eq!(largest_error([&estimate(0.2, 0.0001)]), "0.1 points");
        let change = |mc_error| change_with_error(&Estimate { mean: -0.022, interval90: [0.0; 2], mc_error });
        assert_eq!([change(0.003), change(0.0004)], ["−2.2 ±0.3", "−2.2"]);
    }
}
