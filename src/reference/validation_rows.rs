//! Rows of the tables that predictions are scored with: published figures, and
//! the applicants whose seasons predict them.

use super::rows::Origin;
use crate::model::ApplicantType;

/// What a published figure is a figure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureQuantity {
    /// Share matched to anything, of those with at least one program on their list.
    MatchRate,
    /// Share matched to the track, of those who prefer it.
    MatchRatePreferred,
    /// Share of a group among those who filled the positions of the track.
    ShareOfFilled,
    /// Share matched to the preferred track at `low` to `high` contiguous ranks.
    MatchAtRanks,
    /// Share of the matched who got their choice `low` to `high`.
    RankObtained,
    /// Mean length of the rank order list.
    ListLength,
    /// Mean length of the rank order list of the matched.
    ListLengthMatched,
    /// Mean length of the rank order list of the not matched.
    ListLengthNotMatched,
    /// Share with at least `low` invitations.
    InvitationsAtLeast,
    /// Least Gini index of interviews among tracks, times 100.
    LeastInterviewGini,
    /// Greatest Gini index of interviews among tracks, times 100.
    GreatestInterviewGini,
}

/// Applicants that a published figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicantGroup {
    /// One type.
    Type(ApplicantType),
    /// Both kinds of international medical graduates.
    Img,
    /// US MD and DO seniors.
    UsSeniors,
    /// All four types.
    All,
}

impl ApplicantGroup {
    /// Whether applicants of `kind` belong to the group.
    #[must_use]
    pub fn contains(self, kind: ApplicantType) -> bool {
        match self {
            Self::Type(only) => only == kind,
            Self::Img => kind.is_img(),
            Self::UsSeniors => kind.is_us_senior(),
            Self::All => true,
        }
    }
}

/// Which of the group a published figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureRestriction {
    /// All of them.
    None,
    /// Those who need a visa.
    NeedsVisa,
    /// Those who need no visa.
    NeedsNoVisa,
    /// Those who ranked no other specialty.
    OnlyChoice,
    /// Those with a Step 2 CK score from `low` to `high`.
    Step2Band,
    /// Those who filled positions that begin with PGY-1.
    Pgy1Positions,
}

/// Unit of a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureUnit {
    /// Percent.
    Percent,
    /// Programs on a rank order list.
    Programs,
}

/// How good the copy is that a figure was read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceQuality {
    /// Copy or abstract of a primary table.
    A,
    /// Secondary, and agreeing with another.
    B,
    /// Secondary, unchecked.
    C,
}

/// A published figure that predictions are scored against and nothing is
/// fitted to: `validation/figures.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// Key.
    pub figure: String,
    /// Name for a person, without the year.
    pub name: String,
    /// Year of the Match.
    pub year: u16,
    /// What it is a figure of.
    pub quantity: FigureQuantity,
    /// Track; none is all of them.
    pub track: Option<String>,
    /// Applicants.
    pub applicants: ApplicantGroup,
    /// Which of them.
    pub restriction: FigureRestriction,
    /// Smallest number of ranks, choices or invitations meant, or lowest score.
    pub low: Option<u32>,
    /// Largest number or highest score meant; none is open.
    pub high: Option<u32>,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: FigureUnit,
    /// Applicants that it is a share of.
    pub n: Option<u32>,
    /// Standard error where none follows from `n`.
    pub assumed_error: Option<f64>,
    /// Source.
    pub source_id: String,
    /// How good the copy is.
    pub source_quality: SourceQuality,
    /// Remark.
    pub note: String,
}

/// How many applicants prefer a track, and how many of them rank a second one:
/// `validation/population.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Active applicants who prefer the track.
    pub first_choice_applicants: u32,
    /// Share of them who also apply to a second track, 0 to 1.
    pub second_share: f64,
    /// The second track.
    pub second_track: String,
    /// Where the row comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// A sealed prediction of a Match that had not happened: `forecasts/2027.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastRow {
    /// Key.
    pub figure: String,
    /// Name for a person, without the year.
    pub name: String,
    /// Year of the Match.
    pub year: u16,
    /// Kind of figure, in words.
    pub kind: String,
    /// 5%, 25%, 50%, 75% and 95% point of the prediction, in percent.
    pub quantiles: [f64; 5],
    /// The naive prediction, in percent.
    pub baseline: f64,
    /// What the naive prediction is.
    pub baseline_rule: String,
    /// Version of the program that made the prediction.
    pub program_version: String,
    /// SHA-256 over the SHA-256 of all tables that it was made from.
    pub tables_sha256: String,
}

/// What was published after a forecast was sealed: `forecasts/2027_published.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedRow {
    /// Key of the figure in the forecast.
    pub figure: String,
    /// The published figure, in percent.
    pub value: f64,
    /// Source.
    pub source_id: String,
}
