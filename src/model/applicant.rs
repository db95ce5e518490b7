//! Who applies: the covariates of one applicant (`docs/methods.md` §4).

use serde::{Deserialize, Serialize};

use super::portfolio::Portfolio;
use super::so_far::SeasonSoFar;

/// The applicant types that the published tables distinguish (`docs/methods.md` §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantType {
    /// Senior of an allopathic (MD) school in the United States.
    UsMd,
    /// Senior of an osteopathic (DO) school in the United States.
    UsDo,
    /// Graduate of an earlier year of an allopathic (MD) school in the United States.
    UsMdGraduate,
    /// Graduate of an earlier year of an osteopathic (DO) school in the United States.
    UsDoGraduate,
    /// United States citizen at a school abroad.
    UsImg,
    /// Citizen of another country at a school abroad.
    NonUsImg,
}

impl ApplicantType {
    /// Every type, in the order of the tables.
    pub const ALL: [Self; 6] =
        [Self::UsMd, Self::UsDo, Self::UsMdGraduate, Self::UsDoGraduate, Self::UsImg, Self::NonUsImg];

    /// The key used in tables and scenarios, for example `non_us_img`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::UsMd => "us_md",
            Self::UsDo => "us_do",
            Self::UsMdGraduate => "us_md_graduate",
            Self::UsDoGraduate => "us_do_graduate",
            Self::UsImg => "us_img",
            Self::NonUsImg => "non_us_img",
        }
    }

    /// The type with this key, if there is one.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Words for a person, for example "non-US IMG".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::UsMd => "US MD senior",
            Self::UsDo => "US DO senior",
            Self::UsMdGraduate => "US MD graduate",
            Self::UsDoGraduate => "US DO graduate",
            Self::UsImg => "US-citizen IMG",
            Self::NonUsImg => "non-US IMG",
        }
    }

    /// Whether the medical school is outside the United States.
    #[must_use]
    pub fn is_img(self) -> bool {
        matches!(self, Self::UsImg | Self::NonUsImg)
    }

    /// Whether the applicant is in the last year of a medical school in the United States.
    #[must_use]
    pub fn is_us_senior(self) -> bool {
        matches!(self, Self::UsMd | Self::UsDo)
    }

    /// Whether the medical school is an osteopathic one in the United States.
    #[must_use]
    pub fn is_us_do(self) -> bool {
        matches!(self, Self::UsDo | Self::UsDoGraduate)
    }

    /// The type of the same person once they have left school: seniors become graduates, all others stay what they are.
    #[must_use]
    pub fn after_graduation(self) -> Self {
        match self {
            Self::UsMd => Self::UsMdGraduate,
            Self::UsDo => Self::UsDoGraduate,
            other => other,
        }
    }
}

/// The visa the applicant needs for residency, and would accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visa {
    /// No visa needed: citizen, permanent resident or own work permission.
    None,
    /// A J-1 exchange visitor visa is acceptable, an H-1B is not sought.
    J1,
    /// Only an H-1B is acceptable.
    H1bOnly,
    /// Either is acceptable.
    J1OrH1b,
}

impl Visa {
    /// The key used in scenarios, for example `h1b_only`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::J1 => "j1",
            Self::H1bOnly => "h1b_only",
            Self::J1OrH1b => "j1_or_h1b",
        }
    }

    /// Words for a person.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "needs no visa",
            Self::J1 => "J-1",
            Self::H1bOnly => "H-1B only",
            Self::J1OrH1b => "J-1 or H-1B",
        }
    }

    /// Whether some programs are closed because they sponsor no such visa.
    #[must_use]
    pub fn is_needed(self) -> bool {
        self != Self::None
    }
}

/// A number the person may be unsure of: uniform between `low` and `high`.
///
/// `low == high` is a certain number. The range joins the parameter
/// uncertainty (`docs/methods.md` §10): each parameter draw takes one value of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Uncertain {
    /// Smallest possible value.
    pub low: f64,
    /// Largest possible value, at least `low`.
    pub high: f64,
}

impl Uncertain {
    /// A number known exactly.
    #[must_use]
    pub fn certain(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// The value at share `share` (0 to 1) of the range.
    #[must_use]
    pub fn at(self, share: f64) -> f64 {
        self.low + share * (self.high - self.low)
    }

    /// The middle of the range.
    #[must_use]
    pub fn middle(self) -> f64 {
        self.at(0.5)
    }
}

/// The covariates of one applicant, as the person states them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Applicant {
    /// Type of medical school and citizenship.
    pub kind: ApplicantType,
    /// USMLE Step 2 CK score, 100 to 300.
    pub step2_ck: Uncertain,
    /// Failed attempts at any USMLE step.
    pub exam_failures: u32,
    /// Years between graduation and the start of this season.
    pub years_since_graduation: Uncertain,
    /// Months of hands-on clinical experience in the United States; where none are stated, months beyond the
    /// mean of each pool.
    pub us_clinical_months: Uncertain,
    /// Publications, abstracts and presentations are not counted; where none are stated, those beyond the
    /// typical number of each pool.
    pub publications: Uncertain,
    /// Visa needed.
    pub visa: Visa,
    /// Letters from the specialty, by index of the track in the prior.
    pub letters: Vec<u32>,
    /// What else the application shows.
    pub further: FurtherRecord,
    /// What the person did not state.
    pub unstated: Unstated,
    /// Residency tracks for which letters are not stated, by index; in these `letters` has the two of a typical applicant.
    pub unstated_letters: Vec<usize>,
    /// The Match that the applicant went through before without finding a residency, if there was one.
    #[serde(skip)]
    pub failed: Option<Box<FailedSeason>>,
    /// The season itself, if it is in progress.
    #[serde(skip)]
    pub so_far: Option<Box<SeasonSoFar>>,
}

