//! The conditional engine (`model.md` §11): given the latents the outcome
//! probabilities are exact, and only the latents are left to integrate.

pub mod detail;
pub mod recursion;

#[cfg(test)]
mod tests;
