//! Predictions of the published figures: mean and quantiles over parameter
//! draws, the drift of the years and the error of the figure itself.

use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;

use super::baseline::{last_published, middle_of_band};
use super::figures::{Draw, is_about};
use super::freshness::is_alike;
use super::levels;
use super::population::{Cell, cells};
use super::score::{ScoredFigure, Validation};
use super::seasons::{Seasons, Sums};
use crate::engine::driver::{EngineError, Progress, Silent, each};
use crate::model::ApplicantType;
use crate::random::normal_quantile;
use crate::reference::{
    ApplicantGroup, FigureQuantity, FigureRestriction, FigureRow, FigureUnit, Reference, ReferenceError,
};

/// Draws of the parameters.
pub const DRAWS: u64 = 96;

/// Year that the parameters stand for: they come from tables of 2024 to 2026.
pub const PARAMETER_YEAR: u16 = 2025;

/// How far a rate drifts a year away from [`PARAMETER_YEAR`], as the standard
/// deviation of a random walk on the log-odds; assumption, set before any score was seen.
pub const YEARLY_DRIFT: f64 = 0.1;

/// The same for lengths of lists, on their logarithm.
pub const YEARLY_LENGTH_DRIFT: f64 = 0.05;

/// Values of drift and error that each parameter draw is combined with.
const ERROR_NODES: u32 = 32;

/// The figures cannot be predicted.
#[derive(Debug, Error)]
pub enum ValidationError {
    /// A track of the population has no parameters.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// Threads cannot be had.
    #[error(transparent)]
    Threads(#[from] EngineError),
    /// There is no figure at all.
    #[error("validation/figures.csv: no figure to predict; add one")]
    NoFigures,
    /// Nobody of the population is among those a figure is about.
    #[error(
        "validation/figures.csv: nobody of validation/population.csv is among those that the figure `{figure}` is about; \
         give its track and applicants rows there, or take the figure out"
    )]
    Nobody {
        /// Key of the figure.
        figure: String,
    },
}

/// Predicts and scores every figure of `reference`.
///
/// # Errors
///
/// When there is no figure, when a track of the population has no parameters, or when nobody is among those that a
/// figure is about.
pub fn validate(reference: &Reference, seed: u64) -> Result<Validation, ValidationError> {
    validate_telling(reference, seed, &Silent)
}

/// The same, telling `progress` how many parameter draws are done.
///
/// # Errors
///
/// As [`validate`].
pub fn validate_telling(
    reference: &Reference,
    seed: u64,
    progress: &dyn Progress,
) -> Result<Validation, ValidationError> {
    if reference.figures.is_empty() {
        return Err(ValidationError::NoFigures);
    }
    let population = Population::new(reference, seed, progress)?;
    let scored = |number: usize| {
        let row = &reference.figures[number];
        let prediction = population.predict(row, reference)?;
        let rolled_back = population.rolled_back(row, reference);
        Ok(ScoredFigure::new(row, &prediction, rolled_back, reference))
    };
    let figures = each(reference.figures.len(), None, scored)?;
    Ok(Validation::new(figures.into_iter().collect::<Result<_, ValidationError>>()?, seed, DRAWS))
}

/// Shares of the predictive distribution that are printed and scored.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// What the model says of a figure, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Mean.
    pub mean: f64,
    /// Standard deviation: parameters, drift of the years, error of the figure.
    pub sd: f64,
    /// Points at [`LEVELS`].
    pub quantiles: [f64; 5],
}

/// First and last Match that is predicted a second time from what was published before it.
pub const ROLLED_BACK: std::ops::RangeInclusive<u16> = 2023..=2026;

/// Years before [`PARAMETER_YEAR`] for which the population is simulated a second time, with the lists of that time. Figures of
/// other years are interpolated, to within 0.2 points or programs of a simulation of their own (a test).
const YEARS_BEFORE: f64 = 12.0;

/// The simulated seasons of all applicants under all parameter draws.
pub struct Population {
    cells: Vec<Cell>,
    draws: Vec<Vec<Sums>>,
    /// The same with the lists of [`YEARS_BEFORE`].
    draws_before: Vec<Vec<Sums>>,
    seed: u64,
}

