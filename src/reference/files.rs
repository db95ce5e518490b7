//! Where the text of a table comes from: the binary or a folder.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::ReferenceError;

/// Largest table that is read from a folder, MiB; the shipped ones are below 0.1.
const LIMIT_MIB: u64 = 16;

/// The source of all tables.
pub(super) enum Files {
    /// The tables shipped with the program.
    Embedded,
    /// A folder with files at the same relative paths.
    Directory(PathBuf),
}

impl Files {
    /// The text of a table, without byte order mark.
    pub(super) fn text(&self, file: &str, embedded: &'static str) -> Result<Cow<'static, str>, ReferenceError> {
        match self {
            Self::Embedded => Ok(Cow::Borrowed(embedded)),
            Self::Directory(folder) => {
                let text = read_limited(&folder.join(file))?;
                Ok(Cow::Owned(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
            }
        }
    }
}

/// Reads a file that may be anything, a device without end included.
fn read_limited(path: &Path) -> Result<String, ReferenceError> {
    let limit = LIMIT_MIB << 20;
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|cause| ReferenceError::Unreadable { path: path.to_owned(), cause })?;
    if bytes.len() as u64 > limit {
        return Err(ReferenceError::TooLarge { path: path.to_owned(), limit_mib: LIMIT_MIB });
    }
    String::from_utf8(bytes).map_err(|_| ReferenceError::NotText { path: path.to_owned() })
}
