//! Several scenarios side by side, as CSV.

use super::text;
use crate::decide::answers::comparison::ScenarioComparison;
use crate::engine::results::Estimate;
use crate::report::error::ReportError;
use crate::report::tables::{NamedTable, estimates, numbers, texts};

/// One row a portfolio: scenario, file, name, cost and the estimates.
///
/// # Errors
///
/// [`ReportError::Table`] if it cannot be encoded.
pub fn comparison_csv(comparison: &ScenarioComparison) -> Result<String, ReportError> {
    let all = || comparison.entries.iter();
    let scenario = |of: usize| &comparison.scenarios[of];
    let mut columns = vec![
        texts("scenario", all().map(|entry| scenario(entry.scenario).label.as_str())),
        texts("file", all().map(|entry| scenario(entry.scenario).identity.file.as_str())),
        texts("portfolio", all().map(|entry| entry.portfolio.as_str())),
        numbers("applications", all().map(|entry| f64::from(entry.applications))),
        numbers("cost_usd", all().map(|entry| entry.cost_usd)),
    ];
    columns.extend(estimates("unmatched_", &all().map(|entry| Some(entry.unmatched)).collect::<Vec<_>>()));
    columns.extend(estimates("residency_", &all().map(|entry| Some(entry.residency)).collect::<Vec<_>>()));
    let values: Vec<Option<Estimate>> = all().map(|entry| entry.expected_value).collect();
    columns.extend(estimates("expected_value_", &values));
    text(&NamedTable::new("comparison", columns)?)
}
