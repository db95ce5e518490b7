//! What the model needs to know of its parameters, put together from the rows.

use super::categorical::CategoricalShare;
use super::error::ReferenceError;
use super::load::Reference;
use super::record::Word as _;
use super::table::Row;
use super::tables::{
    ApplicantRow, AssumptionRow, CovarianceRow, Covariate, EffectRow, ParameterRow, PoolRow, SignalTier, SponsoredVisa,
    SponsorshipRow, TrackKindRow, TrackRow, covariance_of,
};
use crate::model::{
    ApplicantType, Assumption, AssumptionsPrior, EffectsPrior, FittedLaw, Home, ParameterPrior, PoolMoments,
    PoolProfile, PriorShape, SignalCounts, Spread, TrackKind, TrackPrior,
};

/// Half the width of a 90% interval of a standard normal, `Φ⁻¹(0.95)`.
pub(super) const HALF_WIDTH_90: f64 = 1.644_853_626_951_472_2;

/// Keys of the two radiology tracks, which read the same file (`docs/methods.md` §2).
const RADIOLOGY: (&str, &str) = ("interventional_radiology_integrated", "diagnostic_radiology");

/// The radiology whose letters count for that of this key too; none if it is no radiology.
#[must_use]
pub fn other_radiology(key: &str) -> Option<&'static str> {
    let (interventional, diagnostic) = RADIOLOGY;
    match key {
        _ if key == interventional => Some(diagnostic),
        _ if key == diagnostic => Some(interventional),
        _ => None,
    }
}

/// The season whose signals stand behind the published rates.
const FITTED_SEASON: u16 = 2026;

/// The published average applicant that the parameters of a track stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average {
    /// Applications to the track.
    pub mean_applications: u32,
    /// Share that needs a visa, 0 to 1.
    pub visa_need_share: f64,
}

impl Reference {
    /// What is known of the parameters of some tracks for one applicant type.
    ///
    /// The applicant belongs to the pool of the first track given that is not a preliminary one.
    ///
    /// # Errors
    ///
    /// When a track is unknown, or has no parameters, pool or sponsorship row for the type.
    pub fn prior(&self, kind: ApplicantType, tracks: &[String]) -> Result<ParameterPrior, ReferenceError> {
        let position = |id: &str| tracks.iter().position(|track| track == id);
        let tracks_of_kind = tracks.iter().map(|track| self.fitted_prior(kind, track));
        let priors = tracks_of_kind.collect::<Result<Vec<TrackPrior>, ReferenceError>>()?;
        Ok(ParameterPrior {
            home: priors
                .iter()
                .position(|track| track.kind != TrackKind::Preliminary)
                .map_or(Home::Unknown, Home::Track),
            tracks: priors,
            effects: self.effects_prior()?,
            assumptions: self.assumptions_prior()?,
            radiology_pair: position(RADIOLOGY.0).zip(position(RADIOLOGY.1)),
        })
    }

    fn fitted_prior(&self, kind: ApplicantType, id: &str) -> Result<TrackPrior, ReferenceError> {
        self.track(id).ok_or_else(|| not_covered::<TrackRow>("track", format!("`{id}`")))?;
        let row =
            self.parameters_for(id, kind).ok_or_else(|| not_covered::<ParameterRow>("parameters", whom(id, kind)))?;
        let average = Average { mean_applications: row.mean_applications, visa_need_share: row.visa_need_share };
        let law = FittedLaw::new(row.center, &covariance_of(row, &self.covariances)?);
        let law = law.ok_or_else(|| not_covered::<CovarianceRow>("joint law", whom(id, kind)))?;
        self.track_prior(kind, id, average, law)
    }

    /// What is known of a track whose parameters have this law, `average` being who they stand for.
    ///
    /// # Errors
    ///
    /// When the track is unknown, or has no pool or sponsorship row for the type.
    pub fn track_prior(
        &self,
        kind: ApplicantType,
        id: &str,
        average: Average,
        fitted: FittedLaw,
    ) -> Result<TrackPrior, ReferenceError> {
        let track = self.track(id).ok_or_else(|| not_covered::<TrackRow>("track", format!("`{id}`")))?;
        let categorical = self.categorical_share(track, kind)?;
        Ok(TrackPrior {
            id: track.track.clone(),
            name: track.name.clone(),
            short_name: track.short_name.clone(),
            kind: track_kind(track, categorical.as_ref()),
            categorical_matches: categorical.and_then(|of| of.counts).map(|counts| counts.rests_on()),
            pool_programs: track.programs,
            sponsor_share_j1: self.sponsor_share(id, SponsoredVisa::J1)?,
            sponsor_share_h1b: self.sponsor_share(id, SponsoredVisa::H1b)?,
            mean_applications: average.mean_applications,
            visa_need_share: average.visa_need_share,
            rate_counts_everyone: kind.is_us_senior(),
            fitted,
            pool: self.pool_profile(id, kind)?,
            markets: Vec::new(),
            usual_signals: self.usual_signals(track, FITTED_SEASON),
        })
    }

    /// The signals that an applicant to `track` usually sends in a season: all of its allotment, and of one that
    /// interventional radiology shares with diagnostic radiology half (an assumption), since nearly all who apply to the
    /// first apply to the second too.
    #[must_use]
    pub fn usual_signals(&self, track: &TrackRow, season: u16) -> SignalCounts {
        let share = if track.track == RADIOLOGY.0 { 2 } else { 1 };
        let allotted = |tier| {
            let group = track.signal_group.as_deref();
            group.and_then(|group| self.allotment(group, tier, season)).map_or(0, |row| row.signals / share)
        };
        SignalCounts {
            gold: allotted(SignalTier::Gold),
            silver: allotted(SignalTier::Silver),
            plain: allotted(SignalTier::Single),
        }
    }

