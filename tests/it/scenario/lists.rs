//! Program lists: every wrong one gets messages a stranger can act on, no bytes
//! make the program panic, and a list of which nothing is known changes nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use matchfolio::scenario::vary::Variation;
use matchfolio::scenario::{Loaded, compile_text, program_list};
use proptest::prelude::*;

use super::tables::TABLES;

const FOLDER: &str = "tests/it/scenario/wrong_lists";

/// A scenario with these lines.
fn scenario(lines: &str) -> String {
    format!(
        "season = 2027\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = 244\nyears_since_graduation = 3\n\
         us_clinical_months = 2\nletters = {{ internal_medicine = 2 }}\nvisa = \"j1\"\n[[portfolio]]\nname = \"A\"\n{lines}"
    )
}

fn naming(list: &str) -> String {
    scenario(&format!("[[portfolio.line]]\ntrack = \"internal_medicine\"\nprogram_list = \"{list}\"\n"))
}

#[test]
fn every_wrong_list_gets_its_messages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let paths: BTreeSet<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/lists");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for path in paths {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let is_list = path.extension().is_some_and(|end| end == "csv");
        let text = if is_list { naming(&format!("{stem}.csv")) } else { std::fs::read_to_string(&path).unwrap() };
        match compile_text(&format!("{FOLDER}/scenario.toml"), &text, &TABLES) {
            Ok(_) => assert_eq!(stem, "right"),
            Err(problems) if stem != "too_many_signals" || !is_list => {
                insta::assert_snapshot!(stem.to_owned(), problems.render(false));
            }
            Err(_) => {}
        }
    }
}

/// Loads a scenario that names a list of this text.
fn with_list(csv: &str) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.csv"), csv).unwrap();
    let file = folder.path().join("scenario.toml");
    compile_text(&file.to_string_lossy(), &naming("list.csv"), &TABLES).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn a_list_is_read_once_and_varying_a_number_asks_the_disk_for_nothing() {
    let loaded = with_list("name,track\nA,internal_medicine\nB,internal_medicine\n");
    assert!(!Path::new(&loaded.scenario.file).exists(), "the folder is gone");
    let variation = Variation::new(&loaded, &TABLES);
    let change = variation.change("applicant.step2_ck", 250.0).unwrap();
    let varied = variation.with(&[change]).unwrap();
    assert_eq!((varied.lists, varied.applicant.step2_ck.low), (loaded.scenario.lists, 250.0));
}

#[test]
fn what_a_spreadsheet_writes_is_read_as_it_was_meant() {
    let loaded = with_list(
        "\u{feff}Name,Track,State,J-1,H-1B,IMG_share,fit,notes\r\n\"A, \"\"the\"\" hospital\",IM,ny,Yes,no,35 %,0.5,\r\n\
         ,,,,,,,\r\nB,Internal Medicine\r\n",
    );
    let list = &loaded.scenario.lists[0].list;
    let program = &list.programs[0];
    assert_eq!((program.name.as_str(), program.state.as_deref()), ("A, \"the\" hospital", Some("NY")));
    assert_eq!((program.sponsors_j1, program.sponsors_h1b), (Some(true), Some(false)));
    assert_eq!(program.img_share, Some(0.35));
    assert_eq!((list.programs[1].row, list.programs[1].track.as_str()), (2, "internal_medicine"));
    let line = &loaded.scenario.portfolios[0].portfolio.lines[0];
    assert_eq!((line.programs, line.facts.as_ref().unwrap().len()), (2, 2));
}

#[test]
fn semicolons_and_tabs_separate_columns_as_commas_do() {
    let with = |separator: char| {
        let text = "name,track,state,img_share\r\n\"A, B; C\",IM,NY,35 %\r\n,,,\r\nD,IM,,\r\n";
        let outside = |part: (usize, &str)| {
            if part.0.is_multiple_of(2) {
                part.1.replace(',', &separator.to_string())
            } else {
                format!("\"{}\"", part.1)
            }
        };
        let text: String = text.split('"').enumerate().map(outside).collect();
        with_list(&format!("\u{feff}{text}")).scenario.lists[0].list.programs.clone()
    };
    let commas = with(',');
    assert_eq!((commas.len(), commas[0].name.as_str()), (2, "A, B; C"));
    assert_eq!(with(';'), commas);
    assert_eq!(with('\t'), commas);
}

#[test]
fn the_list_that_was_used_is_named_with_its_fingerprint() {
    let loaded = with_list("name,track\nA,internal_medicine\n");
    let sha256 = &loaded.scenario.lists[0].list.sha256;
    assert!(loaded.warnings.iter().any(|warning| warning.seen().contains(sha256.as_str())), "{:?}", loaded.warnings);
}

/// Bytes that lists are made of, and some that they are not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("name,track,state,j1,h1b,img_share,fit,signal,tie,rotation,setting,notes\n".to_owned()),
        Just("name,track\n".to_owned()),
        Just("internal_medicine".to_owned()),
        Just("\"".to_owned()),
        Just("\"\"".to_owned()),
        Just(",".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("é\u{feff}".to_owned()),
        Just("NY".to_owned()),
        Just("50 %".to_owned()),
        Just("yes".to_owned()),
        "\\PC{0,12}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn survives(bytes: &[u8]) {
    match program_list::read("any.csv", bytes, &TABLES) {
        Ok(list) => assert!(!list.programs.is_empty()),
        Err(problems) => {
            assert!(!problems.is_empty() && !problems.render(true).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_of_a_list_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(&bytes);
        survives(&[b"name,track\n", bytes.as_slice()].concat());
    }

    #[test]
    fn no_pieces_of_a_list_make_it_panic(text in pieces()) {
        survives(text.as_bytes());
        survives(format!("name,track,state,j1\n{text}").as_bytes());
    }
}
