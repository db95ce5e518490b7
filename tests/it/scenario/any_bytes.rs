//! No bytes make the program panic: arbitrary text, pieces of TOML, and
//! shipped scenarios with a piece cut out, doubled or replaced.

use matchfolio::scenario::compile_bytes;
use proptest::prelude::*;

use super::tables::TABLES;

static VALID: &str = include_str!("../../../scenarios/ir_img_layers.toml");

/// Compiles and renders; returns whether the bytes were a scenario.
fn survives(bytes: &[u8]) -> bool {
    match compile_bytes("any.toml", bytes, &TABLES) {
        Ok(loaded) => {
            assert!(!loaded.scenario.portfolios.is_empty());
            true
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason");
            assert!(!problems.render(false).is_empty());
            assert!(!problems.render(true).is_empty());
            false
        }
    }
}

/// Values that have broken parsers before.
const NASTY: [&str; 14] = [
    "1000000000000",
    "-9223372036854775809",
    "0xffffffffffffffffffffffffffffffffffffffff",
    "nan",
    "-inf",
    "1e999",
    "\"\"",
    "\"\\u0000\"",
    "[[[[[[]]]]]]",
    "{}",
    "1979-05-27T07:32:00Z",
    "true",
    "\"240 to \"",
    "\u{feff}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,300}") {
        survives(text.as_bytes());
    }

    #[test]
    fn pieces_of_toml_never_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("[applicant]\n"), Just("[[portfolio]]\n"), Just("[[portfolio.line]]\n"), Just("[values]\n"),
                Just("type = "), Just("step2_ck = "), Just("season = "), Just("programs = "), Just("track = "),
                Just("letters = "), Just("\"non_us_img\"\n"), Just("2027\n"), Just("\"diagnostic_radiology\"\n"),
                Just("{ x = 1 }\n"), Just("[portfolio]\n"), Just("portfolio = 3\n"), Just("nan\n"), Just("é"),
            ],
            0..30,
        ),
    ) {
        survives(pieces.concat().as_bytes());
    }

    #[test]
    fn a_scenario_with_a_piece_changed_never_panics(
        start in 0..VALID.len(), length in 0_usize..60, doubled in any::<bool>(), nasty in 0..NASTY.len(),
    ) {
        let bytes = VALID.as_bytes();
        let end = (start + length).min(bytes.len());
        let insert = if doubled { &bytes[start..end] } else { NASTY[nasty].as_bytes() };
        survives(&[&bytes[..start], insert, &bytes[end..]].concat());
    }

    #[test]
    fn a_scenario_with_a_value_replaced_never_panics(line in 0_usize..200, nasty in 0..NASTY.len()) {
        let lines: Vec<String> = VALID
            .lines()
            .enumerate()
            .map(|(number, text)| match text.split_once(" = ") {
                Some((key, _)) if number == line => format!("{key} = {}", NASTY[nasty]),
                _ => text.to_owned(),
            })
            .collect();
        survives(lines.join("\n").as_bytes());
    }
}

#[test]
fn deep_nesting_long_keys_and_many_problems_end_quickly() {
    let many_keys = (0..40_000).map(|number| format!("k{number} = 1\n")).collect::<Vec<_>>().concat();
    let deep_keys = "a.".repeat(100_000) + "a = 1";
    let deep_tables = format!("[{}a]\nx = 1", "a.".repeat(100_000));
    let deep_arrays = format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_inline = format!("x = {}{}", "{a=".repeat(50_000), "}".repeat(50_000));
    let long_line = format!("title = \"{}\"", "x".repeat(900_000));
    for text in [many_keys, deep_keys, deep_tables, deep_arrays, deep_inline, long_line] {
        assert!(!survives(text.as_bytes()));
    }
}

#[test]
fn a_file_with_a_problem_in_every_line_gets_a_short_answer() {
    let text = "a\n".repeat(1 << 19);
    let problems = compile_bytes("a.toml", text.as_bytes(), &TABLES).expect_err("no scenario");
    assert!(problems.problems().len() <= 50, "{}", problems.problems().len());
    let told = problems.render(false);
    assert!(told.len() < 20_000 && told.contains("a.toml:40:"), "{} bytes", told.len());
}
