//! Who applies and what the risk bands mean, as results say it.

use crate::engine::results::{AdviceGroup, BandMeaning, Fact, Profile};
use crate::model::TrackKind;
use crate::reference::{BandRow, Reference};
use crate::scenario::Scenario;
use crate::scenario::profile::facts;
use crate::scenario::risk::radiology_risk;

/// The applicant of the scenario.
pub(super) fn profile(scenario: &Scenario) -> Profile {
    let tracks = || scenario.prior.tracks.iter();
    let residencies = tracks().enumerate().filter(|(_, track)| track.kind != TrackKind::Preliminary);
    let names = residencies.map(|(index, track)| (index, track.name.as_str()));
    let home = scenario.prior.tracks.get(scenario.prior.home_track);
    let advice = radiology_risk(&scenario.applicant, tracks().map(|track| track.id.as_str()));
    Profile {
        facts: facts(scenario).into_iter().map(|(name, stated)| Fact { name: name.to_owned(), stated }).collect(),
        not_stated: scenario.applicant.not_stated(names),
        first_choice: home.filter(|track| track.kind != TrackKind::Preliminary).map(|track| track.id.clone()),
        advice_group: advice.map(|risk| AdviceGroup { group: risk.group.label().to_owned(), reasons: risk.reasons }),
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
