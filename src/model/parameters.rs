//! What the model is made of, one entry for each quantity: its meaning, its name, what a person calls it,
//! and the values it can have. [`Effects`] and [`Assumptions`] hold whatever is known of each: a value, or a prior.

use super::portfolio::Screening;
use super::prior::{Assumption, PoolProfile, Spread, TrackKind};
use super::program::Signal;

/// A quantity of the model as the tables and the answers know it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Described {
    /// Key in the tables, for example `gold_signal`.
    pub key: &'static str,
    /// What a person calls it.
    pub words: &'static str,
    /// Least and greatest value that can be meant.
    pub range: (f64, f64),
}

/// Effects that can be meant: one beyond would change the odds more than 22,000 times.
pub const LOG_ODDS: (f64, f64) = (-10.0, 10.0);

/// Declares quantities as the fields of a struct that is generic over what is known of each.
macro_rules! quantities {
    (
        $(#[$meta:meta])* $name:ident,
        $($(#[$doc:meta])* $field:ident: $words:literal, $range:expr;)+
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<T = f64> {
            $($(#[$doc])* pub $field: T,)+
        }

        impl<T> $name<T> {
            /// Every quantity, in the order of the fields.
            pub const ALL: &[Described] = &[$(Described {
                key: stringify!($field),
                words: $words,
                range: $range,
            },)+];

            /// Every quantity as `value` gives it for its key.
            ///
            /// # Errors
            ///
            /// The first that `value` gives.
            pub fn try_of<E>(mut value: impl FnMut(&'static str) -> Result<T, E>) -> Result<Self, E> {
                Ok(Self { $($field: value(stringify!($field))?,)+ })
            }

            /// The quantity of this key.
            pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
                match key {
                    $(stringify!($field) => Some(&mut self.$field),)+
                    _ => None,
                }
            }
        }

        impl<T: Copy> $name<T> {
            /// The same of every quantity.
            #[must_use]
            pub const fn same(value: T) -> Self {
                Self { $($field: value,)+ }
            }

            /// Every quantity as `value` gives it for its key and what is known of it here.
            pub fn at<U>(&self, mut value: impl FnMut(&'static str, T) -> U) -> $name<U> {
                $name { $($field: value(stringify!($field), self.$field),)+ }
            }
        }
    };
}

quantities! {
    /// Effects on the log-odds of an invitation (`docs/methods.md` §4), the same in all tracks. That of
    /// Step 2 CK is fitted with each track.
    Effects,
    /// Years since graduation, each.
    years_since_graduation: "Effect of a year since graduation", LOG_ODDS;
    /// Each month of clinical experience in the United States, up to 12.
    us_clinical_month: "Effect of a month of US experience", LOG_ODDS;
    /// `ln(1 + publications)`.
    ln_publications: "Effect of publications", LOG_ODDS;
    /// First failed attempt at an examination.
    exam_failure: "Effect of a failed examination", LOG_ODDS;
    /// No letter from the specialty, against two or more.
    letters_none: "Effect of having no letter in the specialty", LOG_ODDS;
    /// One letter from the specialty, against two or more.
    letters_one: "Effect of having only one letter", LOG_ODDS;
    /// What a letter from the United States that belongs to no specialty is worth of one from the specialty.
    general_letter: "Worth of a letter without a specialty", LOG_ODDS;
    /// What a letter from the other radiology is worth of one from the specialty.
    related_letter: "Worth of a letter from the other radiology", LOG_ODDS;
    /// What a letter from the home country is worth of one from the specialty.
    home_letter: "Worth of a letter from the home country", LOG_ODDS;
    /// Each month of an observership in the United States, up to 12 with those of hands-on experience.
    observership_month: "Effect of a month of observership", LOG_ODDS;
    /// Each month of experience in the specialty, up to 6.
    specialty_month: "Effect of a month of experience in the specialty", LOG_ODDS;
    /// COMLEX without USMLE.
    comlex_only: "Effect of COMLEX without USMLE", LOG_ODDS;
    /// Gold signal.
    gold_signal: "Effect of a gold signal", LOG_ODDS;
    /// Silver signal.
    silver_signal: "Effect of a silver signal", LOG_ODDS;
    /// Signal of a specialty with one tier.
    plain_signal: "Effect of a signal", LOG_ODDS;
    /// Signal of a specialty that allots so many that programs hardly look at anybody else.
    gate_signal: "Effect of a signal where programs interview hardly anybody else", LOG_ODDS;
    /// Geographic tie, stated and aligned.
    geographic_tie: "Effect of a geographic tie", LOG_ODDS;
    /// Rotation at the program.
    rotation: "Effect of a rotation at the program", LOG_ODDS;
    /// Own fit of 1 at a program of a list, against 0.5.
    own_fit: "Effect of your own fit with a program", LOG_ODDS;
}

quantities! {
    /// Assumptions shared by all tracks.
    Assumptions,
    /// Correlation of residual strength between tracks, `ρ` (§2).
    strength_correlation: "Correlation of your strength across specialties", (0.0, 1.0);
    /// Correlation of `δ` between interventional and diagnostic radiology (§2).
    radiology_correlation: "Correlation of how IR and DR judge your application", (0.0, 1.0);
    /// Spread of the season shock, `σ_season` (§2).
    season_spread: "Variation of competition between seasons", (0.0, 5.0);
    /// Weight of openness in the invitation, `τ_u` (§4).
    openness_weight: "Variation of programs’ openness to you", (0.0, 5.0);
    /// Screening `typical` (§3).
    screening_typical: "How well applicants usually choose programs", (0.0, 1.0);
    /// Screening `researched` (§3).
    screening_researched: "How well looked-up programs are chosen", (0.0, 1.0);
    /// Spread of interview-day luck, `σ_ω` (§6).
    interview_luck_spread: "Correlation of a season’s interviews", (0.0, 5.0);
    /// Correlation of a program's share of international graduates with its openness, `r_img` (§3).
    img_share_correlation: "What a program’s share of IMGs says about its openness", (0.0, 1.0);
    /// Spread over programs of the logit of the share of international graduates, `σ_img` (§3).
    img_share_spread: "Variation of programs’ shares of IMGs", (0.1, 5.0);
    /// What it adds to the log-odds of an invitation that a program fits as the applicant knows, `g_known` (§3).
    known_fit: "How much better the programs do that you know to fit", (0.0, 5.0);
    /// How the chance of being taken falls with demand, `d` (§6).
    demand_gradient: "How much harder programs in demand are to get", (0.0, 0.99);
    /// Days from the first look of programs at applications until half of all invitations are sent (§4).
    invitation_median_day: "How early programs send their invitations", (1.0, 150.0);
    /// How sharply invitations gather around that day (§4).
    invitation_steepness: "How closely invitations follow each other", (0.5, 10.0);
    /// Spread of the unobserved shift between pools of two tracks (§4).
    pool_shift_spread: "Variation of your strength between specialties’ pools", (0.0, 5.0);
}

/// What is known of the effects.
pub type EffectsPrior = Effects<Spread>;

/// What is known of the assumptions.
pub type AssumptionsPrior = Assumptions<Assumption>;

/// Parameters shared by all tracks.
pub type SharedParameters = Assumptions<f64>;

impl EffectsPrior {
    /// Every effect at its central value.
    #[must_use]
    pub fn central(&self) -> Effects<f64> {
        self.at(|_, spread| spread.mean)
    }
}

impl AssumptionsPrior {
    /// Every shared parameter at its central value.
    #[must_use]
    pub fn central(&self) -> SharedParameters {
        self.at(|_, assumption| assumption.value)
    }
}

impl Effects<f64> {
    /// No effect at all: the average applicant, who does nothing in particular.
    pub const NONE: Self = Self::same(0.0);

    /// The effect of a signal, in a track whose signals are a gate or not. Where a gate has two tiers, gold is worth as
    /// much more than silver as elsewhere (an assumption).
    #[must_use]
    pub fn signal(&self, signal: Option<Signal>, has_gate: bool) -> f64 {
        match signal {
            None => 0.0,
            Some(Signal::Gold) if has_gate => self.gate_signal + self.gold_signal - self.silver_signal,
            Some(Signal::Silver | Signal::Plain) if has_gate => self.gate_signal,
            Some(Signal::Gold) => self.gold_signal,
            Some(Signal::Silver) => self.silver_signal,
            Some(Signal::Plain) => self.plain_signal,
        }
    }
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
    /// Whether the signals of the track are a gate.
    pub has_signal_gate: bool,
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
