//! The tables of many portfolios held against the engine that works each portfolio out by itself.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::recursion::OutcomeChances;
use matchfolio::engine::conditional::tabulation::{Menu, Pick, SelectionChances, Slot, Tabulation};
use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::Quantity;
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::model::{Line, Portfolio, Role};
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;

const SCENARIO: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = "240 to 248"
years_since_graduation = 3
visa = "j1"
[limits]
max_interviews = 9
[[portfolio]]
name = "all"
[[portfolio.line]]
track = "transitional_year"
programs = 10
role = "pgy1"
[[portfolio.line]]
track = "interventional_radiology_integrated"
programs = 20
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 50
gold_signals = 6
silver_signals = 6
[[portfolio.line]]
track = "internal_medicine"
programs = 60
"#;

/// A quantity of the chances at one point.
type Of<'a> = &'a dyn Fn(&OutcomeChances) -> f64;

#[test]
fn a_portfolio_from_the_tables_has_the_chances_that_the_engine_finds_for_it_alone() {
    let reference = Reference::embedded().unwrap();
    let scenario = compile_text("x.toml", SCENARIO, &reference).unwrap().scenario;
    let longest = &scenario.portfolios[0].portfolio;
    let slot = |line: &Line| Slot { variants: vec![line.clone()], counts: vec![3, 7, line.programs] };
    let Portfolio { max_interviews, pgy1_interviews, .. } = *longest;
    let menu = Menu { slots: longest.lines.iter().map(slot).collect(), max_interviews, pgy1_interviews };
    let interrupted = AtomicBool::new(false);
    let draws = Precision { seed: 4, draws: 5, threads: Some(1), ..Precision::default() };
    let tables = Tabulation::new(&scenario.applicant, &scenario.prior, &menu, &draws, &interrupted).unwrap();
    let pick = |slot, count| Pick { slot, variant: 0, count };
    let selections = [
        vec![pick(0, 2), pick(1, 1), pick(2, 2), pick(3, 0)],
        vec![pick(2, 0), pick(3, 1)],
        vec![pick(1, 2), pick(2, 1), pick(3, 2)],
    ];
    let portfolio = |picks: &Vec<Pick>| Portfolio {
        name: String::new(),
        lines: picks
            .iter()
            .map(|pick| {
                let programs = menu.slots[pick.slot].counts[pick.count];
                let line = &longest.lines[pick.slot];
                let gold_signals = line.gold_signals.min(programs);
                let silver_signals = line.silver_signals.min(programs - gold_signals);
                Line { programs, gold_signals, silver_signals, ..line.clone() }
            })
            .collect(),
        max_interviews,
        pgy1_interviews,
    };
    let portfolios: Vec<Portfolio> = selections.iter().map(portfolio).collect();
    assert!(portfolios[0].lines[0].role == Role::Pgy1);
    let question =
        Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios: &portfolios, values: None };
    let settings = Precision { seed: 4, trials: Some(80), threads: Some(1), ..Precision::default() };
    let alone = integrate(
        &question,
        &Precision { effort: Some(Effort::ManyDraws), ..settings },
        Detail::Outcomes,
        &Silent,
        &interrupted,
    )
    .unwrap();
    for (portfolio, found) in tables.chances(&selections).unwrap().iter().enumerate() {
        let pairs: [(Quantity<'_>, Of<'_>); 3] = [
            (Quantity::Unmatched, &|chances| chances.unmatched),
            (Quantity::Matched(2), &|chances| chances.matched[2]),
            (Quantity::AnyWithoutPgy1, &|chances| chances.matched_without_pgy1.iter().sum()),
        ];
        for (quantity, of) in pairs {
            let expected = alone.parts(portfolio, quantity);
            assert_eq!(found.0.len(), expected.len());
            for (ours, theirs) in found.0.iter().flatten().zip(expected.iter().flatten()) {
                assert!((of(ours) - theirs).abs() < 1e-8, "portfolio {portfolio}: {} {theirs}", of(ours));
            }
        }
    }
}

#[test]
fn independent_programs_leave_fewer_unmatched_than_programs_that_agree() {
    let reference = Reference::embedded().unwrap();
    let scenario = compile_text("x.toml", SCENARIO, &reference).unwrap().scenario;
    let line = &scenario.portfolios[0].portfolio.lines[3];
    let slots = vec![Slot { variants: vec![line.clone()], counts: vec![1, 60] }];
    let menu = Menu { slots, max_interviews: None, pgy1_interviews: None };
    let interrupted = AtomicBool::new(false);
    let draws = Precision { seed: 4, draws: 16, threads: Some(1), ..Precision::default() };
    let tables = Tabulation::new(&scenario.applicant, &scenario.prior, &menu, &draws, &interrupted).unwrap();
    let picks = [0, 1].map(|count| vec![Pick { slot: 0, variant: 0, count }]);
    let unmatched = |found: Vec<SelectionChances>| -> Vec<f64> {
        found.iter().map(|chances| chances.mean(|outcome| outcome.unmatched)).collect()
    };
    let (model, independent) =
        (unmatched(tables.chances(&picks).unwrap()), unmatched(tables.independent().unwrap().chances(&picks).unwrap()));
    assert!((model[0] - independent[0]).abs() < 1e-12, "one program alone: {model:?} {independent:?}");
    assert!(model[1] > independent[1] + 0.005, "{model:?} {independent:?}");
}
