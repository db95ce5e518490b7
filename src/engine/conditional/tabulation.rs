//! Many portfolios that differ only in how many programs of each track they
//! apply to: the kernels of every number of programs are worked out once, point
//! by point, and a portfolio costs no more than its recursion.
//!
//! The first `n` programs of a line are the same whatever stands behind them, so
//! that one pass over the longest line gives the kernels of all shorter ones.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::atomic::{self, AtomicBool};

use rayon::prelude::*;

use super::failed::{DrawAddress, Failed, parts_of_ratio};
use super::integrate::{lattices, scramblings_of_draw, space_of};
use super::kernel::{Counter, Counts, Kernel};
use super::latents::{LatentSpace, OwnStrength, StrengthLattice};
use super::lines::{LineChances, role};
use super::marginal::Marginal;
use super::recursion::{InCommon, OutcomeChances, Recursion};
use super::rules::{Rules, StretchRole};
use crate::engine::driver::EngineError;
use crate::engine::precision::{Effort, Precision};
use crate::engine::uncertainty::{DrawMode, Sampler};
use crate::model::acceptance::acceptance_probability;
use crate::model::calendar::{kept_groups, pgy1_order};
use crate::model::season::Standing;
use crate::model::{Applicant, Line, ParameterPrior, Parameters, Portfolio, TrackKind};
use crate::random::sobol::Scrambling;

/// The lines of one track that a portfolio can have, at its place in the order of preference.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Ways of applying, each at its most programs; all are of one track and role.
    pub variants: Vec<Line>,
    /// Numbers of programs that can be picked, rising, at least 1.
    pub counts: Vec<u32>,
}

/// All that portfolios are picked from. No two slots are of one track.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// Slots in order of preference.
    pub slots: Vec<Slot>,
    /// Most interviews attended at programs of the primary list; none is no limit.
    pub max_interviews: Option<u32>,
    /// Most interviews attended at programs of the supplemental list alone; none is no limit.
    pub pgy1_interviews: Option<u32>,
}

/// A line picked: indices into the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pick {
    /// Which slot.
    pub slot: usize,
    /// Which of its variants.
    pub variant: usize,
    /// Which of its counts.
    pub count: usize,
}

/// The kernels of a menu at every point of every parameter draw. The draws and
/// points are those of [`integrate`](super::integrate()) with the same seed.
pub struct Tabulation<'a> {
    menu: &'a Menu,
    tracks: usize,
    /// Slots in the order in which interviews are kept.
    kept: Vec<usize>,
    draws: Vec<DrawTables>,
    marginals: Vec<Marginal>,
    pool: rayon::ThreadPool,
    interrupted: &'a AtomicBool,
}

struct DrawTables {
    /// By slot.
    roles: Vec<StretchRole>,
    /// By scrambling, then point: the kernels in the order of [`Menu::place`].
    scramblings: Vec<Vec<Vec<Kernel>>>,
    /// By scrambling, then point, where the person failed before; else empty.
    weights: Vec<Vec<f64>>,
}

/// A selection as the rules see it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Arranged {
    /// Slots of the primary list, in order of preference.
    slots: Vec<usize>,
    /// Places of the kernels: those of the primary list, then those of the supplemental list alone.
    places: Vec<usize>,
    /// Places in `slots`, in the order in which interviews are kept.
    kept: Vec<usize>,
    /// Tracks on the supplemental list alone.
    pgy1: Vec<usize>,
}

impl Arranged {
    fn rules(&self, menu: &Menu, roles: &[StretchRole]) -> Rules {
        Rules {
            primary: self.slots.iter().map(|slot| roles[*slot]).collect(),
            kept: self.kept.clone(),
            limit: most(menu.max_interviews),
            pgy1: self.pgy1.clone(),
            pgy1_limit: most(menu.pgy1_interviews),
        }
    }

    /// Kernels of the primary list, in the order kept.
    fn primary(&self) -> impl Iterator<Item = usize> {
        self.kept.iter().map(|place| self.places[*place])
    }

    /// Kernels of the supplemental list alone.
    fn pgy1(&self) -> &[usize] {
        &self.places[self.slots.len()..]
    }

    /// Selections in this order have much in common with the one before.
    fn order(&self, other: &Self) -> Ordering {
        self.pgy1().cmp(other.pgy1()).then_with(|| self.primary().cmp(other.primary()))
    }

    fn in_common(&self, before: &Self) -> InCommon {
        let kept = self.primary().zip(before.primary()).take_while(|(ours, theirs)| ours == theirs).count();
        InCommon { kept, is_pgy1: self.pgy1() == before.pgy1() }
    }
}

