//! The score: predicted against published, coverage, error, and what fails.

use schemars::JsonSchema;
use serde::Serialize;

use super::baseline::baseline;
use super::figures::kind_of;
use super::freshness::Freshness;
use super::predictions::{LEVELS, Prediction};
use crate::reference::{FigureRow, FigureUnit, Reference, SourceQuality};

/// A prediction beside what was published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The predicted value.
    pub predicted: f64,
    /// Points of the prediction at [`LEVELS`].
    pub quantiles: [f64; 5],
    /// The naive prediction.
    pub baseline: f64,
    /// The published figure.
    pub published: f64,
}

impl Comparison {
    /// The weighted interval score of the median with the 50% and the 90% interval, in the unit: the distance from
    /// the median, the widths, and what lies outside, weighted so that a point prediction gets its absolute error.
    #[must_use]
    pub fn interval_score(&self) -> f64 {
        let [low90, low50, median, high50, high90] = self.quantiles;
        let interval = |low: f64, high: f64, outside: f64| {
            let missed = (low - self.published).max(0.0) + (self.published - high).max(0.0);
            outside / 2.0 * (high - low) + missed
        };
        let distance = (self.published - median).abs() / 2.0;
        (distance + interval(low50, high50, 0.5) + interval(low90, high90, 0.1)) / 2.5
    }

    /// Whether the interval between two of the quantiles holds the published figure.
    #[must_use]
    pub fn is_within(&self, low: usize, high: usize) -> bool {
        (self.quantiles[low]..=self.quantiles[high]).contains(&self.published)
    }
}

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
    /// 5%, 25%, 50%, 75% and 95% point of the prediction, in the unit.
    pub quantiles: [f64; 5],
    /// The naive prediction, in the unit.
    pub baseline: f64,
    /// What the naive prediction is.
    pub baseline_rule: &'static str,
    /// Whether the figure is `fresh` and counts in the score, or a `near_input` or `trivial` and does not.
    pub freshness: Freshness,
    /// For shares of filled positions of 2023 to 2026: the prediction if every applicant type matched at the rate last
    /// published before that Match, in the unit; null for all other figures.
    pub rolled_back: Option<f64>,
    /// Weighted interval score of the prediction, in the unit; lower is better.
    pub interval_score: f64,
    /// The published figure, in the unit.
    pub published: f64,
    /// Predicted less published, in the unit.
    pub difference: f64,
    /// The same in predictive standard deviations.
    pub difference_in_sd: f64,
    /// Whether the 90% interval holds the published figure.
    pub is_covered: bool,
    /// Likely reason where it does not; null where it does.
    pub likely_reason: Option<&'static str>,
    /// Remark on the figure in `validation/figures.csv`; may be empty.
    pub note: String,
}

impl ScoredFigure {
    /// The figure of `row` with its prediction.
    #[must_use]
    pub fn new(row: &FigureRow, prediction: &Prediction, rolled_back: Option<f64>, reference: &Reference) -> Self {
        let Prediction { mean: predicted, sd: predictive_sd, quantiles } = *prediction;
        let naive = baseline(row, reference);
        let (kind, reason) = kind_of(row.quantity, row.restriction);
        let comparison = Comparison { predicted, quantiles, baseline: naive.value, published: row.value };
        let difference = predicted - row.value;
        let is_covered = comparison.is_within(0, 4);
        Self {
            figure: row.figure.clone(),
            name: row.name.clone(),
            year: row.year,
            kind,
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
            quantiles,
            baseline: naive.value,
            baseline_rule: naive.rule,
            freshness: Freshness::of(row, reference),
            rolled_back,
            interval_score: comparison.interval_score(),
            published: row.value,
            difference,
            difference_in_sd: difference / predictive_sd,
            is_covered,
            likely_reason: (!is_covered).then_some(reason),
            note: row.note.clone(),
        }
    }

    /// The prediction beside the published figure.
    #[must_use]
    pub fn comparison(&self) -> Comparison {
        let Self { predicted, quantiles, baseline, published, .. } = *self;
        Comparison { predicted, quantiles, baseline, published }
    }

    /// The same for the prediction from what was published before that Match, with the intervals of this one.
    fn rolled_back(&self) -> Option<Comparison> {
        Some(Comparison { predicted: self.rolled_back?, ..self.comparison() })
    }
}

/// The score of some of the figures.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Score {
    /// Which figures, in words.
    pub kind: String,
    /// How many.
    pub count: usize,
    /// Mean of the absolute differences between predicted and published, in points or programs.
    pub mean_absolute_error: f64,
    /// Mean of predicted less published, in points or programs.
    pub mean_difference: f64,
    /// Mean of the absolute differences between the naive prediction and published, in points or programs.
    pub baseline_error: f64,
    /// 1 less the mean absolute error over that of the naive predictions: 1 is perfect, below 0 is worse than naive.
    #[schemars(range(max = 1))]
    pub skill: f64,
    /// Mean weighted interval score, in points or programs; for a naive prediction it is its absolute error.
    pub interval_score: f64,
    /// Share of the 50% intervals that hold the published figure.
    #[schemars(range(min = 0, max = 1))]
    pub coverage50: f64,
    /// Share of the 90% intervals that hold the published figure.
    #[schemars(range(min = 0, max = 1))]
    pub coverage90: f64,
}

