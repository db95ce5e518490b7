//! Small symmetric positive definite matrices: all the linear algebra that five
//! parameters need.

/// A square matrix, by rows.
pub type Matrix<const N: usize> = [[f64; N]; N];

/// The lower triangular `L` with `L·Lᵀ = m`; none if `m` is not positive definite.
#[must_use]
pub fn cholesky<const N: usize>(m: &Matrix<N>) -> Option<Matrix<N>> {
    let mut l = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let rest = m[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>();
            if i == j {
                if !(rest.is_finite() && rest > 0.0) {
                    return None;
                }
                l[i][i] = rest.sqrt();
            } else {
                l[i][j] = rest / l[j][j];
            }
        }
    }
    Some(l)
}

/// The solution of `L·Lᵀ·x = b`.
#[must_use]
pub fn solve<const N: usize>(l: &Matrix<N>, b: &[f64; N]) -> [f64; N] {
    let mut x = *b;
    for i in 0..N {
        x[i] = (x[i] - (0..i).map(|k| l[i][k] * x[k]).sum::<f64>()) / l[i][i];
    }
    for i in (0..N).rev() {
        x[i] = (x[i] - (i + 1..N).map(|k| l[k][i] * x[k]).sum::<f64>()) / l[i][i];
    }
    x
}

/// The inverse of `L·Lᵀ`.
#[must_use]
pub fn inverse<const N: usize>(l: &Matrix<N>) -> Matrix<N> {
    let mut columns = [[0.0; N]; N];
    for (j, column) in columns.iter_mut().enumerate() {
        let mut unit = [0.0; N];
        unit[j] = 1.0;
        *column = solve(l, &unit);
    }
    columns
}

/// `x + L·u`.
#[must_use]
pub fn moved<const N: usize>(x: &[f64; N], l: &Matrix<N>, u: &[f64; N]) -> [f64; N] {
    let mut y = *x;
    for (value, row) in y.iter_mut().zip(l) {
        *value += row.iter().zip(u).map(|(entry, step)| entry * step).sum::<f64>();
    }
    y
}

/// `L·m·Lᵀ`.
#[must_use]
pub fn sandwich<const N: usize>(l: &Matrix<N>, m: &Matrix<N>) -> Matrix<N> {
    let mut found = [[0.0; N]; N];
    for (i, row) in found.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            *entry = (0..N).map(|p| (0..N).map(|q| l[i][p] * m[p][q] * l[j][q]).sum::<f64>()).sum();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const M: Matrix<3> = [[4.0, 2.0, 0.6], [2.0, 5.0, -1.0], [0.6, -1.0, 3.0]];

    #[test]
    fn a_matrix_times_its_inverse_is_the_unit_matrix() {
        let inverse = inverse(&cholesky(&M).unwrap());
        let unit: Matrix<3> = std::array::from_fn(|i| {
            std::array::from_fn(|j| M[i].iter().zip(inverse).map(|(entry, row)| entry * row[j]).sum())
        });
        for (place, entry) in unit.as_flattened().iter().enumerate() {
            assert!((entry - f64::from(u8::from(place % 4 == 0))).abs() < 1e-14, "{unit:?}");
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_root() {
        assert!(cholesky(&[[1.0, 2.0], [2.0, 1.0]]).is_none());
        assert!(cholesky(&[[f64::NAN, 0.0], [0.0, 1.0]]).is_none());
    }
}
