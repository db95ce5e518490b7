//! The strength of a person who has been through a Match without a residency
//! (`docs/methods.md` §4, “Who failed before”).
//!
//! Points of the latents are weighted by the chance that the earlier season
//! brought no residency. Who nearly always matches fails only where strength is
//! far below the average, so the points are first moved there: the mean of the
//! strength given the failure, found from a few points by the cross-entropy method
//! (Rubinstein & Kroese 2004), becomes the center of the points, and the weight
//! holds the ratio of the two densities.

use super::latents::LatentSpace;
use super::lines::{Evaluation, stands_apart};
use super::recursion::{OutcomeChances, Recursion};
use crate::engine::uncertainty::Sampler;
use crate::model::season::Standing;
use crate::model::{Applicant, ParameterPrior, Parameters};
use crate::random::address::{NO_TRACK, Purpose, words};
use crate::random::philox::Key;
use crate::random::sobol::Scrambling;

/// Points of a look at where strength lies, and how many such looks there are.
const POINTS: u32 = 32;
const LOOKS: u32 = 3;

/// Index that keeps looks at strength apart from other scramblings.
const LOOK_AT_STRENGTH: u32 = 16;

/// The parameter draw in which an earlier season is looked at.
#[derive(Clone, Copy)]
pub struct DrawAddress {
    /// Seed of the run.
    pub seed: u64,
    /// Number of the block, which addresses the points.
    pub block: u64,
    /// Number of the parameter draw.
    pub draw: u64,
}

/// The earlier season under one parameter draw.
pub struct Failed<'a> {
    parameters: &'a Parameters,
    standings: Vec<Standing>,
    space: LatentSpace,
    evaluation: Evaluation,
    recursion: Recursion,
    at_point: OutcomeChances,
    /// Where the points of `θ` and of `δ`, by track, are moved to.
    center: Vec<f64>,
    /// The point of the earlier season.
    point: Vec<f64>,
}

impl<'a> Failed<'a> {
    /// The season in which `applicant` failed before, under the `parameters` of one draw; none if this is a
    /// first application.
    #[must_use]
    pub fn of(
        applicant: &Applicant,
        prior: &ParameterPrior,
        sampler: &Sampler<'_>,
        parameters: &'a Parameters,
        address: DrawAddress,
    ) -> Option<Self> {
        let season = applicant.failed.as_ref()?;
        let covariates = sampler.covariates(address.draw, &season.applicant);
        let standings = Standing::in_tracks(&covariates, &season.applicant, parameters);
        let portfolios = std::slice::from_ref(&season.portfolio);
        let kind = |track: usize| prior.tracks[track].kind;
        let is_apart: Vec<bool> =
            (0..standings.len()).map(|track| stands_apart(&season.portfolio, track, kind)).collect();
        let space = LatentSpace::of_many_seasons(prior, &is_apart);
        let evaluation = Evaluation::new(portfolios, &season.applicant, &standings, parameters, Vec::new(), false);
        let mut failed = Self {
            parameters,
            space,
            evaluation,
            recursion: Recursion::default(),
            at_point: OutcomeChances::new(standings.len()),
            center: vec![0.0; 1 + standings.len()],
            point: Vec::new(),
            standings,
        };
        let dimensions = LatentSpace::after_a_failure(prior, &is_apart).dimensions();
        for look in LOOK_AT_STRENGTH..LOOK_AT_STRENGTH + LOOKS {
            let [seed, ..] = words(Key::new(address.seed), address.block, NO_TRACK, Purpose::Scrambling, look);
            failed.center = failed.mean_strength(&Scrambling::within_limits(POINTS, dimensions, seed));
        }
        Some(failed)
    }

    /// Moves a point to where people who failed are; gives its weight.
    pub fn weigh(&mut self, normals: &mut [f64]) -> f64 {
        let mut log_ratio = 0.0;
        for (index, center) in self.center.iter().enumerate() {
            let place = LatentSpace::strength_place(index);
            log_ratio -= center * (normals[place] + center / 2.0);
            normals[place] += center;
        }
        // A season that cannot fail leaves equal weights, not none.
        (self.chance(normals) * libm::exp(log_ratio)).max(f64::MIN_POSITIVE)
    }

    /// Chance that the earlier season of the person at a point brought no residency.
    fn chance(&mut self, normals: &[f64]) -> f64 {
        self.space.of_earlier_season(normals, &mut self.point);
        self.evaluation.set(&self.space, &self.point, self.parameters, &self.standings);
        let mut kernels = Vec::new();
        self.evaluation.kernels(0, &mut kernels);
        let portfolio = &self.evaluation.portfolios[0];
        self.recursion.run(&portfolio.rules, &kernels, &mut self.at_point);
        self.at_point.without_residency()
    }

    /// Mean of `θ` and every `δ` over the points of a look, by their weights.
    fn mean_strength(&mut self, points: &Scrambling) -> Vec<f64> {
        let mut normals = Vec::new();
        let (mut total, mut sums) = (0.0, vec![0.0; self.center.len()]);
        for index in 0..points.len() {
            points.normals(index, &mut normals);
            let weight = self.weigh(&mut normals);
            total += weight;
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum += weight * normals[LatentSpace::strength_place(place)];
            }
        }
        sums.into_iter().map(|sum| sum / total).collect()
    }
}

/// Parts of one parameter draw whose mean is the ratio of weighted sums: from `k` parts with mean
/// weights `W` and weighted means `N`, the pseudovalues `k·N/W − (k−1)·N₍₎/W₍₎` of the jackknife, whose
/// spread is that of the ratio and whose mean has no bias of first order (Quenouille 1956). `combine`
/// adds up the weighted means of the parts with factors.
#[must_use]
pub fn parts_of_ratio<T>(weights: &[f64], combine: impl Fn(&[f64]) -> T) -> Vec<T> {
    let (count, total) = (weights.len() as f64, weights.iter().sum::<f64>());
    let without = |left_out: usize| -> Vec<f64> {
        let rest = total - weights[left_out];
        let factor = |part: usize| if part == left_out { count / total } else { count / total - (count - 1.0) / rest };
        (0..weights.len()).map(factor).collect()
    };
    (0..weights.len()).map(|left_out| combine(&without(left_out))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_equal_weight_stay_as_they_are() {
        let means = [0.2, 0.6];
        let combine =
            |factors: &[f64]| factors.iter().zip(&means).map(|(factor, mean)| factor * 0.3 * mean).sum::<f64>();
        let parts = parts_of_ratio(&[0.3, 0.3], combine);
        assert!((parts[0] - 0.2).abs() < 1e-12 && (parts[1] - 0.6).abs() < 1e-12, "{parts:?}");
    }

    #[test]
    fn a_constant_is_the_constant_whatever_the_weights() {
        let weights = [0.1, 0.7];
        let combine =
            |factors: &[f64]| factors.iter().zip(&weights).map(|(factor, weight)| factor * weight).sum::<f64>();
        for part in parts_of_ratio(&weights, combine) {
            assert!((part - 1.0).abs() < 1e-12, "{part}");
        }
    }
}
