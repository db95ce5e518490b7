//! Chart: chance of going unmatched under all portfolios of all scenarios.

use super::heading::{self, MARGIN, NAME_IN_TITLE};
use super::palette::{CALM, FAINT, GRID, INK, LABEL, NAME, PAPER, TICK};
use super::sketch::{Anchor, LINE, Sketch};
use super::text;
use super::ticks::Scale;
use crate::decide::answers::comparison::{Entry, ScenarioComparison};
use crate::report::error::ReportError;
use crate::report::percent::{Counted, chance, has_interval, rounded, spoken};
use crate::report::presentable::{cleaned, shortened};

/// Portfolios from which on only the safest of each scenario is drawn.
const MANY_ENTRIES: usize = 31;
const ROW: f64 = 20.0;
const DOT: f64 = 4.6;

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_comparison(comparison: &ScenarioComparison, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(comparison, width);
    sketch.finish("comparison", height, &finding(comparison), &description(comparison))
}

/// Rows under one heading.
struct Group<'a> {
    heading: Option<String>,
    rows: Vec<(String, &'a Entry)>,
}

fn groups(comparison: &ScenarioComparison) -> Vec<Group<'_>> {
    let entries = &comparison.entries;
    let scenarios = comparison.scenarios.iter().enumerate();
    if entries.len() >= MANY_ENTRIES {
        let row = |(_, one): (usize, &crate::decide::answers::comparison::ComparedScenario)| {
            (cleaned(&one.label), &entries[one.safest])
        };
        return vec![Group { heading: None, rows: scenarios.map(row).collect() }];
    }
    scenarios
        .map(|(index, one)| Group {
            heading: Some(cleaned(&one.label)),
            rows: entries
                .iter()
                .filter(|entry| entry.scenario == index)
                .map(|entry| (cleaned(&entry.portfolio), entry))
                .collect(),
        })
        .collect()
}

fn sheet(comparison: &ScenarioComparison, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = if comparison.entries.len() >= MANY_ENTRIES {
        "One row per scenario: its safest portfolio. Bars are plausible ranges (90% credible intervals). Differences are \
         known better than either chance, because all scenarios use the same draws."
    } else {
        "Further left is better. The filled point is the safest portfolio of each scenario. Bars are plausible ranges (90% \
         credible intervals). Differences are known better than either chance, because all scenarios use the same draws."
    };
    let mut y = heading::draw(&mut sketch, &finding(comparison), explanation);
    let names = (0.38 * width).max(110.0);
    let across = Scale { low: 0.0, high: 1.0, from: MARGIN + names, to: width - MARGIN - 52.0 };
    for group in groups(comparison) {
        if let Some(heading) = &group.heading {
            let lines = text::wrapped(heading, NAME.size, width - 2.0 * MARGIN, 2);
            y = sketch.paragraph(MARGIN, y + 5.0, &lines, NAME) + 2.0;
        }
        for (name, entry) in group.rows {
            row(&mut sketch, comparison, entry, &name, (y, across));
            y += ROW;
        }
    }
    let bottom = axis(&mut sketch, across, y);
    (sketch, bottom + MARGIN)
}

/// One portfolio: its name, its interval, its chance.
fn row(sketch: &mut Sketch, comparison: &ScenarioComparison, entry: &Entry, name: &str, (top, across): (f64, Scale)) {
    let middle = top + ROW / 2.0;
    for step in 0..=4_u8 {
        let x = across.at(f64::from(step) / 4.0);
        sketch.line(&[(x, top), (x, top + ROW)], GRID, 1.0);
    }
    let room = across.from - MARGIN - 12.0;
    sketch.words((MARGIN + 4.0, middle), text::fitted(name, LABEL.size, room), LABEL, Anchor::Start);
    let unmatched = &entry.unmatched;
    if has_interval(unmatched) {
        let [low, high] = unmatched.interval90.map(|end| across.at(end));
        sketch.line(&[(low, middle), (high, middle)], CALM, 2.0);
        for end in [low, high] {
            sketch.line(&[(end, middle - 3.0), (end, middle + 3.0)], CALM, 1.5);
        }
    }
    let at = (across.at(unmatched.mean), middle);
    sketch.dot(at, DOT, INK);
    let safest = comparison.scenarios[entry.scenario].safest;
    if !std::ptr::eq(&raw const comparison.entries[safest], entry) {
        sketch.dot(at, DOT - 1.6, PAPER);
    }
    sketch.words((across.to + 6.0, middle), chance(unmatched, Counted::Exactly), LABEL, Anchor::Start);
}

/// Axis in percent; gives the lower edge.
fn axis(sketch: &mut Sketch, across: Scale, y: f64) -> f64 {
    sketch.line(&[(across.from, y), (across.to, y)], FAINT, 1.0);
    for step in 0..=4_u8 {
        let x = across.at(f64::from(step) / 4.0);
        sketch.line(&[(x, y), (x, y + 4.0)], FAINT, 1.0);
        sketch.words((x, y + 12.0), format!("{}%", 25 * step), TICK, Anchor::Middle);
    }
    let title_at = y + 12.0 + LINE * TICK.size + 2.0;
    let middle = across.from.midpoint(across.to);
    sketch.words((middle, title_at), "chance of going unmatched", TICK, Anchor::Middle);
    title_at + TICK.size / 2.0
}

/// What the points show, in a sentence.
fn finding(comparison: &ScenarioComparison) -> String {
    let safest = comparison.scenarios.iter().map(|one| (one, &comparison.entries[one.safest]));
    let ordered = |a: &Entry, b: &Entry| a.unmatched.mean.total_cmp(&b.unmatched.mean);
    let best = safest.clone().min_by(|a, b| ordered(a.1, b.1));
    let worst = safest.max_by(|a, b| ordered(a.1, b.1));
    let (Some((best, low)), Some((worst, high))) = (best, worst) else { return String::new() };
    let name = |label: &str| shortened(&cleaned(label), NAME_IN_TITLE);
    let risk = |entry: &Entry| spoken(&rounded(&entry.unmatched, Counted::Exactly));
    if best == worst {
        return format!("With the safest portfolio of every scenario, {} of seasons end unmatched", risk(low));
    }
    format!(
        "With its safest portfolio, “{}” goes unmatched in {} of seasons, “{}” in {}",
        name(&best.label),
        risk(low),
        name(&worst.label),
        risk(high)
    )
}

fn description(comparison: &ScenarioComparison) -> String {
    let part = |entry: &Entry| {
        let scenario = &comparison.scenarios[entry.scenario].label;
        format!("{}, {}: {}", scenario, entry.portfolio, chance(&entry.unmatched, Counted::Exactly))
    };
    let parts: Vec<String> = comparison.entries.iter().map(part).collect();
    format!("Chances of going unmatched by scenario and portfolio. {}.", cleaned(&parts.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture_answers::comparison;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for scenarios in [2, 5, 30] {
            for width in [WIDE, NARROW] {
                let sketch = sheet(&comparison(scenarios), width).0;
                sketch.assert_texts_are_apart(width, &scenarios.to_string());
            }
        }
    }

    #[test]
    fn the_title_names_the_scenarios_with_the_lowest_and_the_highest_risk() {
        let answer = comparison(5);
        assert!(
            finding(&answer).contains("“Person 1”") && finding(&answer).contains("“Person 5”"),
            "{}",
            finding(&answer)
        );
        assert!(draw_comparison(&answer, WIDE).expect("drawn").contains("<desc>Chances of going unmatched"));
    }
}
