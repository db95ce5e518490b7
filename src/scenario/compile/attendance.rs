//! Interviews attended and invitations received: what is known before the rank
//! order list is certified.

use crate::model::Role;
use crate::reference::TrackRow;
use crate::scenario::compiled::{Attendance, Interview};
use crate::scenario::diagnose::{Diagnostic, quoted};
use crate::scenario::raw::{RawInterview, RawPortfolio, RawScenario};

use super::compiler::Compiler;
use super::pgy1;
use super::tracks::{UsedTracks, is_preliminary, unknown_track};
use crate::scenario::compiled::SHARE_WITHOUT_PGY1;

/// An interview whose track is known.
struct Resolved<'a, 'r> {
    raw: &'a RawInterview,
    row: &'r TrackRow,
    track: usize,
}

/// What is known after the interviews; none if the file does not say it or says it wrong, which is reported.
pub fn compile(compiler: &Compiler<'_>, raw: &RawScenario, used: &UsedTracks<'_>) -> Option<Attendance> {
    let before = compiler.problem_count();
    let names = raw.interviews.iter().filter_map(|one| one.program.given());
    let hint = "list every program once, or add what tells them apart to the name";
    compiler.check_unique(names, "interviews are at", hint);
    check_interviews(compiler, raw);
    let resolved = resolve(compiler, raw, used);
    for one in &resolved {
        pgy1::check_role(compiler, &one.raw.role, one.row);
    }
    let invitations = invitations(compiler, raw, &resolved, used);
    check_applications(compiler, raw, &resolved, &invitations, used);
    check_worths(compiler, &resolved, raw);
    let interviews: Vec<Interview> =
        resolved.iter().filter_map(|one| interview(compiler, one, &resolved, raw)).collect();
    if raw.interviews.is_empty() || compiler.problem_count() > before || interviews.len() < raw.interviews.len() {
        return None;
    }
    check_order(compiler, &resolved, &interviews);
    check_primary(compiler, &raw.interviews, &interviews);
    Some(Attendance { interviews, invitations })
}

/// Invitations alone say nothing of a rank order list.
fn check_interviews(compiler: &Compiler<'_>, raw: &RawScenario) {
    let stated = raw.invitations.iter().flat_map(|section| &section.received).next();
    if let Some(entry) = stated.filter(|_| raw.interviews.is_empty()) {
        compiler.problem(
            Diagnostic::at(entry.track.span(), "there are invitations but no `[[interview]]`", "nothing was attended")
                .hint(
                    "write `[[interview]]` with `program` and `track` for each one attended, the most preferred first",
                ),
        );
    }
}

fn resolve<'a, 'r>(compiler: &Compiler<'_>, raw: &'a RawScenario, used: &UsedTracks<'r>) -> Vec<Resolved<'a, 'r>> {
    let mut resolved = Vec::new();
    for one in &raw.interviews {
        let Some(name) = one.track.given() else { continue };
        match (compiler.reference.track(name.get_ref()), used.index_of(name.get_ref())) {
            (None, _) => compiler.problem(unknown_track(name, compiler.reference)),
            (Some(row), None) => compiler.problem(
                Diagnostic::at(name.span(), format!("no portfolio applies to {}", row.name), "an interview there")
                    .hint("add a line with the programs that were applied to: how many did not invite counts too"),
            ),
            (Some(_), Some(track)) => resolved.push(Resolved { raw: one, row: used.rows()[track], track }),
        }
    }
    resolved
}

/// Invitations by track: as stated, or as many as interviews were attended.
fn invitations(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    resolved: &[Resolved<'_, '_>],
    used: &UsedTracks<'_>,
) -> Vec<u32> {
    let attended = |track: usize| resolved.iter().filter(|one| one.track == track).count() as u64;
    let mut received: Vec<u64> = (0..used.rows().len()).map(attended).collect();
    for entry in raw.invitations.iter().flat_map(|section| &section.received) {
        let (name, stated) = (&entry.track, *entry.value.get_ref());
        match (compiler.reference.track(name.get_ref()), used.index_of(name.get_ref())) {
            (None, _) => compiler.problem(unknown_track(name, compiler.reference)),
            (Some(row), None) => compiler.problem(
                Diagnostic::at(name.span(), format!("no portfolio applies to {}", row.name), "invitations from there")
                    .hint("add a line with the programs that were applied to, or take this out"),
            ),
            (Some(row), Some(track)) if stated < received[track] => compiler.problem(
                Diagnostic::at(
                    entry.value.span(),
                    format!("the invitations in {} are {stated}, its interviews {}", row.name, received[track]),
                    "all invitations, those declined included",
                )
                .hint("count the interviews attended as well"),
            ),
            (Some(_), Some(track)) => received[track] = stated,
        }
    }
    received.into_iter().map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect()
}

/// Some portfolio must have applied to as many programs of each track as invited.
fn check_applications(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    resolved: &[Resolved<'_, '_>],
    invitations: &[u32],
    used: &UsedTracks<'_>,
) {
    for (row, received) in used.rows().iter().zip(invitations) {
        let most = raw.portfolios.iter().map(|portfolio| programs(portfolio, &row.track)).max().unwrap_or(0);
        if u64::from(*received) <= most {
            continue;
        }
        let stated = raw.invitations.iter().flat_map(|section| &section.received);
        let place = stated
            .filter(|entry| entry.track.get_ref() == &row.track)
            .map(|entry| entry.value.span())
            .chain(resolved.iter().filter(|one| one.row.track == row.track).filter_map(|one| one.raw.track.span()))
            .next();
        let Some(place) = place else { continue };
        let message =
            format!("{received} programs of {} invited, but no portfolio applies to more than {most}", row.name);
        compiler.problem(
            Diagnostic::at(place, message, "more invitations than applications")
                .hint("let one portfolio say what was applied to"),
        );
    }
}

