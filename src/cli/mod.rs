//! The command line: arguments to library calls, results to text. One file a
//! command; results go to standard output, talk to standard error.

mod answer;
mod arguments;
mod background;
mod backups;
mod calibrate;
pub mod check;
pub mod data;
mod failure;
mod init;
mod interruption;
mod matching;
mod optimize;
mod programs;
mod progress;
mod ranks;
mod run;
mod schema;
mod sensitivity;
mod shell;
mod sweep;
mod terminal;
pub mod validate;

pub use arguments::Arguments;
pub use failure::exit_codes;

use std::process::ExitCode;

use arguments::Command;
use failure::Failure;

/// Reads the arguments of the process, does what they say, and gives its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = arguments::parse();
    let color = terminal::color_on_stderr(arguments.common.no_color);
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::talk(&failure.message(color, terminal::width_of_talk()));
            failure.exit_code()
        }
    }
}

fn dispatch(arguments: &Arguments) -> Result<(), Failure> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Run(options) => run::execute(options, common),
        Command::Check(options) => check::execute(options, common),
        Command::Calibrate(options) => calibrate::execute(options, common),
        Command::Ranks(options) => ranks::execute(options, common),
        Command::Sweep(options) => sweep::execute(options, common),
        Command::Data(options) => data::execute(options, common),
        Command::Programs(options) => programs::execute(options, common),
        Command::Validate(options) => validate::execute(options, common),
        Command::Match(options) => matching::execute(options, common),
        Command::Verify(options) => matching::verify(options),
        Command::Init(options) => init::execute(options, common),
        Command::Backups(options) => backups::execute(options, common),
        Command::Sensitivity(options) => sensitivity::execute(options, common),
        Command::Optimize(options) => optimize::execute(options, common),
        Command::Schema(options) => schema::execute(options),
        Command::Completions { shell } => terminal::print(&shell::completions(*shell)),
        Command::Man(options) => shell::manual(options, common),
    }
}
