//! The words that the tables use for the kinds of [`super::rows`] and [`super::validation_rows`].

use super::fit_rows::MatchOutcome;
use super::rows::{Covariate, FeeItem, Origin, SignalTier, SponsoredVisa, TrackKindRow};
use super::validation_rows::{ApplicantGroup, FigureQuantity, FigureRestriction, FigureUnit, SourceQuality};
use super::words::WordKind;
use crate::model::ApplicantType;
use crate::model::fitted::{COORDINATES, PARAMETERS};

/// Origins of a number.
pub(super) const ORIGINS: [(&str, Origin); 4] = [
    ("published", Origin::Published),
    ("computed", Origin::Computed),
    ("fit", Origin::Fit),
    ("assumption", Origin::Assumption),
];

/// Kinds of tracks.
pub(super) const TRACK_KINDS: [(&str, TrackKindRow); 3] = [
    ("categorical", TrackKindRow::Categorical),
    ("mixed", TrackKindRow::Mixed),
    ("preliminary", TrackKindRow::Preliminary),
];

/// Applicant types.
pub(super) const APPLICANT_TYPES: [(&str, ApplicantType); 6] = [
    ("us_md", ApplicantType::UsMd),
    ("us_do", ApplicantType::UsDo),
    ("us_md_graduate", ApplicantType::UsMdGraduate),
    ("us_do_graduate", ApplicantType::UsDoGraduate),
    ("us_img", ApplicantType::UsImg),
    ("non_us_img", ApplicantType::NonUsImg),
];

/// Coordinates of the joint law of a track, by their index in [`COORDINATES`].
pub(super) const FITTED: [(&str, usize); PARAMETERS] =
    [(COORDINATES[0], 0), (COORDINATES[1], 1), (COORDINATES[2], 2), (COORDINATES[3], 3), (COORDINATES[4], 4)];

/// Covariates.
pub(super) const COVARIATES: [(&str, Covariate); 4] = [
    ("step2_ck", Covariate::Step2Ck),
    ("years_since_graduation", Covariate::YearsSinceGraduation),
    ("us_clinical_months", Covariate::UsClinicalMonths),
    ("ln_publications", Covariate::LnPublications),
];

/// Outcomes with respect to the preferred specialty.
pub(super) const MATCH_OUTCOMES: [(&str, MatchOutcome); 2] =
    [("matched", MatchOutcome::Matched), ("not_matched", MatchOutcome::NotMatched)];

/// Visas.
pub(super) const VISAS: [(&str, SponsoredVisa); 2] = [("j1", SponsoredVisa::J1), ("h1b", SponsoredVisa::H1b)];

/// Tiers of signals.
pub(super) const TIERS: [(&str, SignalTier); 3] =
    [("gold", SignalTier::Gold), ("silver", SignalTier::Silver), ("single", SignalTier::Single)];

/// Fee items.
pub(super) const FEE_ITEMS: [(&str, FeeItem); 6] = [
    ("application_flat", FeeItem::ApplicationFlat),
    ("application_each", FeeItem::ApplicationEach),
    ("registration", FeeItem::Registration),
    ("extra_rank", FeeItem::ExtraRank),
    ("usmle_transcript", FeeItem::UsmleTranscript),
    ("comlex_transcript", FeeItem::ComlexTranscript),
];

/// What words can name.
pub(super) const WORD_KINDS: [(&str, WordKind); 6] = [
    ("track", WordKind::Track),
    ("outside", WordKind::Outside),
    ("applicant_type", WordKind::ApplicantType),
    ("visa", WordKind::Visa),
    ("column", WordKind::Column),
    ("state", WordKind::State),
];

/// Effects, exactly these.
pub(super) const EFFECTS: [&str; 13] = [
    "step2_ck_per_10",
    "years_since_graduation",
    "us_clinical_month",
    "ln_publications",
    "exam_failure",
    "letters_none",
    "letters_one",
    "gold_signal",
    "silver_signal",
    "plain_signal",
    "geographic_tie",
    "rotation",
    "own_fit",
];

