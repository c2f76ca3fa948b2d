//! Painting the cells, and noticing the pointer on them.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use egui::{Align2, Color32, FontId, Painter, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2};
use egui_table::{CellInfo, HeaderCellInfo, TableDelegate};

use super::entry::EntryLines;
use super::head;
use super::menu::CELL_MENU;
use super::metrics::{LINE_HEIGHT, Metrics, PADDING, PRIOR_SIZE, indent};
use super::proposed::Proposed;
use crate::app::cells::{CellMenu, Pointer, Selection};
use crate::app::directed::directed;
use crate::app::fonts;
use crate::app::lines::wrapped;
use crate::app::prior::Prior;
use crate::app::protection::Protection;
use crate::app::theme::{BODY_SIZE, Palette};
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{Amount, AmountUnit};
use disclosure_engine::evaluate::{CellIndex, CellState, Evaluated, RowOrigin};
use disclosure_engine::form::{Column, TableForm};
use disclosure_engine::proposal::Proposals;
use disclosure_engine::sheet::{Place, Sheet, SheetCell};
use disclosure_engine::spelling::visible;

/// What stands in a column that is too narrow for its figure.
const TOO_NARROW: &str = "####";
/// What stands in the part of a column that is in sight where its figure is not.
const MORE: &str = "…";

/// Totals above this depth are bold: the total of all and the 类.
const BOLD_DEPTH: usize = 2;

/// Everything that is needed to paint one table, and what the pointer did on it.
pub struct Cells<'a> {
    pub evaluated: Evaluated<'a>,
    pub table: &'a TableForm,
    pub sheet: &'a Sheet,
    pub metrics: &'a Metrics,
    pub selection: Selection,
    /// Last year's disclosure, shown below each figure.
    pub prior: Option<&'a Prior>,
    /// Why nothing can be changed, if it cannot.
    pub protection: Option<Protection>,
    /// No column is made wider than this by itself, in points.
    pub widest: f32,
    /// The gravest finding of each cell that has one.
    pub marks: &'a HashMap<CellIndex, Grade>,
    /// What the file with which is compared prints in the cells that differ.
    pub changes: &'a HashMap<CellIndex, Option<Amount>>,
    /// What the comments on each cell say.
    pub comments: &'a HashMap<CellIndex, String>,
    /// Cells of the finding that was chosen in the list.
    pub highlighted: &'a HashSet<CellIndex>,
    /// The text field covers the active cell.
    pub is_editing: bool,
    /// The cell whose menu was open in the last frame.
    pub menu_at: Option<Place>,
    /// The lines below the rows.
    pub lines: Option<&'a EntryLines>,
    /// What follows for cells that are blank.
    pub proposals: &'a Proposals,
    pub pointer: Pointer,
}

