//! What is known of the parameters: central values, spreads and bounds.
//!
//! Plain data, compiled from the reference tables for one applicant type.
//! [`crate::engine::uncertainty`] makes parameter draws of it; the central
//! values alone are a draw too.

use super::applicant::Visa;
use super::fitted::FittedLaw;
use super::parameters::{Effects, SharedParameters};

/// How positions of a track begin (`docs/methods.md` §1, §7).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrackKind {
    /// A share `categorical_share` of positions runs from PGY-1 to the end, the
    /// rest is advanced and needs a PGY-1 from elsewhere. 1 is purely categorical.
    Residency {
        /// Share of categorical positions, 0 to 1.
        categorical_share: f64,
    },
    /// PGY-1 only: preliminary medicine, preliminary surgery, transitional year.
    Preliminary,
}

impl TrackKind {
    /// Share of categorical positions; none for preliminary tracks.
    #[must_use]
    pub fn categorical_share(self) -> Option<f64> {
        match self {
            Self::Residency { categorical_share } => Some(categorical_share),
            Self::Preliminary => None,
        }
    }

    /// Whether a match can leave the applicant in need of a PGY-1.
    #[must_use]
    pub fn has_advanced_positions(self) -> bool {
        self.categorical_share().is_some_and(|share| share < 1.0)
    }
}

/// A number with its uncertainty: normal with this mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Central value.
    pub mean: f64,
    /// Standard deviation; 0 is exact.
    pub sd: f64,
}

/// The shape of an assumption's prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriorShape {
    /// Held at its central value.
    Fixed,
    /// Normal, redrawn into the bounds.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Smallest value allowed.
        lower: f64,
        /// Largest value allowed.
        upper: f64,
    },
    /// Beta on 0 to 1.
    Beta {
        /// First shape parameter.
        alpha: f64,
        /// Second shape parameter.
        beta: f64,
    },
    /// Absolute value of a normal with mean 0.
    HalfNormal {
        /// Scale.
        scale: f64,
    },
}

/// An assumption of the model with its prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumption {
    /// Central value.
    pub value: f64,
    /// Prior.
    pub prior: PriorShape,
}

/// Mean and spread of a covariate in the published pool of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolMoments {
    /// Mean over the applicants of the pool.
    pub mean: f64,
    /// Standard deviation over the applicants of the pool.
    pub sd: f64,
}

/// The pool that the covariates of a track are centerd on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolProfile {
    /// USMLE Step 2 CK score.
    pub step2_ck: PoolMoments,
    /// Years since graduation.
    pub years_since_graduation: PoolMoments,
    /// Months of clinical experience in the United States, counted up to 12.
    pub us_clinical_months: PoolMoments,
    /// `ln(1 + publications)`.
    pub ln_publications: PoolMoments,
}

/// What is known of one track for one applicant type.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackPrior {
    /// Key, for example `diagnostic_radiology`.
    pub id: String,
    /// Name for a person.
    pub name: String,
    /// Short name for charts and narrow tables.
    pub short_name: String,
    /// How the positions begin.
    pub kind: TrackKind,
    /// Matches that the share of categorical positions rests on: the sum of the parameters of its Beta law. None
    /// where it is taken as known.
    pub categorical_matches: Option<f64>,
    /// Programs of the track in the country, `N_s`.
    pub pool_programs: u32,
    /// Share of programs that sponsor a J-1.
    pub sponsor_share_j1: f64,
    /// Share of programs that sponsor an H-1B.
    pub sponsor_share_h1b: f64,
    /// Applications of the published average applicant, `n̄`.
    pub mean_applications: u32,
    /// Share of the fitted pool that needs a visa; `a` was fitted with it.
    pub visa_need_share: f64,
    /// Whether the match rate behind `κ` counts all applicants; otherwise those with at least one interview.
    pub rate_counts_everyone: bool,
    /// Joint law of `a`, `ln σ`, `κ`, `λ` and the effect of Step 2 CK.
    pub fitted: FittedLaw,
    /// The pool that covariates are centerd on.
    pub pool: PoolProfile,
}

impl TrackPrior {
    /// The share of categorical positions with its Beta law; none for preliminary tracks.
    #[must_use]
    pub fn categorical(&self) -> Option<Assumption> {
        let share = self.kind.categorical_share()?;
        let law = |matches: f64| PriorShape::Beta { alpha: share * matches, beta: (1.0 - share) * matches };
        let is_open = 0.0 < share && share < 1.0;
        let prior = self.categorical_matches.filter(|_| is_open).map_or(PriorShape::Fixed, law);
        Some(Assumption { value: share, prior })
    }

    /// Share of the track's programs that sponsor a visa this applicant can use.
    ///
    /// Programs that sponsor an H-1B are counted among those that sponsor a J-1.
    #[must_use]
    pub fn sponsor_share(&self, visa: Visa) -> f64 {
        match visa {
            Visa::None => 1.0,
            Visa::J1 | Visa::J1OrH1b => self.sponsor_share_j1,
            Visa::H1bOnly => self.sponsor_share_h1b,
        }
    }
}

