//! Advanced positions, the lines that can give their PGY-1, and roles (`docs/methods.md` §7).

use crate::model::calendar::kept_groups;
use crate::model::{Portfolio, Role, TrackKind};
use crate::reference::TrackRow;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::{RawLine, RawPortfolio};
use crate::scenario::typed::Typed;
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;
use super::tracks::{ResolvedLine, has_advanced_positions, is_preliminary};

/// A role belongs to preliminary tracks only.
pub fn check_role(compiler: &Compiler<'_>, typed: &Typed<Role>, row: &TrackRow) {
    let Some(role) = typed.given().filter(|_| !is_preliminary(row)) else { return };
    compiler.problem(
        Diagnostic::at(role.span(), format!("{} has no `role`", row.name), "not a preliminary track")
            .hint("take it out; only preliminary tracks can serve the supplemental list"),
    );
}

/// Residencies stand on the primary list; preliminary tracks where they say, both by default.
pub fn role_of(typed: &Typed<Role>, row: &TrackRow) -> Option<Role> {
    if is_preliminary(row) { typed.or(Role::Both) } else { Some(Role::Primary) }
}

/// Reports a portfolio that ranks nothing on the primary list, and warns of one that would
/// if its lines there had programs; `lines` are all of it as typed, then those with programs.
pub fn check_primary(
    compiler: &Compiler<'_>,
    raw: &RawPortfolio,
    name: &str,
    (typed, lines): (&[ResolvedLine<'_, '_>], &[ResolvedLine<'_, '_>]),
) {
    let primary = |line: &ResolvedLine<'_, '_>| !is_preliminary(line.row) || role(line.raw).is_on_primary_list();
    if !typed.is_empty() && !typed.iter().any(primary) {
        compiler.problem(
            Diagnostic::at(
                raw.span.clone(),
                "this portfolio ranks nothing on the primary list",
                "all its lines have role = \"pgy1\"",
            )
            .hint("add a line of a residency, or set role = \"both\""),
        );
    } else if !lines.iter().any(primary) {
        compiler.warn(WarningKind::NoPrograms { portfolio: name.to_owned() }.at(raw.span.clone()));
    }
}

/// Warns of advanced positions without a PGY-1 and of supplemental lists that serve none.
///
/// `shares` are those of the applicant's matches that are to advanced positions, by index of the track.
pub fn check_portfolio(compiler: &Compiler<'_>, name: &str, lines: &[ResolvedLine<'_, '_>], shares: &[f64]) {
    let supplemental =
        |line: &ResolvedLine<'_, '_>| is_preliminary(line.row) && role(line.raw).is_on_supplemental_list();
    let advanced: Vec<&ResolvedLine<'_, '_>> = lines.iter().filter(|line| has_advanced_positions(line.row)).collect();
    if let Some(first) = advanced.first().filter(|_| !lines.iter().any(supplemental)) {
        let mut tracks: Vec<(String, f64)> = Vec::new();
        for line in &advanced {
            if tracks.iter().all(|(known, _)| *known != line.row.name) {
                tracks.push((line.row.name.clone(), shares.get(line.track).copied().unwrap_or(1.0)));
            }
        }
        compiler.warn(WarningKind::NoPgy1 { portfolio: name.to_owned(), tracks }.at(first.track_span()));
    }
    if advanced.is_empty() {
        for line in lines.iter().filter(|line| is_preliminary(line.row) && role(line.raw) == Role::Pgy1) {
            compiler.warn(WarningKind::IdlePgy1 { portfolio: name.to_owned() }.at(line.track_span()));
        }
    }
}

/// The first line that gives a PGY-1, if none serves the supplemental list alone, all are kept after an
/// advanced one, and a limit on interviews can bind.
pub fn declined_first<'l, 'r, 't>(
    portfolio: &Portfolio,
    lines: &'l [ResolvedLine<'r, 't>],
    kinds: &[TrackKind],
) -> Option<&'l ResolvedLine<'r, 't>> {
    let kind = |track: usize| kinds.get(track).copied().unwrap_or(TrackKind::Preliminary);
    let kept: Vec<usize> = kept_groups(portfolio, kind).into_iter().flatten().collect();
    let programs: u32 = kept.iter().map(|line| portfolio.lines[*line].programs).sum();
    let is_limited = portfolio.max_interviews.is_some_and(|most| most < programs);
    let has_own_calendar = kept.len() < lines.len();
    let serves =
        |line: &usize| is_preliminary(lines[*line].row) && portfolio.lines[*line].role.is_on_supplemental_list();
    let advanced = kept.iter().position(|line| has_advanced_positions(lines[*line].row))?;
    let first = kept.iter().position(serves)?;
    (is_limited && !has_own_calendar && advanced < first).then_some(&lines[kept[first]])
}

/// The role of a preliminary line; both lists unless it says otherwise.
pub fn role(line: &RawLine) -> Role {
    line.role.value().unwrap_or(Role::Both)
}
