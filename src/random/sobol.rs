//! Owen-scrambled Sobol points: quasi-random numbers with quantified error.
//!
//! A thin cover of the crate `sobol_burley` (Burley, "Practical hash-based Owen
//! scrambling", JCGT 9, 2020; direction numbers of Joe & Kuo) that refuses to go
//! past its limits: 2¹⁶ points a scrambling and 256 dimensions. Several seeds
//! are independent scramblings; their spread is the error of the integral.

use thiserror::Error;

use super::normal_quantile;

/// Points of one scrambling at most.
pub const MAX_POINTS: u32 = 1 << 16;

/// Dimensions at most.
pub const MAX_DIMENSIONS: usize = sobol_burley::NUM_DIMENSION_SETS_4D as usize * 4;

/// A sequence that cannot be had.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SobolError {
    /// More points than one scrambling has.
    #[error("{asked} Sobol points were asked for, one scrambling has {MAX_POINTS}; use more scramblings")]
    TooManyPoints {
        /// Points asked for.
        asked: u64,
    },
    /// More dimensions than there are direction numbers for.
    #[error("{asked} Sobol dimensions were asked for, there are {MAX_DIMENSIONS}; use fewer tracks")]
    TooManyDimensions {
        /// Dimensions asked for.
        asked: usize,
    },
}

/// Points of one scrambling that follow one another: the first, unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scrambling {
    first: u32,
    points: u32,
    dimensions: usize,
    seed: u32,
}

impl Scrambling {
    /// The first `points` points of the scrambling of this seed.
    ///
    /// # Errors
    ///
    /// [`SobolError`] past the limits of the sequence.
    pub fn new(points: u64, dimensions: usize, seed: u32) -> Result<Self, SobolError> {
        if dimensions > MAX_DIMENSIONS {
            return Err(SobolError::TooManyDimensions { asked: dimensions });
        }
        match u32::try_from(points) {
            Ok(points) if points <= MAX_POINTS => Ok(Self { first: 0, points, dimensions, seed }),
            _ => Err(SobolError::TooManyPoints { asked: points }),
        }
    }

    /// The same for numbers already found to lie within the limits.
    #[must_use]
    pub fn within_limits(points: u32, dimensions: usize, seed: u32) -> Self {
        debug_assert!(points <= MAX_POINTS && dimensions <= MAX_DIMENSIONS);
        Self { first: 0, points, dimensions, seed }
    }

    /// As many points, from number `first` on. Where their number is a power of two that divides `first` they are as
    /// even among themselves as the first ones, and all such stretches together are as even as one scrambling.
    #[must_use]
    pub fn from(self, first: u32) -> Self {
        debug_assert!(first + self.points <= MAX_POINTS);
        Self { first, ..self }
    }

    /// Number of points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.points
    }

    /// Whether there is no point at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// Writes point `index` (below [`len`](Self::len)) as standard normal
    /// coordinates into `out`, which is cleared first.
    #[expect(clippy::cast_possible_truncation, reason = "at most 64 sets of four dimensions")]
    pub fn normals(&self, index: u32, out: &mut Vec<f64>) {
        debug_assert!(index < self.points);
        out.clear();
        for set in 0..self.dimensions.div_ceil(4) {
            let four = sobol_burley::sample_4d(self.first + index, set as u32, self.seed);
            out.extend(four.map(|share| normal_quantile(f64::from(share) + HALF_CELL)));
        }
        out.truncate(self.dimensions);
    }
}

/// Half the width of a cell of the 24-bit points, so that no coordinate is 0 or 1.
const HALF_CELL: f64 = 1.0 / 33_554_432.0;

#[cfg(test)]
mod tests {
    #![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of boxes")]

    use super::*;

    /// The first unscrambled points of dimensions 0 and 1 (van der Corput, and
    /// the primitive polynomial x + 1): Bratley & Fox, Algorithm 659, table.
    #[test]
    fn the_first_unscrambled_points_are_the_published_ones() {
        let point = |index: u32, dimension| {
            f64::from(sobol_burley::parts::sobol_rev(index.reverse_bits(), dimension).reverse_bits()) / 4_294_967_296.0
        };
        let first: Vec<f64> = (0..8).map(|index| point(index, 0)).collect();
        assert_eq!(first, [0.0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]);
        let second: Vec<f64> = (0..4).map(|index| point(index, 1)).collect();
        assert_eq!(second, [0.0, 0.5, 0.75, 0.25]);
    }