impl TableDelegate for Cells<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let columns = cell.col_range.clone();
        if ui.is_sizing_pass() {
            return;
        }
        ui.set_min_width(self.metrics.widths[columns.clone()].iter().sum());
        if cell.row_nr == 0 {
            self.pointer.head = head::cells_ui(ui, self.table, self.metrics, columns).or(self.pointer.head.take());
        } else {
            head::number_ui(ui, self.evaluated, self.sheet, self.metrics.scale, columns.start);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        // A double click on a column's edge asks for sizes; what is only painted has none of its own.
        if ui.is_sizing_pass() {
            ui.set_min_width(self.metrics.natural[info.col_nr].min(self.widest));
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
    comment: Option<String>,
    /// What the file with which is compared prints here, where that differs.
    other: Option<String>,
    proposed: Option<Proposed>,
}

impl Cells<'_> {
    fn shown(&self, place: Place) -> Shown {
        let is_total = self.sheet.is_total(self.evaluated, place);
        let cell = self.sheet.cell(place);
        let (text, index) = match cell {
            SheetCell::Blank => (String::new(), None),
            SheetCell::Text { list, row, column } => {
                (visible(&self.evaluated.text(list, row, column)).into_owned(), None)
            }
            SheetCell::Amount(cell) => (self.evaluated.table_text(cell), Some(cell)),
        };
        Shown {
            text,
            is_amount: index.is_some(),
            state: index.map(|cell| self.evaluated.evaluation.state(cell)),
            grade: index.and_then(|cell| self.marks.get(&cell).copied()),
            is_total,
            is_bold: is_total && self.sheet.depth(self.evaluated, place) < BOLD_DEPTH,
            is_highlighted: index.is_some_and(|cell| self.highlighted.contains(&cell)),
            comment: index.and_then(|cell| self.comments.get(&cell).cloned()),
            other: index
                .and_then(|cell| Some((self.evaluated.unit_of_cell(cell), self.changes.get(&cell)?)))
                .map(|(unit, other)| other_text(unit, *other)),
            proposed: self.proposed(place),
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
            match &shown.proposed {
                Some(proposed) => self.paint_proposed(ui, rect, proposed),
                None => self.paint_text(ui, place, rect, shown, &palette),
            }
        }
        if let Some(grade) = shown.grade {
            let (mark, color) = mark(grade, &palette);
            let font = FontId::new(self.metrics.scale.of(12.0), fonts::bold());
            painter.text(pos2(rect.left() + 4.0, rect.center().y), Align2::LEFT_CENTER, mark, font, color);
        }
        if shown.comment.is_some() {
            // A corner turned over, as spreadsheets mark comments.
            let corner = rect.right_top();
            let points = vec![corner, corner - egui::vec2(8.0, 0.0), corner + egui::vec2(0.0, 8.0)];
            painter.add(Shape::convex_polygon(points, palette.warning, Stroke::NONE));
        }
        if shown.other.is_some() {
            // A bar at the left edge, as editors mark changed lines.
            let bar = Rect::from_min_max(rect.left_top(), pos2(rect.left() + 3.0, rect.bottom() - 1.0));
            painter.rect_filled(bar, 0.0, palette.cursor);
        }
        if is_cursor {
            painter.rect_stroke(rect, 0.0, Stroke::new(2.0, palette.cursor), StrokeKind::Inside);
        }
    }

    fn fill(&self, palette: &Palette, place: Place, shown: &Shown) -> Color32 {
        let is_block = self.selection.corner != self.selection.cursor;
        if is_block && self.selection.contains(place) {
            palette.selection_fill
        } else if shown.is_total {
            palette.total_fill
        } else if self.protection.is_some() || shown.state.is_some_and(CellState::is_computed) {
            palette.computed_fill
        } else {
            palette.entered_fill
        }
    }

    fn paint_text(&self, ui: &Ui, place: Place, rect: Rect, shown: &Shown, palette: &Palette) {
        let family = if shown.is_bold { fonts::bold() } else { egui::FontFamily::Proportional };
        let scale = self.metrics.scale;
        let font = FontId::new(scale.of(BODY_SIZE), family);
        let is_stated = shown.state == Some(CellState::Stated) && self.is_written_in(place);
        let color = match shown.state {
            _ if is_stated => palette.stated_text,
            Some(CellState::Computed | CellState::Stated) => palette.computed_text,
            _ => palette.text,
        };
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        if shown.is_amount {
            return self.paint_figure(&painter, place, rect, (&shown.text, font, color), is_stated, palette);
        }
        let column = self.sheet.columns[place.column].column;
        let padding = scale.of(PADDING);
        let left = padding + scale.of(indent(self.evaluated, self.sheet, place));
        let is_centred = match column {
            Column::CodePart(_) => true,
            Column::Name => self.is_total_of_all(place),
            _ => false,
        };
        if is_centred {
            let text = directed(&painter, &shown.text, &font, f32::INFINITY);
            painter.text(rect.center(), Align2::CENTER_CENTER, text, font, color);
        } else {
            let room = rect.width() - padding - left;
            let text = wrapped(&painter, &shown.text, &font, room);
            let text = directed(&painter, &text, &font, room).into_owned();
            let galley = painter.layout(text, font, color, room);
            let top = rect.center().y - galley.size().y.min(rect.height()) / 2.0;
            painter.galley(pos2(rect.left() + left, top), galley, color);
        }
    }

    /// Paints a figure whole, or a sign that there is one: part of a figure is another figure.
    fn paint_figure(
        &self,
        painter: &Painter,
        place: Place,
        rect: Rect,
        (text, font, color): (&str, FontId, Color32),
        is_stated: bool,
        palette: &Palette,
    ) {
        let scale = self.metrics.scale;
        let padding = scale.of(PADDING);
        let galley = painter.layout_no_wrap(text.to_owned(), font.clone(), color);
        let fits = galley.size().x <= rect.width() - padding;
        if fits && self.paint_cut(painter, rect, galley.size().x, palette) {
            return;
        }
        let mut position = pos2(rect.right() - padding, rect.center().y);
        if let Some(comparison) = self.comparison(place) {
            position.y -= scale.of(LINE_HEIGHT / 2.0);
            let below = position + egui::vec2(0.0, scale.of(LINE_HEIGHT - 2.0));
            let small = FontId::proportional(scale.of(PRIOR_SIZE));
            painter.text(below, Align2::RIGHT_CENTER, comparison, small, palette.weak_text);
        }
        let text = if fits { text } else { TOO_NARROW };
        let written = painter.text(position, Align2::RIGHT_CENTER, text, font, color);
        if is_stated {
            // Its colour alone would not tell it from a computed one.
            painter.hline(written.x_range(), written.bottom() - 1.0, Stroke::new(1.0, color));
        } else if self.has_more_digits(place) {
            let dots = Shape::dotted_line(&[written.left_bottom(), written.right_bottom()], color, 3.0, 0.8);
            painter.extend(dots);
        }
    }

    /// Where a figure of that width is not wholly in sight, because its column goes on beyond the edge, paints a sign in its
    /// place. Returns whether it did.
    pub(super) fn paint_cut(&self, painter: &Painter, rect: Rect, width: f32, palette: &Palette) -> bool {
        const TOLERANCE: f32 = 0.5;
        let padding = self.metrics.scale.of(PADDING);
        let (seen, right) = (painter.clip_rect().x_range(), rect.right() - padding);
        let is_cut_right = right > seen.max + TOLERANCE;
        let is_cut = width > 0.0 && (is_cut_right || right - width < seen.min - TOLERANCE);
        if is_cut {
            let (at, align) = match is_cut_right {
                true => (seen.min + padding, Align2::LEFT_CENTER),
                false => (seen.max - padding, Align2::RIGHT_CENTER),
            };
            let font = FontId::proportional(self.metrics.scale.of(BODY_SIZE));
            painter.text(pos2(at, rect.center().y), align, MORE, font, palette.weak_text);
        }
        is_cut
    }

    /// Last year's figure and the difference from it, where last year is shown and there is something to compare.
    fn comparison(&self, place: Place) -> Option<String> {
        let SheetCell::Amount(cell) = self.sheet.cell(place) else { return None };
        let before = self.prior?.value(self.evaluated, cell);
        let now = self.evaluated.value(cell);
        let unit = self.evaluated.unit_of_cell(cell);
        match before {
            None if now.is_zero() => None,
            None => Some("上年没有".to_owned()),
            Some(before) if before.is_zero() && now.is_zero() => None,
            Some(before) => {
                let difference = unit.shown(now) - unit.shown(before);
                let arrow = match difference.cmp(&Amount::ZERO) {
                    Ordering::Greater => format!("↑{}", unit.text(difference)),
                    Ordering::Less => format!("↓{}", unit.text(difference.abs())),
                    Ordering::Equal => "持平".to_owned(),
                };
                Some(format!("{} {arrow}", unit.text(before)))
            }
        }
    }

    /// The total of all rows is printed in the middle.
    fn is_total_of_all(&self, place: Place) -> bool {
        let row = self.sheet.row_at(place);
        row.is_some_and(|(list, row)| self.evaluated.evaluation.layout(list).rows[row].origin == RowOrigin::Total)
    }

    /// Whether the amount at `place` has digits that the form does not show.
    fn has_more_digits(&self, place: Place) -> bool {
        let SheetCell::Amount(cell) = self.sheet.cell(place) else { return false };
        // What is divided hardly ever ends.
        let is_ratio = self.evaluated.form.list(cell.list).amounts[cell.column].ratio.is_some();
        !is_ratio && !self.evaluated.unit_of_cell(cell).is_exact(self.evaluated.value(cell))
    }

    /// Whether an amount is stated at `place` that is shown with another figure than the computed one.
    fn is_written_in(&self, place: Place) -> bool {
        let SheetCell::Amount(cell) = self.sheet.cell(place) else { return false };
        self.evaluated.is_stated_otherwise(cell)
    }

    fn notice_pointer(&mut self, ui: &Ui, place: Place, rect: Rect, shown: &Shown) {
        let response = ui.interact(rect, egui::Id::unique(("cell", self.table.number, place)), Sense::click_and_drag());
        response.widget_info(|| {
            let mut label = shown.text.clone();
            if let SheetCell::Amount(cell) = self.sheet.cell(place) {
                label = format!("{} {label}", self.evaluated.cell_label(cell));
            }
            if let SheetCell::Text { list, row, column: Column::Field(field) } = self.sheet.cell(place) {
                label = format!("{} {label}", self.evaluated.field_label(list, row, field));
            }
            if let Some(proposed) = shown.proposed.as_ref().filter(|proposed| !proposed.text.is_empty()) {
                label = format!("{label} 可以带入 {}", proposed.text);
            }
            if let Some(comment) = &shown.comment {
                label = format!("{label} 批注：{comment}");
            }
            if let Some(other) = &shown.other {
                label = format!("{label} {other}");
            }
            if let Some(grade) = shown.grade {
                label = format!("{label} {}", grade.name());
            }
            WidgetInfo::labeled(Role::Cell, true, label)
        });
        let tip: Vec<&str> = [&shown.other, &shown.comment].into_iter().flatten().map(String::as_str).collect();
        let response = if tip.is_empty() { response } else { response.on_hover_text(tip.join("\n")) };
        if self.selection.cursor == place {
            self.pointer.cursor_rect = Some(rect);
        }
        let seen = rect.intersect(ui.clip_rect());
        self.pointer.notice_seen(place, seen);
        let mut pointer = std::mem::take(&mut self.pointer);
        let menu = CellMenu { groups: &CELL_MENU, protection: self.protection, idle: &|command| self.idle(command) };
        pointer.notice(ui, &response, (place, seen), self.menu_at, &menu);
        self.pointer = pointer;
    }
}

/// What the file with which is compared prints.
fn other_text(unit: &AmountUnit, other: Option<Amount>) -> String {
    let other = other.map_or_else(|| "空白".to_owned(), |amount| unit.text(amount));
    format!("对照文件：{other}")
}

/// The mark of a grade in a cell: told by its shape, not by its colour alone.
pub fn mark(grade: Grade, palette: &Palette) -> (&'static str, Color32) {
    match grade {
        Grade::Error => ("●", palette.error),
        Grade::Warning => ("▲", palette.warning),
        Grade::Rounding => ("≈", palette.rounding),
        Grade::Unchecked => ("○", palette.unchecked),
        Grade::ToCome => ("◐", palette.weak_text),
    }
}
