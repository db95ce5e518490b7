//! What the person typed: the sections of a scenario file, each value with
//! the place it stands at.
//!
//! Each section is declared once with `section!`: the reader, the JSON Schema and the numbers that can be varied are
//! made from that. They are filled by a reader of our own and not by serde, because serde stops at
//! the first error and a person wants to see all of them at once.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde_spanned::Spanned;

use super::kinds::{
    Kind, by_track, day, flag, name, number, number_or_range, path, screening, section, text, texts, whole, word,
};
use super::program_list::ProgramList;
use super::read::convert::{self, Nearness};
use super::typed::{Entry, Typed};
use crate::model::date::Date;
use crate::model::plan::MOST_SEASONS;
use crate::model::soap::SoapChoice;
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
/// Most interviews attended that a file may list: more than anybody ranks.
pub const MOST_INTERVIEWS: usize = 60;
/// USMLE scores are reported on a scale that ends at 300.
pub const STEP2_CK: (u32, u32) = (100, 300);
/// COMLEX-USA scores: the scale ends at 999.
pub const COMLEX: (u32, u32) = (9, 999);
/// Months of experience that can be stated.
const MONTHS: (u64, u64) = (0, 120);
/// Letters from one specialty; a program receives at most four in all.
pub const LETTERS: (u64, u64) = (0, 4);
/// Preliminary years that would be served; no plan has more seasons.
pub const PRELIMINARY_YEARS: (u64, u64) = (0, 5);

/// A count of a line; the pool and the season's allotment limit it further. A line of no programs is as if it were
/// not there.
fn count() -> Kind<u64> {
    whole(0, u64::MAX)
}

/// Interviews attended in one season.
fn interviews() -> Kind<u64> {
    whole(1, 500)
}

/// A place in an order of preference.
fn order() -> Kind<u64> {
    whole(1, 1000)
}

/// Dollars a person may spend.
fn dollars() -> Kind<f64> {
    number(0, 1_000_000)
}

/// The worth of an outcome, or a chance.
fn share() -> Kind<f64> {
    number(0, 1)
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
    /// A season in progress: how many programs have invited by a day. Default: the season has not begun.
    #[schemars(with = "Option<RawProgress>")]
    pub progress: Option<RawProgress>,
    /// A partner who matches with the applicant as a couple, for `matchfolio run` alone: the other commands answer for the
    /// applicant. Default: none.
    #[schemars(with = "Option<RawPartner>")]
    pub partner: Option<Box<RawPartner>>,
    /// How the couple ranks pairs of programs. Default: as its keys say, where there is a `[partner]`.
    #[schemars(with = "Option<RawCouple>")]
    pub couple: Option<RawCouple>,
}

/// The partner: the keys of `[applicant]`, and limits and portfolios of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawPartner {
    /// Who the partner is.
    pub applicant: RawApplicant,
    /// What the partner can attend and spend. Default: no limits.
    pub limits: Option<RawLimits>,
    /// The partner's ways of applying: one, or as many as the applicant has, which then go together in their order.
    pub portfolios: Vec<RawPortfolio>,
}

impl JsonSchema for RawPartner {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Partner".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = RawApplicant::json_schema(generator);
        let about = "The partner: the keys of `[applicant]`, and limits and portfolios of their own.";
        schema.insert("description".to_owned(), about.into());
        let mut limits = generator.subschema_for::<RawLimits>();
        let about = "What the partner can attend and spend. Default: no limits.";
        limits.insert("description".to_owned(), about.into());
        let mut portfolios = generator.subschema_for::<Vec<RawPortfolio>>();
        let about =
            "The partner's ways of applying: one, or as many as the applicant has, which go together in their order.";
        portfolios.insert("description".to_owned(), about.into());
        if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
            properties.insert("limits".to_owned(), limits.into());
            properties.insert("portfolio".to_owned(), portfolios.into());
        }
        if let Some(required) = schema.get_mut("required").and_then(serde_json::Value::as_array_mut) {
            required.push("portfolio".into());
        }
        schema
    }
}

