//! `validation/`: published figures that are predicted and never fitted, and
//! the applicants whose seasons predict them.

use super::sources::Origin;
use crate::model::{ApplicantType, RiskBand};
use crate::reference::error::ReferenceError;
use crate::reference::record::{Record, Word};
use crate::reference::table::{table, words};

/// The word for a figure over all tracks.
const ALL_TRACKS: &str = "all";

/// Largest number of ranks or invitations that a figure may name.
const COUNT_LIMIT: u32 = 60;

/// Highest Step 2 CK score.
const SCORE_LIMIT: u32 = 300;

words! {
    /// What a published figure is a figure of.
    pub enum FigureQuantity {
        /// Share matched to anything, of those with at least one program on their list.
        MatchRate = "match_rate",
        /// Share matched to the track, of those who prefer it.
        MatchRatePreferred = "match_rate_preferred",
        /// Share of a group among those who filled the positions of the track.
        ShareOfFilled = "share_of_filled",
        /// Share matched to the preferred track at `low` to `high` contiguous ranks.
        MatchAtRanks = "match_at_ranks",
        /// Share of the matched who got their choice `low` to `high`.
        RankObtained = "rank_obtained",
        /// Mean length of the rank order list.
        ListLength = "list_length",
        /// Mean length of the rank order list of the matched.
        ListLengthMatched = "list_length_matched",
        /// Mean length of the rank order list of the not matched.
        ListLengthNotMatched = "list_length_not_matched",
        /// Share with at least `low` invitations.
        InvitationsAtLeast = "invitations_at_least",
        /// Gini index of the interviews in one track, times 100.
        InterviewGini = "interview_gini",
        /// Greatest Gini index of interviews among tracks, times 100.
        GreatestInterviewGini = "greatest_interview_gini",
    }
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

impl Word for ApplicantGroup {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("us_md", Self::Type(ApplicantType::UsMd)),
        ("us_do", Self::Type(ApplicantType::UsDo)),
        ("us_img", Self::Type(ApplicantType::UsImg)),
        ("non_us_img", Self::Type(ApplicantType::NonUsImg)),
        ("img", Self::Img),
        ("us_seniors", Self::UsSeniors),
        ("all", Self::All),
    ];
}

words! {
    /// Which of the group a published figure is about; an empty cell is all of them.
    pub enum FigureRestriction {
        /// All of them.
        None = "",
        /// Those who need a visa.
        NeedsVisa = "needs_visa",
        /// Those who need no visa.
        NeedsNoVisa = "needs_no_visa",
        /// Those who ranked no other specialty.
        OnlyChoice = "only_choice",
        /// Those with a Step 2 CK score from `low` to `high`.
        Step2Band = "step2_band",
        /// Those who filled positions that begin with PGY-1.
        Pgy1Positions = "pgy1_positions",
    }
}

words! {
    /// Unit of a published figure.
    pub enum FigureUnit {
        /// Percent.
        Percent = "percent",
        /// Programs on a rank order list.
        Programs = "programs",
    }
}

words! {
    /// How good the copy is that a figure was read in.
    pub enum SourceQuality {
        /// Copy or abstract of a primary table.
        A = "A",
        /// Secondary, and agreeing with another.
        B = "B",
        /// Secondary, unchecked.
        C = "C",
    }
}

table! {
    /// A published figure that predictions are scored against and nothing is fitted to.
    pub struct FigureRow: "validation/figures.csv", "published figures that predictions are scored against, never fitted";
    key: figure;
    row: columns_fit;
    columns:
    /// Key.
    figure: String = key,
    /// Name for a person, without the year.
    name: String = text,
    /// Year of the Match.
    year: u16 = year,
    /// How many Matches around it are pooled; none is one alone.
    pooled_years: Option<u32> = optional_whole(2..=9),
    /// What it is a figure of.
    quantity: FigureQuantity = word,
    /// Track; none is all of them.
    track[track]: Option<String> = track_of,
    applicants: ApplicantGroup = word,
    /// Which of them.
    restriction: FigureRestriction = word,
    /// Smallest number of ranks, choices or invitations meant, or lowest score.
    low: Option<u32> = optional_whole(1..=SCORE_LIMIT),
    /// Largest number or highest score meant; none is open.
    high: Option<u32> = optional_whole(1..=SCORE_LIMIT),
    /// The figure.
    value: f64 = number(0.0..=100.0),
    /// Its unit.
    unit: FigureUnit = word,
    /// Applicants that it is a share of.
    n: Option<u32> = optional_whole(1..=1_000_000),
    /// Standard error where none follows from `n`.
    assumed_error: Option<f64> = optional_number(0.001..=50.0),
    source_id: String = source,
    /// How good the copy is.
    source_quality: SourceQuality = word,
    note: String = remark,
}

fn track_of(record: Record<'_>) -> Result<Option<String>, ReferenceError> {
    if record.cell("track") == ALL_TRACKS { Ok(None) } else { record.track("track").map(Some) }
}

