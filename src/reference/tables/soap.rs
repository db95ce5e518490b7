//! `soap/soap.csv`: the Supplemental Offer and Acceptance Program.

use super::sources::Origin;
use crate::model::ApplicantType;
use crate::reference::error::ReferenceError;
use crate::reference::record::{Record, quoted};
use crate::reference::table::{table, words};

words! {
    /// What a row is about.
    pub enum SoapQuantity {
        /// Share of the unmatched who are placed.
        Placed = "placed",
        /// Share of places that are categorical.
        Categorical = "categorical",
        /// Slope of the log-odds in mean strength.
        StrengthSlope = "strength_slope",
        /// Shift of the log-odds for a PGY-1 alone.
        Pgy1Shift = "pgy1_shift",
    }
}

/// Groups of applicants; an empty cell is everybody.
const GROUPS: [(&str, Option<ApplicantType>); 7] = [
    ("", None),
    ("us_md_senior", Some(ApplicantType::UsMd)),
    ("us_do_senior", Some(ApplicantType::UsDo)),
    ("us_md_graduate", Some(ApplicantType::UsMdGraduate)),
    ("us_do_graduate", Some(ApplicantType::UsDoGraduate)),
    ("us_img", Some(ApplicantType::UsImg)),
    ("non_us_img", Some(ApplicantType::NonUsImg)),
];

/// Largest shift of log-odds that is not a mistake.
const LOG_ODDS_LIMIT: f64 = 10.0;

table! {
    /// A number about SOAP.
    pub struct SoapRow: "soap/soap.csv",
        "SOAP: shares placed by type, share of categorical places, and what is assumed of them";
    key: quantity, applicant_group;
    row: group_fits;
    columns:
    /// What it is about.
    quantity: SoapQuantity = word,
    /// Whom, for shares placed.
    group[applicant_group]: Option<ApplicantType> = group,
    /// The number.
    judged[value low high origin year source_id note]: Judged = judged(match quantity {
        SoapQuantity::Placed | SoapQuantity::Categorical => (0.0, 1.0),
        SoapQuantity::StrengthSlope | SoapQuantity::Pgy1Shift => (-LOG_ODDS_LIMIT, LOG_ODDS_LIMIT),
    }),
}

fn group(record: Record<'_>) -> Result<Option<ApplicantType>, ReferenceError> {
    record.one_of("applicant_group", &GROUPS)
}

fn group_fits(record: Record<'_>, row: &SoapRow) -> Result<(), ReferenceError> {
    if row.group.is_some() == (row.quantity == SoapQuantity::Placed) {
        return Ok(());
    }
    let found = quoted(record.cell("applicant_group"));
    Err(record.wrong("applicant_group", found, "a group for `placed`, nothing for all else"))
}

impl SoapRow {
    /// What it is about, in words.
    #[must_use]
    pub fn name(&self) -> String {
        let whom = match self.group {
            None => String::new(),
            Some(kind) => format!(", {}", kind.label()),
        };
        let what = match self.quantity {
            SoapQuantity::Placed => "share of the unmatched who are placed",
            SoapQuantity::Categorical => "share of places that are categorical",
            SoapQuantity::StrengthSlope => "log-odds for each standard deviation of strength",
            SoapQuantity::Pgy1Shift => "log-odds added for a PGY-1 alone",
        };
        format!("{what}{whom}")
    }
}

/// A number with a 90% interval and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Central value.
    pub value: f64,
    /// 5% point.
    pub low: f64,
    /// 95% point.
    pub high: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Reason.
    pub note: String,
}

/// `value` within `low` and `high`, all within `least` and `most`, and where they come from.
pub(super) fn judged(record: Record<'_>, (least, most): (f64, f64)) -> Result<Judged, ReferenceError> {
    let value = record.number("value", least..=most)?;
    Ok(Judged {
        value,
        low: record.number("low", least..=value)?,
        high: record.number("high", value..=most)?,
        origin: record.word("origin")?,
        year: record.year("year")?,
        source_id: record.source("source_id")?,
        note: record.remark("note")?,
    })
}
