//! How wide columns and how high rows are.

use egui::{FontId, Painter};

use crate::app::fonts;
use crate::app::theme::BODY_SIZE;
use crate::disclosure::CodeLevel;
use crate::evaluate::Evaluated;
use crate::form::{Column, HeadCell, TableForm};
use crate::sheet::{Place, Sheet, SheetCell};

/// Size of the heads' text.
pub const HEAD_SIZE: f32 = 14.0;
/// Height of one line of text in a cell.
pub const LINE_HEIGHT: f32 = 20.0;
/// Space around the text of a cell, left and right.
pub const PADDING: f32 = 6.0;
/// Space above and below the text of a cell, together.
const VERTICAL_PADDING: f32 = 6.0;
/// Longer names are not shown on more lines than this; the bar above the grid shows them whole.
const MOST_LINES: usize = 4;
/// How wide a figure of an amount is, in parts of the text size.
const DIGIT_WIDTH: f32 = 0.56;
/// An indent step of a label.
const INDENT: f32 = 14.0;

/// Sizes of a sheet, in points.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// Widths of the columns.
    pub widths: Vec<f32>,
    /// Where each row begins; one more than there are rows.
    pub row_tops: Vec<f32>,
    /// Heights of the head's rows.
    pub head_heights: Vec<f32>,
}

impl Metrics {
    /// Sizes in which everything in `sheet` fits.
    pub fn new(painter: &Painter, evaluated: Evaluated<'_>, table: &TableForm, sheet: &Sheet) -> Self {
        let widths: Vec<f32> =
            (0..sheet.columns.len()).map(|column| column_width(evaluated, table, sheet, column)).collect();
        let mut row_tops = Vec::with_capacity(sheet.rows + 1);
        let mut top = 0.0;
        for row in 0..sheet.rows {
            row_tops.push(top);
            top += row_height(evaluated, sheet, &widths, row);
        }
        row_tops.push(top);
        let head_heights = head_heights(painter, table, &widths);
        Self { widths, row_tops, head_heights }
    }

    /// Height of the whole head, without the ※ row.
    pub fn head_height(&self) -> f32 {
        self.head_heights.iter().sum()
    }

    /// Width of all columns.
    pub fn width(&self) -> f32 {
        self.widths.iter().sum()
    }

    /// How many of the first `wanted` columns may stay while the others are scrolled, so that most of `room` is left
    /// for the others.
    pub fn sticky_columns(&self, wanted: usize, room: f32) -> usize {
        let mut left = 0.0;
        let fits = |width: &&f32| {
            left += **width;
            left <= room * 0.6
        };
        self.widths.iter().take(wanted).take_while(fits).count()
    }
}

fn column_width(evaluated: Evaluated<'_>, table: &TableForm, sheet: &Sheet, column: usize) -> f32 {
    match sheet.columns[column].column {
        Column::CodePart(CodeLevel::Class) => 48.0,
        Column::CodePart(_) => 42.0,
        // Beside a project's name the code's is of less interest.
        Column::Name if sheet.columns.iter().any(|column| column.column == Column::Project) => 160.0,
        Column::Name => 230.0,
        Column::Project => 250.0,
        Column::Label => label_width(evaluated, sheet, column),
        Column::Amount(_) => {
            let widest = (0..sheet.rows).filter_map(|row| match sheet.cell(Place { row, column }) {
                SheetCell::Amount(cell) => Some(evaluated.form.unit.table_text(evaluated.value(cell)).len()),
                _ => None,
            });
            let digits = widest.max().unwrap_or(0) as f32;
            // Room for the mark of a finding stands before the figure.
            let figures = digits * DIGIT_WIDTH * BODY_SIZE + 2.0 * PADDING + 18.0;
            figures.max(head_width(table, column)).max(100.0)
        }
    }
}

