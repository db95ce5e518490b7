//! Rows of the tables about what comes after Match Day, typed.

use super::rows::Origin;
use crate::model::ApplicantType;
use crate::model::pathway::Stage;

/// A number with a 90% interval and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Central value.
    pub value: f64,
    /// 5% point.
    pub low: f64,
    /// 95% point.
    pub high: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Reason.
    pub note: String,
}

/// What a row of `soap/soap.csv` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoapQuantity {
    /// Share of the unmatched who are placed.
    Placed,
    /// Share of places that are categorical.
    Categorical,
    /// Slope of the log-odds in mean strength.
    StrengthSlope,
    /// Shift of the log-odds for a PGY-1 alone.
    Pgy1Shift,
}

/// SOAP: `soap/soap.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct SoapRow {
    /// What it is about.
    pub quantity: SoapQuantity,
    /// Whom, for shares placed.
    pub group: Option<ApplicantType>,
    /// The number.
    pub judged: Judged,
}

impl SoapRow {
    /// What it is about, in words.
    #[must_use]
    pub fn name(&self) -> String {
        let whom = match self.group {
            None => String::new(),
            Some(kind) => format!(", {}", kind.label()),
        };
        let what = match self.quantity {
            SoapQuantity::Placed => "share of the unmatched who are placed",
            SoapQuantity::Categorical => "share of places that are categorical",
            SoapQuantity::StrengthSlope => "log-odds for each standard deviation of strength",
            SoapQuantity::Pgy1Shift => "log-odds added for a PGY-1 alone",
        };
        format!("{what}{whom}")
    }
}

/// What an activity gives or costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityQuantity {
    /// Months of clinical experience in the United States.
    UsClinicalMonths,
    /// Publications.
    Publications,
    /// Cost, United States dollars.
    CostUsd,
}

impl ActivityQuantity {
    /// Words for a person.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UsClinicalMonths => "months of US clinical experience",
            Self::Publications => "publications",
            Self::CostUsd => "cost in US dollars",
        }
    }
}

/// A year between: `pathways/activities.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityRow {
    /// Activity; a state of `pathways/states.csv` is entered by it.
    pub activity: String,
    /// What it gives or costs.
    pub quantity: ActivityQuantity,
    /// The number.
    pub judged: Judged,
}

/// A state: `pathways/states.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct StateRow {
    /// Key.
    pub state: String,
    /// Words for a person.
    pub name: String,
    /// Kind.
    pub stage: Stage,
    /// Track, activity or ending that puts someone here.
    pub entered_by: Option<String>,
    /// Only on this route.
    pub route: Option<String>,
    /// Years; none is for good.
    pub years: Option<u32>,
    /// Career that it belongs to.
    pub career: Option<String>,
    /// Groups that it belongs to.
    pub groups: Vec<String>,
    /// Where the years come from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}

/// A group of states: `pathways/groups.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRow {
    /// Key.
    pub group: String,
    /// Words for a person.
    pub name: String,
}

/// A way between states: `pathways/transitions.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct TransitionRow {
    /// State left.
    pub from: String,
    /// State entered.
    pub to: String,
    /// Chance; none is what the others leave.
    pub chance: Option<Judged>,
    /// Cost, United States dollars.
    pub cost_usd: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// Year.
    pub year: u16,
    /// Source.
    pub source_id: String,
    /// Remark.
    pub note: String,
}
