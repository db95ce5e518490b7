//! Monte Carlo errors against what repeated runs with other seeds scatter by.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, Integration, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::estimate::estimate;
use matchfolio::engine::findings::{Difference, Findings, Quantity};
use matchfolio::engine::interview_curve::{CurveQuantity, estimate_ratio};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::results::Estimate;
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;

const SCENARIO: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = "240 to 250"
years_since_graduation = 2
visa = "j1"
letters = { diagnostic_radiology = 2 }
[[portfolio]]
name = "radiology alone"
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 80
[[portfolio]]
name = "with internal medicine"
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 80
[[portfolio.line]]
track = "internal_medicine"
programs = 40
"#;

const RUNS: u64 = 48;
const DRAWS: u64 = 128;

/// One run a seed.
fn runs() -> Vec<Integration> {
    let reference = Reference::embedded().unwrap();
    let loaded = compile_text("errors.toml", SCENARIO, &reference).map_err(|found| found.render(false)).unwrap();
    let scenario = &loaded.scenario;
    let portfolios: Vec<_> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question =
        Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios: &portfolios, values: None };
    let effort = Effort::ManyDraws;
    let trials = DRAWS * effort.block_points(&question);
    (0..RUNS)
        .map(|seed| {
            let settings = Precision { seed, trials: Some(trials), threads: None, ..Precision::default() };
            integrate(
                &question,
                &Precision { effort: Some(effort), ..settings },
                Detail::Distributions,
                &Silent,
                &AtomicBool::new(false),
            )
            .unwrap()
        })
        .collect()
}

/// The mean square of 48 deviations has a relative standard error of about a fifth;
/// the factor of 2.2 either way is at four of them, and false alarm over all the
/// quantities below is under 1 in 500.
fn assert_scatter_is_as_stated(found: &[Estimate], what: &str) {
    let count = found.len() as f64;
    let mean = found.iter().map(|run| run.mean).sum::<f64>() / count;
    let scatter = found.iter().map(|run| (run.mean - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let stated = found.iter().map(|run| run.mc_error.powi(2)).sum::<f64>() / count;
    let ratio = scatter / stated;
    assert!((1.0 / 2.2..2.2).contains(&ratio), "{what}: scatter over stated variance {ratio}");
}

#[test]
fn the_stated_error_is_what_runs_with_other_seeds_scatter_by() {
    let runs = runs();
    let of = |what: &dyn Fn(&Integration) -> Estimate| runs.iter().map(what).collect::<Vec<_>>();
    let unmatched = of(&|run| run.unmatched(1));
    assert_scatter_is_as_stated(&unmatched, "unmatched");
    assert_scatter_is_as_stated(&of(&|run| run.unmatched(0)), "unmatched, one line");
    assert_scatter_is_as_stated(&of(&|run| estimate(&run.means(1, Quantity::Interviews(2)))), "interviews");
    assert_scatter_is_as_stated(&of(&|run| estimate(&run.differences(0, 1, Difference::Unmatched))), "difference");
    let matched_at_three = |run: &Integration| estimate_ratio(&run.ratios(0, CurveQuantity::Matched(3)));
    assert_scatter_is_as_stated(&of(&matched_at_three), "match at three interviews");

    // Independent draws would have the spread over the draws by the root of their number.
    let independent = |run: &Estimate| (run.interval90[1] - run.interval90[0]) / 3.29 / (DRAWS as f64).sqrt();
    let gained = unmatched.iter().map(|run| run.mc_error / independent(run)).sum::<f64>() / RUNS as f64;
    assert!(gained < 0.65, "draws spread evenly have {gained} of the error of independent ones");
}
