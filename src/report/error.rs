//! What can go wrong while a report is made.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A report could not be made or written.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The target holds something already and may not be touched.
    #[error(
        "output directory `{}` is not empty: add --force to replace the files of an earlier report, or choose another folder with --out",
        path.display()
    )]
    Occupied {
        /// The target.
        path: PathBuf,
    },
    /// The target holds files that are no report of this program.
    #[error(
        "output directory `{}` holds files and no report of matchfolio, so nothing there is replaced, not even with \
         --force: choose a new or empty folder with --out",
        path.display()
    )]
    NoReport {
        /// The target.
        path: PathBuf,
    },
    /// A file of the person has the name of one of the report.
    #[error(
        "`{}` is not from matchfolio and has the name of a file of the report, so nothing was replaced: rename it, or \
         choose another folder with --out",
        path.display()
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The target, or a part of its path, is a file.
    #[error("`{}` is not a directory: choose another folder with --out", path.display())]
    NotADirectory {
        /// The file that stands in the way.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("could not {action} `{}`: {source}; check space and permissions there, or choose another folder with --out", path.display())]
    FileSystem {
        /// What was attempted, for example "write".
        action: &'static str,
        /// The path concerned.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Parts of a study do not make a whole one.
    #[error("{0}")]
    Parts(String),
    /// A chart could not be drawn.
    #[error("could not draw the chart `{chart}`: {reason}")]
    Chart {
        /// File name of the chart without extension.
        chart: String,
        /// What the drawing library said.
        reason: String,
    },
    /// A table could not be encoded.
    #[error("could not encode the table `{table}`: {reason}")]
    Table {
        /// File name of the table.
        table: String,
        /// What the encoder said.
        reason: String,
    },
    /// The page could not be filled in.
    #[error("could not fill in report.html: {0}")]
    Page(#[from] minijinja::Error),
    /// The results could not be written as JSON.
    #[error("could not encode results.json: {0}")]
    Json(#[from] serde_json::Error),
}

impl ReportError {
    /// Whether the folder or a file in it is in the way, so that another folder must be chosen.
    pub fn is_of_the_target(&self) -> bool {
        matches!(
            self,
            Self::Occupied { .. } | Self::NoReport { .. } | Self::NotOurs { .. } | Self::NotADirectory { .. }
        )
    }

    /// Turns an error of the file system into one that names the path.
    pub(crate) fn file_system(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self::FileSystem { action, path, source }
    }
}
