//! From counts to the results contract.

use crate::model::season::Outcome;
use crate::model::{Portfolio, TrackKind, TrackPrior, Values};

use super::estimate::{DrawMean, estimate, estimate_chance, unmatched_difference, value_difference};
use super::results::{
    Comparison, EngineKind, Estimate, FailureSources, InterviewCounts, Notice, Outcomes, PortfolioResult, RankReached,
    Results, SCHEMA, ScenarioIdentity, SimulationSummary, StoppingReason, TrackLabel, Verdict,
};
use super::simulate::{Question, Settings, Simulation, unmatched_means};
use super::stopping::always_valid_interval95;
use super::tally::{DrawCounts, PortfolioCounts, pairs};
use super::trials::outcome_value;

/// What the results say beside what was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Scenario.
    pub scenario: ScenarioIdentity,
    /// Cost of each portfolio, United States dollars.
    pub costs_usd: Vec<f64>,
    /// Where the parameters come from.
    pub parameters: String,
    /// What the reader must know.
    pub notices: Vec<Notice>,
}

/// Quantiles of interview counts that the results give.
const QUANTILES: [(&str, f64); 5] = [
    ("0.05", 0.05),
    ("0.25", 0.25),
    ("0.5", 0.5),
    ("0.75", 0.75),
    ("0.95", 0.95),
];

/// Standard errors within which a difference is called a tie.
const TIE_ERRORS: f64 = 2.0;

/// The results of `simulation`.
#[must_use]
pub fn summarise(question: &Question<'_>, settings: &Settings, simulation: &Simulation, header: Header) -> Results {
    let tracks = question.prior.tracks.iter();
    let label = |name: &String, short_name: &String| TrackLabel {
        name: name.clone(),
        short_name: short_name.clone(),
    };
    Results {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        seed: settings.seed,
        engine: EngineKind::Trials,
        scenario: header.scenario,
        simulation: simulation_summary(question, settings, simulation, header.parameters),
        tracks: tracks
            .map(|track| (track.id.clone(), label(&track.name, &track.short_name)))
            .collect(),
        portfolios: question
            .portfolios
            .iter()
            .zip(header.costs_usd)
            .enumerate()
            .map(|(index, (portfolio, cost_usd))| {
                PortfolioSummary {
                    question,
                    simulation,
                    index,
                    portfolio,
                }
                .result(cost_usd)
            })
            .collect(),
        comparisons: comparisons(question, simulation),
        notices: header.notices,
    }
}

fn simulation_summary(
    question: &Question<'_>,
    settings: &Settings,
    simulation: &Simulation,
    parameters: String,
) -> SimulationSummary {
    let draws = simulation.draws.len();
    let always_valid = |(index, portfolio): (usize, &Portfolio)| {
        let unmatched = estimate_chance(&unmatched_means(&simulation.draws, index));
        (portfolio.name.clone(), always_valid_interval95(&unmatched, draws))
    };
    SimulationSummary {
        trials: simulation.trials,
        parameter_draws: draws as u64,
        target_error: settings.target_error,
        unmatched_always_valid95: question.portfolios.iter().enumerate().map(always_valid).collect(),
        stopped: simulation.stopped,
        partial: simulation.stopped == StoppingReason::Interrupted,
        parameters,
    }
}

struct PortfolioSummary<'a> {
    question: &'a Question<'a>,
    simulation: &'a Simulation,
    index: usize,
    portfolio: &'a Portfolio,
}

