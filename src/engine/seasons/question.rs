//! What is asked of the engines, and what one parameter draw makes of it.

use super::means::{PlanMeans, WalkSums};
use super::tree::{Forest, Person, YearBehind};
use crate::engine::precision::Precision;
use crate::engine::uncertainty::Sampler;
use crate::model::plan::{Gains, Plans, a_season_later};
use crate::model::season::Standing;
use crate::model::soap::Soap;
use crate::model::strength::Covariates;
use crate::model::{Applicant, ParameterPrior, Parameters, Uncertain, Values};

/// The last academic year that is looked at, counted from the July of the first Match.
pub const LAST_YEAR: usize = 10;

/// The plans of one applicant.
#[derive(Clone, Copy, Debug)]
pub struct PlanQuestion<'a> {
    /// The applicant, before the first season.
    pub applicant: &'a Applicant,
    /// What is known of the parameters of a season.
    pub prior: &'a ParameterPrior,
    /// What outcomes are worth.
    pub values: Option<&'a Values>,
    /// The plans, and what is known of what comes after Match Day.
    pub plans: &'a Plans,
}

/// One draw of everything that plans lean on.
pub struct DrawnPlans {
    /// Parameters of the first season.
    pub parameters: Parameters,
    /// Parameters of every later season, where they are others.
    pub later: Option<Parameters>,
    /// SOAP.
    pub soap: Soap,
    /// By person of the forest, by track.
    pub standings: Vec<Vec<Standing>>,
    /// Chances of the transitions of the pathways.
    pub transitions: Vec<f64>,
    /// What a year of each activity costs.
    pub activity_costs: Vec<f64>,
    /// What a preliminary year costs.
    pub preliminary_year_cost: f64,
}

impl DrawnPlans {
    /// The parameters of the season that a person is in.
    #[must_use]
    pub fn parameters_of(&self, person: &Person) -> &Parameters {
        self.later.as_ref().filter(|_| !person.years.is_empty()).unwrap_or(&self.parameters)
    }
}

/// What draws come from: of the first season, and of every later one where its parameters are others.
pub struct Samplers<'a> {
    first: Sampler<'a>,
    later: Option<Sampler<'a>>,
}

impl<'a> Samplers<'a> {
    /// For the plans of a question.
    #[must_use]
    pub fn of(question: &PlanQuestion<'a>, forest: &Forest, precision: &Precision) -> Self {
        let portfolios = || forest.persons.iter().flat_map(|person| &person.portfolios);
        let of = |prior: &'a ParameterPrior| {
            Sampler::for_portfolios(prior, question.applicant, precision.mode, precision.seed, portfolios())
        };
        Self { first: of(question.prior), later: question.plans.later.as_ref().map(of) }
    }

    /// That of the first season.
    #[must_use]
    pub fn first(&self) -> &Sampler<'a> {
        &self.first
    }
}

impl PlanQuestion<'_> {
    /// Draw `number`.
    #[must_use]
    pub fn draw(&self, samplers: &Samplers<'_>, number: u64, forest: &Forest) -> DrawnPlans {
        let sampler = &samplers.first;
        let (parameters, covariates) = sampler.draw(number);
        let later = samplers.later.as_ref().map(|later| later.draw(number).0);
        let prior = &self.plans.prior;
        let years = Years { question: self, sampler, number };
        let standings = forest
            .persons
            .iter()
            .map(|person| {
                let parameters = later.as_ref().filter(|_| !person.years.is_empty()).unwrap_or(&parameters);
                years.standings(&years.covariates(&covariates, person), parameters)
            })
            .collect();
        let costs = (0..prior.activities.len()).map(|activity| years.activity(activity, "cost_usd"));
        let activity_costs: Vec<f64> = costs.collect();
        DrawnPlans {
            soap: prior.soap.at(|name, assumption| sampler.assumption(number, name, assumption)),
            standings,
            transitions: prior.pathways.chances(|name, chance| sampler.assumption(number, name, chance)),
            preliminary_year_cost: activity_costs[prior.preliminary_year],
            activity_costs,
            parameters,
            later,
        }
    }

    /// Means of every plan from the sums of a part of the draw.
    #[must_use]
    pub fn means(&self, forest: &Forest, drawn: &DrawnPlans, sums: &[WalkSums]) -> Vec<PlanMeans> {
        let plans = self.plans.plans.iter().zip(&forest.trees).zip(sums);
        plans.map(|((plan, tree), sums)| PlanMeans::new(&self.plans.prior, plan, tree, sums, drawn)).collect()
    }
}

/// What years between add in one draw.
struct Years<'a> {
    question: &'a PlanQuestion<'a>,
    sampler: &'a Sampler<'a>,
    number: u64,
}

impl Years<'_> {
    /// The covariates of someone with those years behind.
    fn covariates(&self, first: &Covariates, person: &Person) -> Covariates {
        person.years.iter().fold(*first, |covariates, year| a_season_later(&covariates, self.gains(*year)))
    }

    fn gains(&self, year: YearBehind) -> Gains {
        let stated = match year {
            YearBehind::Preliminary => None,
            YearBehind::Between(between) => Some(between),
        };
        let activity = stated.map_or(self.question.plans.prior.preliminary_year, |year| year.activity);
        let of = |quantity, stated: Option<Uncertain>| match stated {
            Some(range) => {
                self.sampler.uncertain(self.number, &format!("plan/{}/{quantity}/stated", self.key(activity)), range)
            }
            None => self.activity(activity, quantity),
        };
        Gains {
            us_clinical_months: of("us_clinical_months", stated.and_then(|year| year.us_clinical_months)),
            publications: of("publications", stated.and_then(|year| year.publications)),
        }
    }

    fn key(&self, activity: usize) -> &str {
        &self.question.plans.prior.activities[activity].key
    }

    /// A quantity of an activity as its table has it.
    fn activity(&self, index: usize, quantity: &str) -> f64 {
        let activity = &self.question.plans.prior.activities[index];
        let assumption = match quantity {
            "us_clinical_months" => activity.us_clinical_months,
            "publications" => activity.publications,
            _ => activity.cost_usd,
        };
        self.sampler.assumption(self.number, &format!("plan/{}/{quantity}", activity.key), assumption)
    }

    fn standings(&self, covariates: &Covariates, parameters: &Parameters) -> Vec<Standing> {
        Standing::in_tracks(covariates, self.question.applicant, parameters)
    }
}
