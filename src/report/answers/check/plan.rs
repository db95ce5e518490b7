//! The resolved plan of one portfolio: lines, signals, fees.

use crate::model::{Line, Portfolio, Role, Screening, TrackKind, TrackPrior, Visa};
use crate::reference::Reference;
use crate::reference::{SignalTier, TrackRow};
use crate::report::document::{Document, Table, Unasked, Width, dash, hanging, number, words};
use crate::report::number::{counted, dollars};
use crate::scenario::{PlannedPortfolio, Scenario};

/// One portfolio: its lines, what it costs, signals that are left; signals and fees by specialty in a fold.
pub fn portfolio(
    planned: &PlannedPortfolio,
    scenario: &Scenario,
    reference: &Reference,
    unasked: Unasked,
    document: &mut Document,
) {
    let rows: Vec<&TrackRow> = scenario.prior.tracks.iter().filter_map(|track| reference.track(&track.id)).collect();
    let plan = &planned.portfolio;
    let applications = counted(u64::from(plan.applications()), "application");
    let [used, left] = signals(plan, scenario.season, &rows, reference);
    document
        .lines(format!("Portfolio \"{}\": {applications}, {}", plan.name, total(planned, scenario)))
        .table(lines(plan, scenario));
    if !left.is_empty() {
        document.hanging("  signals left: ", left.join(", "), 4);
    }
    document.fold(
        "Signals and fees",
        unasked,
        [
            hanging("  signals  ", if used.is_empty() { "none".to_owned() } else { used.join("; ") }, 11),
            hanging("  fees     ", fees(planned, scenario), 11),
        ],
    );
}

/// The lines, in a table that fits 80 columns and cuts no word.
fn lines(plan: &Portfolio, scenario: &Scenario) -> Table {
    let narrow = |title: &str, most| words(title).wide(Width::AtMost(most));
    let columns = [number("#"), narrow("specialty", 36), narrow("programs", 24), narrow("signals, ties", 16)];
    let rows = plan.lines.iter().map(|line| {
        let track = &scenario.prior.tracks[line.track];
        let chosen = match line.screening {
            Screening::Typical => String::new(),
            Screening::Level(level) => format!(", screening {level}"),
            other => format!(", {}", other.label()),
        };
        let lists = match (track.kind, line.role) {
            (TrackKind::Preliminary, Role::Both) => ", primary and supplemental list",
            (TrackKind::Preliminary, Role::Pgy1) => ", supplemental list",
            _ => "",
        };
        vec![
            line.preference.to_string(),
            format!("{}{lists}", track.name),
            format!("{} of {}{chosen}", line.programs, pool(line, track, scenario.applicant.visa)),
            known_there(line),
        ]
    });
    Table::new(columns, rows).inset().telling()
}

/// What makes the programs of a line look at the applicant: signals, ties, rotations.
fn known_there(line: &Line) -> String {
    counts(&[
        (line.gold_signals, "gold"),
        (line.silver_signals, "silver"),
        (line.signals, "plain"),
        (line.geographic_ties, plural(line.geographic_ties, "tie", "ties")),
        (line.rotations, plural(line.rotations, "rotation", "rotations")),
    ])
}

/// How many programs the line could choose from.
fn pool(line: &Line, track: &TrackPrior, visa: Visa) -> String {
    let pool = line.pool(f64::from(track.pool_programs), track.sponsor_share(visa)).floor();
    let sponsoring = if line.sponsors_only && visa.is_needed() { " sponsoring" } else { "" };
    let place = line.region.as_ref().map_or(String::new(), |region| format!(" in {}", region.name));
    format!("{pool}{sponsoring}{place}")
}

fn plural(count: u32, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// The counts that are not zero, each with its word.
fn counts(counts: &[(u32, &str)]) -> String {
    let words: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if words.is_empty() { dash() } else { words.join(", ") }
}

/// Signals used of the allotment, by the groups that share one; and those of them that have some left.
fn signals(plan: &Portfolio, season: u16, rows: &[&TrackRow], reference: &Reference) -> [Vec<String>; 2] {
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
    let [mut all, mut left] = [const { Vec::new() }; 2];
    for (group, names) in &groups {
        let members = || plan.lines.iter().filter(|line| rows[line.track].signal_group.as_deref() == Some(group));
        let tiers: [(SignalTier, &str, u32); 3] = [
            (SignalTier::Gold, "gold signals", members().map(|line| line.gold_signals).sum()),
            (SignalTier::Silver, "silver signals", members().map(|line| line.silver_signals).sum()),
            (SignalTier::Single, "signals", members().map(|line| line.signals).sum()),
        ];
        let mut words = Vec::new();
        for (tier, word, used) in tiers {
            let Some(allotted) = reference.allotment(group, tier, season) else { continue };
            words.push(format!("{used} of {} {word} used", allotted.signals));
            if used < allotted.signals {
                left.push(format!(
                    "{} of {} {word} of {}",
                    allotted.signals - used,
                    allotted.signals,
                    names.join(" + ")
                ));
            }
        }
        if !words.is_empty() {
            all.push(format!("{}: {}", names.join(" + "), words.join(", ")));
        }
    }
    [all, left]
}

/// What the portfolio costs, beside the budget.
fn total(planned: &PlannedPortfolio, scenario: &Scenario) -> String {
    let total = planned.cost.total();
    let budget = match scenario.budget_usd {
        None => String::new(),
        Some(budget) if total > budget => format!(" ({} over your budget)", dollars(total - budget)),
        Some(budget) => format!(" ({} below your budget)", dollars(budget - total)),
    };
    format!("{}{budget}", dollars(total))
}

fn fees(planned: &PlannedPortfolio, scenario: &Scenario) -> String {
    let mut words: Vec<String> = Vec::new();
    for (specialty, count, usd) in scenario.pricing.fees_by_specialty(&planned.portfolio) {
        let service = match specialty {
            _ if scenario.pricing.is_assumed(specialty) => " (ResidencyCAS, price assumed)",
            _ if scenario.pricing.is_apart(specialty) => " (ResidencyCAS)",
            _ => "",
        };
        words.push(format!("{} ({count}) {}{service}", specialty.replace('_', " "), dollars(usd)));
    }
    words.push(format!("registration {}", dollars(planned.cost.registration)));
    words.push(format!("transcripts {}", dollars(planned.cost.transcripts)));
    format!("{}; together {}", words.join(", "), dollars(planned.cost.total()))
}