impl PortfolioSummary<'_> {
    fn result(&self, cost_usd: f64) -> PortfolioResult {
        let total = self.tracks().len();
        PortfolioResult {
            name: self.portfolio.name.clone(),
            applications: self.portfolio.applications(),
            cost_usd,
            outcomes: self.outcomes(),
            expected_value: self.question.values.map(|values| self.expected_value(values)),
            interviews: self
                .used()
                .map(|track| (self.id(track), self.interviews(track)))
                .collect(),
            interviews_total: self.interviews(total),
            failure: self.failure(),
            rank_reached: self.rank_reached(),
        }
    }

    fn tracks(&self) -> &[TrackPrior] {
        &self.question.prior.tracks
    }

    fn id(&self, track: usize) -> String {
        self.tracks()[track].id.clone()
    }

    /// Indices of the tracks that the portfolio applies to, in the order of the prior.
    fn used(&self) -> impl Iterator<Item = usize> {
        (0..self.tracks().len()).filter(|track| self.portfolio.lines.iter().any(|line| line.track == *track))
    }

    fn counts(&self) -> impl Iterator<Item = (&DrawCounts, &PortfolioCounts)> {
        self.simulation
            .draws
            .iter()
            .map(|draw| (draw, &draw.portfolios[self.index]))
    }

    fn chance(&self, count: impl Fn(&PortfolioCounts) -> u64) -> Estimate {
        let means = self
            .counts()
            .map(|(draw, counts)| DrawMean::of_count(count(counts), draw.trials));
        estimate_chance(&means.collect::<Vec<_>>())
    }

    fn outcomes(&self) -> Outcomes {
        let kind = |track: usize| self.tracks()[track].kind;
        let residencies = || self.used().filter(|track| kind(*track) != TrackKind::Preliminary);
        let advanced = residencies().filter(|track| kind(*track).has_advanced_positions());
        Outcomes {
            unmatched: self.chance(PortfolioCounts::unmatched),
            preliminary_only: self.chance(|counts| counts.preliminary_only),
            matched: residencies()
                .map(|t| (self.id(t), self.chance(|counts| counts.matched[t])))
                .collect(),
            matched_without_pgy1: advanced
                .map(|t| (self.id(t), self.chance(|counts| counts.matched_without_pgy1[t])))
                .collect(),
        }
    }

    fn expected_value(&self, values: &Values) -> Estimate {
        let means = self
            .counts()
            .map(|(draw, counts)| value_mean(values, counts, draw.trials));
        estimate_chance(&means.collect::<Vec<_>>())
    }

    /// Interviews in the track of this index, or over all tracks one past the last.
    fn interviews(&self, slot: usize) -> InterviewCounts {
        let means: Vec<DrawMean> = self
            .counts()
            .map(|(draw, counts)| {
                let squares = counts.interviews_squared[slot] as f64;
                DrawMean::of_sums(counts.interviews[slot] as f64, squares, draw.trials)
            })
            .collect();
        let histogram = &self.simulation.histograms[self.index].interviews[slot];
        InterviewCounts {
            mean: estimate(&means),
            quantiles: QUANTILES
                .iter()
                .map(|(key, share)| ((*key).to_owned(), count_quantile(histogram, *share)))
                .collect(),
            distribution: shares(histogram, self.simulation.trials),
        }
    }

    fn failure(&self) -> FailureSources {
        let sum = |count: fn(&PortfolioCounts) -> u64| self.counts().map(|(_, counts)| count(counts)).sum::<u64>();
        let not_taken = sum(|counts| counts.not_taken);
        let ranked = sum(|counts| counts.ranked_not_taken);
        FailureSources {
            no_interview: self.chance(|counts| counts.no_interview),
            interviews_not_taken: self.chance(|counts| counts.not_taken),
            matched_without_pgy1: self.chance(|counts| counts.matched_without_pgy1.iter().sum()),
            mean_ranked_when_not_taken: (not_taken > 0).then(|| ranked as f64 / not_taken as f64),
        }
    }

    fn rank_reached(&self) -> RankReached {
        RankReached {
            distribution: shares(&self.simulation.histograms[self.index].rank, self.simulation.trials),
            first_choice: self.chance(|counts| counts.first_choice),
        }
    }
}

/// Mean value of one draw from its counts of outcomes.
fn value_mean(values: &Values, counts: &PortfolioCounts, trials: u64) -> DrawMean {
    let of_track = |outcome: fn(usize) -> Outcome, counts: &[u64]| -> Vec<(f64, u64)> {
        counts
            .iter()
            .enumerate()
            .map(|(track, count)| (outcome_value(values, outcome(track)), *count))
            .collect()
    };
    let mut outcomes = of_track(Outcome::Matched, &counts.matched);
    outcomes.extend(of_track(Outcome::MatchedWithoutPgy1, &counts.matched_without_pgy1));
    outcomes.push((outcome_value(values, Outcome::PreliminaryOnly), counts.preliminary_only));
    let sum = outcomes.iter().map(|(value, count)| value * *count as f64).sum();
    let squares = outcomes
        .iter()
        .map(|(value, count)| value * value * *count as f64)
        .sum();
    DrawMean::of_sums(sum, squares, trials)
}

