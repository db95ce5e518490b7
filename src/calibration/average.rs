//! The published average applicant of one track as a line and as parameters
//! (`docs/methods.md` §9), for the distribution of their interviews.

use super::setting::Setting;
use crate::model::{Line, Parameters, PoolMoments, PoolProfile, TrackParameters, TrackPrior};

pub(super) fn average_line(track: &TrackPrior) -> Line {
    Line::typical(0, track.mean_applications.min(track.pool_programs)).with_signals(track.usual_signals)
}

/// The track's parameters for a pool in which a share needs a visa: the others
/// meet open doors at programs that sponsor none.
pub(super) fn pool_parameters(track: &TrackPrior, setting: &Setting) -> Parameters {
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
        has_signal_gate: track.usual_signals.are_gate(),
    };
    Parameters { tracks: vec![of_track], effects: setting.effects, shared: setting.shared }
}
