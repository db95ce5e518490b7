//! The latents of a season (`docs/methods.md` §2), split in two: those that
//! tie stretches together are coordinates of a Sobol point, those of one stretch
//! alone are integrated by quadrature: `δ_s` on a lattice, `ε_s` at Gauss–Hermite nodes.
//!
//! Shared are `θ` and `ω`; `δ` of interventional radiology where diagnostic
//! radiology borrows from it; and `δ_s`, `ε_s` of a track whose lines stand
//! apart in some portfolio, since both of its stretches see the same draw.

use crate::model::season::Standing;
use crate::model::strength::{correlated_delta, residual_strength};
use crate::model::{ParameterPrior, Parameters};
use crate::random::normal_share;

/// How fine a lattice of `z_s` is, in standard deviations of `z_s` given the shared latents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// From one place to the next.
    step: f64,
    /// Of places on either side of the mean.
    half: f64,
}

impl Reach {
    /// For few draws: logistic functions are integrated within 1.1e-6.
    pub const MANY_PLACES: Self = Self { step: 1.0, half: 5.5 };

    /// For many draws, each with a beginning of its own: within 6e-5, which is far below the error of a draw and
    /// averages out.
    pub const FEW_PLACES: Self = Self { step: 1.25, half: 5.0 };
}

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
    /// Whether points have weights, since something is known of the person's seasons.
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

    /// The latents of a season in progress: all of them are coordinates, so that what has come has one chance at a point.
    #[must_use]
    pub fn in_progress(prior: &ParameterPrior) -> Self {
        Self { is_weighted: true, ..Self::new(prior, &vec![true; prior.tracks.len()]) }
    }

    /// Whether points have weights, since something is known of the person's seasons.
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

    /// By track, the lattice of `z_s` where `δ_s` is no coordinate; `start` says where between two steps it
    /// begins, 0 to 1, for a track of this name.
    #[must_use]
    pub fn lattices(
        &self,
        parameters: &Parameters,
        reach: Reach,
        start: impl Fn(&str) -> f64,
    ) -> Vec<Option<StrengthLattice>> {
        let origin = vec![0.0; self.dimensions];
        let lattice = |(track, coordinate): (usize, &Option<usize>)| {
            let spread = self.z(track, &origin, parameters, 1.0).max(LEAST_SPREAD);
            coordinate.is_none().then(|| StrengthLattice { spread, reach, start: start(&parameters.tracks[track].id) })
        };
        self.strength.iter().enumerate().map(lattice).collect()
    }

    /// The values of `z_s` of a track at a point, into `strengths`: one where `δ_s` is a coordinate, else those of
    /// its lattice.
    pub fn strengths(
        &self,
        track: usize,
        normals: &[f64],
        parameters: &Parameters,
        lattice: Option<&StrengthLattice>,
        strengths: &mut Vec<OwnStrength>,
    ) {
        strengths.clear();
        let own = self.strength[track].map_or(0.0, |own| normals[own]);
        let mean = self.z(track, normals, parameters, own);
        match lattice {
            Some(lattice) => lattice.around(mean, strengths),
            None => strengths.push(OwnStrength { place: 0, z: mean, weight: 1.0 }),
        }
    }

    /// What is added to the logits of a track of strength `z`, with weights: one where `ε_s` is a coordinate, else one
    /// for each node of it.
    pub fn shifts(
        &self,
        track: usize,
        normals: &[f64],
        z: f64,
        parameters: &Parameters,
        standing: &Standing,
    ) -> impl Iterator<Item = (f64, f64)> {
        let alone = self.shock[track].map(|shock| (normals[shock], 1.0));
        let nodes = if alone.is_some() { &[][..] } else { &SHOCK_NODES[..] };
        let (at_no_shock, spread) = (standing.residual * z, parameters.shared.season_spread);
        let shocks = alone.into_iter().chain(nodes.iter().copied());
        shocks.map(move |(shock, weight)| (at_no_shock + spread * shock, weight))
    }

    /// What is added to the logits of a track all of whose latents are coordinates, and its strength.
    #[must_use]
    pub fn node(&self, track: usize, normals: &[f64], parameters: &Parameters, standing: &Standing) -> Node {
        let z = self.residual_strength(track, normals, parameters).unwrap_or(0.0);
        let shift = self.shifts(track, normals, z, parameters, standing).map(|(shift, weight)| shift * weight).sum();
        Node { strength: standing.strength(z), shift }
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

/// The latents of a track at a point that holds all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// `b·x + σ_res·z_s`.
    pub strength: f64,
    /// `σ_res·z_s + ε_s`.
    pub shift: f64,
}

