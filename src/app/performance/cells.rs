//! Painting the cells of a performance table, and noticing the pointer on them.

use egui::{Align, Align2, FontId, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use rust_decimal::Decimal;

use super::metrics::{Derived, LEAST_HEIGHT, PADDING, TEXT_SIZE, text};
use crate::app::cells::{CellMenu, Pointer, Selection};
use crate::app::command::Command;
use crate::app::directed::directed;
use crate::app::fonts;
use crate::app::grid::mark;
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{IndicatorField, PerformanceField};
use disclosure_engine::sheet::{PerformanceCell, PerformanceCellText, PerformanceSheet, Place};

/// What can be done to the selected cells, by the other button of the mouse.
const MENU: [&[Command]; 4] = [
    &[Command::Cut, Command::Copy, Command::Paste, Command::Clear],
    &[Command::FillDown, Command::FillRight],
    &[Command::AddRow, Command::RemoveRows, Command::DuplicateRows],
    &[Command::MoveUp, Command::MoveDown],
];

/// Everything that is needed to paint the table, and what the pointer did on it.
pub struct Cells<'a> {
    pub workspace: &'a Workspace,
    pub table: usize,
    pub sheet: &'a PerformanceSheet,
    pub derived: &'a Derived,
    pub selection: Selection,
    /// The text field covers the active cell.
    pub is_editing: bool,
    /// The cell whose menu was open in the last frame.
    pub menu_at: Option<Place>,
    /// The table's left top corner on the screen.
    pub origin: Pos2,
    pub pointer: Pointer,
}

