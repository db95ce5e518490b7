//! The answer of `backups`.

use super::{estimate_cells, row};
use crate::decide::answers::backups::Backups;

/// One row a number.
#[must_use]
pub fn backups_csv(answer: &Backups) -> String {
    let header = ["track", "name", "programs", "cost_usd", "quantity", "mean", "low90", "high90", "mc_error"];
    let mut text = row(&header.map(str::to_owned));
    for backup in answer.backups.iter().chain(&answer.preliminary) {
        let unit = &backup.per_application;
        let money = backup.per_100_usd.as_ref();
        for (quantity, number) in [
            ("unmatched_fall", Some(backup.unmatched_fall)),
            ("residency_gain", Some(backup.residency_gain)),
            ("value_gain", backup.value_gain),
            ("unmatched_fall_per_application", Some(unit.unmatched_fall)),
            ("residency_gain_per_application", Some(unit.residency_gain)),
            ("value_gain_per_application", unit.value_gain),
            ("unmatched_fall_per_100_usd", money.map(|gains| gains.unmatched_fall)),
            ("residency_gain_per_100_usd", money.map(|gains| gains.residency_gain)),
            ("value_gain_per_100_usd", money.and_then(|gains| gains.value_gain)),
            ("matches_alone", Some(backup.matches_alone)),
            ("failure_correlation", Some(backup.failure_correlation)),
            ("saves", Some(backup.saves)),
            ("saves_if_independent", Some(backup.saves_if_independent)),
        ] {
            let Some(number) = number else { continue };
            let mut cells = vec![
                backup.track.clone(),
                backup.name.clone(),
                backup.programs.to_string(),
                backup.cost_usd.to_string(),
                quantity.to_owned(),
            ];
            cells.extend(estimate_cells(Some(&number)));
            text.push_str(&row(&cells));
        }
    }
    text
}
