//! The effects and assumptions that the program needs: each has a row in `data/effects/`.

/// Effects, exactly these.
pub(super) const EFFECTS: [&str; 13] = [
    "step2_ck_per_10",
    "years_since_graduation",
    "us_clinical_month",
    "ln_publications",
    "exam_failure",
    "letters_none",
    "letters_one",
    "gold_signal",
    "silver_signal",
    "plain_signal",
    "geographic_tie",
    "rotation",
    "own_fit",
];

/// Assumptions, exactly these, each with the range of its value.
pub(super) const ASSUMPTIONS: [(&str, f64, f64); 15] = [
    ("strength_correlation", 0.0, 1.0),
    ("radiology_correlation", 0.0, 1.0),
    ("season_spread", 0.0, 5.0),
    ("openness_weight", 0.0, 5.0),
    ("screening_typical", 0.0, 1.0),
    ("screening_researched", 0.0, 1.0),
    ("interview_luck_spread", 0.0, 5.0),
    ("pool_shift_spread", 0.0, 5.0),
    ("img_share_correlation", 0.0, 1.0),
    ("img_share_spread", 0.1, 5.0),
    ("slope_type_spread", 0.0, 5.0),
    ("step2_ck_type_spread", 0.0, 1.0),
    ("categorical_share_weight", 0.001, 1000.0),
    ("yield_source_spread", 0.0, 5.0),
    ("senior_strength_spread", 0.01, 5.0),
];

/// Assumptions that are read as numbers, so that they have no prior.
pub(super) const HELD: [&str; 5] = [
    "slope_type_spread",
    "step2_ck_type_spread",
    "categorical_share_weight",
    "yield_source_spread",
    "senior_strength_spread",
];
