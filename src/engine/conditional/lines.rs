//! The portfolios in one parameter draw, as stretches that can be evaluated at
//! any point of the shared latents.

use std::collections::BTreeMap;

use super::kernel::{Come, Counter, Counts, Kernel};
use super::latents::{LatentSpace, OwnStrength, StrengthLattice};
use super::one_more::Preferred;
use super::rules::{Rules, StretchRole};
use crate::engine::chance::ChanceCurve;
use crate::engine::curve::NODES_PER_UNIT;
use crate::model::acceptance::acceptance_probability;
use crate::model::calendar::{Runs, preferred_track};
use crate::model::invitation::{InvitationLaw, PartialLaw};
use crate::model::season::Standing;
use crate::model::{Applicant, Line, Parameters, Portfolio, TrackKind};

/// Standard deviations of the season shift that the curves cover on each side;
/// points and nodes stay within 5.5 on each of three coordinates.
const REACH: f64 = 8.0;

/// Whether the lines of `track` stand apart in `portfolio`, `kind` being the kind of a track.
#[must_use]
pub fn stands_apart(portfolio: &Portfolio, track: usize, kind: impl Fn(usize) -> TrackKind) -> bool {
    Runs::of(portfolio, kind).all().filter(|run| portfolio.lines[run[0]].track == track).count() > 1
}

/// All portfolios under one parameter draw. Stretches that several portfolios
/// share are evaluated once.
pub struct Evaluation {
    stretches: Vec<Stretch>,
    /// Portfolios, in file order.
    pub portfolios: Vec<PortfolioStretches>,
    /// Where `z_s` of each track may stand; empty if every strength is a coordinate.
    lattices: Vec<Option<StrengthLattice>>,
    counter: Counter,
    /// The point at which invitations were last counted.
    counted_at: Vec<f64>,
}

/// A portfolio: its stretches.
pub struct PortfolioStretches {
    /// What the rules say of them.
    pub rules: Rules,
    /// Programs applied to, by track.
    pub programs: Vec<usize>,
    /// The stretches of the preferred track, where one more interview is asked for.
    pub preferred: Option<Preferred>,
    /// Index of each stretch in the evaluation, in the order of the rules.
    places: Vec<usize>,
}

/// The programs of a run and what they do at the point last set.
struct Stretch {
    /// The lines, apart from what does not change their chances.
    lines: Vec<Line>,
    track: usize,
    programs: Vec<LineChances>,
    /// In a season in progress, what has come of the invitations of these, and programs applied to only now.
    so_far: Option<(Come, Vec<LineChances>)>,
    /// Invitations asked for at most.
    most: usize,
    /// Invitations, by place of the strength on the lattice; kept as long as that is the same.
    counted: BTreeMap<i64, Counts>,
    /// The strengths at the point.
    strengths: Vec<OwnStrength>,
    kernel: Kernel,
    /// Whether one more interview is asked for after this stretch.
    has_one_more: bool,
    /// Where it matters which program takes: for how many interviews at most.
    order_of: Option<usize>,
}

/// What the lines of all portfolios have in common.
#[derive(Clone, Copy)]
struct StandingsOfDraw<'a> {
    applicant: &'a Applicant,
    standings: &'a [Standing],
    parameters: &'a Parameters,
}

/// Programs of a line under one parameter draw.
pub struct LineChances {
    curve: ChanceCurve,
    /// Place of each program on the curve at no shift.
    places: Vec<f64>,
}

impl LineChances {
    /// The programs of a line that names none of them.
    #[must_use]
    pub fn new(line: &Line, standing: Standing, parameters: &Parameters) -> Self {
        Self::of_law(&InvitationLaw::new(line, standing.explained, parameters), standing, parameters)
    }

    /// The programs of a line: one entry, more where a list tells programs apart.
    pub fn of_line(
        line: &Line,
        applicant: &Applicant,
        standing: Standing,
        parameters: &Parameters,
    ) -> impl Iterator<Item = Self> {
        Self::by_index(line, applicant, standing, parameters).map(|(_, chances)| chances)
    }

    /// The same with the programs of the line, 0-based and rising, that each entry is about.
    pub fn by_index(
        line: &Line,
        applicant: &Applicant,
        standing: Standing,
        parameters: &Parameters,
    ) -> impl Iterator<Item = (Vec<u32>, Self)> {
        let laws = InvitationLaw::by_facts(line, standing.explained, applicant, parameters);
        let part = move |PartialLaw { law, indices }| (indices, Self::of_law(&law, standing, parameters));
        laws.into_iter().map(part)
    }

