//! What the fitted tables say of a published figure by themselves, without the model.

use crate::model::ApplicantType;
use crate::reference::{ApplicantGroup, FigureQuantity, FigureRestriction, FigureRow, MatchOutcome, Reference};

/// A figure of a table, with its year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Its value in percent.
    pub value: f64,
    /// Latest year of the rows it comes from.
    pub year: u16,
}

/// Part of a whole, with the year it was counted in.
#[derive(Default)]
struct Ratio {
    part: f64,
    whole: f64,
    year: u16,
}

impl Ratio {
    fn input(&self) -> Option<Input> {
        (self.whole > 0.0).then(|| Input { value: 100.0 * self.part / self.whole, year: self.year })
    }
}

/// The same quantity for the same people in the fitted tables; none where they do not hold it.
#[must_use]
pub fn input(row: &FigureRow, reference: &Reference) -> Option<Input> {
    use FigureQuantity as Q;
    let is_conditioned = matches!(row.restriction, FigureRestriction::OnlyChoice | FigureRestriction::Step2Band);
    match (row.quantity, row.track.as_deref()) {
        (Q::MatchRate, None) => rate_of_types(row.applicants, reference),
        (Q::MatchRatePreferred, Some(track)) if !is_conditioned => rate_in_track(track, row.applicants, reference),
        (Q::ShareOfFilled, Some(track)) => share_of_filled(track, row, reference),
        _ => None,
    }
}

/// Positions that people of the group filled in the tracks, over those who prefer one of them.
fn rate_of_types(group: ApplicantGroup, reference: &Reference) -> Option<Input> {
    let mut ratio = Ratio::default();
    for row in reference.listings.iter().filter(|row| group.contains(row.applicant_type)) {
        ratio.part += f64::from(row.filled);
        ratio.year = ratio.year.max(row.year);
    }
    ratio.whole = applicants(reference, |_, kind| group.contains(kind));
    ratio.part = ratio.part.min(ratio.whole);
    ratio.input()
}

/// Share of a group matched to a track they prefer: counted, or as the table of targets gives it.
#[must_use]
pub fn rate_in_track(track: &str, group: ApplicantGroup, reference: &Reference) -> Option<Input> {
    let mut ratio = Ratio::default();
    for row in reference.population.iter().filter(|row| row.track == track && group.contains(row.applicant_type)) {
        let kind = row.applicant_type;
        let counted = reference.match_counts.iter().find(|one| one.track == track && one.applicant_type == kind);
        let target = reference.targets.iter().find(|one| one.track == track && one.applicant_type == kind);
        let (rate, year) = match (counted, target) {
            (Some(one), _) => (f64::from(one.matched) / f64::from((one.matched + one.not_matched).max(1)), one.year),
            (None, Some(one)) => (one.match_rate, one.year),
            (None, None) => continue,
        };
        let people = f64::from(row.first_choice_applicants);
        ratio.part += people * rate;
        ratio.whole += people;
        ratio.year = ratio.year.max(year);
    }
    ratio.input()
}

fn share_of_filled(track: &str, figure: &FigureRow, reference: &Reference) -> Option<Input> {
    let mut ratio = Ratio::default();
    let is_pgy1 = figure.restriction == FigureRestriction::Pgy1Positions;
    for row in reference.listings.iter().filter(|row| row.track == track && (row.pgy == 1 || !is_pgy1)) {
        let filled = f64::from(row.filled);
        ratio.whole += filled;
        ratio.part += if figure.applicants.contains(row.applicant_type) { filled } else { 0.0 };
        ratio.year = ratio.year.max(row.year);
    }
    ratio.input()
}

/// Active applicants of the population of whom `is_counted` holds, by track and type.
#[must_use]
pub fn applicants(reference: &Reference, is_counted: impl Fn(&str, ApplicantType) -> bool) -> f64 {
    let rows = reference.population.iter().filter(|row| is_counted(&row.track, row.applicant_type));
    rows.map(|row| f64::from(row.first_choice_applicants)).sum()
}

/// The logistic curve of the match over Step 2 CK that the printed means of the matched and the not matched imply,
/// at a score, in percent.
#[must_use]
pub fn logistic_in_score(track: &str, kind: ApplicantType, score: f64, reference: &Reference) -> Option<f64> {
    let of = |outcome: MatchOutcome| {
        let is_it = |row: &&crate::reference::Step2OutcomeRow| {
            row.track == track && row.applicant_type == kind && row.outcome == outcome
        };
        reference.step2_outcomes.iter().find(is_it)
    };
    let (matched, not_matched) = (of(MatchOutcome::Matched)?, of(MatchOutcome::NotMatched)?);
    let variance = matched.sd.mul_add(matched.sd, not_matched.sd * not_matched.sd) / 2.0;
    let share = rate_in_track(track, ApplicantGroup::Type(kind), reference)?.value / 100.0;
    let middle = f64::midpoint(matched.mean, not_matched.mean);
    let slope = (matched.mean - not_matched.mean) / variance;
    let log_odds = libm::log(share / (1.0 - share)) + slope * (score - middle);
    Some(100.0 / (1.0 + libm::exp(-log_odds)))
}
