//! Parameters of applicant types without printed rank distributions: the level
//! of invitation `a` and of acceptance `κ` moved from the non-US IMG fit until
//! the average applicant is invited and matched as often as published.
//!
//! Whatever spread of strength `σ` and slope `λ` are drawn, the rates stay those of the
//! target within its own error: the joint law is one of the rates ([`crate::model::fitted`]).

use thiserror::Error;

use super::setting::Setting;
use crate::model::fitted::PARAMETERS;
use crate::model::logistic::logit;
use crate::model::symmetric::Matrix;
use crate::model::typical::{Rates, TypicalApplicant};
use crate::model::{ApplicantType, FittedLaw, Point, TrackPrior};
use crate::reference::{self, Reference, ReferenceError, TargetRow};

/// Gap on the logit scale that counts as met.
const TOLERANCE: f64 = 1e-6;

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

/// The fitted parameters that a type without its own fit starts from.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// What the fit held fixed.
    pub setting: &'a Setting,
    /// Central values.
    pub point: &'a Point,
    /// Covariance in the coordinates of the joint law.
    pub law: &'a Matrix<PARAMETERS>,
}

/// A target with what its levels are solved in.
pub struct Shift<'a> {
    /// The track for the applicant type of the target.
    track: TrackPrior,
    typical: TypicalApplicant,
    target: &'a TargetRow,
    base: Base<'a>,
}

impl<'a> Shift<'a> {
    /// The shift that `target` asks for, from the fit of its base track.
    ///
    /// # Errors
    ///
    /// When the tables lack a row of the track.
    pub fn new(reference: &Reference, base: Base<'a>, target: &'a TargetRow) -> Result<Self, ReferenceError> {
        let kind = target.applicant_type;
        let need = if kind == ApplicantType::NonUsImg { base.setting.track.visa_need_share } else { 0.0 };
        let stands_for = reference::Average { mean_applications: target.mean_applications, visa_need_share: need };
        let track = reference.track_prior(kind, &target.track, stands_for, FittedLaw::exact(*base.point))?;
        let typical = TypicalApplicant::program_by_program(&track);
        Ok(Self { track, typical, target, base })
    }

    /// The track whose levels are solved, with the parameters of `point`.
    #[must_use]
    pub fn track(&self, point: &Point) -> TrackPrior {
        TrackPrior { fitted: FittedLaw::exact(*point), ..self.track.clone() }
    }

    /// What the model gives for the average applicant at `point`.
    #[must_use]
    pub fn rates(&self, point: &Point) -> Rates {
        self.typical.rates(point, self.base.setting.habits())
    }

    /// The point with levels that meet the target.
    ///
    /// # Errors
    ///
    /// When a rate is out of reach.
    pub fn point(&self) -> Result<Point, ShiftError> {
        let base = self.base.point;
        let invitation = self.target.invitation_rate.unwrap_or_else(|| self.rates(base).invitation);
        let asked = Rates { invitation, matched: self.target.match_rate };
        let point = self.typical.with_rates(asked, base, self.base.setting.habits());
        let reached = self.rates(&point);
        let parts = [
            ("an invitation rate", asked.invitation, reached.invitation),
            ("a match rate", asked.matched, reached.matched),
        ];
        for (what, target, nearest) in parts {
            if (logit(target) - logit(nearest)).abs() > TOLERANCE {
                return Err(ShiftError::OutOfReach { what, target, nearest, track: self.target.track.clone() });
            }
        }
        Ok(point)
    }

    /// The covariance of the coordinates: the error of the target for the match rate
    /// and for a rate of invitations that is given, what the fit leaves uncertain for the rest.
    #[must_use]
    pub fn covariance(&self) -> Matrix<PARAMETERS> {
        let is_given = |axis: usize| axis == 2 || axis == 0 && self.target.invitation_rate.is_some();
        let of_fit = |i: usize, j: usize| if is_given(i) || is_given(j) { 0.0 } else { self.base.law[i][j] };
        let mut covariance: Matrix<PARAMETERS> = std::array::from_fn(|i| std::array::from_fn(|j| of_fit(i, j)));
        covariance[0][0] += self.target.invitation_sd * self.target.invitation_sd;
        covariance[2][2] += self.target.match_sd * self.target.match_sd;
        covariance
    }
}
