//! What `check` prints of a shipped scenario.

use std::path::Path;

use matchfolio::cli::check::render;
use matchfolio::reference::Reference;
use matchfolio::scenario::{Loaded, compile_bytes};

fn loaded(name: &str, reference: &Reference) -> Loaded {
    let file = format!("scenarios/{name}.toml");
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap();
    compile_bytes(&file, &bytes, reference).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn the_plan_of_psychiatry_with_fm_is_shown() {
    let reference = Reference::embedded().unwrap();
    let text = render(&loaded("psychiatry_with_fm", &reference), &reference, None);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("check_psychiatry_with_fm", text));
}
