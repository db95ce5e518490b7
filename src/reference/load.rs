//! Reads every table and checks what holds between them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::csv::Table;
use super::error::{ReferenceError, nearest};
use super::families::Row;
use super::fees;
use super::files::Files;
use super::keys::{ASSUMPTIONS, EFFECTS};
use super::plan_prior::check_pathways;
use super::prior::covariance_of;
use super::record::{Record, quoted};
use super::rows::{
    AllotmentRow, AssumptionRow, CovarianceRow, EffectRow, FeeRow, ParameterRow, Source, TrackRow, WorkedTotalRow,
};
use super::tables::{Reference, TableInfo};
use crate::model::fitted::PARAMETERS;
use crate::model::symmetric::cholesky;

impl Reference {
    /// The tables shipped with the program.
    ///
    /// # Errors
    ///
    /// When a shipped table is wrong, which the tests of this crate exclude.
    pub fn embedded() -> Result<Self, ReferenceError> {
        Loader::new(Files::Embedded).load()
    }

    /// The tables of a folder, at the same relative paths as the shipped ones.
    ///
    /// # Errors
    ///
    /// When a table is missing, unreadable or wrong; the message names file, row and column.
    pub fn from_directory(folder: &Path) -> Result<Self, ReferenceError> {
        Loader::new(Files::Directory(folder.to_owned())).load()
    }
}

/// Reads one table after the other, knowing what the earlier ones hold.
pub(super) struct Loader {
    files: Files,
    sources: BTreeSet<String>,
    tracks: BTreeSet<String>,
    tables: Vec<TableInfo>,
}

impl Loader {
    pub(super) fn new(files: Files) -> Self {
        Self { files, sources: BTreeSet::new(), tracks: BTreeSet::new(), tables: Vec::new() }
    }

    /// Sources and tracks, which rows of other tables name.
    pub(super) fn named(&mut self) -> Result<(Vec<Source>, Vec<TrackRow>), ReferenceError> {
        let sources: Vec<Source> = self.table()?;
        self.sources = sources.iter().map(|row| row.source_id.clone()).collect();
        let tracks: Vec<TrackRow> = self.table()?;
        self.tracks = tracks.iter().map(|row| row.track.clone()).collect();
        Ok((sources, tracks))
    }

    fn load(mut self) -> Result<Reference, ReferenceError> {
        let (sources, tracks) = self.named()?;
        let (parameters, covariances) = self.parameters()?;
        let reference = Reference {
            parameters,
            covariances,
            fit_records: self.table()?,
            applicants: self.table()?,
            targets: self.table()?,
            match_counts: self.table()?,
            rank_distributions: self.table()?,
            step2_outcomes: self.table()?,
            score_bands: self.table()?,
            interview_counts: self.table()?,
            invitation_rates: self.table()?,
            listings: self.table()?,
            pools: self.table()?,
            effects: self.effects()?,
            assumptions: self.assumptions()?,
            sponsorship: self.table()?,
            allotments: self.allotments(&tracks)?,
            sources,
            tracks,
            fees: self.fees()?,
            worked_totals: self.table::<WorkedTotalRow>()?,
            figures: self.table()?,
            population: self.table()?,
            forecasts: self.table()?,
            published: self.table()?,
            soap: self.table()?,
            activities: self.table()?,
            groups: self.table()?,
            states: self.table()?,
            transitions: self.table()?,
            tables: self.tables,
        };
        check_pathways(&reference)?;
        Ok(reference)
    }

    /// Reads one table and checks keys, sources and tracks.
    pub(super) fn table<R: Row>(&mut self) -> Result<Vec<R>, ReferenceError> {
        let text = self.files.text(R::FILE, R::EMBEDDED)?;
        let mut rows = Vec::new();
        let mut used = BTreeSet::new();
        match Table::read(R::FILE, &text, R::COLUMNS) {
            Err(ReferenceError::Empty { .. }) if R::MAY_BE_EMPTY => {}
            table => {
                let table = table?;
                check_keys::<R>(&table)?;
                for number in 0..table.lines.len() {
                    let record = Record::new(&table, number);
                    let row = R::parse(record)?;
                    self.check_references(record, &row)?;
                    used.extend(row.sources().into_iter().map(|(_, id)| id.to_owned()));
                    rows.push(row);
                }
            }
        }
        let sources = used.into_iter().collect();
        let sha256 = format!("{:x}", Sha256::digest(text.as_bytes()));
        self.tables.push(TableInfo { path: R::FILE, rows: rows.len(), describes: R::DESCRIBES, sources, sha256 });
        Ok(rows)
    }

