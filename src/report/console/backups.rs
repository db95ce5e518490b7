//! Which further specialty adds most, on a terminal.

use super::grid::{columns, limit, printed};
use super::sensitivity::signed;
use super::style::{ConsoleStyle, paint, wrapped};
use super::warnings::warnings;
use crate::decide::answers::backups::{Backup, Backups, Mix};
use crate::engine::results::Estimate;
use crate::report::number::{counted, dollars, thousands};
use crate::report::percent::{Counted, aside_points, frequency, interval_points, largest_error, size_points, whole};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

/// Columns that the name of a track takes at most.
const NAME_WIDTH: usize = 27;

/// The whole answer. Ends with a line break.
#[must_use]
pub fn backups_table(answer: &Backups, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let section = |heading: &str, body: String| format!("{}\n{body}", paint(heading, "1", style));
    let mut parts = vec![format!(
        "{} (Match {})\n{}",
        paint(&cleaned(&answer.header.scenario.title), "1", style),
        answer.header.scenario.season,
        wrapped(&with_left_open(finding(answer), &answer.header), "", style)
    )];
    let heading =
        format!("Which backup helps most? What {} of each would add", counted(u64::from(answer.programs), "program"));
    parts.push(section(&heading, gains(answer, &answer.backups, style)));
    parts.extend(break_evens(answer).map(|sentence| wrapped(&sentence, "", style)));
    parts.push(section(
        "What do effort and money buy? Percentage points of a complete residency",
        efforts(&answer.backups, style),
    ));
    parts.push(section("Does it fail in the same seasons as my first choice?", failures(answer, style)));
    parts.push(wrapped(HOW_FAILURES, "", style));
    parts.extend(answer.best_mix.as_ref().map(|mix| wrapped(&mix_in_words(answer, mix), "", style)));
    if !answer.preliminary.is_empty() {
        let heading = "Preliminary years: not a residency by themselves";
        parts.push(section(heading, gains(answer, &answer.preliminary, style)));
    }
    parts.extend(left_out(answer).map(|sentence| wrapped(&sentence, "", style)));
    parts.push(wrapped(STRANGERS, "", style));
    parts.extend(warnings(&answer.header.notices, style));
    parts.push(wrapped(&how_to_read(answer), "", style));
    parts.push(wrapped(NOT_A_PROMISE, "", style));
    parts.join("\n\n") + "\n"
}

/// What the columns about failures are.
const HOW_FAILURES: &str = "“Saves” is the share of the seasons in which your present portfolio fails that this backup \
     alone would save; “if independent” is what it would save if the two failed independently. The gap comes from your \
     strength, which every specialty reads in the same application. Interviews are not limited here.";

/// Whom the chances are those of.
const STRANGERS: &str = "The chances in each specialty are fitted to applicants who rank it first. Without letters, rotations \
     and research in the specialty you may do worse than this shows, most of all in surgical and other competitive ones.";

/// The best backup, and what its failures have in common with the present ones.
#[must_use]
pub fn finding(answer: &Backups) -> String {
    let name = cleaned(&answer.portfolio);
    let now = format!("With “{name}” you go unmatched in {}.", frequency(&answer.unmatched, Counted::Exactly));
    let Some(best) = answer.backups.first() else {
        return format!("{now} No further specialty was examined.");
    };
    let tied: Vec<&str> = answer.backups.iter().filter(|one| one.is_tied_with_first).map(|one| &*one.name).collect();
    let tie = if tied.is_empty() {
        String::new()
    } else {
        format!(" There is no detectable difference from {}.", tied.join(", "))
    };
    format!(
        "{now} As a backup, {} of {} would raise your chance of a complete residency most, by {} percentage points{}.{tie} {}",
        counted(u64::from(best.programs), "program"),
        best.name,
        size_points(&best.residency_gain),
        aside_points(&best.residency_gain),
        common_failures(answer, best)
    )
}

/// The statement about seasons that fail together.
#[must_use]
pub fn common_failures(answer: &Backups, backup: &Backup) -> String {
    let name = cleaned(&answer.portfolio);
    format!(
        "Of the seasons in which “{name}” fails, {} alone would save {}; it would save {} if failures were independent.",
        backup.name,
        whole(backup.saves.mean),
        whole(backup.saves_if_independent.mean)
    )
}

/// The name, with a mark where there is no detectable difference from the first.
fn marked(backup: &Backup) -> String {
    if backup.is_tied_with_first { format!("{} =", backup.name) } else { backup.name.clone() }
}

fn shown(header: &[&str], rows: Vec<Vec<String>>, style: ConsoleStyle) -> String {
    let header: Vec<String> = header.iter().map(|&title| title.to_owned()).collect();
    let mut table = columns(&header, rows, style);
    limit(&mut table, 0, NAME_WIDTH.max(style.width.saturating_sub(52)));
    printed(&table)
}

fn gains(answer: &Backups, backups: &[Backup], style: ConsoleStyle) -> String {
    let has_values = answer.expected_value.is_some();
    let mut header = vec!["", "Unmatched", "Range", "Residency"];
    header.extend(has_values.then_some("Value"));
    let rows = backups.iter().map(|backup| {
        let fall = negative(&backup.unmatched_fall);
        let mut row = vec![
            marked(backup),
            signed(&fall),
            interval_points(&fall).unwrap_or_else(|| "–".to_owned()),
            signed(&backup.residency_gain),
        ];
        if has_values {
            row.push(value(backup));
        }
        row
    });
    shown(&header, rows.collect(), style)
}

