//! Where programs are: the two-letter codes of the United States Postal Service.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted_so_that_each_is_found() {
        assert!(STATES.is_sorted() && STATES.iter().all(|code| is_state(code)));
        assert!(!is_state("XX") && !is_state("ny") && is_state("PR"));
    }
}
