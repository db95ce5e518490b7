//! Two people who rank pairs of programs (`docs/couples.md`).
//!
//! Each has the interviews of their own season, by the trials engine. The couple gets the first pair of its list in which both would be
//! taken, which is what the Match does in a large market: one couple does not move the cutoff of a program.

use std::sync::atomic::AtomicBool;

use super::driver::{BlockEngine, EngineError, Progress, draw_number, drive};
use super::estimate::DrawMean;
use super::failed_people::FailedPeople;
use super::plan::SeasonPlan;
use super::precision::Precision;
use super::results::{Estimate, StoppingReason};
use super::trials::{BLOCK_TRIALS, Ranked, rank_lists};
use super::uncertainty::Sampler;
use crate::model::couple::{Choice, LineAreas, Pair, PairRule};
use crate::model::season::{Attended, Outcome};
use crate::model::{Applicant, ParameterPrior, Portfolio};
use crate::random::address::{NO_TRACK, Purpose, entity, program_word, words};
use crate::random::philox::Key;
use crate::random::uniform_of_word;

/// One of the two.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The person.
    pub applicant: &'a Applicant,
    /// What is known of the parameters.
    pub prior: &'a ParameterPrior,
    /// The way of applying.
    pub portfolio: &'a Portfolio,
    /// Where the programs of each of its lines lie.
    pub areas: &'a [LineAreas],
}

/// What became of both in the trials of one parameter draw, in one way of ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoupleCounts {
    /// Complete residencies: neither has one, the first alone, the second alone, both.
    pub residencies: [u64; 4],
    /// Both have a complete residency, in one area.
    pub together: u64,
    /// Any match, also to a preliminary year or an advanced position without its PGY-1: neither, the first alone, the second
    /// alone, both.
    pub matched: [u64; 4],
    /// For each of the two, the sum of the places of their matches on their own list, from 1.
    pub places: [u64; 2],
}

impl CoupleCounts {
    fn count(&mut self, pair: Pair, lists: &[Vec<Ranked>; 2], choices: [&[Choice]; 2]) {
        let outcome = |member: usize| pair[member].and_then(|place: usize| lists[member][place].taken);
        let has = |member: usize| usize::from(matches!(outcome(member), Some(Outcome::Matched(_))));
        let any = |member: usize| usize::from(outcome(member).is_some());
        let residencies = has(0) + 2 * has(1);
        self.residencies[residencies] += 1;
        self.matched[any(0) + 2 * any(1)] += 1;
        for (sum, place) in self.places.iter_mut().zip(pair) {
            *sum += place.map_or(0, |place| place as u64 + 1);
        }
        if let ([Some(i), Some(j)], 3) = (pair, residencies) {
            let areas = (choices[0][i].area, choices[1][j].area);
            self.together += u64::from(areas.0.is_some() && areas.0 == areas.1);
        }
    }

    fn add(&mut self, other: &Self) {
        self.residencies.iter_mut().zip(other.residencies).for_each(|(sum, count)| *sum += count);
        self.matched.iter_mut().zip(other.matched).for_each(|(sum, count)| *sum += count);
        self.places.iter_mut().zip(other.places).for_each(|(sum, places)| *sum += places);
        self.together += other.together;
    }

    /// Mean place of the match on the list of one of the two, over the trials in which there is one.
    #[must_use]
    pub fn place(&self, member: usize) -> DrawMean {
        let matched = self.matched[1 + member] + self.matched[3];
        if matched == 0 {
            return DrawMean::NONE;
        }
        let mean = self.places[member] as f64 / matched as f64;
        DrawMean { trials: matched as f64, mean, chance_variance: 0.0 }
    }

    /// Share of the trials counted by `of`.
    #[must_use]
    pub fn mean(&self, of: impl Fn(&Self) -> u64) -> DrawMean {
        DrawMean::of_count(of(self), self.residencies.iter().sum())
    }
}

/// The ways of ranking that are counted on the same seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Each alone, without the other.
    Apart,
    /// As a couple by the rule.
    Couple,
    /// The same with places for one alone where the rule has none, and without them where it has.
    OtherEnd,
}

/// Counts by way, in the order of [`Way`].
pub type CoupleDraw = [CoupleCounts; 3];

/// What was found of a couple.
#[derive(Clone, Debug, PartialEq)]
pub struct CoupleFindings {
    /// By parameter draw.
    pub draws: Vec<CoupleDraw>,
    /// Trials done.
    pub trials: u64,
    /// Why it ended.
    pub stopped: StoppingReason,
}

