//! Parameters of US MD seniors (`docs/methods.md` §9): spread of strength `σ`, slope `λ` and effect
//! of Step 2 CK from match rates by score, from how interviews spread, and from the means of the
//! matched and the not matched; what their tracks have in common fills in where a track has none of these.

use super::figures::{GroupMean, step2};
use super::fit::FitError;
use super::hierarchy::{Hierarchy, NEGLIGIBLE, Points, Pooled, SLOPES, SlopePrior};
use super::least_squares::minimize;
use super::moments::{Moments, sample, weighed};
use super::setting::Setting;
use super::yields;
use crate::model::fitted::PARAMETERS;
use crate::model::logistic::{logistic, logit};
use crate::model::strength::residual_spread;
use crate::model::symmetric::Matrix;
use crate::model::typical::{Rates, Strengths, TypicalApplicant};
use crate::model::{ApplicantType, FittedLaw, Point, Spread};
use crate::reference::{Average, InterviewCountRow, Reference, ReferenceError, ScoreBandRow, TargetRow};

/// The type whose figures are fitted.
const KIND: ApplicantType = ApplicantType::UsMd;

/// Place of `ln σ` among the fitted parameters.
const LN_SIGMA: usize = 1;

/// Standard deviation of the wide prior of `ln σ` in one track.
const LN_SIGMA_SD: f64 = 0.5;

/// Error of a match rate by score beside chance: five Matches pooled, whole percents printed.
const BAND_ERROR: f64 = 0.01;

/// Error of the logarithm of a printed variance of interviews beside chance: who answers, and that
/// strong applicants may send more or fewer applications.
const COUNT_ERROR: f64 = 0.3;

/// Error of the difference of mean scores beside chance, in points, an assumption: the model takes the effect of a
/// score as a straight line, and the few seniors who do not match lie far below all others. A third of the spread of
/// scores in a pool.
const SCORE_ERROR: f64 = 5.0;

/// Where the search starts.
const START: Point = Point { a: -1.4, ln_sigma: -0.5, kappa: -0.5, lambda: 0.3, step2: 0.39 };

/// The fitted parameters of US MD seniors in one track.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedSeniors {
    /// What was held fixed.
    pub setting: Setting,
    /// Central values.
    pub point: Point,
    /// Covariance in the coordinates of the joint law ([`crate::model::fitted::COORDINATES`]).
    pub law: Matrix<PARAMETERS>,
    /// The rates that the levels are solved from.
    pub rates: Rates,
}

/// What one track is fitted to.
struct Figures<'a> {
    setting: Setting,
    typical: TypicalApplicant,
    target: TargetRow,
    bands: Vec<&'a ScoreBandRow>,
    counts: Vec<&'a InterviewCountRow>,
    step2: Option<[GroupMean; 2]>,
    ln_sigma_prior: SlopePrior,
}

/// The parameters of every track with a target for US MD seniors that starts from the track itself.
///
/// # Errors
///
/// When a table lacks a row, or a fit is not determined.
pub fn fit_seniors(reference: &Reference, imgs: &Hierarchy) -> Result<Vec<FittedSeniors>, FitError> {
    let spreads = Pooled { axis: LN_SIGMA, wide: prior_of_spread(reference)? };
    let slopes = Pooled { wide: prior_of_slope(reference, imgs)?, ..SLOPES };
    let targets = reference.targets.iter().filter(|row| row.applicant_type == KIND && row.base_track == row.track);
    let tracks: Vec<Figures<'_>> =
        targets.map(|target| Figures::of(reference, target, spreads.wide, slopes.wide)).collect::<Result<_, _>>()?;
    let alone: Vec<Points> = tracks.iter().map(|track| track.posterior(&START)).collect::<Result<_, _>>()?;
    let pooled = Hierarchy::of(&alone, slopes).priors.into_iter().zip(Hierarchy::of(&alone, spreads).priors);
    let together = tracks.into_iter().zip(pooled).zip(&alone).map(|((track, (slope, spread)), alone)| {
        track.with_priors(slope, spread).fit(&Point::from_values(weighed(alone).mean))
    });
    together.collect()
}

