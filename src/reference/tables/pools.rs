//! `pools/pools.csv`: covariates of the applicants of a track.

use std::ops::RangeInclusive;

use super::sources::Origin;
use crate::model::ApplicantType;
use crate::reference::table::{table, words};

words! {
    /// A covariate of the pools.
    pub enum Covariate {
        /// USMLE Step 2 CK score.
        Step2Ck = "step2_ck",
        /// Years since graduation.
        YearsSinceGraduation = "years_since_graduation",
        /// Months of clinical experience in the United States, counted up to 12.
        UsClinicalMonths = "us_clinical_months",
        /// `ln(1 + publications)`.
        LnPublications = "ln_publications",
    }
}

table! {
    /// Moments of a covariate in a pool.
    pub struct PoolRow: "pools/pools.csv", "mean and spread of covariates by track and applicant type";
    key: track, applicant_type, covariate;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    covariate: Covariate = word,
    mean: f64 = number(limits(covariate).0),
    /// Standard deviation.
    sd: f64 = number(0.0..=limits(covariate).1),
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
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
