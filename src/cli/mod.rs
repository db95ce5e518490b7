//! The command line: arguments to library calls, documents to text. One file a command, with its options; results go
//! to standard output, talk to standard error.

mod arguments;
mod background;
mod backups;
mod calibrate;
pub mod check;
mod common;
mod couple;
mod data;
mod draws;
mod failure;
mod init;
mod interruption;
mod lookup;
mod market;
mod matching;
mod now;
mod opinion;
mod optimize;
mod programs;
mod progress;
mod question;
mod ranks;
mod replay;
mod run;
mod schema;
mod sensitivity;
mod shell;
mod study;
mod sweep;
mod terminal;
mod timeline;
pub mod validate;

pub use arguments::Arguments;
pub use failure::exit_codes;

use std::process::ExitCode;

use common::Execute;

/// Reads the arguments of the process, does what they say, and gives its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = arguments::parse();
    let color = terminal::color_on_stderr(arguments.common.no_color);
    match arguments.command.execute(&arguments.common) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::say(&failure.message(color, terminal::width_of_talk()), color);
            failure.exit_code()
        }
    }
}
