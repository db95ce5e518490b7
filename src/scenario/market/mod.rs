//! Market files: what `matchfolio market` simulates, read with the machinery of scenarios.

mod raw;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use self::raw::{RawExpectation, RawMarket, RawPolicy, RawSpecialty};
use super::compile::unknown_track;
use super::diagnose::{Diagnostic, Diagnostics, did_you_mean, meant, quoted};
use super::load::{LARGEST_FILE, ScenarioError};
use super::typed::{Entry, Typed};
use crate::model::portfolio::USUAL_PGY1_INTERVIEWS;
use crate::model::{ApplicantType, SignalCounts};
use crate::reference::{Reference, read_bytes};

pub use raw::MOST_MARKETS;

/// Most applications of one specialty, five times those of the country: each is kept in memory.
const MOST_APPLICATIONS: u64 = 20_000_000;

/// Markets unless the file says otherwise: a year-to-year spread without much waiting.
const USUAL_MARKETS: u64 = 20;

/// Interviews attended unless the file says otherwise: an assumption, the upper end of the 15 to 20 that fill a winter.
const USUAL_INTERVIEWS: u32 = 20;

/// Share of taste in common unless the file says otherwise, an assumption.
const USUAL_COMMON_TASTE: f64 = 0.5;

/// What programs and applicants may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Interviews held for each position; none is by track, from the tables.
    pub interviews_per_position: Option<f64>,
    /// Interviews that one applicant attends at most.
    pub max_interviews: u32,
    /// Interviews for a preliminary year that one applicant attends at most.
    pub max_pgy1_interviews: u32,
    /// Applications that one applicant sends to one track at most.
    pub max_applications: u32,
    /// Whether applicants send signals.
    pub uses_signals: bool,
    /// Signals of one tier by track, in place of the published ones.
    pub signals: BTreeMap<String, u32>,
    /// Percent by which more people apply to a track first.
    pub more_applicants: BTreeMap<String, u32>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            interviews_per_position: None,
            max_interviews: USUAL_INTERVIEWS,
            max_pgy1_interviews: USUAL_PGY1_INTERVIEWS,
            max_applications: u32::MAX,
            uses_signals: true,
            signals: BTreeMap::new(),
            more_applicants: BTreeMap::new(),
        }
    }
}

impl Policy {
    /// The signals that each applicant sends in a track where `usual` ones are allotted.
    #[must_use]
    pub fn signals_of(&self, track: &str, usual: SignalCounts) -> SignalCounts {
        match self.signals.get(track) {
            _ if !self.uses_signals => SignalCounts::default(),
            Some(&plain) => SignalCounts { gold: 0, silver: 0, plain },
            None => usual,
        }
    }
}

/// One specialty by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Specialty {
    /// Programs.
    pub programs: u32,
    /// Positions of each.
    pub positions: u32,
    /// Applicants.
    pub applicants: u32,
    /// Spread of strength.
    pub strength: f64,
    /// What strength counts for in the ranking.
    pub ranking_slope: f64,
}

/// A published figure to come near to.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Key of the quantity.
    pub quantity: String,
    /// Track, by key.
    pub track: Option<String>,
    /// Type.
    pub applicants: Option<ApplicantType>,
    /// Number of the variant; none is the market without one.
    pub variant: Option<usize>,
    /// Published.
    pub value: f64,
    /// How far off it may be.
    pub tolerance: f64,
    /// Where it was published.
    pub source: String,
    /// Why it may fail.
    pub reason: Option<String>,
}

/// A market file, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct MarketFile {
    /// Title.
    pub title: String,
    /// File as named.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Year of the Match.
    pub season: u16,
    /// Markets to simulate.
    pub markets: u64,
    /// Applicants by type where the file says how many.
    pub applicants: BTreeMap<ApplicantType, u32>,
    /// Couples where the file says how many.
    pub couples: Option<u32>,
    /// Share of the country.
    pub share: f64,
    /// Share of taste in common.
    pub common_taste: f64,
    /// One specialty in place of the country.
    pub specialty: Option<Specialty>,
    /// What both sides may do.
    pub policy: Policy,
    /// Other policies, by name.
    pub variants: Vec<(String, Policy)>,
    /// Figures to come near to.
    pub expectations: Vec<Expectation>,
}

