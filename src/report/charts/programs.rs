//! Chart: what each program of a list adds, and where keeping stops.

use super::heading::{self, MARGIN, NAME_IN_TITLE};
use super::palette::{CALM, DANGER_TEXT, FAINT, GRID, INK, LABEL, PAPER, TICK};
use super::sketch::{Anchor, Area, Font, Sketch};
use super::text;
use super::ticks::{Scale, label, round_steps};
use crate::decide::answers::programs::{CuratedProgram, Decision, GainMeasure, Programs};
use crate::report::error::ReportError;
use crate::report::number::dollars;
use crate::report::presentable::{cleaned, shortened};

/// Rows drawn; what stands between the first and the last of them is left out and said so.
const MOST_ROWS: usize = 40;
const ROW: f64 = 19.0;
const BAR: f64 = 11.0;

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw(answer: &Programs, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(answer, width);
    sketch.finish("gain_by_program", height, &finding(answer), &description(answer))
}

/// Programs with a gain, the application list first.
fn open(answer: &Programs) -> Vec<&CuratedProgram> {
    answer.programs.iter().filter(|program| program.gain.is_some()).collect()
}

fn points(program: &CuratedProgram) -> (f64, [f64; 2]) {
    program.gain.map_or((0.0, [0.0, 0.0]), |gain| (100.0 * gain.mean, gain.interval90.map(|end| 100.0 * end)))
}

fn unit(answer: &Programs) -> &'static str {
    match answer.gain_measure {
        GainMeasure::Value => "points of value (0–100, your own weights)",
        GainMeasure::Residency => "percentage points of the chance of a complete residency",
    }
}

fn finding(answer: &Programs) -> String {
    let open = open(answer);
    let kept = open.iter().filter(|program| program.decision != Decision::Drop).count();
    let total: f64 = open.iter().map(|program| points(program).0.max(0.0)).sum();
    let mut carried = 0.0;
    let half = open.iter().take_while(|program| {
        let was = carried;
        carried += points(program).0.max(0.0);
        was < total / 2.0
    });
    let half = half.count();
    let end = if kept < open.len() { format!("{kept} are kept") } else { format!("all {kept} are kept") };
    let name = shortened(&cleaned(&answer.portfolio), NAME_IN_TITLE);
    format!("“{name}”: the first {half} of {} programs account for half of the total gain; {end}", open.len())
}

fn description(answer: &Programs) -> String {
    let parts = open(answer).into_iter().map(|program| {
        let (gain, [low, high]) = points(program);
        let what = if program.decision == Decision::Drop { "dropped" } else { "kept" };
        format!("{} ({what}) {gain:.3} ({low:.3} to {high:.3})", cleaned(&program.name))
    });
    format!("Bars of the gain of each program in {}: {}.", unit(answer), parts.collect::<Vec<_>>().join("; "))
}

fn sheet(answer: &Programs, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = format!(
        "Gain of each program in {}: the loss if it alone is removed from all open programs. Lines are plausible ranges \
         (90% credible intervals). Filled bars are kept, hollow ones dropped.",
        unit(answer)
    );
    let top = heading::draw(&mut sketch, &finding(answer), &explanation) + 20.0;
    let open = open(answer);
    let shown: Vec<&CuratedProgram> = open.iter().take(MOST_ROWS).copied().collect();
    let highest = shown.iter().map(|program| points(program).1[1].max(points(program).0)).fold(0.0, f64::max);
    let lowest = shown.iter().map(|program| points(program).1[0].min(points(program).0)).fold(0.0, f64::min);
    let steps = round_steps(lowest, highest.max(1e-9), 5.0);
    let names = (0.36 * width).min(250.0);
    let plot =
        Area { x0: MARGIN + names, y0: top, x1: width - MARGIN - 22.0, y1: top + ROW * shown.len() as f64 + 4.0 };
    let ends = [steps.first(), steps.last()].map(|end| end.copied().unwrap_or(0.0));
    let across = Scale { low: ends[0], high: ends[1], from: plot.x0, to: plot.x1 };
    for step in &steps {
        let x = across.at(*step);
        sketch.line(&[(x, plot.y0), (x, plot.y1)], GRID, 1.0);
        sketch.words((x, plot.y0 - 9.0), label(*step, &steps), TICK, Anchor::Middle);
    }
    for (place, program) in shown.iter().enumerate() {
        row(&mut sketch, program, plot.y0 + ROW * (place as f64 + 0.5) + 2.0, names, across);
    }
    let kept = shown.iter().filter(|program| program.decision != Decision::Drop).count();
    if kept > 0 && kept < shown.len() {
        let y = plot.y0 + ROW * kept as f64 + 2.0;
        sketch.dashes((MARGIN, y), (plot.x1, y), DANGER_TEXT, 1.2);
    }
    let below = footnote(answer, open.len(), kept < shown.len());
    let font = Font { size: LABEL.size, color: INK };
    let lines = text::wrapped(&below, font.size, width - 2.0 * MARGIN, 4);
    let bottom = sketch.paragraph(MARGIN, plot.y1 + 8.0, &lines, font);
    (sketch, bottom + MARGIN)
}

fn footnote(answer: &Programs, open: usize, shows_end: bool) -> String {
    let mut parts = Vec::new();
    if shows_end {
        let budget = answer.budget_usd.map_or(String::new(), |budget| format!(" of {}", dollars(budget)));
        parts.push(format!("Below the dashed line, the budget{budget} is spent, or programs add nothing detectable."));
    }
    if open > MOST_ROWS {
        parts.push(format!("{} more open programs add less each and are not shown.", open - MOST_ROWS));
    }
    let closed = answer.programs.len() - open;
    if closed > 0 {
        parts.push(format!("{closed} programs closed by visa or state are not shown."));
    }
    parts.push("G and S mark gold and silver signals, s a signal where there is one tier.".to_owned());
    parts.join(" ")
}

fn row(sketch: &mut Sketch, program: &CuratedProgram, y: f64, names: f64, across: Scale) {
    let (gain, [low, high]) = points(program);
    let mark = match program.signal {
        Some("gold") => " (G)",
        Some("silver") => " (S)",
        Some(_) => " (s)",
        None => "",
    };
    let name = text::fitted(&cleaned(&program.name), LABEL.size, names - 10.0 - text::width(mark, LABEL.size));
    sketch.words((MARGIN + names - 6.0, y), format!("{name}{mark}"), LABEL, Anchor::End);
    let (from, to) = (across.at(0.0), across.at(gain));
    let bar = |inset: f64| Area {
        x0: from.min(to) + inset,
        y0: y - BAR / 2.0 + inset,
        x1: (from.max(to) - inset).max(from.min(to) + inset),
        y1: y + BAR / 2.0 - inset,
    };
    sketch.fill(bar(0.0), CALM);
    if program.decision == Decision::Drop {
        sketch.fill(bar(1.3), PAPER);
    }
    sketch.line(&[(across.at(low), y), (across.at(high), y)], FAINT, 1.4);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture;

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        for count in [1, 7, 60] {
            for width in [WIDE, NARROW] {
                sheet(&fixture::programs(count), width).0.assert_texts_are_apart(width, &count.to_string());
            }
        }
    }

    #[test]
    fn the_chart_says_where_keeping_ends_and_every_gain_in_words() {
        let svg = draw(&fixture::programs(7), WIDE).expect("drawn");
        assert!(svg.contains("5 are kept") && svg.contains("Program 3 (kept)"), "{svg}");
        assert!(svg.contains("Program 6 (dropped)") && !svg.contains("<b>"));
    }
}
