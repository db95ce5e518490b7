//! What the numbers say, in sentences: the same words on the console, in the page and above the charts.

use super::number::{counted, thousands};
use super::percent::{
    Counted, chance, error_points, has_interval, interval_in_words, interval_points, plain_points, size_points, spoken,
    whole,
};
use super::presentable::shortened;
use crate::engine::results::{Comparison, EngineKind, Estimate, PortfolioResult, Results, StoppingReason, Verdict};

/// Longest portfolio name inside a sentence, in characters.
const NAME_IN_SENTENCE: usize = 60;

/// Said under every answer (`docs/conventions.md`, promise 7).
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

/// Whether the pair has the safest portfolio on one side.
#[must_use]
pub fn touches_safest(results: &Results, pair: &Comparison) -> bool {
    safest(results).is_some_and(|best| pair.a == best.name || pair.b == best.name)
}

fn extreme(results: &Results, beats: impl Fn(f64, f64) -> bool) -> Option<&PortfolioResult> {
    results.portfolios.iter().reduce(|kept, other| {
        if beats(other.outcomes.unmatched.mean, kept.outcomes.unmatched.mean) { other } else { kept }
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
    std::iter::once(best.name.as_str()).chain(tied.filter(|name| are_tied(results, &best.name, name))).collect()
}

/// Chance of an outcome that is neither a residency nor going unmatched from which the
/// answer must mention it: "unmatched least often" alone would sound too good.
const WORTH_MENTIONING: f64 = 0.05;

/// The answer to the question of the run, in a few sentences.
#[must_use]
pub fn answer(results: &Results) -> String {
    answer_sentences(results).join(" ")
}

/// The sentences of [`answer`]: the first is the answer, the others what must be said beside it.
#[must_use]
pub fn answer_sentences(results: &Results) -> Vec<String> {
    let Some(best) = safest(results) else {
        return vec!["The scenario has no portfolio.".to_owned()];
    };
    let half_ends = [
        (&best.failure.matched_without_pgy1, "you match to an advanced position without the PGY-1 it needs"),
        (&best.outcomes.preliminary_only, "you have a preliminary year and nothing after it"),
    ];
    let counted_as = Counted::of(results);
    let mut parts: Vec<String> = half_ends
        .iter()
        .filter(|(estimate, _)| estimate.mean >= WORTH_MENTIONING)
        .map(|(estimate, words)| format!("in {} {words}", spoken(&chance(estimate, counted_as))))
        .collect();
    let mut sentences = answer_on_unmatched(results);
    if let Some(first) = parts.first_mut() {
        let name = if results.portfolios.len() > 1 { format!(" under {}", quoted(&best.name)) } else { String::new() };
        *first = first.replacen("in ", "in another ", 1).replacen(" you", &format!(" of seasons{name} you"), 1);
        sentences.push(format!("But {}.", parts.join(", and ")));
    }
    sentences.extend(residency(results));
    sentences
}

/// Which portfolio most often ends in a residency that can be finished, as a further sentence.
fn residency(results: &Results) -> Option<String> {
    let most =
        results.portfolios.iter().reduce(|best, of| if of.residency.mean > best.residency.mean { of } else { best });
    let most = most.filter(|_| results.portfolios.len() > 1)?;
    let share = spoken(&chance(&most.residency, Counted::of(results)));
    Some(format!("A residency that can be finished is most frequent under {}: in {share}.", quoted(&most.name)))
}

fn answer_on_unmatched(results: &Results) -> Vec<String> {
    let (Some(best), Some(worst)) = (safest(results), riskiest(results)) else {
        return Vec::new();
    };
    let risk = risk_with_interval(results, best);
    let group = safest_group(results);
    let worst_risk = spoken(&chance(&worst.outcomes.unmatched, Counted::of(results)));
    let against = format!("Under {}, the riskiest, it is {worst_risk}.", quoted(&worst.name));
    match (results.portfolios.len(), group.len()) {
        (1, _) => vec![format!("{} leaves you unmatched in {risk}.", quoted(&best.name))],
        (all, tied) if tied == all => {
            vec![format!("The {all} portfolios cannot be told apart: each leaves you unmatched in about {risk}.")]
        }
        (_, 1) => vec![format!("{} leaves you unmatched least often: in {risk}.", quoted(&best.name)), against],
        _ => vec![
            format!("{} leave you unmatched least often and cannot be told apart: in about {risk}.", listed(&group)),
            against,
        ],
    }
}

fn risk_with_interval(results: &Results, portfolio: &PortfolioResult) -> String {
    let unmatched = &portfolio.outcomes.unmatched;
    let risk = spoken(&chance(unmatched, Counted::of(results)));
    match interval_in_words(unmatched) {
        Some(interval) => format!("{risk} of simulated seasons (90 % interval {interval})"),
        None => format!("{risk} of simulated seasons"),
    }
}

/// A name in quotation marks, shortened if it would drown the sentence.
fn quoted(name: &str) -> String {
    format!("“{}”", shortened(name, NAME_IN_SENTENCE))
}

/// Names in quotation marks, joined as in speech.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// One pair of portfolios in words, with a tie called a tie.
///
/// The number after ± is the Monte Carlo error; the interval is what the
/// unknown parameters leave open, and it is said if they could reverse the order.
#[must_use]
pub fn difference(pair: &Comparison) -> String {
    let (lower, higher) = match pair.verdict {
        Verdict::Tie => return tie(pair),
        Verdict::ALower => (&pair.a, &pair.b),
        Verdict::BLower => (&pair.b, &pair.a),
    };
    let gain = gain(pair);
    let interval = interval_points(&gain).map_or_else(String::new, |range| format!("; 90 % interval {range}"));
    format!(
        "{} leaves you unmatched {} points less often than {} ({}{interval}){}",
        quoted(lower),
        size_points(&gain),
        quoted(higher),
        error_points(&gain),
        reversal(pair, &gain)
    )
}

fn tie(pair: &Comparison) -> String {
    format!(
        "{} and {} are a tie: {} points apart ({}), too close to tell",
        quoted(&pair.a),
        quoted(&pair.b),
        size_points(&pair.unmatched_difference),
        error_points(&pair.unmatched_difference)
    )
}

/// The difference seen from the portfolio with the lower chance: positive is its advantage.
fn gain(pair: &Comparison) -> Estimate {
    let difference = pair.unmatched_difference;
    let [low, high] = difference.interval90;
    match pair.verdict {
        Verdict::ALower => Estimate { mean: -difference.mean, interval90: [-high, -low], ..difference },
        Verdict::BLower | Verdict::Tie => difference,
    }
}

/// Said where the order of two portfolios depends on parameters nobody knows.
fn reversal(pair: &Comparison, gain: &Estimate) -> String {
    if !has_interval(gain) || gain.interval90[0] > 0.0 {
        return String::new();
    }
    let share = match pair.verdict {
        Verdict::BLower => 1.0 - pair.share_of_draws_a_lower,
        Verdict::ALower | Verdict::Tie => pair.share_of_draws_a_lower,
    };
    format!("; the uncertain parameters could reverse this: it holds in {} of their draws", whole(share))
}

/// What the width of the safest portfolio's interval comes from; none at central parameters.
#[must_use]
pub fn interval_sources(results: &Results) -> Option<String> {
    let safest = safest(results)?;
    let words = |group: &str| match group {
        "fitted" => "the parameters fitted to published tables",
        "effects" => "the effects of experience, letters and signals",
        "assumptions" => "the assumptions that no source gives",
        _ => "what you are unsure of yourself",
    };
    let mut sources: Vec<(&str, f64)> =
        safest.unmatched_interval_sources.iter().map(|(group, share)| (words(group), *share)).collect();
    sources.retain(|(_, share)| *share >= 0.005);
    sources.sort_by(|a, b| b.1.total_cmp(&a.1));
    let parts: Vec<String> =
        sources.iter().map(|(words, share)| format!("{:.0} % from {words}", 100.0 * share)).collect();
    (!parts.is_empty()).then(|| {
        format!("What makes the interval of “{}” wide (shares of variance): {}.", safest.name, parts.join(", "))
    })
}

/// How the numbers were made, in one sentence.
#[must_use]
pub fn how_simulated(results: &Results) -> String {
    let simulation = &results.simulation;
    let draws = match simulation.parameter_draws {
        0 | 1 => "with one fixed set of parameters".to_owned(),
        many => format!("over {} parameter draws", thousands(many)),
    };
    let partial = if simulation.partial { " PARTIAL: the run ended before what was asked for." } else { "" };
    let effort = match results.engine {
        EngineKind::Trials => format!("{} per portfolio", counted(simulation.trials, "simulated season")),
        EngineKind::Conditional => {
            let points = counted(simulation.trials, "point");
            format!("{points} of the unobserved strengths and shocks, exact in all else,")
        }
    };
    format!("{effort} {draws} ({} parameters){}.{partial}", simulation.parameters, why_stopped(results))
}

/// Why it ended, where it did not simply do what was asked.
fn why_stopped(results: &Results) -> String {
    let simulation = &results.simulation;
    let target =
        simulation.target_error.map_or_else(String::new, |error| format!(" of ±{} points", plain_points(error)));
    match simulation.stopped {
        StoppingReason::TrialsDone => String::new(),
        StoppingReason::TargetReached => format!("; ended because the target error{target} was reached"),
        StoppingReason::TargetNotReached => {
            format!("; ended at the largest number of trials, before the target error{target} was reached")
        }
        StoppingReason::Interrupted => "; ended because it was interrupted".to_owned(),
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
        let pair = results.comparisons.iter().find(|pair| pair.verdict == Verdict::BLower).expect("a decided pair");
        let sentence = difference(pair);
        assert!(sentence.starts_with(&format!("“{}” leaves you unmatched ", pair.b)), "{sentence}");
        assert!(sentence.contains("points less often than") && sentence.contains("(±"), "{sentence}");
    }

    #[test]
    fn an_order_that_the_parameters_could_reverse_says_so() {
        let mut pair = fixture::five_by_six().comparisons[0].clone();
        assert!(!difference(&pair).contains("reverse"));
        pair.unmatched_difference.interval90 = [-0.01, 0.4];
        pair.share_of_draws_a_lower = 0.2;
        assert!(difference(&pair).ends_with("it holds in 80 % of their draws"), "{}", difference(&pair));
    }

    #[test]
    fn the_interval_is_given_in_the_direction_of_the_sentence() {
        let mut pair = fixture::five_by_six().comparisons[0].clone();
        let forwards = difference(&pair);
        std::mem::swap(&mut pair.a, &mut pair.b);
        let [low, high] = pair.unmatched_difference.interval90;
        pair.unmatched_difference.mean *= -1.0;
        pair.unmatched_difference.interval90 = [-high, -low];
        pair.verdict = Verdict::ALower;
        assert_eq!(difference(&pair), forwards);
    }

    #[test]
    fn a_tie_is_called_a_tie() {
        let mut results = fixture::five_by_six();
        results.comparisons[0].verdict = Verdict::Tie;
        let sentence = difference(&results.comparisons[0]);
        assert!(sentence.contains("are a tie") && !sentence.contains("less often"), "{sentence}");
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
    fn the_answer_mentions_matches_that_lack_their_pgy1() {
        let mut results = fixture::five_by_six();
        assert!(!answer(&results).contains("PGY-1"));
        for portfolio in &mut results.portfolios {
            portfolio.failure.matched_without_pgy1.mean = 0.3;
        }
        assert!(answer(&results).contains("you match to an advanced position without the PGY-1 it needs."));
    }

    #[test]
    fn one_season_and_one_point_are_no_plural() {
        let mut results = fixture::one_portfolio();
        results.simulation.trials = 1;
        let mut told = |engine| {
            results.engine = engine;
            how_simulated(&results)
        };
        assert!(told(EngineKind::Trials).starts_with("1 simulated season per portfolio "));
        assert!(told(EngineKind::Conditional).starts_with("1 point of the unobserved "));
    }

    #[test]
    fn a_partial_run_says_so() {
        let mut results = fixture::one_portfolio();
        assert!(!how_simulated(&results).contains("PARTIAL"));
        results.simulation.partial = true;
        results.simulation.stopped = StoppingReason::Interrupted;
        let sentence = how_simulated(&results);
        assert!(sentence.contains("PARTIAL") && sentence.contains("interrupted"), "{sentence}");
    }
}
