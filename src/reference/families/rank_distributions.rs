//! `fit/rank_distributions.csv`: contiguous ranks of the matched and the not matched, as printed.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::RankDistributionRow;
use crate::reference::keys::{APPLICANT_TYPES, MATCH_OUTCOMES};
use crate::reference::record::Record;

impl Row for RankDistributionRow {
    const FILE: &'static str = "fit/rank_distributions.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/rank_distributions.csv");
    const DESCRIBES: &'static str = "contiguous ranks of the matched and the not matched, as printed";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "applicant_type",
        "outcome",
        "n",
        "min",
        "q1",
        "median",
        "q3",
        "max",
        "mean",
        "sd",
        "year",
        "source_id",
        "note",
    ];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "outcome", "year"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            outcome: record.one_of("outcome", &MATCH_OUTCOMES)?,
            n: record.whole("n", 1..=1_000_000)?,
            min: record.whole("min", 1..=10_000)?,
            q1: record.number("q1", 1.0..=10_000.0)?,
            median: record.number("median", 1.0..=10_000.0)?,
            q3: record.number("q3", 1.0..=10_000.0)?,
            max: record.whole("max", 1..=10_000)?,
            mean: record.number("mean", 1.0..=10_000.0)?,
            sd: record.positive("sd", 10_000.0)?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}
