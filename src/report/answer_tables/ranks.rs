//! Where each rank order list lands, as CSV.

use super::text;
use crate::decide::answers::ranks::{ListResult, Ranks};
use crate::engine::results::Estimate;
use crate::report::error::ReportError;
use crate::report::tables::{NamedTable, estimates, numbers, texts};

/// One number of one list.
struct Row<'a> {
    list: &'a str,
    /// 0 for what belongs to no rank.
    rank: f64,
    program: &'a str,
    quantity: &'static str,
    value: Estimate,
}

/// One row a number: list, rank (0 where there is none), program, quantity, and the estimate.
///
/// # Errors
///
/// [`ReportError::Table`] if it cannot be encoded.
pub fn ranks_csv(ranks: &Ranks) -> Result<String, ReportError> {
    let rows: Vec<Row<'_>> = ranks.lists.iter().flat_map(|list| rows(ranks, list)).collect();
    let mut columns = vec![
        texts("list", rows.iter().map(|row| row.list)),
        numbers("rank", rows.iter().map(|row| row.rank)),
        texts("program", rows.iter().map(|row| row.program)),
        texts("quantity", rows.iter().map(|row| row.quantity)),
    ];
    columns.extend(estimates("", &rows.iter().map(|row| Some(row.value)).collect::<Vec<_>>()));
    text(&NamedTable::new("ranks", columns)?)
}

fn rows<'a>(ranks: &'a Ranks, list: &'a ListResult) -> Vec<Row<'a>> {
    let row = |rank, program, quantity, value| Row { list: &list.name, rank, program, quantity, value };
    let mut rows = vec![
        row(0.0, "", "unmatched", list.unmatched),
        row(0.0, "", "matched_without_pgy1", list.matched_without_pgy1),
        row(0.0, "", "expected_value", list.expected_value),
    ];
    if let Some(against) = &list.against_true_order {
        rows.push(row(0.0, "", "unmatched_difference", against.unmatched_difference));
        rows.push(row(0.0, "", "value_difference", against.value_difference));
    }
    for landing in &list.landings {
        let program = ranks.interviews.iter().find(|one| one.preference == landing.preference);
        let (rank, name) = (f64::from(landing.rank), program.map_or("", |one| one.program.as_str()));
        rows.push(row(rank, name, "matched", landing.matched));
        rows.push(row(rank, name, "matched_without_pgy1", landing.matched_without_pgy1));
    }
    rows
}
