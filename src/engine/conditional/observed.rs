//! Rank order lists once the interviews are known: the latents are no longer
//! those of the prior, since who was invited says how strong the applicant is
//! (`docs/methods.md`, “After the interviews”).
//!
//! Within a parameter draw, points of the latents are weighted by the chance of
//! exactly the observed numbers of invitations. Draws are averaged with equal
//! weights: one person's invitations say something about that person and not about
//! the parameters of the country (a cut, Plummer 2015). Half of the points come from
//! the prior and half from a proposal near what was observed. Who failed before brings a
//! second observation of the same strength: the chance that the earlier season
//! brought no residency is a factor of every weight ([`Failed`]).
//! Given a point the chances of every end are exact ([`Landing`]).

use std::sync::atomic::AtomicBool;

use super::evidence::Evidence;
use super::failed::{DrawAddress, Failed};
use super::integrate::space_of;
use super::landing::{Landing, RankedProgram};
use super::latents::LatentSpace;
use super::proposal::Proposal;
use crate::engine::driver::{BlockEngine, EngineError, Progress, draw_number, drive};
use crate::engine::estimate::{DrawMean, WeightedPart, estimate, estimate_chance};
use crate::engine::precision::Precision;
use crate::engine::results::Estimate;
use crate::engine::uncertainty::Sampler;
use crate::model::acceptance::acceptance_probability;
use crate::model::season::Standing;
use crate::model::{Applicant, ParameterPrior, Parameters, Portfolio, SeasonSoFar};
use crate::random::address::{NO_TRACK, Purpose, words};
use crate::random::philox::Key;
use crate::random::sobol::Scrambling;

/// Independent scramblings of a parameter draw.
const SCRAMBLINGS: u64 = 4;

/// Points of the latents that a point of a scrambling gives: one of the prior, one of the proposal.
const POINTS_OF_EACH: u64 = 2;

/// A gain of value at one point that is more than rounding.
const ROUNDING: f64 = 1e-12;

/// What was observed, and the lists to compare.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// The applicant.
    pub applicant: &'a Applicant,
    /// What is known of the parameters.
    pub prior: &'a ParameterPrior,
    /// What was applied to.
    pub portfolio: &'a Portfolio,
    /// Invitations received, by index of the track; those of tracks without an application are not looked at.
    pub invitations: &'a [u32],
    /// The season, if it is in progress, so that further invitations can come.
    pub so_far: Option<&'a SeasonSoFar>,
    /// Programs where the applicant interviewed.
    pub programs: &'a [RankedProgram],
    /// Primary rank order lists: indices of `programs`. The first is the one that the others are held against.
    pub lists: &'a [Vec<usize>],
}

/// Means over the points of one scrambling.
///
/// Means of `w·f`, where the mean of `w` is `weight`, or `weight_before` for what is called "before".
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedPart {
    /// Mean of the weights.
    pub weight: f64,
    /// Mean of their squares.
    weight_squared: f64,
    /// Mean of the weights before anything is observed in this season: 1, and for somebody who failed before the chance
    /// of that failure. What is called "before" has these weights.
    pub weight_before: f64,
    /// Ends, by list.
    pub landings: Vec<Landing>,
    /// Expected worth, by list.
    pub values: Vec<f64>,
    /// Chance that a program of the track takes the applicant, by track.
    pub taken: Vec<f64>,
    /// The same before anything is observed in this season.
    pub taken_before: Vec<f64>,
    /// Distribution of the invitations still to come, by track.
    pub to_come: Vec<Vec<f64>>,
    /// Expected invitations before anything is observed in this season, by track; of a season in progress those that
    /// would have come by now.
    pub invitations_before: Vec<f64>,
    /// Chance of so few invitations or fewer before anything is observed in this season, by track.
    pub as_few_before: Vec<f64>,
    /// Chance of so many invitations or more before anything is observed in this season, by track.
    pub as_many_before: Vec<f64>,
    /// Points at which a list is worth more than the first, by list, not weighted.
    better_points: Vec<u64>,
    /// Largest such gain, by list.
    largest_gain: Vec<f64>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    draws: Vec<Vec<ObservedPart>>,
    points: u64,
}

