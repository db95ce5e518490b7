//! Chart: chance of going unmatched under all portfolios of all scenarios.

use super::prelude::*;
use crate::decide::answers::comparison::{ComparedScenario, Entry, ScenarioComparison};
use crate::report::percent::{Counted, chance, has_interval, rounded, spoken};
use crate::report::presentable::{cleaned, shortened, told_apart};

/// Portfolios from which on only the safest of each scenario is drawn.
const MANY_ENTRIES: usize = 31;
const ROW: f64 = 20.0;
const DOT: f64 = 4.6;

impl Picture for ScenarioComparison {
    fn finding(&self) -> String {
        let labels: Vec<&str> = self.scenarios.iter().map(|one| one.label.as_str()).collect();
        let names = told_apart(&labels);
        let safest = self.scenarios.iter().zip(&names).map(|(one, name)| (name, &self.entries[one.safest]));
        let ordered = |a: &Entry, b: &Entry| a.unmatched.mean.total_cmp(&b.unmatched.mean);
        let best = safest.clone().min_by(|a, b| ordered(a.1, b.1));
        let worst = safest.max_by(|a, b| ordered(a.1, b.1));
        let (Some((best, low)), Some((worst, high))) = (best, worst) else { return String::new() };
        let name = |label: &str| shortened(label, NAME_IN_TITLE);
        let risk = |entry: &Entry| spoken(&rounded(&entry.unmatched, Counted::Exactly));
        if std::ptr::eq(low, high) {
            return format!("With the safest portfolio of every scenario, {} of seasons end unmatched", risk(low));
        }
        format!(
            "With its safest portfolio, “{}” goes unmatched in {} of seasons, “{}” in {}",
            name(best),
            risk(low),
            name(worst),
            risk(high)
        )
    }

    fn explanation(&self) -> String {
        let how = if self.entries.len() >= MANY_ENTRIES {
            "One row per scenario: its safest portfolio. Bars are plausible ranges (90% credible intervals). Differences are \
             known better than either chance, because all scenarios use the same draws."
        } else {
            "Further left is better. The filled point is the safest portfolio of each scenario. Bars are plausible ranges (90% \
             credible intervals). Differences are known better than either chance, because all scenarios use the same draws."
        };
        how.to_owned()
    }

    fn description(&self) -> String {
        let part = |entry: &Entry| {
            let scenario = &self.scenarios[entry.scenario].label;
            format!("{}, {}: {}", scenario, entry.portfolio, chance(&entry.unmatched, Counted::Exactly))
        };
        let parts = self.entries.iter().map(part);
        format!("Chances of going unmatched by scenario and portfolio. {}.", cleaned(&listed(parts)))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let names = (0.38 * sketch.width()).max(110.0);
        let rows = |sketch: &Sketch, count: usize| {
            let strip = sketch.strip(ROW * count as f64);
            Area { x0: strip.x0 + names, x1: strip.x1 - 52.0, ..strip }
        };
        let axis = Axis::shares(25);
        for group in groups(self) {
            if let Some(heading) = &group.heading {
                sketch.y += 5.0;
                sketch.paragraph(heading, NAME, 2);
                sketch.y += 2.0;
            }
            let unlabeled = axis.clone().relabeled(|_, _| String::new());
            let area = rows(sketch, group.rows.len());
            let plot = Plot::between(sketch, area, &unlabeled, &Axis::blank(0.0, 1.0));
            for (name, entry) in group.rows {
                let is_safest = std::ptr::eq(&raw const self.entries[self.scenarios[entry.scenario].safest], entry);
                row(sketch, entry, &name, is_safest, &plot);
                sketch.y += ROW;
            }
        }
        let area = rows(sketch, 0);
        // Beside the names a telephone leaves little room.
        let title = if area.width() < 160.0 { "unmatched" } else { "chance of going unmatched" };
        axis_below(sketch, area, &axis.without_grid().titled(title));
    }
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
        let row = |(_, one): (usize, &ComparedScenario)| (cleaned(&one.label), &entries[one.safest]);
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

/// One portfolio: its name, its interval, its chance.
fn row(sketch: &mut Sketch, entry: &Entry, name: &str, is_safest: bool, plot: &Plot) {
    let middle = sketch.y + ROW / 2.0;
    let name = text::fitted(name, LABEL.size, plot.area.x0 - MARGIN - 12.0);
    sketch.words((MARGIN + 4.0, middle), name, LABEL, HPos::Left);
    let unmatched = &entry.unmatched;
    if has_interval(unmatched) {
        sketch.whisker(unmatched.interval90.map(|end| (plot.x(end), middle)), 3.0, CALM, 1.8);
    }
    sketch.mark((plot.x(unmatched.mean), middle), DOT, is_safest, [INK, INK]);
    sketch.words((plot.area.x1 + 6.0, middle), chance(unmatched, Counted::Exactly), LABEL, HPos::Left);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::picture::assert_is_legible;
    use crate::report::fixture_answers::comparison;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for scenarios in [2, 5, 30] {
            assert_is_legible(&comparison(scenarios), &scenarios.to_string());
        }
    }

    #[test]
    fn the_title_names_the_scenarios_with_the_lowest_and_the_highest_risk() {
        let answer = comparison(5);
        assert!(
            answer.finding().contains("“Person 1”") && answer.finding().contains("“Person 5”"),
            "{}",
            answer.finding()
        );
        assert!(answer.description().starts_with("Chances of going unmatched"));
    }
}
