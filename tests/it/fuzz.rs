//! Hostile bytes against every reader of files: valid files (`scenarios`, `data`, `tests/it/cases`) and those that once broke
//! something (`tests/it/fuzz`), changed at random in one to eight places.
//!
//! A short run is part of the tests; `MATCHFOLIO_FUZZ=1000000 cargo test --release --test it fuzz` makes a long one. An input that
//! panics is named by its number and printed, and belongs into `tests/it/fuzz` once it is fixed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use matchfolio::reference::Reference;
use matchfolio::scenario::{compile_bytes, program_list};

/// Executions of a target, unless the environment asks for another number.
const EXECUTIONS: u64 = 1500;

/// Whatever is read is answered within this time, also where many tests share the machine.
const LONGEST: Duration = Duration::from_secs(20);

/// What has broken readers before.
const TOKENS: [&str; 24] = [
    "[",
    "]",
    "[[",
    "]]",
    "\"",
    "\"\"\"",
    "'",
    "{",
    "}",
    "=",
    ",",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "nan",
    "-inf",
    "1e999",
    "18446744073709551616",
    "-1",
    "\"240 to 250\"",
    "=1+1",
];

/// Numbers in an order that is always the same (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).expect("small")
    }
}

/// A file of the corpus, changed in one to eight places.
fn changed(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(8) {
        let (at, length) = (random.below(bytes.len() + 1), random.below(40));
        let end = (at + length).min(bytes.len());
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            3 => {
                let token = TOKENS[random.below(TOKENS.len())].bytes();
                bytes.splice(at..at, token);
            }
            4 => {
                let token = TOKENS[random.below(TOKENS.len())].bytes();
                bytes.splice(at..end, token);
            }
            _ => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len() + 1);
                let to = (from + length).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
    bytes
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files with this ending in these folders, in the order of their names.
fn corpus(folders: &[&str], ending: &str) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(root().join(folder)).expect("a folder").flatten().map(|entry| entry.path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|found| found == ending)));
    }
    files.sort();
    assert!(!files.is_empty(), "{folders:?}");
    files.iter().map(|path| std::fs::read(path).expect("read")).collect()
}

/// Gives the reader every file as it is, and then changed ones.
#[expect(clippy::print_stdout, reason = "a run by hand is asked how many there were")]
fn executed(corpus: &[Vec<u8>], share: u64, read: impl Fn(&[u8])) {
    let wanted =
        std::env::var("MATCHFOLIO_FUZZ").map_or(EXECUTIONS, |wanted| wanted.parse().expect("a number")) / share;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let changed = (0..wanted).map(|_| changed(corpus, &mut random));
    for (number, bytes) in corpus.iter().cloned().chain(changed).enumerate() {
        let begun = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        let shown = || String::from_utf8_lossy(&bytes).escape_debug().to_string();
        assert!(ended.is_ok(), "input {number} panics: {}", shown());
        assert!(begun.elapsed() < LONGEST, "input {number} takes {:?}: {}", begun.elapsed(), shown());
    }
    println!("{} executions", corpus.len() as u64 + wanted);
}

#[test]
fn no_bytes_break_the_reader_of_scenarios() {
    let tables = Reference::embedded().expect("tables");
    executed(&corpus(&["scenarios", "tests/it/cases", "tests/it/fuzz"], "toml"), 1, |bytes| {
        if let Err(problems) = compile_bytes("fuzz.toml", bytes, &tables) {
            assert!(!problems.is_empty() && problems.render(false).len() < 1 << 20);
        }
    });
}

#[test]
fn no_bytes_break_the_reader_of_program_lists() {
    let tables = Reference::embedded().expect("tables");
    executed(&corpus(&["scenarios/programs", "tests/it/cases", "tests/it/fuzz"], "csv"), 1, |bytes| {
        if let Err(problems) = program_list::read("fuzz.csv", bytes, &tables) {
            assert!(!problems.is_empty() && problems.render(false).len() < 1 << 20);
        }
    });
}

#[test]
fn no_bytes_break_the_reader_of_reference_tables() {
    for table in
        ["tracks/tracks.csv", "fees/schedule.csv", "pathways/states.csv", "parameters/fitted.csv", "words/aliases.csv"]
    {
        let whole = std::fs::read(root().join("data").join(table)).expect("read");
        // A table is read with all others, which takes a hundred times as long as a scenario.
        executed(&[whole], 50, |bytes| {
            if let Err(error) = Reference::with_table(table, &String::from_utf8_lossy(bytes)) {
                assert!(!error.to_string().is_empty());
            }
        });
    }
}
