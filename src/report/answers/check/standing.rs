//! Where the applicant stands: self-assessment, and the advisers' risk group.

use std::fmt::Write as _;

use crate::engine::findings::Unmatched;
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

/// The advisers' risk group, plainly marked as a rule of thumb.
pub fn risk(scenario: &Scenario, model_unmatched: Option<&[Unmatched]>, document: &mut Document) {
    let tracks = scenario.prior.tracks.iter().map(|track| track.id.as_str());
    let Some(risk) = radiology_risk(&scenario.applicant, tracks) else { return };
    let reasons = if risk.reasons.is_empty() { String::new() } else { format!(" ({})", risk.reasons.join("; ")) };
    let mut text = format!(
        "Risk group for radiology: {}{reasons}\n  This is a rule of thumb of advisers, not a result of the model. {RADIOLOGY_RULE}.",
        risk.group.label()
    );
    match model_unmatched {
        None => text.push_str("\n  `matchfolio run` shows the model's own chances."),
        Some(chances) => {
            text.push_str("\n  The model's chance of going unmatched (with fewer draws than `matchfolio run`):");
            for (planned, chance) in scenario.portfolios.iter().zip(chances) {
                let name = &planned.portfolio.name;
                let Unmatched { overall, given_interview } = chance;
                let risk = rounded(overall, Counted::Exactly);
                let _ = write!(text, "\n    {risk} with \"{name}\"{}", aside(overall));
                if let Some(given) = given_interview {
                    let _ = write!(text, "; {} given an interview", rounded(given, Counted::Exactly));
                }
            }
        }
    }
    document.part().lines(text);
}
