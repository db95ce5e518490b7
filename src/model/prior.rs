//! What is known of the parameters: central values, spreads and bounds.
//!
//! Plain data, compiled from the reference tables for one applicant type.
//! [`crate::engine::uncertainty`] makes parameter draws of it; the central
//! values alone are a draw too.

use super::applicant::Visa;
use super::fitted::FittedLaw;
use super::parameters::{AssumptionsPrior, EffectsPrior, TrackParameters};
use super::program::SignalCounts;

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
    /// The signals that an applicant to this track usually sends; `a` was fitted with them.
    pub usual_signals: SignalCounts,
    /// What simulated markets say of the track, one element a market; empty for the fit alone.
    pub markets: Vec<MarketLevel>,
}

/// What one simulated market says of a track for one applicant type (`docs/market.md`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketLevel {
    /// Added to the level `a` of an invitation.
    pub invitation: f64,
    /// Level `κ` and slope `λ` of being taken.
    pub acceptance: MarketAcceptance,
    /// Whether a signal is a gate.
    pub has_signal_gate: bool,
}

/// What a market makes of the fitted level and slope of being taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MarketAcceptance {
    /// They are added to the fitted ones.
    Added {
        /// Added to `κ`.
        kappa: f64,
        /// Added to `λ`.
        lambda: f64,
    },
    /// They take the place of the fitted ones.
    Instead {
        /// `κ`.
        kappa: f64,
        /// `λ`.
        lambda: f64,
    },
}

impl MarketLevel {
    /// The parameters of a draw, moved to this level.
    pub fn apply(&self, track: &mut TrackParameters) {
        track.a += self.invitation;
        track.has_signal_gate = self.has_signal_gate;
        (track.kappa, track.lambda) = match self.acceptance {
            MarketAcceptance::Added { kappa, lambda } => (track.kappa + kappa, track.lambda + lambda),
            MarketAcceptance::Instead { kappa, lambda } => (kappa, lambda),
        };
    }
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

/// The specialty whose applicants somebody is one of (`docs/methods.md` §4). It belongs to the person and not to a portfolio, so
/// that no other portfolio, line or order of lines changes an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// That of one of the tracks, by index.
    Track(usize),
    /// Another one than the tracks.
    Elsewhere,
    /// It is not known which.
    Unknown,
}

impl Home {
    /// Standard deviation of the shift in the pool of a track, as a multiple of that between two pools: two tracks are as far
    /// apart whether the home is known or not.
    #[must_use]
    pub fn shift_share(self, track: usize) -> f64 {
        match self {
            Self::Track(home) if home == track => 0.0,
            Self::Unknown => std::f64::consts::FRAC_1_SQRT_2,
            Self::Track(_) | Self::Elsewhere => 1.0,
        }
    }

    /// The index of the track, if it is one of them.
    #[must_use]
    pub fn track(self) -> Option<usize> {
        match self {
            Self::Track(track) => Some(track),
            Self::Elsewhere | Self::Unknown => None,
        }
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
    /// Whose pool the applicant belongs to: strength in other pools carries the unobserved shift.
    pub home: Home,
    /// Indices of interventional and diagnostic radiology if both are present.
    pub radiology_pair: Option<(usize, usize)>,
}