section! {
    /// How a couple ranks pairs of programs: by the sum of both ranks, with `apart_ranks` added where the two lie in different areas.
    pub struct RawCouple: "Couple";
    /// What counts as together. Default: `state`.
    optional together: Nearness = word::<_, Nearness>(convert::nearness);
    /// Ranks that the two give up to be together; 0 ranks pairs as if distance did not matter. Default: 10, an assumption.
    optional apart_ranks: u64 = whole(0, 1000);
    /// Whether pairs that are not together are left out. Default: `false`.
    optional only_together: bool = flag();
    /// Whether pairs with a position for one and "no match" for the other follow all pairs of positions. Default: `true`.
    optional one_alone: bool = flag();
    /// Pairs that are listed at most. Default: 300, an assumption.
    optional most_pairs: u64 = whole(1, 100_000);
}

section! {
    /// A season in progress: what has come by a day of it.
    ///
    /// Every chance is then that of a person who has had so many invitations by that day, and none of the others yet.
    /// The other portfolios of the file are ways to go on: they have to hold all programs of each of their tracks that were applied
    /// to, in lines that differ from those applied with in `preference`, `interview_priority` and `keep` alone. Programs beyond
    /// these are applied to on that day.
    pub struct RawProgress: "Progress";
    /// The day, for example `"2026-11-15"`, between the first look of programs at applications and Match Day.
    required date: Date = day();
    /// How many programs of each track have invited by that day, those declined included, for example
    /// `{ diagnostic_radiology = 2 }`. Default: none; a track that is not named has none.
    optional invitations: Vec<Entry<u64>> = by_track(0, u64::MAX, "[progress.invitations]");
    /// Name of the portfolio that was applied with. Default: the first portfolio.
    optional portfolio: String = text(LONGEST_NAME);
}

section! {
    /// Who applies.
    pub struct RawApplicant: "Applicant";
    /// School and citizenship; seniors and graduates of schools in the United States are types of their own.
    required kind as "type": ApplicantType = word::<_, ApplicantType>(convert::applicant_type);
    /// USMLE Step 2 CK score, or a range such as "240 to 250" where it is not known yet. Default: required without
    /// `comlex_level_2` and `step2_ck_pending`.
    optional step2_ck: Uncertain = number_or_range(STEP2_CK.0, STEP2_CK.1);
    /// Whether Step 2 CK is not taken yet and you have no idea of the score: a typical one of those who apply to your home
    /// specialty (`home_specialty`), or to the only one of the file, is taken, with its spread. Default: `false`.
    optional step2_ck_pending: bool = flag();
    /// COMLEX Level 2-CE score, or a range, of a `us_do` or `us_do_graduate` without a Step 2 CK score. It is read as the
    /// Step 2 CK scores that it corresponds to, with their spread, and many programs see no USMLE. Default: none.
    optional comlex_level_2: Uncertain = number_or_range(COMLEX.0, COMLEX.1);
    /// Whether Step 3 is passed. It changes no chance, but an H-1B cannot be petitioned for without it. Default: not
    /// stated, with a warning where the visa may be an H-1B.
    optional step3_passed: bool = flag();
    /// Failed attempts at any USMLE step or COMLEX level. Each one counts half as much as the one before. Default: 0.
    optional exam_failures: u64 = whole(0, 12);
    /// Years between graduation and the start of the season. Default: 0 for seniors (`us_md`,
    /// `us_do`), otherwise required.
    optional years_since_graduation: Uncertain = number_or_range(0, 60);
    /// Months of hands-on clinical experience in the United States; more than 12 count as 12. Not stated means
    /// typical, with a note that says how far the answer could move. Default: 12 for seniors and graduates of schools
    /// in the United States, otherwise the mean of those who apply to each specialty.
    optional us_clinical_months: Uncertain = number_or_range(0, 120);
    /// Months of observerships in the United States, apart from hands-on ones, which `us_clinical_months` has to state
    /// beside them. A month counts a third of a hands-on month (an assumption); together at most 12 count. Default: 0.
    optional observership_months: u64 = whole(MONTHS.0, MONTHS.1);
    /// Months of experience in a specialty by track, for example `{ diagnostic_radiology = 3 }`: observerships,
    /// research or work there. At most 6 count, on top of `us_clinical_months` (an assumption). Default: none.
    optional experience: Vec<Entry<u64>> = by_track(MONTHS.0, MONTHS.1, "[applicant.experience]");
    /// Publications; abstracts and presentations are not counted. Not stated means typical, with a note that says
    /// how far the answer could move. Default: the typical number of those who apply to each specialty.
    optional publications: Uncertain = number_or_range(0, 1000);
    /// Visa needed, and which would be accepted; a `us_img` needs none. Default: `none`; required for `non_us_img`.
    optional visa: Visa = word::<_, Visa>(convert::visa);
    /// Letters of recommendation by the track they come from, for example `{ internal_medicine = 2 }`. More than
    /// two count like two. A letter counts in its own track alone, but one from interventional or diagnostic radiology
    /// also counts as three quarters of a letter in the other (an assumption). Write 0 for a track from which you have none: a track not named is not stated.
    /// Default: two from each specialty, as typical applicants have, with a note that says how far the answer could move.
    optional letters: Vec<Entry<u64>> = by_track(LETTERS.0, LETTERS.1, "[applicant.letters]");
    /// Letters from the United States that belong to no specialty, such as a research mentor's: each counts as half a
    /// letter in every specialty (an assumption). Default: 0.
    optional general_letters: u64 = whole(LETTERS.0, LETTERS.1);
    /// Letters from the home country: each counts as a quarter of a letter in every specialty (an assumption). Default: 0.
    optional home_letters: u64 = whole(LETTERS.0, LETTERS.1);
    /// Tracks that you would not accept, for example `["family_medicine"]`: no question suggests them, and no line may
    /// apply to them. Default: none.
    optional exclude: Vec<Spanned<String>> = texts();
    /// Track that you mainly prepare for: among its applicants you are one of them, and in other specialties your record may be
    /// worth more or less than the same record of those who prefer them. It is the same for all portfolios. Default: the
    /// track that `[values]` puts above all others; without one, no specialty is taken to be yours.
    optional home_specialty: String = text(LONGEST_NAME);
    /// Whether the applicant went through an earlier Match without finding a residency: unmatched, with a
    /// preliminary year alone, or with an advanced position and no PGY-1. Every chance is then that of a person
    /// who failed a year ago with `failed_with`. Default: `false`.
    optional reapplicant: bool = flag();
    /// Name of the portfolio that the reapplicant failed with, one of the file; `reapplicant = true` belongs to it.
    /// Default: the first portfolio.
    optional failed_with: String = text(LONGEST_NAME);
}

