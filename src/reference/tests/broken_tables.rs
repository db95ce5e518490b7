//! Each check on load: a table is broken on purpose, and the message must say how.

use super::super::{Reference, ReferenceError};
use super::{load_with, shipped_folder};

/// The message for a shipped table in which the first `from` became `to`.
fn message(file: &str, from: &str, to: &str) -> String {
    load_with(file, |text| text.replacen(from, to, 1))
        .unwrap_err()
        .to_string()
}

/// The message for a shipped table whose lines were edited.
fn message_for_lines(file: &str, edit: impl Fn(&mut Vec<String>)) -> String {
    let edit = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        edit(&mut lines);
        lines.join("\n")
    };
    load_with(file, edit).unwrap_err().to_string()
}

/// Asserts that a message contains every part.
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}

#[test]
fn a_missing_file_is_named_and_counts_as_unreadable() {
    let folder = shipped_folder();
    std::fs::remove_file(folder.path().join("visa/sponsorship.csv")).unwrap();
    let error = Reference::from_directory(folder.path()).unwrap_err();
    assert!(error.is_unreadable());
    assert_says(&error.to_string(), &["cannot read", "sponsorship.csv"]);
}

#[test]
fn a_file_that_is_not_text_is_named_and_counts_as_wrong() {
    let folder = shipped_folder();
    std::fs::write(folder.path().join("sources.csv"), [0xff, 0xfe, 0x00]).unwrap();
    let error = Reference::from_directory(folder.path()).unwrap_err();
    assert!(!error.is_unreadable());
    assert_says(&error.to_string(), &["sources.csv", "UTF-8"]);
}

#[test]
fn a_huge_file_is_refused_without_being_parsed() {
    let folder = shipped_folder();
    std::fs::write(folder.path().join("sources.csv"), vec![b'a'; (16 << 20) + 1]).unwrap();
    let error = Reference::from_directory(folder.path()).unwrap_err();
    assert!(matches!(error, ReferenceError::TooLarge { .. }), "{error}");
}

#[test]
fn an_empty_table_and_a_header_alone_are_refused() {
    for text in ["", "\n\n", "season,item,tier_from,tier_to,usd,source_id,note\n"] {
        let error = load_with("fees/schedule.csv", |_| text.to_owned()).unwrap_err();
        assert_says(&error.to_string(), &["fees/schedule.csv", "no rows"]);
    }
}

#[test]
fn an_unknown_column_is_named_with_the_nearest_known_one() {
    assert_says(
        &message("tracks/tracks.csv", "programs", "progams"),
        &[
            "tracks/tracks.csv",
            "header",
            "unknown column `progams`",
            "did you mean `programs`?",
        ],
    );
}

#[test]
fn a_missing_column_is_named() {
    let text = message_for_lines("signals/allotments.csv", |lines| {
        lines[0] = lines[0].replace(",note", "")
    });
    assert_says(&text, &["signals/allotments.csv", "missing column `note`"]);
}

#[test]
fn a_column_that_stands_twice_is_named() {
    assert_says(
        &message("fees/schedule.csv", "tier_from", "tier_to"),
        &["fees/schedule.csv", "`tier_to` stands twice"],
    );
}

#[test]
fn a_row_with_too_many_or_too_few_fields_is_named() {
    let long = message_for_lines("fees/schedule.csv", |lines| lines[3].push_str(",extra"));
    assert_says(
        &long,
        &["fees/schedule.csv, row 3 (line 4)", "found 8 fields, expected 7"],
    );
    let short = message_for_lines("fees/schedule.csv", |lines| lines[2] = "2017,registration".to_owned());
    assert_says(
        &short,
        &["fees/schedule.csv, row 2 (line 3)", "found 2 fields, expected 7"],
    );
}

#[test]
fn a_quote_that_stays_open_is_named() {
    let text = message_for_lines("fees/schedule.csv", |lines| lines[2].push('"'));
    assert_says(&text, &["fees/schedule.csv, line 3", "quoted field"]);
}

