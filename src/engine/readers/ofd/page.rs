//! The objects of a page, printed where they stand.

use std::collections::HashMap;

use super::super::printed::{Matrix, Printed, too_much};
use super::super::{Progress, ReadError};
use super::POINTS;
use super::content::Object;

/// What the objects on a page may weigh, with those of the units that it shows.
const MOST: usize = 4_000_000;
/// How deep units show units.
const DEEPEST_UNIT: usize = 16;
/// Composite objects by their ids.
pub(super) type Units = HashMap<String, Vec<Object>>;

/// A page that is being printed.
pub(super) struct Page<'p> {
    units: &'p Units,
    progress: &'p Progress,
    /// To points from the top left corner of the page.
    matrix: Matrix,
    pub printed: Printed,
    weight: usize,
}

impl<'p> Page<'p> {
    /// A blank page of this box, in millimetres.
    pub fn new([left, top, ..]: [f64; 4], units: &'p Units, progress: &'p Progress) -> Self {
        let matrix = Matrix([POINTS, 0.0, 0.0, POINTS, 0.0, 0.0]) * Matrix::translation(-left, -top);
        Self { units, progress, matrix, printed: Printed::default(), weight: 0 }
    }

    /// Prints `objects`.
    pub fn print(&mut self, objects: &[Object]) -> Result<(), ReadError> {
        self.print_in(objects, self.matrix, 0)
    }

    fn print_in(&mut self, objects: &[Object], matrix: Matrix, depth: usize) -> Result<(), ReadError> {
        if depth > DEEPEST_UNIT {
            return Err(too_much());
        }
        for object in objects {
            self.weight += object.weight();
            if self.weight > MOST {
                return Err(too_much());
            }
            self.progress.check()?;
            match object {
                Object::Text(text) => text.print(matrix, &mut self.printed)?,
                Object::Path(frame, edges) => {
                    let matrix = matrix * *frame;
                    for ((x, y), (to_x, to_y)) in edges {
                        self.printed.edge(matrix.apply(*x, *y), matrix.apply(*to_x, *to_y))?;
                    }
                }
                Object::Unit(frame, id) => match self.units.get(id) {
                    Some(objects) => self.print_in(objects, matrix * *frame, depth + 1)?,
                    None => self.printed.picture(),
                },
                Object::Picture => self.printed.picture(),
            }
        }
        Ok(())
    }
}
