//! What a market file says: its sections, each value with the place it stands at.

use std::cell::RefCell;
use std::ops::Range;

use toml::de::DeTable;

use crate::model::ApplicantType;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::kinds::{Keys, Kind, by_track, flag, name, number, section, text, whole, word};
use crate::scenario::raw::{FIRST_SEASON, LAST_SEASON, LONGEST_NAME, LONGEST_TITLE};
use crate::scenario::read::convert;
use crate::scenario::read::section::{List, Section};
use crate::scenario::read::syntax;
use crate::scenario::typed::{Entry, Typed};

/// Most markets of one run.
pub const MOST_MARKETS: u64 = 10_000;
/// Most applicants of one type, twice the country's largest.
const MOST_APPLICANTS: u64 = 40_000;
/// Most variants of one file: each is simulated in every market.
const MOST_VARIANTS: usize = 12;
/// Most expectations of one file.
const MOST_EXPECTATIONS: usize = 100;

fn people() -> Kind<u64> {
    whole(0, MOST_APPLICANTS)
}

section! {
    /// How many people apply.
    pub struct RawPeople: "MarketApplicants";
    /// US MD seniors. Default: active applicants of the latest Match in the tables.
    optional us_md: u64 = people();
    /// US DO seniors. Default: as published.
    optional us_do: u64 = people();
    /// Graduates of MD schools in the United States. Default: as published.
    optional us_md_graduate: u64 = people();
    /// Graduates of DO schools in the United States. Default: as published.
    optional us_do_graduate: u64 = people();
    /// US-citizen IMGs. Default: as published.
    optional us_img: u64 = people();
    /// Non-US IMGs. Default: as published.
    optional non_us_img: u64 = people();
    /// Couples, drawn among US seniors. Default: as published.
    optional couples: u64 = people();
    /// Share of the country to simulate, of applicants and programs alike. Default: 1.
    optional share_of_country: f64 = number(0, 1);
}

section! {
    /// What programs and applicants may do. A variant has the same keys.
    pub struct RawPolicy: "MarketPolicy";
    /// Applicants that programs interview for each position, in every track. Default: by track, from the tables.
    optional interviews_per_position: f64 = number(1, 100);
    /// Interviews that one applicant attends at most, those for a preliminary year apart. Default: 20.
    optional max_interviews: u64 = whole(1, 500);
    /// Interviews for a preliminary year that one applicant attends at most. Default: 5.
    optional max_pgy1_interviews: u64 = whole(1, 500);
    /// Applications that one applicant sends to one track at most. Default: no limit.
    optional max_applications: u64 = whole(1, 1000);
    /// Whether applicants send signals. Default: true.
    optional use_signals: bool = flag();
    /// Signals of one tier that each applicant sends in a track, by track, in place of the published allotment. Default: as published.
    optional signals: Vec<Entry<u64>> = by_track(0, 200, "[policy.signals]");
    /// Percent by which more people apply to a track first, by track. Default: none.
    optional more_applicants: Vec<Entry<u64>> = by_track(0, 200, "[policy.more_applicants]");
}

section! {
    /// What applicants prefer.
    pub struct RawPreferences: "MarketPreferences";
    /// Share of the variance of what applicants think of programs when they rank them that they have in common. Where to apply is their own choice. Default: 0.5, an assumption.
    optional common_taste: f64 = number(0, 1);
}

section! {
    /// One specialty by itself in place of the country: programs of one size and applicants of one type who apply to all of them.
    pub struct RawSpecialty: "MarketSpecialty";
    /// Programs.
    required programs: u64 = whole(1, 5_000);
    /// Positions of each program.
    required positions: u64 = whole(1, 500);
    /// Applicants.
    required applicants: u64 = whole(1, 100_000);
    /// Standard deviation of strength, on the log-odds of an invitation.
    required strength: f64 = number(0, 20);
    /// How much strength counts when programs rank those whom they interviewed, against 1 when they invite. Default: 1.
    optional ranking_slope: f64 = number(0, 20);
}

