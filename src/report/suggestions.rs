//! What would lower the risk most: at most three changes that can still be made,
//! in the same words on the console and in the page.

use super::counted;
use super::document::{Block, Document, Step};
use super::number::dollars;
use super::percent::{told_interval_points, told_points};
use super::presentable::cleaned;
use crate::decide::answers::sensitivity::{Change, FurtherSpecialty, Sensitivity, Suggestion};
use crate::engine::results::Estimate;

/// Heading of the section.
pub const HEADING: &str = "What would lower your risk most";

/// Said where no change is worth suggesting.
const NOTHING: &str = "None of the changes that were tried, and that you could still make within your budget, raises your \
     chance of a complete residency by half a percentage point or more.";

/// One suggestion in words.
fn step(answer: &Sensitivity, one: Suggestion<'_>) -> Step {
    let change = one.change;
    let mut facts = vec![format!("{}.", gain(change))];
    facts.extend(one.further.map(|further| caveat(answer, further)));
    Step {
        words: format!("{} ({})", change.words, price(change)),
        facts,
        edits: change.edits.iter().map(|edit| cleaned(edit)).collect(),
    }
}

/// What must be known of a specialty that the file does not apply to.
fn caveat(answer: &Sensitivity, further: &FurtherSpecialty) -> String {
    let name = &further.name;
    let letters = counted(further.letters.into(), "letter");
    let standing = if further.is_considered {
        format!("No portfolio of your file applies to {name} yet.")
    } else {
        format!("Not considered so far: your file does not mention {name}.")
    };
    let letters = if further.are_letters_stated {
        format!("with your {letters} from it.")
    } else {
        let without = further.residency_without_letters.as_ref().map(told_points);
        let without =
            without.map_or_else(String::new, |points| format!(" Without any letter it gains {points} points."));
        format!("with the typical {letters} from it.{without}")
    };
    let named = answer.best_considered_backup().filter(|_| !further.is_considered);
    let named = named.map_or_else(String::new, |backup| {
        let gain = told_points(&backup.residency);
        format!(" The best backup that your file mentions gains {gain} points (“{}”).", backup.words)
    });
    format!("{standing} The chances are those of applicants who rank it first, {letters}{named}")
}

/// For `sensitivity`, whose tables hold only what the file names: what a specialty outside it would add.
pub fn outside_the_file(answer: &Sensitivity) -> Vec<String> {
    let one = |further: &FurtherSpecialty| {
        let change = &further.change;
        format!("{} ({}): {}. {}", change.words, price(change), gain(change), caveat(answer, further))
    };
    answer.further_specialties.iter().map(one).collect()
}

/// What the suggestions are about, or that there are none.
fn introduction(answer: &Sensitivity) -> String {
    if answer.suggestions().is_empty() {
        return NOTHING.to_owned();
    }
    format!(
        "Changes to “{}”: those without waiting first, then the cheapest. Each gain is for that change alone, everything else \
         as it is. `matchfolio backups` compares every other specialty as a backup.",
        cleaned(&answer.portfolio)
    )
}

/// The section as a document.
pub fn suggestions(answer: &Sensitivity) -> Document {
    let mut document = Document::default();
    document.heading(HEADING).say(introduction(answer));
    let steps: Vec<Step> = answer.suggestions().into_iter().map(|one| step(answer, one)).collect();
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
    fn a_specialty_not_considered_comes_last_with_its_caveat_and_takes_the_place_of_the_weakest() {
        let mut answer = moves::answer();
        let change = Change {
            words: "Add 40 programs of Pathology as a backup".to_owned(),
            key: "backup.pathology+40".to_owned(),
            months: Some(2.0),
            ..answer.changes[0].clone()
        };
        let further = FurtherSpecialty {
            change,
            name: "Pathology".to_owned(),
            is_considered: false,
            letters: 2,
            are_letters_stated: false,
            residency_without_letters: Some(Estimate { mean: 0.042, interval90: [0.01, 0.08], mc_error: 0.0 }),
            parameter_draws: 32,
        };
        answer.further_specialties = vec![further];
        let told = text(&suggestions(&answer), ConsoleStyle::default());
        let (before, after) = told.split_once("Add 40 programs of Pathology").unwrap();
        assert!(
            before.contains("One letter in Diagnostic Radiology") && after.contains("Not considered so far"),
            "{told}"
        );
        assert!(
            after.contains("the typical 2 letters") && after.contains("Without any letter it gains 4 points"),
            "{told}"
        );
        assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
        // A backup that the file names and that helps as much leaves it out.
        answer.changes[0].key = "backup.neurology+40".to_owned();
        assert!(!text(&suggestions(&answer), ConsoleStyle::default()).contains("Pathology"));
    }

    #[test]
    fn where_nothing_helps_it_says_so() {
        let mut answer = moves::answer();
        answer.changes.clear();
        assert!(text(&suggestions(&answer), ConsoleStyle::default()).contains("None of the changes"));
    }
}
