//! Which charts a run has.

use super::first_to_safest::FirstToSafest;
use super::interview_curve::InterviewCurves;
use super::interviews::Interviews;
use super::outcomes::Outcomes;
use super::picture::Chart;
use super::plan_flows::PlanFlows;
use super::plan_success::PlanSuccess;
use super::plan_years::PlanYears;
use super::rank::RankReached;
use super::risk_cost::RiskCost;
use super::seasons::Seasons;
use crate::engine::results::Results;
use crate::report::interview_curve::effects_on_unmatched;
use crate::report::seasons::pictured;

/// What a chart of a run shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A hundred seasons with the first portfolio of the file and with the safest.
    Seasons,
    /// What changes from the first portfolio to the safest; none where they are the same.
    FirstToSafest,
    /// Chances of the outcomes, one stacked bar a portfolio.
    Outcomes,
    /// Chance of going unmatched against cost, with the efficient frontier; none of one portfolio.
    RiskCost,
    /// Distributions of interviews attended with the safest portfolio, by specialty.
    Interviews,
    /// Distribution of the rank reached on the primary list.
    RankReached,
    /// Chance of a match by number of interviews, and the effect of one more; none where no portfolio has such a curve.
    InterviewCurve,
    /// Of plans: chance of a residency by season, with the interval, and what independent years would give.
    PlanSuccess,
    /// Of plans: where people are, year by year.
    PlanYears,
    /// Of plans: from where to where they go.
    PlanFlows,
}

impl ChartKind {
    /// Every chart.
    pub const ALL: [Self; 10] = [
        Self::Seasons,
        Self::Outcomes,
        Self::FirstToSafest,
        Self::RiskCost,
        Self::Interviews,
        Self::InterviewCurve,
        Self::RankReached,
        Self::PlanSuccess,
        Self::PlanYears,
        Self::PlanFlows,
    ];

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
            Self::PlanSuccess => "plan_success",
            Self::PlanYears => "plan_years",
            Self::PlanFlows => "plan_flows",
        }
    }

    /// The chart of these results, if it has something to show.
    pub fn of(self, results: &Results) -> Option<Chart<'_>> {
        let stem = self.file_stem();
        let plans = results.plans.as_ref();
        let first_choice = results.applicant.first_choice.as_deref();
        Some(match self {
            Self::Seasons if !results.portfolios.is_empty() => Chart::new(stem, Seasons(results)),
            Self::FirstToSafest if pictured(results).len() > 1 => Chart::new(stem, FirstToSafest(results)),
            Self::Outcomes => Chart::new(stem, Outcomes(results)),
            Self::RiskCost if results.portfolios.len() > 1 => Chart::new(stem, RiskCost(results)),
            Self::Interviews => Chart::new(stem, Interviews(results)),
            Self::RankReached => Chart::new(stem, RankReached(results)),
            Self::InterviewCurve if !effects_on_unmatched(results).is_empty() => {
                Chart::new(stem, InterviewCurves(results))
            }
            Self::PlanSuccess => Chart::new(stem, PlanSuccess(plans?)),
            Self::PlanYears => Chart::new(stem, PlanYears { found: plans?, first_choice }),
            Self::PlanFlows => Chart::new(stem, PlanFlows { found: plans?, first_choice }),
            Self::Seasons | Self::FirstToSafest | Self::RiskCost | Self::InterviewCurve => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::engine::results::Results;
    use crate::report::charts::picture::{NARROW, WIDE, assert_is_legible};
    use crate::report::fixture;
    use crate::report::presentable::presentable;

    /// The results of every fixture as they are shown.
    fn shown() -> Vec<(&'static str, Results)> {
        let all = fixture::all().into_iter().map(|(name, results)| (name, presentable(&results)));
        all.collect()
    }

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for (fixture, results) in shown() {
            for chart in ChartKind::ALL.into_iter().filter_map(|kind| kind.of(&results)) {
                assert_is_legible(chart.picture(), &format!("{fixture} {}", chart.stem()));
            }
        }
    }

    #[test]
    fn charts_of_plans_have_a_text_alternative_and_are_not_drawn_without_plans() {
        for kind in [ChartKind::PlanSuccess, ChartKind::PlanYears, ChartKind::PlanFlows] {
            let planned = fixture::planned();
            let svg = kind.of(&planned).expect("plans").svg(WIDE).expect("drawn");
            assert!(svg.contains("<title>") && svg.contains("<desc>") && svg.contains("IR + DR once"), "{kind:?}");
            assert!(kind.of(&fixture::one_portfolio()).is_none());
        }
    }

    #[test]
    fn one_portfolio_is_compared_with_nothing() {
        let one = fixture::one_portfolio();
        assert!(ChartKind::RiskCost.of(&one).is_none() && ChartKind::FirstToSafest.of(&one).is_none());
    }

    #[test]
    fn every_hatching_that_is_used_is_defined_in_its_chart_and_its_id_is_of_this_chart_alone() {
        let results = presentable(&fixture::planned());
        let mut seen = HashSet::new();
        for width in [WIDE, NARROW] {
            for svg in ChartKind::ALL.into_iter().filter_map(|kind| kind.of(&results)).map(|chart| chart.svg(width)) {
                let svg = svg.expect("drawn");
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
}
