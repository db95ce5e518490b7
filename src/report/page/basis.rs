//! What the numbers rest on, as the page shows it.

use serde::Serialize;

use crate::decide::answers::basis::{Basis, Origin, SharedNumber, SourceReference, TrackBasis};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::report::console::sensitivity::signed;
use crate::report::presentable::cleaned;
use crate::report::view::ViewTable;

/// The section, every number in words.
#[derive(Debug, Serialize)]
pub(in crate::report) struct ViewBasis {
    /// How many numbers are assumptions, in a sentence.
    summary: String,
    applicant_type: String,
    assumptions: ViewTable,
    effects: ViewTable,
    tracks: Vec<ViewTrack>,
    season: String,
    sources: Vec<ViewSource>,
}

#[derive(Debug, Serialize)]
struct ViewTrack {
    name: String,
    /// "fitted to" or "solved from".
    how: &'static str,
    figures: Vec<String>,
    /// How often a match is categorical, where the track has both kinds of positions.
    categorical: Option<String>,
    sources: String,
}

#[derive(Debug, Serialize)]
struct ViewSource {
    id: String,
    reference: String,
    /// The address as text: the page links nowhere.
    address: Option<String>,
}

/// Makes the section; `moves` says how much each number matters.
pub(in crate::report) fn view_basis(basis: &Basis, moves: Option<&Sensitivity>) -> ViewBasis {
    let all = || basis.assumptions.iter().chain(&basis.effects);
    let assumed = all().filter(|number| number.origin == Origin::Assumption).count();
    ViewBasis {
        summary: format!(
            "{assumed} of the {} numbers that all specialties share are assumptions of this project. Each has an \
             uncertainty, which is part of every plausible range. The others are computed from published figures. The \
             chances in each specialty come from published outcomes of earlier applicants.",
            all().count()
        ),
        applicant_type: basis.applicant_type.clone(),
        assumptions: numbers(&basis.assumptions, "Assumption", moves),
        effects: numbers(&basis.effects, "Effect, log-odds of an invitation", moves),
        tracks: basis.tracks.iter().map(track).collect(),
        season: basis.season_source_ids.join(", "),
        sources: basis.sources.iter().map(source).collect(),
    }
}

fn numbers(of: &[SharedNumber], what: &str, moves: Option<&Sensitivity>) -> ViewTable {
    let row = |number: &SharedNumber| {
        let unit = number.unit.as_ref().map_or_else(String::new, |unit| format!(" (for: {unit})"));
        vec![
            format!("{}{unit}", number.words),
            decimal(number.value),
            number
                .interval90
                .map_or_else(|| "fixed".to_owned(), |[low, high]| format!("{} to {}", decimal(low), decimal(high))),
            origin(number.origin).to_owned(),
            moves.map_or_else(|| "–".to_owned(), |moves| leans(moves, number)),
            number.source_id.clone(),
            number.note.clone(),
        ]
    };
    let header = [what, "Value", "Plausible range", "Origin", "Effect on unmatched, points", "Source", "Reason"];
    ViewTable { header: header.map(str::to_owned).to_vec(), rows: of.iter().map(row).collect() }
}

/// The answer at the two ends of the number's range.
fn leans(moves: &Sensitivity, number: &SharedNumber) -> String {
    // The shifts between pools are drawn together, under one key.
    let key = if number.key == "pool_shift_spread" { "pool_shift" } else { number.key.as_str() };
    match moves.leanings.iter().find(|leaning| leaning.key == key && !leaning.is_negligible()) {
        Some(leaning) => format!("{} to {}", signed(&leaning.low.unmatched), signed(&leaning.high.unmatched)),
        None => "none".to_owned(),
    }
}

fn track(basis: &TrackBasis) -> ViewTrack {
    ViewTrack {
        name: cleaned(&basis.name),
        how: if basis.origin == Origin::Fit { "fitted to" } else { "solved from" },
        figures: basis.informed_by.clone(),
        categorical: basis.categorical_share.as_ref().map(|of| format!("Share of {}", cleaned(&of.informed_by))),
        sources: basis.source_ids.join(", "),
    }
}

fn source(of: &SourceReference) -> ViewSource {
    let table = if of.table.is_empty() { String::new() } else { format!(" {}.", of.table) };
    ViewSource {
        id: of.source_id.clone(),
        reference: format!("{}. {}. {}.{table}", of.publisher, of.title, of.year),
        address: of.address.clone(),
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Published => "published",
        Origin::Computed => "computed",
        Origin::Fit => "fitted",
        Origin::Assumption => "assumption",
    }
}

/// Two decimals with a true minus sign; a negative zero is a plain one.
fn decimal(value: f64) -> String {
    format!("{:.2}", (value * 100.0).round() / 100.0 + 0.0).replace('-', "−")
}
