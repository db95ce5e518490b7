//! The score: predicted against published, coverage, error, and what fails.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::kind_of;
use crate::reference::{FigureRow, FigureUnit, SourceQuality};

/// One published figure with its prediction.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ScoredFigure {
    /// Key in `validation/figures.csv`.
    pub figure: String,
    /// Name for people.
    pub name: String,
    /// Year of the figure.
    #[schemars(with = "u32")]
    pub year: u16,
    /// Kind of figure, in words.
    pub kind: &'static str,
    /// Key of the source in `sources.csv`.
    pub source: String,
    /// Quality of the copy that the figure was read from: `A`, `B` or `C`.
    pub source_quality: &'static str,
    /// Unit of the figure: `percent` or `programs`.
    pub unit: &'static str,
    /// Mean of the prediction, in the unit.
    pub predicted: f64,
    /// Standard deviation of the prediction, in the unit: parameters, drift of the years, error of the figure.
    pub predictive_sd: f64,
    /// 5 % and 95 % point of the prediction, in the unit.
    pub interval90: [f64; 2],
    /// The published figure, in the unit.
    pub published: f64,
    /// Predicted less published, in the unit.
    pub difference: f64,
    /// The same in predictive standard deviations.
    pub difference_in_sd: f64,
    /// Whether the interval holds the published figure.
    pub is_covered: bool,
    /// Likely reason where it does not; null where it does.
    pub likely_reason: Option<&'static str>,
    /// Remark on the figure in `validation/figures.csv`; may be empty.
    pub note: String,
}

impl ScoredFigure {
    /// The figure of `row` with its prediction.
    #[must_use]
    pub fn new(row: &FigureRow, predicted: f64, predictive_sd: f64, interval90: [f64; 2]) -> Self {
        let difference = predicted - row.value;
        let is_covered = (interval90[0]..=interval90[1]).contains(&row.value);
        Self {
            figure: row.figure.clone(),
            name: row.name.clone(),
            year: row.year,
            kind: kind_of(row.quantity).0,
            source: row.source_id.clone(),
            source_quality: match row.source_quality {
                SourceQuality::A => "A",
                SourceQuality::B => "B",
                SourceQuality::C => "C",
            },
            unit: match row.unit {
                FigureUnit::Percent => "percent",
                FigureUnit::Programs => "programs",
            },
            predicted,
            predictive_sd,
            interval90,
            published: row.value,
            difference,
            difference_in_sd: difference / predictive_sd,
            is_covered,
            likely_reason: (!is_covered).then_some(kind_of(row.quantity).1),
            note: row.note.clone(),
        }
    }
}

/// The score of some of the figures.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct KindScore {
    /// Which figures, in words.
    pub kind: &'static str,
    /// How many.
    pub count: usize,
    /// Mean of the absolute differences between predicted and published, in points or programs.
    pub mean_absolute_error: f64,
    /// Mean of predicted less published, in points or programs.
    pub mean_difference: f64,
    /// Share of the 90 % intervals that hold the published figure.
    #[schemars(range(min = 0, max = 1))]
    pub coverage90: f64,
}

/// Published figures that nothing was fitted to, each with its prediction, and how good the predictions are.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Validation {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all draws.
    pub seed: u64,
    /// Draws of the parameters.
    pub draws: u64,
    /// Mean of the absolute differences between predicted and published over all figures in percent, in points.
    pub mean_absolute_error: f64,
    /// The same over all lengths of rank order lists, in programs.
    pub mean_absolute_error_programs: f64,
    /// Share of all 90 % intervals that hold the published figure.
    #[schemars(range(min = 0, max = 1))]
    pub coverage90: f64,
    /// The score by kind of figure, and for two ranges of years.
    pub kinds: Vec<KindScore>,
    /// Every figure with its prediction.
    pub figures: Vec<ScoredFigure>,
}

/// First year that counts as recent: the parameters are of 2024 to 2026.
const RECENT: u16 = 2024;

impl Validation {
    /// Name of the contract.
    pub const SCHEMA: &str = "matchfolio.validation/1";

    /// The score of `figures`.
    #[must_use]
    pub fn new(figures: Vec<ScoredFigure>, seed: u64, draws: u64) -> Self {
        let score = |kind, takes: &dyn Fn(&ScoredFigure) -> bool| score(kind, figures.iter().filter(|one| takes(one)));
        let percent = score("all figures in percent", &|one| one.unit == "percent");
        let programs = score("all lengths of lists", &|one| one.unit == "programs");
        let mut names: Vec<&'static str> = Vec::new();
        for figure in &figures {
            if !names.contains(&figure.kind) {
                names.push(figure.kind);
            }
        }
        let mut kinds: Vec<KindScore> = names.into_iter().map(|name| score(name, &|one| one.kind == name)).collect();
        kinds.push(score("in percent, 2024 and later", &|one| one.unit == "percent" && one.year >= RECENT));
        kinds.push(score("in percent, before 2024", &|one| one.unit == "percent" && one.year < RECENT));
        let covered = figures.iter().filter(|one| one.is_covered).count();
        Self {
            schema: Self::SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            seed,
            draws,
            mean_absolute_error: percent.mean_absolute_error,
            mean_absolute_error_programs: programs.mean_absolute_error,
            coverage90: covered as f64 / figures.len().max(1) as f64,
            kinds,
            figures,
        }
    }

    /// Figures outside their intervals, the furthest first.
    #[must_use]
    pub fn failures(&self) -> Vec<&ScoredFigure> {
        let mut failures: Vec<&ScoredFigure> = self.figures.iter().filter(|one| !one.is_covered).collect();
        failures.sort_by(|a, b| b.difference_in_sd.abs().total_cmp(&a.difference_in_sd.abs()));
        failures
    }
}

fn score<'a>(kind: &'static str, figures: impl Iterator<Item = &'a ScoredFigure>) -> KindScore {
    let figures: Vec<&ScoredFigure> = figures.collect();
    let count = figures.len().max(1) as f64;
    let mean = |of: &dyn Fn(&ScoredFigure) -> f64| figures.iter().map(|figure| of(figure)).sum::<f64>() / count;
    KindScore {
        kind,
        count: figures.len(),
        mean_absolute_error: mean(&|figure| figure.difference.abs()),
        mean_difference: mean(&|figure| figure.difference),
        coverage90: mean(&|figure| f64::from(u8::from(figure.is_covered))),
    }
}
