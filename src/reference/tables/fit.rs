//! `fit/`: what the parameters are fitted to.

use super::sources::Origin;
use crate::model::ApplicantType;
use crate::reference::table::{table, words};

words! {
    /// What became of applicants with respect to their preferred specialty, that
    /// of the program they ranked first.
    pub enum MatchOutcome {
        /// Matched to it.
        Matched = "matched",
        /// Not matched to it; matched elsewhere or nowhere.
        NotMatched = "not_matched",
    }
}

impl MatchOutcome {
    /// Both, the matched first.
    pub const BOTH: [Self; 2] = [Self::Matched, Self::NotMatched];
}

table! {
    /// The average applicant of a track whose parameters are fitted.
    pub struct ApplicantRow: "fit/applicants.csv",
        "applications of the average applicant of each fitted track, and need of a visa";
    key: track, applicant_type;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Applications of the average applicant to the track.
    mean_applications: u32 = whole(1..=10_000),
    /// Where the number of applications comes from.
    origin: Origin = word,
    /// Source of the number of applications.
    source_id: String = source,
    /// Share of the applicants that needs a visa, 0 to 1.
    visa_need_share: f64 = number(0.0..=1.0),
    /// Source of that share.
    visa_source_id: String = source,
    year: u16 = year,
    note: String = remark,
}

table! {
    /// Applicants matched and not matched to their preferred specialty.
    pub struct MatchCountRow: "fit/match_counts.csv", "applicants matched and not matched to their preferred specialty";
    key: track, applicant_type, year;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Year of the Match.
    year: u16 = year,
    /// Matched to it.
    matched: u32 = whole(0..=1_000_000),
    /// Not matched to it.
    not_matched: u32 = whole(0..=1_000_000),
    source_id: String = source,
    /// Who is counted.
    note: String = remark,
}

table! {
    /// Printed summary of the number of contiguous ranks.
    pub struct RankDistributionRow: "fit/rank_distributions.csv",
        "contiguous ranks of the matched and the not matched, as printed";
    key: track, applicant_type, outcome, year;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Group.
    outcome: MatchOutcome = word,
    /// Applicants behind the figures.
    n: u32 = whole(1..=1_000_000),
    /// Smallest number.
    min: u32 = whole(1..=10_000),
    /// Lower quartile; may lie halfway between two numbers.
    q1: f64 = number(1.0..=10_000.0),
    median: f64 = number(1.0..=10_000.0),
    /// Upper quartile.
    q3: f64 = number(1.0..=10_000.0),
    /// Largest number.
    max: u32 = whole(1..=10_000),
    mean: f64 = number(1.0..=10_000.0),
    /// Standard deviation.
    sd: f64 = positive(10_000.0),
    /// Year of the Match.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// Step 2 CK of the matched and the not matched.
    pub struct Step2OutcomeRow: "fit/step2_by_outcome.csv", "Step 2 CK of the matched and the not matched";
    key: track, applicant_type, outcome, year;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Group.
    outcome: MatchOutcome = word,
    /// Applicants behind the figures.
    n: u32 = whole(1..=1_000_000),
    /// Mean score.
    mean: f64 = number(1.0..=300.0),
    /// Standard deviation of the score.
    sd: f64 = positive(100.0),
    /// Where the figures come from.
    origin: Origin = word,
    /// Year of the Match.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// Match rate of applicants whose Step 2 CK lies in a band.
    pub struct ScoreBandRow: "fit/score_bands.csv", "match rates of US MD seniors by Step 2 CK";
    key: track, applicant_type, score;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Mean score taken for the people of the band.
    score: f64 = number(100.0..=300.0),
    /// Applicants in the band.
    applicants: u32 = whole(1..=1_000_000),
    /// Share of them that matched to the track, 0 to 1, printed in whole percents.
    match_rate: f64 = number(0.0..=1.0),
    /// Year of the Match, the last where several are pooled.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// How interviews spread over applicants.
    pub struct InterviewCountRow: "fit/interview_counts.csv", "how interviews spread over applicants";
    key: track, applicant_type, source_id;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Mean number of interviews.
    mean: f64 = positive(1000.0),
    /// Its standard deviation over applicants.
    sd: f64 = positive(1000.0),
    /// Standard deviation of the number of applications, as a share of its mean.
    applications_relative_sd: f64 = number(0.0..=5.0),
    /// Applicants behind the figures.
    n: u32 = whole(1..=1_000_000),
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// One observation of invitations per application.
    pub struct InvitationRateRow: "fit/invitation_rates.csv", "observed invitations per application";
    key: track, applicant_type, observation;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// What was observed, a word for people.
    observation: String = key,
    /// Invitations per application, 0 to 1.
    rate: f64 = number(0.001..=0.999),
    /// Standard error on the log-odds, apart from what sources differ by.
    sd: f64 = positive(10.0),
    /// Where the figure comes from.
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// Applicants who ranked a specialty at all, and those who matched there.
    pub struct ListingRow: "fit/listings.csv", "applicants who ranked a specialty and positions they filled";
    key: track, applicant_type, pgy, year;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Level of the positions: 1 is PGY-1.
    pgy: u32 = whole(1..=2),
    /// Applicants who ranked at least one program; a person counts in every specialty ranked.
    applicants: u32 = whole(0..=1_000_000),
    /// Positions filled by them.
    filled: u32 = whole(0..=applicants),
    /// Year of the Match.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// IMGs, US citizens and others, who applied to a specialty through ERAS. With those of `fit/listings.csv` they
    /// bound the share without any interview from above.
    pub struct ErasApplicantsRow: "fit/eras_applicants.csv", "IMGs who applied to a specialty through ERAS";
    key: track, year;
    columns:
    track: String = track,
    /// People who applied, early in the season.
    applicants: u32 = whole(1..=1_000_000),
    /// Year of the Match.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// Ranks that the matched US MD seniors obtained on their lists.
    pub struct RankObtainedRow: "fit/ranks_obtained.csv", "ranks that matched US MD seniors obtained on their lists";
    key: first, year;
    columns:
    /// First rank, 1 is the top of the list.
    first: u32 = whole(1..=60),
    /// Last rank; none means all below.
    last: Option<u32> = optional_whole(1..=60),
    /// Share of the matched, 0 to 1.
    share: f64 = number(0.0..=1.0),
    /// The matched.
    n: u32 = whole(1..=1_000_000),
    /// Year of the Match.
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}
