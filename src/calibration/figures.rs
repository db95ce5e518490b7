//! The published figures of one track that the parameters are fitted to.

use crate::model::ApplicantType;
use crate::reference::{MatchOutcome, RankDistributionRow, Reference, Step2OutcomeRow};

/// Published figures of one track and applicant type.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackFigures {
    /// Applicants matched to their preferred specialty.
    pub matched: u32,
    /// Applicants who were not.
    pub not_matched: u32,
    /// Contiguous ranks of the matched and the not matched; none of a group below five applicants, whose
    /// figures are not printed.
    pub ranks: [Option<RankSummary>; 2],
    /// Step 2 CK of the matched and the not matched; none where either is not printed.
    pub step2: Option<[GroupMean; 2]>,
}

/// Printed summary of contiguous ranks in one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSummary {
    /// Applicants behind the figures.
    pub n: f64,
    /// Lower quartile, median and upper quartile; may lie halfway between two numbers.
    pub quartiles: [f64; 3],
    /// Mean and standard deviation.
    pub mean: GroupMean,
}

/// A printed mean with what its standard error follows from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupMean {
    /// Applicants behind it.
    pub n: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation over applicants.
    pub sd: f64,
}

impl GroupMean {
    /// Standard error of the mean.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.sd / self.n.sqrt()
    }
}

impl TrackFigures {
    /// The figures of a track; none where its matches are not counted, or no ranks of either group are printed.
    #[must_use]
    pub fn of(reference: &Reference, track: &str, kind: ApplicantType) -> Option<Self> {
        let counts = reference.match_counts.iter().find(|row| row.track == track && row.applicant_type == kind)?;
        let [matched, not_matched] = MatchOutcome::BOTH.map(|outcome| ranks(reference, track, kind, outcome));
        let ranks = [matched, not_matched];
        let step2 = step2(reference, track, kind);
        let is_printed = ranks.iter().any(Option::is_some);
        is_printed.then_some(Self { matched: counts.matched, not_matched: counts.not_matched, ranks, step2 })
    }

    /// Whether everything is printed. Without the matched, whose figures are suppressed where they are few, a track says
    /// nothing of its slope.
    #[must_use]
    pub fn are_complete(&self) -> bool {
        self.ranks.iter().all(Option::is_some) && self.step2.is_some()
    }

    /// Published share matched to the preferred specialty.
    #[must_use]
    pub fn match_rate(&self) -> f64 {
        f64::from(self.matched) / f64::from(self.matched + self.not_matched)
    }
}

/// Step 2 CK of the matched and the not matched; none where either is not printed.
#[must_use]
pub fn step2(reference: &Reference, track: &str, kind: ApplicantType) -> Option<[GroupMean; 2]> {
    let of = |outcome: MatchOutcome| {
        let is_it = |row: &&Step2OutcomeRow| row.track == track && row.applicant_type == kind && row.outcome == outcome;
        let row = reference.step2_outcomes.iter().find(is_it)?;
        Some(GroupMean { n: f64::from(row.n), mean: row.mean, sd: row.sd })
    };
    Some([of(MatchOutcome::Matched)?, of(MatchOutcome::NotMatched)?])
}

fn ranks(reference: &Reference, track: &str, kind: ApplicantType, outcome: MatchOutcome) -> Option<RankSummary> {
    let is_it = |row: &&RankDistributionRow| row.track == track && row.applicant_type == kind && row.outcome == outcome;
    let row = reference.rank_distributions.iter().find(is_it)?;
    let n = f64::from(row.n);
    Some(RankSummary { n, quartiles: [row.q1, row.median, row.q3], mean: GroupMean { n, mean: row.mean, sd: row.sd } })
}
