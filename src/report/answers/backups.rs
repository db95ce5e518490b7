//! Which further specialty adds most.

use super::Answer;
use crate::decide::answers::backups::{Backup, Backups, Mix, SCHEMA};
use crate::engine::results::Estimate;
use crate::report::charts::Chart;
use crate::report::columns::{self, Column, DOLLARS, MadeFrom, count, estimate};
use crate::report::document::{Block, Document, Table, Unasked, Width, dash, words};
use crate::report::number::{counted, dollars, thousands};
use crate::report::percent::{
    Counted, aside_told_points, frequency, interval_points, largest_error, signed, told_points, whole,
};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, PARTIAL, common_failures, whose, with_left_open};

/// Name of the files of its chart.
const CHART: &str = "backups";

/// The column of names.
const NAME: Width = Width::Left { least: 19, most: 40 };

impl Answer for Backups {
    const NAME: &'static str = "backups";
    const QUESTION: &'static str = "Which backup helps most?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "available number of a backup";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text("track", "Key of the track.", |row| Some(&row.backup.track)),
            columns::text("name", "Display name.", |row| Some(&row.backup.name)),
            count("programs", "Programs applied to.", |row| row.backup.programs),
            columns::number("cost_usd", DOLLARS, "Fees beyond the present ones.", |row| Some(row.backup.cost_usd)),
            columns::text(
                "quantity",
                "Name of the number, a field of a backup; gains for one application or 100 dollars end in \
                 `_per_application` and `_per_100_usd`.",
                |row| Some(row.quantity),
            ),
            estimate("", "of the quantity", "The number.", |row| Some(row.value)),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        self.backups.iter().chain(&self.preliminary).flat_map(rows).collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        vec![Chart::new(CHART, self)]
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        if self.partial {
            document.hanging("Partial: ", PARTIAL, 0).part();
        }
        let programs = counted(u64::from(self.programs), "program");
        document
            .say(with_left_open(finding(self), &self.header))
            .paragraphs(whose(self.portfolio_choice))
            .part()
            .chart(CHART);
        let considered: Vec<&Backup> = self.backups.iter().filter(|one| one.is_considered).collect();
        let others: Vec<&Backup> = self.backups.iter().filter(|one| !one.is_considered).collect();
        if !considered.is_empty() {
            document
                .heading(format!("Which backup helps most? What {programs} of each specialty you named would add"))
                .table(gains(self, &considered));
        }
        if !others.is_empty() {
            document
                .heading(format!("Not considered so far: what {programs} of other specialties might add"))
                .paragraphs([STRANGERS])
                .fold("What each of them would add", Unasked::Terminal, [Block::Table(gains(self, &others))]);
        }
        document
            .paragraphs(break_evens(self))
            .heading("What do effort and money buy? Percentage points of a complete residency")
            .fold("Programs, letters and fees of each", Unasked::Terminal, [Block::Table(efforts(&self.backups))])
            .heading("Does it fail in the same seasons as my first choice?")
            .fold("Each backup beside your first choice", Unasked::Terminal, [Block::Table(failures(self))])
            .paragraphs([HOW_FAILURES])
            .paragraphs(self.best_mix.as_ref().map(|mix| mix_in_words(self, mix)));
        if !self.preliminary.is_empty() {
            let all: Vec<&Backup> = self.preliminary.iter().collect();
            document.heading("Preliminary years: not a residency by themselves").table(gains(self, &all));
        }
        document
            .paragraphs(left_out(self))
            .warnings(&self.header.notices)
            .paragraphs([how_to_read(self).as_str(), NOT_A_PROMISE]);
        document
    }
}

/// What the columns about failures are.
const HOW_FAILURES: &str = "“Saves” is the share of the seasons in which your present portfolio fails that this backup \
     alone would save; “if independent” is what it would save if the two failed independently. The gap comes from your \
     strength, which every specialty reads in the same application. Interviews are not limited here.";

/// Whom the chances are those of.
const STRANGERS: &str = "Your file does not mention these specialties. The chances in each are fitted to applicants who rank \
     it first, with the typical two letters from it; “Without”, in the table of efforts, is the gain in residency without any. \
     Without rotations and research in the specialty you may do worse than this shows, most of all in surgical and other \
     competitive ones.";