/// Works the lists of `observation` out, with so many points in each of the four scramblings of a draw; each point
/// gives two of the latents.
///
/// # Errors
///
/// When threads or points cannot be had, or when interrupted.
pub fn observe(
    observation: &Observation<'_>,
    precision: &Precision,
    points: u32,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Observed, EngineError> {
    let space = space_of(observation.applicant, observation.prior, &vec![true; observation.prior.tracks.len()]);
    Scrambling::new(u64::from(points), space.dimensions(), 0)?;
    let sampler = Sampler::new(observation.prior, observation.applicant, precision.mode, precision.seed);
    let mut engine = Observing { observation, precision, points, space, sampler, draws: Vec::new() };
    let (points, _) = drive(&mut engine, precision, progress, interrupted)?;
    Ok(Observed { draws: engine.draws, points })
}

struct Observing<'a> {
    observation: &'a Observation<'a>,
    precision: &'a Precision,
    points: u32,
    space: LatentSpace,
    sampler: Sampler<'a>,
    draws: Vec<Vec<ObservedPart>>,
}

impl BlockEngine for Observing<'_> {
    type Block = Vec<ObservedPart>;

    fn block_size(&self) -> u64 {
        SCRAMBLINGS * POINTS_OF_EACH * u64::from(self.points)
    }

    fn run(&self, number: u64) -> Vec<ObservedPart> {
        let draw = draw_number(self.precision.mode, number);
        let (parameters, covariates) = self.sampler.draw(draw);
        let standings = Standing::in_tracks(&covariates, self.observation.applicant, &parameters);
        let address = DrawAddress { seed: self.precision.seed, block: number, draw };
        let Observation { applicant, prior, .. } = self.observation;
        let failed = Failed::of(applicant, prior, &self.sampler, &parameters, address);
        let mut walk = Walk::new(self, &parameters, &standings, failed);
        let proposal = walk.proposal();
        (0..SCRAMBLINGS).map(|which| walk.part(self.scrambling(number * SCRAMBLINGS + which), &proposal)).collect()
    }

    fn add(&mut self, number: u64, block: Vec<ObservedPart>) {
        let draw = usize::try_from(draw_number(self.precision.mode, number)).unwrap_or(usize::MAX);
        match self.draws.get_mut(draw) {
            Some(parts) => parts.extend(block),
            None => self.draws.push(block),
        }
    }

    fn unmatched(&self) -> Option<Vec<Estimate>> {
        None
    }
}

impl Observing<'_> {
    fn scrambling(&self, number: u64) -> Scrambling {
        let [seed, ..] = words(Key::new(self.precision.seed), number, NO_TRACK, Purpose::Scrambling, 0);
        Scrambling::within_limits(self.points, self.space.dimensions(), seed)
    }
}

/// One parameter draw, walked point by point.
struct Walk<'a> {
    engine: &'a Observing<'a>,
    parameters: &'a Parameters,
    /// The season in which the person failed before.
    failed: Option<Failed<'a>>,
    evidence: Evidence<'a>,
    categorical: Vec<Option<f64>>,
    // At the point in hand:
    invitations: Vec<f64>,
    as_few: Vec<f64>,
    as_many: Vec<f64>,
    taken: Vec<f64>,
    taken_by_program: Vec<f64>,
    landing: Landing,
    /// By track, empty where nothing was applied to.
    to_come: Vec<Vec<f64>>,
}

impl<'a> Walk<'a> {
    fn new(
        engine: &'a Observing<'a>,
        parameters: &'a Parameters,
        standings: &'a [Standing],
        failed: Option<Failed<'a>>,
    ) -> Self {
        let observation = engine.observation;
        let share = observation.so_far.map_or(1.0, |so_far| so_far.share_come(&parameters.shared));
        let evidence = Evidence::new(
            (observation.applicant, observation.portfolio),
            (parameters, standings),
            (observation.invitations, share),
        );
        let tracks = parameters.tracks.len();
        let share = |program: &RankedProgram| parameters.tracks[program.track].kind.categorical_share();
        Self {
            engine,
            parameters,
            failed,
            evidence,
            categorical: observation.programs.iter().map(share).collect(),
            invitations: vec![0.0; tracks],
            as_few: vec![1.0; tracks],
            as_many: vec![1.0; tracks],
            taken: vec![0.0; tracks],
            taken_by_program: vec![0.0; observation.programs.len()],
            landing: Landing::new(observation.programs.len()),
            to_come: vec![Vec::new(); tracks],
        }
    }

