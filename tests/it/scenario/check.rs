//! What `check` prints of a shipped scenario.

use std::path::Path;

use matchfolio::cli::check::render;
use matchfolio::engine::findings::Unmatched;
use matchfolio::engine::results::{Estimate, RiskBand};
use matchfolio::scenario::{Loaded, compile_bytes};

use super::tables::TABLES;

fn loaded(name: &str) -> Loaded {
    let file = format!("scenarios/{name}.toml");
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap();
    compile_bytes(&file, &bytes, &TABLES).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn the_plan_of_psychiatry_with_fm_is_shown() {
    let text = render(&loaded("psychiatry_with_fm"), &TABLES, None);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("check_psychiatry_with_fm", text));
}

#[test]
fn the_rule_of_thumb_stands_beside_the_number_of_the_model() {
    let loaded = loaded("dr_moderate_heavy_backup");
    let alone = render(&loaded, &TABLES, None);
    assert!(alone.contains("Advice group for radiology: moderate (Step 2 CK 237 is under 245; 5 years"));
    assert!(alone.contains("a rule of thumb of advisers, not a result of the model"));
    let chances = [0.125, 0.25, 0.5].map(|mean| {
        let overall = Estimate { mean, interval90: [0.0625, mean], mc_error: 0.0 };
        let given_interview = (mean < 0.5).then_some(Estimate { mean: 0.2 * mean, ..overall });
        Unmatched { overall, given_interview, band: RiskBand::of_unmatched(mean) }
    });
    let beside = render(&loaded, &TABLES, Some(&chances));
    let beside = beside.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(beside.contains("DR 60 + IM 120 12% 6–12% 2% moderate"), "{beside}");
    assert!(beside.contains("IM only 50% 6–50% – very high"), "{beside}");
    assert!(
        beside.contains("Risk bands: low (unmatched under 10% and a complete residency in at least 85%)"),
        "{beside}"
    );
}

#[test]
fn no_risk_group_is_named_where_advisers_have_no_rule() {
    let text = render(&loaded("psychiatry_with_fm"), &TABLES, None);
    assert!(!text.contains("Risk group"));
}