section! {
    /// What the person can attend and spend.
    ///
    /// Fees are those of applications through ERAS or ResidencyCAS (price tiers start anew in each specialty; the
    /// preliminary programs of a specialty count in its tiers), NRMP registration, and transcripts: USMLE for everyone,
    /// COMLEX too for `us_do` and `us_do_graduate`.
    pub struct RawLimits: "Limits";
    /// The most interviews that you can attend at programs of the primary rank order list. Interviews for lines with
    /// `role = "pgy1"` do not count here. When more programs invite you, the interviews with the largest
    /// `interview_priority` are declined. Default: no limit.
    optional max_interviews: u64 = interviews();
    /// The most interviews that you can attend for lines with `role = "pgy1"`. They come on top of `max_interviews`:
    /// if you have a total in mind, subtract these from it. Default: 5 if `max_interviews` is stated (an assumption),
    /// otherwise no limit.
    optional pgy1_interviews: u64 = interviews();
    /// What the person can spend on fees, in United States dollars; a portfolio that costs more gets a warning.
    /// Default: no limit.
    optional budget_usd: f64 = dollars();
    /// The highest chance of going unmatched that `matchfolio optimize` may choose. Default: no limit.
    optional max_unmatched: f64 = share();
    /// Programs that the person has time to research one by one; `matchfolio optimize` chooses which lines they
    /// are. Research costs time, not dollars, so it has a limit and no price. Default: every line keeps the
    /// screening it has.
    optional researched_programs: u64 = whole(0, 1000);
}

