//! Candidates on common draws.

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::series::Series;
use crate::engine::conditional::{Detail, Integration, integrate, integrate_with};
use crate::engine::driver::{EngineError, Progress, Question, Silent};
use crate::engine::findings::Quantity;
use crate::engine::precision::Precision;
use crate::engine::uncertainty::{DrawMode, Sampler, SharedDraws};
use crate::model::{Applicant, ParameterPrior, Portfolio, Values};

/// A person with a way of applying.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The person.
    pub applicant: Applicant,
    /// The way of applying; lines index the tracks of the study's prior.
    pub portfolio: Portfolio,
}

/// What is asked of a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure<'a> {
    /// Unmatched, for whatever reason.
    Unmatched,
    /// No interview on the primary list.
    NoInterview,
    /// A complete residency: matched to any track, with a PGY-1 where one is needed.
    Residency,
    /// A preliminary year alone.
    PreliminaryOnly,
    /// Matched to the track of this index, with a PGY-1 where one is needed.
    Matched(usize),
    /// Matched to the track of this index, without a PGY-1.
    MatchedWithoutPgy1(usize),
    /// Worth of the outcome.
    Value(&'a Values),
}

impl<'a> Measure<'a> {
    fn quantity(self) -> Quantity<'a> {
        match self {
            Self::Unmatched => Quantity::Unmatched,
            Self::NoInterview => Quantity::NoInterview,
            Self::Residency => Quantity::AnyResidency,
            Self::PreliminaryOnly => Quantity::PreliminaryOnly,
            Self::Matched(track) => Quantity::Matched(track),
            Self::MatchedWithoutPgy1(track) => Quantity::MatchedWithoutPgy1(track),
            Self::Value(values) => Quantity::Value(values),
        }
    }
}

/// Compares candidates on common draws, with the conditional engine.
///
/// All candidates of one study, asked for together or apart, see the same
/// parameter draws and the same points of the latents.
#[derive(Clone, Copy, Debug)]
pub struct Study<'a> {
    /// What is known of the parameters.
    pub prior: &'a ParameterPrior,
    /// How precisely to look.
    pub precision: Precision,
    /// Set when the person asks to stop.
    pub interrupted: &'a AtomicBool,
}

impl Study<'_> {
    /// What happens to each candidate, in the order given.
    ///
    /// Candidates that are one person are worked out together, which costs
    /// much less than one by one, and all people share the parameter draws.
    ///
    /// # Errors
    ///
    /// When a candidate's lines interleave, when threads or points cannot be
    /// had, or when interrupted ([`EngineError::NothingDone`]: an answer from a
    /// part of the draws would not be comparable with the others).
    pub fn outcomes(&self, candidates: &[Candidate]) -> Result<Vec<Outcomes>, EngineError> {
        self.outcomes_with(candidates, &Silent)
    }

    /// The same, with `progress` told of the seasons of one person after another.
    ///
    /// # Errors
    ///
    /// As [`Study::outcomes`].
    pub fn outcomes_with(
        &self,
        candidates: &[Candidate],
        progress: &dyn Progress,
    ) -> Result<Vec<Outcomes>, EngineError> {
        let mut people: Vec<(&Applicant, Vec<usize>)> = Vec::new();
        for (place, candidate) in candidates.iter().enumerate() {
            match people.iter_mut().find(|(known, _)| **known == candidate.applicant) {
                Some((_, places)) => places.push(place),
                None => people.push((&candidate.applicant, vec![place])),
            }
        }
        let made = if people.len() > 1 { self.shared_draws(candidates).transpose()? } else { None };
        let mut found = vec![None; candidates.len()];
        for (applicant, places) in people {
            let portfolios: Vec<Portfolio> = places.iter().map(|place| candidates[*place].portfolio.clone()).collect();
            let integration = Rc::new(self.integration(applicant, &portfolios, made.as_ref(), progress)?);
            for (portfolio, place) in places.into_iter().enumerate() {
                found[place] = Some(Outcomes { integration: integration.clone(), portfolio });
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// The parameter draws of all candidates, if parameters are drawn.
    fn shared_draws(&self, candidates: &[Candidate]) -> Option<Result<SharedDraws, EngineError>> {
        let Precision { seed, draws, threads, mode, .. } = self.precision;
        let people = candidates.iter().map(|candidate| (&candidate.applicant, &candidate.portfolio));
        (mode == DrawMode::Posterior).then(|| SharedDraws::of_people(self.prior, people, seed, draws, threads))
    }

    fn integration(
        &self,
        applicant: &Applicant,
        portfolios: &[Portfolio],
        made: Option<&SharedDraws>,
        progress: &dyn Progress,
    ) -> Result<Integration, EngineError> {
        let question = Question { applicant, prior: self.prior, portfolios, values: None };
        let (precision, detail) = (&self.precision, Detail::Outcomes);
        let found = match made.map(|made| Sampler::sharing(made, self.prior, applicant)) {
            Some(sampler) => integrate_with(sampler, &question, precision, detail, progress, self.interrupted)?,
            None => integrate(&question, precision, detail, progress, self.interrupted)?,
        };
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(EngineError::NothingDone);
        }
        Ok(found)
    }
}

/// What happens to one candidate.
#[derive(Clone, Debug)]
pub struct Outcomes {
    integration: Rc<Integration>,
    portfolio: usize,
}

impl Outcomes {
    /// A quantity over parameter draws.
    #[must_use]
    pub fn series(&self, measure: Measure<'_>) -> Series {
        Series(self.integration.parts(self.portfolio, measure.quantity()))
    }
}