/// Reads and checks a market file; an expectation may name the `quantities`.
///
/// # Errors
/// When the file cannot be read, or with all its problems.
pub fn load_market(path: &Path, reference: &Reference, quantities: &[&str]) -> Result<MarketFile, ScenarioError> {
    let unreadable = |source| ScenarioError::Unreadable { path: path.to_owned(), source };
    let bytes = read_bytes(path, LARGEST_FILE).map_err(unreadable)?;
    let file = path.display().to_string();
    let text = String::from_utf8_lossy(&bytes);
    if bytes.len() as u64 > LARGEST_FILE || text.contains(char::REPLACEMENT_CHARACTER) {
        let mut all = Diagnostics::new(&file, "");
        all.push(
            Diagnostic::of_file("the file is too large, or not valid UTF-8 text")
                .hint("a market file takes a few hundred bytes; save it with the encoding UTF-8"),
        );
        return Err(ScenarioError::Wrong(all));
    }
    market_of_text(&file, &text, reference, quantities).map_err(ScenarioError::Wrong)
}

/// Checks the text of a market file.
///
/// # Errors
/// All problems of the text.
pub fn market_of_text(
    file: &str,
    text: &str,
    reference: &Reference,
    quantities: &[&str],
) -> Result<MarketFile, Diagnostics> {
    let problems = RefCell::new(Vec::new());
    let compiler = Compiler { reference, quantities, problems: &problems };
    let market = raw::read(text, &problems).and_then(|raw| compiler.market(file, text, &raw));
    finished(file, text, market, problems.into_inner())
}

/// Checks changes to a policy, as `key = value` lines of `[policy]`; `name` stands for the file in messages.
///
/// # Errors
/// All problems of the text.
pub fn changed_policy(name: &str, text: &str, policy: &Policy, reference: &Reference) -> Result<Policy, Diagnostics> {
    let problems = RefCell::new(Vec::new());
    let compiler = Compiler { reference, quantities: &[], problems: &problems };
    let changed = raw::read_policy(text, &problems).and_then(|raw| compiler.policy(&raw, policy));
    finished(name, text, changed, problems.into_inner())
}

/// What was compiled, unless there are problems.
fn finished<T>(file: &str, text: &str, compiled: Option<T>, problems: Vec<Diagnostic>) -> Result<T, Diagnostics> {
    match compiled {
        Some(compiled) if problems.is_empty() => Ok(compiled),
        _ => {
            let mut all = Diagnostics::new(file, text);
            for problem in problems {
                all.push(problem);
            }
            all.sort();
            Err(all)
        }
    }
}

struct Compiler<'a> {
    reference: &'a Reference,
    quantities: &'a [&'a str],
    problems: &'a RefCell<Vec<Diagnostic>>,
}

