//! Plans over several seasons, on as many parameter draws as the seasons of the portfolios.

use super::error::Error;
use super::settings::Settings;
use super::simulation::{agreement, suited};
use crate::engine::driver::EngineError;
use crate::engine::precision::Precision;
use crate::engine::results::{Engine, Notice};
use crate::engine::seasons::{self, PlanFindings, PlanQuestion};

/// Blocks of a run over several seasons at central parameters.
const CENTRAL_BLOCKS: u64 = 512;

/// Plans to be simulated after the portfolios.
pub(super) struct PlanRun<'a> {
    /// The plans.
    pub question: PlanQuestion<'a>,
    /// How the portfolios were simulated.
    pub precision: Precision,
    /// Parameter draws of the portfolios.
    pub draws: u64,
    /// Who is told, and what asks to stop.
    pub watched: Settings<'a>,
}

impl PlanRun<'_> {
    /// What happens under each plan.
    pub fn found(&self, asked: Option<Engine>) -> Result<PlanFindings, EngineError> {
        let is_possible = || seasons::conditional::obstacle(&self.question).is_none();
        match asked.unwrap_or_else(|| suited(is_possible())) {
            Engine::Conditional => {
                let Self { question, watched, .. } = self;
                seasons::conditional::integrate(question, &self.precision(), watched.told(), watched.stop())
            }
            Engine::Trials => self.sampled(),
        }
    }

    fn sampled(&self) -> Result<PlanFindings, EngineError> {
        seasons::trials::simulate(&self.question, &self.precision(), self.watched.told(), self.watched.stop())
    }

    fn precision(&self) -> Precision {
        let draws = if self.precision.mode.has_draws() { self.draws } else { CENTRAL_BLOCKS };
        Precision { draws, trials: None, target_error: None, ..self.precision }
    }

    /// Holds what the conditional engine found against seasons drawn one by one.
    pub fn verified(&self, exact: &PlanFindings) -> Result<Notice, Error> {
        agreement(&seasons::verify::differences(&self.question, exact, &self.sampled()?))
    }
}
