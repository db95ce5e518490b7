//! Checks of single values: type, range, words allowed, and what the columns of a row
//! say of each other. A value is broken on purpose, and the message must say how.

use super::{assert_says, message};

#[test]
fn a_number_that_is_none_is_named_with_row_and_column() {
    assert_says(
        &message("parameters/fitted.csv", ",-4.5893,", ",minus four,"),
        &[
            "parameters/fitted.csv, row 1 (line 2)",
            "column `a`",
            "found `minus four`",
            "expected a number from -20 to 20",
        ],
    );
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    for text in ["NaN", "inf", "-inf", "1e999"] {
        let text = message("parameters/fitted.csv", ",-4.5893,", &format!(",{text},"));
        assert_says(&text, &["row 1", "column `a`", "expected a number"]);
    }
}

#[test]
fn an_empty_number_is_found_as_nothing() {
    assert_says(
        &message("parameters/fitted.csv", ",-4.5893,", ",,"),
        &["column `a`", "found nothing", "expected a number"],
    );
}

#[test]
fn a_share_above_one_is_refused() {
    assert_says(
        &message("visa/sponsorship.csv", "0.637", "63.7"),
        &["visa/sponsorship.csv, row 1 (line 2)", "column `share`", "`63.7`", "from 0 to 1"],
    );
}

#[test]
fn a_score_outside_the_scale_is_refused() {
    assert_says(
        &message("pools/pools.csv", "us_md,step2_ck,252.5", "us_md,step2_ck,25.2"),
        &["pools/pools.csv, row 1", "column `mean`", "from 100 to 300"],
    );
}

#[test]
fn a_standard_deviation_of_zero_is_refused_for_parameters() {
    assert_says(
        &message("parameters/fitted.csv", ",0.0355,", ",0,"),
        &["column `invitation_logit_sd`", "found 0", "above 0"],
    );
}

#[test]
fn a_negative_standard_deviation_of_a_pool_is_refused() {
    assert_says(&message("pools/pools.csv", "252.5,14.4", "252.5,-14.4"), &["column `sd`", "from 0 to 100"]);
}

#[test]
fn a_fraction_of_a_program_is_refused() {
    assert_says(&message("tracks/tracks.csv", ",758,", ",758.5,"), &["column `programs`", "whole number"]);
}

#[test]
fn a_count_like_a_trillion_is_refused() {
    assert_says(&message("tracks/tracks.csv", ",758,", ",1000000000000,"), &["column `programs`", "whole number"]);
}

#[test]
fn a_year_before_the_first_match_is_refused() {
    assert_says(&message("fees/schedule.csv", "2017,", "17,"), &["column `season`", "`17`", "1952"]);
}

#[test]
fn an_unknown_word_is_named_with_the_words_allowed() {
    assert_says(
        &message("tracks/tracks.csv", ",categorical,", ",catagorical,"),
        &["column `kind`", "`catagorical`", "one of categorical, mixed, preliminary", "did you mean `categorical`?"],
    );
    assert_says(&message("pools/pools.csv", "us_md,", "us_mb,"), &["column `applicant_type`", "did you mean `us_md`?"]);
    assert_says(&message("fees/schedule.csv", "registration", "registering"), &["column `item`", "did you mean"]);
    assert_says(&message("visa/sponsorship.csv", ",j1,", ",j2,"), &["column `visa`", "one of j1, h1b"]);
}

#[test]
fn a_key_in_capitals_is_refused() {
    assert_says(
        &message("tracks/tracks.csv", "\ninternal_medicine,", "\nInternal Medicine,"),
        &["column `track`", "`Internal Medicine`", "a key of a-z"],
    );
}

#[test]
fn a_missing_name_is_refused() {
    assert_says(&message("tracks/tracks.csv", ",IM,", ",,"), &["column `short_name`", "found nothing"]);
}

#[test]
fn a_short_name_that_is_long_is_refused() {
    assert_says(&message("tracks/tracks.csv", ",IM,", ",Medicine,"), &["column `short_name`", "six characters"]);
}

#[test]
fn a_categorical_share_must_agree_with_the_kind() {
    assert_says(
        &message("tracks/tracks.csv", ",758,100,", ",758,90,"),
        &["column `categorical_share_pct`", "from 100 to 100"],
    );
}

