//! From counts to the results contract.

use crate::model::calendar::preferred_track;
use crate::model::{Line, Portfolio, RiskBand, Role, TrackKind, TrackPrior};

use super::driver::Question;
use super::estimate::{estimate, estimate_chance};
use super::findings::{Difference, Findings, Quantity};
use super::interview_curve::interview_curve;
use super::precision::Precision;
use super::results::{
    BandMeaning, Comparison, Estimate, FailureSources, InterviewCounts, InterviewCurve, Notice, Outcomes,
    PortfolioLine, PortfolioResult, Profile, RankReached, Results, SCHEMA, ScenarioIdentity, SimulationSummary,
    StoppingReason, TrackLabel, Verdict,
};
use super::stopping::always_valid_interval95;
use super::tally::pairs;
use super::uncertainty::Group;

/// What the results say beside what was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Scenario.
    pub scenario: ScenarioIdentity,
    /// Who applies.
    pub applicant: Profile,
    /// What the risk bands mean.
    pub risk_bands: Vec<BandMeaning>,
    /// Cost of each portfolio, United States dollars.
    pub costs_usd: Vec<f64>,
    /// Where the parameters come from.
    pub parameters: String,
    /// What the width of the intervals comes from, by portfolio; empty if not asked for.
    pub interval_sources: Vec<Vec<(Group, f64)>>,
    /// What the reader must know.
    pub notices: Vec<Notice>,
}

/// Quantiles of interview counts that the results give.
const QUANTILES: [(&str, f64); 5] = [("0.05", 0.05), ("0.25", 0.25), ("0.5", 0.5), ("0.75", 0.75), ("0.95", 0.95)];

/// The results of what an engine found.
#[must_use]
pub fn summarise(question: &Question<'_>, precision: &Precision, findings: &dyn Findings, header: Header) -> Results {
    let label = |track: &TrackPrior| {
        (track.id.clone(), TrackLabel { name: track.name.clone(), short_name: track.short_name.clone() })
    };
    let portfolios = question.portfolios.iter().zip(header.costs_usd).enumerate();
    Results {
        schema: SCHEMA.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed: precision.seed,
        engine: findings.engine(),
        scenario: header.scenario,
        applicant: header.applicant,
        risk_bands: header.risk_bands,
        simulation: simulation_summary(question, precision, findings, header.parameters),
        tracks: question.prior.tracks.iter().map(label).collect(),
        portfolios: portfolios
            .map(|(index, (portfolio, cost))| {
                let interval_sources = header.interval_sources.get(index).map_or(&[][..], Vec::as_slice);
                PortfolioSummary { question, findings, index, portfolio, interval_sources }.result(cost)
            })
            .collect(),
        comparisons: comparisons(question, findings),
        notices: header.notices,
        plans: None,
    }
}

fn simulation_summary(
    question: &Question<'_>,
    precision: &Precision,
    findings: &dyn Findings,
    parameters: String,
) -> SimulationSummary {
    let always_valid = |(index, portfolio): (usize, &Portfolio)| {
        (portfolio.name.clone(), always_valid_interval95(&findings.unmatched(index), findings.independent_parts()))
    };
    SimulationSummary {
        trials: findings.trials(),
        parameter_draws: findings.parameter_draws(),
        target_error: precision.target_error,
        unmatched_always_valid95: question.portfolios.iter().enumerate().map(always_valid).collect(),
        stopped: findings.stopped(),
        partial: findings.stopped() == StoppingReason::Interrupted,
        parameters,
    }
}

struct PortfolioSummary<'a> {
    question: &'a Question<'a>,
    findings: &'a dyn Findings,
    index: usize,
    portfolio: &'a Portfolio,
    interval_sources: &'a [(Group, f64)],
}

