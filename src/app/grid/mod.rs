//! The table as an editable grid that looks like the printed form.
//!
//! [`metrics`] gives the sizes of a sheet, [`head`] and [`cells`] paint it in the [`table`]; [`contents`] tells the
//! [`Controller`], which works in the cells, what stands in them. Keys are carried out before the table is drawn and what the
//! pointer did after it, never in between.

mod cells;
mod contents;
mod derived;
pub mod entry;
mod head;
mod menu;
mod metrics;
mod page;
mod proposed;
mod remark;
mod scale;
mod table;
mod work;

use std::collections::{HashMap, HashSet};

use egui::{Event, MouseWheelUnit, Ui};

pub use cells::mark;
pub use scale::Scale;
pub use work::{GridPaste, block_from_clipboard, lines_from_clipboard};

use self::contents::ShownTable;
use self::derived::{Derived, Natural};
use self::entry::{EntryLines, Meant};

use super::cells::{Controller, FieldLook, FieldShape, NoticeKind, Selection};
use super::command::{CellsDeed, Command};
use super::theme::BODY_SIZE;
use super::widths::ColumnWidths;
use super::workspace::Workspace;
use disclosure_engine::catalog::CatalogEntry;
use disclosure_engine::disclosure::{AmountUnit, RowKey, TableNumber};
use disclosure_engine::edit::{CopiedCells, InputUnit, Shown, Step};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::form::ListIndex;
use disclosure_engine::sheet::{Place, Sheet, SheetCell};

/// The grid of the table that is shown.
#[derive(Default)]
pub struct Grid {
    table: Option<TableNumber>,
    controller: Controller,
    /// What is selected in the tables that are not shown.
    selections: HashMap<TableNumber, Selection>,
    /// Something was selected in the table that is shown.
    is_selected: bool,
    derived: Option<Derived>,
    natural: Option<Natural>,
    /// How large tables are drawn.
    scale: Scale,
    /// What the wheel turned and is less than a step.
    turned: f32,
    /// Column widths that were drawn by hand.
    widths: ColumnWidths,
    has_new_widths: bool,
    /// The unit of amounts that are typed without one.
    input_unit: Option<InputUnit>,
    /// Cells of the finding that was chosen.
    highlighted: HashSet<CellIndex>,
}

/// What the grid asks of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridRequest {
    /// Paste a text where the selection is.
    Paste(String),
    /// Carry out a command.
    Command(Command),
    /// Ask for a project of this code.
    AddProject(CatalogEntry),
    /// Draw tables so many steps larger.
    Zoom(i16),
}

impl Grid {
    /// A grid without a table, with the column widths that were drawn earlier.
    pub fn new(widths: ColumnWidths) -> Self {
        Self { widths, ..Self::default() }
    }

    /// Forgets the disclosure that was shown, and keeps what belongs to the person.
    pub fn reset(&mut self) {
        *self = Self { scale: self.scale, ..Self::new(std::mem::take(&mut self.widths)) };
    }

    /// Draws tables at this size from now on.
    pub fn set_scale(&mut self, scale: Scale) {
        if self.scale != scale {
            self.scale = scale;
            self.follow();
        }
    }

    pub fn show_table(&mut self, table: TableNumber) {
        if self.table == Some(table) {
            return;
        }
        if let Some(left) = self.table.filter(|_| self.is_selected) {
            self.selections.insert(left, self.controller.selection);
        }
        let selected = self.selections.get(&table).copied();
        self.table = Some(table);
        self.is_selected = selected.is_some();
        self.controller.leave_for(selected.unwrap_or_default());
    }

    pub fn table(&self) -> Option<TableNumber> {
        self.table
    }

