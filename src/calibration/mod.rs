//! Parameters from published figures: the fit to printed tables with its
//! uncertainty, what the model says of the published average applicant, and the
//! parameters that make it say what is published.

pub mod average;
pub mod figures;
pub mod fit;
pub mod hierarchy;
pub mod least_squares;
pub mod likelihood;
pub mod moments;
pub mod posterior;
pub mod ranks;
pub mod rows;
pub mod seniors;
pub mod setting;
pub mod shift;
pub mod tables;
pub mod validation;
pub mod yields;
