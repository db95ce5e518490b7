//! The national market: the engine that matches applicants and programs.

pub mod matching;