    /// The unit in which the table that is shown prints its amounts.
    pub fn unit<'a>(&self, evaluated: Evaluated<'a>) -> &'a AmountUnit {
        self.table.map_or(&evaluated.form.text_unit, |table| evaluated.unit_of_table(table))
    }

    /// Shows `cell` and makes it the active one.
    pub fn go_to(&mut self, evaluated: Evaluated<'_>, cell: CellIndex) {
        let table = evaluated.form.table_of(cell.list);
        self.show_table(table.number);
        if let Some(place) = Sheet::new(evaluated, table).place(cell) {
            self.go_to_place(table.number, place);
        }
    }

    /// Shows `place` of `table` and makes it the active one.
    pub fn go_to_place(&mut self, table: TableNumber, place: Place) {
        self.show_table(table);
        self.select(Selection::at(place));
    }

    fn select(&mut self, selection: Selection) {
        self.controller.select(selection);
        self.is_selected = true;
    }

    /// What is shown and selected now.
    pub fn shown(&self) -> Option<Shown> {
        let Selection { cursor, corner, .. } = self.selection();
        let pair = |place: Place| (place.row, place.column);
        self.table.map(|table| Shown { table, cursor: pair(cursor), corner: pair(corner) })
    }

    /// Shows and selects what was shown and selected once.
    pub fn restore(&mut self, shown: Shown) {
        self.show_table(shown.table);
        let place = |(row, column)| Place { row, column };
        self.select(Selection { corner: place(shown.corner), ..Selection::at(place(shown.cursor)) });
    }

    /// Frames the cells of a finding.
    pub fn highlight(&mut self, cells: impl IntoIterator<Item = CellIndex>) {
        self.highlighted = cells.into_iter().collect();
    }

    fn shown_table(&self) -> Option<ShownTable> {
        let last = self.controller.last_added.as_ref().and_then(RowKey::code);
        Some(ShownTable { number: self.table?, unit: self.input_unit(), last })
    }

    /// Takes what is being typed, before something else is done. Returns whether it could be taken; else it stays, with
    /// a sentence that says why.
    pub fn finish(&mut self, workspace: &mut Workspace) -> bool {
        let Some(table) = self.shown_table() else { return true };
        self.controller.finish(workspace, &table)
    }

    /// What is being typed, as [`Grid::finish`] would take it, if it can be taken.
    pub fn unfinished(&self, workspace: &Workspace) -> Option<Step> {
        self.controller.unfinished(workspace, &self.shown_table()?)
    }

    /// Lets the selected cells do `deed`.
    pub fn carry_out(&mut self, workspace: &mut Workspace, deed: CellsDeed) {
        if let Some(table) = self.shown_table() {
            self.is_selected = true;
            self.controller.carry_out(workspace, &table, deed);
        }
    }

    pub fn copied(&self, workspace: &Workspace) -> CopiedCells {
        self.shown_table().map(|table| self.controller.copied(workspace, &table)).unwrap_or_default()
    }

    /// The view follows the active cell in the next frame.
    pub fn follow(&mut self) {
        self.controller.follow();
    }

    /// Whether a cell is being edited.
    pub fn is_editing(&self) -> bool {
        self.controller.is_editing()
    }

    /// What is being typed.
    fn typed_text(&self) -> Option<&str> {
        self.is_editing().then(|| self.controller.text())
    }

    /// What to say about the last key or click, in the bar above the grid.
    pub fn notice(&self) -> Option<(NoticeKind, &str)> {
        self.controller.notice()
    }

    /// Says `notice` in the bar above the grid until the next key or click.
    pub fn set_notice(&mut self, notice: impl Into<String>) {
        self.controller.set_notice(notice);
    }

    /// Says there why something was not done.
    pub fn refuse(&mut self, why: impl Into<String>) {
        self.controller.refuse(why);
    }

    /// Forgets the notice, before something else is done.
    pub fn clear_notice(&mut self) {
        self.controller.clear_notice();
    }

    /// The sheet of the table that is shown.
    fn sheet(&self, evaluated: Evaluated<'_>) -> Option<Sheet> {
        Some(Sheet::new(evaluated, evaluated.form.table(self.table?)?))
    }

    /// Whether a table with cells is shown.
    pub fn has_cells(&self, evaluated: Evaluated<'_>) -> bool {
        self.sheet(evaluated).is_some_and(|sheet| sheet.rows > 0)
    }

    /// The selection in the table that is shown.
    pub fn selection(&self) -> Selection {
        self.controller.selection
    }

    /// What stands in the active cell.
    pub fn active(&self, evaluated: Evaluated<'_>) -> Option<SheetCell> {
        Some(self.sheet(evaluated)?.cell(self.selection().cursor))
    }

    pub fn selected_amounts(&self, evaluated: Evaluated<'_>) -> Vec<CellIndex> {
        let Some(sheet) = self.sheet(evaluated) else { return Vec::new() };
        let amounts = self.selection().places().filter_map(|place| match sheet.cell(place) {
            SheetCell::Amount(cell) => Some(cell),
            _ => None,
        });
        amounts.collect()
    }

    /// The rows of the selection, each with its list.
    pub fn selected_rows(&self, evaluated: Evaluated<'_>) -> Vec<(ListIndex, usize)> {
        let Some(sheet) = self.sheet(evaluated) else { return Vec::new() };
        let mut rows: Vec<_> = self.selection().places().filter_map(|place| sheet.row_at(place)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Draws the table and lets the person work in it, unless a dialog is open (`is_enabled`).
    pub fn ui(&mut self, ui: &mut Ui, workspace: &mut Workspace, is_enabled: bool) -> Option<GridRequest> {
        let form = workspace.form().clone();
        let number = self.shown_table()?.number;
        let table = form.table(number)?;
        self.select_first_amount(workspace);
        if is_enabled && let Some(shown) = self.shown_table() {
            self.controller.take_keys(ui, workspace, &shown, false);
        }
        // A key may have added a row.
        let shown = self.shown_table()?;
        let asked = self.controller.take_asked().and_then(|text| self.project_of(workspace, &text));
        self.derive(ui, workspace, table);
        let derived = self.derived.take()?;
        self.controller.selection.clamp(derived.sheet.rows, derived.sheet.columns.len());

        // Where room is short, it is the rows': what the table is called stands beside it and in the bar above.
        if ui.available_height() > page::ROOM_FOR_TITLE {
            page::title_ui(ui, workspace.evaluated(), table, derived.metrics.width());
        }
        let top = ui.cursor().left_top();
        // Each table keeps the place to which it is scrolled.
        let scope = ui.push_id(("table", table.number), |ui| self.table_ui(ui, workspace, table, &derived));
        let pointer = scope.inner;
        let zoomed = if is_enabled { self.take_wheel(ui) } else { None };
        let is_empty = derived.lines.as_ref().map_or(derived.sheet.rows, EntryLines::first) == 0;
        let request = if is_empty { page::empty_ui(ui, top, workspace, table, &derived) } else { None };
        if is_enabled && derived.sheet.rows > 0 {
            let is_amount = matches!(derived.sheet.cell(self.selection().cursor), SheetCell::Amount(_));
            let shape = if is_amount { FieldShape::Figure } else { FieldShape::Line };
            let look = FieldLook { shape, text_size: self.scale.of(BODY_SIZE) };
            self.controller.editor_ui(ui, workspace, &shown, pointer.cursor_rect, look);
            self.controller.take_pointer(ui, workspace, &shown, &pointer);
        }
        self.derived = Some(derived);
        let pasted = self.controller.take_pasted().map(GridRequest::Paste);
        let asked = asked.map(GridRequest::AddProject);
        asked.or(pasted).or(request).or(pointer.command.map(GridRequest::Command)).or(zoomed)
    }

    /// The steps that the wheel was turned with Ctrl over the table.
    fn take_wheel(&mut self, ui: &Ui) -> Option<GridRequest> {
        /// How many points of a touch pad are as much as a notch.
        const NOTCH: f32 = 40.0;
        if !ui.rect_contains_pointer(ui.max_rect()) {
            return None;
        }
        let turned: f32 = ui.input(|input| {
            let turned = input.events.iter().filter_map(|event| match event {
                Event::MouseWheel { unit, delta, modifiers, .. } if modifiers.command => Some(match unit {
                    MouseWheelUnit::Point => delta.y / NOTCH,
                    MouseWheelUnit::Line | MouseWheelUnit::Page => delta.y,
                }),
                _ => None,
            });
            turned.sum()
        });
        self.turned += turned;
        let steps = self.turned.trunc();
        self.turned -= steps;
        #[expect(clippy::cast_possible_truncation, reason = "a wheel is not turned that far in a frame")]
        (steps != 0.0).then_some(GridRequest::Zoom(steps as i16))
    }

    /// The code in the blank line of a table of projects.
    fn project_of(&self, workspace: &Workspace, text: &str) -> Option<CatalogEntry> {
        let evaluated = workspace.evaluated();
        let (_, lines) = self.with_lines(workspace)?;
        match lines?.meant(evaluated, text.trim(), self.shown_table()?.last) {
            Ok(Meant::ProjectOf(entry)) => Some(entry),
            _ => None,
        }
    }

    /// The sheet of the table that is shown, with the lines below its rows.
    fn with_lines(&self, workspace: &Workspace) -> Option<(Sheet, Option<EntryLines>)> {
        let evaluated = workspace.evaluated();
        let table = evaluated.form.table(self.table?)?;
        let mut sheet = Sheet::new(evaluated, table);
        let lines = EntryLines::below(workspace, table, &mut sheet, self.shown_table()?.last);
        Some((sheet, lines))
    }

    /// Makes the blank line in which a row is begun the active one, if there is one.
    pub fn go_to_blank_line(&mut self, workspace: &Workspace) {
        if let Some((sheet, Some(lines))) = self.with_lines(workspace) {
            let list = workspace.form().list(lines.list);
            self.select(Selection::at(entry::blank_place(&lines, &sheet, list)));
        }
    }

    /// Goes on in the row `key`, which was just added; Enter leads back to where the next one is begun.
    pub fn begin_in(&mut self, evaluated: Evaluated<'_>, list: ListIndex, key: RowKey) {
        let table = evaluated.form.table_of(list);
        let cell = entry::first_entry(evaluated, list, &key);
        if let Some(place) = cell.and_then(|cell| Sheet::new(evaluated, table).place(cell)) {
            self.show_table(table.number);
            self.controller.begin_in(key, place);
            self.is_selected = true;
        }
    }

    /// Where nothing was selected yet, the first amount is; in a table without rows the line in which one is begun.
    fn select_first_amount(&mut self, workspace: &Workspace) {
        if self.is_selected {
            return;
        }
        let Some(sheet) = self.sheet(workspace.evaluated()) else { return };
        self.is_selected = true;
        if sheet.rows == 0 {
            return self.go_to_blank_line(workspace);
        }
        let column = sheet.sticky_columns().max(1).min(sheet.columns.len().saturating_sub(1));
        self.controller.selection = Selection::at(Place { row: 0, column });
    }
}
