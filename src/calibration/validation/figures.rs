//! What the population says of a published figure under one draw of the parameters.

use super::counts::gini;
use super::population::Cell;
use super::seasons::Sums;
use crate::model::ApplicantType;
use crate::reference::{ApplicantGroup, FigureQuantity, FigureRestriction, FigureRow};

/// Kind of a figure for a person, and why the model likely misses figures of
/// this kind where it does.
#[must_use]
pub fn kind_of(quantity: FigureQuantity, restriction: FigureRestriction) -> (&'static str, &'static str) {
    use FigureQuantity as Q;
    match quantity {
        Q::MatchRatePreferred if restriction == FigureRestriction::OnlyChoice => (
            "match rate of people who ranked one specialty only",
            "who ranks a single specialty is a rule of thumb, and this specialty was easier or harder in that year",
        ),
        Q::MatchRatePreferred if restriction == FigureRestriction::Step2Band => {
            ("match rate by Step 2 CK score", "the effect of the score is assumed to be the same at all scores")
        }
        Q::MatchRate => (
            "match rate",
            "the rates of applicants and positions moved over the years; specialties that are not tracks, and second \
             choices, are not or only roughly in the population",
        ),
        Q::MatchRatePreferred => (
            "match rate to the preferred specialty",
            "levels are those of 2024 to 2026, and this specialty was easier or harder in that year",
        ),
        Q::ShareOfFilled => (
            "share of filled positions",
            "who applies to a specialty moved over the years, and graduates of earlier years are not in the population",
        ),
        Q::MatchAtRanks => (
            "match rate at a number of ranks",
            "for US seniors the slope over the number of ranks is taken from non-US IMGs, not fitted; a short list is \
             taken for a sign of weakness where it may be a choice",
        ),
        Q::RankObtained => (
            "rank obtained",
            "for US seniors only the match rate is met: the same rate follows from fewer interviews and surer programs",
        ),
        Q::ListLength | Q::ListLengthMatched | Q::ListLengthNotMatched => (
            "length of the rank order list",
            "numbers of interviews of US seniors are assumed, and lists did not grow alike in all specialties",
        ),
        Q::InvitationsAtLeast | Q::InterviewGini | Q::GreatestInterviewGini => (
            "inequality of interviews",
            "the specialties of the source are not those of the model, its applicants include those who apply without \
             any prospect, and numbers and spread of the interviews of US seniors are assumed",
        ),
    }
}

/// The population under one draw: cells with what their seasons come to.
pub struct Draw<'a> {
    /// Cells.
    pub cells: &'a [Cell],
    /// What the seasons of each come to.
    pub sums: &'a [Sums],
}

/// One cell with its sums and the number of people who applied for one of the active.
struct Part<'a> {
    cell: &'a Cell,
    sums: &'a Sums,
    weight: f64,
}

impl Part<'_> {
    /// A sum of the seasons, in people.
    fn people(&self, share: f64) -> f64 {
        self.weight * share
    }

    /// The mixture of those with and without a second track, in people.
    fn mixed(&self, alone: f64, both: f64) -> f64 {
        self.weight * ((1.0 - self.cell.second_share) * alone + self.cell.second_share * both)
    }

    /// Positions of `track` that these people fill, all of them or those that begin with PGY-1.
    fn fills(&self, track: &str, restriction: FigureRestriction) -> f64 {
        let [share, second_share] = match restriction {
            FigureRestriction::Pgy1Positions => self.cell.pgy1_shares(),
            _ => [1.0, 1.0],
        };
        let first = if self.cell.track == track { share * self.sums.matched } else { 0.0 };
        let is_second = self.cell.second_track == track;
        let second = if is_second { second_share * self.cell.second_share * self.sums.matched_second } else { 0.0 };
        self.people(first + second)
    }

    fn rank(&self, place: usize) -> f64 {
        let at = |ranks: &[f64]| ranks.get(place).copied().unwrap_or(0.0);
        self.people(at(&self.sums.ranks) + self.cell.second_share * at(&self.sums.ranks_second))
    }
}

