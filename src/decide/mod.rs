//! Questions put to the engine: what moves the answer, and what to do.
//!
//! Every question is asked of candidates, people with ways of applying, that
//! are compared on common draws ([`study`]). The answers are plain data.

pub mod answers;
pub mod backups;
pub mod compare;
pub mod couple;
pub mod edits;
pub mod now;
pub mod optimize;
pub mod population;
pub mod programs;
pub mod ranks;
pub mod sensitivity;
pub mod series;
pub mod study;
pub mod sweep;
