//! What applying costs by the fee schedule of a season.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ReferenceError;
use super::load::Reference;
use super::table::Row as _;
use super::tables::{FeeItem, FeeRow};

/// A run of applications in one specialty that are priced alike.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tier {
    /// First application of the tier, 1-based.
    from: u32,
    /// Last application of the tier; none is open.
    to: Option<u32>,
    /// Price in United States dollars.
    usd: f64,
    /// Whether the price is for the whole tier, not for each application.
    is_flat: bool,
}

impl Tier {
    /// What `count` applications in one specialty pay in this tier.
    fn cost(&self, count: u32) -> f64 {
        let last = self.to.map_or(count, |to| to.min(count));
        let within = last.saturating_sub(self.from - 1);
        match (self.is_flat, within) {
            (_, 0) => 0.0,
            (true, _) => self.usd,
            (false, _) => self.usd * f64::from(within),
        }
    }
}

/// A fee charged once, with the season it is known for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Once {
    season: u16,
    usd: f64,
}

/// The application fees of a specialty that has left ERAS.
#[derive(Clone, Debug, PartialEq)]
struct Apart {
    tiers: Vec<Tier>,
    /// Whether no open source gives the prices.
    is_assumed: bool,
}

/// Source of what this project assumes.
const ASSUMED: &str = "matchfolio_assumption";

/// The fees of one season, in United States dollars.
///
/// Each part is of the latest season not after the one asked for, since not every
/// publisher prints every fee every year.
#[derive(Clone, Debug, PartialEq)]
pub struct FeeSchedule {
    tiers: Vec<Tier>,
    applications_season: u16,
    /// Tiers of specialties that are applied to through a service of their own.
    apart: BTreeMap<String, Apart>,
    registration: Once,
    extra_rank: Once,
    usmle_transcript: Once,
    comlex_transcript: Once,
}

impl Reference {
    /// The fees of a season; none if the tables hold no such fee up to that season.
    #[must_use]
    pub fn fee_schedule(&self, season: u16) -> Option<FeeSchedule> {
        let applications_season = seasons(&self.fees, None).into_iter().rfind(|held| *held <= season)?;
        Some(FeeSchedule {
            tiers: tiers(&self.fees, applications_season, None),
            applications_season,
            apart: apart(&self.fees, season),
            registration: once(&self.fees, FeeItem::Registration, season)?,
            extra_rank: once(&self.fees, FeeItem::ExtraRank, season)?,
            usmle_transcript: once(&self.fees, FeeItem::UsmleTranscript, season)?,
            comlex_transcript: once(&self.fees, FeeItem::ComlexTranscript, season)?,
        })
    }
}

impl FeeRow {
    /// Whether the fee is for applications, in tiers.
    #[must_use]
    pub fn is_application(&self) -> bool {
        matches!(self.item, FeeItem::ApplicationFlat | FeeItem::ApplicationEach)
    }
}

impl FeeSchedule {
    /// Application fees for numbers of applications by ERAS specialty.
    ///
    /// Tiers start anew in each specialty; several counts of one specialty add up first. A specialty that has
    /// left ERAS for another service has tiers of its own.
    pub fn applications<'a>(&self, counts: impl Iterator<Item = (&'a str, u32)>) -> f64 {
        let mut by_specialty: BTreeMap<&str, u32> = BTreeMap::new();
        for (specialty, count) in counts {
            let sum = by_specialty.entry(specialty).or_default();
            *sum = sum.saturating_add(count);
        }
        by_specialty.into_iter().map(|(specialty, count)| self.in_one_specialty(specialty, count)).sum()
    }

    /// Whether a specialty is applied to outside ERAS, through ResidencyCAS.
    #[must_use]
    pub fn is_apart(&self, specialty: &str) -> bool {
        self.apart.contains_key(specialty)
    }

    /// Whether no open source gives the application fees of a specialty.
    #[must_use]
    pub fn is_assumed(&self, specialty: &str) -> bool {
        self.apart.get(specialty).is_some_and(|apart| apart.is_assumed)
    }

    /// NRMP registration, once.
    #[must_use]
    pub fn registration(&self) -> f64 {
        self.registration.usd
    }

    /// USMLE transcript, once a season.
    #[must_use]
    pub fn usmle_transcript(&self) -> f64 {
        self.usmle_transcript.usd
    }

    /// COMLEX transcript, once a season.
    #[must_use]
    pub fn comlex_transcript(&self) -> f64 {
        self.comlex_transcript.usd
    }

    /// Each NRMP rank beyond those included in the registration.
    #[must_use]
    pub fn extra_rank(&self) -> f64 {
        self.extra_rank.usd
    }

    /// Season of the application fees.
    #[must_use]
    pub fn applications_season(&self) -> u16 {
        self.applications_season
    }

    /// Season of the registration fee.
    #[must_use]
    pub fn registration_season(&self) -> u16 {
        self.registration.season
    }

    /// Season of the fee for extra ranks.
    #[must_use]
    pub fn extra_rank_season(&self) -> u16 {
        self.extra_rank.season
    }

    /// Season of the USMLE transcript fee.
    #[must_use]
    pub fn usmle_transcript_season(&self) -> u16 {
        self.usmle_transcript.season
    }

    /// Season of the COMLEX transcript fee.
    #[must_use]
    pub fn comlex_transcript_season(&self) -> u16 {
        self.comlex_transcript.season
    }

    fn in_one_specialty(&self, specialty: &str, count: u32) -> f64 {
        let tiers = self.apart.get(specialty).map_or(&self.tiers, |apart| &apart.tiers);
        tiers.iter().map(|tier| tier.cost(count)).sum()
    }
}

