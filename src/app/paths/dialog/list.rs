//! The list of folders and files.

use egui::{Button, Frame, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::listing::{Entry, EntryKind};
use super::Command;
use crate::app::theme::Palette;

/// How far Page Down goes.
pub(super) const ROWS_OF_A_PAGE: usize = 8;

/// The state of the list besides its entries.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The row that Enter would take.
    pub(super) marked: Option<usize>,
    /// Scrolls to the marked row, in the next frame.
    pub(super) reveal: bool,
    offset: f32,
}

impl List {
    /// A list scrolled to its top, or to the row that is marked from the start.
    pub(super) fn new(marked: Option<usize>) -> Self {
        Self { marked, reveal: marked.is_some(), offset: 0.0 }
    }

    /// Draws the rows that are in sight, since a folder may have thousands.
    ///
    /// Those from `choosable` on can only be seen.
    pub(super) fn show(&mut self, ui: &mut Ui, entries: &[Entry], choosable: usize, height: f32) -> Option<Command> {
        let palette = Palette::of(ui.visuals());
        let frame = Frame::new().fill(palette.paper).stroke(Stroke::new(1.0, palette.grid_line)).inner_margin(2);
        frame.show(ui, |ui| self.rows(ui, entries, choosable, height)).inner
    }

    fn rows(&mut self, ui: &mut Ui, entries: &[Entry], choosable: usize, height: f32) -> Option<Command> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let row_height = ui.spacing().interact_size.y;
        let mut area = ScrollArea::vertical().auto_shrink(false).max_height(height).min_scrolled_height(height);
        if std::mem::take(&mut self.reveal)
            && let Some(row) = self.marked
        {
            let top = row as f32 * row_height;
            area = area.vertical_scroll_offset(self.offset.clamp((top + row_height - height).max(0.0), top));
        }
        let shown = area.show_rows(ui, row_height, entries.len(), |ui, range| {
            if entries.is_empty() {
                ui.weak("（空）");
            }
            let rows = range.filter_map(|row| Some((row, entries.get(row)?)));
            rows.fold(None, |command, (row, entry)| self.row(ui, row, entry, row < choosable).or(command))
        });
        self.offset = shown.state.clamped_offset().y;
        shown.inner
    }

    fn row(&self, ui: &mut Ui, row: usize, entry: &Entry, can_be_chosen: bool) -> Option<Command> {
        let is_marked = self.marked == Some(row);
        let (text, kind) = match entry.kind {
            EntryKind::Parent => ("（上一级）", "上一级文件夹"),
            EntryKind::Folder => (entry.name.as_str(), "文件夹"),
            EntryKind::File => (entry.name.as_str(), "文件"),
        };
        let width = ui.available_width();
        // The name field keeps the focus, so Tab must not go through the rows. The spaces leave room for the mark.
        let button = Button::selectable(is_marked, format!("　 {text}"))
            .sense(Sense::CLICK)
            .truncate()
            .min_size(vec2(width, ui.spacing().interact_size.y));
        let response = ui.add_enabled(can_be_chosen, button);
        if entry.kind != EntryKind::File {
            paint_folder(ui, response.rect);
        }
        response
            .widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, can_be_chosen, format!("{kind} {}", entry.name)));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            // The button says that it is pressed or not.
            node.clear_toggled();
            node.set_selected(is_marked);
        });
        if response.double_clicked() {
            Some(Command::Take(row))
        } else if response.clicked() {
            Some(Command::Mark(row))
        } else {
            None
        }
    }
}

fn paint_folder(ui: &Ui, row: Rect) {
    let color = Palette::of(ui.visuals()).weak_text;
    let body = Rect::from_min_size(pos2(row.left() + 9.0, row.center().y - 4.0), vec2(15.0, 10.0));
    let tab = Rect::from_min_size(body.left_top() - vec2(0.0, 3.0), vec2(7.0, 5.0));
    ui.painter().rect_filled(tab, 1.0, color);
    ui.painter().rect_filled(body, 1.0, color);
}