    /// Every source and track that a row names must be known.
    fn check_references<R: Row>(&self, record: Record<'_>, row: &R) -> Result<(), ReferenceError> {
        for (column, id) in row.sources() {
            if !self.sources.contains(id) {
                let hint = nearest(id, self.sources.iter().map(String::as_str));
                return Err(record.wrong(column, quoted(id), format!("a source_id of {}{hint}", Source::FILE)));
            }
        }
        match row.track() {
            Some(track) if !self.tracks.contains(track) => {
                let hint = nearest(track, self.tracks.iter().map(String::as_str));
                Err(record.wrong("track", quoted(track), format!("a track of {}{hint}", TrackRow::FILE)))
            }
            _ => Ok(()),
        }
    }

    fn parameters(&mut self) -> Result<(Vec<ParameterRow>, Vec<CovarianceRow>), ReferenceError> {
        let parameters: Vec<ParameterRow> = self.table()?;
        let covariances: Vec<CovarianceRow> = self.table()?;
        parameters.iter().try_for_each(|row| check_covariances(row, &covariances))?;
        Ok((parameters, covariances))
    }

    fn effects(&mut self) -> Result<Vec<EffectRow>, ReferenceError> {
        let rows: Vec<EffectRow> = self.table()?;
        check_complete::<EffectRow>(&EFFECTS, |key| rows.iter().any(|row| row.effect == key))?;
        Ok(rows)
    }

    fn assumptions(&mut self) -> Result<Vec<AssumptionRow>, ReferenceError> {
        let rows: Vec<AssumptionRow> = self.table()?;
        let keys = ASSUMPTIONS.map(|(key, _, _)| key);
        check_complete::<AssumptionRow>(&keys, |key| rows.iter().any(|row| row.assumption == key))?;
        Ok(rows)
    }

    fn allotments(&mut self, tracks: &[TrackRow]) -> Result<Vec<AllotmentRow>, ReferenceError> {
        let rows: Vec<AllotmentRow> = self.table()?;
        let groups: BTreeSet<&str> = tracks.iter().filter_map(|track| track.signal_group.as_deref()).collect();
        match groups.iter().find(|group| !rows.iter().any(|row| row.signal_group == **group)) {
            None => Ok(rows),
            Some(missing) => Err(ReferenceError::MissingKey {
                file: AllotmentRow::FILE,
                column: "signal_group",
                key: (*missing).to_owned(),
                expected: format!("the signal groups of {}", TrackRow::FILE),
            }),
        }
    }

    fn fees(&mut self) -> Result<Vec<FeeRow>, ReferenceError> {
        let rows: Vec<FeeRow> = self.table()?;
        fees::check_tiers(&rows)?;
        Ok(rows)
    }
}

/// No two rows of a table may have the same key.
fn check_keys<R: Row>(table: &Table) -> Result<(), ReferenceError> {
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for number in 0..table.lines.len() {
        let key: Vec<&str> = R::KEY.iter().map(|column| table.cell(number, column)).collect();
        if let Some(first) = seen.get(&key) {
            return Err(ReferenceError::RepeatedKey {
                place: table.place(number),
                column: R::KEY.join(", "),
                key: quoted(&key.join(", ")),
                first_row: first + 1,
            });
        }
        seen.insert(key, number);
    }
    Ok(())
}

/// How far a printed variance may be from the square of its printed standard deviation, relative to it.
const ROUNDING: f64 = 0.02;

/// The covariances of a row must be complete, have a root, and be those of its standard deviations.
fn check_covariances(row: &ParameterRow, covariances: &[CovarianceRow]) -> Result<(), ReferenceError> {
    let covariance = covariance_of(row, covariances)?;
    let wrong = |problem| {
        let whom = format!("track `{}` and applicant type `{}`", row.track, row.applicant_type.key());
        Err(ReferenceError::WrongCovariances { file: CovarianceRow::FILE, whom, problem })
    };
    if cholesky(&covariance).is_none() {
        return wrong("are not positive definite");
    }
    let sds = row.sds;
    let agrees = |i: usize| (covariance[i][i] / (sds[i] * sds[i]) - 1.0).abs() < ROUNDING;
    if (0..PARAMETERS).all(agrees) {
        Ok(())
    } else {
        wrong("are not those of the standard deviations in parameters/fitted.csv")
    }
}

/// Every key that the program needs must have a row.
fn check_complete<R: Row>(keys: &[&str], has_row: impl Fn(&str) -> bool) -> Result<(), ReferenceError> {
    match keys.iter().find(|key| !has_row(key)) {
        None => Ok(()),
        Some(missing) => Err(ReferenceError::MissingKey {
            file: R::FILE,
            column: R::KEY.first().copied().unwrap_or_default(),
            key: (*missing).to_owned(),
            expected: keys.join(", "),
        }),
    }
}
