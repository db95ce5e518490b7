//! Chart: what moves the chance of going unmatched, the largest first; what a
//! person can change apart from the assumptions that matter.

use super::hatch::Hatch;
use super::heading::{self, MARGIN, NAME_IN_TITLE};
use super::palette::{CALM, DANGER, FAINT, GRID, INK, LABEL, NAME, PAPER, TICK};
use super::sketch::{Anchor, Area, Sketch};
use super::text;
use super::ticks::{self, Scale, round_steps};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::engine::results::Estimate;
use crate::report::console::sensitivity::{signed, where_it_is};
use crate::report::error::ReportError;
use crate::report::percent::size_points;
use crate::report::presentable::{cleaned, shortened};

const BAR: f64 = 12.0;
const GAP: f64 = 9.0;
/// How far the lines of the grid reach above and below the bars.
const REACH: f64 = 3.0;
const MOST_ROWS: usize = 14;
/// Lines that the words of a row take at most.
const MOST_WORD_LINES: usize = 3;
/// Lines that the short names take at most: some sixty tracks.
const MOST_NAME_LINES: usize = 60;
/// Height of a line of words.
const LINE: f64 = LABEL.size + 4.0;
/// Space between words and a label beside them.
const BETWEEN: f64 = 12.0;

/// How the bars are to be read.
const EXPLANATION: &str = "Change of the chance of going unmatched, in percentage points; left is less risk. Thin lines: \
     the plausible range for changes, twice the simulation error for assumptions. For assumptions, solid bars end at the \
     low value, hatched bars at the high value.";

/// One bar: from one end to the other, in points.
struct Row {
    words: String,
    label: String,
    ends: Vec<End>,
}

/// A row with its words broken to the width there is; the label stands beside them where it fits, and below otherwise.
struct Placed<'r> {
    row: &'r Row,
    words: Vec<String>,
    /// Whether the label has a line of its own.
    is_below: bool,
    /// Upper edge of the words, and of the bars.
    top: f64,
    bars: f64,
}

struct End {
    points: f64,
    whisker: [f64; 2],
}

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_tornado(answer: &Sensitivity, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(answer, width);
    sketch.finish("tornado", height, &finding(answer), &description(answer))
}

fn finding(answer: &Sensitivity) -> String {
    let name = shortened(&cleaned(&answer.portfolio), NAME_IN_TITLE);
    let Some(change) = answer.most_helpful() else {
        return format!("No change tried makes “{name}” detectably safer");
    };
    let lead = answer
        .leanings
        .first()
        .map_or_else(String::new, |leaning| format!("; the assumption that matters most: “{}”", leaning.words));
    format!("“{}” lowers the risk of “{name}” by {} points{lead}", change.words, size_points(&change.unmatched))
}

fn description(answer: &Sensitivity) -> String {
    let changes = answer.changes.iter().map(|change| format!("{}: {} points", change.words, signed(&change.unmatched)));
    let leanings = answer.leanings.iter().map(|leaning| {
        format!("{}: {} to {} points", leaning.words, signed(&leaning.low.unmatched), signed(&leaning.high.unmatched))
    });
    format!(
        "Bars of the change of the chance of going unmatched. What would help: {}. Assumptions: {}.",
        changes.collect::<Vec<_>>().join("; "),
        leanings.collect::<Vec<_>>().join("; ")
    )
}

fn sheet(answer: &Sensitivity, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let top = heading::draw(&mut sketch, &finding(answer), EXPLANATION);
    let (open, past, leanings) = (change_rows(answer, false), change_rows(answer, true), leaning_rows(answer));
    let reach = steps(open.iter().chain(&past).chain(&leanings), width);
    let mut below = block(&mut sketch, "What would help most?", &open, &reach, top + 4.0);
    if !past.is_empty() {
        below = block(&mut sketch, "If your score had been different", &past, &reach, below + 14.0);
    }
    let below = block(&mut sketch, "Assumptions that matter most", &leanings, &reach, below + 14.0);
    let names = text::wrapped(&short_names(answer), TICK.size, width - 2.0 * MARGIN, MOST_NAME_LINES);
    let below = sketch.paragraph(MARGIN, below + 8.0, &names, TICK);
    (sketch, below + MARGIN)
}

