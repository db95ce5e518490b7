//! The tracks that the portfolios use, in the order of first appearance, and
//! further ones that a question is about.

use std::ops::Range;

use serde_spanned::Spanned;

use crate::model::ApplicantType;
use crate::reference::Reference;
use crate::reference::words::{TrackName, track_name};
use crate::reference::{TrackKindRow, TrackRow};
use crate::scenario::diagnose::{Diagnostic, NOT_COVERED, did_you_mean, meant, quoted};
use crate::scenario::raw::{RawLine, RawScenario};

use super::compiler::Compiler;

/// The tracks in use; a track's index is that of the parameters.
#[derive(Debug, Default)]
pub struct UsedTracks<'r> {
    rows: Vec<&'r TrackRow>,
    /// How many of them stand in lines; the others are further ones.
    typed: usize,
}

impl<'r> UsedTracks<'r> {
    /// The tracks of all lines; unknown ones are reported where they stand.
    pub fn of(compiler: &Compiler<'r>, raw: &RawScenario) -> Self {
        let mut rows: Vec<&TrackRow> = Vec::new();
        let lines = raw.portfolios.iter().flat_map(|portfolio| &portfolio.lines);
        for name in lines.filter_map(|line| line.track.given()) {
            match compiler.reference.track(name.get_ref()) {
                None => compiler.problem(unknown_track(name, compiler.reference)),
                Some(row) if rows.iter().any(|known| known.track == row.track) => {}
                Some(row) => rows.push(row),
            }
        }
        Self { typed: rows.len(), rows }
    }

    /// Adds tracks that no line uses, as far as the tables have everything of them for this type.
    pub fn add_further(&mut self, compiler: &Compiler<'r>, further: &[String], kind: ApplicantType) {
        for key in further {
            let is_covered = || compiler.reference.prior(kind, std::slice::from_ref(key)).is_ok();
            if let Some(row) = compiler.reference.track(key).filter(|_| self.index_of(key).is_none() && is_covered()) {
                self.rows.push(row);
            }
        }
    }

    /// Reports every track that has no parameters for this type of applicant.
    pub fn check_parameters(&self, compiler: &Compiler<'_>, raw: &RawScenario, kind: ApplicantType) {
        let lines = || raw.portfolios.iter().flat_map(|portfolio| &portfolio.lines);
        for row in self.typed_rows().iter().filter(|row| compiler.reference.parameters_for(&row.track, kind).is_none())
        {
            let mut places = lines().filter_map(|line| line.track.given());
            let Some(first) = places.find(|name| name.get_ref() == &row.track) else {
                continue;
            };
            let message = format!("the tables have no parameters of {} for a {}", row.name, kind.label());
            compiler.problem(
                Diagnostic::at(first.span(), message, "cannot be simulated")
                    .hint("take its lines out, or put a table with such a row in a data folder of your own (--data)"),
            );
        }
    }

    /// Index of the track with this key.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.track == key)
    }

    /// The rows that stand in lines.
    pub fn typed_rows(&self) -> &[&'r TrackRow] {
        &self.rows[..self.typed]
    }

    /// The rows, by index.
    pub fn rows(&self) -> &[&'r TrackRow] {
        &self.rows
    }

    /// The keys, by index.
    pub fn keys(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.track.clone()).collect()
    }
}

/// A line whose track is known.
#[derive(Debug, Clone, Copy)]
pub struct ResolvedLine<'a, 'r> {
    /// As typed.
    pub raw: &'a RawLine,
    /// Its track.
    pub row: &'r TrackRow,
    /// Index of its track.
    pub track: usize,
    /// Its place in the portfolio, 1 for the first.
    pub place: u32,
}

impl ResolvedLine<'_, '_> {
    /// Where the track stands in the file.
    pub fn track_span(&self) -> Range<usize> {
        self.raw.track.span().unwrap_or_else(|| self.raw.span.clone())
    }
}

/// Whether the track has PGY-1 positions only.
pub fn is_preliminary(row: &TrackRow) -> bool {
    row.kind == TrackKindRow::Preliminary
}

/// Whether a match to the track can leave the applicant in need of a PGY-1.
pub fn has_advanced_positions(row: &TrackRow) -> bool {
    row.kind == TrackKindRow::Mixed && row.categorical_share_pct < 100.0
}

/// The message that a track is unknown, with the one that was probably meant.
pub fn unknown_track(name: &Spanned<String>, reference: &Reference) -> Diagnostic {
    let typed = name.get_ref();
    let unknown = Diagnostic::at(name.span(), format!("unknown track {}", quoted(typed)), "no such track");
    let tracks = &reference.tracks;
    let candidates = match track_name(typed, tracks) {
        Some(TrackName::Outside(row)) => {
            return Diagnostic::at(name.span(), row.sentence(), NOT_COVERED).hint(row.look.as_str());
        }
        Some(TrackName::Ask(ask)) => return unknown.hint(ask),
        Some(TrackName::Track(row)) => vec![row.track.as_str()],
        None => meant(typed, tracks.iter().map(|row| row.track.as_str())),
    };
    let hint = did_you_mean(&candidates, |key| format!("`{key}`")).unwrap_or_else(|| {
        let keys: Vec<&str> = tracks.iter().map(|row| row.track.as_str()).collect();
        format!("known tracks: {}", keys.join(", "))
    });
    unknown.hint(hint)
}
