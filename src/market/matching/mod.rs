//! Matches applicants and programs by the algorithm of the Match: applicants propose, programs hold the best, and couples,
//! supplemental lists, reversions and even quotas are kept.
//!
//! An [`Instance`] is everything submitted: made by a [`Builder`] or read by [`read_market`]. [`solve()`] gives a [`Solution`],
//! and [`check()`] says of any [`Matching`] whether it is stable, with code that shares nothing with the solver. This module
//! needs the standard library only.
//!
//! # What stable means
//!
//! A matching is stable if nobody is placed outside the lists of both sides, no program has more people than positions, and no
//! one of the following blocks it. A program *would take* people if they are among the best of its list, as many
//! as it has positions, out of those whom it has now and them.
//!
//! - **A single applicant and a program** that the applicant prefers to what they have, and that would take them.
//! - **A couple and a pair** that it prefers to what it has. If the pair names two programs, each would take its member. If it names
//!   one program for both members, that program would take the two together. If one half of the pair is no match,
//!   the other half decides.
//! - **A person with a supplemental list in play and a program on it** that they prefer to their second place (or they have none), and that
//!   would take them. A list is in play while the person has the advanced position it belongs to. A second
//!   place never counts against a better first place.
//!
//! A place that a member of a couple would leave counts as taken, also when their partner wants it, as in the
//! definition of Kojima, Pathak and Roth (2013).
//!
//! With reversions and even quotas, positions are those after them: a program gives what it leaves unfilled, and a program
//! that takes an even number has no more positions than it filled.
//!
//! ```
//! use matchfolio::market::matching::{Outcome, check, read_market, solve};
//!
//! let market = read_market("r 1 10 20\nr 2 10\np 10 1 2 1\np 20 1 1\n").map_err(|errors| format!("{errors:?}"))?;
//! let solution = solve(&market);
//! assert!(matches!(solution.outcome, Outcome::Stable(_)));
//! assert_eq!(solution.matching.first, [1, 0]);
//! assert!(check(&market, &solution.matching).is_stable());
//! # Ok::<(), String>(())
//! ```

mod build;
mod chance;
mod check;
mod exhaustive;
mod instance;
mod ladder;
mod mutual;
mod places;
mod ragged;
mod solve;
mod sorted;
mod table;
mod text;

pub use build::{Builder, Problem};
pub use check::{Block, Flaw, Verdict, check};
pub use instance::{Couple, Instance, Matching, NOWHERE, Reversion, Supplement};
pub use ladder::{Attempt, Rung};
pub use mutual::{Mutual, OneSided};
pub use solve::{Outcome, Solution, solve, solve_loaded};
pub use text::{LineError, read_market, read_matching, write_matching};
