//! Trials over many blocks: the trials engine as a whole.

use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::conditional::obstacle;
use super::driver::{BlockEngine, EngineError, MAX_PARAMETER_DRAWS, Progress, Question, Shard, draw_number, drive};
use super::estimate::{DrawMean, estimate_chance, independent_parts};
use super::failed_people::FailedPeople;
use super::findings::{Difference, Findings, Quantity};
use super::interview_curve::{CurveQuantity, DrawRatio};
use super::one_more::OneMoreCounts;
use super::plan::SeasonPlan;
use super::precision::Precision;
use super::results::{Engine, Estimate, StoppingReason};
use super::stopping::FIRST_LOOK_DRAWS;
use super::tally::{BlockTally, DrawCounts, Histograms, PortfolioCounts, VALUE_UNIT, pair_number};
use super::trials::{BLOCK_TRIALS, SeasonStory, outcome_value, run_block, tell_trial};
use super::uncertainty::Sampler;
use crate::model::Values;
use crate::model::season::Outcome;
use crate::random::philox::Key;

/// What the trials counted, by parameter draw and over all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    /// Trials done.
    pub trials: u64,
    /// Counts, by parameter draw.
    pub draws: Vec<DrawCounts>,
    /// Distributions over all trials, by portfolio.
    pub histograms: Vec<Histograms>,
    /// Why it ended.
    pub stopped: StoppingReason,
}

/// Simulates every portfolio of `question`, until the trials are done, the
/// target error is reached, or `interrupted` is set.
///
/// # Errors
///
/// When threads cannot be started, or the interruption came before anything was counted.
pub fn simulate(
    question: &Question<'_>,
    precision: &Precision,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Simulation, EngineError> {
    simulate_part(question, precision, Shard::WHOLE, progress, interrupted)
}

/// One part of the same, its blocks; [`Simulation::whole`] puts the parts together. A target error is for the whole alone.
///
/// # Errors
///
/// As [`simulate`], and when there are more parts than blocks.
pub fn simulate_part(
    question: &Question<'_>,
    precision: &Precision,
    shard: Shard,
    progress: &dyn Progress,
    interrupted: &AtomicBool,
) -> Result<Simulation, EngineError> {
    if question.applicant.so_far.is_some() {
        let reason =
            obstacle(question).unwrap_or_else(|| "choose --engine conditional, or leave the choice out".to_owned());
        return Err(EngineError::OnlyConditional(reason));
    }
    let Question { prior, applicant, portfolios, .. } = *question;
    let sampler = Sampler::for_portfolios(prior, applicant, precision.mode, precision.seed, portfolios);
    let blocks = precision.blocks(BLOCK_TRIALS);
    let of_part = shard.of(blocks);
    if of_part.is_empty() {
        return Err(EngineError::ManyParts { blocks });
    }
    let trials = (of_part.end - of_part.start) * BLOCK_TRIALS;
    let of_part = Precision { trials: Some(trials), ..*precision };
    let first = shard.of(blocks).start;
    let mut engine = Trials { question, precision, sampler, first, draws: Vec::new(), histograms: Vec::new() };
    let (trials, stopped) = drive(&mut engine, &of_part, progress, interrupted)?;
    Ok(Simulation { trials, draws: engine.draws, histograms: engine.histograms, stopped })
}

/// What becomes of season `number`, from 0, of a simulation, by portfolio.
///
/// # Errors
///
/// As [`simulate`].
pub fn tell(question: &Question<'_>, precision: &Precision, number: u64) -> Result<Vec<SeasonStory>, EngineError> {
    if question.applicant.so_far.is_some() {
        let reason = "only the trials engine draws single seasons".to_owned();
        return Err(EngineError::OnlyConditional(reason));
    }
    let Question { prior, applicant, portfolios, .. } = *question;
    let sampler = Sampler::for_portfolios(prior, applicant, precision.mode, precision.seed, portfolios);
    let engine = Trials { question, precision, sampler, first: 0, draws: Vec::new(), histograms: Vec::new() };
    let told = |plan: &SeasonPlan<'_>, people: Option<&FailedPeople>| {
        tell_trial(plan, Key::new(precision.seed), number, people)
    };
    Ok(engine.planned(number / BLOCK_TRIALS, told))
}

struct Trials<'a> {
    question: &'a Question<'a>,
    precision: &'a Precision,
    sampler: Sampler<'a>,
    /// Block from which the others are counted.
    first: u64,
    /// By parameter draw, from that of the first block on.
    draws: Vec<DrawCounts>,
    histograms: Vec<Histograms>,
}

