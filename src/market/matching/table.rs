//! Who sits where, and the steps that change it: somebody applies, somebody is displaced, a place becomes free.
//!
//! Nothing here calls itself: what a step leads to is put on a list of tasks. Three kinds of applicants apply: single
//! applicants, couples, and the second half of a person who holds an advanced position and has a supplemental list for it.

use std::cmp::Ordering;
use std::collections::VecDeque;

use super::chance::Chance;
use super::instance::{Instance, Matching, NOWHERE};
use super::mutual::{Choice, Mutual, NO_CHOICE};
use super::places::Places;

/// Something that has to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Task {
    /// A single applicant applies wherever they would rather be.
    Single(u32),
    /// A couple does.
    Couple(u32),
    /// A person does, for a second place from the supplemental list in play.
    Second(u32),
    /// A program with a free place looks for whoever would rather be there.
    Vacancy(u32),
}

/// Which task comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The newest: consequences first.
    NewestFirst,
    /// The oldest: whoever is displaced waits for their turn.
    OldestFirst,
    /// Any, drawn from this seed; an applicant may then also take a choice that is not the best open to them.
    Random(u64),
}

/// Where everybody sits at some time.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    places: Places,
    /// By person: place in the own list; [`NOWHERE`] when unmatched, or in a couple.
    first: Vec<u32>,
    /// By couple: place in the list of pairs.
    pair: Vec<u32>,
    /// By person: place among the items of all supplemental lists.
    second: Vec<u32>,
}

/// A match under way.
#[derive(Debug)]
pub(super) struct Table<'a> {
    mutual: &'a Mutual<'a>,
    pub(super) seats: Seats,
    tasks: VecDeque<Task>,
    order: Order,
    /// By applicant (singles, couples, second halves): moves made.
    moves: Vec<u32>,
    /// After so many moves an applicant stays put unless displaced.
    limit: u32,
    /// Moves made in all.
    pub(super) total_moves: u64,
    /// By applicant: from which turn on a second half applies.
    pub(super) turns: Vec<u32>,
    /// The turn it is.
    pub(super) turn: u32,
    /// Applicants who would have moved again but had used up their moves.
    pub(super) stopped: Vec<Task>,
    chance: Option<Chance>,
    /// Couples and second halves that had to leave a place because of something that happened to their other half.
    pub(super) withdrawn: Vec<Task>,
}

impl<'a> Table<'a> {
    /// Nobody sits yet.
    pub(super) fn new(mutual: &'a Mutual<'a>, instance: &Instance, quotas: &[u32]) -> Self {
        let people = instance.people.len();
        let seats = Seats {
            places: Places::new(instance, quotas),
            first: vec![NOWHERE; people],
            pair: vec![NOWHERE; instance.couples.len()],
            second: vec![NOWHERE; people],
        };
        let moves = vec![0; 2 * people + instance.couples.len()];
        Self {
            mutual,
            seats,
            tasks: VecDeque::new(),
            order: Order::NewestFirst,
            moves,
            limit: u32::MAX,
            total_moves: 0,
            turns: vec![0; 2 * people + instance.couples.len()],
            turn: 0,
            stopped: Vec::new(),
            chance: None,
            withdrawn: Vec::new(),
        }
    }

    /// Begins again from these seats, with another order of tasks and another limit of moves.
    pub(super) fn restart(&mut self, seats: &Seats, order: Order, limit: u32) {
        self.seats.clone_from(seats);
        self.tasks.clear();
        self.withdrawn.clear();
        self.go_on(order, limit);
    }

    /// Goes on from where it is, with another order of tasks and a new limit of moves.
    pub(super) fn go_on(&mut self, order: Order, limit: u32) {
        self.moves.fill(0);
        self.stopped.clear();
        self.limit = limit;
        self.order = order;
        self.chance = match order {
            Order::Random(seed) => Some(Chance(seed)),
            Order::NewestFirst | Order::OldestFirst => None,
        };
    }

