//! Chart: how often each outcome, one stacked bar a portfolio.

use super::heading::{self, MARGIN, NAME_IN_TITLE};
use super::palette::{LABEL, Look, NAME, PAPER, TICK};
use super::share_axis::share_axis;
use super::sketch::{Anchor, Area, Font, Sketch, text_area};
use super::text;
use crate::engine::results::{Estimate, PortfolioResult, Results};
use crate::report::error::ReportError;
use crate::report::number::{counted, dollars};
use crate::report::percent::{Counted, aside, chance, rounded, spoken};
use crate::report::presentable::shortened;
use crate::report::sentences::{PARTIALLY_MATCHED, riskiest, safest, safest_group};

const BAR: f64 = 26.0;

/// One kind of outcome, in the order of the bars.
struct Series<'a> {
    name: &'a str,
    short_name: &'a str,
    look: Look,
    of: Box<dyn Fn(&PortfolioResult) -> Estimate + 'a>,
}

/// Draws the chart at this width in pixels.
pub(super) fn draw(results: &Results, chart: &str, width: f64) -> Result<String, ReportError> {
    let finding = finding(results);
    let series = series(results);
    let sheet = sheet(results, &finding, &series, width);
    sheet.0.finish(chart, sheet.1, &finding, &description(results))
}

fn sheet(results: &Results, finding: &str, series: &[Series<'_>], width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation =
        "Each bar shows all simulated seasons with one portfolio, divided by outcome; unmatched is on the left.";
    let mut y = heading::draw(&mut sketch, finding, explanation);
    y = legend(&mut sketch, series, y) + 10.0;
    for (number, portfolio) in (1..).zip(&results.portfolios) {
        y = sketch.showing(&[number], |sketch| bar(sketch, results, portfolio, series, y)) + 12.0;
    }
    let bottom = share_axis(&mut sketch, y - 4.0, "share of simulated seasons");
    (sketch, bottom + MARGIN)
}

/// What the bars show, in a sentence.
fn finding(results: &Results) -> String {
    let counted_as = Counted::of(results);
    let (Some(best), Some(worst)) = (safest(results), riskiest(results)) else {
        return String::new();
    };
    let risk = |portfolio: &PortfolioResult| spoken(&rounded(&portfolio.outcomes.unmatched, counted_as));
    let name = |portfolio: &PortfolioResult| shortened(&portfolio.name, NAME_IN_TITLE);
    let (low, high) = (risk(best), risk(worst));
    match (results.portfolios.len(), safest_group(results).len()) {
        (1, _) => format!("With “{}” you go unmatched in {low} of seasons", name(best)),
        (all, tied) if tied == all => {
            format!("No portfolio is detectably safer: with each you go unmatched in about {low} of seasons")
        }
        (_, 1) => {
            format!("You go unmatched in {low} of seasons with “{}”, in {high} with “{}”", name(best), name(worst))
        }
        (_, tied) => {
            format!(
                "You go unmatched in about {low} of seasons with the {tied} safest portfolios, in {high} with “{}”",
                name(worst)
            )
        }
    }
}

fn description(results: &Results) -> String {
    let parts = results.portfolios.iter().map(|portfolio| {
        format!("{}: unmatched {}", portfolio.name, chance(&portfolio.outcomes.unmatched, Counted::of(results)))
    });
    format!("Stacked bars of the chances of each outcome. {}.", parts.collect::<Vec<_>>().join("; "))
}

/// The outcomes that occur anywhere: unmatched, half failures, then the tracks.
fn series(results: &Results) -> Vec<Series<'_>> {
    let mut all = vec![
        Series {
            name: "Unmatched",
            short_name: "unmatched",
            look: Look::UNMATCHED,
            of: Box::new(|p| p.outcomes.unmatched),
        },
        Series {
            name: "Preliminary year only",
            short_name: "prelim. only",
            look: Look::PRELIMINARY_ONLY,
            of: Box::new(|p| p.outcomes.preliminary_only),
        },
        Series {
            name: PARTIALLY_MATCHED,
            short_name: "no PGY-1",
            look: Look::WITHOUT_PGY1,
            of: Box::new(|p| p.failure.matched_without_pgy1),
        },
    ];
    for (position, (key, label)) in results.tracks.iter().enumerate() {
        all.push(Series {
            name: &label.name,
            short_name: &label.short_name,
            look: Look::track(position),
            of: Box::new(move |p| p.outcomes.matched.get(key).copied().unwrap_or(NEVER)),
        });
    }
    all.retain(|series| results.portfolios.iter().any(|portfolio| (series.of)(portfolio).mean > 0.0));
    all
}

