//! The latents of a season (`docs/methods.md` §2), split in two: those that
//! tie stretches together are coordinates of a Sobol point, those of one stretch
//! alone are integrated by Gauss–Hermite quadrature.
//!
//! Shared are `θ` and `ω`; `δ` of interventional radiology where diagnostic
//! radiology borrows from it; and `δ_s`, `ε_s` of a track whose lines stand
//! apart in some portfolio, since both of its stretches see the same draw.

use crate::model::season::Standing;
use crate::model::strength::{correlated_delta, residual_strength};
use crate::model::{ParameterPrior, Parameters};
use crate::random::normal_share;

/// Nodes and weights for `δ_s`: 7-point Gauss–Hermite for the standard normal
/// law (Abramowitz & Stegun, table 25.10, rescaled).
const STRENGTH_NODES: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 0.000_548_268_855_972_217_8),
    (-2.366_759_410_734_541, 0.030_757_123_967_586_496),
    (-1.154_405_394_739_968, 0.240_123_178_605_012_7),
    (0.0, 0.457_142_857_142_857_14),
    (1.154_405_394_739_968, 0.240_123_178_605_012_7),
    (2.366_759_410_734_541, 0.030_757_123_967_586_496),
    (3.750_439_717_725_742, 0.000_548_268_855_972_217_8),
];

/// Nodes and weights for `ε_s`, whose spread is small: 3-point.
const SHOCK_NODES: [(f64, f64); 3] =
    [(-1.732_050_807_568_877_2, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_807_568_877_2, 1.0 / 6.0)];

/// Step and half-width of the lattice of `θ`, and of `ω`, which acts more gently.
const LATTICE: [(f64, f64); 2] = [(0.75, 6.5), (1.0, 5.5)];

/// Coordinates of `θ` and `ω`.
const THETA: usize = 0;
const OMEGA: usize = 1;

/// Which latents are coordinates, and where.
///
/// Every track has two coordinates of its own whether they are used or not, so
/// that portfolios integrated apart see the same points wherever they share a latent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatentSpace {
    /// Coordinate of `δ_s`, by track, where it is shared.
    strength: Vec<Option<usize>>,
    /// Coordinate of `ε_s`, by track, where it is shared.
    shock: Vec<Option<usize>>,
    /// Indices of interventional and diagnostic radiology, if both are present.
    radiology_pair: Option<(usize, usize)>,
    dimensions: usize,
    /// Whether points have weights, since the person failed before.
    is_weighted: bool,
}

impl LatentSpace {
    /// The latents of the tracks of `prior`; `is_apart` says of each track
    /// whether its lines stand apart in some portfolio.
    #[must_use]
    pub fn new(prior: &ParameterPrior, is_apart: &[bool]) -> Self {
        let interventional = prior.radiology_pair.map(|(interventional, _)| interventional);
        let own = |track: usize| OMEGA + 1 + 2 * track;
        let tracks = || is_apart.iter().copied().enumerate();
        let strength: Vec<Option<usize>> = tracks()
            .map(|(track, is_apart)| (is_apart || interventional == Some(track)).then_some(own(track)))
            .collect();
        let shock: Vec<Option<usize>> = tracks().map(|(track, is_apart)| is_apart.then_some(own(track) + 1)).collect();
        let last = strength.iter().chain(&shock).flatten().max().copied().unwrap_or(OMEGA);
        Self { strength, shock, radiology_pair: prior.radiology_pair, dimensions: last + 1, is_weighted: false }
    }

    /// The latents of a season among several: strength stays with the person, so
    /// that it is a coordinate in every track.
    #[must_use]
    pub fn of_many_seasons(prior: &ParameterPrior, is_apart: &[bool]) -> Self {
        let space = Self::new(prior, is_apart);
        let strength = (0..is_apart.len()).map(|track| Some(OMEGA + 1 + 2 * track)).collect();
        Self { strength, dimensions: OMEGA + 1 + 2 * is_apart.len(), ..space }
    }

    /// The latents of a person who failed before: strength is a coordinate in every track, and behind
    /// the coordinates of the season stand `ω` and every `ε_s` of the earlier one.
    #[must_use]
    pub fn after_a_failure(prior: &ParameterPrior, is_apart: &[bool]) -> Self {
        let space = Self::of_many_seasons(prior, is_apart);
        Self { dimensions: space.dimensions + 1 + is_apart.len(), is_weighted: true, ..space }
    }

