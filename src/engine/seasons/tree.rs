//! What can come to pass under a plan: one node for each season with each
//! history that can lead to it. History matters through what the years between
//! have added, and through preliminary years, which are served and run out.

use crate::model::Portfolio;
use crate::model::plan::{Plan, PlannedSeason, PricedPortfolio, YearBetween};
use crate::model::soap::SoapChoice;

/// A year behind someone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum YearBehind {
    /// A preliminary year.
    Preliminary,
    /// What the plan says.
    Between(YearBetween),
}

/// Who someone is at a season: the years since the first one.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Years behind, one for each earlier season.
    pub years: Vec<YearBehind>,
    /// The portfolios that the person asks of some plan, each once.
    pub portfolios: Vec<Portfolio>,
}

/// A season with a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Season, 0 is the first.
    pub season: usize,
    /// Index of the person.
    pub person: usize,
    /// Index of the portfolio among the person's; none where nothing is left to rank.
    pub portfolio: Option<usize>,
    /// Fees, United States dollars.
    pub fees_usd: f64,
    /// Which SOAP positions would be taken.
    pub soap: SoapChoice,
    /// Whether a preliminary year would be served.
    pub may_take_preliminary: bool,
    /// Whether a preliminary year is behind, so that an advanced position lacks nothing.
    pub has_pgy1: bool,
    /// Node after a preliminary year; none after the last season.
    pub after_preliminary: Option<usize>,
    /// Node after the planned year between, with that year.
    pub after_year_between: Option<(usize, YearBetween)>,
}

/// The nodes of one plan, in the order of the seasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Nodes; the first is the first season.
    pub nodes: Vec<Node>,
    /// Seasons of the plan.
    pub seasons: usize,
}

/// The trees of several plans, and everybody that occurs in them, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Trees, by plan.
    pub trees: Vec<Tree>,
    /// Persons, by season.
    pub persons: Vec<Person>,
}

impl Forest {
    /// The trees of `plans`.
    #[must_use]
    pub fn of(plans: &[Plan]) -> Self {
        let mut forest = Self::default();
        for plan in plans {
            let mut tree = Tree { nodes: Vec::new(), seasons: plan.seasons.len() };
            forest.grow(plan, &mut vec![], &mut tree);
            forest.trees.push(tree.in_order_of_seasons());
        }
        forest
    }

    /// Adds the season that `years` lead to, with all that can follow it; gives its place.
    fn grow(&mut self, plan: &Plan, years: &mut Vec<YearBehind>, tree: &mut Tree) -> usize {
        let season = &plan.seasons[years.len()];
        let served = years.iter().filter(|year| **year == YearBehind::Preliminary).count();
        let may_take_preliminary = served < plan.max_preliminary_years;
        let asked = if may_take_preliminary { Some(&season.asked) } else { season.without_preliminary.as_ref() };
        let person = self.person(years);
        let portfolio = asked.map(|asked| self.persons[person].portfolio(&asked.portfolio));
        let place = tree.nodes.len();
        tree.nodes.push(Node {
            season: years.len(),
            person,
            portfolio,
            fees_usd: asked.map_or(0.0, |asked: &PricedPortfolio| asked.fees_usd),
            soap: season.soap,
            may_take_preliminary,
            has_pgy1: served > 0,
            after_preliminary: None,
            after_year_between: None,
        });
        if let Some(between) = plan.seasons.get(years.len() + 1).and_then(|next| next.before) {
            years.push(YearBehind::Between(between));
            let after = self.grow(plan, years, tree);
            tree.nodes[place].after_year_between = Some((after, between));
            years.pop();
            if may_take_preliminary && can_end_preliminary(season) {
                years.push(YearBehind::Preliminary);
                let after = self.grow(plan, years, tree);
                tree.nodes[place].after_preliminary = Some(after);
                years.pop();
            }
        }
        place
    }

    fn person(&mut self, years: &[YearBehind]) -> usize {
        if let Some(place) = self.persons.iter().position(|person| person.years == years) {
            return place;
        }
        self.persons.push(Person { years: years.to_vec(), portfolios: Vec::new() });
        self.persons.len() - 1
    }

    /// Seasons of the longest plan.
    #[must_use]
    pub fn seasons(&self) -> usize {
        self.trees.iter().map(|tree| tree.seasons).max().unwrap_or(0)
    }
}

/// Whether a preliminary year alone can come of the season.
fn can_end_preliminary(season: &PlannedSeason) -> bool {
    season.soap == SoapChoice::Any
        || season.without_preliminary.as_ref().map(|asked| &asked.portfolio) != Some(&season.asked.portfolio)
}

impl Person {
    fn portfolio(&mut self, portfolio: &Portfolio) -> usize {
        if let Some(place) = self.portfolios.iter().position(|known| known == portfolio) {
            return place;
        }
        self.portfolios.push(portfolio.clone());
        self.portfolios.len() - 1
    }
}

impl Tree {
    /// The nodes with those of earlier seasons first.
    fn in_order_of_seasons(self) -> Self {
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|place| self.nodes[*place].season);
        let mut new_place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            new_place[*old] = new;
        }
        let moved = |old: &usize| {
            let node = self.nodes[*old].clone();
            Node {
                after_preliminary: node.after_preliminary.map(|after| new_place[after]),
                after_year_between: node.after_year_between.map(|(after, year)| (new_place[after], year)),
                ..node
            }
        };
        Self { nodes: order.iter().map(moved).collect(), seasons: self.seasons }
    }
}