    /// Deferred acceptance among the single applicants, without supplemental lists. Nobody else may be seated yet.
    pub(super) fn seat_singles(&mut self) {
        for person in 0..self.mutual.people() {
            let (mut proposer, mut next) = (person, 0);
            while let Some((at, displaced)) = self.first_that_takes(proposer, next) {
                self.seats.first[proposer as usize] = at;
                let Some(displaced) = displaced else { break };
                proposer = displaced;
                next = self.seats.first[proposer as usize] + 1;
                self.seats.first[proposer as usize] = NOWHERE;
            }
        }
    }

    /// Places the proposer at the first program from `next` on that takes them; gives the position, and who leaves.
    fn first_that_takes(&mut self, proposer: u32, next: u32) -> Option<(u32, Option<u32>)> {
        let list = self.mutual.singles.get(proposer);
        let from = list.get(next as usize..)?;
        let (at, choice) =
            (next..).zip(from).find(|(_, choice)| self.seats.places.takes(choice.program, choice.rank))?;
        self.total_moves += 1;
        let left = self.seats.places.take(choice.program, choice.rank);
        Some((at, left.map(|rank| self.mutual.rankings.get(choice.program)[rank as usize])))
    }

    /// The number of an applicant among singles, couples and second halves.
    pub(super) fn mover(&self, task: Task) -> usize {
        let people = self.mutual.couple_of.len();
        match task {
            Task::Single(person) => person as usize,
            Task::Couple(couple) => people + couple as usize,
            Task::Second(person) => people + self.mutual.members.len() + person as usize,
            // A program applies nowhere; no place is kept for it.
            Task::Vacancy(_) => usize::MAX,
        }
    }

    /// Adds a task.
    pub(super) fn add(&mut self, task: Task) {
        self.tasks.push_back(task);
    }

    /// Works until no task is left, or until something is withdrawn and `until_withdrawal` says that this ends it.
    pub(super) fn work(&mut self, until_withdrawal: bool) {
        loop {
            if until_withdrawal && !self.withdrawn.is_empty() {
                return;
            }
            let task = match self.order {
                Order::NewestFirst => self.tasks.pop_back(),
                Order::OldestFirst => self.tasks.pop_front(),
                Order::Random(_) => {
                    let place = self.chance.as_mut().map_or(0, |chance| chance.below(self.tasks.len()));
                    self.tasks.swap_remove_back(place)
                }
            };
            match task {
                None => return,
                Some(Task::Single(person)) => self.seat_single(person),
                Some(Task::Couple(couple)) => self.seat_couple(couple),
                Some(Task::Second(person)) => self.seat_second(person),
                Some(Task::Vacancy(program)) => self.fill(program),
            }
        }
    }

    /// The matching as it is.
    pub(super) fn matching(&self) -> Matching {
        let people = self.mutual.couple_of.len();
        let mut matching = Matching::empty(people);
        for person in 0..self.mutual.people() {
            matching.first[person as usize] = self.first_of(person).program;
            matching.second[person as usize] = self.second_of(person).program;
        }
        matching
    }

    fn first_of(&self, person: u32) -> Choice {
        let couple = self.mutual.couple_of[person as usize];
        if couple == NOWHERE {
            let place = self.seats.first[person as usize];
            return self.mutual.singles.get(person).get(place as usize).copied().unwrap_or(NO_CHOICE);
        }
        let side = usize::from(self.mutual.members[couple as usize][1] == person);
        let pair = self.seats.pair[couple as usize];
        self.mutual.pairs.get(couple).get(pair as usize).map_or(NO_CHOICE, |pair| pair[side])
    }

    fn second_of(&self, person: u32) -> Choice {
        let place = self.seats.second[person as usize];
        self.mutual.supplements.items().get(place as usize).copied().unwrap_or(NO_CHOICE)
    }

