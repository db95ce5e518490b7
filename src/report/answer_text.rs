//! Answers as JSON and CSV: the contract as it is, and one row a number.

use serde::Serialize;

use super::error::ReportError;
use crate::engine::results::Estimate;

/// An answer as indented JSON with a line break at the end.
///
/// # Errors
///
/// [`ReportError::Json`] if it cannot be encoded.
pub fn answer_json<T: Serialize>(answer: &T) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(answer)?;
    text.push('\n');
    Ok(text)
}

/// A line of CSV (RFC 4180, with a plain line break).
pub(super) fn csv_line(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// The four numbers of an estimate, in full precision.
pub(super) fn estimate_cells(estimate: &Estimate) -> [String; 4] {
    let [low, high] = estimate.interval90;
    [estimate.mean, low, high, estimate.mc_error].map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        let cells = ["plain", "a, b", "say \"yes\""].map(str::to_owned);
        assert_eq!(csv_line(&cells), "plain,\"a, b\",\"say \"\"yes\"\"\"\n");
    }
}
