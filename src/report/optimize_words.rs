//! The best portfolio in words, for the terminal and the charts.

use super::number::{counted, dollars, thousands, value};
use super::percent::{Counted, chance, error_points, frequency, size_points, whole};
use crate::decide::answers::optimize::{
    Found, GoalKey, Independence, LimitKey, OptimizeAnswer, OrderSource, PlannedLine, RankedTrack, Shortfall, Step,
    Strength,
};
use crate::engine::results::Estimate;

/// What is said where there is nothing else.
pub const NOTHING_CLOSE: &str =
    "No other portfolio within the limits that comes close differs by ten programs or more.";

/// What is said of other portfolios that come close.
pub fn close(answer: &OptimizeAnswer) -> String {
    let is_tied = |found: &&Found| found.shortfall.as_ref().is_some_and(|shortfall| shortfall.is_tied);
    let what = match answer.close.iter().filter(is_tied).count() {
        0 => "Each of them is detectably worse than the best.".to_owned(),
        tied => format!(
            "{} no detectable difference from the best: take whichever you like better.",
            if tied == 1 { "One shows".to_owned() } else { format!("{tied} show") }
        ),
    };
    format!("{what} Even a detectable difference can be small beside the uncertainty of the parameters.")
}

/// What is said below the frontier.
pub const FRONTIER: &str = "For each portfolio in the table, no cheaper one is as good in value, safety and chance of \
                            the first choice. Columns of programs are in order of preference.";

/// What is said below the path.
pub const PATH: &str = "Each step adds a part of the best portfolio; its gain is the difference from the step before. \
                        Screening and signals are those of the best portfolio.";

/// What is added where the last row goes beyond the budget.
pub const NEXT: &str = " The last row is the next step, which needs more money.";

/// How the numbers are to be read.
pub const HOW_TO_READ: &str = "Unm. is the chance of going unmatched, with no position at all; Resid. is the chance of a \
                               complete residency. A preliminary year alone counts as neither. A tie is no detectable \
                               difference; ± is the simulation error.";

/// What is said first of a search that was stopped.
pub const STOPPED: &str = "the search was stopped. This is the best portfolio found so far; the whole search may find a \
                           better one.";

/// The answer in a sentence.
pub fn finding(answer: &OptimizeAnswer) -> String {
    let best = &answer.best;
    let limit = answer
        .limits
        .max_interviews
        .map_or(String::new(), |most| format!(" and {}", counted(u64::from(most), "residency interview")));
    let goal = match (answer.goal, &best.value) {
        _ if answer.partial => String::new(),
        (GoalKey::Value, Some(worth)) => {
            format!("it is the best for you by your own weights ({} of 1), and ", value(worth))
        }
        _ => "it is the safest, and ".to_owned(),
    };
    format!(
        "With at most {}{limit}, the best portfolio found{} has {} for {}: {goal}you go unmatched in {}.",
        dollars(answer.limits.budget_usd),
        if answer.partial { " so far" } else { "" },
        counted(u64::from(best.applications), "application"),
        dollars(best.cost_usd),
        frequency(&best.unmatched, Counted::Exactly)
    )
}

