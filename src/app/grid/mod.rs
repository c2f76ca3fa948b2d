//! The table as an editable grid that looks like the printed form.
//!
//! [`metrics`] gives the sizes of a sheet, [`head`] and [`cells`] paint it, [`keys`] and [`selection`] move in it,
//! [`editor`] is the text field on the active cell, [`work`] what is done to the selected cells. Keys are carried out before the table is drawn and what the pointer
//! did after it, never in between.

mod cells;
mod clicks;
mod derived;
mod editor;
mod head;
mod keys;
mod metrics;
mod page;
mod pointer;
mod selection;
mod work;

use std::collections::{HashMap, HashSet};

use egui::Ui;
use egui_table::{Column as TableColumn, Table, TableState};

pub use cells::{mark, menu_ui};
pub use clicks::Clicks;
pub use editor::{Editor, FieldShape};
pub use keys::{EditMode, GridKey, KeyFilter};
pub use selection::{Motion, Raster, Selection};
pub use work::{Direction, lines_from_clipboard};

use self::cells::{Cells, Pointer};
use self::derived::Derived;
use self::metrics::Metrics;
use self::selection::SheetRaster;

use super::clipboard::copy_cells;
use super::command::Command;
use super::widths::{ColumnWidths, GREATEST, LEAST};
use super::workspace::Workspace;
use disclosure_engine::disclosure::TableNumber;
use disclosure_engine::edit::{InputUnit, Shown, Step};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::form::{ListIndex, TableForm};
use disclosure_engine::sheet::{Place, Sheet, SheetCell};

/// A double click on a column's edge makes it no wider than this share of the room: names of projects may be longer than a
/// line, and wrap.
const WIDEST_FIT: f32 = 0.5;

/// What a notice above the grid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// What was done, or that there is nothing to do.
    Information,
    /// Why something was not done.
    Refusal,
}

/// The grid of the table that is shown.
#[derive(Default)]
pub struct Grid {
    /// Which table is shown.
    table: Option<TableNumber>,
    selections: HashMap<TableNumber, Selection>,
    editor: Editor,
    keys: KeyFilter,
    /// The view follows the active cell in the next frame.
    follows_cursor: bool,
    is_dragging: bool,
    /// Rows that fit on the screen.
    page: usize,
    /// Something to say about the last key or click.
    notice: Option<(NoticeKind, String)>,
    derived: Option<Derived>,
    /// Column widths that were drawn by hand.
    widths: ColumnWidths,
    has_new_widths: bool,
    /// The cell whose menu is open.
    menu_at: Option<Place>,
    /// What a key asks of the window.
    request: Option<GridRequest>,
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
}

impl Grid {
    /// A grid without a table, with the column widths that were drawn earlier.
    pub fn new(widths: ColumnWidths) -> Self {
        Self { widths, ..Self::default() }
    }

    /// Forgets the disclosure that was shown, and keeps what belongs to the person.
    pub fn reset(&mut self) {
        *self = Self::new(std::mem::take(&mut self.widths));
    }

    /// Shows `table`.
    pub fn show_table(&mut self, table: TableNumber) {
        if self.table != Some(table) {
            self.editor.stop();
            self.table = Some(table);
            self.notice = None;
            self.follows_cursor = false;
        }
    }

    /// The table that is shown.
    pub fn table(&self) -> Option<TableNumber> {
        self.table
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
        self.selections.insert(table, Selection::at(place));
        self.follows_cursor = true;
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
        let selection = Selection { corner: place(shown.corner), ..Selection::at(place(shown.cursor)) };
        self.selections.insert(shown.table, selection);
        self.follows_cursor = true;
    }

    /// Frames the cells of a finding.
    pub fn highlight(&mut self, cells: impl IntoIterator<Item = CellIndex>) {
        self.highlighted = cells.into_iter().collect();
    }

    /// Takes what is being typed, before something else is done. Returns whether it could be taken; else it stays, with
    /// a sentence that says why.
    pub fn finish(&mut self, workspace: &mut Workspace) -> bool {
        !self.is_editing() || self.commit(workspace)
    }

