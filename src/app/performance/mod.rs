//! A performance table (绩效目标表) as a page to be filled in, laid out as it is printed.
//!
//! It works as the grid of the other tables does, with the same [`Controller`]; [`fields`] tells it what stands in the cells,
//! [`metrics`] gives their sizes, [`cells`] paints them, [`head`] what is above, [`work`] does what is asked of the
//! indicators. What is printed as one cell for several indicators is one field for each here; those that repeat the one
//! above are written in grey.

mod cells;
mod fields;
mod head;
mod metrics;
mod work;

use egui::{ScrollArea, Sense, Ui, vec2};

use self::cells::Cells;
use self::fields::ShownPerformance;
use self::metrics::{Derived, Metrics};
use super::cells::{Controller, FieldLook, FieldShape, Pointer, Selection};
use super::command::{CellsDeed, Command};
use super::workspace::Workspace;
use disclosure_engine::disclosure::{PerformanceField, TextPlace};
use disclosure_engine::edit::{CopiedCells, Step};
use disclosure_engine::form::PerformanceForm;
use disclosure_engine::sheet::{PerformanceSheet, Place};

/// How what is typed into a cell looks.
const LOOK: FieldLook = FieldLook { shape: FieldShape::Lines, text_size: metrics::TEXT_SIZE };

/// The page of one performance table.
pub struct PerformancePage {
    table: usize,
    controller: Controller,
    derived: Option<Derived>,
}

/// What the page asks of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerformanceRequest {
    /// Carry out a command on the selected cells.
    Command(Command),
    /// Paste a text where the selection is.
    Paste(String),
    /// Take goal and indicators from another table.
    CopyFrom,
    /// Take the table out.
    Remove,
}

/// The labels of performance tables, where the form has them.
pub fn labels(workspace: &Workspace) -> Option<&PerformanceForm> {
    workspace.form().document.as_ref().map(|document| &document.performance)
}

/// The raster of a table.
fn sheet(workspace: &Workspace, table: usize) -> Option<PerformanceSheet> {
    let disclosure = workspace.disclosure();
    let of = disclosure.performance.get(table)?;
    Some(PerformanceSheet::new(labels(workspace)?, disclosure.kind, &disclosure.body, of))
}

impl Default for PerformancePage {
    fn default() -> Self {
        let mut controller = Controller::default();
        controller.leave_for(first_field());
        Self { table: 0, controller, derived: None }
    }
}

/// Where a person begins: what the table is for.
fn first_field() -> Selection {
    Selection::at(Place { row: 1, column: 2 })
}

impl PerformancePage {
    pub fn show(&mut self, table: usize) {
        if self.table != table {
            self.table = table;
            self.controller.leave_for(first_field());
            self.derived = None;
        }
    }

    /// Shows `field` of `table` and makes it the active one.
    pub fn go_to(&mut self, workspace: &Workspace, table: usize, field: PerformanceField) {
        self.show(table);
        self.controller.stop_editing();
        if let Some(place) = sheet(workspace, table).and_then(|sheet| sheet.place(field)) {
            self.controller.select(Selection::at(place));
        }
    }

    fn shown(&self) -> ShownPerformance {
        ShownPerformance(self.table)
    }

    /// Where the active field stands.
    pub fn active(&self, workspace: &Workspace) -> Option<TextPlace> {
        let field = sheet(workspace, self.table)?.field(self.controller.selection.cursor)?;
        Some(TextPlace::Performance(self.table, field))
    }

    /// Whether a field is being edited.
    /// The active cell.
    #[cfg(test)]
    pub fn cursor(&self) -> Place {
        self.controller.selection.cursor
    }

    pub fn is_editing(&self) -> bool {
        self.controller.is_editing()
    }

    /// Takes what is being typed. Returns whether it could be taken; else it stays, with a sentence that says why.
    pub fn finish(&mut self, workspace: &mut Workspace) -> bool {
        self.controller.finish(workspace, &self.shown())
    }

    /// What is being typed, as [`PerformancePage::finish`] would take it, if it can be taken.
    pub fn unfinished(&self, workspace: &Workspace) -> Option<Step> {
        self.controller.unfinished(workspace, &self.shown())
    }

    /// Lets the selected cells do `deed`.
    pub fn carry_out(&mut self, workspace: &mut Workspace, deed: CellsDeed) {
        self.controller.carry_out(workspace, &self.shown(), deed);
    }

    pub fn copied(&self, workspace: &Workspace) -> CopiedCells {
        self.controller.copied(workspace, &self.shown())
    }

    /// Says `notice` above the table until the next key or click.
    pub fn set_notice(&mut self, notice: impl Into<String>) {
        self.controller.refuse(notice);
    }

    /// Forgets the notice, before something else is done.
    pub fn clear_notice(&mut self) {
        self.controller.clear_notice();
    }

    /// Draws the table and lets the person work in it, unless a dialog is open (`is_enabled`).
    pub fn ui(&mut self, ui: &mut Ui, workspace: &mut Workspace, is_enabled: bool) -> Option<PerformanceRequest> {
        let shown = self.shown();
        if is_enabled {
            self.controller.take_keys(ui, workspace, &shown, true);
        }
        let sheet = sheet(workspace, self.table)?;
        self.controller.selection.clamp(sheet.rows(), sheet.columns());
        let request = self.head_ui(ui, workspace, &sheet);
        let width = metrics::width(ui.available_width());
        self.derive(ui, workspace, &sheet, width);
        let derived = self.derived.take()?;
        let area = ScrollArea::both().id_salt(("performance", self.table)).auto_shrink(false);
        self.controller.set_page((ui.available_height() / metrics::LEAST_HEIGHT).max(1.0) as usize);
        let pointer = area.show(ui, |ui| {
            let size = vec2(width, derived.metrics.height() + 40.0);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            let mut cells = Cells {
                workspace,
                table: self.table,
                sheet: &sheet,
                derived: &derived,
                selection: self.controller.selection,
                is_editing: self.is_editing(),
                menu_at: self.controller.menu_at(),
                origin: rect.min,
                pointer: Pointer::default(),
            };
            cells.ui(ui);
            let pointer = cells.pointer;
            if self.controller.take_follow()
                && let Some(cursor) = pointer.cursor_rect
            {
                ui.scroll_to_rect(cursor.expand(8.0), None);
            }
            if is_enabled {
                self.controller.editor_ui(ui, workspace, &shown, pointer.cursor_rect, LOOK);
            }
            pointer
        });
        let pointer = pointer.inner;
        self.controller.keep_menu(&pointer);
        self.derived = Some(derived);
        if is_enabled {
            self.controller.take_pointer(ui, workspace, &shown, &pointer);
        }
        let pasted = self.controller.take_pasted().map(PerformanceRequest::Paste);
        pasted.or(request).or(pointer.command.map(PerformanceRequest::Command))
    }

    fn derive(&mut self, ui: &Ui, workspace: &Workspace, sheet: &PerformanceSheet, width: f32) {
        let key = (workspace.revision(), self.table, width.to_bits());
        if self.derived.as_ref().is_none_or(|derived| derived.key != key) {
            let metrics = Metrics::new(ui.painter(), workspace, self.table, sheet, width);
            let marks = metrics::marks(workspace, self.table);
            self.derived = Some(Derived { key, metrics, marks });
        }
    }
}
