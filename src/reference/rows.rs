//! Rows of the reference tables, typed.

use crate::model::fitted::PARAMETERS;
use crate::model::{ApplicantType, Point};

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Printed in the source.
    Published,
    /// Worked out from published figures; the note says how.
    Computed,
    /// Estimated from published figures with this model.
    Fit,
    /// Not given by any open source; the note gives the reason for the value.
    Assumption,
}

/// A source: one row of `sources.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Key used by all tables.
    pub source_id: String,
    /// Publisher.
    pub publisher: String,
    /// Title.
    pub title: String,
    /// Year as printed.
    pub year: String,
    /// Table or place within it.
    pub table: String,
    /// Address.
    pub address: String,
}

/// How the positions of a track begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackKindRow {
    /// All positions run from PGY-1 to the end.
    Categorical,
    /// Some positions are categorical, some advanced; see `categorical_shares`.
    Mixed,
    /// PGY-1 only.
    Preliminary,
}

/// One track: `tracks/tracks.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackRow {
    /// Key, for example `diagnostic_radiology`.
    pub track: String,
    /// Name for a person.
    pub name: String,
    /// Short name, at most six characters, for example `DR`.
    pub short_name: String,
    /// How the positions begin.
    pub kind: TrackKindRow,
    /// ERAS specialty whose fee tiers the track counts in.
    pub eras_specialty: String,
    /// Group that shares an allotment of signals, if the specialty uses signals.
    pub signal_group: Option<String>,
    /// Programs in the country.
    pub programs: u32,
    /// Share of positions that are categorical, percent; 100 for categorical
    /// tracks, 0 for preliminary ones.
    pub categorical_share_pct: f64,
    /// Where `categorical_share_pct` comes from.
    pub categorical_share_source_id: String,
    /// Year of the program count.
    pub year: u16,
    /// Source of the program count.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// Parameters of one track and applicant type: `parameters/fitted.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Applications of the published average applicant.
    pub mean_applications: u32,
    /// Share of the pool that needs a visa, 0 to 1.
    pub visa_need_share: f64,
    /// Central values.
    pub center: Point,
    /// Standard deviations of the coordinates ([`crate::model::fitted::COORDINATES`]); the
    /// covariances stand in `parameters/covariances.csv`.
    pub sds: [f64; PARAMETERS],
    /// Invitations per application of the published average applicant, 0 to 1.
    pub invitation_rate: f64,
    /// Share of active applicants matched to the track under these parameters, 0 to 1.
    pub match_rate: f64,
    /// Where the row comes from.
    pub origin: Origin,
    /// Source.
    pub source_id: String,
    /// Which figures informed it.
    pub informed_by: String,
}

/// Covariance of two coordinates of the joint law: `parameters/covariances.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct CovarianceRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Index of the first coordinate in [`crate::model::fitted::COORDINATES`].
    pub row: usize,
    /// Index of the second.
    pub column: usize,
    /// Their covariance.
    pub covariance: f64,
}

/// Something that the fitted parameters were made from: `parameters/fit.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FitRecordRow {
    /// `program_version`, or `sha256 of` a table.
    pub item: String,
    /// Version or hash.
    pub value: String,
}

/// What the parameters of a track and applicant type are solved from where no
/// rank distributions are printed: `parameters/targets.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Track whose non-US IMG fit gives the spread of strength and the slope `λ`.
    pub base_track: String,
    /// Applications of the average applicant.
    pub mean_applications: u32,
    /// Invitations per application of the average applicant, 0 to 1; without
    /// one, the level `a` of the non-US IMG fit is kept.
    pub invitation_rate: Option<f64>,
    /// Source of the invitation rate.
    pub invitation_source_id: String,
    /// Share of active applicants matched to the track, 0 to 1.
    pub match_rate: f64,
    /// Source of the match rate.
    pub source_id: String,
    /// Where the match rate comes from.
    pub origin: Origin,
    /// Standard deviation of the invitation rate on the log-odds.
    pub invitation_sd: f64,
    /// Standard deviation of the match rate on the log-odds.
    pub match_sd: f64,
    /// Year of the match rate.
    pub year: u16,
    /// Remark.
    pub note: String,
}

