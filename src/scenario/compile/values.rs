//! What outcomes are worth to the person.

use crate::model::Values;
use crate::reference::TrackRow;
use crate::scenario::compiled::{SHARE_WITHOUT_PGY1, StatedValues};
use crate::scenario::diagnose::{Diagnostic, did_you_mean, meant};
use crate::scenario::raw::{RawScenario, RawValues};
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;
use super::pgy1;
use super::tracks::{UsedTracks, has_advanced_positions, is_preliminary, unknown_track};

/// The values by index of the track; none if `[values]` is absent or wrong.
pub fn compile(compiler: &Compiler<'_>, raw: &RawScenario, used: &UsedTracks<'_>) -> Option<Values> {
    let section = raw.values.as_ref()?;
    check_keys(compiler, section, used);
    check_complete(compiler, section, used);
    let preliminary_only = section.preliminary_only.or(0.0)?;
    warn_of_defaults(compiler, raw, section, used);
    let matched: Vec<f64> = used
        .rows()
        .iter()
        .map(|row| if is_preliminary(row) { preliminary_only } else { worth(section, &row.track).unwrap_or(0.0) })
        .collect();
    let matched_without_pgy1 =
        matched.iter().map(|own| section.matched_without_pgy1.value().unwrap_or(own * SHARE_WITHOUT_PGY1)).collect();
    Some(Values { matched, matched_without_pgy1, preliminary_only })
}

/// Which tracks have a stated value, by index; none of them without `[values]`. A
/// preliminary track has the value of a preliminary year.
pub fn stated(raw: &RawScenario, used: &UsedTracks<'_>) -> StatedValues {
    let section = raw.values.as_ref();
    let is_stated =
        |row: &&TrackRow| section.is_some_and(|section| is_preliminary(row) || worth(section, &row.track).is_some());
    StatedValues {
        tracks: used.rows().iter().map(is_stated).collect(),
        without_pgy1: section.and_then(|section| section.matched_without_pgy1.value()),
    }
}

fn worth(section: &RawValues, track: &str) -> Option<f64> {
    section.matched.iter().find(|entry| entry.track.get_ref() == track).map(|entry| *entry.value.get_ref())
}

/// Every key is a track, and none a preliminary one.
fn check_keys(compiler: &Compiler<'_>, section: &RawValues, used: &UsedTracks<'_>) {
    for entry in &section.matched {
        let span = entry.track.span();
        match compiler.reference.track(entry.track.get_ref()) {
            None => {
                compiler.problem(unknown_value(entry.track.get_ref(), unknown_track(&entry.track, compiler.reference)));
            }
            Some(row) if is_preliminary(row) => compiler.problem(
                Diagnostic::at(span, format!("{} has no value of its own", row.name), "a preliminary track")
                    .hint("say with `preliminary_only` what a preliminary year alone is worth"),
            ),
            Some(row) if used.index_of(&row.track).is_none() => {
                compiler.warn(WarningKind::UnusedTrack { place: "[values]", track: row.track.clone() }.at(span));
            }
            Some(_) => {}
        }
    }
}

/// A key that is no track may be one of the two words of the section.
fn unknown_value(typed: &str, unknown: Diagnostic) -> Diagnostic {
    let words = ["preliminary_only", "matched_without_pgy1"];
    match did_you_mean(&meant(typed, words), |word| format!("`{word}`")) {
        Some(hint) => unknown.hint(hint),
        None => unknown,
    }
}

/// Every track that a portfolio uses has a value, or the expected value would be a guess.
fn check_complete(compiler: &Compiler<'_>, section: &RawValues, used: &UsedTracks<'_>) {
    for row in used.typed_rows().iter().filter(|row| !is_preliminary(row)) {
        if worth(section, &row.track).is_none() && !section.wrong.contains(&row.track) {
            compiler.problem(
                Diagnostic::at(
                    section.span.clone(),
                    format!("[values] does not say what a match in {} is worth", row.name),
                    format!("add `{} = …` here", row.track),
                )
                .hint("a portfolio applies to it; give it a number from 0 (as bad as unmatched) to 1"),
            );
        }
    }
}

fn warn_of_defaults(compiler: &Compiler<'_>, raw: &RawScenario, section: &RawValues, used: &UsedTracks<'_>) {
    let preliminary = |track: &str| used.rows().iter().any(|row| row.track == track && is_preliminary(row));
    let can_end_with_preliminary = raw
        .portfolios
        .iter()
        .flat_map(|portfolio| &portfolio.lines)
        .filter(|line| line.track.given().is_some_and(|track| preliminary(track.get_ref())))
        .any(|line| pgy1::role(line).is_on_primary_list());
    if can_end_with_preliminary && section.preliminary_only.given().is_none() {
        compiler.warn(WarningKind::PreliminaryWithoutValue.at(section.span.clone()));
    }
    let has_advanced = used.typed_rows().iter().any(|row| has_advanced_positions(row));
    if has_advanced && section.matched_without_pgy1.given().is_none() {
        compiler.warn(WarningKind::MissingPgy1WithoutValue.at(section.span.clone()));
    }
}
