//! What one parameter draw makes of the portfolios: the tables that a block
//! of trials reads.

use crate::model::calendar::{ListPlace, Runs, kept_groups, pgy1_order, preferred_track, ranked_otherwise};
use crate::model::invitation::{InvitationLaw, PartialLaw};
use crate::model::season::Standing;
use crate::model::strength::Covariates;
use crate::model::{Applicant, Line, ParameterPrior, Parameters, Portfolio};
use crate::random::address::{GROUP, entity};

use super::threshold::{InvitationTable, ShiftGrid};

/// A track in one parameter draw.
pub struct TrackPlan {
    /// Address of the track's draws.
    pub entity: u32,
    /// Address of the track whose `δ` this one shares in part, with the correlation.
    pub partner: Option<(u32, f64)>,
    /// Where the applicant stands.
    pub standing: Standing,
    /// Grid of the season shift `s = σ_res·z + ε`.
    pub grid: ShiftGrid,
    /// Groups of programs that any portfolio reaches.
    pub groups: usize,
}

/// A line in one parameter draw.
pub struct LinePlan {
    /// Index of the line in its portfolio.
    pub line: usize,
    /// Index of the track.
    pub track: usize,
    /// Most interviews attended.
    pub keep: usize,
    /// Invitations of its programs; of some of them where a list tells programs apart.
    pub table: InvitationTable,
    /// Invitations of its other programs; empty for a line without a list.
    pub others: Vec<InvitationTable>,
}

/// A portfolio in one parameter draw.
pub struct PortfolioPlan<'a> {
    /// The portfolio.
    pub portfolio: &'a Portfolio,
    /// Lines of the primary list in the order in which interviews are kept; equals in one group.
    pub groups: Vec<Vec<LinePlan>>,
    /// Most interviews attended of these.
    pub limit: usize,
    /// Where each line is ranked, if not in the order in which interviews are kept.
    pub places: Option<Vec<ListPlace>>,
    /// Lines of the supplemental list alone, in the order in which interviews are kept.
    pub pgy1: Vec<LinePlan>,
    /// Most interviews attended of these.
    pub pgy1_limit: usize,
    /// The run of each line.
    pub runs: Vec<usize>,
    /// The preferred track, where one more interview is asked for.
    pub preferred: Option<PreferredPlan>,
}

/// Where one more interview in the preferred track would stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreferredPlan {
    /// Index of the track.
    pub track: usize,
    /// Preference of its last line: it would be ranked after all programs of that preference.
    pub last_preference: u32,
}

/// Everything a block of trials reads.
pub struct SeasonPlan<'a> {
    /// The parameters of the draw.
    pub parameters: Parameters,
    /// Tracks, as the prior orders them.
    pub tracks: Vec<TrackPlan>,
    /// Portfolios, in file order.
    pub portfolios: Vec<PortfolioPlan<'a>>,
}

impl<'a> SeasonPlan<'a> {
    /// The plan of `portfolios` under one draw of parameters and covariates.
    #[must_use]
    pub fn new(
        prior: &ParameterPrior,
        applicant: &Applicant,
        portfolios: &'a [Portfolio],
        parameters: Parameters,
        covariates: &Covariates,
    ) -> Self {
        let tracks: Vec<TrackPlan> = (0..parameters.tracks.len())
            .map(|index| TrackPlan::new(index, prior, applicant, portfolios, &parameters, covariates))
            .collect();
        let around = TracksOfDraw { applicant, tracks: &tracks, parameters: &parameters };
        let portfolios = portfolios.iter().map(|portfolio| plan_portfolio(portfolio, around)).collect();
        Self { parameters, tracks, portfolios }
    }
}

impl TrackPlan {
    fn new(
        index: usize,
        prior: &ParameterPrior,
        applicant: &Applicant,
        portfolios: &[Portfolio],
        parameters: &Parameters,
        covariates: &Covariates,
    ) -> Self {
        let track = &parameters.tracks[index];
        let shared = &parameters.shared;
        let standing = Standing::new(covariates, applicant.record(index), track, &parameters.effects);
        let partner = prior
            .radiology_pair
            .filter(|(_, diagnostic)| *diagnostic == index)
            .map(|(interventional, _)| (entity(&prior.tracks[interventional].id), shared.radiology_correlation));
        let lines = portfolios.iter().flat_map(|portfolio| &portfolio.lines).filter(|line| line.track == index);
        let reach = lines.map(|line| line.earlier_programs + line.programs).max().unwrap_or(0);
        Self {
            entity: entity(&track.id),
            partner,
            standing,
            grid: ShiftGrid::new(standing.residual.hypot(shared.season_spread)),
            groups: (reach as usize).div_ceil(GROUP),
        }
    }
}

/// What the lines of all portfolios have in common.
#[derive(Clone, Copy)]
struct TracksOfDraw<'a> {
    applicant: &'a Applicant,
    tracks: &'a [TrackPlan],
    parameters: &'a Parameters,
}

fn plan_portfolio<'a>(portfolio: &'a Portfolio, around: TracksOfDraw<'_>) -> PortfolioPlan<'a> {
    let plan_line = |line: usize| plan_line(line, &portfolio.lines[line], around);
    let kind = |track: usize| around.parameters.tracks[track].kind;
    let groups = kept_groups(portfolio, kind);
    PortfolioPlan {
        portfolio,
        groups: groups.into_iter().map(|group| group.into_iter().map(plan_line).collect()).collect(),
        limit: limit(portfolio.max_interviews),
        places: ranked_otherwise(portfolio, kind),
        pgy1: pgy1_order(portfolio).into_iter().map(plan_line).collect(),
        pgy1_limit: limit(portfolio.pgy1_interviews),
        runs: Runs::of(portfolio, kind).by_line(portfolio.lines.len()),
        preferred: plan_preferred(portfolio, around.parameters),
    }
}

fn limit(most: Option<u32>) -> usize {
    most.map_or(usize::MAX, |most| most as usize)
}

fn plan_preferred(portfolio: &Portfolio, parameters: &Parameters) -> Option<PreferredPlan> {
    let track = preferred_track(portfolio, |track| parameters.tracks[track].kind)?;
    let lines = portfolio.lines.iter().filter(|line| line.track == track);
    let last_preference = lines.map(|line| line.preference).max()?;
    Some(PreferredPlan { track, last_preference })
}

fn plan_line(index: usize, line: &Line, around: TracksOfDraw<'_>) -> LinePlan {
    let track = &around.tracks[line.track];
    let laws = InvitationLaw::by_facts(line, track.standing.explained, around.applicant, around.parameters);
    let mut tables = laws.into_iter().map(|PartialLaw { indices, law }| {
        let positions: Vec<usize> = indices.iter().map(|index| (line.earlier_programs + index) as usize).collect();
        InvitationTable::new(&law, &track.grid, &positions)
    });
    let nobody = || {
        let law = InvitationLaw::new(line, track.standing.explained, around.parameters);
        InvitationTable::new(&law, &track.grid, &[])
    };
    let table = tables.next().unwrap_or_else(nobody);
    LinePlan { line: index, track: line.track, keep: limit(line.keep), table, others: tables.collect() }
}
