//! Parameters from published figures: what the model says of the published
//! average applicant, and the parameters that make it say what is published.

pub mod average;
pub mod shift;
pub mod validation;
