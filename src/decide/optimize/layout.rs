//! From a scenario to what can be chosen, and from a choice to a portfolio.

use super::objective::{Knob, Levels, is_paid};
use super::order::{preference_order, template};
use super::signals::{given_to, shares};
use super::terms::{OptimizeError, Terms};
use crate::engine::conditional::tabulation::{Menu, Pick, Slot};
use crate::model::portfolio::in_order;
use crate::model::{Line, Portfolio, Screening, SignalCounts};
use crate::scenario::Scenario;

/// Programs that a line can have, as far as pool and budget reach: by fives
/// through the cheap tier of fees, by tens to a hundred, by twenties and more beyond.
const COUNTS: [(u32, u32); 5] = [(30, 5), (100, 10), (200, 20), (300, 50), (1000, 100)];

/// All portfolios that a search can choose from: one line a track, in a fixed order of preference.
#[derive(Clone, Debug)]
pub struct Layout<'a> {
    scenario: &'a Scenario,
    /// What the engine tabulates; a slot a track.
    pub menu: Menu,
    /// Amounts of the slots, then what else can be chosen.
    pub knobs: Vec<Knob>,
    researched_programs: Option<u32>,
    /// By slot, the knob that says whether its programs are researched.
    research: Vec<Option<usize>>,
    /// By slot, the knob that shares out signals, and how many ways there are.
    share: Vec<Option<(usize, usize)>>,
}

impl<'a> Layout<'a> {
    /// What can be chosen of `scenario` under `terms`, of portfolios up to `reach_usd`.
    ///
    /// # Errors
    ///
    /// When the reach pays for no application, or lines name their programs by a list.
    pub fn new(scenario: &'a Scenario, terms: &Terms, reach_usd: f64) -> Result<Self, OptimizeError> {
        let names_programs = |portfolio: &&Portfolio| portfolio.lines.iter().any(|line| line.facts.is_some());
        if let Some(portfolio) = scenario.portfolios.iter().map(|planned| &planned.portfolio).find(names_programs) {
            return Err(OptimizeError::NamedPrograms { portfolio: portfolio.name.clone() });
        }
        let order = preference_order(scenario);
        let counts: Vec<(usize, Vec<u32>)> =
            order.into_iter().map(|track| (track, counts(scenario, track, reach_usd))).collect();
        if counts.iter().all(|(_, counts)| counts.is_empty()) {
            return Err(too_small(scenario, reach_usd));
        }
        let Portfolio { max_interviews, pgy1_interviews, .. } = scenario.portfolios[0].portfolio;
        let mut layout = Self {
            scenario,
            menu: Menu { slots: Vec::new(), max_interviews, pgy1_interviews },
            knobs: Vec::new(),
            researched_programs: terms.researched_programs,
            research: Vec::new(),
            share: Vec::new(),
        };
        layout.knobs = counts
            .iter()
            .map(|(track, counts)| Knob::Amount { most: counts.len(), corners: corners(scenario, *track, counts) })
            .collect();
        let mut share_knobs: Vec<Option<usize>> = vec![None; terms.allotments.len()];
        for (track, counts) in counts {
            layout.add_slot(terms, track, counts, &mut share_knobs);
        }
        Ok(layout)
    }

    fn add_slot(&mut self, terms: &Terms, track: usize, counts: Vec<u32>, share_knobs: &mut [Option<usize>]) {
        let base = template(self.scenario, track);
        let screenings = screenings(base.screening, self.researched_programs);
        self.research.push((screenings.len() > 1).then(|| {
            self.knobs.push(Knob::Choice { options: screenings.len() });
            self.knobs.len() - 1
        }));
        let group = terms.allotments.iter().position(|allotment| allotment.tracks.contains(&track));
        let shares: Vec<SignalCounts> = match group {
            Some(group) => shares(&terms.allotments[group], track),
            None => vec![SignalCounts::default()],
        };
        self.share.push(group.filter(|_| shares.len() > 1).map(|group| {
            let knob = *share_knobs[group].get_or_insert_with(|| {
                self.knobs.push(Knob::Choice { options: shares.len() });
                self.knobs.len() - 1
            });
            (knob, shares.len())
        }));
        let programs = counts.last().copied().unwrap_or(0);
        let preference = u32::try_from(self.menu.slots.len() + 1).unwrap_or(u32::MAX);
        let longest = |screening: Screening, share: SignalCounts| {
            let mut line = [Line { screening, preference, ..base.clone() }];
            in_order(&mut line);
            given_to(&line[0], programs, share)
        };
        let variants =
            screenings.iter().flat_map(|screening| shares.iter().map(|share| longest(*screening, *share))).collect();
        self.menu.slots.push(Slot { variants, counts });
    }

