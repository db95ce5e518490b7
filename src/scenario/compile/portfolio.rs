//! One portfolio: its lines resolved, checked and turned into what the engine takes.

use crate::model::portfolio::{in_order, order_of_application};
use crate::model::{Line, Portfolio, Region, Screening, TrackKind, Visa};
use crate::reference::Reference;
use crate::scenario::raw::{RawLine, RawPortfolio};
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;
use super::lists;
use super::pgy1;
use super::pools::{self, Pool};
use super::regions;
use super::signals;
use super::tracks::{ResolvedLine, UsedTracks};

/// What the checks of a portfolio need to know.
#[derive(Clone, Copy)]
pub struct PortfolioContext<'a, 'r> {
    /// Tables and findings.
    pub compiler: &'a Compiler<'r>,
    /// Tracks in use.
    pub used: &'a UsedTracks<'r>,
    /// Share of programs that sponsor the visa, by index of the track.
    pub sponsor_shares: &'a [f64],
    /// Share of the applicant's matches that are to advanced positions, by index of the track.
    pub advanced_shares: &'a [f64],
    /// Kind of each track, by its index.
    pub kinds: &'a [TrackKind],
    /// Visa needed.
    pub visa: Visa,
    /// Season, if it is known.
    pub season: Option<u16>,
    /// Most interviews attended at programs of the primary list.
    pub max_interviews: Option<u32>,
    /// Most interviews attended at programs of the supplemental list alone.
    pub pgy1_interviews: Option<u32>,
}

/// The portfolio; none if something is missing or wrong, which is reported.
pub fn compile(raw: &RawPortfolio, around: PortfolioContext<'_, '_>) -> Option<Portfolio> {
    let compiler = around.compiler;
    let before = compiler.problem_count();
    let resolved = resolve(raw, around.used);
    let name = raw.name.value().unwrap_or_default();
    for line in &resolved {
        signals::check_counts(compiler, line.raw);
        pgy1::check_role(compiler, &line.raw.role, line.row);
    }
    let regions: Vec<Option<Region>> = resolved.iter().map(|line| regions::of_line(compiler, line)).collect();
    check_pools(&in_turn(&resolved, &regions, compiler.reference), around);
    if let Some(season) = around.season {
        signals::check(compiler, &resolved, season);
    }
    let all_resolved = resolved.len() == raw.lines.len();
    // Past the checks, a line without programs is as if it were not there.
    let kept = resolved.iter().copied().zip(regions).filter(|(line, _)| line.raw.programs.value() != Some(0));
    let (lines, regions): (Vec<ResolvedLine<'_, '_>>, Vec<Option<Region>>) = kept.unzip();
    for line in &lines {
        warn_of_sponsors(compiler, line, &name, around.visa);
        lists::check_shares(compiler, line);
        compiler.warnings(lists::note(line));
    }
    lists::check_names(compiler, &lines);
    warn_of_closed(compiler, &lines, &name, around);
    if all_resolved {
        pgy1::check_primary(compiler, raw, &name, (&resolved, &lines));
        pgy1::check_portfolio(compiler, &name, &lines, around.advanced_shares);
    }
    // Numbers that were found wrong are not computed with.
    if compiler.problem_count() > before {
        return None;
    }
    let compiled = lines.iter().zip(regions).map(|(line, region)| line_of(line, region, compiler.reference));
    let mut compiled = compiled.collect::<Option<Vec<Line>>>()?;
    in_order(&mut compiled);
    if let Some(season) = around.season {
        signals::send_usual(compiler, &mut compiled, &lines, season);
        compiler.warnings(signals::unused(compiler, &compiled, &lines, season, &name));
    }
    raw.name.given()?;
    let PortfolioContext { max_interviews, pgy1_interviews, .. } = around;
    let portfolio = all_resolved.then_some(Portfolio { name, lines: compiled, max_interviews, pgy1_interviews })?;
    if let Some(line) = pgy1::declined_first(&portfolio, &lines, around.kinds) {
        compiler.warn(WarningKind::Pgy1DeclinedFirst { portfolio: portfolio.name.clone() }.at(line.track_span()));
    }
    Some(portfolio)
}

fn resolve<'a, 'r>(raw: &'a RawPortfolio, used: &UsedTracks<'r>) -> Vec<ResolvedLine<'a, 'r>> {
    (1_u32..)
        .zip(&raw.lines)
        .filter_map(|(place, line)| {
            let track = used.index_of(line.track.given()?.get_ref())?;
            Some(ResolvedLine { raw: line, row: used.rows()[track], track, place })
        })
        .collect()
}

