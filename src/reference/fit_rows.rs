//! Rows of the tables that the parameters are fitted to (`fit/`), typed.

use super::rows::Origin;
use crate::model::ApplicantType;

/// What became of applicants with respect to their preferred specialty, that
/// of the program they ranked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchOutcome {
    /// Matched to it.
    Matched,
    /// Not matched to it; matched elsewhere or nowhere.
    NotMatched,
}

impl MatchOutcome {
    /// Both, the matched first.
    pub const BOTH: [Self; 2] = [Self::Matched, Self::NotMatched];
}

/// The average applicant of a track whose parameters are fitted: `fit/applicants.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplicantRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Applications of the average applicant to the track.
    pub mean_applications: u32,
    /// Where the number of applications comes from.
    pub origin: Origin,
    /// Source of the number of applications.
    pub source_id: String,
    /// Share of the applicants that needs a visa, 0 to 1.
    pub visa_need_share: f64,
    /// Source of that share.
    pub visa_source_id: String,
    /// Year.
    pub year: u16,
    /// Remark.
    pub note: String,
}

/// Applicants matched and not matched to their preferred specialty: `fit/match_counts.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchCountRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Year of the Match.
    pub year: u16,
    /// Matched to it.
    pub matched: u32,
    /// Not matched to it.
    pub not_matched: u32,
    /// Source.
    pub source_id: String,
    /// Who is counted.
    pub note: String,
}

/// Printed summary of the number of contiguous ranks: `fit/rank_distributions.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct RankDistributionRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Group.
    pub outcome: MatchOutcome,
    /// Applicants behind the figures.
    pub n: u32,
    /// Smallest number.
    pub min: u32,
    /// Lower quartile; may lie halfway between two numbers.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub q3: f64,
    /// Largest number.
    pub max: u32,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Year of the Match.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// Step 2 CK of the matched and the not matched: `fit/step2_by_outcome.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Step2OutcomeRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Group.
    pub outcome: MatchOutcome,
    /// Applicants behind the figures.
    pub n: u32,
    /// Mean score.
    pub mean: f64,
    /// Standard deviation of the score.
    pub sd: f64,
    /// Where the figures come from.
    pub origin: Origin,
    /// Year of the Match.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// Applicants who ranked a specialty at all, and those who matched there: `fit/listings.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ListingRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Level of the positions: 1 is PGY-1.
    pub pgy: u32,
    /// Applicants who ranked at least one program; a person counts in every specialty ranked.
    pub applicants: u32,
    /// Positions filled by them.
    pub filled: u32,
    /// Year of the Match.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// Match rate of applicants whose Step 2 CK lies in a band: `fit/score_bands.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreBandRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Mean score taken for the people of the band.
    pub score: f64,
    /// Applicants in the band.
    pub applicants: u32,
    /// Share of them that matched to the track, 0 to 1, printed in whole percents.
    pub match_rate: f64,
    /// Year of the Match, the last where several are pooled.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// How interviews spread over applicants: `fit/interview_counts.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct InterviewCountRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// Mean number of interviews.
    pub mean: f64,
    /// Its standard deviation over applicants.
    pub sd: f64,
    /// Standard deviation of the number of applications, as a share of its mean.
    pub applications_relative_sd: f64,
    /// Applicants behind the figures.
    pub n: u32,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// One observation of invitations per application: `fit/invitation_rates.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct InvitationRateRow {
    /// Track.
    pub track: String,
    /// Applicant type.
    pub applicant_type: ApplicantType,
    /// What was observed, a word for people.
    pub observation: String,
    /// Invitations per application, 0 to 1.
    pub rate: f64,
    /// Standard error on the log-odds, apart from what sources differ by.
    pub sd: f64,
    /// Where the figure comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}
