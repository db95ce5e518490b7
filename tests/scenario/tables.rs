//! Tables in which every track can be simulated for every applicant type, so
//! that these tests do not depend on which rows are shipped: missing rows are
//! copies of those of internal medicine.

use std::sync::LazyLock;

use matchfolio::model::ApplicantType;
use matchfolio::reference::{ParameterRow, PoolRow, Reference, SponsorshipRow};

pub static COMPLETE: LazyLock<Reference> = LazyLock::new(complete);

const MODEL: &str = "internal_medicine";

fn complete() -> Reference {
    let shipped = Reference::embedded().unwrap();
    let mut tables = shipped.clone();
    for track in shipped.tracks.iter().map(|row| row.track.clone()) {
        for kind in ApplicantType::ALL {
            if shipped.parameters_for(&track, kind).is_none() {
                let model = shipped.parameters_for(MODEL, ApplicantType::NonUsImg).unwrap().clone();
                tables.parameters.push(ParameterRow {
                    track: track.clone(),
                    applicant_type: kind,
                    ..model
                });
            }
            for model in shipped
                .pools
                .iter()
                .filter(|row| row.track == MODEL && row.applicant_type == kind)
            {
                if shipped.pool(&track, kind, model.covariate).is_none() {
                    tables.pools.push(PoolRow {
                        track: track.clone(),
                        ..model.clone()
                    });
                }
            }
        }
        for model in shipped.sponsorship.iter().filter(|row| row.track == MODEL) {
            if shipped.sponsorship(&track, model.visa).is_none() {
                tables.sponsorship.push(SponsorshipRow {
                    track: track.clone(),
                    ..model.clone()
                });
            }
        }
    }
    tables
}
