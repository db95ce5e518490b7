//! How a table is declared: its file, its row with the columns, and what must hold of them, once.

use super::error::ReferenceError;
use super::load::Reference;
use super::record::Record;

/// A row that a table is made of; [`table!`] implements it.
pub(super) trait Row: Sized {
    /// File, relative to the data folder.
    const FILE: &'static str;
    /// The table shipped with the program.
    const EMBEDDED: &'static str;
    /// What the table holds, for `matchfolio data`.
    const DESCRIBES: &'static str;
    /// Columns, by the field of the row that they are read into.
    const COLUMNS: &'static [&'static [&'static str]];
    /// Columns that together are unique.
    const KEY: &'static [&'static str];
    /// Whether the table may have no rows.
    const MAY_BE_EMPTY: bool;

    /// Parses and checks one row.
    fn parse(record: Record<'_>) -> Result<Self, ReferenceError>;

    /// Checks the whole table, and that it fits the others.
    fn check(reference: &Reference) -> Result<(), ReferenceError>;
}

/// An enum of values that tables write as words: `Variant = "word"`.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* #[doc = concat!("\n\nWritten `", $word, "`.")] $variant,)+
        }

        impl $crate::reference::record::Word for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];
        }
    };
}

/// A table: `pub struct Row: FILE, DESCRIPTION; key: COLUMNS; columns:` and then its columns, each as
/// `field: Type = kind(arguments)`, where the kind is a method of [`Record`] and arguments may name fields before.
/// A field that is read from other columns than that of its name gives them in brackets, and a function of a record
/// as its kind. `may be empty;` allows a table without rows; `row: FUNCTION;` checks each row, `together: FUNCTION;`
/// the whole table; they stand in this order.
macro_rules! table {
    (
        $(#[$meta:meta])*
        pub struct $name:ident: $file:literal, $describes:literal;
        key: $($key:ident),+;
        $(may be $empty:ident;)?
        $(row: $check_row:path;)?
        $(together: $check:path;)?
        columns:
        $($(#[$doc:meta])* $field:ident $([$($column:ident)+])?: $type:ty = $kind:ident $(($($argument:expr),+))?,)+
    ) => {
        $(#[$meta])*
        #[doc = concat!("\n\nOne row of `", $file, "`.")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(
                $(#[$doc])*
                #[doc = table!(@doc $field $([$($column)+])?)]
                pub $field: $type,
            )+
        }

        impl $crate::reference::table::Row for $name {
            const FILE: &'static str = $file;
            const EMBEDDED: &'static str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $file));
            const DESCRIBES: &'static str = $describes;
            const COLUMNS: &'static [&'static [&'static str]] = &[$(table!(@columns $field $([$($column)+])?)),+];
            const KEY: &'static [&'static str] = &[$(stringify!($key)),+];
            const MAY_BE_EMPTY: bool = table!(@is $($empty)?);

            fn parse(
                record: $crate::reference::record::Record<'_>,
            ) -> Result<Self, $crate::reference::error::ReferenceError> {
                $(let $field: $type = table!(@read record $field $([$($column)+])? $kind ($($($argument),+)?))?;)+
                let row = Self { $($field),+ };
                $($check_row(record, &row)?;)?
                Ok(row)
            }

            fn check(
                _reference: &$crate::reference::load::Reference,
            ) -> Result<(), $crate::reference::error::ReferenceError> {
                $($check(_reference)?;)?
                Ok(())
            }
        }
    };
    (@is) => { false };
    (@is empty) => { true };
    (@doc $field:ident) => { concat!("\n\nColumn `", stringify!($field), "`.") };
    (@doc $field:ident [$($column:ident)+]) => { concat!("\n\nColumns", $(" `", stringify!($column), "`",)+ ".") };
    (@columns $field:ident) => { &[stringify!($field)] };
    (@columns $field:ident [$($column:ident)+]) => { &[$(stringify!($column)),+] };
    (@read $record:ident $field:ident $kind:ident ($($argument:expr),*)) => {
        $record.$kind(stringify!($field) $(, $argument)*)
    };
    (@read $record:ident $field:ident [$($column:ident)+] $kind:ident ($($argument:expr),*)) => {
        $kind($record $(, $argument)*)
    };
}

pub(super) use {table, words};
