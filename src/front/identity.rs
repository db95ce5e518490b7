//! What results and answers begin with: which scenario, and what must be known of it.

use std::path::Path;

use super::scenario::Scenario;
use crate::decide::answers::Header;
use crate::engine::precision::Precision;
use crate::engine::results::ScenarioIdentity;
use crate::scenario::{self, Loaded};

/// Which scenario this is.
pub(super) fn identity(scenario: &scenario::Scenario) -> ScenarioIdentity {
    ScenarioIdentity {
        title: scenario.title.clone(),
        file: portable(&scenario.file).to_owned(),
        sha256: scenario.sha256.clone(),
        season: scenario.season,
    }
}

/// A relative path as typed; of an absolute one the file name alone, since results hold no path of this machine.
#[must_use]
pub fn portable(file: &str) -> &str {
    let path = Path::new(file);
    if path.is_absolute() { path.file_name().and_then(|name| name.to_str()).unwrap_or(file) } else { file }
}

/// What an answer of contract `schema` begins with.
pub(super) fn header(schema: &'static str, scenario: &Scenario<'_>, precision: Precision) -> Header {
    header_of(schema, scenario.loaded(), scenario, precision)
}

/// The same where the scenario was compiled anew for the question, as `loaded`.
pub(super) fn header_of(
    schema: &'static str,
    loaded: &Loaded,
    scenario: &Scenario<'_>,
    precision: Precision,
) -> Header {
    Header {
        schema,
        version: env!("CARGO_PKG_VERSION"),
        seed: precision.seed,
        parameter_draws: precision.draws,
        scenario: identity(&loaded.scenario),
        notices: scenario.notices_of(loaded),
    }
}
