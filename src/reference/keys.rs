//! The effects and assumptions that the program needs: each has a row in `data/effects/`.

use crate::model::{Assumptions, Effects};

/// What is known of the effect of Step 2 CK before it is fitted with each track.
pub(super) const STEP2_CK: &str = "step2_ck_per_10";

/// Assumptions that are read as numbers, so that they have no prior, with the range of their values.
const HELD: [(&str, f64, f64); 5] = [
    ("slope_type_spread", 0.0, 5.0),
    ("step2_ck_type_spread", 0.0, 1.0),
    ("categorical_share_weight", 0.001, 1000.0),
    ("yield_source_spread", 0.0, 5.0),
    ("senior_strength_spread", 0.01, 5.0),
];

/// Effects, exactly these.
pub(super) fn effects() -> Vec<&'static str> {
    [STEP2_CK].into_iter().chain(Effects::<f64>::ALL.iter().map(|effect| effect.key)).collect()
}

/// Assumptions, exactly these.
pub(super) fn assumptions() -> Vec<&'static str> {
    let held = HELD.iter().map(|(key, _, _)| *key);
    Assumptions::<f64>::ALL.iter().map(|assumption| assumption.key).chain(held).collect()
}

/// Whether the assumption is read as a number.
pub(super) fn is_held(assumption: &str) -> bool {
    HELD.iter().any(|(key, _, _)| *key == assumption)
}

/// The values that an assumption can have.
pub(super) fn range_of(assumption: &str) -> std::ops::RangeInclusive<f64> {
    let described = Assumptions::<f64>::ALL.iter().find(|one| one.key == assumption).map(|one| one.range);
    let held = || HELD.iter().find(|(key, _, _)| *key == assumption).map(|(_, least, most)| (*least, *most));
    let (least, most) = described.or_else(held).unwrap_or_default();
    least..=most
}
