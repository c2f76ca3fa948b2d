//! Painting the cells, and noticing the pointer on them.

use std::collections::{HashMap, HashSet};

use egui::{Align2, Color32, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2};
use egui_table::{CellInfo, HeaderCellInfo, TableDelegate};

use super::head;
use super::metrics::{Metrics, PADDING, indent};
use super::selection::Selection;
use crate::app::fonts;
use crate::app::theme::{BODY_SIZE, Palette};
use crate::audit::Grade;
use crate::evaluate::{CellIndex, CellState, Evaluated, RowOrigin};
use crate::form::{Column, TableForm};
use crate::sheet::{Place, Sheet, SheetCell};

/// Totals above this depth are bold: the total of all and the 类.
const BOLD_DEPTH: usize = 2;

/// Everything that is needed to paint one table, and what the pointer did on it.
pub struct Cells<'a> {
    pub evaluated: Evaluated<'a>,
    pub table: &'a TableForm,
    pub sheet: &'a Sheet,
    pub metrics: &'a Metrics,
    pub selection: Selection,
    /// The gravest finding of each cell that has one.
    pub marks: &'a HashMap<CellIndex, Grade>,
    /// Cells of the finding that was chosen in the list.
    pub highlighted: &'a HashSet<CellIndex>,
    /// The text field covers the active cell.
    pub is_editing: bool,
    /// What the pointer did.
    pub pointer: Pointer,
}

/// What the pointer did on the cells in this frame.
#[derive(Debug, Default)]
pub struct Pointer {
    /// Where it was pressed.
    pub pressed: Option<Place>,
    /// Over which cell it is held.
    pub held: Option<Place>,
    /// Which cell was double clicked.
    pub double_clicked: Option<Place>,
    /// Which cell was clicked with the other button.
    pub menu: Option<Place>,
    /// Where the active cell is on the screen, if it is there.
    pub cursor_rect: Option<Rect>,
}

impl TableDelegate for Cells<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let columns = cell.col_range.clone();
        ui.set_min_width(self.metrics.widths[columns.clone()].iter().sum());
        if cell.row_nr == 0 {
            head::cells_ui(ui, self.table, self.metrics, columns);
        } else {
            head::number_ui(ui, self.evaluated, self.sheet, columns.start);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        // The first frame asks for sizes; what is only painted has none of its own.
        if ui.is_sizing_pass() {
            ui.set_min_width(self.metrics.widths[info.col_nr]);
            return;
        }
        let place = Place { row: info.row_nr as usize, column: info.col_nr };
        let rect = ui.max_rect();
        let shown = self.shown(place);
        self.paint(ui, place, rect, &shown);
        self.notice_pointer(ui, place, rect, &shown);
    }

    fn row_top_offset(&self, _ctx: &egui::Context, _table_id: egui::Id, row_nr: u64) -> f32 {
        let tops = &self.metrics.row_tops;
        tops.get(row_nr as usize).or(tops.last()).copied().unwrap_or_default()
    }
}

/// What is to be painted in a cell.
struct Shown {
    text: String,
    is_amount: bool,
    state: Option<CellState>,
    grade: Option<Grade>,
    is_total: bool,
    is_bold: bool,
    is_highlighted: bool,
}

