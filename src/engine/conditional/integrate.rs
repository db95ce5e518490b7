//! The conditional engine as a whole: the latents by scrambled Sobol points,
//! everything else exact.

use std::sync::atomic::AtomicBool;

use super::detail::Distributions;
use super::evidence::Evidence;
use super::failed::{DrawAddress, Failed, parts_of_ratio};
use super::latents::{LatentSpace, Reach, StrengthLattice};
use super::lines::{Evaluation, stands_apart};
use super::one_more::OneMore;
use super::proposal::Proposal;
use super::recursion::{OutcomeChances, Recursion};
use crate::engine::driver::{BlockEngine, EngineError, Progress, Question, draw_number, drive};
use crate::engine::estimate::{DrawMean, estimate_chance, independent_parts};
use crate::engine::findings::{Difference, Findings, Quantity};
use crate::engine::interview_curve::{CurveQuantity, DrawRatio};
use crate::engine::precision::{Effort, Precision};
use crate::engine::results::{Engine, Estimate, StoppingReason};
use crate::engine::stopping::FIRST_LOOK_DRAWS;
use crate::engine::uncertainty::Sampler;
use crate::model::calendar::interleaves;
use crate::model::season::Standing;
use crate::model::{Applicant, ParameterPrior, Parameters};
use crate::random::address::{NO_TRACK, Purpose, words};
use crate::random::philox::Key;
use crate::random::sobol::Scrambling;
use crate::random::stratified::{TOGETHER, uniform};

impl Effort {
    /// Scramblings of a block, which is one parameter draw, and points of each.
    pub(super) fn shape(self, space: &LatentSpace) -> (u64, u32) {
        match self {
            Self::ManyDraws if space.is_weighted() => (2, 32),
            Self::OneByOne | Self::EachDrawPrecise if space.is_weighted() => (2, 1024),
            Self::ManyDraws => (2, 8),
            Self::OneByOne => (2, 128),
            // Where the lattice covers all that is shared, one point is enough.
            Self::EachDrawPrecise if space.is_covered_by_lattice() => (1, 1),
            Self::EachDrawPrecise => (1, 16),
        }
    }

    /// Points of a block.
    #[must_use]
    pub fn block_points(self, question: &Question<'_>) -> u64 {
        let (scramblings, points) = self.shape(&latent_space(question));
        scramblings * u64::from(points)
    }
}

fn latent_space(question: &Question<'_>) -> LatentSpace {
    let kind = |track: usize| question.prior.tracks[track].kind;
    let is_apart = |track| question.portfolios.iter().any(|portfolio| stands_apart(portfolio, track, kind));
    let is_apart: Vec<bool> = (0..question.prior.tracks.len()).map(is_apart).collect();
    space_of(question.applicant, question.prior, &is_apart)
}

/// The latents of a season of `applicant`.
pub(super) fn space_of(applicant: &Applicant, prior: &ParameterPrior, is_apart: &[bool]) -> LatentSpace {
    match (&applicant.failed, &applicant.so_far) {
        (Some(_), Some(_)) => LatentSpace::after_a_failure(prior, &vec![true; prior.tracks.len()]),
        (Some(_), None) => LatentSpace::after_a_failure(prior, is_apart),
        (None, Some(_)) => LatentSpace::in_progress(prior),
        (None, None) => LatentSpace::new(prior, is_apart),
    }
}

/// Scramblings at central parameters before the first look at the error.
const FIRST_LOOK_SCRAMBLINGS: usize = 8;

/// What is wanted of each portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Chances of the outcomes.
    Outcomes,
    /// Also interviews attended.
    Interviews,
    /// Also ranks reached, and what one more interview would do.
    Distributions,
}

/// Why the recursion does not hold for a question, if so: lines of equal
/// preference interleave at random, so that there is no one order of programs; or it is not known from which of several
/// stretches of a track the invitations of a season in progress came.
#[must_use]
pub fn obstacle(question: &Question<'_>) -> Option<String> {
    let earlier = question.applicant.failed.iter().map(|season| &season.portfolio);
    question
        .portfolios
        .iter()
        .chain(earlier)
        .find(|portfolio| interleaves(portfolio))
        .map(|portfolio| format!("lines of equal preference in portfolio \"{}\" interleave at random", portfolio.name))
        .or_else(|| obstacle_in_progress(question))
}

