//! Plans over several seasons in words.

use std::cmp::Ordering;

use super::percent::{Counted, aside, aside_told_points, chance, rounded, spoken, told_points};
use super::presentable::shortened;
use crate::engine::results::plans::{PlanComparison, PlanResult, PlansResult, StageKind};
use crate::engine::results::{Estimate, Verdict};

/// Longest plan name inside a sentence, in characters.
const NAME: usize = 40;

/// How the two numbers of a season are to be read.
pub const INDEPENDENT: &str = "“Of these” is the chance of those who still take part in that Match; “So far” follows people from season to \
                               season. Those who went unmatched once are weaker on average, so they go unmatched more often \
                               again. “Indep.” treats the seasons as independent, which promises too much. A residency found \
                               in SOAP counts here unless the plan declines SOAP; “Residency” in the tables of portfolios \
                               counts the Match alone.";

/// The order of plans by how often they lead to a residency.
pub fn by_residency(a: &PlanResult, b: &PlanResult) -> Ordering {
    a.residency.mean.total_cmp(&b.residency.mean)
}

/// The plan that leads to a residency most often; the last if two are equal.
pub fn best(found: &PlansResult) -> Option<&PlanResult> {
    found.plans.iter().max_by(|a, b| by_residency(a, b))
}

/// What a plan of a scenario gives best, in a sentence that respects ties.
pub fn finding(found: &PlansResult) -> String {
    let Some(best) = best(found) else { return String::new() };
    let share = |plan: &PlanResult| told(&plan.residency, found);
    let name = shortened(&best.name, NAME);
    let seasons = best.seasons.len();
    let first = best.seasons.first().map_or_else(String::new, |season| told(&season.residency_by_now, found));
    let tied =
        found.plans.iter().filter(|plan| plan.name != best.name && are_tied(found, &plan.name, &best.name)).count();
    let second = nearly_as_good(found, best).map_or_else(String::new, |second| {
        let share = spoken(&rounded(&second.residency, Counted::of_plans(found)));
        format!(
            ". “{}” is nearly as good ({share}), and the data leave their order open",
            shortened(&second.name, NAME)
        )
    });
    if seasons == 1 {
        return format!("“{name}” leads to a residency in {} of simulated careers{second}", share(best));
    }
    let also = match tied {
        0 => String::new(),
        1 => ", with no detectable difference from another plan".to_owned(),
        more => format!(", with no detectable difference from {more} other plans"),
    };
    format!(
        "“{name}” leads to a residency in {first} of simulated careers in the first season and in {} by the last{also}{second}",
        share(best)
    )
}

/// Difference of two plans up to which the second is nearly as good, if the data leave their order open.
const NEARLY: f64 = 0.05;

/// The second best plan where it is nearly as good as the best one.
fn nearly_as_good<'f>(found: &'f PlansResult, best: &PlanResult) -> Option<&'f PlanResult> {
    let second = found.plans.iter().filter(|plan| plan.name != best.name).max_by(|a, b| by_residency(a, b))?;
    let pair = found.comparisons.iter().find(|pair| touches(pair, &best.name) && touches(pair, &second.name))?;
    let [low, high] = pair.residency_difference.interval90;
    let is_open = pair.verdict != Verdict::Tie && low < 0.0 && high > 0.0;
    (is_open && pair.residency_difference.mean.abs() < NEARLY).then_some(second)
}

/// Whether the plan is on one side of the pair.
fn touches(pair: &PlanComparison, name: &str) -> bool {
    pair.a == name || pair.b == name
}

/// The best plan against each of the others.
pub fn against_best(found: &PlansResult) -> impl Iterator<Item = &PlanComparison> {
    let name = best(found).map_or("", |best| best.name.as_str());
    found.comparisons.iter().filter(move |pair| touches(pair, name))
}

fn are_tied(found: &PlansResult, one: &str, other: &str) -> bool {
    let is_pair = |pair: &&PlanComparison| (pair.a == one && pair.b == other) || (pair.a == other && pair.b == one);
    found.comparisons.iter().find(is_pair).is_some_and(|pair| pair.verdict == Verdict::Tie)
}

