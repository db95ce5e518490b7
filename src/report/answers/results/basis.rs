//! What the numbers rest on.

use crate::decide::answers::basis::{Basis, Origin, SharedNumber, SourceReference, TrackBasis};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::report::answers::timeline;
use crate::report::document::{Block, Document, Table, Unasked, dash, small, words};
use crate::report::page::Background;
use crate::report::percent::signed;

/// Adds the section; what moves the answer says how much each number matters.
pub(super) fn basis(background: &Background, document: &mut Document) {
    let (basis, moves) = (&background.basis, background.moves.as_ref().ok());
    let all = || basis.assumptions.iter().chain(&basis.effects);
    let assumed = all().filter(|number| number.origin == Origin::Assumption).count();
    let summary = format!(
        "{assumed} of the {} numbers that all specialties share are assumptions of this project. Each has an \
         uncertainty, which is part of every plausible range. The others are computed from published figures. The \
         chances in each specialty come from published outcomes of earlier applicants.",
        all().count()
    );
    let assumptions = numbers(&basis.assumptions, "Assumption", moves);
    let effects = numbers(&basis.effects, "Effect, log-odds of an invitation", moves);
    let tracks = basis.tracks.iter().map(of_track).chain(of_season(basis));
    document.heading("What to do when").fold(
        "Timeline from 18 months before Match Day",
        Unasked::Nobody,
        [Block::Table(timeline::steps(&basis.timeline)), small(timeline::how_to_read())],
    );
    document
        .heading("Assumptions and sources")
        .fold("How much is assumed", Unasked::Page, [small(summary)])
        .fold("Assumptions of the model", Unasked::Nobody, [Block::Table(assumptions)])
        .fold("Effects of your record, letters and signals", Unasked::Nobody, [
            Block::Table(effects),
            small(
                "An effect of 0.7 doubles the odds of an invitation, one of −0.7 halves them. The effect of Step 2 CK \
                 is fitted separately for each specialty.",
            ),
        ])
        .fold(
            format!("Sources of the chances in each specialty, for a {}", basis.applicant_type),
            Unasked::Nobody,
            [Block::Facts(tracks.collect())],
        )
        .fold("Sources in full", Unasked::Nobody, [Block::Facts(basis.sources.iter().map(source).collect())]);
}

fn of_track(track: &TrackBasis) -> (String, String) {
    let how = if track.origin == Origin::Fit { "fitted to" } else { "solved from" };
    let share = track.categorical_share.as_ref();
    let share = share.map_or_else(String::new, |share| format!(" Share of {}.", share.informed_by));
    let (figures, sources) = (track.informed_by.join("; "), track.source_ids.join(", "));
    (track.name.clone(), format!("{how}: {figures}.{share} Sources: {sources}"))
}

fn of_season(basis: &Basis) -> Option<(String, String)> {
    let sources = &basis.season_source_ids;
    (!sources.is_empty()).then(|| ("Fees and signals".to_owned(), format!("Sources: {}", sources.join(", "))))
}

fn source(source: &SourceReference) -> (String, String) {
    let table = if source.table.is_empty() { String::new() } else { format!(" {}.", source.table) };
    let address = source.address.as_ref().map_or_else(String::new, |address| format!(" {address}"));
    let SourceReference { publisher, title, year, .. } = source;
    (source.source_id.clone(), format!("{publisher}. {title}. {year}.{table}{address}"))
}

fn numbers(of: &[SharedNumber], what: &str, moves: Option<&Sensitivity>) -> Table {
    let row = |number: &SharedNumber| {
        let unit = number.unit.as_ref().map_or_else(String::new, |unit| format!(" (for: {unit})"));
        vec![
            format!("{}{unit}", number.words),
            decimal(number.value),
            number
                .interval90
                .map_or_else(|| "fixed".to_owned(), |[low, high]| format!("{} to {}", decimal(low), decimal(high))),
            origin(number.origin).to_owned(),
            moves.map_or_else(dash, |moves| leans(moves, number)),
            number.source_id.clone(),
            number.note.clone(),
        ]
    };
    let header = [what, "Value", "Plausible range", "Origin", "Effect on unmatched, points", "Source", "Reason"];
    Table::new(header.map(words), of.iter().map(row))
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
