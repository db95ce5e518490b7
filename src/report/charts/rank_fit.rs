//! Chart: contiguous ranks as fitted, against the printed quartiles and means.

use super::heading::{self, MARGIN};
use super::palette::{CALM, DANGER, GRID, INK, NAME, TICK};
use super::sketch::{Anchor, Area, Sketch};
use crate::report::error::ReportError;

/// Counts shown at most.
const MOST_BARS: usize = 40;

/// Counts beyond the one that this share does not exceed are left out.
const SHOWN: f64 = 0.995;

/// Height of one histogram, and of what stands below it.
const PANEL: f64 = 120.0;
const BELOW: f64 = 46.0;

/// The ranks of one group: as fitted, and as printed.
#[derive(Clone, Debug, PartialEq)]
pub struct RankGroup {
    /// Name, for example `matched`.
    pub name: String,
    /// Fitted share by number of ranks, from 0; adds up to one.
    pub law: Vec<f64>,
    /// Printed lower quartile, median and upper quartile.
    pub quartiles: [f64; 3],
    /// Printed mean.
    pub mean: f64,
    /// Fitted mean.
    pub fitted_mean: f64,
}

/// What the chart of a fitted track shows.
#[derive(Clone, Debug, PartialEq)]
pub struct RankFit {
    /// Name of the track.
    pub track: String,
    /// The matched and the not matched.
    pub groups: Vec<RankGroup>,
    /// Largest distance of a printed figure from the fit, in standard errors.
    pub largest_residual: f64,
}

/// Draws the chart of a fitted track at this width in pixels; `name` is its file without extension.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_rank_fit(fit: &RankFit, name: &str, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(fit, width);
    sketch.finish(name, height, &finding(fit), &description(fit))
}

fn sheet(fit: &RankFit, width: f64) -> (Sketch, f64) {
    let explanation = "Bars: share of the group with this many contiguous ranks in the fitted model. Dashed lines: \
                       published quartiles. Dot on the axis: published mean; line above it: fitted mean.";
    let mut sketch = Sketch::new(width);
    let mut y = heading::draw(&mut sketch, &finding(fit), explanation);
    let bars = fit.groups.iter().map(|group| bars_of(&group.law)).max().unwrap_or(1);
    for group in &fit.groups {
        y = sketch.paragraph(MARGIN, y, std::slice::from_ref(&group.name), NAME) + 4.0;
        panel(&mut sketch, group, bars, Area { x0: MARGIN, y0: y, x1: width - MARGIN, y1: y + PANEL });
        y += PANEL + BELOW;
    }
    (sketch, y)
}

fn finding(fit: &RankFit) -> String {
    format!(
        "{}: the published figures lie within {:.1} standard errors of the fit",
        fit.track,
        (fit.largest_residual * 10.0).ceil() / 10.0
    )
}

fn description(fit: &RankFit) -> String {
    let parts = fit.groups.iter().map(|group| {
        let [low, median, high] = group.quartiles;
        format!(
            "{}: published quartiles {low}, {median}, {high}, mean {}; fitted mean {:.1}",
            group.name, group.mean, group.fitted_mean
        )
    });
    format!("Histograms of contiguous ranks. {}.", parts.collect::<Vec<_>>().join("; "))
}

/// Number of bars that show all but a sliver of a law.
fn bars_of(law: &[f64]) -> usize {
    let mut below = 0.0;
    let last = law.iter().position(|share| {
        below += share;
        below > SHOWN
    });
    last.unwrap_or(law.len().saturating_sub(1)).clamp(6, MOST_BARS)
}

fn panel(sketch: &mut Sketch, group: &RankGroup, bars: usize, area: Area) {
    let step = (area.x1 - area.x0) / bars as f64;
    let middle = |count: f64| area.x0 + (count - 0.5) * step;
    let tallest = group.law.iter().copied().fold(1e-9, f64::max);
    for (count, share) in group.law.iter().enumerate().take(bars + 1).skip(1) {
        let center = middle(count as f64);
        let top = area.y1 - (area.y1 - area.y0) * share / tallest;
        sketch.fill(Area { x0: center - 0.42 * step, y0: top, x1: center + 0.42 * step, y1: area.y1 }, CALM);
    }
    sketch.line(&[(area.x0, area.y1), (area.x1, area.y1)], GRID, 1.0);
    for quartile in group.quartiles {
        sketch.dashes((middle(quartile), area.y0), (middle(quartile), area.y1), DANGER, 1.6);
    }
    let fitted = middle(group.fitted_mean);
    sketch.line(&[(fitted, area.y1 - 10.0), (fitted, area.y1 + 4.0)], INK, 2.0);
    sketch.dot((middle(group.mean), area.y1 + 4.0), 3.5, INK);
    let every = if bars > 20 { 5 } else { 1 };
    for count in (1..=bars).filter(|count| *count == 1 || count % every == 0) {
        sketch.words((middle(count as f64), area.y1 + 16.0), count.to_string(), TICK, Anchor::Middle);
    }
    sketch.words((area.x0.midpoint(area.x1), area.y1 + 31.0), "contiguous ranks", TICK, Anchor::Middle);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn fit() -> RankFit {
        let group = |name: &str| RankGroup {
            name: name.to_owned(),
            law: vec![0.0, 0.5, 0.3, 0.15, 0.05],
            quartiles: [1.0, 1.5, 2.0],
            mean: 1.8,
            fitted_mean: 1.75,
        };
        RankFit {
            track: "Pathology".to_owned(),
            groups: vec![group("matched"), group("not matched")],
            largest_residual: 0.42,
        }
    }

    #[test]
    fn the_title_does_not_understate_the_distance() {
        assert!(finding(&fit()).contains("within 0.5 standard errors"));
    }

    #[test]
    fn no_text_of_the_chart_lies_over_another() {
        for width in [super::super::NARROW, super::super::WIDE] {
            let areas = sheet(&fit(), width).0.text_areas();
            for (index, (area, text)) in areas.iter().enumerate() {
                let clash = areas[..index].iter().find(|(other, _)| area.overlaps(other));
                assert!(clash.is_none(), "`{text}` lies over {clash:?} at {width}");
            }
        }
    }

    #[test]
    fn the_chart_says_the_printed_figures_in_words_too() {
        let svg = draw_rank_fit(&fit(), "pathology", super::super::WIDE).unwrap();
        assert!(svg.contains("published quartiles 1, 1.5, 2, mean 1.8; fitted mean 1.8"), "{svg}");
    }
}
