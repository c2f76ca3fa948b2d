//! What word processors write: paragraphs and tables that follow upon each other, with tables and text boxes inside.

use super::{Bounds, Cover, Indent, MOST_COLUMNS, Place, ReadError, Source};
use crate::spelling::one_line;

/// Longer notes, in characters, are shown by their beginning.
const LONGEST_SHOWN: usize = 40;
/// Tables inside tables.
const DEEPEST_TABLE: usize = 8;

/// A document while it is read; `S` is what a format needs to know of a table beside.
#[derive(Debug, Default)]
pub(super) struct Flow<S> {
    source: Source,
    bounds: Bounds,
    /// The paragraphs that are open: a text box stands inside the paragraph to which it is tied.
    paragraphs: Vec<String>,
    paragraph_count: usize,
    /// The tables that are open, the innermost last.
    tables: Vec<Table<S>>,
    /// Tables that stood inside cells, to come after the table that held them.
    inner: Vec<Table<S>>,
    table_count: usize,
    /// How many text boxes are open.
    boxes: usize,
    /// The notes at the foot of pages and at the end, which are no part of what follows upon each other.
    pub notes: Vec<String>,
}

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Table<S> {
    number: usize,
    rows: Vec<Vec<String>>,
    /// The row that is open.
    row: Vec<String>,
    covers: Vec<Cover>,
    indents: Vec<Indent>,
    /// The paragraphs of the cell that is open.
    cell: Option<Vec<String>>,
    /// How many text boxes it stands in.
    boxes: usize,
    /// It holds tables and has no columns of its own: its texts are paragraphs.
    is_frame: bool,
    pub state: S,
}

impl<S: Default> Flow<S> {
    /// Begins a paragraph.
    pub fn begin_paragraph(&mut self) {
        self.paragraphs.push(String::new());
    }

    /// The paragraph that is open.
    pub fn paragraph(&mut self) -> Option<&mut String> {
        self.paragraphs.last_mut()
    }

    /// Ends the paragraph that is open; one that is not printed is dropped.
    pub fn end_paragraph(&mut self, is_printed: bool) -> Result<(), ReadError> {
        let Some(text) = self.paragraphs.pop().filter(|_| is_printed) else { return Ok(()) };
        match self.tables.last_mut().filter(|table| !table.is_frame) {
            Some(table) => {
                if let Some(cell) = &mut table.cell {
                    cell.push(text);
                }
                Ok(())
            }
            None => self.put_paragraph(text),
        }
    }

    fn put_paragraph(&mut self, text: String) -> Result<(), ReadError> {
        self.paragraph_count += 1;
        self.bounds.row(1)?;
        self.source.push_paragraph(text, Place::Paragraph(self.paragraph_count));
        Ok(())
    }

    /// Begins a text box.
    pub fn begin_box(&mut self) {
        self.boxes += 1;
    }

    /// Ends a text box.
    pub fn end_box(&mut self) {
        self.boxes = self.boxes.saturating_sub(1);
    }

    /// Begins a table.
    pub fn begin_table(&mut self) -> Result<(), ReadError> {
        if self.tables.len() >= DEEPEST_TABLE {
            return Err(ReadError::TooMuch("表格嵌套太深"));
        }
        let is_frame = |table: &&mut Table<S>| !table.is_frame && table.boxes == self.boxes && table.is_frame_so_far();
        let is_outermost = !self.tables.iter().rev().skip(1).any(|table| !table.is_frame);
        if let Some(outer) = self.tables.last_mut().filter(|table| is_outermost && is_frame(table)) {
            let texts = outer.become_frame();
            texts.into_iter().try_for_each(|text| self.put_paragraph(text))?;
        }
        self.table_count += 1;
        self.tables.push(Table { number: self.table_count, boxes: self.boxes, ..Table::default() });
        Ok(())
    }

    /// The table that is open, be it a frame or not.
    pub fn table(&mut self) -> Option<&mut Table<S>> {
        self.tables.last_mut()
    }

    /// The same where it has columns of its own.
    pub fn own_table(&mut self) -> Option<&mut Table<S>> {
        self.tables.last_mut().filter(|table| !table.is_frame)
    }