/// What an application shows beside the numbers of most applicants; by default nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FurtherRecord {
    /// Whether COMLEX is the only examination taken; the score is then what it corresponds to.
    pub is_comlex_only: bool,
    /// Months of observerships in the United States, apart from hands-on ones.
    pub observership_months: u32,
    /// Letters from the United States that belong to no specialty.
    pub general_letters: u32,
    /// Letters from the home country.
    pub home_letters: u32,
    /// Letters that the person states from the other radiology, by index of the track in the prior; none beyond its end.
    pub related_letters: Vec<u32>,
    /// Months of experience in the specialty, by index of the track in the prior; none beyond its end.
    pub months_in_specialty: Vec<u32>,
}

/// What an applicant has to show in one specialty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpecialtyRecord {
    /// Letters from the specialty.
    pub letters: u32,
    /// Letters from the United States that belong to no specialty.
    pub general_letters: u32,
    /// Letters from the other radiology.
    pub related_letters: u32,
    /// Letters from the home country.
    pub home_letters: u32,
    /// Months of experience in the specialty.
    pub months: u32,
}

impl SpecialtyRecord {
    /// So many letters from the specialty, and nothing else.
    #[must_use]
    pub fn of_letters(letters: u32) -> Self {
        Self { letters, ..Self::default() }
    }
}

/// An earlier season without a residency: unmatched, a preliminary year alone, or an advanced position without its
/// PGY-1 (`docs/methods.md` §4). It says how strong the applicant is, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedSeason {
    /// The applicant as of that season; no season before it is known.
    pub applicant: Applicant,
    /// What was applied to.
    pub portfolio: Portfolio,
    /// Whether the person said so; otherwise it is the first portfolio of the file.
    pub is_named: bool,
}

/// What a person did not state. In these the person is a typical member of each pool: a covariate that is
/// not stated explains nothing, and its spread stays in the unseen strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unstated {
    /// Months of clinical experience in the United States.
    pub us_clinical_months: bool,
    /// Publications.
    pub publications: bool,
}

impl Applicant {
    /// What is not stated, in words; empty if everything is. `residencies` are the tracks that ask for
    /// letters, with their names, by index.
    #[must_use]
    pub fn not_stated<'a>(&self, residencies: impl Iterator<Item = (usize, &'a str)>) -> Vec<String> {
        let (without, with): (Vec<_>, Vec<_>) =
            residencies.partition(|(track, _)| self.unstated_letters.contains(track));
        let names: Vec<&str> = without.into_iter().map(|(_, name)| name).collect();
        let letters = match names[..] {
            [] => None,
            _ if with.is_empty() => Some("letters".to_owned()),
            _ => Some(format!("letters from {}", names.join(" and "))),
        };
        let months = self.unstated.us_clinical_months.then(|| "months of US clinical experience".to_owned());
        let publications = self.unstated.publications.then(|| "publications".to_owned());
        [letters, months, publications].into_iter().flatten().collect()
    }

    /// The applicant without the letters from a track that are assumed of everybody; none where the file states them, or
    /// where none are assumed.
    #[must_use]
    pub fn without_letters(&self, track: usize) -> Option<Self> {
        let is_assumed = self.unstated_letters.contains(&track) && self.letters[track] > 0;
        is_assumed.then(|| {
            let mut other = self.clone();
            other.letters[track] = 0;
            other
        })
    }

    /// The applicant with another score of Step 2 CK. A passed examination cannot be taken again, so an earlier
    /// season had this score too.
    #[must_use]
    pub fn with_step2_ck(mut self, step2_ck: Uncertain) -> Self {
        self.step2_ck = step2_ck;
        self.failed = self.failed.map(|season| {
            let applicant = season.applicant.with_step2_ck(step2_ck);
            Box::new(FailedSeason { applicant, ..*season })
        });
        self
    }

    /// What the applicant has to show in the specialty of this track.
    #[must_use]
    pub fn record(&self, track: usize) -> SpecialtyRecord {
        let FurtherRecord { general_letters, home_letters, .. } = self.further;
        let of_track = |counts: &[u32]| counts.get(track).copied().unwrap_or(0);
        let related_letters = of_track(&self.further.related_letters);
        let months = of_track(&self.further.months_in_specialty);
        SpecialtyRecord { letters: self.letters[track], general_letters, related_letters, home_letters, months }
    }

    /// The applicant with one more letter from the specialty of this track, which is related to that of `related`.
    #[must_use]
    pub fn with_letter(mut self, track: usize, related: Option<usize>) -> Self {
        self.letters[track] += 1;
        if let Some(count) = related.and_then(|other| self.further.related_letters.get_mut(other)) {
            *count += 1;
        }
        self
    }

    /// Whether the person stated every number exactly.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        let ranges = [self.step2_ck, self.years_since_graduation, self.us_clinical_months, self.publications];
        ranges.iter().all(|range| range.low == range.high)
    }
}