/// What is assumed of `ln σ` in one track.
fn prior_of_spread(reference: &Reference) -> Result<SlopePrior, ReferenceError> {
    let median = reference.assumed("senior_strength_spread")?;
    Ok(SlopePrior { mean: libm::log(median), sd: LN_SIGMA_SD, degrees: None })
}

/// What the slopes of non-US IMGs say of the slope of another type in one track: their mean, with
/// how far tracks differ, how far types do, and what is not known of either.
fn prior_of_slope(reference: &Reference, imgs: &Hierarchy) -> Result<SlopePrior, ReferenceError> {
    let of_types = reference.assumed("slope_type_spread")?;
    let parts = [imgs.mean.sd, imgs.spread.mean, imgs.spread.sd, of_types];
    let variance: f64 = parts.iter().map(|part| part * part).sum();
    Ok(SlopePrior { mean: imgs.mean.mean, sd: variance.sqrt(), degrees: None })
}

impl<'a> Figures<'a> {
    fn of(
        reference: &'a Reference,
        target: &TargetRow,
        ln_sigma_prior: SlopePrior,
        lambda_prior: SlopePrior,
    ) -> Result<Self, ReferenceError> {
        let target = yields::informed(reference, target)?;
        let average = Average { mean_applications: target.mean_applications, visa_need_share: 0.0 };
        let track = reference.track_prior(KIND, &target.track, average, FittedLaw::exact(START))?;
        let is_it = |track: &str, kind: ApplicantType| track == target.track && kind == KIND;
        Ok(Self {
            typical: TypicalApplicant::new(&track),
            bands: reference.score_bands.iter().filter(|row| is_it(&row.track, row.applicant_type)).collect(),
            counts: reference.interview_counts.iter().filter(|row| is_it(&row.track, row.applicant_type)).collect(),
            step2: step2(reference, &target.track, KIND),
            setting: Setting {
                track,
                shared: reference.assumptions_prior()?.central(),
                effects: reference.effects_prior()?.central(),
                lambda_prior,
                step2_prior: reference.step2_prior()?,
                ranked_share: None,
            },
            target,
            ln_sigma_prior,
        })
    }

    fn with_priors(mut self, slope: SlopePrior, ln_sigma: SlopePrior) -> Self {
        (self.setting.lambda_prior, self.ln_sigma_prior) = (slope, ln_sigma);
        self
    }

    fn fit(self, start: &Point) -> Result<FittedSeniors, FitError> {
        let points = self.posterior(start)?;
        let Moments { mean, covariance: law, .. } = weighed(&self.in_coordinates(&points));
        let rates = Rates { invitation: logistic(mean[0]), matched: self.target.match_rate };
        let [_, ln_sigma, _, lambda, step2] = mean;
        let exact = TypicalApplicant::program_by_program(&self.setting.track);
        let start = Point { ln_sigma, lambda, step2, ..Point::from_values(weighed(&points).mean) };
        let point = exact.with_rates(rates, &start, self.setting.habits());
        Ok(FittedSeniors { setting: self.setting, point, law, rates })
    }

    /// Points of the posterior.
    fn posterior(&self, start: &Point) -> Result<Points, FitError> {
        let residuals = |values: &[f64; PARAMETERS]| self.residuals(&Point::from_values(*values));
        let mode = minimize(residuals, start.values());
        let points = mode.covariance.and_then(|covariance| sample(residuals, mode.at, &covariance));
        points.ok_or_else(|| FitError::NotDetermined { track: self.target.track.clone() })
    }

