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
use crate::model::plan::{MOST_SEASONS, SoapChoice};
use crate::model::{ApplicantType, Role, Screening, Uncertain, Visa};

/// Most characters of the title.
pub const LONGEST_TITLE: usize = 200;
/// Most characters of a name, which has to fit tables and charts.
pub const LONGEST_NAME: usize = 80;
/// Most portfolios: every pair is compared, and nobody reads more.
pub const MOST_PORTFOLIOS: usize = 50;
/// Most plans: nobody compares more.
pub const MOST_PLANS: usize = 12;
/// Most lines of one portfolio.
pub const MOST_LINES: usize = 100;
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
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Scenario", deny_unknown_fields)]
pub struct RawScenario {
    /// Title of the report, at most 200 characters. Default: the file's name.
    #[schemars(with = "Option<String>", length(min = 1, max = LONGEST_TITLE))]
    pub title: Typed<String>,
    /// The year of the Match; interviews take place in the months before it. Where the tables have no
    /// fees or signals of the season, those of the latest season before it are used, and a note says so.
    #[schemars(with = "u16", range(min = FIRST_SEASON, max = LAST_SEASON))]
    pub season: Typed<u64>,
    /// Who applies.
    #[schemars(with = "RawApplicant")]
    pub applicant: Option<RawApplicant>,
    /// What the person can attend and spend. Default: no limits.
    #[schemars(with = "Option<RawLimits>")]
    pub limits: Option<RawLimits>,
    /// What outcomes are worth to this person. Default: no expected value is computed.
    #[schemars(with = "Option<RawValues>")]
    pub values: Option<RawValues>,
    /// The ways of applying to compare.
    #[schemars(rename = "portfolio", length(min = 1, max = MOST_PORTFOLIOS))]
    pub portfolios: Vec<RawPortfolio>,
    /// What would be done over several seasons, to compare: which portfolio when, and what between. Default: one season only.
    #[schemars(rename = "plan", with = "Option<Vec<RawPlan>>", length(min = 1, max = MOST_PLANS))]
    pub plans: Vec<RawPlan>,
    /// Interviews attended, in the true order of preference, for `matchfolio ranks` alone. Default: none.
    #[schemars(rename = "interview", with = "Option<Vec<RawInterview>>", length(min = 1, max = MOST_INTERVIEWS))]
    pub interviews: Vec<RawInterview>,
    /// How many programs of each track invited, those declined included, by track, for `matchfolio ranks`
    /// alone: at least the interviews of the track and at most the programs applied to. Needed only where
    /// more came than were attended. A track that is not named has as many invitations as interviews:
    /// none where it has no interview, and that counts too. Default: the interviews of each track.
    #[schemars(with = "Option<BTreeMap<String, u32>>")]
    pub invitations: Option<RawInvitations>,
}

