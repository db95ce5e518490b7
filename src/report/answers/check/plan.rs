//! The resolved plan of one portfolio: lines, signals, fees.

use crate::model::{Line, Portfolio, Role, TrackKind, TrackPrior, Visa};
use crate::reference::Reference;
use crate::reference::{SignalTier, TrackRow};
use crate::report::document::{Document, Table, Width, dash, number, words};
use crate::report::number::{counted, dollars};
use crate::scenario::{PlannedPortfolio, Scenario};

/// One portfolio: lines, signals, fees.
pub fn portfolio(planned: &PlannedPortfolio, scenario: &Scenario, reference: &Reference, document: &mut Document) {
    let rows: Vec<&TrackRow> = scenario.prior.tracks.iter().filter_map(|track| reference.track(&track.id)).collect();
    let plan = &planned.portfolio;
    let applications = counted(u64::from(plan.applications()), "application");
    document
        .verbatim(format!("Portfolio \"{}\": {applications}", plan.name))
        .table(lines(plan, scenario))
        .hanging("  signals  ", signals(plan, scenario.season, &rows, reference), 11)
        .hanging("  fees     ", fees(planned, scenario), 11);
}

/// The lines; widths are such that the table fits 80 columns and no word is cut.
fn lines(plan: &Portfolio, scenario: &Scenario) -> Table {
    let narrow = |title: &str, most| words(title).wide(Width::AtMost(most));
    let columns = [
        number("#"),
        narrow("track", 17),
        narrow("programs", 12),
        words("chosen"),
        narrow("signals", 9),
        narrow("list", 12),
    ];
    let rows = plan.lines.iter().map(|line| {
        let track = &scenario.prior.tracks[line.track];
        vec![
            line.preference.to_string(),
            track.name.clone(),
            format!("{} of {}", line.programs, pool(line, track, scenario.applicant.visa)),
            line.screening.label(),
            known_there(line),
            list(line, track.kind).to_owned(),
        ]
    });
    Table::new(columns, rows).inset()
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
        let members = || plan.lines.iter().filter(|line| rows[line.track].signal_group.as_deref() == Some(group));
        let tiers: [(SignalTier, &str, u32); 3] = [
            (SignalTier::Gold, "gold signals", members().map(|line| line.gold_signals).sum()),
            (SignalTier::Silver, "silver signals", members().map(|line| line.silver_signals).sum()),
            (SignalTier::Single, "signals", members().map(|line| line.signals).sum()),
        ];
        let words: Vec<String> = tiers
            .iter()
            .filter_map(|(tier, word, used)| {
                let allotted = reference.allotment(group, *tier, season)?;
                Some(format!("{used} of {} {word} used", allotted.signals))
            })
            .collect();
        (!words.is_empty()).then(|| format!("{}: {}", names.join(" + "), words.join(", ")))
    };
    let words: Vec<String> = groups.iter().filter_map(of_group).collect();
    if words.is_empty() { "none".to_owned() } else { words.join("; ") }
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
    let total = planned.cost.total();
    let budget = match scenario.budget_usd {
        None => String::new(),
        Some(budget) if total > budget => format!(", {} over the budget", dollars(total - budget)),
        Some(budget) => format!(", {} below the budget", dollars(budget - total)),
    };
    format!("{}; together {}{budget}", words.join(", "), dollars(total))
}
