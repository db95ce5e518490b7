//! What the numbers say, in sentences: the same words on the console, in the page and above the charts.

use super::number::{counted, dollars, thousands};
use super::percent::{
    Counted, aside_told_points, frequency, has_interval, largest_error, plain_points, rounded, told_points, whole,
};
use super::presentable::{cleaned, shortened};
use crate::decide::answers::backups::{Backup, Backups};
use crate::decide::answers::{Header, PortfolioChoice};
use crate::engine::results::{
    Comparison, Engine, Estimate, HAS_PARTNER, NOT_STATED, Notice, PortfolioResult, Results, StoppingReason, Verdict,
};

/// Longest portfolio name inside a sentence, in characters.
const NAME_IN_SENTENCE: usize = 60;

/// Said under every answer (`docs/conventions.md`, promise 7).
pub const NOT_A_PROMISE: &str = "A chance is not a promise. These are shares of simulated seasons, meant to inform a \
     decision. They cannot tell what will happen in the one season that is yours.";

/// Why an answer is about the portfolio that it is about, where nobody named it.
pub fn whose(choice: PortfolioChoice) -> Option<&'static str> {
    (choice == PortfolioChoice::Safest).then_some(
        "You did not name a portfolio, so this is about the safest one in the file: it has the lowest chance of going \
         unmatched. Use --portfolio to examine another.",
    )
}

/// What a match to an advanced position without its PGY-1 is called.
pub const PARTIALLY_MATCHED: &str = "Partially matched (no PGY-1)";

/// What the expected value by the person's own weights is called.
pub const HOW_GOOD: &str = "How good it is for you (0–1, your own weights)";

/// The portfolio with the lowest chance of going unmatched; the earlier one if two are equal.
pub fn safest(results: &Results) -> Option<&PortfolioResult> {
    extreme(results, |candidate, best| candidate < best)
}

/// The portfolio with the highest chance of going unmatched; the earlier one if two are equal.
pub fn riskiest(results: &Results) -> Option<&PortfolioResult> {
    extreme(results, |candidate, worst| candidate > worst)
}

/// Whether the pair has the safest portfolio on one side.
pub fn touches_safest(results: &Results, pair: &Comparison) -> bool {
    safest(results).is_some_and(|best| pair.a == best.name || pair.b == best.name)
}

fn extreme(results: &Results, beats: impl Fn(f64, f64) -> bool) -> Option<&PortfolioResult> {
    results.portfolios.iter().reduce(|kept, other| {
        if beats(other.outcomes.unmatched.mean, kept.outcomes.unmatched.mean) { other } else { kept }
    })
}

/// Whether the chances of going unmatched of two portfolios were called a tie.
pub fn are_tied(results: &Results, first: &str, second: &str) -> bool {
    results.comparisons.iter().any(|pair| {
        pair.verdict == Verdict::Tie && ((pair.a == first && pair.b == second) || (pair.a == second && pair.b == first))
    })
}

/// Names of the portfolios without a detectable difference from the safest one, itself first.
pub fn safest_group(results: &Results) -> Vec<&str> {
    let Some(best) = safest(results) else { return Vec::new() };
    let tied = results.portfolios.iter().map(|portfolio| portfolio.name.as_str());
    std::iter::once(best.name.as_str()).chain(tied.filter(|name| are_tied(results, &best.name, name))).collect()
}

/// Chance of an outcome that is neither a residency nor going unmatched from which the answer must mention it: the chance of going
/// unmatched alone would sound too good.
const WORTH_MENTIONING: f64 = 0.05;

/// Difference of the chances of a residency from which the verdict names the portfolio that has more.
const MORE_RESIDENCIES: f64 = 0.01;