impl Cells<'_> {
    fn shown(&self, place: Place) -> Shown {
        let is_total = self.sheet.is_total(self.evaluated, place);
        let cell = self.sheet.cell(place);
        let (text, index) = match cell {
            SheetCell::Blank => (String::new(), None),
            SheetCell::Text { list, row, column } => (self.evaluated.text(list, row, column), None),
            SheetCell::Amount(cell) => (self.evaluated.form.unit.table_text(self.evaluated.value(cell)), Some(cell)),
        };
        Shown {
            text,
            is_amount: index.is_some(),
            state: index.map(|cell| self.evaluated.evaluation.state(cell)),
            grade: index.and_then(|cell| self.marks.get(&cell).copied()),
            is_total,
            is_bold: is_total && self.sheet.depth(self.evaluated, place) < BOLD_DEPTH,
            is_highlighted: index.is_some_and(|cell| self.highlighted.contains(&cell)),
        }
    }

    fn paint(&self, ui: &Ui, place: Place, rect: Rect, shown: &Shown) {
        let palette = Palette::of(ui.visuals());
        let painter = ui.painter();
        let is_cursor = self.selection.cursor == place;
        painter.rect_filled(rect, 0.0, self.fill(&palette, place, shown));
        let line = Stroke::new(1.0, palette.grid_line);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
        painter.vline(rect.right() - 0.5, rect.y_range(), line);
        if shown.is_highlighted {
            painter.rect_stroke(rect.shrink(1.0), 0.0, Stroke::new(1.5, palette.warning), StrokeKind::Inside);
        }
        if !(is_cursor && self.is_editing) {
            self.paint_text(ui, place, rect, shown, &palette);
        }
        if let Some(grade) = shown.grade {
            let (mark, color) = mark(grade, &palette);
            let font = FontId::new(12.0, fonts::bold());
            painter.text(pos2(rect.left() + 4.0, rect.center().y), Align2::LEFT_CENTER, mark, font, color);
        }
        if is_cursor {
            painter.rect_stroke(rect, 0.0, Stroke::new(2.0, palette.cursor), StrokeKind::Inside);
        }
    }

    fn fill(&self, palette: &Palette, place: Place, shown: &Shown) -> Color32 {
        let is_block = self.selection.anchor != self.selection.cursor;
        if is_block && self.selection.contains(place) {
            palette.selection_fill
        } else if shown.is_total {
            palette.total_fill
        } else if shown.state.is_some_and(CellState::is_computed) {
            palette.computed_fill
        } else {
            palette.entered_fill
        }
    }

    fn paint_text(&self, ui: &Ui, place: Place, rect: Rect, shown: &Shown, palette: &Palette) {
        let family = if shown.is_bold { fonts::bold() } else { egui::FontFamily::Proportional };
        let font = FontId::new(BODY_SIZE, family);
        let color = match shown.state {
            Some(CellState::Stated) if self.differs(place) => palette.stated_text,
            Some(CellState::Computed | CellState::Stated) => palette.computed_text,
            _ => palette.text,
        };
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        if shown.is_amount {
            let position = pos2(rect.right() - PADDING, rect.center().y);
            painter.text(position, Align2::RIGHT_CENTER, &shown.text, font, color);
            return;
        }
        let column = self.sheet.columns[place.column].column;
        let left = indent(self.evaluated, self.sheet, place);
        let is_centred = match column {
            Column::CodePart(_) => true,
            Column::Name => self.is_total_of_all(place),
            _ => false,
        };
        if is_centred {
            painter.text(rect.center(), Align2::CENTER_CENTER, &shown.text, font, color);
        } else {
            let room = rect.width() - 2.0 * PADDING - left;
            let galley = painter.layout(shown.text.clone(), font, color, room);
            let top = rect.center().y - galley.size().y.min(rect.height()) / 2.0;
            painter.galley(pos2(rect.left() + PADDING + left, top), galley, color);
        }
    }

    /// The total of all rows is printed in the middle.
    fn is_total_of_all(&self, place: Place) -> bool {
        let row = self.sheet.row_at(place);
        row.is_some_and(|(list, row)| self.evaluated.evaluation.layout(list).rows[row].origin == RowOrigin::Total)
    }

    /// Whether the stated amount at `place` is shown with another figure than the computed one.
    fn differs(&self, place: Place) -> bool {
        let SheetCell::Amount(cell) = self.sheet.cell(place) else { return false };
        let unit = &self.evaluated.form.unit;
        let computed = self.evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
        unit.shown(computed) != unit.shown(self.evaluated.value(cell))
    }

    fn notice_pointer(&mut self, ui: &Ui, place: Place, rect: Rect, shown: &Shown) {
        let response = ui.interact(rect, egui::Id::unique(("cell", self.table.number, place)), Sense::click_and_drag());
        response.widget_info(|| {
            let mut label = shown.text.clone();
            if let SheetCell::Amount(cell) = self.sheet.cell(place) {
                label = format!("{} {label}", self.evaluated.cell_label(cell));
            }
            if let Some(grade) = shown.grade {
                label = format!("{label} {}", grade.name());
            }
            WidgetInfo::labeled(Role::Cell, true, label)
        });
        if self.selection.cursor == place {
            self.pointer.cursor_rect = Some(rect);
        }
        let (pressed, down) = ui.input(|input| (input.pointer.primary_pressed(), input.pointer.primary_down()));
        if response.contains_pointer() && pressed {
            self.pointer.pressed = Some(place);
        }
        if down && ui.rect_contains_pointer(rect) {
            self.pointer.held = Some(place);
        }
        if response.double_clicked() {
            self.pointer.double_clicked = Some(place);
        }
        if response.secondary_clicked() {
            self.pointer.menu = Some(place);
        }
    }
}

/// The mark of a grade in a cell: told by its shape, not by its colour alone.
pub fn mark(grade: Grade, palette: &Palette) -> (&'static str, Color32) {
    match grade {
        Grade::Error => ("●", palette.error),
        Grade::Warning => ("▲", palette.warning),
        Grade::Rounding => ("≈", palette.rounding),
        Grade::Unchecked => ("○", palette.unchecked),
    }
}
