//! Chart: of the seasons in which the present portfolio fails, how many each
//! backup would save, and how many it would if failures were independent.

use super::hatch::Hatch;
use super::heading::{self, MARGIN};
use super::palette::{CALM, FAINT, GRID, INK, LABEL, PAPER, TICK};
use super::sketch::{Anchor, Area, Sketch};
use super::text;
use super::ticks::{self, Scale, round_steps};
use crate::decide::answers::backups::{Backup, Backups};
use crate::report::console::backups::common_failures;
use crate::report::console::sensitivity::signed;
use crate::report::error::ReportError;
use crate::report::percent::{has_interval, whole};

const BAR: f64 = 12.0;
const GAP: f64 = 9.0;

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_backups(answer: &Backups, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(answer, width);
    sketch.finish("backups", height, &finding(answer), &description(answer))
}

/// How much the best backup loses to failing in the same seasons.
fn finding(answer: &Backups) -> String {
    let told = answer.backups.first().map(|best| common_failures(answer, best));
    told.map_or_else(|| "No further specialty was examined".to_owned(), |told| told.trim_end_matches('.').to_owned())
}

fn description(answer: &Backups) -> String {
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
    let parts: Vec<String> = answer.backups.iter().map(one).collect();
    format!("Bars of the share of failing seasons that each backup would save. {}.", parts.join("; "))
}

fn label(backup: &Backup) -> String {
    format!("residency {} points", signed(&backup.residency_gain))
}

fn sheet(answer: &Backups, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = format!(
        "{} programs of each, or all. Solid: share of the seasons in which your portfolio fails that this backup would \
         save, with its plausible range. Hatched: what it would also save if it failed independently. Right: gain in \
         complete residencies, and correlation of the failures.",
        answer.programs
    );
    let top = heading::draw(&mut sketch, &finding(answer), &explanation);
    let right = width - MARGIN;
    let plot = Area { x0: MARGIN, y0: top + 4.0, x1: right - 8.0, y1: 0.0 };
    let steps = steps(answer);
    let across = Scale { low: 0.0, high: steps[steps.len() - 1], from: plot.x0, to: plot.x1 };
    let pitch = LABEL.size + BAR + GAP + 4.0;
    let bottom = plot.y0 + pitch * answer.backups.len() as f64;
    for step in &steps {
        let x = across.at(*step);
        sketch.line(&[(x, plot.y0), (x, bottom)], if *step == 0.0 { FAINT } else { GRID }, 1.0);
        sketch.words((x, bottom + 11.0), format!("{}%", ticks::label(*step, &steps)), TICK, Anchor::Middle);
    }
    let unit = text::fitted("share of the failing seasons that would be saved", TICK.size, right - MARGIN);
    sketch.words((plot.x0.midpoint(plot.x1), bottom + 28.0), unit, TICK, Anchor::Middle);
    for (backup, place) in answer.backups.iter().zip(0_u32..) {
        row(&mut sketch, backup, plot.y0 + f64::from(place) * pitch, across, right);
    }
    (sketch, bottom + 36.0 + MARGIN)
}

/// Round percentages that hold every end.
fn steps(answer: &Backups) -> Vec<f64> {
    let ends = answer.backups.iter().flat_map(|backup| [backup.saves.interval90[1], backup.saves_if_independent.mean]);
    round_steps(0.0, 100.0 * ends.fold(0.01, f64::max).min(1.0), 5.0)
}

fn row(sketch: &mut Sketch, backup: &Backup, top: f64, across: Scale, right: f64) {
    let middle = top + LABEL.size / 2.0 + 2.0;
    let told = format!("{}, correlation {:.2}", label(backup), backup.failure_correlation.mean);
    let room = right - MARGIN - text::width(&told, LABEL.size) - 12.0;
    let name = if text::width(&backup.name, LABEL.size) > room { &backup.short_name } else { &backup.name };
    sketch.words((MARGIN, middle), text::fitted(name, LABEL.size, room), LABEL, Anchor::Start);
    sketch.words((right, middle), told, LABEL, Anchor::End);
    let y0 = top + LABEL.size + 6.0;
    let (zero, saves, independent) =
        (across.at(0.0), across.at(100.0 * backup.saves.mean), across.at(100.0 * backup.saves_if_independent.mean));
    let area = |from: f64, to: f64| Area { x0: from, y0, x1: to, y1: y0 + BAR };
    if independent > saves {
        sketch.fill_hatched(area(saves, independent), PAPER, Hatch::Rising, FAINT);
    }
    sketch.fill(area(zero, saves), CALM);
    sketch.line(&[(independent, y0 - 1.0), (independent, y0 + BAR + 1.0)], INK, 2.0);
    if has_interval(&backup.saves) {
        let level = y0 + BAR / 2.0;
        let [low, high] = backup.saves.interval90.map(|end| across.at(100.0 * end));
        sketch.line(&[(low, level), (high, level)], INK, 1.0);
        for x in [low, high] {
            sketch.line(&[(x, level - 2.5), (x, level + 2.5)], INK, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::answers::Header;
    use crate::decide::answers::backups::{Gains, SCHEMA};
    use crate::engine::results::Estimate;
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture;

    fn estimate(mean: f64) -> Estimate {
        Estimate { mean, interval90: [0.7 * mean, 1.3 * mean], mc_error: 0.002 }
    }

    fn backup(name: &str, fall: f64) -> Backup {
        Backup {
            track: name.to_lowercase(),
            name: name.to_owned(),
            short_name: "Short".to_owned(),
            is_preliminary: false,
            programs: 40,
            letters: 0,
            cost_usd: 760.0,
            parameter_draws: 64,
            unmatched_fall: estimate(fall),
            residency_gain: estimate(fall),
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
            header: Header {
                schema: SCHEMA,
                version: "0",
                seed: 1,
                parameter_draws: 64,
                scenario: results.scenario.clone(),
                notices: Vec::new(),
            },
            portfolio: results.portfolios[4].name.clone(),
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
        for width in [WIDE, NARROW] {
            sheet(&answer(), width).0.assert_texts_are_apart(width, "backups");
        }
    }

    #[test]
    fn the_title_compares_with_independent_failures() {
        let svg = draw_backups(&answer(), WIDE).expect("drawn");
        assert!(svg.contains("would save 33%; it would save 50% if failures were independent"));
        assert!(!svg.contains('\u{1b}'));
    }
}