impl Population {
    /// Simulates the population of `reference`.
    ///
    /// # Errors
    ///
    /// When a track of the population has no parameters.
    pub fn new(reference: &Reference, seed: u64, progress: &dyn Progress) -> Result<Self, ValidationError> {
        let cells = cells(reference)?;
        let before: Vec<Cell> = cells.iter().map(|cell| cell.years_before(YEARS_BEFORE)).collect();
        let draws = all_sums(&cells, seed, progress)?;
        let draws_before = all_sums(&before, seed, &Silent)?;
        Ok(Self { cells, draws, draws_before, seed })
    }

    /// The prediction of a figure, of a match rate within one track as hard as the track was in that year.
    ///
    /// # Errors
    ///
    /// When nobody of the population is among those that it is about.
    pub fn predict(&self, row: &FigureRow, reference: &Reference) -> Result<Prediction, ValidationError> {
        let shift = levels::shift(row, reference);
        let values: Vec<f64> = if row.restriction == FigureRestriction::Step2Band || shift.is_some() {
            self.simulated_for(row, shift.map_or(0.0, |shift| shift.mean), reference)?
        } else {
            self.in_its_year(row)
        };
        if values.iter().all(|value| value.is_finite()) {
            Ok(prediction(row, &values, shift.map(|shift| shift.sd)))
        } else {
            Err(ValidationError::Nobody { figure: row.figure.clone() })
        }
    }

    /// The mean prediction of a share of filled positions if every type matched at the rate last published
    /// before that year; none for other figures and years.
    #[must_use]
    pub fn rolled_back(&self, row: &FigureRow, reference: &Reference) -> Option<f64> {
        if row.quantity != FigureQuantity::ShareOfFilled || !ROLLED_BACK.contains(&row.year) {
            return None;
        }
        let rate_before = |kind: ApplicantType| {
            let overall = FigureRow {
                quantity: FigureQuantity::MatchRate,
                track: None,
                applicants: ApplicantGroup::Type(kind),
                restriction: FigureRestriction::None,
                ..row.clone()
            };
            last_published(&overall, &reference.figures).map(|one| one.value)
        };
        let sum: f64 = self.draws().map(|draw| draw.share_at_rates(row, &rate_before)).sum();
        Some(sum / self.draws.len() as f64)
    }

    /// The figure under each draw, where lengths of lists matter with the lists of its year.
    fn in_its_year(&self, row: &FigureRow) -> Vec<f64> {
        let share = years_of_lists(row) / YEARS_BEFORE;
        let figure = |sums| Draw { cells: &self.cells, sums }.figure(row);
        let pairs = self.draws.iter().zip(&self.draws_before);
        pairs.map(|(now, before)| (1.0 - share) * figure(now) + share * figure(before)).collect()
    }

    /// The figure under each draw for people simulated for it alone: in its band of scores, where those of all scores
    /// have too few, with the match rate of the track moved by `shift` on the log-odds and the lists of its year.
    fn simulated_for(&self, row: &FigureRow, shift: f64, reference: &Reference) -> Result<Vec<f64>, ValidationError> {
        let then = |cell: &Cell| cell.years_before(years_of_lists(row)).at_level(shift);
        let mut cells: Vec<Cell> = self.cells.iter().filter(|cell| is_about(row, cell)).map(then).collect();
        if row.restriction == FigureRestriction::Step2Band {
            let low = row.low.map_or(f64::NEG_INFINITY, |low| f64::from(low) - 0.5);
            let high = row.high.map_or(f64::INFINITY, |high| f64::from(high) + 0.5);
            let center = mean_score(row, &reference.figures);
            for cell in &mut cells {
                cell.scores = Some([low, high]);
                cell.prior.tracks[0].pool.step2_ck.mean = center;
            }
        }
        let draws = all_sums(&cells, self.seed, &Silent)?;
        Ok(draws.iter().map(|sums| Draw { cells: &cells, sums }.figure(row)).collect())
    }

    fn draws(&self) -> impl Iterator<Item = Draw<'_>> {
        self.draws.iter().map(|sums| Draw { cells: &self.cells, sums })
    }
}

