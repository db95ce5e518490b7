//! Pathways through training (`docs/methods.md` §8): a small state machine that
//! is declared in tables. This module knows states, times and chances, and no
//! specialty.

use super::prior::Assumption;

/// What kind of state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A year of the search: the plan says what comes next.
    Search,
    /// Residency or what follows it.
    Training,
    /// Practice: it stays.
    Practice,
    /// Neither in training nor in practice here: it stays.
    Out,
}

/// One state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Key.
    pub key: String,
    /// Words for a person.
    pub name: String,
    /// Kind.
    pub stage: Stage,
    /// What puts someone here: the key of a track, an activity, or a way the search ends.
    pub entered_by: Option<String>,
    /// Only on this route; none is on every route.
    pub route: Option<String>,
    /// Years spent here; none is for good, 0 is a fork in the way where nobody stays.
    pub years: Option<u32>,
    /// Career that it belongs to.
    pub career: Option<String>,
    /// Groups that it belongs to, keys of [`Group`].
    pub groups: Vec<String>,
}

/// A group of states that the results count together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Key.
    pub key: String,
    /// Words for a person.
    pub name: String,
}

/// A way from one state to a later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// Index of the state left.
    pub from: usize,
    /// Index of the state entered, above `from`.
    pub to: usize,
    /// Chance; none is what the others leave, and stands once a state.
    pub chance: Option<Assumption>,
    /// What the step costs, United States dollars.
    pub cost_usd: f64,
}

/// The machine with its uncertain chances.
///
/// Every state that is left after a time has transitions, one of them without a
/// chance of its own, all to later states; the loader of the tables sees to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pathways {
    /// States.
    pub states: Vec<State>,
    /// Transitions, in the order of the states left.
    pub transitions: Vec<Transition>,
    /// Groups.
    pub groups: Vec<Group>,
}

impl Pathways {
    /// The state that `key` puts someone into on these routes, the first that is meant for one of them; without such a
    /// state the one that is on every route.
    #[must_use]
    pub fn entry(&self, key: &str, routes: &[&str]) -> Option<usize> {
        let entered = || self.states.iter().enumerate().filter(|(_, state)| state.entered_by.as_deref() == Some(key));
        let on = |route: &&str| entered().find(|(_, state)| state.route.as_deref() == Some(*route));
        let found = routes.iter().find_map(on).or_else(|| entered().find(|(_, state)| state.route.is_none()));
        found.map(|(place, _)| place)
    }

    /// The routes of which one has to be taken, in the order of first appearance: something is entered on them alone.
    #[must_use]
    pub fn routes(&self) -> Vec<&str> {
        self.routes_where(|key| self.entry(key, &[]).is_none())
    }

    /// The routes that can be taken on top.
    #[must_use]
    pub fn further_routes(&self) -> Vec<&str> {
        self.routes_where(|key| self.entry(key, &[]).is_some())
    }

    /// The routes of the states that a key of this kind enters.
    fn routes_where(&self, is_meant: impl Fn(&str) -> bool) -> Vec<&str> {
        let mut routes: Vec<&str> = Vec::new();
        for state in self.states.iter().filter(|state| state.entered_by.as_deref().is_some_and(&is_meant)) {
            routes.extend(state.route.as_deref().filter(|route| !routes.contains(route)));
        }
        routes
    }

    /// Chances of all transitions in one draw: what `value` gives for their
    /// names, and the rest. Where drawn chances of one state exceed one, they share it.
    pub fn chances(&self, mut value: impl FnMut(&str, Assumption) -> f64) -> Vec<f64> {
        let name = |step: &Transition| format!("pathways/{}/{}", self.states[step.from].key, self.states[step.to].key);
        let mut chances: Vec<f64> =
            self.transitions.iter().map(|step| step.chance.map_or(0.0, |chance| value(&name(step), chance))).collect();
        for state in 0..self.states.len() {
            let places: Vec<usize> = self.steps_from(state).collect();
            let total: f64 = places.iter().map(|place| chances[*place]).sum();
            for place in places {
                chances[place] = match self.transitions[place].chance {
                    Some(_) => chances[place] / total.max(1.0),
                    None => (1.0 - total).max(0.0),
                };
            }
        }
        chances
    }

    /// Places of the transitions that leave a state.
    pub fn steps_from(&self, state: usize) -> impl Iterator<Item = usize> {
        (0..self.transitions.len()).filter(move |place| self.transitions[*place].from == state)
    }

    /// Years from entering `state` to its end by the longest way.
    #[must_use]
    pub fn longest(&self, state: usize) -> u32 {
        let after = self.steps_from(state).map(|place| self.longest(self.transitions[place].to)).max();
        self.states[state].years.unwrap_or(0) + after.unwrap_or(0)
    }

