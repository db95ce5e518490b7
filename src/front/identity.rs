//! What results and answers begin with: which scenario and which applicant, what the risk bands mean, and what must be
//! known of it.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::scenario::Scenario;
use crate::decide::answers::Header;
use crate::engine::precision::Precision;
use crate::engine::results::{AdviceGroup, BandMeaning, Fact, Profile, ScenarioIdentity};
use crate::model::TrackKind;
use crate::reference::{BandRow, Reference};
use crate::scenario::profile::facts;
use crate::scenario::risk::radiology_risk;
use crate::scenario::{self, Loaded};

/// Which scenario this is.
pub(crate) fn identity(scenario: &scenario::Scenario) -> ScenarioIdentity {
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

/// SHA-256 of all tables.
pub(crate) fn data_sha256(reference: &Reference) -> String {
    let mut hash = Sha256::new();
    reference.tables.iter().for_each(|table| hash.update(&table.sha256));
    format!("{:x}", hash.finalize())
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
        parameter_draws: if precision.mode.has_draws() { precision.draws } else { 0 },
        scenario: identity(&loaded.scenario),
        notices: scenario.notices_of(loaded),
    }
}

/// The applicant of the scenario.
pub(super) fn profile(scenario: &scenario::Scenario) -> Profile {
    let tracks = || scenario.prior.tracks.iter();
    let residencies = tracks().enumerate().filter(|(_, track)| track.kind != TrackKind::Preliminary);
    let names = residencies.map(|(index, track)| (index, track.name.as_str()));
    let home = scenario.prior.home.track().and_then(|home| scenario.prior.tracks.get(home));
    let first = || tracks().find(|track| track.kind != TrackKind::Preliminary);
    // The guides advise before a season, not in one.
    let is_before = scenario.applicant.so_far.is_none();
    let advice = radiology_risk(&scenario.applicant, tracks().map(|track| track.id.as_str())).filter(|_| is_before);
    Profile {
        facts: facts(scenario).into_iter().map(|(name, stated)| Fact { name: name.to_owned(), stated }).collect(),
        not_stated: scenario.applicant.not_stated(names),
        first_choice: home.or_else(first).map(|track| track.id.clone()),
        home_specialty: home.map(|track| track.id.clone()),
        advice_group: advice.map(|risk| AdviceGroup { group: risk.group.label().to_owned(), reasons: risk.reasons }),
        budget_usd: scenario.budget_usd,
    }
}

/// The risk bands with what became of published groups in them.
pub(crate) fn band_meanings(reference: &Reference) -> Vec<BandMeaning> {
    let meaning = |row: &BandRow| {
        let observed = [row.lowest, row.median, row.highest].map(|share| share.map(|percent| percent / 100.0));
        BandMeaning {
            band: row.band,
            unmatched_below: Some(row.band.unmatched_below()).filter(|limit| limit.is_finite()),
            residency_from: row.band.residency_from(),
            groups: row.groups,
            observed_unmatched: if let [Some(low), Some(middle), Some(high)] = observed {
                Some([low, middle, high])
            } else {
                None
            },
        }
    };
    let mut all: Vec<BandMeaning> = reference.bands.iter().map(meaning).collect();
    all.sort_by_key(|one| one.band);
    all
}