/// Least spread of a lattice, so that its steps have a length.
const LEAST_SPREAD: f64 = 1e-3;

/// Where `z_s` may stand in one parameter draw, whatever the shared latents are. They say with which weights, so that
/// what is worked out at a place serves all points of the draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrengthLattice {
    /// Standard deviation of `z_s` given the shared latents.
    spread: f64,
    reach: Reach,
    /// Where between two steps the lattice begins, 0 to 1.
    start: f64,
}

/// One value of `z_s` at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnStrength {
    /// Its place on the lattice; 0 where there is none.
    pub place: i64,
    /// `z_s`.
    pub z: f64,
    /// Weight; the weights of a track sum to one.
    pub weight: f64,
}

impl StrengthLattice {
    /// The places near `mean`, the mean of `z_s` given the shared latents, with their weights.
    ///
    /// The trapezoidal rule again, as in [`LatentSpace::over_lattice`].
    fn around(&self, mean: f64, strengths: &mut Vec<OwnStrength>) {
        let (step, half) = (self.reach.step * self.spread, self.reach.half * self.spread);
        let place = |z: f64| z / step - self.start;
        #[expect(clippy::cast_possible_truncation, reason = "bounded: means and spreads of normals within limits")]
        let (first, last) = (place(mean - half).ceil() as i64, place(mean + half).floor() as i64);
        let mut total = 0.0;
        strengths.extend((first..=last).map(|place| {
            let z = (place as f64 + self.start) * step;
            let away = (z - mean) / self.spread;
            let weight = libm::exp(-away * away / 2.0);
            total += weight;
            OwnStrength { place, z, weight }
        }));
        for strength in strengths {
            strength.weight /= total;
        }
    }
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
    fn the_shocks_integrate_polynomials_up_to_their_degree() {
        for (power, exact) in [(0, 1.0), (2, 1.0), (4, 3.0)] {
            let found: f64 = SHOCK_NODES.iter().map(|(x, w)| w * x.powi(power)).sum();
            assert!((found - exact).abs() < 1e-12);
        }
    }

    #[test]
    fn strengths_on_the_lattice_have_the_distribution_given_the_shared_latents() {
        let (fine, coarse) = ((Reach::MANY_PLACES, 2e-3), (Reach::FEW_PLACES, 3.5e-3));
        for (spread, (reach, tolerance)) in [(0.05, fine), (0.6, fine), (1.0, coarse)] {
            for (start, mean) in [(0.0, 0.0), (0.37, -1.9), (0.99, 4.2)] {
                let mut strengths = Vec::new();
                StrengthLattice { spread, reach, start }.around(mean, &mut strengths);
                let expect = |of: &dyn Fn(f64) -> f64| strengths.iter().map(|own| own.weight * of(own.z)).sum::<f64>();
                let deviation = |z: f64| (z - mean) / spread;
                assert!((expect(&|_| 1.0) - 1.0).abs() < 1e-12);
                for (power, exact) in [(1, 0.0), (2, 1.0), (4, 3.0)] {
                    let found = expect(&|z| deviation(z).powi(power));
                    assert!((found - exact).abs() < tolerance, "moment {power}: {found}");
                }
                let found = expect(&|z| (0.8 * deviation(z)).exp());
                assert!((found / (0.32_f64).exp() - 1.0).abs() < 1e-4, "{found}");
            }
        }
    }

    #[test]
    fn places_on_the_lattice_are_the_same_for_every_point() {
        let lattice = StrengthLattice { spread: 0.7, reach: Reach::MANY_PLACES, start: 0.2 };
        let (mut here, mut there) = (Vec::new(), Vec::new());
        lattice.around(0.1, &mut here);
        lattice.around(0.9, &mut there);
        let common =
            here.iter().filter_map(|own| there.iter().find(|other| other.place == own.place).map(|o| (own, o)));
        assert!(common.clone().count() >= 8);
        assert!(common.into_iter().all(|(own, other)| own.z == other.z));
    }
}
