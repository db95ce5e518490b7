//! Where each rank order list lands, as CSV.

use crate::decide::answers::ranks::{ListResult, Ranks};
use crate::engine::results::Estimate;
use crate::report::columns::{Column, count, csv, described, estimate, text};

/// One number of one list.
struct Row<'a> {
    list: &'a str,
    /// 0 for what belongs to no rank.
    rank: u32,
    program: Option<&'a str>,
    quantity: &'static str,
    value: Estimate,
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("list", "Name of the list.", |row| Some(row.list)),
        count("rank", "Rank on the list, 1 for the first; 0 for what belongs to no rank.", |row| row.rank),
        text("program", "Name of the program; empty for what belongs to no rank.", |row| row.program),
        text("quantity", "Name of the number, a field of the list, of a landing or of `against_true_order`.", |row| {
            Some(row.quantity)
        }),
        estimate("", "of the quantity", "The number.", |row| Some(row.value)),
    ]
}

/// One row a number: list, rank, program, quantity, and the estimate.
#[must_use]
pub fn ranks_csv(ranks: &Ranks) -> String {
    let rows: Vec<Row<'_>> = ranks.lists.iter().flat_map(|list| rows(ranks, list)).collect();
    csv(&columns(), &rows)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("ranks.csv", "number", &columns())
}

fn rows<'a>(ranks: &'a Ranks, list: &'a ListResult) -> Vec<Row<'a>> {
    let row = |rank, program, quantity, value| Row { list: &list.name, rank, program, quantity, value };
    let mut rows = vec![
        row(0, None, "unmatched", list.unmatched),
        row(0, None, "matched_without_pgy1", list.matched_without_pgy1),
        row(0, None, "expected_value", list.expected_value),
    ];
    if let Some(against) = &list.against_true_order {
        rows.push(row(0, None, "unmatched_difference", against.unmatched_difference));
        rows.push(row(0, None, "value_difference", against.value_difference));
    }
    for landing in &list.landings {
        let interview = ranks.interviews.iter().find(|one| one.preference == landing.preference);
        let program = interview.map(|one| one.program.as_str());
        rows.push(row(landing.rank, program, "matched", landing.matched));
        rows.push(row(landing.rank, program, "matched_without_pgy1", landing.matched_without_pgy1));
    }
    rows
}