    /// The programs of a line whose number in the track, from 0, `is_wanted`.
    fn of_line_where(
        line: &Line,
        applicant: &Applicant,
        standing: Standing,
        parameters: &Parameters,
        is_wanted: impl Fn(u32) -> bool,
    ) -> Vec<Self> {
        let wanted = |(indices, mut chances): (Vec<u32>, Self)| {
            let places = indices.iter().zip(&chances.places);
            let kept = places.filter(|(index, _)| is_wanted(line.earlier_programs + **index)).map(|(_, place)| *place);
            chances.places = kept.collect();
            chances
        };
        Self::by_index(line, applicant, standing, parameters).map(wanted).collect()
    }

    fn of_law(law: &InvitationLaw, standing: Standing, parameters: &Parameters) -> Self {
        let half = REACH * standing.residual.hypot(parameters.shared.season_spread);
        let curve = ChanceCurve::new(law, half, 0);
        let places = law.offsets.iter().map(|offset| curve.place(*offset)).collect();
        Self { curve, places }
    }

    /// Chances of an invitation from each program where the logit is shifted by `shift`.
    pub fn invited(&self, shift: f64) -> impl Iterator<Item = f64> {
        let shift = shift * NODES_PER_UNIT as f64;
        self.places.iter().map(move |place| self.curve.chance(place + shift))
    }
}

impl Evaluation {
    /// The portfolios under one parameter draw, strength on these lattices by track, which are not needed if every
    /// strength is a coordinate; `with_detail` says whether distributions and the effect of one more interview are asked for.
    #[must_use]
    pub fn new(
        portfolios: &[Portfolio],
        applicant: &Applicant,
        standings: &[Standing],
        parameters: &Parameters,
        lattices: Vec<Option<StrengthLattice>>,
        with_detail: bool,
    ) -> Self {
        let around = StandingsOfDraw { applicant, standings, parameters };
        let counter = Counter::default();
        let mut evaluation =
            Self { stretches: Vec::new(), portfolios: Vec::new(), lattices, counter, counted_at: Vec::new() };
        for portfolio in portfolios {
            let mut of_portfolio = evaluation.portfolio(portfolio, around);
            if with_detail {
                evaluation.ask_for_order(&of_portfolio);
                let track = preferred_track(portfolio, |track| parameters.tracks[track].kind);
                of_portfolio.preferred = track.and_then(|track| Preferred::new(track, &of_portfolio.rules.primary));
            }
            if let Some(preferred) = of_portfolio.preferred {
                evaluation.stretches[of_portfolio.places[preferred.last]].has_one_more = true;
            }
            evaluation.portfolios.push(of_portfolio);
        }
        evaluation
    }

    fn portfolio(&mut self, portfolio: &Portfolio, around: StandingsOfDraw<'_>) -> PortfolioStretches {
        let mut programs = vec![0; around.standings.len()];
        for line in &portfolio.lines {
            programs[line.track] += line.programs as usize;
        }
        let runs = Runs::of(portfolio, |track| around.parameters.tracks[track].kind);
        let first = |run: &Vec<usize>| &portfolio.lines[run[0]];
        let limit = |most: Option<u32>| most.map_or(usize::MAX, |most| most as usize);
        PortfolioStretches {
            places: runs.all().map(|run| self.place(portfolio, run, around)).collect(),
            rules: Rules {
                primary: runs.primary.iter().map(|run| role(first(run), around.parameters)).collect(),
                limit: limit(portfolio.max_interviews),
                pgy1: runs.pgy1.iter().map(|run| first(run).track).collect(),
                kept: runs.kept,
                pgy1_limit: limit(portfolio.pgy1_interviews),
            },
            programs,
            preferred: None,
        }
    }

    /// The rank reached needs to know which program of a stretch takes.
    fn ask_for_order(&mut self, portfolio: &PortfolioStretches) {
        let Rules { primary, limit, .. } = &portfolio.rules;
        for place in &portfolio.places[..primary.len()] {
            let order_of = &mut self.stretches[*place].order_of;
            *order_of = (*order_of).max(Some(*limit));
        }
    }

    /// Index of the stretch of `run`, which may be there already.
    fn place(&mut self, portfolio: &Portfolio, run: &[usize], around: StandingsOfDraw<'_>) -> usize {
        let line = |line: &usize| Line { preference: 0, interview_priority: None, ..portfolio.lines[*line].clone() };
        let lines: Vec<Line> = run.iter().map(line).collect();
        let most = most_asked(portfolio, &lines[0]);
        if let Some(place) = self.stretches.iter().position(|stretch| stretch.lines == lines) {
            let asked = &mut self.stretches[place].most;
            *asked = most.max(*asked);
            return place;
        }
        let track = lines[0].track;
        let StandingsOfDraw { applicant, standings, parameters } = around;
        let so_far = applicant.so_far.as_deref();
        let applied = so_far.map_or(u32::MAX, |so_far| so_far.applied(track));
        let of_lines = |is_wanted: &dyn Fn(u32) -> bool| -> Vec<LineChances> {
            let of_line = |line| LineChances::of_line_where(line, applicant, standings[track], parameters, is_wanted);
            lines.iter().flat_map(of_line).collect()
        };
        let programs = of_lines(&|number| number < applied);
        let so_far = so_far.map(|so_far| {
            let come = so_far.invitations[track] as usize;
            (Come { come, share: so_far.share_come(&parameters.shared) }, of_lines(&|number| number >= applied))
        });
        self.stretches.push(Stretch {
            lines,
            track,
            programs,
            so_far,
            most,
            counted: BTreeMap::new(),
            strengths: Vec::new(),
            kernel: Kernel::default(),
            has_one_more: false,
            order_of: None,
        });
        self.stretches.len() - 1
    }