fn obstacle_in_progress(question: &Question<'_>) -> Option<String> {
    let so_far = question.applicant.so_far.as_deref()?;
    let kind = |track: usize| question.prior.tracks[track].kind;
    question.portfolios.iter().find_map(|portfolio| {
        let is_apart = |track: &usize| so_far.applied(*track) > 0 && stands_apart(portfolio, *track, kind);
        (0..question.prior.tracks.len()).find(is_apart).map(|track| {
            let name = &question.prior.tracks[track].name;
            format!(
                "the lines of {name} in portfolio \"{}\" do not stand next to each other in preference",
                portfolio.name
            )
        })
    })
}

/// Integrates every portfolio of `question`, until the points are done, the
/// target error is reached, or `interrupted` is set.
///
/// # Errors
///
/// [`EngineError::NotConditional`] with the [`obstacle`], if there is one; when
/// threads or points cannot be had; when interrupted before anything was found.
pub fn integrate(
    question: &Question<'_>,
    precision: &Precision,
    detail: Detail,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Integration, EngineError> {
    let Question { prior, applicant, portfolios, .. } = *question;
    let sampler = Sampler::for_portfolios(prior, applicant, precision.mode, precision.seed, portfolios);
    integrate_with(sampler, question, precision, detail, progress, interrupted)
}

/// The same with parameter draws of a sampler for this person and prior, which may share them with others.
///
/// # Errors
///
/// As [`integrate`].
pub fn integrate_with<'a>(
    sampler: Sampler<'a>,
    question: &'a Question<'a>,
    precision: &'a Precision,
    detail: Detail,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Integration, EngineError> {
    if let Some(obstacle) = obstacle(question) {
        return Err(EngineError::NotConditional(obstacle));
    }
    let (space, effort) = (latent_space(question), precision.effort());
    // Fails here, before any thread starts, if the points cannot be had.
    Scrambling::new(u64::from(effort.shape(&space).1), space.dimensions(), 0)?;
    let mut engine = Conditional { question, precision, detail, effort, space, sampler, found: Found::default() };
    let (points, stopped) = drive(&mut engine, precision, progress, interrupted)?;
    if engine.found.is_impossible {
        return Err(EngineError::Impossible);
    }
    Ok(Integration { points, draws: engine.found.draws, distributions: engine.found.distributions, stopped })
}

struct Conditional<'a> {
    question: &'a Question<'a>,
    precision: &'a Precision,
    detail: Detail,
    effort: Effort,
    space: LatentSpace,
    sampler: Sampler<'a>,
    found: Found,
}

#[derive(Default)]
struct Found {
    draws: Vec<Vec<ScramblingMeans>>,
    distributions: Vec<Distributions>,
    /// Whether the invitations of a season in progress cannot have come.
    is_impossible: bool,
}

/// Means over the points of one scrambling.
#[derive(Clone, Debug, PartialEq)]
pub struct ScramblingMeans {
    portfolios: Vec<PortfolioMeans>,
}

