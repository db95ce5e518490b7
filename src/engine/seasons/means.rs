//! Means of a plan over a part of a parameter draw: linear in the chances of
//! each point, so that parts can be averaged and told apart.

use super::endings::Endings;
use super::question::{DrawnPlans, LAST_YEAR};
use super::tree::Tree;
use crate::model::pathway::Pathways;
use crate::model::plan::{Plan, PlanPrior};

/// Sums over points, by node: how often it is reached, how it ends there, and
/// how it would end for everyone.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkSums {
    /// Chance that the node is reached.
    pub reached: Vec<f64>,
    /// Chance of a residency at the node for someone who has not been selected by earlier failures.
    pub fresh_residency: Vec<f64>,
    /// Endings, weighted by the chance of reaching the node.
    pub endings: Vec<Endings>,
    /// Working memory: the chance of reaching each node at one point.
    reach: Vec<f64>,
}

impl WalkSums {
    /// Nothing yet.
    #[must_use]
    pub fn new(tree: &Tree, tracks: usize) -> Self {
        let nodes = tree.nodes.len();
        Self {
            reached: vec![0.0; nodes],
            fresh_residency: vec![0.0; nodes],
            endings: vec![Endings::new(tracks); nodes],
            reach: vec![0.0; nodes],
        }
    }

    /// The sums of parts, each times its factor, by plan.
    #[must_use]
    pub fn sums(parts: &[Vec<Self>], factors: &[f64]) -> Vec<Self> {
        let nothing = |like: &Self| Self {
            reached: vec![0.0; like.reached.len()],
            fresh_residency: vec![0.0; like.reached.len()],
            endings: vec![Endings::new(like.endings[0].matched.len()); like.endings.len()],
            reach: Vec::new(),
        };
        let mut sums: Vec<Self> = parts[0].iter().map(nothing).collect();
        for (part, factor) in parts.iter().zip(factors) {
            for (sum, part) in sums.iter_mut().zip(part) {
                for place in 0..sum.reached.len() {
                    sum.reached[place] += factor * part.reached[place];
                    sum.fresh_residency[place] += factor * part.fresh_residency[place];
                    sum.endings[place].add(&part.endings[place], *factor);
                }
            }
        }
        sums
    }

    /// Adds a point of weight `weight`, at which seasons are independent and end as `at_node` says.
    pub fn add(&mut self, tree: &Tree, weight: f64, at_node: impl Fn(usize) -> Endings) {
        self.reach.fill(0.0);
        self.reach[0] = 1.0;
        for (place, node) in tree.nodes.iter().enumerate() {
            let endings = at_node(place);
            let reach = self.reach[place];
            self.reached[place] += weight * reach;
            self.fresh_residency[place] += weight * endings.residency();
            self.endings[place].add(&endings, weight * reach);
            let preliminary = endings.any_preliminary();
            if let Some(after) = node.after_preliminary {
                self.reach[after] += reach * preliminary;
            }
            if let Some((after, _)) = node.after_year_between {
                self.reach[after] += reach * (1.0 - endings.residency() - preliminary);
            }
        }
    }
}

/// One season of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonMeans {
    /// Still trying.
    pub trying: f64,
    /// How it ends, for those.
    pub endings: Endings,
    /// By history that leads to it: the chance of that history, and the chance of a
    /// residency in this season for someone who comes to it unselected.
    pub histories: Vec<[f64; 2]>,
}

/// Means of one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanMeans {
    /// By season.
    pub seasons: Vec<SeasonMeans>,
    /// Fees of all seasons, United States dollars.
    pub fees_usd: f64,
    /// Costs of the years between and of steps on the way, United States dollars.
    pub years_usd: f64,
    /// Years between that were neither residency nor practice, preliminary years among them.
    pub years_between: f64,
    /// Where people are, by year from 0 to [`LAST_YEAR`], by state.
    pub states: Vec<Vec<f64>>,
    /// Into which state the search ends, by season, by state.
    pub found: Vec<Vec<f64>>,
    /// How often each transition is taken in the end.
    pub taken: Vec<f64>,
}

impl PlanMeans {
    /// The means of `plan` from the sums over the points of a part of a draw.
    pub(super) fn new(prior: &PlanPrior, plan: &Plan, tree: &Tree, sums: &WalkSums, drawn: &DrawnPlans) -> Self {
        let costs = Costs::of(plan, tree, sums, drawn);
        let seasons: Vec<SeasonMeans> = (0..tree.seasons).map(|season| season_means(tree, sums, season)).collect();
        let mut followed = Followed::none(&prior.pathways, plan);
        for (season, means) in seasons.iter().enumerate() {
            followed.add(&prior.pathways, plan, season, &means.endings, &drawn.transitions);
        }
        let steps = prior.pathways.transitions.iter().zip(&followed.taken);
        let steps_usd: f64 = steps.map(|(step, taken)| step.cost_usd * taken).sum();
        let Followed { states, found, taken } = followed;
        Self {
            seasons,
            fees_usd: costs.fees_usd,
            years_usd: costs.years_usd + steps_usd,
            years_between: costs.years_between,
            states,
            found,
            taken,
        }
    }

