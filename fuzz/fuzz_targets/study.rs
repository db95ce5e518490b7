//! Any bytes in the place of a study file, of its table of people, and of people on standard input.

#![no_main]

use libfuzzer_sys::fuzz_target;
use matchfolio::scenario::study::{People, StudyFile, table};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let problems = [
        StudyFile::read("fuzz.toml", &text).err(),
        table("fuzz.csv", bytes).err(),
        People::of_json_lines(&text).err(),
    ];
    for problems in problems.into_iter().flatten() {
        assert!(!problems.is_empty() && problems.render(false).len() < 1 << 20);
    }
});
