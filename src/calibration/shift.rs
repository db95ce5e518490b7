//! Parameters of applicant types without printed rank distributions: the level
//! of invitation `a` and of acceptance `κ` moved from the non-US IMG fit until
//! the average applicant is invited and matched as often as published.
//!
//! The levels answer to the spread of strength `σ` and the slope `λ` that they are
//! solved with, so the uncertainty of these goes through the solution: whatever `σ`
//! and `λ` are drawn, the rates stay those of the target within its own error.

use thiserror::Error;

use super::average::{Average, average};
use super::fit::FittedTrack;
use crate::model::fitted::PARAMETERS;
use crate::model::logistic::logit;
use crate::model::symmetric::{Matrix, sandwich};
use crate::model::{ApplicantType, FittedLaw, Point, SharedParameters, TrackPrior};
use crate::reference::{self, Reference, ReferenceError, TargetRow};

/// Steps of a solution at most, and the gap on the logit scale that ends it.
const STEPS: u32 = 60;
const TOLERANCE: f64 = 1e-6;

/// Step of the differences that show how the levels answer to the other parameters.
const DIFFERENCE: f64 = 0.05;

/// A target cannot be met.
#[derive(Debug, Error)]
pub enum ShiftError {
    /// The tables lack what the solution starts from.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The base track has no fit for non-US IMG.
    #[error("parameters/targets.csv: base track `{track}` has no fit for non-US IMGs; name one that has")]
    NoBase {
        /// The base track named.
        track: String,
    },
    /// No level reaches the rate.
    #[error("parameters/targets.csv: {what} of {target} is out of reach for track `{track}`; nearest is {nearest:.4}")]
    OutOfReach {
        /// Which rate.
        what: &'static str,
        /// The rate asked for.
        target: f64,
        /// The rate at the last step.
        nearest: f64,
        /// The track.
        track: String,
    },
}

/// A target with what its levels are solved in.
pub struct Shift<'a> {
    /// The track for the applicant type of the target.
    track: TrackPrior,
    target: &'a TargetRow,
    base: &'a FittedTrack,
    shared: SharedParameters,
}

impl<'a> Shift<'a> {
    /// The shift that `target` asks for, from the fit of its base track.
    ///
    /// # Errors
    ///
    /// When the tables lack a row of the track.
    pub fn new(reference: &Reference, base: &'a FittedTrack, target: &'a TargetRow) -> Result<Self, ReferenceError> {
        let kind = target.applicant_type;
        let need = if kind == ApplicantType::NonUsImg { base.setting.track.visa_need_share } else { 0.0 };
        let stands_for =
            reference::Average { mean_applications: target.mean_applications, visa_need_share: need };
        let track = reference.track_prior(kind, &target.track, stands_for, FittedLaw::exact(base.point))?;
        Ok(Self { track, target, base, shared: base.setting.shared })
    }

    /// The track whose levels are solved, with the parameters of `point`.
    #[must_use]
    pub fn track(&self, point: &Point) -> TrackPrior {
        TrackPrior { fitted: FittedLaw::exact(*point), ..self.track.clone() }
    }

    /// What the model gives for the average applicant at `point`.
    #[must_use]
    pub fn average(&self, point: &Point) -> Average {
        average(&self.track(point), &self.shared)
    }

    /// The point with levels that meet the target at the central values of the fit.
    ///
    /// # Errors
    ///
    /// When a rate is out of reach.
    pub fn point(&self) -> Result<Point, ShiftError> {
        self.solved(&self.base.point, 0.0)
    }

    /// The covariance at [`Self::point`], from that of the fit, the error of the
    /// target, and how the solution answers to both; the effect of Step 2 CK keeps that of the fit.
    ///
    /// # Errors
    ///
    /// When a rate is out of reach near the central values.
    pub fn covariance(&self) -> Result<Matrix<PARAMETERS>, ShiftError> {
        let mut answer = [[0.0; PARAMETERS]; PARAMETERS];
        // `a`, `ln σ` and `λ` of the fit; its `κ` is replaced, and `b` moves no level.
        for column in [0, 1, 3] {
            let slope = self.slope(|step| {
                let mut values = self.base.point.values();
                values[column] += step;
                (Point::from_values(values), 0.0)
            })?;
            answer[0][column] = slope.a;
            answer[2][column] = slope.kappa;
        }
        for kept in [1, 3, 4] {
            answer[kept][kept] = 1.0;
        }
        let mut covariance = sandwich(&answer, &self.base.posterior.covariance);
        let offset = self.slope(|step| (self.base.point, step))?;
        let of_level = [offset.a, 0.0, offset.kappa, 0.0, 0.0].map(|slope| slope * self.target.a_sd);
        for (i, row) in covariance.iter_mut().enumerate() {
            for (j, entry) in row.iter_mut().enumerate() {
                *entry += of_level[i] * of_level[j];
            }
        }
        covariance[2][2] += self.target.kappa_sd * self.target.kappa_sd;
        Ok(covariance)
    }

    /// How the levels answer to a step of what they are solved from.
    fn slope(&self, stepped: impl Fn(f64) -> (Point, f64)) -> Result<Point, ShiftError> {
        let at = |step: f64| {
            let (point, offset) = stepped(step);
            self.solved(&point, offset)
        };
        let (up, down) = (at(DIFFERENCE)?.values(), at(-DIFFERENCE)?.values());
        Ok(Point::from_values(std::array::from_fn(|i| (up[i] - down[i]) / (2.0 * DIFFERENCE))))
    }

    /// The point with levels that meet the target, given the other parameters and
    /// an `offset` of the level of invitation from where its target is met.
    fn solved(&self, from: &Point, offset: f64) -> Result<Point, ShiftError> {
        let unreachable = |what, target, nearest| ShiftError::OutOfReach {
            what,
            target,
            nearest,
            track: self.target.track.clone(),
        };
        let mut point = *from;
        if let Some(rate) = self.target.invitation_rate {
            let found = climb(rate, |step| {
                point.a += step;
                self.average(&point).invitation_rate
            });
            found.map_err(|nearest| unreachable("an invitation rate", rate, nearest))?;
        }
        point.a += offset;
        let found = climb(self.target.match_rate, |step| {
            point.kappa += step;
            self.average(&point).match_rate
        });
        found.map_err(|nearest| unreachable("a match rate", self.target.match_rate, nearest))?;
        Ok(point)
    }
}

/// Moves a level by the remaining gap on the logit scale until `rate` is met;
/// gives the last rate seen if it never is.
fn climb(rate: f64, mut after_step: impl FnMut(f64) -> f64) -> Result<(), f64> {
    let mut reached = after_step(0.0);
    for _ in 0..STEPS {
        let gap = logit(rate) - logit(reached);
        if gap.abs() < TOLERANCE {
            return Ok(());
        }
        reached = after_step(gap);
    }
    Err(reached)
}