    /// The points with the logits of the rates in place of the levels.
    fn in_coordinates(&self, points: &Points) -> Points {
        let highest = points.iter().map(|(_, weight)| *weight).fold(f64::NEG_INFINITY, f64::max);
        let counting = points.iter().filter(|(_, weight)| *weight > highest - NEGLIGIBLE);
        let coordinates = |(at, weight): &([f64; PARAMETERS], f64)| {
            let point = Point::from_values(*at);
            let rates = self.typical.rates(&point, self.setting.habits());
            ([logit(rates.invitation), point.ln_sigma, logit(rates.matched), point.lambda, point.step2], *weight)
        };
        counting.map(coordinates).collect()
    }

    /// Every figure and prior against `point`, in standard errors.
    fn residuals(&self, point: &Point) -> Vec<f64> {
        let Self { setting, target, .. } = self;
        let pool = Strengths { mean: 0.0, spread: libm::exp(point.ln_sigma) };
        let found = self.typical.outcome(point, pool, setting.habits());
        let programs = f64::from(setting.track.mean_applications);
        let asked = target.invitation_rate.unwrap_or_else(|| logistic(START.a));
        let standard = |value: f64, prior: Spread| (value - prior.mean) / prior.sd;
        let mut residuals = vec![
            (logit(found.matched) - logit(target.match_rate)) / target.match_sd,
            (logit(found.invitations / programs) - logit(asked)) / target.invitation_sd,
            setting.lambda_prior.residual(point.lambda),
            self.ln_sigma_prior.residual(point.ln_sigma),
            standard(point.step2, setting.step2_prior),
            setting.levels_residual(&self.typical, point),
        ];
        if let Some([matched, not_matched]) = self.step2 {
            let difference = setting.score_per_strength(point) * (found.strength[0] - found.strength[1]);
            let published = matched.mean - not_matched.mean;
            let error = matched.error().hypot(not_matched.error()).hypot(SCORE_ERROR);
            residuals.push((difference - published) / error);
        }
        for row in &self.counts {
            // The relative variance, free of how many were invited on average.
            let relative = found.invitation_variance / (found.invitations * found.invitations);
            let predicted = relative + row.applications_relative_sd * row.applications_relative_sd;
            let error = COUNT_ERROR.hypot((2.0 / f64::from(row.n)).sqrt());
            residuals.push(libm::log(predicted * row.mean * row.mean / (row.sd * row.sd)) / error);
        }
        residuals.extend(self.of_bands(point));
        residuals
    }

    /// Match rates by score, whose common level is that of their own years.
    fn of_bands(&self, point: &Point) -> Vec<f64> {
        let people: f64 = self.bands.iter().map(|band| f64::from(band.applicants)).sum();
        let mean_of = |value: &dyn Fn(&ScoreBandRow) -> f64| {
            self.bands.iter().map(|band| f64::from(band.applicants) * value(band)).sum::<f64>() / people
        };
        let (center, rate) = (mean_of(&|band| band.score), mean_of(&|band| band.match_rate));
        let explained = (point.step2 / 10.0 * self.setting.track.pool.step2_ck.sd).powi(2);
        let spread = residual_spread(libm::exp(point.ln_sigma), explained);
        let group = |band: &&ScoreBandRow| {
            let mean = point.step2 * (band.score - center) / 10.0;
            (Strengths { mean, spread }, f64::from(band.applicants))
        };
        let groups: Vec<(Strengths, f64)> = self.bands.iter().map(group).collect();
        if groups.is_empty() {
            return Vec::new();
        }
        let (_, rates) = self.typical.group_rates(point, &groups, rate, self.setting.habits());
        let residual = |(band, rate): (&&ScoreBandRow, f64)| {
            let chance = (band.match_rate * (1.0 - band.match_rate) / f64::from(band.applicants)).sqrt();
            (rate - band.match_rate) / chance.hypot(BAND_ERROR)
        };
        self.bands.iter().zip(rates).map(residual).collect()
    }
}
