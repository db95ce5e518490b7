//! Chart: what moves the chance of going unmatched, the largest first; what a
//! person can change apart from the assumptions that matter.

use super::prelude::*;
use crate::decide::answers::sensitivity::{Change, Leaning, Sensitivity};
use crate::engine::results::Estimate;
use crate::report::percent::{signed, size_points};
use crate::report::presentable::{cleaned, shortened};
use crate::report::sensitivity_words::where_it_is;

const BAR: f64 = 12.0;
const GAP: f64 = 9.0;
/// How far the lines of the grid reach above and below the bars.
const REACH: f64 = 3.0;
/// Rows of a kind that are drawn: the largest. The tables hold them all.
const MOST_ROWS: usize = 5;
/// Lines that the words of a row take at most.
const MOST_WORD_LINES: usize = 3;
/// Lines that the short names take at most: some sixty tracks.
const MOST_NAME_LINES: usize = 60;
/// Height of a line of words.
const LINE: f64 = LABEL.size + 4.0;
/// Space between words and a label beside them.
const BETWEEN: f64 = 12.0;

/// One bar: from one end to the other, in points.
struct Row {
    words: String,
    label: String,
    ends: Vec<End>,
}

struct End {
    points: f64,
    whisker: [f64; 2],
}

impl Picture for Sensitivity {
    fn finding(&self) -> String {
        let name = shortened(&cleaned(&self.portfolio), NAME_IN_TITLE);
        let Some(change) = self.most_helpful() else {
            return format!("No change tried makes “{name}” detectably safer");
        };
        let lead = self
            .leanings
            .first()
            .map_or_else(String::new, |leaning| format!("; the assumption that matters most: “{}”", leaning.words));
        format!("“{}” lowers the risk of “{name}” by {} points{lead}", change.words, size_points(&change.unmatched))
    }

    fn explanation(&self) -> String {
        "Change of the chance of going unmatched, in percentage points; left is less risk. Thin lines: the plausible range \
         for changes, twice the simulation error for assumptions. For assumptions, solid bars end at the low value, \
         hatched bars at the high value. Only the five largest of each kind are drawn."
            .to_owned()
    }

    fn description(&self) -> String {
        let changes =
            self.changes.iter().map(|change| format!("{}: {} points", change.words, signed(&change.unmatched)));
        let leanings = self.leanings.iter().map(|leaning| {
            format!(
                "{}: {} to {} points",
                leaning.words,
                signed(&leaning.low.unmatched),
                signed(&leaning.high.unmatched)
            )
        });
        format!(
            "Bars of the change of the chance of going unmatched. What would help: {}. Assumptions: {}.",
            listed(changes),
            listed(leanings)
        )
    }

    fn draw(&self, sketch: &mut Sketch) {
        let (open, past, leanings) = (change_rows(self, false), change_rows(self, true), leaning_rows(self));
        let wanted = if sketch.width() > 400.0 { 7.0 } else { 3.0 };
        let axis = axis(open.iter().chain(&past).chain(&leanings), wanted);
        sketch.y += 4.0;
        block(sketch, "What would help most?", &open, &axis);
        if !past.is_empty() {
            block(sketch, "If your score had been different", &past, &axis);
        }
        block(sketch, "Assumptions that matter most", &leanings, &axis);
        sketch.paragraph(&short_names(self), TICK, MOST_NAME_LINES);
    }
}

