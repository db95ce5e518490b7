//! What the person typed: the sections of a scenario file, each value with
//! the place it stands at. The JSON Schema is derived from these types.
//!
//! They are filled by a reader of our own and not by serde, because serde stops at
//! the first error and a person wants to see all of them at once.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde_spanned::Spanned;

use super::program_list::ProgramList;
use super::schema::{NumberOrRange, RoleKey, ScreeningKey, SoapKey};
use crate::model::plan::SoapChoice;
use crate::model::{ApplicantType, Role, Screening, Uncertain, Visa};

/// First season that can be asked for: the oldest with published fees.
pub const FIRST_SEASON: u16 = 2024;
/// Last season that can be asked for; further ahead the tables say nothing.
pub const LAST_SEASON: u16 = 2032;
/// USMLE scores are reported on a scale that ends at 300.
pub const STEP2_CK: (f64, f64) = (100.0, 300.0);
/// Failed attempts; USMLE allows four at each of three steps.
pub const EXAM_FAILURES: (u64, u64) = (0, 12);
/// Years between graduation and the season.
pub const YEARS: (f64, f64) = (0.0, 60.0);
/// Months of clinical experience in the United States.
pub const MONTHS: (f64, f64) = (0.0, 120.0);
/// Publications.
pub const PUBLICATIONS: (f64, f64) = (0.0, 1000.0);
/// Letters from one specialty; a program receives at most four in all.
pub const LETTERS: (u64, u64) = (0, 4);
/// Interviews attended in one season.
pub const MAX_INTERVIEWS: (u64, u64) = (1, 500);
/// Programs a person may have time to research.
pub const RESEARCHED: (u64, u64) = (0, 1000);
/// Dollars a person may spend.
pub const BUDGET: (f64, f64) = (0.0, 1_000_000.0);
/// Worth of an outcome, and a correlation.
pub const SHARE: (f64, f64) = (0.0, 1.0);
/// Counts of a line; the pool and the season's allotment limit them further.
pub const COUNT: (u64, u64) = (0, u64::MAX);
/// Preliminary years that would be served; no plan has more seasons.
pub const PRELIMINARY_YEARS: (u64, u64) = (0, 5);
/// Months of clinical experience that a year can add.
pub const MONTHS_OF_A_YEAR: (f64, f64) = (0.0, 12.0);
/// Publications that a year can add.
pub const PUBLICATIONS_OF_A_YEAR: (f64, f64) = (0.0, 100.0);
/// Programs of a line; the pool limits them further. A line of none is as if it were not there.
pub const PROGRAMS: (u64, u64) = (0, u64::MAX);
/// Interviews attended: more than anybody ranks.
pub const MOST_INTERVIEWS: usize = 60;
/// Order of preference.
pub const PREFERENCE: (u64, u64) = (1, 1000);

/// A value as typed.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Typed<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is there with a wrong value, which has been reported.
    Wrong,
    /// The value with its place.
    Given(Spanned<T>),
}

impl<T> Typed<T> {
    /// The value with its place, if there is a right one.
    pub fn given(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Wrong => None,
        }
    }

    /// Where the value stands, if there is a right one.
    pub fn span(&self) -> Option<Range<usize>> {
        self.given().map(Spanned::span)
    }
}

impl<T: Clone> Typed<T> {
    /// The value, if there is a right one.
    pub fn value(&self) -> Option<T> {
        self.given().map(|value| value.get_ref().clone())
    }

    /// The value, `default` if the key is not there, nothing if it is wrong.
    pub fn or(&self, default: T) -> Option<T> {
        match self {
            Self::Given(value) => Some(value.get_ref().clone()),
            Self::Absent => Some(default),
            Self::Wrong => None,
        }
    }
}

/// One applicant, one season, and the ways of applying to compare.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Scenario", deny_unknown_fields)]
pub struct RawScenario {
    /// Title of the report. Default: the file's name.
    #[schemars(with = "Option<String>")]
    pub title: Typed<String>,
    /// The year of the Match, 2024 to 2032.
    #[schemars(with = "u16", range(min = FIRST_SEASON, max = LAST_SEASON))]
    pub season: Typed<u64>,
    /// Who applies.
    #[schemars(with = "RawApplicant")]
    pub applicant: Option<RawApplicant>,
    /// What the person can attend and spend.
    #[schemars(with = "Option<RawLimits>")]
    pub limits: Option<RawLimits>,
    /// What outcomes are worth to this person, 0 (as bad as unmatched) to 1. Other keys are tracks.
    #[schemars(with = "Option<RawValues>")]
    pub values: Option<RawValues>,
    /// The ways of applying to compare, at least one.
    #[schemars(rename = "portfolio", length(min = 1))]
    pub portfolios: Vec<RawPortfolio>,
    /// What would be done over several seasons, to compare: which portfolio when, and what between.
    #[schemars(rename = "plan", with = "Option<Vec<RawPlan>>")]
    pub plans: Vec<RawPlan>,
    /// Interviews attended, in the true order of preference; for `matchfolio ranks` only.
    #[schemars(rename = "interview", with = "Option<Vec<RawInterview>>", length(min = 1, max = MOST_INTERVIEWS))]
    pub interviews: Vec<RawInterview>,
    /// Invitations received, by track, where more came than were attended. Default: the interviews of the track.
    #[schemars(with = "Option<BTreeMap<String, u32>>")]
    pub invitations: Option<RawInvitations>,
}