    /// Track of a slot.
    #[must_use]
    pub fn track(&self, slot: usize) -> usize {
        self.menu.slots[slot].variants[0].track
    }

    /// Short name of the track of a slot.
    #[must_use]
    pub fn short_name(&self, slot: usize) -> &str {
        &self.scenario.prior.tracks[self.track(slot)].short_name
    }

    /// Number of programs of a slot at a point.
    #[must_use]
    pub fn programs(&self, slot: usize, point: &[usize]) -> u32 {
        point[slot].checked_sub(1).map_or(0, |level| self.menu.slots[slot].counts[level])
    }

    /// The lines that a point stands for; points that differ only in what changes nothing give the same.
    #[must_use]
    pub fn picks(&self, point: &[usize]) -> Vec<Pick> {
        let pick = |slot: usize| {
            let count = point[slot].checked_sub(1)?;
            let share = self.share[slot].map_or(0, |(knob, _)| point[knob]);
            let ways = self.share[slot].map_or(1, |(_, ways)| ways);
            let screening = self.research[slot].map_or(0, |knob| point[knob]);
            Some(Pick { slot, variant: screening * ways + share, count })
        };
        (0..self.menu.slots.len()).filter_map(pick).collect()
    }

    /// A menu of no more than these points need, with the lines of each.
    #[must_use]
    pub fn narrowed(&self, points: &[Levels]) -> (Menu, Vec<Vec<Pick>>) {
        let all: Vec<Vec<Pick>> = points.iter().map(|point| self.picks(point)).collect();
        let used = |slot: usize, of: fn(&Pick) -> usize| -> Vec<usize> {
            let mut used: Vec<usize> = all.iter().flatten().filter(|pick| pick.slot == slot).map(of).collect();
            used.sort_unstable();
            used.dedup();
            used
        };
        let kept: Vec<(usize, Vec<usize>, Vec<usize>)> = (0..self.menu.slots.len())
            .map(|slot| (slot, used(slot, |pick| pick.variant), used(slot, |pick| pick.count)))
            .filter(|(_, variants, _)| !variants.is_empty())
            .collect();
        let slot = |(slot, variants, counts): &(usize, Vec<usize>, Vec<usize>)| {
            let whole = &self.menu.slots[*slot];
            Slot {
                variants: variants.iter().map(|variant| whole.variants[*variant].clone()).collect(),
                counts: counts.iter().map(|count| whole.counts[*count]).collect(),
            }
        };
        let menu = Menu { slots: kept.iter().map(slot).collect(), ..self.menu };
        let place = |of: &[usize], sought: usize| of.iter().position(|one| *one == sought);
        let narrow = |pick: &Pick| {
            let slot = kept.iter().position(|(slot, _, _)| *slot == pick.slot)?;
            let (_, variants, counts) = &kept[slot];
            Some(Pick { slot, variant: place(variants, pick.variant)?, count: place(counts, pick.count)? })
        };
        let selections = all.iter().map(|picks| picks.iter().filter_map(narrow).collect()).collect();
        (menu, selections)
    }

    /// The portfolio that a point stands for.
    #[must_use]
    pub fn portfolio(&self, name: &str, point: &[usize]) -> Portfolio {
        let line = |pick: Pick| {
            let slot = &self.menu.slots[pick.slot];
            cut(&slot.variants[pick.variant], slot.counts[pick.count])
        };
        let lines = self.picks(point).into_iter().map(line).collect();
        let Menu { max_interviews, pgy1_interviews, .. } = self.menu;
        Portfolio { name: name.to_owned(), lines, max_interviews, pgy1_interviews }
    }

    /// What a point costs, United States dollars.
    #[must_use]
    pub fn cost(&self, point: &[usize]) -> f64 {
        let slots = 0..self.menu.slots.len();
        self.scenario.pricing.cost_of(slots.map(|slot| (self.track(slot), self.programs(slot, point)))).total()
    }