fn change_rows(answer: &Sensitivity, is_past: bool) -> Vec<Row> {
    let row = |change: &crate::decide::answers::sensitivity::Change| Row {
        words: change.words.clone(),
        label: if change.is_tie { "no difference".to_owned() } else { signed(&change.unmatched) },
        ends: vec![End { points: points(change.unmatched.mean), whisker: change.unmatched.interval90.map(points) }],
    };
    answer.changes.iter().filter(|change| change.is_past == is_past).take(MOST_ROWS).map(row).collect()
}

fn leaning_rows(answer: &Sensitivity) -> Vec<Row> {
    let end = |of: &Estimate| {
        let error = points(2.0 * of.mc_error);
        End { points: points(of.mean), whisker: [points(of.mean) - error, points(of.mean) + error] }
    };
    let row = |leaning: &crate::decide::answers::sensitivity::Leaning| {
        let [low, high] = [&leaning.low, &leaning.high].map(|end| {
            let at = end.at.map_or_else(String::new, |_| format!(" at {}", where_it_is(leaning, end)));
            format!("{}{at}", signed(&end.unmatched))
        });
        Row {
            words: leaning.words.clone(),
            label: format!("{low}, {high}"),
            ends: vec![end(&leaning.low.unmatched), end(&leaning.high.unmatched)],
        }
    };
    answer.leanings.iter().filter(|leaning| !leaning.is_negligible()).take(MOST_ROWS).map(row).collect()
}

/// What the short names stand for.
fn short_names(answer: &Sensitivity) -> String {
    let names: Vec<String> =
        answer.tracks.values().map(|label| format!("{} = {}", label.short_name, label.name)).collect();
    cleaned(&names.join(", "))
}

fn points(share: f64) -> f64 {
    100.0 * share
}

/// Round points that hold every end, as many as the width has room for.
fn steps<'r>(rows: impl Iterator<Item = &'r Row>, width: f64) -> Vec<f64> {
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for end in rows.flat_map(|row| &row.ends) {
        let [below, above] = end.whisker;
        low = low.min(end.points).min(below);
        high = high.max(end.points).max(above);
    }
    round_steps(low, high.max(low + 0.1), if width > 400.0 { 7.0 } else { 3.0 })
}

/// Words above each bar, the bar, its label; gives the lower edge.
fn block(sketch: &mut Sketch, heading: &str, rows: &[Row], steps: &[f64], top: f64) -> f64 {
    let right = sketch.width() - MARGIN;
    let plot = Area { x0: MARGIN + 14.0, y0: top + 24.0, x1: right - 14.0, y1: 0.0 };
    let across = Scale { low: steps[0], high: steps[steps.len() - 1], from: plot.x0, to: plot.x1 };
    sketch.words((MARGIN, top + 8.0), text::fitted(heading, NAME.size, right - MARGIN), NAME, Anchor::Start);
    let (rows, bottom) = placed(rows, plot.y0, right - MARGIN);
    for step in steps {
        let x = across.at(*step);
        // Lines stand behind the bars alone, so that no words or numbers lie on them.
        for row in &rows {
            let ends = [(x, row.bars - REACH), (x, row.bars + BAR + REACH)];
            sketch.line(&ends, if *step == 0.0 { FAINT } else { GRID }, 1.0);
        }
        sketch.words((x, bottom + 11.0), signed_step(*step, steps), TICK, Anchor::Middle);
    }
    let unit = text::fitted("change in points", TICK.size, right - MARGIN);
    sketch.words((plot.x0.midpoint(plot.x1), bottom + 26.0), unit, TICK, Anchor::Middle);
    for row in &rows {
        bar(sketch, row, across, right);
    }
    bottom + 34.0
}

/// Rows one below the other in this width; gives where they end.
fn placed(rows: &[Row], top: f64, width: f64) -> (Vec<Placed<'_>>, f64) {
    let mut top = top;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let beside = text::width(&row.words, LABEL.size) + BETWEEN + text::width(&row.label, LABEL.size);
        let is_below = beside > width;
        let words = text::wrapped(&row.words, LABEL.size, width, MOST_WORD_LINES);
        let lines = words.len() + usize::from(is_below);
        let bars = top + LINE * lines as f64 + 3.5;
        all.push(Placed { row, words, is_below, top, bars });
        top = bars + BAR + GAP;
    }
    (all, top)
}

