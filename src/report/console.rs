//! The answer on a terminal.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};

use super::number::{counted, dollars, mean_count, thousands, value};
use super::percent::{chance, error_points, interval};
use super::presentable::{presentable, shortened};
use super::sentences::{HOW_TO_READ, NOT_A_PROMISE, answer, difference, how_simulated, safest};
use crate::engine::results::{Estimate, Notice, PortfolioResult, Results, Severity, TrackLabel};

/// How the terminal wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsoleStyle {
    /// Whether escape sequences for colour may be used.
    pub colour: bool,
    /// Columns to fill; fewer than 60 are treated as 60.
    pub width: usize,
}

impl Default for ConsoleStyle {
    /// No colour, 80 columns.
    fn default() -> Self {
        Self {
            colour: false,
            width: 80,
        }
    }
}

/// Columns a portfolio's name may take.
const NAME_WIDTH: usize = 24;
/// Columns the name of a row may take.
const MEASURE_WIDTH: usize = 28;
/// Cells of the bar that shows the chance of going unmatched.
const BAR_CELLS: f64 = 8.0;

/// The whole answer: comparison, where failure comes from, differences,
/// notices, and how it was simulated. Ends with a line break.
#[must_use]
pub fn table(results: &Results, style: ConsoleStyle) -> String {
    let results = &presentable(results);
    let style = ConsoleStyle {
        width: style.width.clamp(60, 200),
        ..style
    };
    let mut parts = vec![
        format!(
            "{} (Match {})\n{}",
            paint(&results.scenario.title, "1", style),
            results.scenario.season,
            wrapped(&answer(results), "", style)
        ),
        section(
            "What each way of applying costs and risks",
            &risks(results, style),
            style,
        ),
        section(
            "Where you end up (columns: portfolios by number)",
            &destinations(results, style),
            style,
        ),
        section("Interviews attended, mean", &interviews(results, style), style),
        section("Where failure comes from", &failures(results, style), style),
    ];
    if !results.comparisons.is_empty() {
        parts.push(section(
            "Differences on the same simulated seasons",
            &differences(results, style),
            style,
        ));
    }
    if !results.notices.is_empty() {
        let notices: Vec<String> = results.notices.iter().map(|one| notice(one, style)).collect();
        parts.push(section("What to know", &notices.join("\n"), style));
    }
    parts.push(wrapped(&how_simulated(results), "", style));
    parts.push(format!(
        "{}\n{}\n",
        wrapped(HOW_TO_READ, "", style),
        wrapped(NOT_A_PROMISE, "", style)
    ));
    parts.join("\n\n")
}

fn section(heading: &str, body: &str, style: ConsoleStyle) -> String {
    format!("{}\n{body}", paint(heading, "1", style))
}

