//! Charts of the national market: who fills the positions against published shares, and interviews by type.

use super::calibration::share_against_share;
use super::histogram::{Block, Row, histograms};
use super::placing::Placing;
use super::prelude::*;
use crate::market::answer::{ApplicantType, Market, Standing};
use crate::report::percent::{spoken, whole};

const DOT: f64 = 3.2;

/// Distance from the published share from which a point has its name, percent points.
const FAR_OFF: f64 = 20.0;

/// Name of the files of the chart of the interviews by type.
pub const INTERVIEWS: &str = "interviews";
/// Name of the files of the chart of who fills the positions.
pub const FILLS: &str = "fills";

/// The charts of a market; that of the fills only where some were published.
pub fn charts(market: &Market) -> Vec<Chart<'_>> {
    let fills = Some(PredictedFills::of(market)).filter(|fills| !fills.points.is_empty());
    let interviews = Chart::new(INTERVIEWS, InterviewsByType(market));
    std::iter::once(interviews).chain(fills.map(|fills| Chart::new(FILLS, fills))).collect()
}

/// One share with what was published of it, percent.
struct FillPoint {
    /// Track and type.
    name: String,
    applicants: ApplicantType,
    market: f64,
    published: f64,
    is_judge: bool,
}

/// Shares of the filled positions by track and type.
struct PredictedFills {
    /// The shares that were published.
    points: Vec<FillPoint>,
}

impl PredictedFills {
    /// The shares of a market.
    fn of(market: &Market) -> Self {
        let shares = market.figures.iter().filter(|one| one.variant.is_none() && one.quantity == "share_of_filled");
        let points = shares.filter_map(|one| {
            let applicants = one.applicants?;
            Some(FillPoint {
                name: format!("{}, {}", one.track_name.as_deref()?, applicants.label()),
                applicants,
                market: one.market.mean,
                published: one.published.as_ref()?.value,
                is_judge: one.standing == Standing::Judge,
            })
        });
        Self { points: points.collect() }
    }

    /// Mean distance of the judges, points.
    fn distance(&self) -> f64 {
        let judges = || self.points.iter().filter(|point| point.is_judge);
        judges().map(|point| (point.market - point.published).abs()).sum::<f64>() / judges().count().max(1) as f64
    }
}

impl Picture for PredictedFills {
    fn finding(&self) -> String {
        format!(
            "Who fills the positions: the market is {:.1} points off the published shares on average",
            self.distance()
        )
    }

    fn explanation(&self) -> String {
        "Each point is the share of one applicant type among those who filled the PGY-1 positions of one specialty. On the line \
         the market agrees with what was published. Hollow points were nearly put in, so they prove nothing. Points more than 20 points off have their names."
            .to_owned()
    }

    fn description(&self) -> String {
        let parts = self
            .points
            .iter()
            .map(|point| format!("{}: market {:.0}%, published {:.0}%", point.name, point.market, point.published));
        format!("Shares of the filled positions, market against published. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let plot = share_against_share(sketch, "market", "published", sketch.room());
        for point in &self.points {
            let color = if point.applicants.is_img() { DANGER } else { CALM };
            let at = plot.at(point.market / 100.0, point.published / 100.0);
            sketch.mark(at, DOT, point.is_judge, [color, color]);
        }
        let mut placing = Placing::within(plot.area);
        placing.occupy_line(&[plot.at(0.0, 0.0), plot.at(1.0, 1.0)]);
        let at = |point: &FillPoint| plot.at(point.market / 100.0, point.published / 100.0);
        self.points.iter().for_each(|point| placing.occupy(Area::around(at(point), DOT)));
        for point in self.points.iter().filter(|point| (point.market - point.published).abs() > FAR_OFF) {
            if let Some(place) = placing.beside(at(point), DOT, &point.name, LABEL) {
                sketch.words(place, point.name.clone(), LABEL, HPos::Center);
            }
        }
        sketch.y += 10.0;
        let looks = [(CALM, "US seniors"), (DANGER, "IMGs")];
        legend(sketch, looks.map(|(color, name)| (Some(Look::plain(color)), name.to_owned())), LABEL);
    }
}

/// Interviews per applicant by type.
struct InterviewsByType<'a>(&'a Market);

