//! What is tried for one set of quotas, until a matching proves stable.
//!
//! Without couples and supplemental lists deferred acceptance is enough, and its result is the best stable matching for every
//! applicant at once. With them a stable matching need not exist, and no quick method finds every one that does, so one method
//! follows another. Each ends within a stated number of steps.

use super::chance::Chance;
use super::check::{Verdict, check_under};
use super::exhaustive::exhaust;
use super::instance::{Instance, Matching};
use super::mutual::Mutual;
use super::sorted::insert_sorted;
use super::table::{Order, Seats, Table, Task};

/// A method of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// Deferred acceptance (Gale and Shapley 1962), applicants proposing.
    DeferredAcceptance,
    /// Couples one after another, and whoever displaces a couple goes ahead of it (Ashlagi, Braverman and Hassidim 2014).
    Sorted,
    /// Couples one after another, and places they leave are offered anew (Roth and Peranson 1999).
    RothPeranson,
    /// The same with couples in other orders, the displaced waiting their turn (after Kojima, Pathak and Roth 2013).
    OtherOrders,
    /// Every combination of what couples and people with supplemental lists could get.
    Exhaustive,
}

impl Rung {
    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DeferredAcceptance => "deferred acceptance",
            Self::Sorted => "sorted deferred acceptance",
            Self::RothPeranson => "the order of Roth and Peranson",
            Self::OtherOrders => "other orders of the couples",
            Self::Exhaustive => "all combinations of what couples could get",
        }
    }
}

/// One method that was tried, and what it left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The method.
    pub rung: Rung,
    /// Steps taken: applicants moved, or combinations looked at.
    pub steps: u64,
    /// Blocking pairs left; none if the method gave up without a matching.
    pub blocks: Option<usize>,
}

/// How often an applicant may move in one attempt of the later rungs; who needs more goes in circles.
const MOVES: u32 = 64;

/// Other orders tried at most, and in a large market.
const ORDERS: [usize; 2] = [24, 4];

/// Couples and second halves times orders that are tried at most, beyond the fewest orders.
const ORDERED: usize = 20_000;

/// What the ladder came to for one set of quotas.
pub(super) struct Climb {
    pub matching: Matching,
    pub verdict: Verdict,
    pub found_by: Option<Rung>,
    pub attempts: Vec<Attempt>,
    /// Combinations that prove that no matching is stable.
    pub proof: Option<u64>,
}

impl Climb {
    fn new(instance: &Instance) -> Self {
        Self {
            matching: Matching::empty(instance.people().len()),
            verdict: Verdict::default(),
            found_by: None,
            attempts: Vec::new(),
            proof: None,
        }
    }

    /// Looks at what a method found; keeps it if nothing before was better.
    fn consider(&mut self, rung: Rung, steps: u64, matching: Matching, verdict: Verdict) {
        let blocks = verdict.blocks.len();
        if self.attempts.iter().all(|attempt| attempt.blocks.is_none_or(|before| blocks < before)) {
            self.found_by = verdict.is_stable().then_some(rung);
            self.matching = matching;
            self.verdict = verdict;
        }
        self.attempts.push(Attempt { rung, steps, blocks: Some(blocks) });
    }
}

/// Goes up the ladder until a matching is stable.
pub(super) fn climb(instance: &Instance, mutual: &Mutual, quotas: &[u32]) -> Climb {
    let mut climb = Climb::new(instance);
    let mut table = Table::new(mutual, instance, quotas);
    table.seat_singles();
    let look = |table: &Table, rung, climb: &mut Climb| {
        let matching = table.matching();
        let verdict = check_under(instance, &matching, quotas);
        climb.consider(rung, table.total_moves, matching, verdict);
    };
    let mut order = insertions(mutual);
    if order.is_empty() {
        look(&table, Rung::DeferredAcceptance, &mut climb);
        return climb;
    }
    let begin = table.seats.clone();
    match insert_sorted(&mut table, &begin, order.clone()) {
        Some(_) => look(&table, Rung::Sorted, &mut climb),
        None => climb.attempts.push(Attempt { rung: Rung::Sorted, steps: table.total_moves, blocks: None }),
    }
    if climb.found_by.is_none() {
        insert(&mut table, &begin, &order, Order::NewestFirst);
        look(&table, Rung::RothPeranson, &mut climb);
    }
    for attempt in 0..orders(order.len()) {
        if climb.found_by.is_some() {
            return climb;
        }
        rearrange(&mut order, attempt);
        insert(&mut table, &begin, &order, Order::OldestFirst);
        look(&table, Rung::OtherOrders, &mut climb);
    }
    if climb.found_by.is_none()
        && let Some(exhausted) = exhaust(instance, mutual, quotas)
    {
        match exhausted.stable {
            Some((matching, verdict)) => climb.consider(Rung::Exhaustive, exhausted.combinations, matching, verdict),
            None => climb.proof = Some(exhausted.combinations),
        }
    }
    climb
}

/// Couples in the order of the file, then everybody with a supplemental list.
fn insertions(mutual: &Mutual) -> Vec<Task> {
    let couples = (0..mutual.couples()).map(Task::Couple);
    let seconds = (0..mutual.people()).filter(|person| mutual.has_supplement(*person)).map(Task::Second);
    couples.chain(seconds).collect()
}

fn orders(insertions: usize) -> usize {
    (ORDERED / insertions).clamp(ORDERS[1], ORDERS[0])
}

/// Another order each time: backwards at first, then shuffled, the same on every machine.
fn rearrange(order: &mut [Task], attempt: usize) {
    if attempt == 0 {
        order.reverse();
        return;
    }
    let mut chance = Chance(attempt as u64);
    for place in (1..order.len()).rev() {
        order.swap(place, chance.below(place + 1));
    }
}

/// Inserts one after another; places that are left are filled at once. Who goes in circles is stopped, and set free again later.
fn insert(table: &mut Table, begin: &Seats, order: &[Task], tasks: Order) {
    table.restart(begin, tasks, MOVES);
    table.turns.fill(0);
    for task in order {
        table.add(*task);
        table.work(false);
    }
    mend(table, order.len());
}

/// How often those who went in circles are set free again after one attempt.
const MENDINGS: u64 = 256;

/// Moves of all mendings of one attempt, for each couple or second half.
const MENDING: u64 = 16;

/// Goes on where applicants were stopped because they went in circles, in random orders, until none is.
fn mend(table: &mut Table, insertions: usize) {
    let most = table.total_moves + MENDING * insertions as u64;
    for seed in 0..MENDINGS {
        if table.stopped.is_empty() || table.total_moves > most {
            return;
        }
        let open = std::mem::take(&mut table.stopped);
        table.go_on(Order::Random(seed), MOVES);
        for task in open {
            table.add(task);
        }
        table.work(false);
    }
}
