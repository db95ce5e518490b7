//! The plans over several seasons, resolved against portfolios and tables (`docs/methods.md` §8).

use serde_spanned::Spanned;

use crate::model::pathway::Pathways;
use crate::model::plan::{
    Entrances, Plan, PlanPrior, PlannedSeason, Plans, PricedPortfolio, YearBetween, without_primary_preliminaries,
};
use crate::model::soap::SoapChoice;
use crate::model::{Applicant, ParameterPrior, Portfolio, TrackKind, Visa};
use crate::reference::ReferenceError;
use crate::scenario::diagnose::{Diagnostic, quoted};
use crate::scenario::pricing::Pricing;
use crate::scenario::raw::{RawPlan, RawScenario, RawSeason};
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;

/// What plans are compiled with: everything else of the scenario, which is right.
#[derive(Clone, Copy)]
pub struct PlanContext<'a> {
    /// Tables and findings.
    pub compiler: &'a Compiler<'a>,
    /// The applicant.
    pub applicant: &'a Applicant,
    /// Tracks and parameters.
    pub prior: &'a ParameterPrior,
    /// Portfolios.
    pub portfolios: &'a [Portfolio],
    /// Prices.
    pub pricing: &'a Pricing,
    /// Worth of a match, by index of the track, if stated.
    pub values: Option<&'a [f64]>,
}

/// What is known of the parameters of a senior from the second season on: those of graduates of the same kind of school.
fn later(around: &PlanContext<'_>, is_senior: bool) -> Result<Option<ParameterPrior>, ReferenceError> {
    let PlanContext { compiler, applicant, prior, .. } = around;
    let tracks: Vec<String> = prior.tracks.iter().map(|track| track.id.clone()).collect();
    let of_graduates = || compiler.reference.prior(applicant.kind.after_graduation(), &tracks);
    let of_graduates = is_senior.then(of_graduates).transpose()?;
    Ok(of_graduates.map(|later| ParameterPrior { home: prior.home, ..later }))
}

/// The plans; none if there are none. They have been checked.
pub fn compile(raw: &RawScenario, around: PlanContext<'_>) -> Option<Plans> {
    if raw.plans.is_empty() {
        return None;
    }
    let PlanContext { compiler, applicant, .. } = around;
    let is_senior = applicant.kind.is_us_senior() && applicant.years_since_graduation.high == 0.0;
    let prior = match compiler.reference.plan_prior(applicant.kind, is_senior) {
        Ok(prior) => prior,
        Err(error) => {
            compiler.problem(Diagnostic::of_file(error.to_string()));
            return None;
        }
    };
    let later = match later(&around, is_senior) {
        Ok(later) => later,
        Err(error) => {
            compiler.problem(Diagnostic::of_file(error.to_string()));
            return None;
        }
    };
    let planner = Planner { around, prior: &prior };
    let plans: Vec<Option<Plan>> = raw.plans.iter().map(|typed| planner.plan(typed)).collect();
    let plans: Vec<Plan> = plans.into_iter().collect::<Option<_>>()?;
    for (plan, typed) in plans.iter().zip(&raw.plans) {
        planner.warn_of_visa(plan, typed);
        warn_of_bridge(compiler, plan, typed);
        planner.warn_of_routes(typed);
    }
    compiler.warn(WarningKind::PlansLeanOnAssumptions.of_scenario());
    let (careers_of_choice, choice) = planner.choice(&plans);
    let soap_categorical_value = soap_value(raw, around, &plans);
    Some(Plans { plans, prior, later, soap_categorical_value, careers_of_choice, choice })
}

/// Worth of a categorical place found in SOAP: as stated, else that of the least valued track.
fn soap_value(raw: &RawScenario, around: PlanContext<'_>, plans: &[Plan]) -> Option<f64> {
    let (section, values) = (raw.values.as_ref()?, around.values?);
    if let Some(stated) = section.soap_categorical.value() {
        return Some(stated);
    }
    let takes_part = plans.iter().flat_map(|plan| &plan.seasons).any(|season| season.soap != SoapChoice::No);
    let residencies = around.prior.tracks.iter().zip(values).filter(|(track, _)| track.kind != TrackKind::Preliminary);
    let least = residencies.map(|(_, value)| *value).fold(1.0, f64::min);
    if takes_part {
        around.compiler.warn(WarningKind::SoapWithoutValue { taken: least }.at(section.span.clone()));
    }
    Some(least)
}

struct Planner<'a> {
    around: PlanContext<'a>,
    prior: &'a PlanPrior,
}

