//! Rank list advice: where each rank order list lands once the interviews are
//! known, and that none is worth more than the true order (`docs/methods.md`, “After the interviews”).

mod advise;
mod lists;

pub use advise::{Advice, RanksError, advise};
