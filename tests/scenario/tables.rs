//! The shipped tables, loaded once.

use std::sync::LazyLock;

use matchfolio::reference::Reference;

pub static TABLES: LazyLock<Reference> = LazyLock::new(|| Reference::embedded().unwrap());