    /// Points near what was observed in this draw, before [`Self::weigh_failure`] moves them.
    fn proposal(&mut self) -> Proposal {
        let mut center = vec![0.0; self.engine.space.dimensions()];
        self.weigh_failure(&mut center);
        self.evidence.proposal(&self.engine.space, &center)
    }

    /// Moves a point to where people who failed before are; gives its weight there by the earlier season alone. It stays, with
    /// weight 1, in a first application.
    fn weigh_failure(&mut self, normals: &mut [f64]) -> f64 {
        self.failed.as_mut().map_or(1.0, |failed| failed.weigh(normals))
    }

    fn part(&mut self, scrambling: Scrambling, proposal: &Proposal) -> ObservedPart {
        let observation = self.engine.observation;
        let mut part = ObservedPart::new(observation, self.parameters.tracks.len());
        let share = 1.0 / f64::from(scrambling.len());
        let (mut normals, mut moved) = (Vec::new(), Vec::new());
        for point in 0..scrambling.len() {
            scrambling.normals(point, &mut normals);
            proposal.moved(&normals, &mut moved);
            let (weight, failure) = (proposal.weight(&normals), self.weigh_failure(&mut normals));
            let chance = self.set(&normals);
            part.add_before(share * failure, self);
            self.add_weighted(&mut part, share / 2.0, chance * weight * failure);
            let (weight, failure) = (proposal.weight(&moved), self.weigh_failure(&mut moved));
            let chance = self.set(&moved);
            self.add_weighted(&mut part, share / 2.0, chance * weight * failure);
        }
        part
    }

    /// Adds the point in hand, with its share of the points and its weight.
    fn add_weighted(&mut self, part: &mut ObservedPart, share: f64, weight: f64) {
        part.add_point(share * weight, self);
        part.weight_squared += share * weight * weight;
        self.land(part, share * weight);
    }

    /// Moves to a point; gives the chance there of what was observed.
    fn set(&mut self, normals: &[f64]) -> f64 {
        let space = &self.engine.space;
        let luck = space.luck(normals, self.parameters);
        let mut chance = 1.0;
        for track in 0..self.taken.len() {
            let node = self.evidence.node(space, track, normals);
            self.taken[track] = acceptance_probability(&self.parameters.tracks[track], node.strength, luck);
            if self.evidence.has(track) {
                let (exactly, below) = self.evidence.chance_in(track, node.shift);
                (self.as_few[track], self.as_many[track]) = (below + exactly, 1.0 - below);
                self.invitations[track] = self.evidence.share * self.evidence.invited(track, node.shift).sum::<f64>();
                chance *= exactly;
                self.evidence.still_to_come(track, node.shift, &mut self.to_come[track]);
            }
        }
        let gradient = self.parameters.shared.demand_gradient;
        for (taken, program) in self.taken_by_program.iter_mut().zip(self.engine.observation.programs) {
            *taken = program.place.acceptance(self.taken[program.track], gradient);
        }
        chance
    }

    /// Adds the ends of every list at the point in hand.
    fn land(&mut self, part: &mut ObservedPart, weight: f64) {
        let observation = self.engine.observation;
        let mut first = 0.0;
        for (index, list) in observation.lists.iter().enumerate() {
            self.landing.walk(list, observation.programs, &self.taken_by_program, &self.categorical);
            let value = self.landing.value(observation.programs);
            part.landings[index].add(&self.landing, weight);
            part.values[index] += weight * value;
            if index == 0 {
                first = value;
            } else if value > first + ROUNDING {
                part.better_points[index] += 1;
                part.largest_gain[index] = part.largest_gain[index].max(value - first);
            }
        }
    }
}

impl ObservedPart {
    fn new(observation: &Observation<'_>, tracks: usize) -> Self {
        let lists = observation.lists.len();
        Self {
            weight: 0.0,
            weight_squared: 0.0,
            weight_before: 0.0,
            landings: vec![Landing::new(observation.programs.len()); lists],
            values: vec![0.0; lists],
            taken: vec![0.0; tracks],
            to_come: vec![Vec::new(); tracks],
            taken_before: vec![0.0; tracks],
            invitations_before: vec![0.0; tracks],
            as_few_before: vec![0.0; tracks],
            as_many_before: vec![0.0; tracks],
            better_points: vec![0; lists],
            largest_gain: vec![0.0; lists],
        }
    }