/// Simulates both, and the list that they make together.
///
/// Parameters of a draw and how crowded each track is are the same for both; everything else of the two is independent.
///
/// # Errors
/// When threads cannot be had, or the interruption came before anything was counted.
pub fn simulate(
    members: [Member<'_>; 2],
    rule: PairRule,
    precision: &Precision,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<CoupleFindings, EngineError> {
    let seed = Key::new(precision.seed);
    let [low, high, ..] = words(seed, 0, NO_TRACK, Purpose::Partner, 0);
    let of_partner = u64::from(high) << 32 | u64::from(low);
    let seeds = [precision.seed, of_partner];
    let sampler = |seed: u64, member: usize, used: Option<&Portfolio>| {
        Sampler::for_portfolios(members[member].prior, members[member].applicant, precision.mode, seed, used)
    };
    let mut engine = Couple {
        members: &members,
        rule,
        precision,
        keys: seeds.map(Key::new),
        parameters: [0, 1].map(|member| sampler(precision.seed, member, Some(members[member].portfolio))),
        people: [0, 1].map(|member| sampler(seeds[member], member, None)),
        draws: Vec::new(),
    };
    let (trials, stopped) = drive(&mut engine, precision, progress, interrupted)?;
    Ok(CoupleFindings { draws: engine.draws, trials, stopped })
}

struct Couple<'a> {
    members: &'a [Member<'a>; 2],
    rule: PairRule,
    precision: &'a Precision,
    keys: [Key; 2],
    /// What both have in common.
    parameters: [Sampler<'a>; 2],
    /// What each is unsure of.
    people: [Sampler<'a>; 2],
    draws: Vec<CoupleDraw>,
}

impl Couple<'_> {
    fn lists(&self, number: u64, member: usize) -> Vec<Vec<Ranked>> {
        let Member { applicant, prior, portfolio, .. } = self.members[member];
        let (draw, key) = (draw_number(self.precision.mode, number), self.keys[member]);
        let (parameters, _) = self.parameters[member].draw(draw);
        let covariates = |applicant| self.people[member].covariates(draw, applicant);
        let failed = applicant.failed.as_ref().map(|season| {
            let earlier = (parameters.clone(), &covariates(&season.applicant));
            FailedPeople::of_block(prior, season, earlier, key, (number, BLOCK_TRIALS))
        });
        let plan =
            SeasonPlan::new(prior, applicant, std::slice::from_ref(portfolio), parameters, &covariates(applicant));
        rank_lists(&plan, (key, self.keys[0]), number * BLOCK_TRIALS, failed.as_ref())
    }

    /// The program as the couple sees it; where it lies is drawn anew in each trial where it is not known.
    fn choice(&self, member: usize, trial: u64, ranked: &Ranked) -> Choice {
        let Member { prior, portfolio, areas, .. } = self.members[member];
        let Attended { line, track, position } = ranked.program;
        let LineAreas { known, law } = &areas[line];
        let place = (position - portfolio.lines[line].earlier_programs) as usize;
        let drawn = || {
            let entity = entity(&prior.tracks[track].id);
            let u = uniform_of_word(program_word(self.keys[member], trial, entity, Purpose::Area, position));
            law.get(law.partition_point(|(share, _)| *share <= u)).or(law.last()).map(|(_, area)| *area)
        };
        Choice { is_taken: ranked.taken.is_some(), area: known.get(place).copied().flatten().or_else(drawn) }
    }
}

impl BlockEngine for Couple<'_> {
    type Block = CoupleDraw;

    fn block_size(&self) -> u64 {
        BLOCK_TRIALS
    }

    fn run(&self, number: u64) -> CoupleDraw {
        let other = PairRule { one_alone: !self.rule.one_alone, ..self.rule };
        let [first, second] = [0, 1].map(|member| self.lists(number, member));
        let mut counts = CoupleDraw::default();
        for ((trial, first), second) in (number * BLOCK_TRIALS..).zip(first).zip(second) {
            let lists = [first, second];
            let choices: [Vec<Choice>; 2] =
                [0, 1].map(|member| lists[member].iter().map(|one| self.choice(member, trial, one)).collect());
            let choices = [choices[0].as_slice(), choices[1].as_slice()];
            let apart = choices.map(|list| list.iter().position(|one| one.is_taken));
            let ways = [apart, self.rule.matched(choices), other.matched(choices)];
            for (counts, pair) in counts.iter_mut().zip(ways) {
                counts.count(pair, &lists, choices);
            }
        }
        counts
    }

    fn add(&mut self, number: u64, block: CoupleDraw) {
        let draw = usize::try_from(draw_number(self.precision.mode, number)).unwrap_or(usize::MAX);
        match self.draws.get_mut(draw) {
            Some(counts) => counts.iter_mut().zip(&block).for_each(|(sum, block)| sum.add(block)),
            None => self.draws.push(block),
        }
    }

    fn unmatched(&self) -> Option<Vec<Estimate>> {
        None
    }
}