impl Planner<'_> {
    fn plan(&self, typed: &RawPlan) -> Option<Plan> {
        let seasons = typed.seasons.iter().map(|season| self.season(season)).collect::<Option<Vec<PlannedSeason>>>()?;
        let route = self.route(typed, &seasons);
        let further_routes: Vec<String> =
            typed.after_residency.value().unwrap_or_default().into_iter().map(Spanned::into_inner).collect();
        let routes: Vec<&str> = further_routes.iter().chain([&route]).map(String::as_str).collect();
        let default = if self.around.applicant.visa.is_needed() { 1 } else { 2 };
        let entrances = self.entrances(&routes, &seasons)?;
        Some(Plan {
            name: typed.name.value()?,
            route,
            further_routes,
            max_preliminary_years: usize::try_from(typed.max_preliminary_years.or(default)?).ok()?,
            seasons,
            entrances,
        })
    }

    fn entrances(&self, routes: &[&str], seasons: &[PlannedSeason]) -> Option<Entrances> {
        let tracks = self.around.prior.tracks.iter().map(|track| (track.id.as_str(), track.kind));
        let activities = seasons.iter().filter_map(|season| season.before).map(|year| year.activity);
        let keys = activities.map(|activity| self.prior.activities[activity].key.as_str());
        match Entrances::new(&self.prior.pathways, routes, tracks, keys) {
            Ok(entrances) => Some(entrances),
            Err(key) => {
                let message = format!("the tables of pathways have no state that {} leads to", quoted(&key));
                self.around.compiler.problem(Diagnostic::of_file(message));
                None
            }
        }
    }

    fn season(&self, typed: &RawSeason) -> Option<PlannedSeason> {
        let name = typed.portfolio.value()?;
        let portfolio = self.around.portfolios.iter().find(|portfolio| portfolio.name == name)?;
        let kinds: Vec<TrackKind> = self.around.prior.tracks.iter().map(|track| track.kind).collect();
        let priced = |portfolio: Portfolio| PricedPortfolio {
            fees_usd: self.around.pricing.cost(&portfolio).total(),
            portfolio,
        };
        Some(PlannedSeason {
            before: typed.before.value().and_then(|activity| self.year_between(&activity, typed)),
            without_preliminary: without_primary_preliminaries(portfolio, &kinds).map(priced),
            asked: priced(portfolio.clone()),
            soap: typed.soap.or(SoapChoice::Any)?,
        })
    }

    fn year_between(&self, activity: &str, typed: &RawSeason) -> Option<YearBetween> {
        Some(YearBetween {
            activity: self.prior.activities.iter().position(|known| known.key == activity)?,
            us_clinical_months: typed.us_clinical_months.value(),
            publications: typed.publications.value(),
            cost_usd: typed.cost_usd.value(),
        })
    }

    /// The route stated, else the one that leads to most careers of the plan's tracks.
    fn route(&self, typed: &RawPlan, seasons: &[PlannedSeason]) -> String {
        if let Some(stated) = typed.after_dr.value() {
            return stated;
        }
        let pathways = &self.prior.pathways;
        let routes = pathways.routes();
        let tracks = self.tracks(seasons);
        let wanted: Vec<&str> = routes
            .first()
            .map(|route| tracks.iter().filter_map(|track| self.career(*track, route)).collect())
            .unwrap_or_default();
        let leads = |route: &&str| {
            let entered = tracks.iter().filter_map(|track| self.entry(*track, route));
            let reached: Vec<&str> = entered.flat_map(|state| careers_from(pathways, state)).collect();
            reached.iter().filter(|career| wanted.contains(*career)).count()
        };
        // The first of the best.
        let best = routes.iter().rev().max_by_key(|route| leads(route));
        best.map_or_else(String::new, |route| (*route).to_owned())
    }

    /// Indices of the residencies that the seasons ask for.
    fn tracks(&self, seasons: &[PlannedSeason]) -> Vec<usize> {
        let is_asked = |track: &usize| {
            let mut lines = seasons.iter().flat_map(|season| &season.asked.portfolio.lines);
            lines.any(|line| line.track == *track)
        };
        let tracks = self.around.prior.tracks.iter().enumerate();
        let residencies = tracks.filter(|(_, track)| track.kind != TrackKind::Preliminary).map(|(index, _)| index);
        residencies.filter(is_asked).collect()
    }

    fn entry(&self, track: usize, route: &str) -> Option<usize> {
        self.prior.pathways.entry(&self.around.prior.tracks[track].id, &[route])
    }

    fn career(&self, track: usize, route: &str) -> Option<&str> {
        self.entry(track, route).and_then(|state| self.prior.pathways.states[state].career.as_deref())
    }

    /// Careers of the tracks that are worth most, or without values of the track
    /// that the first season of the first plan prefers; with their names.
    fn choice(&self, plans: &[Plan]) -> (Vec<String>, String) {
        let prior = self.around.prior;
        let residency = |track: &usize| prior.tracks[*track].kind != TrackKind::Preliminary;
        let chosen: Vec<usize> = if let Some(values) = self.around.values {
            let tracks = || (0..prior.tracks.len()).filter(residency);
            let most = tracks().map(|track| values[track]).fold(0.0, f64::max);
            tracks().filter(|track| values[*track] == most).collect()
        } else {
            let lines = plans.first().map(|plan| plan.seasons[0].asked.portfolio.lines.as_slice());
            let lines = lines.unwrap_or_default().iter().filter(|line| residency(&line.track));
            lines.min_by_key(|line| line.preference).map(|line| line.track).into_iter().collect()
        };
        let route = plans.first().map_or("", |plan| plan.route.as_str());
        let mut careers: Vec<String> = Vec::new();
        for career in chosen.iter().filter_map(|track| self.career(*track, route)) {
            if !careers.iter().any(|known| known == career) {
                careers.push(career.to_owned());
            }
        }
        let names: Vec<&str> = chosen.iter().map(|track| prior.tracks[*track].name.as_str()).collect();
        (careers, names.join(", "))
    }

    /// A way after residency begins at a specialty of the file, and is named once.
    fn warn_of_routes(&self, typed: &RawPlan) {
        let mut named: Vec<&str> = Vec::new();
        for route in typed.after_residency.given().into_iter().flat_map(Spanned::get_ref) {
            let name = route.get_ref().as_str();
            let on_route = self.prior.pathways.states.iter().filter(|state| state.route.as_deref() == Some(name));
            let from: Vec<String> = on_route.filter_map(|state| state.entered_by.clone()).collect();
            let is_used = |key: &String| self.around.prior.tracks.iter().any(|track| track.id == *key);
            let is_repeated = named.contains(&name);
            if is_repeated || !from.iter().any(is_used) {
                let from = if is_repeated { Vec::new() } else { from };
                self.around.compiler.warn(WarningKind::IdleRoute { route: name.to_owned(), from }.at(route.span()));
            }
            named.push(name);
        }
    }

    /// A visa for training ends; preliminary years count.
    fn warn_of_visa(&self, plan: &Plan, typed: &RawPlan) {
        let Some(limit) = training_years(self.around.applicant.visa) else { return };
        let tracks = self.tracks(&plan.seasons);
        let entered = tracks.iter().filter_map(|track| plan.entrances.tracks[*track]);
        let longest = entered.map(|state| self.prior.pathways.longest(state)).max().unwrap_or(0);
        let preliminary = u32::try_from(plan.max_preliminary_years.min(plan.seasons.len() - 1)).unwrap_or(u32::MAX);
        let years = longest.saturating_add(preliminary);
        if years > limit {
            let kind = WarningKind::VisaEndsFirst { plan: plan.name.clone(), years, limit };
            self.around.compiler.warn(kind.at(typed.span.clone()));
        }
    }
}

