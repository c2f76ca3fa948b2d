//! What is pasted into the grid, and in which unit amounts are typed.

use super::{Grid, Sheet};
use disclosure_engine::edit::InputUnit;
use disclosure_engine::edit::paste::{Block, Paste, Spot, paste_at, paste_rows};
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

    /// What pasting `block` with plain numbers in `unit` would do, and whether it would be done row by row, by what the
    /// rows say they are.
    pub fn paste(&self, evaluated: Evaluated<'_>, block: &Block, unit: InputUnit) -> Option<(Paste, bool)> {
        let table = evaluated.form.table(self.table?)?;
        let sheet = Sheet::new(evaluated, table);
        // Below the rows there is no cell.
        if sheet.rows > 0 && self.selection().cursor.row >= sheet.rows {
            return None;
        }
        let mut selection = self.selection();
        selection.clamp(sheet.rows, sheet.columns.len());
        let (first, last) = selection.block();
        let is_there = first.row < sheet.rows && first.column < sheet.columns.len();
        let spot = if is_there { Spot::of(evaluated, sheet.cell(first)) } else { Spot::default() };
        if block.width() > 1
            && let Some(paste) = paste_rows(evaluated, table, block, unit, &spot)
        {
            return Some((paste, true));
        }
        Some((paste_at(evaluated, &sheet, (first, last), block, unit), false))
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
