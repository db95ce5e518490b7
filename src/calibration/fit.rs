//! The fit of one track, and of all tracks whose tables allow it
//! (`docs/methods.md` §9).

use thiserror::Error;

use super::figures::TrackFigures;
use super::hierarchy::{Hierarchy, NEGLIGIBLE, Points, SLOPES};
use super::least_squares::{Minimum, minimize};
use super::likelihood::{Residual, objective_residuals, residuals};
use super::moments::{Moments, sample, weighed};
use super::posterior::{Walk, laplace, metropolis};
use super::ranks::{Predicted, predict};
use super::setting::{START, Setting};
use crate::model::fitted::PARAMETERS;
use crate::model::logistic::logit;
use crate::model::symmetric::Matrix;
use crate::model::typical::TypicalApplicant;
use crate::model::{ApplicantType, Point};
use crate::reference::{Reference, ReferenceError};

/// Steps of the random walk that checks a posterior.
const WALK_STEPS: u32 = 12_000;

/// A fit could not be made.
#[derive(Debug, Error)]
pub enum FitError {
    /// The tables lack what the fit reads.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The figures leave a direction open.
    #[error(
        "fit/: the figures of track `{track}` do not determine its parameters; complete its rows in \
         fit/rank_distributions.csv, or remove it from fit/match_counts.csv"
    )]
    NotDetermined {
        /// The track.
        track: String,
    },
}

/// The fitted parameters of a track for non-US IMGs.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedTrack {
    /// What was held fixed.
    pub setting: Setting,
    /// The figures it was fitted to.
    pub figures: TrackFigures,
    /// Mode of the posterior.
    pub mode: Minimum<PARAMETERS>,
    /// Covariance of the normal law at the mode.
    pub laplace: Matrix<PARAMETERS>,
    /// Mean and covariance of the posterior.
    pub posterior: Moments<PARAMETERS>,
    /// Covariance of the posterior in the coordinates of the joint law
    /// ([`crate::model::fitted::COORDINATES`]).
    pub law: Matrix<PARAMETERS>,
    /// Central values: `ln σ`, `λ` and `b` at their posterior means, `a` and `κ`
    /// where they explain the figures best given these.
    pub point: Point,
    /// What the model says of the figures at `point`.
    pub predicted: Predicted,
}

impl FittedTrack {
    /// Key of the track.
    #[must_use]
    pub fn track(&self) -> &str {
        &self.setting.track.id
    }

    /// Standard deviation of each parameter.
    #[must_use]
    pub fn sds(&self) -> [f64; PARAMETERS] {
        std::array::from_fn(|i| self.posterior.covariance[i][i].sqrt())
    }

    /// Every figure against the model.
    #[must_use]
    pub fn residuals(&self) -> Vec<Residual> {
        residuals(&self.setting, &self.figures, &self.point)
    }

    /// A random walk through the posterior, against which the normal law can be held.
    #[must_use]
    pub fn walk(&self) -> Option<Walk<PARAMETERS>> {
        let objective = |values: &[f64; PARAMETERS]| objective(&self.setting, &self.figures, values);
        metropolis(objective, self.mode.at, &self.laplace, WALK_STEPS, self.track())
    }
}

/// The fit of a track to its figures, searched from `start`.
///
/// # Errors
///
/// When the figures leave a direction open.
pub fn fit_track(setting: Setting, figures: TrackFigures, start: &Point) -> Result<FittedTrack, FitError> {
    match posterior(&setting, &figures, start) {
        Some((mode, laplace, points)) => {
            let posterior = weighed(&points);
            let law = weighed(&in_coordinates(&setting, points)).covariance;
            let point = central(&setting, &figures, &posterior);
            let predicted = predict(&setting, &point);
            Ok(FittedTrack { setting, figures, mode, laplace, posterior, law, point, predicted })
        }
        None => Err(FitError::NotDetermined { track: setting.track.id }),
    }
}

/// Mode, normal law at the mode, and points of the posterior.
type Posterior = (Minimum<PARAMETERS>, Matrix<PARAMETERS>, Points);

/// The posterior; none where a direction is open.
fn posterior(setting: &Setting, figures: &TrackFigures, start: &Point) -> Option<Posterior> {
    let residuals = |values: &[f64; PARAMETERS]| objective(setting, figures, values);
    let mode = minimize(residuals, start.values());
    let laplace = laplace(residuals, &mode)?;
    Some((mode, laplace, sample(residuals, mode.at, &laplace)?))
}