/// Who applies.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Applicant", deny_unknown_fields)]
pub struct RawApplicant {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// School and citizenship; seniors and graduates of schools in the United States are types of their own.
    #[schemars(rename = "type", with = "ApplicantType")]
    pub kind: Typed<ApplicantType>,
    /// USMLE Step 2 CK score, or a range such as "240 to 250" where it is not known yet.
    #[schemars(with = "NumberOrRange", range(min = 100, max = 300))]
    pub step2_ck: Typed<Uncertain>,
    /// Failed attempts at any USMLE step. Each one counts half as much as the one before. Default: 0.
    #[schemars(with = "Option<u32>", range(min = 0, max = 12))]
    pub exam_failures: Typed<u64>,
    /// Years between graduation and the start of the season. Default: 0 for seniors (`us_md`,
    /// `us_do`), otherwise required.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 60))]
    pub years_since_graduation: Typed<Uncertain>,
    /// Months of hands-on clinical experience in the United States; more than 12 count as 12. Not stated means
    /// typical, with a note that says how far the answer could move. Default: 12 for seniors and graduates of schools
    /// in the United States, otherwise the mean of those who apply to each specialty.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 120))]
    pub us_clinical_months: Typed<Uncertain>,
    /// Publications; abstracts and presentations are not counted. Not stated means typical, with a note that says
    /// how far the answer could move. Default: the typical number of those who apply to each specialty.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 1000))]
    pub publications: Typed<Uncertain>,
    /// Visa needed, and which would be accepted; a `us_img` needs none. Default: `none`; required for `non_us_img`.
    #[schemars(with = "Option<Visa>")]
    pub visa: Typed<Visa>,
    /// Letters of recommendation by the track they come from, for example `{ internal_medicine = 2 }`. More than
    /// two count like two, and a letter counts in its own track alone, also between interventional and
    /// diagnostic radiology. Write 0 for a track from which you have none: a track not named is not stated.
    /// Default: two from each specialty, as typical applicants have, with a note that says how far the answer could move.
    #[schemars(with = "Option<BTreeMap<String, u32>>")]
    pub letters: Typed<Vec<Entry<u64>>>,
    /// Whether the applicant went through an earlier Match without finding a residency: unmatched, with a
    /// preliminary year alone, or with an advanced position and no PGY-1. Every chance is then that of a person
    /// who failed a year ago with `failed_with`. Default: `false`.
    #[schemars(with = "Option<bool>")]
    pub reapplicant: Typed<bool>,
    /// Name of the portfolio that the reapplicant failed with, one of the file; `reapplicant = true` belongs to it.
    /// Default: the first portfolio.
    #[schemars(with = "Option<String>")]
    pub failed_with: Typed<String>,
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
///
/// Fees are those of applications through ERAS or ResidencyCAS (price tiers start anew in each specialty; the
/// preliminary programs of a specialty count in its tiers), NRMP registration, and transcripts: USMLE for everyone,
/// COMLEX too for `us_do` and `us_do_graduate`.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Limits", deny_unknown_fields)]
pub struct RawLimits {
    /// The most interviews that you can attend at programs of the primary rank order list. Interviews for lines with
    /// `role = "pgy1"` do not count here. When more programs invite you, the interviews with the largest
    /// `interview_priority` are declined. Default: no limit.
    #[schemars(with = "Option<u32>", range(min = 1, max = 500))]
    pub max_interviews: Typed<u64>,
    /// The most interviews that you can attend for lines with `role = "pgy1"`. They come on top of `max_interviews`:
    /// if you have a total in mind, subtract these from it. Default: 5 if `max_interviews` is stated (an assumption),
    /// otherwise no limit.
    #[schemars(with = "Option<u32>", range(min = 1, max = 500))]
    pub pgy1_interviews: Typed<u64>,
    /// What the person can spend on fees, in United States dollars; a portfolio that costs more gets a warning.
    /// Default: no limit.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1_000_000))]
    pub budget_usd: Typed<f64>,
    /// The highest chance of going unmatched that `matchfolio optimize` may choose. Default: no limit.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub max_unmatched: Typed<f64>,
    /// Programs that the person has time to research one by one; `matchfolio optimize` chooses which lines they
    /// are. Research costs time, not dollars, so it has a limit and no price. Default: every line keeps the
    /// screening it has.
    #[schemars(with = "Option<u32>", range(min = 0, max = 1000))]
    pub researched_programs: Typed<u64>,
}

/// What an outcome is worth to this person, from 0 (as bad as going unmatched) to 1.
///
/// The expected value of a portfolio is computed from it. If the section is there, every residency track that a
/// portfolio uses needs a value.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Values")]
pub struct RawValues {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Worth of a preliminary or transitional year alone. Default: 0, with a note.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub preliminary_only: Typed<f64>,
    /// Worth of a match to an advanced position without a PGY-1, the same for all tracks. Default: half of the
    /// track's own value (an assumption), with a note.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub matched_without_pgy1: Typed<f64>,
    /// Worth of a categorical place found in SOAP; counts in plans only. Default: the smallest value of a track
    /// (an assumption), with a note.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub soap_categorical: Typed<f64>,
    /// Worth of a match in each track.
    #[schemars(skip)]
    pub matched: Vec<Entry<f64>>,
    /// Tracks whose worth is typed but wrong, which has been reported.
    #[schemars(skip)]
    pub wrong: Vec<String>,
}

/// One way of applying: the lines that make it up.
///
/// A portfolio has to have a line on the primary list; if all of those have 0 programs it gets a warning and leaves
/// the applicant unmatched for certain.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Portfolio", deny_unknown_fields)]
pub struct RawPortfolio {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Name, unique in the file.
    #[schemars(with = "String", length(min = 1, max = LONGEST_NAME))]
    pub name: Typed<String>,
    /// Programs of one track, chosen and signalled alike.
    #[schemars(rename = "line", length(min = 1, max = MOST_LINES))]
    pub lines: Vec<RawLine>,
}

/// A number of programs of one track, chosen and signalled alike.
///
/// Several lines of one track take up where the one before stopped: the first line has the programs most open to
/// the applicant, as far as screening can tell. Signals of all lines of a specialty in a portfolio together stay
/// within its allotment; diagnostic and interventional radiology share one. All signals of a line together are at
/// most its `programs`.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Line", deny_unknown_fields)]
pub struct RawLine {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Track applied to, by its key.
    #[schemars(with = "String")]
    pub track: Typed<String>,
    /// Number of programs: at most what the country has, all lines of the track together; with `sponsors_only`, what
    /// sponsors the visa. A line of 0 is checked like any other and then as if it were not there (its place still
    /// counts for `preference`). Default: none; required without `program_list`.
    #[schemars(with = "Option<u32>", range(min = 0))]
    pub programs: Typed<u64>,
    /// CSV file or Excel workbook that names the programs and what is known of each, by its path relative to the
    /// scenario file; its rows of the line's track are the programs. Not with `keep`, nor with `programs`, signals, ties or rotations,
    /// which the list says. Default: none; `programs` of which nothing more is known.
    #[schemars(with = "Option<String>", length(min = 1))]
    pub program_list: Typed<String>,
    /// What the list has for the track of the line, once it is read.
    #[schemars(skip)]
    pub listed: Option<ProgramList>,
    /// How well the programs were chosen: a word, or the correlation itself of what the choice goes by with how
    /// open a program is. Default: `typical`.
    #[schemars(with = "Option<ScreeningKey>")]
    pub screening: Typed<Screening>,
    /// Whether only programs that sponsor the visa needed are applied to. Default: `false`.
    #[schemars(with = "Option<bool>")]
    pub sponsors_only: Typed<bool>,
    /// The first so many programs get a gold signal, in specialties with two tiers; within the season's allotment. Default: 0.
    #[schemars(with = "Option<u32>")]
    pub gold_signals: Typed<u64>,
    /// The next so many programs get a silver signal, in specialties with two tiers; within the season's allotment. Default: 0.
    #[schemars(with = "Option<u32>")]
    pub silver_signals: Typed<u64>,
    /// The first so many programs get a signal, in specialties with one tier; within the season's allotment. Default: 0.
    #[schemars(with = "Option<u32>")]
    pub signals: Typed<u64>,
    /// The first so many programs lie where the applicant has a stated tie; at most `programs`. Default: 0.
    #[schemars(with = "Option<u32>")]
    pub geographic_ties: Typed<u64>,
    /// The first so many programs know the applicant from a rotation there; at most `programs`. Default: 0.
    #[schemars(with = "Option<u32>")]
    pub rotations: Typed<u64>,
    /// Order on the rank order list: 1 is ranked first, equal numbers interleave at random. Default: the line's
    /// place in the portfolio, 1 for the first.
    #[schemars(with = "Option<u32>", range(min = 1, max = 1000))]
    pub preference: Typed<u64>,
    /// The most interviews of this line that you would attend; the other invitations are declined. Default: no limit
    /// of its own.
    #[schemars(with = "Option<u32>", range(min = 1, max = 500))]
    pub keep: Typed<u64>,
    /// Which interviews you keep when you cannot attend all: those of the line with 1 first. It does not change the
    /// rank order list. Default: the same as `preference`, but preliminary tracks come after all residencies.
    #[schemars(with = "Option<u32>", range(min = 1, max = 1000))]
    pub interview_priority: Typed<u64>,
    /// For preliminary tracks only: which rank order list the programs serve. Default: `both`.
    #[schemars(with = "Option<RoleKey>")]
    pub role: Typed<Role>,
}

/// A list of seasons that are gone through until something is found.
///
/// A season ends the search with a residency: matched with its PGY-1, matched to an advanced position whose PGY-1 is
/// found in SOAP, or placed in a categorical position in SOAP. Who finds a preliminary year alone serves it; everyone
/// else does what the next season says under `before`. After the last season one stands where one stands. `run`
/// compares plans with each other.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Plan", deny_unknown_fields)]
pub struct RawPlan {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Name, unique among the plans of the file.
    #[schemars(with = "String", length(min = 1, max = LONGEST_NAME))]
    pub name: Typed<String>,
    /// What a diagnostic radiology residency leads to: `independent_ir` (an independent residency in interventional
    /// radiology, with or without ESIR) or `diagnostic_radiology`. Default: `independent_ir` where the plan also
    /// applies to interventional radiology, otherwise `diagnostic_radiology`.
    #[schemars(with = "Option<String>")]
    pub after_dr: Typed<String>,
    /// Preliminary years that would be served at most; once they are served, preliminary programs leave the primary
    /// list and are not taken in SOAP. Default: 1 where a visa is needed, else 2.
    #[schemars(with = "Option<u32>", range(min = 0, max = 5))]
    pub max_preliminary_years: Typed<u64>,
    /// The seasons in their order; the first is the season of the file.
    #[schemars(rename = "season", length(min = 1, max = MOST_SEASONS))]
    pub seasons: Vec<RawSeason>,
}

/// One season of a plan, and the year before it.
///
/// From the second season on the applicant is a year older since graduation with each season, and has failed before.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Season", deny_unknown_fields)]
pub struct RawSeason {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// The year before the season: `research_year`, `us_clinical_experience` or `home_practice`. A preliminary year
    /// is not planned: where one is found, it takes the place. Default: required from the second season on; has no
    /// place in the first.
    #[schemars(with = "Option<String>")]
    pub before: Typed<String>,
    /// Publications that the year adds. Default: that of the activity, with its uncertainty
    /// (`matchfolio data --assumptions`).
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 100))]
    pub publications: Typed<Uncertain>,
    /// Months of clinical experience in the United States that the year adds. Default: that of the activity.
    #[schemars(with = "Option<NumberOrRange>", range(min = 0, max = 12))]
    pub us_clinical_months: Typed<Uncertain>,
    /// What the year costs beyond fees, in United States dollars. Default: that of the activity.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1_000_000))]
    pub cost_usd: Typed<f64>,
    /// Name of the portfolio used, one of the file.
    #[schemars(with = "String")]
    pub portfolio: Typed<String>,
    /// Which places of SOAP would be taken. Default: `any`.
    #[schemars(with = "Option<SoapKey>")]
    pub soap: Typed<SoapChoice>,
}

