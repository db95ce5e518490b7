//! `matchfolio check`: the resolved plan, what it costs, where the applicant
//! stands, and everything to be warned of. No simulation.

use std::fmt::Write as _;

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use super::arguments::{CheckOptions, Common};
use super::failure::Failure;
use super::run::load_all;
use super::terminal::print;
use crate::model::{Line, Portfolio, Role, Screening, TrackKind, TrackPrior, Visa};
use crate::reference::Reference;
use crate::reference::rows::{SignalTier, TrackRow};
use crate::scenario::assessment::{assess, shown};
use crate::scenario::risk::{RADIOLOGY_RULE, radiology_risk};
use crate::scenario::{Loaded, PlannedPortfolio, Scenario, applications_by_specialty};

/// Checks every scenario of `options` and prints its plan.
pub(super) fn execute(options: &CheckOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = load_all(&options.scenarios, &reference)?;
    let texts: Vec<String> = loaded.iter().map(|loaded| render(loaded, &reference, None)).collect();
    print(&texts.join("\n"))
}

/// The whole text of `check` for one scenario.
///
/// `model_unmatched` is the model's P(unmatched) of each portfolio, shown
/// beside the advisers' rule of thumb where the caller has it.
#[must_use]
pub fn render(loaded: &Loaded, reference: &Reference, model_unmatched: Option<&[f64]>) -> String {
    let scenario = &loaded.scenario;
    let mut parts = vec![head(scenario)];
    parts.extend(
        scenario
            .portfolios
            .iter()
            .map(|planned| portfolio(planned, scenario, reference)),
    );
    parts.push(self_assessment(scenario));
    parts.extend(risk(scenario, model_unmatched));
    let warnings = loaded
        .warnings
        .iter()
        .map(|warning| warning.render(&scenario.file, &loaded.text, false));
    parts.extend(warnings);
    parts.join("\n\n") + "\n"
}

/// Who applies, with which limits and values.
fn head(scenario: &Scenario) -> String {
    let applicant = &scenario.applicant;
    let mut text = format!("{}\n{}, season {}\n\n", scenario.title, scenario.file, scenario.season);
    let mut row = |label: &str, value: String| {
        let _ = writeln!(text, "  {label:<24}{value}");
    };
    row(
        "applicant",
        format!("{}, {}", applicant.kind.label(), applicant.visa.label()),
    );
    row(
        "Step 2 CK",
        format!(
            "{}, failed attempts: {}",
            shown(applicant.step2_ck),
            applicant.exam_failures
        ),
    );
    row(
        "since graduation",
        format!("{} years", shown(applicant.years_since_graduation)),
    );
    row(
        "US clinical experience",
        format!(" {} months", shown(applicant.us_clinical_months))
            .trim()
            .to_owned(),
    );
    row("publications", shown(applicant.publications));
    row("letters", letters(scenario));
    if applicant.reapplicant {
        row("earlier Match", "without success".to_owned());
    }
    let limit = scenario
        .portfolios
        .iter()
        .find_map(|planned| planned.portfolio.max_interviews);
    row(
        "interviews at most",
        limit.map_or("no limit".to_owned(), |most| most.to_string()),
    );
    row(
        "budget",
        scenario
            .budget_usd
            .map_or("no limit".to_owned(), |budget| format!("${budget:.0}")),
    );
    row("worth of outcomes", values(scenario));
    text.trim_end().to_owned()
}

fn letters(scenario: &Scenario) -> String {
    let tracks = scenario.prior.tracks.iter().zip(&scenario.applicant.letters);
    let counts: Vec<String> = tracks
        .filter(|(track, _)| track.kind != TrackKind::Preliminary)
        .map(|(track, count)| format!("{} {count}", track.short_name))
        .collect();
    counts.join(", ")
}

