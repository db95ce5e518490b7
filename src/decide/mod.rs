//! Questions put to the engine: what moves the answer, and what to do.
//!
//! Every question is asked of candidates, people with ways of applying, that
//! are compared on common draws ([`study`]). The answers are plain data.

pub mod answers;
pub mod programs;
pub mod series;
pub mod study;
