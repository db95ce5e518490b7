//! Parameter draws (`docs/methods.md` §10): ignorance, apart from chance.
//!
//! Every quantity has a stream of its own, addressed by its name and the number
//! of the draw, so that adding a track or an effect changes no other draw.

use rand::Rng;
use rand_distr::{Beta, Distribution, Normal, StandardNormal, StandardUniform};

use crate::model::logistic::{GAUSS_HERMITE_5, logit, mean_logistic};
use crate::model::openness::{seen_openness, unseen_spread};
use crate::model::strength::Covariates;
use crate::model::{
    Applicant, Assumption, ParameterPrior, Parameters, PriorShape, SharedParameters, TrackParameters, TrackPrior,
    Uncertain,
};
use crate::random::address::parameter_stream;
use crate::random::philox::Key;

/// How the parameters of a run are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawMode {
    /// One draw a block of trials: chance and ignorance.
    Posterior,
    /// The central values throughout: chance alone.
    Central,
    /// One group drawn, all else at its central value: what the width of an
    /// interval comes from.
    Only(Group),
}

/// Quantities that are uncertain for one kind of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Parameters fitted to published tables, or solved from them: `a`, `σ`, `κ`, `λ` of each track.
    Fitted,
    /// Effects of covariates and actions on an invitation.
    Effects,
    /// Assumptions of the model with their priors.
    Assumptions,
    /// What the person is unsure of.
    Applicant,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 4] = [Self::Fitted, Self::Effects, Self::Assumptions, Self::Applicant];

    /// The key in results, for example `fitted`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::Effects => "effects",
            Self::Assumptions => "assumptions",
            Self::Applicant => "applicant",
        }
    }
}

impl DrawMode {
    /// Whether there are several draws.
    #[must_use]
    pub fn has_draws(self) -> bool {
        self != Self::Central
    }

    fn varies(self, group: Group) -> bool {
        match self {
            Self::Posterior => true,
            Self::Central => false,
            Self::Only(one) => one == group,
        }
    }
}

/// Tries at a draw within bounds before the nearest bound is taken; the
/// shipped priors have most of their mass inside, so this is never reached.
const BOUNDED_TRIES: u32 = 1000;

/// Steps of [`solve_level`] at most.
const SOLVER_STEPS: u32 = 40;

/// Gap on the logit scale at which [`solve_level`] is content.
const SOLVER_TOLERANCE: f64 = 1e-7;

/// Makes parameter draws for one applicant.
pub struct Sampler<'a> {
    prior: &'a ParameterPrior,
    applicant: &'a Applicant,
    mode: DrawMode,
    key: Key,
    /// The shared parameters at their central values, with which levels were fitted.
    central: SharedParameters,
    levels: Vec<FittedLevel>,
}

/// What the published tables fix about the level `a` of a track.
struct FittedLevel {
    application: AverageApplication,
    /// Mean invitation chance of the published average application.
    invitation_chance: f64,
    /// Standard deviation of `a` at given `σ`.
    residual_sd: f64,
}

impl<'a> Sampler<'a> {
    /// A sampler of `prior` for `applicant`.
    #[must_use]
    pub fn new(prior: &'a ParameterPrior, applicant: &'a Applicant, mode: DrawMode, seed: u64) -> Self {
        let key = Key::new(seed);
        let central = prior.assumptions.central();
        let levels = prior.tracks.iter().map(|track| FittedLevel::new(track, &central)).collect();
        Self { prior, applicant, mode, key, central, levels }
    }

    /// Parameters and covariates of draw `number`.
    #[must_use]
    pub fn draw(&self, number: u64) -> (Parameters, Covariates) {
        let draw = Draw { mode: self.mode, key: self.key, number };
        let shared = self.prior.assumptions.at(|name, assumption| draw.assumption(name, assumption));
        let shift_spread = draw.assumption("pool_shift_spread", self.prior.assumptions.pool_shift_spread);
        let tracks = (0..self.prior.tracks.len())
            .map(|index| {
                let shift_spread = if index == self.prior.home_track { 0.0 } else { shift_spread };
                self.track(&draw, index, shift_spread, &shared)
            })
            .collect();
        let effects = self.prior.effects.at(|name, spread| spread.mean + spread.sd * draw.normal(Group::Effects, name));
        (Parameters { tracks, effects, shared }, draw.covariates(self.applicant))
    }

    /// An assumption beyond those of a season, in draw `number`, by a name of its own.
    #[must_use]
    pub fn assumption(&self, number: u64, name: &str, assumption: Assumption) -> f64 {
        Draw { mode: self.mode, key: self.key, number }.assumption(name, assumption)
    }

