//! Parameters and chances draw by draw, for an analysis of one's own.

use indexmap::IndexMap;

use super::error::Error;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::uncertainty::{DrawMode, Sampler};
use crate::model::TrackKind;
use crate::scenario;

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 1024;

/// Draws of the uncertain parameters, and what happens to the applicant under each.
///
/// Place by place, every list of it belongs to the same draws. Eight neighbors (places 0 to 7, 8 to 15, …)
/// are spread evenly over the laws of the quantities and depend on each other; groups do not. So the standard
/// error of a mean over draws is that of the means of these groups, and smaller than `sd/√draws`.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// What was drawn, one entry a quantity.
    pub parameters: Vec<ParameterDraws>,
    /// Chances under these draws, one entry a portfolio, in file order.
    pub portfolios: Vec<PortfolioDraws>,
}

/// The draws of one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterDraws {
    /// Name, for example `openness_weight`, `diagnostic_radiology/kappa` or `applicant/step2_ck`;
    /// `docs/methods.md` says what each is.
    pub name: String,
    /// Its value in each draw.
    pub values: Vec<f64>,
}

/// What happens under one portfolio, draw by draw.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioDraws {
    /// Name of the portfolio.
    pub name: String,
    /// No position at all.
    pub unmatched: Vec<Drawn>,
    /// A complete residency: matched to any track, with a PGY-1 where one is needed.
    pub residency: Vec<Drawn>,
    /// A preliminary or transitional year alone.
    pub preliminary_only: Vec<Drawn>,
    /// Matched to the track of this key, with a PGY-1 where one is needed.
    pub matched: IndexMap<String, Vec<Drawn>>,
    /// Expected value by the person's own values; none without `[values]`.
    pub expected_value: Option<Vec<Drawn>>,
}

/// A chance, or an expected value, under one draw of the parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Its mean over the seasons of the draw.
    pub mean: f64,
    /// Monte Carlo standard error of that mean: few seasons are spent on each draw, so the spread of the
    /// means over draws is wider than that of the chances, by this.
    pub mc_error: f64,
}

/// Draws the uncertain parameters, 1,024 times unless told otherwise, and works out every portfolio under
/// each draw, all portfolios on the same simulated seasons.
///
/// # Errors
/// When the settings are out of range, the conditional engine cannot do a portfolio, or when interrupted.
pub fn draws(scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Draws, Error> {
    let precision = settings.precision(DRAWS)?;
    let compiled = scenario.compiled_scenario();
    let study = Study { prior: &compiled.prior, precision, interrupted: settings.stop() };
    let candidates: Vec<Candidate> = compiled
        .portfolios
        .iter()
        .map(|planned| Candidate { applicant: compiled.applicant.clone(), portfolio: planned.portfolio.clone() })
        .collect();
    let found = study.outcomes(&candidates)?;
    let sampler = Sampler::new(&compiled.prior, &compiled.applicant, DrawMode::Posterior, precision.seed);
    Ok(Draws {
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
    PortfolioDraws {
        name: candidate.portfolio.name.clone(),
        unmatched: of(Measure::Unmatched),
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
