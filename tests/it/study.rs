//! Candidates of one study are compared on common draws, asked for together or apart.

use std::sync::atomic::AtomicBool;

use matchfolio::decide::study::{Candidate, Measure, Outcomes, Study};
use matchfolio::engine::precision::Precision;
use matchfolio::model::{Applicant, Uncertain, Visa};
use matchfolio::reference::Reference;
use matchfolio::scenario::{Scenario, compile_text};

const SCENARIO: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = 244
years_since_graduation = 3
visa = "j1"
[[portfolio]]
name = "two"
[[portfolio.line]]
track = "internal_medicine"
programs = 40
[[portfolio.line]]
track = "family_medicine"
programs = 30
[[portfolio]]
name = "apart"
[[portfolio.line]]
track = "internal_medicine"
programs = 20
[[portfolio.line]]
track = "family_medicine"
programs = 30
[[portfolio.line]]
track = "internal_medicine"
programs = 20
"#;

static NEVER: AtomicBool = AtomicBool::new(false);

fn scenario() -> Scenario {
    let reference = Reference::embedded().expect("tables");
    compile_text("x.toml", SCENARIO, &reference).expect("right").scenario
}

fn study(scenario: &Scenario) -> Study<'_> {
    let precision = Precision { seed: 3, draws: 256, threads: Some(1), ..Precision::default() };
    Study { prior: &scenario.prior, precision, interrupted: &NEVER }
}

/// A portfolio whose lines stand apart needs more shared latents; the other must not notice.
#[test]
fn candidates_asked_for_together_and_apart_see_the_same_draws() {
    let scenario = scenario();
    let study = study(&scenario);
    let candidate = |portfolio: usize| Candidate {
        applicant: scenario.applicant.clone(),
        portfolio: scenario.portfolios[portfolio].portfolio.clone(),
    };
    let together = study.outcomes(&[candidate(0), candidate(1)]).expect("found");
    let apart = study.outcomes(&[candidate(1)]).expect("found");
    let unmatched = |outcomes: &Outcomes| outcomes.series(Measure::Unmatched);
    assert_eq!(unmatched(&together[1]), unmatched(&apart[0]));
    let difference = unmatched(&together[0]).minus(&unmatched(&apart[0])).estimate();
    let alone = unmatched(&apart[0]).estimate();
    assert!(difference.mc_error < alone.mc_error / 3.0, "{difference:?} {alone:?}");
}

#[test]
fn a_person_with_a_better_score_is_compared_on_the_same_draws() {
    let scenario = scenario();
    let study = study(&scenario);
    let portfolio = scenario.portfolios[0].portfolio.clone();
    let better = Applicant { step2_ck: Uncertain::certain(246.0), ..scenario.applicant.clone() };
    let people = [scenario.applicant.clone(), better];
    let found =
        study.outcomes(&people.map(|applicant| Candidate { applicant, portfolio: portfolio.clone() })).expect("found");
    let gain = found[0].series(Measure::Unmatched).minus(&found[1].series(Measure::Unmatched)).estimate();
    assert!(gain.mean > 5.0 * gain.mc_error, "{gain:?}");
}

/// People share their parameter draws; who else is asked about must not be noticed.
#[test]
fn people_asked_for_together_and_apart_have_the_same_numbers() {
    let scenario = scenario();
    let study = study(&scenario);
    let person = |visa, score: f64, portfolio: usize| Candidate {
        applicant: Applicant { visa, step2_ck: Uncertain::certain(score), ..scenario.applicant.clone() },
        portfolio: scenario.portfolios[portfolio].portfolio.clone(),
    };
    let family_alone = {
        let mut candidate = person(Visa::H1bOnly, 236.0, 0);
        candidate.portfolio.lines.remove(0);
        candidate
    };
    let candidates = [person(Visa::J1, 244.0, 0), person(Visa::None, 252.0, 1), family_alone];
    let together = study.outcomes(&candidates).expect("found");
    for (candidate, together) in candidates.iter().zip(&together) {
        let apart = study.outcomes(std::slice::from_ref(candidate)).expect("found");
        assert_eq!(together.series(Measure::Unmatched), apart[0].series(Measure::Unmatched), "{candidate:?}");
    }
}
