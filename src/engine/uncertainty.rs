//! Parameter draws (`docs/methods.md` §10): ignorance, apart from chance.
//!
//! Every quantity has a stream of its own, addressed by its name and the number
//! of the draw, so that adding a track or an effect changes no other draw. Draws are
//! spread evenly over groups of eight ([`crate::random::stratified`]): each is the
//! quantile of the quantity's law at a uniform draw.

use super::driver::{EngineError, MAX_PARAMETER_DRAWS, each};
use crate::model::fitted::{COORDINATES, PARAMETERS, Point};
use crate::model::logistic::{logistic, logit};
use crate::model::strength::Covariates;
use crate::model::typical::{Habits, Rates, TypicalApplicant};
use crate::model::{
    Applicant, Assumption, ParameterPrior, Parameters, Portfolio, PriorShape, Spread, TrackKind, TrackParameters,
    TrackPrior, Uncertain,
};
use crate::random::normal_quantile;
use crate::random::philox::Key;
use crate::random::stratified::uniform;

/// Name of the share of categorical positions of a track.
const CATEGORICAL_SHARE: &str = "categorical_share";

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
    /// Parameters fitted to published tables, or solved from them: `a`, `σ`, `κ`, `λ`,
    /// the effect of Step 2 CK and the share of categorical positions of each track.
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

/// Makes parameter draws for one applicant.
pub struct Sampler<'a> {
    prior: &'a ParameterPrior,
    applicant: &'a Applicant,
    mode: DrawMode,
    key: Key,
    /// What the tables fix about each track that is asked for.
    published: Vec<Option<Published>>,
    /// Draws that were made before.
    made: Option<&'a SharedDraws>,
}

/// The first parameter draws of a prior, made once for all who share it: they do not depend on who applies, but for
/// the programs that sponsor the visa.
#[derive(Debug)]
pub struct SharedDraws {
    prior: ParameterPrior,
    seed: u64,
    is_used: Vec<bool>,
    parameters: Vec<Parameters>,
}

impl SharedDraws {
    /// So many draws of the posterior, for those who apply as `applicant` does, with `portfolios`.
    #[must_use]
    pub fn new(prior: &ParameterPrior, applicant: &Applicant, seed: u64, draws: u64, portfolios: &[Portfolio]) -> Self {
        let sampler = Sampler::for_portfolios(prior, applicant, DrawMode::Posterior, seed, portfolios);
        let parameters = (0..draws).map(|number| sampler.draw(number).0).collect();
        Self { prior: prior.clone(), seed, is_used: used_tracks(prior, applicant, portfolios), parameters }
    }

    /// The same for several people under one prior, each with a portfolio, made on `threads`.
    ///
    /// # Errors
    ///
    /// When threads cannot be had.
    pub fn of_people<'p>(
        prior: &ParameterPrior,
        people: impl IntoIterator<Item = (&'p Applicant, &'p Portfolio)>,
        seed: u64,
        draws: u64,
        threads: Option<usize>,
    ) -> Result<Self, EngineError> {
        let mut is_used = vec![false; prior.tracks.len()];
        let mut first = None;
        for (applicant, portfolio) in people {
            first.get_or_insert(applicant);
            is_used.iter_mut().zip(used_tracks(prior, applicant, [portfolio])).for_each(|(all, one)| *all |= one);
        }
        let parameters = match first {
            Some(applicant) => {
                let sampler = Sampler::of_tracks(prior, applicant, DrawMode::Posterior, seed, |track| is_used[track]);
                let draws = usize::try_from(draws.min(MAX_PARAMETER_DRAWS)).unwrap_or(usize::MAX);
                each(draws, threads, |number| sampler.draw(number as u64).0)?
            }
            None => Vec::new(),
        };
        Ok(Self { prior: prior.clone(), seed, is_used, parameters })
    }

    /// Whether the draws are also those of another person.
    #[must_use]
    pub fn serve(&self, prior: &ParameterPrior, applicant: &Applicant, portfolios: &[Portfolio]) -> bool {
        self.is_used == used_tracks(prior, applicant, portfolios) && self.prior == *prior
    }
}

/// Which tracks are asked for: those of the portfolios, and of the one that failed before or is in progress.
fn used_tracks<'p>(
    prior: &ParameterPrior,
    applicant: &Applicant,
    portfolios: impl IntoIterator<Item = &'p Portfolio>,
) -> Vec<bool> {
    let mut is_used = vec![false; prior.tracks.len()];
    let mut mark = |portfolio: &Portfolio| portfolio.lines.iter().for_each(|line| is_used[line.track] = true);
    portfolios.into_iter().for_each(&mut mark);
    applicant.failed.iter().for_each(|season| mark(&season.portfolio));
    applicant.so_far.iter().for_each(|so_far| mark(&so_far.portfolio));
    is_used
}

/// The published average applicant of a track, and their rates at the fitted parameters.
struct Published {
    typical: TypicalApplicant,
    rates: Rates,
}

