//! `pools/pools.csv`: covariates of the applicants of a track.

use std::ops::RangeInclusive;

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::{APPLICANT_TYPES, COVARIATES, ORIGINS};
use crate::reference::record::Record;
use crate::reference::rows::{Covariate, PoolRow};

impl Row for PoolRow {
    const FILE: &'static str = "pools/pools.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/pools/pools.csv");
    const DESCRIBES: &'static str = "mean and spread of covariates by track and applicant type";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "covariate", "mean", "sd", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "covariate"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let covariate = record.one_of("covariate", &COVARIATES)?;
        let (means, sd_limit) = limits(covariate);
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            covariate,
            mean: record.number("mean", means)?,
            sd: record.number("sd", 0.0..=sd_limit)?,
            origin: record.one_of("origin", &ORIGINS)?,
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

/// Range of the mean and largest standard deviation of a covariate. A standard
/// deviation of 0 is allowed: US seniors all have 12 months of clinical experience.
fn limits(covariate: Covariate) -> (RangeInclusive<f64>, f64) {
    match covariate {
        Covariate::Step2Ck => (100.0..=300.0, 100.0),
        Covariate::YearsSinceGraduation => (0.0..=60.0, 30.0),
        Covariate::UsClinicalMonths => (0.0..=12.0, 12.0),
        Covariate::LnPublications => (0.0..=10.0, 5.0),
    }
}
