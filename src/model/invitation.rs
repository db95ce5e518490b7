//! Who is invited (`docs/methods.md` §3, §4): what one program of a line adds to the
//! log-odds, before the latents of the season.

use super::logistic::mean_logistic;
use super::openness::{seen_openness, unseen_spread};
use super::parameters::{Effects, Parameters};
use super::portfolio::Line;

/// The invitation law of a line given parameters and the applicant's explained
/// strength: `p_i(s) = factor · E_e logistic(offset_i + s + spread·e)`, where
/// `s = σ_res·z + ε` is all that changes from season to season.
#[derive(Clone, Debug, PartialEq)]
pub struct InvitationLaw {
    /// Fixed part of the logit of each program, in the order of application.
    pub offsets: Vec<f64>,
    /// Spread of the unseen openness on the logit, `τ_u·√(1−r²)`.
    pub spread: f64,
    /// `ν_s(visa)`, or 1 where every program of the line sponsors.
    pub factor: f64,
}

impl InvitationLaw {
    /// The law of `line` for an applicant with `explained` strength `b·x` in its track.
    #[must_use]
    pub fn new(line: &Line, explained: f64, parameters: &Parameters) -> Self {
        let track = &parameters.tracks[line.track];
        let shared = &parameters.shared;
        let screening = shared.screening(line.screening);
        let pool = reachable_pool(track.pool_programs, track.sponsor_share, line.sponsors_only);
        let offsets = (0..line.programs)
            .map(|index| {
                let seen = seen_openness(line.earlier_programs + index + 1, pool);
                track.a
                    + explained
                    + shared.openness_weight * screening * seen
                    + action_effect(line, index, &parameters.effects)
            })
            .collect();
        Self {
            offsets,
            spread: shared.openness_weight * unseen_spread(screening),
            factor: if line.sponsors_only { 1.0 } else { track.sponsor_share },
        }
    }

    /// Chance of an invitation from a program with this `offset` at season shift `s`.
    #[must_use]
    pub fn probability(&self, offset: f64, s: f64) -> f64 {
        self.factor * mean_logistic(offset + s, self.spread)
    }
}

/// `N'`: programs that the line draws from.
#[must_use]
pub fn reachable_pool(pool_programs: f64, sponsor_share: f64, sponsors_only: bool) -> f64 {
    if sponsors_only { pool_programs * sponsor_share } else { pool_programs }
}

/// Signals, ties and rotations at the program with this 0-based `index` in its line.
fn action_effect(line: &Line, index: u32, effects: &Effects) -> f64 {
    let signal = if index < line.gold_signals {
        effects.gold_signal
    } else if index < line.gold_signals + line.silver_signals {
        effects.silver_signal
    } else if index < line.signals {
        effects.plain_signal
    } else {
        0.0
    };
    signal
        + if index < line.geographic_ties { effects.geographic_tie } else { 0.0 }
        + if index < line.rotations { effects.rotation } else { 0.0 }
}
