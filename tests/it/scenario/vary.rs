//! Every number of a scenario can be named by a path and set, with the same
//! rules as if it had been typed; no text makes the reading of paths panic.

use std::fs;
use std::path::Path;

use matchfolio::scenario::vary::{Change, Key, Variation};
use matchfolio::scenario::{Loaded, Scenario, compile_text};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::contract::{SECTIONS, properties, with};
use super::tables::TABLES;

fn loaded(text: &str) -> Loaded {
    compile_text("a.toml", text, &TABLES).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn shipped() -> Vec<Loaded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let scenarios = files.filter(|path| super::shipped::is_scenario(path));
    let all: Vec<Loaded> = scenarios.map(|path| loaded(&fs::read_to_string(path).unwrap())).collect();
    assert!(all.len() >= 8);
    all
}

fn set(variation: &Variation<'_>, key: &Key, value: f64) -> Scenario {
    variation.with(&[Change { key: key.clone(), value }]).unwrap_or_else(|error| panic!("{error}"))
}

/// The same but for the fingerprint of the text.
fn unsigned(scenario: &Scenario) -> Scenario {
    Scenario { sha256: String::new(), ..scenario.clone() }
}

fn is_numeric(property: &Value) -> bool {
    let is_number = |kind: &Value| *kind == json!("number") || *kind == json!("integer");
    let kinds = &property["type"];
    is_number(kinds)
        || kinds.as_array().is_some_and(|kinds| kinds.iter().any(is_number))
        || property["anyOf"].as_array().is_some_and(|choices| choices.iter().any(is_numeric))
}

/// Path of a key of a section, in the smallest scenario.
fn path(section: &str, key: &str) -> String {
    match section {
        "Applicant" => format!("applicant.{key}"),
        "Limits" => format!("limits.{key}"),
        "Line" => format!("portfolio.A.line[1].{key}"),
        _ => key.to_owned(),
    }
}

/// A new numeric key of the schema fails here until it can be varied.
#[test]
fn every_number_of_the_schema_can_be_varied_as_if_it_were_typed() {
    let base = loaded(&with("", "", ""));
    let mut checked = 0;
    // What happened at interviews moves `ranks` alone, and a sweep asks for the season before them.
    for (section, _, _) in SECTIONS.into_iter().filter(|(section, _, _)| *section != "Interview") {
        for (key, property) in properties(section).as_object().unwrap().iter().filter(|(_, one)| is_numeric(one)) {
            let value = property["minimum"].as_f64().unwrap_or(0.0);
            // COMLEX takes the place of the other score.
            let is_other_score = key == "comlex_level_2";
            let written = |value: f64| {
                let text = with(section, key, &value.to_string());
                let of_do = text.replace("\"non_us_img\"", "\"us_do\"").replace("step2_ck = 240\n", "");
                if is_other_score { of_do } else { text }
            };
            let base = if is_other_score { &loaded(&written(500.0)) } else { &base };
            let variation = Variation::new(base, &TABLES);
            let (found, values) = variation.parse(&format!("{}={value}..{value}", path(section, key))).unwrap();
            assert_eq!(values, [value]);
            let varied = set(&variation, &found, value);
            let typed = loaded(&written(value)).scenario;
            assert_eq!(unsigned(&varied), unsigned(&typed), "{section} {key}");
            checked += 1;
        }
    }
    assert!(checked >= 15, "only {checked} numbers were found in the schema");
}

#[test]
fn numbers_by_track_can_be_varied_as_if_they_were_typed() {
    let text = with("", "", "") + "[values]\nfamily_medicine = 0.5\n";
    let base = loaded(&text);
    let variation = Variation::new(&base, &TABLES);
    for (path, value, edited) in [
        ("values.family_medicine", 0.75, text.replace("0.5", "0.75")),
        ("values.preliminary_only", 0.25, text.clone() + "preliminary_only = 0.25\n"),
        ("values.matched_without_pgy1", 0.25, text.clone() + "matched_without_pgy1 = 0.25\n"),
        ("values.soap_categorical", 0.25, text.clone() + "soap_categorical = 0.25\n"),
        (
            "applicant.letters.family_medicine",
            3.0,
            text.replace("[limits]", "letters = { family_medicine = 3 }\n[limits]"),
        ),
    ] {
        let (key, _) = variation.parse(&format!("{path}={value}..{value}")).unwrap();
        assert_eq!(unsigned(&set(&variation, &key, value)), unsigned(&loaded(&edited).scenario), "{path}");
    }
    let values = properties("Values");
    assert!(values.as_object().unwrap().len() == 3, "a new word of [values] needs a line above");
}

