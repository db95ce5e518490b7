//! What would help, and which assumptions matter, on a terminal.

use super::grid::{columns, limit, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use super::warnings::warnings;
use crate::decide::answers::sensitivity::{Change, ChangeKind, Leaning, LeaningEnd, Sensitivity};
use crate::engine::results::Estimate;
use crate::report::number::{counted, dollars};
use crate::report::percent::{Counted, aside, frequency, interval_points, largest_error, rounded, size_points, spoken};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

/// Columns that the words of a change take at most.
const WORDS_WIDTH: usize = 31;

/// Changes named in the sentence about money.
const NAMED_FOR_MONEY: usize = 3;

/// Share below which a change would be shown as 0.0 points.
const SMALLEST_SHOWN: f64 = 0.0005;

/// Said under every table of changes.
pub const ASSOCIATIONS: &str = "The effects of scores, experience, publications, letters and time since graduation are mostly \
     associations in published data, reduced for caution. They do not prove that the change causes the gain.";

/// The whole answer. Ends with a line break.
#[must_use]
pub fn sensitivity_table(answer: &Sensitivity, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let section = |heading: &str, body: String| format!("{}\n{body}", paint(heading, "1", style));
    let mut parts = vec![
        format!(
            "{} (Match {})\n{}",
            paint(&cleaned(&answer.header.scenario.title), "1", style),
            answer.header.scenario.season,
            wrapped(&with_left_open(as_things_stand(answer), &answer.header), "", style)
        ),
        section(
            "What would help most? Change of P(unmatched) in percentage points; − is less risk",
            changes(answer, style),
        ),
    ];
    parts.push(wrapped(&footnotes(answer), "", style));
    parts.extend(full_calendar(answer).map(|sentence| wrapped(sentence, "", style)));
    parts.extend(for_the_money(answer).map(|sentence| wrapped(&sentence, "", style)));
    if !answer.no_gain.is_empty() {
        let told = answer.no_gain.iter().map(|one| wrapped(&format!("• {}: {}", one.words, one.reason), "  ", style));
        parts.push(section("Nothing more to gain", told.collect::<Vec<_>>().join("\n")));
    }
    parts.push(wrapped(ASSOCIATIONS, "", style));
    parts.push(section(
        "Assumptions that matter most: change of P(unmatched) in percentage points",
        leanings(answer, style),
    ));
    parts.push(wrapped(HOW_ENDS, "", style));
    parts.extend(without_influence(answer).map(|sentence| wrapped(&sentence, "", style)));
    parts.extend(warnings(&answer.header.notices, style));
    parts.push(wrapped(&how_to_read(answer), "", style));
    parts.push(wrapped(NOT_A_PROMISE, "", style));
    parts.join("\n\n") + "\n"
}

/// What a score can still do, and what the short names stand for.
fn footnotes(answer: &Sensitivity) -> String {
    let names: Vec<String> =
        answer.tracks.values().map(|label| format!("{} = {}", label.short_name, label.name)).collect();
    format!(
        "The rows for Step 2 CK are for an exam not yet taken. Where the file states a number, not a range, the score is \
         final, and its rows come last. {}.",
        names.join(", ")
    )
}

/// What the two ends are.
pub(in crate::report) const HOW_ENDS: &str = "Low and high are the ends of the 90% credible interval of the quantity; everything else stays uncertain. \
     Fitted chances and pools are groups of numbers: they are drawn alone with the rest held at its center, and low and \
     high are the ends of the result.";

/// What is uncertain and does not matter here.
fn without_influence(answer: &Sensitivity) -> Option<String> {
    let small = answer.leanings.iter().filter(|leaning| leaning.is_negligible()).map(|leaning| &leaning.words);
    let all: Vec<&str> = small.chain(&answer.without_influence).map(String::as_str).collect();
    (!all.is_empty()).then(|| format!("Uncertain, but without effect here: {}.", all.join("; ")))
}

fn how_to_read(answer: &Sensitivity) -> String {
    format!(
        "Each row changes one thing and leaves everything else as it is. Range: the 90% credible interval, that is, the \
         range the data leave open. “no diff.” means no detectable difference. {} ({} for the assumptions); the simulation \
         error is at most {}.",
        counted(answer.header.parameter_draws, "parameter draw"),
        answer.leaning_draws,
        largest_error(
            answer
                .changes
                .iter()
                .map(|change| &change.unmatched)
                .chain(answer.leanings.iter().flat_map(|leaning| [&leaning.low.unmatched, &leaning.high.unmatched]))
        )
    )
}

/// P(unmatched) now, and what would change it most.
#[must_use]
pub fn as_things_stand(answer: &Sensitivity) -> String {
    let name = cleaned(&answer.portfolio);
    let most = answer.most_helpful();
    let most = most.map_or_else(String::new, |change| {
        format!(" Of the changes tried, this would help most: {} ({}).", change.words, in_words(&change.unmatched))
    });
    format!(
        "With “{name}” you go unmatched in {}, and you get a complete residency in {}{}.{most}",
        frequency(&answer.unmatched, Counted::Exactly),
        spoken(&rounded(&answer.residency, Counted::Exactly)),
        aside(&answer.residency)
    )
}

/// A change of the chance of going unmatched, with the sign said in words.
pub(in crate::report) fn in_words(change: &Estimate) -> String {
    let way = if change.mean < 0.0 { "less" } else { "more" };
    format!("{} percentage points {way} likely to go unmatched", size_points(change))
}

/// A change in points with its sign, as many digits as its error supports.
pub(in crate::report) fn signed(estimate: &Estimate) -> String {
    let points = 100.0 * estimate.mean;
    let text = if 100.0 * estimate.mc_error < 0.95 { format!("{points:+.1}") } else { format!("{points:+.0}") };
    if text.chars().any(|sign| ('1'..='9').contains(&sign)) {
        text.replace('-', "−")
    } else {
        text.trim_start_matches(['+', '-']).to_owned()
    }
}

fn changes(answer: &Sensitivity, style: ConsoleStyle) -> String {
    let has_values = answer.expected_value.is_some();
    let mut header = vec!["", "Unmatched", "Range", "Residency"];
    header.extend(has_values.then_some("Value"));
    header.push("Fees");
    let rows = answer.changes.iter().map(|change| {
        let unmatched = if change.is_tie { "no diff.".to_owned() } else { signed(&change.unmatched) };
        let mut row = vec![
            change.words.clone(),
            unmatched,
            interval_points(&change.unmatched).unwrap_or_else(|| "–".to_owned()),
            signed(&change.residency),
        ];
        row.extend(change.value.as_ref().map(signed_value));
        row.push(change.cost_usd.map_or_else(|| "–".to_owned(), dollars));
        row
    });
    let header: Vec<String> = header.into_iter().map(str::to_owned).collect();
    let mut table = columns(&header, rows.collect(), style);
    limit(&mut table, 0, WORDS_WIDTH.max(style.width.saturating_sub(50)));
    printed(&table)
}

/// A change of the expected value with its sign.
fn signed_value(estimate: &Estimate) -> String {
    format!("{:+.3}", estimate.mean).replace('-', "−")
}

/// What 100 dollars buy, the best first; none where nothing that has fees lowers the risk.
fn for_the_money(answer: &Sensitivity) -> Option<String> {
    let mut priced: Vec<(&Change, Estimate, Estimate)> = answer
        .changes
        .iter()
        .filter(|change| !change.is_tie)
        .filter_map(|change| Some((change, change.unmatched_per_100_usd?, change.residency_per_100_usd?)))
        .filter(|(_, per, _)| per.mean < -SMALLEST_SHOWN)
        .collect();
    priced.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let told = |(change, per, residency): &(&Change, Estimate, Estimate)| {
        format!("{}: {} points, residency {}", change.words, signed(per), signed(residency))
    };
    let parts: Vec<String> = priced.iter().take(NAMED_FOR_MONEY).map(told).collect();
    (!parts.is_empty()).then(|| format!("Change of P(unmatched) per $100 in fees: {}.", parts.join("; ")))
}

/// Said where a way of applying more, or better, raises the risk.
fn full_calendar(answer: &Sensitivity) -> Option<&'static str> {
    let raises = |change: &Change| change.kind == ChangeKind::Plan && !change.is_tie && change.unmatched.mean > 0.0;
    answer.changes.iter().any(raises).then_some(
        "Where more or better chosen applications raise P(unmatched), your interview calendar is full: the new interviews \
         displace others that could have led to a match.",
    )
}

fn leanings(answer: &Sensitivity, style: ConsoleStyle) -> String {
    let header = ["", "Low", "Change", "High", "Change"].map(str::to_owned);
    let rows = answer.leanings.iter().filter(|leaning| !leaning.is_negligible()).map(|leaning| {
        let mut row = vec![leaning.words.clone()];
        for end in [&leaning.low, &leaning.high] {
            row.extend([where_it_is(leaning, end), signed(&end.unmatched)]);
        }
        row
    });
    let mut table = columns(&header, rows.collect(), style);
    limit(&mut table, 0, WORDS_WIDTH.max(style.width.saturating_sub(50)));
    printed(&table)
}

/// Where a quantity is at an end.
pub(in crate::report) fn where_it_is(leaning: &Leaning, end: &LeaningEnd) -> String {
    match end.at {
        None => "–".to_owned(),
        Some(at) if leaning.key.starts_with("applicant.") => format!("{at:.1}"),
        // Adding zero turns a negative zero into a plain one.
        Some(at) => format!("{:.2}", (at * 100.0).round() / 100.0 + 0.0).replace('-', "−"),
    }
}
