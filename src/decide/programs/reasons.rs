//! What the chances of a program rest on, in words.

use crate::model::{ApplicantType, ImgShare, Line, ProgramFacts, Signal, TrackPrior, Visa};

/// The reasons, visa first.
pub fn reasons(
    facts: &ProgramFacts,
    position: u32,
    line: &Line,
    track: &TrackPrior,
    (kind, visa): (ApplicantType, Visa),
) -> Vec<String> {
    let mut words = Vec::new();
    if visa.is_needed() {
        words.push(visa_words(facts, line, track, visa));
    }
    words.push(if let Some(ImgShare { program, track }) = facts.openness_evidence(kind) {
        format!("IMG share {:.0}% (track: {:.0}%)", 100.0 * program, 100.0 * track)
    } else {
        let pool = line.region.as_ref().map_or(track.pool_programs, |region| region.programs);
        format!("openness estimated from position {position} of {pool}")
    });
    words.extend(facts.own_fit.map(|fit| format!("your fit: {fit}")));
    words.extend(facts.signal.map(|signal| {
        let words = match signal {
            Signal::Gold => "gold signal",
            Signal::Silver => "silver signal",
            Signal::Plain => "signal",
        };
        words.to_owned()
    }));
    words.extend(facts.has_geographic_tie.then(|| "geographic tie".to_owned()));
    words.extend(facts.has_rotation.then(|| "rotation".to_owned()));
    words
}

fn visa_words(facts: &ProgramFacts, line: &Line, track: &TrackPrior, visa: Visa) -> String {
    let name = visa.label().trim_end_matches(" only");
    match facts.sponsors(visa) {
        Some(true) => format!("sponsors {name}"),
        Some(false) => format!("does not sponsor {name}"),
        None if line.sponsors_only => format!("{name} sponsorship assumed"),
        None => format!("{name} unknown ({:.0}% of the track sponsor it)", 100.0 * track.sponsor_share(visa)),
    }
}
