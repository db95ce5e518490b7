//! Answers as CSV: one row a number.

mod comparison;
mod ranks;

pub use comparison::comparison_csv;
pub use ranks::ranks_csv;

use super::error::ReportError;
use super::tables::NamedTable;

fn text(table: &NamedTable) -> Result<String, ReportError> {
    Ok(String::from_utf8_lossy(&table.to_csv()?).into_owned())
}
