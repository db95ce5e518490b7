//! The exact recursion over stretches in order of preference (`docs/methods.md` §11).
//!
//! The state is the number of interviews attended so far, as long as no program
//! has taken the applicant; under a limit on interviews the later programs of a
//! full calendar are declined. Whether an advanced match finds its PGY-1 follows
//! from a second recursion that runs backwards.

use super::kernel::Kernel;
use crate::model::Values;

/// What the rules say of a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StretchRole {
    /// Index of the track.
    pub track: usize,
    /// Whether the programs stand on the primary rank order list.
    pub is_primary: bool,
    /// Whether the programs can give the PGY-1 of an advanced match.
    pub is_supplemental: bool,
    /// Share of categorical positions; none for preliminary tracks.
    pub categorical_share: Option<f64>,
}

impl StretchRole {
    fn can_match_advanced(self) -> bool {
        self.is_primary && self.categorical_share.is_some_and(|share| share < 1.0)
    }
}

/// Chances of the outcomes of one portfolio, weighted and summed over points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeChances {
    /// Unmatched without any interview on the primary list.
    pub no_interview: f64,
    /// Unmatched, for whatever reason.
    pub unmatched: f64,
    /// Preliminary year alone.
    pub preliminary_only: f64,
    /// Matched, by track.
    pub matched: Vec<f64>,
    /// Matched without a PGY-1, by track.
    pub matched_without_pgy1: Vec<f64>,
}

impl OutcomeChances {
    /// Nothing yet, for so many tracks.
    #[must_use]
    pub fn new(tracks: usize) -> Self {
        Self { matched: vec![0.0; tracks], matched_without_pgy1: vec![0.0; tracks], ..Self::default() }
    }

    /// Adds `weight` times the chances of `other`.
    pub fn add(&mut self, other: &Self, weight: f64) {
        self.no_interview += weight * other.no_interview;
        self.unmatched += weight * other.unmatched;
        self.preliminary_only += weight * other.preliminary_only;
        let tracks = self.matched.iter_mut().zip(&other.matched);
        for (ours, theirs) in tracks.chain(self.matched_without_pgy1.iter_mut().zip(&other.matched_without_pgy1)) {
            *ours += weight * theirs;
        }
    }

    /// Expected value of the outcome.
    #[must_use]
    pub fn value(&self, values: &Values) -> f64 {
        let dot = |chances: &[f64], worth: &[f64]| -> f64 { chances.iter().zip(worth).map(|(p, v)| p * v).sum() };
        dot(&self.matched, &values.matched)
            + dot(&self.matched_without_pgy1, &values.matched_without_pgy1)
            + self.preliminary_only * values.preliminary_only
    }

    fn reset(&mut self) {
        (self.no_interview, self.unmatched, self.preliminary_only) = (0.0, 0.0, 0.0);
        self.matched.fill(0.0);
        self.matched_without_pgy1.fill(0.0);
    }
}

/// The working memory of the recursion, used again from point to point.
#[derive(Debug, Default)]
pub struct Recursion {
    /// Chance of (interviews attended, nobody took), no PGY-1 in sight.
    open: Vec<f64>,
    /// The same with a supplemental program that would give the PGY-1.
    secured: Vec<f64>,
    /// Chance of (interviews attended, none of them on the primary list).
    idle: Vec<f64>,
    next: Vec<f64>,
    /// By stretch: chance of a PGY-1 from later stretches, by interviews
    /// attended up to and with it; empty where no later stretch can give one.
    later_pgy1: Vec<Vec<f64>>,
}

impl Recursion {
    /// Chances of the outcomes of the stretches `roles` with `kernels`, in order
    /// of preference, into `out`.
    ///
    /// `limit` is the most interviews attended, at least 1; at or above the
    /// number of programs it does not bind.
    pub fn run(&mut self, roles: &[StretchRole], kernels: &[&Kernel], limit: usize, out: &mut OutcomeChances) {
        out.reset();
        self.fill_later_pgy1(roles, kernels, limit);
        for state in [&mut self.open, &mut self.secured, &mut self.idle] {
            state.clear();
        }
        self.open.push(1.0);
        self.idle.push(1.0);
        for (place, (role, kernel)) in roles.iter().zip(kernels).enumerate() {
            if role.is_primary {
                self.match_in(place, *role, kernel, limit, out);
                walk(&mut self.open, &mut self.next, limit, &kernel.open, &kernel.open_when_full);
                walk(&mut self.secured, &mut self.next, limit, &kernel.open, &kernel.open_when_full);
                self.stay_idle(kernel, limit);
            } else {
                self.secure_in(kernel, limit);
                walk(&mut self.idle, &mut self.next, limit, &kernel.attended, &kernel.attended_or_more);
            }
        }
        out.unmatched = self.open.iter().chain(&self.secured).sum();
        out.no_interview = self.idle.iter().sum();
    }

    /// Adds the chances of a match in a primary stretch.
    fn match_in(&self, place: usize, role: StretchRole, kernel: &Kernel, limit: usize, out: &mut OutcomeChances) {
        let matched: f64 = [&self.open, &self.secured]
            .into_iter()
            .flat_map(|state| state.iter().enumerate())
            .map(|(attended, chance)| chance * taken_within(kernel, limit - attended))
            .sum();
        let Some(share) = role.categorical_share else {
            out.preliminary_only += matched;
            return;
        };
        let mut without = 0.0;
        if role.can_match_advanced() {
            let later = &self.later_pgy1[place];
            for (attended, chance) in self.open.iter().enumerate() {
                without += chance * taken_without_pgy1(kernel, attended, limit, later);
            }
            without *= 1.0 - share;
        }
        out.matched[role.track] += matched - without;
        out.matched_without_pgy1[role.track] += without;
    }