    /// The average applicant that the fit of a track is about.
    ///
    /// # Errors
    ///
    /// When there is no row for the track and type.
    pub fn fitted_average(&self, id: &str, kind: ApplicantType) -> Result<Average, ReferenceError> {
        let row = self.applicants.iter().find(|row| row.track == id && row.applicant_type == kind);
        row.map(|row| Average { mean_applications: row.mean_applications, visa_need_share: row.visa_need_share })
            .ok_or_else(|| not_covered::<ApplicantRow>("average applicant", whom(id, kind)))
    }

    /// What is known of the effect of 10 points of Step 2 CK before a fit.
    ///
    /// # Errors
    ///
    /// When it has no row.
    pub fn step2_prior(&self) -> Result<Spread, ReferenceError> {
        let row = self.effect("step2_ck_per_10").map(EffectRow::spread);
        row.ok_or_else(|| not_covered::<EffectRow>("effect", "`step2_ck_per_10`".to_owned()))
    }

    /// The value of an assumption that is read as a number, without a prior.
    ///
    /// # Errors
    ///
    /// When it has no row.
    pub fn assumed(&self, key: &str) -> Result<f64, ReferenceError> {
        let row = self.assumption(key).map(|row| row.value);
        row.ok_or_else(|| not_covered::<AssumptionRow>("assumption", format!("`{key}`")))
    }

    fn sponsor_share(&self, id: &str, visa: SponsoredVisa) -> Result<f64, ReferenceError> {
        let what = || format!("share of programs that sponsor `{}`", visa.word());
        self.sponsorship(id, visa)
            .map(|row| row.share)
            .ok_or_else(|| not_covered::<SponsorshipRow>(what(), format!("track `{id}`")))
    }

    fn pool_profile(&self, id: &str, kind: ApplicantType) -> Result<PoolProfile, ReferenceError> {
        let moments = |covariate: Covariate| {
            self.pool(id, kind, covariate)
                .map(|row| PoolMoments { mean: row.mean, sd: row.sd })
                .ok_or_else(|| not_covered::<PoolRow>(format!("`{}`", covariate.word()), whom(id, kind)))
        };
        Ok(PoolProfile {
            step2_ck: moments(Covariate::Step2Ck)?,
            years_since_graduation: moments(Covariate::YearsSinceGraduation)?,
            us_clinical_months: moments(Covariate::UsClinicalMonths)?,
            ln_publications: moments(Covariate::LnPublications)?,
        })
    }

    /// The effects of covariates and actions.
    ///
    /// # Errors
    ///
    /// When one has no row.
    pub fn effects_prior(&self) -> Result<EffectsPrior, ReferenceError> {
        let spread = |key: &str| {
            self.effect(key)
                .map(EffectRow::spread)
                .ok_or_else(|| not_covered::<EffectRow>("effect", format!("`{key}`")))
        };
        EffectsPrior::try_of(spread)
    }

    /// The assumptions shared by all tracks.
    ///
    /// # Errors
    ///
    /// When one has no row.
    pub fn assumptions_prior(&self) -> Result<AssumptionsPrior, ReferenceError> {
        let assumption = |key: &str| {
            self.assumption(key)
                .map(|row| Assumption { value: row.value, prior: row.shape() })
                .ok_or_else(|| not_covered::<AssumptionRow>("assumption", format!("`{key}`")))
        };
        AssumptionsPrior::try_of(assumption)
    }
}

impl EffectRow {
    /// The effect as a normal: the 90% interval gives the standard deviation.
    #[must_use]
    pub fn spread(&self) -> Spread {
        Spread { mean: self.value, sd: (self.high - self.low) / (2.0 * HALF_WIDTH_90) }
    }
}

impl AssumptionRow {
    /// The shape of the prior; the parameters were checked on load.
    #[must_use]
    pub fn shape(&self) -> PriorShape {
        match (self.prior.as_str(), self.first, self.second, self.lower, self.upper) {
            ("normal", Some(mean), Some(sd), Some(lower), Some(upper)) => PriorShape::Normal { mean, sd, lower, upper },
            ("beta", Some(alpha), Some(beta), ..) => PriorShape::Beta { alpha, beta },
            ("half_normal", Some(scale), ..) => PriorShape::HalfNormal { scale },
            _ => PriorShape::Fixed,
        }
    }
}

/// How the positions of a track begin, in the model's terms; `categorical` where it has both kinds.
fn track_kind(track: &TrackRow, categorical: Option<&CategoricalShare>) -> TrackKind {
    match track.kind {
        TrackKindRow::Preliminary => TrackKind::Preliminary,
        TrackKindRow::Categorical | TrackKindRow::Mixed => {
            TrackKind::Residency { categorical_share: categorical.map_or(1.0, |of| of.share) }
        }
    }
}

/// A track and an applicant type, as words.
pub(super) fn whom(track: &str, kind: ApplicantType) -> String {
    format!("track `{track}` and applicant type `{}`", kind.key())
}

/// The error for a row that a prior needs.
pub(super) fn not_covered<R: Row>(what: impl Into<String>, whom: String) -> ReferenceError {
    ReferenceError::NotCovered { file: R::FILE, what: what.into(), whom }
}
