//! The calibration as tables: parameters, covariances, and what they were made from.

use std::fmt::Write as _;

use super::rows::{Calibration, FittedRow, origin_word};
use super::setting::NAMES;
use crate::reference::Reference;

/// Families of tables that the parameters do not depend on.
const NOT_READ: [&str; 6] = ["fees/", "pathways/", "signals/", "soap/", "sources.csv", "validation/"];

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
    let mut text = "track,applicant_type,mean_applications,visa_need_share,a,a_sd,ln_sigma,ln_sigma_sd,kappa,kappa_sd,\
                    lambda,lambda_sd,step2_ck_per_10,step2_ck_per_10_sd,invitation_rate,match_rate,origin,source_id,\
                    informed_by\n"
        .to_owned();
    for FittedRow { parameters: row, step2, informed_by, .. } in rows {
        let kind = row.applicant_type.key();
        let _ = writeln!(
            text,
            "{},{kind},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{informed_by}",
            row.track,
            row.mean_applications,
            row.visa_need_share,
            row.a,
            row.a_sd,
            row.ln_sigma,
            row.ln_sigma_sd,
            row.kappa,
            row.kappa_sd,
            row.lambda,
            row.lambda_sd,
            step2.mean,
            step2.sd,
            row.invitation_rate,
            row.match_rate,
            origin_word(row.origin),
            row.source_id,
        );
    }
    text
}

/// Lower triangles, one entry a row.
fn covariances(rows: &[FittedRow]) -> String {
    let mut text = "track,applicant_type,row,column,covariance\n".to_owned();
    for FittedRow { parameters, covariance, .. } in rows {
        for (i, row) in covariance.iter().enumerate() {
            for (j, entry) in row.iter().enumerate().take(i + 1) {
                let (track, kind) = (&parameters.track, parameters.applicant_type.key());
                let _ = writeln!(text, "{track},{kind},{},{},{entry:.6}", NAMES[i], NAMES[j]);
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
