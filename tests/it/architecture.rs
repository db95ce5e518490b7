//! The rooms of the crate and the arrows between them: each room knows only
//! rooms below it, and a crate that is confined stays where it belongs.
//!
//! The test reads every source file, so that an arrow that goes up fails on the
//! day it is drawn. Whoever adds a room places it in [`ROOMS`].

mod lexer;
mod names;

use std::fs;
use std::path::Path;

use names::{Name, names};

/// A room with what it may know besides itself.
struct Room {
    /// Path below the crate root: one word, or two for a part of a room that may know more.
    name: &'static str,
    /// Paths of rooms that it may name.
    knows: &'static [&'static str],
}

/// The rooms, lowest first: a room knows only rooms that stand before it.
const ROOMS: &[Room] = &[
    room("random", &[]),
    room("model", &["random"]),
    room("reference", &["model", "random"]),
    room("engine", &["model", "random"]),
    // Past `compile` a scenario is plain data, so nobody below it knows TOML.
    room("scenario", &["reference", "model"]),
    room("calibration", &["reference", "engine", "model", "random"]),
    room("decide", &["scenario", "engine", "model", "random"]),
    room("market", &["scenario", "reference", "engine", "model", "random"]),
    // Everything shown is made from results and answers, which are plain data, and from nothing else.
    room("report", &["engine::results", "decide::answers", "market::answer"]),
    // What `check`, `data`, `calibrate` and `validate` say is of the scenario as compiled, the tables, and the fit. Two
    // chances that `check` shows stand in no contract.
    room(
        "report::answers",
        &[
            "engine::results",
            "engine::findings::Unmatched",
            "decide::answers",
            "market::answer",
            "calibration",
            "scenario",
            "reference",
            "model",
        ],
    ),
    // The questions with all that they need, for the command line and for programs of one's own.
    room("front", &["decide", "scenario", "engine", "reference", "model", "random"]),
    room(
        "cli",
        &["front", "report", "market", "decide", "calibration", "scenario", "engine", "reference", "model", "random"],
    ),
    room("main", &["cli"]),
];

const fn room(name: &'static str, knows: &'static [&'static str]) -> Room {
    Room { name, knows }
}

/// The crate root, which declares all rooms and re-exports from them.
const ROOT: &str = "lib";

/// Crates with the rooms that may name them.
const CONFINED_CRATES: &[(&str, &[&str])] = &[
    ("plotters", &["report"]),
    ("plotters_backend", &["report"]),
    ("polars", &["report"]),
    ("rayon", &["engine", "market"]),
    ("resvg", &["report"]),
    ("serde_spanned", &["scenario"]),
    ("toml", &["scenario"]),
];

/// Macros that print, and who may.
const PRINTING_MACROS: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];
const PRINTING_ROOMS: &[&str] = &["cli", "main"];

/// What is wrong with the file at `path`, relative to `src`.
fn violations(path: &str, source: &str) -> Vec<String> {
    let module: Vec<&str> = path.trim_end_matches(".rs").split('/').filter(|word| *word != "mod").collect();
    let [name, ..] = module[..] else { return Vec::new() };
    let holds = |room: &&Room| room.name.split("::").zip(&module).all(|(of_room, word)| of_room == *word);
    let room = ROOMS.iter().filter(holds).max_by_key(|room| room.name.len());
    if room.is_none() && name != ROOT {
        return vec![format!(
            "src/{path}: the room `{name}` is new; give it a place in `ROOMS` of tests/it/architecture.rs"
        )];
    }
    let module = if matches!(name, "lib" | "main") { &[] } else { &module[..] };
    names(source, module)
        .into_iter()
        .filter_map(|(named, line)| Some(format!("src/{path}:{line}: {}", complaint(name, room, &named)?)))
        .collect()
}

fn complaint(name: &str, room: Option<&Room>, named: &Name) -> Option<String> {
    match named {
        Name::Inner(path) => arrow_complaint(room?, path),
        Name::Outer(outer) => CONFINED_CRATES
            .iter()
            .find(|(confined, rooms)| confined == outer && !rooms.contains(&name))
            .map(|(confined, rooms)| format!("`{name}` names the crate `{confined}`, which is for {rooms:?} only")),
        Name::Macro(called) => (PRINTING_MACROS.contains(&called.as_str()) && !PRINTING_ROOMS.contains(&name))
            .then(|| format!("`{name}` calls `{called}!`; only {PRINTING_ROOMS:?} print")),
    }
}

fn arrow_complaint(room: &Room, path: &[String]) -> Option<String> {
    let first = path.first()?;
    let path = path.join("::");
    let is_within =
        |allowed: &str| path == allowed || path.strip_prefix(allowed).is_some_and(|rest| rest.starts_with("::"));
    if room.name.split("::").next() == Some(first) || room.knows.iter().any(|allowed| is_within(allowed)) {
        return None;
    }
    Some(format!("`{}` must not name `crate::{path}`; it knows {:?} and itself", room.name, room.knows))
}