/// What must hold between the columns of a figure.
fn columns_fit(record: Record<'_>, row: &FigureRow) -> Result<(), ReferenceError> {
    use FigureQuantity as Q;
    let needs_counts = matches!(row.quantity, Q::MatchAtRanks | Q::RankObtained | Q::InvitationsAtLeast);
    if needs_counts && row.low.is_none() {
        return Err(record.wrong("low", "nothing", "the number that this quantity asks for"));
    }
    let is_band = row.restriction == FigureRestriction::Step2Band;
    if is_band && (row.quantity != Q::MatchRatePreferred || row.low.or(row.high).is_none()) {
        return Err(record.wrong("restriction", "`step2_band`", "a `match_rate_preferred` with `low` or `high`"));
    }
    if !is_band && row.low.max(row.high).is_some_and(|count| count > COUNT_LIMIT) {
        return Err(record.wrong("low", "a number above 60", "at most 60, except for scores"));
    }
    if row.restriction == FigureRestriction::Pgy1Positions && row.quantity != Q::ShareOfFilled {
        return Err(record.wrong("restriction", "`pgy1_positions`", "none, but for shares of filled positions"));
    }
    if row.high.is_some_and(|high| row.low.map_or(!is_band, |low| high < low)) {
        return Err(record.wrong("high", "a number below `low`", "at least `low`"));
    }
    let needs_track =
        matches!(row.quantity, Q::MatchRatePreferred | Q::ShareOfFilled | Q::InvitationsAtLeast | Q::InterviewGini);
    if needs_track && row.track.is_none() {
        return Err(record.wrong("track", "`all`", "a track, which this quantity asks for"));
    }
    let is_length = matches!(row.quantity, Q::ListLength | Q::ListLengthMatched | Q::ListLengthNotMatched);
    if is_length != (row.unit == FigureUnit::Programs) {
        return Err(record.wrong("unit", "the other unit", "programs for lengths of lists, percent for all else"));
    }
    match (row.n, row.assumed_error, row.unit) {
        (Some(_), None, FigureUnit::Percent) | (None, Some(_), _) => Ok(()),
        _ => Err(record.wrong("assumed_error", "no or two errors", "either `n` of a percentage or `assumed_error`")),
    }
}

words! {
    /// What share a row of [`LevelRow`] is.
    pub enum LevelMeasure {
        /// Matched to the track, of those who prefer it.
        Preferred = "preferred",
        /// Filled a PGY-1 position of the track, of those who ranked one, wherever on their list.
        Listed = "listed",
    }
}

table! {
    /// How hard a track was in one Match, which predictions of figures of that Match start from.
    pub struct LevelRow: "validation/levels.csv", "how hard a track was in one Match, from counts that are not scored";
    key: track, applicant_type, year, measure;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    year: u16 = year,
    measure: LevelMeasure = word,
    applicants: u32 = whole(1..=1_000_000),
    matched: u32 = whole(0..=applicants),
    source_id: String = source,
    note: String = remark,
}

table! {
    /// How many applicants prefer a track, and how many of them rank a second one.
    pub struct PopulationRow: "validation/population.csv",
        "applicants by preferred track and type, whose seasons predict the figures";
    key: track, applicant_type;
    row: second_differs;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Active applicants who prefer the track.
    first_choice_applicants: u32 = whole(1..=1_000_000),
    /// Share of them who also apply to a second track, 0 to 1.
    second_share: f64 = number(0.0..=1.0),
    /// The second track.
    second_track: String = key,
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

fn second_differs(record: Record<'_>, row: &PopulationRow) -> Result<(), ReferenceError> {
    if row.second_track == row.track {
        return Err(record.wrong("second_track", "the first track again", "another track"));
    }
    Ok(())
}

table! {
    /// How interview offers spread over applicants of a specialty that is no track.
    pub struct OfferSpreadRow: "validation/offer_spreads.csv",
        "how interview offers spread over applicants, never fitted";
    key: specialty, source_id;
    columns:
    specialty: String = key,
    /// Programs in the country.
    programs: u32 = whole(1..=100_000),
    /// Mean number of applications.
    applications: u32 = whole(1..=programs),
    /// Mean number of interview offers.
    offers: f64 = positive(f64::from(applications)),
    /// Its standard deviation over applicants.
    offers_sd: f64 = positive(f64::from(applications)),
    /// Year of the Match, the last where several are pooled.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

impl Word for RiskBand {
    const WORDS: &'static [(&'static str, Self)] =
        &[("low", Self::Low), ("moderate", Self::Moderate), ("high", Self::High), ("very_high", Self::VeryHigh)];
}

table! {
    /// What a risk band has meant: published groups that the model puts in it, and how many of them went unmatched.
    pub struct BandRow: "validation/bands.csv", "published groups by the risk band that the model puts them in";
    key: band;
    row: observed_if_any;
    columns:
    band: RiskBand = word,
    /// Published groups in it.
    groups: u32 = whole(0..=1_000_000),
    /// Smallest share of a group that went unmatched, in percent.
    lowest: Option<f64> = optional_number(0.0..=100.0),
    /// Median of these shares, in percent.
    median: Option<f64> = optional_number(0.0..=100.0),
    /// Largest share, in percent.
    highest: Option<f64> = optional_number(0.0..=100.0),
}

fn observed_if_any(record: Record<'_>, row: &BandRow) -> Result<(), ReferenceError> {
    match (row.groups, row.lowest, row.median, row.highest) {
        (0, None, None, None) => Ok(()),
        (1.., Some(lowest), Some(median), Some(highest)) if lowest <= median && median <= highest => Ok(()),
        _ => Err(record.wrong("groups", "shares that do not fit", "rising shares if there are groups, else none")),
    }
}
