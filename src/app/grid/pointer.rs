//! What the pointer does on the cells: selecting, dragging, editing.

use egui::Ui;

use super::cells::Pointer;
use super::keys::EditMode;
use super::{Grid, Selection};
use crate::app::workspace::Workspace;
use disclosure_engine::sheet::{Place, Sheet, SheetCell};

impl Grid {
    /// Carries out what the pointer did.
    pub(super) fn carry_out(&mut self, ui: &Ui, workspace: &mut Workspace, sheet: &Sheet, pointer: &Pointer) {
        let Some(table) = self.table else { return };
        if let Some(columns) = &pointer.head {
            if !self.finish(workspace) {
                return;
            }
            self.notice = None;
            let first = Place { row: 0, column: columns.start };
            let last = Place { row: sheet.rows - 1, column: columns.end - 1 };
            self.selections.insert(table, Selection { corner: last, ..Selection::at(first) });
            return;
        }
        let opened = pointer.menu.filter(|_| pointer.opens_menu);
        if let Some(place) = pointer.pressed.or(opened) {
            let selection = self.selection();
            let is_other = place != selection.cursor;
            if is_other && self.is_editing() && !self.commit(workspace) {
                return;
            }
            self.notice = None;
            let keeps_block = opened.is_some() && selection.contains(place);
            if !keeps_block {
                let extends = pointer.pressed.is_some() && ui.input(|input| input.modifiers.shift);
                let cursor = if extends { selection.cursor } else { place };
                self.selections.insert(table, Selection { corner: place, ..Selection::at(cursor) });
            }
            self.is_dragging = pointer.pressed.is_some();
        } else if self.is_dragging
            && let Some(place) = pointer.held.or_else(|| beyond(ui, pointer, sheet))
        {
            let selection = self.selections.entry(table).or_default();
            if selection.corner != place {
                selection.corner = place;
                self.follows_cursor = true;
                ui.request_repaint();
            }
        }
        if ui.input(|input| input.pointer.any_released()) {
            self.is_dragging = false;
        }
        if let Some(place) = pointer.double_clicked.filter(|&place| sheet.cell(place) != SheetCell::Blank) {
            self.selections.insert(table, Selection::at(place));
            self.begin(workspace, EditMode::Amend);
        }
    }
}

/// Where a drag that left the table goes on: one row or column past what is seen, in the direction of the pointer.
fn beyond(ui: &Ui, pointer: &Pointer, sheet: &Sheet) -> Option<Place> {
    let (first, last, rect) = pointer.seen?;
    let position = ui.input(|input| input.pointer.latest_pos())?;
    let toward = |value: f32, low: f32, high: f32, first: usize, last: usize, count: usize, inside: usize| {
        if value < low {
            first.saturating_sub(1)
        } else if value > high {
            (last + 1).min(count - 1)
        } else {
            inside
        }
    };
    let inside = pointer.corner;
    Some(Place {
        row: toward(position.y, rect.top(), rect.bottom(), first.row, last.row, sheet.rows, inside.row),
        column: toward(
            position.x,
            rect.left(),
            rect.right(),
            first.column,
            last.column,
            sheet.columns.len(),
            inside.column,
        ),
    })
}
