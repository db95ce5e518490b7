//! Where the text of a table comes from: the binary or a folder.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
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
    /// The tables shipped with the program, one of them with another text.
    Replaced {
        /// Its file, relative to the data folder.
        file: String,
        /// Its text.
        text: String,
    },
}

impl Files {
    /// The text of a table, without byte order mark.
    pub(super) fn text(&self, file: &str, embedded: &'static str) -> Result<Cow<'static, str>, ReferenceError> {
        match self {
            Self::Replaced { file: replaced, text } if replaced == file => Ok(Cow::Owned(without_mark(text.clone()))),
            Self::Embedded | Self::Replaced { .. } => Ok(Cow::Borrowed(embedded)),
            Self::Directory(folder) => read_limited(&folder.join(file)).map(without_mark).map(Cow::Owned),
        }
    }
}

/// A text without the byte order mark that it may begin with.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The bytes of a file that a person named, and at most one byte more than `limit`, so that whoever checks the
/// length refuses what is too long.
///
/// # Errors
/// When the file cannot be read, or is a pipe, a socket or a device: those may never end, or never begin.
pub(crate) fn read_bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(path)?.file_type();
    if !kind.is_file() && !kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_limited(path: &Path) -> Result<String, ReferenceError> {
    let limit = LIMIT_MIB << 20;
    let bytes = read_bytes(path, limit).map_err(|cause| ReferenceError::Unreadable { path: path.to_owned(), cause })?;
    if bytes.len() as u64 > limit {
        return Err(ReferenceError::TooLarge { path: path.to_owned(), limit_mib: LIMIT_MIB });
    }
    String::from_utf8(bytes).map_err(|_| ReferenceError::NotText { path: path.to_owned() })
}
