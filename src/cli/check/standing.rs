//! Where the applicant stands: self-assessment, and the advisers' risk group.

use std::fmt::Write as _;

use super::table;
use crate::scenario::Scenario;
use crate::scenario::assessment::assess;
use crate::scenario::risk::{RADIOLOGY_RULE, radiology_risk};

/// The applicant against the pool of each track.
pub fn self_assessment(scenario: &Scenario) -> String {
    let kind = scenario.applicant.kind.label();
    let mut text = format!("Self-assessment against each {kind} who prefers the track");
    for assessment in assess(scenario) {
        let mut table = table(&["", "stated", "is", "rule"]);
        for judgement in &assessment.judgements {
            table.add_row([judgement.aspect.label(), &judgement.stated, &judgement.rating_label(), &judgement.rule]);
        }
        let _ = write!(text, "\n\n{}\n{}", scenario.prior.tracks[assessment.track].name, table.trim_fmt());
    }
    text
}

/// The advisers' risk group, plainly marked as a rule of thumb.
pub fn risk(scenario: &Scenario, model_unmatched: Option<&[f64]>) -> Option<String> {
    let tracks = scenario.prior.tracks.iter().map(|track| track.id.as_str());
    let risk = radiology_risk(&scenario.applicant, tracks)?;
    let reasons = if risk.reasons.is_empty() { String::new() } else { format!(" ({})", risk.reasons.join("; ")) };
    let mut text = format!(
        "Risk group for radiology: {}{reasons}\n  This is advisers' rule of thumb, not a result of the model. {RADIOLOGY_RULE}.",
        risk.group.label()
    );
    match model_unmatched {
        None => text.push_str("\n  The model's own chances: `matchfolio run`."),
        Some(chances) => {
            for (planned, chance) in scenario.portfolios.iter().zip(chances) {
                let name = &planned.portfolio.name;
                let _ =
                    write!(text, "\n  The model's chance of going unmatched with \"{name}\": {:.1} %", 100.0 * chance);
            }
        }
    }
    Some(text)
}
