//! Chart: of the seasons in which the present portfolio fails, how many each
//! backup would save, and how many it would if failures were independent.

use super::prelude::*;
use crate::decide::answers::backups::{Backup, Backups};
use crate::report::percent::{has_interval, signed, whole};
use crate::report::sentences::common_failures;

const BAR: f64 = 12.0;
/// Height of a row: its words, its bar, and space.
const ROW: f64 = LABEL.size + BAR + 13.0;

impl Picture for Backups {
    /// How much the best backup loses to failing in the same seasons.
    fn finding(&self) -> String {
        let told = self.backups.first().map(|best| common_failures(self, best));
        told.map_or_else(
            || "No further specialty was examined".to_owned(),
            |told| told.trim_end_matches('.').to_owned(),
        )
    }

    fn explanation(&self) -> String {
        format!(
            "{} programs of each, or all. Solid: share of the seasons in which your portfolio fails that this backup would \
             save, with its plausible range. Hatched: what it would also save if it failed independently. Right: gain in \
             complete residencies, and correlation of the failures.",
            self.programs
        )
    }

    fn description(&self) -> String {
        let one = |backup: &Backup| {
            format!(
                "{}: {}, saves {}, {} if independent, correlation {:.2}",
                backup.name,
                label(backup),
                whole(backup.saves.mean),
                whole(backup.saves_if_independent.mean),
                backup.failure_correlation.mean
            )
        };
        let parts = self.backups.iter().map(one);
        format!("Bars of the share of failing seasons that each backup would save. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let ends = self.backups.iter().flat_map(|one| [one.saves.interval90[1], one.saves_if_independent.mean]);
        let across = Axis::up_to(ends.fold(0.0, f64::max)).titled("share of the failing seasons that would be saved");
        let strip = sketch.strip(ROW * self.backups.len() as f64 + below(&across));
        let plot = Plot::within(sketch, Area { x1: strip.x1 - 8.0, ..strip }, &across, &Axis::blank(0.0, 1.0));
        for backup in &self.backups {
            row(sketch, backup, &plot);
            sketch.y += ROW;
        }
        sketch.y = strip.y1;
    }
}

fn label(backup: &Backup) -> String {
    format!("residency {} points", signed(&backup.residency_gain))
}

fn row(sketch: &mut Sketch, backup: &Backup, plot: &Plot) {
    let middle = sketch.y + LABEL.size / 2.0 + 2.0;
    let told = format!("{}, correlation {:.2}", label(backup), backup.failure_correlation.mean);
    let room = sketch.room() - text::width(&told, LABEL.size) - 12.0;
    let name = if text::width(&backup.name, LABEL.size) > room { &backup.short_name } else { &backup.name };
    sketch.words((MARGIN, middle), text::fitted(name, LABEL.size, room), LABEL, HPos::Left);
    sketch.words((sketch.right(), middle), told, LABEL, HPos::Right);
    let y0 = sketch.y + LABEL.size + 6.0;
    let bar = |from: f64, to: f64| Area { x0: plot.x(from), y0, x1: plot.x(to), y1: y0 + BAR };
    let (saves, independent) = (backup.saves.mean, backup.saves_if_independent.mean);
    if independent > saves {
        sketch.fill_hatched(bar(saves, independent), Look { color: PAPER, hatch: Hatch::Rising });
        sketch.line(&[(plot.x(saves), y0), (plot.x(independent), y0)], FAINT, 0.6);
        sketch.line(&[(plot.x(saves), y0 + BAR), (plot.x(independent), y0 + BAR)], FAINT, 0.6);
    }
    sketch.fill(bar(0.0, saves), CALM);
    let end = plot.x(independent);
    sketch.line(&[(end, y0 - 1.0), (end, y0 + BAR + 1.0)], INK, 2.0);
    if has_interval(&backup.saves) {
        sketch.whisker(backup.saves.interval90.map(|end| (plot.x(end), y0 + BAR / 2.0)), 2.5, INK, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::answers::backups::{Gains, SCHEMA};
    use crate::decide::answers::{Header, PortfolioChoice};
    use crate::engine::results::Estimate;
    use crate::report::charts::WIDE;
    use crate::report::charts::picture::{assert_is_legible, svg};
    use crate::report::fixture;
    use crate::report::html::assert_page_is_whole;

    fn estimate(mean: f64) -> Estimate {
        Estimate { mean, interval90: [0.7 * mean, 1.3 * mean], mc_error: 0.002 }
    }

    fn backup(name: &str, fall: f64) -> Backup {
        Backup {
            track: name.to_lowercase(),
            name: name.to_owned(),
            short_name: "Short".to_owned(),
            is_considered: true,
            is_preliminary: false,
            programs: 40,
            letters: 0,
            cost_usd: 760.0,
            parameter_draws: 64,
            unmatched_fall: estimate(fall),
            residency_gain: estimate(fall),
            residency_gain_without_letters: None,
            stated_worth: None,
            value_gain: None,
            break_even_worth: None,
            per_application: Gains {
                unmatched_fall: estimate(fall / 40.0),
                residency_gain: estimate(fall / 40.0),
                value_gain: None,
            },
            per_100_usd: None,
            matches_alone: estimate(0.5),
            failure_correlation: estimate(0.3),
            saves: estimate(fall / 0.3),
            saves_if_independent: estimate(0.5),
            is_tied_with_first: false,
        }
    }

    fn answer() -> Backups {
        let results = fixture::odd_names();
        Backups {
            partial: false,
            header: Header {
                schema: SCHEMA,
                version: "0",
                seed: 1,
                parameter_draws: 64,
                scenario: results.scenario.clone(),
                notices: Vec::new(),
            },
            portfolio: results.portfolios[4].name.clone(),
            portfolio_choice: PortfolioChoice::Safest,
            programs: 40,
            unmatched: estimate(0.3),
            residency: estimate(0.6),
            expected_value: None,
            backups: vec![
                backup("Internal Medicine", 0.1),
                backup("Physical Medicine and Rehabilitation", 0.05),
                backup("Radiation Oncology", 0.0),
            ],
            preliminary: Vec::new(),
            best_mix: None,
            left_out: Vec::new(),
        }
    }

    #[test]
    fn no_text_leaves_the_sheet_or_overlaps() {
        assert_is_legible(&answer(), "backups");
        assert_page_is_whole(&answer());
    }

    #[test]
    fn the_title_compares_with_independent_failures() {
        let svg = svg(&answer(), "backups", WIDE).expect("drawn");
        assert!(svg.contains("would save 33%; it would save 50% if failures were independent"));
        assert!(!svg.contains('\u{1b}'));
    }
}
