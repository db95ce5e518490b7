//! A progress bar on standard error, where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::driver::Progress;

/// Tells how many seasons are simulated.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar; hidden if `quiet`, and by itself where standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        Self::with_template(quiet, "{bar:30} {human_pos} of {human_len} seasons, {eta} left")
    }

    /// A bar that counts the steps of a question.
    pub fn of_steps(quiet: bool) -> Self {
        Self::with_template(quiet, "{bar:30} {pos} of {len} steps, {eta} left")
    }

    fn with_template(quiet: bool, template: &str) -> Self {
        let bar = ProgressBar::new(0);
        if quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn advanced(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }
}
