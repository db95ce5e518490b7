//! What the model needs to know of what comes after Match Day, put together
//! from the rows, and what must hold between them.

use super::error::{ReferenceError, nearest};
use super::load::Reference;
use super::prior::HALF_WIDTH_90;
use super::table::Row;
use super::tables::{
    ActivityQuantity, ActivityRow, GroupRow, Judged, SoapQuantity, SoapRow, StateRow, TrackKindRow, TrackRow,
    TransitionRow,
};
use crate::model::pathway::{Group, Pathways, Stage, State, Transition};
use crate::model::plan::{Activity, PRELIMINARY_YEAR, PlanPrior, SEARCH_OVER, SOAP_CATEGORICAL};
use crate::model::soap::SoapPrior;
use crate::model::{ApplicantType, Assumption, PriorShape};

/// Log-odds beyond which a drawn shift is redrawn.
const LOG_ODDS_LIMIT: f64 = 5.0;

/// The largest month, paper or dollar count that is drawn.
const COUNT_LIMIT: f64 = 1e9;

impl Judged {
    fn sd(&self) -> f64 {
        (self.high - self.low) / (2.0 * HALF_WIDTH_90)
    }

    /// A chance: a Beta law with the value as mean and the spread of the interval.
    #[must_use]
    pub fn chance(&self) -> Assumption {
        let (mean, variance) = (self.value, self.sd() * self.sd());
        let counts = mean * (1.0 - mean) / variance - 1.0;
        let is_certain = variance == 0.0 || counts <= 0.0;
        let prior = if is_certain {
            PriorShape::Fixed
        } else {
            PriorShape::Beta { alpha: mean * counts, beta: (1.0 - mean) * counts }
        };
        Assumption { value: mean, prior }
    }

    /// Any other number: a normal law, redrawn into the bounds.
    #[must_use]
    pub fn number(&self, lower: f64, upper: f64) -> Assumption {
        let sd = self.sd();
        let prior =
            if sd == 0.0 { PriorShape::Fixed } else { PriorShape::Normal { mean: self.value, sd, lower, upper } };
        Assumption { value: self.value, prior }
    }
}

impl Reference {
    /// What is known of what comes after Match Day for one applicant type;
    /// `is_senior` says whether the first season is that of a senior.
    ///
    /// # Errors
    ///
    /// When the tables lack a row for the type.
    pub fn plan_prior(&self, kind: ApplicantType, is_senior: bool) -> Result<PlanPrior, ReferenceError> {
        let activities = self.activities()?;
        let preliminary_year = activities
            .iter()
            .position(|activity| activity.key == PRELIMINARY_YEAR)
            .ok_or_else(|| missing::<ActivityRow>(PRELIMINARY_YEAR))?;
        Ok(PlanPrior { soap: self.soap_of(kind, is_senior)?, activities, preliminary_year, pathways: self.pathways() })
    }

    /// What is known of SOAP for an applicant type.
    ///
    /// # Errors
    ///
    /// When the tables do not cover the type.
    pub fn soap_prior(&self, kind: ApplicantType) -> Result<SoapPrior, ReferenceError> {
        self.soap_of(kind, kind.is_us_senior())
    }

    fn soap_of(&self, kind: ApplicantType, is_senior: bool) -> Result<SoapPrior, ReferenceError> {
        let find = |quantity: SoapQuantity, group: Option<ApplicantType>, what: &str| {
            let is_it = |row: &&SoapRow| row.quantity == quantity && row.group == group;
            let found = self.soap.iter().find(is_it).map(|row| &row.judged);
            found.ok_or_else(|| ReferenceError::NotCovered {
                file: SoapRow::FILE,
                what: format!("`{what}`"),
                whom: format!("applicant type `{}`", kind.key()),
            })
        };
        let later = kind.after_graduation();
        let first = if is_senior { kind } else { later };
        let shift = |judged: &Judged| judged.number(-LOG_ODDS_LIMIT, LOG_ODDS_LIMIT);
        Ok(SoapPrior {
            placed: find(SoapQuantity::Placed, Some(first), "placed")?.chance(),
            placed_later: find(SoapQuantity::Placed, Some(later), "placed")?.chance(),
            categorical: find(SoapQuantity::Categorical, None, "categorical")?.chance(),
            strength_slope: shift(find(SoapQuantity::StrengthSlope, None, "strength_slope")?),
            pgy1_shift: shift(find(SoapQuantity::Pgy1Shift, None, "pgy1_shift")?),
        })
    }

    /// Activities in the order of first appearance.
    fn activities(&self) -> Result<Vec<Activity>, ReferenceError> {
        let mut keys: Vec<&str> = Vec::new();
        for row in &self.activities {
            if !keys.contains(&row.activity.as_str()) {
                keys.push(&row.activity);
            }
        }
        keys.into_iter().map(|key| self.activity(key)).collect()
    }

    fn activity(&self, key: &str) -> Result<Activity, ReferenceError> {
        let number = |quantity: ActivityQuantity| {
            let row = self.activities.iter().find(|row| row.activity == key && row.quantity == quantity);
            row.map(|row| row.judged.number(0.0, COUNT_LIMIT)).ok_or_else(|| missing::<ActivityRow>(key))
        };
        let state = self.states.iter().find(|state| state.entered_by.as_deref() == Some(key));
        Ok(Activity {
            key: key.to_owned(),
            name: state.map_or_else(|| key.to_owned(), |state| state.name.clone()),
            us_clinical_months: number(ActivityQuantity::UsClinicalMonths)?,
            publications: number(ActivityQuantity::Publications)?,
            cost_usd: number(ActivityQuantity::CostUsd)?,
        })
    }