/// The difference of two plans in a sentence, without a full stop.
pub fn comparison(pair: &PlanComparison) -> String {
    let (a, b) = (shortened(&pair.a, NAME), shortened(&pair.b, NAME));
    let difference = &pair.residency_difference;
    let (better, worse) = match pair.verdict {
        Verdict::Tie => {
            let size = told_points(difference);
            return format!(
                "There is no detectable difference between “{a}” and “{b}” in the chance of a residency ({size} percentage \
                 points)"
            );
        }
        Verdict::ALower => (a, b),
        Verdict::BLower => (b, a),
    };
    let [low, high] = difference.interval90;
    let range = aside_told_points(&difference.absolute());
    let sizes = if low <= 0.0 && high >= 0.0 { "; the data leave the reverse open" } else { "" };
    format!(
        "With “{better}” you are {} percentage points more likely to get a residency than with “{worse}”{range}{sizes}",
        told_points(difference)
    )
}

/// One plan in a sentence, for a text alternative.
pub fn in_words(found: &PlansResult, plan: &PlanResult) -> String {
    let seasons = plan.seasons.iter().map(|season| {
        let by = &season.residency_by_now;
        let within = aside(by);
        let independent = chance(&season.if_years_were_independent, Counted::of_plans(found));
        format!(
            "by {} {}{within}, {independent} if years were independent",
            season.season,
            chance(by, Counted::of_plans(found))
        )
    });
    format!("{}: a residency {}", plan.name, seasons.collect::<Vec<_>>().join("; "))
}

/// Key of the state of practice in the first choice, which charts show in one color; where it does not occur, of the most frequent
/// practice of all plans.
pub fn practice_of_choice<'f>(found: &'f PlansResult, first_choice: Option<&str>) -> Option<&'f str> {
    let is_practice = |key: &&String| found.states.get(*key).is_some_and(|state| state.stage == StageKind::Practice);
    let mut of_choice = first_choice
        .into_iter()
        .flat_map(|track| [track, track.trim_end_matches("_integrated")].map(|career| format!("practising_{career}")));
    let named = of_choice.find_map(|key| found.states.get_key_value(&key)).map(|(key, _)| key.as_str());
    named.or_else(|| {
        let share = |key: &str| -> f64 {
            let last = found.plans.iter().filter_map(|plan| plan.states_by_year.last()?.get(key));
            last.map(|share| share.mean).sum()
        };
        let all = found.states.keys().filter(is_practice).map(String::as_str);
        all.max_by(|a, b| share(a).total_cmp(&share(b)))
    })
}

/// A chance with its range, for a sentence.
fn told(estimate: &Estimate, found: &PlansResult) -> String {
    format!("{}{}", spoken(&rounded(estimate, Counted::of_plans(found))), aside(estimate))
}

/// The groups that somebody is in at some time, by key, with their names.
pub fn told_groups(found: &PlansResult) -> Vec<(&str, &str)> {
    let milestones = || found.plans.iter().flat_map(|plan| plan.milestones.values());
    let occurs = |key: &String| milestones().any(|groups| groups.get(key).is_some_and(|share| share.mean > 0.0));
    found.groups.iter().filter(|(key, _)| occurs(key)).map(|(key, name)| (key.as_str(), name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn planned() -> PlansResult {
        fixture::planned().plans.expect("plans")
    }

    #[test]
    fn each_plan_is_compared_with_the_best_alone_with_its_range() {
        let found = planned();
        let told: Vec<String> = against_best(&found).map(comparison).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told.iter().all(|words| words.starts_with("With “IR + DR once”") && words.contains("(plausible range "))
        );
    }

    #[test]
    fn a_plan_that_is_nearly_as_good_is_named_where_the_data_leave_the_order_open() {
        let told = |size: f64, low: f64| {
            let mut found = planned();
            for pair in &mut found.comparisons {
                pair.residency_difference.mean = size;
                pair.residency_difference.interval90 = [low, 0.1];
            }
            finding(&found).contains("is nearly as good (58%), and the data leave their order open")
        };
        assert_eq!([told(0.04, -0.02), told(0.04, 0.01), told(0.2, -0.02)], [true, false, false]);
    }

    #[test]
    fn the_color_of_charts_is_that_of_the_first_choice() {
        let found = planned();
        let practice = |track| practice_of_choice(&found, track);
        assert_eq!(practice(Some("interventional_radiology_integrated")), Some("practising_interventional_radiology"));
        assert_eq!(practice(Some("diagnostic_radiology")), Some("practising_diagnostic_radiology"));
        // Without a first choice, or where nobody practices it, the most frequent one.
        assert_eq!(practice(None), Some("practising_interventional_radiology"));
        assert_eq!(practice(Some("dermatology")), practice(None));
    }
}
