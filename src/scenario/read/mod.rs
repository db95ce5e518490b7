//! From TOML text to [`RawScenario`](super::raw::RawScenario), collecting every problem on the way:
//! unknown keys, missing keys, wrong types and numbers out of range.

pub mod convert;
mod scenario;
pub mod section;
pub mod syntax;

pub use scenario::read;