fn programs(portfolio: &RawPortfolio, track: &str) -> u64 {
    let lines = portfolio.lines.iter().filter(|line| line.track.given().is_some_and(|name| name.get_ref() == track));
    lines.filter_map(|line| line.programs.value()).fold(0, u64::saturating_add)
}

/// One message for all interviews whose worth is missing.
fn check_worths(compiler: &Compiler<'_>, resolved: &[Resolved<'_, '_>], raw: &RawScenario) {
    let missing = || resolved.iter().filter(|one| worth(one, resolved, raw).is_none());
    let Some(first) = missing().next() else { return };
    let mut tracks: Vec<&str> = Vec::new();
    for one in missing() {
        if !tracks.contains(&one.row.name.as_str()) {
            tracks.push(&one.row.name);
        }
    }
    let message = format!("nothing says what a match in {} is worth to you", tracks.join(", "));
    compiler.problem(Diagnostic::at(first.raw.span.clone(), message, "no `value` here or in [values]").hint(
        "write a section [values] with a number from 0 (as bad as unmatched) to 1 for each track, or `value = …` with each \
         interview",
    ));
}

/// The interview with its worth; none where the worth is missing.
fn interview(
    compiler: &Compiler<'_>,
    one: &Resolved<'_, '_>,
    resolved: &[Resolved<'_, '_>],
    raw: &RawScenario,
) -> Option<Interview> {
    let role = role(one)?;
    // A PGY-1 for an advanced match has no worth of its own.
    if let Some(value) = one.raw.value.given().filter(|_| !role.is_on_primary_list()) {
        let message = format!("{} on the supplemental list has no `value`", one.row.name);
        compiler.problem(
            Diagnostic::at(value.span(), message, "it only completes an advanced match")
                .hint("take it out, or rank the program on the primary list too with role = \"both\""),
        );
    }
    let worth = worth(one, resolved, raw)?;
    let stated = raw.values.as_ref().and_then(|values| values.matched_without_pgy1.value());
    let without = stated.unwrap_or(worth * SHARE_WITHOUT_PGY1).min(worth);
    let program = one.raw.program.value()?;
    Some(Interview { program, track: one.track, role, worth, worth_without_pgy1: without })
}

fn role(one: &Resolved<'_, '_>) -> Option<Role> {
    pgy1::role_of(&one.raw.role, one.row)
}

/// What a match at the program is worth: as stated with it, else that of its track.
fn worth(one: &Resolved<'_, '_>, resolved: &[Resolved<'_, '_>], raw: &RawScenario) -> Option<f64> {
    if let Some(own) = one.raw.value.given() {
        return Some(*own.get_ref());
    }
    if role(one).is_some_and(|role| !role.is_on_primary_list()) {
        return Some(0.0);
    }
    match &raw.values {
        Some(_) => worth_of_track(one, raw),
        None => worth_of_only_track(one, resolved),
    }
}

/// Where nothing was valued and every interview is in one residency track, a match is worth 1: there is
/// nothing to weigh it against.
fn worth_of_only_track(one: &Resolved<'_, '_>, resolved: &[Resolved<'_, '_>]) -> Option<f64> {
    let on_primary = |other: &&Resolved<'_, '_>| role(other).is_some_and(Role::is_on_primary_list);
    let is_only =
        resolved.iter().filter(on_primary).all(|other| other.track == one.track && other.raw.value.given().is_none());
    (is_only && !is_preliminary(one.row)).then_some(1.0)
}

fn worth_of_track(one: &Resolved<'_, '_>, raw: &RawScenario) -> Option<f64> {
    let values = raw.values.as_ref()?;
    if is_preliminary(one.row) {
        return values.preliminary_only.or(0.0);
    }
    let entry = values.matched.iter().find(|entry| entry.track.get_ref() == &one.row.track)?;
    Some(*entry.value.get_ref())
}

/// The order of preference and the values must say the same.
fn check_order(compiler: &Compiler<'_>, resolved: &[Resolved<'_, '_>], interviews: &[Interview]) {
    let mut least: Option<usize> = None;
    for (place, one) in interviews.iter().enumerate().filter(|(_, one)| one.role.is_on_primary_list()) {
        match least.filter(|earlier| interviews[*earlier].worth < one.worth) {
            Some(earlier) => {
                let message = format!(
                    "{} is worth {} but stands below {}, worth {}",
                    quoted(&one.program),
                    one.worth,
                    quoted(&interviews[earlier].program),
                    interviews[earlier].worth
                );
                compiler.problem(
                    Diagnostic::at(resolved[place].raw.span.clone(), message, "worth more than what stands above")
                        .related(resolved[earlier].raw.span.clone(), "preferred to it")
                        .hint(
                            "interviews stand in the true order of preference; give each a `value` of its own, falling",
                        ),
                );
            }
            None => least = Some(place),
        }
    }
}

fn check_primary(compiler: &Compiler<'_>, raw: &[RawInterview], interviews: &[Interview]) {
    if let Some(first) = raw.first().filter(|_| !interviews.iter().any(|one| one.role.is_on_primary_list())) {
        compiler.problem(
            Diagnostic::at(
                first.span.clone(),
                "no interview can stand on the primary rank order list",
                "all interviews have role = \"pgy1\"",
            )
            .hint("add an interview of a residency, or set role = \"both\""),
        );
    }
}
