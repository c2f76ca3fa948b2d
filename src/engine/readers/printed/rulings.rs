//! The ruling lines of a page: the straight edges of what is painted, those that are one brought together.

use super::super::ReadError;

/// How far apart, in points, lines may be that are one, and how far a line may end from the one that it meets.
pub(super) const NEAR: f64 = 3.0;
/// Shorter edges are no line and no part of one.
const SHORTEST_PIECE: f64 = 1.0;
/// Shorter lines are none.
const SHORTEST: f64 = 3.0;
/// How far, in points, an edge may lean over its whole length.
const STRAIGHT: f64 = 0.5;
/// Lines of one direction on a page, in all and at different places.
const MOST: usize = 20_000;

/// A stretch of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub from: f64,
    pub to: f64,
}

/// Parallel lines at one place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Where it stands: a horizontal line from the top, a vertical one from the left.
    pub place: f64,
    /// Its stretches in order, with gaps between them.
    pub stretches: Vec<Stretch>,
}

impl Line {
    /// Whether one stretch reaches from `from` to `to`.
    pub fn covers(&self, from: f64, to: f64) -> bool {
        // They stand in order and apart, so that only one can be the one.
        let next = self.stretches.partition_point(|stretch| stretch.to < to - NEAR);
        self.stretches.get(next).is_some_and(|stretch| stretch.from <= from + NEAR)
    }

    pub fn reaches(&self, place: f64) -> bool {
        self.covers(place, place)
    }
}

/// What is painted on a page that may rule a table.
#[derive(Debug, Default)]
pub(super) struct Rulings {
    horizontal: Vec<(f64, Stretch)>,
    vertical: Vec<(f64, Stretch)>,
}

impl Rulings {
    /// Adds the edge between two points, unless it leans.
    pub fn push(&mut self, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) {
        let (width, height) = ((x - to_x).abs(), (y - to_y).abs());
        if ![x, y, to_x, to_y].iter().all(|value| value.abs() < 1e6) {
            return;
        }
        if height <= STRAIGHT && width >= SHORTEST_PIECE {
            self.horizontal.push(((y + to_y) / 2.0, Stretch { from: x.min(to_x), to: x.max(to_x) }));
        } else if width <= STRAIGHT && height >= SHORTEST_PIECE {
            self.vertical.push(((x + to_x) / 2.0, Stretch { from: y.min(to_y), to: y.max(to_y) }));
        }
    }

    /// How many edges there are.
    pub fn len(&self) -> usize {
        self.horizontal.len() + self.vertical.len()
    }

    /// The horizontal and the vertical lines, from the top and from the left.
    pub fn lines(self) -> Result<(Vec<Line>, Vec<Line>), ReadError> {
        let (horizontal, vertical) = (joined(self.horizontal), joined(self.vertical));
        let count = |lines: &[Line]| lines.iter().map(|line| line.stretches.len()).sum::<usize>();
        if count(&horizontal).max(count(&vertical)) > MOST {
            return Err(super::too_much());
        }
        Ok((horizontal, vertical))
    }
}

/// Brings edges that stand near each other to one place, and joins those that follow upon each other.
fn joined(mut edges: Vec<(f64, Stretch)>) -> Vec<Line> {
    edges.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let lines = edges.chunk_by(|(one, _), (other, _)| other - one <= NEAR).map(|edges| {
        let place = edges.iter().map(|(place, _)| place).sum::<f64>() / edges.len() as f64;
        Line { place, stretches: stretches(edges.iter().map(|(_, stretch)| *stretch).collect()) }
    });
    lines.filter(|line| !line.stretches.is_empty()).collect()
}

fn stretches(mut pieces: Vec<Stretch>) -> Vec<Stretch> {
    pieces.sort_by(|one, other| one.from.total_cmp(&other.from));
    let mut joined: Vec<Stretch> = Vec::new();
    for piece in pieces {
        match joined.last_mut().filter(|last| piece.from <= last.to + NEAR) {
            Some(last) => last.to = last.to.max(piece.to),
            None => joined.push(piece),
        }
    }
    joined.retain(|stretch| stretch.to - stretch.from >= SHORTEST);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_double_edges_are_one_line() {
        let mut rulings = Rulings::default();
        for (from, to) in [(0.0, 50.0), (50.5, 100.0), (120.0, 150.0)] {
            rulings.push((from, 10.0), (to, 10.1));
            rulings.push((to, 10.6), (from, 10.6));
        }
        rulings.push((0.0, 0.0), (30.0, 30.0));
        rulings.push((5.0, 0.0), (5.0, 0.5));
        let (horizontal, vertical) = rulings.lines().unwrap();
        assert!(vertical.is_empty());
        assert_eq!(horizontal.len(), 1);
        assert!(horizontal[0].covers(1.0, 99.0) && horizontal[0].covers(120.0, 150.0));
        assert!(!horizontal[0].covers(50.0, 130.0) && !horizontal[0].reaches(110.0));
    }
}