impl InterviewsByType<'_> {
    fn none(&self, kind: ApplicantType) -> Option<f64> {
        self.0.interviews.iter().find(|one| one.applicants == kind).map(|one| one.shares[0])
    }
}

impl Picture for InterviewsByType<'_> {
    fn finding(&self) -> String {
        let none = |kind| self.none(kind).map(|share| spoken(&whole(share)));
        match (none(ApplicantType::UsMd), none(ApplicantType::NonUsImg)) {
            (Some(md), Some(img)) => {
                format!("In the market, {md} of US MD seniors and {img} of non-US IMGs have no interview")
            }
            (Some(all), None) => format!("In the market, {all} of the applicants have no interview"),
            _ => "Interviews per applicant".to_owned(),
        }
    }

    fn explanation(&self) -> String {
        "Height: share of the applicants of a type with this many interviews for the primary list. The hatched bar at 0 is no \
         interview at all."
            .to_owned()
    }

    fn description(&self) -> String {
        let parts = self.0.interviews.iter().map(|one| {
            let (kind, none) = (one.applicants.label(), whole(one.shares[0]));
            format!("{kind}: mean {:.1}, none in {none}", mean(&one.shares))
        });
        format!("Histograms of interviews per applicant by type. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let rows = self.0.interviews.iter().map(|one| Row {
            name: one.applicants.label().to_owned(),
            failure: format!("none in {}", spoken(&whole(one.shares[0]))),
            note: format!("mean {:.1}", mean(&one.shares)),
            shares: one.shares.clone(),
        });
        let block = Block { portfolio: 0, name: String::new(), rows: rows.collect() };
        histograms(sketch, &[block], "0", "interviews attended");
    }
}

fn mean(shares: &[f64]) -> f64 {
    shares.iter().enumerate().map(|(count, share)| count as f64 * share).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::results::ScenarioIdentity;
    use crate::market::answer::{InterviewCounts, SCHEMA};
    use crate::report::charts::picture::assert_is_legible;
    use crate::report::html::assert_page_is_whole;

    fn market(applicants: &[ApplicantType]) -> Market {
        let shares = |none: f64| vec![none, 0.3, 0.5 - none, 0.2];
        let interviews =
            applicants.iter().map(|kind| InterviewCounts { applicants: *kind, shares: shares(0.1) }).collect();
        Market {
            schema: SCHEMA,
            version: "0",
            seed: 1,
            markets: 1,
            partial: false,
            scenario: ScenarioIdentity {
                title: "<b>".to_owned(),
                file: String::new(),
                sha256: String::new(),
                season: 2026,
            },
            applicants: 10,
            programs: 2,
            positions: 4,
            matches: 1,
            stable: 1,
            figures: Vec::new(),
            interviews,
            replications: Vec::new(),
        }
    }

    #[test]
    fn no_text_of_either_chart_overlaps_or_leaves_the_sheet() {
        for types in [&ApplicantType::ALL[..], &ApplicantType::ALL[..1]] {
            assert_is_legible(&InterviewsByType(&market(types)), "interviews");
            assert_page_is_whole(&market(types));
        }
        let point = |market, published, is_judge| FillPoint {
            name: "DR <b>".to_owned(),
            applicants: ApplicantType::NonUsImg,
            market,
            published,
            is_judge,
        };
        let fills = PredictedFills { points: vec![point(10.0, 12.0, true), point(90.0, 50.0, false)] };
        assert_is_legible(&fills, "fills");
        assert!(fills.finding().contains("2.0 points"), "{}", fills.finding());
    }
}
