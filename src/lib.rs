//! `matchfolio` simulates the US residency Match for one applicant and several
//! ways of applying, and gives the chance of each outcome, above all of going
//! unmatched, with honest error.
//!
//! The way of the data: a scenario file is read and compiled against the
//! [reference] tables into a [`Scenario`](scenario::Scenario), past which nothing can be
//! invalid; an [engine] runs the [model] on it; the [report] is made from the
//! [`Results`](engine::results::Results) and from nothing else.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//!
//! use matchfolio::engine::conditional::{Detail, Effort, integrate};
//! use matchfolio::engine::driver::{Question, Settings, Silent};
//! use matchfolio::engine::findings::Findings;
//! use matchfolio::engine::uncertainty::DrawMode;
//! use matchfolio::reference::Reference;
//! use matchfolio::scenario::compile_text;
//!
//! let scenario = r#"
//! season = 2027
//! [applicant]
//! type = "non_us_img"
//! step2_ck = 248
//! years_since_graduation = 2
//! visa = "j1"
//! letters = { internal_medicine = 3 }
//! [[portfolio]]
//! name = "internal medicine, 60 programs"
//! [[portfolio.line]]
//! track = "internal_medicine"
//! programs = 60
//! [[portfolio]]
//! name = "internal medicine, 120 programs"
//! [[portfolio.line]]
//! track = "internal_medicine"
//! programs = 120
//! "#;
//!
//! let reference = Reference::embedded()?;
//! let loaded = compile_text("mine.toml", scenario, &reference).map_err(|problems| problems.render(false))?;
//! let planned = &loaded.scenario.portfolios;
//! let portfolios: Vec<_> = planned.iter().map(|planned| planned.portfolio.clone()).collect();
//! let question = Question {
//!     applicant: &loaded.scenario.applicant,
//!     prior: &loaded.scenario.prior,
//!     portfolios: &portfolios,
//!     values: None,
//! };
//!
//! // 64 draws of the uncertain parameters; the program itself takes 1,024.
//! let effort = Effort::ManyDraws;
//! let trials = 64 * effort.block_points(&question);
//! let settings = Settings { seed: 1, trials, target_error: None, threads: None, mode: DrawMode::Posterior };
//! let found = integrate(&question, &settings, Detail::Outcomes, effort, &Silent, &AtomicBool::new(false))?;
//!
//! let [few, many] = [0, 1].map(|portfolio| found.unmatched(portfolio));
//! assert!(many.mean < few.mean, "more applications never raise the chance of going unmatched");
//! // What the uncertain parameters leave open is apart from the error of the computation.
//! assert!(many.interval90[0] < many.mean && many.mean < many.interval90[1]);
//! assert!(many.mc_error < many.interval90[1] - many.interval90[0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it computes, with the source of every formula, is in `docs/methods.md`; how
//! the rooms hang together is in `docs/conventions.md`.

pub mod calibration;
pub mod cli;
pub mod decide;
pub mod engine;
pub mod front;
pub mod model;
pub mod random;
pub mod reference;
pub mod report;
pub mod scenario;