impl<'a> Sampler<'a> {
    /// A sampler of `prior` for `applicant`.
    #[must_use]
    pub fn new(prior: &'a ParameterPrior, applicant: &'a Applicant, mode: DrawMode, seed: u64) -> Self {
        Self::of_tracks(prior, applicant, mode, seed, |_| true)
    }

    /// A sampler for those who apply with `portfolios`: the levels of tracks that neither these nor the portfolio that
    /// failed before or is in progress name are not worked out.
    #[must_use]
    pub fn for_portfolios<'p>(
        prior: &'a ParameterPrior,
        applicant: &'a Applicant,
        mode: DrawMode,
        seed: u64,
        portfolios: impl IntoIterator<Item = &'p Portfolio>,
    ) -> Self {
        let is_used = used_tracks(prior, applicant, portfolios);
        Self::of_tracks(prior, applicant, mode, seed, |track| is_used[track])
    }

    fn of_tracks(
        prior: &'a ParameterPrior,
        applicant: &'a Applicant,
        mode: DrawMode,
        seed: u64,
        is_used: impl Fn(usize) -> bool,
    ) -> Self {
        let key = Key::new(seed);
        let (shared, effects) = (prior.assumptions.central(), prior.effects.central());
        let habits = Habits { shared: &shared, effects: &effects };
        let published = |track: &TrackPrior| {
            let typical = TypicalApplicant::new(track);
            let rates = typical.rates(&track.fitted.center, habits);
            Published { typical, rates }
        };
        let published = prior.tracks.iter().enumerate().map(|(index, track)| is_used(index).then(|| published(track)));
        let published = published.collect();
        Self { prior, applicant, mode, key, published, made: None }
    }

    /// A sampler that takes draws of the posterior which [serve](SharedDraws::serve) it from where they were made before.
    #[must_use]
    pub fn sharing(made: &'a SharedDraws, prior: &'a ParameterPrior, applicant: &'a Applicant) -> Self {
        let sampler = Self::of_tracks(prior, applicant, DrawMode::Posterior, made.seed, |_| false);
        Self { made: Some(made), ..sampler }
    }

    /// The draw of this number if it was made before, with the programs that sponsor the visa of this person.
    fn made(&self, number: u64) -> Option<Parameters> {
        let mut parameters = self.made?.parameters.get(usize::try_from(number).ok()?)?.clone();
        for (track, prior) in parameters.tracks.iter_mut().zip(&self.prior.tracks) {
            track.sponsor_share = prior.sponsor_share(self.applicant.visa);
        }
        Some(parameters)
    }

    /// Parameters and covariates of draw `number`.
    #[must_use]
    pub fn draw(&self, number: u64) -> (Parameters, Covariates) {
        let draw = Draw { mode: self.mode, key: self.key, number };
        if let Some(parameters) = self.made(number) {
            return (parameters, draw.covariates(self.applicant));
        }
        let shared = self.prior.assumptions.at(|name, assumption| draw.assumption(name, assumption));
        let effects = self.prior.effects.at(|name, spread| draw.effect(name, spread));
        let habits = Habits { shared: &shared, effects: &effects };
        let tracks = (0..self.prior.tracks.len())
            .map(|index| {
                let shift_spread = self.prior.home.shift_share(index) * shared.pool_shift_spread;
                self.track(&draw, index, shift_spread, habits)
            })
            .collect();
        (Parameters { tracks, effects, shared }, draw.covariates(self.applicant))
    }

    /// The covariates of draw `number` at an earlier season, of the person as of then.
    #[must_use]
    pub fn covariates(&self, number: u64, applicant: &Applicant) -> Covariates {
        Draw { mode: self.mode, key: self.key, number }.covariates(applicant)
    }

    /// Draw `number` as named numbers, always in the same order: the quantities that all tracks
    /// share, those of each track as `TRACK/name`, those of the person as `applicant/name`.
    #[must_use]
    pub fn named(&self, number: u64) -> Vec<(String, f64)> {
        let draw = Draw { mode: self.mode, key: self.key, number };
        let (parameters, covariates) = self.draw(number);
        let mut found: Vec<(String, f64)> = Vec::new();
        let mut add = |name: &str, value: f64| {
            found.push((name.to_owned(), value));
            value
        };
        self.prior.assumptions.at(|name, assumption| add(name, draw.assumption(name, assumption)));
        self.prior.effects.at(|name, spread| add(name, draw.effect(name, spread)));
        for (track, prior) in parameters.tracks.iter().zip(&self.prior.tracks) {
            for (name, value) in [
                ("a", track.a),
                ("sigma", track.sigma),
                ("kappa", track.kappa),
                ("lambda", track.lambda),
                ("step2_ck_per_10", track.step2_ck_per_10),
                ("pool_shift", track.pool_shift),
            ] {
                add(&format!("{}/{name}", track.id), value);
            }
            if let Some(share) = track.kind.categorical_share().filter(|_| has_uncertain_share(prior)) {
                add(&format!("{}/{CATEGORICAL_SHARE}", track.id), share);
            }
        }
        for (name, value) in [
            ("step2_ck", covariates.step2_ck),
            ("years_since_graduation", covariates.years_since_graduation),
            ("us_clinical_months", covariates.us_clinical_months),
            ("publications", covariates.publications),
        ] {
            add(&format!("applicant/{name}"), value);
        }
        found
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

    fn track(&self, draw: &Draw, index: usize, shift_spread: f64, habits: Habits<'_>) -> TrackParameters {
        let prior = &self.prior.tracks[index];
        let name = |quantity: &str| format!("{}/{quantity}", prior.id);
        let normals = COORDINATES.map(|coordinate| draw.normal(Group::Fitted, &name(coordinate)));
        let point = if self.mode.has_draws() { self.drawn(index, &normals, habits) } else { prior.fitted.center };
        let mut parameters = TrackParameters {
            id: prior.id.clone(),
            kind: draw.kind(prior, &name(CATEGORICAL_SHARE)),
            pool_programs: f64::from(prior.pool_programs),
            sponsor_share: prior.sponsor_share(self.applicant.visa),
            a: point.a,
            sigma: libm::exp(point.ln_sigma),
            kappa: point.kappa,
            lambda: point.lambda,
            step2_ck_per_10: point.step2,
            pool: prior.pool,
            pool_shift: shift_spread * draw.normal(Group::Assumptions, &name("pool_shift")),
            has_signal_gate: prior.usual_signals.are_gate(),
        };
        // The markets are drawn in turn, so that each serves as many draws.
        if let Some(market) = draw.number.checked_rem(prior.markets.len() as u64) {
            prior.markets[usize::try_from(market).unwrap_or(0)].apply(&mut parameters);
        }
        parameters
    }

    /// The point of a draw: the two rates and the other parameters are drawn, and the
    /// levels moved until the rates hold under the shared parameters and the effects of the draw.
    fn drawn(&self, index: usize, normals: &[f64; PARAMETERS], habits: Habits<'_>) -> Point {
        let law = &self.prior.tracks[index].fitted;
        let deviation = law.deviation(normals);
        let start: [f64; PARAMETERS] = std::array::from_fn(|i| law.center.values()[i] + deviation[i]);
        let Some(Published { typical, rates }) = &self.published[index] else { return Point::from_values(start) };
        let rates = Rates {
            invitation: logistic(logit(rates.invitation) + deviation[0]),
            matched: logistic(logit(rates.matched) + deviation[2]),
        };
        typical.with_rates(rates, &Point::from_values(start), habits)
    }
}

