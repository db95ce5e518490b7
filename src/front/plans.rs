//! Plans over several seasons, on as many parameter draws as the seasons of the portfolios.

use super::agreement::agreement;
use super::error::Error;
use super::method::Engine;
use super::settings::Settings;
use crate::engine::driver::{self, EngineError};
use crate::engine::results::Notice;
use crate::engine::seasons::{self, PlanFindings, PlanQuestion};

/// Blocks of a run over several seasons at central parameters.
const CENTRAL_BLOCKS: u64 = 512;

/// Plans to be simulated after the portfolios.
pub(super) struct PlanRun<'a> {
    /// The plans.
    pub question: PlanQuestion<'a>,
    /// How the portfolios were simulated.
    pub settings: driver::Settings,
    /// Parameter draws of the portfolios.
    pub draws: u64,
    /// Who is told, and what asks to stop.
    pub watched: Settings<'a>,
}

impl PlanRun<'_> {
    /// What happens under each plan.
    pub fn found(&self, engine: Engine) -> Result<PlanFindings, EngineError> {
        let is_possible = || seasons::conditional::obstacle(&self.question).is_none();
        if engine == Engine::Conditional || engine == Engine::Auto && is_possible() {
            let settings = self.settings(seasons::conditional::block_points(self.question.applicant));
            seasons::conditional::integrate(&self.question, &settings, self.watched.told(), self.watched.stop())
        } else {
            self.sampled()
        }
    }

    fn sampled(&self) -> Result<PlanFindings, EngineError> {
        let settings = self.settings(seasons::trials::BLOCK);
        seasons::trials::simulate(&self.question, &settings, self.watched.told(), self.watched.stop())
    }

    fn settings(&self, block: u64) -> driver::Settings {
        let draws = if self.settings.mode.has_draws() { self.draws } else { CENTRAL_BLOCKS };
        driver::Settings { trials: draws * block, target_error: None, ..self.settings }
    }

    /// Holds what the conditional engine found against seasons drawn one by one.
    pub fn verified(&self, exact: &PlanFindings) -> Result<Notice, Error> {
        agreement(&seasons::verify::differences(&self.question, exact, &self.sampled()?))
    }
}
