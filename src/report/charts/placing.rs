//! Finds room for labels beside points, and for points at the same place.

use super::sketch::{Anchor, Area, Font, Point, text_area};

/// Keeps track of what is drawn where.
pub(super) struct Placing {
    bounds: Area,
    taken: Vec<Area>,
}

impl Placing {
    /// Nothing is taken yet inside these bounds.
    pub(super) fn within(bounds: Area) -> Self {
        Self { bounds, taken: Vec::new() }
    }

    /// Takes an area.
    pub(super) fn occupy(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Takes the nearest free place for a centerd label around a point; none
    /// if there is no room at all.
    pub(super) fn beside(&mut self, point: Point, radius: f64, label: &str, font: Font) -> Option<Point> {
        let around = text_area((0.0, 0.0), label, font, Anchor::Middle);
        let (half_width, half_height) = (around.x1, around.y1);
        let found = candidates()
            .map(|(dx, dy, distance)| {
                let reach = radius + distance;
                (point.0 + dx * (reach + half_width), point.1 + dy * (reach + half_height))
            })
            .find(|&at| self.is_free(text_area(at, label, font, Anchor::Middle)))?;
        self.occupy(text_area(found, label, font, Anchor::Middle));
        Some(found)
    }

    fn is_free(&self, area: Area) -> bool {
        let bounds = &self.bounds;
        let is_inside = area.x0 >= bounds.x0 && area.x1 <= bounds.x1 && area.y0 >= bounds.y0 && area.y1 <= bounds.y1;
        is_inside && !self.taken.iter().any(|taken| taken.overlaps(&area))
    }
}

/// Directions and distances to try, nearest first.
fn candidates() -> impl Iterator<Item = (f64, f64, f64)> {
    const DIRECTIONS: [Point; 8] =
        [(1.0, 0.0), (-1.0, 0.0), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8), (0.0, -1.0), (0.0, 1.0)];
    [2.0, 8.0, 16.0].into_iter().flat_map(|distance| DIRECTIONS.into_iter().map(move |(dx, dy)| (dx, dy, distance)))
}

/// Moves positions that nearly coincide apart, around their common middle.
pub(super) fn side_by_side(positions: &[f64], gap: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|&a, &b| positions[a].total_cmp(&positions[b]));
    let mut moved = positions.to_vec();
    let mut group: Vec<usize> = Vec::new();
    for index in order {
        let is_near = group.last().is_some_and(|&last| positions[index] - positions[last] < 0.5 * gap);
        if !is_near {
            spread(&mut moved, positions, &group, gap);
            group.clear();
        }
        group.push(index);
    }
    spread(&mut moved, positions, &group, gap);
    moved
}

#[expect(clippy::cast_precision_loss, reason = "a few points")]
fn spread(moved: &mut [f64], positions: &[f64], group: &[usize], gap: f64) {
    let middle = group.iter().map(|&index| positions[index]).sum::<f64>() / group.len().max(1) as f64;
    let half = (group.len().max(1) - 1) as f64 / 2.0;
    for (place, &index) in group.iter().enumerate() {
        if group.len() > 1 {
            moved[index] = middle + (place as f64 - half) * gap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::palette::LABEL;

    #[test]
    fn points_at_the_same_place_are_set_side_by_side() {
        let moved = side_by_side(&[100.0, 300.0, 100.0, 101.0], 12.0);
        assert_eq!(moved[1], 300.0);
        let mut near = [moved[0], moved[2], moved[3]];
        near.sort_by(f64::total_cmp);
        assert!(near[1] - near[0] > 11.0 && near[2] - near[1] > 11.0, "{near:?}");
    }

    #[test]
    fn labels_of_crowded_points_do_not_overlap() {
        let mut placing = Placing::within(Area { x0: 0.0, y0: 0.0, x1: 300.0, y1: 300.0 });
        let places: Vec<_> =
            (0..6).filter_map(|index| placing.beside((150.0, 150.0), 5.0, &index.to_string(), LABEL)).collect();
        assert_eq!(places.len(), 6);
        for (index, a) in places.iter().enumerate() {
            for b in &places[index + 1..] {
                let (a, b) = (text_area(*a, "0", LABEL, Anchor::Middle), text_area(*b, "0", LABEL, Anchor::Middle));
                assert!(!a.overlaps(&b));
            }
        }
    }
}
