//! The exact recursion over programs in order of preference (`docs/methods.md` §11).
//!
//! Given the latents every program invites and takes independently of all
//! others. The state is the number of interviews attended so far, as long as no
//! program has taken the applicant; under a limit on interviews the later
//! programs of a full calendar are declined. Whether an advanced match finds its
//! PGY-1 follows from a second recursion that runs backwards.

use crate::model::Values;

/// The programs of one line at one point of the latents.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Index of the track.
    pub track: usize,
    /// Chance of an invitation, program by program.
    pub invited: Vec<f64>,
    /// Chance that a program that interviewed would take the applicant.
    pub taken: f64,
    /// Whether the programs stand on the primary rank order list.
    pub is_primary: bool,
    /// Whether the programs can give the PGY-1 of an advanced match.
    pub is_supplemental: bool,
    /// Share of categorical positions; none for preliminary tracks.
    pub categorical_share: Option<f64>,
}

impl Stretch {
    fn can_match_advanced(&self) -> bool {
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
    /// Chance of a PGY-1 from the programs after each advanced one, by
    /// interviews attended after it; programs of advanced lines in reverse order.
    later_pgy1: Vec<f64>,
}

impl Recursion {
    /// Chances of the outcomes of `stretches`, in order of preference, into `out`.
    ///
    /// `limit` is the most interviews attended; at or above the number of
    /// programs it does not bind.
    pub fn run(&mut self, stretches: &[Stretch], limit: usize, out: &mut OutcomeChances) {
        out.reset();
        let programs: usize = stretches.iter().map(|stretch| stretch.invited.len()).sum();
        if limit >= programs {
            Self::without_limit(stretches, out);
        } else {
            self.with_limit(stretches, limit, out);
        }
    }

    /// Without a limit the number attended is of no account: products.
    fn without_limit(stretches: &[Stretch], out: &mut OutcomeChances) {
        let nobody_gives = |stretch: &Stretch| -> f64 {
            stretch.invited.iter().map(|invited| 1.0 - invited * stretch.taken).product()
        };
        let refused: Vec<f64> = stretches.iter().map(nobody_gives).collect();
        // No PGY-1 from the supplemental programs after this stretch.
        let mut none_later = vec![1.0; stretches.len() + 1];
        for (index, stretch) in stretches.iter().enumerate().rev() {
            none_later[index] = none_later[index + 1] * if stretch.is_supplemental { refused[index] } else { 1.0 };
        }
        let (mut open, mut none_before, mut idle) = (1.0, 1.0, 1.0);
        for (index, stretch) in stretches.iter().enumerate() {
            if !stretch.is_primary {
                none_before *= refused[index];
                continue;
            }
            let matched = open * (1.0 - refused[index]);
            match stretch.categorical_share {
                None => out.preliminary_only += matched,
                Some(share) => {
                    let without = matched * (1.0 - share) * none_before * none_later[index + 1];
                    out.matched[stretch.track] += matched - without;
                    out.matched_without_pgy1[stretch.track] += without;
                }
            }
            open *= refused[index];
            idle *= stretch.invited.iter().map(|invited| 1.0 - invited).product::<f64>();
        }
        out.unmatched = open;
        out.no_interview = idle;
    }

