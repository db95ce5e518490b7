//! One engine held against the other, for plans.

use super::findings::PlanFindings;
use super::means::PlanMeans;
use super::question::PlanQuestion;
use crate::engine::verify::{Difference, difference, few_events};

/// A quantity of a season of a plan.
type Quantity = fn(&PlanMeans, usize) -> f64;

/// What a season is compared by.
const QUANTITIES: [(&str, Quantity); 6] = [
    ("a residency by now", |means, season| means.residency_by(season)),
    ("still trying", |means, season| means.seasons[season].trying),
    ("a categorical place in SOAP", |means, season| means.seasons[season].endings.soap_categorical),
    ("a preliminary year", |means, season| means.seasons[season].endings.any_preliminary()),
    ("a PGY-1 in SOAP", |means, season| means.seasons[season].endings.pgy1_in_soap.iter().sum()),
    ("a position without a PGY-1", |means, season| means.seasons[season].endings.without_pgy1.iter().sum()),
];

/// Every quantity of every season of every plan, as both engines found it, on
/// common parameter draws.
#[must_use]
pub fn differences(question: &PlanQuestion<'_>, first: &PlanFindings, second: &PlanFindings) -> Vec<Difference> {
    let mut all = Vec::new();
    for (index, plan) in question.plans.plans.iter().enumerate() {
        for season in 0..plan.seasons.len() {
            for (name, quantity) in QUANTITIES {
                let means = |findings: &PlanFindings| findings.means(index, |means| quantity(means, season));
                let pairs: Vec<_> = means(first).into_iter().zip(means(second)).collect();
                let what = format!("{name}, season {} of plan \"{}\"", season + 1, plan.name);
                let few = few_events(&pairs, second.points as f64 / pairs.len().max(1) as f64);
                all.push(Difference { few, ..difference(what, &pairs) });
            }
        }
    }
    all
}