    /// What is being typed, as [`Grid::finish`] would take it, if it can be taken.
    pub fn unfinished(&self, workspace: &Workspace) -> Option<Step> {
        let cell = self.active(workspace.evaluated()).filter(|_| self.is_editing())?;
        editor::step_of(workspace.evaluated(), cell, self.editor.text(), self.input_unit()).ok()
    }

    /// The view follows the active cell in the next frame.
    pub fn follow(&mut self) {
        self.follows_cursor = true;
    }

    /// Whether a cell is being edited.
    pub fn is_editing(&self) -> bool {
        self.editor.mode().is_some()
    }

    /// What to say about the last key or click, in the bar above the grid.
    pub fn notice(&self) -> Option<(NoticeKind, &str)> {
        let refusal = self.editor.refusal().map(|refusal| (NoticeKind::Refusal, refusal));
        refusal.or(self.notice.as_ref().map(|(kind, text)| (*kind, text.as_str())))
    }

    /// What to know about what is being typed.
    pub fn remark(&self, evaluated: Evaluated<'_>) -> Option<&'static str> {
        let SheetCell::Amount(cell) = self.active(evaluated)? else { return None };
        let is_computed = evaluated.evaluation.state(cell).is_computed();
        (self.is_editing() && is_computed)
            .then_some("这一格由程序计算：录入的数将作为公布数，与计算的数核对；按 Delete 恢复计算")
    }

    /// Says `notice` in the bar above the grid until the next key or click.
    pub fn set_notice(&mut self, notice: impl Into<String>) {
        self.notice = Some((NoticeKind::Information, notice.into()));
    }

    /// Says there why something was not done.
    pub fn refuse(&mut self, why: impl Into<String>) {
        self.notice = Some((NoticeKind::Refusal, why.into()));
    }

    /// Forgets the notice, before something else is done.
    pub fn clear_notice(&mut self) {
        self.notice = None;
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
        self.table.and_then(|table| self.selections.get(&table).copied()).unwrap_or_default()
    }

    /// What stands in the active cell.
    pub fn active(&self, evaluated: Evaluated<'_>) -> Option<SheetCell> {
        Some(self.sheet(evaluated)?.cell(self.selection().cursor))
    }

    /// The selected amounts.
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

    /// Selects the whole table.
    pub fn select_all(&mut self, evaluated: Evaluated<'_>) {
        self.widen(evaluated, true, true);
    }

    /// Widens the selection to whole rows, whole columns, or both.
    fn widen(&mut self, evaluated: Evaluated<'_>, rows: bool, columns: bool) {
        let (Some(sheet), Some(table)) = (self.sheet(evaluated), self.table) else { return };
        let selection = self.selections.entry(table).or_default();
        let raster = SheetRaster { sheet: &sheet, evaluated };
        selection.clamp(&raster);
        selection.widen(&raster, rows, columns);
    }

    /// Begins to edit the active cell.
    pub fn edit(&mut self, workspace: &Workspace) {
        self.begin(workspace, EditMode::Amend);
    }

    /// Draws the table and lets the person work in it, unless a dialog is open (`is_enabled`).
    pub fn ui(&mut self, ui: &mut Ui, workspace: &mut Workspace, is_enabled: bool) -> Option<GridRequest> {
        let form = workspace.form().clone();
        let table = form.table(self.table?)?;
        if is_enabled {
            self.take_keys(ui, workspace, table);
        }
        self.derive(ui, workspace, table);
        let evaluated = workspace.evaluated();
        let derived = self.derived.take()?;
        let mut selection = self.selections.get(&table.number).copied().unwrap_or_else(|| {
            Selection::at(Place {
                row: 0,
                column: derived.sheet.sticky_columns().max(1).min(derived.sheet.columns.len() - 1),
            })
        });
        selection.clamp(&SheetRaster { sheet: &derived.sheet, evaluated });
        self.selections.insert(table.number, selection);

        page::title_ui(ui, evaluated, table, derived.metrics.width());
        let top = ui.cursor().left_top();
        // Each table keeps the place to which it is scrolled.
        let scope = ui.push_id(("table", table.number), |ui| self.table_ui(ui, workspace, table, &derived, selection));
        let pointer = scope.inner;
        let request = if derived.sheet.rows == 0 { page::empty_ui(ui, top, workspace, table, &derived) } else { None };
        if is_enabled && derived.sheet.rows > 0 {
            self.editor_ui(ui, workspace, &derived, &pointer, selection.cursor);
            self.carry_out(ui, workspace, &derived.sheet, &pointer);
        }
        self.derived = Some(derived);
        self.request.take().or(request).or(pointer.command.map(GridRequest::Command))
    }

    fn take_keys(&mut self, ui: &Ui, workspace: &mut Workspace, table: &TableForm) {
        let has_other_focus = ui.memory(|memory| memory.focused().is_some_and(|id| id != Editor::id()));
        if has_other_focus {
            return;
        }
        let mut events = ui.input_mut(|input| std::mem::take(&mut input.events));
        let mut keys = std::mem::take(&mut self.keys);
        let page = self.page.max(1) as isize;
        let now = ui.input(|input| input.time);
        keys.filter(&mut events, self.editor.mode(), page, now, &mut |key| {
            self.act(ui, workspace, table, key);
            self.editor.mode()
        });
        self.keys = keys;
        ui.input_mut(|input| input.events = events);
    }

    fn act(&mut self, ui: &Ui, workspace: &mut Workspace, table: &TableForm, key: GridKey) {
        // Who types and presses Enter without looking is to see why nothing was taken.
        if workspace.protection().is_none() || !key.ends_entry() {
            self.notice = None;
        }
        if let Some(protection) = workspace.protection().filter(|_| key.changes_contents()) {
            return self.refuse(protection.why());
        }
        match key {
            GridKey::Move(motion, extend) => self.go(workspace.evaluated(), table, motion, extend),
            GridKey::Commit(motion) => {
                if self.commit(workspace) {
                    self.go(workspace.evaluated(), table, motion, false);
                }
            }
            GridKey::Cancel => self.editor.stop(),
            GridKey::Edit => self.begin(workspace, EditMode::Amend),
            GridKey::EditEmpty => self.begin(workspace, EditMode::Replace),
            GridKey::Clear => self.clear(workspace),
            GridKey::Copy => copy_cells(ui.ctx(), &self.copied(workspace.evaluated())),
            GridKey::Cut => {
                copy_cells(ui.ctx(), &self.copied(workspace.evaluated()));
                self.clear(workspace);
            }
            GridKey::Paste(text) => self.request = Some(GridRequest::Paste(text)),
            GridKey::SelectAll => self.select_all(workspace.evaluated()),
            GridKey::SelectRows => self.widen(workspace.evaluated(), true, false),
            GridKey::SelectColumns => self.widen(workspace.evaluated(), false, true),
            GridKey::CommitToAll => self.commit_to_all(workspace),
            GridKey::FillDown => self.fill(workspace, Direction::Down),
            GridKey::FillRight => self.fill(workspace, Direction::Right),
        }
    }

    fn go(&mut self, evaluated: Evaluated<'_>, table: &TableForm, motion: Motion, extend: bool) {
        let sheet = Sheet::new(evaluated, table);
        let selection = self.selections.entry(table.number).or_default();
        let raster = SheetRaster { sheet: &sheet, evaluated };
        selection.clamp(&raster);
        selection.go(motion, extend, &raster);
        self.follows_cursor = true;
    }

    fn begin(&mut self, workspace: &Workspace, mode: EditMode) {
        if let Some(protection) = workspace.protection() {
            return self.refuse(protection.why());
        }
        let evaluated = workspace.evaluated();
        if let Some(cell) = self.active(evaluated) {
            match editor::text_of(evaluated, cell, self.input_unit()) {
                Ok(text) => self.editor.start(if mode == EditMode::Amend { text } else { String::new() }, mode),
                Err(error) => self.refuse(error.to_string()),
            }
            self.follows_cursor = true;
        }
    }

    fn table_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        table: &TableForm,
        derived: &Derived,
        selection: Selection,
    ) -> Pointer {
        let evaluated = workspace.evaluated();
        let mut cells = Cells {
            evaluated,
            table,
            sheet: &derived.sheet,
            metrics: &derived.metrics,
            selection,
            prior: workspace.prior(),
            protection: workspace.protection(),
            widest: (ui.available_width() * WIDEST_FIT).max(LEAST),
            marks: &derived.marks,
            comments: &derived.comments,
            changes: &derived.changes,
            highlighted: &self.highlighted,
            is_editing: self.editor.mode().is_some(),
            menu_at: self.menu_at,
            pointer: Pointer::default(),
        };
        let columns: Vec<_> = derived
            .metrics
            .widths
            .iter()
            .map(|&width| TableColumn::new(width).range(LEAST..=GREATEST).resizable(true))
            .collect();
        let sticky = derived.metrics.sticky_columns(derived.sheet.sticky_columns(), ui.available_width());
        let mut widget = Table::new()
            .num_rows(derived.sheet.rows as u64)
            .num_sticky_cols(sticky)
            .columns(columns)
            .headers(head::rows(table, &derived.metrics))
            .auto_size_mode(egui_table::AutoSizeMode::Never);
        // The widget keeps widths of its own and changes them when an edge is dragged. It is told ours before it draws,
        // which also spares it to find sizes in a frame of its own, and asked for them afterwards.
        let id = widget.get_id(ui);
        let mut state = TableState::load(ui, id).unwrap_or_default();
        for (column, &width) in derived.metrics.widths.iter().enumerate() {
            state.col_widths.insert(egui::Id::unique(column), width);
        }
        state.store(ui, id);
        if std::mem::take(&mut self.follows_cursor) && derived.sheet.rows > 0 {
            widget = widget.scroll_to_row(selection.corner.row as u64, None);
            if selection.corner.column >= sticky {
                widget = widget.scroll_to_column(selection.corner.column, None);
            }
        }
        let height = ui.available_height() - derived.metrics.head_height();
        self.page = (height / (metrics::LINE_HEIGHT + 6.0)).max(1.0) as usize;
        // The cells have lines of their own; the widget's would go on below the last row. (A scope would change its
        // identity.)
        let line = std::mem::take(&mut ui.visuals_mut().widgets.noninteractive.bg_stroke);
        widget.show(ui, &mut cells);
        ui.visuals_mut().widgets.noninteractive.bg_stroke = line;
        let pointer = cells.pointer;
        self.menu_at = pointer.menu;
        self.take_widths(ui, id, evaluated, table.number, &derived.metrics);
        pointer
    }

