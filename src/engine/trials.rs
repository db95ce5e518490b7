//! The trials engine (`model.md` §11): draws everything, program by program.
//!
//! A block is a fixed range of trials under one parameter draw. It reads
//! nothing but its plan and its addresses, and counts integers: blocks can be run
//! in any order by any number of threads and give the same results.

use crate::model::acceptance::acceptance_probability;
use crate::model::season::{Attended, Decisions, Outcome, resolve};
use crate::model::strength::{correlated_delta, residual_strength};
use crate::model::{Portfolio, Values};
use crate::random::address::{NO_TRACK, Purpose, fill_programs, program_word, trial_lanes};
use crate::random::philox::Key;
use crate::random::{normal_of_word, uniform_of_word};

use super::plan::{Plan, PortfolioPlan};
use super::tally::{BlockTally, DrawCounts, Histograms, VALUE_UNIT, pairs};
use super::threshold::GridPoint;

/// Trials of a block.
pub const BLOCK_TRIALS: u64 = 2048;

/// Neighbouring trials whose latents are drawn together.
const LANES: usize = 8;

/// Runs the trials `first .. first + BLOCK_TRIALS` under `plan`.
#[must_use]
pub fn run_block(plan: &Plan<'_>, values: Option<&Values>, key: Key, first: u64) -> BlockTally {
    let mut block = Block::new(plan, values, key);
    for group in 0..BLOCK_TRIALS / LANES as u64 {
        let trial = first + group * LANES as u64;
        let latents = Latents::draw(plan, key, trial);
        for lane in 0..LANES {
            block.run_trial(trial + lane as u64, lane, &latents);
        }
    }
    block.tally.counts.trials = BLOCK_TRIALS;
    block.tally
}

/// The latents of neighbouring trials (`model.md` §2).
struct Latents {
    /// `σ_ω·ω`.
    luck: [f64; LANES],
    /// `z_s`, by track.
    z: Vec<[f64; LANES]>,
    /// `ε_s`, by track.
    shock: Vec<[f64; LANES]>,
}

impl Latents {
    fn draw(plan: &Plan<'_>, key: Key, trial: u64) -> Self {
        let normals =
            |entity, purpose| -> [f64; LANES] { trial_lanes(key, trial, entity, purpose).map(normal_of_word) };
        let shared = &plan.parameters.shared;
        let theta = normals(NO_TRACK, Purpose::Strength);
        let z = plan
            .tracks
            .iter()
            .map(|track| {
                let mut delta = normals(track.entity, Purpose::Strength);
                if let Some((partner, correlation)) = track.partner {
                    let partner = normals(partner, Purpose::Strength);
                    delta = std::array::from_fn(|lane| correlated_delta(correlation, partner[lane], delta[lane]));
                }
                std::array::from_fn(|lane| residual_strength(shared.strength_correlation, theta[lane], delta[lane]))
            })
            .collect();
        let shock = plan
            .tracks
            .iter()
            .map(|track| normals(track.entity, Purpose::Season).map(|normal| shared.season_spread * normal))
            .collect();
        let luck = normals(NO_TRACK, Purpose::Season).map(|normal| shared.interview_luck_spread * normal);
        Self { luck, z, shock }
    }
}

/// The working memory of a block: made once, so that no trial allocates.
struct Block<'a> {
    plan: &'a Plan<'a>,
    values: Option<&'a Values>,
    key: Key,
    draws: Vec<Vec<f32>>,
    points: Vec<GridPoint>,
    attended: Vec<Attended>,
    order_keys: Vec<(u32, Attended)>,
    interviews: Vec<u32>,
    outcomes: Vec<Outcome>,
    pairs: Vec<(usize, usize)>,
    tally: BlockTally,
}

impl<'a> Block<'a> {
    fn new(plan: &'a Plan<'a>, values: Option<&'a Values>, key: Key) -> Self {
        let tracks = plan.tracks.len();
        let portfolios = plan.portfolios.len();
        let histograms = plan
            .portfolios
            .iter()
            .map(|portfolio| empty_histograms(portfolio.portfolio, tracks))
            .collect();
        Self {
            plan,
            values,
            key,
            draws: plan.tracks.iter().map(|track| vec![0.0; track.buffer]).collect(),
            points: Vec::with_capacity(tracks),
            attended: Vec::new(),
            order_keys: Vec::new(),
            interviews: vec![0; tracks],
            outcomes: Vec::with_capacity(portfolios),
            pairs: pairs(portfolios).collect(),
            tally: BlockTally {
                counts: DrawCounts::new(portfolios, tracks),
                histograms,
            },
        }
    }