/// A preliminary place is a bridge at best.
fn warn_of_bridge(compiler: &Compiler<'_>, plan: &Plan, typed: &RawPlan) {
    let ranks_preliminaries = |season: &PlannedSeason| {
        season.without_preliminary.as_ref().map(|asked| &asked.portfolio) != Some(&season.asked.portfolio)
    };
    if plan.max_preliminary_years > 0 && plan.seasons.iter().any(ranks_preliminaries) {
        compiler.warn(WarningKind::PreliminaryIsNoBackup { plan: plan.name.clone() }.at(typed.span.clone()));
    }
}

/// Years that a visa gives for training: seven for a J-1 (22 CFR 62.27), six for an
/// H-1B (8 CFR 214.2(h)(13)(iii)). Extensions for want of need at home and waivers are left out.
fn training_years(visa: Visa) -> Option<u32> {
    match visa {
        Visa::None => None,
        Visa::J1 | Visa::J1OrH1b => Some(7),
        Visa::H1bOnly => Some(6),
    }
}

/// Careers of a state and of all that follow it.
fn careers_from(pathways: &Pathways, state: usize) -> Vec<&str> {
    let mut careers: Vec<&str> = pathways.states[state].career.as_deref().into_iter().collect();
    for place in pathways.steps_from(state) {
        for career in careers_from(pathways, pathways.transitions[place].to) {
            if !careers.contains(&career) {
                careers.push(career);
            }
        }
    }
    careers
}