/// A covariate of the pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariate {
    /// USMLE Step 2 CK score.
    Step2Ck,
    /// Years since graduation.
    YearsSinceGraduation,
    /// Months of clinical experience in the United States, counted up to 12.
    UsClinicalMonths,
    /// `ln(1 + publications)`.
    LnPublications,
}

/// Moments of a covariate in a pool: `pools/pools.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Covariate.
    pub covariate: Covariate,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Where the row comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// An effect on the log-odds of an invitation: `effects/effects.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRow {
    /// Key, for example `gold_signal`.
    pub effect: String,
    /// Unit.
    pub unit: String,
    /// Central value, log-odds.
    pub value: f64,
    /// Lower end of the 90% interval.
    pub low: f64,
    /// Upper end of the 90% interval.
    pub high: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// An assumption with its prior: `effects/assumptions.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionRow {
    /// Key, for example `strength_correlation`.
    pub assumption: String,
    /// Symbol in the methods.
    pub symbol: String,
    /// Central value.
    pub value: f64,
    /// `fixed`, `normal` (mean, sd), `beta` (alpha, beta) or `half_normal` (scale).
    pub prior: String,
    /// First parameter of the prior, if it has one.
    pub first: Option<f64>,
    /// Second parameter of the prior, if it has one.
    pub second: Option<f64>,
    /// Smallest value allowed.
    pub lower: Option<f64>,
    /// Largest value allowed.
    pub upper: Option<f64>,
    /// Year the assumption was made.
    pub year: u16,
    /// Source (this project).
    pub source_id: String,
    /// Reason.
    pub note: String,
}

/// A visa that a program may sponsor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SponsoredVisa {
    /// J-1.
    J1,
    /// H-1B.
    H1b,
}

/// Share of programs that sponsor a visa: `visa/sponsorship.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct SponsorshipRow {
    /// Track.
    pub track: String,
    /// Visa.
    pub visa: SponsoredVisa,
    /// Share of programs, 0 to 1.
    pub share: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// A tier of program signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalTier {
    /// The stronger of two tiers.
    Gold,
    /// The weaker of two tiers.
    Silver,
    /// The only tier.
    Single,
}

/// Signals allowed: `signals/allotments.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct AllotmentRow {
    /// Season: the year of the Match.
    pub season: u16,
    /// Group of tracks that shares the allotment.
    pub signal_group: String,
    /// Tier.
    pub tier: SignalTier,
    /// Signals.
    pub signals: u32,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// What a fee is charged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeItem {
    /// Application, a flat price for the whole tier, per specialty.
    ApplicationFlat,
    /// Application, each program of the tier, per specialty.
    ApplicationEach,
    /// NRMP registration, once.
    Registration,
    /// NRMP rank beyond those included, each.
    ExtraRank,
    /// USMLE transcript, once a season.
    UsmleTranscript,
    /// COMLEX transcript, once a season.
    ComlexTranscript,
}

/// One fee: `fees/schedule.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct FeeRow {
    /// Season: the year of the Match.
    pub season: u16,
    /// What it is charged for.
    pub item: FeeItem,
    /// ERAS specialty with application fees of its own from this season on; none is every other one.
    pub specialty: Option<String>,
    /// First program of the tier, 1-based.
    pub tier_from: Option<u32>,
    /// Last program of the tier; none is open.
    pub tier_to: Option<u32>,
    /// Price in United States dollars.
    pub usd: f64,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// A total that the publisher prints as an example: `fees/worked_totals.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkedTotalRow {
    /// Season.
    pub season: u16,
    /// Applications per specialty, as `specialty:number` separated by `+`.
    pub applications: String,
    /// Printed total in United States dollars.
    pub usd: f64,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}