    /// Whether an applicant has moves left; notes it once if not.
    fn may_move(&mut self, task: Task) -> bool {
        let mover = self.mover(task);
        let limit = if matches!(task, Task::Single(_)) { self.limit } else { self.limit / 4 };
        match self.moves[mover].cmp(&limit) {
            Ordering::Less => true,
            Ordering::Equal => {
                self.moves[mover] = u32::MAX;
                self.stopped.push(task);
                false
            }
            Ordering::Greater => false,
        }
    }

    /// Counts a move. Who may have taken a choice that was not the best open one looks again later.
    fn moved(&mut self, task: Task) {
        let mover = self.mover(task);
        self.moves[mover] += 1;
        self.total_moves += 1;
        if self.chance.is_some() {
            self.add(task);
        }
    }

    fn seat_single(&mut self, person: u32) {
        if !self.may_move(Task::Single(person)) {
            return;
        }
        let list = self.mutual.singles.get(person);
        let (held, second) = (self.first_of(person), self.second_of(person));
        let better = list.get(..self.seats.first[person as usize] as usize).unwrap_or(list);
        let places = &self.seats.places;
        let open = (0..).zip(better).filter(|(_, choice)| places.takes_or_holds(choice.program, choice.rank));
        let Some((at, choice)) = pick(open, &mut self.chance) else { return };
        self.moved(Task::Single(person));
        self.seats.second[person as usize] = NOWHERE;
        self.lift(second);
        self.lift(held);
        self.vacated(second);
        self.vacated(held);
        self.seats.first[person as usize] = at;
        self.sit(*choice);
        self.add_second(person);
    }

    /// Lets the second half of a person apply who was just placed, if it is in play already.
    fn add_second(&mut self, person: u32) {
        let second = Task::Second(person);
        if self.mutual.has_supplement(person) && self.turns[self.mover(second)] <= self.turn {
            self.add(second);
        }
    }

    fn seat_couple(&mut self, couple: u32) {
        if !self.may_move(Task::Couple(couple)) {
            return;
        }
        let members = self.mutual.members[couple as usize];
        let pairs = self.mutual.pairs.get(couple);
        let held = members.map(|person| self.first_of(person));
        let second = members.map(|person| self.second_of(person));
        let seats = [held[0], held[1], second[0], second[1]];
        let better = pairs.get(..self.seats.pair[couple as usize] as usize).unwrap_or(pairs);
        let open = (0..).zip(better).filter(|(_, pair)| takes_pair(&self.seats.places, **pair));
        let Some((at, pair)) = pick(open, &mut self.chance) else { return };
        self.moved(Task::Couple(couple));
        for person in members {
            self.seats.second[person as usize] = NOWHERE;
        }
        for choice in seats {
            self.lift(choice);
        }
        for choice in seats {
            self.vacated(choice);
        }
        self.seats.pair[couple as usize] = at;
        for (choice, person) in pair.iter().zip(members) {
            self.sit(*choice);
            self.add_second(person);
        }
    }

    fn seat_second(&mut self, person: u32) {
        let Some(list) = self.mutual.supplement_for(person, self.first_of(person).program) else { return };
        if !self.may_move(Task::Second(person)) {
            return;
        }
        let range = self.mutual.supplements.range(list);
        let better = range.start..range.end.min(self.seats.second[person as usize] as usize);
        let items = self.mutual.supplements.items();
        let places = &self.seats.places;
        let open = better.filter(|at| places.takes(items[*at].program, items[*at].rank));
        let Some(at) = pick(open, &mut self.chance) else { return };
        self.moved(Task::Second(person));
        let held = self.second_of(person);
        self.lift(held);
        self.vacated(held);
        self.seats.second[person as usize] = super::instance::count(at);
        self.sit(items[at]);
    }

