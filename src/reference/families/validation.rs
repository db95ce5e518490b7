//! `validation/…`: published figures that are predicted and never fitted, and
//! the applicants whose seasons predict them.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::{
    APPLICANT_GROUPS, APPLICANT_TYPES, FIGURE_QUANTITIES, FIGURE_RESTRICTIONS, FIGURE_UNITS, ORIGINS, SOURCE_QUALITIES,
};
use crate::reference::record::Record;
use crate::reference::validation_rows::{
    FigureQuantity, FigureRestriction, FigureRow, FigureUnit, ForecastRow, PopulationRow, PublishedRow,
};

/// The word for a figure over all tracks.
const ALL_TRACKS: &str = "all";

/// Largest number of ranks or invitations that a figure may name.
const COUNT_LIMIT: u32 = 60;

/// Highest Step 2 CK score.
const SCORE_LIMIT: u32 = 300;

impl Row for FigureRow {
    const FILE: &'static str = "validation/figures.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/validation/figures.csv");
    const DESCRIBES: &'static str = "published figures that predictions are scored against, never fitted";
    const COLUMNS: &'static [&'static str] = &[
        "figure",
        "name",
        "year",
        "quantity",
        "track",
        "applicants",
        "restriction",
        "low",
        "high",
        "value",
        "unit",
        "n",
        "assumed_error",
        "source_id",
        "source_quality",
        "note",
    ];
    const KEY: &'static [&'static str] = &["figure"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let track = record.key("track")?;
        let row = Self {
            figure: record.key("figure")?,
            name: record.text("name")?,
            year: record.year("year")?,
            quantity: record.one_of("quantity", &FIGURE_QUANTITIES)?,
            track: (track != ALL_TRACKS).then_some(track),
            applicants: record.one_of("applicants", &APPLICANT_GROUPS)?,
            restriction: record.one_of("restriction", &FIGURE_RESTRICTIONS)?,
            low: record.optional_whole("low", 1..=SCORE_LIMIT)?,
            high: record.optional_whole("high", 1..=SCORE_LIMIT)?,
            value: record.number("value", 0.0..=100.0)?,
            unit: record.one_of("unit", &FIGURE_UNITS)?,
            n: record.optional_whole("n", 1..=1_000_000)?,
            assumed_error: record.optional_number("assumed_error", 0.001..=50.0)?,
            source_id: record.key("source_id")?,
            source_quality: record.one_of("source_quality", &SOURCE_QUALITIES)?,
            note: record.remark("note"),
        };
        check(record, &row)?;
        Ok(row)
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        self.track.as_deref()
    }
}

/// What must hold between the columns of a figure.
fn check(record: Record<'_>, row: &FigureRow) -> Result<(), ReferenceError> {
    use FigureQuantity as Q;
    let needs_counts = matches!(row.quantity, Q::MatchAtRanks | Q::RankObtained | Q::InvitationsAtLeast);
    if needs_counts && row.low.is_none() {
        return Err(record.wrong("low", "nothing", "the number that this quantity asks for"));
    }
    let is_band = row.restriction == FigureRestriction::Step2Band;
    if is_band && (row.quantity != Q::MatchRatePreferred || row.low.or(row.high).is_none()) {
        return Err(record.wrong("restriction", "`step2_band`", "a `match_rate_preferred` with `low` or `high`"));
    }
    if !is_band && row.low.max(row.high).is_some_and(|count| count > COUNT_LIMIT) {
        return Err(record.wrong("low", "a number above 60", "at most 60, except for scores"));
    }
    if row.restriction == FigureRestriction::Pgy1Positions && row.quantity != Q::ShareOfFilled {
        return Err(record.wrong("restriction", "`pgy1_positions`", "none, but for shares of filled positions"));
    }
    if row.high.is_some_and(|high| row.low.map_or(!is_band, |low| high < low)) {
        return Err(record.wrong("high", "a number below `low`", "at least `low`"));
    }
    if matches!(row.quantity, Q::MatchRatePreferred | Q::ShareOfFilled | Q::InvitationsAtLeast) && row.track.is_none() {
        return Err(record.wrong("track", "`all`", "a track, which this quantity asks for"));
    }
    let is_length = matches!(row.quantity, Q::ListLength | Q::ListLengthMatched | Q::ListLengthNotMatched);
    if is_length != (row.unit == FigureUnit::Programs) {
        return Err(record.wrong("unit", "the other unit", "programs for lengths of lists, percent for all else"));
    }
    match (row.n, row.assumed_error, row.unit) {
        (Some(_), None, FigureUnit::Percent) | (None, Some(_), _) => Ok(()),
        _ => Err(record.wrong("assumed_error", "no or two errors", "either `n` of a percentage or `assumed_error`")),
    }
}

impl Row for PopulationRow {
    const FILE: &'static str = "validation/population.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/validation/population.csv");
    const DESCRIBES: &'static str = "applicants by preferred track and type, whose seasons predict the figures";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "applicant_type",
        "first_choice_applicants",
        "second_share",
        "second_track",
        "origin",
        "year",
        "source_id",
        "note",
    ];
    const KEY: &'static [&'static str] = &["track", "applicant_type"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let row = Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            first_choice_applicants: record.whole("first_choice_applicants", 1..=1_000_000)?,
            second_share: record.number("second_share", 0.0..=1.0)?,
            second_track: record.key("second_track")?,
            origin: record.one_of("origin", &ORIGINS)?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        };
        if row.second_track == row.track {
            return Err(record.wrong("second_track", "the first track again", "another track"));
        }
        Ok(row)
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}

impl Row for ForecastRow {
    const FILE: &'static str = "forecasts/2027.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/forecasts/2027.csv");
    const DESCRIBES: &'static str = "sealed predictions of the 2027 Match";
    const COLUMNS: &'static [&'static str] = &[
        "figure",
        "name",
        "year",
        "kind",
        "q05",
        "q25",
        "q50",
        "q75",
        "q95",
        "baseline",
        "baseline_rule",
        "program_version",
        "tables_sha256",
    ];
    const KEY: &'static [&'static str] = &["figure"];
    const MAY_BE_EMPTY: bool = true;

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let mut quantiles = [0.0; 5];
        for (quantile, column) in quantiles.iter_mut().zip(["q05", "q25", "q50", "q75", "q95"]) {
            *quantile = record.number(column, 0.0..=100.0)?;
        }
        if !quantiles.is_sorted() {
            return Err(record.wrong("q25", "quantiles out of order", "quantiles that rise from `q05` to `q95`"));
        }
        Ok(Self {
            figure: record.key("figure")?,
            name: record.text("name")?,
            year: record.year("year")?,
            kind: record.text("kind")?,
            quantiles,
            baseline: record.number("baseline", 0.0..=100.0)?,
            baseline_rule: record.text("baseline_rule")?,
            program_version: record.text("program_version")?,
            tables_sha256: record.text("tables_sha256")?,
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

impl Row for PublishedRow {
    const FILE: &'static str = "forecasts/2027_published.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/forecasts/2027_published.csv");
    const DESCRIBES: &'static str = "what was published after the forecast of the 2027 Match was sealed";
    const COLUMNS: &'static [&'static str] = &["figure", "value", "source_id"];
    const KEY: &'static [&'static str] = &["figure"];
    const MAY_BE_EMPTY: bool = true;

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            figure: record.key("figure")?,
            value: record.number("value", 0.0..=100.0)?,
            source_id: record.key("source_id")?,
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}
