//! All tables together: each is read, and then checked against the others.
//!
//! This is the one circle of the room: the list names every row, and the check of a table looks at other tables.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::csv::Table;
use super::error::ReferenceError;
use super::files::Files;
use super::record::{Names, Record, quoted};
use super::table::Row;
use super::tables::{
    ActivityRow, AllotmentRow, ApplicantRow, AssumptionRow, BandRow, ConcordanceRow, CovarianceRow, DateRow, EffectRow,
    ErasApplicantsRow, EventRow, FeeRow, FigureRow, FitRecordRow, ForecastRow, GroupRow, InterviewCountRow,
    InvitationRateRow, LevelRow, ListingRow, MarketFigureRow, MarketTrackRow, MatchCountRow, OfferSpreadRow,
    ParameterRow, PoolRow, PopulationRow, PriorityRow, ProgramSizeRow, PublishedRow, RankDistributionRow,
    RankObtainedRow, ScoreBandRow, SoapRow, Source, SponsorshipRow, StateProgramsRow, StateRow, Step2OutcomeRow,
    StepRow, TargetRow, TrackRow, TransitionRow, WaiverRow, WorkedTotalRow,
};

/// What `matchfolio data` says of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// File, relative to the data folder.
    pub path: &'static str,
    /// Number of rows.
    pub rows: usize,
    /// What the table holds.
    pub describes: &'static str,
    /// Keys of the sources that its rows name, sorted.
    pub sources: Vec<String>,
    /// SHA-256 of its text, lowercase hexadecimal.
    pub sha256: String,
}

