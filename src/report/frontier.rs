//! The efficient frontier: portfolios that no other beats in cost and risk.

use super::sentences::are_tied;
use crate::engine::results::{PortfolioResult, Results};

/// Whether no other portfolio is at most as dear and at most as risky, and
/// better in one of the two. Risks that were called a tie count as equal: a
/// difference too small to tell is not worth money.
pub fn is_efficient(results: &Results, portfolio: &PortfolioResult) -> bool {
    !results.portfolios.iter().any(|other| beats(results, other, portfolio))
}

fn beats(results: &Results, one: &PortfolioResult, other: &PortfolioResult) -> bool {
    let (risk, other_risk) = (one.outcomes.unmatched.mean, other.outcomes.unmatched.mean);
    let is_as_safe = risk <= other_risk || are_tied(results, &one.name, &other.name);
    let is_safer = risk < other_risk && !are_tied(results, &one.name, &other.name);
    is_as_safe && one.cost_usd <= other.cost_usd && (is_safer || one.cost_usd < other.cost_usd)
}

/// The frontier from the cheapest portfolio to the safest.
pub fn frontier(results: &Results) -> Vec<&PortfolioResult> {
    let mut efficient: Vec<_> = results.portfolios.iter().filter(|one| is_efficient(results, one)).collect();
    efficient.sort_by(|a, b| a.cost_usd.total_cmp(&b.cost_usd));
    efficient
}

/// Share of the portfolios up to which it says something of each that it is on the frontier.
const FEW: f64 = 0.75;

/// Whether the frontier parts the portfolios: where nearly all are on it, to say so of each says nothing.
pub fn tells_apart(results: &Results) -> bool {
    frontier(results).len() as f64 <= FEW * results.portfolios.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{portfolio, results};

    #[test]
    fn a_dearer_and_riskier_portfolio_is_not_on_the_frontier() {
        let found = results(
            "t",
            vec![
                portfolio("dear and safe", 3_000.0, 0.2, &[1.0]),
                portfolio("cheap and risky", 1_000.0, 0.6, &[1.0]),
                portfolio("beaten", 3_100.0, 0.4, &[1.0]),
            ],
        );
        let names: Vec<_> = frontier(&found).iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["cheap and risky", "dear and safe"]);
    }

    #[test]
    fn a_dearer_portfolio_that_is_tied_with_a_cheaper_one_is_not_on_the_frontier() {
        let found = results("t", vec![portfolio("a", 1_000.0, 0.501, &[1.0]), portfolio("b", 2_000.0, 0.5, &[1.0])]);
        let names: Vec<_> = frontier(&found).iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a"]);
    }

    #[test]
    fn equal_portfolios_are_both_on_the_frontier() {
        let found = results("t", vec![portfolio("a", 1.0, 0.5, &[1.0]), portfolio("b", 1.0, 0.5, &[1.0])]);
        assert_eq!(frontier(&found).len(), 2);
    }
}
