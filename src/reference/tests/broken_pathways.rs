//! Tables of what comes after Match Day: what must hold within and between them.

use super::{assert_says, message};
use crate::model::ApplicantType;
use crate::model::PriorShape;
use crate::reference::Reference;

#[test]
fn a_share_of_soap_needs_a_group_and_nothing_else_has_one() {
    assert_says(
        &message("soap/soap.csv", "placed,us_img", "placed,"),
        &["soap/soap.csv", "column `applicant_group`", "a group for `placed`"],
    );
    assert_says(&message("soap/soap.csv", "categorical,,", "categorical,us_img,"), &["column `applicant_group`"]);
}

#[test]
fn an_interval_must_hold_its_value() {
    assert_says(&message("pathways/activities.csv", "6,2,10", "6,7,10"), &["row 1", "column `low`", "from 0 to 6"]);
}

#[test]
fn a_way_to_nowhere_or_upwards_is_refused() {
    let file = "pathways/transitions.csv";
    assert_says(
        &message(file, "\ninternal_medicine,left_training", "\ninternal_medicine,left_trainin"),
        &[file, "`left_trainin`", "a state of pathways/states.csv", "did you mean `left_training`?"],
    );
    assert_says(
        &message(file, "\nfamily_medicine,left_training", "\nfamily_medicine,internal_medicine"),
        &[file, "column `to`", "a state that stands below `family_medicine`"],
    );
}

#[test]
fn someone_in_training_must_go_on_somewhere() {
    let file = "pathways/transitions.csv";
    assert_says(
        &message(
            file,
            "\nwith_esir,practising_diagnostic_radiology,,,",
            "\nwith_esir,practising_diagnostic_radiology,0.1,0.1,0.1",
        ),
        &[file, "`with_esir`", "one way without a chance, for the rest"],
    );
}

#[test]
fn every_residency_has_a_state_on_every_route() {
    let file = "pathways/states.csv";
    assert_says(
        &message(file, "training,psychiatry,", "training,,"),
        &[file, "column `entered_by`", "no row for `psychiatry`"],
    );
    assert_says(
        &message(file, "training,diagnostic_radiology,independent_ir", "training,,independent_ir"),
        &[file, "no row for `diagnostic_radiology`"],
    );
}

#[test]
fn a_year_between_lasts_a_year_and_practice_for_good() {
    let file = "pathways/states.csv";
    assert_says(
        &message(file, "search,research_year,,1", "search,research_year,,2"),
        &[file, "column `years`", "1 for `search`"],
    );
    assert_says(
        &message(file, "practice,,,,interventional_radiology", "practice,,,3,interventional_radiology"),
        &["column `years`"],
    );
}

#[test]
fn an_unknown_group_is_refused() {
    assert_says(
        &message("pathways/states.csv", "in_us_training on_the_way_to_ir", "in_us_training on_the_way"),
        &["column `groups`", "`on_the_way`", "a group of pathways/groups.csv"],
    );
}

/// A Beta law has the value as mean and the standard deviation of the interval.
#[test]
fn shares_are_drawn_from_the_law_of_their_interval() {
    let prior = Reference::embedded().expect("tables").plan_prior(ApplicantType::NonUsImg, false).expect("complete");
    let categorical = prior.soap.categorical;
    let PriorShape::Beta { alpha, beta } = categorical.prior else { panic!("{categorical:?}") };
    let sd = (alpha * beta / ((alpha + beta).powi(2) * (alpha + beta + 1.0))).sqrt();
    assert!((alpha / (alpha + beta) - 0.6).abs() < 1e-12 && (sd - 0.3 / 3.289_707).abs() < 1e-6, "{categorical:?}");
    assert_eq!(prior.activities[prior.preliminary_year].cost_usd.prior, PriorShape::Fixed);
}