/// Which of the person's own portfolios do not keep the limits, and whether one that does is better than the best found.
pub fn own(answer: &OptimizeAnswer) -> Option<String> {
    let mut sentences = Vec::new();
    for found in &answer.own {
        let limits: Vec<&str> = found.beyond.iter().map(|limit| limit_broken(*limit)).collect();
        if !limits.is_empty() {
            sentences.push(format!("“{}” breaks a limit: it {}.", found.name, limits.join(" and ")));
        }
        let is_better = |shortfall: &Shortfall| !shortfall.is_tied && shortfall.difference.mean < 0.0;
        if limits.is_empty() && found.shortfall.as_ref().is_some_and(is_better) {
            sentences.push(format!("“{}” is within the limits and better than the best found: keep it.", found.name));
        }
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn limit_broken(limit: LimitKey) -> &'static str {
    match limit {
        LimitKey::Budget => "costs more than the budget",
        LimitKey::Research => "has more researched programs than the limit allows",
        LimitKey::Risk => "goes unmatched more often than you accept",
    }
}

/// The assumption of independence in a few sentences.
pub fn independence(answer: &OptimizeAnswer, independence: &Independence) -> String {
    let choice = &independence.choice;
    let programs: Vec<String> = choice
        .lines
        .iter()
        .map(|line| format!("{} {}", line.programs, track(answer, &line.track).short_name))
        .collect();
    let cost = match &choice.shortfall {
        None => "which is the same portfolio".to_owned(),
        Some(shortfall) if shortfall.is_tied => "with no detectable difference from the best portfolio".to_owned(),
        Some(shortfall) => {
            let (size, error) = gain(answer, &shortfall.difference);
            let noun = goal_noun(answer).to_lowercase();
            let size = size.trim_start_matches('+').to_owned();
            match answer.goal {
                GoalKey::Value => format!("which is {size} ({error}) of {noun} below the best portfolio"),
                GoalKey::Risk => format!(
                    "which goes unmatched {size} ({error}) percentage points more often than the best portfolio"
                ),
            }
        }
    };
    format!(
        "Treating programs as independent would choose {} for {}, {cost}. It promises {} unmatched for that choice. The \
         model, in which all programs judge the same applicant in the same season, gives {}.",
        programs.join(" + "),
        dollars(choice.cost_usd),
        whole(independence.promised_unmatched),
        chance_of(&choice.unmatched)
    )
}

/// What was searched, and how.
pub fn how(answer: &OptimizeAnswer) -> String {
    let goal = match (answer.goal, &answer.best.value) {
        (GoalKey::Value, _) => "The search maximized the value by your own weights",
        (GoalKey::Risk, None) => "The scenario states no values, so the search minimized the chance of going unmatched",
        (GoalKey::Risk, Some(_)) => "The search minimized the chance of going unmatched",
    };
    let order = match answer.order {
        OrderSource::Values => "ranked by your values, highest first",
        OrderSource::Lines => "ranked by the preferences of the scenario's lines",
    };
    let research = match answer.limits.researched_programs {
        Some(most) => format!("at most {} may be researched", counted(u64::from(most), "program")),
        None => "every line keeps its screening".to_owned(),
    };
    let stages: Vec<String> = answer
        .stages
        .iter()
        .map(|stage| format!("{} at {}", thousands(stage.portfolios), counted(stage.draws, "draw")))
        .collect();
    format!(
        "{goal}. Tracks are {order}, with lines that only provide the PGY-1 first; {research}; every allotted signal is used. \
         Portfolios evaluated: {}. The search cannot evaluate every portfolio, so a better one may exist.",
        stages.join(", ")
    )
}

/// The track with this key.
pub fn track<'a>(answer: &'a OptimizeAnswer, id: &str) -> &'a RankedTrack {
    answer.tracks.iter().find(|track| track.id == id).unwrap_or(&answer.tracks[0])
}

/// Signals of a line, for example `6 gold, 6 silver`.
pub fn signals(line: &PlannedLine) -> String {
    let tiers = [(line.gold_signals, " gold"), (line.silver_signals, " silver"), (line.signals, "")];
    let given: Vec<String> =
        tiers.iter().filter(|(count, _)| *count > 0).map(|(count, tier)| format!("{count}{tier}")).collect();
    if given.is_empty() { "–".to_owned() } else { given.join(", ") }
}

/// A chance, with the digits its error supports.
pub fn chance_of(estimate: &Estimate) -> String {
    chance(estimate, Counted::Exactly)
}

/// The chance of the first choice; a dash where it is not applied for.
pub fn first_choice(answer: &OptimizeAnswer, found: &Found) -> String {
    let is_tried = found.lines.iter().any(|line| line.track == answer.first_choice);
    if is_tried { chance_of(&found.first_choice) } else { "–".to_owned() }
}

/// What was optimized, as a heading.
pub fn goal_noun(answer: &OptimizeAnswer) -> &'static str {
    match answer.goal {
        GoalKey::Value => "Value",
        GoalKey::Risk => "Points",
    }
}

/// A gain and its error: value in thousandths, risk in percentage points.
pub fn gain(answer: &OptimizeAnswer, estimate: &Estimate) -> (String, String) {
    let sign = if estimate.mean < 0.0 { '−' } else { '+' };
    match answer.goal {
        GoalKey::Value if estimate.mc_error < 0.0005 => {
            (format!("{sign}{:.3}", estimate.mean.abs()), "±<0.001".to_owned())
        }
        GoalKey::Value => (format!("{sign}{:.3}", estimate.mean.abs()), format!("±{:.3}", estimate.mc_error)),
        GoalKey::Risk => (format!("{sign}{}", size_points(estimate)), error_points(estimate)),
    }
}

/// How far a portfolio falls short of the best, in a cell.
pub fn shortfall(answer: &OptimizeAnswer, found: &Found) -> String {
    match &found.shortfall {
        None => "–".to_owned(),
        Some(shortfall) if shortfall.is_tied => "tie".to_owned(),
        Some(shortfall) => {
            let (size, error) = gain(answer, &shortfall.difference);
            format!("{} {error}", size.trim_start_matches('+'))
        }
    }
}

/// The gain of a step for each 100 dollars.
pub fn rate(answer: &OptimizeAnswer, step: &Step) -> String {
    if step.price_usd <= 0.0 {
        return "–".to_owned();
    }
    let rate = step.gain.mean * 100.0 / step.price_usd;
    match answer.goal {
        GoalKey::Value => format!("{rate:.4}"),
        GoalKey::Risk => format!("{:.2}", 100.0 * rate),
    }
}

/// What a portfolio of the frontier is best at, for example `value, safety`.
pub fn best_at(found: &Found) -> String {
    let words = found.is_best_at.iter().map(|strength| match strength {
        Strength::Value => "value",
        Strength::Safety => "safety",
        Strength::FirstChoice => "first choice",
    });
    words.collect::<Vec<_>>().join(", ")
}
