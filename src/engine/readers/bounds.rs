//! How much is read of a document.

use super::ReadError;

/// Cells that are read, of all grids together.
const MOST_CELLS: usize = 2_000_000;
/// Rows and paragraphs that are read.
pub(super) const MOST_ROWS: usize = 100_000;
/// Columns of a grid.
pub(super) const MOST_COLUMNS: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Bounds {
    rows: usize,
    cells: usize,
}

impl Bounds {
    /// Counts a cell.
    pub fn cell(&mut self) -> Result<(), ReadError> {
        self.cells += 1;
        if self.cells > MOST_CELLS { Err(ReadError::TooMuch("超过 200 万格")) } else { Ok(()) }
    }

    /// Counts a row of `cells`.
    pub fn row(&mut self, cells: usize) -> Result<(), ReadError> {
        self.rows += 1;
        self.cells += cells;
        if self.rows > MOST_ROWS {
            Err(ReadError::TooMuch("超过 10 万行"))
        } else if self.cells > MOST_CELLS {
            Err(ReadError::TooMuch("超过 200 万格"))
        } else {
            Ok(())
        }
    }
}
