//! The published average applicant of one track (`docs/methods.md` §9): what the model
//! gives for the figures that the tables print.

use crate::model::acceptance::acceptance_probability;
use crate::model::invitation::InvitationLaw;
use crate::model::logistic::GAUSS_HERMITE_5;
use crate::model::{
    Effects, Line, Parameters, PoolMoments, PoolProfile, SharedParameters, TrackParameters, TrackPrior,
};

/// Nodes of the integral over strength: equal steps over ±6 standard deviations.
const STRENGTH_NODES: i32 = 60;

/// What the model gives for the average of a pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average {
    /// Invitations per application.
    pub invitation_rate: f64,
    /// Share matched to the track among those with at least one interview.
    pub match_rate: f64,
}

/// What the model gives for applicants of `track` with `applications` programs
/// each, at typical screening, with strength spread as in the whole pool.
///
/// The season shock is left out, as it was when the parameters were fitted.
#[must_use]
pub fn average(track: &TrackPrior, shared: &SharedParameters) -> Average {
    let parameters = pool_parameters(track, *shared);
    let law = InvitationLaw::new(&average_line(track), 0.0, &parameters);
    let of_track = &parameters.tracks[0];
    let (mut weights, mut invited, mut matched, mut active) = (0.0, 0.0, 0.0, 0.0);
    for node in -STRENGTH_NODES..=STRENGTH_NODES {
        let z = 6.0 * f64::from(node) / f64::from(STRENGTH_NODES);
        let weight = libm::exp(-z * z / 2.0);
        let strength = of_track.sigma * z;
        let chances: Vec<f64> = law.offsets.iter().map(|offset| law.probability(*offset, strength)).collect();
        weights += weight;
        invited += weight * chances.iter().sum::<f64>() / chances.len() as f64;
        active += weight * (1.0 - none_of(&chances, 1.0));
        for (luck, luck_weight) in GAUSS_HERMITE_5 {
            let taken = acceptance_probability(of_track, strength, shared.interview_luck_spread * luck);
            matched += weight * luck_weight * (1.0 - none_of(&chances, taken));
        }
    }
    Average { invitation_rate: invited / weights, match_rate: matched / active }
}

/// Chance that no program both invites and takes.
fn none_of(chances: &[f64], taken: f64) -> f64 {
    chances.iter().map(|chance| 1.0 - chance * taken).product()
}

pub(super) fn average_line(track: &TrackPrior) -> Line {
    Line::typical(0, track.mean_applications.min(track.pool_programs))
}

/// The track's parameters for a pool in which a share needs a visa: the others
/// meet open doors at programs that sponsor none.
pub(super) fn pool_parameters(track: &TrackPrior, shared: SharedParameters) -> Parameters {
    let at_its_mean = PoolMoments { mean: 0.0, sd: 0.0 };
    let center = track.fitted.center;
    let of_track = TrackParameters {
        id: track.id.clone(),
        kind: track.kind,
        pool_programs: f64::from(track.pool_programs),
        sponsor_share: 1.0 - track.visa_need_share * (1.0 - track.sponsor_share_j1),
        a: center.a,
        sigma: libm::exp(center.ln_sigma),
        kappa: center.kappa,
        lambda: center.lambda,
        step2_ck_per_10: center.step2,
        pool: PoolProfile {
            step2_ck: at_its_mean,
            years_since_graduation: at_its_mean,
            us_clinical_months: at_its_mean,
            ln_publications: at_its_mean,
        },
        pool_shift: 0.0,
    };
    Parameters { tracks: vec![of_track], effects: Effects::NONE, shared }
}
