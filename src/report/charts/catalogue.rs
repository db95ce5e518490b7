//! Which charts there are.

use super::{interview_curve, interviews, outcomes, rank, risk_cost};
use crate::engine::results::Results;
use crate::report::error::ReportError;
use crate::report::presentable::presentable;

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Chances of the outcomes, one stacked bar a portfolio.
    Outcomes,
    /// Chance of going unmatched against cost, with the efficient frontier.
    RiskCost,
    /// Distributions of interviews attended, by portfolio and track.
    Interviews,
    /// Distribution of the rank reached on the primary list.
    RankReached,
    /// Chance of a match by number of interviews, and the effect of one more.
    InterviewCurve,
}

impl ChartKind {
    /// Every chart, in the order of the report.
    pub const ALL: [Self; 5] =
        [Self::Outcomes, Self::RiskCost, Self::Interviews, Self::RankReached, Self::InterviewCurve];

    /// Name of the chart's files without extension.
    #[must_use]
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::RiskCost => "risk_against_cost",
            Self::Interviews => "interviews",
            Self::RankReached => "rank_reached",
            Self::InterviewCurve => "interview_curve",
        }
    }
}

/// A chart as a complete SVG document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub kind: ChartKind,
    /// The document.
    pub svg: String,
}

/// Width of charts that are written as files, and shown on wide screens and paper, in pixels.
pub const WIDE: f64 = 720.0;
/// Width of charts shown on telephones, in pixels.
pub const NARROW: f64 = 340.0;

/// Draws one chart at this width in pixels; the height follows from the content.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw(results: &Results, kind: ChartKind, width: f64) -> Result<Chart, ReportError> {
    let shown = presentable(results);
    let name = kind.file_stem();
    let svg = match kind {
        ChartKind::Outcomes => outcomes::draw(&shown, name, width)?,
        ChartKind::RiskCost => risk_cost::draw(&shown, name, width)?,
        ChartKind::Interviews => interviews::draw(&shown, name, width)?,
        ChartKind::RankReached => rank::draw(&shown, name, width)?,
        ChartKind::InterviewCurve => interview_curve::draw(&shown, name, width)?,
    };
    Ok(Chart { kind, svg })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::sketch::Sketch;
    use crate::report::charts::{PlanChart, draw_plans, plan_flows, plan_success, plan_years};
    use crate::report::fixture;

    fn sketches(results: &Results, width: f64) -> [(&'static str, Sketch); 5] {
        [
            ("outcomes", outcomes::sketched(results, width)),
            ("risk_against_cost", risk_cost::sketched(results, width)),
            ("interviews", interviews::sketched(results, width)),
            ("rank_reached", rank::sketched(results, width)),
            ("interview_curve", interview_curve::sketched(results, width)),
        ]
    }

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for (fixture, results) in fixture::all() {
            let shown = presentable(&results);
            for width in [WIDE, NARROW] {
                for (chart, sketch) in sketches(&shown, width) {
                    sketch.assert_texts_are_apart(width, &format!("{fixture} {chart}"));
                }
            }
        }
    }

    #[test]
    fn no_text_of_a_plan_overlaps_another_or_leaves_the_sheet() {
        let results = presentable(&fixture::planned());
        let found = results.plans.as_ref().expect("plans");
        for width in [WIDE, NARROW] {
            let sketches = [
                ("success", plan_success::sheet(found, width)),
                ("years", plan_years::sheet(found, width)),
                ("flows", plan_flows::sheet(found, width)),
            ];
            for (chart, (sketch, height)) in sketches {
                let texts = sketch.text_areas();
                for (index, (area, words)) in texts.iter().enumerate() {
                    assert!(area.x0 >= 0.0 && area.x1 <= width + 1e-6, "{chart} {width}: {words}");
                    assert!(area.y0 >= 0.0 && area.y1 <= height, "{chart} {width}: {words}");
                    let other = texts[index + 1..].iter().find(|(other, _)| other.overlaps(area));
                    assert_eq!(other, None, "{chart} {width}: {words}");
                }
            }
        }
    }

    #[test]
    fn charts_of_plans_have_a_text_alternative_and_are_not_drawn_without_plans() {
        for kind in PlanChart::ALL {
            let svg = draw_plans(&fixture::planned(), kind, WIDE).expect("drawn").expect("plans");
            assert!(svg.contains("<title>") && svg.contains("<desc>") && svg.contains("IR + DR once"), "{kind:?}");
            assert!(!svg.contains("<b>") && !svg.contains(" id=\""), "{kind:?}");
            assert_eq!(draw_plans(&fixture::one_portfolio(), kind, WIDE).expect("drawn"), None);
        }
    }

    #[test]
    fn every_chart_of_every_fixture_is_drawn_with_its_text_alternative() {
        for (fixture, results) in fixture::all() {
            for kind in ChartKind::ALL {
                let chart = draw(&results, kind, WIDE).expect("drawn");
                assert!(chart.svg.starts_with("<svg ") && chart.svg.trim_end().ends_with("</svg>"), "{fixture}");
                assert!(chart.svg.contains("<title>") && chart.svg.contains("<desc>"), "{fixture}");
                assert!(!chart.svg.contains(" id=\""), "{fixture}: ids clash when charts share a page");
            }
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_the_drawing() {
        for kind in ChartKind::ALL {
            let svg = draw(&fixture::odd_names(), kind, WIDE).expect("drawn").svg;
            assert!(!svg.contains("<b>") && !svg.contains('\u{1b}'), "{kind:?}");
        }
    }
}
