//! Finds room for labels beside points, and for points at the same place.

use super::palette::Font;
use super::sketch::{Area, HPos, Point, text_area};

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

    /// Takes what a line covers.
    pub(super) fn occupy_line(&mut self, points: &[Point]) {
        const STEP: f64 = 4.0;
        for ends in points.windows(2) {
            let (dx, dy) = (ends[1].0 - ends[0].0, ends[1].1 - ends[0].1);
            let length = dx.hypot(dy).max(STEP);
            let mut done = 0.0;
            while done <= length {
                self.occupy(Area::around((ends[0].0 + dx * done / length, ends[0].1 + dy * done / length), STEP / 2.0));
                done += STEP;
            }
        }
    }

    /// Takes the nearest free place for a centered label around a point; none
    /// if there is no room at all.
    pub(super) fn beside(&mut self, point: Point, radius: f64, label: &str, font: Font) -> Option<Point> {
        let around = text_area((0.0, 0.0), label, font.size, HPos::Center);
        let (half_width, half_height) = (around.x1, around.y1);
        let found = candidates()
            .map(|(dx, dy, distance)| {
                let reach = radius + distance;
                (point.0 + dx * (reach + half_width), point.1 + dy * (reach + half_height))
            })
            .find(|&at| self.is_free(text_area(at, label, font.size, HPos::Center)))?;
        self.occupy(text_area(found, label, font.size, HPos::Center));
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
    [2.0, 8.0, 16.0, 28.0]
        .into_iter()
        .flat_map(|distance| DIRECTIONS.into_iter().map(move |(dx, dy)| (dx, dy, distance)))
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
                let (a, b) =
                    (text_area(*a, "0", LABEL.size, HPos::Center), text_area(*b, "0", LABEL.size, HPos::Center));
                assert!(!a.overlaps(&b));
            }
        }
    }

    #[test]
    fn labels_keep_clear_of_every_line_where_there_is_room() {
        let own = [(0.0, 40.0), (60.0, 60.0), (200.0, 70.0)];
        let lines = [vec![(0.0, 20.0), (40.0, 50.0), (280.0, 100.0)], vec![(50.0, 0.0), (50.0, 190.0)], own.to_vec()];
        for end in [own[0], own[2]] {
            let mut placing = Placing::within(Area { x0: 0.0, y0: 0.0, x1: 300.0, y1: 190.0 });
            for line in &lines {
                placing.occupy_line(line);
            }
            let at = placing.beside(end, 3.0, "95.9%", LABEL).expect("there is room");
            let label = text_area(at, "95.9%", LABEL.size, HPos::Center);
            for ends in lines.iter().flat_map(|line| line.windows(2)) {
                for part in 0..=1000 {
                    let share = f64::from(part) / 1000.0;
                    let x = ends[0].0 + share * (ends[1].0 - ends[0].0);
                    let y = ends[0].1 + share * (ends[1].1 - ends[0].1);
                    let is_under = (label.x0..label.x1).contains(&x) && (label.y0..label.y1).contains(&y);
                    assert!(!is_under, "a line runs through the label at {at:?}");
                }
            }
        }
    }
}