impl PortfolioSummary<'_> {
    fn result(&self, cost_usd: f64) -> PortfolioResult {
        let (outcomes, residency) = (self.outcomes(), self.chance(Quantity::AnyResidency));
        PortfolioResult {
            name: self.portfolio.name.clone(),
            applications: self.portfolio.applications(),
            cost_usd,
            lines: self.portfolio.lines.iter().map(|line| self.line(line)).collect(),
            risk_band: RiskBand::of(outcomes.unmatched.mean, residency.mean),
            outcomes,
            residency,
            expected_value: self.question.values.map(|values| self.chance(Quantity::Value(values))),
            interviews: self.used().map(|track| (self.id(track), self.interviews(track))).collect(),
            interviews_total: self.interviews(self.tracks().len()),
            failure: self.failure(),
            rank_reached: RankReached {
                distribution: trimmed(self.findings.ranks(self.index)),
                first_choice: self.chance(Quantity::FirstChoice),
            },
            interview_curve: self.interview_curve(),
            unmatched_interval_sources: self
                .interval_sources
                .iter()
                .map(|(group, share)| (group.key().to_owned(), *share))
                .collect(),
            unmatched_if_unstated: None,
        }
    }

    fn line(&self, line: &Line) -> PortfolioLine {
        let signals = line.signal_counts();
        PortfolioLine {
            track: self.id(line.track),
            programs: line.programs,
            is_pgy1_only: line.role == Role::Pgy1,
            screening: line.screening.label(),
            signals: signals.gold + signals.silver + signals.plain,
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

    fn chance(&self, quantity: Quantity<'_>) -> Estimate {
        estimate_chance(&self.findings.means(self.index, quantity))
    }

    fn outcomes(&self) -> Outcomes {
        let kind = |track: usize| self.tracks()[track].kind;
        let residencies = || self.used().filter(|track| kind(*track) != TrackKind::Preliminary);
        let advanced = residencies().filter(|track| kind(*track).has_advanced_positions());
        let chance = |quantity: fn(usize) -> Quantity<'static>| {
            move |track: usize| (self.id(track), self.chance(quantity(track)))
        };
        Outcomes {
            unmatched: self.chance(Quantity::Unmatched),
            preliminary_only: self.chance(Quantity::PreliminaryOnly),
            matched: residencies().map(chance(Quantity::Matched)).collect(),
            matched_without_pgy1: advanced.map(chance(Quantity::MatchedWithoutPgy1)).collect(),
        }
    }

    /// Interviews in the track of this index, or over all tracks one past the last.
    fn interviews(&self, slot: usize) -> InterviewCounts {
        let distribution = trimmed(self.findings.interviews(self.index, slot));
        InterviewCounts {
            mean: estimate(&self.findings.means(self.index, Quantity::Interviews(slot))),
            quantiles: QUANTILES
                .iter()
                .map(|(key, share)| ((*key).to_owned(), count_quantile(&distribution, *share)))
                .collect(),
            distribution,
        }
    }

    fn interview_curve(&self) -> Option<InterviewCurve> {
        let track = preferred_track(self.portfolio, |track| self.tracks()[track].kind)?;
        interview_curve(self.findings, self.index, track, self.id(track))
    }

    fn failure(&self) -> FailureSources {
        FailureSources {
            no_interview: self.chance(Quantity::NoInterview),
            interviews_not_taken: self.chance(Quantity::NotTaken),
            unmatched_given_interview: self.findings.unmatched_given_interview(self.index),
            matched_without_pgy1: self.chance(Quantity::AnyWithoutPgy1),
            mean_ranked_when_not_taken: self.findings.ranked_when_not_taken(self.index),
        }
    }
}

fn comparisons(question: &Question<'_>, findings: &dyn Findings) -> Vec<Comparison> {
    pairs(question.portfolios.len()).map(|(a, b)| comparison(question, findings, a, b)).collect()
}

fn comparison(question: &Question<'_>, findings: &dyn Findings, a: usize, b: usize) -> Comparison {
    let differences = findings.differences(a, b, Difference::Unmatched);
    let difference = estimate(&differences);
    let lower = differences.iter().filter(|draw| draw.mean < 0.0).count();
    Comparison {
        a: question.portfolios[a].name.clone(),
        b: question.portfolios[b].name.clone(),
        unmatched_difference: difference,
        value_difference: question
            .values
            .map(|values| estimate(&findings.differences(a, b, Difference::Value(values)))),
        share_of_draws_a_lower: lower as f64 / differences.len() as f64,
        verdict: Verdict::of(&difference),
    }
}

/// Shares without those at the end that no season in a billion reaches.
fn trimmed(mut shares: Vec<f64>) -> Vec<f64> {
    let used = shares.iter().rposition(|share| *share > 1e-9).map_or(0, |last| last + 1);
    shares.truncate(used);
    shares
}

/// The smallest count that at least `share` of the seasons do not exceed.
#[expect(clippy::cast_possible_truncation, reason = "a number of interviews")]
fn count_quantile(shares: &[f64], share: f64) -> u32 {
    let mut below = 0.0;
    for (count, of_count) in shares.iter().enumerate() {
        below += of_count;
        // Rounding of the sum must not move a quantile that is met exactly.
        if below >= share - 1e-12 {
            return count as u32;
        }
    }
    shares.len().saturating_sub(1) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_within_twice_its_error_is_a_tie() {
        let difference = |mean| Estimate { mean, interval90: [mean, mean], mc_error: 0.01 };
        assert_eq!(Verdict::of(&difference(0.02)), Verdict::Tie);
        assert_eq!(Verdict::of(&difference(-0.021)), Verdict::ALower);
        assert_eq!(Verdict::of(&difference(0.021)), Verdict::BLower);
        assert_eq!(Verdict::of(&Estimate { mean: 0.0, interval90: [0.0, 0.0], mc_error: 0.0 }), Verdict::Tie);
    }

    #[test]
    fn quantiles_of_counts_are_counts_that_enough_seasons_do_not_exceed() {
        let shares = [0.05, 0.0, 0.4, 0.5, 0.05];
        let quantiles = [0.05, 0.06, 0.45, 0.5, 0.95, 0.96].map(|share| count_quantile(&shares, share));
        assert_eq!(quantiles, [0, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn shares_end_with_the_last_count_that_occurred() {
        assert_eq!(trimmed(vec![0.25, 0.0, 0.75, 0.0, 0.0]), vec![0.25, 0.0, 0.75]);
        assert!(trimmed(vec![0.0, 0.0]).is_empty());
    }
}