/// Effects of covariates and actions on the log-odds of an invitation (`docs/methods.md` §4),
/// the same in all tracks. That of Step 2 CK is fitted with each track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectsPrior {
    /// Years since graduation, each.
    pub years_since_graduation: Spread,
    /// Each month of clinical experience in the United States, up to 12.
    pub us_clinical_month: Spread,
    /// `ln(1 + publications)`.
    pub ln_publications: Spread,
    /// First failed attempt at an examination.
    pub exam_failure: Spread,
    /// No letter from the specialty, against two or more.
    pub letters_none: Spread,
    /// One letter from the specialty, against two or more.
    pub letters_one: Spread,
    /// Gold signal.
    pub gold_signal: Spread,
    /// Silver signal.
    pub silver_signal: Spread,
    /// Signal of a specialty with one tier.
    pub plain_signal: Spread,
    /// Geographic tie, stated and aligned.
    pub geographic_tie: Spread,
    /// Rotation at the program.
    pub rotation: Spread,
    /// Own fit of 1 at a program of a list, against 0.5.
    pub own_fit: Spread,
}

impl EffectsPrior {
    /// Every effect at the value that `value` gives for its name and spread.
    pub fn at(&self, mut value: impl FnMut(&str, Spread) -> f64) -> Effects {
        Effects {
            years_since_graduation: value("years_since_graduation", self.years_since_graduation),
            us_clinical_month: value("us_clinical_month", self.us_clinical_month),
            ln_publications: value("ln_publications", self.ln_publications),
            exam_failure: value("exam_failure", self.exam_failure),
            letters_none: value("letters_none", self.letters_none),
            letters_one: value("letters_one", self.letters_one),
            gold_signal: value("gold_signal", self.gold_signal),
            silver_signal: value("silver_signal", self.silver_signal),
            plain_signal: value("plain_signal", self.plain_signal),
            geographic_tie: value("geographic_tie", self.geographic_tie),
            rotation: value("rotation", self.rotation),
            own_fit: value("own_fit", self.own_fit),
        }
    }
}

/// Assumptions shared by all tracks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssumptionsPrior {
    /// Correlation of strength between tracks, `ρ` (§2).
    pub strength_correlation: Assumption,
    /// Correlation of `δ` between interventional and diagnostic radiology (§2).
    pub radiology_correlation: Assumption,
    /// Spread of the season shock, `σ_season` (§2).
    pub season_spread: Assumption,
    /// Weight of openness in the invitation, `τ_u` (§4).
    pub openness_weight: Assumption,
    /// Screening `typical` (§3).
    pub screening_typical: Assumption,
    /// Screening `researched` (§3).
    pub screening_researched: Assumption,
    /// Spread of interview-day luck, `σ_ω` (§6).
    pub interview_luck_spread: Assumption,
    /// Spread of the unobserved shift between pools of two tracks (§4).
    pub pool_shift_spread: Assumption,
    /// Correlation of a program's share of international graduates with its openness, `r_img` (§3).
    pub img_share_correlation: Assumption,
    /// Spread over programs of the logit of that share, `σ_img` (§3).
    pub img_share_spread: Assumption,
}

impl AssumptionsPrior {
    /// Every shared parameter at the value that `value` gives for its name and prior.
    pub fn at(&self, mut value: impl FnMut(&str, Assumption) -> f64) -> SharedParameters {
        SharedParameters {
            strength_correlation: value("strength_correlation", self.strength_correlation),
            radiology_correlation: value("radiology_correlation", self.radiology_correlation),
            season_spread: value("season_spread", self.season_spread),
            openness_weight: value("openness_weight", self.openness_weight),
            screening_typical: value("screening_typical", self.screening_typical),
            screening_researched: value("screening_researched", self.screening_researched),
            interview_luck_spread: value("interview_luck_spread", self.interview_luck_spread),
            img_share_correlation: value("img_share_correlation", self.img_share_correlation),
            img_share_spread: value("img_share_spread", self.img_share_spread),
        }
    }

    /// Every shared parameter at its central value.
    #[must_use]
    pub fn central(&self) -> SharedParameters {
        self.at(|_, assumption| assumption.value)
    }
}

/// Everything known of the parameters for one applicant type.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterPrior {
    /// Tracks, in the order that `Line::track` and `Applicant::letters` index.
    pub tracks: Vec<TrackPrior>,
    /// Effects.
    pub effects: EffectsPrior,
    /// Assumptions.
    pub assumptions: AssumptionsPrior,
    /// Index of the track whose pool the applicant belongs to first: strength
    /// in other tracks' pools carries the unobserved shift.
    pub home_track: usize,
    /// Indices of interventional and diagnostic radiology if both are present.
    pub radiology_pair: Option<(usize, usize)>,
}
