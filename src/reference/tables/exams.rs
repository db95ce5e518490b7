//! `exams/concordance.csv`: what a score of another examination corresponds to.

use super::sources::Origin;
use crate::reference::table::{table, words};

words! {
    /// An examination that stands in for Step 2 CK.
    pub enum OtherExam {
        /// COMLEX-USA Level 2-CE.
        ComlexLevel2 = "comlex_level_2",
    }
}

table! {
    /// A straight line from the score of another examination to that of Step 2 CK.
    pub struct ConcordanceRow: "exams/concordance.csv", "Step 2 CK scores that scores of another examination correspond to";
    key: exam;
    columns:
    exam: OtherExam = word,
    /// Score that the line is centered on.
    center: f64 = number(1.0..=999.0),
    /// Step 2 CK that corresponds to it.
    step2_ck_at_center: f64 = number(100.0..=300.0),
    /// Points of Step 2 CK for each point.
    step2_ck_per_point: f64 = positive(1.0),
    /// Standard deviation of Step 2 CK around the line.
    sd: f64 = positive(100.0),
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}
