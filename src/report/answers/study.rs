//! A study of many people: who needs help first.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::Answer;
use crate::decide::answers::study::{PersonResult, SCHEMA, StudyAnswer, UnusedColumn};
use crate::report::columns::{Column, MadeFrom};
use crate::report::document::{Block, Document, Table, Unasked, Width, dash, number, words};
use crate::report::number::{counted, thousands};
use crate::report::percent::{Counted, chance, interval, interval_points, largest_error, signed, told_points, whole};
use crate::report::presentable::{cleaned, shortened};
use crate::report::study::people_columns;

/// People that are shown on a terminal, and more on the page.
const SHOWN: usize = 40;
/// People that are shown on the page.
const MOST_SHOWN: usize = 1000;
/// Problems that are shown.
const PROBLEMS: usize = 20;
/// People who could not be read that are named first.
const NAMED: usize = 6;
/// People of a group below which their spread says nothing.
const FEWEST: u64 = 5;
/// Columns a name takes at most.
const NAME_WIDTH: usize = 26;

impl Answer for StudyAnswer {
    const NAME: &'static str = "study";
    const QUESTION: &'static str = "Who needs help first?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "person, and point of the grid, the riskiest band first";
    const TABLE: &'static str = "people";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| one.into());
    type Row<'a> = &'a PersonResult;

    fn columns<'a>() -> Vec<Column<Self::Row<'a>>> {
        people_columns()
    }

    fn rows(&self) -> Vec<Self::Row<'_>> {
        self.people.iter().collect()
    }

    fn document(&self) -> Document {
        let mut document = Document::default();
        document.heading("Who needs help first?");
        let bands = self.bands.iter().filter(|band| band.people > 0);
        let bands: Vec<String> =
            bands.map(|one| format!("{} at {} risk", thousands(one.people), one.band.label())).collect();
        if !bands.is_empty() {
            let of = counted(self.people.len() as u64, if self.is_varied() { "scenario" } else { "person" });
            document.loud(format!("Of {}: {}.", of.replace("persons", "people"), bands.join(", ")));
        }
        if !self.problems.is_empty() {
            document.loud(self.unread());
        }
        self.show_unused(&mut document);
        let beside = if self.has_values() {
            "Best by values: the plan with the highest expected value, where it is not the safest, and by how many percentage points it is \
             riskier"
        } else {
            "Next best: by how many percentage points the second safest plan is riskier"
        };
        document.say(format!(
            "The riskiest band comes first, and in it the highest chance of going unmatched. All numbers of a row are those of the safest plan, \
             which leaves the person unmatched least often. {beside}, or a tie where the simulation cannot tell the two apart. Range: the 90% \
             credible interval, that is, the range the data leave open. The simulation error is at most {}.",
            largest_error(self.people.iter().flat_map(|one| [&one.unmatched, &one.residency]))
        ));
        let (first, rest) = self.people.split_at(self.people.len().min(SHOWN));
        document.part().table(self.table(first));
        if !rest.is_empty() {
            let more = &rest[..rest.len().min(MOST_SHOWN - SHOWN)];
            document.small(format!("{} more are in people.csv.", thousands(rest.len() as u64)));
            let label = format!("The next {}", thousands(more.len() as u64));
            document.fold(label, Unasked::Nobody, [Block::Table(self.table(more))]);
        }
        self.show_change(&mut document);
        if !self.groups.is_empty() {
            document.heading("How do the groups compare?").table(self.by_group()).say(
                "Chances of going unmatched: the average over the people of the group, then between which values most of them \
                 lie. All outcomes are in groups.csv.",
            );
        }
        if !self.problems.is_empty() {
            self.show_problems(&mut document);
        }
        document.part().say(
            "These numbers say what the model says of people like these; they inform a conversation and promise nothing.",
        );
        document
    }
}

impl StudyAnswer {
    fn is_varied(&self) -> bool {
        self.people.iter().any(|one| !one.settings.is_empty())
    }

