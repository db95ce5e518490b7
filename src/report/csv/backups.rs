//! The answer of `backups`.

use crate::decide::answers::backups::{Backup, Backups};
use crate::engine::results::Estimate;
use crate::report::columns::{Column, count, csv, described, estimate, number, text};
use crate::report::tables::DOLLARS;

/// One number of one backup.
struct Row<'a> {
    backup: &'a Backup,
    quantity: &'static str,
    value: Estimate,
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("track", "Key of the track.", |row| Some(&row.backup.track)),
        text("name", "Display name.", |row| Some(&row.backup.name)),
        count("programs", "Programs applied to.", |row| row.backup.programs),
        number("cost_usd", DOLLARS, "Fees beyond the present ones.", |row| Some(row.backup.cost_usd)),
        text(
            "quantity",
            "Name of the number, a field of a backup; gains for one application or 100 dollars end in \
             `_per_application` and `_per_100_usd`.",
            |row| Some(row.quantity),
        ),
        estimate("", "of the quantity", "The number.", |row| Some(row.value)),
    ]
}

/// One row a number.
#[must_use]
pub fn backups_csv(answer: &Backups) -> String {
    let rows: Vec<Row<'_>> = answer.backups.iter().chain(&answer.preliminary).flat_map(rows).collect();
    csv(&columns(), &rows)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("backups.csv", "available number of a backup", &columns())
}

fn rows(backup: &Backup) -> Vec<Row<'_>> {
    let unit = &backup.per_application;
    let money = backup.per_100_usd.as_ref();
    let quantities = [
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
    ];
    quantities.into_iter().filter_map(|(quantity, value)| Some(Row { backup, quantity, value: value? })).collect()
}