/// Mean score of those of all bands that were published with this one: scores rise from year to year, and programs
/// compare those who apply together.
fn mean_score(band: &FigureRow, figures: &[FigureRow]) -> f64 {
    let bands = || figures.iter().filter(|one| is_alike(one, band) && one.applicants == band.applicants);
    let people = |one: &FigureRow| f64::from(one.n.unwrap_or(1));
    let sum: f64 = bands().map(|one| people(one) * middle_of_band(one)).sum();
    sum / bands().map(people).sum::<f64>()
}

/// Years before [`PARAMETER_YEAR`] whose lists a figure is about; none where lengths of lists do not matter or are those of today.
fn years_of_lists(row: &FigureRow) -> f64 {
    use FigureQuantity as Q;
    let matter = match row.quantity {
        Q::MatchAtRanks
        | Q::RankObtained
        | Q::ListLength
        | Q::ListLengthMatched
        | Q::ListLengthNotMatched
        | Q::InvitationsAtLeast
        | Q::InterviewGini
        | Q::GreatestInterviewGini => true,
        Q::MatchRate | Q::MatchRatePreferred | Q::ShareOfFilled => false,
    };
    if matter { f64::from(PARAMETER_YEAR.saturating_sub(row.year)) } else { 0.0 }
}

/// What the seasons of every cell come to: by draw, then by cell.
///
/// # Errors
///
/// When threads cannot be had.
pub fn all_sums(cells: &[Cell], seed: u64, progress: &dyn Progress) -> Result<Vec<Vec<Sums>>, EngineError> {
    let seasons: Vec<Seasons> = cells.iter().map(|cell| Seasons::new(cell, seed)).collect();
    let done = AtomicU64::new(0);
    let sums = |number: usize| {
        let sums = seasons.iter().map(|seasons| seasons.sums(number as u64)).collect();
        progress.advanced(done.fetch_add(1, Ordering::Relaxed) + 1, DRAWS);
        sums
    };
    each(usize::try_from(DRAWS).unwrap_or(usize::MAX), None, sums)
}

/// The predictive distribution around `values`, one for each parameter draw; the level of the track in that year is
/// known up to `level_sd`, where it is.
fn prediction(row: &FigureRow, values: &[f64], level_sd: Option<f64>) -> Prediction {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let spread = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0).max(1.0);
    let log_odds = level_sd.unwrap_or_else(|| yearly_drift(row) * years_away(row));
    let error = drift(row, mean, log_odds).hypot(published_error(row, mean));
    Prediction { mean, sd: spread.sqrt().hypot(error), quantiles: quantiles(row, values, error) }
}

/// How far the figure may have drifted between its year and that of the parameters, if a rate did by `log_odds`.
fn drift(row: &FigureRow, predicted: f64, log_odds: f64) -> f64 {
    match row.unit {
        FigureUnit::Percent => {
            let share = (predicted / 100.0).clamp(0.0, 1.0);
            100.0 * share * (1.0 - share) * log_odds
        }
        FigureUnit::Programs => predicted * YEARLY_LENGTH_DRIFT * years_away(row),
    }
}

/// Steps of a random walk between the year of the figure and that of the parameters, their root.
fn years_away(row: &FigureRow) -> f64 {
    f64::from(row.year.abs_diff(PARAMETER_YEAR)).sqrt()
}

/// How far a rate of this kind drifts a year on the log-odds.
fn yearly_drift(row: &FigureRow) -> f64 {
    let is_match_rate = matches!(row.quantity, FigureQuantity::MatchRatePreferred | FigureQuantity::MatchAtRanks);
    if is_match_rate && row.track.is_some() { levels::YEARLY_SPECIALTY_DRIFT } else { YEARLY_DRIFT }
}

/// Standard error of the published figure: binomial, or as assumed in the table. A figure that is not yet
/// published has no value, and the predicted one stands in.
fn published_error(row: &FigureRow, predicted: f64) -> f64 {
    match (row.assumed_error, row.n) {
        (Some(error), _) => error,
        (None, Some(n)) => {
            let value = if row.value.is_nan() { predicted } else { row.value };
            (value * (100.0 - value) / f64::from(n)).max(0.0).sqrt()
        }
        (None, None) => 0.0,
    }
}