    /// Asks those whom a program ranks, the best first, until it would take nobody further. Since its place became free
    /// somebody may have taken it who is worse than others that would rather be there, so that a full program asks too.
    fn fill(&mut self, program: u32) {
        for (rank, person) in (0..).zip(self.mutual.rankings.get(program)) {
            if self.seats.places.holds(program, rank) {
                continue;
            }
            if !self.seats.places.takes(program, rank) {
                return;
            }
            let couple = self.mutual.couple_of[*person as usize];
            if couple != NOWHERE {
                if self.would_rather(couple, program) {
                    self.seat_couple(couple);
                }
            } else if self.prefers(*person, program) {
                self.seat_single(*person);
            }
            if self.mutual.has_supplement(*person) {
                self.seat_second(*person);
            }
        }
    }

    /// Whether a single applicant lists a program above the place that they hold.
    fn prefers(&self, person: u32, program: u32) -> bool {
        let list = self.mutual.singles.get(person);
        let better = list.get(..self.seats.first[person as usize] as usize).unwrap_or(list);
        better.iter().any(|choice| choice.program == program)
    }

    /// Whether a couple lists a pair with this program above the pair that it holds.
    fn would_rather(&self, couple: u32, program: u32) -> bool {
        let pairs = self.mutual.pairs.get(couple);
        let better = pairs.get(..self.seats.pair[couple as usize] as usize).unwrap_or(pairs);
        better.iter().any(|pair| pair.iter().any(|choice| choice.program == program))
    }

    /// Takes a place that the program gives, and sends away whoever held it.
    fn sit(&mut self, choice: Choice) {
        if choice != NO_CHOICE
            && let Some(rank) = self.seats.places.take(choice.program, choice.rank)
        {
            self.displace(choice.program, rank);
        }
    }

    /// Frees a place without telling anybody.
    fn lift(&mut self, choice: Choice) {
        if choice != NO_CHOICE {
            self.seats.places.free(choice.program, choice.rank);
        }
    }

    /// Lets a program know that a place was freed.
    fn vacated(&mut self, choice: Choice) {
        if choice != NO_CHOICE && self.seats.places.may_take_more(choice.program) {
            self.add(Task::Vacancy(choice.program));
        }
    }

    /// Sends away the holder of this rank, whose place is taken already.
    fn displace(&mut self, program: u32, rank: u32) {
        let person = self.mutual.rankings.get(program)[rank as usize];
        if self.second_of(person).program == program {
            self.seats.second[person as usize] = NOWHERE;
            self.add(Task::Second(person));
            return;
        }
        self.leave_second(person);
        let couple = self.mutual.couple_of[person as usize];
        if couple == NOWHERE {
            self.seats.first[person as usize] = NOWHERE;
            self.add(Task::Single(person));
            return;
        }
        let members = self.mutual.members[couple as usize];
        let partner = if members[0] == person { members[1] } else { members[0] };
        let held = self.first_of(partner);
        if held != NO_CHOICE {
            self.withdrawn.push(Task::Couple(couple));
            self.leave_second(partner);
        }
        self.seats.pair[couple as usize] = NOWHERE;
        self.lift(held);
        self.vacated(held);
        self.add(Task::Couple(couple));
    }

    fn leave_second(&mut self, person: u32) {
        let held = self.second_of(person);
        if held != NO_CHOICE {
            self.withdrawn.push(Task::Second(person));
            self.seats.second[person as usize] = NOWHERE;
            self.lift(held);
            self.vacated(held);
        }
    }
}

/// Whether the programs of a pair would take both members.
fn takes_pair(places: &Places, [one, other]: [Choice; 2]) -> bool {
    let takes = |choice: Choice| choice == NO_CHOICE || places.takes_or_holds(choice.program, choice.rank);
    if one.program == other.program {
        places.takes_both(one.program, [one.rank, other.rank])
    } else {
        takes(one) && takes(other)
    }
}

/// The first of what is open; with chance sometimes a later one.
fn pick<T>(mut open: impl Iterator<Item = T>, chance: &mut Option<Chance>) -> Option<T> {
    let mut picked = open.next()?;
    if let Some(chance) = chance {
        while chance.below(4) == 0 {
            match open.next() {
                Some(later) => picked = later,
                None => break,
            }
        }
    }
    Some(picked)
}
