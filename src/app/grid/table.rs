//! Drawing the cells of the table that is shown.

use egui::Ui;
use egui_table::{Column as TableColumn, Table, TableState};

use super::cells::Cells;
use super::derived::Derived;
use super::metrics::{self, Metrics};
use super::{Grid, head};
use crate::app::cells::Pointer;
use crate::app::widths::{GREATEST, LEAST};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::TableNumber;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::TableForm;

/// A double click on a column's edge makes it no wider than this share of the room: names of projects may be longer than a
/// line, and wrap.
const WIDEST_FIT: f32 = 0.5;

impl Grid {
    /// Draws the head and the cells. Returns what the pointer did on them.
    pub(super) fn table_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        table: &TableForm,
        derived: &Derived,
    ) -> Pointer {
        let evaluated = workspace.evaluated();
        let selection = self.controller.selection;
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
            is_editing: self.is_editing(),
            menu_at: self.controller.menu_at(),
            lines: derived.lines.as_ref(),
            proposals: &workspace.progress().proposals,
            pointer: Pointer::default(),
        };
        let scale = derived.scale;
        let (least, greatest) = (scale.of(LEAST), scale.of(GREATEST));
        let columns: Vec<_> = derived
            .metrics
            .widths
            .iter()
            .map(|&width| TableColumn::new(width).range(least..=greatest).resizable(true))
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
        if self.controller.take_follow() && derived.sheet.rows > 0 {
            widget = widget.scroll_to_row(selection.corner.row as u64, None);
            if selection.corner.column >= sticky {
                widget = widget.scroll_to_column(selection.corner.column, None);
            }
        }
        let height = ui.available_height() - derived.metrics.head_height();
        self.controller.set_page((height / scale.of(metrics::LINE_HEIGHT + 6.0)).max(1.0) as usize);
        // The cells have lines of their own; the widget's would go on below the last row. (A scope would change its
        // identity.)
        let line = std::mem::take(&mut ui.visuals_mut().widgets.noninteractive.bg_stroke);
        widget.show(ui, &mut cells);
        ui.visuals_mut().widgets.noninteractive.bg_stroke = line;
        let pointer = cells.pointer;
        self.controller.keep_menu(&pointer);
        self.take_widths(ui, id, evaluated, table.number, &derived.metrics);
        pointer
    }

    /// Takes the widths that were drawn in this frame.
    fn take_widths(&mut self, ui: &Ui, id: egui::Id, evaluated: Evaluated<'_>, table: TableNumber, metrics: &Metrics) {
        let Some(state) = TableState::load(ui, id) else { return };
        for (column, &width) in metrics.widths.iter().enumerate() {
            let drawn = state.col_widths.get(&egui::Id::unique(column)).copied().unwrap_or(width);
            if (drawn - width).abs() > 0.1 {
                // Kept as it would be at the normal size.
                self.widths.set(&evaluated.form.id, table, column, drawn / metrics.scale.of(1.0));
                self.has_new_widths = true;
                ui.request_repaint();
            }
        }
        if !ui.input(|input| input.pointer.any_down()) {
            self.widths.keep();
        }
    }
}
