//! One uncertain quantity moved to a chosen point of its own prior, or one group
//! drawn alone: by editing the prior, so that the engine need not know.

use crate::model::fitted::FittedLaw;
use crate::model::{Assumption, AssumptionsPrior, EffectsPrior, ParameterPrior, PriorShape, Spread, TrackPrior};
use crate::random::normal::normal_quantile;

/// Cells of the midpoint rule for the quantile of a beta law: error below 1e-6
/// for the shapes in use.
const BETA_CELLS: u32 = 20_000;

/// Shares of its prior below the two points that a quantity is moved to.
pub const ENDS: [f64; 2] = [0.05, 0.95];

/// The assumptions that are uncertain, by name.
#[must_use]
pub fn uncertain_assumptions(prior: &ParameterPrior) -> Vec<(String, Assumption)> {
    let mut found = Vec::new();
    prior.assumptions.at(|name, assumption| {
        if assumption.prior != PriorShape::Fixed {
            found.push((name.to_owned(), assumption));
        }
        assumption.value
    });
    found
}

/// The effects that are uncertain, by name.
#[must_use]
pub fn uncertain_effects(prior: &ParameterPrior) -> Vec<(String, Spread)> {
    let mut found = Vec::new();
    prior.effects.at(|name, spread| {
        if spread.sd > 0.0 {
            found.push((name.to_owned(), spread));
        }
        spread.mean
    });
    found
}

/// The prior with one assumption at `value`; none if there is none of this name.
///
/// The central value stays: levels were fitted with it (`docs/methods.md` §10).
#[must_use]
pub fn with_assumption(prior: &ParameterPrior, name: &str, value: f64) -> Option<ParameterPrior> {
    let mut pinned = prior.clone();
    assumption_mut(&mut pinned.assumptions, name)?.prior = held_at(value);
    Some(pinned)
}

/// The prior with one effect at `value`; none if there is none of this name.
#[must_use]
pub fn with_effect(prior: &ParameterPrior, name: &str, value: f64) -> Option<ParameterPrior> {
    let mut pinned = prior.clone();
    *effect_mut(&mut pinned.effects, name)? = Spread { mean: value, sd: 0.0 };
    Some(pinned)
}

/// The prior with everything at its central value but the parameters of one track.
#[must_use]
pub fn track_alone(prior: &ParameterPrior, track: usize) -> ParameterPrior {
    let mut alone = all_held(prior);
    alone.tracks[track] = prior.tracks[track].clone();
    alone
}

/// The prior with everything at its central value but the unobserved shifts between pools.
#[must_use]
pub fn pool_shifts_alone(prior: &ParameterPrior) -> ParameterPrior {
    let mut alone = all_held(prior);
    alone.assumptions.pool_shift_spread = prior.assumptions.pool_shift_spread;
    alone
}

/// The prior with everything at its central value, and no shift between pools.
#[must_use]
pub fn all_held(prior: &ParameterPrior) -> ParameterPrior {
    let mut held = prior.clone();
    held.tracks.iter_mut().for_each(hold_track);
    for (name, spread) in uncertain_effects(prior) {
        if let Some(effect) = effect_mut(&mut held.effects, &name) {
            *effect = Spread { sd: 0.0, ..spread };
        }
    }
    for (name, assumption) in uncertain_assumptions(prior) {
        if let Some(of) = assumption_mut(&mut held.assumptions, &name) {
            of.prior = held_at(assumption.value);
        }
    }
    held.assumptions.pool_shift_spread.prior = held_at(0.0);
    held
}

fn hold_track(track: &mut TrackPrior) {
    track.fitted = FittedLaw::exact(track.fitted.center);
}

/// A prior without spread that leaves the central value of its assumption alone.
fn held_at(value: f64) -> PriorShape {
    PriorShape::Normal { mean: value, sd: 0.0, lower: value, upper: value }
}