    /// Chance of a residency by the end of season `season`.
    #[must_use]
    pub fn residency_by(&self, season: usize) -> f64 {
        self.seasons[..=season].iter().map(|season| season.endings.residency()).sum()
    }
}

/// What independent years would give: `1 − Π (1 − p_t)`, with `p_t` the chance in
/// season `t` of people whom earlier failures have not selected, and who have
/// the histories of those who do come to it. Not linear in its means.
#[must_use]
pub fn residency_of_independent_years(seasons: &[Vec<[f64; 2]>]) -> f64 {
    let failing = |histories: &Vec<[f64; 2]>| {
        let come: f64 = histories.iter().map(|[reached, _]| reached).sum();
        let find: f64 = histories.iter().map(|[reached, residency]| reached * residency).sum();
        if come > 0.0 { 1.0 - find / come } else { 1.0 }
    };
    1.0 - seasons.iter().map(failing).product::<f64>()
}

fn season_means(tree: &Tree, sums: &WalkSums, season: usize) -> SeasonMeans {
    let mut endings = Endings::new(sums.endings[0].matched.len());
    let (mut trying, mut histories) = (0.0, Vec::new());
    for (place, _) in tree.nodes.iter().enumerate().filter(|(_, node)| node.season == season) {
        endings.add(&sums.endings[place], 1.0);
        trying += sums.reached[place];
        histories.push([sums.reached[place], sums.fresh_residency[place]]);
    }
    SeasonMeans { trying, endings, histories }
}

/// What the seasons and the years between cost.
struct Costs {
    fees_usd: f64,
    years_usd: f64,
    years_between: f64,
}

impl Costs {
    fn of(plan: &Plan, tree: &Tree, sums: &WalkSums, drawn: &DrawnPlans) -> Self {
        let mut costs = Self { fees_usd: 0.0, years_usd: 0.0, years_between: 0.0 };
        for (node, (reached, endings)) in tree.nodes.iter().zip(sums.reached.iter().zip(&sums.endings)) {
            let preliminary = endings.any_preliminary();
            costs.fees_usd += reached * node.fees_usd;
            costs.years_between += preliminary;
            costs.years_usd += preliminary * drawn.preliminary_year_cost;
            if let Some((_, year)) = node.after_year_between {
                let other = reached - endings.residency() - preliminary;
                costs.years_between += other;
                costs.years_usd += other * year.cost_usd.unwrap_or(drawn.activity_costs[year.activity]);
            }
        }
        debug_assert_eq!(plan.seasons.len(), tree.seasons);
        costs
    }
}

/// Where the endings of all seasons lead.
struct Followed {
    states: Vec<Vec<f64>>,
    found: Vec<Vec<f64>>,
    taken: Vec<f64>,
}

impl Followed {
    fn none(pathways: &Pathways, plan: &Plan) -> Self {
        let count = pathways.states.len();
        Self {
            states: vec![vec![0.0; count]; LAST_YEAR + 1],
            found: vec![vec![0.0; count]; plan.seasons.len()],
            taken: vec![0.0; pathways.transitions.len()],
        }
    }

    /// Follows those who end the season so. The July after season `season` begins year `season`.
    fn add(&mut self, pathways: &Pathways, plan: &Plan, season: usize, endings: &Endings, transitions: &[f64]) {
        let entrances = &plan.entrances;
        let residencies = endings.matched.iter().zip(&endings.pgy1_in_soap).map(|(one, other)| one + other);
        let mut ends: Vec<(usize, f64)> = entrances
            .tracks
            .iter()
            .zip(residencies)
            .filter_map(|(state, chance)| state.map(|state| (state, chance)))
            .collect();
        ends.push((entrances.soap_categorical, endings.soap_categorical));
        let empty_handed = endings.nothing + endings.without_pgy1.iter().sum::<f64>();
        self.states[season][entrances.preliminary_year] += endings.any_preliminary();
        if let Some(state) = entrances.years_between.get(season) {
            self.states[season][*state] += empty_handed;
        } else {
            ends.push((entrances.search_over, empty_handed));
            // The year is served, and the plan has no season after it.
            self.found[season][entrances.preliminary_year] += endings.any_preliminary();
            let over = (entrances.search_over, endings.any_preliminary());
            self.follow(pathways, transitions, over, season + 1);
        }
        for end in ends {
            self.found[season][end.0] += end.1;
            self.follow(pathways, transitions, end, season);
        }
    }

    fn follow(&mut self, pathways: &Pathways, transitions: &[f64], (state, chance): (usize, f64), year: usize) {
        // Parts of a ratio can be below 0 where nearly nobody goes.
        if chance != 0.0 {
            pathways.follow(transitions, state, year, chance, &mut self.states, &mut self.taken);
        }
    }
}