    /// Moves every stretch to the point `normals` of the shared latents.
    pub fn set(&mut self, space: &LatentSpace, normals: &[f64], parameters: &Parameters, standings: &[Standing]) {
        // On a lattice only `ω` moves from most points to the next, and who invites does not depend on it.
        if !LatentSpace::differ_in_luck_alone(&self.counted_at, normals) {
            self.count(space, normals, parameters, standings);
        }
        let luck = space.luck(normals, parameters);
        for stretch in &mut self.stretches {
            stretch.kernel.clear();
            for OwnStrength { place, z, weight } in &stretch.strengths {
                let Some(counts) = stretch.counted.get(place) else { continue };
                let strength = standings[stretch.track].strength(*z);
                let taken = acceptance_probability(&parameters.tracks[stretch.track], strength, luck);
                stretch.kernel.add(counts, taken, *weight);
                if stretch.has_one_more {
                    stretch.kernel.add_one_more(counts, taken, *weight);
                }
                if let Some(most) = stretch.order_of {
                    stretch.kernel.add_order(counts, taken, parameters.shared.demand_gradient, most, *weight);
                }
            }
            if let Some(keep) = stretch.lines[0].keep {
                stretch.kernel.cap(keep as usize);
            }
        }
    }

    /// Counts the invitations of every stretch at the strengths of the point `normals`.
    fn count(&mut self, space: &LatentSpace, normals: &[f64], parameters: &Parameters, standings: &[Standing]) {
        for stretch in &mut self.stretches {
            let track = stretch.track;
            let lattice = self.lattices.get(track).and_then(Option::as_ref);
            space.strengths(track, normals, parameters, lattice, &mut stretch.strengths);
            if lattice.is_none() {
                stretch.counted.clear();
            }
            for OwnStrength { place, z, .. } in &stretch.strengths {
                stretch.counted.entry(*place).or_insert_with(|| {
                    let mut counts = Counts::default();
                    for (shift, weight) in space.shifts(track, normals, *z, parameters, &standings[track]) {
                        self.counter.start();
                        match &stretch.so_far {
                            None => self.counter.count(invited(&stretch.programs, shift), stretch.most),
                            Some((come, late)) => {
                                self.counter.count(invited(&stretch.programs, shift), usize::MAX);
                                self.counter.condition(*come);
                                let late = invited(late, shift).map(|chance| chance * (1.0 - come.share));
                                self.counter.count(late, stretch.most);
                            }
                        }
                        counts.add(&self.counter, weight);
                    }
                    counts
                });
            }
        }
        self.counted_at.clear();
        self.counted_at.extend_from_slice(normals);
    }

    /// The kernels of portfolio `index` at the point last set, into `kernels`.
    pub fn kernels<'a>(&'a self, index: usize, kernels: &mut Vec<&'a Kernel>) {
        kernels.clear();
        kernels.extend(self.portfolios[index].places.iter().map(|place| &self.stretches[*place].kernel));
    }
}

/// Most interviews of a stretch that begins with `line` that `portfolio` ever asks for.
fn most_asked(portfolio: &Portfolio, line: &Line) -> usize {
    let limit = if line.role.is_on_primary_list() { portfolio.max_interviews } else { portfolio.pgy1_interviews };
    limit.into_iter().chain(line.keep).min().map_or(usize::MAX, |most| most as usize)
}

/// Chances of an invitation where the logit is shifted by `shift`, program by program.
pub(super) fn invited(programs: &[LineChances], shift: f64) -> impl Iterator<Item = f64> {
    programs.iter().flat_map(move |line| line.invited(shift))
}

/// What the rules say of the programs of `line`, which stands on the primary list.
#[must_use]
pub fn role(line: &Line, parameters: &Parameters) -> StretchRole {
    let categorical_share = parameters.tracks[line.track].kind.categorical_share();
    StretchRole {
        track: line.track,
        gives_pgy1: categorical_share.is_none() && line.role.is_on_supplemental_list(),
        categorical_share,
    }
}
