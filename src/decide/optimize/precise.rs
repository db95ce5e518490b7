//! Portfolios at full precision, on common draws with the person's own.

use super::layout::Layout;
use super::mix::{Aim, Measures};
use super::objective::{Levels, is_paid};
use super::survey::Surveyor;
use super::terms::OptimizeError;
use crate::decide::answers::optimize::{Found, LimitKey, PlannedLine, Shortfall};
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Study};
use crate::engine::conditional::recursion::OutcomeChances;
use crate::engine::conditional::tabulation::chances_once;
use crate::engine::results::Estimate;
use crate::model::{Line, Portfolio, Screening};

/// Portfolios at full precision.
pub struct Final<'a> {
    /// What is asked.
    pub surveyor: Surveyor<'a>,
    /// What is aimed at.
    pub aim: Aim,
    /// What is measured.
    pub measures: Measures<'a>,
    /// What was found, one entry a point.
    pub cells: Vec<Cells>,
}

/// What is known of one portfolio, by parameter draw and part.
pub struct Cells {
    /// P(unmatched).
    pub unmatched: Series,
    /// P(a complete residency).
    pub residency: Series,
    /// P(matched to the first choice).
    pub first_choice: Series,
    /// Expected value, if the scenario states values.
    pub value: Option<Series>,
}

impl Cells {
    /// What is aimed at, higher is better.
    #[must_use]
    pub fn goal(&self, aim: Aim) -> Series {
        match (aim, &self.value) {
            (Aim::Value, Some(value)) => value.clone(),
            (Aim::FirstChoice, _) => self.first_choice.clone(),
            _ => self.unmatched.times(-1.0),
        }
    }
}

impl<'a> Final<'a> {
    /// Points of a layout.
    ///
    /// # Errors
    ///
    /// When threads or points cannot be had, or when interrupted.
    pub fn of(surveyor: &Surveyor<'a>, layout: &Layout<'_>, points: &[Levels]) -> Result<Self, OptimizeError> {
        let (scenario, precision) = (surveyor.scenario, surveyor.precision);
        let measures = surveyor.measures();
        let (menu, selections) = layout.narrowed(points);
        let (applicant, prior) = (&scenario.applicant, &scenario.prior);
        let found = chances_once(applicant, prior, &menu, &precision, surveyor.interrupted, &selections)?;
        let cells = found.iter().map(|chances| {
            let series = |of: &dyn Fn(&OutcomeChances) -> f64| Series(chances.parts(of));
            Cells {
                unmatched: series(&|outcome| outcome.unmatched),
                residency: series(&|outcome| outcome.matched.iter().sum()),
                first_choice: series(&|outcome| outcome.matched[measures.first_choice]),
                value: measures.values.map(|values| series(&|outcome| outcome.value(values))),
            }
        });
        Ok(Self { surveyor: *surveyor, aim: surveyor.aim()?, measures, cells: cells.collect() })
    }

    /// P(unmatched) of a portfolio.
    #[must_use]
    pub fn unmatched(&self, place: usize) -> Estimate {
        self.cells[place].unmatched.estimate_chance()
    }

    /// The best of the portfolios that keep the limit on P(unmatched); none if none does.
    #[must_use]
    pub fn best(&self) -> Option<usize> {
        let terms = self.surveyor.terms;
        let keeps =
            |place: &usize| terms.max_unmatched.is_none_or(|limit| self.cells[*place].unmatched.mean() <= limit);
        let goal = |place: usize| self.cells[place].goal(self.aim).mean();
        (0..self.cells.len()).filter(keeps).reduce(|best, next| if goal(next) > goal(best) { next } else { best })
    }

    /// The portfolio with the lowest P(unmatched).
    #[must_use]
    pub fn safest(&self) -> Option<usize> {
        let unmatched = |place: &usize| self.cells[*place].unmatched.mean();
        (0..self.cells.len()).min_by(|a, b| unmatched(a).total_cmp(&unmatched(b)))
    }

    /// The person's own portfolios, on the same draws.
    ///
    /// # Errors
    ///
    /// As [`Study::outcomes`].
    pub fn own(&self) -> Result<Vec<Cells>, OptimizeError> {
        let scenario = self.surveyor.scenario;
        let interrupted = self.surveyor.interrupted;
        let study = Study { prior: &scenario.prior, precision: self.surveyor.precision, interrupted };
        let candidate =
            |portfolio: &Portfolio| Candidate { applicant: scenario.applicant.clone(), portfolio: portfolio.clone() };
        let candidates: Vec<Candidate> =
            scenario.portfolios.iter().map(|planned| candidate(&planned.portfolio)).collect();
        let found = study.outcomes(&candidates)?;
        let cells = found.iter().map(|outcomes| Cells {
            unmatched: outcomes.series(Measure::Unmatched),
            residency: outcomes.series(Measure::Residency),
            first_choice: outcomes.series(Measure::Matched(self.measures.first_choice)),
            value: self.measures.values.map(|values| outcomes.series(Measure::Value(values))),
        });
        Ok(cells.collect())
    }

    /// A portfolio as the answer shows it; the first of the points is the best.
    pub fn shown(&self, portfolio: &Portfolio, cells: &Cells, is_best: bool) -> Found {
        let scenario = self.surveyor.scenario;
        let shortfall = (!is_best).then(|| {
            let difference = self.cells[0].goal(self.aim).minus(&cells.goal(self.aim)).estimate();
            Shortfall { difference, is_tied: difference.is_tie() }
        });
        Found {
            name: portfolio.name.clone(),
            is_best_at: Vec::new(),
            beyond: self.beyond(portfolio, cells),
            lines: portfolio.lines.iter().map(|line| planned(line, &scenario.prior.tracks[line.track].id)).collect(),
            applications: portfolio.applications(),
            cost_usd: scenario.pricing.cost(portfolio).total(),
            unmatched: cells.unmatched.estimate_chance(),
            residency: cells.residency.estimate_chance(),
            first_choice: cells.first_choice.estimate_chance(),
            value: cells.value.as_ref().map(Series::estimate_chance),
            shortfall,
        }
    }
}

impl Final<'_> {
    /// Limits that a portfolio does not keep.
    fn beyond(&self, portfolio: &Portfolio, cells: &Cells) -> Vec<LimitKey> {
        let terms = self.surveyor.terms;
        let researched = portfolio.lines.iter().filter(|line| line.screening == Screening::Researched);
        let researched: u32 = researched.map(|line| line.programs).sum();
        let cost = self.surveyor.scenario.pricing.cost(portfolio).total();
        let broken = [
            (!is_paid(cost, terms.budget_usd), LimitKey::Budget),
            (terms.researched_programs.is_some_and(|most| researched > most), LimitKey::Research),
            (terms.max_unmatched.is_some_and(|most| cells.unmatched.mean() > most), LimitKey::Risk),
        ];
        broken.into_iter().filter(|(is_broken, _)| *is_broken).map(|(_, limit)| limit).collect()
    }
}

fn planned(line: &Line, track: &str) -> PlannedLine {
    PlannedLine {
        track: track.to_owned(),
        programs: line.programs,
        is_researched: line.screening == Screening::Researched,
        gold_signals: line.gold_signals,
        silver_signals: line.silver_signals,
        signals: line.signals,
    }
}