section! {
    /// What an outcome is worth to this person, from 0 (as bad as going unmatched) to 1.
    ///
    /// The expected value of a portfolio is computed from it. If the section is there, every residency track that a
    /// portfolio uses needs a value.
    pub struct RawValues: "Values";
    also {
        /// Worth of a match in each track.
        matched: Vec<Entry<f64>>,
        /// Tracks whose worth is typed but wrong, which has been reported.
        wrong: Vec<String>,
    }
    /// Worth of a preliminary or transitional year alone. Default: 0, with a note.
    optional preliminary_only: f64 = share();
    /// Worth of a match to an advanced position without a PGY-1, the same for all tracks. Default: half of the
    /// track's own value (an assumption), with a note.
    optional matched_without_pgy1: f64 = share();
    /// Worth of a categorical place found in SOAP; counts in plans only. Default: the smallest value of a track
    /// (an assumption), with a note.
    optional soap_categorical: f64 = share();
}

/// One way of applying: the lines that make it up.
///
/// A portfolio has to have a line on the primary list; if all of those have 0 programs it gets a warning and leaves
/// the applicant unmatched.
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

section! {
    /// A number of programs of one track, chosen and signalled alike.
    ///
    /// Several lines of one track take up where the one before stopped: the first line has the programs most open to
    /// the applicant, as far as screening can tell. Signals of all lines of a specialty in a portfolio together stay
    /// within its allotment; diagnostic and interventional radiology share one. All signals of a line together are at
    /// most its `programs`.
    pub struct RawLine: "Line";
    also {
        /// What the list has for the track of the line, once it is read.
        listed: Option<ProgramList>,
    }
    /// Track applied to, by its key.
    required track: String = text(usize::MAX);
    /// Number of programs: at most what the country has, all lines of the track together; with `sponsors_only`, what
    /// sponsors the visa. A line of 0 is checked like any other and then as if it were not there (its place still
    /// counts for `preference`). Default: none; required without `program_list`.
    optional programs: u64 = count();
    /// CSV file or Excel workbook that names the programs and what is known of each, by its path relative to the
    /// scenario file; its rows of the line's track are the programs. Not with `keep`, nor with `programs`, signals, ties or rotations,
    /// which the list says. Default: none; `programs` of which nothing more is known.
    optional program_list: String = path();
    /// States or regions that the programs of the line lie in, for example `["NY", "NJ"]` or `["Midwest"]`: the line
    /// then draws from the programs of the track there. A list has a column for it. Default: the whole country.
    optional states: Vec<Spanned<String>> = texts();
    /// How well the programs were chosen: a word, or the correlation itself of what the choice goes by with how
    /// open a program is. Default: `typical`.
    optional screening: Screening = screening();
    /// Whether only programs that sponsor the visa needed are applied to. Default: `false`.
    optional sponsors_only: bool = flag();
    /// The first so many programs get a gold signal, in specialties with two tiers; within the season's allotment. Default: all
    /// that the specialty allots if no line of it in the portfolio states one of this tier (the radiologies share theirs), otherwise 0.
    optional gold_signals: u64 = count();
    /// The next so many programs get a silver signal, in specialties with two tiers; within the season's allotment. Default: all
    /// that the specialty allots if no line of it in the portfolio states one of this tier (the radiologies share theirs), otherwise 0.
    optional silver_signals: u64 = count();
    /// The first so many programs get a signal, in specialties with one tier; within the season's allotment. Default: all
    /// that the specialty allots if no line of it in the portfolio states one of this tier (the radiologies share theirs), otherwise 0.
    optional signals: u64 = count();
    /// The first so many programs lie where the applicant has a stated tie; at most `programs`. Default: 0.
    optional geographic_ties: u64 = count();
    /// The first so many programs know the applicant from a rotation there; at most `programs`. Default: 0.
    optional rotations: u64 = count();
    /// Order on the rank order list: 1 is ranked first, equal numbers interleave at random. Default: the line's
    /// place in the portfolio, 1 for the first.
    optional preference: u64 = order();
    /// The most interviews of this line that you would attend; the other invitations are declined. Default: no limit
    /// of its own.
    optional keep: u64 = interviews();
    /// Which interviews you keep when you cannot attend all: those of the line with 1 first. It does not change the
    /// rank order list. Default: the same as `preference`, but preliminary tracks come after all residencies.
    optional interview_priority: u64 = order();
    /// For preliminary tracks only: which rank order list the programs serve. Default: `both`.
    optional role: Role = word::<_, RoleKey>(convert::role);
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
    /// What would be aimed at beyond a residency: `cardiology`, `gastroenterology` (after internal medicine),
    /// `neurointervention` (after neurology), or `diagnostic_radiology_by_switch` (after the first year of either).
    /// Default: nothing further; a residency leads to practice in its specialty.
    #[schemars(with = "Option<Vec<String>>")]
    pub after_residency: Typed<Vec<Spanned<String>>>,
    /// Preliminary years that would be served at most; once they are served, preliminary programs leave the primary
    /// list and are not taken in SOAP. Default: 1 where a visa is needed, else 2.
    #[schemars(with = "Option<u32>", range(min = 0, max = 5))]
    pub max_preliminary_years: Typed<u64>,
    /// The seasons in their order; the first is the season of the file.
    #[schemars(rename = "season", length(min = 1, max = MOST_SEASONS))]
    pub seasons: Vec<RawSeason>,
}

