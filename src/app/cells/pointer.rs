//! What the mouse does on the cells: selecting, dragging, editing, opening their menu.

use std::ops::Range;

use egui::{Rect, Response, Ui};

use super::keys::EditMode;
use super::{Controller, Selection, Table};
use crate::app::command::Command;
use crate::app::protection::{Protection, button_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::sheet::Place;

/// What the pointer did on the cells in this frame.
#[derive(Debug, Default)]
pub struct Pointer {
    pressed: Option<Place>,
    /// Over which cell it is held.
    held: Option<Place>,
    /// Which cell was double clicked.
    double_clicked: Option<Place>,
    /// The cell whose menu is open: it was clicked with the other button.
    menu: Option<Place>,
    /// The cell was clicked with the other button in this frame.
    opens_menu: bool,
    /// What was chosen in the menu.
    pub command: Option<Command>,
    /// The head of which columns was clicked.
    pub head: Option<Range<usize>>,
    /// Where the active cell is on the screen, if it is there.
    pub cursor_rect: Option<Rect>,
    /// The first and last cell that are seen, and what they cover on the screen, where a drag goes on beyond them.
    seen: Option<(Place, Place, Rect)>,
}

impl Pointer {
    /// Notices what the pointer did on the cell at `place`, of which `seen` is in sight, and draws its `menu`, if the cell
    /// `menu_at` has it open.
    pub fn notice(
        &mut self,
        ui: &Ui,
        response: &Response,
        (place, seen): (Place, Rect),
        menu_at: Option<Place>,
        menu: &CellMenu<'_>,
    ) {
        let (pressed, down, origin) = ui.input(|input| {
            (input.pointer.primary_pressed(), input.pointer.primary_down(), input.pointer.press_origin())
        });
        // Where the button went down counts, not where the pointer has got to since.
        let is_on_top = |position| ui.ctx().layer_id_at(position) == Some(ui.layer_id());
        let is_pressed = pressed && origin.is_some_and(|origin| seen.contains(origin) && is_on_top(origin));
        // A button that goes down and up within one frame leaves only the click.
        if is_pressed || response.clicked() {
            self.pressed = Some(place);
        }
        if down && ui.rect_contains_pointer(seen) {
            self.held = Some(place);
        }
        // A quick click elsewhere just before makes a third of the second.
        if response.double_clicked() || response.triple_clicked() {
            self.double_clicked = Some(place);
        }
        self.opens_menu |= response.secondary_clicked();
        if (response.secondary_clicked() || menu_at == Some(place))
            && let Some(chosen) = egui::Popup::context_menu(response).show(|ui| menu_ui(ui, menu))
        {
            self.menu = Some(place);
            self.command = chosen.inner;
        }
    }

    /// Notices that the cell at `place` is in sight at `seen`, so that a drag goes on beyond the cells that are.
    pub fn notice_seen(&mut self, place: Place, seen: Rect) {
        self.seen = Some(match self.seen {
            None => (place, place, seen),
            Some((first, last, all)) => (first.min_each(place), last.max_each(place), all.union(seen)),
        });
    }
}

/// The menu of a cell.
pub struct CellMenu<'a> {
    /// Its commands, in groups.
    pub groups: &'a [&'a [Command]],
    /// Why nothing can be changed, if it cannot.
    pub protection: Option<Protection>,
    /// Why a command would do nothing to what is selected, if it would not.
    pub idle: &'a dyn Fn(Command) -> Option<&'static str>,
}

/// Draws the menu; returns the command that was chosen.
fn menu_ui(ui: &mut Ui, menu: &CellMenu<'_>) -> Option<Command> {
    let mut chosen = None;
    for (place, group) in menu.groups.iter().enumerate() {
        if place > 0 {
            ui.separator();
        }
        for &command in *group {
            let button = egui::Button::new(command.text()).shortcut_text(command.shortcut_text());
            let refused = menu.protection.filter(|protection| !protection.allows_command(command));
            let idle = (menu.idle)(command).filter(|_| refused.is_none());
            let button = |ui: &mut Ui| button_ui(ui, button, refused);
            let response = ui.add_enabled_ui(idle.is_none(), button).inner;
            if response.on_disabled_hover_text(idle.unwrap_or_default()).clicked() {
                chosen = Some(command);
                ui.close();
            }
        }
    }
    chosen
}

impl Controller {
    /// Carries out what the pointer did.
    pub fn take_pointer(&mut self, ui: &Ui, workspace: &mut Workspace, table: &dyn Table, pointer: &Pointer) {
        let size = table.contents(workspace).map_or((0, 0), |contents| (contents.rows(), contents.columns()));
        if let Some(columns) = &pointer.head {
            if self.finish(workspace, table) {
                self.notice = None;
                let first = Place { row: 0, column: columns.start };
                let last = Place { row: size.0.saturating_sub(1), column: columns.end.saturating_sub(1) };
                self.selection = Selection { corner: last, ..Selection::at(first) };
            }
            return;
        }
        let opened = pointer.menu.filter(|_| pointer.opens_menu);
        if let Some(place) = pointer.pressed.or(opened) {
            let is_other = place != self.selection.cursor;
            if is_other && !self.finish(workspace, table) {
                return;
            }
            self.notice = None;
            let keeps_block = opened.is_some() && self.selection.contains(place);
            if !keeps_block {
                let extends = pointer.pressed.is_some() && ui.input(|input| input.modifiers.shift);
                let cursor = if extends { self.selection.cursor } else { place };
                self.selection = Selection { corner: place, ..Selection::at(cursor) };
            }
            self.is_dragging = pointer.pressed.is_some();
        } else if self.is_dragging
            && let Some(place) = pointer.held.or_else(|| beyond(ui, pointer, self.selection.corner, size))
            && self.selection.corner != place
        {
            self.selection.corner = place;
            self.follows_cursor |= pointer.seen.is_some();
            ui.request_repaint();
        }
        if ui.input(|input| input.pointer.any_released()) {
            self.is_dragging = false;
        }
        let is_outside = |place| table.contents(workspace).is_none_or(|contents| contents.is_outside(place));
        if let Some(place) = pointer.double_clicked.filter(|&place| !is_outside(place)) {
            self.selection = Selection::at(place);
            self.begin(workspace, table, EditMode::Amend);
        }
    }

    /// Remembers whose menu is open, for the next frame.
    pub fn keep_menu(&mut self, pointer: &Pointer) {
        self.menu_at = pointer.menu;
    }
}

/// Where a drag that left the table goes on: one row or column past what is seen, in the direction of the pointer, from
/// the corner that moves. `size` is how many rows and columns there are.
fn beyond(ui: &Ui, pointer: &Pointer, corner: Place, size: (usize, usize)) -> Option<Place> {
    let (first, last, rect) = pointer.seen?;
    let position = ui.input(|input| input.pointer.latest_pos())?;
    let toward = |value: f32, low: f32, high: f32, first: usize, last: usize, count: usize, inside: usize| {
        if value < low {
            first.saturating_sub(1)
        } else if value > high {
            (last + 1).min(count.saturating_sub(1))
        } else {
            inside
        }
    };
    let row = toward(position.y, rect.top(), rect.bottom(), first.row, last.row, size.0, corner.row);
    let column = toward(position.x, rect.left(), rect.right(), first.column, last.column, size.1, corner.column);
    Some(Place { row, column })
}
