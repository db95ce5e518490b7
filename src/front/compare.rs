//! Several scenarios side by side.

use super::error::{Error, QuestionError};
use super::scenario::Scenario;
use super::settings::Settings;
use super::simulation::simulated;
use crate::decide::answers::comparison::ScenarioComparison;
use crate::decide::compare::{self, Run};

/// Simulates several scenarios and compares all their portfolios on common draws, as
/// `matchfolio run` does with several files.
///
/// # Errors
/// With fewer than two scenarios, as [`simulate`](crate::simulate), and when interrupted.
pub fn compare(scenarios: &[Scenario<'_>], settings: &Settings<'_>) -> Result<ScenarioComparison, Error> {
    let mut runs = Vec::new();
    for scenario in scenarios {
        let (results, findings) = simulated(scenario, None, false, settings)?;
        if results.simulation.partial {
            return Err(Error::Engine(super::error::EngineError::NothingDone));
        }
        runs.push(Run::new(scenario.compiled_scenario(), &results, findings.as_ref()));
    }
    Ok(compare::compare(&runs).ok_or(QuestionError::FewScenarios)?)
}
