//! What moves the answer, in words: the same in documents, on the page and above the chart.

use super::percent::told_points;
use crate::decide::answers::sensitivity::{Leaning, LeaningEnd, Sensitivity};
use crate::engine::results::Estimate;

/// Said under every table of changes.
pub(super) const ASSOCIATIONS: &str = "The effects of scores, experience, publications, letters and time since graduation are mostly \
     associations in published data, reduced for caution. They do not prove that the change causes the gain.";

/// What the two ends are.
pub(super) const HOW_ENDS: &str = "Low and high are the ends of the 90% credible interval of the quantity; everything else stays uncertain. \
     Fitted chances and pools are groups of numbers: they are drawn alone with the rest held at its center, and low and \
     high are the ends of the result.";

/// A change of the chance of going unmatched, with the sign said in words.
pub(super) fn in_words(change: &Estimate) -> String {
    let way = if change.mean < 0.0 { "less" } else { "more" };
    format!("{} percentage points {way} likely to go unmatched", told_points(change))
}

/// Where a quantity is at an end.
pub(super) fn where_it_is(leaning: &Leaning, end: &LeaningEnd) -> String {
    match end.at {
        None => "–".to_owned(),
        Some(at) if leaning.key.starts_with("applicant.") => format!("{at:.1}"),
        // Adding zero turns a negative zero into a plain one.
        Some(at) => format!("{:.2}", (at * 100.0).round() / 100.0 + 0.0).replace('-', "−"),
    }
}

/// What is uncertain and does not matter here.
pub(super) fn without_influence(answer: &Sensitivity) -> Vec<&str> {
    let small = answer.leanings.iter().filter(|leaning| leaning.is_negligible()).map(|leaning| &leaning.words);
    small.chain(&answer.without_influence).map(String::as_str).collect()
}