fn signed_step(step: f64, steps: &[f64]) -> String {
    let label = ticks::label(step.abs(), steps);
    match step {
        step if step > 0.0 => format!("+{label}"),
        step if step < 0.0 => format!("–{label}"),
        _ => label,
    }
}

fn bar(sketch: &mut Sketch, placed: &Placed<'_>, across: Scale, right: f64) {
    let Placed { row, words, is_below, top, bars } = placed;
    let middle = |line: usize| top + LINE * (line as f64 + 0.5);
    for (line, words) in words.iter().enumerate() {
        sketch.words((MARGIN, middle(line)), words.as_str(), LABEL, Anchor::Start);
    }
    let line = if *is_below { words.len() } else { 0 };
    let label = text::fitted(&row.label, LABEL.size, right - MARGIN);
    sketch.words((right, middle(line)), label, LABEL, Anchor::End);
    for (place, end) in row.ends.iter().enumerate() {
        let (zero, at) = (across.at(0.0), across.at(end.points));
        // Two ends on the same side would hide one another: each has half the height.
        let height = BAR / row.ends.len() as f64;
        let upper = bars + height * place as f64;
        let area = Area { x0: zero.min(at), y0: upper, x1: zero.max(at), y1: upper + height };
        let color = if end.points > 0.0 { DANGER } else { CALM };
        if place == 0 {
            sketch.fill(area, color);
        } else {
            sketch.fill_hatched(area, color, Hatch::Rising, PAPER);
        }
        let level = upper + height / 2.0;
        let [from, to] = end.whisker.map(|value| across.at(value));
        sketch.line(&[(from, level), (to, level)], INK, 1.2);
        for x in [from, to] {
            sketch.line(&[(x, level - 2.5), (x, level + 2.5)], INK, 1.2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture::moves::answer;

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        for width in [WIDE, NARROW] {
            sheet(&answer(), width).0.assert_texts_are_apart(width, "tornado");
        }
    }

    #[test]
    fn no_words_or_numbers_lie_on_a_line() {
        for width in [WIDE, NARROW] {
            let sketch = sheet(&answer(), width).0;
            let lines = sketch.upright_lines();
            assert!(lines.len() > 8);
            for (area, words) in sketch.text_areas() {
                assert!(!lines.iter().any(|line| line.overlaps(&area)), "{words} at {width}");
            }
        }
    }

    #[test]
    fn words_and_values_stand_whole_and_apart_from_the_bars() {
        for width in [WIDE, NARROW] {
            let sketch = sheet(&answer(), width).0;
            let bars = sketch.filled_areas();
            assert!(bars.len() > 6);
            let texts = sketch.text_areas();
            for (area, words) in &texts {
                assert!(!bars.iter().any(|bar| bar.overlaps(area)), "{words} at {width}");
            }
            let all: Vec<&str> = texts.iter().map(|(_, words)| words.as_str()).collect();
            let all = all.join(" ");
            for part in
                ["hatched bars at the high value.", "How much programs differ in openness to you", "+4.0 at 0.31"]
            {
                assert!(all.contains(part), "{part} is not in {all}");
            }
        }
    }

    #[test]
    fn a_score_that_is_taken_is_no_change_to_make() {
        let svg = draw_tornado(&answer(), NARROW).expect("drawn");
        assert!(svg.contains("If your score had been different"), "{svg}");
        let mut answer = answer();
        answer.changes.retain(|change| change.is_past);
        assert!(draw_tornado(&answer, WIDE).expect("drawn").contains("No change tried makes"));
        answer.changes.iter_mut().for_each(|change| change.is_past = false);
        assert!(!draw_tornado(&answer, WIDE).expect("drawn").contains("If your score had been different"));
    }

    #[test]
    fn the_title_says_the_finding_and_a_tie_is_called_so() {
        let svg = draw_tornado(&answer(), WIDE).expect("drawn");
        assert!(svg.contains("by 4.0 points") && svg.contains("no difference"), "{svg}");
        assert!(!svg.contains('\u{1b}'));
    }
}