/// Every source file below `folder`, as path relative to `src` and text.
fn sources(folder: &Path, prefix: &str) -> Vec<(String, String)> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            found.extend(sources(&entry.path(), &format!("{path}/")));
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
            found.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    found
}

fn all_sources() -> Vec<(String, String)> {
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "")
}

#[test]
fn no_arrow_between_rooms_goes_up() {
    let found: Vec<String> = all_sources().iter().flat_map(|(path, source)| violations(path, source)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_table_of_rooms_itself_points_down_only() {
    for (place, room) in ROOMS.iter().enumerate() {
        for known in room.knows {
            let below = known.split("::").next().unwrap();
            assert!(
                ROOMS[..place].iter().any(|lower| lower.name == below),
                "`{}` may know `{known}`, which does not stand below it",
                room.name
            );
        }
    }
}

#[test]
fn the_reading_of_the_sources_finds_arrows_that_are_there() {
    let has_arrow = |from: &str, to: &str| {
        all_sources().iter().any(|(path, source)| {
            path.starts_with(from)
                && names(source, &[from])
                    .iter()
                    .any(|(name, _)| matches!(name, Name::Inner(path) if path.first().is_some_and(|room| room == to)))
        })
    };
    assert!(has_arrow("engine", "model"));
    assert!(has_arrow("model", "random"));
    assert!(!has_arrow("random", "model"));
}

#[test]
fn an_arrow_up_is_found_wherever_it_stands() {
    for source in [
        "use crate::{model::Line, cli::run};",
        "use matchfolio::cli;",
        "fn f() { crate::cli::run() }",
        "fn f() { super::super::cli::run() }",
        "#[cfg(test)] mod tests { use crate::cli::run; }",
        "use crate::*;",
        "use crate::SomethingReexported;",
    ] {
        let found = violations("engine/plan.rs", source);
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        assert!(found[0].starts_with("src/engine/plan.rs:1: `engine` must not name"), "{found:?}");
    }
    assert_eq!(violations("engine/mod.rs", "use super::cli;").len(), 1);
}

#[test]
fn an_arrow_down_is_no_violation() {
    for source in [
        "use crate::{model::{Line, Portfolio}, random::address};",
        "use super::results::Estimate; mod tests { use super::*; }",
        "// use crate::cli;\nconst A: &str = \"crate::cli::run\";",
        "/// As [`crate::cli`] shows.\nfn f() {}",
        "pub(crate) fn f() {}",
    ] {
        assert_eq!(violations("engine/plan.rs", source), [""; 0], "{source}");
    }
    assert_eq!(violations("lib.rs", "pub use engine::x; pub use crate::cli::y;"), [""; 0]);
}

#[test]
fn the_report_knows_the_results_and_nothing_else_of_the_engine() {
    assert_eq!(violations("report/x.rs", "use crate::engine::results::Estimate;"), [""; 0]);
    for source in ["use crate::engine::tally;", "use crate::engine::{self};", "use crate::scenario::Scenario;"] {
        assert_eq!(violations("report/x.rs", source).len(), 1, "{source}");
    }
    assert_eq!(violations("report/answers/x.rs", "use crate::scenario::Scenario;"), [""; 0]);
    for source in ["use crate::front::Scenario;", "use crate::engine::findings::{Findings, Unmatched};"] {
        assert_eq!(violations("report/answers/x.rs", source).len(), 1, "{source}");
    }
}

#[test]
fn confined_crates_stay_in_their_rooms() {
    for (path, source) in [
        ("engine/x.rs", "use polars::prelude::DataFrame;"),
        ("reference/x.rs", "use polars::prelude::DataFrame;"),
        ("reference/x.rs", "fn f() -> plotters::style::RGBColor {}"),
        ("model/x.rs", "use rayon::prelude::*;"),
        ("report/x.rs", "use toml;"),
        ("lib.rs", "extern crate serde_spanned;"),
    ] {
        assert_eq!(violations(path, source).len(), 1, "{path}: {source}");
    }
    assert_eq!(violations("report/x.rs", "use polars::prelude::*; let toml = polars;"), [""; 0]);
}

#[test]
fn only_the_command_line_prints() {
    assert_eq!(violations("engine/x.rs", "fn f() { println!(); std::eprintln!(); }").len(), 2);
    assert_eq!(violations("engine/x.rs", "fn f() { writeln!(f); assert!(a != b); }"), [""; 0]);
    assert_eq!(violations("cli/x.rs", "fn f() { println!(); }"), [""; 0]);
}

#[test]
fn a_room_without_a_place_is_a_violation() {
    let found = violations("attic/x.rs", "");
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("`attic` is new"), "{found:?}");
}
