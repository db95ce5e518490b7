//! The conditional engine (`docs/methods.md` §11): given the latents the outcome
//! probabilities are exact, and only the latents are left to integrate.

pub mod detail;
mod evidence;
pub mod failed;
mod grid;
mod integrate;
pub mod kernel;
pub mod landing;
pub mod latents;
pub mod lines;
pub mod marginal;
pub mod observed;
pub mod one_more;
mod proposal;
pub mod recursion;
pub mod rules;
pub mod tabulation;

pub use integrate::{Detail, Integration, integrate, integrate_with, obstacle};

#[cfg(test)]
mod tests;