impl ScramblingMeans {
    /// The sum of `parts`, each with its factor.
    fn sum(parts: &[Self], factors: &[f64]) -> Self {
        let of = |portfolio: usize| {
            let parts: Vec<&PortfolioMeans> = parts.iter().map(|part| &part.portfolios[portfolio]).collect();
            PortfolioMeans::sum(&parts, factors)
        };
        let portfolios = parts.first().map_or(0, |part| part.portfolios.len());
        Self { portfolios: (0..portfolios).map(of).collect() }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct PortfolioMeans {
    chances: OutcomeChances,
    /// Interviews attended, by track, and over all tracks in the last place.
    interviews: Vec<f64>,
    first_choice: f64,
    one_more: OneMore,
}

/// What one block gives.
struct Block {
    scramblings: Vec<ScramblingMeans>,
    distributions: Vec<Distributions>,
}

impl BlockEngine for Conditional<'_> {
    type Block = Block;

    fn block_size(&self) -> u64 {
        self.effort.block_points(self.question)
    }

    fn run(&self, number: u64) -> Block {
        let question = self.question;
        let draw = draw_number(self.precision.mode, number);
        let (parameters, covariates) = self.sampler.draw(draw);
        let standings = Standing::in_tracks(&covariates, question.applicant, &parameters);
        let has_detail = self.detail == Detail::Distributions;
        let lattices = lattices(&self.space, self.effort, &parameters, self.precision.seed, number);
        let mut evaluation =
            Evaluation::new(question.portfolios, question.applicant, &standings, &parameters, lattices, has_detail);
        let nothing = |evaluation: &Evaluation| -> Vec<Distributions> {
            evaluation.portfolios.iter().map(|portfolio| Distributions::new(&portfolio.programs)).collect()
        };
        let mut distributions = nothing(&evaluation);
        let address = DrawAddress { seed: self.precision.seed, block: number, draw };
        let mut failed = Failed::of(question.applicant, question.prior, &self.sampler, &parameters, address);
        let mut so_far = SoFar::of(question.applicant, &self.space, (&parameters, &standings), failed.as_mut());
        let (weights, means): (Vec<f64>, Vec<ScramblingMeans>) = self
            .scramblings(number)
            .into_iter()
            .map(|scrambling| {
                let walk = Walk { engine: self, parameters: &parameters, standings: &standings };
                let empty = nothing(&evaluation);
                let (chances, details, weight) =
                    walk.means(scrambling, &mut evaluation, (failed.as_mut(), so_far.as_mut()), empty);
                for (sum, detail) in distributions.iter_mut().zip(&details) {
                    sum.merge(detail);
                }
                (weight, scrambling_means(chances, &details))
            })
            .unzip();
        if !self.space.is_weighted() {
            return Block { scramblings: means, distributions };
        }
        let (count, total) = (weights.len() as f64, weights.iter().sum::<f64>());
        if total <= 0.0 {
            return Block { scramblings: Vec::new(), distributions };
        }
        let factor = count / total;
        for distribution in &mut distributions {
            distribution.scale(factor);
        }
        let scramblings = parts_of_ratio(&weights, |factors| ScramblingMeans::sum(&means, factors));
        Block { scramblings, distributions }
    }

    fn add(&mut self, number: u64, block: Block) {
        self.found.is_impossible |= block.scramblings.is_empty();
        let draw = usize::try_from(draw_number(self.precision.mode, number)).unwrap_or(usize::MAX);
        match self.found.draws.get_mut(draw) {
            Some(scramblings) => scramblings.extend(block.scramblings),
            None => self.found.draws.push(block.scramblings),
        }
        if self.found.distributions.is_empty() {
            self.found.distributions = block.distributions;
        } else {
            for (ours, theirs) in self.found.distributions.iter_mut().zip(&block.distributions) {
                ours.merge(theirs);
            }
        }
    }

    fn unmatched(&self) -> Option<Vec<Estimate>> {
        let enough = if self.precision.mode.has_draws() {
            self.found.draws.len() >= FIRST_LOOK_DRAWS
        } else {
            self.found.draws.iter().any(|draw| draw.len() >= FIRST_LOOK_SCRAMBLINGS)
        };
        let of = |portfolio: usize| {
            let unmatched = |means: &ScramblingMeans| means.portfolios[portfolio].chances.unmatched;
            estimate_chance(&draw_means(&self.found.draws, unmatched))
        };
        enough.then(|| (0..self.question.portfolios.len()).map(of).collect())
    }
}

impl Conditional<'_> {
    fn scramblings(&self, number: u64) -> Vec<Scrambling> {
        let (seed, shape) = (self.precision.seed, self.effort.shape(&self.space));
        if self.precision.mode.has_draws() && self.effort == Effort::ManyDraws {
            scramblings_of_draw(seed, number, shape, &self.space).collect()
        } else {
            scramblings(seed, number, shape, &self.space).collect()
        }
    }
}

/// The scramblings of a block, independent of each other.
pub(super) fn scramblings(
    seed: u64,
    number: u64,
    (count, points): (u64, u32),
    space: &LatentSpace,
) -> impl Iterator<Item = Scrambling> {
    (number * count..(number + 1) * count).map(move |number| scrambling(seed, number, points, space))
}