impl Cells<'_> {
    /// Draws those cells that are in sight.
    pub fn ui(&mut self, ui: &mut Ui) {
        let cursor = self.sheet.cell(self.selection.cursor).map(|cell| cell.place);
        // From where a cell that spans rows may reach into sight.
        let seen = ui.clip_rect().y_range();
        let is_seen = |rect: &Rect| seen.intersects(rect.y_range());
        for cell in self.sheet.cells() {
            self.cell_ui(ui, cell, cursor, &is_seen);
        }
        for row in self.sheet.head + 1..self.sheet.rows() {
            for column in 0..self.sheet.columns() {
                if let Some(cell) = self.sheet.cell(Place { row, column }) {
                    self.cell_ui(ui, &cell, cursor, &is_seen);
                }
            }
        }
        self.sum_ui(ui);
    }

    fn rect(&self, cell: &PerformanceCell) -> Rect {
        let (lefts, tops) = (&self.derived.metrics.lefts, &self.derived.metrics.tops);
        let Place { row, column } = cell.place;
        let min = self.origin + vec2(lefts[column], tops[row]);
        Rect::from_min_max(min, self.origin + vec2(lefts[column + cell.columns], tops[row + cell.rows]))
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &PerformanceCell, cursor: Option<Place>, is_seen: &dyn Fn(&Rect) -> bool) {
        let rect = self.rect(cell);
        let is_cursor = cursor == Some(cell.place);
        if is_cursor {
            self.pointer.cursor_rect = Some(rect);
        }
        if is_seen(&rect) {
            self.paint(ui, cell, rect, is_cursor);
            self.notice_pointer(ui, cell, rect);
        }
    }

    fn paint(&self, ui: &Ui, cell: &PerformanceCell, rect: Rect, is_cursor: bool) {
        let palette = Palette::of(ui.visuals());
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let field = match &cell.what {
            PerformanceCellText::Field(field) => Some(*field),
            PerformanceCellText::Label(_) => None,
        };
        let repeats = field.is_some_and(|field| self.repeats(field));
        let fill = match field {
            _ if self.is_in_block(cell) => palette.selection_fill,
            None => palette.head_fill,
            Some(_) if self.workspace.protection().is_some() => palette.computed_fill,
            Some(_) => palette.entered_fill,
        };
        painter.rect_filled(rect, 0.0, fill);
        let line = Stroke::new(1.0, palette.strong_line);
        // Rows that are printed as one cell are not divided.
        if !repeats {
            painter.hline(rect.x_range(), rect.top() + 0.5, line);
        }
        if cell.place.row + cell.rows == self.sheet.rows() {
            painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
        }
        painter.vline(rect.right() - 0.5, rect.y_range(), line);
        if cell.place.column == 0 {
            painter.vline(rect.left() + 0.5, rect.y_range(), line);
        }
        if !(is_cursor && self.is_editing) {
            let is_head = cell.place.row == self.sheet.head;
            let family = if is_head { fonts::bold() } else { egui::FontFamily::Proportional };
            let color = match field {
                None => palette.head_text,
                Some(_) if repeats => palette.weak_text,
                Some(_) => palette.text,
            };
            let font = FontId::new(TEXT_SIZE, family);
            let text = text(self.workspace, self.table, cell);
            let room = rect.width() - 2.0 * PADDING;
            let text = directed(&painter, &text, &font, room).into_owned();
            let mut job = egui::text::LayoutJob::simple(text, font, color, room);
            let is_left = field == Some(PerformanceField::Goal);
            job.halign = if is_left { Align::LEFT } else { Align::Center };
            let galley = painter.layout_job(job);
            let x = if is_left { rect.left() + PADDING } else { rect.center().x };
            painter.galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, color);
        }
        if let Some(&grade) = field.and_then(|field| self.derived.marks.get(&field)) {
            let (mark, color) = mark(grade, &palette);
            let font = FontId::new(12.0, fonts::bold());
            painter.text(rect.left_top() + vec2(3.0, 2.0), Align2::LEFT_TOP, mark, font, color);
        }
        if is_cursor {
            painter.rect_stroke(rect, 0.0, Stroke::new(2.0, palette.cursor), StrokeKind::Inside);
        }
    }

    /// Whether the field says the same as the one above and is printed as one with it.
    fn repeats(&self, field: PerformanceField) -> bool {
        let PerformanceField::Indicator(row, level @ (IndicatorField::LevelOne | IndicatorField::LevelTwo)) = field
        else {
            return false;
        };
        let table = self.workspace.disclosure().performance.get(self.table);
        table.is_some_and(|table| table.continues(row, level))
    }

    fn is_in_block(&self, cell: &PerformanceCell) -> bool {
        let (first, last) = self.selection.block();
        let Place { row, column } = cell.place;
        first != last
            && row <= last.row
            && column <= last.column
            && row + cell.rows > first.row
            && column + cell.columns > first.column
    }

    fn notice_pointer(&mut self, ui: &Ui, cell: &PerformanceCell, rect: Rect) {
        let seen = rect.intersect(ui.clip_rect());
        if !seen.is_positive() {
            return;
        }
        let place = cell.place;
        let id = egui::Id::unique(("performance", self.table, place));
        let response = ui.interact(seen, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, self.label(cell)));
        let menu = CellMenu { groups: &MENU, protection: self.workspace.protection(), idle: &|_| None };
        self.pointer.notice(ui, &response, (place, seen), self.menu_at, &menu);
    }

    /// What a screen reader says: the head of the column or the label beside it, the row, and what stands there.
    fn label(&self, cell: &PerformanceCell) -> String {
        let text = text(self.workspace, self.table, cell);
        let label_at = |place| match self.sheet.cell(place).map(|cell| cell.what) {
            Some(PerformanceCellText::Label(text)) => text,
            _ => String::new(),
        };
        match (&cell.what, self.sheet.indicator(cell.place.row)) {
            (PerformanceCellText::Label(_), _) => text,
            (_, Some(row)) => {
                let head = label_at(Place { row: self.sheet.head, column: cell.place.column });
                format!("{head} 第 {} 行 {text}", row + 1)
            }
            (_, None) => {
                let beside = Place { column: cell.place.column.saturating_sub(1), ..cell.place };
                format!("{} {text}", label_at(beside))
            }
        }
    }

    /// The sum of the weights, below their column. It is not printed.
    fn sum_ui(&self, ui: &Ui) {
        let Some(table) = self.workspace.disclosure().performance.get(self.table) else { return };
        let palette = Palette::of(ui.visuals());
        let (lefts, top) = (&self.derived.metrics.lefts, self.derived.metrics.height());
        let Some(column) = self.sheet.weight_column() else { return };
        let at = |left: f32, right: f32| {
            let min = self.origin + vec2(left, top);
            Rect::from_min_size(min, vec2(right - left, LEAST_HEIGHT))
        };
        let sum = table.weight().unwrap_or_default();
        let template = self.workspace.form().sentences.as_ref();
        let allowed = template.and_then(|template| template.performance.as_ref()).map_or(&[][..], |form| &form.weights);
        let is_sound = allowed.is_empty() || allowed.iter().any(|&allowed| Decimal::from(allowed) == sum);
        let color = if is_sound { palette.weak_text } else { palette.error };
        let wanted: Vec<String> = allowed.iter().map(u32::to_string).collect();
        let verdict = if is_sound { "✓" } else { "●" };
        let text = format!("{verdict} 权重合计 {}（应为 {}，不印出）", sum.normalize(), wanted.join(" 或 "));
        let rect = at(0.0, lefts[column + 1]);
        let font = FontId::proportional(TEXT_SIZE);
        let painter = ui.painter();
        painter.text(rect.right_center() - vec2(PADDING, 0.0), Align2::RIGHT_CENTER, &text, font, color);
        let id = egui::Id::unique(("weights", self.table));
        let response = ui.interact(rect.intersect(ui.clip_rect()), id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    }
}