#[test]
fn a_number_set_to_what_it_is_changes_nothing() {
    let mut checked = 0;
    // A season in progress is not varied.
    for base in shipped().into_iter().filter(|base| base.scenario.applicant.so_far.is_none()) {
        let variation = Variation::new(&base, &TABLES);
        for key in variation.keys() {
            let Some(typed) = variation.typed(&key) else { continue };
            let path = variation.path(&key);
            let (found, _) = variation.parse(&format!("{path}={typed}..{typed}")).unwrap();
            assert_eq!(found, key, "{path}");
            let is_range = ["step2_ck", "years_since_graduation", "us_clinical_months", "publications"]
                .iter()
                .any(|name| base.text.contains(&format!("{name} = \"")));
            let varied = set(&variation, &key, typed);
            let before_interviews = Scenario { attendance: None, ..base.scenario.clone() };
            assert!(is_range || varied == before_interviews, "{path} of {}", base.scenario.title);
            assert_eq!(varied.prior, base.scenario.prior, "the draws of a sweep are those of one prior");
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn portfolios_go_by_name_or_number_and_lines_by_number_from_one() {
    let base = loaded(include_str!("../../../scenarios/ir_img_layers.toml"));
    let variation = Variation::new(&base, &TABLES);
    let key = |path: &str| variation.parse(&format!("{path}=20..40:20")).map(|(key, _)| key);
    assert_eq!(key("portfolio.\"IR + DR\".line[4].programs"), key("portfolio[2].line[4].programs"));
    assert!(key("portfolio[2].line[0].programs").is_err());
    assert!(key("portfolio[7].line[1].programs").is_err());
}

fn refusal(variation: &Variation<'_>, text: &str) -> String {
    match variation.parse(text) {
        Err(error) => error.to_string(),
        Ok((key, values)) => {
            let mut changes = values.iter().map(|value| variation.with(&[Change { key: key.clone(), value: *value }]));
            changes.find_map(Result::err).unwrap_or_else(|| panic!("{text} is allowed")).to_string()
        }
    }
}

#[test]
fn what_cannot_be_varied_is_told_with_a_way_out() {
    let base = loaded(include_str!("../../../scenarios/psychiatry_with_fm.toml"));
    let variation = Variation::new(&base, &TABLES);
    for (text, part) in [
        ("applicant.step2ck=230..240", "did you mean applicant.step2_ck?"),
        ("applicant.step2ck=230..240", "portfolio.\"Psychiatry only\".line[1]. programs, screening"),
        ("portfolio[3].line[9].programs=1..2", "numbered from 1"),
        ("applicant.visa=1..2", "no number of the scenario"),
        ("applicant.step2_ck=230", "PATH=FROM..TO"),
        ("230..270", "PATH=FROM..TO"),
        ("applicant.step2_ck=290..310:10", "310 is out of range; allowed: 100 to 300"),
        ("limits.max_interviews=0..5", "0 is out of range; allowed: 1 to 500"),
        ("portfolio[1].line[1].programs=-5..5", "-5 is out of range; allowed: 0 or more"),
        (
            "portfolio[1].line[1].programs=0..1000:100",
            "with portfolio.\"Psychiatry 70 + FM 100\".line[1].programs = 300",
        ),
        ("portfolio[1].line[1].programs=0..1000:100", "allowed here: 0 to "),
        ("portfolio[1].line[1].signals=0..100:25", "= 25: 25 `signals` are more than the 10"),
        ("portfolio[1].line[1].gold_signals=1..1", "Psychiatry has no `gold_signals`"),
    ] {
        let refused = refusal(&variation, text);
        assert!(refused.contains(part), "{text}: {refused}");
    }
}

#[test]
fn fewer_programs_keep_signals_ties_and_rotations_as_far_as_they_go() {
    let base = loaded(include_str!("../../../scenarios/ir_img_layers.toml"));
    let variation = Variation::new(&base, &TABLES);
    let (key, _) = variation.parse("portfolio[1].line[1].programs=0..40").unwrap();
    let signals = |programs: f64| {
        let scenario = set(&variation, &key, programs);
        let lines = &scenario.portfolios[0].portfolio.lines;
        let first = lines.iter().find(|line| line.preference == 1);
        first.map(|line| (line.gold_signals, line.silver_signals))
    };
    assert_eq!(signals(40.0), Some((6, 6)));
    assert_eq!(signals(8.0), Some((6, 2)));
    assert_eq!(signals(5.0), Some((5, 0)));
    assert_eq!(signals(0.0), None);
}

#[test]
fn a_hundred_and_twenty_variants_are_the_same_whatever_came_before() {
    let base = loaded(include_str!("../../../scenarios/ir_img_layers.toml"));
    let variation = Variation::new(&base, &TABLES);
    let (key, values) = variation.parse("portfolio[2].line[2].programs=0..120:1").unwrap();
    assert_eq!(values.len(), 121);
    let forwards: Vec<Scenario> = values.iter().map(|value| set(&variation, &key, *value)).collect();
    let backwards: Vec<Scenario> = values.iter().rev().map(|value| set(&variation, &key, *value)).collect();
    assert!(forwards.iter().eq(backwards.iter().rev()));
    assert_eq!(forwards[60], base.scenario);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_path_panics(text in "\\PC{0,80}") {
        let base = loaded(&with("", "", ""));
        prop_assert!(Variation::new(&base, &TABLES).parse(&text).is_err());
    }

    #[test]
    fn no_pieces_of_a_path_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("portfolio"), Just("."), Just("\"A\""), Just("A"), Just("line"), Just("[1]"), Just("["), Just("]"),
                Just("[99999999999999999999]"), Just("programs"), Just("="), Just("0"), Just(".."), Just("3"), Just(":"),
                Just("-1"), Just("1e308"), Just("\""), Just("\\"), Just("é"), Just(" "), Just("applicant"),
                Just("letters"), Just("season"), Just("nan"), Just("limits.budget_usd=0..10:1e-9"),
            ],
            0..14,
        ),
    ) {
        let base = loaded(&with("", "", ""));
        let variation = Variation::new(&base, &TABLES);
        if let Ok((key, values)) = variation.parse(&pieces.concat()) {
            prop_assert!(!values.is_empty() && values.len() <= 201);
            for value in values {
                let _ = variation.with(&[Change { key: key.clone(), value }]);
            }
        }
    }
}
