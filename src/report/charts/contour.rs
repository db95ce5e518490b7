//! Lines of one level through a grid of values: marching squares with linear
//! interpolation (Lorensen and Cline 1987 in two dimensions).

use super::sketch::Point;

/// The pieces of the line where the grid reaches `level`, between the
/// centers of its cells; positions count cells, `(column, row)` from 0.
pub(super) fn pieces(rows: &[Vec<f64>], level: f64) -> Vec<(Point, Point)> {
    let mut found = Vec::new();
    for (row, pair) in rows.windows(2).enumerate() {
        for column in 1..pair[0].len().min(pair[1].len()) {
            let corners = [
                ((column - 1) as f64, row as f64, pair[0][column - 1]),
                (column as f64, row as f64, pair[0][column]),
                (column as f64, (row + 1) as f64, pair[1][column]),
                ((column - 1) as f64, (row + 1) as f64, pair[1][column - 1]),
            ];
            let crossings = crossings(&corners, level);
            // Four crossings are a saddle, which pairs of neighbors resolve one way or the other.
            found.extend(crossings.chunks_exact(2).map(|ends| (ends[0], ends[1])));
        }
    }
    found
}

/// Where the edges of a square cross the level, in the order of the edges.
fn crossings(corners: &[(f64, f64, f64); 4], level: f64) -> Vec<Point> {
    let edges = (0..4).map(|edge| (corners[edge], corners[(edge + 1) % 4]));
    edges
        .filter(|(a, b)| (a.2 < level) != (b.2 < level))
        .map(|(a, b)| {
            let share = (level - a.2) / (b.2 - a.2);
            (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_crossed_by_a_straight_line() {
        let rows: Vec<Vec<f64>> = (0..4).map(|row| (0..5).map(|column| f64::from(column + row)).collect()).collect();
        let pieces = pieces(&rows, 2.5);
        assert!(!pieces.is_empty());
        for (x, y) in pieces.into_iter().flat_map(|(from, to)| [from, to]) {
            assert!((x + y - 2.5).abs() < 1e-12, "{x} {y}");
        }
    }

    #[test]
    fn a_peak_is_circled_and_a_level_beyond_the_grid_is_nowhere() {
        let rows = vec![vec![0.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 0.0]];
        assert_eq!(pieces(&rows, 0.5).len(), 4);
        assert!(pieces(&rows, 2.0).is_empty() && pieces(&[], 0.5).is_empty());
    }
}