    /// Whether points have weights, since the person failed before.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.is_weighted
    }

    /// Coordinate of `θ`, which has index 0, and of the `δ` of the tracks, from 1 on.
    #[must_use]
    pub fn strength_place(index: usize) -> usize {
        if index == 0 { THETA } else { OMEGA + 2 * index - 1 }
    }

    /// The point of the earlier season within a point of [`Self::after_a_failure`], for a space of
    /// [`Self::of_many_seasons`], into `out`.
    pub fn of_earlier_season(&self, normals: &[f64], out: &mut Vec<f64>) {
        let earlier = &normals[self.dimensions..];
        out.clear();
        out.extend_from_slice(&normals[..self.dimensions]);
        out[OMEGA] = earlier[0];
        for (track, shock) in earlier[1..].iter().enumerate() {
            out[OMEGA + 2 + 2 * track] = *shock;
        }
    }

    /// Number of coordinates.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Whether `θ` and `ω` are all that stretches share.
    #[must_use]
    pub fn is_covered_by_lattice(&self) -> bool {
        self.dimensions == 2
    }

    /// Spreads a point over a lattice of `θ` and `ω`: calls `visit` with every
    /// point of the lattice and its weight. The point's own `θ` and `ω` say where
    /// between two steps the lattice begins.
    ///
    /// The trapezoidal rule converges exponentially for integrands that are smooth
    /// against a normal law (Trefethen & Weideman 2014), and a random beginning
    /// makes it unbiased, so that independent beginnings show its error.
    pub fn over_lattice(normals: &mut [f64], mut visit: impl FnMut(&[f64], f64)) {
        let starts = [normals[THETA], normals[OMEGA]].map(normal_share);
        let axis = |which: usize| {
            let (step, half) = LATTICE[which];
            let mut nodes = Vec::new();
            let mut place = -half + starts[which] * step;
            while place < half {
                nodes.push((place, step * libm::exp(-place * place / 2.0)));
                place += step;
            }
            let total: f64 = nodes.iter().map(|(_, weight)| weight).sum();
            nodes.into_iter().map(move |(place, weight)| (place, weight / total))
        };
        let luck: Vec<(f64, f64)> = axis(OMEGA).collect();
        for (theta, theta_weight) in axis(THETA) {
            normals[THETA] = theta;
            for (omega, omega_weight) in &luck {
                normals[OMEGA] = *omega;
                visit(normals, theta_weight * omega_weight);
            }
        }
    }

    /// Whether two points are the same but for `ω`; nothing is the same as no point.
    #[must_use]
    pub fn differ_in_luck_alone(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a[THETA] == b[THETA] && a[OMEGA + 1..] == b[OMEGA + 1..]
    }

    /// `σ_ω·ω` at a point.
    #[must_use]
    pub fn luck(&self, normals: &[f64], parameters: &Parameters) -> f64 {
        parameters.shared.interview_luck_spread * normals[OMEGA]
    }

    /// The nodes of a track at a point, into `nodes`.
    pub fn nodes(
        &self,
        track: usize,
        normals: &[f64],
        parameters: &Parameters,
        standing: &Standing,
        nodes: &mut Vec<Node>,
    ) {
        let shared = &parameters.shared;
        nodes.clear();
        let alone = |coordinate: Option<usize>| coordinate.map(|coordinate| [(normals[coordinate], 1.0)]);
        let (one_strength, one_shock) = (alone(self.strength[track]), alone(self.shock[track]));
        let strengths = one_strength.as_ref().map_or(&STRENGTH_NODES[..], |one| &one[..]);
        let shocks = one_shock.as_ref().map_or(&SHOCK_NODES[..], |one| &one[..]);
        for (own, strength_weight) in strengths {
            let z = self.z(track, normals, parameters, *own);
            for (shock, shock_weight) in shocks {
                nodes.push(Node {
                    strength: standing.strength(z),
                    shift: standing.residual * z + shared.season_spread * shock,
                    weight: strength_weight * shock_weight,
                });
            }
        }
    }

    /// `z_s` where the track's own `δ` is a coordinate.
    #[must_use]
    pub fn residual_strength(&self, track: usize, normals: &[f64], parameters: &Parameters) -> Option<f64> {
        self.strength[track].map(|own| self.z(track, normals, parameters, normals[own]))
    }

    fn z(&self, track: usize, normals: &[f64], parameters: &Parameters, own: f64) -> f64 {
        let shared = &parameters.shared;
        let delta = match self.borrowed(track, normals) {
            Some(partner) => correlated_delta(shared.radiology_correlation, partner, own),
            None => own,
        };
        residual_strength(shared.strength_correlation, normals[THETA], delta)
    }

    /// `δ` of interventional radiology, for diagnostic radiology.
    fn borrowed(&self, track: usize, normals: &[f64]) -> Option<f64> {
        let (interventional, _) = self.radiology_pair.filter(|(_, diagnostic)| *diagnostic == track)?;
        self.strength[interventional].map(|coordinate| normals[coordinate])
    }
}

/// One value of the latents of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// `b·x + σ_res·z_s`.
    pub strength: f64,
    /// `σ_res·z_s + ε_s`.
    pub shift: f64,
    /// Weight; the weights of a track sum to one.
    pub weight: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lattice_integrates_smooth_functions_wherever_it_begins() {
        for start in [-2.0, -0.3, 0.0, 0.9, 3.0] {
            let (mut whole, mut mean, mut exponential) = (0.0, 0.0, 0.0);
            LatentSpace::over_lattice(&mut [start, -start / 2.0], |point, weight| {
                whole += weight;
                mean += weight * point[0] * point[1];
                exponential += weight * (0.8 * point[0] + 0.5 * point[1]).exp();
            });
            assert!((whole - 1.0).abs() < 1e-12);
            assert!(mean.abs() < 1e-6, "{mean}");
            assert!((exponential / (0.445_f64).exp() - 1.0).abs() < 2e-6, "{exponential}");
        }
    }

    #[test]
    fn the_rules_integrate_polynomials_up_to_their_degree() {
        let moment = |rule: &[(f64, f64)], power: i32| -> f64 { rule.iter().map(|(x, w)| w * x.powi(power)).sum() };
        for (power, exact) in [(0, 1.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0), (10, 945.0), (12, 10395.0)] {
            let found = moment(&STRENGTH_NODES, power);
            assert!((found / exact - 1.0).abs() < 1e-9, "moment {power}: {found}");
            if power <= 4 {
                assert!((moment(&SHOCK_NODES, power) - exact).abs() < 1e-12);
            }
        }
    }
}
