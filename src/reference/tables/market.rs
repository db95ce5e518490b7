//! `market/`: what the national market is made of, and what was published of its outcome.

use super::sources::Origin;
use crate::model::ApplicantType;
use crate::reference::error::ReferenceError;
use crate::reference::record::Record;
use crate::reference::table::{table, words};

words! {
    /// How the positions of programs begin.
    pub enum PositionKind {
        /// From PGY-1 to the end.
        Categorical = "categorical",
        /// At PGY-2; the PGY-1 is elsewhere.
        Advanced = "advanced",
        /// PGY-1 alone.
        Preliminary = "preliminary",
    }
}

words! {
    /// What a published figure of the market is a figure of.
    pub enum MarketQuantity {
        /// Applicants with a certified rank order list.
        ActiveApplicants = "active_applicants",
        /// Couples.
        Couples = "couples",
        /// Share of couples of whom both matched, percent.
        CouplesBothMatched = "couples_both_matched",
        /// Share of couples of whom one matched, percent.
        CouplesOneMatched = "couples_one_matched",
        /// Share of couples of whom neither matched, percent.
        CouplesNeitherMatched = "couples_neither_matched",
        /// PGY-1 positions filled.
        Filled = "filled",
        /// Gini index of interviews over applicants, 0 to 1.
        GiniInterviews = "gini_interviews",
        /// Share of the programs applied to without a signal that interviewed, percent.
        InterviewRateNotSignaled = "interview_rate_not_signaled",
        /// Share of the signaled programs that interviewed, percent.
        InterviewRateSignaled = "interview_rate_signaled",
        /// Share of the active applicants who matched, percent.
        MatchRate = "match_rate",
        /// Share of the active applicants who held a place after SOAP, percent.
        PlacedAfterSoap = "placed_after_soap",
        /// PGY-1 positions offered.
        Positions = "positions",
        /// Applicants on the list of a program that filled.
        ProgramListLength = "program_list_length",
        /// Positions filled in SOAP.
        SoapFilled = "soap_filled",
        /// Positions that the match left unfilled.
        UnfilledPositions = "unfilled_positions",
        /// Programs that the match left with an unfilled position.
        UnfilledPrograms = "unfilled_programs",
    }
}

/// The word for everybody, or all tracks.
const ALL: &str = "all";

table! {
    /// Positions of a track, and interviews that its programs hold.
    pub struct MarketTrackRow: "market/tracks.csv", "positions offered and interviews held for each of them";
    key: track;
    columns:
    track: String = track,
    /// Positions offered.
    positions: u32 = whole(1..=1_000_000),
    /// Year of the Match that they were offered in.
    year: u16 = year,
    source_id: String = source,
    /// Applicants interviewed for each position.
    interviews_per_position: f64 = positive(100.0),
    /// Where the number of interviews comes from.
    interviews_origin: Origin = word,
    interviews_year: u16 = year,
    interviews_source_id: String = source,
    note: String = remark,
}

table! {
    /// How many programs of a track have so many positions.
    pub struct ProgramSizeRow: "market/sizes.csv", "programs by the number of their positions";
    key: track, position, quota;
    columns:
    track: String = track,
    position: PositionKind = word,
    /// Positions of each of these programs.
    quota: u32 = whole(1..=10_000),
    /// Programs.
    programs: u32 = whole(1..=100_000),
    year: u16 = year,
    source_id: String = source,
}

table! {
    /// A published figure of the whole market.
    pub struct MarketFigureRow: "market/published.csv", "published outcomes of the Match by track, type and year";
    key: quantity, track, applicants, year;
    columns:
    quantity: MarketQuantity = word,
    /// Track; none is all specialties, those that are no track here too.
    track[track]: Option<String> = track_of,
    /// Applicant type; none is everybody.
    applicants[applicants]: Option<ApplicantType> = type_of,
    year: u16 = year,
    value: f64 = number(0.0..=10_000_000.0),
    source_id: String = source,
    note: String = remark,
}

fn track_of(record: Record<'_>) -> Result<Option<String>, ReferenceError> {
    if record.cell("track") == ALL { Ok(None) } else { record.track("track").map(Some) }
}

fn type_of(record: Record<'_>) -> Result<Option<ApplicantType>, ReferenceError> {
    if record.cell("applicants") == ALL { Ok(None) } else { record.applicant_type("applicants").map(Some) }
}
