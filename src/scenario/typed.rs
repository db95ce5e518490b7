//! A value as it was typed, with its place in the file.

use std::ops::Range;

use serde_spanned::Spanned;

/// A value as typed.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Typed<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is there with a wrong value, which has been reported.
    Wrong,
    /// The value with its place.
    Given(Spanned<T>),
}

impl<T> Typed<T> {
    /// The value with its place, if there is a right one.
    pub fn given(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Wrong => None,
        }
    }

    /// Where the value stands, if there is a right one.
    pub fn span(&self) -> Option<Range<usize>> {
        self.given().map(Spanned::span)
    }
}

impl<T: Clone> Typed<T> {
    /// The value, if there is a right one.
    pub fn value(&self) -> Option<T> {
        self.given().map(|value| value.get_ref().clone())
    }

    /// The value, `default` if the key is not there, nothing if it is wrong.
    pub fn or(&self, default: T) -> Option<T> {
        match self {
            Self::Given(value) => Some(value.get_ref().clone()),
            Self::Absent => Some(default),
            Self::Wrong => None,
        }
    }
}

/// A number by the name of a track.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// Track as typed.
    pub track: Spanned<String>,
    /// Number.
    pub value: Spanned<T>,
}
