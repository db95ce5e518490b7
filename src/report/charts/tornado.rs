//! Chart: what moves the chance of going unmatched, the largest first; what a
//! person can change apart from what the answer leans on.

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
use crate::report::percent::{error_points, size_points};
use crate::report::presentable::{cleaned, shortened};

const BAR: f64 = 12.0;
const GAP: f64 = 9.0;
/// How far the lines of the grid reach above and below the bars.
const REACH: f64 = 3.0;
const MOST_ROWS: usize = 14;

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
    let Some(change) = answer.changes.iter().find(|change| !change.is_tie && change.unmatched.mean < 0.0) else {
        return format!("No change tried makes “{name}” safer beyond its error");
    };
    let lead = answer
        .leanings
        .first()
        .map_or_else(String::new, |leaning| format!("; the answer leans most on “{}”", leaning.words));
    format!(
        "{} lowers the risk of “{name}” by {} points ({}){lead}",
        change.words,
        size_points(&change.unmatched),
        error_points(&change.unmatched)
    )
}

fn description(answer: &Sensitivity) -> String {
    let changes = answer.changes.iter().map(|change| {
        format!("{}: {} points {}", change.words, signed(&change.unmatched), error_points(&change.unmatched))
    });
    let leanings = answer.leanings.iter().map(|leaning| {
        format!("{}: {} to {} points", leaning.words, signed(&leaning.low.unmatched), signed(&leaning.high.unmatched))
    });
    format!(
        "Bars of the change of the chance of going unmatched. What you can change: {}. What the answer leans on: {}.",
        changes.collect::<Vec<_>>().join("; "),
        leanings.collect::<Vec<_>>().join("; ")
    )
}

fn sheet(answer: &Sensitivity, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let names: Vec<String> =
        answer.tracks.values().map(|label| format!("{} = {}", label.short_name, label.name)).collect();
    let explanation = format!(
        "Change of the chance of going unmatched, in percentage points; left is less risk. Thin lines: for changes the 90 % \
         interval over the uncertain parameters, for the others twice the simulation’s error. Solid bars end at the low, \
         hatched ones at the high value of what nobody knows. {}.",
        cleaned(&names.join(", "))
    );
    let top = heading::draw(&mut sketch, &finding(answer), &explanation);
    let (changes, leanings) = (change_rows(answer), leaning_rows(answer));
    let reach = steps(changes.iter().chain(&leanings), width);
    let below = block(&mut sketch, "What you can change", &changes, &reach, top + 4.0);
    let below = block(&mut sketch, "What the answer leans on, and you cannot change", &leanings, &reach, below + 14.0);
    (sketch, below + MARGIN)
}

fn change_rows(answer: &Sensitivity) -> Vec<Row> {
    let row = |change: &crate::decide::answers::sensitivity::Change| Row {
        words: change.words.clone(),
        label: if change.is_tie {
            "no difference".to_owned()
        } else {
            format!("{} ({})", signed(&change.unmatched), error_points(&change.unmatched))
        },
        ends: vec![End { points: points(change.unmatched.mean), whisker: change.unmatched.interval90.map(points) }],
    };
    answer.changes.iter().take(MOST_ROWS).map(row).collect()
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
    let pitch = LABEL.size + BAR + GAP + 4.0;
    let bottom = plot.y0 + pitch * rows.len() as f64;
    for step in steps {
        let x = across.at(*step);
        // Lines stand behind the bars alone, so that no words or numbers lie on them.
        for row in 0..rows.len() {
            let bars = bars_from(plot.y0 + pitch * row as f64);
            let ends = [(x, bars - REACH), (x, bars + BAR + REACH)];
            sketch.line(&ends, if *step == 0.0 { FAINT } else { GRID }, 1.0);
        }
        sketch.words((x, bottom + 11.0), signed_step(*step, steps), TICK, Anchor::Middle);
    }
    let unit = text::fitted("change in points", TICK.size, right - MARGIN);
    sketch.words((plot.x0.midpoint(plot.x1), bottom + 26.0), unit, TICK, Anchor::Middle);
    for (row, place) in rows.iter().zip(0_u32..) {
        bar(sketch, row, plot.y0 + f64::from(place) * pitch, across, right);
    }
    bottom + 34.0
}

