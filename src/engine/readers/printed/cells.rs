//! The texts of a printed table: which characters stand in which cell.

use super::super::{Bounds, Cover, Indent, MOST_COLUMNS, Place, ReadError};
use super::geometry::Rect;
use super::glyph::Glyph;
use super::tables::Table;
use super::{indent, words};

/// How far apart, in points, ruling lines may be that are one.
const TOLERANCE: f64 = 2.0;

/// A table, for the source.
pub(super) struct Grid {
    pub rows: Vec<(Vec<String>, Place)>,
    pub covers: Vec<Cover>,
    pub indents: Vec<Indent>,
    /// Whether a blank is printed where a line of a cell was broken.
    pub prints_blanks: bool,
}

/// The characters of a page by how far down they stand, to find those of a cell.
pub(super) struct Cells<'a> {
    glyphs: Vec<(f64, usize, &'a Glyph)>,
}

impl<'a> Cells<'a> {
    pub fn new(glyphs: Vec<&'a Glyph>) -> Self {
        let mut glyphs: Vec<_> =
            glyphs.into_iter().zip(0..).map(|(glyph, index)| (glyph.bounds.middle().1, index, glyph)).collect();
        glyphs.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
        Self { glyphs }
    }

    /// A table as a grid, of which the row `first` on the page is the first.
    pub fn grid(&self, table: &Table, (page, first): (usize, usize), bounds: &mut Bounds) -> Result<Grid, ReadError> {
        let columns = edges(table.cells.iter().flat_map(|cell| [cell.left, cell.right]));
        let rows = edges(table.cells.iter().flat_map(|cell| [cell.top, cell.bottom]));
        let (width, height) = (columns.len().saturating_sub(1), rows.len().saturating_sub(1));
        if width > MOST_COLUMNS {
            return Err(ReadError::TooMuch("表格的列太多"));
        }
        let mut texts = Vec::with_capacity(height);
        for row in 0..height {
            bounds.row(width)?;
            texts.push((vec![String::new(); width], Place::Page(page, first + row)));
        }
        let mut grid = Grid { rows: texts, covers: Vec::new(), indents: Vec::new(), prints_blanks: false };
        let mut leftmost = Vec::new();
        for cell in &table.cells {
            let (top, bottom) = (nearest(&rows, cell.top), nearest(&rows, cell.bottom));
            let (left, right) = (nearest(&columns, cell.left), nearest(&columns, cell.right));
            let inside = self.inside(cell);
            if let Some(slot) = grid.rows.get_mut(top).and_then(|(row, _)| row.get_mut(left)) {
                let words::CellText { text, prints_blanks } = words::cell_text(&inside);
                grid.prints_blanks |= prints_blanks;
                slot.push_str(&text);
            }
            if left == 0 {
                leftmost.push((top, *cell, inside));
            }
            for row in top..bottom {
                for column in left..right {
                    if (row, column) != (top, left) {
                        grid.covers.push(Cover { row, column, by: (top, left) });
                    }
                }
            }
        }
        grid.indents = indent::indents(&leftmost);
        Ok(grid)
    }

    /// Those whose middle is in `cell`, in the order in which they were printed.
    fn inside(&self, cell: &Rect) -> Vec<&'a Glyph> {
        let from = self.glyphs.partition_point(|(middle, ..)| *middle < cell.top);
        let below = self.glyphs[from..].iter().take_while(|(middle, ..)| *middle <= cell.bottom);
        let mut inside: Vec<_> = below.filter(|(.., glyph)| cell.contains(glyph.bounds.middle())).collect();
        inside.sort_by_key(|(_, index, _)| *index);
        inside.into_iter().map(|(.., glyph)| *glyph).collect()
    }
}

/// The places of ruling lines, each once.
fn edges(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut places: Vec<f64> = places.filter(|place| place.is_finite()).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, place| *next - *place <= TOLERANCE);
    places
}

fn nearest(edges: &[f64], place: f64) -> usize {
    let distance = |edge: &f64| (edge - place).abs();
    let nearest = edges.iter().enumerate().min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)));
    nearest.map_or(0, |(index, _)| index)
}
