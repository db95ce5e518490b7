//! The answer of `draws`: parameters and chances draw by draw (`matchfolio.draws/1`).

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::Header;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.draws/1";

/// Draws of the uncertain parameters, and what happens to the applicant under each.
///
/// Place by place, every list of it belongs to the same draws. Eight neighbors (places 0 to 7, 8 to 15, …)
/// are spread evenly over the laws of the quantities and depend on each other; groups do not. So the standard
/// error of a mean over draws is that of the means of these groups, and smaller than `sd/√draws`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Draws {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// What was drawn, one entry a quantity.
    pub parameters: Vec<ParameterDraws>,
    /// Chances under these draws, one entry a portfolio, in file order.
    pub portfolios: Vec<PortfolioDraws>,
}

/// The draws of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ParameterDraws {
    /// Name, for example `openness_weight`, `diagnostic_radiology/kappa` or `applicant/step2_ck`;
    /// `docs/methods.md` says what each is.
    pub name: String,
    /// Its value in each draw.
    pub values: Vec<f64>,
}

/// What happens under one portfolio, draw by draw.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PortfolioDraws {
    /// Name of the portfolio.
    pub name: String,
    /// 5, 50 and 95% points of the means of `unmatched` over the draws.
    pub unmatched_quantiles: [f64; 3],
    /// No position at all.
    pub unmatched: Vec<Drawn>,
    /// A complete residency: matched to any track, with a PGY-1 where one is needed.
    pub residency: Vec<Drawn>,
    /// A preliminary or transitional year alone.
    pub preliminary_only: Vec<Drawn>,
    /// Matched to the track of this key, with a PGY-1 where one is needed.
    pub matched: IndexMap<String, Vec<Drawn>>,
    /// Expected value by the person's own values; null without `[values]`.
    pub expected_value: Option<Vec<Drawn>>,
}

/// A chance, or an expected value, under one draw of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Drawn {
    /// Its mean over the seasons of the draw.
    pub mean: f64,
    /// Monte Carlo standard error of that mean, mostly some hundredths of a percentage point.
    pub mc_error: f64,
}