impl Trials<'_> {
    /// Hands over the plan of block `number`, and its people where the applicant failed before.
    fn planned<T>(&self, number: u64, act: impl FnOnce(&SeasonPlan<'_>, Option<&FailedPeople>) -> T) -> T {
        let question = self.question;
        let (parameters, covariates) = self.sampler.draw(draw_number(self.precision.mode, number));
        let people = question.applicant.failed.as_ref().map(|season| {
            let earlier = self.sampler.covariates(draw_number(self.precision.mode, number), &season.applicant);
            let key = Key::new(self.precision.seed);
            FailedPeople::of_block(question.prior, season, (parameters.clone(), &earlier), key, (number, BLOCK_TRIALS))
        });
        act(
            &SeasonPlan::new(question.prior, question.applicant, question.portfolios, parameters, &covariates),
            people.as_ref(),
        )
    }
}

impl BlockEngine for Trials<'_> {
    type Block = BlockTally;

    fn block_size(&self) -> u64 {
        BLOCK_TRIALS
    }

    fn run(&self, number: u64) -> BlockTally {
        let number = self.first + number;
        self.planned(number, |plan, people| {
            run_block(plan, self.question.values, Key::new(self.precision.seed), number * BLOCK_TRIALS, people)
        })
    }

    fn add(&mut self, number: u64, block: BlockTally) {
        add_draw(&mut self.draws, draw_number(self.precision.mode, number), block.counts);
        add_histograms(&mut self.histograms, block.histograms);
    }

    fn unmatched(&self) -> Option<Vec<Estimate>> {
        let enough = !self.precision.mode.has_draws() || self.draws.len() >= FIRST_LOOK_DRAWS;
        let of = |portfolio| estimate_chance(&counted(&self.draws, portfolio, PortfolioCounts::unmatched));
        enough.then(|| (0..self.question.portfolios.len()).map(of).collect())
    }
}

/// Adds the counts of a draw to those of it that are there, or behind them.
fn add_draw(draws: &mut Vec<DrawCounts>, number: u64, counts: DrawCounts) {
    match usize::try_from(number).ok().and_then(|number| draws.get_mut(number)) {
        Some(known) => known.add(&counts),
        None => draws.push(counts),
    }
}

fn add_histograms(sums: &mut Vec<Histograms>, more: Vec<Histograms>) {
    if sums.is_empty() {
        *sums = more;
    } else {
        sums.iter_mut().zip(&more).for_each(|(sum, more)| sum.add(more));
    }
}

fn counted(draws: &[DrawCounts], portfolio: usize, count: impl Fn(&PortfolioCounts) -> u64) -> Vec<DrawMean> {
    draws.iter().map(|draw| DrawMean::of_count(count(&draw.portfolios[portfolio]), draw.trials)).collect()
}

impl Findings for Simulation {
    fn engine(&self) -> Engine {
        Engine::Trials
    }

    fn trials(&self) -> u64 {
        self.trials
    }

    fn parameter_draws(&self) -> u64 {
        self.draws.len() as u64
    }

    fn independent_parts(&self) -> usize {
        match &self.draws[..] {
            [only] => usize::try_from(only.trials).unwrap_or(usize::MAX),
            draws => independent_parts(draws.len()),
        }
    }

    fn stopped(&self) -> StoppingReason {
        self.stopped
    }

    fn means(&self, portfolio: usize, quantity: Quantity<'_>) -> Vec<DrawMean> {
        let counted = |count: &dyn Fn(&PortfolioCounts) -> u64| counted(&self.draws, portfolio, count);
        let one_more = |mean: &dyn Fn(&OneMoreCounts, u64) -> DrawMean| {
            self.draws.iter().map(|draw| mean(&draw.portfolios[portfolio].one_more, draw.trials)).collect()
        };
        match quantity {
            Quantity::MatchedWith(count) => one_more(&|counts, trials| counts.matched_with(count, trials)),
            Quantity::GainedWith(count) => one_more(&|counts, trials| counts.gained_with(count, trials)),
            Quantity::OneMoreUnmatched => one_more(&OneMoreCounts::unmatched),
            Quantity::Unmatched => counted(&PortfolioCounts::unmatched),
            Quantity::NoInterview => counted(&|counts| counts.no_interview),
            Quantity::NotTaken => counted(&|counts| counts.not_taken),
            Quantity::PreliminaryOnly => counted(&|counts| counts.preliminary_only),
            Quantity::Matched(track) => counted(&|counts| counts.matched[track]),
            Quantity::MatchedWithoutPgy1(track) => counted(&|counts| counts.matched_without_pgy1[track]),
            Quantity::AnyWithoutPgy1 => counted(&|counts| counts.matched_without_pgy1.iter().sum()),
            Quantity::AnyResidency => counted(&|counts| counts.matched.iter().sum()),
            Quantity::FirstChoice => counted(&|counts| counts.first_choice),
            Quantity::Value(values) => {
                self.draws.iter().map(|draw| value_mean(values, &draw.portfolios[portfolio], draw.trials)).collect()
            }
            Quantity::Interviews(slot) => self
                .draws
                .iter()
                .map(|draw| {
                    let counts = &draw.portfolios[portfolio];
                    let (sum, squares) = (counts.interviews[slot] as f64, counts.interviews_squared[slot] as f64);
                    DrawMean::of_sums(sum, squares, draw.trials)
                })
                .collect(),
        }
    }

