//! What the numbers of a scenario rest on, from the tables they were read from.

use std::collections::BTreeSet;

use super::identity::identity;
use super::scenario::Scenario;
use super::timeline::timeline;
use crate::decide::answers::basis::{
    Basis, CategoricalBasis, Origin, SCHEMA, SharedNumber, SourceReference, TrackBasis,
};
use crate::decide::sensitivity::leanings::words;
use crate::decide::sensitivity::pin::ENDS;
use crate::model::{ApplicantType, Assumption, PriorShape, TrackPrior};
use crate::reference::{self, Reference};
use crate::scenario;

/// What the numbers of a scenario rest on: assumptions and effects with what is believed of them, the figures behind
/// the fitted chances of each track, and every source in full.
#[must_use]
pub fn basis(scenario: &Scenario<'_>) -> Basis {
    let timeline = timeline(scenario).steps;
    let (scenario, reference) = (scenario.compiled_scenario(), scenario.reference());
    let (assumptions, effects) = (assumptions(scenario, reference), effects(scenario, reference));
    let tracks: Vec<TrackBasis> =
        scenario.prior.tracks.iter().filter_map(|track| track_basis(track, scenario, reference)).collect();
    let season_source_ids = season_sources(scenario, reference);
    let shared = assumptions.iter().chain(&effects).map(|number| number.source_id.as_str());
    let of_tracks = tracks.iter().flat_map(|track| &track.source_ids).chain(&season_source_ids).map(String::as_str);
    let of_steps = timeline.iter().map(|step| step.source_id.as_str());
    let named: BTreeSet<&str> = shared.chain(of_tracks).chain(of_steps).collect();
    let sources = reference.sources.iter().filter(|source| named.contains(source.source_id.as_str()));
    Basis {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        scenario: identity(scenario),
        applicant_type: scenario.applicant.kind.label().to_owned(),
        sources: sources.map(in_full).collect(),
        assumptions,
        effects,
        tracks,
        season_source_ids,
        timeline,
    }
}

fn assumptions(scenario: &scenario::Scenario, reference: &Reference) -> Vec<SharedNumber> {
    let mut found = Vec::new();
    let mut add = |key: &str, of: Assumption| {
        let is_held = of.prior == PriorShape::Fixed;
        found.extend(reference.assumption(key).map(|row| SharedNumber {
            key: key.to_owned(),
            words: words(key),
            value: of.value,
            interval90: (!is_held).then(|| ENDS.map(|share| of.quantile(share))),
            unit: None,
            origin: Origin::Assumption,
            source_id: row.source_id.clone(),
            note: row.note.clone(),
        }));
        of.value
    };
    if let Ok(value) = reference.assumed(reference::CATEGORICAL_SHARE_WEIGHT) {
        add(reference::CATEGORICAL_SHARE_WEIGHT, Assumption { value, prior: PriorShape::Fixed });
    }

    let prior = &scenario.prior.assumptions;
    prior.at(&mut add);
    // How far types differ concerns those whose parameters were taken over from another type, and
    // what is assumed of seniors only those of US schools.
    let of_types: &[&str] = match scenario.applicant.kind {
        ApplicantType::NonUsImg => &[],
        kind if kind.is_img() => &["slope_type_spread", "step2_ck_type_spread"],
        _ => &["slope_type_spread", "step2_ck_type_spread", "yield_source_spread", "senior_strength_spread"],
    };
    for key in of_types {
        if let Ok(value) = reference.assumed(key) {
            add(key, Assumption { value, prior: PriorShape::Fixed });
        }
    }
    found
}

fn effects(scenario: &scenario::Scenario, reference: &Reference) -> Vec<SharedNumber> {
    let mut found = Vec::new();
    scenario.prior.effects.at(|key, of| {
        found.extend(reference.effect(key).map(|row| SharedNumber {
            key: key.to_owned(),
            words: words(key),
            value: of.mean,
            interval90: (of.sd > 0.0).then(|| ENDS.map(|share| of.quantile(share))),
            unit: Some(row.unit.clone()),
            origin: origin(row.origin),
            source_id: row.source_id.clone(),
            note: row.note.clone(),
        }));
        of.mean
    });
    found
}

