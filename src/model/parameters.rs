//! One draw of the parameters: every quantity at one value.

use super::portfolio::Screening;
use super::prior::{PoolProfile, TrackKind};

/// Effects on the log-odds of an invitation (`docs/methods.md` §4), as in
/// [`EffectsPrior`](super::prior::EffectsPrior).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Years since graduation, each.
    pub years_since_graduation: f64,
    /// Each month of clinical experience in the United States, up to 12.
    pub us_clinical_month: f64,
    /// `ln(1 + publications)`.
    pub ln_publications: f64,
    /// First failed attempt at an examination.
    pub exam_failure: f64,
    /// No letter from the specialty, against two or more.
    pub letters_none: f64,
    /// One letter from the specialty, against two or more.
    pub letters_one: f64,
    /// Gold signal.
    pub gold_signal: f64,
    /// Silver signal.
    pub silver_signal: f64,
    /// Signal of a specialty with one tier.
    pub plain_signal: f64,
    /// Geographic tie, stated and aligned.
    pub geographic_tie: f64,
    /// Rotation at the program.
    pub rotation: f64,
    /// Own fit of 1 at a program of a list, against 0.5.
    pub own_fit: f64,
}

impl Effects {
    /// No effect at all: the average applicant, who does nothing in particular.
    pub const NONE: Self = Self {
        years_since_graduation: 0.0,
        us_clinical_month: 0.0,
        ln_publications: 0.0,
        exam_failure: 0.0,
        letters_none: 0.0,
        letters_one: 0.0,
        gold_signal: 0.0,
        silver_signal: 0.0,
        plain_signal: 0.0,
        geographic_tie: 0.0,
        rotation: 0.0,
        own_fit: 0.0,
    };
}

/// Parameters of one track.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackParameters {
    /// Key, for example `diagnostic_radiology`; it addresses the random draws.
    pub id: String,
    /// How the positions begin.
    pub kind: TrackKind,
    /// Programs of the track in the country, `N_s`.
    pub pool_programs: f64,
    /// Share of programs that sponsor a visa the applicant can use; 1 if none is needed.
    pub sponsor_share: f64,
    /// Level of the invitation logit, `a_{s,τ}`.
    pub a: f64,
    /// Spread of strength among all applicants of the pool, `σ_s`.
    pub sigma: f64,
    /// Level of the acceptance logit, `κ_{s,τ}`.
    pub kappa: f64,
    /// Slope of the acceptance logit in strength, `λ_s`.
    pub lambda: f64,
    /// Effect of 10 points of Step 2 CK on the log-odds of an invitation, `b_s`.
    pub step2_ck_per_10: f64,
    /// The pool that covariates are centerd on.
    pub pool: PoolProfile,
    /// Unobserved shift of the applicant's strength in this pool.
    pub pool_shift: f64,
}

/// Parameters shared by all tracks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedParameters {
    /// Correlation of strength between tracks, `ρ`.
    pub strength_correlation: f64,
    /// Correlation of `δ` between interventional and diagnostic radiology.
    pub radiology_correlation: f64,
    /// Spread of the season shock, `σ_season`.
    pub season_spread: f64,
    /// Weight of openness, `τ_u`.
    pub openness_weight: f64,
    /// Screening `typical`.
    pub screening_typical: f64,
    /// Screening `researched`.
    pub screening_researched: f64,
    /// Spread of interview-day luck, `σ_ω`.
    pub interview_luck_spread: f64,
    /// Correlation of a program's share of international graduates with its openness, `r_img`.
    pub img_share_correlation: f64,
    /// Spread over programs of the logit of the share of international graduates, `σ_img`.
    pub img_share_spread: f64,
}

impl SharedParameters {
    /// The correlation `r` that a line's screening stands for.
    #[must_use]
    pub fn screening(&self, screening: Screening) -> f64 {
        match screening {
            Screening::None => 0.0,
            Screening::Typical => self.screening_typical,
            Screening::Researched => self.screening_researched,
            Screening::Level(level) => level,
        }
    }
}

/// One draw of everything the engines need besides the applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// Tracks, in the order that `Line::track` indexes.
    pub tracks: Vec<TrackParameters>,
    /// Effects.
    pub effects: Effects,
    /// Shared parameters.
    pub shared: SharedParameters,
}
