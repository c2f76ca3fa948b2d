//! What a person does to the selected cells.

use super::editor;
use super::selection::SheetRaster;
use super::{Grid, Sheet};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::Amount;
use disclosure_engine::edit::paste::{Block, Paste, paste_at, paste_rows};
use disclosure_engine::edit::{CopiedCell, CopiedCells, InputUnit, set_amounts};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::sheet::{Place, SheetCell};

/// Where a fill goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the first row down.
    Down,
    /// From the first column to the right.
    Right,
}

impl Grid {
    /// The unit of amounts that are typed without one.
    pub fn input_unit(&self) -> InputUnit {
        self.input_unit.unwrap_or(InputUnit::Form)
    }

    /// Changes the unit of amounts that are typed without one.
    pub fn set_input_unit(&mut self, unit: InputUnit) {
        self.input_unit = Some(unit);
    }

    /// Clears the selected amounts.
    pub fn clear(&mut self, workspace: &mut Workspace) {
        let cells: Vec<_> = self.selected_amounts(workspace.evaluated()).into_iter().map(|cell| (cell, None)).collect();
        let table = self.table.map_or(0, |table| table.0);
        let step = set_amounts(workspace.evaluated(), format!("清除 表{table} {} 格", cells.len()), &cells);
        workspace.make(step);
    }

    /// The selection, to be copied.
    pub fn copied(&self, evaluated: Evaluated<'_>) -> CopiedCells {
        let Some(sheet) = self.sheet(evaluated) else { return CopiedCells::default() };
        let (first, last) = self.selection().block();
        let cell = |place| match sheet.cell(place) {
            SheetCell::Amount(cell) => {
                CopiedCell::Number(self.input_unit().exact_text(&evaluated.form.unit, evaluated.value(cell)))
            }
            SheetCell::Text { list, row, column } => CopiedCell::Text(evaluated.text(list, row, column)),
            SheetCell::Blank => CopiedCell::Text(String::new()),
        };
        let row = |row| (first.column..=last.column).map(|column| cell(Place { row, column })).collect();
        CopiedCells { rows: (first.row..=last.row).map(row).collect() }
    }

    /// Takes what was typed. Returns whether it could be taken; else it stays, with a sentence that says why.
    pub(super) fn commit(&mut self, workspace: &mut Workspace) -> bool {
        let Some(cell) = self.active(workspace.evaluated()) else { return true };
        match editor::step_of(workspace.evaluated(), cell, self.editor.text(), self.input_unit()) {
            Ok(step) => {
                workspace.make(step);
                self.editor.stop();
                true
            }
            Err(refusal) => {
                self.editor.refuse(refusal);
                false
            }
        }
    }

    /// Takes what was typed into every selected cell that is entered.
    pub(super) fn commit_to_all(&mut self, workspace: &mut Workspace) {
        let evaluated = workspace.evaluated();
        let unit = &evaluated.form.unit;
        match disclosure_engine::edit::parse_amount(self.editor.text(), unit, self.input_unit()) {
            Err(error) => self.editor.refuse(format!("“{}”不能作为金额：{error}。", self.editor.text().trim())),
            Ok(amount) => {
                let cells = self.selected_amounts(evaluated);
                let values: Vec<_> = cells.iter().map(|&cell| (cell, amount)).collect();
                self.editor.stop();
                self.enter_all(workspace, "填充", &values);
            }
        }
    }

    /// Fills the selection from its first row or column. A single row is filled from the one above, a single column from
    /// the one at its left.
    pub fn fill(&mut self, workspace: &mut Workspace, direction: Direction) {
        let evaluated = workspace.evaluated();
        let Some(sheet) = self.sheet(evaluated) else { return };
        let (mut first, last) = self.selection().block();
        match direction {
            Direction::Down if first.row == last.row => first.row = first.row.saturating_sub(1),
            Direction::Right if first.column == last.column => first.column = first.column.saturating_sub(1),
            _ => {}
        }
        let mut values = Vec::new();
        for row in first.row..=last.row {
            for column in first.column..=last.column {
                let (place, source) = match direction {
                    Direction::Down => (Place { row, column }, Place { row: first.row, column }),
                    Direction::Right => (Place { row, column }, Place { row, column: first.column }),
                };
                if let (true, SheetCell::Amount(cell), SheetCell::Amount(source)) =
                    (place != source, sheet.cell(place), sheet.cell(source))
                {
                    values.push((cell, Some(evaluated.value(source))));
                }
            }
        }
        self.enter_all(workspace, "填充", &values);
    }

    /// Enters `values` as one step. What the program computes is left as it is, and said to be.
    fn enter_all(&mut self, workspace: &mut Workspace, what: &str, values: &[(CellIndex, Option<Amount>)]) {
        let evaluated = workspace.evaluated();
        let is_entered = |cell: CellIndex| !evaluated.evaluation.state(cell).is_computed();
        let entered: Vec<_> = values.iter().copied().filter(|&(cell, _)| is_entered(cell)).collect();
        let table = self.table.map_or(0, |table| table.0);
        let step = set_amounts(evaluated, format!("{what} 表{table} {} 格", entered.len()), &entered);
        workspace.make(step);
        let computed = values.len() - entered.len();
        if computed > 0 {
            self.set_notice(format!("{computed} 格由程序计算，没有{what}"));
        }
    }

    /// What pasting `text` would do, and whether it would be done row by row, by what the rows say they are.
    pub fn paste(&self, evaluated: Evaluated<'_>, text: &str) -> Option<(Paste, bool)> {
        let table = evaluated.form.table(self.table?)?;
        let block = block_from_clipboard(text);
        if block.width() > 1
            && let Some(paste) = paste_rows(evaluated, table, &block, self.input_unit())
        {
            return Some((paste, true));
        }
        let sheet = Sheet::new(evaluated, table);
        let mut selection = self.selection();
        selection.clamp(&SheetRaster { sheet: &sheet, evaluated });
        Some((paste_at(evaluated, &sheet, selection.block(), &block, self.input_unit()), false))
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
