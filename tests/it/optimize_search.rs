//! The search for the best portfolio on the engine itself, held against enumeration.

use std::sync::atomic::AtomicBool;

use matchfolio::decide::optimize::layout::Layout;
use matchfolio::decide::optimize::mix::{Aim, Mix};
use matchfolio::decide::optimize::search::{Thoroughness, enumerate, search};
use matchfolio::decide::optimize::toml::block;
use matchfolio::decide::optimize::{Allotment, Steps, Surveyor, Terms};
use matchfolio::decide::study::{Candidate, Measure, Study};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::precision::Precision;
use matchfolio::model::Line;
use matchfolio::random::philox::{Key, PhiloxStream};
use matchfolio::random::uniform_of_word;
use matchfolio::reference::Reference;
use matchfolio::scenario::{Scenario, compile_text};
use rand::rand_core::Rng;

const BY_SWAPS: Thoroughness = Thoroughness { enumerate_up_to: 0, regrow: true };

/// Three tracks, of which two share their signals, on the conditional engine itself.
const SCENARIO: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = STEP2
years_since_graduation = 2
visa = "j1"
letters = { diagnostic_radiology = 2, interventional_radiology_integrated = 2, internal_medicine = 2 }
[limits]
max_interviews = 8
[values]
diagnostic_radiology = 0.9
interventional_radiology_integrated = 1.0
internal_medicine = WORTH
[[portfolio]]
name = "all"
[[portfolio.line]]
track = "transitional_year"
programs = 5
role = "pgy1"
[[portfolio.line]]
track = "interventional_radiology_integrated"
programs = 5
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 5
[[portfolio.line]]
track = "internal_medicine"
programs = 5
sponsors_only = true
"#;

fn scenario(step2_ck: f64, worth: f64) -> Scenario {
    let reference = Reference::embedded().unwrap();
    let text = SCENARIO.replace("STEP2", &format!("{step2_ck:.0}")).replace("WORTH", &format!("{worth:.2}"));
    compile_text("x.toml", &text, &reference).unwrap().scenario
}

fn terms(budget_usd: f64, researched_programs: Option<u32>) -> Terms {
    let shared = Allotment { tracks: vec![1, 2], gold: 6, silver: 6, signals: 0 };
    let own = Allotment { tracks: vec![3], gold: 3, silver: 12, signals: 0 };
    let allotments = vec![shared, own];
    Terms { goal: None, budget_usd, max_unmatched: None, researched_programs, allotments }
}

/// 24 random people, budgets and aims, of up to 9,407 portfolios each.
#[test]
fn on_the_engine_the_search_finds_the_best_of_all_portfolios_or_comes_close() {
    let interrupted = AtomicBool::new(false);
    let (mut worst, mut missed) = (0.0_f64, 0);
    for instance in 0..24_u64 {
        let mut stream = PhiloxStream::new(Key::new(instance), [2; 3]);
        let mut uniform = || uniform_of_word(stream.next_u32());
        let scenario = scenario(230.0 + 30.0 * uniform(), 0.3 + 0.6 * uniform());
        let terms = terms(300.0 + 350.0 * uniform(), (instance % 3 == 0).then_some(15));
        let precision = Precision { seed: instance, draws: 2, threads: Some(1), ..Precision::default() };
        let (interrupted, steps) = (&interrupted, Steps::new(&Silent));
        let surveyor = Surveyor { scenario: &scenario, terms: &terms, precision, interrupted, steps: &steps };
        let layout = Layout::new(&scenario, &terms, terms.budget_usd).unwrap();
        let tables = surveyor.coarse(&layout).unwrap();
        let aim = [Aim::Value, Aim::Safety, Aim::FirstChoice][usize::try_from(instance % 3).unwrap()];
        let mut mix = Mix::new(&layout, &tables, surveyor.measures());
        let start = layout.all_researched();
        let swapped = search(&mut mix.aimed(aim, None), terms.budget_usd, &[start], BY_SWAPS).unwrap();
        let judged = mix.points.len();
        let exact = enumerate(&mut mix.aimed(aim, None), terms.budget_usd).unwrap();
        assert!(judged < mix.points.len(), "{judged} of {}", mix.points.len());
        let gap = exact.worth - swapped.worth;
        missed += usize::from(gap > 1e-9);
        worst = worst.max(gap);
    }
    assert!(
        worst < 0.005 && missed <= 2,
        "worst gap {worst:.5} in value or chance, the best missed {missed} times of 24"
    );
}

#[test]
fn a_point_and_its_portfolio_are_judged_alike_by_the_tables_and_by_the_engine() {
    let scenario = scenario(244.0, 0.6);
    let terms = terms(2000.0, Some(40));
    let interrupted = AtomicBool::new(false);
    let precision = Precision { seed: 7, draws: 16, threads: Some(1), ..Precision::default() };
    let (interrupted, steps) = (&interrupted, Steps::new(&Silent));
    let surveyor = Surveyor { scenario: &scenario, terms: &terms, precision, interrupted, steps: &steps };
    let layout = Layout::new(&scenario, &terms, terms.budget_usd).unwrap();
    let tables = surveyor.coarse(&layout).unwrap();
    let mut mix = Mix::new(&layout, &tables, surveyor.measures());
    let mut point = vec![4, 9, 7, 3];
    point.resize(layout.knobs.len(), 1);
    let portfolio = layout.portfolio("x", &point);
    let candidate = Candidate { applicant: scenario.applicant.clone(), portfolio };
    let study = Study { prior: &scenario.prior, precision, interrupted };
    let alone = study.outcomes(&[candidate]).unwrap()[0].series(Measure::Unmatched).mean();
    let (menu, picks) = layout.narrowed(std::slice::from_ref(&point));
    assert_eq!((menu.slots.len(), picks[0].len()), (4, 4));
    let tabled = mix.means(&[point]).unwrap()[0].unmatched();
    assert!((alone - tabled).abs() < 1e-8, "{alone} {tabled}");
}

#[test]
fn the_block_to_paste_is_the_portfolio_that_was_found() {
    let scenario = scenario(244.0, 0.6);
    let terms = terms(3000.0, Some(60));
    let layout = Layout::new(&scenario, &terms, terms.budget_usd).unwrap();
    let mut point = vec![6, 9, 3, 2];
    point.resize(layout.knobs.len(), 1);
    let portfolio = layout.portfolio("Best found", &point);
    let reference = Reference::embedded().unwrap();
    let (head, _) = SCENARIO.split_once("[[portfolio]]").unwrap();
    let head = head.replace("STEP2", "244").replace("WORTH", "0.60");
    let text = format!("{head}{}", block(&portfolio, &scenario));
    let again = compile_text("x.toml", &text, &reference).unwrap_or_else(|wrong| panic!("{}", wrong.render(false)));
    let names = |scenario: &Scenario, lines: &[Line]| -> Vec<(String, Line)> {
        let name = |track: usize| scenario.prior.tracks[track].id.clone();
        lines.iter().map(|line| (name(line.track), Line { track: 0, ..line.clone() })).collect()
    };
    let pasted = &again.scenario.portfolios[0];
    assert_eq!(names(&again.scenario, &pasted.portfolio.lines), names(&scenario, &portfolio.lines));
    assert!((pasted.cost.total() - layout.cost(&point)).abs() < 1e-9);
}
