//! A plan over several seasons (`docs/methods.md` §8): which portfolio in which
//! season, what is done in a year between, when to stop.

use super::applicant::Uncertain;
use super::pathway::Pathways;
use super::portfolio::{Portfolio, Role, in_order};
use super::prior::{Assumption, ParameterPrior, TrackKind};
use super::soap::{SoapChoice, SoapPrior};
use super::strength::Covariates;

/// Seasons that a plan can have.
pub const MOST_SEASONS: usize = 5;

/// A year between two seasons, as the person plans it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearBetween {
    /// Index of the activity in [`PlanPrior::activities`].
    pub activity: usize,
    /// Months of clinical experience in the United States that it gives, where the person says so.
    pub us_clinical_months: Option<Uncertain>,
    /// Publications that it gives, where the person says so.
    pub publications: Option<Uncertain>,
    /// What it costs, United States dollars, where the person says so.
    pub cost_usd: Option<f64>,
}

/// A portfolio with its fees.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedPortfolio {
    /// The portfolio.
    pub portfolio: Portfolio,
    /// Fees, United States dollars.
    pub fees_usd: f64,
}

/// One season of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedSeason {
    /// The year before it; none before the first season.
    pub before: Option<YearBetween>,
    /// The way of applying.
    pub asked: PricedPortfolio,
    /// The same once no preliminary year can be taken any more: preliminary
    /// programs leave the primary list. None if nothing stays on it.
    pub without_preliminary: Option<PricedPortfolio>,
    /// Which SOAP positions would be taken.
    pub soap: SoapChoice,
}

/// A plan: seasons until something is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Name, unique in a scenario.
    pub name: String,
    /// What training leads to afterwards, where there is a choice: a route of [`Pathways`].
    pub route: String,
    /// Routes taken on top of it.
    pub further_routes: Vec<String>,
    /// Preliminary years that would be served at most.
    pub max_preliminary_years: usize,
    /// Seasons, the first one at once, 1 to [`MOST_SEASONS`].
    pub seasons: Vec<PlannedSeason>,
    /// States of the pathways that the plan leads into.
    pub entrances: Entrances,
}

/// The states of [`Pathways`] that a plan leads into, by index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrances {
    /// By index of the track; none for preliminary tracks.
    pub tracks: Vec<Option<usize>>,
    /// A categorical place found in SOAP.
    pub soap_categorical: usize,
    /// A preliminary year.
    pub preliminary_year: usize,
    /// By season but the last: the year that follows it.
    pub years_between: Vec<usize>,
    /// The plan is at its end.
    pub search_over: usize,
}

/// Key of the state of those who found a categorical place in SOAP.
pub const SOAP_CATEGORICAL: &str = "soap_categorical";

/// Key of the activity and the state of a preliminary year.
pub const PRELIMINARY_YEAR: &str = "preliminary_year";

/// Key of the state of those whose plan is at its end.
pub const SEARCH_OVER: &str = "search_over";

impl Entrances {
    /// The entrances on these routes for these tracks and years between (activities, by key).
    ///
    /// # Errors
    ///
    /// The key that no state is entered by, if there is one.
    pub fn new<'a>(
        pathways: &Pathways,
        routes: &[&str],
        tracks: impl Iterator<Item = (&'a str, TrackKind)>,
        years_between: impl Iterator<Item = &'a str>,
    ) -> Result<Self, String> {
        let state = |key: &str| pathways.entry(key, routes).ok_or_else(|| key.to_owned());
        let of_track = |(key, kind): (&str, TrackKind)| match kind {
            TrackKind::Preliminary => Ok(None),
            TrackKind::Residency { .. } => state(key).map(Some),
        };
        Ok(Self {
            tracks: tracks.map(of_track).collect::<Result<_, _>>()?,
            soap_categorical: state(SOAP_CATEGORICAL)?,
            preliminary_year: state(PRELIMINARY_YEAR)?,
            years_between: years_between.map(state).collect::<Result<_, _>>()?,
            search_over: state(SEARCH_OVER)?,
        })
    }
}

