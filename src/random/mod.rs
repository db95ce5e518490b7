//! Randomness as addresses, not streams: a counter-based generator whose draws
//! are functions of (seed, trial, entity, purpose, index).

pub mod address;
pub mod normal;
pub mod philox;
pub mod sobol;
pub mod stratified;
pub mod table;

pub use normal::{normal_of_word, normal_quantile, normal_share, uniform_of_word};
