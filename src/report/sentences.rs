//! What the numbers say, in sentences: the same words on the console, in the page and above the charts.

use super::number::thousands;
use super::percent::{chance, error_points, interval_in_words, interval_points, size_points};
use crate::engine::results::{Comparison, PortfolioResult, Results, StoppingReason, Verdict};

/// Said under every answer (`design.md`, promise 7).
pub const NOT_A_PROMISE: &str = "A chance is not a promise: these are shares of simulated seasons, made to inform a \
     decision. They cannot say what happens in the one season that will be yours.";

/// The portfolio with the lowest chance of going unmatched; the earlier one if two are equal.
#[must_use]
pub fn safest(results: &Results) -> Option<&PortfolioResult> {
    extreme(results, |candidate, best| candidate < best)
}

/// The portfolio with the highest chance of going unmatched; the earlier one if two are equal.
#[must_use]
pub fn riskiest(results: &Results) -> Option<&PortfolioResult> {
    extreme(results, |candidate, worst| candidate > worst)
}

fn extreme(results: &Results, beats: impl Fn(f64, f64) -> bool) -> Option<&PortfolioResult> {
    results.portfolios.iter().reduce(|kept, other| {
        if beats(other.outcomes.unmatched.mean, kept.outcomes.unmatched.mean) {
            other
        } else {
            kept
        }
    })
}

/// Whether the chances of going unmatched of two portfolios were called a tie.
#[must_use]
pub fn are_tied(results: &Results, first: &str, second: &str) -> bool {
    results.comparisons.iter().any(|pair| {
        pair.verdict == Verdict::Tie && ((pair.a == first && pair.b == second) || (pair.a == second && pair.b == first))
    })
}

/// Names of the portfolios that cannot be told from the safest one, itself first.
#[must_use]
pub fn safest_group(results: &Results) -> Vec<&str> {
    let Some(best) = safest(results) else { return Vec::new() };
    let tied = results.portfolios.iter().map(|portfolio| portfolio.name.as_str());
    std::iter::once(best.name.as_str())
        .chain(tied.filter(|name| are_tied(results, &best.name, name)))
        .collect()
}

/// The answer to the question of the run, in one or two sentences.
#[must_use]
pub fn answer(results: &Results) -> String {
    let (Some(best), Some(worst)) = (safest(results), riskiest(results)) else {
        return "The scenario has no portfolio.".to_owned();
    };
    let risk = risk_with_interval(results, best);
    let group = safest_group(results);
    match (results.portfolios.len(), group.len()) {
        (1, _) => format!("“{}” leaves you unmatched in {risk}.", best.name),
        (all, tied) if tied == all => {
            format!("The {all} portfolios cannot be told apart: each leaves you unmatched in about {risk}.")
        }
        (_, 1) => format!(
            "“{}” leaves you unmatched least often: in {risk}. Under “{}”, the riskiest, it is {}.",
            best.name,
            worst.name,
            chance(&worst.outcomes.unmatched, results.simulation.trials)
        ),
        _ => format!(
            "{} leave you unmatched least often and cannot be told apart: in about {risk}. Under “{}”, the riskiest, \
             it is {}.",
            listed(&group),
            worst.name,
            chance(&worst.outcomes.unmatched, results.simulation.trials)
        ),
    }
}

fn risk_with_interval(results: &Results, portfolio: &PortfolioResult) -> String {
    let unmatched = &portfolio.outcomes.unmatched;
    let risk = chance(unmatched, results.simulation.trials);
    match interval_in_words(unmatched) {
        Some(interval) => format!("{risk} of simulated seasons (90 % interval {interval})"),
        None => format!("{risk} of simulated seasons"),
    }
}

/// Names in quotation marks, joined as in speech.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// One pair of portfolios in words, with a tie called a tie.
///
/// The number after ± is the Monte Carlo error; the interval is what the
/// unknown parameters leave open.
#[must_use]
pub fn difference(pair: &Comparison) -> String {
    let (lower, higher) = match pair.verdict {
        Verdict::Tie => return tie(pair),
        Verdict::ALower => (&pair.a, &pair.b),
        Verdict::BLower => (&pair.b, &pair.a),
    };
    format!(
        "“{lower}” leaves you unmatched {} points less often than “{higher}” ({}){}",
        size_points(&pair.unmatched_difference),
        error_points(&pair.unmatched_difference),
        support(pair, lower == &pair.a)
    )
}

