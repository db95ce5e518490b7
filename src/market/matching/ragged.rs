//! Lists of different lengths in one flat array.

use std::ops::Range;

/// Lists of different lengths, one after the other.
#[derive(Clone, Debug)]
pub struct Ragged<T> {
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> Default for Ragged<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Ragged<T> {
    /// The lists that end at these places among the items; the last end is the number of items.
    pub(super) fn from_parts(ends: Vec<usize>, items: Vec<T>) -> Self {
        Self { ends, items }
    }

    /// Appends a list.
    pub fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(self.items.len());
    }

    /// How many lists there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Where the items of list `index` stand among all items.
    #[must_use]
    pub fn range(&self, index: u32) -> Range<usize> {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends[index]
    }

    /// List `index`.
    #[must_use]
    pub fn get(&self, index: u32) -> &[T] {
        &self.items[self.range(index)]
    }

    /// The items of all lists.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T> FromIterator<Vec<T>> for Ragged<T> {
    fn from_iter<I: IntoIterator<Item = Vec<T>>>(lists: I) -> Self {
        let mut ragged = Self::default();
        for list in lists {
            ragged.push(list);
        }
        ragged
    }
}