    fn with_limit(&mut self, stretches: &[Stretch], limit: usize, out: &mut OutcomeChances) {
        for state in [&mut self.open, &mut self.secured, &mut self.idle] {
            state.clear();
            state.resize(limit + 1, 0.0);
        }
        self.open[0] = 1.0;
        self.idle[0] = 1.0;
        let rows = self.fill_later_pgy1(stretches, limit);
        let mut row = rows;
        let mut is_secured_possible = false;
        for stretch in stretches {
            let advanced = stretch.can_match_advanced();
            for invited in &stretch.invited {
                if advanced {
                    row -= 1;
                    self.match_advanced(stretch, *invited, row, limit, out);
                } else if stretch.is_primary {
                    let reached = stretch.taken * invited * (sum(&self.open[..limit]) + sum(&self.secured[..limit]));
                    match stretch.categorical_share {
                        Some(_) => out.matched[stretch.track] += reached,
                        None => out.preliminary_only += reached,
                    }
                }
                if stretch.is_primary {
                    advance(&mut self.open, *invited, stretch.taken);
                    if is_secured_possible {
                        advance(&mut self.secured, *invited, stretch.taken);
                    }
                    pass(&mut self.idle, *invited);
                } else {
                    secure(&mut self.open, &mut self.secured, *invited, stretch.taken);
                    advance(&mut self.idle, *invited, 0.0);
                }
            }
            is_secured_possible |= !stretch.is_primary;
        }
        out.unmatched = sum(&self.open) + sum(&self.secured);
        out.no_interview = sum(&self.idle);
    }

    /// Adds the chance of a match at an advanced program, with and without a PGY-1.
    fn match_advanced(&mut self, stretch: &Stretch, invited: f64, row: usize, limit: usize, out: &mut OutcomeChances) {
        let share = stretch.categorical_share.unwrap_or(1.0);
        let later = &self.later_pgy1[row * (limit + 1)..][1..=limit];
        let reached = stretch.taken * invited;
        let lacking: f64 = self.open.iter().zip(later).map(|(open, later)| open * (1.0 - later)).sum();
        let without = reached * (1.0 - share) * lacking;
        let all = reached * (sum(&self.open[..limit]) + sum(&self.secured[..limit]));
        out.matched[stretch.track] += all - without;
        out.matched_without_pgy1[stretch.track] += without;
    }

    /// Fills `later_pgy1` and gives its number of rows, one for each program of an advanced line.
    fn fill_later_pgy1(&mut self, stretches: &[Stretch], limit: usize) -> usize {
        self.later_pgy1.clear();
        let mut chance = vec![0.0; limit + 1];
        let mut rows = 0;
        for stretch in stretches.iter().rev() {
            for invited in stretch.invited.iter().rev() {
                if stretch.can_match_advanced() {
                    self.later_pgy1.extend_from_slice(&chance);
                    rows += 1;
                }
                let gives = if stretch.is_supplemental { stretch.taken } else { 0.0 };
                look_back(&mut chance, *invited, gives);
            }
        }
        rows
    }
}

fn sum(state: &[f64]) -> f64 {
    state.iter().sum()
}

/// One program passes: attended unless the calendar is full, then it refuses or takes.
/// What it takes leaves the state.
fn advance(state: &mut [f64], invited: f64, taken: f64) {
    let last = state.len() - 1;
    let moves = invited * (1.0 - taken);
    let stays = 1.0 - invited;
    state[last] += state[last - 1] * moves;
    for count in (1..last).rev() {
        state[count] = state[count] * stays + state[count - 1] * moves;
    }
    state[0] *= stays;
}

/// A primary program passes someone who has no interview on the primary list:
/// an invitation would end that, unless the calendar is full.
fn pass(idle: &mut [f64], invited: f64) {
    let last = idle.len() - 1;
    for chance in &mut idle[..last] {
        *chance *= 1.0 - invited;
    }
}

/// A program of the supplemental list alone passes: it may secure a PGY-1.
fn secure(open: &mut [f64], secured: &mut [f64], invited: f64, taken: f64) {
    let last = open.len() - 1;
    for count in (0..last).rev() {
        let (from_open, from_secured) = (open[count] * invited, secured[count] * invited);
        open[count + 1] += from_open * (1.0 - taken);
        secured[count + 1] += from_open * taken + from_secured;
        open[count] -= from_open;
        secured[count] -= from_secured;
    }
}

/// The chance of a PGY-1 seen from before a program, given that from after it.
fn look_back(chance: &mut [f64], invited: f64, gives: f64) {
    let last = chance.len() - 1;
    for count in 0..last {
        let attended = gives + (1.0 - gives) * chance[count + 1];
        chance[count] = (1.0 - invited) * chance[count] + invited * attended;
    }
}
