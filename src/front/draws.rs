//! Parameters and chances draw by draw, for an analysis of one's own.

use super::error::Error;
use super::identity::header;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::draws::{Drawn, Draws, ParameterDraws, PortfolioDraws, SCHEMA};
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::estimate::quantile;
use crate::engine::precision::{Effort, Precision};
use crate::engine::uncertainty::{DrawMode, Sampler};
use crate::model::TrackKind;
use crate::scenario;

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 256;

/// Draws the uncertain parameters, 256 times unless told otherwise, and works out every portfolio under
/// each draw, all portfolios on the same simulated seasons. Each draw is worked out with sixteen times
/// as many seasons as in other questions, so that it can be used alone.
///
/// # Errors
/// When the settings are out of range, the conditional engine cannot do a portfolio, or when interrupted.
pub fn draws(scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Draws, Error> {
    let precision = Precision { effort: Some(Effort::OneByOne), ..settings.precision(DRAWS)? };
    let compiled = scenario.compiled_scenario();
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let candidates: Vec<Candidate> = compiled
        .portfolios
        .iter()
        .map(|planned| Candidate { applicant: compiled.applicant.clone(), portfolio: planned.portfolio.clone() })
        .collect();
    let found = study.outcomes_with(&candidates, settings.told())?;
    let sampler = Sampler::new(&compiled.prior, &compiled.applicant, DrawMode::Posterior, precision.seed);
    Ok(Draws {
        header: header(SCHEMA, scenario, precision),
        parameters: parameters(&sampler, precision.draws),
        portfolios: candidates.iter().zip(&found).map(|(one, of)| portfolio(compiled, one, of)).collect(),
    })
}

fn parameters(sampler: &Sampler<'_>, draws: u64) -> Vec<ParameterDraws> {
    let mut found: Vec<ParameterDraws> = Vec::new();
    for number in 0..draws {
        for (place, (name, value)) in sampler.named(number).into_iter().enumerate() {
            match found.get_mut(place) {
                Some(of) => of.values.push(value),
                None => found.push(ParameterDraws { name, values: vec![value] }),
            }
        }
    }
    found
}

fn portfolio(scenario: &scenario::Scenario, candidate: &Candidate, outcomes: &Outcomes) -> PortfolioDraws {
    let of = |measure: Measure<'_>| drawn(outcomes, measure);
    let tracks = scenario.prior.tracks.iter().enumerate();
    let used = tracks.filter(|(index, track)| {
        track.kind != TrackKind::Preliminary && candidate.portfolio.lines.iter().any(|line| line.track == *index)
    });
    let unmatched = of(Measure::Unmatched);
    let mut means: Vec<f64> = unmatched.iter().map(|draw| draw.mean).collect();
    means.sort_by(f64::total_cmp);
    PortfolioDraws {
        name: candidate.portfolio.name.clone(),
        unmatched_quantiles: [0.05, 0.5, 0.95].map(|share| quantile(&means, share)),
        unmatched,
        residency: of(Measure::Residency),
        preliminary_only: of(Measure::PreliminaryOnly),
        matched: used.map(|(index, track)| (track.id.clone(), of(Measure::Matched(index)))).collect(),
        expected_value: scenario.values.as_ref().map(|values| of(Measure::Value(values))),
    }
}

fn drawn(outcomes: &Outcomes, measure: Measure<'_>) -> Vec<Drawn> {
    let means = outcomes.series(measure).draw_means();
    means.into_iter().map(|of| Drawn { mean: of.mean, mc_error: of.chance_variance.sqrt() }).collect()
}
