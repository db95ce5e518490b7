//! `visa/sponsorship.csv`: share of programs that sponsor a visa.

use super::sources::Origin;
use crate::reference::table::{table, words};

words! {
    /// A visa that a program may sponsor.
    pub enum SponsoredVisa {
        /// J-1.
        J1 = "j1",
        /// H-1B.
        H1b = "h1b",
    }
}

words! {
    /// What a waiver of the two years at home after a J-1 would rest on.
    pub enum WaiverService {
        /// Primary care or general psychiatry.
        PrimaryCare = "primary_care",
        /// A specialty that a place has to show its need of.
        Specialist = "specialist",
    }
}

table! {
    /// What a J-1 leads to after a residency.
    pub struct WaiverRow: "visa/waivers.csv", "what a waiver of the two years at home after a J-1 rests on";
    key: track;
    columns:
    track: String = track,
    /// What it rests on.
    service: WaiverService = word,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// Share of programs that sponsor a visa.
    pub struct SponsorshipRow: "visa/sponsorship.csv", "share of programs that sponsor a J-1 or an H-1B";
    key: track, visa;
    columns:
    track: String = track,
    visa: SponsoredVisa = word,
    /// Share of programs, 0 to 1.
    share: f64 = number(0.0..=1.0),
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}
