//! `soap/soap.csv`: the Supplemental Offer and Acceptance Program.

use super::Row;
use crate::model::ApplicantType;
use crate::reference::error::ReferenceError;
use crate::reference::keys::ORIGINS;
use crate::reference::plan_rows::{Judged, SoapQuantity, SoapRow};
use crate::reference::record::{Record, quoted};

/// Quantities.
const QUANTITIES: [(&str, SoapQuantity); 4] = [
    ("placed", SoapQuantity::Placed),
    ("categorical", SoapQuantity::Categorical),
    ("strength_slope", SoapQuantity::StrengthSlope),
    ("pgy1_shift", SoapQuantity::Pgy1Shift),
];

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

impl Row for SoapRow {
    const FILE: &'static str = "soap/soap.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/soap/soap.csv");
    const DESCRIBES: &'static str =
        "SOAP: shares placed by type, share of categorical places, and what is assumed of them";
    const COLUMNS: &'static [&'static str] =
        &["quantity", "applicant_group", "value", "low", "high", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["quantity", "applicant_group"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let quantity = record.one_of("quantity", &QUANTITIES)?;
        let group = record.one_of("applicant_group", &GROUPS)?;
        if group.is_some() != (quantity == SoapQuantity::Placed) {
            let found = quoted(&record.remark("applicant_group"));
            return Err(record.wrong("applicant_group", found, "a group for `placed`, nothing for all else"));
        }
        let range = match quantity {
            SoapQuantity::Placed | SoapQuantity::Categorical => (0.0, 1.0),
            SoapQuantity::StrengthSlope | SoapQuantity::Pgy1Shift => (-LOG_ODDS_LIMIT, LOG_ODDS_LIMIT),
        };
        Ok(Self { quantity, group, judged: judged(record, range)? })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.judged.source_id.as_str())]
    }
}

/// `value` within `low` and `high`, all within `least` and `most`, and where they come from.
pub(super) fn judged(record: Record<'_>, (least, most): (f64, f64)) -> Result<Judged, ReferenceError> {
    let value = record.number("value", least..=most)?;
    Ok(Judged {
        value,
        low: record.number("low", least..=value)?,
        high: record.number("high", value..=most)?,
        origin: record.one_of("origin", &ORIGINS)?,
        year: record.year("year")?,
        source_id: record.key("source_id")?,
        note: record.remark("note"),
    })
}
