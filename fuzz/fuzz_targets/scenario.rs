//! Any bytes in the place of a scenario file.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_bytes;

static TABLES: LazyLock<Reference> = LazyLock::new(|| Reference::embedded().expect("shipped tables"));

fuzz_target!(|bytes: &[u8]| {
    if let Err(problems) = compile_bytes("fuzz.toml", bytes, &TABLES) {
        assert!(!problems.is_empty() && problems.render(false).len() < 1 << 20);
    }
});
