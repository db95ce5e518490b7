//! `fees/`: what applying costs.

use crate::reference::error::ReferenceError;
use crate::reference::fees::check_tiers;
use crate::reference::record::{Record, quoted};
use crate::reference::table::{table, words};

/// Largest fee that is not a mistake, United States dollars.
const USD_LIMIT: f64 = 100_000.0;

words! {
    /// What a fee is charged for.
    pub enum FeeItem {
        /// Application, a flat price for the whole tier, per specialty.
        ApplicationFlat = "application_flat",
        /// Application, each program of the tier, per specialty.
        ApplicationEach = "application_each",
        /// NRMP registration, once.
        Registration = "registration",
        /// NRMP rank beyond those included, each.
        ExtraRank = "extra_rank",
        /// USMLE transcript, once a season.
        UsmleTranscript = "usmle_transcript",
        /// COMLEX transcript, once a season.
        ComlexTranscript = "comlex_transcript",
    }
}

table! {
    /// One fee.
    pub struct FeeRow: "fees/schedule.csv", "fees of ERAS, ResidencyCAS and the NRMP by season";
    key: season, item, specialty, tier_from;
    row: check_tier;
    together: check_tiers;
    columns:
    /// Season: the year of the Match.
    season: u16 = year,
    /// What it is charged for.
    item: FeeItem = word,
    /// ERAS specialty with application fees of its own from this season on; none is every other one.
    specialty: Option<String> = optional_key,
    /// First program of the tier, 1-based.
    tier_from: Option<u32> = optional_whole(1..=100_000),
    /// Last program of the tier; none is open.
    tier_to: Option<u32> = optional_whole(1..=100_000),
    /// Price in United States dollars.
    usd: f64 = number(0.0..=USD_LIMIT),
    source_id: String = source,
    note: String = remark,
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

table! {
    /// A total that the publisher prints as an example.
    pub struct WorkedTotalRow: "fees/worked_totals.csv",
        "totals that the publisher prints as examples, to check the fees against";
    key: season, applications;
    row: has_counts;
    columns:
    season: u16 = year,
    /// Applications per specialty, as `specialty:number` separated by `+`.
    applications: String = text,
    /// Printed total in United States dollars.
    usd: f64 = positive(USD_LIMIT),
    source_id: String = source,
    note: String = remark,
}

fn has_counts(record: Record<'_>, row: &WorkedTotalRow) -> Result<(), ReferenceError> {
    let expected = "specialty:number, several joined by `+`";
    match row.counts() {
        Some(_) => Ok(()),
        None => Err(record.wrong("applications", quoted(&row.applications), expected)),
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
