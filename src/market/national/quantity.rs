//! What is counted in a market.

/// Declares quantities: variant, key, words, unit.
macro_rules! quantities {
    ($($(#[doc = $doc:literal])+ $variant:ident = $key:literal, $label:literal, $unit:literal;)+) => {
        /// A quantity of the answer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Quantity {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Quantity {
            /// All, in the order of the answer.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Keys of all.
            pub const KEYS: &'static [&'static str] = &[$($key),+];

            /// Its key in the table.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// Words for a person.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// Its unit.
            #[must_use]
            pub fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit,)+ }
            }
        }
    };
}

quantities! {
    /// People who apply.
    Applicants = "applicants", "applicants", "people";
    /// Share who matched to a PGY-1, or to an advanced position with its PGY-1.
    MatchRate = "match_rate", "matched", "percent";
    /// Share who matched to the track that they prefer.
    Preferred = "match_rate_preferred", "matched to the preferred specialty", "percent";
    /// Share who matched to an advanced position without its PGY-1.
    Partial = "partially_matched", "partially matched (no PGY-1)", "percent";
    /// Share who held a place after SOAP.
    AfterSoap = "placed_after_soap", "placed after SOAP", "percent";
    /// Of the matched, the share that got the first choice.
    FirstChoice = "first_choice", "matched to the first choice, of the matched", "percent";
    /// Of the matched, the share that got one of the first three.
    TopThree = "top_three", "matched to one of the first three choices, of the matched", "percent";
    /// Mean programs on the list of the matched.
    ListMatched = "list_length_matched", "programs on the list of the matched", "programs";
    /// Mean programs on the list of the unmatched who have a list.
    ListUnmatched = "list_length_not_matched", "programs on the list of the unmatched", "programs";
    /// Mean interviews on the primary list.
    Interviews = "interviews", "interviews", "interviews";
    /// Share without any interview.
    NoInterview = "no_interview", "without any interview", "percent";
    /// Gini index of interviews.
    Gini = "gini_interviews", "inequality of interviews (Gini)", "0 to 1";
    /// Of the programs on the first third of lists, the share that would take the person.
    AcceptFirst = "acceptance_first_third", "programs that would take you, first third of the list", "percent";
    /// The same on the second third.
    AcceptMiddle = "acceptance_middle_third", "programs that would take you, second third", "percent";
    /// The same on the last third.
    AcceptLast = "acceptance_last_third", "programs that would take you, last third", "percent";
    /// Of the signaled programs, the share that interviewed.
    Signaled = "interview_rate_signaled", "signaled programs that interview", "percent";
    /// Of the programs applied to without a signal, the share that interviewed.
    NotSignaled = "interview_rate_not_signaled", "programs without a signal that interview", "percent";
    /// Positions offered.
    Positions = "positions", "positions", "positions";
    /// Of the positions filled by the four published types, the share of one.
    ShareOfFilled = "share_of_filled", "share of the filled positions that begin with PGY-1", "percent";
    /// Share of positions unfilled.
    UnfilledShare = "unfilled_share", "positions unfilled", "percent";
    /// Positions unfilled.
    Unfilled = "unfilled_positions", "positions unfilled", "positions";
    /// Programs with an unfilled position.
    UnfilledPrograms = "unfilled_programs", "programs with an unfilled position", "programs";
    /// Positions filled in SOAP.
    SoapFilled = "soap_filled", "positions filled in SOAP", "positions";
    /// Mean list of the programs that filled.
    ProgramList = "program_list_length", "applicants on the list of a program that filled", "people";
    /// Couples of whom both matched.
    CouplesBoth = "couples_both_matched", "couples: both matched", "percent";
    /// Couples of whom one matched.
    CouplesOne = "couples_one_matched", "couples: one matched", "percent";
    /// Couples of whom neither matched.
    CouplesNeither = "couples_neither_matched", "couples: neither matched", "percent";
    /// Match rate of the strongest hundredth.
    TopPercent = "matched_strongest_percent", "matched, of the strongest 1%", "percent";
    /// Match rate of those with at least twelve interviews.
    AtTwelve = "matched_at_12_interviews", "matched, of those with at least 12 interviews", "percent";
    /// Mean place in the order of strength of the matched, 1 the strongest.
    RankOfMatched = "strength_rank_of_matched", "mean place in the order of strength of the matched", "place";
}