/// The same for parameter draw `number` where there are many: the draws of a group share their scramblings, of which
/// each has a stretch, so that the points of a group are as even as those of one draw.
pub(super) fn scramblings_of_draw(
    seed: u64,
    number: u64,
    (count, points): (u64, u32),
    space: &LatentSpace,
) -> impl Iterator<Item = Scrambling> {
    let (group, place) = (number / TOGETHER as u64, number % TOGETHER as u64);
    let first = u32::try_from(place).map_or(0, |place| place * points);
    scramblings(seed, group, (count, points), space).map(move |scrambling| scrambling.from(first))
}

/// Scrambling `number` of a run: its seed is a draw at that address.
fn scrambling(seed: u64, number: u64, points: u32, space: &LatentSpace) -> Scrambling {
    let [seed, ..] = words(Key::new(seed), number, NO_TRACK, Purpose::Scrambling, 0);
    Scrambling::within_limits(points, space.dimensions(), seed)
}

/// The lattices of `z_s` of block `number` of a run; their beginnings are spread evenly over blocks.
pub(super) fn lattices(
    space: &LatentSpace,
    effort: Effort,
    parameters: &Parameters,
    seed: u64,
    number: u64,
) -> Vec<Option<StrengthLattice>> {
    let reach = match effort {
        Effort::ManyDraws => Reach::FEW_PLACES,
        Effort::OneByOne | Effort::EachDrawPrecise => Reach::MANY_PLACES,
    };
    space.lattices(parameters, reach, |track| uniform(Key::new(seed), number, &format!("{track}/strength_lattice")))
}

/// A walk over the points of a scrambling under one parameter draw.
struct Walk<'a> {
    engine: &'a Conditional<'a>,
    parameters: &'a Parameters,
    standings: &'a [Standing],
}

impl Walk<'_> {
    /// Means over the points of `scrambling`: chances of outcomes, `details` filled, and the weight of the points,
    /// which the means hold too where the person failed before.
    fn means(
        &self,
        scrambling: Scrambling,
        evaluation: &mut Evaluation,
        (mut failed, mut so_far): (Option<&mut Failed<'_>>, Option<&mut SoFar<'_>>),
        mut details: Vec<Distributions>,
    ) -> (Vec<OutcomeChances>, Vec<Distributions>, f64) {
        let mut sums =
            Sums { walk: self, recursion: Recursion::default(), at_point: self.nothing(), means: Vec::new() };
        sums.means.resize(details.len(), self.nothing());
        let weight = 1.0 / f64::from(scrambling.len());
        let mut normals = Vec::new();
        let mut total = 0.0;
        for point in 0..scrambling.len() {
            scrambling.normals(point, &mut normals);
            if let Some(so_far) = so_far.as_mut() {
                for (mut point, share) in so_far.points(&normals) {
                    let failure = failed.as_mut().map_or(1.0, |failed| failed.weigh(&mut point));
                    let weight = weight * share * failure * so_far.evidence.chance(&self.engine.space, &point);
                    total += weight;
                    sums.add(&point, weight, evaluation, &mut details);
                }
                continue;
            }
            if let Some(failed) = failed.as_mut() {
                let weight = weight * failed.weigh(&mut normals);
                total += weight;
                sums.add(&normals, weight, evaluation, &mut details);
                continue;
            }
            match self.engine.effort {
                Effort::ManyDraws | Effort::OneByOne => sums.add(&normals, weight, evaluation, &mut details),
                Effort::EachDrawPrecise => LatentSpace::over_lattice(&mut normals, |point, share| {
                    sums.add(point, weight * share, evaluation, &mut details);
                }),
            }
        }
        (sums.means, details, total)
    }

    fn nothing(&self) -> OutcomeChances {
        OutcomeChances::new(self.standings.len())
    }
}

/// The season in progress under one parameter draw: what has come, and where it is likely.
struct SoFar<'a> {
    evidence: Evidence<'a>,
    proposal: Proposal,
}