/// The list of tables, read in this order: sources and tracks first, which all others name.
macro_rules! reference {
    ($($(#[$doc:meta])* $table:ident: $row:ty,)+) => {
        /// The reference tables, checked.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Reference {
            $($(#[$doc])* pub $table: Vec<$row>,)+
            /// One entry a table.
            pub tables: Vec<TableInfo>,
        }

        impl Reference {
            fn read(files: Files) -> Result<Self, ReferenceError> {
                let mut loader = Loader::new(files);
                let reference = Self { $($table: loader.table()?,)+ tables: loader.tables };
                $(<$row>::check(&reference)?;)+
                Ok(reference)
            }
        }

        /// Path and text of every shipped table.
        #[cfg(test)]
        pub(super) const SHIPPED: &[(&str, &str)] = &[$((<$row>::FILE, <$row>::EMBEDDED)),+];
    };
}

reference! {
    /// Where the numbers come from.
    sources: Source,
    /// Tracks.
    tracks: TrackRow,
    /// Programs of each track by state.
    programs_by_state: StateProgramsRow,
    /// Parameters of the model.
    parameters: ParameterRow,
    /// Covariances of the parameters of each track.
    covariances: CovarianceRow,
    /// What the parameters were made from.
    fit_records: FitRecordRow,
    /// The average applicant of each track that is fitted.
    applicants: ApplicantRow,
    /// Figures that shifted parameters are solved from.
    targets: TargetRow,
    /// Applicants matched and not matched to their preferred specialty.
    match_counts: MatchCountRow,
    /// Printed distributions of contiguous ranks.
    rank_distributions: RankDistributionRow,
    /// Step 2 CK of the matched and the not matched.
    step2_outcomes: Step2OutcomeRow,
    /// Match rates of seniors by Step 2 CK.
    score_bands: ScoreBandRow,
    /// Ranks that the matched obtained on their lists.
    ranks_obtained: RankObtainedRow,
    /// How interviews spread over applicants.
    interview_counts: InterviewCountRow,
    /// Observed invitations per application.
    invitation_rates: InvitationRateRow,
    /// Applicants who ranked a specialty, and positions they filled.
    listings: ListingRow,
    /// IMGs who applied to a specialty.
    eras_applicants: ErasApplicantsRow,
    /// Covariates of the applicants of each track.
    pools: PoolRow,
    /// Scores of other examinations.
    concordances: ConcordanceRow,
    /// Effects on the log-odds of an invitation.
    effects: EffectRow,
    /// Assumptions with their priors.
    assumptions: AssumptionRow,
    /// Shares of programs that sponsor a visa.
    sponsorship: SponsorshipRow,
    /// What a J-1 leads to after a residency.
    waivers: WaiverRow,
    /// Signals allowed.
    allotments: AllotmentRow,
    /// Events of a season.
    season_events: EventRow,
    /// Published dates of these events.
    season_dates: DateRow,
    /// What is to be done in a season.
    season_steps: StepRow,
    /// How far tracks serve what a person wants.
    priorities: PriorityRow,
    /// Fees.
    fees: FeeRow,
    /// Printed totals that the fees are checked against.
    worked_totals: WorkedTotalRow,
    /// Published figures that predictions are scored against.
    figures: FigureRow,
    /// Applicants whose seasons predict the figures.
    population: PopulationRow,
    /// How hard tracks were in other years.
    levels: LevelRow,
    /// How interview offers spread over applicants of further specialties.
    offer_spreads: OfferSpreadRow,
    /// What the risk bands have meant.
    bands: BandRow,
    /// Sealed predictions of a Match to come.
    forecasts: ForecastRow,
    /// What was published of it since.
    published: PublishedRow,
    /// The Supplemental Offer and Acceptance Program.
    soap: SoapRow,
    /// Years between two seasons.
    activities: ActivityRow,
    /// Groups of states.
    groups: GroupRow,
    /// States of training and practice.
    states: StateRow,
    /// Ways between states.
    transitions: TransitionRow,
    /// Positions of each track, and interviews held.
    market_tracks: MarketTrackRow,
    /// Programs by their size.
    program_sizes: ProgramSizeRow,
    /// Published outcomes of the whole market.
    market_figures: MarketFigureRow,
}

impl Reference {
    /// The tables shipped with the program.
    ///
    /// # Errors
    ///
    /// When a shipped table is wrong, which the tests of this crate exclude.
    pub fn embedded() -> Result<Self, ReferenceError> {
        Self::read(Files::Embedded)
    }

    /// The tables of a folder, at the same relative paths as the shipped ones.
    ///
    /// # Errors
    ///
    /// When a table is missing, unreadable or wrong; the message names file, row and column.
    pub fn from_directory(folder: &Path) -> Result<Self, ReferenceError> {
        Self::read(Files::Directory(folder.to_owned()))
    }

    /// The shipped tables, with another text for the one of this file, a path relative to the data folder.
    ///
    /// # Errors
    ///
    /// When the text is wrong, alone or beside the other tables.
    pub fn with_table(file: &str, text: &str) -> Result<Self, ReferenceError> {
        Self::read(Files::Replaced { file: file.to_owned(), text: text.to_owned() })
    }
}

/// Reads one table after the other, knowing the names that the earlier ones hold.
pub(super) struct Loader {
    files: Files,
    names: Names,
    tables: Vec<TableInfo>,
}

impl Loader {
    pub(super) fn new(files: Files) -> Self {
        Self { files, names: Names::default(), tables: Vec::new() }
    }

    /// Reads one table and checks keys, sources and tracks.
    pub(super) fn table<R: Row>(&mut self) -> Result<Vec<R>, ReferenceError> {
        let text = self.files.text(R::FILE, R::EMBEDDED)?;
        let rows = match Table::read(R::FILE, &text, &R::COLUMNS.concat()) {
            Err(ReferenceError::Empty { .. }) if R::MAY_BE_EMPTY => Vec::new(),
            table => self.rows(&table?)?,
        };
        let sources = self.names.used.take().into_iter().collect();
        let sha256 = format!("{:x}", Sha256::digest(text.as_bytes()));
        self.tables.push(TableInfo { path: R::FILE, rows: rows.len(), describes: R::DESCRIBES, sources, sha256 });
        Ok(rows)
    }

    fn rows<R: Row>(&mut self, table: &Table) -> Result<Vec<R>, ReferenceError> {
        let numbers = || 0..table.lines.len();
        check_keys::<R>(table)?;
        let rows = numbers().map(|row| R::parse(Record::new(table, row, &self.names))).collect();
        let keys = || numbers().map(|row| table.cell(row, R::KEY[0]).to_owned()).collect();
        match R::FILE {
            Source::FILE => self.names.sources = keys(),
            TrackRow::FILE => self.names.tracks = keys(),
            _ => {}
        }
        rows
    }
}

/// No two rows of a table may have the same key.
fn check_keys<R: Row>(table: &Table) -> Result<(), ReferenceError> {
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for number in 0..table.lines.len() {
        let key: Vec<&str> = R::KEY.iter().map(|column| table.cell(number, column)).collect();
        if let Some(first) = seen.get(&key) {
            return Err(ReferenceError::RepeatedKey {
                place: table.place(number),
                column: R::KEY.join(", "),
                key: quoted(&key.join(", ")),
                first_row: first + 1,
            });
        }
        seen.insert(key, number);
    }
    Ok(())
}