/// Points at [`LEVELS`] of the draws, each spread by the error.
fn quantiles(row: &FigureRow, values: &[f64], error: f64) -> [f64; 5] {
    let nodes = (0..ERROR_NODES).map(|node| (f64::from(node) + 0.5) / f64::from(ERROR_NODES));
    let errors: Vec<f64> = nodes.map(|share| error * normal_quantile(share)).collect();
    let mut spread: Vec<f64> = values.iter().flat_map(|value| errors.iter().map(move |error| value + error)).collect();
    spread.sort_by(f64::total_cmp);
    let top = match row.unit {
        FigureUnit::Percent => 100.0,
        FigureUnit::Programs => f64::INFINITY,
    };
    LEVELS.map(|share| quantile(&spread, share).clamp(0.0, top))
}

/// The value at a share of sorted values.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among a few thousand")]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() as f64 - 1.0);
    let (below, rest) = (place.floor() as usize, place.fract());
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + rest * (high - low),
        (Some(only), None) => *only,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Drift in points of the shipped figure, if half of its base were predicted.
    fn drift_of(figure: &str) -> f64 {
        let reference = Reference::embedded().unwrap();
        let row = reference.figures.iter().find(|row| row.figure == figure).unwrap();
        drift(row, 50.0, yearly_drift(row) * years_away(row))
    }

    #[test]
    fn lists_of_a_year_lie_between_those_simulated() {
        let reference = Reference::embedded().unwrap();
        let is_small = |cell: &Cell| cell.track == "general_surgery" && cell.kind == ApplicantType::UsMd;
        let now: Vec<Cell> = cells(&reference).unwrap().into_iter().filter(is_small).collect();
        let sums = |years: f64| {
            let cells: Vec<Cell> = now.iter().map(|cell| cell.years_before(years)).collect();
            all_sums(&cells, 1, &Silent).unwrap()
        };
        let (draws, then) = (sums(0.0), sums(7.0));
        let population = Population { cells: now.clone(), draws, draws_before: sums(YEARS_BEFORE), seed: 1 };
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let pattern = reference.figures.iter().find(|row| row.figure == "rank_obtained_1_3_2018").unwrap();
        let moved = |quantity: FigureQuantity| {
            let row = FigureRow { quantity, ..pattern.clone() };
            let direct = then.iter().map(|sums| Draw { cells: &now, sums }.figure(&row)).collect::<Vec<f64>>();
            let today = population.draws().map(|draw| draw.figure(&row)).collect::<Vec<f64>>();
            [mean(&direct) - mean(&today), mean(&population.in_its_year(&row)) - mean(&today)]
        };
        let [direct, predicted] = moved(FigureQuantity::RankObtained);
        assert!(direct > 1.5 && (direct - predicted).abs() < 0.2, "shorter lists: {direct} {predicted}");
        let [direct, predicted] = moved(FigureQuantity::ListLengthMatched);
        assert!(direct < -0.8 && (direct - predicted).abs() < 0.2, "shorter lists: {direct} {predicted}");
        let [direct, _] = moved(FigureQuantity::MatchRate);
        assert!(direct.abs() < 0.5, "match rates stay: {direct}");
    }

    #[test]
    fn rates_within_a_specialty_drift_further_than_those_of_a_type() {
        // A quarter of the drift on the log-odds at one half, over the root of the years from 2025.
        assert!((drift_of("match_rate_us_md_2021") - 25.0 * 0.1 * 2.0).abs() < 1e-9);
        assert!((drift_of("ranks_2_dr_md_2016") - 25.0 * 0.2 * 3.0).abs() < 1e-9);
        assert!((drift_of("dr_only_choice_us_do_2020") - 25.0 * 0.2 * 5.0_f64.sqrt()).abs() < 1e-9);
        assert!((drift_of("ranks_6_7_all_seniors_2018") - 25.0 * 0.1 * 7.0_f64.sqrt()).abs() < 1e-9);
        assert!((drift_of("fills_dr_us_md_2020") - 25.0 * 0.1 * 5.0_f64.sqrt()).abs() < 1e-9);
        assert!((drift_of("match_rate_us_md_2026") - 25.0 * 0.1).abs() < 1e-9);
    }
}