    /// Whether no more programs are researched than there is time for.
    #[must_use]
    pub fn allows(&self, point: &[usize]) -> bool {
        let is_researched = |slot: &usize| self.research[*slot].is_some_and(|knob| point[knob] == 1);
        let slots = 0..self.menu.slots.len();
        let researched: u32 = slots.filter(is_researched).map(|slot| self.programs(slot, point)).sum();
        self.researched_programs.is_none_or(|most| researched <= most)
    }

    /// Whether a point keeps the budget and every other limit on what is chosen.
    #[must_use]
    pub fn is_within(&self, point: &[usize], budget_usd: f64) -> bool {
        is_paid(self.cost(point), budget_usd) && self.allows(point)
    }

    /// The point nearest below a portfolio: every track with as many programs as
    /// a level has room for.
    #[must_use]
    pub fn nearest(&self, portfolio: &Portfolio) -> Levels {
        let mut point = vec![0; self.knobs.len()];
        for (slot, of_slot) in self.menu.slots.iter().enumerate() {
            let track = of_slot.variants[0].track;
            let lines = || portfolio.lines.iter().filter(|line| line.track == track);
            let programs: u32 = lines().map(|line| line.programs).sum();
            point[slot] = of_slot.counts.iter().filter(|count| **count <= programs).count();
            if let Some(knob) = self.research[slot] {
                point[knob] = usize::from(lines().any(|line| line.screening == Screening::Researched));
            }
        }
        point
    }

    /// The point with nothing applied for, and with every line researched if and when it is added.
    #[must_use]
    pub fn all_researched(&self) -> Levels {
        let mut point = vec![0; self.knobs.len()];
        self.research.iter().flatten().for_each(|knob| point[*knob] = 1);
        point
    }
}

/// The first `programs` programs of a line.
fn cut(line: &Line, programs: u32) -> Line {
    given_to(line, programs, line.signal_counts())
}

/// Without a limit on research a line keeps its screening; with one it is researched or not.
fn screenings(own: Screening, researched_programs: Option<u32>) -> Vec<Screening> {
    match researched_programs {
        None => vec![own],
        Some(_) if own == Screening::Researched => vec![Screening::Typical, Screening::Researched],
        Some(_) => vec![own, Screening::Researched],
    }
}

/// Numbers of programs of `track` that the pool has and `reach_usd` pays for.
fn counts(scenario: &Scenario, track: usize, reach_usd: f64) -> Vec<u32> {
    let prior = &scenario.prior.tracks[track];
    let line = template(scenario, track);
    let share = prior.sponsor_share(scenario.applicant.visa);
    let pool = line.pool(f64::from(prior.pool_programs), share).floor();
    let mut found = Vec::new();
    let mut count = 0;
    for (end, step) in COUNTS {
        while count < end {
            count += step;
            found.push(count);
        }
    }
    found.retain(|count| f64::from(*count) <= pool && alone(scenario, track, *count) <= reach_usd);
    found
}

/// What `programs` programs of one track cost by themselves.
fn alone(scenario: &Scenario, track: usize, programs: u32) -> f64 {
    let lines = if programs == 0 { Vec::new() } else { vec![Line::typical(track, programs)] };
    scenario
        .pricing
        .cost(&Portfolio { name: String::new(), lines, max_interviews: None, pgy1_interviews: None })
        .total()
}

/// Levels at which the price of one more program changes.
fn corners(scenario: &Scenario, track: usize, counts: &[u32]) -> Vec<usize> {
    let step = |count: u32| alone(scenario, track, count + 1) - alone(scenario, track, count);
    let is_corner =
        |(_, count): &(usize, &u32)| (step(**count) - step(count.saturating_sub(1))).abs() > 0.005 && **count > 1;
    counts.iter().enumerate().filter(is_corner).map(|(place, _)| place + 1).collect()
}

fn too_small(scenario: &Scenario, budget_usd: f64) -> OptimizeError {
    let least = COUNTS[0].1;
    let track = (0..scenario.prior.tracks.len())
        .min_by(|a, b| alone(scenario, *a, least).total_cmp(&alone(scenario, *b, least)))
        .unwrap_or(0);
    OptimizeError::BudgetTooSmall {
        budget_usd,
        fixed_usd: alone(scenario, track, 0),
        programs: least,
        track: scenario.prior.tracks[track].name.clone(),
        cheapest_usd: alone(scenario, track, least),
    }
}
