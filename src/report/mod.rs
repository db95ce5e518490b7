//! Everything shown or written, made from [`crate::engine::results::Results`]
//! and from nothing else: console, charts, page and tables.

mod answer_tables;
mod answer_text;
mod artefact;
pub mod charts;
pub mod console;
mod error;
mod frontier;
pub mod html;
mod interview_curve;
pub mod json;
mod number;
pub mod optimize_csv;
#[cfg(test)]
mod optimize_fixture;
mod optimize_words;
pub mod output;
pub mod page;
mod percent;
#[cfg(feature = "png")]
pub mod png;
mod presentable;
pub mod program_list;
mod sentences;
pub mod sweep_files;
mod sweep_words;
pub mod tables;
mod view;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fixture_answers;

pub use answer_tables::{comparison_csv, ranks_csv};
pub use answer_text::answer_json;
pub use console::backups::{backups_csv, backups_table};
pub use console::sensitivity::{sensitivity_csv, sensitivity_table};
pub use console::{ConsoleStyle, comparison_text, programs, ranks_text, table};
pub use error::ReportError;
pub use output::{OutputOptions, WrittenReport, ensure_writable, write_answer, write_files, write_report};
