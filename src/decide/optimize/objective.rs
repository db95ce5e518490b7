//! What a search chooses and by what it judges, so that one algorithm serves
//! the engine and the textbook cases it is held against.

/// One level for every knob.
pub type Levels = Vec<usize>;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Knob {
    /// More of it costs more: levels from 0 (none of it).
    Amount {
        /// The highest level.
        most: usize,
        /// Levels where the price of one more changes, worth reaching in one move.
        corners: Vec<usize>,
    },
    /// One of several ways, none of which costs more than another.
    Choice {
        /// How many.
        options: usize,
    },
}

impl Knob {
    /// An amount of 0 or 1.
    #[must_use]
    pub fn yes_or_no() -> Self {
        Self::Amount { most: 1, corners: Vec::new() }
    }

    /// How many levels there are.
    #[must_use]
    pub fn levels(&self) -> usize {
        match self {
            Self::Amount { most, .. } => most + 1,
            Self::Choice { options } => *options,
        }
    }
}

/// What is to be made as large as a budget allows.
pub trait Objective {
    /// Why points could not be judged.
    type Error;

    /// What can be chosen.
    fn knobs(&self) -> &[Knob];

    /// Price of a point; it never falls when an amount rises.
    fn cost(&self, point: &[usize]) -> f64;

    /// Whether a point keeps every limit other than the budget.
    fn allows(&self, point: &[usize]) -> bool;

    /// Worth of each point, higher is better.
    ///
    /// # Errors
    ///
    /// When the engine behind it fails or is interrupted.
    fn worths(&mut self, points: &[Levels]) -> Result<Vec<f64>, Self::Error>;
}

/// A point with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The point.
    pub point: Levels,
    /// Its worth.
    pub worth: f64,
}

/// The point where nothing is applied for and every choice is the first.
#[must_use]
pub fn nothing<O: Objective>(objective: &O) -> Levels {
    vec![0; objective.knobs().len()]
}

/// How many points there are; none if more than fit a `usize`.
#[must_use]
pub fn combinations<O: Objective>(objective: &O) -> Option<usize> {
    objective.knobs().iter().try_fold(1_usize, |product, knob| product.checked_mul(knob.levels()))
}

/// Whether a point can be afforded and keeps every limit.
#[must_use]
pub fn is_feasible<O: Objective>(objective: &O, point: &[usize], budget: f64) -> bool {
    is_paid(objective.cost(point), budget) && objective.allows(point)
}

/// Whether the budget pays for a cost; half a cent more, so that sums of prices do not fail by rounding.
#[must_use]
pub fn is_paid(cost: f64, budget: f64) -> bool {
    cost <= budget + 0.005
}