/// The answer to the question of the run: which portfolio is the safest, and whether another one gives a complete residency
/// clearly more often.
pub fn verdict(results: &Results) -> String {
    let Some(best) = safest(results) else { return "The scenario has no portfolio.".to_owned() };
    let instead = residency_instead(results, best).map_or_else(String::new, |other| {
        let share = |of: &PortfolioResult| frequency(&of.residency, Counted::of(results));
        format!(
            " But a complete residency is likelier with {}: you get one in {} instead of {}.",
            quoted(&other.name),
            share(other),
            share(best)
        )
    });
    format!("{}{}{instead}", safety(results, best), beyond_budget(results, best))
}

/// What the safest portfolio costs more than the budget, and which portfolio is the safest within it; nothing where it is within.
fn beyond_budget(results: &Results, best: &PortfolioResult) -> String {
    let Some(budget) = results.applicant.budget_usd.filter(|budget| best.cost_usd > *budget) else {
        return String::new();
    };
    let within = results.portfolios.iter().filter(|of| of.cost_usd <= budget);
    let instead = within
        .reduce(|kept, other| if other.outcomes.unmatched.mean < kept.outcomes.unmatched.mean { other } else { kept });
    let instead = match instead {
        Some(other) => format!(
            "within it, {} is the safest: you go unmatched in {}",
            quoted(&other.name),
            frequency(&other.outcomes.unmatched, Counted::of(results))
        ),
        None if results.portfolios.len() == 1 => "remove programs, or raise budget_usd".to_owned(),
        None => "so do all others".to_owned(),
    };
    format!(
        " It costs {}, {} more than your budget; {instead}.",
        dollars(best.cost_usd),
        dollars(best.cost_usd - budget)
    )
}

/// The portfolio that gives a complete residency most often, where it is not one of the safest and the difference is large: a year
/// alone makes a portfolio safe, too.
fn residency_instead<'r>(results: &'r Results, best: &PortfolioResult) -> Option<&'r PortfolioResult> {
    let most = most_residencies(results)?;
    let is_larger = most.residency.mean - best.residency.mean >= MORE_RESIDENCIES;
    (is_larger && !safest_group(results).contains(&most.name.as_str())).then_some(most)
}

fn most_residencies(results: &Results) -> Option<&PortfolioResult> {
    results.portfolios.iter().reduce(|best, of| if of.residency.mean > best.residency.mean { of } else { best })
}

/// What is said first of an answer that was interrupted.
pub(super) const PARTIAL: &str = "this command stopped early. What stands here was finished, and the rest is missing.";

