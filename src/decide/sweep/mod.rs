//! Numbers of a scenario gone through: what happens to the applicant at each
//! value, and what each step gains, on common draws.

mod curve;
mod plan;
mod standard;
mod work;

use thiserror::Error;

use super::answers::sweep::{Subject, Sweep};
use super::study::Study;
use crate::engine::driver::{EngineError, Progress};
use crate::model::calendar::interleaves;
use crate::scenario::Scenario;
use crate::scenario::vary::{Change, Key, Variation, VaryError};

use curve::{other, swept};
use plan::{Course, Place, check_order};

/// Why there is no sweep.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SweepError {
    /// A number cannot be varied as asked.
    #[error(transparent)]
    Vary(#[from] VaryError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Lines of equal preference.
    #[error(
        "with {setting}: lines of equal preference in portfolio \"{portfolio}\" are mixed at random, which a sweep cannot \
         compare; give each line its own preference, or choose another portfolio (--portfolio on the command line)"
    )]
    Interleaved {
        /// The numbers set.
        setting: String,
        /// Name of the portfolio.
        portfolio: String,
    },
    /// The numbers, or a number and what was asked for, belong to different portfolios.
    #[error("a sweep cannot vary a parameter of portfolio \"{one}\" and examine portfolio \"{other}\"")]
    TwoPortfolios {
        /// Name of one.
        one: String,
        /// Name of the other.
        other: String,
    },
    /// More points than can be simulated in reasonable time.
    #[error("{points} pairs of values are too many; at most {most} are simulated: use larger steps")]
    TooManyPairs {
        /// Pairs asked for.
        points: usize,
        /// Most pairs.
        most: usize,
    },
}

/// Pairs of values at most: a heat map of 30 by 30 cells.
pub const MOST_PAIRS: usize = 900;

/// What was swept.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// The sweeps, each with its finished points.
    pub sweeps: Vec<Sweep>,
    /// Whether the work was interrupted, and points are missing.
    pub is_partial: bool,
}

/// A scenario to be swept.
#[derive(Clone, Copy)]
pub struct Sweeper<'a> {
    /// The scenario as typed, ready for other numbers.
    pub variation: &'a Variation<'a>,
    /// The same, compiled.
    pub scenario: &'a Scenario,
    /// Draws.
    pub study: Study<'a>,
    /// What matching instead of going unmatched is worth to the person, dollars.
    pub worth_usd: Option<f64>,
    /// Where it tells how many values are worked out.
    pub progress: &'a dyn Progress,
}

impl Sweeper<'_> {
    /// One number gone through, for every portfolio that it concerns or the one asked for.
    ///
    /// # Errors
    /// When the scenario forbids a value, or the engine cannot do it.
    pub fn one_key(&self, key: &Key, values: &[f64], portfolio: Option<usize>) -> Result<Swept, SweepError> {
        let concerned = match (self.agreed(&[key], portfolio)?, portfolio) {
            (Some(one), _) | (None, Some(one)) => vec![one],
            (None, None) => (0..self.scenario.portfolios.len()).collect(),
        };
        let mut variants = Vec::new();
        for value in values {
            let changes = [Change { key: key.clone(), value: *value }];
            variants.push((vec![*value], self.variation.with(&changes)?, self.variation.setting(&changes)));
        }
        let mut plans = Vec::new();
        for portfolio in concerned {
            let mut plan = Course::new(self, portfolio, vec![self.axis(key)]);
            for (at, variant, setting) in &variants {
                plan.add(at.clone(), variant, setting)?;
            }
            plans.push(plan);
        }
        self.found(Subject::OneKey, &plans)
    }

    /// All pairs of values of two numbers, for one portfolio: that of the numbers, the one asked
    /// for, or the first.
    ///
    /// # Errors
    /// As [`Self::one_key`]; when there are more than [`MOST_PAIRS`].
    pub fn two_keys(
        &self,
        first: (&Key, &[f64]),
        second: (&Key, &[f64]),
        portfolio: Option<usize>,
    ) -> Result<Swept, SweepError> {
        let points = first.1.len() * second.1.len();
        if points > MOST_PAIRS {
            return Err(SweepError::TooManyPairs { points, most: MOST_PAIRS });
        }
        let portfolio = self.agreed(&[first.0, second.0], portfolio)?.or(portfolio).unwrap_or(0);
        let mut plan = Course::new(self, portfolio, vec![self.axis(first.0), self.axis(second.0)]);
        for one in first.1 {
            for other in second.1 {
                let changes =
                    [(first.0, *one), (second.0, *other)].map(|(key, value)| Change { key: key.clone(), value });
                let variant = self.variation.with(&changes)?;
                plan.add(vec![*one, *other], &variant, &self.variation.setting(&changes))?;
            }
        }
        self.found(Subject::TwoKeys, &[plan])
    }

    /// The portfolio that these numbers belong to, if to any; it must be the one asked for.
    fn agreed(&self, keys: &[&Key], asked: Option<usize>) -> Result<Option<usize>, SweepError> {
        let of_keys = keys.iter().filter_map(|key| key.portfolio());
        let all: Vec<usize> = of_keys.chain(asked).collect();
        let name = |index: usize| self.scenario.portfolios[index].portfolio.name.clone();
        match all.iter().find(|other| **other != all[0]) {
            Some(other) => Err(SweepError::TwoPortfolios { one: name(all[0]), other: name(*other) }),
            None => Ok(keys.iter().find_map(|key| key.portfolio())),
        }
    }

    /// Every plan worked out on the same draws; for one number also the portfolios that it does not concern. When
    /// interrupted, the points that were worked out.
    fn found(&self, subject: Subject, plans: &[Course]) -> Result<Swept, SweepError> {
        let is_concerned = |index: &usize| plans.iter().any(|plan| plan.portfolio == *index);
        let all = 0..self.scenario.portfolios.len();
        let portfolio = |index: usize| &self.scenario.portfolios[index].portfolio;
        for plan in plans {
            check_order(portfolio(plan.portfolio), "the scenario as typed")?;
        }
        // Portfolios that are only named for comparison are left out where they cannot be worked out.
        let is_named = |index: &usize| subject == Subject::OneKey && !interleaves(portfolio(*index));
        let as_typed: Vec<usize> = all.filter(|index| is_concerned(index) || is_named(index)).collect();
        let typed: Vec<Place> = as_typed.iter().map(|index| Place::typed(self.scenario, *index)).collect();
        let places: Vec<&Place> = typed.iter().chain(plans.iter().flat_map(|plan| &plan.places)).collect();
        let worked = self.work(&places)?;
        let is_partial = worked.iter().any(Option::is_none);
        let (typed, mut rest) = worked.split_at(as_typed.len());
        let typed = || as_typed.iter().copied().zip(typed).filter_map(|(index, found)| Some((index, found.as_ref()?)));
        let mut curves = Vec::new();
        for plan in plans {
            let (own, further) = rest.split_at(plan.places.len());
            rest = further;
            let of_plan = typed().find(|(index, _)| *index == plan.portfolio);
            curves.extend(of_plan.map(|(_, typed)| swept(self, subject, plan, typed, own)));
        }
        if is_partial {
            curves.retain(|curve| !curve.points.is_empty());
            if curves.is_empty() {
                return Err(EngineError::NothingDone.into());
            }
        }
        let left = typed().filter(|(index, _)| !is_concerned(index));
        let others = left.map(|(index, typed)| other(self.scenario, index, typed)).collect();
        Ok(Swept { sweeps: vec![Sweep { subject, curves, others }], is_partial })
    }
}