    fn run_trial(&mut self, trial: u64, lane: usize, latents: &Latents) {
        self.points.clear();
        for (index, track) in self.plan.tracks.iter().enumerate() {
            let shift = track.standing.residual * latents.z[index][lane] + latents.shock[index][lane];
            self.points.push(track.grid.locate(shift));
            fill_programs(
                self.key,
                trial,
                track.entity,
                Purpose::Invitation,
                &mut self.draws[index],
            );
        }
        self.outcomes.clear();
        let plan = self.plan;
        for (index, portfolio) in plan.portfolios.iter().enumerate() {
            self.attend(trial, portfolio);
            let mut decisions = Drawn {
                plan,
                key: self.key,
                trial,
                lane,
                latents,
            };
            let lines = &portfolio.portfolio.lines;
            let resolution = resolve(&self.attended, lines, &plan.parameters.tracks, &mut decisions);
            self.interviews.fill(0);
            for program in &self.attended {
                self.interviews[program.track] += 1;
            }
            self.tally.record(index, &resolution, &self.interviews);
            self.outcomes.push(resolution.outcome);
        }
        self.record_pairs();
    }

    /// Fills `attended` with the interviews in order of preference, as many as the limit allows.
    fn attend(&mut self, trial: u64, portfolio: &PortfolioPlan<'_>) {
        self.attended.clear();
        for group in &portfolio.groups {
            let start = self.attended.len();
            if start >= portfolio.limit {
                break;
            }
            for line in group {
                let draws = &self.draws[line.track][line.first..];
                let attended = &mut self.attended;
                line.table.invited(self.points[line.track], draws, |index| {
                    #[expect(clippy::cast_possible_truncation, reason = "a place among the programs of a track")]
                    let position = (line.first + index) as u32;
                    attended.push(Attended {
                        line: line.line,
                        track: line.track,
                        position,
                    });
                });
            }
            if group.len() > 1 {
                self.interleave(trial, start);
            }
        }
        self.attended.truncate(portfolio.limit);
    }

    /// Puts the interviews from `start` on into a random order.
    fn interleave(&mut self, trial: u64, start: usize) {
        let (plan, key) = (self.plan, self.key);
        self.order_keys.clear();
        self.order_keys.extend(self.attended.drain(start..).map(|program| {
            let entity = plan.tracks[program.track].entity;
            (
                program_word(key, trial, entity, Purpose::Interleave, program.position),
                program,
            )
        }));
        self.order_keys.sort_by_key(|(order, _)| *order);
        self.attended
            .extend(self.order_keys.iter().map(|(_, program)| *program));
    }

    fn record_pairs(&mut self) {
        let Some(first) = self.outcomes.first() else { return };
        if self.outcomes.iter().all(|outcome| outcome == first) {
            return;
        }
        for (pair, (a, b)) in self.tally.counts.pairs.iter_mut().zip(&self.pairs) {
            let (a, b) = (self.outcomes[*a], self.outcomes[*b]);
            pair.one_unmatched += u64::from((a == Outcome::Unmatched) != (b == Outcome::Unmatched));
            if let Some(values) = self.values {
                let difference = integer_value(values, a).abs_diff(integer_value(values, b));
                pair.value_difference_squared += difference * difference;
            }
        }
    }
}

fn empty_histograms(portfolio: &Portfolio, tracks: usize) -> Histograms {
    let mut programs = vec![0; tracks];
    for line in &portfolio.lines {
        programs[line.track] += line.programs as usize;
    }
    Histograms::new(&programs)
}

/// What an outcome is worth.
#[must_use]
pub fn outcome_value(values: &Values, outcome: Outcome) -> f64 {
    match outcome {
        Outcome::Unmatched => 0.0,
        Outcome::PreliminaryOnly => values.preliminary_only,
        Outcome::Matched(track) => values.matched[track],
        Outcome::MatchedWithoutPgy1(track) => values.matched_without_pgy1[track],
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values lie between 0 and 1"
)]
fn integer_value(values: &Values, outcome: Outcome) -> u64 {
    (outcome_value(values, outcome) / VALUE_UNIT).round() as u64
}

/// The decisions of one trial, each at its address.
struct Drawn<'a> {
    plan: &'a Plan<'a>,
    key: Key,
    trial: u64,
    lane: usize,
    latents: &'a Latents,
}

impl Drawn<'_> {
    fn uniform(&self, program: Attended, purpose: Purpose) -> f64 {
        let entity = self.plan.tracks[program.track].entity;
        uniform_of_word(program_word(self.key, self.trial, entity, purpose, program.position))
    }
}

impl Decisions for Drawn<'_> {
    fn would_take(&mut self, program: Attended) -> bool {
        let strength = self.plan.tracks[program.track]
            .standing
            .strength(self.latents.z[program.track][self.lane]);
        let track = &self.plan.parameters.tracks[program.track];
        let chance = acceptance_probability(track, strength, self.latents.luck[self.lane]);
        self.uniform(program, Purpose::Acceptance) < chance
    }

    fn is_categorical(&mut self, program: Attended, share: f64) -> bool {
        self.uniform(program, Purpose::PositionKind) < share
    }
}
