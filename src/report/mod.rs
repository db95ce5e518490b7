//! Everything shown or written, made from [`crate::engine::results::Results`]
//! and from nothing else: console, charts, page and tables.

pub mod answers;
mod artifact;
mod bands;
pub mod charts;
pub mod columns;
pub mod console;
pub mod contract;
pub mod document;
mod error;
mod estimate;
mod folder;
mod frontier;
pub mod html;
mod interview_curve;
pub mod json;
mod number;
#[cfg(test)]
mod optimize_fixture;
mod optimize_words;
pub mod output;
pub mod page;
mod percent;
mod plan_sentences;
#[cfg(feature = "png")]
pub mod png;
mod presentable;
mod seasons;
mod sensitivity_words;
mod sentences;
pub mod study;
mod suggestions;
mod sweep_words;
pub mod tables;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fixture_answers;

pub use answers::Answer;
pub use artifact::OutputOptions;
pub use console::ConsoleStyle;
pub use error::ReportError;
pub use folder::{Collection, WrittenReport, ensure_free_for_several};
pub use number::{counted, dollars};
pub use output::{ensure_writable, write_answer, write_files, write_report};
pub use presentable::{cleaned, written};
