//! What has to hold of every market.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::engine::driver::{EngineError, Progress, Silent};
use crate::market::answer::Market;
use crate::market::matching::{NOWHERE, check};
use crate::random::philox::Key;
use crate::reference::Reference;
use crate::scenario::market::{MarketFile, market_of_text};

fn reference() -> Reference {
    Reference::embedded().expect("the tables")
}

fn file(reference: &Reference, text: &str) -> MarketFile {
    market_of_text("a.toml", text, reference, Quantity::KEYS).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A tenth of the country.
const SMALL: &str = "season = 2026\nmarkets = 3\n[applicants]\nshare_of_country = 0.1\n";

fn run(reference: &Reference, text: &str, threads: usize) -> Market {
    let never = AtomicBool::new(false);
    let run = Run { seed: 5, threads: Some(threads), progress: &Silent, interrupted: &never };
    simulate(reference, &file(reference, text), run).expect("a market")
}

fn season(reference: &Reference, text: &str) -> (Country, Season) {
    let file = file(reference, text);
    let country = Country::new(reference, &file).expect("a country");
    let season = Season::new(&country, &Rules::new(&country, &file.policy), Key::new(3), 0, true).expect("a season");
    (country, season)
}

#[test]
fn every_position_is_filled_once_or_left_and_the_matching_is_stable() {
    let (country, season) = season(&reference(), SMALL);
    let placed = season.first.iter().chain(&season.second).filter(|place| **place != NOWHERE).count();
    let filled: u32 = season.filled.iter().sum();
    let left: u32 = season.unfilled(&country).sum();
    let offered: u32 = country.programs.iter().map(|program| program.quota).sum();
    assert_eq!(placed, filled as usize);
    assert_eq!(filled + left, offered);
    let verdict = check(&season.submitted.instance, &season.solution.matching);
    assert!(verdict.is_stable(), "{} blocks", verdict.blocks.len());
    assert!(season.in_soap.iter().filter(|placed| **placed).count() <= left as usize);
}

#[test]
fn nobody_interviews_beyond_a_limit_and_no_program_beyond_its_capacity() {
    let text = format!("{SMALL}[policy]\nmax_interviews = 6\nmax_pgy1_interviews = 2\ninterviews_per_position = 10\n");
    let (country, season) = season(&reference(), &text);
    let mut held = vec![0; country.programs.len()];
    for calendar in &season.calendars {
        assert!(calendar.primary.len() <= 6 && calendar.pgy1.len() <= 2);
        for one in calendar.primary.iter().chain(&calendar.pgy1) {
            held[one.program as usize] += 1;
        }
    }
    assert!(held.iter().zip(&country.programs).all(|(held, program)| *held <= 10 * program.quota));
    assert!(held.iter().zip(&country.programs).any(|(held, program)| *held == 10 * program.quota));
}

#[test]
fn the_country_has_the_published_positions_and_applicants() {
    let reference = reference();
    let country = Country::new(&reference, &file(&reference, "season = 2026\n")).expect("a country");
    for row in &reference.market_tracks {
        let track = country.tracks.iter().find(|track| track.key == row.track).expect("the track");
        let offered: u32 = country.programs[track.programs.clone()].iter().map(|program| program.quota).sum();
        assert!(offered.abs_diff(row.positions) <= 1, "{}: {offered} of {}", row.track, row.positions);
    }
    let people: u32 = country.groups.iter().map(|group| group.count).sum();
    assert!((46_000..49_000).contains(&people), "{people}");
}

#[test]
fn the_same_file_gives_the_same_bytes_on_one_two_and_seven_threads() {
    let reference = reference();
    let [one, two, seven] = [1, 2, 7].map(|threads| run(&reference, SMALL, threads));
    assert_eq!(one, two);
    assert_eq!(one, seven);
}

#[test]
fn more_applicants_lower_the_chances_in_their_specialty_and_leave_fewer_positions() {
    let text = format!("{SMALL}[[variant]]\nname = \"more\"\n[variant.more_applicants]\npsychiatry = 100\n");
    let market = run(&reference(), &text, 2);
    let change = |quantity: &str| {
        let of = |one: &&crate::market::answer::MarketFigure| {
            one.variant.is_some()
                && one.quantity == quantity
                && one.track.as_deref() == Some("psychiatry")
                && one.applicants.is_none()
        };
        market.figures.iter().find(of).and_then(|one| one.change).expect("a change").mean
    };
    assert!(change("match_rate_preferred") < -5.0, "{}", change("match_rate_preferred"));
    assert!(change("unfilled_positions") < 0.0, "{}", change("unfilled_positions"));
    assert!(change("interviews") < 0.0, "{}", change("interviews"));
}

#[test]
fn a_variant_that_changes_nothing_gives_the_market_of_the_file() {
    let market = run(&reference(), &format!("{SMALL}[[variant]]\nname = \"same\"\n"), 2);
    let changes: Vec<f64> = market.figures.iter().filter_map(|one| one.change).map(|change| change.mean).collect();
    assert!(!changes.is_empty() && changes.iter().all(|change| *change == 0.0));
}

#[test]
fn every_problem_of_a_file_is_told_with_its_line_and_a_hint() {
    let text = "season = 2026\nmarket = 3\n[policy]\nmax_interviews = 0\n[policy.signals]\npsychiatri = 3\n[[expect]]\n\
                quantity = \"match_rat\"\nvalue = 1\ntolerance = 1\nsource = \"a\"\n";
    let told = market_of_text("a.toml", text, &reference(), Quantity::KEYS).expect_err("wrong").to_string();
    let large = "season = 2026\n[specialty]\nprograms = 5000\npositions = 1\napplicants = 5000\nstrength = 1\n";
    let refused = market_of_text("a.toml", large, &reference(), Quantity::KEYS).expect_err("too large").to_string();
    assert!(refused.contains("a.toml:5:") && refused.contains("25000000 applications"), "{refused}");
    for part in [
        "a.toml:2:",
        "`markets`",
        "a.toml:4:",
        "allowed: 1 to 500",
        "a.toml:6:",
        "`psychiatry`",
        "a.toml:8:",
        "\"match_rate\"",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}

/// Interrupts once a match is done.
struct Interrupting(AtomicBool);

impl Progress for Interrupting {
    fn advanced(&self, _done: u64, _total: u64) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn interrupted_markets_are_those_finished() {
    let reference = reference();
    let bar = Interrupting(AtomicBool::new(false));
    let run = Run { seed: 5, threads: Some(1), progress: &bar, interrupted: &bar.0 };
    let found = simulate(&reference, &file(&reference, SMALL), run).expect("a market");
    assert!(found.partial && found.markets == 1 && found.matches == 1);
    // A market is finished when every variant of it is.
    let variants = format!("{SMALL}[[variant]]\nname = \"Six\"\nmax_interviews = 6\n");
    let bar = Interrupting(AtomicBool::new(false));
    let run = Run { seed: 5, threads: Some(1), progress: &bar, interrupted: &bar.0 };
    let none = simulate(&reference, &file(&reference, &variants), run);
    assert!(matches!(none, Err(MarketError::Engine(EngineError::NothingDone))));
}
