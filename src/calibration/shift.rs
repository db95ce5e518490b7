//! Parameters of applicant types without printed rank distributions: the levels
//! of invitation `a` and of acceptance `κ` moved from the fit of another type until
//! the average applicant is invited and matched as often as the target says.
//!
//! Where nothing says how often a type is invited, its odds of an invitation differ from those of
//! the fitted type by a share of what its odds of a match differ by ([`InvitationShare`]).
//!
//! Whatever spread of strength `σ` and slope `λ` are drawn, the rates stay those of the
//! target within its own error: the joint law is one of the rates ([`crate::model::fitted`]).

use thiserror::Error;

use super::setting::Setting;
use crate::model::fitted::PARAMETERS;
use crate::model::logistic::{logistic, logit};
use crate::model::symmetric::Matrix;
use crate::model::typical::{Rates, TypicalApplicant};
use crate::model::{ApplicantType, FittedLaw, Point, Spread, TrackPrior};
use crate::reference::{self, Reference, ReferenceError, TargetRow};

/// The coordinates that are rates.
const INVITATION: usize = 0;
const MATCH: usize = 2;

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

/// How much of a difference between two applicant types in the log-odds of a match is a difference
/// in the log-odds of an invitation; the rest is what programs make of the interview.
///
/// Learned from the tracks in which two types have fits of their own, as a regression through the
/// origin. A track counts by its errors and the spread between sources of invitation rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvitationShare {
    /// Slope of the regression, with its standard error.
    pub share: Spread,
    /// Tracks in which both types have a fit.
    pub tracks: usize,
}

/// The rates of the average applicant of a type that has a fit, with the covariance of its coordinates.
#[derive(Clone, Copy, Debug)]
pub struct FittedRates<'a> {
    /// Rates of invitation and of matching.
    pub rates: Rates,
    /// Covariance in the coordinates of the joint law.
    pub law: &'a Matrix<PARAMETERS>,
}

impl InvitationShare {
    /// The share, from both types of each track that has two fits; `between` is the spread of sources of
    /// invitation rates on the log-odds. Not a number without such a track.
    #[must_use]
    pub fn learned(pairs: &[[FittedRates<'_>; 2]], between: f64) -> Self {
        let (mut product, mut square) = (0.0, 0.0);
        for [one, other] in pairs {
            let invited = logit(one.rates.invitation) - logit(other.rates.invitation);
            let matched = logit(one.rates.matched) - logit(other.rates.matched);
            let variances = [one, other].map(|fit| fit.law[INVITATION][INVITATION] + fit.law[MATCH][MATCH]);
            let weight = (between * between + variances[0] + variances[1]).recip();
            product += weight * matched * invited;
            square += weight * matched * matched;
        }
        Self { share: Spread { mean: product / square, sd: square.sqrt().recip() }, tracks: pairs.len() }
    }
}

/// A target with what its levels are solved in.
pub struct Shift<'a> {
    /// The track for the applicant type of the target.
    track: TrackPrior,
    typical: TypicalApplicant,
    /// The average applicant of the fit, without need of a visa where the type has none.
    unmoved: TypicalApplicant,
    target: &'a TargetRow,
    base: Base<'a>,
    share: f64,
}

impl<'a> Shift<'a> {
    /// The shift that `target` asks for, from the fit of its base track. Without a rate of invitations in the
    /// target, `share` of the difference in matches is one of invitations.
    ///
    /// # Errors
    ///
    /// When the tables lack a row of the track.
    pub fn new(
        reference: &Reference,
        base: Base<'a>,
        target: &'a TargetRow,
        share: f64,
    ) -> Result<Self, ReferenceError> {
        let kind = target.applicant_type;
        let need = if kind == ApplicantType::NonUsImg { base.setting.track.visa_need_share } else { 0.0 };
        let with_applications = |mean_applications| {
            let stands_for = reference::Average { mean_applications, visa_need_share: need };
            reference.track_prior(kind, &target.track, stands_for, FittedLaw::exact(*base.point))
        };
        let track = with_applications(target.mean_applications)?;
        let typical = TypicalApplicant::program_by_program(&track);
        let unmoved = TypicalApplicant::program_by_program(&with_applications(base.setting.track.mean_applications)?);
        Ok(Self { track, typical, unmoved, target, base, share })
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
        let matched = self.target.match_rate;
        let invitation = self.target.invitation_rate.unwrap_or_else(|| {
            let of_base = self.unmoved.rates(base, self.base.setting.habits());
            logistic(logit(of_base.invitation) + self.share * (logit(matched) - logit(of_base.matched)))
        });
        let asked = Rates { invitation, matched };
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
        let is_given = |axis: usize| axis == MATCH || axis == INVITATION && self.target.invitation_rate.is_some();
        let of_fit = |i: usize, j: usize| if is_given(i) || is_given(j) { 0.0 } else { self.base.law[i][j] };
        let mut covariance: Matrix<PARAMETERS> = std::array::from_fn(|i| std::array::from_fn(|j| of_fit(i, j)));
        covariance[INVITATION][INVITATION] += self.target.invitation_sd * self.target.invitation_sd;
        covariance[MATCH][MATCH] += self.target.match_sd * self.target.match_sd;
        covariance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(invitation: f64, matched: f64) -> Rates {
        Rates { invitation: logistic(invitation), matched: logistic(matched) }
    }

    #[test]
    fn a_share_that_holds_in_every_track_is_found_whatever_the_weights() {
        let laws = [0.1, 0.5, 2.0]
            .map(|sd: f64| std::array::from_fn(|i| std::array::from_fn(|j| if i == j { sd * sd } else { 0.0 })));
        let fits = [(-1.0, 2.0), (-0.5, 1.0), (-2.0, 3.5)];
        let pairs: Vec<[FittedRates<'_>; 2]> = fits
            .iter()
            .zip(&laws)
            .map(|(&(invitation, matched), law)| {
                let gap = 1.0 - matched;
                [(gap, invitation + 0.6 * gap), (0.0, invitation)]
                    .map(|(gap, invitation)| FittedRates { rates: at(invitation, matched + gap), law })
            })
            .collect();
        let found = InvitationShare::learned(&pairs, 0.3);
        assert!((found.share.mean - 0.6).abs() < 1e-9, "{found:?}");
        assert_eq!(found.tracks, 3);
        let fewer = InvitationShare::learned(&pairs[..1], 0.3);
        assert!(found.share.sd < fewer.share.sd);
    }

    #[test]
    fn the_track_that_is_known_better_counts_more() {
        let [sharp, vague] = [0.05, 1.0]
            .map(|sd: f64| std::array::from_fn(|i| std::array::from_fn(|j| if i == j { sd * sd } else { 0.0 })));
        let pair =
            |share: f64, law| [at(-1.0 - 2.0 * share, 0.0), at(-1.0, 2.0)].map(|rates| FittedRates { rates, law });
        let found = InvitationShare::learned(&[pair(0.5, &sharp), pair(1.0, &vague)], 0.1).share.mean;
        assert!(found > 0.5 && found < 0.55, "{found}");
    }
}
