//! What moves the answer: `matchfolio.sensitivity/1`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Header, PortfolioChoice};
use crate::engine::results::{Estimate, TrackLabel};

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.sensitivity/1";

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// The applicant's own record.
    Person,
    /// How the same person applies.
    Plan,
}

/// What one change would do, everything else as it is: the scenario after it minus the present one, on common draws;
/// shares, not points.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Change {
    /// Key, for example `step2_ck+5`.
    pub key: String,
    /// In words, for example "Step 2 CK 5 points higher".
    pub words: String,
    /// What it is about.
    pub kind: ChangeKind,
    /// How many units it is.
    pub amount: f64,
    /// The unit, for example "point".
    pub unit: &'static str,
    /// Fees beyond the present ones, in United States dollars; null where it has no fee.
    pub cost_usd: Option<f64>,
    /// Whether the fees stay within the budget of the scenario, or rise by nothing; true where it states none.
    pub is_within_budget: bool,
    /// Months that the change takes before it can be applied with, an assumption; null where it takes an evening.
    pub months: Option<f64>,
    /// What to write in the scenario file: a place and the key with its new value, one string for each place.
    pub edits: Vec<String>,
    /// Change of P(unmatched).
    pub unmatched: Estimate,
    /// Change of the chance of a complete residency.
    pub residency: Estimate,
    /// Change of the expected value; null without `[values]`.
    pub value: Option<Estimate>,
    /// Change of P(unmatched) for one unit.
    pub unmatched_per_unit: Estimate,
    /// Change of P(unmatched) for 100 dollars; null where it has no fee.
    pub unmatched_per_100_usd: Option<Estimate>,
    /// Change of the chance of a residency for 100 dollars; null where it has no fee.
    pub residency_per_100_usd: Option<Estimate>,
    /// Change of the expected value for 100 dollars; null where it has no fee or there are no `[values]`.
    pub value_per_100_usd: Option<Estimate>,
    /// Whether the change of P(unmatched) is within twice its error of nothing.
    pub is_tie: bool,
    /// Whether nothing can be done about it any more: another Step 2 CK score where the scenario states a number and
    /// not a range, which is then a score taken.
    pub is_past: bool,
}

/// Suggestions at most: more are not acted on.
const MOST_SUGGESTIONS: usize = 3;

/// Gain in the chance of a complete residency from which a change is worth suggesting.
const WORTH_SUGGESTING: f64 = 0.005;

impl Change {
    /// What the change is about: its key without the size.
    fn subject(&self) -> &str {
        self.key.split(['+', '=']).next().unwrap_or(&self.key)
    }

    /// Whether it can still be done, can be paid, and helps beyond its error.
    pub(crate) fn is_worth_suggesting(&self) -> bool {
        let can_be_done = !self.is_past && self.is_within_budget && !self.edits.is_empty();
        let helps = self.residency.mean >= WORTH_SUGGESTING && !self.residency.is_tie();
        can_be_done && helps && (self.is_tie || self.unmatched.mean <= 0.0)
    }
}

/// A specialty that no portfolio of the file applies to, as a backup below the portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct FurtherSpecialty {
    /// What it would do, with its price and the line to add to the file.
    #[serde(flatten)]
    pub change: Change,
    /// Name for people.
    pub name: String,
    /// Whether the person has considered it: the file values it or states letters from it.
    pub is_considered: bool,
    /// Letters in the specialty: those stated, and the typical two where none are stated.
    pub letters: u32,
    /// Whether the file states these letters.
    pub are_letters_stated: bool,
    /// Gain in the chance of a complete residency without any letter from it; null where its letters are stated.
    pub residency_without_letters: Option<Estimate>,
    /// Parameter draws behind its numbers.
    pub parameter_draws: u64,
}

/// A change from which nothing is to be had, since it is at its bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct NoGain {
    /// Key of the change.
    pub key: String,
    /// In words.
    pub words: String,
    /// Why not.
    pub reason: String,
}

/// Kind of assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeaningKind {
    /// An assumption of the model, moved to two points of its prior.
    Assumption,
    /// The size of an effect, moved to two points of its prior.
    Effect,
    /// The fitted parameters of a track, drawn alone.
    Track,
    /// The unobserved shifts between pools, drawn alone.
    PoolShifts,
    /// A number of the applicant given as a range, moved to two points of it.
    Applicant,
}

/// One end of what an unknown quantity can do.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct LeaningEnd {
    /// Value of the quantity there, in its own unit; null for groups drawn alone.
    pub at: Option<f64>,
    /// Change of P(unmatched) against the present value, on common draws.
    pub unmatched: Estimate,
}

/// A quantity nobody knows, and how the answer moves with it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Leaning {
    /// Key, for example `openness_weight`.
    pub key: String,
    /// In words.
    pub words: String,
    /// What kind of quantity it is.
    pub kind: LeaningKind,
    /// At its own 5% point; for a group drawn alone, the 5% point of the answer.
    pub low: LeaningEnd,
    /// At its own 95% point; for a group drawn alone, the 95% point of the answer.
    pub high: LeaningEnd,
}

/// Move of P(unmatched) below which a leaning is without effect: it would be shown as 0.0 points.
const NEGLIGIBLE_MOVE: f64 = 0.0005;

