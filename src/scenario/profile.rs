//! Who applies, in words: what is stated of the person, one fact after another.

use super::assessment::{NOT_STATED, shown};
use super::compiled::{Scenario, ScoreSource};
use crate::model::{TrackKind, Uncertain};

/// What is stated of the applicant: names of facts with what is said of them.
#[must_use]
pub fn facts(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let applicant = &scenario.applicant;
    let stated = |is_unstated: bool, value: String| if is_unstated { NOT_STATED.to_owned() } else { value };
    let unstated = applicant.unstated;
    let months = in_units(applicant.us_clinical_months, "month");
    let failed = applicant.failed.as_ref();
    let earlier = failed.map(|season| {
        let assumed = if season.is_named { "" } else { ", as assumed: `failed_with` names another portfolio" };
        ("earlier Match", format!("no residency with \"{}\"{assumed}", season.portfolio.name))
    });
    let facts = [
        ("applicant", format!("{}, {}", applicant.kind.label(), applicant.visa.label())),
        ("Step 2 CK", format!("{}, failed attempts: {}", score(scenario), applicant.exam_failures)),
        ("since graduation", in_units(applicant.years_since_graduation, "year")),
        ("US clinical experience", stated(unstated.us_clinical_months, months)),
        ("publications", stated(unstated.publications, shown(applicant.publications))),
        ("letters", letters(scenario)),
    ];
    facts.into_iter().chain(further(scenario)).chain(earlier).collect()
}

/// What the application shows beside the numbers of most applicants.
fn further(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let further = &scenario.applicant.further;
    let months = |months: u32| in_units(Uncertain::certain(f64::from(months)), "month");
    let tracks = scenario.prior.tracks.iter().zip(&further.months_in_specialty);
    let experience = tracks.filter(|(_, count)| **count > 0);
    let experience = experience.map(|(track, count)| format!("{} {}", track.short_name, months(*count)));
    let experience: Vec<String> = experience.collect();
    let facts = [
        (further.observership_months > 0, "observerships", months(further.observership_months)),
        (!experience.is_empty(), "experience in a specialty", experience.join(", ")),
        (further.general_letters > 0, "letters of no specialty", further.general_letters.to_string()),
        (further.home_letters > 0, "letters from home", further.home_letters.to_string()),
    ];
    facts.into_iter().filter(|(is_stated, ..)| *is_stated).map(|(_, name, stated)| (name, stated)).collect()
}

/// The score, and where it comes from if it is not stated.
fn score(scenario: &Scenario) -> String {
    let taken = shown(scenario.applicant.step2_ck);
    match scenario.score_source {
        ScoreSource::Stated => taken,
        ScoreSource::Pending => format!("not taken yet ({taken} assumed)"),
        ScoreSource::Comlex(comlex) => format!("{taken}, converted from COMLEX 2 {}", shown(comlex)),
    }
}

/// A number, or both ends of a range, of a unit.
fn in_units(value: Uncertain, unit: &str) -> String {
    let plural = if value == Uncertain::certain(1.0) { "" } else { "s" };
    format!("{} {unit}{plural}", shown(value))
}

fn letters(scenario: &Scenario) -> String {
    let applicant = &scenario.applicant;
    let tracks = scenario.prior.tracks.iter().enumerate();
    let residencies: Vec<_> = tracks.filter(|(_, track)| track.kind != TrackKind::Preliminary).collect();
    let is_stated = |index: usize| !applicant.unstated_letters.contains(&index);
    if !residencies.iter().any(|(index, _)| is_stated(*index)) {
        return NOT_STATED.to_owned();
    }
    let count = |index| if is_stated(index) { applicant.letters[index].to_string() } else { NOT_STATED.to_owned() };
    let counts = residencies.into_iter().map(|(index, track)| format!("{} {}", track.short_name, count(index)));
    counts.collect::<Vec<_>>().join(", ")
}