impl<'a> SoFar<'a> {
    fn of(
        applicant: &'a Applicant,
        space: &LatentSpace,
        (parameters, standings): (&'a Parameters, &'a [Standing]),
        failed: Option<&mut Failed<'_>>,
    ) -> Option<Self> {
        let mut evidence = Evidence::of_season(applicant, parameters, standings)?;
        let mut center = vec![0.0; space.dimensions()];
        if let Some(failed) = failed {
            failed.weigh(&mut center);
        }
        let proposal = evidence.proposal(space, &center);
        Some(Self { evidence, proposal })
    }

    /// The point of the prior and that of the proposal which standard normals stand for, each with its weight.
    fn points(&self, normals: &[f64]) -> [(Vec<f64>, f64); 2] {
        let mut moved = Vec::new();
        self.proposal.moved(normals, &mut moved);
        [normals.to_vec(), moved].map(|point| {
            let weight = self.proposal.weight(&point) / 2.0;
            (point, weight)
        })
    }
}

/// Sums over the points of a walk.
struct Sums<'a> {
    walk: &'a Walk<'a>,
    recursion: Recursion,
    at_point: OutcomeChances,
    means: Vec<OutcomeChances>,
}

impl Sums<'_> {
    fn add(&mut self, normals: &[f64], weight: f64, evaluation: &mut Evaluation, details: &mut [Distributions]) {
        let walk = self.walk;
        evaluation.set(&walk.engine.space, normals, walk.parameters, walk.standings);
        let mut kernels = Vec::new();
        for (index, portfolio) in evaluation.portfolios.iter().enumerate() {
            evaluation.kernels(index, &mut kernels);
            self.recursion.run(&portfolio.rules, &kernels, &mut self.at_point);
            self.means[index].add(&self.at_point, weight);
            match walk.engine.detail {
                Detail::Outcomes => {}
                Detail::Interviews => details[index].add_interviews(&portfolio.rules, &kernels, weight),
                Detail::Distributions => {
                    details[index].add(&portfolio.rules, &kernels, weight);
                    if let Some(preferred) = portfolio.preferred {
                        details[index].one_more.add(preferred, &portfolio.rules, &kernels, weight);
                    }
                }
            }
        }
    }
}

fn scrambling_means(chances: Vec<OutcomeChances>, details: &[Distributions]) -> ScramblingMeans {
    let portfolios = chances.into_iter().zip(details).map(|(chances, detail)| PortfolioMeans {
        chances,
        interviews: detail.mean_interviews(),
        first_choice: detail.rank.first().copied().unwrap_or(0.0),
        one_more: detail.one_more.clone(),
    });
    ScramblingMeans { portfolios: portfolios.collect() }
}

/// Means of a quantity by parameter draw: over the scramblings of the draw, with
/// the variance of that mean from their spread.
fn draw_means(draws: &[Vec<ScramblingMeans>], quantity: impl Fn(&ScramblingMeans) -> f64) -> Vec<DrawMean> {
    parts(draws, quantity).iter().map(|parts| DrawMean::of_parts(parts)).collect()
}

/// A quantity by parameter draw and scrambling.
fn parts(draws: &[Vec<ScramblingMeans>], quantity: impl Fn(&ScramblingMeans) -> f64) -> Vec<Vec<f64>> {
    draws.iter().map(|scramblings| scramblings.iter().map(&quantity).collect()).collect()
}

/// What the integration found.
#[derive(Clone, Debug, PartialEq)]
pub struct Integration {
    points: u64,
    draws: Vec<Vec<ScramblingMeans>>,
    distributions: Vec<Distributions>,
    stopped: StoppingReason,
}

impl Integration {
    /// A quantity by parameter draw, then by independent scrambling of the draw.
    #[must_use]
    pub fn parts(&self, portfolio: usize, quantity: Quantity<'_>) -> Vec<Vec<f64>> {
        parts(&self.draws, |means| means.portfolios[portfolio].of(quantity))
    }

    fn scramblings(&self) -> f64 {
        self.draws.iter().map(|draw| draw.len() as f64).sum()
    }

    fn shares(&self, sums: &[f64]) -> Vec<f64> {
        sums.iter().map(|sum| sum / self.scramblings()).collect()
    }
}

impl Findings for Integration {
    fn engine(&self) -> Engine {
        Engine::Conditional
    }