/// An activity that fills a year between two seasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Key, for example `research_year`.
    pub key: String,
    /// Words for a person.
    pub name: String,
    /// Months of clinical experience in the United States that the year adds.
    pub us_clinical_months: Assumption,
    /// Publications that the year adds.
    pub publications: Assumption,
    /// What the year costs, United States dollars.
    pub cost_usd: Assumption,
}

/// What is known of what comes after Match Day, for one applicant type.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPrior {
    /// SOAP.
    pub soap: SoapPrior,
    /// Activities of a year between.
    pub activities: Vec<Activity>,
    /// Index of the activity that is a preliminary year.
    pub preliminary_year: usize,
    /// Where each training leads.
    pub pathways: Pathways,
}

/// The plans of a scenario with what they lean on.
#[derive(Clone, Debug, PartialEq)]
pub struct Plans {
    /// Plans in file order, at least one.
    pub plans: Vec<Plan>,
    /// What is known of what comes after Match Day.
    pub prior: PlanPrior,
    /// What is known of the parameters from the second season on, where they are others: a senior who did not match is a
    /// graduate by then.
    pub later: Option<ParameterPrior>,
    /// Worth of a categorical place found in SOAP, 0 to 1; none without `[values]`.
    pub soap_categorical_value: Option<f64>,
    /// Careers that count as a track of choice, keys of [`Pathways`].
    pub careers_of_choice: Vec<String>,
    /// What the careers of choice are, in words.
    pub choice: String,
}

/// What a year between adds, at one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gains {
    /// Months of clinical experience in the United States.
    pub us_clinical_months: f64,
    /// Publications.
    pub publications: f64,
}

/// The covariates at the next season: a year older, with what the year
/// between gave.
#[must_use]
pub fn a_season_later(covariates: &Covariates, gains: Gains) -> Covariates {
    Covariates {
        years_since_graduation: covariates.years_since_graduation + 1.0,
        us_clinical_months: covariates.us_clinical_months + gains.us_clinical_months,
        publications: covariates.publications + gains.publications,
        ..*covariates
    }
}

/// The portfolio of someone who would not serve another preliminary year:
/// preliminary programs give a PGY-1 at most. None if nothing stays on the
/// primary list. `kinds` by index of the track.
#[must_use]
pub fn without_primary_preliminaries(portfolio: &Portfolio, kinds: &[TrackKind]) -> Option<Portfolio> {
    let is_preliminary = |track: usize| kinds[track] == TrackKind::Preliminary;
    let mut lines = portfolio.lines.clone();
    lines.retain(|line| !is_preliminary(line.track) || line.role != Role::Primary);
    for line in &mut lines {
        if is_preliminary(line.track) {
            line.role = Role::Pgy1;
        }
    }
    in_order(&mut lines);
    let has_primary = lines.iter().any(|line| !is_preliminary(line.track));
    has_primary.then(|| Portfolio { lines, ..portfolio.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Line;

    #[test]
    fn who_takes_no_further_preliminary_year_ranks_none() {
        let kinds = [TrackKind::Residency { categorical_share: 0.2 }, TrackKind::Preliminary];
        let line = |track, role, preference| Line { preference, role, ..Line::typical(track, 5) };
        let of = |lines| Portfolio { name: "x".to_owned(), lines, max_interviews: None, pgy1_interviews: None };
        let mixed = of(vec![
            line(0, Role::Primary, 1),
            line(1, Role::Primary, 2),
            Line { earlier_programs: 5, ..line(1, Role::Both, 3) },
        ]);
        let kept = without_primary_preliminaries(&mixed, &kinds).expect("a residency is left");
        assert_eq!(kept.lines, [line(0, Role::Primary, 1), line(1, Role::Pgy1, 3)]);
        assert_eq!(without_primary_preliminaries(&of(vec![line(1, Role::Both, 1)]), &kinds), None);
    }
}
