//! The efficient frontier: portfolios that no other beats in both cost and risk.

use crate::engine::results::{PortfolioResult, Results};

/// Whether no other portfolio is at most as dear and at most as risky, and
/// better in one of the two.
#[must_use]
pub fn is_efficient(results: &Results, portfolio: &PortfolioResult) -> bool {
    let point = |of: &PortfolioResult| (of.cost_usd, of.outcomes.unmatched.mean);
    let (cost, risk) = point(portfolio);
    !results.portfolios.iter().map(point).any(|(other_cost, other_risk)| {
        other_cost <= cost && other_risk <= risk && (other_cost < cost || other_risk < risk)
    })
}

/// The frontier from the cheapest portfolio to the safest.
#[must_use]
pub fn frontier(results: &Results) -> Vec<&PortfolioResult> {
    let mut efficient: Vec<_> = results
        .portfolios
        .iter()
        .filter(|one| is_efficient(results, one))
        .collect();
    efficient.sort_by(|a, b| a.cost_usd.total_cmp(&b.cost_usd));
    efficient
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
    fn equal_portfolios_are_both_on_the_frontier() {
        let found = results(
            "t",
            vec![portfolio("a", 1.0, 0.5, &[1.0]), portfolio("b", 1.0, 0.5, &[1.0])],
        );
        assert_eq!(frontier(&found).len(), 2);
    }
}