/// The fall as a change of P(unmatched).
fn negative(fall: &Estimate) -> Estimate {
    let [low, high] = fall.interval90;
    Estimate { mean: -fall.mean, interval90: [-high, -low], mc_error: fall.mc_error }
}

fn value(backup: &Backup) -> String {
    match (&backup.value_gain, backup.break_even_worth) {
        (Some(gain), _) => format!("{:+.3}", gain.mean).replace('-', "−"),
        (None, Some(worth)) if worth <= 1.0 => format!("from {worth:.2}"),
        (None, _) => "never".to_owned(),
    }
}

/// What "from" and "never" mean.
fn break_evens(answer: &Backups) -> Option<String> {
    answer.expected_value?;
    let is_open = |backup: &&Backup| backup.stated_worth.is_none();
    answer.backups.iter().find(is_open)?;
    let best = answer.backups.iter().filter(|backup| backup.value_gain.is_some());
    let best = best.max_by(|a, b| gained(a).total_cmp(&gained(b))).filter(|best| gained(best) > 0.0);
    let told = best.map_or_else(|| "add any value".to_owned(), |best| format!("add as much value as {}", best.name));
    Some(format!(
        "You did not state how much you value a match in every specialty. “from 0.60” means that a match would have to be \
         worth at least 0.60 to you to {told}; “never” means not even at 1."
    ))
}

fn gained(backup: &Backup) -> f64 {
    backup.value_gain.map_or(f64::NEG_INFINITY, |gain| gain.mean)
}

fn efforts(backups: &[Backup], style: ConsoleStyle) -> String {
    let header = ["", "Programs", "Letters", "Fees", "Per 10", "Per $100"];
    let rows = backups.iter().map(|backup| {
        let ten = times(&backup.per_application.residency_gain, 10.0);
        let hundred = backup.per_100_usd.as_ref().map(|gains| gains.residency_gain);
        vec![
            backup.name.clone(),
            backup.programs.to_string(),
            backup.letters.to_string(),
            dollars(backup.cost_usd),
            signed(&ten),
            hundred.as_ref().map_or_else(|| "–".to_owned(), signed),
        ]
    });
    shown(&header, rows.collect(), style)
}

fn times(estimate: &Estimate, factor: f64) -> Estimate {
    Estimate {
        mean: factor * estimate.mean,
        interval90: estimate.interval90.map(|end| factor * end),
        mc_error: factor * estimate.mc_error,
    }
}

fn failures(answer: &Backups, style: ConsoleStyle) -> String {
    let header = ["", "Saves", "If independent", "Correlation"];
    let rows = answer.backups.iter().map(|backup| {
        vec![
            backup.name.clone(),
            whole(backup.saves.mean),
            whole(backup.saves_if_independent.mean),
            format!("{:.2}", backup.failure_correlation.mean).replace('-', "−"),
        ]
    });
    shown(&header, rows.collect(), style)
}

/// The best split over two backups.
fn mix_in_words(answer: &Backups, mix: &Mix) -> String {
    let parts: Vec<String> = mix.parts.iter().map(|part| format!("{} of {}", part.programs, part.name)).collect();
    let best = answer.backups.first().map_or("", |best| &best.name);
    let beyond = &mix.residency_beyond_best_alone;
    let verdict = if mix.is_tie {
        format!("with no detectable difference from {best} alone")
    } else {
        let side = if beyond.mean > 0.0 { "more" } else { "less" };
        format!("{} points {side} than {best} alone", size_points(beyond))
    };
    format!(
        "Split over two specialties: of the mixes tried, {} add most to the chance of a complete residency: {} percentage \
         points, {verdict}, for {} in fees.",
        parts.join(" and "),
        size_points(&mix.residency_gain),
        dollars(mix.cost_usd)
    )
}

fn left_out(answer: &Backups) -> Option<String> {
    let told: Vec<String> = answer.left_out.iter().map(|one| format!("{} ({})", one.name, one.reason)).collect();
    (!told.is_empty()).then(|| format!("Not examined: {}.", told.join("; ")))
}

fn how_to_read(answer: &Backups) -> String {
    let draws = || answer.backups.iter().map(|backup| backup.parameter_draws);
    let errors = answer.backups.iter().flat_map(|backup| [&backup.unmatched_fall, &backup.residency_gain]);
    let range = match (draws().min().unwrap_or(0), draws().max().unwrap_or(0)) {
        (least, most) if least == most => thousands(most),
        (least, most) => format!("{} to {}", thousands(least), thousands(most)),
    };
    format!(
        "Unmatched and residency are changes of those chances in percentage points; for unmatched, − is less risk. Range: \
         the 90% credible interval, that is, the range the data leave open. Where the residency gains less than the risk \
         falls, the rest are partial matches without a PGY-1; where it gains more, it also replaces a preliminary year \
         alone. The table is sorted by the gain in residency; = means no detectable difference from the first. Programs are \
         chosen as people typically choose them, ranked below your own specialties, without signals. Letters are those the \
         file states for a specialty, and two, as is typical, where it states none. {range} parameter draws; the simulation \
         error is at most {}.",
        largest_error(errors)
    )
}
