//! `fees/schedule.csv` and `fees/worked_totals.csv`: what applying costs.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::FEE_ITEMS;
use crate::reference::record::{Record, quoted};
use crate::reference::rows::{FeeItem, FeeRow, WorkedTotalRow};

/// Largest fee that is not a mistake, United States dollars.
const USD_LIMIT: f64 = 100_000.0;

impl Row for FeeRow {
    const FILE: &'static str = "fees/schedule.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fees/schedule.csv");
    const DESCRIBES: &'static str = "fees of ERAS, ResidencyCAS and the NRMP by season";
    const COLUMNS: &'static [&'static str] =
        &["season", "item", "tier_from", "tier_to", "usd", "specialty", "source_id", "note"];
    const KEY: &'static [&'static str] = &["season", "item", "specialty", "tier_from"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let row = Self {
            season: record.year("season")?,
            item: record.one_of("item", &FEE_ITEMS)?,
            specialty: record.optional_key("specialty")?,
            tier_from: record.optional_whole("tier_from", 1..=100_000)?,
            tier_to: record.optional_whole("tier_to", 1..=100_000)?,
            usd: record.number("usd", 0.0..=USD_LIMIT)?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        };
        check_tier(record, &row)?;
        Ok(row)
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}

/// Application fees have a tier, all others have none.
fn check_tier(record: Record<'_>, row: &FeeRow) -> Result<(), ReferenceError> {
    let is_tiered = matches!(row.item, FeeItem::ApplicationFlat | FeeItem::ApplicationEach);
    if let Some(specialty) = row.specialty.as_ref().filter(|_| !is_tiered) {
        return Err(record.wrong("specialty", quoted(specialty), "nothing, as this fee is charged once"));
    }
    match (row.tier_from, row.tier_to) {
        (None, None) if !is_tiered => Ok(()),
        (Some(from), to) if is_tiered && to.is_none_or(|to| to >= from) => Ok(()),
        (Some(_), Some(to)) if is_tiered => {
            Err(record.wrong("tier_to", to.to_string(), "at least `tier_from`, or nothing for an open tier"))
        }
        (None, _) if is_tiered => Err(record.wrong("tier_from", "nothing", "the first program of the tier")),
        _ => Err(record.wrong("tier_from", "a tier", "no tier, as this fee is charged once")),
    }
}

impl Row for WorkedTotalRow {
    const FILE: &'static str = "fees/worked_totals.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fees/worked_totals.csv");
    const DESCRIBES: &'static str = "totals that the publisher prints as examples, to check the fees against";
    const COLUMNS: &'static [&'static str] = &["season", "applications", "usd", "source_id", "note"];
    const KEY: &'static [&'static str] = &["season", "applications"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let row = Self {
            season: record.year("season")?,
            applications: record.text("applications")?,
            usd: record.positive("usd", USD_LIMIT)?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        };
        if row.counts().is_none() {
            let expected = "specialty:number, several joined by `+`";
            return Err(record.wrong("applications", quoted(&row.applications), expected));
        }
        Ok(row)
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}

impl WorkedTotalRow {
    /// Applications per ERAS specialty; none if the text is not of that form.
    #[must_use]
    pub fn counts(&self) -> Option<Vec<(&str, u32)>> {
        self.applications
            .split('+')
            .map(|part| {
                let (specialty, number) = part.split_once(':')?;
                Some((specialty, number.parse().ok()?))
            })
            .collect()
    }
}
