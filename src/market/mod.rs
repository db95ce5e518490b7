//! The national market: its simulation, and the engine that matches applicants and programs.

pub mod answer;
pub mod matching;
pub mod national;
pub mod opinion;