fn change_rows(answer: &Sensitivity, is_past: bool) -> Vec<Row> {
    let row = |change: &Change| Row {
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
    let row = |leaning: &Leaning| {
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

/// Round points that hold every end.
fn axis<'r>(rows: impl Iterator<Item = &'r Row>, wanted: f64) -> Axis {
    let values = rows.flat_map(|row| &row.ends).flat_map(|end| [end.points, end.whisker[0], end.whisker[1]]);
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let signed = |value: f64, words: &str| match value {
        value if value > 0.0 => format!("+{words}"),
        value if value < 0.0 => format!("–{}", words.trim_start_matches('-')),
        _ => words.to_owned(),
    };
    Axis::round(low, high.max(low + 0.1), wanted).relabeled(signed).titled("change in points")
}

/// Rows below a heading, with their axis.
fn block(sketch: &mut Sketch, heading: &str, rows: &[Row], axis: &Axis) {
    sketch.paragraph(heading, NAME, 1);
    sketch.y += 8.0;
    for row in rows {
        draw_row(sketch, row, axis);
    }
    let strip = sketch.strip(0.0);
    axis_below(sketch, Area { x0: strip.x0 + 14.0, x1: strip.x1 - 14.0, ..strip }, &axis.clone().without_grid());
    sketch.y += 14.0;
}

/// Words, a label beside them where it fits and below otherwise, and the bars.
fn draw_row(sketch: &mut Sketch, row: &Row, axis: &Axis) {
    let room = sketch.room();
    let words = text::wrapped(&row.words, LABEL.size, room, MOST_WORD_LINES);
    let label = text::fitted(&row.label, LABEL.size, room);
    let beside = text::width(&row.words, LABEL.size) + BETWEEN + text::width(&row.label, LABEL.size);
    let label_line = if beside > room { words.len() } else { 0 };
    let middle = |line: usize| sketch.y + LINE * (line as f64 + 0.5);
    let (label_at, bars) = (middle(label_line), middle(words.len().max(label_line + 1)) - LINE / 2.0 + 3.5);
    for (line, words) in words.iter().enumerate() {
        sketch.words((MARGIN, sketch.y + LINE * (line as f64 + 0.5)), words.as_str(), LABEL, HPos::Left);
    }
    sketch.words((sketch.right(), label_at), label, LABEL, HPos::Right);
    // Lines stand behind the bars alone, so that no words or numbers lie on them.
    let grid = axis.clone().relabeled(|_, _| String::new()).titled("");
    let area = Area { x0: MARGIN + 14.0, y0: bars - REACH, x1: sketch.right() - 14.0, y1: bars + BAR + REACH };
    let plot = Plot::between(sketch, area, &grid, &Axis::blank(0.0, 1.0));
    let zero = plot.x(0.0);
    sketch.line(&[(zero, area.y0), (zero, area.y1)], FAINT, 1.0);
    // Two ends on the same side would hide one another: each has half the height.
    let height = BAR / row.ends.len() as f64;
    for (place, end) in row.ends.iter().enumerate() {
        let upper = bars + height * place as f64;
        let color = if end.points > 0.0 { DANGER } else { CALM };
        let hatch = if place == 0 { Hatch::Plain } else { Hatch::Rising };
        sketch.fill_hatched(Area::between((zero, upper), (plot.x(end.points), upper + height)), Look { color, hatch });
        sketch.whisker(end.whisker.map(|value| (plot.x(value), upper + height / 2.0)), 2.5, INK, 1.2);
    }
    sketch.y = bars + BAR + GAP;
}

#[cfg(test)]
mod tests {
    use crate::report::charts::picture::{assert_is_legible, sketched, svg};
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture::moves::answer;

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        assert_is_legible(&answer(), "tornado");
    }

    #[test]
    fn no_words_or_numbers_lie_on_a_line() {
        for width in [WIDE, NARROW] {
            let sketch = sketched(&answer(), "tornado", width);
            let lines = sketch.page().upright_lines();
            assert!(lines.len() > 8);
            for (area, words) in sketch.page().text_areas() {
                assert!(!lines.iter().any(|line| line.overlaps(&area)), "{words} at {width}");
            }
        }
    }

    #[test]
    fn words_and_values_stand_whole_and_apart_from_the_bars() {
        for width in [WIDE, NARROW] {
            let sketch = sketched(&answer(), "tornado", width);
            let bars = sketch.page().filled_areas();
            assert!(bars.len() > 6);
            let texts = sketch.page().text_areas();
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
        let drawn = svg(&answer(), "tornado", NARROW).expect("drawn");
        assert!(drawn.contains("If your score had been different"), "{drawn}");
        let mut answer = answer();
        answer.changes.retain(|change| change.is_past);
        assert!(svg(&answer, "tornado", WIDE).expect("drawn").contains("No change tried makes"));
        answer.changes.iter_mut().for_each(|change| change.is_past = false);
        assert!(!svg(&answer, "tornado", WIDE).expect("drawn").contains("If your score had been different"));
    }

    #[test]
    fn the_title_says_the_finding_and_a_tie_is_called_so() {
        let svg = svg(&answer(), "tornado", WIDE).expect("drawn");
        assert!(svg.contains("by 4.0 points") && svg.contains("no difference"), "{svg}");
        assert!(!svg.contains('\u{1b}'));
    }
}
