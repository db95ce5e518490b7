//! Charts of a sweep: curves, and a heat map for two numbers.

use super::curve::Curves;
use super::heat::Grid;
use super::picture::Chart;
use crate::decide::answers::sweep::{Subject, Sweep, SweepAnswer};

/// Every chart of the answer: curves, or a heat map; none of two numbers where pairs of values are missing.
pub fn charts(answer: &SweepAnswer) -> Vec<Chart<'_>> {
    let all = answer.sweeps.iter().filter(|sweep| is_drawn(answer, sweep)).filter_map(|sweep| match sweep.subject {
        Subject::TwoKeys => Some(Chart::new(stem(sweep), Grid::of(sweep.curves.first()?)?)),
        _ => Some(Chart::new(stem(sweep), Curves { answer, sweep })),
    });
    all.collect()
}

/// Whether a sweep has a chart: two numbers have none where pairs of values are missing.
pub fn is_drawn(answer: &SweepAnswer, sweep: &Sweep) -> bool {
    !(answer.partial && sweep.subject == Subject::TwoKeys)
}

/// Name of the chart's files without extension; an answer has one sweep of each kind.
pub fn stem(sweep: &Sweep) -> &'static str {
    match sweep.subject {
        Subject::OneKey => "sweep",
        Subject::TwoKeys => "sweep_of_two",
        Subject::Applications => "risk_against_applications",
        Subject::Budget => "risk_against_budget",
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::assert_is_legible;
    use super::*;
    use crate::report::fixture::sweeps;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for chart in charts(&sweeps::answer()) {
            assert_is_legible(chart.picture(), chart.stem());
        }
    }

    #[test]
    fn every_chart_has_its_finding() {
        let answer = sweeps::answer();
        let drawn = charts(&answer);
        let stems: Vec<&str> = drawn.iter().map(Chart::stem).collect();
        assert_eq!(
            stems,
            ["sweep", "sweep", "risk_against_applications", "risk_against_budget", "sweep_of_two", "sweep_of_two"]
        );
        let finding = |place: usize| drawn[place].picture().finding();
        assert!(finding(0).contains("the risk of going unmatched falls from 90% at 0 to 50% at 80"), "{}", finding(0));
        assert!(finding(1).contains("no detectable difference in the risk of going unmatched"), "{}", finding(1));
    }
}
