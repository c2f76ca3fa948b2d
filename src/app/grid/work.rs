//! What is pasted into the grid, and in which unit amounts are typed.

use super::{Grid, Sheet};
use disclosure_engine::edit::InputUnit;
use disclosure_engine::edit::paste::{Block, Paste, PastedRows, SaidOfColumns, Spot, paste_at, paste_rows};
use disclosure_engine::evaluate::Evaluated;

impl Grid {
    /// The unit of amounts that are typed without one.
    pub fn input_unit(&self) -> InputUnit {
        self.input_unit.unwrap_or(InputUnit::Form)
    }

    /// Changes the unit of amounts that are typed without one.
    pub fn set_input_unit(&mut self, unit: InputUnit) {
        self.input_unit = Some(unit);
    }

    /// What pasting `block` with plain numbers in `unit` would do. What was `said` of the columns of lists of a shape is
    /// believed.
    pub fn paste(
        &self,
        evaluated: Evaluated<'_>,
        block: &Block,
        unit: InputUnit,
        said: SaidOfColumns<'_>,
    ) -> Option<GridPaste> {
        let table = evaluated.form.table(self.table?)?;
        let sheet = Sheet::new(evaluated, table);
        let mut selection = self.selection();
        let is_below = sheet.rows > 0 && selection.cursor.row >= sheet.rows;
        selection.clamp(sheet.rows, sheet.columns.len());
        let (first, last) = selection.block();
        let is_there = first.row < sheet.rows && first.column < sheet.columns.len() && !is_below;
        let spot = if is_there { Spot::of(evaluated, sheet.cell(first)) } else { Spot::default() };
        let by_row = (block.width() > 1).then(|| paste_rows(evaluated, table, block, unit, &spot, said)).flatten();
        // Names may also be what is to be written over names.
        let is_list = |rows: &PastedRows| rows.columns.as_ref().is_none_or(|columns| columns.is_plainly_list);
        let by_row = match by_row {
            Some(rows) if is_list(&rows) || is_below => return Some(GridPaste::ByRow(rows)),
            rows => rows,
        };
        // Below the rows there is no cell.
        if is_below {
            return None;
        }
        let by_place = paste_at(evaluated, &sheet, (first, last), block, unit);
        let is_whole = by_place.refused.is_empty() && by_place.outside == 0;
        Some(by_row.filter(|_| !is_whole).map_or(GridPaste::ByPlace(by_place), GridPaste::ByRow))
    }
}

/// What a paste into the grid would do.
#[derive(Debug)]
pub enum GridPaste {
    /// Cell by cell, where the selection is.
    ByPlace(Paste),
    /// Row by row, by what the rows say they are.
    ByRow(PastedRows),
}

impl GridPaste {
    /// What it would do.
    pub fn paste(&self) -> &Paste {
        match self {
            Self::ByPlace(paste) => paste,
            Self::ByRow(rows) => &rows.paste,
        }
    }
}

/// The block that was pasted. Its text says all where tabs separate its cells; where they do not, the clipboard may hold
/// it as a table in HTML too.
pub fn block_from_clipboard(text: &str) -> Block {
    block_or_table(Block::from_text(text))
}

/// The same with the line breaks that are in the cells.
pub fn lines_from_clipboard(text: &str) -> Block {
    block_or_table(Block::with_lines(text))
}

fn block_or_table(block: Block) -> Block {
    if block.width() > 1 || block.height() <= 1 {
        return block;
    }
    let html = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().html());
    html.ok().and_then(|html| Block::from_html(&html)).unwrap_or(block)
}
