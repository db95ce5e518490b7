//! Where programs are: the two-letter codes of the United States Postal Service.

use crate::reference::words::{Meaning, WordKind, meaning};

/// States, the District of Columbia and the territories with residency programs or plans for them.
const STATES: [&str; 56] = [
    "AK", "AL", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MP", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY",
    "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY",
];

/// Whether this is the code of a state or territory, in capitals.
#[must_use]
pub fn is_state(code: &str) -> bool {
    STATES.binary_search(&code).is_ok()
}

/// The code of a state or territory, from its code or its name.
#[must_use]
pub fn state_code(typed: &str) -> Option<String> {
    // `N.Y.` is written as often as `NY`.
    let code = typed.trim().replace('.', "").to_ascii_uppercase();
    if is_state(&code) {
        return Some(code);
    }
    match meaning(WordKind::State, typed) {
        Some(Meaning::Key(code)) => Some(code.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted_so_that_each_is_found() {
        assert!(STATES.is_sorted() && STATES.iter().all(|code| is_state(code)));
        assert!(STATES.iter().all(|code| state_code(code).as_deref() == Some(code)));
        assert_eq!(state_code("new york").as_deref(), Some("NY"));
        assert_eq!(state_code("N.Y.").as_deref(), Some("NY"));
        assert_eq!(state_code("Fla.").as_deref(), Some("FL"));
        assert_eq!(state_code("Puerto Rico").as_deref(), Some("PR"));
        assert_eq!(state_code("Atlantis"), None);
        assert!(!is_state("XX") && !is_state("ny") && is_state("PR"));
    }
}