/// Chances of the outcomes of a selection, by parameter draw, then by scrambling.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionChances(pub Vec<Vec<OutcomeChances>>);

impl SelectionChances {
    /// A quantity by parameter draw, then by independent scrambling of the draw.
    #[must_use]
    pub fn parts(&self, of: impl Fn(&OutcomeChances) -> f64) -> Vec<Vec<f64>> {
        self.0.iter().map(|draw| draw.iter().map(&of).collect()).collect()
    }

    /// Mean of a quantity over everything.
    #[must_use]
    pub fn mean(&self, of: impl Fn(&OutcomeChances) -> f64) -> f64 {
        let parts: usize = self.0.iter().map(Vec::len).sum();
        self.0.iter().flatten().map(of).sum::<f64>() / parts as f64
    }
}

impl Menu {
    fn place(&self, pick: Pick) -> usize {
        let of_slot = |slot: &Slot| slot.variants.len() * slot.counts.len();
        let before: usize = self.slots[..pick.slot].iter().map(of_slot).sum();
        before + pick.variant * self.slots[pick.slot].counts.len() + pick.count
    }

    /// A selection as the rules see it; `kept` are the places of slots in the order in which interviews are kept.
    fn arranged(&self, picks: &[Pick], kept: &[usize]) -> Arranged {
        let line = |pick: &Pick| &self.slots[pick.slot].variants[0];
        let (primary, mut pgy1): (Vec<Pick>, Vec<Pick>) =
            picks.iter().partition(|pick| line(pick).role.is_on_primary_list());
        let place_kept = |pick: &Pick| kept.iter().position(|slot| *slot == pick.slot);
        pgy1.sort_by_key(place_kept);
        let mut order: Vec<usize> = (0..primary.len()).collect();
        order.sort_by_key(|place| place_kept(&primary[*place]));
        let place = |pick: &Pick| self.place(*pick);
        Arranged {
            slots: primary.iter().map(|pick| pick.slot).collect(),
            places: primary.iter().chain(&pgy1).map(place).collect(),
            kept: order,
            pgy1: pgy1.iter().map(|pick| line(pick).track).collect(),
        }
    }

    /// The slots in the order in which interviews are kept, those of the primary list first.
    fn kept(&self, kind: impl Fn(usize) -> TrackKind) -> Vec<usize> {
        let portfolio = self.as_one_portfolio();
        kept_groups(&portfolio, kind).into_iter().flatten().chain(pgy1_order(&portfolio)).collect()
    }

    /// A portfolio with a line of every slot.
    fn as_one_portfolio(&self) -> Portfolio {
        let lines = self.slots.iter().map(|slot| slot.variants[0].clone()).collect();
        let (max_interviews, pgy1_interviews) = (self.max_interviews, self.pgy1_interviews);
        Portfolio { name: String::new(), lines, max_interviews, pgy1_interviews }
    }

    /// Most interviews of a line that are ever asked for.
    fn most(&self, line: &Line) -> usize {
        most(if line.role.is_on_primary_list() { self.max_interviews } else { self.pgy1_interviews })
    }

    fn variants(&self) -> impl Iterator<Item = (&Slot, &Line)> {
        self.slots.iter().flat_map(|slot| slot.variants.iter().map(move |line| (slot, line)))
    }
}

impl<'a> Tabulation<'a> {
    /// Tabulates `menu` for `applicant`.
    ///
    /// # Errors
    ///
    /// When threads or points cannot be had, or when interrupted.
    pub fn new(
        applicant: &Applicant,
        prior: &ParameterPrior,
        menu: &'a Menu,
        precision: &Precision,
        interrupted: &'a AtomicBool,
    ) -> Result<Self, EngineError> {
        let pool = pool(precision.threads)?;
        let found = each_draw(applicant, prior, menu, precision, (&pool, interrupted), |draw| draw)?;
        let (mut tables, mut marginals) = (Vec::new(), Vec::<Marginal>::new());
        for (table, of_draw) in found {
            tables.push(table);
            if marginals.is_empty() {
                marginals = of_draw;
            } else {
                marginals.iter_mut().zip(&of_draw).for_each(|(sum, one)| sum.merge(one));
            }
        }
        let kept = menu.kept(|track| prior.tracks[track].kind);
        Ok(Self { menu, tracks: prior.tracks.len(), kept, draws: tables, marginals, pool, interrupted })
    }

