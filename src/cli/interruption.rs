//! Ctrl-C, or the signal to terminate: the first ends the work with what there is, the second the program.

use std::sync::atomic::{AtomicBool, Ordering};

use super::failure::Failure;

/// Set by Ctrl-C or the signal to terminate; looked at between waves of trials.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The first of them ends the simulation with what there is, the second ends the program.
pub fn listen_for_interruption() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(super::exit_codes::INTERRUPTED));
        }
    })
    .map_err(|error| Failure::Fault(format!("cannot handle Ctrl-C: {error}")))
}