impl Leaning {
    /// Whether the answer moves by so little that it need not be shown.
    #[must_use]
    pub fn is_negligible(&self) -> bool {
        [&self.low, &self.high].iter().all(|end| end.unmatched.mean.abs() < NEGLIGIBLE_MOVE)
    }

    /// How far P(unmatched) moves between the two ends and nothing.
    #[must_use]
    pub fn swing(&self) -> f64 {
        let (low, high) = (self.low.unmatched.mean, self.high.unmatched.mean);
        low.max(high).max(0.0) - low.min(high).min(0.0)
    }
}

/// What moves the answer of one portfolio: changes that the applicant can make, and what nobody knows.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Sensitivity {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Whether it was interrupted; what stands here is finished, and assumptions are missing.
    pub partial: bool,
    /// Name of the portfolio that was looked at.
    pub portfolio: String,
    /// Why this one.
    pub portfolio_choice: PortfolioChoice,
    /// By key: names of the tracks of the portfolio.
    pub tracks: IndexMap<String, TrackLabel>,
    /// P(unmatched) as things stand.
    pub unmatched: Estimate,
    /// A complete residency, as things stand.
    pub residency: Estimate,
    /// Expected value as things stand; null without `[values]`.
    pub expected_value: Option<Estimate>,
    /// What the applicant can change, the largest change of P(unmatched) first; another Step 2 CK score
    /// comes last where the scenario states a number, which is then a score taken.
    pub changes: Vec<Change>,
    /// Changes from which nothing is to be had.
    pub no_gain: Vec<NoGain>,
    /// Parameter draws behind `leanings`; `parameter_draws` is behind everything before.
    pub leaning_draws: u64,
    /// The assumptions that matter, the largest swing first.
    pub leanings: Vec<Leaning>,
    /// Uncertain quantities that do not touch this answer, in words.
    pub without_influence: Vec<String>,
    /// Specialties outside the file that would help as a backup: the best of those that the person has considered, then
    /// the best of the others. Empty where none gains half a point within the budget, the visa and `exclude`.
    pub further_specialties: Vec<FurtherSpecialty>,
}

impl Sensitivity {
    /// The change that lowers P(unmatched) most, beyond its error, of those that can still be made.
    #[must_use]
    pub fn most_helpful(&self) -> Option<&Change> {
        self.changes.iter().find(|change| !change.is_past && !change.is_tie && change.unmatched.mean < 0.0)
    }

    /// The few changes that would help most, the cheapest first: those that raise the chance of a complete residency
    /// by at least half a point and beyond their error, without raising the risk of going unmatched, within the budget
    /// and the calendar. At most one of each subject: three months of experience stand for one month too. A specialty
    /// that the person has not considered comes last, and only if it helps more than what it displaces and than every
    /// backup that the person has considered.
    #[must_use]
    pub fn suggestions(&self) -> Vec<Suggestion<'_>> {
        let (known, others): (Vec<_>, Vec<_>) = self.further_specialties.iter().partition(|one| one.is_considered);
        let of_file = self.changes.iter().filter(|change| change.is_worth_suggesting());
        let of_file = of_file.map(|change| Suggestion { change, further: None });
        let mut best: Vec<Suggestion<'_>> = of_file.chain(known.into_iter().map(Suggestion::of)).collect();
        best.sort_by(|a, b| b.gain().total_cmp(&a.gain()));
        let mut chosen: Vec<Suggestion<'_>> = Vec::new();
        for one in best {
            if chosen.len() < MOST_SUGGESTIONS
                && chosen.iter().all(|other| other.change.subject() != one.change.subject())
            {
                chosen.push(one);
            }
        }
        let backup = self.best_considered_backup().map_or(0.0, |change| change.residency.mean);
        let displaced = chosen.get(MOST_SUGGESTIONS - 1).map_or(0.0, Suggestion::gain);
        let unconsidered = others.into_iter().map(Suggestion::of).find(|one| one.gain() > backup.max(displaced));
        chosen.truncate(MOST_SUGGESTIONS - usize::from(unconsidered.is_some()));
        let price = |one: &Suggestion<'_>| (one.change.months.unwrap_or(0.0), one.change.cost_usd.unwrap_or(0.0));
        chosen.sort_by(|a, b| {
            let ((months, dollars), (other_months, other_dollars)) = (price(a), price(b));
            months.total_cmp(&other_months).then(dollars.total_cmp(&other_dollars))
        });
        chosen.extend(unconsidered);
        chosen
    }

    /// Of the backups that the file names or values, the one that helps most, if one is worth suggesting.
    #[must_use]
    pub fn best_considered_backup(&self) -> Option<&Change> {
        let of_file = self.changes.iter().filter(|change| change.key.starts_with("backup."));
        let known = self.further_specialties.iter().filter(|one| one.is_considered).map(|one| &one.change);
        let all = of_file.chain(known).filter(|change| change.is_worth_suggesting());
        all.max_by(|a, b| a.residency.mean.total_cmp(&b.residency.mean))
    }
}

/// One of the few changes that would help most.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Suggestion<'a> {
    /// The change.
    pub change: &'a Change,
    /// The specialty outside the file that it adds, if it does.
    pub further: Option<&'a FurtherSpecialty>,
}

impl<'a> Suggestion<'a> {
    fn of(further: &'a FurtherSpecialty) -> Self {
        Self { change: &further.change, further: Some(further) }
    }

    fn gain(&self) -> f64 {
        self.change.residency.mean
    }
}
