//! What moves the answer, on a terminal.

use super::grid::{columns, limit, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use super::warnings::warnings;
use crate::decide::answers::sensitivity::{Change, ChangeKind, Leaning, LeaningEnd, Sensitivity};
use crate::engine::results::Estimate;
use crate::report::number::{counted, dollars};
use crate::report::percent::{error_points, interval_in_words, interval_points, whole};
use crate::report::presentable::cleaned;
use crate::report::sentences::NOT_A_PROMISE;

/// Columns that the words of a change take at most.
const WORDS_WIDTH: usize = 31;

/// Changes named in the sentence about money.
const NAMED_FOR_MONEY: usize = 3;

/// Share below which a change would be shown as 0.0 points.
const SMALLEST_SHOWN: f64 = 0.0005;

/// Said under every table of changes.
pub const ASSOCIATIONS: &str = "The effects of scores, experience, papers, letters and waiting are mostly associations \
     found in published data, made smaller for caution. They are no proof that the change causes the gain.";

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
            wrapped(&as_things_stand(answer), "", style)
        ),
        section("What you can change, in points of P(unmatched): − is less risk", changes(answer, style)),
    ];
    parts.push(wrapped(&footnotes(answer), "", style));
    parts.extend(full_calendar(answer).map(|sentence| wrapped(sentence, "", style)));
    parts.extend(for_the_money(answer).map(|sentence| wrapped(&sentence, "", style)));
    if !answer.no_gain.is_empty() {
        let told = answer.no_gain.iter().map(|one| wrapped(&format!("• {}: {}", one.words, one.reason), "  ", style));
        parts.push(section("No further gain", told.collect::<Vec<_>>().join("\n")));
    }
    parts.push(wrapped(ASSOCIATIONS, "", style));
    parts.push(section("What the answer leans on: points of P(unmatched) at the two ends", leanings(answer, style)));
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
        "The rows of Step 2 CK are for a score not yet taken. Where the file states a number, and not a range, it is \
         taken, cannot be changed, and they stand last. {}.",
        names.join(", ")
    )
}

/// What the two ends are.
pub(in crate::report) const HOW_ENDS: &str = "Low and high are the 5 % and 95 % points of what is believed of the quantity, with everything \
     else uncertain as before. Fitted chances and pools are groups of numbers: they are drawn alone with the rest held at \
     its centre, and the ends are those of the answer.";

/// What is uncertain and does not matter here.
fn without_influence(answer: &Sensitivity) -> Option<String> {
    let small = answer.leanings.iter().filter(|leaning| leaning.is_negligible()).map(|leaning| &leaning.words);
    let all: Vec<&str> = small.chain(&answer.without_influence).map(String::as_str).collect();
    (!all.is_empty()).then(|| format!("Uncertain, but of no account here: {}.", all.join("; ")))
}

fn how_to_read(answer: &Sensitivity) -> String {
    format!(
        "Each row changes one thing on the same {} and points ({} for what the answer leans on). ± is the simulation’s own standard error; \
         90 % is what the uncertain parameters leave open. “no diff.” is a change within twice its error. \
         The portfolio is the file’s first unless --portfolio names another.",
        counted(answer.header.parameter_draws, "parameter draw"),
        answer.leaning_draws
    )
}

/// P(unmatched) now, and what would change it most.
#[must_use]
pub fn as_things_stand(answer: &Sensitivity) -> String {
    let interval =
        interval_in_words(&answer.unmatched).map_or_else(String::new, |words| format!(" (90 % interval {words})"));
    let name = cleaned(&answer.portfolio);
    let most = answer.most_helpful();
    let most = most.map_or_else(String::new, |change| {
        format!(" Of the changes tried, this lowers it most: {} ({}).", change.words, points_with_error(change))
    });
    format!(
        "“{name}” leaves you unmatched in {:.1} % of simulated seasons{interval}; a residency to finish: {}.{most}",
        100.0 * answer.unmatched.mean,
        whole(answer.residency.mean)
    )
}

fn points_with_error(change: &Change) -> String {
    format!("{} points, {}", signed(&change.unmatched), error_points(&change.unmatched))
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
    let mut header = vec!["", "Points", "±", "90 %", "Residency"];
    header.extend(has_values.then_some("Value"));
    header.push("Fees");
    let rows = answer.changes.iter().map(|change| {
        let unmatched = if change.is_tie { "no diff.".to_owned() } else { signed(&change.unmatched) };
        let mut row = vec![
            change.words.clone(),
            unmatched,
            error_points(&change.unmatched).replace('±', ""),
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
        format!("{}: {} points ({}), residency {}", change.words, signed(per), error_points(per), signed(residency))
    };
    let parts: Vec<String> = priced.iter().take(NAMED_FOR_MONEY).map(told).collect();
    (!parts.is_empty()).then(|| format!("For each 100 dollars of fees. {}.", parts.join("; ")))
}

/// Said where a way of applying more, or better, raises the risk.
fn full_calendar(answer: &Sensitivity) -> Option<&'static str> {
    let raises = |change: &Change| change.kind == ChangeKind::Plan && !change.is_tie && change.unmatched.mean > 0.0;
    answer.changes.iter().any(raises).then_some(
        "Where applying to more or better chosen programs raises P(unmatched), the calendar of interviews is full: they \
         take places from programs where you are more likely to match.",
    )
}

fn leanings(answer: &Sensitivity, style: ConsoleStyle) -> String {
    let header = ["", "Low", "Points", "±", "High", "Points", "±"].map(str::to_owned);
    let rows = answer.leanings.iter().filter(|leaning| !leaning.is_negligible()).map(|leaning| {
        let mut row = vec![leaning.words.clone()];
        for end in [&leaning.low, &leaning.high] {
            row.extend([
                where_it_is(leaning, end),
                signed(&end.unmatched),
                error_points(&end.unmatched).replace('±', ""),
            ]);
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