fn tie(pair: &Comparison) -> String {
    format!(
        "“{}” and “{}” are a tie: {} points apart ({}), too close to tell",
        pair.a,
        pair.b,
        size_points(&pair.unmatched_difference),
        error_points(&pair.unmatched_difference)
    )
}

/// In how many parameter draws the difference has this direction.
fn support(pair: &Comparison, lower_is_a: bool) -> String {
    if interval_points(&pair.unmatched_difference).is_none() {
        return String::new();
    }
    let share = if lower_is_a {
        pair.share_of_draws_a_lower
    } else {
        1.0 - pair.share_of_draws_a_lower
    };
    format!("; lower in {} of parameter draws", super::percent::whole(share))
}

/// How the numbers were made, in one sentence.
#[must_use]
pub fn how_simulated(results: &Results) -> String {
    let simulation = &results.simulation;
    let draws = match simulation.parameter_draws {
        0 | 1 => "with one fixed set of parameters".to_owned(),
        many => format!("over {} parameter draws", thousands(many)),
    };
    let partial = if simulation.partial {
        " PARTIAL: the run ended before what was asked for."
    } else {
        ""
    };
    format!(
        "{} simulated seasons per portfolio {draws} ({} parameters); {}.{partial}",
        thousands(simulation.trials),
        simulation.parameters,
        why_stopped(results)
    )
}

fn why_stopped(results: &Results) -> String {
    let simulation = &results.simulation;
    let target = simulation.target_error.map_or_else(String::new, |error| {
        format!(" of ±{} points", super::percent::plain_points(error))
    });
    match simulation.stopped {
        StoppingReason::TrialsDone => "ended because all trials were done".to_owned(),
        StoppingReason::TargetReached => format!("ended because the target error{target} was reached"),
        StoppingReason::TargetNotReached => {
            format!("ended at the largest number of trials, before the target error{target} was reached")
        }
        StoppingReason::Interrupted => "ended because it was interrupted".to_owned(),
    }
}

/// What the three kinds of numbers mean, for the foot of every table.
pub const HOW_TO_READ: &str = "The 90 % interval is what the uncertain parameters leave open; ± is the simulation's own \
     standard error, in percentage points, and shrinks with more trials. The two are different things.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_difference_says_who_is_better_by_how_much_and_how_surely() {
        let results = fixture::five_by_six();
        let pair = results
            .comparisons
            .iter()
            .find(|pair| pair.verdict == Verdict::BLower)
            .expect("a decided pair");
        let sentence = difference(pair);
        assert!(
            sentence.starts_with(&format!("“{}” leaves you unmatched ", pair.b)),
            "{sentence}"
        );
        assert!(
            sentence.contains("points less often than") && sentence.contains("(±"),
            "{sentence}"
        );
    }

    #[test]
    fn a_tie_is_called_a_tie() {
        let mut results = fixture::five_by_six();
        results.comparisons[0].verdict = Verdict::Tie;
        let sentence = difference(&results.comparisons[0]);
        assert!(
            sentence.contains("are a tie") && !sentence.contains("less often"),
            "{sentence}"
        );
    }

    #[test]
    fn the_answer_names_no_winner_when_the_best_are_tied() {
        let mut results = fixture::five_by_six();
        for pair in &mut results.comparisons {
            pair.verdict = Verdict::Tie;
        }
        assert!(answer(&results).contains("cannot be told apart"));
    }

    #[test]
    fn a_partial_run_says_so() {
        let mut results = fixture::one_portfolio();
        assert!(!how_simulated(&results).contains("PARTIAL"));
        results.simulation.partial = true;
        results.simulation.stopped = StoppingReason::Interrupted;
        let sentence = how_simulated(&results);
        assert!(
            sentence.contains("PARTIAL") && sentence.contains("interrupted"),
            "{sentence}"
        );
    }
}