section! {
    /// One season of a plan, and the year before it.
    ///
    /// From the second season on the applicant is a year older since graduation with each season, and has failed before.
    pub struct RawSeason: "Season";
    /// The year before the season: `research_year`, `us_clinical_experience` or `home_practice`. A preliminary year
    /// is not planned: where one is found, it takes the place. Default: required from the second season on; has no
    /// place in the first.
    optional before: String = text(usize::MAX);
    /// Publications that the year adds. Default: that of the activity, with its uncertainty
    /// (`matchfolio data --assumptions`).
    optional publications: Uncertain = number_or_range(0, 100);
    /// Months of clinical experience in the United States that the year adds. Default: that of the activity.
    optional us_clinical_months: Uncertain = number_or_range(0, 12);
    /// What the year costs beyond fees, in United States dollars. Default: that of the activity.
    optional cost_usd: f64 = dollars();
    /// Name of the portfolio used, one of the file.
    required portfolio: String = text(usize::MAX);
    /// Which places of SOAP would be taken. Default: `any`.
    optional soap: SoapChoice = word::<_, SoapKey>(convert::soap);
}

section! {
    /// An interview attended; the list stands in the true order of preference, the most preferred first.
    ///
    /// This is what `matchfolio ranks` reads. The other commands show the season as it looked before any invitation came,
    /// and do not look at it. A portfolio has to say what was applied to, with at least as many programs of each track as
    /// invited. An advanced match without a PGY-1 is worth `matched_without_pgy1` of `[values]`, at most the program's own
    /// value; without that key half of it.
    pub struct RawInterview: "Interview";
    /// Name of the program, unique among the interviews.
    required program: String = name(LONGEST_NAME);
    /// Its track, which a portfolio applies to.
    required track: String = text(usize::MAX);
    /// What a match there is worth, 0 (as bad as unmatched) to 1; it must not rise down the list. Default: the
    /// track's own value; `preliminary_only` for preliminary tracks; 1 where the file values nothing and all
    /// interviews are in one residency track.
    optional value: f64 = share();
    /// For preliminary tracks only: which rank order list the program stands on; an interview for the
    /// supplemental list alone (`pgy1`) has no value.
    /// Default: `both`.
    optional role: Role = word::<_, RoleKey>(convert::role);
}

/// Invitations received, by track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawInvitations {
    /// Numbers that are right.
    pub received: Vec<Entry<u64>>,
}

/// Which places of SOAP would be taken.
#[derive(JsonSchema)]
#[schemars(rename = "Soap", rename_all = "snake_case")]
pub enum SoapKey {
    /// Categorical and preliminary ones.
    Any,
    /// Categorical ones, and the PGY-1 that an advanced match lacks.
    Categorical,
    /// None.
    No,
}

/// Which rank order list the programs of a preliminary track serve.
#[derive(JsonSchema)]
#[schemars(rename = "Role", rename_all = "snake_case")]
pub enum RoleKey {
    /// The supplemental list only: a PGY-1 after an advanced match.
    Pgy1,
    /// The primary list only, like any other line.
    Primary,
    /// Both lists, from the same interviews.
    Both,
}
