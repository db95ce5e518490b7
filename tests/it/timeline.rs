//! What to do when: which steps apply, on which days.

use matchfolio::{Reference, Scenario, timeline};

fn steps_of(file: &str) -> Vec<matchfolio::answers::timeline::TimelineStep> {
    let reference = Reference::embedded().expect("tables");
    let path = format!("{}/scenarios/{file}", env!("CARGO_MANIFEST_DIR"));
    timeline(&Scenario::from_file(path, &reference).expect("a scenario")).steps
}

fn with(applicant: &str, track: &str, season: u16) -> Vec<matchfolio::answers::timeline::TimelineStep> {
    let reference = Reference::embedded().expect("tables");
    let text = format!(
        "season = {season}\n[applicant]\nstep2_ck = 245\n{applicant}\n[[portfolio]]\nname = \"one\"\n\
         [[portfolio.line]]\ntrack = \"{track}\"\nprograms = 30\n"
    );
    timeline(&Scenario::from_text("a.toml", &text, &reference).expect("a scenario")).steps
}

#[test]
fn a_step_is_shown_only_to_whom_it_applies() {
    let senior = with("type = \"us_md\"", "internal_medicine", 2026);
    let says = |steps: &[matchfolio::answers::timeline::TimelineStep], word: &str| {
        steps.iter().any(|step| step.what.contains(word))
    };
    for word in ["ECFMG", "J-1", "H-1B", "ResidencyCAS", "supplemental list"] {
        assert!(!says(&senior, word), "{word}");
    }
    let h1b =
        with("type = \"non_us_img\"\nyears_since_graduation = 2\nvisa = \"h1b_only\"", "diagnostic_radiology", 2026);
    for word in ["ECFMG", "Step 3", "H-1B", "supplemental list", "signals"] {
        assert!(says(&h1b, word), "{word}");
    }
    assert!(!says(&h1b, "DS-2019"));
    let emergency = with("type = \"us_do\"", "emergency_medicine", 2027);
    assert!(says(&emergency, "ResidencyCAS") && !says(&emergency, "Submit the ERAS application"));
}

/// A stated score needs no examination, a reapplicant no first steps, and a couple registers and ranks together.
#[test]
fn steps_fit_the_score_the_earlier_season_and_the_partner() {
    let what = |steps: Vec<matchfolio::answers::timeline::TimelineStep>| -> Vec<String> {
        steps.into_iter().map(|step| step.what).collect()
    };
    let says = |steps: &[String], word: &str| steps.iter().any(|step| step.contains(word));
    let first =
        what(with("type = \"non_us_img\"\nyears_since_graduation = 2\nvisa = \"j1\"", "internal_medicine", 2027));
    assert!(
        first[0].starts_with("Choose a first specialty") && !says(&first, "Step 2 CK") && !says(&first, "feedback")
    );
    let again = "type = \"non_us_img\"\nyears_since_graduation = 2\nvisa = \"j1\"\nreapplicant = true";
    let again = what(with(again, "internal_medicine", 2027));
    assert!(again[0].contains("feedback") && again[1].contains("renewed letters"), "{again:?}");
    assert!(!says(&again, "Choose a first specialty") && !says(&again, "Register with ECFMG"), "{again:?}");
    let couple = what(steps_of("couple.toml"));
    assert!(
        says(&couple, "Register as a couple with the NRMP (both of you)") && says(&couple, "list of pairs together")
    );
    assert!(!couple.contains(&"Register with the NRMP".to_owned()) && !says(&couple, "matchfolio ranks"));
    assert!(says(&first, "matchfolio ranks"));
}

#[test]
fn published_days_are_told_as_days_and_others_as_parts_of_a_month() {
    let steps = with("type = \"us_md\"", "internal_medicine", 2026);
    let of = |part: &str| steps.iter().find(|step| step.what.contains(part)).expect("a step");
    assert_eq!((of("programs read").when.as_str(), of("programs read").is_published), ("September 24, 2025", true));
    assert_eq!((of("Certify").when.as_str(), of("Certify").date.as_str()), ("about early March 2026", "2026-03-04"));
    assert_eq!(of("Match Day: learn").when, "March 20, 2026");
    assert!(steps.is_sorted_by(|a, b| a.date <= b.date));
    let (first, last) = (&steps[0].date, &steps[steps.len() - 1].date);
    assert!(first.as_str() < "2024-10-01" && last.as_str() >= "2026-03-19", "{first} {last}");
}

#[test]
fn decisions_of_plans_stand_at_their_dates_and_a_season_in_progress_shows_what_is_left() {
    let steps = steps_of("research_year.toml");
    let year = steps.iter().find(|step| step.what.contains("research year")).expect("a year between");
    assert_eq!((year.date.as_str(), year.plans.as_slice()), ("2027-07-01", &["Research year".to_owned()][..]));
    let left = steps_of("in_season.toml");
    assert!(!left.is_empty() && left.iter().all(|step| step.date.as_str() >= "2026-11-15"));
}
