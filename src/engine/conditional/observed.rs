//! Rank order lists once the interviews are known: the latents are no longer
//! those of the prior, since who was invited says how strong the applicant is
//! (`docs/methods.md`, “After the interviews”).
//!
//! Points of the latents are drawn as ever and weighted by the chance of exactly
//! the observed numbers of invitations, track by track; so are parameter draws.
//! Given a point the chances of every end are exact ([`Landing`]).

use std::sync::atomic::AtomicBool;

use super::landing::{Landing, RankedProgram};
use super::latents::{LatentSpace, Node};
use super::lines::{LineChances, invited};
use crate::engine::driver::{BlockEngine, EngineError, Progress, Settings, draw_number, drive};
use crate::engine::estimate::{DrawMean, estimate};
use crate::engine::ratio::{WeightedPart, estimate_ratio, estimate_ratio_chance};
use crate::engine::results::Estimate;
use crate::engine::uncertainty::{DrawMode, Sampler};
use crate::model::acceptance::acceptance_probability;
use crate::model::counts::chance_of_count;
use crate::model::season::Standing;
use crate::model::{Applicant, ParameterPrior, Parameters, Portfolio};
use crate::random::address::{NO_TRACK, Purpose, words};
use crate::random::philox::Key;
use crate::random::sobol::Scrambling;

/// Independent scramblings of a parameter draw.
const SCRAMBLINGS: u64 = 4;

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
    /// Programs where the applicant interviewed.
    pub programs: &'a [RankedProgram],
    /// Primary rank order lists: indices of `programs`. The first is the one that the others are held against.
    pub lists: &'a [Vec<usize>],
}

/// How hard to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObservedEffort {
    /// Seed of all draws.
    pub seed: u64,
    /// Parameter draws; at central parameters, repetitions.
    pub draws: u64,
    /// Points of each of the four scramblings of a draw.
    pub points: u32,
    /// Threads; none is one a core.
    pub threads: Option<usize>,
    /// How parameters are chosen.
    pub mode: DrawMode,
}

/// Means over the points of one scrambling.
///
/// All but what is called "before" are weighted: means of `w·f`, where the
/// mean of `w` is `weight`.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedPart {
    /// Mean of the weights.
    pub weight: f64,
    /// Mean of their squares.
    weight_squared: f64,
    /// Ends, by list.
    pub landings: Vec<Landing>,
    /// Expected worth, by list.
    pub values: Vec<f64>,
    /// Chance that a program of the track takes the applicant, by track.
    pub taken: Vec<f64>,
    /// The same before anything is observed, not weighted.
    pub taken_before: Vec<f64>,
    /// Expected invitations before anything is observed, by track, not weighted.
    pub invitations_before: Vec<f64>,
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

/// Works the lists of `observation` out.
///
/// # Errors
///
/// When threads or points cannot be had, or when interrupted.
pub fn observe(
    observation: &Observation<'_>,
    effort: ObservedEffort,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Observed, EngineError> {
    let space = LatentSpace::new(observation.prior, &vec![true; observation.prior.tracks.len()]);
    Scrambling::new(u64::from(effort.points), space.dimensions(), 0)?;
    let sampler = Sampler::new(observation.prior, observation.applicant, effort.mode, effort.seed);
    let mut engine = Observing { observation, effort, space, sampler, draws: Vec::new() };
    let settings = Settings {
        seed: effort.seed,
        trials: effort.draws * engine.block_size(),
        target_error: None,
        threads: effort.threads,
        mode: effort.mode,
    };
    let (points, _) = drive(&mut engine, &settings, progress, interrupted)?;
    Ok(Observed { draws: engine.draws, points })
}

struct Observing<'a> {
    observation: &'a Observation<'a>,
    effort: ObservedEffort,
    space: LatentSpace,
    sampler: Sampler<'a>,
    draws: Vec<Vec<ObservedPart>>,
}

impl BlockEngine for Observing<'_> {
    type Block = Vec<ObservedPart>;

    fn block_size(&self) -> u64 {
        SCRAMBLINGS * u64::from(self.effort.points)
    }

    fn run(&self, number: u64) -> Vec<ObservedPart> {
        let (parameters, covariates) = self.sampler.draw(draw_number(self.effort.mode, number));
        let standings: Vec<Standing> = parameters
            .tracks
            .iter()
            .zip(&self.observation.applicant.letters)
            .map(|(track, letters)| Standing::new(&covariates, *letters, track, &parameters.effects))
            .collect();
        let mut walk = Walk::new(self, &parameters, &standings);
        (0..SCRAMBLINGS).map(|which| walk.part(self.scrambling(number * SCRAMBLINGS + which))).collect()
    }

    fn add(&mut self, number: u64, block: Vec<ObservedPart>) {
        let draw = usize::try_from(draw_number(self.effort.mode, number)).unwrap_or(usize::MAX);
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
        let [seed, ..] = words(Key::new(self.effort.seed), number, NO_TRACK, Purpose::Scrambling, 0);
        Scrambling::within_limits(self.effort.points, self.space.dimensions(), seed)
    }
}

/// One parameter draw, walked point by point.
struct Walk<'a> {
    engine: &'a Observing<'a>,
    parameters: &'a Parameters,
    standings: &'a [Standing],
    /// Programs applied to, by track.
    applied: Vec<Vec<LineChances>>,
    categorical: Vec<Option<f64>>,
    // At the point in hand:
    invitations: Vec<f64>,
    taken: Vec<f64>,
    taken_by_program: Vec<f64>,
    landing: Landing,
    nodes: Vec<Node>,
    law: Vec<f64>,
}

