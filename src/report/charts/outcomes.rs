//! Chart: how often each outcome, one stacked bar a portfolio.

use super::prelude::*;
use crate::engine::results::{Estimate, PortfolioResult, Results};
use crate::report::number::{counted, dollars};
use crate::report::percent::{Counted, aside, chance, rounded, spoken};
use crate::report::presentable::shortened;
use crate::report::sentences::{PARTIALLY_MATCHED, riskiest, safest, safest_group};

/// Stacked bars of the outcomes of these results.
pub(super) struct Outcomes<'a>(pub &'a Results);

/// One kind of outcome, in the order of the bars.
struct Series<'a> {
    name: &'a str,
    short_name: &'a str,
    look: Look,
    of: Box<dyn Fn(&PortfolioResult) -> Estimate + 'a>,
}

impl Picture for Outcomes<'_> {
    fn finding(&self) -> String {
        let results = self.0;
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
            _ if low == high => format!("You go unmatched in about {low} of seasons with every portfolio"),
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

    fn explanation(&self) -> String {
        "Each bar shows all simulated seasons with one portfolio, divided by outcome; unmatched is on the left."
            .to_owned()
    }

    fn description(&self) -> String {
        let results = self.0;
        let parts = results.portfolios.iter().map(|portfolio| {
            format!("{}: unmatched {}", portfolio.name, chance(&portfolio.outcomes.unmatched, Counted::of(results)))
        });
        format!("Stacked bars of the chances of each outcome. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let series = series(self.0);
        legend(sketch, series.iter().map(|entry| (Some(entry.look), entry.name.to_owned())), LABEL);
        sketch.y += 10.0;
        for (number, portfolio) in (1..).zip(&self.0.portfolios) {
            let parts: Vec<Part> = series.iter().map(|entry| part(self.0, entry, portfolio)).collect();
            sketch.showing(&[number], |sketch| named_bar(sketch, &portfolio.name, &facts(self.0, portfolio), &parts));
        }
        sketch.y -= 4.0;
        share_axis(sketch, "share of simulated seasons");
    }
}

fn part(results: &Results, entry: &Series<'_>, portfolio: &PortfolioResult) -> Part {
    let share = (entry.of)(portfolio);
    let percent = chance(&share, Counted::of(results));
    let labels = vec![format!("{} {percent}", entry.short_name), percent];
    Part { share: share.mean, look: entry.look, labels }
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

fn facts(results: &Results, portfolio: &PortfolioResult) -> String {
    let interval = aside(&portfolio.outcomes.unmatched);
    format!(
        "unmatched {}{interval} · {} · {}",
        chance(&portfolio.outcomes.unmatched, Counted::of(results)),
        counted(u64::from(portfolio.applications), "application").replace(' ', "\u{a0}"),
        dollars(portfolio.cost_usd)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_title_names_the_safest_and_the_riskiest() {
        assert_eq!(
            Outcomes(&fixture::five_by_six()).finding(),
            "You go unmatched in about 26% of seasons with the 2 safest portfolios, in 93% with “IR only”"
        );
    }

    #[test]
    fn every_outcome_that_occurs_is_in_the_legend() {
        let results = fixture::five_by_six();
        assert_eq!(series(&results).len(), 3 + results.tracks.len());
    }
}