/// The points with the logits of the rates in place of the levels.
fn in_coordinates(setting: &Setting, points: Points) -> Points {
    let typical = TypicalApplicant::new(&setting.track);
    let coordinates = |at: [f64; PARAMETERS]| {
        let point = Point::from_values(at);
        let rates = typical.rates(&point, setting.habits());
        [logit(rates.invitation), point.ln_sigma, logit(rates.matched), point.lambda, point.step2]
    };
    let highest = points.iter().map(|(_, weight)| *weight).fold(f64::NEG_INFINITY, f64::max);
    let counting = points.into_iter().filter(|(_, weight)| *weight > highest - NEGLIGIBLE);
    counting.map(|(at, weight)| (coordinates(at), weight)).collect()
}

/// The point of the posterior that stands for it. The posterior is curved, so
/// that its mean explains the figures a little worse than the points around it;
/// the two levels are moved until it does not.
fn central(setting: &Setting, figures: &TrackFigures, posterior: &Moments<PARAMETERS>) -> Point {
    let mean = Point::from_values(posterior.mean);
    let residuals =
        |[a, kappa]: &[f64; 2]| objective_residuals(setting, figures, &Point { a: *a, kappa: *kappa, ..mean });
    let [a, kappa] = minimize(residuals, [mean.a, mean.kappa]).at;
    Point { a, kappa, ..mean }
}

fn objective(setting: &Setting, figures: &TrackFigures, values: &[f64; PARAMETERS]) -> Vec<f64> {
    let point = Point::from_values(*values);
    let mut residuals = objective_residuals(setting, figures, &point);
    let typical = TypicalApplicant::new(&setting.track);
    residuals.push(setting.levels_residual(&typical, &point));
    residuals.extend(setting.bound_residual(&typical, &point));
    residuals
}

/// The fits of all tracks, with what their slopes have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Fits {
    /// One a track, in the order given.
    pub tracks: Vec<FittedTrack>,
    /// The law of the slopes, and the prior that it is for each track.
    pub hierarchy: Hierarchy,
}

/// The fits of these tracks, each taken alone first: the slopes found so are the prior of the others. Tracks whose tables
/// are not complete take that prior and add nothing to it.
///
/// # Errors
///
/// When a fit is not determined.
pub fn fit_together(tracks: Vec<(Setting, TrackFigures)>) -> Result<Fits, FitError> {
    let alone = tracks.iter().map(|(setting, figures)| {
        let not_determined = || FitError::NotDetermined { track: setting.track.id.clone() };
        posterior(setting, figures, &START).ok_or_else(not_determined)
    });
    let alone: Vec<Posterior> = alone.collect::<Result<_, _>>()?;
    let (starts, points): (Vec<Point>, Vec<Points>) =
        alone.into_iter().map(|(mode, _, points)| (Point::from_values(mode.at), points)).unzip();
    let telling = tracks.iter().zip(points).filter(|((_, figures), _)| figures.are_complete());
    let telling: Vec<Points> = telling.map(|(_, points)| points).collect();
    let hierarchy = Hierarchy::of(&telling, SLOPES);
    let mut priors = hierarchy.priors.iter();
    let together = tracks.into_iter().zip(&starts).map(|((setting, figures), start)| {
        let own = if figures.are_complete() { priors.next() } else { None };
        let lambda_prior = own.copied().unwrap_or(hierarchy.of_another);
        fit_track(Setting { lambda_prior, ..setting }, figures, start)
    });
    Ok(Fits { tracks: together.collect::<Result<_, _>>()?, hierarchy })
}

/// The fits of all tracks with tables of their own, in the order of the tracks.
///
/// # Errors
///
/// When a table lacks a row of such a track, or a fit is not determined.
pub fn fit_all(reference: &Reference) -> Result<Fits, FitError> {
    let with_figures = reference.tracks.iter().filter_map(|track| {
        TrackFigures::of(reference, &track.track, ApplicantType::NonUsImg).map(|figures| (&track.track, figures))
    });
    let settings = with_figures.map(|(track, figures)| Ok((Setting::of(reference, track)?, figures)));
    fit_together(settings.collect::<Result<_, ReferenceError>>()?)
}
