//! Signals stay within the season's allotment of the specialty; diagnostic and
//! interventional radiology share theirs.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_spanned::Spanned;

use crate::model::portfolio::{order_of_application, programs_of};
use crate::model::{Line, Portfolio};
use crate::reference::{AllotmentRow, SignalTier, TrackRow};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::RawLine;
use crate::scenario::typed::Typed;
use crate::scenario::warning::{Warning, WarningKind};

use super::compiler::Compiler;
use super::tracks::{ResolvedLine, UsedTracks};

/// The tiers with the key of a line that uses each.
const TIERS: [(SignalTier, &str); 3] =
    [(SignalTier::Gold, "gold_signals"), (SignalTier::Silver, "silver_signals"), (SignalTier::Single, "signals")];

/// What a line typed for a tier.
fn typed(line: &RawLine, tier: SignalTier) -> &Typed<u64> {
    match tier {
        SignalTier::Gold => &line.gold_signals,
        SignalTier::Silver => &line.silver_signals,
        SignalTier::Single => &line.signals,
    }
}

/// The signals of a line that are more than none.
fn used(line: &RawLine) -> impl Iterator<Item = (SignalTier, &'static str, &Spanned<u64>)> {
    TIERS
        .into_iter()
        .filter_map(|(tier, key)| typed(line, tier).given().map(|count| (tier, key, count)))
        .filter(|(_, _, count)| *count.get_ref() > 0)
}

/// The allotments of a group in a season, or in the latest one before it that has any.
fn allotments<'r>(compiler: &Compiler<'r>, group: &str, season: u16) -> Vec<&'r AllotmentRow> {
    TIERS.iter().filter_map(|(tier, _)| compiler.reference.allotment(group, *tier, season)).collect()
}

/// Reports signals that a specialty does not have and signals beyond the allotment.
pub fn check(compiler: &Compiler<'_>, lines: &[ResolvedLine<'_, '_>], season: u16) {
    let mut groups: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| used(line.raw).next().is_some()) {
        match line.row.signal_group.as_deref() {
            None => {
                compiler.problems(used(line.raw).map(|(_, _, count)| without_signals(&line.row.name, count.span())));
            }
            Some(group) if groups.contains(&group) => {}
            Some(group) => groups.push(group),
        }
    }
    for group in groups {
        let allotted = allotments(compiler, group, season);
        let members: Vec<&ResolvedLine<'_, '_>> =
            lines.iter().filter(|line| line.row.signal_group.as_deref() == Some(group)).collect();
        check_group(compiler, &members, &allotted);
    }
}

fn check_group(compiler: &Compiler<'_>, members: &[&ResolvedLine<'_, '_>], allotted: &[&AllotmentRow]) {
    for (tier, key) in TIERS {
        let counts: Vec<(&str, &Spanned<u64>)> = members
            .iter()
            .flat_map(|line| used(line.raw).map(|found| (line.row.name.as_str(), found)))
            .filter(|(_, (of, _, _))| *of == tier)
            .map(|(name, (_, _, count))| (name, count))
            .collect();
        match allotted.iter().find(|row| row.tier == tier) {
            None => compiler.problems(counts.iter().map(|(name, count)| wrong_tier(name, key, count.span(), allotted))),
            Some(row) => compiler.problems(beyond(&counts, row, key)),
        }
    }
}

/// Lets the first programs of each track get the signals that applicants usually send, of every tier of which no line of
/// the specialty says how many it sends.
pub fn send_usual(compiler: &Compiler<'_>, lines: &mut [Line], resolved: &[ResolvedLine<'_, '_>], season: u16) {
    let mut sent: Vec<&str> = Vec::new();
    let order = order_of_application(lines);
    for row in resolved.iter().map(|line| line.row) {
        let Some(group) = row.signal_group.as_deref().filter(|_| !sent.contains(&row.track.as_str())) else { continue };
        sent.push(&row.track);
        let members = || resolved.iter().filter(|line| line.row.signal_group.as_deref() == Some(group));
        let is_stated = |tier| members().any(|line| is_stated(line.raw, tier));
        let usual = |row: &TrackRow| compiler.reference.usual_signals(row, season);
        let mut left = usual(row);
        if let Some(partner) = members().map(|line| line.row).find(|other| other.track != row.track) {
            // Interventional radiology takes half of what the radiologies share, as far as it has programs to send them to.
            let of_partner = usual(partner);
            if left.total() > of_partner.total() {
                let reached = resolved.iter().zip(lines.iter()).filter(|(line, _)| line.row.track == partner.track);
                left = left.less(of_partner.at_most(programs_of(reached.map(|(_, line)| line))));
            }
        }
        if is_stated(SignalTier::Gold) {
            left.gold = 0;
        }
        if is_stated(SignalTier::Silver) {
            left.silver = 0;
        }
        if is_stated(SignalTier::Single) {
            left.plain = 0;
        }
        for at in order.iter().filter(|at| resolved[**at].row.track == row.track) {
            if left.total() == 0 {
                break;
            }
            let own = lines[*at].signal_counts();
            lines[*at] = lines[*at].clone().with_signals(own.and(left));
            left = left.less(lines[*at].signal_counts().less(own));
        }
    }
}

