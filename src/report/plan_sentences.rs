//! Plans over several seasons in words.

use std::cmp::Ordering;

use super::percent::{Counted, aside, chance, rounded, spoken, told_points};
use super::presentable::shortened;
use crate::engine::results::plans::{PlanComparison, PlanResult, PlansResult};
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
    if seasons == 1 {
        return format!("“{name}” leads to a residency in {} of simulated careers", share(best));
    }
    let also = match tied {
        0 => String::new(),
        1 => ", with no detectable difference from another plan".to_owned(),
        more => format!(", with no detectable difference from {more} other plans"),
    };
    format!(
        "“{name}” leads to a residency in {first} of simulated careers in the first season and in {} by the last{also}",
        share(best)
    )
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
    let sizes = if low <= 0.0 && high >= 0.0 { "; the data leave the reverse open" } else { "" };
    format!(
        "With “{better}” you are {} percentage points more likely to get a residency than with “{worse}”{sizes}",
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