    /// Takes the widths that were drawn in this frame.
    fn take_widths(&mut self, ui: &Ui, id: egui::Id, evaluated: Evaluated<'_>, table: TableNumber, metrics: &Metrics) {
        let Some(state) = TableState::load(ui, id) else { return };
        for (column, &width) in metrics.widths.iter().enumerate() {
            let drawn = state.col_widths.get(&egui::Id::unique(column)).copied().unwrap_or(width);
            if (drawn - width).abs() > 0.1 {
                self.widths.set(&evaluated.form.id, table, column, drawn);
                self.has_new_widths = true;
                ui.request_repaint();
            }
        }
        if !ui.input(|input| input.pointer.any_down()) {
            self.widths.keep();
        }
    }

    fn editor_ui(&mut self, ui: &mut Ui, workspace: &Workspace, derived: &Derived, pointer: &Pointer, cursor: Place) {
        let evaluated = workspace.evaluated();
        let cell = derived.sheet.cell(cursor);
        let is_composing = self.keys.is_composing();
        let (unit, protection) = (self.input_unit(), workspace.protection());
        let shape = if matches!(cell, SheetCell::Amount(_)) { FieldShape::Figure } else { FieldShape::Line };
        if let Some(refusal) = self.editor.ui(ui, pointer.cursor_rect, shape, || {
            if let Some(protection) = protection {
                return Err(protection.why().to_owned());
            }
            editor::text_of(evaluated, cell, unit).map(|_| ()).map_err(|error| error.to_string())
        }) {
            self.refuse(refusal);
        }
        // Typing goes to the active cell, wherever the view is.
        if self.editor.mode().is_some() && pointer.cursor_rect.is_none() && !is_composing {
            self.follows_cursor = true;
            ui.request_repaint();
        }
    }
}
