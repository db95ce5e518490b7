//! Where the applicant stands: self-assessment, and the advisers' risk group.

use std::fmt::Write as _;

use super::{table, within_width};
use crate::engine::results::Estimate;
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
pub fn risk(scenario: &Scenario, model_unmatched: Option<&[Estimate]>) -> Option<String> {
    let risk = radiology_risk(&scenario.applicant, scenario.prior.tracks.iter().map(|track| track.id.as_str()))?;
    let reasons = if risk.reasons.is_empty() { String::new() } else { format!(" ({})", risk.reasons.join("; ")) };
    let mut text = format!(
        "Risk group for radiology: {}{reasons}\n  This is advisers' rule of thumb, not a result of the model. {RADIOLOGY_RULE}.",
        risk.group.label()
    );
    match model_unmatched {
        None => text.push_str("\n  The model's own chances: `matchfolio run`."),
        Some(chances) => {
            text.push_str("\n  The model's chance of going unmatched (90 % interval; over fewer draws than `matchfolio run` takes):");
            for (planned, chance) in scenario.portfolios.iter().zip(chances) {
                let name = &planned.portfolio.name;
                let [mean, low, high] =
                    [chance.mean, chance.interval90[0], chance.interval90[1]].map(|share| 100.0 * share);
                let _ = write!(text, "\n    {mean:.0} % ({low:.0} to {high:.0}) with \"{name}\"");
            }
        }
    }
    Some(within_width(&text))
}
