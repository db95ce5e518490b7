//! The two sweeps that every scenario gets without naming a number: the
//! programs of each line, and little money to much.

use super::plan::Course;
use super::{SweepError, Sweeper, Swept};
use crate::decide::answers::sweep::{Axis, Subject};
use crate::engine::driver::EngineError;
use crate::scenario::Scenario;
use crate::scenario::vary::{Change, Key, Range};

/// Programs of a line up to which it is looked at, if there are that many and no more were typed.
const USUAL_PROGRAMS: f64 = 150.0;

/// Shares of the typed numbers of programs, from little money to much.
const SHARES: [f64; 12] = [0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0];

impl Sweeper<'_> {
    /// The programs of each line of one portfolio (the first, unless one is asked for), the
    /// other lines as typed; then all portfolios, or the one asked for, with the
    /// programs of all lines in proportion.
    ///
    /// # Errors
    /// When the engine cannot do it.
    pub fn standard(&self, portfolio: Option<usize>) -> Result<Swept, SweepError> {
        let mut swept = self.applications(portfolio.unwrap_or(0))?;
        match self.budget(portfolio) {
            Ok(further) => {
                swept.sweeps.extend(further.sweeps);
                swept.is_partial |= further.is_partial;
            }
            Err(SweepError::Engine(EngineError::NothingDone)) => swept.is_partial = true,
            Err(other) => return Err(other),
        }
        Ok(swept)
    }

    fn applications(&self, portfolio: usize) -> Result<Swept, SweepError> {
        let lines = 0..self.variation.lines(portfolio);
        let plans = lines.map(|line| self.line(portfolio, line)).collect::<Result<Vec<Course>, SweepError>>()?;
        self.found(Subject::Applications, &plans)
    }

    /// The values of one line, from no programs to as many as there are.
    fn line(&self, portfolio: usize, line: usize) -> Result<Course, SweepError> {
        let key = Key::programs(portfolio, line);
        let range = Range { from: 0.0, to: self.most_programs(&key), step: None };
        let mut plan = Course::new(self, portfolio, vec![self.axis(&key)]);
        for value in range.values(true).unwrap_or_default() {
            let changes = [Change { key: key.clone(), value }];
            plan.add(vec![value], &self.variation.with(&changes)?, &self.variation.setting(&changes))?;
        }
        Ok(plan)
    }

    /// The largest number of programs that the scenario allows the line, up to the usual most or what was typed.
    fn most_programs(&self, key: &Key) -> f64 {
        let is_allowed = |value: f64| self.variation.with(&[Change { key: key.clone(), value }]).is_ok();
        let mut allowed = self.variation.typed(key).unwrap_or_default();
        let mut beyond = USUAL_PROGRAMS.max(allowed);
        if is_allowed(beyond) {
            return beyond;
        }
        while beyond - allowed > 1.0 {
            let middle = f64::midpoint(allowed, beyond).floor();
            if is_allowed(middle) {
                allowed = middle;
            } else {
                beyond = middle;
            }
        }
        allowed
    }

    fn budget(&self, portfolio: Option<usize>) -> Result<Swept, SweepError> {
        let all = portfolio.map_or(0..self.scenario.portfolios.len(), |one| one..one + 1);
        let plans = all.map(|one| self.scaled(one)).collect::<Result<Vec<Course>, SweepError>>()?;
        self.found(Subject::Budget, &plans)
    }

    /// The portfolio with more and fewer programs in proportion, as far as there are so many.
    fn scaled(&self, portfolio: usize) -> Result<Course, SweepError> {
        let axis = Axis {
            path: None,
            label: "share of the programs as typed".to_owned(),
            typed: Some(1.0),
            counts_applications: false,
        };
        let mut plan = Course::new(self, portfolio, vec![axis]);
        for share in SHARES {
            if let Some((variant, setting)) = self.with_share(portfolio, share) {
                plan.add(vec![share], &variant, &setting)?;
            }
        }
        Ok(plan)
    }

    /// Each line with this share of its programs, rounded, at least one; none if there are not so many.
    fn with_share(&self, portfolio: usize, share: f64) -> Option<(Scenario, String)> {
        let lines = (0..self.variation.lines(portfolio)).map(|line| Key::programs(portfolio, line));
        let changes: Vec<Change> = lines
            .filter_map(|key| {
                let typed = self.variation.typed(&key).filter(|typed| *typed > 0.0)?;
                Some(Change { key, value: (share * typed).round().max(1.0) })
            })
            .collect();
        Some((self.variation.with(&changes).ok()?, self.variation.setting(&changes)))
    }
}