    /// Adds what holds at the point of `walk` whatever the list.
    fn add_point(&mut self, weight: f64, walk: &Walk<'_>) {
        self.weight += weight;
        for (sum, taken) in self.taken.iter_mut().zip(&walk.taken) {
            *sum += weight * taken;
        }
        for (sums, chances) in self.to_come.iter_mut().zip(&walk.to_come) {
            if sums.len() < chances.len() {
                sums.resize(chances.len(), 0.0);
            }
            for (sum, chance) in sums.iter_mut().zip(chances) {
                *sum += weight * chance;
            }
        }
    }

    /// Adds what the point of `walk`, one of the prior, says before anything is observed in this season.
    fn add_before(&mut self, weight: f64, walk: &Walk<'_>) {
        self.weight_before += weight;
        for (sums, values) in [
            (&mut self.taken_before, &walk.taken),
            (&mut self.invitations_before, &walk.invitations),
            (&mut self.as_few_before, &walk.as_few),
            (&mut self.as_many_before, &walk.as_many),
        ] {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
    }
}

impl Observed {
    /// Whether what was observed can happen at all.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.parts().any(|part| part.weight > 0.0)
    }

    /// Points of the latents, over all draws.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.points
    }

    /// Parameter draws.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws.len()
    }

    /// How many points of equal weight would say as much, over all draws: the sum of
    /// `(Σw)²/Σw²` of each draw (Kong 1992).
    #[must_use]
    pub fn effective_points(&self) -> f64 {
        self.draws.iter().map(|parts| self.effective_points_of(parts)).sum()
    }

    /// The same of the draw that has the fewest.
    #[must_use]
    pub fn fewest_effective_points(&self) -> f64 {
        let possible = self.draws.iter().filter(|parts| parts.iter().any(|part| part.weight > 0.0));
        possible.map(|parts| self.effective_points_of(parts)).fold(f64::INFINITY, f64::min)
    }

    fn effective_points_of(&self, parts: &[ObservedPart]) -> f64 {
        let count = parts.len() as f64;
        let sum = parts.iter().map(|part| part.weight).sum::<f64>() / count;
        let squares = parts.iter().map(|part| part.weight_squared).sum::<f64>() / count;
        let points = self.points as f64 * count / self.parts().count() as f64;
        if squares > 0.0 { points * sum * sum / squares } else { 0.0 }
    }

    /// Parameter draws in which the invitations can happen; each counts once.
    #[must_use]
    pub fn effective_draws(&self) -> f64 {
        self.draws.iter().filter(|parts| parts.iter().any(|part| part.weight > 0.0)).count() as f64
    }

    /// The estimate of what `of` says of a part; it must be linear in the
    /// weighted means of the part (a constant `c` is `c·weight`).
    #[must_use]
    pub fn estimate(&self, of: impl Fn(&ObservedPart) -> f64) -> Estimate {
        estimate(&self.after(of))
    }

    /// The same for a chance: the interval is kept within 0..1.
    #[must_use]
    pub fn estimate_chance(&self, of: impl Fn(&ObservedPart) -> f64) -> Estimate {
        estimate_chance(&self.after(of))
    }

    /// The estimate of something before anything is observed in this season.
    #[must_use]
    pub fn estimate_before(&self, of: impl Fn(&ObservedPart) -> f64) -> Estimate {
        estimate(&self.ratios(|part| WeightedPart { weight: part.weight_before, weighted: of(part) }))
    }

    /// Points at which list `list` is worth more than the first, and by how much at most.
    #[must_use]
    pub fn gains(&self, list: usize) -> (u64, f64) {
        self.parts().fold((0, 0.0), |(points, largest), part| {
            (points + part.better_points[list], f64::max(largest, part.largest_gain[list]))
        })
    }

    fn after(&self, of: impl Fn(&ObservedPart) -> f64) -> Vec<DrawMean> {
        self.ratios(|part| WeightedPart { weight: part.weight, weighted: of(part) })
    }

    /// `N_d/W_d` by draw.
    fn ratios(&self, of: impl Fn(&ObservedPart) -> WeightedPart) -> Vec<DrawMean> {
        self.draws.iter().map(|parts| DrawMean::of_ratio(&parts.iter().map(&of).collect::<Vec<_>>())).collect()
    }

    fn parts(&self) -> impl Iterator<Item = &ObservedPart> {
        self.draws.iter().flatten()
    }
}