/// Upper edge of the bars of a row that begins at `top`.
fn bars_from(top: f64) -> f64 {
    top + LABEL.size + 6.0
}

fn signed_step(step: f64, steps: &[f64]) -> String {
    let label = ticks::label(step.abs(), steps);
    match step {
        step if step > 0.0 => format!("+{label}"),
        step if step < 0.0 => format!("–{label}"),
        _ => label,
    }
}

fn bar(sketch: &mut Sketch, row: &Row, top: f64, across: Scale, right: f64) {
    let middle = top + LABEL.size / 2.0 + 2.0;
    let label_width = text::width(&row.label, LABEL.size);
    sketch.words((right, middle), row.label.as_str(), LABEL, Anchor::End);
    let room = right - MARGIN - label_width - 12.0;
    sketch.words((MARGIN, middle), text::fitted(&row.words, LABEL.size, room), LABEL, Anchor::Start);
    let y0 = bars_from(top);
    for (place, end) in row.ends.iter().enumerate() {
        let (zero, at) = (across.at(0.0), across.at(end.points));
        // Two ends on the same side would hide one another: each has half the height.
        let height = BAR / row.ends.len() as f64;
        let upper = y0 + height * place as f64;
        let area = Area { x0: zero.min(at), y0: upper, x1: zero.max(at), y1: upper + height };
        let colour = if end.points > 0.0 { DANGER } else { CALM };
        if place == 0 {
            sketch.fill(area, colour);
        } else {
            sketch.fill_hatched(area, colour, Hatch::Rising, PAPER);
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
    use crate::decide::answers::Header;
    use crate::decide::answers::sensitivity::{Change, ChangeKind, Leaning, LeaningEnd, LeaningKind};
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture;

    fn estimate(mean: f64) -> Estimate {
        Estimate { mean, interval90: [mean - 0.02, mean + 0.01], mc_error: 0.001 }
    }

    fn answer() -> Sensitivity {
        let results = fixture::odd_names();
        let change = |words: &str, mean: f64| Change {
            key: words.to_owned(),
            words: words.to_owned(),
            kind: ChangeKind::Person,
            amount: 5.0,
            unit: "point",
            cost_usd: None,
            unmatched: estimate(mean),
            residency: estimate(-mean),
            value: None,
            unmatched_per_unit: estimate(mean / 5.0),
            unmatched_per_100_usd: None,
            residency_per_100_usd: None,
            value_per_100_usd: None,
            is_tie: mean.abs() < 0.002,
        };
        let end = |at, mean| LeaningEnd { at, unmatched: estimate(mean) };
        let leaning = |words: &str, at, low, high| Leaning {
            key: words.to_owned(),
            words: words.to_owned(),
            kind: LeaningKind::Assumption,
            low: end(at, low),
            high: end(at, high),
        };
        Sensitivity {
            header: Header {
                schema: crate::decide::answers::sensitivity::SCHEMA,
                version: "0",
                seed: 1,
                parameter_draws: 64,
                scenario: results.scenario.clone(),
                notices: Vec::new(),
            },
            tracks: results.tracks.clone(),
            leaning_draws: 64,
            portfolio: results.portfolios[4].name.clone(),
            unmatched: estimate(0.3),
            residency: estimate(0.6),
            expected_value: None,
            changes: vec![
                change("Step 2 CK 5 points higher", -0.04),
                change("Waiting: one more year since graduation", 0.02),
                change("One more publication", -0.0001),
            ],
            no_gain: Vec::new(),
            leanings: vec![
                leaning("How much programs differ in openness to you", Some(0.31), -0.05, 0.04),
                leaning("Fitted chances: IR", None, 0.01, 0.06),
            ],
            without_influence: Vec::new(),
        }
    }

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
    fn the_title_says_the_finding_and_a_tie_is_called_so() {
        let svg = draw_tornado(&answer(), WIDE).expect("drawn");
        assert!(svg.contains("by 4.0 points (±0.1)") && svg.contains("no difference"), "{svg}");
        assert!(!svg.contains('\u{1b}'));
    }
}
