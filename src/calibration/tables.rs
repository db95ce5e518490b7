//! The calibration as tables: parameters, covariances, and what they were made from.

use std::fmt::Write as _;

use super::rows::{Calibration, FittedRow, origin_word};
use crate::model::fitted::{COORDINATES, NAMES};
use crate::reference::Reference;

/// Tables that the parameters do not depend on: other families, and the parameters themselves.
const NOT_READ: [&str; 13] = [
    "fees/",
    "forecasts/",
    "pathways/",
    "signals/",
    "soap/",
    "sources.csv",
    "validation/",
    "market/",
    "season/",
    "values/",
    "parameters/fitted.csv",
    "parameters/covariances.csv",
    "parameters/fit.csv",
];

/// One table, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// File, relative to the data folder.
    pub path: &'static str,
    /// CSV.
    pub text: String,
}

/// All tables of a calibration from `reference`.
#[must_use]
pub fn tables(calibration: &Calibration, reference: &Reference) -> [Table; 3] {
    [
        Table { path: "parameters/fitted.csv", text: parameters(&calibration.rows) },
        Table { path: "parameters/covariances.csv", text: covariances(&calibration.rows) },
        Table { path: "parameters/fit.csv", text: origins(reference) },
    ]
}

/// One row a track and applicant type.
fn parameters(rows: &[FittedRow]) -> String {
    let parameters = format!("{},{}", NAMES.join(","), COORDINATES.map(|name| format!("{name}_sd")).join(","));
    let mut text = format!(
        "track,applicant_type,mean_applications,visa_need_share,{parameters},invitation_rate,match_rate,origin,\
         source_id,informed_by\n"
    );
    for FittedRow { parameters: row, .. } in rows {
        let values: Vec<String> = row.center.values().iter().chain(&row.sds).map(f64::to_string).collect();
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{},{},{}",
            row.track,
            row.applicant_type.key(),
            row.mean_applications,
            row.visa_need_share,
            values.join(","),
            row.invitation_rate,
            row.match_rate,
            origin_word(row.origin),
            row.source_id,
            row.informed_by,
        );
    }
    text
}

/// Lower triangles, one entry a row.
fn covariances(rows: &[FittedRow]) -> String {
    let mut text = "track,applicant_type,row,column,covariance\n".to_owned();
    for FittedRow { parameters, covariance } in rows {
        for (i, row) in covariance.iter().enumerate() {
            for (j, entry) in row.iter().enumerate().take(i + 1) {
                let (track, kind) = (&parameters.track, parameters.applicant_type.key());
                let _ = writeln!(text, "{track},{kind},{},{},{entry:.6}", COORDINATES[i], COORDINATES[j]);
            }
        }
    }
    text
}

/// Version of the program and SHA-256 of every table that was read.
fn origins(reference: &Reference) -> String {
    let mut text = format!("item,value\nprogram_version,{}\n", env!("CARGO_PKG_VERSION"));
    let read = reference.tables.iter().filter(|table| !NOT_READ.iter().any(|family| table.path.starts_with(family)));
    for table in read {
        let _ = writeln!(text, "sha256 of {},{}", table.path, table.sha256);
    }
    text
}