/// What must be said beside the verdict, if anything.
pub fn beside_verdict(results: &Results) -> Option<String> {
    let half = half_ends(results, safest(results)?);
    let others = as_safe_and_better(results).into_iter().chain(riskiest_instead(results)).chain(residency(results));
    let sentences: Vec<String> = half.into_iter().chain(others).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What the file leaves open, repeated beside the verdict; `who_says` tells how much that matters.
pub(super) fn not_stated(notices: &[Notice], who_says: &str) -> Option<String> {
    let open = notices.iter().find_map(|notice| notice.seen.strip_prefix(NOT_STATED))?;
    Some(format!("You did not state {open}, so typical values are assumed; {who_says} how far the answer could move."))
}

/// Change of P(unmatched) from which on what is not stated is said beside the chance of a portfolio.
const UNSTATED_MATTERS: f64 = 0.02;

/// How far the chance of a portfolio moves with what is not stated, if it does.
pub(super) fn rests_on_unstated(portfolio: &PortfolioResult) -> Option<String> {
    let [little, much] = portfolio.unmatched_if_unstated?;
    let moved = little - much;
    (moved >= UNSTATED_MATTERS).then(|| format!("{:.0} points with {}", 100.0 * moved, quoted(&portfolio.name)))
}

/// The same of every portfolio, for a place beside their chances.
pub(super) fn rest_on_unstated(results: &Results) -> Option<String> {
    let told: Vec<String> = results.portfolios.iter().filter_map(rests_on_unstated).collect();
    let open = results.applicant.not_stated.join(", ");
    (!told.is_empty()).then(|| {
        format!(
            "These chances rest on what you did not state ({open}). Between little and much of it the chance of going unmatched \
             falls by {}. Little means no letters and the 10th percentile of those who apply, much two letters and the 90th; a \
             typical value is used.",
            told.join(", ")
        )
    })
}

/// What the file of an analysis leaves open, and that it is for one of a couple, for a place beside its finding.
pub(super) fn left_open(header: &Header) -> Option<String> {
    let is_couple = |notice: &Notice| notice.seen.starts_with(HAS_PARTNER);
    let alone = header.notices.iter().any(is_couple).then(|| {
        "The file has a partner: this answer is for the applicant alone, and `matchfolio run` answers for both."
            .to_owned()
    });
    let open: Vec<String> = alone.into_iter().chain(not_stated(&header.notices, "`matchfolio check` says")).collect();
    (!open.is_empty()).then(|| open.join(" "))
}

/// The finding of an analysis, followed by what the file leaves open.
pub(super) fn with_left_open(finding: String, header: &Header) -> String {
    [Some(finding), left_open(header)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The seasons that end neither unmatched nor in a complete residency.
fn half_ends(results: &Results, best: &PortfolioResult) -> Vec<String> {
    let ends = [
        (
            &best.failure.matched_without_pgy1,
            "you match only partially (an advanced position without the PGY-1 year it requires)",
        ),
        (&best.outcomes.preliminary_only, "you get a preliminary year and nothing after it"),
    ];
    ends.iter()
        .filter(|(estimate, _)| estimate.mean >= WORTH_MENTIONING)
        .map(|(estimate, words)| {
            format!("With {}, {words} in another {}.", quoted(&best.name), rounded(estimate, Counted::of(results)))
        })
        .collect()
}

/// Which portfolio most often ends in a complete residency, as a further sentence unless the verdict says it.
fn residency(results: &Results) -> Option<String> {
    let is_said = residency_instead(results, safest(results)?).is_some();
    let most = most_residencies(results).filter(|_| results.portfolios.len() > 1 && !is_said)?;
    let share = frequency(&most.residency, Counted::of(results));
    Some(format!("You get a complete residency most often with {}: in {share}.", quoted(&most.name)))
}

/// Which portfolio is the safest, and how safe it is.
fn safety(results: &Results, best: &PortfolioResult) -> String {
    let risk = frequency(&best.outcomes.unmatched, Counted::of(results));
    let group = safest_group(results);
    match (results.portfolios.len(), group.len()) {
        (1, _) => format!("With {} you go unmatched in {risk}.", quoted(&best.name)),
        (all, tied) if tied == all => format!(
            "There is no detectable difference among the {all} portfolios: with each you go unmatched in {risk}."
        ),
        (_, 1) => format!("{} is the safest portfolio: you go unmatched in {risk}.", quoted(&best.name)),
        _ => format!(
            "{} are the safest portfolios, with no detectable difference: you go unmatched in {risk}.",
            listed(&group)
        ),
    }
}

/// Difference of the chances of going unmatched up to which two portfolios are about as safe, if the data leave their
/// order open.
const ABOUT_AS_SAFE: f64 = 0.01;

/// The portfolio that is about as safe as the safest one, and worth most to the person by their own values.
fn as_safe_and_better(results: &Results) -> Option<String> {
    let best = safest(results)?;
    let value = |of: &PortfolioResult| of.expected_value.map(|value| value.mean);
    let is_open = |pair: &&Comparison| {
        let [low, high] = pair.unmatched_difference.interval90;
        let is_of_best = pair.a == best.name || pair.b == best.name;
        is_of_best && low < 0.0 && high > 0.0 && pair.unmatched_difference.mean.abs() < ABOUT_AS_SAFE
    };
    let other = |pair: &Comparison| {
        let name = if pair.a == best.name { &pair.b } else { &pair.a };
        results.portfolios.iter().find(|portfolio| portfolio.name == *name)
    };
    let better = results.comparisons.iter().filter(is_open).filter_map(other).filter(|of| value(of) > value(best));
    let better = better.max_by(|a, b| value(a).unwrap_or(0.0).total_cmp(&value(b).unwrap_or(0.0)))?;
    Some(format!(
        "{} is about as safe ({}) and, by the values in your file, better for you ({:.2} instead of {:.2}).",
        quoted(&better.name),
        rounded(&better.outcomes.unmatched, Counted::of(results)),
        value(better)?,
        value(best)?
    ))
}

/// What the riskiest portfolio would mean, unless all are alike.
fn riskiest_instead(results: &Results) -> Option<String> {
    let worst = riskiest(results).filter(|_| safest_group(results).len() < results.portfolios.len())?;
    let risk = frequency(&worst.outcomes.unmatched, Counted::of(results));
    Some(format!("With {}, the riskiest portfolio, you go unmatched in {risk}.", quoted(&worst.name)))
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
/// The range is what the data leave open; the sentence says so if they could reverse the order.
pub fn difference(pair: &Comparison) -> String {
    let (lower, higher) = match pair.verdict {
        Verdict::Tie => return tie(pair),
        Verdict::ALower => (&pair.a, &pair.b),
        Verdict::BLower => (&pair.b, &pair.a),
    };
    let gain = gain(pair);
    format!(
        "With {} you are {} percentage points less likely to go unmatched than with {}{}{}",
        quoted(lower),
        told_points(&gain),
        quoted(higher),
        aside_told_points(&gain),
        reversal(pair, &gain)
    )
}

fn tie(pair: &Comparison) -> String {
    format!(
        "There is no detectable difference between {} and {} ({} percentage points)",
        quoted(&pair.a),
        quoted(&pair.b),
        told_points(&pair.unmatched_difference)
    )
}

/// The difference seen from the portfolio with the lower chance: positive is its advantage.
fn gain(pair: &Comparison) -> Estimate {
    match pair.verdict {
        Verdict::ALower => -pair.unmatched_difference,
        Verdict::BLower | Verdict::Tie => pair.unmatched_difference,
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
    format!("; the data leave the reverse open: this order holds in {} of the parameter draws", whole(share))
}

/// The statement about seasons that fail together.
pub fn common_failures(answer: &Backups, backup: &Backup) -> String {
    let name = cleaned(&answer.portfolio);
    format!(
        "Of the seasons in which “{name}” fails, {} alone would save {}; it would save {} if failures were independent.",
        backup.name,
        whole(backup.saves.mean),
        whole(backup.saves_if_independent.mean)
    )
}

/// Where the uncertainty comes from: what the width of the safest portfolio's interval comes from; none at central parameters.
pub fn interval_sources(results: &Results) -> Option<String> {
    let safest = safest(results)?;
    let words = |group: &str| match group {
        "fitted" => "the chances fitted to published tables",
        "effects" => "the effects of experience, letters and signals",
        "assumptions" => "assumptions without a published source",
        _ => "the ranges in your own answers",
    };
    let mut sources: Vec<(&str, f64)> =
        safest.unmatched_interval_sources.iter().map(|(group, share)| (words(group), *share)).collect();
    sources.retain(|(_, share)| *share >= 0.005);
    sources.sort_by(|a, b| b.1.total_cmp(&a.1));
    let parts: Vec<String> =
        sources.iter().map(|(words, share)| format!("{:.0}% from {words}", 100.0 * share)).collect();
    (!parts.is_empty()).then(|| {
        format!("Where the uncertainty for “{}” comes from (shares of variance): {}.", safest.name, parts.join(", "))
    })
}

/// How the numbers were made, in one sentence.
pub fn how_simulated(results: &Results) -> String {
    let simulation = &results.simulation;
    let partial = if simulation.partial { " PARTIAL: the run stopped early." } else { "" };
    let draws = simulation.parameter_draws.max(1);
    let effort = match (results.engine, draws) {
        (Engine::Trials, 1) => {
            format!("{} per portfolio, with fixed parameters", counted(simulation.trials, "simulated season"))
        }
        (Engine::Trials, many) => format!(
            "{} per portfolio, over {} draws of the uncertain parameters",
            counted(simulation.trials, "simulated season"),
            thousands(many)
        ),
        (Engine::Conditional, 1) => {
            format!("{}, with fixed parameters", counted(simulation.trials, "integration point"))
        }
        (Engine::Conditional, many) => format!(
            "{} draws of the uncertain parameters, {} each",
            thousands(many),
            counted(simulation.trials.div_ceil(many), "integration point")
        ),
    };
    format!(
        "{effort} ({} parameters){}. The simulation error of the chances of going unmatched is at most {}.{partial}",
        simulation.parameters,
        why_stopped(results),
        largest_error(results.portfolios.iter().map(|one| &one.outcomes.unmatched))
    )
}

/// Why it ended, where it did not simply do what was asked.
fn why_stopped(results: &Results) -> String {
    let simulation = &results.simulation;
    let target =
        simulation.target_error.map_or_else(String::new, |error| format!(" of ±{} points", plain_points(error)));
    match simulation.stopped {
        StoppingReason::TrialsDone => String::new(),
        StoppingReason::TargetReached => format!("; stopped when the target error{target} was reached"),
        StoppingReason::TargetNotReached => {
            format!("; stopped at the largest number of trials, before the target error{target} was reached")
        }
        StoppingReason::Interrupted => "; stopped because it was interrupted".to_owned(),
    }
}

/// What the numbers mean, for the foot of every table.
pub const HOW_TO_READ: &str = "The plausible range is the 90% credible interval: the range the data leave open. More \
     simulated seasons do not make it narrower.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_difference_says_who_is_better_by_how_much_and_how_surely() {
        let results = fixture::five_by_six();
        let pair = results.comparisons.iter().find(|pair| pair.verdict == Verdict::BLower).expect("a decided pair");
        let sentence = difference(pair);
        assert!(sentence.starts_with(&format!("With “{}” you are ", pair.b)), "{sentence}");
        assert!(sentence.contains("percentage points less likely to go unmatched than with"), "{sentence}");
        assert!(sentence.contains("(plausible range "), "{sentence}");
    }

    #[test]
    fn a_safest_portfolio_beyond_the_budget_is_said_to_be() {
        let mut results = fixture::five_by_six();
        let said = |results: &Results| verdict(results).contains("more than your budget");
        assert!(!said(&results), "no budget");
        let best = safest(&results).expect("a portfolio").clone();
        results.applicant.budget_usd = Some(best.cost_usd);
        assert!(!said(&results), "just within");
        results
            .portfolios
            .iter_mut()
            .filter(|of| of.name != best.name)
            .for_each(|of| of.cost_usd = best.cost_usd - 100.0);
        results.applicant.budget_usd = Some(best.cost_usd - 100.0);
        let told = verdict(&results);
        assert!(
            told.contains("$100 more than your budget; within it, “")
                && !told.contains(&format!("within it, “{}”", best.name)),
            "{told}"
        );
        results.applicant.budget_usd = Some(1.0);
        assert!(verdict(&results).contains("so do all others"));
        results.portfolios.retain(|of| of.name == best.name);
        assert!(verdict(&results).contains("remove programs, or raise budget_usd"));
    }

    /// Only where the data leave the order open, the difference is small, and the other is worth more.
    #[test]
    fn a_portfolio_as_safe_and_worth_more_is_named() {
        let told = |difference: f64, width: f64, more: f64| {
            let mut results = fixture::five_by_six();
            let best = safest(&results).expect("a portfolio").name.clone();
            let value = safest(&results).and_then(|of| of.expected_value).expect("values");
            let other = results.portfolios.iter_mut().find(|of| of.name != best).expect("another");
            other.expected_value = Some(Estimate { mean: value.mean + more, ..value });
            let name = other.name.clone();
            results
                .comparisons
                .retain(|pair| [&pair.a, &pair.b].contains(&&best) && [&pair.a, &pair.b].contains(&&name));
            let change = &mut results.comparisons[0].unmatched_difference;
            (change.mean, change.interval90) = (difference, [difference - width, difference + width]);
            as_safe_and_better(&results).map(|said| (said.contains(&name), said.contains("about as safe")))
        };
        assert_eq!(told(0.002, 0.03, 0.1), Some((true, true)));
        assert_eq!(told(0.02, 0.03, 0.1), None, "not as safe");
        assert_eq!(told(0.002, 0.001, 0.1), None, "the order is known");
        assert_eq!(told(0.002, 0.03, -0.1), None, "worth less");
    }

    #[test]
    fn an_order_that_the_parameters_could_reverse_says_so() {
        let mut pair = fixture::five_by_six().comparisons[0].clone();
        assert!(!difference(&pair).contains("reverse"));
        pair.unmatched_difference.interval90 = [-0.01, 0.4];
        pair.share_of_draws_a_lower = 0.2;
        assert!(difference(&pair).ends_with("this order holds in 80% of the parameter draws"), "{}", difference(&pair));
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
        assert!(sentence.contains("no detectable difference") && !sentence.contains("less likely"), "{sentence}");
    }

    #[test]
    fn the_verdict_names_no_winner_when_the_best_are_tied() {
        let mut results = fixture::five_by_six();
        for pair in &mut results.comparisons {
            pair.verdict = Verdict::Tie;
        }
        assert!(verdict(&results).contains("no detectable difference among the "));
    }

    #[test]
    fn matches_that_lack_their_pgy1_are_mentioned_beside_the_verdict() {
        let mut results = fixture::five_by_six();
        let told = |results: &Results| beside_verdict(results).unwrap_or_default();
        assert!(!told(&results).contains("PGY-1"));
        for portfolio in &mut results.portfolios {
            portfolio.failure.matched_without_pgy1.mean = 0.3;
        }
        assert!(told(&results).contains("without the PGY-1 year it requires) in another"));
    }

    #[test]
    fn the_verdict_names_who_gives_clearly_more_residencies_once() {
        let mut results = fixture::five_by_six();
        let said = |results: &Results| (verdict(results), beside_verdict(results).unwrap_or_default());
        let best = safest(&results).map(|best| best.name.clone()).unwrap_or_default();
        for portfolio in &mut results.portfolios {
            portfolio.residency.mean = if portfolio.name == best { 0.304 } else { 0.3 };
        }
        let (first, beside) = said(&results);
        assert!(!first.contains("But") && beside.contains("most often with"), "{first} {beside}");
        let other = riskiest(&results).map(|worst| worst.name.clone()).unwrap_or_default();
        for portfolio in results.portfolios.iter_mut().filter(|portfolio| portfolio.name == other) {
            portfolio.residency.mean = 0.43;
        }
        let (first, beside) = said(&results);
        assert!(
            first.contains(&format!("likelier with “{other}”")) && !beside.contains("most often"),
            "{first} {beside}"
        );
    }

    #[test]
    fn what_is_not_stated_is_repeated() {
        let mut results = fixture::one_portfolio();
        assert_eq!(not_stated(&results.notices, "x"), None);
        results.notices.push(crate::engine::results::Notice {
            severity: crate::engine::results::Severity::Note,
            seen: format!("{NOT_STATED}letters, publications"),
            meaning: String::new(),
            action: String::new(),
        });
        let told = not_stated(&results.notices, "the notes say").unwrap_or_default();
        assert!(told.contains("You did not state letters, publications, so typical values are assumed"), "{told}");
    }

    #[test]
    fn one_season_and_one_point_are_singular() {
        let mut results = fixture::one_portfolio();
        results.simulation.trials = 1;
        let mut told = |engine| {
            results.engine = engine;
            how_simulated(&results)
        };
        assert!(told(Engine::Trials).starts_with("1 simulated season per portfolio, "));
        assert!(told(Engine::Conditional).contains("1 integration point"));
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
