//! A progress bar on standard error, where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::driver::Progress;

/// Tells how far the work is.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar; hidden if `quiet`, and by itself where standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        Self::of(quiet, "seasons")
    }

    /// The same, counting something else.
    pub fn of(quiet: bool, what: &str) -> Self {
        let bar = ProgressBar::new(0);
        if quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style =
            ProgressStyle::with_template(&format!("{{bar:30}} {{human_pos}} of {{human_len}} {what}, {{eta}} left"));
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