#[test]
fn an_interval_that_does_not_hold_its_value_is_refused() {
    assert_says(&message("effects/effects.csv", "0.39,0.25,", "0.39,0.45,"), &["column `low`", "from -10 to 0.39"]);
    assert_says(&message("effects/effects.csv", ",0.25,0.52,", ",0.25,0.32,"), &["column `high`", "from 0.39 to 10"]);
}

#[test]
fn a_prior_with_the_parameters_of_another_is_refused() {
    let edits = [
        (",beta,6,4,", ",beta,6,,", "`beta`"),
        (",half_normal,0.2,", ",half_normal,-0.2,", "`half_normal`"),
        (",normal,0.8,0.1,0,1,", ",normal,0.8,0.1,,,", "`normal`"),
        (",normal,0.8,0.1,0,1,", ",normal,0.8,0.1,1,0,", "`normal`"),
        (",fixed,,", ",fixed,0.3,", "`fixed`"),
    ];
    for (from, to, prior) in edits {
        assert_says(&message("effects/assumptions.csv", from, to), &["column `prior`", prior, "expected"]);
    }
}

#[test]
fn a_tier_is_for_applications_only() {
    assert_says(
        &message("fees/schedule.csv", "registration,,,", "registration,1,,"),
        &["column `tier_from`", "charged once"],
    );
    assert_says(
        &message("fees/schedule.csv", "application_flat,1,10", "application_flat,,"),
        &["column `tier_from`", "first program of the tier"],
    );
    assert_says(
        &message("fees/schedule.csv", "application_flat,1,10", "application_flat,11,10"),
        &["column `tier_to`", "at least `tier_from`"],
    );
}

#[test]
fn a_worked_total_needs_specialties_with_numbers() {
    assert_says(
        &message("fees/worked_totals.csv", "emergency_medicine:30", "emergency_medicine 30"),
        &["column `applications`", "specialty:number"],
    );
}

#[test]
fn a_long_cell_is_shortened_in_the_message() {
    let text = message("parameters/fitted.csv", ",-4.5893,", &format!(",{},", "ä".repeat(5000)));
    assert_says(&text, &["column `a`", "…"]);
    assert!(text.len() < 400, "{} bytes", text.len());
}

#[test]
fn a_figure_without_its_error_or_in_the_wrong_unit_is_refused() {
    let file = "validation/figures.csv";
    assert_says(&message(file, ",93.5,percent,,0.5,", ",93.5,percent,,,"), &["row 1", "`assumed_error`", "`n`"]);
    assert_says(&message(file, ",93.5,percent,,", ",93.5,programs,,"), &["row 1", "`unit`", "lengths of lists"]);
    assert_says(&message(file, ",us_md,,1,1,", ",us_md,,,1,"), &["`low`", "this quantity asks for"]);
    assert_says(&message(file, ",us_md,,2,2,", ",us_md,,2,1,"), &["`high`", "at least `low`"]);
    assert_says(&message(file, ",all,us_md,,", ",all,us_md,pgy1_positions,"), &["`restriction`", "filled positions"]);
    assert_says(&message(file, ",us_md,,2,2,", ",us_md,,2,250,"), &["`low`", "at most 60"]);
    let only_choice = ",us_md,only_choice,,,";
    assert_says(&message(file, only_choice, ",us_md,step2_band,,,"), &["`restriction`", "with `low` or `high`"]);
}

#[test]
fn a_prior_of_what_calibrate_reads_as_a_number_is_refused() {
    for (assumption, value) in [("slope_type_spread,σ_λ,", "0.4"), ("step2_ck_type_spread,σ_b,", "0.04")] {
        let (fixed, drawn) = (format!("{assumption}{value},fixed,,"), format!("{assumption}{value},half_normal,0.4,"));
        assert_says(&message("effects/assumptions.csv", &fixed, &drawn), &["`half_normal`", "`fixed`"]);
    }
}

#[test]
fn a_population_that_names_one_track_twice_is_refused() {
    let text = message("validation/population.csv", ",family_medicine,computed", ",internal_medicine,computed");
    assert_says(&text, &["row 1", "`second_track`", "another track"]);
}