/// An interview attended; the list stands in the true order of preference, the most preferred first.
///
/// This is what `matchfolio ranks` reads. The other commands show the season as it looked before any invitation came,
/// and do not look at it. A portfolio has to say what was applied to, with at least as many programs of each track as
/// invited. An advanced match without a PGY-1 is worth `matched_without_pgy1` of `[values]`, at most the program's own
/// value; without that key half of it.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename = "Interview", deny_unknown_fields)]
pub struct RawInterview {
    /// Header of the section.
    #[schemars(skip)]
    pub span: Range<usize>,
    /// Name of the program, unique among the interviews.
    #[schemars(with = "String", length(min = 1, max = LONGEST_NAME))]
    pub program: Typed<String>,
    /// Its track, which a portfolio applies to.
    #[schemars(with = "String")]
    pub track: Typed<String>,
    /// What a match there is worth, 0 (as bad as unmatched) to 1; it must not rise down the list. Default: the
    /// track's own value; `preliminary_only` for preliminary tracks; 1 where the file values nothing and all
    /// interviews are in one residency track.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub value: Typed<f64>,
    /// For preliminary tracks only: which rank order list the program stands on; an interview for the
    /// supplemental list alone (`pgy1`) has no value.
    /// Default: `both`.
    #[schemars(with = "Option<RoleKey>")]
    pub role: Typed<Role>,
}

/// Invitations received, by track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawInvitations {
    /// Numbers that are right.
    pub received: Vec<Entry<u64>>,
}
