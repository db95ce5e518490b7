//! The engine as an objective: portfolios from tables, each worked out once.

use std::collections::HashMap;

use super::layout::Layout;
use super::objective::{Knob, Levels, Objective};
use crate::engine::conditional::recursion::OutcomeChances;
use crate::engine::conditional::tabulation::{Pick, Tabulation};
use crate::engine::driver::EngineError;
use crate::model::Values;

/// What a search can aim at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// High expected value.
    Value,
    /// Low P(unmatched).
    Safety,
    /// High chance of the first choice.
    FirstChoice,
}

/// What is measured of every portfolio.
#[derive(Clone, Copy, Debug)]
pub struct Measures<'a> {
    /// What outcomes are worth.
    pub values: Option<&'a Values>,
    /// Track of the first choice.
    pub first_choice: usize,
}

impl Measures<'_> {
    /// The quantity aimed at, higher is better.
    #[must_use]
    pub fn of(&self, aim: Aim, chances: &OutcomeChances) -> f64 {
        match (aim, self.values) {
            (Aim::Value, Some(values)) => chances.value(values),
            (Aim::Value | Aim::Safety, _) => -chances.unmatched,
            (Aim::FirstChoice, _) => chances.matched[self.first_choice],
        }
    }
}

/// Means of a portfolio over the draws of the search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Means {
    /// By [`Aim`], in its order.
    of: [f64; 3],
}

impl Means {
    /// The mean of what is aimed at, higher is better.
    #[must_use]
    pub fn of(&self, aim: Aim) -> f64 {
        self.of[aim as usize]
    }

    /// P(unmatched).
    #[must_use]
    pub fn unmatched(&self) -> f64 {
        -self.of(Aim::Safety)
    }
}

/// Portfolios of a layout with what has been found of them so far.
pub struct Mix<'a> {
    /// What can be chosen.
    pub layout: &'a Layout<'a>,
    tables: &'a Tabulation<'a>,
    measures: Measures<'a>,
    known: HashMap<Vec<Pick>, Means>,
    /// One point for each portfolio known, in the order found.
    pub points: Vec<Levels>,
}

impl<'a> Mix<'a> {
    /// Nothing known yet.
    #[must_use]
    pub fn new(layout: &'a Layout<'a>, tables: &'a Tabulation<'a>, measures: Measures<'a>) -> Self {
        Self { layout, tables, measures, known: HashMap::new(), points: Vec::new() }
    }

    /// Means of each point.
    ///
    /// # Errors
    ///
    /// When interrupted.
    pub fn means(&mut self, points: &[Levels]) -> Result<Vec<Means>, EngineError> {
        let all: Vec<Vec<Pick>> = points.iter().map(|point| self.layout.picks(point)).collect();
        let (mut missing, mut met): (Vec<Vec<Pick>>, Vec<Levels>) = (Vec::new(), Vec::new());
        for (point, picks) in points.iter().zip(&all) {
            if !self.known.contains_key(picks) && !missing.contains(picks) {
                missing.push(picks.clone());
                met.push(point.clone());
            }
        }
        if !missing.is_empty() {
            let found = self.tables.chances(&missing)?;
            self.points.append(&mut met);
            for (picks, chances) in missing.into_iter().zip(found) {
                let of = [Aim::Value, Aim::Safety, Aim::FirstChoice]
                    .map(|aim| chances.mean(|outcome| self.measures.of(aim, outcome)));
                self.known.insert(picks, Means { of });
            }
        }
        Ok(all.iter().filter_map(|picks| self.known.get(picks).copied()).collect())
    }

    /// The same portfolios, as an objective.
    pub fn aimed(&mut self, aim: Aim, max_unmatched: Option<f64>) -> Aimed<'_, 'a> {
        Aimed { mix: self, aim, max_unmatched }
    }
}

/// A [`Mix`] with one aim.
pub struct Aimed<'m, 'a> {
    mix: &'m mut Mix<'a>,
    aim: Aim,
    /// Where given, a portfolio that leaves more unmatched is worse than any
    /// that does not, the worse the more.
    max_unmatched: Option<f64>,
}

impl Objective for Aimed<'_, '_> {
    type Error = EngineError;

    fn knobs(&self) -> &[Knob] {
        &self.mix.layout.knobs
    }

    fn cost(&self, point: &[usize]) -> f64 {
        self.mix.layout.cost(point)
    }

    fn allows(&self, point: &[usize]) -> bool {
        self.mix.layout.allows(point)
    }

    fn worths(&mut self, points: &[Levels]) -> Result<Vec<f64>, EngineError> {
        let worth = |means: Means| match self.max_unmatched {
            // No aim is below −1.
            Some(limit) if means.unmatched() > limit => -2.0 - (means.unmatched() - limit),
            _ => means.of(self.aim),
        };
        Ok(self.mix.means(points)?.into_iter().map(worth).collect())
    }
}
