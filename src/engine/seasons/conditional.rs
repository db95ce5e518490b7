//! The conditional engine over several seasons: strength (`θ` and every `δ_s`) and
//! what is new in each season (`ω`, and `ε_s` where a track's lines stand
//! apart) are coordinates of scrambled Sobol points. Given a point the seasons are
//! independent, so the chance of a history is a product. The points of somebody who
//! failed before the plan begins are weighted by the chance of that failure ([`Failed`]).

use std::sync::atomic::AtomicBool;

use super::endings::{Endings, MatchChances};
use super::findings::PlanFindings;
use super::means::{PlanMeans, WalkSums};
use super::question::{DrawnPlans, PlanQuestion, Samplers};
use super::tree::Forest;
use crate::engine::conditional::failed::{DrawAddress, Failed, parts_of_ratio};
use crate::engine::conditional::latents::LatentSpace;
use crate::engine::conditional::lines::{Evaluation, stands_apart};
use crate::engine::conditional::recursion::{OutcomeChances, Recursion};
use crate::engine::driver::{BlockEngine, EngineError, Progress, draw_number, drive};
use crate::engine::precision::Precision;
use crate::engine::results::{Engine, Estimate};
use crate::model::calendar::interleaves;
use crate::model::{Applicant, Parameters, Portfolio, TrackKind};
use crate::random::address::{NO_TRACK, Purpose, words};
use crate::random::philox::Key;
use crate::random::sobol::Scrambling;

/// Scramblings of a block, which is one parameter draw.
const SCRAMBLINGS: u64 = 2;

/// Points of a scrambling; those of somebody who failed before have weights, so that more are needed.
const POINTS: u32 = 8;
const WEIGHTED_POINTS: u32 = 32;

/// Points of a block of the plans of `applicant`.
#[must_use]
pub fn block_points(applicant: &Applicant) -> u64 {
    SCRAMBLINGS * u64::from(points(applicant))
}

fn points(applicant: &Applicant) -> u32 {
    if applicant.failed.is_some() { WEIGHTED_POINTS } else { POINTS }
}

/// Index that keeps the scramblings of plans apart from those of single seasons.
const SCRAMBLING_OF_PLANS: u32 = 1;

/// The portfolio whose lines interleave at random, so that plans must be drawn by trials.
#[must_use]
pub fn obstacle(question: &PlanQuestion<'_>) -> Option<String> {
    let forest = Forest::of(&question.plans.plans);
    let earlier = question.applicant.failed.iter().map(|season| &season.portfolio);
    let portfolios = forest.persons.iter().flat_map(|person| &person.portfolios);
    portfolios
        .chain(earlier)
        .find(|portfolio| interleaves(portfolio))
        .map(|portfolio| format!("lines of equal preference in portfolio \"{}\" interleave at random", portfolio.name))
}