/// Who applies.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Applicant", deny_unknown_fields)]
pub struct RawApplicant {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Type of school and citizenship.
    #[schemars(rename = "type", with = "ApplicantType")]
    pub kind: Typed<ApplicantType>,
    /// USMLE Step 2 CK score, 100 to 300, or a range such as "240 to 250".
    #[schemars(with = "NumberOrRange", range(min = 100, max = 300))]
    pub step2_ck: Typed<Uncertain>,
    /// Failed attempts at any USMLE step. Default 0.
    #[schemars(with = "Option<u32>", range(min = 0, max = 12))]
    pub exam_failures: Typed<u64>,
    /// Years between graduation and the start of this season, 0 to 60. Default 0 for US types, required for others.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 60))]
    pub years_since_graduation: Typed<Uncertain>,
    /// Months of hands-on clinical experience in the United States, 0 to 120. Default 12 for US MD and DO, 0 for IMGs.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 120))]
    pub us_clinical_months: Typed<Uncertain>,
    /// Publications, 0 to 1000; abstracts and presentations are not counted. Default 0.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 1000))]
    pub publications: Typed<Uncertain>,
    /// Visa needed, and which would be accepted. Default "none"; required for `non_us_img`.
    #[schemars(with = "Option<Visa>")]
    pub visa: Typed<Visa>,
    /// Letters from each specialty, by track, 0 to 4. Default 0; preliminary tracks 2.
    #[schemars(with = "Option<BTreeMap<String, u32>>")]
    pub letters: Typed<Vec<Entry<u64>>>,
    /// Whether the applicant went through an earlier Match without success. Default false.
    #[schemars(with = "Option<bool>")]
    pub reapplicant: Typed<bool>,
}

/// A number by the name of a track.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// Track as typed.
    pub track: Spanned<String>,
    /// Number.
    pub value: Spanned<T>,
}

/// What the person can attend and spend.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Limits", deny_unknown_fields)]
pub struct RawLimits {
    /// Most interviews attended in total. Default: no limit.
    #[schemars(with = "Option<u32>", range(min = 1, max = 500))]
    pub max_interviews: Typed<u64>,
    /// What the person can spend on fees, United States dollars. Default: no limit.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1_000_000))]
    pub budget_usd: Typed<f64>,
    /// The highest chance of going unmatched that `optimize` may choose, 0 to 1. Default: no limit.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub max_unmatched: Typed<f64>,
    /// Programs that the person has time to research one by one; `optimize`
    /// chooses which. Default: every line keeps the screening it has.
    #[schemars(with = "Option<u32>", range(min = 0, max = 1000))]
    pub researched_programs: Typed<u64>,
}

/// What outcomes are worth to this person.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Values")]
pub struct RawValues {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Worth of a preliminary year alone, 0 to 1. Default 0, as unmatched.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub preliminary_only: Typed<f64>,
    /// Worth of an advanced match without a PGY-1, 0 to 1. Default: half of the track's own value.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub matched_without_pgy1: Typed<f64>,
    /// Worth of a categorical place found in SOAP, 0 to 1. Default: the smallest value of a track.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub soap_categorical: Typed<f64>,
    /// Worth of a match in each track.
    #[schemars(skip)]
    pub matched: Vec<Entry<f64>>,
    /// Tracks whose worth is typed but wrong, which has been reported.
    #[schemars(skip)]
    pub wrong: Vec<String>,
}

/// One way of applying.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Portfolio", deny_unknown_fields)]
pub struct RawPortfolio {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Name, unique in the file, at most 80 characters.
    #[schemars(with = "String", length(min = 1, max = 80))]
    pub name: Typed<String>,
    /// Programs of one track, chosen and signalled alike; at least one line.
    #[schemars(rename = "line", length(min = 1))]
    pub lines: Vec<RawLine>,
}