/// The application fees of a specialty of its own, or of every other one.
fn of_specialty<'f>(fees: &'f [FeeRow], specialty: Option<&str>) -> impl Iterator<Item = &'f FeeRow> {
    fees.iter().filter(move |row| row.is_application() && row.specialty.as_deref() == specialty)
}

/// The seasons with application fees, first to last.
fn seasons(fees: &[FeeRow], specialty: Option<&str>) -> BTreeSet<u16> {
    of_specialty(fees, specialty).map(|row| row.season).collect()
}

/// The specialties with application fees of their own.
fn specialties(fees: &[FeeRow]) -> BTreeSet<&str> {
    fees.iter().filter_map(|row| row.specialty.as_deref()).collect()
}

/// The specialties that have left ERAS by a season, with the newest fees up to it.
fn apart(fees: &[FeeRow], season: u16) -> BTreeMap<String, Apart> {
    let of = |specialty: &str| {
        let newest = seasons(fees, Some(specialty)).into_iter().rfind(|held| *held <= season)?;
        let is_assumed =
            of_specialty(fees, Some(specialty)).any(|row| row.season == newest && row.source_id == ASSUMED);
        Some((specialty.to_owned(), Apart { tiers: tiers(fees, newest, Some(specialty)), is_assumed }))
    };
    specialties(fees).into_iter().filter_map(of).collect()
}

/// The tiers of a season, first to last.
fn tiers(fees: &[FeeRow], season: u16, specialty: Option<&str>) -> Vec<Tier> {
    let mut tiers: Vec<Tier> = of_specialty(fees, specialty)
        .filter(|row| row.season == season)
        .filter_map(|row| {
            let is_flat = row.item == FeeItem::ApplicationFlat;
            row.tier_from.map(|from| Tier { from, to: row.tier_to, usd: row.usd, is_flat })
        })
        .collect();
    tiers.sort_by_key(|tier| tier.from);
    tiers
}

/// The latest fee of an item up to a season.
fn once(fees: &[FeeRow], item: FeeItem, season: u16) -> Option<Once> {
    fees.iter()
        .filter(|row| row.item == item && row.season <= season)
        .max_by_key(|row| row.season)
        .map(|row| Once { season: row.season, usd: row.usd })
}

/// The tiers of each season must start at 1, leave no gap and end open.
pub(super) fn check_tiers(reference: &Reference) -> Result<(), ReferenceError> {
    let fees = &reference.fees;
    let groups = std::iter::once(None).chain(specialties(fees).into_iter().map(Some));
    for (group, season) in groups.flat_map(|group| seasons(fees, group).into_iter().map(move |season| (group, season)))
    {
        let mut next = Some(1);
        for tier in tiers(fees, season, group) {
            if next != Some(tier.from) {
                return Err(broken_tiers(season, next, Some(tier.from)));
            }
            next = tier.to.map(|to| to + 1);
        }
        if next.is_some() {
            return Err(broken_tiers(season, next, None));
        }
    }
    Ok(())
}

/// The error for tiers of a season that do not continue as they must.
fn broken_tiers(season: u16, next: Option<u32>, found: Option<u32>) -> ReferenceError {
    let words = |tier: Option<u32>| tier.map_or("none".to_owned(), |from| format!("one from {from}"));
    ReferenceError::BrokenTiers { file: FeeRow::FILE, season, found: words(found), expected: words(next) }
}