/// How often published figures lie below a point of their predictions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reliability {
    /// Share of the predictive distribution below the point.
    #[schemars(range(min = 0, max = 1))]
    pub predicted: f64,
    /// Share of the published figures below it, one that is equal counted half.
    #[schemars(range(min = 0, max = 1))]
    pub observed: f64,
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
    /// The headline: all fresh figures in percent.
    pub fresh: Score,
    /// The fresh figures by kind.
    pub kinds: Vec<Score>,
    /// What does not count: near-inputs and trivial figures, in percent.
    pub not_counted: Vec<Score>,
    /// Shares of filled positions of 2023 to 2026, whatever their freshness: as predicted with the present parameters,
    /// and if every type matched at the rate last published before that Match.
    pub rolling_origin: Vec<Score>,
    /// How often fresh figures lie below the five points of their predictions.
    pub reliability: Vec<Reliability>,
    /// Every figure with its prediction.
    pub figures: Vec<ScoredFigure>,
}

impl Validation {
    /// Name of the contract.
    pub const SCHEMA: &str = "matchfolio.validation/2";

    /// The score of `figures`.
    #[must_use]
    pub fn new(figures: Vec<ScoredFigure>, seed: u64, draws: u64) -> Self {
        let of = |kind: &str, takes: &dyn Fn(&ScoredFigure) -> bool| {
            Score::new(kind, figures.iter().filter(|one| takes(one)).map(ScoredFigure::comparison))
        };
        let is = |one: &ScoredFigure, freshness| one.unit == "percent" && one.freshness == freshness;
        let fresh = || figures.iter().filter(|one| one.freshness == Freshness::Fresh);
        let mut names: Vec<&'static str> = Vec::new();
        for figure in fresh() {
            if !names.contains(&figure.kind) {
                names.push(figure.kind);
            }
        }
        let is_fresh_of = |one: &ScoredFigure, name: &str| one.kind == name && one.freshness == Freshness::Fresh;
        Self {
            schema: Self::SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            seed,
            draws,
            fresh: of("fresh figures in percent", &|one| is(one, Freshness::Fresh)),
            kinds: names.into_iter().map(|name| of(name, &|one| is_fresh_of(one, name))).collect(),
            not_counted: vec![
                of("near-inputs", &|one| is(one, Freshness::NearInput)),
                of("trivial figures", &|one| is(one, Freshness::Trivial)),
            ],
            rolling_origin: vec![
                of("with the present parameters", &|one| one.rolled_back.is_some()),
                Score::new("with rates published before", figures.iter().filter_map(ScoredFigure::rolled_back)),
            ],
            reliability: reliability(fresh().map(ScoredFigure::comparison)),
            figures,
        }
    }

    /// Fresh figures outside their intervals, the furthest first.
    #[must_use]
    pub fn failures(&self) -> Vec<&ScoredFigure> {
        let is_failure = |one: &&ScoredFigure| !one.is_covered && one.freshness == Freshness::Fresh;
        let mut failures: Vec<&ScoredFigure> = self.figures.iter().filter(is_failure).collect();
        failures.sort_by(|a, b| b.difference_in_sd.abs().total_cmp(&a.difference_in_sd.abs()));
        failures
    }
}

impl Score {
    /// The score of predictions; all means are 0 where there are none.
    #[must_use]
    pub fn new(kind: &str, comparisons: impl Iterator<Item = Comparison>) -> Self {
        let all: Vec<Comparison> = comparisons.collect();
        let count = all.len().max(1) as f64;
        let mean = |of: &dyn Fn(&Comparison) -> f64| all.iter().map(of).sum::<f64>() / count;
        let error = mean(&|one| (one.predicted - one.published).abs());
        let naive = mean(&|one| (one.baseline - one.published).abs());
        Self {
            kind: kind.to_owned(),
            count: all.len(),
            mean_absolute_error: error,
            mean_difference: mean(&|one| one.predicted - one.published),
            baseline_error: naive,
            skill: if naive > 0.0 { 1.0 - error / naive } else { 0.0 },
            interval_score: mean(&Comparison::interval_score),
            coverage50: mean(&|one| f64::from(u8::from(one.is_within(1, 3)))),
            coverage90: mean(&|one| f64::from(u8::from(one.is_within(0, 4)))),
        }
    }
}

fn reliability(comparisons: impl Iterator<Item = Comparison>) -> Vec<Reliability> {
    let all: Vec<Comparison> = comparisons.collect();
    let below = |index: usize| {
        let side = |one: &Comparison| match one.published.total_cmp(&one.quantiles[index]) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Greater => 0.0,
        };
        all.iter().map(side).sum::<f64>() / all.len().max(1) as f64
    };
    LEVELS.iter().enumerate().map(|(index, level)| Reliability { predicted: *level, observed: below(index) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_prediction_has_its_absolute_error_as_interval_score() {
        let point = Comparison { predicted: 40.0, quantiles: [40.0; 5], baseline: 50.0, published: 47.0 };
        assert!((point.interval_score() - 7.0).abs() < 1e-12);
        let wide = Comparison { quantiles: [30.0, 37.0, 40.0, 45.0, 50.0], ..point };
        // (7/2 + (0.25*8 + 2) + 0.05*20) / 2.5
        assert!((wide.interval_score() - 3.4).abs() < 1e-12);
    }

    #[test]
    fn skill_is_zero_for_the_naive_prediction_and_one_for_the_truth() {
        let at = |predicted: f64| {
            let quantiles = [predicted; 5];
            Score::new("x", [Comparison { predicted, quantiles, baseline: 50.0, published: 60.0 }].into_iter()).skill
        };
        assert_eq!([at(50.0), at(60.0), at(70.0)], [0.0, 1.0, 0.0]);
        assert!(at(80.0) < 0.0);
    }
}