    fn has_values(&self) -> bool {
        self.people.iter().any(|one| one.best_valued.is_some())
    }

    /// Who is missing below, and why.
    fn unread(&self) -> String {
        let mut rows: Vec<(&str, &str)> = Vec::new();
        for problem in &self.problems {
            if rows.iter().all(|(person, _)| *person != problem.person) {
                rows.push((&problem.person, &problem.column));
            }
        }
        let named = rows.iter().take(NAMED).map(|(person, column)| {
            let column = if column.is_empty() { String::new() } else { format!(" ({})", cleaned(column)) };
            format!("{}{column}", shortened(&cleaned(person), NAME_WIDTH))
        });
        let named: Vec<String> = named.collect();
        let more = rows.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {} more", thousands(more as u64)) } else { String::new() };
        format!(
            "Left out, because their rows could not be read: {}{more}. The reasons are at the end.",
            named.join(", ")
        )
    }

    /// The columns that set nothing: a class must not be advised as if they did.
    fn show_unused(&self, document: &mut Document) {
        if self.unused.is_empty() {
            return;
        }
        let quoted = |one: &UnusedColumn| format!("“{}”", cleaned(&one.column));
        let all: Vec<String> = self.unused.iter().map(quoted).collect();
        let named: Vec<String> = self.unused.iter().filter(|one| one.names_specialties).map(quoted).collect();
        document.say(format!("Columns that set nothing and are only carried through: {}.", all.join(", ")));
        if !named.is_empty() {
            document.loud(format!(
                "The specialties in {} change nothing: everyone applies as in {}. To set a specialty, name the column \
                 portfolio[1].line[1].track.",
                named.join(" and "),
                cleaned(&self.scenario)
            ));
        }
    }

    fn table(&self, people: &[PersonResult]) -> Table {
        let is_varied = self.is_varied();
        let mut columns = vec![words("Person").wide(Width::AtMost(NAME_WIDTH))];
        if is_varied {
            columns.push(words("With").wide(Width::AtMost(NAME_WIDTH)));
        }
        columns.extend(["Unmatched", "Range", "Risk", "Residency"].map(number));
        let has_values = self.has_values();
        let beside = if has_values { "Best by values" } else { "Next best" };
        columns.push(words("Safest plan").wide(Width::AtMost(NAME_WIDTH)));
        columns.push(words(beside).wide(Width::AtMost(NAME_WIDTH)));
        let row = |one: &PersonResult| {
            let mut row = vec![shortened(&cleaned(&one.person), NAME_WIDTH)];
            if is_varied {
                row.push(cleaned(&one.settings.join(", ")));
            }
            row.extend([
                chance(&one.unmatched, Counted::Exactly),
                interval(&one.unmatched),
                one.risk_band.label().to_owned(),
                chance(&one.residency, Counted::Exactly),
                shortened(&cleaned(&one.safest), NAME_WIDTH),
            ]);
            let other = if has_values { &one.best_valued } else { &one.runner_up };
            row.push(other.as_ref().map_or_else(dash, |next| {
                let name = shortened(&cleaned(&next.portfolio), NAME_WIDTH);
                if next.is_tie {
                    format!("{name}: tie")
                } else {
                    format!("{name}: +{}", told_points(&next.unmatched_difference))
                }
            }));
            row
        };
        Table::new(columns, people.iter().map(row))
    }