fn assumption_mut<'p>(of: &'p mut AssumptionsPrior, name: &str) -> Option<&'p mut Assumption> {
    Some(match name {
        "strength_correlation" => &mut of.strength_correlation,
        "radiology_correlation" => &mut of.radiology_correlation,
        "season_spread" => &mut of.season_spread,
        "openness_weight" => &mut of.openness_weight,
        "screening_typical" => &mut of.screening_typical,
        "screening_researched" => &mut of.screening_researched,
        "interview_luck_spread" => &mut of.interview_luck_spread,
        "img_share_correlation" => &mut of.img_share_correlation,
        "img_share_spread" => &mut of.img_share_spread,
        _ => return None,
    })
}

fn effect_mut<'p>(of: &'p mut EffectsPrior, name: &str) -> Option<&'p mut Spread> {
    Some(match name {
        "years_since_graduation" => &mut of.years_since_graduation,
        "us_clinical_month" => &mut of.us_clinical_month,
        "ln_publications" => &mut of.ln_publications,
        "exam_failure" => &mut of.exam_failure,
        "letters_none" => &mut of.letters_none,
        "letters_one" => &mut of.letters_one,
        "gold_signal" => &mut of.gold_signal,
        "silver_signal" => &mut of.silver_signal,
        "plain_signal" => &mut of.plain_signal,
        "geographic_tie" => &mut of.geographic_tie,
        "rotation" => &mut of.rotation,
        "reapplicant" => &mut of.reapplicant,
        "own_fit" => &mut of.own_fit,
        _ => return None,
    })
}

/// The point of a prior with share `share` of it below.
#[must_use]
pub fn quantile(assumption: Assumption, share: f64) -> f64 {
    match assumption.prior {
        PriorShape::Fixed => assumption.value,
        PriorShape::HalfNormal { scale } => scale * normal_quantile(f64::midpoint(1.0, share)),
        PriorShape::Beta { alpha, beta } => beta_quantile(alpha, beta, share),
        PriorShape::Normal { mean, sd, lower, upper } => {
            let below = |value: f64| normal_share((value - mean) / sd);
            let (low, high) = (below(lower), below(upper));
            (mean + sd * normal_quantile(low + share * (high - low))).clamp(lower, upper)
        }
    }
}

/// The point of a normal law with share `share` of it below.
#[must_use]
pub fn spread_quantile(spread: Spread, share: f64) -> f64 {
    spread.mean + spread.sd * normal_quantile(share)
}

fn normal_share(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// By the midpoint rule over the density.
fn beta_quantile(alpha: f64, beta: f64, share: f64) -> f64 {
    let middle = |cell: u32| (f64::from(cell) + 0.5) / f64::from(BETA_CELLS);
    let density = |x: f64| x.powf(alpha - 1.0) * (1.0 - x).powf(beta - 1.0);
    let wanted = share * (0..BETA_CELLS).map(|cell| density(middle(cell))).sum::<f64>();
    let mut sum = 0.0;
    let found = (0..BETA_CELLS).find(|cell| {
        sum += density(middle(*cell));
        sum >= wanted
    });
    found.map_or(1.0, middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let of = |shape| Assumption { value: 0.0, prior: shape };
        // Beta(6, 4): R's qbeta gives 0.3449414 and 0.8312495.
        let beta = of(PriorShape::Beta { alpha: 6.0, beta: 4.0 });
        assert!((quantile(beta, 0.05) - 0.344_94).abs() < 1e-4, "{}", quantile(beta, 0.05));
        assert!((quantile(beta, 0.95) - 0.831_25).abs() < 1e-4, "{}", quantile(beta, 0.95));
        // The absolute value of a standard normal: 0.0627068 and 1.959964.
        let half = of(PriorShape::HalfNormal { scale: 1.0 });
        assert!((quantile(half, 0.05) - 0.062_706_8).abs() < 1e-6);
        assert!((quantile(half, 0.95) - 1.959_964).abs() < 1e-6);
        // Bounds far away cut nothing off.
        let normal = of(PriorShape::Normal { mean: 1.0, sd: 2.0, lower: -90.0, upper: 90.0 });
        assert!((quantile(normal, 0.95) - 4.289_707).abs() < 1e-5);
    }
}