    /// A number that the person is unsure of, in draw `number`, by a name of its own.
    #[must_use]
    pub fn uncertain(&self, number: u64, name: &str, range: Uncertain) -> f64 {
        Draw { mode: self.mode, key: self.key, number }.uncertain(name, range)
    }

    fn track(&self, draw: &Draw, index: usize, shift_spread: f64, shared: &SharedParameters) -> TrackParameters {
        let prior = &self.prior.tracks[index];
        let level = &self.levels[index];
        let name = |quantity: &str| format!("{}/{quantity}", prior.id);
        let normal = |quantity: &str| draw.normal(Group::Fitted, &name(quantity));
        let ln_sigma = prior.ln_sigma.mean + prior.ln_sigma.sd * normal("ln_sigma");
        let kappa = prior.kappa.mean + prior.kappa.sd * normal("kappa");
        let (a, kappa) = if self.mode.has_draws() {
            (
                level.application.rate_preserving_level(prior.a.mean, level.invitation_chance, ln_sigma, shared)
                    + level.residual_sd * normal("a"),
                luck_preserving_level(kappa, shared.interview_luck_spread, self.central.interview_luck_spread),
            )
        } else {
            (prior.a.mean, kappa)
        };
        TrackParameters {
            id: prior.id.clone(),
            kind: prior.kind,
            pool_programs: f64::from(prior.pool_programs),
            sponsor_share: prior.sponsor_share(self.applicant.visa),
            a,
            sigma: libm::exp(ln_sigma),
            kappa,
            lambda: prior.lambda.mean + prior.lambda.sd * normal("lambda"),
            pool: prior.pool,
            pool_shift: shift_spread * draw.normal(Group::Assumptions, &name("pool_shift")),
        }
    }
}

impl FittedLevel {
    fn new(prior: &TrackPrior, central: &SharedParameters) -> Self {
        let application = AverageApplication::new(prior);
        let invitation_chance = application.invitation_chance(prior.ln_sigma.mean, central)(prior.a.mean);
        let wider = prior.ln_sigma.mean + prior.ln_sigma.sd;
        let level = application.rate_preserving_level(prior.a.mean, invitation_chance, wider, central);
        let moved = level - prior.a.mean;
        let variance = prior.a.sd * prior.a.sd;
        Self { application, invitation_chance, residual_sd: (variance - moved * moved).max(variance / 16.0).sqrt() }
    }
}

/// One draw: every quantity is a function of its name and the draw's number.
struct Draw {
    mode: DrawMode,
    key: Key,
    number: u64,
}

impl Draw {
    fn stream(&self, name: &str) -> impl Rng + use<> {
        parameter_stream(self.key, self.number, name)
    }

    /// A standard normal draw, or 0 where the group is held at its central values.
    fn normal(&self, group: Group, name: &str) -> f64 {
        if self.mode.varies(group) { StandardNormal.sample(&mut self.stream(name)) } else { 0.0 }
    }

    fn uncertain(&self, name: &str, range: Uncertain) -> f64 {
        if self.mode.varies(Group::Applicant) {
            range.at(StandardUniform.sample(&mut self.stream(name)))
        } else {
            range.middle()
        }
    }

    fn assumption(&self, name: &str, assumption: Assumption) -> f64 {
        if !self.mode.varies(Group::Assumptions) {
            return assumption.value;
        }
        let mut stream = self.stream(name);
        match assumption.prior {
            PriorShape::Fixed => assumption.value,
            PriorShape::HalfNormal { scale } => {
                let normal: f64 = StandardNormal.sample(&mut stream);
                scale * normal.abs()
            }
            PriorShape::Beta { alpha, beta } => {
                Beta::new(alpha, beta).map_or(assumption.value, |law| law.sample(&mut stream))
            }
            PriorShape::Normal { mean, sd, lower, upper } => {
                Normal::new(mean, sd).map_or(assumption.value, |law| bounded(law, lower, upper, &mut stream))
            }
        }
    }

    fn covariates(&self, applicant: &Applicant) -> Covariates {
        let of = |name: &str, range| self.uncertain(name, range);
        Covariates {
            kind: applicant.kind,
            step2_ck: of("applicant/step2_ck", applicant.step2_ck),
            has_failed_exam: applicant.exam_failures > 0,
            years_since_graduation: of("applicant/years_since_graduation", applicant.years_since_graduation),
            us_clinical_months: of("applicant/us_clinical_months", applicant.us_clinical_months),
            publications: of("applicant/publications", applicant.publications),
            reapplicant: applicant.reapplicant,
        }
    }
}

