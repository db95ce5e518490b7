//! Plans over several seasons (`docs/methods.md` §8): the seasons, SOAP, the years
//! between, and where people are afterwards.
//!
//! Strength belongs to the person and stays; how the interviews go, how crowded
//! the tracks are and what programs decide is new in each season. Both engines
//! give the chances of how each season ends for one value of the latents
//! ([`endings`]); the rest, from there to the means that results are made of
//! ([`means`]), is common to them.

pub mod conditional;
pub mod endings;
pub mod findings;
mod flows;
pub mod means;
pub mod question;
pub mod summary;

pub mod tree;
pub mod trials;
pub mod verify;

pub use findings::PlanFindings;
pub use question::PlanQuestion;