section! {
    /// A published figure that the simulation has to come near to.
    pub struct RawExpectation: "MarketExpectation";
    /// What it is a figure of: a quantity of the table of the answer, for example `"match_rate"`.
    required quantity: String = name(LONGEST_NAME);
    /// The published figure, in the unit of the quantity.
    required value: f64 = number(0, 1_000_000);
    /// How far the mean of the markets may be from it.
    required tolerance: f64 = number(0, 1_000_000);
    /// Track. Default: all.
    optional track: String = text(LONGEST_NAME);
    /// Applicant type. Default: all.
    optional applicants: ApplicantType = word::<_, ApplicantType>(convert::applicant_type);
    /// Name of the variant that it is about. Default: the market without one.
    optional variant: String = text(LONGEST_NAME);
    /// Where it was published.
    required source: String = text(LONGEST_TITLE);
    /// Why it may fail, shown where it does. Default: nothing.
    optional reason: String = text(500);
}

/// A market file.
#[derive(Debug, Default)]
pub struct RawMarket {
    /// Title.
    pub title: Typed<String>,
    /// Year of the Match.
    pub season: Typed<u64>,
    /// Markets to simulate.
    pub markets: Typed<u64>,
    /// Who applies.
    pub applicants: RawPeople,
    /// What they prefer.
    pub preferences: RawPreferences,
    /// One specialty in place of the country.
    pub specialty: Option<RawSpecialty>,
    /// What both sides may do.
    pub policy: RawPolicy,
    /// Other policies to compare, by name.
    pub variants: Vec<(Typed<String>, RawPolicy)>,
    /// Figures to come near to.
    pub expectations: Vec<RawExpectation>,
}

/// Reads the text and reports every problem; nothing if it is not TOML.
pub fn read(text: &str, problems: &RefCell<Vec<Diagnostic>>) -> Option<RawMarket> {
    let (root, errors) = DeTable::parse_recoverable(text);
    syntax::report(text, &errors, &mut problems.borrow_mut());
    let is_valid = problems.borrow().is_empty();
    let end = text.trim_end().len();
    is_valid.then(|| market(Section::root(root.get_ref(), problems, home_of), end..end))
}

/// Reads the keys of a policy alone.
pub fn read_policy(text: &str, problems: &RefCell<Vec<Diagnostic>>) -> Option<RawPolicy> {
    let (root, errors) = DeTable::parse_recoverable(text);
    syntax::report(text, &errors, &mut problems.borrow_mut());
    let is_valid = problems.borrow().is_empty();
    is_valid.then(|| keys(Section::root(root.get_ref(), problems, home_of)))
}

fn market(mut section: Section<'_, '_>, end: Range<usize>) -> RawMarket {
    let list = |key, header, most| List { key, header, most, absent_at: end.clone() };
    let title = section.optional("title", convert::text(LONGEST_TITLE));
    let season = section.required("season", convert::whole((u64::from(FIRST_SEASON), u64::from(LAST_SEASON))));
    let markets = section.optional("markets", convert::whole((1, MOST_MARKETS)));
    let applicants = section.table("applicants", "[applicants]").map(keys).unwrap_or_default();
    let preferences = section.table("preferences", "[preferences]").map(keys).unwrap_or_default();
    let specialty = section.table("specialty", "[specialty]").map(keys);
    let policy = section.table("policy", "[policy]").map(keys).unwrap_or_default();
    let variants = section.optional_tables(&list("variant", "[[variant]]", MOST_VARIANTS));
    let variants = variants.into_iter().map(variant).collect();
    let expectations = section.optional_tables(&list("expect", "[[expect]]", MOST_EXPECTATIONS));
    let expectations = expectations.into_iter().map(keys).collect();
    section.finish();
    RawMarket { title, season, markets, applicants, preferences, specialty, policy, variants, expectations }
}

fn variant(mut section: Section<'_, '_>) -> (Typed<String>, RawPolicy) {
    let name = section.required("name", convert::text(LONGEST_NAME));
    (name, keys(section))
}

fn keys<K: Keys>(mut section: Section<'_, '_>) -> K {
    let raw = K::take(&mut section);
    section.finish();
    raw
}

/// The section that a key belongs to.
fn home_of(key: &str) -> Option<&'static str> {
    let homes = [
        ("[applicants]", RawPeople::KEYS),
        ("[policy]", RawPolicy::KEYS),
        ("[preferences]", RawPreferences::KEYS),
        ("[specialty]", RawSpecialty::KEYS),
        ("[[expect]]", RawExpectation::KEYS),
    ];
    homes.into_iter().find(|(_, keys)| keys.contains(&key)).map(|(home, _)| home)
}