    /// The same menu as if every program decided by itself: invitations and
    /// decisions with each program's chances over all draws and latents, as
    /// though one said nothing of another. Its chances are exact: one draw, one part.
    ///
    /// # Errors
    ///
    /// When threads cannot be had.
    pub fn independent(&self) -> Result<Self, EngineError> {
        let menu = self.menu;
        let mut kernels: Vec<Kernel> = Vec::new();
        for ((slot, line), marginal) in menu.variants().zip(&self.marginals) {
            kernels.extend(marginal.kernels(&slot.counts).into_iter().map(|mut kernel| {
                if let Some(keep) = line.keep {
                    kernel.cap(keep as usize);
                }
                kernel.trim(menu.most(line));
                kernel
            }));
        }
        let roles = self.draws.first().map(|draw| draw.roles.clone()).unwrap_or_default();
        let draws = vec![DrawTables { roles, scramblings: vec![vec![kernels]], weights: Vec::new() }];
        let pool = pool(Some(self.pool.current_num_threads()))?;
        let kept = self.kept.clone();
        Ok(Self { menu, tracks: self.tracks, kept, draws, marginals: Vec::new(), pool, interrupted: self.interrupted })
    }

    /// What happens with each selection; the picks of one stand in the order of slots.
    ///
    /// # Errors
    ///
    /// When interrupted.
    pub fn chances(&self, selections: &[Vec<Pick>]) -> Result<Vec<SelectionChances>, EngineError> {
        if self.interrupted.load(atomic::Ordering::Relaxed) {
            return Err(EngineError::NothingDone);
        }
        let sorted = Sorted::new(self.menu, &self.kept, selections);
        let by_draw = self
            .pool
            .install(|| self.draws.par_iter().with_max_len(1).map(|draw| sorted.of_draw(draw, self.tracks)).collect());
        Ok(sorted.by_selection(by_draw))
    }
}

/// What happens with each selection from `menu`, as [`Tabulation::chances`] says, where no table is needed twice: those of
/// a draw are gone before the next.
///
/// # Errors
///
/// As [`Tabulation::new`].
pub fn chances_once(
    applicant: &Applicant,
    prior: &ParameterPrior,
    menu: &Menu,
    precision: &Precision,
    interrupted: &AtomicBool,
    selections: &[Vec<Pick>],
) -> Result<Vec<SelectionChances>, EngineError> {
    let kept = menu.kept(|track| prior.tracks[track].kind);
    let sorted = Sorted::new(menu, &kept, selections);
    let pool = pool(precision.threads)?;
    let of_draw = |(tables, _): (DrawTables, Vec<Marginal>)| sorted.of_draw(&tables, prior.tracks.len());
    Ok(sorted.by_selection(each_draw(applicant, prior, menu, precision, (&pool, interrupted), of_draw)?))
}

/// What `then` makes of the tables of each draw.
fn each_draw<T: Send>(
    applicant: &Applicant,
    prior: &ParameterPrior,
    menu: &Menu,
    precision: &Precision,
    (pool, interrupted): (&rayon::ThreadPool, &AtomicBool),
    then: impl Fn((DrawTables, Vec<Marginal>)) -> T + Sync,
) -> Result<Vec<T>, EngineError> {
    let space = space_of(applicant, prior, &vec![false; prior.tracks.len()]);
    let (_, points) = Effort::ManyDraws.shape(&space);
    Scrambling::new(u64::from(points), space.dimensions(), 0)?;
    let sampler =
        Sampler::for_portfolios(prior, applicant, DrawMode::Posterior, precision.seed, [&menu.as_one_portfolio()]);
    let tabulate = Tabulate { applicant, prior, menu, space, seed: precision.seed };
    let numbers: Vec<u64> = (0..precision.draws).collect();
    let draw =
        |number: &u64| (!interrupted.load(atomic::Ordering::Relaxed)).then(|| then(tabulate.draw(*number, &sampler)));
    let found: Option<Vec<T>> = pool.install(|| numbers.par_iter().with_max_len(1).map(draw).collect());
    found.ok_or(EngineError::NothingDone)
}

/// Selections in an order in which neighbors have much in common.
struct Sorted<'a> {
    menu: &'a Menu,
    /// With the place at which each was asked for.
    selections: Vec<(usize, Arranged)>,
}

impl<'a> Sorted<'a> {
    fn new(menu: &'a Menu, kept: &[usize], selections: &[Vec<Pick>]) -> Self {
        let mut selections: Vec<(usize, Arranged)> =
            selections.iter().map(|picks| menu.arranged(picks, kept)).enumerate().collect();
        selections.sort_by(|(_, a), (_, b)| a.order(b));
        Self { menu, selections }
    }