    fn trials(&self) -> u64 {
        self.points
    }

    fn parameter_draws(&self) -> u64 {
        self.draws.len() as u64
    }

    fn independent_parts(&self) -> usize {
        match &self.draws[..] {
            [only] => only.len(),
            draws => independent_parts(draws.len()),
        }
    }

    fn stopped(&self) -> StoppingReason {
        self.stopped
    }

    fn means(&self, portfolio: usize, quantity: Quantity<'_>) -> Vec<DrawMean> {
        draw_means(&self.draws, |means| means.portfolios[portfolio].of(quantity))
    }

    fn common_parts(&self, portfolio: usize, quantity: Quantity<'_>) -> Option<Vec<Vec<f64>>> {
        Some(self.parts(portfolio, quantity))
    }

    fn differences(&self, a: usize, b: usize, difference: Difference<'_>) -> Vec<DrawMean> {
        let quantity = match difference {
            Difference::Unmatched => Quantity::Unmatched,
            Difference::Value(values) => Quantity::Value(values),
        };
        draw_means(&self.draws, |means| means.portfolios[a].of(quantity) - means.portfolios[b].of(quantity))
    }

    fn ratios(&self, portfolio: usize, quantity: CurveQuantity) -> Vec<DrawRatio> {
        let of_draw = |draw: &Vec<ScramblingMeans>| {
            let scramblings: Vec<&OneMore> = draw.iter().map(|means| &means.portfolios[portfolio].one_more).collect();
            OneMore::ratio(&scramblings, quantity)
        };
        self.draws.iter().map(of_draw).collect()
    }

    fn interviews(&self, portfolio: usize, track: usize) -> Vec<f64> {
        self.shares(&self.distributions[portfolio].interviews[track])
    }

    fn ranks(&self, portfolio: usize) -> Vec<f64> {
        self.shares(&self.distributions[portfolio].rank)
    }

    fn ranked_when_not_taken(&self, portfolio: usize) -> Option<f64> {
        let all = draw_means(&self.draws, |means| means.portfolios[portfolio].of(Quantity::NotTaken));
        let not_taken: f64 = all.iter().map(|draw| draw.trials * draw.mean).sum();
        (not_taken > 0.0).then(|| self.distributions[portfolio].ranked_not_taken / not_taken)
    }
}

impl PortfolioMeans {
    fn sum(parts: &[&Self], factors: &[f64]) -> Self {
        let chances: Vec<&OutcomeChances> = parts.iter().map(|part| &part.chances).collect();
        let mut interviews = vec![0.0; parts.first().map_or(0, |part| part.interviews.len())];
        let (mut first_choice, mut one_more) = (0.0, OneMore::default());
        for (part, factor) in parts.iter().zip(factors) {
            interviews.iter_mut().zip(&part.interviews).for_each(|(sum, mean)| *sum += factor * mean);
            first_choice += factor * part.first_choice;
            one_more.merge_times(&part.one_more, *factor);
        }
        Self { chances: OutcomeChances::sum(&chances, factors), interviews, first_choice, one_more }
    }

    fn of(&self, quantity: Quantity<'_>) -> f64 {
        let chances = &self.chances;
        match quantity {
            Quantity::Unmatched => chances.unmatched,
            Quantity::NoInterview => chances.no_interview,
            Quantity::NotTaken => chances.unmatched - chances.no_interview,
            Quantity::PreliminaryOnly => chances.preliminary_only,
            Quantity::Matched(track) => chances.matched[track],
            Quantity::MatchedWithoutPgy1(track) => chances.matched_without_pgy1[track],
            Quantity::AnyWithoutPgy1 => chances.matched_without_pgy1.iter().sum(),
            Quantity::AnyResidency => chances.matched.iter().sum(),
            Quantity::FirstChoice => self.first_choice,
            Quantity::Value(values) => chances.value(values),
            Quantity::Interviews(slot) => self.interviews[slot],
            Quantity::MatchedWith(count) => self.one_more.seasons_with(count).matched,
            Quantity::GainedWith(count) => self.one_more.seasons_with(count).gained,
            Quantity::OneMoreUnmatched => -self.one_more.unmatched,
        }
    }
}