/// Assumptions, exactly these, each with the range of its value.
pub(super) const ASSUMPTIONS: [(&str, f64, f64); 15] = [
    ("strength_correlation", 0.0, 1.0),
    ("radiology_correlation", 0.0, 1.0),
    ("season_spread", 0.0, 5.0),
    ("openness_weight", 0.0, 5.0),
    ("screening_typical", 0.0, 1.0),
    ("screening_researched", 0.0, 1.0),
    ("interview_luck_spread", 0.0, 5.0),
    ("pool_shift_spread", 0.0, 5.0),
    ("img_share_correlation", 0.0, 1.0),
    ("img_share_spread", 0.1, 5.0),
    ("slope_type_spread", 0.0, 5.0),
    ("step2_ck_type_spread", 0.0, 1.0),
    ("categorical_share_weight", 0.001, 1000.0),
    ("yield_source_spread", 0.0, 5.0),
    ("senior_strength_spread", 0.01, 5.0),
];

/// Assumptions that are read as numbers, so that they have no prior.
pub(super) const HELD: [&str; 5] = [
    "slope_type_spread",
    "step2_ck_type_spread",
    "categorical_share_weight",
    "yield_source_spread",
    "senior_strength_spread",
];

/// Quantities of published figures.
pub(super) const FIGURE_QUANTITIES: [(&str, FigureQuantity); 11] = [
    ("match_rate", FigureQuantity::MatchRate),
    ("match_rate_preferred", FigureQuantity::MatchRatePreferred),
    ("share_of_filled", FigureQuantity::ShareOfFilled),
    ("match_at_ranks", FigureQuantity::MatchAtRanks),
    ("rank_obtained", FigureQuantity::RankObtained),
    ("list_length", FigureQuantity::ListLength),
    ("list_length_matched", FigureQuantity::ListLengthMatched),
    ("list_length_not_matched", FigureQuantity::ListLengthNotMatched),
    ("invitations_at_least", FigureQuantity::InvitationsAtLeast),
    ("least_interview_gini", FigureQuantity::LeastInterviewGini),
    ("greatest_interview_gini", FigureQuantity::GreatestInterviewGini),
];

/// Groups of applicants.
pub(super) const APPLICANT_GROUPS: [(&str, ApplicantGroup); 7] = [
    ("us_md", ApplicantGroup::Type(ApplicantType::UsMd)),
    ("us_do", ApplicantGroup::Type(ApplicantType::UsDo)),
    ("us_img", ApplicantGroup::Type(ApplicantType::UsImg)),
    ("non_us_img", ApplicantGroup::Type(ApplicantType::NonUsImg)),
    ("img", ApplicantGroup::Img),
    ("us_seniors", ApplicantGroup::UsSeniors),
    ("all", ApplicantGroup::All),
];

/// Restrictions of published figures; an empty cell is none.
pub(super) const FIGURE_RESTRICTIONS: [(&str, FigureRestriction); 6] = [
    ("", FigureRestriction::None),
    ("needs_visa", FigureRestriction::NeedsVisa),
    ("needs_no_visa", FigureRestriction::NeedsNoVisa),
    ("only_choice", FigureRestriction::OnlyChoice),
    ("step2_band", FigureRestriction::Step2Band),
    ("pgy1_positions", FigureRestriction::Pgy1Positions),
];

/// Units of published figures.
pub(super) const FIGURE_UNITS: [(&str, FigureUnit); 2] =
    [("percent", FigureUnit::Percent), ("programs", FigureUnit::Programs)];

/// Qualities of copies.
pub(super) const SOURCE_QUALITIES: [(&str, SourceQuality); 3] =
    [("A", SourceQuality::A), ("B", SourceQuality::B), ("C", SourceQuality::C)];

/// The word for a value.
pub(super) fn key_of<T: Copy + PartialEq>(known: &[(&'static str, T)], value: T) -> &'static str {
    known.iter().find(|(_, candidate)| *candidate == value).map_or("", |(key, _)| key)
}