impl<'a> Walk<'a> {
    fn new(engine: &'a Observing<'a>, parameters: &'a Parameters, standings: &'a [Standing]) -> Self {
        let observation = engine.observation;
        let of_track = |track: usize| {
            let lines = observation.portfolio.lines.iter().filter(|line| line.track == track);
            lines
                .flat_map(|line| LineChances::of_line(line, observation.applicant, standings[track], parameters))
                .collect()
        };
        let tracks = parameters.tracks.len();
        let share = |program: &RankedProgram| parameters.tracks[program.track].kind.categorical_share();
        Self {
            engine,
            parameters,
            standings,
            applied: (0..tracks).map(of_track).collect(),
            categorical: observation.programs.iter().map(share).collect(),
            invitations: vec![0.0; tracks],
            taken: vec![0.0; tracks],
            taken_by_program: vec![0.0; observation.programs.len()],
            landing: Landing::new(observation.programs.len()),
            nodes: Vec::new(),
            law: Vec::new(),
        }
    }

    fn part(&mut self, scrambling: Scrambling) -> ObservedPart {
        let observation = self.engine.observation;
        let mut part = ObservedPart::new(observation, self.parameters.tracks.len());
        let share = 1.0 / f64::from(scrambling.len());
        let mut normals = Vec::new();
        for point in 0..scrambling.len() {
            scrambling.normals(point, &mut normals);
            let chance = self.set(&normals);
            part.add_point(share, share * chance, self);
            part.weight_squared += share * chance * chance;
            self.land(&mut part, share * chance);
        }
        part
    }

    /// Moves to a point; gives the chance there of what was observed.
    fn set(&mut self, normals: &[f64]) -> f64 {
        let space = &self.engine.space;
        let luck = space.luck(normals, self.parameters);
        let mut chance = 1.0;
        for (track, lines) in self.applied.iter().enumerate() {
            space.nodes(track, normals, self.parameters, &self.standings[track], &mut self.nodes);
            // Every latent is a coordinate here, so that there is one node.
            let Some(node) = self.nodes.first() else { continue };
            self.taken[track] = acceptance_probability(&self.parameters.tracks[track], node.strength, luck);
            self.invitations[track] = invited(lines, node.shift).sum();
            if !lines.is_empty() {
                let observed = self.engine.observation.invitations[track] as usize;
                chance *= chance_of_count(invited(lines, node.shift), observed, &mut self.law);
            }
        }
        for (taken, program) in self.taken_by_program.iter_mut().zip(self.engine.observation.programs) {
            *taken = self.taken[program.track];
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
            landings: vec![Landing::new(observation.programs.len()); lists],
            values: vec![0.0; lists],
            taken: vec![0.0; tracks],
            taken_before: vec![0.0; tracks],
            invitations_before: vec![0.0; tracks],
            better_points: vec![0; lists],
            largest_gain: vec![0.0; lists],
        }
    }

    /// Adds what holds at the point of `walk` whatever the list.
    fn add_point(&mut self, share: f64, weight: f64, walk: &Walk<'_>) {
        self.weight += weight;
        for track in 0..walk.taken.len() {
            self.taken[track] += weight * walk.taken[track];
            self.taken_before[track] += share * walk.taken[track];
            self.invitations_before[track] += share * walk.invitations[track];
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

    /// How many points of equal weight would say as much: `(Σw)²/Σw²` (Kong 1992).
    #[must_use]
    pub fn effective_points(&self) -> f64 {
        let (sum, squares) =
            self.parts().fold((0.0, 0.0), |(sum, squares), part| (sum + part.weight, squares + part.weight_squared));
        let parts = self.parts().count() as f64;
        self.points as f64 * (sum / parts).powi(2) / (squares / parts)
    }

    /// How many parameter draws of equal weight would say as much.
    #[must_use]
    pub fn effective_draws(&self) -> f64 {
        let weights = self.draws.iter().map(|parts| parts.iter().map(|part| part.weight).sum::<f64>());
        let (sum, squares) =
            weights.fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
        sum * sum / squares
    }

    /// The estimate of what `of` says of a part; it must be linear in the
    /// weighted means of the part (a constant `c` is `c·weight`).
    #[must_use]
    pub fn estimate(&self, of: impl Fn(&ObservedPart) -> f64) -> Estimate {
        estimate_ratio(&self.weighted(of))
    }

    /// The same for a chance: the interval is kept within 0..1.
    #[must_use]
    pub fn estimate_chance(&self, of: impl Fn(&ObservedPart) -> f64) -> Estimate {
        estimate_ratio_chance(&self.weighted(of))
    }

    /// The estimate of something before anything is observed.
    #[must_use]
    pub fn estimate_before(&self, of: impl Fn(&ObservedPart) -> f64) -> Estimate {
        let means = self.draws.iter().map(|parts| DrawMean::of_parts(&parts.iter().map(&of).collect::<Vec<_>>()));
        estimate(&means.collect::<Vec<_>>())
    }

    /// Points at which list `list` is worth more than the first, and by how much at most.
    #[must_use]
    pub fn gains(&self, list: usize) -> (u64, f64) {
        self.parts().fold((0, 0.0), |(points, largest), part| {
            (points + part.better_points[list], f64::max(largest, part.largest_gain[list]))
        })
    }

    fn weighted(&self, of: impl Fn(&ObservedPart) -> f64) -> Vec<Vec<WeightedPart>> {
        let weighted = |part: &ObservedPart| WeightedPart { weight: part.weight, weighted: of(part) };
        self.draws.iter().map(|parts| parts.iter().map(weighted).collect()).collect()
    }

    fn parts(&self) -> impl Iterator<Item = &ObservedPart> {
        self.draws.iter().flatten()
    }
}
