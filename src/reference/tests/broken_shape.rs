//! Checks of whole tables: files, headers, rows, keys and what tables say of each other.
//! A table is broken on purpose, and the message must say how.

use super::super::{Reference, ReferenceError};
use super::{assert_says, load_with, message, message_for_lines, shipped_folder};

#[test]
fn a_missing_file_is_named_and_counts_as_unreadable() {
    let folder = shipped_folder();
    std::fs::remove_file(folder.path().join("visa/sponsorship.csv")).unwrap();
    let error = Reference::from_directory(folder.path()).unwrap_err();
    assert!(matches!(error, ReferenceError::Unreadable { .. }));
    assert_says(&error.to_string(), &["cannot read", "sponsorship.csv"]);
}

#[test]
fn a_file_that_is_not_text_is_named_and_counts_as_wrong() {
    let folder = shipped_folder();
    std::fs::write(folder.path().join("sources.csv"), [0xff, 0xfe, 0x00]).unwrap();
    let error = Reference::from_directory(folder.path()).unwrap_err();
    assert!(!matches!(error, ReferenceError::Unreadable { .. }));
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
    for text in ["", "\n\n", "season,item,tier_from,tier_to,usd,specialty,source_id,note\n"] {
        let error = load_with("fees/schedule.csv", |_| text.to_owned()).unwrap_err();
        assert_says(&error.to_string(), &["fees/schedule.csv", "no rows"]);
    }
}

#[test]
fn what_is_not_published_yet_may_have_no_rows_and_a_forecast_keeps_its_quantiles_in_order() {
    let published = "forecasts/2027_published.csv";
    assert!(load_with(published, |_| "figure,value,source_id\n\n".to_owned()).unwrap().published.is_empty());
    let text = load_with(published, |_| "figure,value,source\n".to_owned()).unwrap_err().to_string();
    assert_says(&text, &[published, "header"]);
    let row = "figure,name,year,kind,q05,q25,q50,q75,q95,baseline,baseline_rule,program_version,tables_sha256\n\
               a,b,2027,c,5,4,6,7,8,9,d,0.1.0,e\n";
    let text = load_with("forecasts/2027.csv", |_| row.to_owned()).unwrap_err().to_string();
    assert_says(&text, &["forecasts/2027.csv", "`q25`"]);
}

#[test]
fn an_unknown_column_is_named_with_the_nearest_known_one() {
    assert_says(
        &message("tracks/tracks.csv", "programs", "progams"),
        &["tracks/tracks.csv", "header", "unknown column `progams`", "did you mean `programs`?"],
    );
}

#[test]
fn a_missing_column_is_named() {
    let text = message_for_lines("signals/allotments.csv", |lines| {
        lines[0] = lines[0].replace(",note", "");
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
    assert_says(&long, &["fees/schedule.csv, row 3 (line 4)", "found 9 fields, expected 8"]);
    let short = message_for_lines("fees/schedule.csv", |lines| lines[2] = "2017,registration".to_owned());
    assert_says(&short, &["fees/schedule.csv, row 2 (line 3)", "found 2 fields, expected 8"]);
}

#[test]
fn a_quote_that_stays_open_is_named() {
    let text = message_for_lines("fees/schedule.csv", |lines| lines[2].push('"'));
    assert_says(&text, &["fees/schedule.csv, line 3", "quoted field"]);
}

#[test]
fn a_repeated_key_is_named_with_its_first_row() {
    let text = message_for_lines("visa/sponsorship.csv", |lines| lines.push(lines[1].clone()));
    assert_says(
        &text,
        &["visa/sponsorship.csv, row 53 (line 54)", "`track, visa`", "`internal_medicine, j1`", "first in row 1"],
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
        &["column `categorical_share_source_id`", "did you mean `auntminnie_2025`?"],
    );
}

#[test]
fn an_unknown_track_is_named_with_the_nearest_known_one() {
    for file in ["parameters/fitted.csv", "pools/pools.csv", "visa/sponsorship.csv"] {
        assert_says(
            &message(file, "\nneurology,", "\nneurolgy,"),
            &[file, "column `track`", "`neurolgy`", "a track of tracks/tracks.csv", "did you mean `neurology`?"],
        );
    }
}

#[test]
fn an_effect_that_is_missing_or_unknown_is_named() {
    let missing = message_for_lines("effects/effects.csv", |lines| {
        lines.retain(|line| !line.starts_with("rotation"));
    });
    assert_says(&missing, &["effects/effects.csv", "column `effect`", "no row for `rotation`"]);
    assert_says(
        &message("effects/effects.csv", "rotation,", "rotations,"),
        &["column `effect`", "`rotations`", "did you mean `rotation`?"],
    );
}

#[test]
fn an_assumption_that_is_missing_or_unknown_is_named() {
    let missing = message_for_lines("effects/assumptions.csv", |lines| {
        lines.retain(|line| !line.starts_with("season_spread"));
    });
    assert_says(&missing, &["effects/assumptions.csv", "no row for `season_spread`"]);
    assert_says(
        &message("effects/assumptions.csv", "season_spread", "seasonal_spread"),
        &["column `assumption`", "did you mean `season_spread`?"],
    );
}

#[test]
fn a_signal_group_without_allotment_is_named() {
    assert_says(
        &message("tracks/tracks.csv", ",pathology,pathology,", ",pathology,pathologie,"),
        &["signals/allotments.csv", "`signal_group`", "no row for `pathologie`", "tracks/tracks.csv"],
    );
}

#[test]
fn a_gap_between_fee_tiers_and_a_closed_last_tier_are_refused() {
    assert_says(
        &message("fees/schedule.csv", "2024,application_each,11,20", "2024,application_each,12,20"),
        &["fees/schedule.csv", "season 2024", "one from 12", "expected one from 11"],
    );
    assert_says(
        &message("fees/schedule.csv", "2026,application_each,31,,", "2026,application_each,31,300,"),
        &["season 2026", "found as next tier none", "expected one from 301"],
    );
}

#[test]
fn blank_lines_do_not_shift_the_line_that_is_named() {
    let text = message_for_lines("visa/sponsorship.csv", |lines| {
        lines.insert(1, String::new());
        lines[2] = lines[2].replace("0.637", "6.37");
    });
    assert_says(&text, &["row 1 (line 3)", "`6.37`"]);
}
