//! The answer of `sensitivity`.

use super::{estimate_cells, row};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::engine::results::Estimate;
use crate::report::presentable::cleaned;

/// One row a number.
#[must_use]
pub fn sensitivity_csv(answer: &Sensitivity) -> String {
    let mut text =
        row(&["part", "key", "words", "at", "quantity", "mean", "low90", "high90", "mc_error"].map(str::to_owned));
    let mut add = |part: &str, key: &str, words: &str, at: Option<f64>, quantity: &str, number: &Estimate| {
        let at = at.map_or_else(String::new, |at| at.to_string());
        let mut cells = vec![part.to_owned(), key.to_owned(), words.to_owned(), at, quantity.to_owned()];
        cells.extend(estimate_cells(Some(number)));
        text.push_str(&row(&cells));
    };
    let now = [("unmatched", Some(answer.unmatched)), ("residency", Some(answer.residency))];
    for (quantity, number) in now.into_iter().chain([("value", answer.expected_value)]) {
        if let Some(number) = number {
            add("now", "now", &cleaned(&answer.portfolio), None, quantity, &number);
        }
    }
    for change in &answer.changes {
        for (quantity, number) in [
            ("unmatched", Some(change.unmatched)),
            ("residency", Some(change.residency)),
            ("value", change.value),
            ("unmatched_per_unit", Some(change.unmatched_per_unit)),
            ("unmatched_per_100_usd", change.unmatched_per_100_usd),
            ("residency_per_100_usd", change.residency_per_100_usd),
            ("value_per_100_usd", change.value_per_100_usd),
        ] {
            if let Some(number) = number {
                add("change", &change.key, &change.words, None, quantity, &number);
            }
        }
    }
    for leaning in &answer.leanings {
        for (side, end) in [("low", &leaning.low), ("high", &leaning.high)] {
            add("leaning", &leaning.key, &leaning.words, end.at, &format!("unmatched_{side}"), &end.unmatched);
        }
    }
    text
}