fn bounded(law: Normal<f64>, lower: f64, upper: f64, stream: &mut impl Rng) -> f64 {
    let mut value = law.sample(stream);
    for _ in 0..BOUNDED_TRIES {
        if (lower..=upper).contains(&value) {
            return value;
        }
        value = law.sample(stream);
    }
    value.clamp(lower, upper)
}

/// The published average application: programs 1 to `n̄` of the pool at typical screening.
struct AverageApplication {
    /// `v_i` of its programs.
    seen: Vec<f64>,
}

impl AverageApplication {
    fn new(prior: &TrackPrior) -> Self {
        let pool = f64::from(prior.pool_programs);
        let programs = prior.mean_applications.min(prior.pool_programs);
        Self { seen: (1..=programs).map(|position| seen_openness(position, pool)).collect() }
    }

    /// Its mean logit-normal invitation chance over strength and openness, as a function of the level `a`.
    ///
    /// This is the mean of [`mean_logistic`] with the exponentials taken apart: each
    /// belongs to the level, to a program or to a node of the quadrature.
    fn invitation_chance(&self, ln_sigma: f64, shared: &SharedParameters) -> impl Fn(f64) -> f64 + use<> {
        let sigma = libm::exp(ln_sigma);
        let unseen = shared.openness_weight * unseen_spread(shared.screening_typical);
        let spread = (sigma * sigma + unseen * unseen).sqrt();
        let seen_weight = shared.openness_weight * shared.screening_typical;
        let programs: Vec<f64> = self.seen.iter().map(|seen| libm::exp(-seen_weight * seen)).collect();
        let nodes = GAUSS_HERMITE_5.map(|(node, weight)| (libm::exp(-spread * node), weight));
        move |a| {
            let level = libm::exp(-a);
            let odds = nodes.map(|(node, weight)| (level * node, weight));
            let mut total = 0.0;
            for program in &programs {
                let chances = odds.map(|(odds, weight)| weight / (1.0 + odds * program));
                total += chances.iter().sum::<f64>();
            }
            total / programs.len() as f64
        }
    }

    /// The level `a` at which it keeps the mean invitation chance `target` although
    /// `σ`, `τ_u` and the typical screening are drawn away from the values that `a` was fitted with.
    ///
    /// The tables fix the chance of an invitation far better than any of these
    /// alone; drawing them one by one, as if unrelated, would make answers look
    /// more uncertain than they are.
    fn rate_preserving_level(&self, start: f64, target: f64, ln_sigma: f64, shared: &SharedParameters) -> f64 {
        solve_level(start, target, self.invitation_chance(ln_sigma, shared))
    }
}

/// The level `κ` at which the mean chance of being taken at average strength
/// is the one fitted, although `σ_ω` is drawn away from the fitted value.
fn luck_preserving_level(kappa: f64, luck_spread: f64, fitted_luck_spread: f64) -> f64 {
    let target = mean_logistic(kappa, fitted_luck_spread);
    solve_level(kappa, target, |level| mean_logistic(level, luck_spread))
}

/// The level where the mean chance `function` reaches `target`, by steps of the
/// gap on the logit scale: there the slope is between the attenuation of the
/// logistic (above one half) and 1, so each step at least halves the gap.
fn solve_level(start: f64, target: f64, function: impl Fn(f64) -> f64) -> f64 {
    let mut level = start;
    for _ in 0..SOLVER_STEPS {
        let gap = logit(target) - logit(function(level));
        level += gap;
        if gap.abs() < SOLVER_TOLERANCE {
            break;
        }
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_average_application_has_the_mean_of_the_logistic_over_its_programs() {
        let application =
            AverageApplication { seen: (1..=80).map(|position| seen_openness(position, 200.0)).collect() };
        let shared = SharedParameters {
            strength_correlation: 0.6,
            radiology_correlation: 0.8,
            season_spread: 0.15,
            openness_weight: 0.8,
            screening_typical: 0.3,
            screening_researched: 0.7,
            interview_luck_spread: 0.5,
        };
        for (a, sigma) in [(-3.4, 1.0), (-1.0, 0.4), (2.0, 1.6)] {
            let spread = (sigma * sigma + 0.64 * (1.0 - 0.09_f64)).sqrt();
            let programs = application.seen.iter().map(|seen| mean_logistic(a + 0.24 * seen, spread));
            let plain = programs.sum::<f64>() / 80.0;
            let found = application.invitation_chance(libm::log(sigma), &shared)(a);
            assert!((found / plain - 1.0).abs() < 1e-12, "{found} {plain}");
            let level = application.rate_preserving_level(0.0, plain, libm::log(sigma), &shared);
            assert!((level - a).abs() < 1e-6, "{level} {a}");
        }
    }
}