fn track_basis(track: &TrackPrior, scenario: &scenario::Scenario, reference: &Reference) -> Option<TrackBasis> {
    let kind = scenario.applicant.kind;
    let parameters = reference.parameters_for(&track.id, kind)?;
    let mut source_ids: BTreeSet<String> = BTreeSet::from([parameters.source_id.clone()]);
    let targets = reference.targets.iter().filter(|row| row.track == track.id && row.applicant_type == kind);
    source_ids.extend(targets.flat_map(|row| [row.invitation_source_id.clone(), row.source_id.clone()]));
    let pools = reference.pools.iter().filter(|row| row.track == track.id && row.applicant_type == kind);
    source_ids.extend(pools.map(|row| row.source_id.clone()));
    if scenario.applicant.visa.is_needed() {
        let sponsors = reference.sponsorship.iter().filter(|row| row.track == track.id);
        source_ids.extend(sponsors.map(|row| row.source_id.clone()));
    }
    let row = reference.track(&track.id)?;
    source_ids.extend([row.source_id.clone(), row.categorical_share_source_id.clone()]);
    let categorical = reference.categorical_share(row, kind).ok()?;
    source_ids.extend(categorical.iter().flat_map(|of| of.source_ids.clone()));
    Some(TrackBasis {
        track: track.id.clone(),
        name: track.name.clone(),
        origin: origin(parameters.origin),
        informed_by: parameters.informed_by.split("; ").map(str::to_owned).collect(),
        categorical_share: categorical.and_then(|of| categorical_basis(track, &of)),
        source_ids: source_ids.into_iter().filter(|id| !id.is_empty()).collect(),
    })
}

fn categorical_basis(track: &TrackPrior, of: &reference::CategoricalShare) -> Option<CategoricalBasis> {
    let share = track.categorical()?;
    let is_held = share.prior == PriorShape::Fixed;
    Some(CategoricalBasis {
        value: share.value,
        interval90: (!is_held).then(|| ENDS.map(|point| share.quantile(point))),
        informed_by: of.words(),
    })
}

/// Sources of the latest fees and signals that are not of a later season.
fn season_sources(scenario: &scenario::Scenario, reference: &Reference) -> Vec<String> {
    let latest = |seasons: &mut dyn Iterator<Item = u16>| seasons.filter(|held| *held <= scenario.season).max();
    let fees = latest(&mut reference.fees.iter().map(|row| row.season));
    let signals = latest(&mut reference.allotments.iter().map(|row| row.season));
    let fees = reference.fees.iter().filter(|row| Some(row.season) == fees).map(|row| &row.source_id);
    let signals = reference.allotments.iter().filter(|row| Some(row.season) == signals).map(|row| &row.source_id);
    fees.chain(signals).cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn in_full(source: &reference::Source) -> SourceReference {
    SourceReference {
        source_id: source.source_id.clone(),
        publisher: source.publisher.clone(),
        title: source.title.clone(),
        year: source.year.clone(),
        table: source.table.clone(),
        address: (!source.address.is_empty()).then(|| source.address.clone()),
    }
}

fn origin(origin: reference::Origin) -> Origin {
    match origin {
        reference::Origin::Published => Origin::Published,
        reference::Origin::Computed => Origin::Computed,
        reference::Origin::Fit => Origin::Fit,
        reference::Origin::Assumption => Origin::Assumption,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_names_a_source_that_is_given_in_full() {
        let tables = super::super::reference::Reference::embedded().expect("tables");
        let reference = tables.tables();
        // Four assumptions concern other types than non-US IMGs alone.
        for (file, left_out) in [("scenarios/ir_img_layers.toml", 4), ("scenarios/ir_us_senior.toml", 0)] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let scenario = Scenario::from_file(&path, &tables).expect("a scenario");
            let basis = basis(&scenario);
            assert_eq!(basis.assumptions.len() + left_out, reference.assumptions.len(), "{file}");
            // Step 2 CK is an effect of the tables, and a fitted number of each track.
            assert_eq!(basis.effects.len() + 1, reference.effects.len(), "{file}");
            assert_eq!(basis.tracks.len(), scenario.compiled_scenario().prior.tracks.len(), "{file}");
            let shared = basis.assumptions.iter().chain(&basis.effects).map(|number| &number.source_id);
            let tracks = basis.tracks.iter().flat_map(|track| &track.source_ids);
            for id in shared.chain(tracks).chain(&basis.season_source_ids) {
                assert!(basis.sources.iter().any(|source| source.source_id == *id), "{file}: {id}");
            }
            for number in basis.assumptions.iter().chain(&basis.effects) {
                let holds = number.interval90.is_none_or(|[low, high]| low <= number.value && number.value <= high);
                assert!(holds && !number.note.is_empty(), "{file}: {number:?}");
            }
        }
    }
}