/// The best backup, and what its failures have in common with the present ones.
pub fn finding(answer: &Backups) -> String {
    let name = cleaned(&answer.portfolio);
    let now = format!("With “{name}” you go unmatched in {}.", frequency(&answer.unmatched, Counted::Exactly));
    let Some(best) = answer.backups.first() else {
        return format!("{now} No further specialty was examined.");
    };
    let tied = answer.backups.iter().filter(|one| one.is_considered == best.is_considered && one.is_tied_with_first);
    let tied: Vec<&str> = tied.map(|one| &*one.name).collect();
    let tie = if tied.is_empty() {
        String::new()
    } else {
        format!(" There is no detectable difference from {}.", tied.join(", "))
    };
    let among =
        if best.is_considered { "Of the specialties you named" } else { "Your file names no other specialty. Of all" };
    format!(
        "{now} {among}, {} of {} as a backup would raise your chance of a complete residency most, by {} percentage points{}{}.{tie} {}",
        counted(u64::from(best.programs), "program"),
        best.name,
        told_points(&best.residency_gain),
        aside_told_points(&best.residency_gain),
        without_letters(best),
        common_failures(answer, best)
    )
}

/// What the best backup gains without a letter from it, where its letters are not stated.
fn without_letters(best: &Backup) -> String {
    let gain = best.residency_gain_without_letters.as_ref().map(told_points);
    gain.map_or_else(String::new, |points| {
        format!(
            " with the typical {} from it, and by {points} points without any",
            counted(best.letters.into(), "letter")
        )
    })
}

/// The name, with a mark where there is no detectable difference from the first.
fn marked(backup: &Backup) -> String {
    if backup.is_tied_with_first { format!("{} =", backup.name) } else { backup.name.clone() }
}

fn gains(answer: &Backups, backups: &[&Backup]) -> Table {
    let has_values = answer.expected_value.is_some();
    let mut titles = vec!["Unmatched", "Range", "Residency"];
    titles.extend(has_values.then_some("Value"));
    let rows = backups.iter().map(|backup| {
        let fall = -backup.unmatched_fall;
        let mut row = vec![
            marked(backup),
            signed(&fall),
            interval_points(&fall).unwrap_or_else(dash),
            signed(&backup.residency_gain),
        ];
        if has_values {
            row.push(value(backup));
        }
        row
    });
    Table::named(words("").wide(NAME), titles, rows)
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

fn efforts(backups: &[Backup]) -> Table {
    let rows = backups.iter().map(|backup| {
        let ten = times(&backup.per_application.residency_gain, 10.0);
        let hundred = backup.per_100_usd.as_ref().map(|gains| gains.residency_gain);
        vec![
            backup.name.clone(),
            backup.programs.to_string(),
            backup.letters.to_string(),
            backup.residency_gain_without_letters.as_ref().map_or_else(dash, signed),
            dollars(backup.cost_usd),
            signed(&ten),
            hundred.as_ref().map_or_else(dash, signed),
        ]
    });
    Table::named(words("").wide(NAME), ["Programs", "Letters", "Without", "Fees", "Per 10", "Per $100"], rows)
}

fn times(estimate: &Estimate, factor: f64) -> Estimate {
    Estimate {
        mean: factor * estimate.mean,
        interval90: estimate.interval90.map(|end| factor * end),
        mc_error: factor * estimate.mc_error,
    }
}

fn failures(answer: &Backups) -> Table {
    let rows = answer.backups.iter().map(|backup| {
        vec![
            backup.name.clone(),
            whole(backup.saves.mean),
            whole(backup.saves_if_independent.mean),
            format!("{:.2}", backup.failure_correlation.mean).replace('-', "−"),
        ]
    });
    Table::named(words("").wide(NAME), ["Saves", "If independent", "Correlation"], rows)
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
        format!("{} points {side} than {best} alone", told_points(beyond))
    };
    format!(
        "Split over two specialties: of the mixes tried, {} add most to the chance of a complete residency: {} percentage \
         points, {verdict}, for {} in fees.",
        parts.join(" and "),
        told_points(&mix.residency_gain),
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
         alone. Each table is sorted by the gain in residency; = means no detectable difference from its first. Programs are \
         chosen as people typically choose them, ranked below your own specialties, without signals. Letters are those the \
         file states for a specialty, and two, as is typical, where it states none. {range} parameter draws; the simulation \
         error is at most {}.",
        largest_error(errors)
    )
}

/// One number of one backup.
pub struct Row<'a> {
    backup: &'a Backup,
    quantity: &'static str,
    value: Estimate,
}

fn rows(backup: &Backup) -> Vec<Row<'_>> {
    let unit = &backup.per_application;
    let money = backup.per_100_usd.as_ref();
    let quantities = [
        ("unmatched_fall", Some(backup.unmatched_fall)),
        ("residency_gain", Some(backup.residency_gain)),
        ("residency_gain_without_letters", backup.residency_gain_without_letters),
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
    ];
    quantities.into_iter().filter_map(|(quantity, value)| Some(Row { backup, quantity, value: value? })).collect()
}
