//! The outcomes of many people, each with ways of applying, for as little work as one person alone allows.
//!
//! Every person is integrated as [`super::study::Study`] does it, with the same draws. What many people share, the
//! parameter draws, is made once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::answers::study::Outcome;
use super::series::Series;
use crate::engine::conditional::{Detail, Integration, integrate_with};
use crate::engine::driver::{EngineError, Question, Silent};
use crate::engine::findings::Quantity;
use crate::engine::precision::Precision;
use crate::engine::results::Estimate;
use crate::engine::uncertainty::{Sampler, SharedDraws};
use crate::model::{Portfolio, TrackKind};
use crate::scenario::Scenario;

/// Sets of shared draws that are kept: as many as there are kinds of people and of portfolios in one study.
const MOST_KEPT: usize = 64;

/// Works out people with common draws.
#[derive(Debug)]
pub struct Population {
    seed: u64,
    draws: u64,
    made: Mutex<Vec<Arc<SharedDraws>>>,
}

impl Population {
    /// People with so many parameter draws.
    #[must_use]
    pub fn new(seed: u64, draws: u64) -> Self {
        Self { seed, draws, made: Mutex::default() }
    }

    /// What happens to a person under every portfolio, on the thread that asks.
    ///
    /// # Errors
    ///
    /// As [`integrate_with`], and when interrupted.
    pub fn person(&self, scenario: &Scenario, interrupted: &AtomicBool) -> Result<Person, EngineError> {
        let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
        let (applicant, prior) = (&scenario.applicant, &scenario.prior);
        let question = Question { applicant, prior, portfolios: &portfolios, values: None };
        let precision = Precision { seed: self.seed, draws: self.draws, threads: Some(1), ..Precision::default() };
        let made = self.made(&question);
        let sampler = Sampler::sharing(&made, prior, applicant);
        let found = integrate_with(sampler, &question, &precision, Detail::Outcomes, &Silent, interrupted)?;
        if interrupted.load(Ordering::Relaxed) {
            return Err(EngineError::NothingDone);
        }
        Ok(Person::new(scenario, &portfolios, &found))
    }

    /// The draws for a person, made if nobody like them came before.
    fn made(&self, question: &Question<'_>) -> Arc<SharedDraws> {
        let Question { prior, applicant, portfolios, .. } = *question;
        // Whoever else needs the same draws waits for them.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.iter().find(|known| known.serve(prior, applicant, portfolios)) {
            return known.clone();
        }
        let new = Arc::new(SharedDraws::new(prior, applicant, self.seed, self.draws, portfolios));
        if made.len() == MOST_KEPT {
            made.remove(0);
        }
        made.push(new.clone());
        new
    }
}

/// What happens to one person under every portfolio.
#[derive(Clone, Debug)]
pub struct Person {
    /// For each portfolio every outcome, a complete residency, the expected value if there are values, and the difference from
    /// the portfolio that goes unmatched least often.
    pub outcomes: Vec<Outcome>,
    /// By portfolio: its name, and going unmatched over the draws.
    unmatched: Vec<(Arc<str>, Series)>,
    /// The portfolio that goes unmatched least often.
    safest: usize,
}

impl Person {
    fn new(scenario: &Scenario, portfolios: &[Portfolio], found: &Integration) -> Self {
        let series = |number, quantity: Quantity<'_>| Series(found.parts(number, quantity));
        let unmatched: Vec<(Arc<str>, Series)> = (0..)
            .zip(portfolios)
            .map(|(number, one)| (one.name.as_str().into(), series(number, Quantity::Unmatched)))
            .collect();
        let risk = |number: &usize| unmatched[*number].1.estimate_chance().mean;
        let safest = (0..portfolios.len()).min_by(|a, b| risk(a).total_cmp(&risk(b))).unwrap_or_default();
        let mut outcomes = Vec::new();
        for (number, portfolio) in portfolios.iter().enumerate() {
            let series = |quantity: Quantity<'_>| series(number, quantity);
            let (name, own) = &unmatched[number];
            let mut add = |outcome: &str, track: &str, estimate: Estimate| {
                outcomes.push(Outcome {
                    portfolio: name.clone(),
                    outcome: outcome.into(),
                    track: track.into(),
                    estimate,
                });
            };
            add(Outcome::UNMATCHED, "", own.estimate_chance());
            add("preliminary_only", "", series(Quantity::PreliminaryOnly).estimate_chance());
            let tracks = scenario.prior.tracks.iter().enumerate().filter(|(index, track)| {
                track.kind != TrackKind::Preliminary && portfolio.lines.iter().any(|line| line.track == *index)
            });
            for (index, track) in tracks.clone() {
                add("matched", &track.id, series(Quantity::Matched(index)).estimate_chance());
            }
            for (index, track) in tracks.filter(|(_, track)| track.kind.has_advanced_positions()) {
                add("matched_without_pgy1", &track.id, series(Quantity::MatchedWithoutPgy1(index)).estimate_chance());
            }
            add(Outcome::RESIDENCY, "", series(Quantity::AnyResidency).estimate_chance());
            if let Some(values) = &scenario.values {
                add(Outcome::VALUE, "", series(Quantity::Value(values)).estimate());
            }
            if number != safest {
                add(Outcome::ABOVE_SAFEST, "", own.minus(&unmatched[safest].1).estimate());
            }
        }
        Self { outcomes, unmatched, safest }
    }

    /// Adds to the outcomes how much more often the person goes unmatched than `before` a change, on common draws: with
    /// each portfolio, and with the safest portfolio of each of the two.
    pub fn compare(&mut self, before: &Self) {
        let mut add = |outcome: &str, (name, after): &(Arc<str>, Series), (_, before): &(Arc<str>, Series)| {
            let estimate = after.minus(before).estimate();
            self.outcomes.push(Outcome {
                portfolio: name.clone(),
                outcome: outcome.into(),
                track: "".into(),
                estimate,
            });
        };
        for (after, before) in self.unmatched.iter().zip(&before.unmatched) {
            add(Outcome::ABOVE_UNCHANGED, after, before);
        }
        add(Outcome::SAFEST_ABOVE_UNCHANGED, &self.unmatched[self.safest], &before.unmatched[before.safest]);
    }
}