impl Compiler<'_> {
    fn market(&self, file: &str, text: &str, raw: &RawMarket) -> Option<MarketFile> {
        let stem = Path::new(file).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let variants: Option<Vec<(String, Policy)>> = raw
            .variants
            .iter()
            .map(|(name, policy)| Some((name.value()?, self.policy(policy, &Policy::default())?)))
            .collect();
        let variants = variants?;
        let expectations: Option<Vec<Expectation>> =
            raw.expectations.iter().map(|one| self.expectation(one, &variants)).collect();
        let people = &raw.applicants;
        let counts = [
            (ApplicantType::UsMd, &people.us_md),
            (ApplicantType::UsDo, &people.us_do),
            (ApplicantType::UsMdGraduate, &people.us_md_graduate),
            (ApplicantType::UsDoGraduate, &people.us_do_graduate),
            (ApplicantType::UsImg, &people.us_img),
            (ApplicantType::NonUsImg, &people.non_us_img),
        ];
        Some(MarketFile {
            title: raw.title.or(stem)?,
            file: file.to_owned(),
            sha256: format!("{:x}", Sha256::digest(text.as_bytes())),
            season: u16::try_from(raw.season.value()?).ok()?,
            markets: raw.markets.or(USUAL_MARKETS)?,
            applicants: counts.into_iter().filter_map(|(kind, typed)| Some((kind, count(typed)?))).collect(),
            couples: count(&people.couples),
            share: people.share_of_country.or(1.0)?,
            common_taste: raw.preferences.common_taste.or(USUAL_COMMON_TASTE)?,
            specialty: match &raw.specialty {
                None => None,
                Some(specialty) => Some(self.specialty(specialty)?),
            },
            policy: self.policy(&raw.policy, &Policy::default())?,
            variants,
            expectations: expectations?,
        })
    }

    fn specialty(&self, raw: &RawSpecialty) -> Option<Specialty> {
        let specialty = compiled_specialty(raw)?;
        let applications = u64::from(specialty.programs) * u64::from(specialty.applicants);
        if applications > MOST_APPLICATIONS {
            let message =
                format!("{applications} applications in all are too many: everybody applies to every program");
            let span = raw.applicants.span().unwrap_or_default();
            let problem = Diagnostic::at(span, message, format!("allowed: {MOST_APPLICATIONS} applications in all"));
            self.problems.borrow_mut().push(problem.hint("take fewer applicants or programs"));
            return None;
        }
        Some(specialty)
    }

    /// The policy, with what is not stated as in `usual`.
    fn policy(&self, raw: &RawPolicy, usual: &Policy) -> Option<Policy> {
        let (signals, more) = (self.by_track(&raw.signals), self.by_track(&raw.more_applicants));
        let joined = |usual: &BTreeMap<String, u32>, stated: BTreeMap<String, u32>| {
            usual.clone().into_iter().chain(stated).collect()
        };
        Some(Policy {
            interviews_per_position: raw.interviews_per_position.value().or(usual.interviews_per_position),
            max_interviews: count(&raw.max_interviews).unwrap_or(usual.max_interviews),
            max_pgy1_interviews: count(&raw.max_pgy1_interviews).unwrap_or(usual.max_pgy1_interviews),
            max_applications: count(&raw.max_applications).unwrap_or(usual.max_applications),
            uses_signals: raw.use_signals.or(usual.uses_signals)?,
            signals: joined(&usual.signals, signals?),
            more_applicants: joined(&usual.more_applicants, more?),
        })
    }

    /// Numbers by the keys of tracks; unknown tracks are reported.
    fn by_track(&self, typed: &Typed<Vec<Entry<u64>>>) -> Option<BTreeMap<String, u32>> {
        let entries = typed.or(Vec::new())?;
        let known = |entry: &Entry<u64>| {
            let key = entry.track.get_ref();
            if self.reference.track(key).is_none() {
                self.problems.borrow_mut().push(unknown_track(&entry.track, self.reference));
                return None;
            }
            Some((key.clone(), u32::try_from(*entry.value.get_ref()).ok()?))
        };
        entries.iter().map(known).collect()
    }

    fn expectation(&self, raw: &RawExpectation, variants: &[(String, Policy)]) -> Option<Expectation> {
        let quantity = self.one_of(&raw.quantity, "quantity", &self.quantities.iter().copied());
        let names = variants.iter().map(|(name, _)| name.as_str());
        let variant = raw.variant.given().map(|_| self.one_of(&raw.variant, "variant", &names));
        let track = raw.track.given().map(|name| {
            let is_known = self.reference.track(name.get_ref()).is_some();
            if !is_known {
                self.problems.borrow_mut().push(unknown_track(name, self.reference));
            }
            is_known.then(|| name.get_ref().clone())
        });
        let place = |name: String| variants.iter().position(|(known, _)| *known == name);
        Some(Expectation {
            quantity: quantity?,
            track: track.map_or(Some(None), |found| found.map(Some))?,
            applicants: raw.applicants.value(),
            variant: variant.map_or(Some(None), |found| found.map(place))?,
            value: raw.value.value()?,
            tolerance: raw.tolerance.value()?,
            source: raw.source.value()?,
            reason: raw.reason.value(),
        })
    }

    /// The name typed, if it is one of the known; otherwise it is reported.
    fn one_of<'n>(
        &self,
        typed: &Typed<String>,
        what: &str,
        known: &(impl Iterator<Item = &'n str> + Clone),
    ) -> Option<String> {
        let given = typed.given()?;
        let name = given.get_ref();
        if known.clone().any(|one| one == name) {
            return Some(name.clone());
        }
        let hint = did_you_mean(&meant(name, known.clone()), |near| format!("\"{near}\""));
        let all = || format!("known: {}", known.clone().collect::<Vec<_>>().join(", "));
        let message = format!("unknown {what} {}", quoted(name));
        self.problems
            .borrow_mut()
            .push(Diagnostic::at(given.span(), message, format!("no such {what}")).hint(hint.unwrap_or_else(all)));
        None
    }
}

fn compiled_specialty(raw: &RawSpecialty) -> Option<Specialty> {
    Some(Specialty {
        programs: count(&raw.programs)?,
        positions: count(&raw.positions)?,
        applicants: count(&raw.applicants)?,
        strength: raw.strength.value()?,
        ranking_slope: raw.ranking_slope.or(1.0)?,
    })
}

/// A whole number as typed.
fn count(typed: &Typed<u64>) -> Option<u32> {
    u32::try_from(typed.value()?).ok()
}
