//! The whole answer: every change on common draws, every quantity moved.

use super::changes::{Proposal, Surroundings, changes};
use super::leanings::{Looker, Quantity, quantities};
use crate::decide::answers::sensitivity::{Change, Leaning, Sensitivity};
use crate::decide::answers::{Header, PortfolioChoice};
use crate::decide::edits;
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::driver::{EngineError, Progress};
use crate::engine::results::TrackLabel;
use crate::model::{TrackPrior, Values};

/// Dollars that gains are said for.
const HUNDRED_DOLLARS: f64 = 100.0;

/// Draws at least for the assumptions that matter.
const FEWEST_LEANING_DRAWS: u64 = 64;

/// What moves the answer of one candidate.
///
/// `leaning_draws` are the parameter draws behind each quantity that is moved, at
/// most those of the study ([`leaning_draws`] gives what suits a question of its own); with 0 none is moved, for
/// whoever asks for the changes alone;
/// `progress` is told how many of the quantities have been looked at.
///
/// # Errors
///
/// As [`Study::outcomes`].
pub fn sensitivity(
    header: Header,
    study: &Study<'_>,
    around: Surroundings<'_>,
    values: Option<&Values>,
    leaning_draws: u64,
    progress: &dyn Progress,
) -> Result<Sensitivity, EngineError> {
    let now = around.now;
    let (proposals, no_gain) = changes(around);
    let mut candidates = vec![now.clone()];
    candidates.extend(proposals.iter().map(|proposal| proposal.candidate.clone()));
    let quantities = if leaning_draws > 0 { quantities(study.prior, now) } else { Vec::new() };
    let steps = quantities.len() as u64 + 1;
    progress.advanced(0, steps);
    let found = study.outcomes(&candidates)?;
    let (base, changed) = (&found[0], &found[1..]);
    let mut changes: Vec<Change> = proposals
        .into_iter()
        .zip(changed)
        .map(|(proposal, outcomes)| change(proposal, outcomes, base, around, values))
        .collect();
    // What another score would have done comes after all that can still be done.
    let by_size = |a: &Change, b: &Change| b.unmatched.mean.abs().total_cmp(&a.unmatched.mean.abs());
    changes.sort_by(|a, b| a.is_past.cmp(&b.is_past).then(by_size(a, b)));
    let mut coarse = *study;
    coarse.precision.draws = leaning_draws.min(study.precision.draws);
    let mut moved = Moved::default();
    let partial = match moved.look(coarse, now, quantities, &|done| progress.advanced(done, steps)) {
        // What would help is known by now.
        Err(EngineError::NothingDone) => true,
        looked => looked.map(|()| false)?,
    };
    let Moved { mut leanings, without_influence } = moved;
    leanings.sort_by(|a, b| b.swing().total_cmp(&a.swing()));
    Ok(Sensitivity {
        header,
        partial,
        portfolio: now.portfolio.name.clone(),
        portfolio_choice: PortfolioChoice::Named,
        tracks: edits::tracks(&now.portfolio).into_iter().map(|(track, _)| label(&study.prior.tracks[track])).collect(),
        unmatched: base.series(Measure::Unmatched).estimate_chance(),
        residency: base.series(Measure::Residency).estimate_chance(),
        expected_value: values.map(|values| base.series(Measure::Value(values)).estimate()),
        changes,
        no_gain,
        leaning_draws: coarse.precision.draws,
        leanings,
        without_influence,
        further_specialties: Vec::new(),
    })
}

/// What became of each quantity that was moved.
#[derive(Default)]
struct Moved {
    leanings: Vec<Leaning>,
    without_influence: Vec<String>,
}

impl Moved {
    /// Moves one quantity after another; those before an error are kept.
    fn look(
        &mut self,
        study: Study<'_>,
        now: &Candidate,
        quantities: Vec<Quantity>,
        told: &dyn Fn(u64),
    ) -> Result<(), EngineError> {
        if quantities.is_empty() {
            return Ok(());
        }
        let looker = Looker::new(study, now)?;
        for (done, quantity) in (1..).zip(quantities) {
            told(done);
            let words = quantity.words().to_owned();
            match looker.leaning(quantity)? {
                Some(one) => self.leanings.push(one),
                None => self.without_influence.push(words),
            }
        }
        Ok(())
    }
}

fn label(track: &TrackPrior) -> (String, TrackLabel) {
    (track.id.clone(), TrackLabel { name: track.name.clone(), short_name: track.short_name.clone() })
}

/// Draws of each quantity that is moved: a quarter, for there are many and their
/// moves are larger, but no fewer than show the ends of a group.
#[must_use]
pub fn leaning_draws(draws: u64) -> u64 {
    (draws / 4).max(FEWEST_LEANING_DRAWS).min(draws)
}

pub(super) fn change(
    proposal: Proposal,
    outcomes: &Outcomes,
    base: &Outcomes,
    around: Surroundings<'_>,
    values: Option<&Values>,
) -> Change {
    let moved = |measure: Measure<'_>| outcomes.series(measure).minus(&base.series(measure));
    let Proposal { key, words, kind, amount, unit, months, edits, candidate } = proposal;
    let cost = cost_of(&candidate, around);
    let per_100 = |of: &Series| cost.map(|cost| of.times(HUNDRED_DOLLARS / cost).estimate());
    let unmatched = moved(Measure::Unmatched);
    let residency = moved(Measure::Residency);
    let value = values.map(|values| moved(Measure::Value(values)));
    let estimate = unmatched.estimate();
    // A score stated as a number is taken.
    let score = around.now.applicant.step2_ck;
    Change {
        is_past: score.low >= score.high && key.starts_with("step2_ck"),
        key,
        words,
        kind,
        amount,
        unit,
        cost_usd: cost,
        // What costs nothing more can be done even where the portfolio itself is beyond the budget.
        is_within_budget: cost.is_none() || around.budget_usd.is_none_or(|budget| spent(&candidate, around) <= budget),
        months,
        edits,
        unmatched: estimate,
        residency: residency.estimate(),
        value: value.as_ref().map(Series::estimate),
        unmatched_per_unit: unmatched.times(1.0 / amount).estimate(),
        unmatched_per_100_usd: per_100(&unmatched),
        residency_per_100_usd: per_100(&residency),
        value_per_100_usd: value.as_ref().and_then(per_100),
        is_tie: estimate.is_tie(),
    }
}

/// Fees beyond those of the present way of applying; none if there are none.
fn cost_of(candidate: &Candidate, around: Surroundings<'_>) -> Option<f64> {
    let more = spent(candidate, around) - spent(around.now, around);
    (more > 0.0).then_some(more)
}

fn spent(candidate: &Candidate, around: Surroundings<'_>) -> f64 {
    around.pricing.cost(&candidate.portfolio).total()
}
