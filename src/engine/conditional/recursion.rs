//! The exact recursion over stretches in the order in which interviews are kept (`docs/methods.md` §11).
//!
//! Every outcome is a product over stretches of something that depends on the interviews attended
//! there: nobody takes before the stretch of the match, somebody does in it, and afterwards anything
//! may happen. The state is the number of interviews attended so far, since under a limit it says
//! how many more fit.

use super::kernel::Kernel;
use super::rules::{Rules, binding};
use crate::model::Values;

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

    /// Chance of the ends that are no residency: unmatched, a preliminary year alone, an advanced position without
    /// its PGY-1.
    #[must_use]
    pub fn without_residency(&self) -> f64 {
        self.unmatched + self.preliminary_only + self.matched_without_pgy1.iter().sum::<f64>()
    }

    /// The sum of `parts`, each with its factor.
    #[must_use]
    pub fn sum(parts: &[&Self], factors: &[f64]) -> Self {
        let mut sum = Self::new(parts.first().map_or(0, |part| part.matched.len()));
        for (part, factor) in parts.iter().zip(factors) {
            sum.add(part, *factor);
        }
        sum
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
    /// Chance of (interviews attended, nobody took), before each stretch in the order kept.
    open: Vec<Vec<f64>>,
    /// Chance that nobody took, before each stretch in the order kept, and after the last.
    none_took: Vec<f64>,
    /// The limit of the portfolio before, and how many of its stretches have their place in `open`.
    limit: Option<usize>,
    filled: usize,
    /// Chance that nobody takes on the supplemental list of the portfolio before.
    beside: f64,
    /// Chance that no stretch from this one on gives the PGY-1, by interviews attended before it.
    lacking: Vec<Vec<f64>>,
    /// What the stretch of the match does.
    taken: Vec<f64>,
    taken_when_full: Vec<f64>,
    state: Vec<f64>,
    next: Vec<f64>,
}

/// What a portfolio has in common with the one that the recursion was run for before, at the same point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InCommon {
    /// So many of the first stretches in the order kept.
    pub kept: usize,
    /// Whether all stretches of the supplemental list.
    pub is_pgy1: bool,
}

impl Recursion {
    /// Chances of the outcomes under `rules`, the kernels in their order, into `out`.
    pub fn run(&mut self, rules: &Rules, kernels: &[&Kernel], out: &mut OutcomeChances) {
        self.run_after(InCommon::default(), rules, kernels, out);
    }

    /// The same where the portfolio before had something in common with this one, which is not worked out again.
    pub fn run_after(&mut self, common: InCommon, rules: &Rules, kernels: &[&Kernel], out: &mut OutcomeChances) {
        out.reset();
        let (primary, pgy1) = rules.lists(kernels);
        let limit = binding(rules.limit, primary);
        let known = if limit == self.limit { common.kept.min(self.filled) } else { 0 };
        self.limit = limit;
        self.fill_open(rules, primary, known);
        out.unmatched = self.none_took[primary.len()];
        out.no_interview = primary.iter().map(|kernel| kernel.attended[0]).product();
        if !common.is_pgy1 {
            self.beside = self.nobody_takes(pgy1, rules.pgy1_limit);
        }
        if rules.is_kept_as_ranked() && !rules.primary.iter().any(|role| role.gives_pgy1) {
            self.match_as_ranked(rules, out);
        } else {
            self.match_by_calendar(rules, primary, limit, out);
        }
    }

    /// Where interviews are kept in the order of preference, and no stretch of the primary list gives a PGY-1, a match
    /// in a stretch is the chance that nobody took before it, less that after it.
    fn match_as_ranked(&self, rules: &Rules, out: &mut OutcomeChances) {
        for (role, around) in rules.primary.iter().zip(self.none_took.windows(2)) {
            let matched = around[0] - around[1];
            let Some(share) = role.categorical_share else {
                out.preliminary_only += matched;
                continue;
            };
            let without = (1.0 - share) * self.beside * matched;
            out.matched[role.track] += matched - without;
            out.matched_without_pgy1[role.track] += without;
        }
    }

    fn match_by_calendar(
        &mut self,
        rules: &Rules,
        primary: &[&Kernel],
        limit: Option<usize>,
        out: &mut OutcomeChances,
    ) {
        if rules.primary.iter().any(|role| role.can_match_advanced()) {
            self.fill_lacking(rules, primary, limit);
        }
        for (place, role) in rules.primary.iter().enumerate() {
            self.fill_taken(primary[place]);
            let after = self.match_in(place, rules, primary, limit, false);
            let matched: f64 = self.state.iter().sum();
            let Some(share) = role.categorical_share else {
                out.preliminary_only += matched;
                continue;
            };
            let mut without = 0.0;
            if role.can_match_advanced() {
                if rules.kept[..after].iter().any(|other| *other > place && rules.primary[*other].gives_pgy1) {
                    self.match_in(place, rules, primary, limit, true);
                }
                let lacking = &self.lacking[after];
                let last = lacking.len() - 1;
                let lack = self.state.iter().enumerate().map(|(attended, chance)| chance * lacking[attended.min(last)]);
                without = (1.0 - share) * self.beside * lack.sum::<f64>();
            }
            out.matched[role.track] += matched - without;
            out.matched_without_pgy1[role.track] += without;
        }
    }

