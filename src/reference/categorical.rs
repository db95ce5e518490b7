//! How often a match to a track is categorical, by applicant type (`docs/methods.md` §7).

use super::error::ReferenceError;
use super::load::Reference;
use super::tables::{TrackKindRow, TrackRow};
use crate::model::ApplicantType;

/// Key of the number of matches that the share of a track's positions counts as.
pub const CATEGORICAL_SHARE_WEIGHT: &str = "categorical_share_weight";

/// The share of categorical positions among the matches of an applicant type to a track.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoricalShare {
    /// Share, 0 to 1.
    pub share: f64,
    /// Share of the track's positions, 0 to 1, which `share` is drawn towards.
    pub of_track: f64,
    /// What the type did; none where the tables have no counts of it, so that the track's share stands.
    pub counts: Option<CategoricalCounts>,
    /// Keys of the sources of these numbers.
    pub source_ids: Vec<String>,
}

/// What an applicant type did in a track with both kinds of positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoricalCounts {
    /// Positions that begin with PGY-1 and were filled by the type.
    pub filled: u32,
    /// Year of these.
    pub year: u16,
    /// Matches of the type to the track, of any kind.
    pub matches: f64,
    /// Matches that the share of the track's positions counts as, `m`.
    pub weight: f64,
}

impl CategoricalCounts {
    /// `(min(f, M) + m·c)/(M + m)` with `f` positions filled, `M` matches and the share `c` of the track's positions.
    #[must_use]
    pub fn share(&self, of_track: f64) -> f64 {
        let categorical = f64::from(self.filled).min(self.matches);
        (categorical + self.weight * of_track) / self.rests_on()
    }

    /// Matches that the share rests on, `M + m`: the sum of the parameters of its Beta law.
    #[must_use]
    pub fn rests_on(&self) -> f64 {
        self.matches + self.weight
    }
}

impl CategoricalShare {
    /// What the share rests on, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let percent = |share: f64| format!("{:.1}%", 100.0 * share);
        let share = percent(self.share);
        match &self.counts {
            None => format!("categorical positions: {share} of matches, as of all positions"),
            Some(CategoricalCounts { filled, year, matches, weight }) => format!(
                "categorical positions: {share} of matches ({filled} PGY-1 positions filled in {year}, {matches:.0} \
                 matches; {} of all positions, counted as {weight} matches)",
                percent(self.of_track)
            ),
        }
    }
}

impl Reference {
    /// The share of categorical positions among the matches of a type to a track of both kinds; none for tracks
    /// of one kind.
    ///
    /// # Errors
    ///
    /// When the number of matches that the track's share counts as has no row.
    pub fn categorical_share(
        &self,
        track: &TrackRow,
        kind: ApplicantType,
    ) -> Result<Option<CategoricalShare>, ReferenceError> {
        if track.kind != TrackKindRow::Mixed {
            return Ok(None);
        }
        let of_track = track.categorical_share_pct / 100.0;
        let mut source_ids = vec![track.categorical_share_source_id.clone()];
        let counts = self.categorical_counts(&track.track, kind, &mut source_ids)?;
        let share = counts.map_or(of_track, |counts| counts.share(of_track));
        Ok(Some(CategoricalShare { share, of_track, counts, source_ids }))
    }

    /// The latest PGY-1 positions filled, and the matches: applicants who prefer the track times the share matched.
    fn categorical_counts(
        &self,
        track: &str,
        kind: ApplicantType,
        source_ids: &mut Vec<String>,
    ) -> Result<Option<CategoricalCounts>, ReferenceError> {
        let listings = self.listings.iter();
        let of_type = listings.filter(|row| row.track == track && row.applicant_type == kind && row.pgy == 1);
        let listing = of_type.max_by_key(|row| row.year);
        let population = self.population.iter().find(|row| row.track == track && row.applicant_type == kind);
        let (Some(listing), Some(population), Some((matched, matched_source_id))) =
            (listing, population, self.share_matched(track, kind))
        else {
            return Ok(None);
        };
        source_ids.extend([&listing.source_id, &population.source_id, matched_source_id].map(Clone::clone));
        Ok(Some(CategoricalCounts {
            filled: listing.filled,
            year: listing.year,
            matches: f64::from(population.first_choice_applicants) * matched,
            weight: self.assumed(CATEGORICAL_SHARE_WEIGHT)?,
        }))
    }

    /// The share of those who prefer a track that matched to it, with its source: counted, or else the rate that
    /// the parameters of the type are solved from.
    fn share_matched(&self, track: &str, kind: ApplicantType) -> Option<(f64, &String)> {
        let counts = self.match_counts.iter().filter(|row| row.track == track && row.applicant_type == kind);
        let counts = counts.filter(|row| row.matched + row.not_matched > 0);
        let counted = counts
            .max_by_key(|row| row.year)
            .map(|row| (f64::from(row.matched) / f64::from(row.matched + row.not_matched), &row.source_id));
        let target = || self.targets.iter().find(|row| row.track == track && row.applicant_type == kind);
        counted.or_else(|| target().map(|row| (row.match_rate, &row.source_id)))
    }
}
