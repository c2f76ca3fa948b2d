//! The merged head of a table, and its ※ row.

use std::ops::Range;

use egui::{Align2, FontId, Pos2, Rect, Role, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_table::HeaderRow;

use super::metrics::{LINE_HEIGHT, Metrics, PADDING, head_cell_width, head_font};
use super::scale::Scale;
use crate::app::lines::wrapped;
use crate::app::theme::Palette;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::{Column, TableForm};
use disclosure_engine::sheet::Sheet;

/// Height of the ※ row.
const NUMBER_ROW_HEIGHT: f32 = LINE_HEIGHT + 2.0;
/// What a column of texts has in the ※ row.
const NUMBER_MARK: &str = "※";

/// The rows of the head as the table widget knows them: one tall row, in which merged cells are painted, and the ※ row.
pub fn rows(table: &TableForm, metrics: &Metrics) -> Vec<HeaderRow> {
    let mut top: Vec<_> = table.head.iter().filter(|cell| cell.row == 0).collect();
    top.sort_by_key(|cell| cell.column);
    let groups = top.iter().map(|cell| cell.column..cell.column + cell.columns).collect();
    let mut rows = vec![HeaderRow { height: metrics.head_height(), groups }];
    if table.numbered {
        rows.push(HeaderRow::new(metrics.scale.of(NUMBER_ROW_HEIGHT).round()));
    }
    rows
}

/// Paints the head cells over `columns`, in a ui that begins at their top left corner. Returns the columns of the cell
/// that was clicked.
pub fn cells_ui(ui: &mut Ui, table: &TableForm, metrics: &Metrics, columns: Range<usize>) -> Option<Range<usize>> {
    let palette = Palette::of(ui.visuals());
    let mut clicked = None;
    let origin = ui.max_rect().left_top();
    for cell in table.head.iter().filter(|cell| columns.contains(&cell.column)) {
        let left: f32 = metrics.widths[columns.start..cell.column].iter().sum();
        let top: f32 = metrics.head_heights[..cell.row].iter().sum();
        let height: f32 = metrics.head_heights[cell.row..cell.row + cell.rows].iter().sum();
        let size = vec2(head_cell_width(cell, &metrics.widths), height);
        let rect = Rect::from_min_size(pos2(origin.x + left, origin.y + top), size);
        frame(ui, rect, &palette);
        let font = head_font(metrics.scale);
        let room = size.x - metrics.scale.of(2.0 * PADDING);
        let text = wrapped(ui.painter(), &cell.text, &font, room).into_owned();
        let galley = ui.painter().layout(text, font.clone(), palette.head_text, room);
        // A head over many columns is read in the part of it that is on the screen.
        let seen = rect.x_range().intersection(ui.clip_rect().x_range());
        let center = if seen.span() > galley.size().x { seen.center() } else { rect.center().x };
        // Wrapped lines are centred one by one, as the form prints them.
        let mut y = rect.center().y - galley.size().y / 2.0;
        for row in &galley.rows {
            let line = row.text();
            let position = Pos2::new(center, y + row.height() / 2.0);
            ui.painter().text(position, Align2::CENTER_CENTER, line, font.clone(), palette.head_text);
            y += row.height();
        }
        let id = egui::Id::unique(("head", table.number, cell.row, cell.column));
        let response = ui.interact(rect, id, egui::Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &cell.text));
        if response.clicked() {
            clicked = Some(cell.column..cell.column + cell.columns);
        }
    }
    clicked
}

/// Paints the ※ row's cell of `column`.
pub fn number_ui(ui: &mut Ui, evaluated: Evaluated<'_>, sheet: &Sheet, scale: Scale, column: usize) {
    let palette = Palette::of(ui.visuals());
    let rect = ui.max_rect();
    frame(ui, rect, &palette);
    let Some(column) = sheet.columns.get(column) else { return };
    let text = match column.column {
        Column::Field(place) => evaluated.form.list(column.list).fields[place].number.to_string(),
        Column::Amount(place) => evaluated.form.list(column.list).amounts[place].number.to_string(),
        _ => NUMBER_MARK.to_owned(),
    };
    let font = FontId::proportional(scale.of(13.0));
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, font, palette.number_row);
}

fn frame(ui: &Ui, rect: Rect, palette: &Palette) {
    ui.painter().rect_filled(rect, 0.0, palette.head_fill);
    let line = Stroke::new(1.0, palette.grid_line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), line);
}
