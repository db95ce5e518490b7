//! The trials engine over several seasons: draws everything, program by program.
//!
//! The first season of trial `n` is that of trial `n` of the one-season engine,
//! draw for draw. Later seasons have keys of their own, but for the person's
//! strength, which keeps its address. Every season is drawn for everyone, also for
//! those who would not come to it: chances of unselected people are counted too.

use std::sync::atomic::AtomicBool;

use super::conditional::mean_strength;
use super::endings::{Endings, MatchChances};
use super::findings::PlanFindings;
use super::means::{PlanMeans, WalkSums};
use super::question::{DrawnPlans, PlanQuestion, Samplers};
use super::tree::{Forest, Person};
use crate::engine::conditional::lines::LineChances;
use crate::engine::driver::{BlockEngine, EngineError, Progress, draw_number, drive};
use crate::engine::failed_people::FailedPeople;
use crate::engine::precision::Precision;
use crate::engine::results::{Engine, Estimate};
use crate::engine::trials::BLOCK_TRIALS;
use crate::model::Portfolio;
use crate::model::acceptance::acceptance_probability;
use crate::model::calendar::{ListPlace, kept_groups, pgy1_order, ranked_otherwise};
use crate::model::season::{Attended, Decisions, Outcome, Standing, resolve};
use crate::model::strength::{correlated_delta, residual_strength};
use crate::random::address::{NO_TRACK, Purpose, entity, program_byte, program_word, trial_word, words};
use crate::random::philox::Key;
use crate::random::{normal_of_word, uniform_of_word};

/// Trials of a block, which is one parameter draw.
pub const BLOCK: u64 = 256;

/// Independent parts of a block.
const PARTS: u64 = 8;

/// Values of a byte.
const BYTES: f64 = 256.0;

/// Simulates every plan of `question`.
///
/// # Errors
///
/// When threads cannot be started, or the interruption came before anything was counted.
pub fn simulate(
    question: &PlanQuestion<'_>,
    precision: &Precision,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<PlanFindings, EngineError> {
    let forest = Forest::of(&question.plans.plans);
    let samplers = Samplers::of(question, &forest, precision);
    let keys = season_keys(Key::new(precision.seed), forest.seasons());
    let mut engine = Trials { question, precision, forest, samplers, keys, draws: Vec::new() };
    let (points, stopped) = drive(&mut engine, precision, progress, interrupted)?;
    Ok(PlanFindings { engine: Engine::Trials, points, stopped, draws: engine.draws })
}

/// A key for each season; the first has that of the run.
fn season_keys(key: Key, seasons: usize) -> Vec<Key> {
    let later = |season: u64| {
        let [low, high, ..] = words(key, season, NO_TRACK, Purpose::LaterSeason, 0);
        Key::new(u64::from(high) << 32 | u64::from(low))
    };
    (0..seasons as u64).map(|season| if season == 0 { key } else { later(season) }).collect()
}

struct Trials<'a> {
    question: &'a PlanQuestion<'a>,
    precision: &'a Precision,
    forest: Forest,
    samplers: Samplers<'a>,
    /// By season.
    keys: Vec<Key>,
    draws: Vec<Vec<Vec<PlanMeans>>>,
}

impl BlockEngine for Trials<'_> {
    type Block = Vec<Vec<PlanMeans>>;

    fn block_size(&self) -> u64 {
        BLOCK
    }

    fn run(&self, number: u64) -> Self::Block {
        let draw = draw_number(self.precision.mode, number);
        let drawn = self.question.draw(&self.samplers, draw, &self.forest);
        let people = self.question.applicant.failed.as_ref().map(|season| {
            let earlier = self.samplers.first().covariates(draw, &season.applicant);
            let parameters = drawn.parameters.clone();
            FailedPeople::of_block(self.question.prior, season, (parameters, &earlier), self.keys[0], (number, BLOCK))
        });
        let block = Block::new(self, &drawn, people);
        let size = BLOCK / PARTS;
        // Blocks of the one-season engine are longer: the trials are the first of each.
        let firsts = (0..PARTS).map(|part| number * BLOCK_TRIALS + part * size);
        firsts.map(|first| self.question.means(&self.forest, &drawn, &block.sums(first, size))).collect()
    }

    fn add(&mut self, number: u64, block: Self::Block) {
        PlanFindings::take_in(&mut self.draws, draw_number(self.precision.mode, number), block);
    }

    fn unmatched(&self) -> Option<Vec<Estimate>> {
        None
    }
}