/// Wraps the text in an escape sequence where colour is wanted.
fn paint(text: &str, code: &str, style: ConsoleStyle) -> String {
    if style.colour {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// Lines under the heading only; rows stand close together.
const LINES: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

fn risks(results: &Results, style: ConsoleStyle) -> String {
    let header = ["", "Portfolio", "Applied", "Cost", "Unmatched", "90 %", "±", ""];
    let rows = results.portfolios.iter().zip(1..).map(|(portfolio, number)| {
        let unmatched = &portfolio.outcomes.unmatched;
        vec![
            number.to_string(),
            shortened(&portfolio.name, 3 * NAME_WIDTH),
            thousands(u64::from(portfolio.applications)),
            dollars(portfolio.cost_usd),
            chance(unmatched, results.simulation.trials),
            interval(unmatched),
            error_points(unmatched).replace('±', ""),
            bar(unmatched.mean),
        ]
    });
    let mut table = columns(&header.map(str::to_owned), rows.collect(), style);
    limit(&mut table, 1, NAME_WIDTH);
    // The bars are painted afterwards: escape sequences would count as width.
    printed(&table)
        .lines()
        .map(|line| paint_bar(line, style))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A bar of block characters, to an eighth of a cell.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=80"
)]
fn bar(share: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * BAR_CELLS * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

fn paint_bar(line: &str, style: ConsoleStyle) -> String {
    let is_block = |sign: char| ('▉'..='▏').contains(&sign) || sign == '█';
    match line.find(is_block) {
        Some(start) => {
            let end = line.rfind(is_block).map_or(start, |last| last + '█'.len_utf8());
            format!(
                "{}{}{}",
                &line[..start],
                paint(&line[start..end], "31", style),
                &line[end..]
            )
        }
        None => line.to_owned(),
    }
}

fn destinations(results: &Results, style: ConsoleStyle) -> String {
    let trials = results.simulation.trials;
    let mut measures = by_track(results, |of, key| {
        of.outcomes.matched.get(key).map(|share| chance(share, trials))
    });
    if results
        .portfolios
        .iter()
        .any(|of| !of.outcomes.matched_without_pgy1.is_empty())
    {
        let without = move |of: &PortfolioResult| Some(chance(&of.failure.matched_without_pgy1, trials));
        measures.push(Measure::new("Matched, but no PGY-1", without));
    }
    measures.push(Measure::new("Preliminary year only", move |of| {
        Some(chance(&of.outcomes.preliminary_only, trials))
    }));
    measures.push(Measure::new("Unmatched", move |of| {
        Some(chance(&of.outcomes.unmatched, trials))
    }));
    stacked(results, &measures, style)
}

fn interviews(results: &Results, style: ConsoleStyle) -> String {
    let mut measures = by_track(results, |of, key| {
        of.interviews.get(key).map(|counts| mean_count(&counts.mean))
    });
    if results.tracks.len() > 1 {
        measures.push(Measure::new("All tracks", |of| {
            Some(mean_count(&of.interviews_total.mean))
        }));
    }
    measures.push(Measure::new("  in 90 % of seasons", spread));
    if results.portfolios.iter().any(|of| of.expected_value.is_some()) {
        measures.push(Measure::new("Value, by your own values", |of| {
            of.expected_value.as_ref().map(value)
        }));
    }
    stacked(results, &measures, style)
}

/// Between which numbers of interviews nine in ten seasons lie.
fn spread(portfolio: &PortfolioResult) -> Option<String> {
    let quantiles = &portfolio.interviews_total.quantiles;
    Some(format!("{}–{}", quantiles.get("0.05")?, quantiles.get("0.95")?))
}

fn failures(results: &Results, style: ConsoleStyle) -> String {
    let trials = results.simulation.trials;
    let told = |of: fn(&PortfolioResult) -> &Estimate| move |p: &PortfolioResult| Some(chance(of(p), trials));
    let measures = [
        Measure::new("No interview at all", told(|of| &of.failure.no_interview)),
        Measure::new("Interviews, but not taken", told(|of| &of.failure.interviews_not_taken)),
        Measure::new("  programs ranked then", |of| {
            of.failure.mean_ranked_when_not_taken.map(|mean| format!("{mean:.1}"))
        }),
        Measure::new("Matched, but no PGY-1", told(|of| &of.failure.matched_without_pgy1)),
    ];
    stacked(results, &measures, style)
}

/// What a row says of a portfolio, if anything.
type Told<'a> = Box<dyn Fn(&PortfolioResult) -> Option<String> + 'a>;

/// One row: its name and what it says.
struct Measure<'a> {
    name: String,
    of: Told<'a>,
}

impl<'a> Measure<'a> {
    fn new(name: &str, of: impl Fn(&PortfolioResult) -> Option<String> + 'a) -> Self {
        Self {
            name: name.to_owned(),
            of: Box::new(of),
        }
    }
}

/// One row a track.
fn by_track<'a>(
    results: &'a Results,
    of: impl Fn(&PortfolioResult, &str) -> Option<String> + Copy + 'a,
) -> Vec<Measure<'a>> {
    let row = |(key, label): (&'a String, &'a TrackLabel)| Measure::new(&label.name, move |one| of(one, key));
    results.tracks.iter().map(row).collect()
}

/// Tables below one another, one column a portfolio, as many as fit the width.
fn stacked(results: &Results, measures: &[Measure<'_>], style: ConsoleStyle) -> String {
    const CELL: usize = 10;
    let fitting = ((style.width - MEASURE_WIDTH) / CELL).max(1);
    let numbered: Vec<(usize, &PortfolioResult)> = (1..).zip(&results.portfolios).collect();
    let is_told = |measure: &&Measure<'_>| results.portfolios.iter().any(|one| (measure.of)(one).is_some());
    let tables = numbered.chunks(balanced(numbered.len(), fitting)).map(|chunk| {
        let header: Vec<String> = std::iter::once(String::new())
            .chain(chunk.iter().map(|(number, _)| number.to_string()))
            .collect();
        let rows = measures.iter().filter(is_told).map(|measure| {
            let cells = chunk
                .iter()
                .map(|(_, one)| (measure.of)(one).unwrap_or_else(|| "–".to_owned()));
            std::iter::once(measure.name.clone()).chain(cells).collect()
        });
        let mut table = columns(&header, rows.collect(), style);
        limit(&mut table, 0, MEASURE_WIDTH);
        printed(&table)
    });
    tables.collect::<Vec<_>>().join("\n\n")
}

/// Columns a table when `all` columns are shared out evenly over the fewest tables.
fn balanced(all: usize, fitting: usize) -> usize {
    let tables = all.div_ceil(fitting).max(1);
    all.div_ceil(tables).max(1)
}

/// A table with numbers at the right: every column but those headed by nothing or "Portfolio".
fn columns(header: &[String], rows: Vec<Vec<String>>, style: ConsoleStyle) -> Table {
    let mut table = Table::new();
    table
        .load_style(LINES)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(style.width).unwrap_or(80))
        .set_header(header.to_vec());
    table.add_rows(rows);
    for (index, title) in header.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            column.set_padding((0, 2));
            if !matches!(title.as_str(), "" | "Portfolio") {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    table
}

/// Breaks the lines of a column at this width.
fn limit(table: &mut Table, column: usize, width: usize) {
    let width = Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX));
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::UpperBoundary(width));
    }
}