    /// By selection in the order asked for, what was found by draw.
    fn by_selection(&self, by_draw: Vec<Vec<Vec<OutcomeChances>>>) -> Vec<SelectionChances> {
        let mut found = vec![SelectionChances(Vec::with_capacity(by_draw.len())); self.selections.len()];
        for draw in by_draw {
            for ((place, _), parts) in self.selections.iter().zip(draw) {
                found[*place].0.push(parts);
            }
        }
        found
    }

    /// What happens with each selection in a draw; what neighbors have in common is worked out once.
    fn of_draw<'d>(&self, draw: &'d DrawTables, tracks: usize) -> Vec<Vec<OutcomeChances>> {
        let recursions = |points: &Vec<Vec<Kernel>>| points.iter().map(|_| Recursion::default()).collect();
        let mut recursions: Vec<Vec<Recursion>> = draw.scramblings.iter().map(recursions).collect();
        let mut at_point = OutcomeChances::new(tracks);
        let mut found = Vec::with_capacity(self.selections.len());
        let mut before: Option<&Arranged> = None;
        let mut of_selection: Vec<&'d Kernel> = Vec::new();
        for (_, selection) in &self.selections {
            let rules = selection.rules(self.menu, &draw.roles);
            let common = before.map_or(InCommon::default(), |before| selection.in_common(before));
            before = Some(selection);
            let mut of_scrambling = |(which, points): (usize, &'d Vec<Vec<Kernel>>)| {
                let mut mean = OutcomeChances::new(tracks);
                let weights = draw.weights.get(which);
                for (index, kernels) in points.iter().enumerate() {
                    of_selection.clear();
                    of_selection.extend(selection.places.iter().map(|place| &kernels[*place]));
                    recursions[which][index].run_after(common, &rules, &of_selection, &mut at_point);
                    mean.add(&at_point, weights.map_or(1.0, |weights| weights[index]) / points.len() as f64);
                }
                mean
            };
            let means: Vec<OutcomeChances> = draw.scramblings.iter().enumerate().map(&mut of_scrambling).collect();
            found.push(if draw.weights.is_empty() {
                means
            } else {
                let totals: Vec<f64> = draw.weights.iter().map(|of| of.iter().sum::<f64>() / of.len() as f64).collect();
                parts_of_ratio(&totals, |factors| OutcomeChances::sum(&means.iter().collect::<Vec<_>>(), factors))
            });
        }
        found
    }
}

fn most(limit: Option<u32>) -> usize {
    limit.map_or(usize::MAX, |most| most as usize)
}

fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, EngineError> {
    let threads = threads.unwrap_or(0);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| EngineError::Threads { threads, source })
}

/// Works out the tables of a draw.
struct Tabulate<'a> {
    applicant: &'a Applicant,
    prior: &'a ParameterPrior,
    menu: &'a Menu,
    space: LatentSpace,
    seed: u64,
}

impl Tabulate<'_> {
    fn draw(&self, number: u64, sampler: &Sampler<'_>) -> (DrawTables, Vec<Marginal>) {
        let (parameters, covariates) = sampler.draw(number);
        let standings = Standing::in_tracks(&covariates, self.applicant, &parameters);
        let variant = |(_, line): (&Slot, &Line)| VariantOfDraw {
            chances: LineChances::new(line, standings[line.track], &parameters),
            counted: BTreeMap::new(),
        };
        let lines = self.menu.variants().map(variant).collect();
        let lattices = lattices(&self.space, Effort::ManyDraws, &parameters, self.seed, number);
        let mut marginals: Vec<Marginal> =
            self.menu.variants().map(|(_, line)| Marginal::new(line.programs as usize)).collect();
        let mut at_point = PointOfDraw { parameters: &parameters, standings: &standings, lattices, lines };
        let shape = Effort::ManyDraws.shape(&self.space);
        let scramblings: Vec<Scrambling> = scramblings_of_draw(self.seed, number, shape, &self.space).collect();
        let points: Vec<Vec<LatentPoint>> = self.points(&scramblings, number, sampler, &parameters);
        let mean =
            points.iter().flatten().map(|point| point.weight).sum::<f64>() / (points.len() * points[0].len()) as f64;
        let mut kernels =
            |point: &LatentPoint| at_point.kernels(self, &point.normals, point.weight / mean, &mut marginals);
        let scramblings = points.iter().map(|points| points.iter().map(&mut kernels).collect()).collect();
        let roles = self.menu.slots.iter().map(|slot| role(&slot.variants[0], &parameters)).collect();
        let weights = |points: &Vec<LatentPoint>| points.iter().map(|point| point.weight).collect();
        let weights = if self.space.is_weighted() { points.iter().map(weights).collect() } else { Vec::new() };
        (DrawTables { roles, scramblings, weights }, marginals)
    }

    /// The points of a draw with their weights, by scrambling.
    fn points(
        &self,
        scramblings: &[Scrambling],
        number: u64,
        sampler: &Sampler<'_>,
        parameters: &Parameters,
    ) -> Vec<Vec<LatentPoint>> {
        let address = DrawAddress { seed: self.seed, block: number, draw: number };
        let mut failed = Failed::of(self.applicant, self.prior, sampler, parameters, address);
        let mut point = |scrambling: &Scrambling, index: u32| {
            let mut normals = Vec::new();
            scrambling.normals(index, &mut normals);
            let weight = failed.as_mut().map_or(1.0, |failed| failed.weigh(&mut normals));
            LatentPoint { normals, weight }
        };
        let mut of = |scrambling: &Scrambling| (0..scrambling.len()).map(|index| point(scrambling, index)).collect();
        scramblings.iter().map(&mut of).collect()
    }
}