/// What a block of trials reads.
struct Block<'a> {
    engine: &'a Trials<'a>,
    drawn: &'a DrawnPlans,
    /// The people of the trials, where they failed before the plan begins.
    people: Option<FailedPeople>,
    /// Address of each track.
    entities: Vec<u32>,
    /// By person, by portfolio.
    portfolios: Vec<Vec<DrawnPortfolio>>,
}

/// The lines of a portfolio with their chances.
struct DrawnPortfolio {
    /// Lines of the primary list in the order in which interviews are kept; equals in one group.
    groups: Vec<Vec<DrawnLine>>,
    /// Where each line is ranked, if not in that order.
    places: Option<Vec<ListPlace>>,
    /// Lines of the supplemental list alone, in the order in which interviews are kept.
    pgy1: Vec<DrawnLine>,
}

/// A line of a portfolio with the chances of its programs: one part, more where a list tells programs apart.
struct DrawnLine {
    line: usize,
    /// Which programs of the line, 0-based, and their chances.
    parts: Vec<(Vec<u32>, LineChances)>,
}

/// One season of one trial.
struct Season<'a> {
    block: &'a Block<'a>,
    key: Key,
    trial: u64,
    /// `q_s` by track.
    acceptance: Vec<f64>,
    /// `σ_res·z_s + ε_s` by track.
    shifts: Vec<f64>,
}

impl<'a> Block<'a> {
    fn new(engine: &'a Trials<'a>, drawn: &'a DrawnPlans, people: Option<FailedPeople>) -> Self {
        let persons = engine.forest.persons.iter().zip(&drawn.standings);
        let lines = |person: &Person, portfolio: &Portfolio, standings: &[Standing]| {
            let line = |line: usize| {
                let asked = &portfolio.lines[line];
                let applicant = engine.question.applicant;
                let parts =
                    LineChances::by_index(asked, applicant, standings[asked.track], drawn.parameters_of(person));
                DrawnLine { line, parts: parts.collect() }
            };
            let kind = |track: usize| drawn.parameters.tracks[track].kind;
            let groups = kept_groups(portfolio, kind).into_iter();
            DrawnPortfolio {
                groups: groups.map(|group| group.into_iter().map(line).collect()).collect(),
                places: ranked_otherwise(portfolio, kind),
                pgy1: pgy1_order(portfolio).into_iter().map(line).collect(),
            }
        };
        let portfolios = persons
            .map(|(person, standings)| person.portfolios.iter().map(|asked| lines(person, asked, standings)).collect())
            .collect();
        let entities = drawn.parameters.tracks.iter().map(|track| entity(&track.id)).collect();
        Self { engine, drawn, people, entities, portfolios }
    }

    /// Sums over `count` trials from `first` on, by plan.
    fn sums(&self, first: u64, count: u64) -> Vec<WalkSums> {
        let forest = &self.engine.forest;
        let tracks = self.entities.len();
        let mut sums: Vec<WalkSums> = forest.trees.iter().map(|tree| WalkSums::new(tree, tracks)).collect();
        for trial in first..first + count {
            let strengths = self.strengths(trial);
            let found = self.outcomes(trial, &strengths);
            for (tree, sums) in forest.trees.iter().zip(&mut sums) {
                sums.add(tree, 1.0 / count as f64, |place| {
                    let node = &tree.nodes[place];
                    let outcome = node.portfolio.map_or(Outcome::Unmatched, |portfolio| found[node.person][portfolio]);
                    let portfolio = node.portfolio.map(|portfolio| &forest.persons[node.person].portfolios[portfolio]);
                    let mean_z = mean_strength(portfolio, &strengths, &self.drawn.parameters);
                    let chances = MatchChances::certain(outcome, tracks);
                    let word = program_word(self.engine.keys[node.season], trial, NO_TRACK, Purpose::Soap, 0);
                    Endings::of(node, &chances, &self.drawn.soap, mean_z).chosen(uniform_of_word(word))
                });
            }
        }
        sums
    }

    /// `z_s` by track: the person's, whatever the season.
    fn strengths(&self, trial: u64) -> Vec<f64> {
        let shared = &self.drawn.parameters.shared;
        let key = self.engine.keys[0];
        let normal = |entity| {
            let word = match &self.people {
                None => trial_word(key, trial, entity, Purpose::Strength),
                Some(people) => people.strength_word(trial, entity),
            };
            normal_of_word(word)
        };
        let theta = normal(NO_TRACK);
        let pair = self.engine.question.prior.radiology_pair;
        let of_track = |(track, entity): (usize, &u32)| {
            let own = normal(*entity);
            let delta = match pair.filter(|(_, diagnostic)| *diagnostic == track) {
                Some((partner, _)) => {
                    correlated_delta(shared.radiology_correlation, normal(self.entities[partner]), own)
                }
                None => own,
            };
            residual_strength(shared.strength_correlation, theta, delta)
        };
        self.entities.iter().enumerate().map(of_track).collect()
    }

