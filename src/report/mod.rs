//! Everything shown or written, made from [`crate::engine::results::Results`]
//! and from nothing else: console, charts, page and tables.

mod artefact;
pub mod charts;
pub mod console;
mod error;
mod frontier;
pub mod html;
pub mod json;
mod number;
pub mod output;
mod percent;
mod plan_sentences;
mod plan_view;
#[cfg(feature = "png")]
pub mod png;
mod presentable;
mod sentences;
pub mod tables;
mod view;

#[cfg(test)]
mod fixture;

pub use console::{ConsoleStyle, table};
pub use error::ReportError;
pub use output::{OutputOptions, WrittenReport, ensure_writable, write_answer, write_files, write_report};