fn values(scenario: &Scenario) -> String {
    let Some(values) = &scenario.values else {
        return "not stated".to_owned();
    };
    let tracks = scenario
        .prior
        .tracks
        .iter()
        .zip(values.matched.iter().zip(&values.matched_without_pgy1));
    let mut words: Vec<String> = tracks
        .filter(|(track, _)| track.kind != TrackKind::Preliminary)
        .map(|(track, (matched, without))| {
            if track.kind.has_advanced_positions() {
                format!("{} {matched} ({without} without a PGY-1)", track.short_name)
            } else {
                format!("{} {matched}", track.short_name)
            }
        })
        .collect();
    if scenario
        .prior
        .tracks
        .iter()
        .any(|track| track.kind == TrackKind::Preliminary)
    {
        words.push(format!("preliminary only {}", values.preliminary_only));
    }
    words.join(", ")
}

/// One portfolio: lines, signals, fees.
fn portfolio(planned: &PlannedPortfolio, scenario: &Scenario, reference: &Reference) -> String {
    let rows: Vec<&TrackRow> = scenario
        .prior
        .tracks
        .iter()
        .filter_map(|track| reference.track(&track.id))
        .collect();
    let plan = &planned.portfolio;
    let mut text = format!(
        "Portfolio \"{}\": {} applications\n{}\n",
        plan.name,
        plan.applications(),
        lines(plan, scenario)
    );
    for (label, value) in [
        ("signals", signals(plan, scenario.season, &rows, reference)),
        ("fees", fees(planned, scenario, &rows, reference)),
    ] {
        let _ = writeln!(text, "  {label:<9}{value}");
    }
    text.trim_end().to_owned()
}

/// Columns under a ruled header, nothing else.
fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(header.iter().copied());
    table
}

fn lines(plan: &Portfolio, scenario: &Scenario) -> String {
    let mut table = table(&[
        "order",
        "track",
        "programs",
        "of",
        "chosen",
        "signals",
        "known there",
        "list",
    ]);
    for line in &plan.lines {
        let track = &scenario.prior.tracks[line.track];
        let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
        table.add_row(vec![
            right(line.preference.to_string()),
            Cell::new(&track.name),
            right(line.programs.to_string()),
            Cell::new(pool(line, track, scenario.applicant.visa)),
            Cell::new(screening(line.screening)),
            Cell::new(counts(&[
                (line.gold_signals, "gold"),
                (line.silver_signals, "silver"),
                (line.signals, "plain"),
            ])),
            Cell::new(counts(&[(line.geographic_ties, "tie"), (line.rotations, "rotation")])),
            Cell::new(list(line, track.kind)),
        ]);
    }
    table.trim_fmt()
}

/// How many programs the line could choose from.
fn pool(line: &Line, track: &TrackPrior, visa: Visa) -> String {
    if line.sponsors_only && visa.is_needed() {
        let sponsoring = (f64::from(track.pool_programs) * track.sponsor_share(visa)).floor();
        format!("{sponsoring} sponsoring")
    } else {
        format!("{} in all", track.pool_programs)
    }
}

fn screening(screening: Screening) -> String {
    match screening {
        Screening::None => "at random".to_owned(),
        Screening::Typical => "typical".to_owned(),
        Screening::Researched => "researched".to_owned(),
        Screening::Level(level) => level.to_string(),
    }
}

/// The counts that are not zero, each with its word.
fn counts(counts: &[(u32, &str)]) -> String {
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if words.is_empty() {
        "–".to_owned()
    } else {
        words.join(", ")
    }
}

fn list(line: &Line, kind: TrackKind) -> &'static str {
    match (kind, line.role) {
        (TrackKind::Preliminary, Role::Pgy1) => "supplemental",
        (TrackKind::Preliminary, Role::Both) => "primary, supplemental",
        _ => "primary",
    }
}