fn comparisons(question: &Question<'_>, simulation: &Simulation) -> Vec<Comparison> {
    pairs(question.portfolios.len())
        .enumerate()
        .map(|(pair, (a, b))| comparison(question, simulation, pair, (a, b)))
        .collect()
}

fn comparison(question: &Question<'_>, simulation: &Simulation, pair: usize, (a, b): (usize, usize)) -> Comparison {
    let differences: Vec<DrawMean> = simulation
        .draws
        .iter()
        .map(|draw| unmatched_difference(draw, pair, (a, b)))
        .collect();
    let difference = estimate(&differences);
    let values = question.values.map(|values| {
        let mean =
            |draw: &DrawCounts, portfolio: usize| value_mean(values, &draw.portfolios[portfolio], draw.trials).mean;
        let means = simulation
            .draws
            .iter()
            .map(|draw| value_difference(draw, pair, mean(draw, a), mean(draw, b)));
        estimate(&means.collect::<Vec<_>>())
    });
    let lower = differences.iter().filter(|draw| draw.mean < 0.0).count();
    Comparison {
        a: question.portfolios[a].name.clone(),
        b: question.portfolios[b].name.clone(),
        unmatched_difference: difference,
        value_difference: values,
        share_of_draws_a_lower: lower as f64 / differences.len() as f64,
        verdict: verdict(&difference),
    }
}

/// A difference within twice its Monte Carlo error is a tie.
fn verdict(difference: &Estimate) -> Verdict {
    if difference.mean.abs() <= TIE_ERRORS * difference.mc_error {
        Verdict::Tie
    } else if difference.mean < 0.0 {
        Verdict::ALower
    } else {
        Verdict::BLower
    }
}

/// Shares of `trials`, without the zeros at the end.
fn shares(histogram: &[u64], trials: u64) -> Vec<f64> {
    let used = histogram
        .iter()
        .rposition(|count| *count > 0)
        .map_or(0, |last| last + 1);
    histogram[..used]
        .iter()
        .map(|count| *count as f64 / trials as f64)
        .collect()
}

/// The smallest count that at least `share` of the trials do not exceed.
#[expect(clippy::cast_possible_truncation, reason = "a number of interviews")]
fn count_quantile(histogram: &[u64], share: f64) -> u32 {
    let total: u64 = histogram.iter().sum();
    let mut below = 0;
    for (count, trials) in histogram.iter().enumerate() {
        below += trials;
        if below as f64 >= share * total as f64 {
            return count as u32;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_within_twice_its_error_is_a_tie() {
        let difference = |mean| Estimate {
            mean,
            interval90: [mean, mean],
            mc_error: 0.01,
        };
        assert_eq!(verdict(&difference(0.02)), Verdict::Tie);
        assert_eq!(verdict(&difference(-0.021)), Verdict::ALower);
        assert_eq!(verdict(&difference(0.021)), Verdict::BLower);
        assert_eq!(
            verdict(&Estimate {
                mean: 0.0,
                interval90: [0.0, 0.0],
                mc_error: 0.0
            }),
            Verdict::Tie
        );
    }

    #[test]
    fn quantiles_of_counts_are_counts_that_enough_seasons_do_not_exceed() {
        let histogram = [5, 0, 40, 50, 5];
        let quantiles = [0.05, 0.06, 0.45, 0.5, 0.95, 0.96].map(|share| count_quantile(&histogram, share));
        assert_eq!(quantiles, [0, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn shares_end_with_the_last_count_that_occurred() {
        assert_eq!(shares(&[1, 0, 3, 0, 0], 4), vec![0.25, 0.0, 0.75]);
        assert!(shares(&[0, 0], 4).is_empty());
    }
}
