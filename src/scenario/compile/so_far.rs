//! A season in progress: what was applied with, and which portfolios are ways to go on.

use crate::model::{Line, Portfolio, SeasonSoFar};
use crate::scenario::diagnose::{Diagnostic, quoted};
use crate::scenario::numbers::counted;
use crate::scenario::raw::{RawProgress, RawScenario};
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;
use super::tracks::{UsedTracks, unknown_track};

/// What is known of the season so far; none before it begins. What is wrong is reported.
pub fn compile(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    used: &UsedTracks<'_>,
    season: u16,
    portfolios: &[Portfolio],
) -> Option<Box<SeasonSoFar>> {
    let section = raw.progress.as_ref()?;
    let before = compiler.problem_count();
    let days = days(compiler, section, season);
    let applied_with = applied_with(compiler, section, portfolios);
    check_plans(compiler, raw);
    let ((day, last_day), applied_with, date) = (days?, applied_with?, section.date.value()?);
    let invitations = invitations(compiler, section, used, &portfolios[applied_with]);
    let found = SeasonSoFar { portfolio: portfolios[applied_with].clone(), invitations, date, day, last_day };
    for (index, portfolio) in portfolios.iter().enumerate() {
        check_continues(compiler, raw, &found.portfolio, (index, portfolio), used);
    }
    if compiler.problem_count() > before {
        return None;
    }
    let applied = used.rows().iter().zip(&found.invitations).enumerate();
    let applied = applied.filter(|(track, _)| found.applied(*track) > 0);
    let invitations = applied.map(|(_, (row, count))| (*count, row.name.clone())).collect();
    let portfolio = found.portfolio.name.clone();
    compiler.warn(WarningKind::InProgress { date, portfolio, invitations }.of_scenario());
    Some(Box::new(found))
}

/// Days from the first look of programs at applications to the day stated, and to the last invitation.
fn days(compiler: &Compiler<'_>, section: &RawProgress, season: u16) -> Option<(f64, f64)> {
    let typed = section.date.given()?;
    let day = |event: &str| compiler.reference.season_day(event, season).map(|day| day.date);
    let (Some(first), Some(last), Some(end)) = (day("programs_review"), day("rank_lists_due"), day("match_day")) else {
        compiler.problem(Diagnostic::of_file("the tables have no dates of this season".to_owned()));
        return None;
    };
    let date = *typed.get_ref();
    if !(first..=end).contains(&date) {
        let message = format!("{date} is not in the season of the {season} Match");
        let label = format!("programs first see applications on {first}, and Match Day is {end}");
        let hint = "before the season begins leave [progress] out; a later season needs another `season`";
        compiler.problem(Diagnostic::at(typed.span(), message, label).hint(hint));
        return None;
    }
    let after = |later: crate::model::date::Date| f64::from(later.number() - first.number());
    Some((after(date), after(last)))
}

fn applied_with(compiler: &Compiler<'_>, section: &RawProgress, portfolios: &[Portfolio]) -> Option<usize> {
    let Some(name) = section.portfolio.given() else { return Some(0) };
    let found = portfolios.iter().position(|portfolio| &portfolio.name == name.get_ref());
    if found.is_none() {
        let names: Vec<String> = portfolios.iter().map(|portfolio| quoted(&portfolio.name)).collect();
        let problem = Diagnostic::at(
            name.span(),
            format!("no portfolio is called {}", quoted(name.get_ref())),
            "not in this file",
        );
        compiler.problem(problem.hint(format!("write one of {}", names.join(", "))));
    }
    found
}

/// Plans begin before a season.
fn check_plans(compiler: &Compiler<'_>, raw: &RawScenario) {
    if let Some(plan) = raw.plans.first() {
        let problem =
            Diagnostic::at(plan.span.clone(), "a season in progress allows no plans", "plans begin before a season");
        compiler.problem(problem.hint("take [progress] out to compare plans, or the plans to look at this season"));
    }
}

fn invitations(
    compiler: &Compiler<'_>,
    section: &RawProgress,
    used: &UsedTracks<'_>,
    applied_with: &Portfolio,
) -> Vec<u32> {
    let mut received = vec![0; used.rows().len()];
    for entry in section.invitations.given().into_iter().flat_map(serde_spanned::Spanned::get_ref) {
        let (name, stated) = (&entry.track, *entry.value.get_ref());
        let Some(row) = compiler.reference.track(name.get_ref()) else {
            compiler.problem(unknown_track(name, compiler.reference));
            continue;
        };
        let applied: u64 = used.index_of(name.get_ref()).map_or(0, |track| u64::from(applied_with.programs(track)));
        if stated > applied {
            let message = format!(
                "{} of {} invited, but {} applied to {applied}",
                counted(stated, "program"),
                row.name,
                quoted(&applied_with.name)
            );
            let problem = Diagnostic::at(entry.value.span(), message, "more invitations than applications");
            compiler.problem(problem.hint("name in `portfolio` what was applied with"));
        } else if let Some(track) = used.index_of(name.get_ref()) {
            received[track] = u32::try_from(stated).unwrap_or(u32::MAX);
        }
    }
    received
}

/// A portfolio is a way to go on if it holds, of each of its tracks, the lines applied with first.
fn check_continues(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    applied_with: &Portfolio,
    (index, portfolio): (usize, &Portfolio),
    used: &UsedTracks<'_>,
) {
    let Some(typed) = raw.portfolios.get(index) else { return };
    for (track, row) in used.rows().iter().enumerate() {
        let of = |portfolio: &Portfolio| -> Vec<Line> {
            portfolio.lines.iter().filter(|line| line.track == track).map(as_applied).collect()
        };
        let (before, now) = (of(applied_with), of(portfolio));
        let continues = now.is_empty() || continues(&before, &now);
        if !continues {
            let message = format!(
                "{} cannot follow {}: its programs of {} are not those applied to and more",
                quoted(&portfolio.name),
                quoted(&applied_with.name),
                row.name
            );
            let hint = "repeat the lines applied with as they are and add further ones behind them; only `preference`, \
                        `interview_priority` and `keep` can differ, and a track can be left out as a whole";
            compiler.problem(Diagnostic::at(typed.span.clone(), message, "a way to go on").hint(hint));
        }
    }
}

/// Whether `now` begins with the lines `before`, the last of which may have more programs.
fn continues(before: &[Line], now: &[Line]) -> bool {
    let Some((last, others)) = before.split_last() else { return true };
    let grown = |line: &Line| {
        line.programs >= last.programs
            && Line { programs: last.programs, ..line.clone() } == *last
            && (line.facts.is_none() || line.programs == last.programs)
    };
    now.starts_with(others) && now.get(others.len()).is_some_and(grown)
}

/// A line without what can still be decided.
fn as_applied(line: &Line) -> Line {
    Line { preference: 0, interview_priority: None, keep: None, ..line.clone() }
}