/// Signals used of the allotment, by the groups that share one.
fn signals(plan: &Portfolio, season: u16, rows: &[&TrackRow], reference: &Reference) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in &plan.lines {
        let row = rows[line.track];
        let Some(group) = row.signal_group.as_deref() else {
            continue;
        };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, names)) if names.contains(&row.short_name.as_str()) => {}
            Some((_, names)) => names.push(&row.short_name),
            None => groups.push((group, vec![&row.short_name])),
        }
    }
    let of_group = |(group, names): &(&str, Vec<&str>)| {
        let members = || {
            plan.lines
                .iter()
                .filter(|line| rows[line.track].signal_group.as_deref() == Some(group))
        };
        let tiers: [(SignalTier, &str, u32); 3] = [
            (SignalTier::Gold, "gold", members().map(|line| line.gold_signals).sum()),
            (
                SignalTier::Silver,
                "silver",
                members().map(|line| line.silver_signals).sum(),
            ),
            (SignalTier::Single, "plain", members().map(|line| line.signals).sum()),
        ];
        let words: Vec<String> = tiers
            .iter()
            .filter_map(|(tier, word, used)| {
                let allotted = reference.allotment(group, *tier, season)?;
                Some(format!("{used} of {} {word}", allotted.signals))
            })
            .collect();
        (!words.is_empty()).then(|| format!("{}: {}", names.join(" + "), words.join(", ")))
    };
    let words: Vec<String> = groups.iter().filter_map(of_group).collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join("; ")
    }
}

fn fees(planned: &PlannedPortfolio, scenario: &Scenario, rows: &[&TrackRow], reference: &Reference) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Some(schedule) = reference.fee_schedule(scenario.season) {
        for (specialty, count) in applications_by_specialty(&planned.portfolio, rows) {
            let usd = schedule.applications(std::iter::once((specialty, count)));
            words.push(format!("{} ({count}) ${usd:.0}", specialty.replace('_', " ")));
        }
    }
    words.push(format!("registration ${:.0}", planned.cost.registration));
    words.push(format!("transcripts ${:.0}", planned.cost.transcripts));
    let total = planned.cost.total();
    let budget = match scenario.budget_usd {
        None => String::new(),
        Some(budget) if total > budget => format!(", ${:.0} over the budget", total - budget),
        Some(budget) => format!(", ${:.0} below the budget", budget - total),
    };
    format!("{}; together ${total:.0}{budget}", words.join(", "))
}

/// The applicant against the pool of each track.
fn self_assessment(scenario: &Scenario) -> String {
    let kind = scenario.applicant.kind.label();
    let mut text = format!("Self-assessment against each {kind} who prefers the track");
    for assessment in assess(scenario) {
        let mut table = table(&["", "stated", "is", "rule"]);
        for judgement in &assessment.judgements {
            table.add_row([
                judgement.aspect.label(),
                &judgement.stated,
                &judgement.rating_label(),
                &judgement.rule,
            ]);
        }
        let _ = write!(
            text,
            "\n\n{}\n{}",
            scenario.prior.tracks[assessment.track].name,
            table.trim_fmt()
        );
    }
    text
}

/// The advisers' risk group, plainly marked as a rule of thumb.
fn risk(scenario: &Scenario, model_unmatched: Option<&[f64]>) -> Option<String> {
    let tracks = scenario.prior.tracks.iter().map(|track| track.id.as_str());
    let risk = radiology_risk(&scenario.applicant, tracks)?;
    let reasons = if risk.reasons.is_empty() {
        String::new()
    } else {
        format!(" ({})", risk.reasons.join("; "))
    };
    let mut text = format!(
        "Risk group for radiology: {}{reasons}\n  This is advisers' rule of thumb, not a result of the model. {RADIOLOGY_RULE}.",
        risk.group.label()
    );
    match model_unmatched {
        None => text.push_str("\n  The model's own chances: `matchfolio run`."),
        Some(chances) => {
            for (planned, chance) in scenario.portfolios.iter().zip(chances) {
                let name = &planned.portfolio.name;
                let _ = write!(
                    text,
                    "\n  The model's chance of going unmatched with \"{name}\": {:.1} %",
                    100.0 * chance
                );
            }
        }
    }
    Some(text)
}