    fn differences(&self, a: usize, b: usize, difference: Difference<'_>) -> Vec<DrawMean> {
        let of_draw = |draw: &DrawCounts| {
            let pair = &draw.pairs[pair_number(a, b, draw.portfolios.len())];
            let (of_a, of_b) = (&draw.portfolios[a], &draw.portfolios[b]);
            match difference {
                Difference::Unmatched => {
                    let sum = of_a.unmatched() as f64 - of_b.unmatched() as f64;
                    DrawMean::of_sums(sum, pair.one_unmatched as f64, draw.trials)
                }
                Difference::Value(values) => {
                    let mean = |counts| value_mean(values, counts, draw.trials).mean;
                    let squares = pair.value_difference_squared as f64 * VALUE_UNIT * VALUE_UNIT;
                    DrawMean::of_sums((mean(of_a) - mean(of_b)) * draw.trials as f64, squares, draw.trials)
                }
            }
        };
        self.draws.iter().map(of_draw).collect()
    }

    fn ratios(&self, portfolio: usize, quantity: CurveQuantity) -> Vec<DrawRatio> {
        self.draws.iter().map(|draw| draw.portfolios[portfolio].one_more.ratio(quantity)).collect()
    }

    fn interviews(&self, portfolio: usize, track: usize) -> Vec<f64> {
        self.shares(&self.histograms[portfolio].interviews[track])
    }

    fn ranks(&self, portfolio: usize) -> Vec<f64> {
        self.shares(&self.histograms[portfolio].rank)
    }

    fn ranked_when_not_taken(&self, portfolio: usize) -> Option<f64> {
        let sum = |count: fn(&PortfolioCounts) -> u64| -> u64 {
            self.draws.iter().map(|draw| count(&draw.portfolios[portfolio])).sum()
        };
        let (not_taken, ranked) = (sum(|counts| counts.not_taken), sum(|counts| counts.ranked_not_taken));
        (not_taken > 0).then(|| ranked as f64 / not_taken as f64)
    }
}

impl Simulation {
    /// The whole simulation that was asked for, from all its parts in order: the same counts as of one that was not split.
    /// None if one of them is not such a part.
    #[must_use]
    pub fn whole(question: &Question<'_>, precision: &Precision, parts: Vec<Self>) -> Option<Self> {
        let (blocks, shards) = (precision.blocks(BLOCK_TRIALS), parts.len());
        let mut whole =
            Self { trials: 0, draws: Vec::new(), histograms: Vec::new(), stopped: StoppingReason::TrialsDone };
        for (shard, part) in (1..).zip(parts) {
            let of_part = Shard { shard, shards }.of(blocks);
            if !part.has_blocks(of_part.end - of_part.start, question, precision) {
                return None;
            }
            whole.trials += part.trials;
            for (offset, counts) in (0..).zip(part.draws) {
                add_draw(&mut whole.draws, draw_number(precision.mode, of_part.start + offset), counts);
            }
            add_histograms(&mut whole.histograms, part.histograms);
        }
        Some(whole)
    }

    /// Whether these are counts of so many blocks of the question.
    fn has_blocks(&self, blocks: u64, question: &Question<'_>, precision: &Precision) -> bool {
        let (portfolios, tracks) = (question.portfolios.len(), question.prior.tracks.len());
        let draws = if precision.mode.has_draws() { blocks.min(MAX_PARAMETER_DRAWS) } else { 1 };
        self.stopped == StoppingReason::TrialsDone
            && self.trials == blocks * BLOCK_TRIALS
            && self.draws.len() as u64 == draws
            && self.draws.iter().all(|draw| draw.are_of(portfolios, tracks))
            && self.histograms.len() == portfolios
            && self.histograms.iter().all(|histograms| histograms.interviews.len() == tracks + 1)
    }

    fn shares(&self, histogram: &[u64]) -> Vec<f64> {
        histogram.iter().map(|count| *count as f64 / self.trials as f64).collect()
    }
}

/// Mean value of one draw from its counts of outcomes.
fn value_mean(values: &Values, counts: &PortfolioCounts, trials: u64) -> DrawMean {
    let of_track = |outcome: fn(usize) -> Outcome, counts: &[u64]| -> Vec<(f64, u64)> {
        counts.iter().enumerate().map(|(track, count)| (outcome_value(values, outcome(track)), *count)).collect()
    };
    let mut outcomes = of_track(Outcome::Matched, &counts.matched);
    outcomes.extend(of_track(Outcome::MatchedWithoutPgy1, &counts.matched_without_pgy1));
    outcomes.push((outcome_value(values, Outcome::PreliminaryOnly), counts.preliminary_only));
    let sum = outcomes.iter().map(|(value, count)| value * *count as f64).sum();
    let squares = outcomes.iter().map(|(value, count)| value * value * *count as f64).sum();
    DrawMean::of_sums(sum, squares, trials)
}