/// Integrates every plan of `question`.
///
/// # Errors
///
/// [`EngineError::NotConditional`] with the [`obstacle`], if there is one; when
/// threads or points cannot be had; when interrupted before anything was found.
pub fn integrate(
    question: &PlanQuestion<'_>,
    precision: &Precision,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<PlanFindings, EngineError> {
    if let Some(obstacle) = obstacle(question) {
        return Err(EngineError::NotConditional(obstacle));
    }
    let forest = Forest::of(&question.plans.plans);
    let space = Seasons::new(question, &forest);
    // Fails here, before any thread starts, if the points cannot be had.
    Scrambling::new(u64::from(points(question.applicant)), space.dimensions(), 0)?;
    let samplers = Samplers::of(question, &forest, precision);
    let mut engine = Conditional { question, precision, forest, space, samplers, draws: Vec::new() };
    let (points, stopped) = drive(&mut engine, precision, progress, interrupted)?;
    Ok(PlanFindings { engine: Engine::Conditional, points, stopped, draws: engine.draws })
}

/// The coordinates of a point: strength, then season by season, the season in which the person failed before last.
struct Seasons {
    space: LatentSpace,
    tracks: usize,
    /// Seasons of the longest plan.
    count: usize,
    has_earlier: bool,
}

impl Seasons {
    fn new(question: &PlanQuestion<'_>, forest: &Forest) -> Self {
        let tracks = question.prior.tracks.len();
        let kind = |track: usize| question.prior.tracks[track].kind;
        let portfolios = || forest.persons.iter().flat_map(|person| &person.portfolios);
        let is_apart: Vec<bool> =
            (0..tracks).map(|track| portfolios().any(|portfolio| stands_apart(portfolio, track, kind))).collect();
        Self {
            space: LatentSpace::of_many_seasons(question.prior, &is_apart),
            tracks,
            count: forest.seasons(),
            has_earlier: question.applicant.failed.is_some(),
        }
    }

    /// `θ` and `δ` of every track; `ω` and `ε` of every track in each season.
    fn dimensions(&self) -> usize {
        (1 + self.tracks) * (1 + self.count + usize::from(self.has_earlier))
    }

    /// Moves the strength of a point to where people who failed before are; gives its weight there.
    fn weigh_failure(&self, failed: &mut Failed<'_>, point: &mut [f64]) -> f64 {
        let mut normals = Vec::new();
        self.of_season(point, 0, &mut normals);
        normals.extend_from_slice(&point[(1 + self.tracks) * (1 + self.count)..]);
        let weight = failed.weigh(&mut normals);
        for (index, strength) in point.iter_mut().take(1 + self.tracks).enumerate() {
            *strength = normals[LatentSpace::strength_place(index)];
        }
        weight
    }

    /// The point of one season, as [`LatentSpace`] has it, into `out`.
    fn of_season(&self, point: &[f64], season: usize, out: &mut Vec<f64>) {
        let own = (1 + self.tracks) * (1 + season);
        out.clear();
        out.push(point[0]);
        out.push(point[own]);
        for track in 1..=self.tracks {
            out.push(point[track]);
            out.push(point[own + track]);
        }
    }
}

struct Conditional<'a> {
    question: &'a PlanQuestion<'a>,
    precision: &'a Precision,
    forest: Forest,
    space: Seasons,
    samplers: Samplers<'a>,
    draws: Vec<Vec<Vec<PlanMeans>>>,
}

impl BlockEngine for Conditional<'_> {
    type Block = Vec<Vec<PlanMeans>>;

    fn block_size(&self) -> u64 {
        block_points(self.question.applicant)
    }

    fn run(&self, number: u64) -> Self::Block {
        let question = self.question;
        let draw = draw_number(self.precision.mode, number);
        let drawn = question.draw(&self.samplers, draw, &self.forest);
        let address = DrawAddress { seed: self.precision.seed, block: number, draw };
        let failed = Failed::of(question.applicant, question.prior, self.samplers.first(), &drawn.parameters, address);
        let is_weighted = failed.is_some();
        let mut walk = Walk::new(self, &drawn, failed);
        let scramblings = (0..SCRAMBLINGS).map(|which| self.scrambling(number * SCRAMBLINGS + which));
        let (weights, sums): (Vec<f64>, Vec<Vec<WalkSums>>) = scramblings.map(|points| walk.sums(points)).unzip();
        let means = |sums: &Vec<WalkSums>| question.means(&self.forest, &drawn, sums);
        if is_weighted {
            parts_of_ratio(&weights, |factors| means(&WalkSums::sums(&sums, factors)))
        } else {
            sums.iter().map(means).collect()
        }
    }

    fn add(&mut self, number: u64, block: Self::Block) {
        PlanFindings::take_in(&mut self.draws, draw_number(self.precision.mode, number), block);
    }

    fn unmatched(&self) -> Option<Vec<Estimate>> {
        None
    }
}

impl Conditional<'_> {
    fn scrambling(&self, number: u64) -> Scrambling {
        let key = Key::new(self.precision.seed);
        let [seed, ..] = words(key, number, NO_TRACK, Purpose::Scrambling, SCRAMBLING_OF_PLANS);
        Scrambling::within_limits(points(self.question.applicant), self.space.dimensions(), seed)
    }
}

/// A walk over the points of one parameter draw.
struct Walk<'a> {
    engine: &'a Conditional<'a>,
    drawn: &'a DrawnPlans,
    /// The season in which the person failed before.
    failed: Option<Failed<'a>>,
    /// By person.
    evaluations: Vec<Evaluation>,
    recursion: Recursion,
    at_point: OutcomeChances,
}

impl<'a> Walk<'a> {
    fn new(engine: &'a Conditional<'a>, drawn: &'a DrawnPlans, failed: Option<Failed<'a>>) -> Self {
        let persons = engine.forest.persons.iter().zip(&drawn.standings);
        let evaluations = persons
            .map(|(person, standings)| {
                let (portfolios, applicant) = (&person.portfolios, engine.question.applicant);
                Evaluation::new(portfolios, applicant, standings, drawn.parameters_of(person), Vec::new(), false)
            })
            .collect();
        let at_point = OutcomeChances::new(engine.space.tracks);
        Self { engine, drawn, failed, evaluations, recursion: Recursion::default(), at_point }
    }

