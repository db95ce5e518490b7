//! Who applies: the covariates of one applicant (`docs/methods.md` §4).

use serde::{Deserialize, Serialize};

/// The four applicant types the published tables distinguish (`docs/methods.md` §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantType {
    /// Senior or graduate of an allopathic school in the United States.
    UsMd,
    /// Senior or graduate of an osteopathic school in the United States.
    UsDo,
    /// United States citizen at a school abroad.
    UsImg,
    /// Citizen of another country at a school abroad.
    NonUsImg,
}

impl ApplicantType {
    /// Every type, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::UsMd, Self::UsDo, Self::UsImg, Self::NonUsImg];

    /// The key used in tables and scenarios, for example `non_us_img`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::UsMd => "us_md",
            Self::UsDo => "us_do",
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
            Self::UsImg => "US-citizen IMG",
            Self::NonUsImg => "non-US IMG",
        }
    }

    /// Whether the medical school is outside the United States.
    #[must_use]
    pub fn is_img(self) -> bool {
        matches!(self, Self::UsImg | Self::NonUsImg)
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
    /// Months of hands-on clinical experience in the United States.
    pub us_clinical_months: Uncertain,
    /// Publications, abstracts and presentations are not counted.
    pub publications: Uncertain,
    /// Visa needed.
    pub visa: Visa,
    /// Letters from the specialty, by index of the track in the prior.
    pub letters: Vec<u32>,
    /// Whether the applicant went through an earlier Match without success.
    pub reapplicant: bool,
}

impl Applicant {
    /// Whether the person stated every number exactly.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        let ranges = [self.step2_ck, self.years_since_graduation, self.us_clinical_months, self.publications];
        ranges.iter().all(|range| range.low == range.high)
    }
}