#[test]
fn a_number_that_is_none_is_named_with_row_and_column() {
    assert_says(
        &message("parameters/provisional.csv", ",-3.977,", ",minus four,"),
        &[
            "parameters/provisional.csv, row 1 (line 2)",
            "column `a`",
            "found `minus four`",
            "expected a number from -20 to 20",
        ],
    );
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    for text in ["NaN", "inf", "-inf", "1e999"] {
        let text = message("parameters/provisional.csv", ",-3.977,", &format!(",{text},"));
        assert_says(&text, &["row 1", "column `a`", "expected a number"]);
    }
}

#[test]
fn an_empty_number_is_found_as_nothing() {
    assert_says(
        &message("parameters/provisional.csv", ",-3.977,", ",,"),
        &["column `a`", "found nothing", "expected a number"],
    );
}

#[test]
fn a_share_above_one_is_refused() {
    assert_says(
        &message("visa/sponsorship.csv", "0.637", "63.7"),
        &[
            "visa/sponsorship.csv, row 1 (line 2)",
            "column `share`",
            "`63.7`",
            "from 0 to 1",
        ],
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
        &message("parameters/provisional.csv", ",0.21,", ",0,"),
        &["column `a_sd`", "found 0", "above 0"],
    );
}

#[test]
fn a_negative_standard_deviation_of_a_pool_is_refused() {
    assert_says(
        &message("pools/pools.csv", "252.5,14.4", "252.5,-14.4"),
        &["column `sd`", "from 0 to 100"],
    );
}

#[test]
fn a_fraction_of_a_program_is_refused() {
    assert_says(
        &message("tracks/tracks.csv", ",758,", ",758.5,"),
        &["column `programs`", "whole number"],
    );
}

#[test]
fn a_count_like_a_trillion_is_refused() {
    assert_says(
        &message("tracks/tracks.csv", ",758,", ",1000000000000,"),
        &["column `programs`", "whole number"],
    );
}

#[test]
fn a_year_before_the_first_match_is_refused() {
    assert_says(
        &message("fees/schedule.csv", "2017,", "17,"),
        &["column `season`", "`17`", "1952"],
    );
}

#[test]
fn an_unknown_word_is_named_with_the_words_allowed() {
    assert_says(
        &message("tracks/tracks.csv", ",categorical,", ",catagorical,"),
        &[
            "column `kind`",
            "`catagorical`",
            "one of categorical, mixed, preliminary",
            "did you mean `categorical`?",
        ],
    );
    assert_says(
        &message("pools/pools.csv", "us_md,", "us_mb,"),
        &["column `applicant_type`", "did you mean `us_md`?"],
    );
    assert_says(
        &message("fees/schedule.csv", "registration", "registering"),
        &["column `item`", "did you mean"],
    );
    assert_says(
        &message("visa/sponsorship.csv", ",j1,", ",j2,"),
        &["column `visa`", "one of j1, h1b"],
    );
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
    assert_says(
        &message("tracks/tracks.csv", ",IM,", ",,"),
        &["column `short_name`", "found nothing"],
    );
}

#[test]
fn a_short_name_that_is_long_is_refused() {
    assert_says(
        &message("tracks/tracks.csv", ",IM,", ",Medicine,"),
        &["column `short_name`", "six characters"],
    );
}

#[test]
fn a_categorical_share_must_agree_with_the_kind() {
    assert_says(
        &message("tracks/tracks.csv", ",758,100,", ",758,90,"),
        &["column `categorical_share_pct`", "from 100 to 100"],
    );
}

#[test]
fn a_repeated_key_is_named_with_its_first_row() {
    let text = message_for_lines("visa/sponsorship.csv", |lines| lines.push(lines[1].clone()));
    assert_says(
        &text,
        &[
            "visa/sponsorship.csv, row 39 (line 40)",
            "`track, visa`",
            "`internal_medicine, j1`",
            "first in row 1",
        ],
    );
}

