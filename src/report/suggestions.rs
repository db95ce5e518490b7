//! What would lower the risk most: at most three changes that can still be made,
//! in the same words on the console and in the page.

use super::document::{Block, Document, Step};
use super::number::dollars;
use super::percent::{told_interval_points, told_points};
use super::presentable::cleaned;
use crate::decide::answers::sensitivity::{Change, Sensitivity};
use crate::engine::results::Estimate;

/// Heading of the section.
pub const HEADING: &str = "What would lower your risk most";

/// Said where no change is worth suggesting.
const NOTHING: &str = "None of the changes that were tried, and that you could still make within your budget, raises your \
     chance of a complete residency by half a percentage point or more.";

/// One suggestion in words.
fn step(change: &Change) -> Step {
    Step {
        words: format!("{} ({})", change.words, price(change)),
        facts: vec![format!("{}.", gain(change))],
        edits: change.edits.iter().map(|edit| cleaned(edit)).collect(),
    }
}

/// What the suggestions are about, or that there are none.
fn introduction(answer: &Sensitivity) -> String {
    if answer.suggestions().is_empty() {
        return NOTHING.to_owned();
    }
    format!(
        "Changes to “{}”: those without waiting first, then the cheapest. Each gain is for that change alone, everything else \
         as it is. Only specialties of your file are tried here; `matchfolio backups` compares all others as backups.",
        cleaned(&answer.portfolio)
    )
}

/// The section as a document.
pub fn suggestions(answer: &Sensitivity) -> Document {
    let mut document = Document::default();
    document.heading(HEADING).say(introduction(answer));
    let steps: Vec<Step> = answer.suggestions().into_iter().map(step).collect();
    if !steps.is_empty() {
        document.push(Block::Steps(steps));
    }
    document
}

/// How much likelier a complete residency becomes, and how much less likely going unmatched.
fn gain(change: &Change) -> String {
    let range = told_interval_points(&change.residency).map_or_else(String::new, |range| format!(" (range {range})"));
    let residency =
        format!("A complete residency {} percentage points more often{range}", told_points(&change.residency));
    if change.is_tie {
        return residency;
    }
    let lower = Estimate { mean: -change.unmatched.mean, ..change.unmatched };
    format!("{residency}; {} points less likely to go unmatched", told_points(&lower))
}

/// What it takes: fees and time.
fn price(change: &Change) -> String {
    let fees = change.cost_usd.map_or_else(|| "no fee".to_owned(), |cost| format!("{} in fees", dollars(cost)));
    let time = match change.months {
        None => "no waiting".to_owned(),
        Some(months) if months <= 1.0 => "about a month".to_owned(),
        Some(months) => format!("about {months:.0} months"),
    };
    format!("{fees}, {time}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::console::{ConsoleStyle, text};
    use crate::report::fixture::moves;

    #[test]
    fn each_suggestion_says_gain_price_and_edit_within_the_width() {
        let mut answer = moves::answer();
        answer.changes.iter_mut().for_each(|change| change.cost_usd = Some(320.0));
        let text = text(&suggestions(&answer), ConsoleStyle::default());
        assert!(text.starts_with(HEADING) && text.contains("A complete residency"), "{text}");
        assert!(text.contains("$320 in fees") && text.contains("Edit: "), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn where_nothing_helps_it_says_so() {
        let mut answer = moves::answer();
        answer.changes.clear();
        assert!(text(&suggestions(&answer), ConsoleStyle::default()).contains("None of the changes"));
    }
}
