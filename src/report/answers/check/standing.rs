//! Where the applicant stands: self-assessment, and the advisers' risk group.

use crate::engine::findings::Unmatched;
use crate::engine::results::Estimate;
use crate::report::bands::all_limits;
use crate::report::document::{Block, Document, Spread, Table, Unasked, Width, dash, number, words};
use crate::report::percent::{Counted, interval, rounded};
use crate::scenario::assessment::{Judgment, TrackAssessment, assess};
use crate::scenario::risk::{RADIOLOGY_RULE, radiology_risk};
use crate::scenario::{PlannedPortfolio, Scenario};

/// The applicant against the pool of each track, with the rules of the ratings in a fold.
pub fn self_assessment(scenario: &Scenario, unasked: Unasked, document: &mut Document) {
    let assessments = assess(scenario);
    let Some(first) = assessments.first() else { return };
    let track = |assessment: &TrackAssessment| &scenario.prior.tracks[assessment.track];
    let rated = |(place, one): (usize, &Judgment)| {
        let ratings = assessments.iter().map(|assessment| Some(assessment.judgments[place].rating_label()));
        (format!("{} ({})", one.aspect.label(), one.stated), ratings.collect())
    };
    document
        .verbatim(format!("How you compare with {}s who rank each specialty first", scenario.applicant.kind.label()))
        .spread(Spread {
            first: words(""),
            of: "specialty",
            names: Vec::new(),
            room: 0,
            cell: None,
            titles: assessments.iter().map(|assessment| track(assessment).short_name.clone()).collect(),
            rows: first.judgments.iter().enumerate().map(rated).collect(),
        });
    let rules = assessments.iter().flat_map(|assessment| {
        let row = |one: &Judgment| vec![one.aspect.label().to_owned(), one.rating_label(), one.rule.clone()];
        let rows = assessment.judgments.iter().map(row);
        let table = Table::new(["", "rating", "rule"].map(words), rows).inset();
        [Block::Verbatim(format!("\n{}", track(assessment).name)), Block::Table(table)]
    });
    document.fold("The rules of these ratings", unasked, rules);
}

/// The advisers' risk group, plainly marked as a rule of thumb, and the bands of the model beside it.
pub fn risk(scenario: &Scenario, model_unmatched: Option<&[Unmatched]>, unasked: Unasked, document: &mut Document) {
    let tracks = scenario.prior.tracks.iter().map(|track| track.id.as_str());
    if let Some(risk) = radiology_risk(&scenario.applicant, tracks) {
        let reasons = if risk.reasons.is_empty() { String::new() } else { format!(" ({})", risk.reasons.join("; ")) };
        document
            .part()
            .lines(format!(
                "Advice group for radiology: {}{reasons}\n  This is a rule of thumb of advisers, not a result of the \
                 model.",
                risk.group.label()
            ))
            .fold("The rule of advisers", unasked, [Block::Lines(format!("  {RADIOLOGY_RULE}."))]);
    }
    let Some(chances) = model_unmatched else { return };
    let percent = |estimate: &Estimate| rounded(estimate, Counted::Exactly);
    let row = |(planned, chance): (&PlannedPortfolio, &Unmatched)| {
        vec![
            planned.portfolio.name.clone(),
            percent(&chance.overall),
            interval(&chance.overall),
            chance.given_interview.as_ref().map_or_else(dash, percent),
            chance.band.label().to_owned(),
        ]
    };
    let columns = [
        words("portfolio").wide(Width::Left { least: 20, most: 40 }),
        number("unmatched"),
        number("range"),
        number("given an interview"),
        words("risk band"),
    ];
    let table = Table::new(columns, scenario.portfolios.iter().zip(chances).map(row)).telling();
    document
        .part()
        .verbatim("Your chance of going unmatched")
        .table(table)
        .say(
            "The range is where the chance could plausibly lie. Made with fewer draws than `matchfolio run`, so the last \
             digit can differ.",
        )
        .fold("What the risk bands mean", unasked, [Block::Lines(all_limits())]);
}
