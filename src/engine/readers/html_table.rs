//! A table of a web page while it is read.

use std::collections::BTreeMap;

use super::{Bounds, Cover, Indent, MOST_COLUMNS, Place, ReadError, Source};

/// A cell that says that it reaches over more rows does not.
const MOST_ROWS_OF_CELL: usize = 1000;

#[derive(Debug, Default)]
pub(super) struct HtmlTable {
    number: usize,
    /// How many of its rows were emitted.
    emitted: usize,
    rows: Vec<Vec<String>>,
    covers: Vec<Cover>,
    indents: Vec<Indent>,
    /// The cell that reaches down in each column, and the row before which it ends.
    above: BTreeMap<usize, (usize, (usize, usize))>,
    row: Option<Row>,
    cell: Option<Cell>,
    /// It holds tables: its own texts are paragraphs.
    is_layout: bool,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<String>,
    is_hidden: bool,
}

#[derive(Debug)]
struct Cell {
    text: String,
    rows: usize,
    columns: usize,
    /// How far it is set in, in tenths of a character.
    indent: u16,
    is_hidden: bool,
}

impl HtmlTable {
    /// The table that is the `number`th of the page.
    pub fn new(number: usize) -> Self {
        Self { number, ..Self::default() }
    }

    /// The text of the cell that is open.
    pub fn open_text(&mut self) -> Option<&mut String> {
        self.cell.as_mut().map(|cell| &mut cell.text)
    }

    /// Begins a row; the one before must have ended.
    pub fn begin_row(&mut self, is_hidden: bool) {
        self.row = Some(Row { cells: Vec::new(), is_hidden });
    }

    /// Begins a cell that covers so many rows and columns and is set in by so many tenths of a character; the one before must
    /// have ended.
    pub fn begin_cell(&mut self, (rows, columns): (usize, usize), indent: u16, is_hidden: bool) {
        let rows = rows.clamp(1, MOST_ROWS_OF_CELL);
        self.cell = Some(Cell { text: String::new(), rows, columns: columns.max(1), indent, is_hidden });
        self.row.get_or_insert_default();
    }

    /// Ends the open cell. In a table that is there for layout its text is returned.
    pub fn end_cell(&mut self) -> Option<String> {
        let cell = self.cell.take()?;
        if self.is_layout {
            return Some(cell.text);
        }
        self.cover_reached();
        let row = self.row.get_or_insert_default();
        let place = (self.rows.len(), row.cells.len());
        let is_shown = !cell.is_hidden && !row.is_hidden;
        let end = (place.1 + cell.columns).min(MOST_COLUMNS);
        if cell.indent > 0 {
            self.indents.push(Indent { row: place.0, column: place.1, tenths: cell.indent });
        }
        for column in place.1..end {
            if cell.rows > 1 {
                self.above.insert(column, (place.0 + cell.rows, place));
            }
            let is_own = column == place.1;
            row.cells.push(if is_own && is_shown { tidy(&cell.text) } else { String::new() });
            if !is_own {
                self.covers.push(Cover { row: place.0, column, by: place });
            }
        }
        None
    }

    /// Fills the columns into which cells of rows above reach.
    fn cover_reached(&mut self) {
        let place = self.rows.len();
        let Some(row) = &mut self.row else { return };
        while let Some((_, by)) = self.above.get(&row.cells.len()).filter(|(end, _)| *end > place) {
            self.covers.push(Cover { row: place, column: row.cells.len(), by: *by });
            row.cells.push(String::new());
        }
    }

    pub fn end_row(&mut self, bounds: &mut Bounds) -> Result<(), ReadError> {
        self.cover_reached();
        let Some(row) = self.row.take().filter(|_| !self.is_layout) else { return Ok(()) };
        bounds.row(row.cells.len())?;
        self.rows.push(row.cells);
        Ok(())
    }

    /// Adds the rows that are there to `source` as a grid.
    pub fn emit(&mut self, source: &mut Source, bounds: &mut Bounds) -> Result<(), ReadError> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = std::mem::take(&mut self.rows);
        // A row without cells at the end is none.
        while rows.pop_if(|row| row.is_empty()).is_some() {}
        let first = self.emitted + 1;
        self.emitted += rows.len();
        if width == 0 {
            return Ok(());
        }
        let mut grid = Vec::with_capacity(rows.len());
        for (mut row, number) in rows.into_iter().zip(first..) {
            bounds.row(width)?;
            row.resize(width, String::new());
            grid.push((row, Place::Table(self.number, number)));
        }
        source.push_grid(grid, &std::mem::take(&mut self.covers), &std::mem::take(&mut self.indents));
        self.above.clear();
        Ok(())
    }

    /// Makes it a table for layout: the texts of its row so far, and of its open cell, are returned as paragraphs.
    pub fn become_layout(&mut self) -> Vec<String> {
        self.is_layout = true;
        self.covers.clear();
        self.indents.clear();
        self.above.clear();
        let mut texts = self.row.take().map(|row| row.cells).unwrap_or_default();
        texts.extend(self.open_text().map(std::mem::take));
        texts
    }
}

/// A cell's text without the blanks and breaks that only lay it out. Blanks of other widths are parts of a text: a narrow
/// one parts thousands.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_ascii_whitespace().collect::<Vec<_>>().join(" ").trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
