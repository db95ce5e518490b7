//! The command line of matchfolio.

fn main() {}