/// Programs of one track, chosen and signalled alike.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Line", deny_unknown_fields)]
pub struct RawLine {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Track applied to.
    #[schemars(with = "String")]
    pub track: Typed<String>,
    /// Number of programs, at most what the country has; with 0 it is as if the line were not there. Required unless a list names them.
    #[schemars(with = "Option<u32>", range(min = 0))]
    pub programs: Typed<u64>,
    /// CSV file that names the programs, relative to the scenario file; instead of `programs`.
    #[schemars(with = "Option<String>", length(min = 1))]
    pub program_list: Typed<String>,
    /// What the list has for the track of the line, once it is read.
    #[schemars(skip)]
    pub listed: Option<ProgramList>,
    /// How well the programs were chosen: "none", "typical", "researched", or a number 0 to 1. Default "typical".
    #[schemars(with = "Option<ScreeningKey>")]
    pub screening: Typed<Screening>,
    /// Only programs that sponsor the visa needed. Default false.
    #[schemars(with = "Option<bool>")]
    pub sponsors_only: Typed<bool>,
    /// The first so many programs get a gold signal (specialties with two tiers). Default 0.
    #[schemars(with = "Option<u32>")]
    pub gold_signals: Typed<u64>,
    /// The next so many programs get a silver signal (specialties with two tiers). Default 0.
    #[schemars(with = "Option<u32>")]
    pub silver_signals: Typed<u64>,
    /// The first so many programs get a signal (specialties with one tier). Default 0.
    #[schemars(with = "Option<u32>")]
    pub signals: Typed<u64>,
    /// The first so many programs lie where the applicant has a stated tie. Default 0.
    #[schemars(with = "Option<u32>")]
    pub geographic_ties: Typed<u64>,
    /// The first so many programs know the applicant from a rotation there. Default 0.
    #[schemars(with = "Option<u32>")]
    pub rotations: Typed<u64>,
    /// Order of preference, 1 is ranked first, equal numbers interleave. Default: the line's place in the portfolio.
    #[schemars(with = "Option<u32>", range(min = 1, max = 1000))]
    pub preference: Typed<u64>,
    /// For preliminary tracks: which rank order list the programs serve. Default "both".
    #[schemars(with = "Option<RoleKey>")]
    pub role: Typed<Role>,
}

/// What would be done over several seasons, until something is found.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Plan", deny_unknown_fields)]
pub struct RawPlan {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Name, unique among the plans of the file, at most 80 characters.
    #[schemars(with = "String", length(min = 1, max = 80))]
    pub name: Typed<String>,
    /// What diagnostic radiology leads to: "`independent_ir`" or "`diagnostic_radiology`". Default: whichever leads to the tracks of the plan.
    #[schemars(with = "Option<String>")]
    pub after_dr: Typed<String>,
    /// Preliminary years that would be served at most, 0 to 5. Default: 1 where a visa is needed, else 2.
    #[schemars(with = "Option<u32>", range(min = 0, max = 5))]
    pub max_preliminary_years: Typed<u64>,
    /// The seasons, 1 to 5; the first is the season of the file.
    #[schemars(rename = "season", length(min = 1, max = 5))]
    pub seasons: Vec<RawSeason>,
}

/// One season of a plan.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Season", deny_unknown_fields)]
pub struct RawSeason {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// The year before it, from the second season on: "`research_year`", "`us_clinical_experience`" or "`home_practice`".
    #[schemars(with = "Option<String>")]
    pub before: Typed<String>,
    /// Publications that the year adds, or a range such as "2 to 5". Default: that of the activity.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 100))]
    pub publications: Typed<Uncertain>,
    /// Months of clinical experience in the United States that the year adds. Default: that of the activity.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 12))]
    pub us_clinical_months: Typed<Uncertain>,
    /// What the year costs, United States dollars. Default: that of the activity.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1_000_000))]
    pub cost_usd: Typed<f64>,
    /// Name of the portfolio used.
    #[schemars(with = "String")]
    pub portfolio: Typed<String>,
    /// Which places of SOAP would be taken: "any", "categorical" or "no". Default "any".
    #[schemars(with = "Option<SoapKey>")]
    pub soap: Typed<SoapChoice>,
}

/// An interview attended.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Interview", deny_unknown_fields)]
pub struct RawInterview {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Name of the program, unique among the interviews, at most 80 characters.
    #[schemars(with = "String", length(min = 1, max = 80))]
    pub program: Typed<String>,
    /// Its track, which a portfolio applies to.
    #[schemars(with = "String")]
    pub track: Typed<String>,
    /// What a match there is worth, 0 to 1. Default: the track's own value in `[values]`.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub value: Typed<f64>,
    /// For preliminary tracks: which rank order list the program stands on. Default "both".
    #[schemars(with = "Option<RoleKey>")]
    pub role: Typed<Role>,
}

/// Invitations received, by track.
#[derive(Clone, Debug, Default)]
pub struct RawInvitations {
    /// Numbers that are right.
    pub received: Vec<Entry<u64>>,
}
