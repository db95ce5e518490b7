//! The rooms that read files, without the rest of the program: its dependencies would have to be built for coverage too,
//! which takes many times as long.

#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/random/mod.rs"]
pub mod random;
#[path = "../../src/reference/mod.rs"]
pub mod reference;
#[path = "../../src/scenario/mod.rs"]
pub mod scenario;