    /// Of stretches of four points each has one point in each quarter of every coordinate, and eight of them together one
    /// in each thirty-second.
    #[test]
    fn stretches_of_a_scrambling_are_even_alone_and_together() {
        let scrambling = Scrambling::new(4, 12, 77).expect("within the limits");
        let mut coordinates = Vec::new();
        let mut cells = vec![Vec::new(); 12];
        for stretch in 0..8 {
            let mut quarters = vec![Vec::new(); 12];
            for index in 0..4 {
                scrambling.from(4 * stretch).normals(index, &mut coordinates);
                for (dimension, normal) in coordinates.iter().enumerate() {
                    let share = crate::random::normal_share(*normal);
                    quarters[dimension].push((share * 4.0) as u32);
                    cells[dimension].push((share * 32.0) as u32);
                }
            }
            for mut of_dimension in quarters {
                of_dimension.sort_unstable();
                assert_eq!(of_dimension, [0, 1, 2, 3]);
            }
        }
        for mut of_dimension in cells {
            of_dimension.sort_unstable();
            assert_eq!(of_dimension, (0..32).collect::<Vec<u32>>());
        }
    }

    /// Every one of 2^k equal slices of every coordinate holds exactly one of the
    /// first 2^k points, for any scrambling.
    #[test]
    fn every_coordinate_of_a_net_is_stratified() {
        for seed in [0, 1, 12_345] {
            let scrambling = Scrambling::new(256, 40, seed).expect("within the limits");
            let mut seen = vec![[false; 256]; 40];
            let mut point = Vec::new();
            for index in 0..scrambling.len() {
                scrambling.normals(index, &mut point);
                for (dimension, normal) in point.iter().enumerate() {
                    let share = statrs::function::erf::erfc(-normal / std::f64::consts::SQRT_2) / 2.0;
                    seen[dimension][(share * 256.0) as usize] = true;
                }
            }
            assert!(seen.iter().flatten().all(|slice| *slice), "seed {seed}");
        }
    }

    /// Elementary intervals of the first two coordinates: 16 × 16 boxes of 256
    /// points, one point each: a (0, 8, 2)-net.
    #[test]
    fn the_first_two_coordinates_form_a_net() {
        for (across, down) in [(16, 16), (4, 64), (64, 4)] {
            let mut boxes = vec![0; 256];
            for index in 0..256 {
                let [x, y, _, _] = sobol_burley::sample_4d(index, 0, 9);
                boxes[(x * across as f32) as usize * down + (y * down as f32) as usize] += 1;
            }
            assert!(boxes.iter().all(|count| *count == 1), "{across} by {down}");
        }
    }

    /// `E exp(Σ x_i / 4)` over eight standard normals is exp(8/32): the error of
    /// 4,096 points is a hundredth of that of as many independent ones.
    #[test]
    fn a_known_integral_is_found_far_more_closely_than_by_chance() {
        let exact = (8.0_f64 / 32.0).exp();
        let mut point = Vec::new();
        for seed in 0..8 {
            let scrambling = Scrambling::new(4096, 8, seed).expect("within the limits");
            let mut sum = 0.0;
            for index in 0..scrambling.len() {
                scrambling.normals(index, &mut point);
                sum += (point.iter().sum::<f64>() / 4.0).exp();
            }
            let independent_error = exact * ((8.0_f64 / 16.0).exp() - 1.0).sqrt() / 64.0;
            assert!((sum / 4096.0 - exact).abs() < independent_error / 10.0, "seed {seed}");
        }
    }

    #[test]
    fn past_the_limits_there_is_an_error_and_no_silent_repetition() {
        assert_eq!(Scrambling::new(65_537, 4, 0), Err(SobolError::TooManyPoints { asked: 65_537 }));
        assert_eq!(Scrambling::new(8, 257, 0), Err(SobolError::TooManyDimensions { asked: 257 }));
        assert!(Scrambling::new(65_536, 256, 0).is_ok());
    }
}
