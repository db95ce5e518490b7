//! What a right scenario is warned of, and what not.

use matchfolio::reference::Reference;
use matchfolio::scenario::{Severity, Warning, WarningKind, compile_text};

use super::compiled::{compiled, line, with_lines};

fn warnings(text: &str) -> Vec<Warning> {
    compiled(text).warnings
}

fn has(text: &str, wanted: impl Fn(&WarningKind) -> bool) -> bool {
    warnings(text).iter().any(|warning| wanted(&warning.kind))
}

#[test]
fn a_budget_is_broken_by_the_first_dollar_beyond_it() {
    let text = with_lines(&line("internal_medicine", 80, ""));
    let total = compiled(&text).scenario.portfolios[0].cost.total();
    let with_budget =
        |budget: f64| text.replace("[[portfolio]]", &format!("[limits]\nbudget_usd = {budget}\n[[portfolio]]"));
    let broken = |kind: &WarningKind| matches!(kind, WarningKind::BudgetBroken { .. });
    assert!(!has(&with_budget(total), broken));
    assert!(has(&with_budget(total - 1.0), broken));
}

#[test]
fn advanced_positions_need_a_line_that_gives_the_pgy1() {
    let missing = |lines: &str| has(&with_lines(lines), |kind| matches!(kind, WarningKind::NoPgy1 { .. }));
    let radiology = line("diagnostic_radiology", 20, "");
    assert!(missing(&radiology));
    assert!(missing(&(radiology.clone() + &line("transitional_year", 5, "role = \"primary\""))));
    assert!(!missing(&(radiology.clone() + &line("transitional_year", 5, ""))));
    assert!(!missing(&(radiology + &line("transitional_year", 5, "role = \"pgy1\""))));
    assert!(!missing(&line("internal_medicine", 20, "")), "categorical positions need none");
}

#[test]
fn pgy1_programs_that_share_the_limit_with_residencies_are_declined_first() {
    let declined = |lines: &str| {
        let text = with_lines(lines).replace("[[portfolio]]", "[limits]\nmax_interviews = 15\n[[portfolio]]");
        has(&text, |kind| matches!(kind, WarningKind::Pgy1DeclinedFirst { .. }))
    };
    let radiology = line("diagnostic_radiology", 20, "");
    assert!(declined(&(line("transitional_year", 9, "") + &radiology)), "also where they are ranked first");
    assert!(!declined(&(line("transitional_year", 9, "interview_priority = 1") + &radiology)));
    assert!(!declined(&(radiology.clone() + &line("transitional_year", 9, "role = \"pgy1\""))));
    assert!(!declined(&(line("diagnostic_radiology", 5, "") + &line("transitional_year", 9, ""))), "all fit");
}

#[test]
fn a_supplemental_list_without_advanced_positions_is_idle() {
    let idle = |lines: &str| has(&with_lines(lines), |kind| matches!(kind, WarningKind::IdlePgy1 { .. }));
    let preliminary = line("transitional_year", 5, "role = \"pgy1\"");
    assert!(idle(&(line("internal_medicine", 20, "") + &preliminary)));
    assert!(!idle(&(line("diagnostic_radiology", 20, "") + &preliminary)));
}

#[test]
fn asking_for_sponsors_without_needing_a_visa_is_noted() {
    let needless = |text: &str| has(text, |kind| matches!(kind, WarningKind::NeedlessSponsors { .. }));
    let text = with_lines(&line("internal_medicine", 20, "sponsors_only = true"));
    assert!(!needless(&text));
    assert!(needless(&text.replace("\"j1\"", "\"none\"")));
}