    /// Outcomes of the Match, by person, by portfolio.
    fn outcomes(&self, trial: u64, strengths: &[f64]) -> Vec<Vec<Outcome>> {
        let persons = self.engine.forest.persons.iter().zip(&self.portfolios).enumerate();
        persons
            .map(|(index, (person, drawn))| {
                let mut season = Season::new(self, index, person.years.len(), trial, strengths);
                person.portfolios.iter().zip(drawn).map(|(asked, lines)| season.outcome(asked, lines)).collect()
            })
            .collect()
    }
}

impl<'a> Season<'a> {
    fn new(block: &'a Block<'a>, person: usize, season: usize, trial: u64, strengths: &[f64]) -> Self {
        let parameters = block.drawn.parameters_of(&block.engine.forest.persons[person]);
        let key = block.engine.keys[season];
        let normal = |entity| normal_of_word(trial_word(key, trial, entity, Purpose::Season));
        let luck = parameters.shared.interview_luck_spread * normal(NO_TRACK);
        let standings = &block.drawn.standings[person];
        let tracks = || standings.iter().zip(strengths).enumerate();
        let acceptance = |(track, (standing, z)): (usize, (&Standing, &f64))| {
            acceptance_probability(&parameters.tracks[track], standing.strength(*z), luck)
        };
        let shift = |(track, (standing, z)): (usize, (&Standing, &f64))| {
            standing.residual * z + parameters.shared.season_spread * normal(block.entities[track])
        };
        Self {
            block,
            key,
            trial,
            acceptance: tracks().map(acceptance).collect(),
            shifts: tracks().map(shift).collect(),
        }
    }

    fn outcome(&mut self, portfolio: &Portfolio, drawn: &DrawnPortfolio) -> Outcome {
        let limit = |most: Option<u32>| most.map_or(usize::MAX, |most| most as usize);
        let mut attended = Vec::new();
        for group in &drawn.groups {
            let start = attended.len();
            for line in group {
                self.attend(portfolio, line, &mut attended);
            }
            if group.len() > 1 {
                let order =
                    |program: &Attended| (self.word(*program, Purpose::Interleave), program.track, program.position);
                attended[start..].sort_by_key(order);
            }
        }
        attended.truncate(limit(portfolio.max_interviews));
        if let Some(places) = &drawn.places {
            attended.sort_by_key(|program| {
                let place = places[program.line];
                let word = if place.interleaves { self.word(*program, Purpose::Interleave) } else { 0 };
                (place.group, word, program.track, program.position)
            });
        }
        let primary = attended.len();
        for line in &drawn.pgy1 {
            self.attend(portfolio, line, &mut attended);
        }
        attended.truncate(primary.saturating_add(limit(portfolio.pgy1_interviews)));
        let tracks = &self.block.drawn.parameters.tracks;
        resolve(&attended, &portfolio.lines, tracks, self).outcome
    }

    fn attend(&self, portfolio: &Portfolio, line: &DrawnLine, attended: &mut Vec<Attended>) {
        let asked = &portfolio.lines[line.line];
        let start = attended.len();
        for (indices, chances) in &line.parts {
            for (index, chance) in indices.iter().zip(chances.invited(self.shifts[asked.track])) {
                let position = asked.earlier_programs + index;
                let program = Attended { line: line.line, track: asked.track, position };
                if self.invites(program, chance) {
                    attended.push(program);
                }
            }
        }
        if line.parts.len() > 1 {
            attended[start..].sort_by_key(|program| program.position);
        }
        attended.truncate(start.saturating_add(asked.keep.map_or(usize::MAX, |most| most as usize)));
    }

    fn invites(&self, program: Attended, chance: f64) -> bool {
        let entity = self.block.entities[program.track];
        let first = program_byte(self.key, self.trial, entity, Purpose::Invitation, program.position);
        let rest = chance * BYTES - f64::from(first);
        rest >= 1.0 || rest > 0.0 && uniform_of_word(self.word(program, Purpose::InvitationRest)) < rest
    }

    fn word(&self, program: Attended, purpose: Purpose) -> u32 {
        program_word(self.key, self.trial, self.block.entities[program.track], purpose, program.position)
    }
}

impl Decisions for Season<'_> {
    fn would_take(&mut self, program: Attended) -> bool {
        uniform_of_word(self.word(program, Purpose::Acceptance)) < self.acceptance[program.track]
    }

    fn is_categorical(&mut self, program: Attended, share: f64) -> bool {
        uniform_of_word(self.word(program, Purpose::PositionKind)) < share
    }
}