impl Draw<'_> {
    /// What the model says of the figure, in its unit.
    #[must_use]
    pub fn figure(&self, row: &FigureRow) -> f64 {
        use FigureQuantity as Q;
        match row.quantity {
            Q::MatchRate => percent(self.matched(row), self.active(row)),
            Q::MatchRatePreferred => percent(
                self.sum(row, |part| part.people(preferred(part.sums, row)[1])),
                self.sum(row, |part| part.people(preferred(part.sums, row)[0])),
            ),
            Q::ShareOfFilled => self.share_of_filled(row),
            Q::MatchAtRanks => percent(
                self.sum(row, |part| part.people(between(&part.sums.interviews_matched, row))),
                self.sum(row, |part| part.people(between(&part.sums.interviews, row))),
            ),
            Q::RankObtained => self.rank_obtained(row),
            Q::ListLength => (self.lengths(row, 0) + self.lengths(row, 1)) / self.active(row),
            Q::ListLengthMatched => self.lengths(row, 0) / self.matched(row),
            Q::ListLengthNotMatched => self.lengths(row, 1) / (self.active(row) - self.matched(row)),
            Q::InvitationsAtLeast => percent(
                self.sum(row, |part| part.people(between(&part.sums.interviews, row))),
                self.sum(row, |part| part.people(1.0)),
            ),
            Q::InterviewGini => 100.0 * gini(&self.interviews_in(row.track.as_deref().unwrap_or_default())),
            Q::GreatestInterviewGini => 100.0 * self.greatest_gini(),
        }
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let applied = |cell: &Cell, sums: &Sums| cell.applicants / sums.active.max(f64::MIN_POSITIVE);
        self.cells.iter().zip(self.sums).map(move |(cell, sums)| Part { cell, sums, weight: applied(cell, sums) })
    }

    /// Sum over the cells that a figure is about.
    fn sum(&self, row: &FigureRow, of: impl Fn(&Part<'_>) -> f64) -> f64 {
        self.parts().filter(|part| is_about(row, part.cell)).map(|part| of(&part)).sum()
    }

    /// Active applicants that a figure is about.
    fn active(&self, row: &FigureRow) -> f64 {
        self.sum(row, |part| part.people(part.sums.active))
    }

    /// Those of them who match to anything.
    fn matched(&self, row: &FigureRow) -> f64 {
        self.sum(row, |part| part.mixed(part.sums.matched, part.sums.matched + part.sums.matched_second))
    }

    /// Lengths of their lists added up: of the matched (0) or of the not matched (1).
    fn lengths(&self, row: &FigureRow, group: usize) -> f64 {
        self.sum(row, |part| part.mixed(part.sums.length[group], part.sums.length_both[group]))
    }

    fn share_of_filled(&self, row: &FigureRow) -> f64 {
        self.share_with(row, &|_| 1.0)
    }

    /// The share of filled positions if the overall match rate of each type were `rate_of` it, in percent.
    #[must_use]
    pub fn share_at_rates(&self, row: &FigureRow, rate_of: &dyn Fn(ApplicantType) -> Option<f64>) -> f64 {
        self.share_with(row, &|kind| {
            let overall = FigureRow {
                quantity: FigureQuantity::MatchRate,
                track: None,
                applicants: ApplicantGroup::Type(kind),
                restriction: FigureRestriction::None,
                ..row.clone()
            };
            rate_of(kind).map_or(1.0, |rate| rate / self.figure(&overall))
        })
    }

    /// The share of filled positions, the fills of each type times `factor_of` it.
    fn share_with(&self, row: &FigureRow, factor_of: &dyn Fn(ApplicantType) -> f64) -> f64 {
        let track = row.track.as_deref().unwrap_or_default();
        let mut factors: Vec<(ApplicantType, f64)> = Vec::new();
        let [mut share, mut all] = [0.0, 0.0];
        for part in self.parts() {
            let kind = part.cell.kind;
            let known = factors.iter().find(|(of, _)| *of == kind).map(|(_, factor)| *factor);
            let factor = known.unwrap_or_else(|| {
                let factor = factor_of(kind);
                factors.push((kind, factor));
                factor
            });
            let fills = factor * part.fills(track, row.restriction);
            all += fills;
            share += if row.applicants.contains(kind) { fills } else { 0.0 };
        }
        percent(share, all)
    }

    fn rank_obtained(&self, row: &FigureRow) -> f64 {
        let low = row.low.map_or(0, |low| low as usize - 1);
        let matched = self.matched(row);
        let up_to = |end: usize| self.sum(row, |part| (0..end).map(|place| part.rank(place)).sum());
        let top = row.high.map_or(matched, |high| up_to(high as usize));
        percent(top - up_to(low), matched)
    }

    /// Greatest Gini index of the interviews in a track.
    fn greatest_gini(&self) -> f64 {
        let mut tracks: Vec<&str> = self.cells.iter().map(|cell| cell.track.as_str()).collect();
        tracks.sort_unstable();
        tracks.dedup();
        tracks.into_iter().map(|track| gini(&self.interviews_in(track))).fold(0.0, f64::max)
    }

    /// Shares of 0, 1, 2, … interviews in a track among all who apply there, those who prefer another track and those
    /// without interviews counted.
    fn interviews_in(&self, track: &str) -> Vec<f64> {
        let mut shares = Vec::new();
        let mut people = 0.0;
        let mut count = |applied: f64, interviews: &[f64]| {
            people += applied;
            if shares.len() < interviews.len() {
                shares.resize(interviews.len(), 0.0);
            }
            for (all, share) in shares.iter_mut().zip(interviews) {
                *all += applied * share;
            }
        };
        for part in self.parts() {
            if part.cell.track == track {
                count(part.weight, &part.sums.interviews);
            } else if part.cell.second_track == track {
                count(part.weight * part.cell.second_share, &part.sums.interviews_second);
            }
        }
        shares.iter().map(|share| share / people).collect()
    }
}

/// Whether the people of a cell are among those a figure is about.
#[must_use]
pub fn is_about(row: &FigureRow, cell: &Cell) -> bool {
    let is_of_visa = match row.restriction {
        FigureRestriction::NeedsVisa => cell.needs_visa,
        FigureRestriction::NeedsNoVisa => !cell.needs_visa,
        FigureRestriction::None
        | FigureRestriction::OnlyChoice
        | FigureRestriction::Step2Band
        | FigureRestriction::Pgy1Positions => true,
    };
    is_of_visa && row.applicants.contains(cell.kind) && row.track.as_ref().is_none_or(|track| *track == cell.track)
}

/// Active and matched to the preferred track, of the people a figure is about.
fn preferred(sums: &Sums, row: &FigureRow) -> [f64; 2] {
    if row.restriction == FigureRestriction::OnlyChoice { sums.only_choice } else { [sums.active, sums.matched] }
}

fn between(shares: &[f64], row: &FigureRow) -> f64 {
    let low = row.low.map_or(0, |low| low as usize);
    let end = row.high.map_or(shares.len(), |high| high as usize + 1).min(shares.len());
    shares.get(low..end).unwrap_or_default().iter().sum()
}

fn percent(part: f64, whole: f64) -> f64 {
    100.0 * part / whole
}