/// A point of the latents.
struct LatentPoint {
    normals: Vec<f64>,
    /// 1 but where the person failed before.
    weight: f64,
}

/// What stays from point to point of a draw.
struct PointOfDraw<'a> {
    parameters: &'a Parameters,
    standings: &'a [Standing],
    lattices: Vec<Option<StrengthLattice>>,
    /// By variant of the menu.
    lines: Vec<VariantOfDraw>,
}

/// A variant of the menu under a parameter draw.
struct VariantOfDraw {
    chances: LineChances,
    /// What is known of each strength, by its place on the lattice.
    counted: BTreeMap<i64, Invited>,
}

/// The invitations of a variant at one strength.
struct Invited {
    /// Chance by program.
    programs: Vec<f64>,
    /// How many of the first programs invite, by the counts of the slot.
    counts: Vec<Counts>,
}

impl PointOfDraw<'_> {
    fn kernels(
        &mut self,
        tabulate: &Tabulate<'_>,
        normals: &[f64],
        weight: f64,
        marginals: &mut [Marginal],
    ) -> Vec<Kernel> {
        let Tabulate { space, menu, .. } = tabulate;
        let luck = space.luck(normals, self.parameters);
        let mut found = Vec::new();
        let mut strengths: Vec<OwnStrength> = Vec::new();
        for (((slot, line), variant), marginal) in menu.variants().zip(&mut self.lines).zip(marginals) {
            let lattice = self.lattices[line.track].as_ref();
            space.strengths(line.track, normals, self.parameters, lattice, &mut strengths);
            if lattice.is_none() {
                variant.counted.clear();
            }
            let standing = &self.standings[line.track];
            let mut kernels = vec![Kernel::default(); slot.counts.len()];
            for OwnStrength { place, z, weight: share } in &strengths {
                let invited = variant.counted.entry(*place).or_insert_with(|| {
                    let shifts = space.shifts(line.track, normals, *z, self.parameters, standing);
                    Invited::new(&variant.chances, shifts, &slot.counts, menu.most(line))
                });
                let track = &self.parameters.tracks[line.track];
                let taken = acceptance_probability(track, standing.strength(*z), luck);
                marginal.add(&invited.programs, taken, weight * share);
                for (kernel, counts) in kernels.iter_mut().zip(&invited.counts) {
                    kernel.add(counts, taken, *share);
                }
            }
            for kernel in &mut kernels {
                if let Some(keep) = line.keep {
                    kernel.cap(keep as usize);
                }
                kernel.trim(menu.most(line));
            }
            found.extend(kernels);
        }
        found
    }
}

impl Invited {
    /// The mean over the shocks, which shift the logits with these weights.
    fn new(chances: &LineChances, shifts: impl Iterator<Item = (f64, f64)>, ends: &[u32], most: usize) -> Self {
        let (mut programs, mut counts) = (Vec::new(), vec![Counts::default(); ends.len()]);
        for (shift, weight) in shifts {
            let invited: Vec<f64> = chances.invited(shift).collect();
            programs.resize(invited.len(), 0.0);
            programs.iter_mut().zip(&invited).for_each(|(mean, chance)| *mean += weight * chance);
            count_each(&invited, ends, most, weight, &mut counts);
        }
        Self { programs, counts }
    }
}

/// Adds the distribution of invitations among the first `ends[k]` programs to `counts[k]`.
fn count_each(invited: &[f64], ends: &[u32], most: usize, weight: f64, counts: &mut [Counts]) {
    let mut counter = Counter::default();
    counter.start();
    let mut begin = 0;
    for (end, counts) in ends.iter().zip(counts) {
        let end = *end as usize;
        counter.count(invited[begin..end].iter().copied(), most);
        counts.add(&counter, weight);
        begin = end;
    }
}
