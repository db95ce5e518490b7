//! The latents of a season as coordinates of a point (`docs/methods.md` §2): `θ`, `ω`,
//! and `δ_s`, `ε_s` of each track, in this order, since the first coordinates
//! of a Sobol point are the best spread.

use crate::model::season::Standing;
use crate::model::strength::{correlated_delta, residual_strength};
use crate::model::{ParameterPrior, Parameters};

/// Which coordinate is which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatentSpace {
    tracks: usize,
    /// Indices of interventional and diagnostic radiology, which share `δ` in part.
    radiology_pair: Option<(usize, usize)>,
}

impl LatentSpace {
    /// The latents of the tracks of `prior`.
    #[must_use]
    pub fn new(prior: &ParameterPrior) -> Self {
        Self { tracks: prior.tracks.len(), radiology_pair: prior.radiology_pair }
    }

    /// Number of coordinates.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        2 + 2 * self.tracks
    }
}

/// The latents at one point, as the model uses them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latents {
    /// `σ_ω·ω`.
    pub luck: f64,
    /// `b·x + σ_res·z_s`, by track.
    pub strengths: Vec<f64>,
    /// `σ_res·z_s + ε_s`, by track.
    pub shifts: Vec<f64>,
}

impl Latents {
    /// Takes the standard normal coordinates `normals` of a point.
    pub fn set(&mut self, space: &LatentSpace, normals: &[f64], parameters: &Parameters, standings: &[Standing]) {
        let shared = &parameters.shared;
        self.luck = shared.interview_luck_spread * normals[1];
        self.strengths.clear();
        self.shifts.clear();
        for (track, standing) in standings.iter().enumerate() {
            let own = normals[2 + 2 * track];
            let delta = match space.radiology_pair {
                Some((interventional, diagnostic)) if diagnostic == track => {
                    correlated_delta(shared.radiology_correlation, normals[2 + 2 * interventional], own)
                }
                _ => own,
            };
            let z = residual_strength(shared.strength_correlation, normals[0], delta);
            self.strengths.push(standing.strength(z));
            self.shifts.push(standing.residual * z + shared.season_spread * normals[3 + 2 * track]);
        }
    }
}