/// A line with the part of the country that it lies in.
type Located<'l, 'a, 'r> = (&'l ResolvedLine<'a, 'r>, Option<&'l Region>);

/// The lines in the order of application, as far as they are right; else in that of the file.
fn in_turn<'l, 'a, 'r>(
    lines: &'l [ResolvedLine<'a, 'r>],
    regions: &'l [Option<Region>],
    reference: &Reference,
) -> Vec<Located<'l, 'a, 'r>> {
    let located: Vec<Located<'l, 'a, 'r>> = lines.iter().zip(regions.iter().map(Option::as_ref)).collect();
    let compiled = located.iter().map(|(line, region)| line_of(line, region.cloned(), reference));
    match compiled.collect::<Option<Vec<Line>>>() {
        Some(compiled) => order_of_application(&compiled).into_iter().map(|place| located[place]).collect(),
        None => located,
    }
}

fn check_pools(lines: &[Located<'_, '_, '_>], around: PortfolioContext<'_, '_>) {
    for (track, row) in around.used.rows().iter().enumerate() {
        let of_track = || lines.iter().filter(|(line, _)| line.track == track);
        let sponsor_share = around.sponsor_shares.get(track).copied().unwrap_or(1.0);
        let pool = Pool { row, country: row.programs, sponsor_share, visa: around.visa };
        let raw: Vec<&RawLine> = of_track().map(|(line, _)| line.raw).collect();
        pools::check_pool(around.compiler, &raw, pool);
        let limited = of_track().filter(|(line, _)| line.raw.listed.is_none());
        let limited: Vec<(&RawLine, &Region)> =
            limited.filter_map(|(line, region)| Some((line.raw, (*region)?))).collect();
        regions::check(around.compiler, &limited, pool);
    }
}

fn warn_of_sponsors(compiler: &Compiler<'_>, line: &ResolvedLine<'_, '_>, portfolio: &str, visa: Visa) {
    if let Some(only) = line.raw.sponsors_only.given().filter(|only| *only.get_ref() && !visa.is_needed()) {
        let kind = WarningKind::NeedlessSponsors { portfolio: portfolio.to_owned(), track: line.row.name.clone() };
        compiler.warn(kind.at(only.span()));
    }
}

/// Notes which lines apply to programs that cannot take the applicant, as far as no list says which.
fn warn_of_closed(
    compiler: &Compiler<'_>,
    lines: &[ResolvedLine<'_, '_>],
    portfolio: &str,
    around: PortfolioContext<'_, '_>,
) {
    let is_open =
        |line: &&ResolvedLine<'_, '_>| line.raw.sponsors_only.value() != Some(true) && line.raw.listed.is_none();
    let mut tracks: Vec<(String, f64)> = Vec::new();
    for line in lines.iter().filter(is_open) {
        let closed = 1.0 - around.sponsor_shares.get(line.track).copied().unwrap_or(1.0);
        if closed > 0.0 && tracks.iter().all(|(name, _)| *name != line.row.name) {
            tracks.push((line.row.name.clone(), closed));
        }
    }
    if let Some(first) = lines.iter().find(is_open).filter(|_| !tracks.is_empty()) {
        compiler
            .warn(WarningKind::SponsorsNotAskedFor { portfolio: portfolio.to_owned(), tracks }.at(first.track_span()));
    }
}

/// The line for the engine, as if no other stood before it.
fn line_of(line: &ResolvedLine<'_, '_>, region: Option<Region>, reference: &Reference) -> Option<Line> {
    let raw = line.raw;
    Some(Line {
        track: line.track,
        programs: count(raw.programs.value()?)?,
        earlier_programs: 0,
        region,
        screening: raw.screening.or(Screening::Typical)?,
        sponsors_only: raw.sponsors_only.or(false)?,
        gold_signals: count(raw.gold_signals.or(0)?)?,
        silver_signals: count(raw.silver_signals.or(0)?)?,
        signals: count(raw.signals.or(0)?)?,
        geographic_ties: count(raw.geographic_ties.or(0)?)?,
        rotations: count(raw.rotations.or(0)?)?,
        preference: count(raw.preference.or(u64::from(line.place))?)?,
        interview_priority: raw.interview_priority.value().and_then(count),
        keep: raw.keep.value().and_then(count),
        role: pgy1::role_of(&raw.role, line.row)?,
        facts: raw.listed.as_ref().map(|list| list.facts(reference.img_share(&line.row.track))),
    })
}

/// Counts beyond `u32` have been reported by the checks of pools and allotments.
fn count(number: u64) -> Option<u32> {
    u32::try_from(number).ok()
}
