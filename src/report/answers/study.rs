//! A study of many people: who needs help first.

use super::Answer;
use crate::decide::answers::study::{PersonResult, SCHEMA, StudyAnswer};
use crate::report::columns::Column;
use crate::report::document::{Document, Table, Unasked, Width, dash, number, words};
use crate::report::number::{counted, thousands};
use crate::report::percent::{Counted, chance, interval, largest_error, told_points, whole};
use crate::report::presentable::{cleaned, shortened};
use crate::report::study::people_columns;

/// People that are shown on a terminal, and more on the page.
const SHOWN: usize = 40;
/// People that are shown on the page.
const MOST_SHOWN: usize = 1000;
/// Problems that are shown.
const PROBLEMS: usize = 20;
/// Columns a name takes at most.
const NAME_WIDTH: usize = 26;

impl Answer for StudyAnswer {
    const NAME: &'static str = "study";
    const QUESTION: &'static str = "Who needs help first?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "person, and point of the grid, the highest risk first";
    const TABLE: &'static str = "people";
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
        document.say(format!(
            "The highest chance of going unmatched comes first. Each row is the safest plan of that person; beside it stands by how \
             many percentage points the next best is riskier, or a tie where the simulation cannot tell the two apart. Range: the 90% credible interval, that is, the \
             range the data leave open. The simulation error is at most {}.",
            largest_error(self.people.iter().flat_map(|one| [&one.unmatched, &one.residency]))
        ));
        let (first, rest) = self.people.split_at(self.people.len().min(SHOWN));
        document.part().table(self.table(first));
        if !rest.is_empty() {
            let more = &rest[..rest.len().min(MOST_SHOWN - SHOWN)];
            document.small(format!("{} more are in people.csv.", thousands(rest.len() as u64)));
            let label = format!("The next {}", thousands(more.len() as u64));
            document.fold(label, Unasked::Nobody, [crate::report::document::Block::Table(self.table(more))]);
        }
        if !self.groups.is_empty() {
            document.heading("How do the groups compare?").table(self.by_group()).say(
                "Averages over the people of the group, then what one in ten people is below, half are below, and one in ten \
                 is above. All outcomes are in groups.csv.",
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

    fn table(&self, people: &[PersonResult]) -> Table {
        let is_varied = self.is_varied();
        let mut columns = vec![words("Person").wide(Width::AtMost(NAME_WIDTH))];
        if is_varied {
            columns.push(words("With").wide(Width::AtMost(NAME_WIDTH)));
        }
        columns.extend(["Unmatched", "Range", "Risk", "Residency"].map(number));
        columns.push(words("Best plan").wide(Width::AtMost(NAME_WIDTH)));
        columns.push(words("Next best").wide(Width::AtMost(NAME_WIDTH)));
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
            row.push(one.runner_up.as_ref().map_or_else(dash, |next| {
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

    fn by_group(&self) -> Table {
        let columns =
            [words("Group").wide(Width::AtMost(NAME_WIDTH)), words("Portfolio").wide(Width::AtMost(NAME_WIDTH))];
        let columns =
            columns.into_iter().chain(["People", "Unmatched", "1 in 10 <", "Half <", "1 in 10 >"].map(number));
        let rows = self.groups.iter().filter(|one| one.outcome == "unmatched").map(|one| {
            let last = |key: &String| key.rsplit_once('.').map_or(key.clone(), |(_, last)| last.to_owned());
            let group: Vec<String> = one.group.iter().map(last).collect();
            let mut row = vec![cleaned(&group.join(", ")), shortened(&cleaned(&one.portfolio), NAME_WIDTH)];
            row.extend([thousands(one.people), chance(&one.average, Counted::Exactly)]);
            row.extend([one.person10, one.person50, one.person90].map(whole));
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
