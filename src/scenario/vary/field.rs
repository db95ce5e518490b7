//! One number as it was typed: its bounds, its value, and setting it.

use serde_spanned::Spanned;

use crate::model::{Screening, Uncertain};
use crate::scenario::typed::{Entry, Typed};

/// A number as typed, to be read or set, with its range.
pub enum Field<'a> {
    /// A whole number.
    Whole(&'a mut Typed<u64>, (u64, u64)),
    /// A number.
    Number(&'a mut Typed<f64>, (f64, f64)),
    /// A number that may have been typed as a range.
    Uncertain(&'a mut Typed<Uncertain>, (f64, f64)),
    /// The correlation of screening, which may have been typed as a word.
    Screening(&'a mut Typed<Screening>),
    /// Letters of a track.
    Letters(&'a mut Typed<Vec<Entry<u64>>>, (u64, u64)),
    /// Worth of a track.
    Worth(&'a mut Vec<Entry<f64>>),
}

impl Field<'_> {
    /// Smallest and largest value, and whether only whole numbers are allowed.
    pub fn bounds(&self) -> (f64, f64, bool) {
        match self {
            Self::Whole(_, (low, high)) | Self::Letters(_, (low, high)) => (*low as f64, *high as f64, true),
            Self::Number(_, (low, high)) | Self::Uncertain(_, (low, high)) => (*low, *high, false),
            Self::Screening(_) | Self::Worth(_) => (0.0, 1.0, false),
        }
    }

    /// The number typed, the middle of a range; none for a default or a word.
    pub fn typed(&self, name: &str) -> Option<f64> {
        let whole = |number: u64| number as f64;
        match self {
            Self::Whole(typed, _) => typed.value().map(whole),
            Self::Number(typed, _) => typed.value(),
            Self::Uncertain(typed, _) => typed.value().map(Uncertain::middle),
            Self::Screening(typed) => match typed.value() {
                Some(Screening::Level(level)) => Some(level),
                _ => None,
            },
            Self::Letters(entries, _) => {
                let entries = entries.given().map(|given| given.get_ref().as_slice()).unwrap_or_default();
                entry(entries, name).map(whole)
            }
            Self::Worth(entries) => entry(entries, name),
        }
    }

    /// Sets the number, which lies within the bounds.
    pub fn set(self, name: &str, value: f64) {
        match self {
            Self::Whole(typed, _) => put(typed, whole(value)),
            Self::Number(typed, _) => put(typed, value),
            Self::Uncertain(typed, _) => put(typed, Uncertain::certain(value)),
            Self::Screening(typed) => put(typed, Screening::Level(value)),
            Self::Letters(typed, _) => {
                let mut entries = typed.value().unwrap_or_default();
                put_entry(&mut entries, name, whole(value));
                put(typed, entries);
            }
            Self::Worth(entries) => put_entry(entries, name, value),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within bounds that are not negative")]
fn whole(value: f64) -> u64 {
    value as u64
}

/// The value at the place of the one before it, so that messages point there.
pub(super) fn put<T>(typed: &mut Typed<T>, value: T) {
    let span = typed.span().unwrap_or(0..0);
    *typed = Typed::Given(Spanned::new(span, value));
}

fn entry<T: Copy>(entries: &[Entry<T>], name: &str) -> Option<T> {
    entries.iter().find(|entry| entry.track.get_ref() == name).map(|entry| *entry.value.get_ref())
}

fn put_entry<T>(entries: &mut Vec<Entry<T>>, name: &str, value: T) {
    if let Some(entry) = entries.iter_mut().find(|entry| entry.track.get_ref() == name) {
        entry.value = Spanned::new(entry.value.span(), value);
    } else {
        let track = Spanned::new(0..0, name.to_owned());
        entries.push(Entry { track, value: Spanned::new(0..0, value) });
    }
}
