//! What somebody without a model would have said: the naive prediction of each family of figures.

use super::inputs::{Input, input, logistic_in_score, rate_in_track};
use super::levels;
use crate::model::logistic::{logistic, logit};
use crate::reference::{ApplicantGroup, FigureQuantity, FigureRestriction, FigureRow, Reference};

/// A naive prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// What it is.
    pub rule: &'static str,
    /// The prediction, in the unit of the figure.
    pub value: f64,
}

/// The rule by which a figure of the fitted tables is the naive prediction.
const FITTED: &str = "value of the fitted tables";

/// Highest share matched that a rate of acceptance is taken from; a share of 100% would need an endless one.
const HIGHEST_SHARE: f64 = 0.995;

/// Mean score in an open band of Step 2 CK, counted from its end, as in `fit/score_bands.csv`.
const OPEN_BAND: f64 = 8.0;

/// The naive prediction of a figure: the latest earlier value of its series, published or in a fitted table, or else
/// the rule of its family.
#[must_use]
pub fn baseline(row: &FigureRow, reference: &Reference) -> Baseline {
    let published = last_published(row, &reference.figures);
    let fitted = input(row, reference).filter(|one| one.year < row.year);
    let found = match (published, fitted) {
        (Some(published), Some(fitted)) if fitted.year > published.year => Some((FITTED, fitted.value)),
        (Some(published), _) => Some(("last published value", published.value)),
        (None, _) => by_family(row, reference),
    };
    let (rule, value) = found.filter(|(_, value)| value.is_finite()).unwrap_or(("one half", 50.0));
    Baseline { rule, value }
}

/// The latest earlier value of the same series among the published figures, with its year.
#[must_use]
pub fn last_published(row: &FigureRow, figures: &[FigureRow]) -> Option<Input> {
    let earlier = figures.iter().filter(|one| one.year < row.year && is_same_series(one, row));
    earlier.max_by_key(|one| one.year).map(|one| Input { value: one.value, year: one.year })
}

fn is_same_series(a: &FigureRow, b: &FigureRow) -> bool {
    (a.quantity, &a.track, a.applicants, a.restriction, a.low, a.high)
        == (b.quantity, &b.track, b.applicants, b.restriction, b.low, b.high)
}

fn by_family(row: &FigureRow, reference: &Reference) -> Option<(&'static str, f64)> {
    use FigureQuantity as Q;
    let figures = &reference.figures;
    match row.quantity {
        Q::MatchRatePreferred if row.restriction == FigureRestriction::OnlyChoice => {
            let rate = rate_in_track(row.track.as_deref()?, row.applicants, reference)?;
            Some(("rate of the type in this specialty", at_level(rate.value, row, reference)))
        }
        Q::MatchRatePreferred if row.restriction == FigureRestriction::Step2Band => {
            let ApplicantGroup::Type(kind) = row.applicants else { return None };
            let rate = logistic_in_score(row.track.as_deref()?, kind, middle_of_band(row), reference)?;
            Some(("logistic curve in the score", at_level(rate, row, reference)))
        }
        Q::MatchRate | Q::MatchRatePreferred | Q::ShareOfFilled => Some((FITTED, input(row, reference)?.value)),
        Q::MatchAtRanks => {
            let ranks = |one: &FigureRow| Some(f64::midpoint(f64::from(one.low?), f64::from(one.high?)));
            let rate_of = |one: &FigureRow| Some(acceptance(one.value, ranks(one)?));
            let rate = mean(figures.iter().filter(|one| is_other(one, row)).filter_map(rate_of))?;
            Some(("one acceptance rate for all", -100.0 * libm::expm1(-rate * ranks(row)?)))
        }
        Q::RankObtained => {
            let is_first = |one: &&FigureRow| is_other(one, row) && one.year != row.year && one.low == Some(1);
            let rate_of = |one: &FigureRow| Some(acceptance(one.value, f64::from(one.high?)));
            let rate = mean(figures.iter().filter(is_first).filter_map(rate_of))?;
            let below = |end: Option<u32>| end.map_or(0.0, |end| libm::exp(-rate * f64::from(end)));
            Some(("one acceptance rate for all", 100.0 * (below(Some(row.low? - 1)) - below(row.high))))
        }
        Q::ListLength | Q::ListLengthMatched | Q::ListLengthNotMatched => {
            let others = figures.iter().filter(|one| one.unit == row.unit && one.figure != row.figure);
            Some(("mean of the other lengths", mean(others.map(|one| one.value))?))
        }
        Q::InvitationsAtLeast | Q::InterviewGini | Q::GreatestInterviewGini => None,
    }
}

/// A rate in percent where the track is as hard as it was in the year of the figure, which the model is told too.
fn at_level(percent: f64, row: &FigureRow, reference: &Reference) -> f64 {
    let shift = levels::shift(row, reference).map_or(0.0, |shift| shift.mean);
    100.0 * logistic(logit(percent / 100.0) + shift)
}

fn is_other(one: &FigureRow, row: &FigureRow) -> bool {
    one.quantity == row.quantity && one.figure != row.figure
}

/// Rate of acceptance at each program, on the scale of a hazard, at which `percent` match within `ranks`.
fn acceptance(percent: f64, ranks: f64) -> f64 {
    -libm::log1p(-(percent / 100.0).min(HIGHEST_SHARE)) / ranks
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    (count > 0.0).then(|| sum / count)
}

/// Middle of a band of Step 2 CK.
#[must_use]
pub fn middle_of_band(row: &FigureRow) -> f64 {
    match (row.low.map(f64::from), row.high.map(f64::from)) {
        (Some(low), Some(high)) => f64::midpoint(low, high),
        (Some(low), None) => low + OPEN_BAND,
        (None, Some(high)) => high - OPEN_BAND,
        (None, None) => f64::NAN,
    }
}
