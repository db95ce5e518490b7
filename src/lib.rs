//! `matchfolio` simulates the US residency Match for one applicant and several
//! ways of applying, and gives the chance of each outcome, above all of going
//! unmatched, with quantified uncertainty.
//!
//! This page goes once through the library. The command line calls the same functions, so a number has one
//! way to come about.
//!
//! # 1. Read a scenario
//!
//! A [`Scenario`] is a text: who applies, and one or more portfolios, each with its lines of programs. It is
//! checked as it is read, against the [`Reference`] tables; a wrong one is an [`Error`] that shows every
//! problem with its line.
//!
//! ```
//! use matchfolio::{Reference, Scenario};
//!
//! let reference = Reference::embedded()?;
//! let scenario = Scenario::from_text("mine.toml", r#"
//!     season = 2027
//!     [applicant]
//!     type = "non_us_img"
//!     step2_ck = 240
//!     years_since_graduation = 2
//!     visa = "j1"
//!     letters = { psychiatry = 2, internal_medicine = 1 }
//!
//!     [[portfolio]]
//!     name = "psychiatry alone"
//!     [[portfolio.line]]
//!     track = "psychiatry"
//!     programs = 120
//!
//!     [[portfolio]]
//!     name = "with internal medicine"
//!     [[portfolio.line]]
//!     track = "psychiatry"
//!     programs = 70
//!     [[portfolio.line]]
//!     track = "internal_medicine"
//!     programs = 80
//! "#, &reference)?;
//! assert_eq!(scenario.portfolios(), ["psychiatry alone", "with internal medicine"]);
//!
//! let wrong = Scenario::from_text("wrong.toml", "seson = 2027", &reference).unwrap_err();
//! assert!(wrong.to_string().contains("did you mean `season`?"));
//! # Ok::<(), matchfolio::Error>(())
//! ```
//!
//! The next steps take a scenario from a file: one of those in the folder `scenarios`.
//!
//! # 2. Simulate it
//!
//! [`simulate`] plays the season under every portfolio and gives the [`Results`] that
//! `results.json` holds. Without [`Settings`] of one's own it takes as many draws as the program.
//!
//! ```
//! # use matchfolio::{Reference, Scenario};
//! use matchfolio::{Settings, simulate};
//!
//! # let reference = Reference::embedded()?;
//! let scenario = Scenario::from_file("scenarios/psychiatry_with_fm.toml", &reference)?;
//! let results = simulate(&scenario, &Settings::default().draws(64))?;
//! for portfolio in &results.portfolios {
//!     let unmatched = portfolio.outcomes.unmatched;
//!     println!("{}: unmatched {}", portfolio.name, unmatched.as_chance());
//! }
//! # assert_eq!(results.portfolios.len(), 3);
//! # Ok::<(), matchfolio::Error>(())
//! ```
//!
//! # 3. Read an estimate
//!
//! Every number is an [`Estimate`]. What nobody knows (the uncertain parameters) is its interval; what more
//! computing would mend is its error. They are apart, because only the second falls with more draws.
//!
//! ```
//! # use matchfolio::{Reference, Scenario, Settings, simulate};
//! # let reference = Reference::embedded()?;
//! # let scenario = Scenario::from_file("scenarios/psychiatry_with_fm.toml", &reference)?;
//! # let results = simulate(&scenario, &Settings::default().draws(64))?;
//! let unmatched = results.portfolios[0].outcomes.unmatched;
//! let [low, high] = unmatched.interval90;
//! assert!(low < unmatched.mean && unmatched.mean < high);
//! assert!(unmatched.mc_error < high - low);
//! # Ok::<(), matchfolio::Error>(())
//! ```
//!
//! # 4. Compare two portfolios
//!
//! Both were played in the same seasons with the same parameters, so their difference is known better than
//! either chance: never subtract the two means and add their errors. Within twice its error it is a tie.
//!
//! ```
//! # use matchfolio::{Reference, Scenario, Settings, simulate};
//! use matchfolio::results::Verdict;
//!
//! # let reference = Reference::embedded()?;
//! # let scenario = Scenario::from_file("scenarios/psychiatry_with_fm.toml", &reference)?;
//! # let results = simulate(&scenario, &Settings::default().draws(64))?;
//! for pair in &results.comparisons {
//!     let difference = pair.unmatched_difference;
//!     match pair.verdict {
//!         Verdict::Tie => println!("{} and {}: a tie", pair.a, pair.b),
//!         _ => println!("{} less {}: {}", pair.a, pair.b, difference.as_points()),
//!     }
//! }
//! let (chance, pair) = (&results.portfolios[0].outcomes.unmatched, &results.comparisons[0]);
//! assert!(pair.unmatched_difference.mc_error < chance.mc_error);
//! # Ok::<(), matchfolio::Error>(())
//! ```
//!
//! # 5. Ask what would help most
//!
//! [`sensitivity`] tries what the applicant could change, everything else as it is, the largest effect first.
//! The other questions are called in the same way: [`sweep`] (a number gone through), [`backups`] (which further
//! specialty), [`optimize`] (the best mix for the money), [`programs`] (which of a list), [`now`] (what is still to come of a
//! season in progress), [`timeline`] (what to do when), [`ranks`] (where a rank order list lands), [`compare`] (several people or scenarios), and [`draws`] (the draws themselves, for an analysis of one's own).
//!
//! ```
//! # use matchfolio::{Reference, Scenario, Settings};
//! use matchfolio::sensitivity;
//!
//! # let reference = Reference::embedded()?;
//! # let scenario = Scenario::from_file("scenarios/psychiatry_with_fm.toml", &reference)?;
//! let quick = Settings::default().draws(16);
//! let found = sensitivity(&scenario, Some("Psychiatry only"), &quick)?;
//! for change in found.changes.iter().filter(|change| !change.is_tie).take(3) {
//!     println!("{}: {}", change.words, change.unmatched.as_points());
//! }
//! // Or set a number and look for oneself.
//! let higher = scenario.with("applicant.step2_ck", 250.0)?;
//! # assert!(higher.title().ends_with("applicant.step2_ck = 250"));
//! # assert!(!found.changes.is_empty());
//! # Ok::<(), matchfolio::Error>(())
//! ```
//!
//! Longer programs are in the folder `examples`. What is computed, with the source of every formula, is in
//! `docs/methods.md`; what each number of the results means, in [`results`] and [`answers`].
//!
//! Effects of scores, letters and experience are associations found in published data, made smaller for caution. An
//! answer says what the model says of another applicant; it informs a decision and promises nothing.

// The rooms of the program. They are public for its tests and benchmarks, and
// for nobody else: nothing in them is promised to stay as it is.
#[doc(hidden)]
pub mod calibration;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod decide;
#[doc(hidden)]
pub mod engine;
mod front;
#[doc(hidden)]
pub mod market;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod random;
#[doc(hidden)]
pub mod reference;
mod report;
#[doc(hidden)]
pub mod scenario;

// What is promised: the list in `docs/conventions.md`.
#[doc(inline)]
pub use crate::{
    decide::answers,
    decide::answers::draws::{Drawn, Draws, ParameterDraws, PortfolioDraws},
    decide::optimize::Goal,
    engine::driver::Progress,
    engine::results,
    engine::results::{Engine, Estimate, Results},
    front::{
        BackupsQuestion, Error, OptimizeQuestion, ProgramsQuestion, RanksQuestion, Reference, Scenario, Settings,
        SweepQuestion, backups, basis, compare, draws, error, now, optimize, programs, ranks, sensitivity, simulate,
        simulate_by, simulate_verified, sweep, timeline,
    },
};