/// Wide enough for a short head on one line. Longer ones are wrapped.
fn head_width(table: &TableForm, column: usize) -> f32 {
    const ONE_LINE: usize = 8;
    let own = table.head.iter().filter(|cell| cell.column == column && cell.columns == 1);
    let chars = own.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
    if chars <= ONE_LINE { chars as f32 * HEAD_SIZE + 2.0 * PADDING + 2.0 } else { 0.0 }
}

/// Wide enough for the longest label, within reason: names of projects are wrapped.
fn label_width(evaluated: Evaluated<'_>, sheet: &Sheet, column: usize) -> f32 {
    let needed = (0..sheet.rows).map(|row| {
        let place = Place { row, column };
        let SheetCell::Text { list, row, column } = sheet.cell(place) else { return 0.0 };
        evaluated.text(list, row, column).chars().map(char_width).sum::<f32>() + indent(evaluated, sheet, place)
    });
    (needed.fold(0.0, f32::max) + 2.0 * PADDING + 2.0).clamp(160.0, 320.0)
}

fn row_height(evaluated: Evaluated<'_>, sheet: &Sheet, widths: &[f32], row: usize) -> f32 {
    let lines = (0..sheet.columns.len()).map(|column| match sheet.cell(Place { row, column }) {
        SheetCell::Text { list, row, column: text @ (Column::Name | Column::Project | Column::Label) } => {
            let room = widths[column] - 2.0 * PADDING - indent(evaluated, sheet, Place { row, column });
            lines_needed(&evaluated.text(list, row, text), room)
        }
        _ => 1,
    });
    lines.max().unwrap_or(1).clamp(1, MOST_LINES) as f32 * LINE_HEIGHT + VERTICAL_PADDING
}

/// How many lines `text` takes in `room` points.
fn lines_needed(text: &str, room: f32) -> usize {
    let (mut lines, mut filled) = (1, 0.0);
    for width in text.chars().map(char_width) {
        if filled + width > room {
            lines += 1;
            filled = 0.0;
        }
        filled += width;
    }
    lines
}

/// About how wide a character is. Asking the fonts would be exact, and too slow for thousands of rows.
fn char_width(c: char) -> f32 {
    let ems = match c {
        ' ' => 0.25,
        _ if c.is_ascii() => 0.57,
        _ => 1.0,
    };
    ems * BODY_SIZE
}

/// How far the label at `place` is indented.
pub fn indent(evaluated: Evaluated<'_>, sheet: &Sheet, place: Place) -> f32 {
    let SheetCell::Text { list, row, column: Column::Label } = sheet.cell(place) else { return 0.0 };
    match evaluated.form.list(list).fixed_rows().get(row) {
        Some(fixed) => f32::from(fixed.indent) * INDENT,
        None => evaluated.evaluation.layout(list).depth(row).saturating_sub(1) as f32 * INDENT,
    }
}

/// Font of the heads.
pub fn head_font() -> FontId {
    FontId::new(HEAD_SIZE, fonts::bold())
}

/// Width of the columns that `cell` spans.
pub fn head_cell_width(cell: &HeadCell, widths: &[f32]) -> f32 {
    widths.iter().skip(cell.column).take(cell.columns).sum()
}

fn head_heights(painter: &Painter, table: &TableForm, widths: &[f32]) -> Vec<f32> {
    let mut heights = vec![LINE_HEIGHT + VERTICAL_PADDING; table.head_rows];
    let mut cells: Vec<&HeadCell> = table.head.iter().collect();
    cells.sort_by_key(|cell| cell.rows);
    for cell in cells {
        let room = head_cell_width(cell, widths) - 2.0 * PADDING;
        let galley = painter.layout(cell.text.clone(), head_font(), egui::Color32::BLACK, room);
        let needed = galley.size().y + VERTICAL_PADDING;
        let spanned = &mut heights[cell.row..cell.row + cell.rows];
        let missing = needed - spanned.iter().sum::<f32>();
        if let (Some(last), true) = (spanned.last_mut(), missing > 0.0) {
            *last += missing;
        }
    }
    heights
}