    /// The ways through training.
    #[must_use]
    pub fn pathways(&self) -> Pathways {
        let place = |key: &str| self.states.iter().position(|state| state.state == key).unwrap_or(0);
        let state = |row: &StateRow| State {
            key: row.state.clone(),
            name: row.name.clone(),
            stage: row.stage,
            entered_by: row.entered_by.clone(),
            route: row.route.clone(),
            years: row.years,
            career: row.career.clone(),
            groups: row.groups.clone(),
        };
        let step = |row: &TransitionRow| Transition {
            from: place(&row.from),
            to: place(&row.to),
            chance: row.chance.as_ref().map(Judged::chance),
            cost_usd: row.cost_usd,
        };
        let group = |row: &GroupRow| Group { key: row.group.clone(), name: row.name.clone() };
        Pathways {
            states: self.states.iter().map(state).collect(),
            transitions: self.transitions.iter().map(step).collect(),
            groups: self.groups.iter().map(group).collect(),
        }
    }
}

fn missing<R: Row>(key: &str) -> ReferenceError {
    ReferenceError::MissingKey {
        file: R::FILE,
        column: R::KEY.first().copied().unwrap_or_default(),
        key: key.to_owned(),
        expected: "all of what the program needs".to_owned(),
    }
}

/// What must hold between the tables of pathways: names are known, ways lead
/// to later states and leave nobody out, and everything that a plan can end in has a state.
pub(super) fn check_pathways(reference: &Reference) -> Result<(), ReferenceError> {
    let Reference { states, transitions, groups, activities, tracks, .. } = reference;
    let place = |key: &str| states.iter().position(|state| state.state == key);
    for row in transitions {
        let (Some(from), Some(to)) = (place(&row.from), place(&row.to)) else {
            let key = if place(&row.from).is_none() { &row.from } else { &row.to };
            let hint = nearest(key, states.iter().map(|state| state.state.as_str()));
            return Err(unknown::<TransitionRow>("from, to", key, &format!("a state of {}{hint}", StateRow::FILE)));
        };
        if from >= to {
            let expected = format!("a state that stands below `{}` in {}", row.from, StateRow::FILE);
            return Err(unknown::<TransitionRow>("to", &row.to, &expected));
        }
    }
    for state in states {
        check_ways(state, transitions)?;
        if let Some(group) = state.groups.iter().find(|key| !groups.iter().any(|row| row.group == **key)) {
            return Err(unknown::<StateRow>("groups", group, &format!("a group of {}", GroupRow::FILE)));
        }
    }
    check_entrances(states, activities, tracks)
}

/// Who is in training for a time goes on somewhere: one way without a chance takes the rest.
fn check_ways(state: &StateRow, transitions: &[TransitionRow]) -> Result<(), ReferenceError> {
    let ways = || transitions.iter().filter(|row| row.from == state.state);
    let rests = ways().filter(|row| row.chance.is_none()).count();
    let is_left = state.stage == Stage::Training;
    if rests == usize::from(is_left) && (is_left || ways().next().is_none()) {
        return Ok(());
    }
    let expected = if is_left { "one way without a chance, for the rest" } else { "no way out of it" };
    Err(unknown::<TransitionRow>("from", &state.state, expected))
}

fn check_entrances(states: &[StateRow], activities: &[ActivityRow], tracks: &[TrackRow]) -> Result<(), ReferenceError> {
    let residencies = tracks.iter().filter(|track| track.kind != TrackKindRow::Preliminary);
    let needed = residencies
        .map(|track| track.track.as_str())
        .chain(activities.iter().map(|row| row.activity.as_str()))
        .chain([SOAP_CATEGORICAL, PRELIMINARY_YEAR, SEARCH_OVER]);
    let is_everywhere =
        |key: &str| states.iter().any(|state| state.entered_by.as_deref() == Some(key) && state.route.is_none());
    // Routes that lead somewhere else from a place that everybody else goes through are taken on top.
    let alone = states.iter().filter(|state| state.entered_by.as_deref().is_none_or(|key| !is_everywhere(key)));
    let routes: Vec<&str> = alone.filter_map(|state| state.route.as_deref()).collect();
    for key in needed {
        let mut entered = states.iter().filter(|state| state.entered_by.as_deref() == Some(key));
        let on_every_route = entered.clone().any(|state| state.route.is_none())
            || !routes.is_empty()
                && routes.iter().all(|route| entered.any(|state| state.route.as_deref() == Some(route)));
        if !on_every_route {
            return Err(ReferenceError::MissingKey {
                file: StateRow::FILE,
                column: "entered_by",
                key: key.to_owned(),
                expected: "a state for every residency, activity and ending, on every route".to_owned(),
            });
        }
    }
    Ok(())
}

fn unknown<R: Row>(column: &'static str, key: &str, expected: &str) -> ReferenceError {
    ReferenceError::Unconnected { file: R::FILE, column, key: key.to_owned(), expected: expected.to_owned() }
}