/// Whether the share of categorical positions of the track has a law.
fn has_uncertain_share(track: &TrackPrior) -> bool {
    track.categorical().is_some_and(|share| share.prior != PriorShape::Fixed)
}

/// One draw: every quantity is a function of its name and the draw's number.
struct Draw {
    mode: DrawMode,
    key: Key,
    number: u64,
}

impl Draw {
    fn uniform(&self, name: &str) -> f64 {
        uniform(self.key, self.number, name)
    }

    /// A standard normal draw, or 0 where the group is held at its central values.
    fn normal(&self, group: Group, name: &str) -> f64 {
        if self.mode.varies(group) { normal_quantile(self.uniform(name)) } else { 0.0 }
    }

    fn effect(&self, name: &str, of: Spread) -> f64 {
        of.mean + of.sd * self.normal(Group::Effects, name)
    }

    fn uncertain(&self, name: &str, range: Uncertain) -> f64 {
        if self.mode.varies(Group::Applicant) { range.at(self.uniform(name)) } else { range.middle() }
    }

    fn assumption(&self, name: &str, assumption: Assumption) -> f64 {
        if self.mode.varies(Group::Assumptions) { assumption.quantile(self.uniform(name)) } else { assumption.value }
    }

    /// How the positions of a track begin, the share of categorical ones drawn from its law.
    fn kind(&self, track: &TrackPrior, name: &str) -> TrackKind {
        match track.categorical() {
            Some(share) if self.mode.varies(Group::Fitted) && has_uncertain_share(track) => {
                TrackKind::Residency { categorical_share: share.quantile(self.uniform(name)) }
            }
            _ => track.kind,
        }
    }

    fn covariates(&self, applicant: &Applicant) -> Covariates {
        let of = |name: &str, range| self.uncertain(name, range);
        Covariates {
            kind: applicant.kind,
            step2_ck: of("applicant/step2_ck", applicant.step2_ck),
            exam_failures: applicant.exam_failures,
            years_since_graduation: of("applicant/years_since_graduation", applicant.years_since_graduation),
            us_clinical_months: of("applicant/us_clinical_months", applicant.us_clinical_months),
            observership_months: f64::from(applicant.further.observership_months),
            is_comlex_only: applicant.further.is_comlex_only,
            publications: of("applicant/publications", applicant.publications),
            unstated: applicant.unstated,
        }
    }
}