/// The chance of a track that a portfolio does not contain.
const NEVER: Estimate = Estimate { mean: 0.0, interval90: [0.0, 0.0], mc_error: 0.0 };

/// Swatches with names, in as many rows as needed; gives the lower edge.
fn legend(sketch: &mut Sketch, series: &[Series<'_>], top: f64) -> f64 {
    const SWATCH: f64 = 16.0;
    let right = sketch.width() - MARGIN;
    let (mut x, mut y) = (MARGIN, top);
    for entry in series {
        let name = text::fitted(entry.name, LABEL.size, right - MARGIN - SWATCH - 6.0);
        let width = SWATCH + 5.0 + text::width(&name, LABEL.size);
        if x > MARGIN && x + width > right {
            x = MARGIN;
            y += 18.0;
        }
        let area = Area { x0: x, y0: y, x1: x + SWATCH, y1: y + 12.0 };
        sketch.fill_hatched(area, entry.look.color, entry.look.hatch, entry.look.ink());
        sketch.words((x + SWATCH + 5.0, y + 6.0), name, LABEL, Anchor::Start);
        x += width + 14.0;
    }
    y + 14.0
}

/// One portfolio: its name, what it costs, its bar; gives the lower edge.
fn bar(sketch: &mut Sketch, results: &Results, portfolio: &PortfolioResult, series: &[Series<'_>], top: f64) -> f64 {
    let right = sketch.width() - MARGIN;
    let name = text::wrapped(&portfolio.name, NAME.size, right - MARGIN, 2);
    let mut y = sketch.paragraph(MARGIN, top, &name, NAME);
    let facts = text::wrapped(&facts(results, portfolio), TICK.size, right - MARGIN, 2);
    y = sketch.paragraph(MARGIN, y, &facts, TICK) + 2.0;
    let mut x = MARGIN;
    let whole: f64 = series.iter().map(|entry| (entry.of)(portfolio).mean).sum();
    for entry in series {
        let share = (entry.of)(portfolio);
        let end = x + (right - MARGIN) * share.mean / whole.max(f64::MIN_POSITIVE);
        if share.mean > 0.0 {
            let percent = chance(&share, Counted::of(results));
            segment(sketch, entry, &percent, Area { x0: x, y0: y, x1: end, y1: y + BAR });
        }
        x = end;
    }
    y + BAR
}

fn facts(results: &Results, portfolio: &PortfolioResult) -> String {
    let interval = aside(&portfolio.outcomes.unmatched);
    format!(
        "unmatched {}{interval} · {} · {}",
        chance(&portfolio.outcomes.unmatched, Counted::of(results)),
        counted(u64::from(portfolio.applications), "application").replace(' ', "\u{a0}"),
        dollars(portfolio.cost_usd)
    )
}

/// One part of a bar with the longest label that fits.
fn segment(sketch: &mut Sketch, entry: &Series<'_>, percent: &str, area: Area) {
    sketch.fill_hatched(area, entry.look.color, entry.look.hatch, entry.look.ink());
    sketch.line(&[(area.x1, area.y0), (area.x1, area.y1)], PAPER, 1.0);
    let room = area.x1 - area.x0 - 8.0;
    let label = [format!("{} {percent}", entry.short_name), percent.to_owned()]
        .into_iter()
        .find(|label| text::width(label, LABEL.size) <= room);
    if let Some(label) = label {
        let font = Font { size: LABEL.size, color: entry.look.ink() };
        let middle = (area.x0.midpoint(area.x1), area.y0.midpoint(area.y1));
        let around = text_area(middle, &label, font, Anchor::Middle);
        let plate = Area { x0: around.x0 - 2.0, y0: around.y0 - 1.5, x1: around.x1 + 2.0, y1: around.y1 + 1.5 };
        sketch.fill(plate, entry.look.color);
        sketch.words(middle, label, font, Anchor::Middle);
    }
}

#[cfg(test)]
pub(super) fn sketched(results: &Results, width: f64) -> Sketch {
    sheet(results, &finding(results), &series(results), width).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_title_names_the_safest_and_the_riskiest() {
        assert_eq!(
            finding(&fixture::five_by_six()),
            "You go unmatched in about 26% of seasons with the 2 safest portfolios, in 93% with “IR only”"
        );
    }

    #[test]
    fn every_outcome_that_occurs_is_in_the_legend() {
        let results = fixture::five_by_six();
        assert_eq!(series(&results).len(), 3 + results.tracks.len());
    }
}