fn printed(table: &Table) -> String {
    table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The safest portfolio against every other; the other pairs are left to the page.
fn differences(results: &Results, style: ConsoleStyle) -> String {
    let best = safest(results).map_or("", |portfolio| portfolio.name.as_str());
    let told = results
        .comparisons
        .iter()
        .filter(|pair| pair.a == best || pair.b == best);
    let told: Vec<String> = told
        .map(|pair| wrapped(&format!("• {}", difference(pair)), "  ", style))
        .collect();
    let left = results.comparisons.len().saturating_sub(told.len());
    let more = if left > 0 {
        format!("\n  … and {} in the report", counted(left as u64, "other pair"))
    } else {
        String::new()
    };
    format!("{}{more}", told.join("\n"))
}

fn notice(notice: &Notice, style: ConsoleStyle) -> String {
    let (word, code) = match notice.severity {
        Severity::Warning => ("warning", "33;1"),
        Severity::Note => ("note", "36"),
    };
    let text = format!("{word}: {}", notice.seen);
    let first = wrapped(&text, "  ", style).replacen(word, &paint(word, code, style), 1);
    let meaning = wrapped(&format!("  it means: {}", notice.meaning), "    ", style);
    let action = wrapped(&format!("  to do: {}", notice.action), "    ", style);
    format!("{first}\n{meaning}\n{action}")
}

/// Breaks a text at the width; lines after the first begin with `indent`.
fn wrapped(text: &str, indent: &str, style: ConsoleStyle) -> String {
    let margin: String = text.chars().take_while(|sign| *sign == ' ').collect();
    let mut lines = vec![margin];
    for word in text.split_whitespace() {
        let line = lines.last().map_or("", String::as_str);
        let is_empty = line.trim().is_empty();
        if !is_empty && line.chars().count() + 1 + word.chars().count() > style.width {
            lines.push(format!("{indent}{word}"));
        } else if let Some(line) = lines.last_mut() {
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_line_fits_eighty_columns() {
        for (fixture, results) in fixture::all() {
            if fixture == "odd" {
                continue;
            }
            let text = table(&results, ConsoleStyle::default());
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{fixture}: {line}");
            }
        }
    }

    #[test]
    fn escape_sequences_appear_only_with_colour() {
        for (fixture, results) in fixture::all() {
            assert!(
                !table(&results, ConsoleStyle::default()).contains('\u{1b}'),
                "{fixture}"
            );
            let painted = table(
                &results,
                ConsoleStyle {
                    colour: true,
                    width: 80,
                },
            );
            assert!(painted.contains("\u{1b}[1m"), "{fixture}");
        }
    }

    #[test]
    fn bars_grow_with_the_chance() {
        assert_eq!(bar(0.0), "");
        assert_eq!(bar(0.5), "████");
        assert_eq!(bar(1.0), "████████");
        assert_eq!(bar(0.0625), "▌");
    }

    #[test]
    fn the_answer_the_notices_and_the_caution_are_all_there() {
        let results = fixture::five_by_six();
        let text = table(&results, ConsoleStyle::default()).replace('\n', " ");
        for part in [
            "least often",
            "warning: the parameters",
            "it means:",
            "to do:",
            "not a promise",
            "200,000",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn a_chance_of_zero_is_never_printed_as_zero_percent() {
        let text = table(&fixture::extremes(), ConsoleStyle::default());
        assert!(!text.contains(" 0.0 %") && !text.contains(" 0 %"), "{text}");
        assert!(text.contains("< 0.1 %"));
    }
}
