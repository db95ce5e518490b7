//! How a row is found.

use super::load::{Reference, TableInfo};
use super::tables::{
    AllotmentRow, AssumptionRow, Covariate, EffectRow, ListingRow, ParameterRow, PoolRow, SignalTier, Source,
    SponsoredVisa, SponsorshipRow, TrackRow,
};
use crate::model::ApplicantType;

impl Reference {
    /// The track with this key.
    #[must_use]
    pub fn track(&self, id: &str) -> Option<&TrackRow> {
        self.tracks.iter().find(|row| row.track == id)
    }

    /// Programs of a track in these states: its programs in the country times the share of them that lies there.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the programs of the country")]
    pub fn programs_in(&self, track: &str, states: &[String]) -> u32 {
        let of_track = || self.programs_by_state.iter().filter(|row| row.track == track);
        let all: u32 = of_track().map(|row| row.programs).sum();
        let there: u32 = of_track().filter(|row| states.contains(&row.state)).map(|row| row.programs).sum();
        let country = self.track(track).map_or(0, |row| row.programs);
        if all == 0 { 0 } else { (f64::from(country) * f64::from(there) / f64::from(all)).round() as u32 }
    }

    /// The parameters of a track for an applicant type.
    #[must_use]
    pub fn parameters_for(&self, track: &str, kind: ApplicantType) -> Option<&ParameterRow> {
        self.parameters.iter().find(|row| row.track == track && row.applicant_type == kind)
    }

    /// Tables that the parameters were made from and that are no longer the same.
    #[must_use]
    pub fn changed_since_fit(&self) -> Vec<&'static str> {
        let made_from = |table: &TableInfo| {
            let item = format!("sha256 of {}", table.path);
            self.fit_records.iter().find(|record| record.item == item)
        };
        let is_changed = |table: &&TableInfo| made_from(table).is_some_and(|record| record.value != table.sha256);
        self.tables.iter().filter(is_changed).map(|table| table.path).collect()
    }

    /// The moments of a covariate in the pool of a track and applicant type.
    #[must_use]
    pub fn pool(&self, track: &str, kind: ApplicantType, covariate: Covariate) -> Option<&PoolRow> {
        self.pools.iter().find(|row| row.track == track && row.applicant_type == kind && row.covariate == covariate)
    }

    /// The share of a track's programs that sponsor a visa.
    #[must_use]
    pub fn sponsorship(&self, track: &str, visa: SponsoredVisa) -> Option<&SponsorshipRow> {
        self.sponsorship.iter().find(|row| row.track == track && row.visa == visa)
    }

    /// The effect with this key, for example `gold_signal`.
    #[must_use]
    pub fn effect(&self, key: &str) -> Option<&EffectRow> {
        self.effects.iter().find(|row| row.effect == key)
    }

    /// The assumption with this key, for example `strength_correlation`.
    #[must_use]
    pub fn assumption(&self, key: &str) -> Option<&AssumptionRow> {
        self.assumptions.iter().find(|row| row.assumption == key)
    }

    /// The signals of a tier that a group allows in a season.
    ///
    /// Where the season itself is not in the table, the latest one before it stands in.
    /// The season is looked up for the group, not for the tier: a tier that a group has
    /// given up is not found.
    #[must_use]
    pub fn allotment(&self, group: &str, tier: SignalTier, season: u16) -> Option<&AllotmentRow> {
        let of_group = || self.allotments.iter().filter(|row| row.signal_group == group);
        let latest = of_group().map(|row| row.season).filter(|held| *held <= season).max()?;
        of_group().find(|row| row.season == latest && row.tier == tier)
    }

    /// Share of international graduates among the PGY-1 positions of a track that were filled,
    /// above 0 and below 1; none where the tables do not say.
    #[must_use]
    pub fn img_share(&self, track: &str) -> Option<f64> {
        let filled = |is_counted: fn(ApplicantType) -> bool| -> u32 {
            let of_track = self.listings.iter().filter(|row| row.track == track && row.pgy == 1);
            of_track.filter(|row| is_counted(row.applicant_type)).map(|row| row.filled).sum()
        };
        let (imgs, all) = (filled(ApplicantType::is_img), filled(|_| true));
        (imgs > 0 && imgs < all).then(|| f64::from(imgs) / f64::from(all))
    }

    /// Applicants of a type who ranked a PGY-1 position of a track, and what they filled, in the latest year that is
    /// published.
    #[must_use]
    pub fn listing(&self, track: &str, kind: ApplicantType) -> Option<&ListingRow> {
        let of = |row: &&ListingRow| row.track == track && row.applicant_type == kind && row.pgy == 1;
        self.listings.iter().filter(of).filter(|row| row.applicants > 0).max_by_key(|row| row.year)
    }

    /// The source with this key.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|row| row.source_id == id)
    }
}
