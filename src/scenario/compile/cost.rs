//! What a portfolio costs: ERAS applications (tiers reset per specialty), NRMP
//! registration and transcripts.

use crate::model::{ApplicantType, Portfolio};
use crate::reference::FeeSchedule;
use crate::reference::rows::TrackRow;
use crate::scenario::compiled::Cost;

use super::tracks::UsedTracks;

/// Applications by ERAS specialty, in the order of first appearance. Two tracks
/// of one specialty share its tiers. `rows` are the tracks that lines index.
#[must_use]
pub fn applications_by_specialty<'r>(portfolio: &Portfolio, rows: &[&'r TrackRow]) -> Vec<(&'r str, u32)> {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for line in &portfolio.lines {
        let specialty = rows[line.track].eras_specialty.as_str();
        match counts.iter_mut().find(|(known, _)| *known == specialty) {
            Some((_, count)) => *count += line.programs,
            None => counts.push((specialty, line.programs)),
        }
    }
    counts
}

/// The cost of a portfolio. Everyone sends a USMLE transcript, US DO seniors a
/// COMLEX transcript too.
pub fn cost(portfolio: &Portfolio, used: &UsedTracks<'_>, kind: ApplicantType, fees: &FeeSchedule) -> Cost {
    let comlex = if kind == ApplicantType::UsDo { fees.comlex_transcript() } else { 0.0 };
    Cost {
        applications: fees.applications(applications_by_specialty(portfolio, used.rows()).into_iter()),
        registration: fees.registration(),
        transcripts: fees.usmle_transcript() + comlex,
    }
}
