//! Charts of a sweep: curves, and a heat map for two numbers.

use super::catalogue::WIDE;
use super::curve::Curves;
use super::heat::Grid;
use super::picture::{Picture, svg};
use crate::decide::answers::sweep::{Subject, Sweep, SweepAnswer};
use crate::report::error::ReportError;

/// Every chart of the answer, by stem of its file, as SVG.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_sweep(answer: &SweepAnswer) -> Result<Vec<(&'static str, String)>, ReportError> {
    let drawn = answer.sweeps.iter().map(|sweep| {
        let stem = stem(sweep);
        let none = || "there is no grid of two numbers".to_owned();
        let picture =
            picture_of(answer, sweep).ok_or_else(|| ReportError::Chart { chart: stem.to_owned(), reason: none() })?;
        Ok((stem, svg(picture.as_ref(), stem, WIDE)?))
    });
    drawn.collect()
}

/// Curves, or a heat map; none if there is no grid of two numbers.
fn picture_of<'a>(answer: &'a SweepAnswer, sweep: &'a Sweep) -> Option<Box<dyn Picture + 'a>> {
    match sweep.subject {
        Subject::TwoKeys => Some(Box::new(Grid::of(sweep.curves.first()?)?)),
        _ => Some(Box::new(Curves { answer, sweep })),
    }
}

/// Name of the chart's files without extension.
fn stem(sweep: &Sweep) -> &'static str {
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
        let answer = sweeps::answer();
        for sweep in &answer.sweeps {
            let picture = picture_of(&answer, sweep).expect("a grid");
            assert_is_legible(picture.as_ref(), &format!("{:?}", sweep.subject));
        }
    }

    #[test]
    fn every_chart_has_its_finding_and_every_number_in_words() {
        let answer = sweeps::answer();
        let drawn = draw_sweep(&answer).expect("drawn");
        let stems: Vec<&str> = drawn.iter().map(|(stem, _)| *stem).collect();
        assert_eq!(
            stems,
            ["sweep", "sweep", "risk_against_applications", "risk_against_budget", "sweep_of_two", "sweep_of_two"]
        );
        for (stem, svg) in &drawn {
            assert!(svg.contains("<title>") && svg.contains("<desc>"), "{stem}");
            assert!(!svg.contains("<b>") && !svg.contains('\u{1b}'), "{stem}: a name cannot break out");
        }
        assert!(
            drawn[0].1.contains("the risk of going unmatched falls from 90% at 0 to 50% at 80"),
            "{}",
            &drawn[0].1[..800]
        );
        assert!(drawn[1].1.contains("no detectable difference in the risk of going unmatched"));
    }
}
