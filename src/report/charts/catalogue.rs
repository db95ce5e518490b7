//! Which charts there are.

use super::first_to_safest::FirstToSafest;
use super::interview_curve::InterviewCurves;
use super::interviews::Interviews;
use super::outcomes::Outcomes;
use super::picture::{Picture, svg};
use super::rank::RankReached;
use super::risk_cost::RiskCost;
use super::seasons::Seasons;
use crate::engine::results::Results;
use crate::report::error::ReportError;
use crate::report::presentable::presentable;
use crate::report::seasons::pictured;

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A hundred seasons with the first portfolio of the file and with the safest.
    Seasons,
    /// What changes from the first portfolio to the safest; empty where they are the same.
    FirstToSafest,
    /// Chances of the outcomes, one stacked bar a portfolio.
    Outcomes,
    /// Chance of going unmatched against cost, with the efficient frontier.
    RiskCost,
    /// Distributions of interviews attended with the safest portfolio, by specialty.
    Interviews,
    /// Distribution of the rank reached on the primary list.
    RankReached,
    /// Chance of a match by number of interviews, and the effect of one more.
    InterviewCurve,
}

impl ChartKind {
    /// Every chart, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Seasons,
        Self::Outcomes,
        Self::FirstToSafest,
        Self::RiskCost,
        Self::Interviews,
        Self::InterviewCurve,
        Self::RankReached,
    ];

    /// Those that have something to show.
    pub fn of(results: &Results) -> Vec<Self> {
        let has_two = pictured(results).len() > 1;
        Self::ALL.into_iter().filter(|kind| has_two || *kind != Self::FirstToSafest).collect()
    }

    /// Name of the chart's files without extension.
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Seasons => "hundred_seasons",
            Self::FirstToSafest => "first_to_safest",
            Self::Outcomes => "outcomes",
            Self::RiskCost => "risk_against_cost",
            Self::Interviews => "interviews",
            Self::RankReached => "rank_reached",
            Self::InterviewCurve => "interview_curve",
        }
    }

    /// The chart of these results.
    fn picture(self, results: &Results) -> Box<dyn Picture + '_> {
        match self {
            Self::Seasons => Box::new(Seasons(results)),
            Self::FirstToSafest => Box::new(FirstToSafest(results)),
            Self::Outcomes => Box::new(Outcomes(results)),
            Self::RiskCost => Box::new(RiskCost(results)),
            Self::Interviews => Box::new(Interviews(results)),
            Self::RankReached => Box::new(RankReached(results)),
            Self::InterviewCurve => Box::new(InterviewCurves(results)),
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
    let svg = svg(kind.picture(&shown).as_ref(), kind.file_stem(), width)?;
    Ok(Chart { kind, svg })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::report::charts::picture::assert_is_legible;
    use crate::report::charts::{PlanChart, draw_plans};
    use crate::report::fixture;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for (fixture, results) in fixture::all() {
            let shown = presentable(&results);
            for kind in ChartKind::of(&results) {
                assert_is_legible(kind.picture(&shown).as_ref(), &format!("{fixture} {kind:?}"));
            }
        }
    }

    #[test]
    fn no_text_of_a_plan_overlaps_another_or_leaves_the_sheet() {
        let results = presentable(&fixture::planned());
        for kind in PlanChart::ALL {
            assert_is_legible(kind.picture(results.plans.as_ref().expect("plans")).as_ref(), &format!("{kind:?}"));
        }
    }

    #[test]
    fn charts_of_plans_have_a_text_alternative_and_are_not_drawn_without_plans() {
        for kind in PlanChart::ALL {
            let svg = draw_plans(&fixture::planned(), kind, WIDE).expect("drawn").expect("plans");
            assert!(svg.contains("<title>") && svg.contains("<desc>") && svg.contains("IR + DR once"), "{kind:?}");
            assert_eq!(draw_plans(&fixture::one_portfolio(), kind, WIDE).expect("drawn"), None);
        }
    }

    #[test]
    fn every_id_on_a_page_is_unique_and_every_hatching_that_is_used_is_defined_in_its_chart() {
        let mut seen = HashSet::new();
        for width in [WIDE, NARROW] {
            let plans = PlanChart::ALL.map(|kind| draw_plans(&fixture::planned(), kind, width).expect("drawn"));
            let others = ChartKind::ALL.map(|kind| draw(&fixture::five_by_six(), kind, width).expect("drawn").svg);
            for svg in plans.into_iter().flatten().chain(others) {
                for id in svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(seen.insert(id.to_owned()), "{id} is there twice");
                }
                for id in svg.split("url(#").skip(1).filter_map(|rest| rest.split(')').next()) {
                    assert!(svg.contains(&format!("<pattern id=\"{id}\"")), "{id} is not defined");
                }
            }
        }
        assert!(seen.len() >= 20, "{seen:?}");
    }

    #[test]
    fn a_name_cannot_break_out_of_the_drawing() {
        for kind in ChartKind::ALL {
            let svg = draw(&fixture::odd_names(), kind, WIDE).expect("drawn").svg;
            assert!(!svg.contains("<b>") && !svg.contains('\u{1b}'), "{kind:?}");
        }
    }
}
