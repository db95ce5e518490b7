//! What to say where no portfolio is as safe as asked: how safe the budget can
//! be, and what it would cost to be safer.

use super::frontier::{along, budgets};
use super::layout::Layout;
use super::mix::{Aim, Mix};
use super::objective::Levels;
use super::precise::Final;
use super::search::Thoroughness;

use super::survey::Surveyor;
use super::terms::{Goal, OptimizeError, Terms};
use crate::engine::results::Estimate;
use crate::scenario::numbers::dollars;

/// Budgets tried beyond the person's own, as multiples of it.
const MULTIPLES: [f64; 4] = [1.5, 2.0, 3.0, 4.0];

const LIGHT: Thoroughness = Thoroughness { enumerate_up_to: 0, regrow: false };

/// A portfolio as the error names it.
struct LowestRisk {
    unmatched: Estimate,
    cost_usd: f64,
    plan: String,
}

impl LowestRisk {
    fn of(layout: &Layout<'_>, point: &Levels, unmatched: Estimate) -> Self {
        Self { unmatched, cost_usd: layout.cost(point), plan: in_words(layout, point) }
    }
}

/// The error that says the lowest risk within the budget, among the finalists of the
/// search and what a search for safety alone finds, and beyond the budget.
///
/// # Errors
///
/// When interrupted.
pub fn beyond(
    surveyor: &Surveyor<'_>,
    searched: &Layout<'_>,
    finalists: &[Levels],
    chosen: &Final<'_>,
) -> Result<OptimizeError, OptimizeError> {
    let budget = surveyor.terms.budget_usd;
    let terms = Terms { goal: Some(Goal::Risk), ..surveyor.terms.clone() };
    let surveyor = Surveyor { terms: &terms, ..*surveyor };
    let most = budget * MULTIPLES[MULTIPLES.len() - 1];
    let layout = Layout::new(surveyor.scenario, &terms, most)?;
    let tables = surveyor.coarse(&layout)?;
    let mut mix = Mix::new(&layout, &tables, surveyor.measures());
    let mut steps = budgets(0.0, budget);
    let within = steps.len() - 1;
    steps.extend(MULTIPLES.map(|multiple| multiple * budget));
    let points = along(&mut mix, Aim::Safety, &steps[within..], (LIGHT, &|| ()))?;
    let found = Final::of(&surveyor, &layout, &points)?;
    let limit = terms.max_unmatched.unwrap_or(0.0);
    let mut lowest = LowestRisk::of(&layout, &points[0], found.unmatched(0));
    if let Some(safest) = chosen.safest().filter(|place| chosen.unmatched(*place).mean < lowest.unmatched.mean) {
        lowest = LowestRisk::of(searched, &finalists[safest], chosen.unmatched(safest));
    }
    let reached = (1..points.len()).find(|place| found.unmatched(*place).mean <= limit);
    let safest = (0..points.len()).min_by(|a, b| found.unmatched(*a).mean.total_cmp(&found.unmatched(*b).mean));
    let beyond = match (reached, safest) {
        (Some(place), _) => format!(
            "about {} would reach {:.1}% ({}); raise the budget (budget_usd in [limits], or --budget), or accept \
             more risk with max_unmatched",
            dollars(layout.cost(&points[place])),
            100.0 * found.unmatched(place).mean,
            in_words(&layout, &points[place])
        ),
        (None, safest) => format!(
            "even {} would not: the lowest found is {:.1}%, for {}; add a safer track to the scenario, or \
             accept more risk with max_unmatched",
            dollars(most),
            100.0 * found.unmatched(safest.unwrap_or(0)).mean,
            dollars(layout.cost(&points[safest.unwrap_or(0)]))
        ),
    };
    Ok(OptimizeError::RiskUnreachable {
        limit,
        budget_usd: budget,
        lowest: lowest.unmatched.mean,
        error: lowest.unmatched.mc_error,
        cost_usd: lowest.cost_usd,
        plan: lowest.plan,
        beyond,
    })
}

fn in_words(layout: &Layout<'_>, point: &Levels) -> String {
    let slots = (0..layout.menu.slots.len()).filter(|slot| point[*slot] > 0);
    let words: Vec<String> =
        slots.map(|slot| format!("{} {}", layout.programs(slot, point), layout.short_name(slot))).collect();
    words.join(" + ")
}