    /// Fills `open` and `none_took` from stretch `known` of those kept on.
    fn fill_open(&mut self, rules: &Rules, primary: &[&Kernel], known: usize) {
        if self.open.len() < primary.len() {
            self.open.resize(primary.len(), Vec::new());
        }
        self.none_took.resize(primary.len() + 1, 1.0);
        if known == 0 {
            self.none_took[0] = 1.0;
            if let Some(start) = self.open.first_mut() {
                start.clear();
                start.push(1.0);
            }
        }
        for (kept, place) in rules.kept.iter().enumerate().skip(known) {
            let Kernel { open, open_when_full, .. } = primary[*place];
            let (before, after) = self.open.split_at_mut(kept + 1);
            let Some(state) = before.last() else { continue };
            self.none_took[kept + 1] = passing(state, self.limit, open, open_when_full);
            if kept + 1 < primary.len()
                && let Some(after) = after.first_mut()
            {
                walk_into(state, after, self.limit, open, open_when_full);
            }
        }
        self.filled = primary.len().saturating_sub(1);
    }

    /// Chance that nobody takes of those attended.
    fn nobody_takes(&mut self, kernels: &[&Kernel], limit: usize) -> f64 {
        let limit = binding(limit, kernels);
        self.state.clear();
        self.state.push(1.0);
        for kernel in kernels {
            walk(&mut self.state, &mut self.next, limit, &kernel.open, &kernel.open_when_full);
        }
        self.state.iter().sum()
    }

    fn fill_taken(&mut self, kernel: &Kernel) {
        kernel.taken(&mut self.taken, &mut self.taken_when_full);
    }

    /// Leaves in `state` the chance of a match at `place`, by interviews attended, with all stretches passed up to
    /// the last that is not ranked below; gives the number of these. With `without_pgy1` none of those passed gives one.
    fn match_in(
        &mut self,
        place: usize,
        rules: &Rules,
        primary: &[&Kernel],
        limit: Option<usize>,
        without_pgy1: bool,
    ) -> usize {
        let first = rules.kept.iter().position(|other| *other >= place).unwrap_or(0);
        let after = rules.kept_until(|other| other <= place);
        self.state.clone_from(&self.open[first]);
        for other in &rules.kept[first..after] {
            let kernel = primary[*other];
            let is_open = *other < place || without_pgy1 && rules.primary[*other].gives_pgy1;
            let (within, when_full) = if *other == place {
                (&self.taken, &self.taken_when_full)
            } else if is_open {
                (&kernel.open, &kernel.open_when_full)
            } else {
                (&kernel.attended, &kernel.attended_or_more)
            };
            walk(&mut self.state, &mut self.next, limit, within, when_full);
        }
        after
    }

    /// Fills `lacking`, from after the last stretch to before the first.
    fn fill_lacking(&mut self, rules: &Rules, primary: &[&Kernel], limit: Option<usize>) {
        self.lacking.resize(primary.len() + 1, Vec::new());
        let mut lacking = vec![1.0];
        self.lacking[primary.len()].clone_from(&lacking);
        for (kept, place) in rules.kept.iter().enumerate().rev() {
            look_back(&mut lacking, primary[*place], rules.primary[*place].gives_pgy1, limit);
            self.lacking[kept].clone_from(&lacking);
        }
    }
}

/// A stretch passes: `within[k]` is the chance of `k` more, `when_full[r]` of filling the calendar where only `r`
/// more fit. Without a limit the number attended does not matter, and only the chance is kept.
pub(super) fn walk(state: &mut Vec<f64>, next: &mut Vec<f64>, limit: Option<usize>, within: &[f64], when_full: &[f64]) {
    walk_into(state, next, limit, within, when_full);
    std::mem::swap(state, next);
}

/// The same from `state` into `next`.
fn walk_into(state: &[f64], next: &mut Vec<f64>, limit: Option<usize>, within: &[f64], when_full: &[f64]) {
    next.clear();
    let Some(limit) = limit else {
        next.push(passing(state, None, within, when_full));
        return;
    };
    next.resize((state.len() + within.len() - 1).min(limit + 1), 0.0);
    for (attended, chance) in state.iter().enumerate() {
        let room = limit - attended;
        let more = &within[..within.len().min(room)];
        for (next, more_chance) in next[attended..].iter_mut().zip(more) {
            *next += chance * more_chance;
        }
        if let Some(full) = when_full.get(room) {
            next[limit] += chance * full;
        }
    }
}

/// The chance of all that [`walk`] leaves, without saying how many interviews are attended.
fn passing(state: &[f64], limit: Option<usize>, within: &[f64], when_full: &[f64]) -> f64 {
    let Some(limit) = limit else { return state[0] * within.iter().sum::<f64>() };
    let (mut fits, mut counted, mut sum) = (0.0, 0, 0.0);
    for (attended, chance) in state.iter().enumerate().rev() {
        let room = limit - attended;
        let more = &within[counted..within.len().min(room).max(counted)];
        fits += more.iter().sum::<f64>();
        counted += more.len();
        sum += chance * (fits + when_full.get(room).unwrap_or(&0.0));
    }
    sum
}

/// The chance of no PGY-1 seen from before a stretch, given that from after it; a single number where the
/// interviews attended before make no difference.
fn look_back(lacking: &mut Vec<f64>, kernel: &Kernel, gives_pgy1: bool, limit: Option<usize>) {
    if !gives_pgy1 && lacking.len() == 1 {
        return;
    }
    let (within, when_full) =
        if gives_pgy1 { (&kernel.open, &kernel.open_when_full) } else { (&kernel.attended, &kernel.attended_or_more) };
    let Some(limit) = limit else {
        lacking[0] *= within.iter().sum::<f64>();
        return;
    };
    let last = lacking[lacking.len() - 1];
    lacking.resize(limit + 1, last);
    // Later places are needed as they were: place by place from the first.
    for attended in 0..=limit {
        let room = limit - attended;
        let fits: f64 = within.iter().zip(&lacking[attended..]).take(room).map(|(chance, after)| chance * after).sum();
        lacking[attended] = fits + when_full.get(room).map_or(0.0, |chance| chance * lacking[limit]);
    }
}
