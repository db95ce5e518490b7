//! The tables, one file for each folder of `data/`: what a row holds, how it is read, and what must hold of it.

mod effects;
mod exams;
mod fees;
mod fit;
mod forecasts;
mod market;
mod parameters;
mod pathways;
mod pools;
mod programs;
mod season;
mod signals;
mod soap;
mod sources;
mod tracks;
mod validation;
mod values;
mod visa;
mod words;

pub use effects::{AssumptionRow, EffectRow};
pub use exams::{ConcordanceRow, OtherExam};
pub use fees::{FeeItem, FeeRow, WorkedTotalRow};
pub use fit::{
    ApplicantRow, ErasApplicantsRow, InterviewCountRow, InvitationRateRow, ListingRow, MatchCountRow, MatchOutcome,
    RankDistributionRow, RankObtainedRow, ScoreBandRow, Step2OutcomeRow,
};
pub use forecasts::{ForecastRow, PublishedRow};
pub use market::{MarketFigureRow, MarketQuantity, MarketTrackRow, PositionKind, ProgramSizeRow};
pub use parameters::{CovarianceRow, FitRecordRow, ParameterRow, TargetRow};
pub use pathways::{ActivityQuantity, ActivityRow, GroupRow, StateRow, TransitionRow};
pub use pools::{Covariate, PoolRow};
pub use programs::{ProgramCodeRow, start_list};
pub use season::{DateRow, EventRow, SeasonDay, StepFor, StepRow, whole_days};
pub use signals::{AllotmentRow, SignalTier};
pub use soap::{Judged, SoapQuantity, SoapRow};
pub use sources::{Origin, Source};
pub use tracks::{StateProgramsRow, TrackKindRow, TrackRow};
pub use validation::{
    ApplicantGroup, BandRow, FigureQuantity, FigureRestriction, FigureRow, FigureUnit, LevelMeasure, LevelRow,
    OfferSpreadRow, PopulationRow, SourceQuality,
};
pub use values::{Priority, PriorityRow, priority_of, priority_word};
pub use visa::{SponsoredVisa, SponsorshipRow, WaiverRow, WaiverService};
pub use words::{AliasRow, OutsideRow, RegionRow, WordKind};

pub(super) use parameters::covariance_of;