    /// Where people are who enter `start` at year `year` with chance `chance`:
    /// adds to `where_about`, by year then state, as far as it reaches, and to
    /// `taken`, by transition.
    pub fn follow(
        &self,
        chances: &[f64],
        start: usize,
        year: usize,
        chance: f64,
        where_about: &mut [Vec<f64>],
        taken: &mut [f64],
    ) {
        let mut entering = vec![vec![0.0; self.states.len()]; where_about.len()];
        // Those who come later than the last year still go their ways, all at once.
        let mut beyond = vec![0.0; self.states.len()];
        match entering.get_mut(year) {
            Some(states) => states[start] = chance,
            None => beyond[start] = chance,
        }
        for year in 0..entering.len() {
            for state in start..self.states.len() {
                let here = entering[year][state];
                if here == 0.0 {
                    continue;
                }
                let until = self.states[state].years.map_or(where_about.len(), |years| year + years as usize);
                for states in where_about.iter_mut().take(until).skip(year) {
                    states[state] += here;
                }
                for place in self.steps_from(state) {
                    let (to, on) = (self.transitions[place].to, here * chances[place]);
                    taken[place] += on;
                    match entering.get_mut(until) {
                        Some(states) => states[to] += on,
                        None => beyond[to] += on,
                    }
                }
            }
        }
        for state in start..self.states.len() {
            for place in self.steps_from(state) {
                let on = beyond[state] * chances[place];
                taken[place] += on;
                beyond[self.transitions[place].to] += on;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PriorShape;

    fn state(key: &str, years: Option<u32>) -> State {
        State {
            key: key.to_owned(),
            name: key.to_owned(),
            stage: Stage::Training,
            entered_by: Some(key.to_owned()),
            route: None,
            years,
            career: None,
            groups: Vec::new(),
        }
    }

    fn step(from: usize, to: usize, chance: Option<f64>) -> Transition {
        let chance = chance.map(|value| Assumption { value, prior: PriorShape::Fixed });
        Transition { from, to, chance, cost_usd: 0.0 }
    }

    /// Residency of 2 years, a fork, a fellowship of 1 year, practice, gone.
    fn machine() -> Pathways {
        Pathways {
            states: vec![
                state("residency", Some(2)),
                state("fork", Some(0)),
                state("fellowship", Some(1)),
                state("practice", None),
                state("gone", None),
            ],
            transitions: vec![
                step(0, 1, Some(0.9)),
                step(0, 4, None),
                step(1, 2, Some(0.5)),
                step(1, 3, None),
                step(2, 3, None),
            ],
            groups: Vec::new(),
        }
    }

    #[test]
    fn people_are_where_the_years_and_chances_put_them() {
        let machine = machine();
        let chances = machine.chances(|_, chance| chance.value);
        let (mut years, mut taken) = (vec![vec![0.0; 5]; 5], vec![0.0; 5]);
        machine.follow(&chances, 0, 1, 0.8, &mut years, &mut taken);
        let expected = [
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [0.8, 0.0, 0.0, 0.0, 0.0],
            [0.8, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.36, 0.36, 0.08],
            [0.0, 0.0, 0.0, 0.72, 0.08],
        ];
        for (found, expected) in years.iter().zip(&expected) {
            assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-12), "{found:?} {expected:?}");
        }
        assert!(taken.iter().zip([0.72, 0.08, 0.36, 0.36, 0.36]).all(|(f, e)| (f - e).abs() < 1e-12), "{taken:?}");
    }

    #[test]
    fn ways_taken_do_not_depend_on_how_far_the_years_are_looked_at() {
        let machine = machine();
        let chances = machine.chances(|_, chance| chance.value);
        let taken = |years: usize| {
            let mut taken = vec![0.0; 5];
            machine.follow(&chances, 0, 1, 1.0, &mut vec![vec![0.0; 5]; years], &mut taken);
            taken
        };
        for years in 1..8 {
            assert!(taken(years).iter().zip(taken(9)).all(|(a, b)| (a - b).abs() < 1e-12), "{years}");
        }
    }

    #[test]
    fn drawn_chances_that_exceed_one_share_it_and_leave_no_rest() {
        let mut machine = machine();
        machine.transitions[1].chance = machine.transitions[0].chance;
        machine.transitions.insert(2, step(0, 3, None));
        let chances = machine.chances(|_, chance| chance.value);
        assert!(chances[..3].iter().zip([0.5, 0.5, 0.0]).all(|(f, e)| (f - e).abs() < 1e-12), "{chances:?}");
    }
}
