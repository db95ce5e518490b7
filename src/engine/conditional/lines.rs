//! The lines of a portfolio in one parameter draw, ready to be evaluated at any
//! point of the latents.

use super::latents::Latents;
use super::recursion::Stretch;
use crate::engine::chance::ChanceCurve;
use crate::engine::curve::NODES_PER_UNIT;
use crate::model::acceptance::acceptance_probability;
use crate::model::invitation::InvitationLaw;
use crate::model::season::{Standing, preference_groups};
use crate::model::{Line, Parameters, Portfolio, TrackParameters};

/// The lines of a portfolio in order of preference.
pub struct PortfolioLines {
    lines: Vec<LineChances>,
    stretches: Vec<Stretch>,
    /// Most interviews attended.
    pub limit: usize,
    /// Programs applied to, by track.
    pub programs: Vec<usize>,
}

/// The chances of one line's programs over the latents.
struct LineChances {
    curve: ChanceCurve,
    /// Place of each program on the curve at no shift.
    places: Vec<f64>,
    track: TrackParameters,
}

/// The lines of `portfolio` under one parameter draw.
#[must_use]
pub fn portfolio_lines(portfolio: &Portfolio, standings: &[Standing], parameters: &Parameters) -> PortfolioLines {
    let order = preference_groups(portfolio).into_iter().flatten().map(|index| &portfolio.lines[index]);
    let (lines, stretches) = order.map(|line| line_chances(line, standings[line.track], parameters)).unzip();
    let mut programs = vec![0; standings.len()];
    for line in &portfolio.lines {
        programs[line.track] += line.programs as usize;
    }
    let limit = portfolio.max_interviews.map_or(usize::MAX, |limit| limit as usize);
    PortfolioLines { lines, stretches, limit, programs }
}

fn line_chances(line: &Line, standing: Standing, parameters: &Parameters) -> (LineChances, Stretch) {
    let track = &parameters.tracks[line.track];
    let law = InvitationLaw::new(line, standing.explained, parameters);
    let half = REACH * standing.residual.hypot(parameters.shared.season_spread);
    let curve = ChanceCurve::new(&law, half, 0);
    let places = law.offsets.iter().map(|offset| curve.place(*offset)).collect();
    let categorical_share = track.kind.categorical_share();
    let stretch = Stretch {
        track: line.track,
        invited: vec![0.0; law.offsets.len()],
        taken: 0.0,
        is_primary: line.role.is_on_primary_list(),
        is_supplemental: categorical_share.is_none() && line.role.is_on_supplemental_list(),
        categorical_share,
    };
    (LineChances { curve, places, track: track.clone() }, stretch)
}

/// Standard deviations of the season shift that the curve covers on each side;
/// 24-bit points stay within 5.5 on each of two coordinates.
const REACH: f64 = 8.0;

impl PortfolioLines {
    /// Moves the stretches to a point of the latents.
    pub fn set(&mut self, latents: &Latents) {
        for (line, stretch) in self.lines.iter().zip(&mut self.stretches) {
            let shift = latents.shifts[stretch.track] * NODES_PER_UNIT as f64;
            for (invited, place) in stretch.invited.iter_mut().zip(&line.places) {
                *invited = line.curve.chance(place + shift);
            }
            stretch.taken = acceptance_probability(&line.track, latents.strengths[stretch.track], latents.luck);
        }
    }

    /// The stretches at the point last set.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }
}
