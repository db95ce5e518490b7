//! Chart: what each program of a list adds, and where keeping stops.

use super::prelude::*;
use crate::decide::answers::programs::{CuratedProgram, Decision, GainMeasure, Programs};
use crate::report::number::dollars;
use crate::report::presentable::{cleaned, shortened};

/// Rows drawn; what stands between the first and the last of them is left out and said so.
const MOST_ROWS: usize = 40;
const ROW: f64 = 19.0;
const BAR: f64 = 11.0;

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

impl Picture for Programs {
    fn finding(&self) -> String {
        let open = open(self);
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
        let name = shortened(&cleaned(&self.portfolio), NAME_IN_TITLE);
        format!("“{name}”: the first {half} of {} programs account for half of the total gain; {end}", open.len())
    }

    fn explanation(&self) -> String {
        format!(
            "Gain of each program in {}: the loss if it alone is removed from all open programs. Lines are plausible ranges \
             (90% credible intervals). Filled bars are kept, hollow ones dropped.",
            unit(self)
        )
    }

    fn description(&self) -> String {
        let parts = open(self).into_iter().map(|program| {
            let (gain, [low, high]) = points(program);
            let what = if program.decision == Decision::Drop { "dropped" } else { "kept" };
            format!("{} ({what}) {gain:.3} ({low:.3} to {high:.3})", cleaned(&program.name))
        });
        format!("Bars of the gain of each program in {}: {}.", unit(self), listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let open = open(self);
        let shown = &open[..open.len().min(MOST_ROWS)];
        let ends = || shown.iter().flat_map(|program| [points(program).0, points(program).1[0], points(program).1[1]]);
        let across = Axis::round(ends().fold(0.0, f64::min), ends().fold(1e-9, f64::max), 5.0);
        let names = (0.36 * sketch.width()).min(250.0);
        let strip = sketch.strip(ROW * shown.len() as f64 + below(&across));
        let room = Area { x0: MARGIN + names, x1: strip.x1 - 22.0, ..strip };
        let plot = Plot::within(sketch, room, &across, &Axis::blank(0.0, 1.0));
        for program in shown {
            row(sketch, program, names, &plot);
            sketch.y += ROW;
        }
        let kept = shown.iter().filter(|program| program.decision != Decision::Drop).count();
        if kept > 0 && kept < shown.len() {
            let y = strip.y0 + ROW * kept as f64;
            sketch.dashes(&[(MARGIN, y), (plot.area.x1, y)], DANGER_TEXT, 1.2);
        }
        sketch.y = strip.y1 + 4.0;
        sketch.paragraph(&footnote(self, open.len(), kept < shown.len()), LABEL, 4);
    }
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

fn row(sketch: &mut Sketch, program: &CuratedProgram, names: f64, plot: &Plot) {
    let y = sketch.y + ROW / 2.0;
    let (gain, [low, high]) = points(program);
    let mark = match program.signal {
        Some("gold") => " (G)",
        Some("silver") => " (S)",
        Some(_) => " (s)",
        None => "",
    };
    let name = text::fitted(&cleaned(&program.name), LABEL.size, names - 10.0 - text::width(mark, LABEL.size));
    sketch.words((MARGIN + names - 6.0, y), format!("{name}{mark}"), LABEL, HPos::Right);
    let (from, to) = (plot.x(0.0), plot.x(gain));
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
    sketch.line(&[(plot.x(low), y), (plot.x(high), y)], FAINT, 1.4);
}

#[cfg(test)]
mod tests {
    use crate::report::charts::WIDE;
    use crate::report::charts::picture::{assert_is_legible, svg};
    use crate::report::fixture;

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        for count in [1, 7, 60] {
            assert_is_legible(&fixture::programs(count), &count.to_string());
        }
    }

    #[test]
    fn the_chart_says_where_keeping_ends_and_every_gain_in_words() {
        let svg = svg(&fixture::programs(7), "gain_by_program", WIDE).expect("drawn");
        assert!(svg.contains("5 are kept") && svg.contains("Program 3 (kept)"), "{svg}");
        assert!(svg.contains("Program 6 (dropped)") && !svg.contains("<b>"));
    }
}
