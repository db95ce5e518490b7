//! The national market: everybody applies, programs invite and interview, both sides rank, and the engine matches them.
//!
//! `docs/market.md` says what goes in, with its source, and what comes out.

mod applications;
mod country;
mod draws;
mod figures;
mod interviews;
mod levels;
mod lists;
mod published;
mod quantity;
mod season;
mod simulate;

#[cfg(test)]
mod tests;

pub use country::{Country, Rules};
pub use levels::Acceptance;
pub use quantity::Quantity;
pub use season::Season;
pub use simulate::{Levels, MarketError, PolicyLevels, PreferredRate, Run, identity, levels, over_markets, simulate};
