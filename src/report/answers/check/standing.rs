//! Where the applicant stands: self-assessment, and the advisers' risk group.

use std::fmt::Write as _;

use crate::engine::findings::Unmatched;
use crate::report::bands::all_limits;
use crate::report::document::{Document, Table, words};
use crate::report::percent::{Counted, aside, rounded};
use crate::scenario::Scenario;
use crate::scenario::assessment::assess;
use crate::scenario::risk::{RADIOLOGY_RULE, radiology_risk};

/// The applicant against the pool of each track.
pub fn self_assessment(scenario: &Scenario, document: &mut Document) {
    let kind = scenario.applicant.kind.label();
    document.verbatim(format!("How you compare with {kind}s who rank each specialty first"));
    for assessment in assess(scenario) {
        let rows = assessment
            .judgments
            .iter()
            .map(|one| vec![one.aspect.label().to_owned(), one.stated.clone(), one.rating_label(), one.rule.clone()]);
        let table = Table::new(["", "you stated", "rating", "rule"].map(words), rows).inset();
        document.part().verbatim(&scenario.prior.tracks[assessment.track].name).table(table);
    }
}

/// The advisers' risk group, plainly marked as a rule of thumb, and the bands of the model beside it.
pub fn risk(scenario: &Scenario, model_unmatched: Option<&[Unmatched]>, document: &mut Document) {
    let tracks = scenario.prior.tracks.iter().map(|track| track.id.as_str());
    if let Some(risk) = radiology_risk(&scenario.applicant, tracks) {
        let reasons = if risk.reasons.is_empty() { String::new() } else { format!(" ({})", risk.reasons.join("; ")) };
        document.part().lines(format!(
            "Advice group for radiology: {}{reasons}\n  This is a rule of thumb of advisers, not a result of the model. \
             {RADIOLOGY_RULE}.",
            risk.group.label()
        ));
    }
    let Some(chances) = model_unmatched else { return };
    let mut text = "The model's chance of going unmatched (with fewer draws than `matchfolio run`):".to_owned();
    for (planned, chance) in scenario.portfolios.iter().zip(chances) {
        let name = &planned.portfolio.name;
        let Unmatched { overall, given_interview, band } = chance;
        let risk = rounded(overall, Counted::Exactly);
        let _ = write!(text, "\n  {risk} with \"{name}\"{}, risk band {}", aside(overall), band.label());
        if let Some(given) = given_interview {
            let _ = write!(text, "; {} given an interview", rounded(given, Counted::Exactly));
        }
    }
    document.part().lines(format!("{text}\n  {}", all_limits()));
}