    /// A supplemental stretch off the primary list: some become secured.
    fn secure_in(&mut self, kernel: &Kernel, limit: usize) {
        walk(&mut self.secured, &mut self.next, limit, &kernel.attended, &kernel.attended_or_more);
        let all = self.open.clone();
        walk(&mut self.open, &mut self.next, limit, &kernel.open, &kernel.open_when_full);
        // Everybody who was open walks on; those not open any more are secured.
        let mut walked = all;
        walk(&mut walked, &mut self.next, limit, &kernel.attended, &kernel.attended_or_more);
        if self.secured.len() < walked.len() {
            self.secured.resize(walked.len(), 0.0);
        }
        for (attended, chance) in walked.iter().enumerate() {
            self.secured[attended] += chance - self.open.get(attended).copied().unwrap_or(0.0);
        }
    }

    /// Those without an interview on the primary list stay so if nobody of the
    /// stretch invites, or if the calendar is full.
    fn stay_idle(&mut self, kernel: &Kernel, limit: usize) {
        for (attended, chance) in self.idle.iter_mut().enumerate() {
            if attended < limit {
                *chance *= kernel.attended[0];
            }
        }
    }

    /// Fills `later_pgy1`, from the last stretch to the first.
    fn fill_later_pgy1(&mut self, roles: &[StretchRole], kernels: &[&Kernel], limit: usize) {
        self.later_pgy1.clear();
        self.later_pgy1.resize(roles.len(), Vec::new());
        if !roles.iter().any(|role| role.can_match_advanced()) {
            return;
        }
        let reach: usize = kernels.iter().map(|kernel| kernel.attended.len() - 1).sum();
        // Chance that no later stretch gives one.
        let mut none = Vec::new();
        for place in (0..roles.len()).rev() {
            self.later_pgy1[place].extend(none.iter().map(|none| 1.0 - none));
            let (role, kernel) = (roles[place], kernels[place]);
            if none.is_empty() && role.is_supplemental {
                none = vec![1.0; reach.min(limit) + 1];
            }
            if !none.is_empty() {
                look_back(&mut none, kernel, role.is_supplemental, limit);
            }
        }
    }
}

/// `E P(taken by one of the first `room` invitations)`.
fn taken_within(kernel: &Kernel, room: usize) -> f64 {
    1.0 - open_within(kernel, room)
}

/// Chance that nobody takes when at most `room` can be attended.
fn open_within(kernel: &Kernel, room: usize) -> f64 {
    let fits = room.min(kernel.open.len());
    kernel.open[..fits].iter().sum::<f64>() + kernel.open_when_full.get(room).copied().unwrap_or(0.0)
}

/// Chance of being taken in the stretch after `attended` interviews and finding no PGY-1 `later`.
fn taken_without_pgy1(kernel: &Kernel, attended: usize, limit: usize, later: &[f64]) -> f64 {
    let room = limit - attended;
    let lacking = |after: usize| 1.0 - later.get(after.min(limit)).copied().unwrap_or(0.0);
    let mut total = 0.0;
    for k in 0..room.min(kernel.attended.len()) {
        total += (kernel.attended[k] - kernel.open[k]) * lacking(attended + k);
    }
    if let (Some(attends), Some(open)) = (kernel.attended_or_more.get(room), kernel.open_when_full.get(room)) {
        total += (attends - open) * lacking(limit);
    }
    total
}

/// A stretch passes: `within[k]` is the chance of `k` more, `when_full[r]` of
/// filling the calendar where only `r` more fit.
pub(super) fn walk(state: &mut Vec<f64>, next: &mut Vec<f64>, limit: usize, within: &[f64], when_full: &[f64]) {
    if state.is_empty() {
        return;
    }
    next.clear();
    next.resize((state.len() + within.len() - 1).min(limit + 1), 0.0);
    for (attended, chance) in state.iter().enumerate() {
        let room = limit - attended;
        for (more, more_chance) in within.iter().take(room).enumerate() {
            next[attended + more] += chance * more_chance;
        }
        if let Some(full) = when_full.get(room) {
            next[limit] += chance * full;
        }
    }
    std::mem::swap(state, next);
}

/// The chance of no PGY-1 seen from before a stretch, given that from after it.
fn look_back(none: &mut [f64], kernel: &Kernel, is_supplemental: bool, limit: usize) {
    let (within, when_full) = if is_supplemental {
        (&kernel.open, &kernel.open_when_full)
    } else {
        (&kernel.attended, &kernel.attended_or_more)
    };
    let last = none.len() - 1;
    // Later places are needed as they were: place by place from the first.
    for attended in 0..=last {
        let room = limit - attended;
        let fits: f64 =
            within.iter().take(room).enumerate().map(|(k, chance)| chance * none[(attended + k).min(last)]).sum();
        none[attended] = fits + when_full.get(room).map_or(0.0, |chance| chance * none[last]);
    }
}
