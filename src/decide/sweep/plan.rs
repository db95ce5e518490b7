//! Which candidates a sweep works out.

use super::{SweepError, Sweeper};
use crate::decide::answers::sweep::Axis;
use crate::decide::study::Candidate;
use crate::model::calendar::interleaves;
use crate::model::{Portfolio, Values};
use crate::scenario::Scenario;
use crate::scenario::vary::Key;

/// One value of a sweep, ready to be worked out.
pub(super) struct Place {
    /// Values of the axes.
    pub at: Vec<f64>,
    /// Who applies, and how.
    pub candidate: Candidate,
    /// Cost, United States dollars.
    pub cost_usd: f64,
    /// What outcomes are worth there.
    pub values: Option<Values>,
}

impl Place {
    /// A portfolio of a scenario as it is.
    pub fn typed(scenario: &Scenario, portfolio: usize) -> Self {
        let planned = &scenario.portfolios[portfolio];
        let candidate = Candidate { applicant: scenario.applicant.clone(), portfolio: planned.portfolio.clone() };
        Self { at: Vec::new(), candidate, cost_usd: planned.cost.total(), values: scenario.values.clone() }
    }
}

/// The values that one portfolio goes through.
pub(super) struct Course {
    /// Index of the portfolio.
    pub portfolio: usize,
    /// The portfolio as typed.
    pub typed: Place,
    /// What is gone through.
    pub axes: Vec<Axis>,
    /// The values.
    pub places: Vec<Place>,
}

impl Course {
    /// No value yet.
    pub fn new(sweeper: &Sweeper<'_>, portfolio: usize, axes: Vec<Axis>) -> Self {
        Self { portfolio, typed: Place::typed(sweeper.scenario, portfolio), axes, places: Vec::new() }
    }

    /// Adds the portfolio as it is in `variant`.
    ///
    /// # Errors
    /// When lines interleave there.
    pub fn add(&mut self, at: Vec<f64>, variant: &Scenario, setting: &str) -> Result<(), SweepError> {
        let place = Place { at, ..Place::typed(variant, self.portfolio) };
        check_order(&place.candidate.portfolio, setting)?;
        self.places.push(place);
        Ok(())
    }
}

/// Refuses a portfolio whose lines interleave.
pub(super) fn check_order(portfolio: &Portfolio, setting: &str) -> Result<(), SweepError> {
    if interleaves(portfolio) {
        let (setting, portfolio) = (setting.to_owned(), portfolio.name.clone());
        return Err(SweepError::Interleaved { setting, portfolio });
    }
    Ok(())
}

impl Sweeper<'_> {
    /// What an axis over this number says of it.
    pub(super) fn axis(&self, key: &Key) -> Axis {
        let path = self.variation.path(key);
        Axis {
            label: self.label(key),
            path: Some(path),
            typed: self.variation.typed(key),
            counts_applications: key.is_number_of_programs(),
        }
    }

    fn label(&self, key: &Key) -> String {
        let words = key.name().replace('_', " ");
        match key.line() {
            Some((portfolio, line)) => {
                let track = self.variation.track(portfolio, line);
                let known = self.scenario.prior.tracks.iter().find(|known| known.id == track);
                let track = known.map_or(track, |known| known.name.clone());
                if key.is_number_of_programs() { format!("programs of {track}") } else { format!("{words}, {track}") }
            }
            None => match words.as_str() {
                "step2 ck" => "Step 2 CK".to_owned(),
                "us clinical months" => "months of US clinical experience".to_owned(),
                "max interviews" => "most interviews attended".to_owned(),
                _ => self.variation.path(key).replace('_', " ").replacen("applicant.", "", 1).replace('.', ": "),
            },
        }
    }
}
