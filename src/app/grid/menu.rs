//! What can be done to the selected cells by the other button of the mouse, and what of it would do nothing.

use super::cells::Cells;
use crate::app::command::Command;
use disclosure_engine::edit::{EditError, MoveDirection, Step, duplicate_rows, move_rows, remove_rows};
use disclosure_engine::evaluate::{CellIndex, CellState, addends, dependents};
use disclosure_engine::form::{Column, ListIndex};
use disclosure_engine::sheet::{Place, SheetCell};

/// The commands, in groups.
pub const CELL_MENU: [&[Command]; 6] = [
    &[Command::Cut, Command::Copy, Command::Paste, Command::Clear],
    &[Command::FillDown, Command::FillRight],
    &[Command::AddRow, Command::RemoveRows, Command::DuplicateRows, Command::Recode],
    &[Command::MoveUp, Command::MoveDown],
    &[Command::Precedents, Command::Dependents],
    &[Command::Comment],
];

impl Cells<'_> {
    /// Why `command` would do nothing to what is selected, if it would not.
    pub(super) fn idle(&self, command: Command) -> Option<&'static str> {
        match command {
            Command::Cut | Command::Clear => {
                let holds = |cell| matches!(self.state(cell), CellState::Entered | CellState::Stated);
                let is_empty = !self.amounts().any(holds) && !self.has_text();
                is_empty.then_some("选中的格里没有录入的数，也没有公布数")
            }
            Command::FillDown => self.idle_fill(|place| place.row == 0),
            Command::FillRight => self.idle_fill(|place| place.column == 0),
            Command::AddRow => {
                let can_grow = |list| self.evaluated.form.list(list).footing().is_some();
                (!self.table.list_indices().any(can_grow)).then_some("这张表的行是规定好的")
            }
            Command::RemoveRows => self.idle_rows(|list, rows| remove_rows(self.evaluated, list, rows)),
            Command::DuplicateRows => self.idle_rows(|list, rows| duplicate_rows(self.evaluated, list, rows)),
            Command::MoveUp => self.idle_rows(|list, rows| move_rows(self.evaluated, list, rows, MoveDirection::Up)),
            Command::MoveDown => {
                self.idle_rows(|list, rows| move_rows(self.evaluated, list, rows, MoveDirection::Down))
            }
            Command::Recode => {
                let has_code = self.rows().is_some_and(|(list, rows)| {
                    let code = rows.first().and_then(|&row| self.evaluated.evaluation.layout(list).rows[row].code);
                    self.evaluated.form.list(list).classification().is_some() && code.is_some()
                });
                (!has_code).then_some("这一行没有科目编码")
            }
            Command::Precedents => {
                let is_computed = self
                    .cursor()
                    .is_some_and(|cell| !addends(self.evaluated.form, self.evaluated.evaluation, cell).is_empty());
                (!is_computed).then_some("这一格不由别的单元格算出")
            }
            Command::Dependents => {
                let is_used = self
                    .cursor()
                    .is_some_and(|cell| !dependents(self.evaluated.form, self.evaluated.evaluation, cell).is_empty());
                (!is_used).then_some("没有别的单元格用到这一格")
            }
            _ => None,
        }
    }

    /// A fill changes nothing where all is computed, or where a single line has none before it.
    fn idle_fill(&self, is_first: impl Fn(Place) -> bool) -> Option<&'static str> {
        let is_single = self.selection.cursor == self.selection.corner;
        let has_entered = self.amounts().any(|cell| !self.state(cell).is_computed()) || self.has_fields();
        match () {
            () if !has_entered => Some("选中的格都由程序计算"),
            () if is_single && is_first(self.selection.cursor) => Some("前面没有可以照填的格"),
            () => None,
        }
    }

    /// A step of the selected rows that cannot be made, or changes nothing.
    fn idle_rows(&self, step: impl Fn(ListIndex, &[usize]) -> Result<Step, EditError>) -> Option<&'static str> {
        let step = self.rows().map(|(list, rows)| step(list, &rows));
        let does = step.is_some_and(|step| step.is_ok_and(|step| !step.changes.is_empty()));
        (!does).then_some("对选中的行没有可做的")
    }

    fn state(&self, cell: CellIndex) -> CellState {
        self.evaluated.evaluation.state(cell)
    }

    /// Whether a cell for texts or dates is selected.
    fn has_fields(&self) -> bool {
        let is_field = |place| matches!(self.sheet.cell(place), SheetCell::Text { column: Column::Field(_), .. });
        self.selection.places().any(is_field)
    }

    /// Whether something stands in such a cell.
    fn has_text(&self) -> bool {
        self.selection.places().any(|place| match self.sheet.cell(place) {
            SheetCell::Text { list, row, column: Column::Field(field) } => {
                self.evaluated.field(list, row, field).is_some()
            }
            _ => false,
        })
    }

    fn amounts(&self) -> impl Iterator<Item = CellIndex> {
        self.selection.places().filter_map(|place| match self.sheet.cell(place) {
            SheetCell::Amount(cell) => Some(cell),
            SheetCell::Text { .. } | SheetCell::Blank => None,
        })
    }

    fn cursor(&self) -> Option<CellIndex> {
        match self.sheet.cell(self.selection.cursor) {
            SheetCell::Amount(cell) => Some(cell),
            SheetCell::Text { .. } | SheetCell::Blank => None,
        }
    }

    /// The list of the selection, with its selected rows.
    fn rows(&self) -> Option<(ListIndex, Vec<usize>)> {
        let mut rows: Vec<_> = self.selection.places().filter_map(|place| self.sheet.row_at(place)).collect();
        rows.sort_unstable();
        rows.dedup();
        let &(list, _) = rows.first()?;
        Some((list, rows.into_iter().filter(|(other, _)| *other == list).map(|(_, row)| row).collect()))
    }
}
