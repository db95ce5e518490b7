//! Which further specialty adds most, on a terminal.

use super::grid::{columns, limit, printed};
use super::sensitivity::signed;
use super::style::{ConsoleStyle, paint, wrapped};
use super::warnings::warnings;
use crate::decide::answers::backups::{Backup, Backups, Mix};
use crate::engine::results::Estimate;
use crate::report::answer_text::{csv_line, estimate_cells};
use crate::report::number::{counted, dollars};
use crate::report::percent::{error_points, interval_points, size_points, whole};
use crate::report::presentable::cleaned;
use crate::report::sentences::NOT_A_PROMISE;

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
        wrapped(&finding(answer), "", style)
    )];
    let heading = format!("What {} of each would add below it", counted(u64::from(answer.programs), "program"));
    parts.push(section(&heading, gains(answer, &answer.backups, style)));
    parts.extend(break_evens(answer).map(|sentence| wrapped(&sentence, "", style)));
    parts.push(section("For the effort and the money: points of a residency", efforts(&answer.backups, style)));
    parts.push(section("Does it fail in the same seasons?", failures(answer, style)));
    parts.push(wrapped(HOW_FAILURES, "", style));
    parts.extend(answer.best_mix.as_ref().map(|mix| wrapped(&mix_in_words(answer, mix), "", style)));
    if !answer.preliminary.is_empty() {
        let heading = "Preliminary years: no residency by themselves";
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
     alone would save; “if independent” what it would save if the two failed independently. The gap is strength that all \
     specialties read in the same file. No limit on interviews here, so that only failure counts.";

/// Whom the chances are those of.
const STRANGERS: &str = "The chances in each specialty are fitted to applicants who prefer it. Without its letters, rotations \
     and research you may fare worse there than this shows, most of all in surgical and other competitive specialties.";

/// The best backup, and what its failures have in common with the present ones.
#[must_use]
pub fn finding(answer: &Backups) -> String {
    let name = cleaned(&answer.portfolio);
    let now = format!("“{name}” leaves you unmatched in {:.1} % of seasons.", 100.0 * answer.unmatched.mean);
    let Some(best) = answer.backups.first() else {
        return format!("{now} No further specialty was looked at.");
    };
    let tied: Vec<&str> = answer.backups.iter().filter(|one| one.is_tied_with_first).map(|one| &*one.name).collect();
    let tie = if tied.is_empty() { String::new() } else { format!(" It cannot be told from {}.", tied.join(", ")) };
    format!(
        "{now} {} of {} below it would add most to the chance of a residency to finish: {} points ({}).{tie} {}",
        counted(u64::from(best.programs), "program"),
        best.name,
        size_points(&best.residency_gain),
        error_points(&best.residency_gain),
        common_failures(answer, best)
    )
}

/// The statement about seasons that fail together.
#[must_use]
pub fn common_failures(answer: &Backups, backup: &Backup) -> String {
    let name = cleaned(&answer.portfolio);
    format!(
        "Of the seasons in which “{name}” fails, {} alone would save {}, against {} if failures were independent.",
        backup.name,
        whole(backup.saves.mean),
        whole(backup.saves_if_independent.mean)
    )
}

/// The name, with a mark where it cannot be told from the first.
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
    let mut header = vec!["", "Points", "±", "90 %", "Residency", "±"];
    header.extend(has_values.then_some("Value"));
    let rows = backups.iter().map(|backup| {
        let fall = negative(&backup.unmatched_fall);
        let mut row = vec![
            marked(backup),
            signed(&fall),
            error_points(&fall).replace('±', ""),
            interval_points(&fall).unwrap_or_else(|| "–".to_owned()),
            signed(&backup.residency_gain),
            error_points(&backup.residency_gain).replace('±', ""),
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
    let told = best.map_or_else(
        || "raise the expected value at all".to_owned(),
        |best| format!("add as much value as {}", best.name),
    );
    Some(format!(
        "You do not say what a match in every specialty is worth to you. “from 0.60”: it would have to be worth at least \
         0.60 to {told}; “never”: not even at 1."
    ))
}

fn gained(backup: &Backup) -> f64 {
    backup.value_gain.map_or(f64::NEG_INFINITY, |gain| gain.mean)
}

fn efforts(backups: &[Backup], style: ConsoleStyle) -> String {
    let header = ["", "Programs", "Letters", "Fees", "Per 10", "Per $100", "±"];
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
            hundred.as_ref().map_or_else(|| "–".to_owned(), |gain| error_points(gain).replace('±', "")),
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
    let header = ["", "Saves", "±", "If independent", "Correlation", "±"];
    let rows = answer.backups.iter().map(|backup| {
        vec![
            backup.name.clone(),
            whole(backup.saves.mean),
            error_points(&backup.saves).replace('±', ""),
            whole(backup.saves_if_independent.mean),
            format!("{:.2}", backup.failure_correlation.mean).replace('-', "−"),
            two_places(backup.failure_correlation.mc_error),
        ]
    });
    shown(&header, rows.collect(), style)
}

fn two_places(error: f64) -> String {
    if error < 0.005 { "<0.01".to_owned() } else { format!("{error:.2}") }
}

/// The best split over two backups.
fn mix_in_words(answer: &Backups, mix: &Mix) -> String {
    let parts: Vec<String> = mix.parts.iter().map(|part| format!("{} of {}", part.programs, part.name)).collect();
    let best = answer.backups.first().map_or("", |best| &best.name);
    let beyond = &mix.residency_beyond_best_alone;
    let verdict = if mix.is_tie {
        format!("which cannot be told from {best} alone")
    } else {
        let side = if beyond.mean > 0.0 { "more" } else { "less" };
        format!("{} points ({}) {side} than {best} alone", size_points(beyond), error_points(beyond))
    };
    format!(
        "Split over two: of the mixes tried, {} add most to the chance of a residency, {} points ({}), {verdict}, for {} \
         of fees.",
        parts.join(" and "),
        size_points(&mix.residency_gain),
        error_points(&mix.residency_gain),
        dollars(mix.cost_usd)
    )
}

fn left_out(answer: &Backups) -> Option<String> {
    let told: Vec<String> = answer.left_out.iter().map(|one| format!("{} ({})", one.name, one.reason)).collect();
    (!told.is_empty()).then(|| format!("Not looked at: {}.", told.join("; ")))
}

fn how_to_read(answer: &Backups) -> String {
    let draws = answer.backups.iter().map(|backup| backup.parameter_draws);
    format!(
        "Points of P(unmatched), − is less risk. Where the gain in a residency is smaller than that, the rest are advanced \
         positions without a PGY-1; where it is larger, it also takes the place of a preliminary year alone. The \
         order is that of the residency; = cannot be told from the first. Programs are chosen as people typically do, ranked below your residencies, with the letters you state and no signals. {} to {} parameter draws.",
        draws.clone().min().unwrap_or(0),
        draws.max().unwrap_or(0)
    )
}

/// One row a number.
#[must_use]
pub fn backups_csv(answer: &Backups) -> String {
    let header = ["track", "name", "programs", "cost_usd", "quantity", "mean", "low90", "high90", "mc_error"];
    let mut text = csv_line(&header.map(str::to_owned));
    for backup in answer.backups.iter().chain(&answer.preliminary) {
        let unit = &backup.per_application;
        let money = backup.per_100_usd.as_ref();
        for (quantity, number) in [
            ("unmatched_fall", Some(backup.unmatched_fall)),
            ("residency_gain", Some(backup.residency_gain)),
            ("value_gain", backup.value_gain),
            ("unmatched_fall_per_application", Some(unit.unmatched_fall)),
            ("residency_gain_per_application", Some(unit.residency_gain)),
            ("value_gain_per_application", unit.value_gain),
            ("unmatched_fall_per_100_usd", money.map(|gains| gains.unmatched_fall)),
            ("residency_gain_per_100_usd", money.map(|gains| gains.residency_gain)),
            ("value_gain_per_100_usd", money.and_then(|gains| gains.value_gain)),
            ("matches_alone", Some(backup.matches_alone)),
            ("failure_correlation", Some(backup.failure_correlation)),
            ("saves", Some(backup.saves)),
            ("saves_if_independent", Some(backup.saves_if_independent)),
        ] {
            let Some(number) = number else { continue };
            let mut cells = vec![
                backup.track.clone(),
                backup.name.clone(),
                backup.programs.to_string(),
                backup.cost_usd.to_string(),
                quantity.to_owned(),
            ];
            cells.extend(estimate_cells(&number));
            text.push_str(&csv_line(&cells));
        }
    }
    text
}