    /// Ends the row that is open, which stands there `count` times.
    pub fn end_row(&mut self, count: usize) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut().filter(|table| !table.is_frame) else { return Ok(()) };
        let row = std::mem::take(&mut table.row);
        for _ in 1..count {
            self.bounds.row(row.len())?;
            table.rows.push(row.clone());
        }
        self.bounds.row(row.len())?;
        table.rows.push(row);
        Ok(())
    }

    /// Drops the row that is open.
    pub fn drop_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.row.clear();
        }
    }

    /// Ends the table that is open.
    pub fn end_table(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.pop() else { return Ok(()) };
        if self.tables.iter().any(|table| !table.is_frame) {
            self.inner.push(table);
            return Ok(());
        }
        self.emit(table)?;
        let mut inner = std::mem::take(&mut self.inner);
        inner.sort_by_key(|table| table.number);
        inner.into_iter().try_for_each(|table| self.emit(table))
    }

    fn emit(&mut self, table: Table<S>) -> Result<(), ReadError> {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = Vec::with_capacity(table.rows.len());
        for (mut row, number) in table.rows.into_iter().zip(1..) {
            row.resize(width, String::new());
            self.bounds.row(width)?;
            rows.push((row, Place::Table(table.number, number)));
        }
        if !rows.is_empty() {
            self.source.push_grid(rows, &table.covers, &table.indents);
        }
        Ok(())
    }

    /// What the document says. Its notes are told.
    pub fn finish(mut self) -> Result<Source, ReadError> {
        let notes: Vec<String> = self.notes.iter().map(|note| one_line(note)).filter(|note| !note.is_empty()).collect();
        if let Some(first) = notes.first() {
            let shown: String = first.chars().take(LONGEST_SHOWN).collect();
            let more = if notes.len() > 1 { " 等" } else { "" };
            let count = notes.len();
            self.source.remarks.push(format!("文件有 {count} 条脚注或尾注（“{shown}”{more}），没有作为正文导入"));
        }
        if self.source.lines.is_empty() { Err(ReadError::Empty) } else { Ok(self.source) }
    }
}

impl<S> Table<S> {
    /// The row and column of the cell that comes next.
    pub fn place(&self) -> (usize, usize) {
        (self.rows.len(), self.row.len())
    }

    /// Begins a cell.
    pub fn begin_cell(&mut self) {
        self.cell = Some(Vec::new());
    }

    /// Ends the cell that is open, and returns its paragraphs.
    pub fn end_cell(&mut self) -> Option<Vec<String>> {
        self.cell.take()
    }

    /// Whether a cell is open that has no paragraph yet.
    pub fn begins_cell(&self) -> bool {
        self.cell.as_ref().is_some_and(Vec::is_empty)
    }

    /// Puts a cell that is set in by so many tenths of a character, if there is room for one.
    pub fn put(&mut self, text: String, tenths: u16) {
        let (row, column) = self.place();
        if column >= MOST_COLUMNS {
            return;
        }
        if tenths > 0 {
            self.indents.push(Indent { row, column, tenths });
        }
        self.row.push(text);
    }

    /// Puts a cell that the one at `by` covers, if there is room for one.
    pub fn put_covered(&mut self, by: (usize, usize)) {
        let (row, column) = self.place();
        if column < MOST_COLUMNS {
            self.covers.push(Cover { row, column, by });
            self.row.push(String::new());
        }
    }

    /// The cell that covers the one at `place`, or that one itself.
    pub fn anchor(&self, place: (usize, usize)) -> (usize, usize) {
        let cover = self.covers.iter().rev().find(|cover| (cover.row, cover.column) == place);
        cover.map_or(place, |cover| cover.by)
    }

    /// Whether none of its rows so far has more than one cell with something in it.
    fn is_frame_so_far(&self) -> bool {
        let filled = |row: &Vec<String>| row.iter().filter(|text| !text.trim().is_empty()).count();
        self.rows.iter().chain([&self.row]).all(|row| filled(row) <= 1)
    }

    /// Makes it a frame: the texts that it holds so far are returned as paragraphs.
    fn become_frame(&mut self) -> Vec<String>
    where
        S: Default,
    {
        self.is_frame = true;
        let rows = std::mem::take(&mut self.rows).into_iter().chain([std::mem::take(&mut self.row)]).flatten();
        let texts: Vec<String> = rows.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let open = self.cell.take().unwrap_or_default();
        (self.covers, self.indents, self.state) = Default::default();
        texts.into_iter().chain(open).collect()
    }
}