#[test]
fn figures_of_another_season_are_noted_once() {
    let lines = line("internal_medicine", 20, "gold_signals = 3") + &line("family_medicine", 20, "signals = 5");
    let of = |season: &str| warnings(&with_lines(&lines).replace("2026", season));
    let count = |found: &[Warning]| {
        let signals = |warning: &&Warning| matches!(warning.kind, WarningKind::SignalsOfAnotherSeason { .. });
        found.iter().filter(signals).count()
    };
    assert_eq!(count(&of("2025")), 0);
    assert_eq!(count(&of("2027")), 1);
    let fees = of("2027").into_iter().find(|warning| matches!(warning.kind, WarningKind::FeesOfAnotherSeason { .. }));
    assert!(fees.unwrap().seen().contains("applications of 2026"));
}

#[test]
fn only_types_other_than_non_us_img_are_told_of_shifted_parameters() {
    let shifted = |text: &str| has(text, |kind| matches!(kind, WarningKind::ShiftedParameters { .. }));
    let text = with_lines(&line("internal_medicine", 20, ""));
    assert!(!shifted(&text));
    assert!(shifted(&text.replace("non_us_img", "us_img").replace("\"j1\"", "\"none\"")));
}

#[test]
fn tracks_whose_parameters_are_assumed_are_named() {
    let lines = line("internal_medicine", 20, "") + &line("transitional_year", 5, "");
    let assumed = |kind: &WarningKind| match kind {
        WarningKind::AssumedParameters { tracks } => Some(tracks.clone()),
        _ => None,
    };
    let named: Vec<Vec<String>> =
        warnings(&with_lines(&lines)).iter().filter_map(|warning| assumed(&warning.kind)).collect();
    assert_eq!(named, [["Transitional Year"]]);
}

#[test]
fn parameters_older_than_their_tables_are_warned_of() {
    let text = with_lines(&line("internal_medicine", 20, ""));
    let warned = |tables: &Reference| {
        let found = compile_text("a.toml", &text, tables).unwrap().warnings;
        found.iter().any(|warning| matches!(warning.kind, WarningKind::ChangedSinceFit { .. }))
    };
    let mut tables = Reference::embedded().unwrap();
    assert!(!warned(&tables));
    let pools = tables.tables.iter_mut().find(|table| table.path == "pools/pools.csv").unwrap();
    pools.sha256 = "0".repeat(64);
    assert!(warned(&tables));
}

#[test]
fn what_is_not_stated_and_matters_is_said() {
    let text = with_lines(&line("internal_medicine", 20, ""));
    let silent = text.replace("us_clinical_months = 3\n", "").replace("letters = { internal_medicine = 2 }\n", "");
    let said = |text: &str, words: &str| {
        let names = |unstated: &[String]| unstated.iter().any(|one| one == words);
        has(text, |kind| matches!(kind, WarningKind::NotStated { unstated } if names(unstated)))
    };
    for words in ["months of US clinical experience", "letters"] {
        assert!(said(&silent, words) && !said(&text, words));
    }
    let other =
        text + "[[portfolio]]\nname = \"B\"\n" + &line("psychiatry", 20, "") + &line("transitional_year", 20, "");
    assert!(said(&other, "letters from Psychiatry") && !said(&other, "letters"));
    let none = other.replace("internal_medicine = 2", "internal_medicine = 2, psychiatry = 0");
    assert!(!said(&none, "letters from Psychiatry"));
}

#[test]
fn letters_and_values_of_unused_tracks_are_noted() {
    let text = with_lines(&line("internal_medicine", 20, ""))
        .replace("internal_medicine = 2", "internal_medicine = 2, psychiatry = 1")
        .replace("[[portfolio]]", "[values]\ninternal_medicine = 1\nfamily_medicine = 1\n[[portfolio]]");
    let unused: Vec<String> = warnings(&text)
        .iter()
        .filter(|warning| matches!(warning.kind, WarningKind::UnusedTrack { .. }))
        .map(Warning::seen)
        .collect();
    assert_eq!(unused.len(), 2, "{unused:?}");
}

