//! Which published figures are a real test of the model: a rule over the tables, not a label.

use schemars::JsonSchema;
use serde::Serialize;

use super::inputs::{Input, input};
use crate::reference::{
    ApplicantGroup, FigureQuantity, FigureRestriction, FigureRow, FigureUnit, LevelMeasure, Reference,
};

/// How much a figure can say about the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// No table that was fitted holds this quantity for these people near this year.
    Fresh,
    /// A table that was fitted holds the same quantity for the same people, at most three years away;
    /// for the match rate of a whole type, in any year.
    NearInput,
    /// Other figures imply or repeat it, or it is within one point of 0 or 100%.
    Trivial,
}

/// Years around an input within which a figure of the same series mostly repeats it.
pub const NEAR_YEARS: u16 = 3;

/// A percentage this near to 0 or 100 is what any model says.
const TRIVIAL_MARGIN: f64 = 1.0;

/// How far shares of one whole may be from adding up to 100, for rounding.
const ROUNDING: f64 = 0.5;

impl Freshness {
    /// The class of a figure, from the tables alone: neither the prediction nor the year's outcome decides,
    /// except that a rate at 0 or 100% is trivial.
    #[must_use]
    pub fn of(row: &FigureRow, reference: &Reference) -> Self {
        if is_trivial(row, &reference.figures) {
            Self::Trivial
        } else if input(row, reference).is_some_and(|input| is_near(row, input)) || is_level(row, reference) {
            Self::NearInput
        } else {
            Self::Fresh
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::NearInput => "near_input",
            Self::Trivial => "trivial",
        }
    }
}

fn is_near(row: &FigureRow, input: Input) -> bool {
    row.quantity == FigureQuantity::MatchRate || row.year.abs_diff(input.year) <= NEAR_YEARS
}

/// Whether it is a match rate that predictions start from, of one type within one track, or of a year near it.
fn is_level(row: &FigureRow, reference: &Reference) -> bool {
    let is_rate = row.quantity == FigureQuantity::MatchRatePreferred && row.restriction == FigureRestriction::None;
    let mut preferred = reference.levels.iter().filter(|level| level.measure == LevelMeasure::Preferred);
    is_rate
        && preferred.any(|level| {
            row.track.as_deref() == Some(&level.track)
                && row.applicants == ApplicantGroup::Type(level.applicant_type)
                && row.year.abs_diff(level.year) <= NEAR_YEARS
        })
}

fn is_trivial(row: &FigureRow, figures: &[FigureRow]) -> bool {
    let is_extreme = row.unit == FigureUnit::Percent && (row.value - 50.0).abs() >= 50.0 - TRIVIAL_MARGIN;
    is_extreme || is_repeated(row, figures) || is_last_of_a_whole(row, figures) || is_mixture(row, figures)
}

/// Whether two figures are parts of one whole, or of one year's rates.
#[must_use]
pub fn is_alike(a: &FigureRow, b: &FigureRow) -> bool {
    (a.quantity, &a.track, a.year, a.restriction) == (b.quantity, &b.track, b.year, b.restriction)
}

/// Whether a row above it in the table is the same figure from another source.
fn is_repeated(row: &FigureRow, figures: &[FigureRow]) -> bool {
    let mut above = figures.iter().take_while(|one| one.figure != row.figure);
    above
        .any(|one| is_alike(one, row) && one.applicants == row.applicants && (one.low, one.high) == (row.low, row.high))
}

/// Whether shares above it in the table add up to the rest of 100%.
fn is_last_of_a_whole(row: &FigureRow, figures: &[FigureRow]) -> bool {
    if !matches!(row.quantity, FigureQuantity::ShareOfFilled | FigureQuantity::RankObtained) {
        return false;
    }
    let parts: Vec<&FigureRow> =
        figures.iter().filter(|one| is_alike(one, row) && one.source_id == row.source_id).collect();
    let sum: f64 = parts.iter().map(|one| one.value).sum();
    let is_last = parts.last().is_some_and(|last| last.figure == row.figure);
    parts.len() > 1 && is_last && (sum - 100.0).abs() <= ROUNDING
}

/// Whether it is the match rate of a group whose types all have theirs, so that it lies between them.
fn is_mixture(row: &FigureRow, figures: &[FigureRow]) -> bool {
    let parts = figures
        .iter()
        .filter(|one| is_alike(one, row) && one.quantity == FigureQuantity::MatchRate)
        .filter(|one| matches!(one.applicants, ApplicantGroup::Type(kind) if row.applicants.contains(kind)))
        .count();
    row.applicants == ApplicantGroup::Img && parts == 2
}
