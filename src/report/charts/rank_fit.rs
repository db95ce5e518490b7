//! Chart: contiguous ranks as fitted, against the printed quartiles and means.

use super::prelude::*;

/// Counts shown at most.
const MOST_BARS: usize = 40;

/// Counts beyond the one that this share does not exceed are left out.
const SHOWN: f64 = 0.995;

/// Height of one histogram.
const PANEL: f64 = 120.0;

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

impl Picture for RankFit {
    fn finding(&self) -> String {
        format!(
            "{}: the published figures lie within {:.1} standard errors of the self",
            self.track,
            (self.largest_residual * 10.0).ceil() / 10.0
        )
    }

    fn explanation(&self) -> String {
        "Bars: share of the group with this many contiguous ranks in the fitted model. Dashed lines: published quartiles. \
         Dot on the axis: published mean; line above it: fitted mean."
            .to_owned()
    }

    fn description(&self) -> String {
        let parts = self.groups.iter().map(|group| {
            let [low, median, high] = group.quartiles;
            format!(
                "{}: published quartiles {low}, {median}, {high}, mean {}; fitted mean {:.1}",
                group.name, group.mean, group.fitted_mean
            )
        });
        format!("Histograms of contiguous ranks. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let bars = self.groups.iter().map(|group| bars_of(&group.law)).max().unwrap_or(1);
        for group in &self.groups {
            sketch.paragraph(&group.name, NAME, 1);
            sketch.y += 4.0;
            let area = sketch.strip(PANEL);
            panel(sketch, group, bars, area);
            sketch.y += 8.0;
        }
    }
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
    let tallest = group.law.iter().copied().fold(1e-9, f64::max);
    let across = Axis::blank(0.5, bars as f64 + 0.5);
    let plot = Plot::between(sketch, area, &across, &Axis::blank(0.0, tallest));
    for (count, share) in group.law.iter().enumerate().take(bars + 1).skip(1) {
        let count = count as f64;
        sketch.fill(Area::between(plot.at(count - 0.42, 0.0), plot.at(count + 0.42, *share)), CALM);
    }
    for quartile in group.quartiles {
        sketch.dashes(&[plot.at(quartile, tallest), plot.at(quartile, 0.0)], DANGER, 1.6);
    }
    let every = if bars > 20 { 5 } else { 1 };
    let labeled = (1..=bars).filter(|count| *count == 1 || count % every == 0);
    let labels = labeled.map(|count| (count as f64, count.to_string()));
    axis_below(sketch, Area { y1: area.y1 + 4.0, ..area }, &across.labeled(labels).titled("contiguous ranks"));
    let fitted = plot.x(group.fitted_mean);
    sketch.line(&[(fitted, area.y1 - 10.0), (fitted, area.y1 + 4.0)], INK, 2.0);
    sketch.dot((plot.x(group.mean), area.y1 + 4.0), 3.5, INK);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::picture::{assert_is_legible, svg};

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
        assert!(fit().finding().contains("within 0.5 standard errors"));
    }

    #[test]
    fn no_text_of_the_chart_lies_over_another() {
        assert_is_legible(&fit(), "ranks");
    }

    #[test]
    fn the_chart_says_the_printed_figures_in_words_too() {
        let svg = svg(&fit(), "pathology", super::super::WIDE).unwrap();
        assert!(svg.contains("published quartiles 1, 1.5, 2, mean 1.8; fitted mean 1.8"), "{svg}");
    }
}