#[test]
fn an_unknown_source_is_named_with_the_nearest_known_one() {
    assert_says(
        &message("fees/schedule.csv", "aamc_fees_2024", "aamc_fee_2024"),
        &[
            "fees/schedule.csv, row 3",
            "column `source_id`",
            "a source_id of sources.csv",
            "did you mean `aamc_fees_2024`?",
        ],
    );
    assert_says(
        &message("tracks/tracks.csv", "auntminnie_2025", "auntminnie_2026"),
        &[
            "column `categorical_share_source_id`",
            "did you mean `auntminnie_2025`?",
        ],
    );
}

#[test]
fn an_unknown_track_is_named_with_the_nearest_known_one() {
    for file in ["parameters/provisional.csv", "pools/pools.csv", "visa/sponsorship.csv"] {
        assert_says(
            &message(file, "\nneurology,", "\nneurolgy,"),
            &[
                file,
                "column `track`",
                "`neurolgy`",
                "a track of tracks/tracks.csv",
                "did you mean `neurology`?",
            ],
        );
    }
}

#[test]
fn an_effect_that_is_missing_or_unknown_is_named() {
    let missing = message_for_lines("effects/effects.csv", |lines| {
        lines.retain(|line| !line.starts_with("rotation"))
    });
    assert_says(
        &missing,
        &["effects/effects.csv", "column `effect`", "no row for `rotation`"],
    );
    assert_says(
        &message("effects/effects.csv", "rotation,", "rotations,"),
        &["column `effect`", "`rotations`", "did you mean `rotation`?"],
    );
}

#[test]
fn an_assumption_that_is_missing_or_unknown_is_named() {
    let missing = message_for_lines("effects/assumptions.csv", |lines| {
        lines.retain(|line| !line.starts_with("season_spread"))
    });
    assert_says(&missing, &["effects/assumptions.csv", "no row for `season_spread`"]);
    assert_says(
        &message("effects/assumptions.csv", "season_spread", "seasonal_spread"),
        &["column `assumption`", "did you mean `season_spread`?"],
    );
}

#[test]
fn an_interval_that_does_not_hold_its_value_is_refused() {
    assert_says(
        &message("effects/effects.csv", "0.39,0.25,", "0.39,0.45,"),
        &["column `low`", "from -10 to 0.39"],
    );
    assert_says(
        &message("effects/effects.csv", ",0.25,0.52,", ",0.25,0.32,"),
        &["column `high`", "from 0.39 to 10"],
    );
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
        assert_says(
            &message("effects/assumptions.csv", from, to),
            &["column `prior`", prior, "expected"],
        );
    }
}

#[test]
fn a_signal_group_without_allotment_is_named() {
    assert_says(
        &message("tracks/tracks.csv", ",pathology,pathology,", ",pathology,pathologie,"),
        &[
            "signals/allotments.csv",
            "`signal_group`",
            "no row for `pathologie`",
            "tracks/tracks.csv",
        ],
    );
}

#[test]
fn a_gap_between_fee_tiers_and_a_closed_last_tier_are_refused() {
    assert_says(
        &message(
            "fees/schedule.csv",
            "2024,application_each,11,20",
            "2024,application_each,12,20",
        ),
        &[
            "fees/schedule.csv",
            "season 2024",
            "one from 12",
            "expected one from 11",
        ],
    );
    assert_says(
        &message(
            "fees/schedule.csv",
            "2026,application_each,31,,",
            "2026,application_each,31,300,",
        ),
        &["season 2026", "found as next tier none", "expected one from 301"],
    );
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
        &message(
            "fees/worked_totals.csv",
            "emergency_medicine:30",
            "emergency_medicine 30",
        ),
        &["column `applications`", "specialty:number"],
    );
}

#[test]
fn a_long_cell_is_shortened_in_the_message() {
    let text = message(
        "parameters/provisional.csv",
        ",-3.977,",
        &format!(",{},", "ä".repeat(5000)),
    );
    assert_says(&text, &["column `a`", "…"]);
    assert!(text.len() < 400, "{} bytes", text.len());
}

#[test]
fn blank_lines_do_not_shift_the_line_that_is_named() {
    let text = message_for_lines("visa/sponsorship.csv", |lines| {
        lines.insert(1, String::new());
        lines[2] = lines[2].replace("0.637", "6.37");
    });
    assert_says(&text, &["row 1 (line 3)", "`6.37`"]);
}