    /// The mean weight of the points of a scrambling, and the sums over them, by plan.
    fn sums(&mut self, scrambling: Scrambling) -> (f64, Vec<WalkSums>) {
        let forest = &self.engine.forest;
        let tracks = self.engine.space.tracks;
        let mut sums: Vec<WalkSums> = forest.trees.iter().map(|tree| WalkSums::new(tree, tracks)).collect();
        let share = 1.0 / f64::from(scrambling.len());
        let (mut point, mut total) = (Vec::new(), 0.0);
        for index in 0..scrambling.len() {
            scrambling.normals(index, &mut point);
            let seasons = &self.engine.space;
            let failure = self.failed.as_mut().map_or(1.0, |failed| seasons.weigh_failure(failed, &mut point));
            let weight = share * failure;
            total += weight;
            let strengths = self.strengths(&point);
            let found = self.matches(&point);
            for (tree, sums) in forest.trees.iter().zip(&mut sums) {
                sums.add(tree, weight, |place| {
                    let node = &tree.nodes[place];
                    let nothing_asked = MatchChances::unmatched(tracks);
                    let match_chances =
                        node.portfolio.map_or(&nothing_asked, |portfolio| &found[node.person][portfolio]);
                    let portfolio = node.portfolio.map(|portfolio| &forest.persons[node.person].portfolios[portfolio]);
                    let mean_z = mean_strength(portfolio, &strengths, &self.drawn.parameters);
                    Endings::of(node, match_chances, &self.drawn.soap, mean_z)
                });
            }
        }
        (total, sums)
    }

    /// `z_s` by track.
    fn strengths(&self, point: &[f64]) -> Vec<f64> {
        let seasons = &self.engine.space;
        let mut normals = Vec::new();
        seasons.of_season(point, 0, &mut normals);
        let z = |track| seasons.space.residual_strength(track, &normals, &self.drawn.parameters);
        (0..seasons.tracks).map(|track| z(track).unwrap_or(0.0)).collect()
    }

    /// Outcomes of the Match at a point, by person, by portfolio.
    fn matches(&mut self, point: &[f64]) -> Vec<Vec<MatchChances>> {
        let (seasons, forest) = (&self.engine.space, &self.engine.forest);
        let (mut normals, mut found) = (Vec::new(), Vec::new());
        for (index, person) in forest.persons.iter().enumerate() {
            seasons.of_season(point, person.years.len(), &mut normals);
            let evaluation = &mut self.evaluations[index];
            let parameters = self.drawn.parameters_of(person);
            evaluation.set(&seasons.space, &normals, parameters, &self.drawn.standings[index]);
            let mut kernels = Vec::new();
            let mut of_person = Vec::new();
            for (place, portfolio) in evaluation.portfolios.iter().enumerate() {
                evaluation.kernels(place, &mut kernels);
                self.recursion.run(&portfolio.rules, &kernels, &mut self.at_point);
                of_person.push(MatchChances::of(&self.at_point));
            }
            found.push(of_person);
        }
        found
    }
}

impl MatchChances {
    fn of(chances: &OutcomeChances) -> Self {
        Self {
            matched: chances.matched.clone(),
            without_pgy1: chances.matched_without_pgy1.clone(),
            preliminary: chances.preliminary_only,
            unmatched: chances.unmatched,
        }
    }
}

/// Mean strength over the residencies that a portfolio asks for; over all tracks if it asks for none.
#[must_use]
pub(super) fn mean_strength(portfolio: Option<&Portfolio>, strengths: &[f64], parameters: &Parameters) -> f64 {
    let is_asked = |track: usize| {
        parameters.tracks[track].kind != TrackKind::Preliminary
            && portfolio.is_some_and(|portfolio| portfolio.lines.iter().any(|line| line.track == track))
    };
    let mut tracks: Vec<usize> = (0..strengths.len()).filter(|track| is_asked(*track)).collect();
    if tracks.is_empty() {
        tracks = (0..strengths.len()).collect();
    }
    tracks.iter().map(|track| strengths[*track]).sum::<f64>() / tracks.len() as f64
}