#[test]
fn a_preliminary_year_without_a_value_is_noted_only_where_it_can_happen() {
    let values = "[values]\ndiagnostic_radiology = 1\n[[portfolio]]";
    let noted = |role: &str| {
        let lines = line("diagnostic_radiology", 20, "") + &line("transitional_year", 5, role);
        let text = with_lines(&lines).replace("[[portfolio]]", values);
        has(&text, |kind| *kind == WarningKind::PreliminaryWithoutValue)
    };
    assert!(noted(""));
    assert!(!noted("role = \"pgy1\""));
}

#[test]
fn every_warning_says_what_it_means_and_what_to_do() {
    let lines = line("diagnostic_radiology", 20, "gold_signals = 6") + &line("internal_medicine", 20, "");
    let text = with_lines(&lines)
        .replace("2026", "2027")
        .replace("us_clinical_months = 3\n", "")
        .replace("[[portfolio]]", "[limits]\nbudget_usd = 1\n[[portfolio]]");
    let found = warnings(&text);
    assert!(found.len() >= 5, "{found:?}");
    assert!(found.is_sorted_by_key(Warning::severity), "warnings come before notes");
    assert_eq!(found[0].severity(), Severity::Warning);
    for warning in found {
        let shown = warning.render("a.toml", &text, false);
        for part in [warning.seen(), warning.meaning().to_owned(), warning.action().to_owned(), "a.toml".to_owned()] {
            assert!(shown.contains(&part), "{part:?} is not in\n{shown}");
        }
    }
}

#[test]
fn a_person_unlike_anybody_in_the_tables_is_warned() {
    let text = with_lines(&line("internal_medicine", 20, ""));
    let far = |text: &str| -> Vec<&'static str> {
        let of = |warning: &Warning| match warning.kind {
            WarningKind::FarFromPool { what, .. } => Some(what),
            _ => None,
        };
        warnings(text).iter().filter_map(of).collect()
    };
    assert_eq!(far(&text), [""; 0]);
    let score = text.lines().find(|line| line.starts_with("step2_ck")).unwrap();
    assert_eq!(far(&text.replace(score, "step2_ck = 130")), ["step2_ck"]);
    assert_eq!(far(&text.replace(score, "step2_ck = \"130 to 250\"")), ["step2_ck"]);
    assert_eq!(far(&text.replace(score, &format!("{score}\npublications = 1000"))), ["publications"]);
}

#[test]
fn a_portfolio_without_any_program_is_allowed_and_warned_of() {
    let warned = |lines: &str| has(&with_lines(lines), |kind| matches!(kind, WarningKind::NoPrograms { .. }));
    let pgy1 = line("transitional_year", 5, "role = \"pgy1\"");
    assert!(warned(&line("internal_medicine", 0, "")));
    assert!(warned(&(pgy1 + &line("diagnostic_radiology", 0, ""))));
    assert!(!warned(&(line("internal_medicine", 0, "") + &line("family_medicine", 1, ""))));
}

#[test]
fn interviews_that_most_commands_do_not_take_up_are_noted() {
    let noted = |text: &str| has(text, |kind| matches!(kind, WarningKind::InterviewsForRanksAlone { interviews: 1 }));
    let text = with_lines(&line("internal_medicine", 80, ""));
    assert!(!noted(&text));
    assert!(noted(&format!("{text}[[interview]]\nprogram = \"a\"\ntrack = \"internal_medicine\"\nvalue = 1.0\n")));
}

#[test]
fn the_warning_of_a_missing_pgy1_says_how_many_matches_need_one() {
    let seen = |track: &str| {
        let found = warnings(&with_lines(&line(track, 20, "")));
        let missing = found.iter().find(|warning| matches!(warning.kind, WarningKind::NoPgy1 { .. }));
        missing.map(Warning::seen).unwrap()
    };
    // 98.8 and 9.2% of the matches of non-US IMGs are categorical (docs/methods.md, section 7).
    assert!(seen("neurology").contains("Neurology: 1% of matches"), "{}", seen("neurology"));
    assert!(seen("diagnostic_radiology").contains("Diagnostic Radiology: 91% of matches"));
}
