//! How well a point explains the published figures of a track
//! (`docs/methods.md` §9): residuals in standard errors, whose squares add up to
//! twice the negative log-posterior but for a constant.

use super::figures::{GroupMean, RankSummary, TrackFigures};
use super::ranks::{Predicted, predict};
use super::setting::Setting;
use crate::model::{Point, Spread};

/// Prior of `ln σ`.
const LN_SIGMA_PRIOR: Spread = Spread { mean: 0.0, sd: 0.7 };

/// The shares below the three printed quartiles.
const QUARTILES: [f64; 3] = [0.25, 0.5, 0.75];

/// Words for the figures of the two outcomes.
const FIGURES: [[&str; 4]; 2] = [
    [
        "lower quartile of ranks, matched",
        "median of ranks, matched",
        "upper quartile of ranks, matched",
        "mean of ranks, matched",
    ],
    [
        "lower quartile of ranks, not matched",
        "median of ranks, not matched",
        "upper quartile of ranks, not matched",
        "mean of ranks, not matched",
    ],
];

/// A published figure against the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// What it is.
    pub figure: &'static str,
    /// As published.
    pub published: f64,
    /// As the model has it.
    pub predicted: f64,
    /// How far the model is above it, in standard errors; 0 where a printed
    /// quartile is consistent with the model.
    pub residual: f64,
}

/// Every figure of the track against the model at `point`.
#[must_use]
pub fn residuals(setting: &Setting, figures: &TrackFigures, point: &Point) -> Vec<Residual> {
    let predicted = predict(setting, point);
    let mut found = vec![match_rate(figures, &predicted)];
    for (outcome, summary) in figures.ranks.iter().enumerate() {
        found.extend(summary.iter().flat_map(|summary| of_ranks(outcome, summary, &predicted)));
    }
    found.extend(figures.step2.map(|means| step2(setting, means, &predicted, point)));
    found
}

/// Residuals of the figures and of the priors: what a fit makes small.
#[must_use]
pub fn objective_residuals(setting: &Setting, figures: &TrackFigures, point: &Point) -> Vec<f64> {
    let standard = |value: f64, prior: Spread| (value - prior.mean) / prior.sd;
    let priors = [
        setting.lambda_prior.residual(point.lambda),
        standard(point.ln_sigma, LN_SIGMA_PRIOR),
        standard(point.step2, setting.step2_prior),
    ];
    residuals(setting, figures, point).iter().map(|figure| figure.residual).chain(priors).collect()
}

/// Signed root of the binomial deviance, so that its square is twice the loss
/// of log-likelihood.
fn match_rate(figures: &TrackFigures, predicted: &Predicted) -> Residual {
    let (published, rate) = (figures.match_rate(), predicted.match_rate());
    let part = |count: u32, published: f64, rate: f64| {
        if count == 0 { 0.0 } else { f64::from(count) * libm::log(published / rate) }
    };
    let loss = part(figures.matched, published, rate) + part(figures.not_matched, 1.0 - published, 1.0 - rate);
    let residual = (2.0 * loss.max(0.0)).sqrt().copysign(rate - published);
    Residual { figure: "match rate", published, predicted: rate, residual }
}

fn of_ranks(outcome: usize, summary: &RankSummary, predicted: &Predicted) -> [Residual; 4] {
    let names = FIGURES[outcome];
    let quartile = |index: usize| {
        let (t, printed) = (QUARTILES[index], summary.quartiles[index]);
        let distance = quartile_distance(predicted, outcome, printed, t);
        Residual {
            figure: names[index],
            published: printed,
            predicted: predicted.quantile(outcome, t) as f64,
            residual: distance / (t * (1.0 - t) / summary.n).sqrt(),
        }
    };
    let mean = predicted.mean_ranks(outcome);
    let of_mean = Residual {
        figure: names[3],
        published: summary.mean.mean,
        predicted: mean,
        residual: (mean - summary.mean.mean) / summary.mean.error(),
    };
    [quartile(0), quartile(1), quartile(2), of_mean]
}

/// How far the share `t` lies outside of what a printed quartile allows:
/// `F(Q − 1) ≤ t ≤ F(Q)`. A quartile halfway between two numbers says that the
/// share lies exactly between them. Positive where the model has longer lists.
fn quartile_distance(predicted: &Predicted, outcome: usize, printed: f64, t: f64) -> f64 {
    let below = predicted.share_up_to(outcome, printed.ceil() - 1.0);
    let up_to = predicted.share_up_to(outcome, printed.floor());
    if t > up_to {
        t - up_to
    } else if t < below {
        t - below
    } else {
        0.0
    }
}

/// Difference of the mean scores of matched and not matched. The mean of the
/// pool of all applicants is not printed; the difference does not depend on it.
fn step2(setting: &Setting, [matched, not_matched]: [GroupMean; 2], predicted: &Predicted, point: &Point) -> Residual {
    let published = matched.mean - not_matched.mean;
    let difference = setting.score_per_strength(point) * (predicted.strength[0] - predicted.strength[1]);
    let error = matched.error().hypot(not_matched.error());
    Residual {
        figure: "Step 2 CK, matched less not matched",
        published,
        predicted: difference,
        residual: (difference - published) / error,
    }
}
