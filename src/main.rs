//! The `matchfolio` binary: result to exit code, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    matchfolio::cli::run()
}
