//! Two people who match as a couple, with the ways of applying of each.

use std::sync::atomic::AtomicBool;

use super::answers::couple::{CoupleChances, CoupleWay};
use crate::engine::couple::{self, CoupleCounts, CoupleDraw, Member, Way};
use crate::engine::driver::{EngineError, Progress};
use crate::engine::estimate::{DrawMean, estimate, estimate_chance};
use crate::engine::precision::Precision;
use crate::engine::results::StoppingReason;
use crate::model::Portfolio;
use crate::model::couple::LineAreas;
use crate::scenario::{Couple, Scenario};

/// What was found of all ways.
pub struct Found {
    /// The ways, in file order.
    pub ways: Vec<CoupleWay>,
    /// Seasons of each.
    pub seasons: u64,
    /// Parameter draws of each.
    pub draws: u64,
    /// Whether some seasons are missing.
    pub is_partial: bool,
}

/// Simulates every way of applying: the portfolios of the two in their order, or each with the only one of the partner.
///
/// # Errors
/// When threads cannot be had, or the interruption came before anything was counted.
pub fn couple(
    scenario: &Scenario,
    couple: &Couple,
    precision: &Precision,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Found, EngineError> {
    let partner = &couple.partner.scenario;
    let [ours, theirs] = &couple.areas;
    let mut found = Found { ways: Vec::new(), seasons: 0, draws: 0, is_partial: false };
    for (number, planned) in scenario.portfolios.iter().enumerate() {
        let of_partner = number.min(partner.portfolios.len() - 1);

        let their = &partner.portfolios[of_partner].portfolio;
        let members =
            [member(scenario, &planned.portfolio, &ours[number]), member(partner, their, &theirs[of_partner])];
        let of_way = couple::simulate(members, couple.rule.pairs, precision, progress, interrupted)?;
        found.is_partial |= of_way.stopped == StoppingReason::Interrupted;
        found.seasons = of_way.trials;
        found.draws = of_way.draws.len() as u64;
        found.ways.push(CoupleWay {
            portfolio: planned.portfolio.name.clone(),
            partner_portfolio: their.name.clone(),
            couple: chances(&of_way.draws, Way::Couple, None),
            separately: chances(&of_way.draws, Way::Apart, None),
            price: chances(&of_way.draws, Way::Couple, Some(Way::Apart)),
            other_end: chances(&of_way.draws, Way::OtherEnd, None),
            other_end_difference: chances(&of_way.draws, Way::OtherEnd, Some(Way::Couple)),
        });
        if found.is_partial {
            break;
        }
    }
    Ok(found)
}

fn member<'a>(of: &'a Scenario, portfolio: &'a Portfolio, areas: &'a [LineAreas]) -> Member<'a> {
    Member { applicant: &of.applicant, prior: &of.prior, portfolio, areas }
}

/// The chances of a way, or what they are more than those of another in the same seasons.
fn chances(draws: &[CoupleDraw], way: Way, less: Option<Way>) -> CoupleChances {
    let over = |of: &dyn Fn(&CoupleCounts) -> DrawMean| -> Vec<DrawMean> {
        let draw = |draw: &CoupleDraw| {
            let one = of(&draw[way as usize]);
            // The spread of the differences between draws holds chance too, since the seasons are the same.
            less.map_or(one, |less| DrawMean {
                mean: one.mean - of(&draw[less as usize]).mean,
                chance_variance: 0.0,
                ..one
            })
        };
        draws.iter().map(draw).collect()
    };
    let share = |of: fn(&CoupleCounts) -> u64| {
        let means = over(&|counts| counts.mean(of));
        if less.is_some() { estimate(&means) } else { estimate_chance(&means) }
    };
    let place = |member: usize| {
        let means = over(&|counts| counts.place(member));
        means.iter().any(|draw| draw.trials > 0.0).then(|| estimate(&means))
    };
    CoupleChances {
        both: share(|counts| counts.residencies[3]),
        applicant_alone: share(|counts| counts.residencies[1]),
        partner_alone: share(|counts| counts.residencies[2]),
        neither: share(|counts| counts.residencies[0]),
        together: share(|counts| counts.together),
        applicant: share(|counts| counts.residencies[1] + counts.residencies[3]),
        partner: share(|counts| counts.residencies[2] + counts.residencies[3]),
        both_matched: share(|counts| counts.matched[3]),
        applicant_place: place(0),
        partner_place: place(1),
    }
}