    /// What the change does for everybody, whom it helps most first.
    fn show_change(&self, document: &mut Document) {
        let difference = |one: &&PersonResult| one.unmatched_above_unchanged.map(|difference| difference.mean);
        let mut changed: Vec<&PersonResult> = self.people.iter().filter(|one| difference(one).is_some()).collect();
        if changed.is_empty() {
            return;
        }
        changed.sort_by(|a, b| difference(a).partial_cmp(&difference(b)).unwrap_or(Ordering::Equal));
        document.heading("What does the change do?").say(
            "Percentage points by which the chance of going unmatched moves, whom it helps most first. Everybody is compared with themselves \
             on common draws, each time with the safest plan, so that a difference is known better than the chances themselves.",
        );
        let (first, rest) = changed.split_at(changed.len().min(SHOWN));
        document.part().table(self.by_change(first));
        if !rest.is_empty() {
            let more = &rest[..rest.len().min(MOST_SHOWN - SHOWN)];
            document.small(format!("{} more are in people.csv.", thousands(rest.len() as u64)));
            let label = format!("The next {}", thousands(more.len() as u64));
            document.fold(label, Unasked::Nobody, [Block::Table(self.by_change(more))]);
        }
    }

    fn by_change(&self, changed: &[&PersonResult]) -> Table {
        let has_grid = changed.iter().any(|one| one.settings.len() > 1);
        let mut columns = vec![words("Person").wide(Width::AtMost(NAME_WIDTH))];
        if has_grid {
            columns.push(words("With").wide(Width::AtMost(NAME_WIDTH)));
        }
        columns.extend(["Unmatched without", "Unmatched with", "Difference", "Range"].map(number));
        let unchanged = self.people.iter().filter(|one| one.unmatched_above_unchanged.is_none());
        let unchanged: HashMap<_, _> = unchanged.map(|one| (who(one), &one.unmatched)).collect();
        let row = |one: &&PersonResult| {
            let mut row = vec![shortened(&cleaned(&one.person), NAME_WIDTH)];
            if has_grid {
                row.push(cleaned(&who(one).1.join(", ")));
            }
            row.push(unchanged.get(&who(one)).map_or_else(dash, |before| chance(before, Counted::Exactly)));
            row.push(chance(&one.unmatched, Counted::Exactly));
            row.push(one.unmatched_above_unchanged.as_ref().map_or_else(dash, signed));
            row.push(one.unmatched_above_unchanged.as_ref().and_then(interval_points).unwrap_or_else(dash));
            row
        };
        Table::new(columns, changed.iter().map(row))
    }

    fn by_group(&self) -> Table {
        let columns =
            [words("Group").wide(Width::AtMost(NAME_WIDTH)), words("Portfolio").wide(Width::AtMost(NAME_WIDTH))];
        let columns =
            columns.into_iter().chain(["People", "Unmatched", "10% are below", "Median", "10% are above"].map(number));
        let rows = self.groups.iter().filter(|one| one.outcome == "unmatched").map(|one| {
            let last = |key: &String| {
                let (path, value) = key.split_once(" = ").unwrap_or((key, ""));
                let name = path.rsplit('.').next().unwrap_or(path);
                if value.is_empty() { format!("{name} not stated") } else { format!("{name} = {value}") }
            };
            let group: Vec<String> = one.group.iter().map(last).collect();
            let mut row = vec![cleaned(&group.join(", ")), shortened(&cleaned(&one.portfolio), NAME_WIDTH)];
            row.extend([thousands(one.people), chance(&one.average, Counted::Exactly)]);
            let spread = |value| if one.people < FEWEST { dash() } else { whole(value) };
            row.extend([one.person10, one.person50, one.person90].map(spread));
            row
        });
        Table::new(columns, rows)
    }

    fn show_problems(&self, document: &mut Document) {
        document.heading("What could not be read?");
        for problem in self.problems.iter().take(PROBLEMS) {
            document.item(cleaned(&problem.to_string()));
        }
        let left = self.problems.len().saturating_sub(PROBLEMS);
        if left > 0 {
            document.item(format!("and {} more in problems.csv", thousands(left as u64)));
        }
    }
}

/// A person at a point of the grid, with or without the change.
fn who(one: &PersonResult) -> (&str, &[String]) {
    (&one.person, one.settings.split_last().map_or(&[], |(_, grid)| grid))
}
