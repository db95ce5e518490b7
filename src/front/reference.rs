//! The published tables that a scenario is read with.

use std::path::Path;

use super::error::Error;
use crate::reference;

/// The published tables that scenarios are read with: tracks, fitted parameters, fees, signals and their sources.
#[derive(Clone, Debug)]
pub struct Reference(reference::Reference);

impl Reference {
    /// The tables shipped with the program (`matchfolio data` lists them).
    ///
    /// # Errors
    /// When a shipped table is wrong, which the tests of this crate exclude.
    pub fn embedded() -> Result<Self, Error> {
        Ok(Self(reference::Reference::embedded()?))
    }

    /// The tables of a folder, at the same relative paths as the shipped ones.
    ///
    /// # Errors
    /// [`Error::Reference`] when a table is missing, unreadable or wrong, with file, row and column.
    pub fn from_directory(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self(reference::Reference::from_directory(folder.as_ref())?))
    }

    /// Keys of the tracks, for example `diagnostic_radiology`, as scenarios and results name them.
    #[must_use]
    pub fn tracks(&self) -> Vec<&str> {
        self.0.tracks.iter().map(|row| row.track.as_str()).collect()
    }

    /// The tables.
    pub(super) fn tables(&self) -> &reference::Reference {
        &self.0
    }
}
