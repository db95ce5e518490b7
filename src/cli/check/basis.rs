//! What the parameters of each track rest on.

use std::fmt::Write as _;

use super::hanging;
use crate::reference::{Origin, Reference};
use crate::scenario::Scenario;

/// The figures behind the parameters of every track in use.
pub fn basis(scenario: &Scenario, reference: &Reference) -> String {
    let mut text = format!("Sources of the parameters for a {}", scenario.applicant.kind.label());
    for track in &scenario.prior.tracks {
        if let Some(row) = reference.parameters_for(&track.id, scenario.applicant.kind) {
            let how = if row.origin == Origin::Fit { "fitted to" } else { "solved from" };
            let _ = write!(text, "\n  {}, {how}", track.name);
            for figures in row.informed_by.split("; ") {
                let _ = write!(text, "\n    {}", hanging(figures, 6));
            }
            let of_kind = |row| reference.categorical_share(row, scenario.applicant.kind).ok().flatten();
            if let Some(share) = reference.track(&track.id).and_then(of_kind) {
                let _ = write!(text, "\n    {}", hanging(&share.words(), 4));
            }
        }
    }
    text
}
