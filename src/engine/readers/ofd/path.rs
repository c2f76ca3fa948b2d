//! The straight edges of a path.

use super::super::ReadError;
use super::super::printed::{MOST_EDGES, too_much};
use super::numbers;

/// What begins a piece of a path: it moves, goes straight, bends, or closes.
const COMMANDS: [char; 7] = ['S', 'M', 'L', 'Q', 'B', 'A', 'C'];

/// From where to where.
pub(super) type Edge = ((f64, f64), (f64, f64));

/// The edges of a path that is written as `M x y L x y … C`.
pub(super) fn edges(data: &str) -> Result<Vec<Edge>, ReadError> {
    let mut edges: Vec<Edge> = Vec::new();
    let (mut start, mut end) = ((0.0, 0.0), (0.0, 0.0));
    let mut rest = data;
    while let Some(at) = rest.find(COMMANDS) {
        let (command, after) = rest[at..].split_at(1);
        let (values, next) = after.split_at(after.find(COMMANDS).unwrap_or(after.len()));
        rest = next;
        if command == "C" {
            edges.push((end, start));
            end = start;
        }
        let values: Vec<f64> = numbers(values).take(MOST_EDGES).collect();
        for point in values.chunks_exact(length(command)) {
            let [.., x, y] = *point else { continue };
            match command {
                "M" | "S" => start = (x, y),
                "L" => edges.push((end, (x, y))),
                // Curves rule nothing.
                _ => {}
            }
            end = (x, y);
        }
        if edges.len() > MOST_EDGES {
            return Err(too_much());
        }
    }
    Ok(edges)
}

/// How many numbers a command takes, the last two of which are where it leads.
fn length(command: &str) -> usize {
    match command {
        "Q" => 4,
        "B" => 6,
        "A" => 7,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_pieces_are_edges() {
        let wanted = [((0.0, 0.0), (5.0, 0.0)), ((5.0, 0.0), (5.0, 2.5)), ((5.0, 2.5), (0.0, 0.0))];
        for data in ["M 0 0 L 5 0 L 5 2.5 C", "M0,0L5,0L5,2.5C", " M 0 0 L 5 0 5 2.5 C ", "S 0 0 L 5 0 L 5 2.5E0 C"] {
            assert_eq!(edges(data).unwrap(), wanted, "{data}");
        }
        let bent = "M 0 0 Q 1 1 2 2 B 1 1 2 2 3 3 A 4 4 0 0 1 4 4 L 9 4";
        assert_eq!(edges(bent).unwrap(), [((4.0, 4.0), (9.0, 4.0))]);
        for data in ["", "L", "M 1", "M NaN 0 L inf 0", "数 L", "L 1 2 L"] {
            assert!(edges(data).unwrap().len() <= 1, "{data}");
        }
        assert!(edges(&"L 1 2 ".repeat(MOST_EDGES + 1)).is_err());
    }
}