/// Notes the signals of a portfolio that are left although its programs could get them.
pub fn unused(
    compiler: &Compiler<'_>,
    lines: &[Line],
    resolved: &[ResolvedLine<'_, '_>],
    season: u16,
    portfolio: &str,
) -> Option<Warning> {
    let mut groups: Vec<&str> = Vec::new();
    let mut left = Vec::new();
    for group in resolved.iter().filter_map(|line| line.row.signal_group.as_deref()) {
        if groups.contains(&group) {
            continue;
        }
        groups.push(group);
        let members = || resolved.iter().zip(lines).filter(|(of, _)| of.row.signal_group.as_deref() == Some(group));
        let mut room: u32 =
            members().map(|(_, line)| line.programs - line.signal_counts().total().min(line.programs)).sum();
        let mut names: Vec<&str> = members().map(|(of, _)| of.row.name.as_str()).collect();
        names.dedup();
        for (tier, key) in TIERS {
            let Some(row) = compiler.reference.allotment(group, tier, season) else { continue };
            let used: u32 = members().map(|(_, line)| sent(line, tier)).sum();
            let more = row.signals.saturating_sub(used).min(room);
            room -= more;
            if more > 0 {
                left.push((more, key, names.join(" and ")));
            }
        }
    }
    let first = resolved.first().filter(|_| !left.is_empty())?;
    Some(WarningKind::UnusedSignals { portfolio: portfolio.to_owned(), left }.at(first.track_span()))
}

/// What a line sends of a tier.
fn sent(line: &Line, tier: SignalTier) -> u32 {
    match tier {
        SignalTier::Gold => line.gold_signals,
        SignalTier::Silver => line.silver_signals,
        SignalTier::Single => line.signals,
    }
}

/// Whether the line says how many signals of the tier it sends; a list says which of its programs get one, and no others do.
fn is_stated(line: &RawLine, tier: SignalTier) -> bool {
    line.listed.is_some() || typed(line, tier).value().is_some()
}

/// Notes which tracks with signals have their allotment from another season.
pub fn warn_of_season(compiler: &Compiler<'_>, portfolios: &[Portfolio], used: &UsedTracks<'_>, season: u16) {
    let signalled = |track: usize| {
        let mut lines = portfolios.iter().flat_map(|portfolio| &portfolio.lines).filter(|line| line.track == track);
        lines.any(|line| line.gold_signals + line.silver_signals + line.signals > 0)
    };
    let mut seasons: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for (_, row) in used.rows().iter().enumerate().filter(|(track, _)| signalled(*track)) {
        let group = row.signal_group.as_deref().unwrap_or_default();
        if let Some(allotted) = allotments(compiler, group, season).first().filter(|found| found.season != season) {
            seasons.entry(allotted.season).or_default().push(row.name.clone());
        }
    }
    for (used, tracks) in seasons {
        compiler.warn(WarningKind::SignalsOfAnotherSeason { season, used, tracks }.of_scenario());
    }
}

fn without_signals(track: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::at(span, format!("{track} takes no signals"), "no signals here").hint("take it out")
}

fn wrong_tier(track: &str, key: &str, span: Range<usize>, allotted: &[&AllotmentRow]) -> Diagnostic {
    let known: Vec<String> = TIERS
        .iter()
        .filter_map(|(tier, key)| allotted.iter().find(|row| row.tier == *tier).map(|row| (row, key)))
        .map(|(row, key)| format!("`{key}` (up to {})", row.signals))
        .collect();
    let problem = Diagnostic::at(span, format!("{track} has no `{key}`"), "not a tier of this specialty");
    if known.is_empty() {
        return problem.hint("the tables list no signals for it up to this season; take it out");
    }
    problem.hint(format!("it has {}", known.join(" and ")))
}

fn beyond(counts: &[(&str, &Spanned<u64>)], row: &AllotmentRow, key: &str) -> Option<Diagnostic> {
    let total = counts.iter().fold(0_u64, |sum, (_, count)| sum.saturating_add(*count.get_ref()));
    if total <= u64::from(row.signals) {
        return None;
    }
    let (last, earlier) = counts.split_last()?;
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in counts {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let mut problem = Diagnostic::at(
        last.1.span(),
        format!("{total} `{key}` are more than the {} that {} allots", row.signals, names.join(" and ")),
        format!("{total} with this line"),
    );
    for (_, count) in earlier {
        problem = problem.related(count.span(), "counted with it");
    }
    Some(problem.hint(format!(
        "allotment of season {}: {} `{key}` for all lines of the specialty in a portfolio together{}",
        row.season,
        row.signals,
        if row.signal_group.contains("_and_") { "; diagnostic and interventional radiology share them" } else { "" }
    )))
}

/// A program gets at most one signal, one tie and one rotation: none can outnumber the line.
pub fn check_counts(compiler: &Compiler<'_>, line: &RawLine) {
    let Some(programs) = line.programs.given() else { return };
    let signals: Vec<(&str, &Spanned<u64>)> = used(line).map(|(_, key, count)| (key, count)).collect();
    let own = |key: &'static str, value: &'_ Typed<u64>| value.given().map(|count| (key, count.clone()));
    let total = signals.iter().fold(0_u64, |sum, (_, count)| sum.saturating_add(*count.get_ref()));
    if let Some((_, count)) = signals.last().filter(|_| total > *programs.get_ref()) {
        compiler.problem(outnumbered("signals", total, count.span(), programs));
    }
    let others = [own("geographic_ties", &line.geographic_ties), own("rotations", &line.rotations)];
    for (key, count) in others.into_iter().flatten().filter(|(_, count)| count.get_ref() > programs.get_ref()) {
        compiler.problem(outnumbered(key, *count.get_ref(), count.span(), programs));
    }
}

fn outnumbered(what: &str, total: u64, span: Range<usize>, programs: &Spanned<u64>) -> Diagnostic {
    Diagnostic::at(
        span,
        format!("{total} {what}, but the line has {} programs", programs.get_ref()),
        "more than programs",
    )
    .related(programs.span(), "programs of the line")
    .hint(format!("allowed: 0 to {} in all", programs.get_ref()))
}
