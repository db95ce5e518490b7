//! Answers as CSV (RFC 4180, with plain line breaks).

pub mod backups;
pub mod comparison;
pub mod optimize;
pub mod programs;
pub mod ranks;
pub mod sensitivity;
pub mod sweep;

use crate::engine::results::Estimate;

/// One row.
#[must_use]
pub fn row(cells: &[String]) -> String {
    cells.iter().map(|one| cell(one)).collect::<Vec<_>>().join(",") + "\n"
}

/// A text as a cell, in quotes where it needs them; white space at its ends is kept.
#[must_use]
pub fn cell(text: &str) -> String {
    let is_plain = !text.contains(['"', ',', '\n', '\r']) && text.trim() == text;
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// The four numbers of an estimate in full precision; empty without one.
pub(super) fn estimate_cells(estimate: Option<&Estimate>) -> [String; 4] {
    estimate.map_or_else(Default::default, |estimate| {
        let [low, high] = estimate.interval90;
        [estimate.mean, low, high, estimate.mc_error].map(|number| number.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_quotes_and_outer_spaces_are_quoted() {
        let cells = ["plain", "a, b", "say \"yes\"", " spaced"].map(str::to_owned);
        assert_eq!(row(&cells), "plain,\"a, b\",\"say \"\"yes\"\"\",\" spaced\"\n");
    }
}
