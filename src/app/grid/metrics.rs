//! How wide columns and how high rows are.

use egui::{FontId, Painter};

use super::entry::EntryLines;
use super::scale::Scale;
use crate::app::fonts;
use crate::app::lines::{opens, wrapped};
use crate::app::theme::BODY_SIZE;
use disclosure_engine::disclosure::CodeLevel;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::{Column, HeadCell, TableForm};
use disclosure_engine::sheet::{Place, Sheet, SheetCell};

/// Size of the heads' text.
pub const HEAD_SIZE: f32 = 14.0;
/// Height of one line of text in a cell.
pub const LINE_HEIGHT: f32 = 22.0;
/// Size of last year's figure below this year's.
pub const PRIOR_SIZE: f32 = 12.0;
/// Space around the text of a cell, left and right.
pub const PADDING: f32 = 6.0;
/// Space above and below the text of a cell, together.
const VERTICAL_PADDING: f32 = 4.0;
/// Even a name that nobody would print is not shown on more lines than this.
const MOST_LINES: usize = 20;
/// How wide a figure of an amount is, in parts of the text size.
const DIGIT_WIDTH: f32 = 0.56;
/// What last year's figure and the difference need beside this year's.
const PRIOR_ROOM: f32 = 48.0;
/// An indent step of a label.
const INDENT: f32 = 14.0;

/// What of a sheet's sizes is not its own.
pub struct Wishes<'a> {
    /// Widths that the person drew.
    pub drawn: &'a dyn Fn(usize) -> Option<f32>,
    /// Last year's figures are shown below this year's.
    pub with_prior: bool,
    /// The lines below the rows.
    pub lines: Option<&'a EntryLines>,
    /// How wide the place is in which the table is shown, in points.
    pub room: f32,
    /// How large it is drawn. Widths that were drawn are those at the normal size.
    pub scale: Scale,
}

/// Sizes of a sheet, in points.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// Widths of the columns.
    pub widths: Vec<f32>,
    /// Widths in which the contents fit on one line.
    pub natural: Vec<f32>,
    /// Where each row begins; one more than there are rows.
    pub row_tops: Vec<f32>,
    /// Heights of the head's rows.
    pub head_heights: Vec<f32>,
    pub scale: Scale,
}

impl Metrics {
    /// Sizes in which everything in `sheet` can be read, unless the person wishes otherwise: with air where there is room,
    /// else as narrow as the figures allow.
    pub fn new(
        painter: &Painter,
        evaluated: Evaluated<'_>,
        table: &TableForm,
        sheet: &Sheet,
        natural: &[f32],
        wishes: &Wishes<'_>,
    ) -> Self {
        let scale = wishes.scale;
        let widths = widths(table, sheet, natural, wishes);
        let mut row_tops = Vec::with_capacity(sheet.rows + 1);
        let mut top = 0.0;
        for row in 0..sheet.rows {
            row_tops.push(top);
            let lines = lines_in_row(evaluated, sheet, &widths, row, wishes);
            let lines = if wishes.with_prior { lines.max(2) } else { lines };
            // Whole points: lines stay sharp.
            top += scale.of(lines.clamp(1, MOST_LINES) as f32 * LINE_HEIGHT + VERTICAL_PADDING).round();
        }
        row_tops.push(top);
        let head_heights = head_heights(painter, table, &widths, scale);
        let natural = natural.iter().map(|width| scale.of(*width)).collect();
        Self { widths, natural, row_tops, head_heights, scale }
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
            left <= room * 0.66
        };
        self.widths.iter().take(wanted).take_while(fits).count()
    }
}

/// The widths that were drawn; of the other columns as much more than they need at least as there is room for.
fn widths(table: &TableForm, sheet: &Sheet, natural: &[f32], wishes: &Wishes<'_>) -> Vec<f32> {
    let all = |width: &dyn Fn(usize) -> f32| all_widths(sheet, wishes.drawn, wishes.with_prior, width);
    let airy = all(&|column| airy_width(table, sheet, column, natural[column]));
    let tight = all(&|column| tight_width(sheet, column, natural[column]));
    let scaled = |widths: Vec<f32>| widths.into_iter().map(|width| wishes.scale.of(width)).collect::<Vec<f32>>();
    let (airy, tight) = (scaled(airy), scaled(tight));
    let (wanted, needed) = (airy.iter().sum::<f32>(), tight.iter().sum::<f32>());
    let share = if wanted > needed { ((wishes.room - needed) / (wanted - needed)).clamp(0.0, 1.0) } else { 1.0 };
    // Whole points, rounded down: lines stay sharp, and all of it stays within the room.
    tight.iter().zip(airy).map(|(tight, airy)| (tight + (airy - tight) * share).floor()).collect()
}

/// How wide the table is at the normal size where room is short: as narrow as its figures allow.
pub fn least_width(sheet: &Sheet, natural: &[f32], drawn: &dyn Fn(usize) -> Option<f32>, with_prior: bool) -> f32 {
    all_widths(sheet, drawn, with_prior, &|column| tight_width(sheet, column, natural[column])).iter().sum()
}

/// The widths that were drawn, and `width` of the other columns.
fn all_widths(
    sheet: &Sheet,
    drawn: &dyn Fn(usize) -> Option<f32>,
    with_prior: bool,
    width: &dyn Fn(usize) -> f32,
) -> Vec<f32> {
    let of = |column: usize| {
        let is_amount = matches!(sheet.columns[column].column, Column::Amount(_));
        let width = || width(column) + if with_prior && is_amount { PRIOR_ROOM } else { 0.0 };
        drawn(column).unwrap_or_else(width)
    };
    (0..sheet.columns.len()).map(of).collect()
}

/// The widths in which the contents of each column fit on one line, at the normal size.
pub fn natural_widths(evaluated: Evaluated<'_>, sheet: &Sheet) -> Vec<f32> {
    (0..sheet.columns.len()).map(|column| natural_width(evaluated, sheet, column)).collect()
}

/// How narrow a column may become: figures stay whole, names and heads are wrapped.
fn tight_width(sheet: &Sheet, column: usize, natural: f32) -> f32 {
    match sheet.columns[column].column {
        Column::CodePart(CodeLevel::Class) => 44.0,
        Column::CodePart(_) => 34.0,
        Column::Name if sheet.columns.iter().any(|column| column.column == Column::Project) => 96.0,
        Column::Name | Column::Project => 150.0,
        Column::Label => natural.clamp(120.0, 220.0),
        Column::Field(_) => natural.clamp(4.0 * HEAD_SIZE + 2.0 * PADDING, 150.0),
        Column::Amount(_) => natural.max(4.0 * HEAD_SIZE + 2.0 * PADDING),
    }
}

/// How wide a column is where there is room.
fn airy_width(table: &TableForm, sheet: &Sheet, column: usize, natural: f32) -> f32 {
    match sheet.columns[column].column {
        Column::CodePart(CodeLevel::Class) => 48.0,
        Column::CodePart(_) => 42.0,
        // Beside a project's name the code's is of less interest.
        Column::Name if sheet.columns.iter().any(|column| column.column == Column::Project) => 130.0,
        Column::Name => 230.0,
        Column::Project => 220.0,
        // Labels fit, within reason: names of projects are wrapped.
        Column::Label => natural.clamp(160.0, 320.0),
        Column::Field(_) => natural.max(head_width(table, column)).clamp(100.0, 260.0),
        Column::Amount(_) => natural.max(head_width(table, column)).max(100.0),
    }
}

/// The width in which the contents of `column` fit on one line.
fn natural_width(evaluated: Evaluated<'_>, sheet: &Sheet, column: usize) -> f32 {
    let needed = (0..sheet.rows).map(|row| {
        let place = Place { row, column };
        match sheet.cell(place) {
            // Room for the mark of a finding stands before the figure.
            SheetCell::Amount(cell) => {
                let figure = evaluated.table_text(cell);
                figure.len() as f32 * DIGIT_WIDTH * BODY_SIZE + 18.0
            }
            SheetCell::Text { list, row, column } => {
                evaluated.text(list, row, column).chars().map(char_width).sum::<f32>() + indent(evaluated, sheet, place)
            }
            SheetCell::Blank => 0.0,
        }
    });
    needed.fold(0.0, f32::max) + 2.0 * PADDING + 2.0
}

/// Wide enough for a short head on one line. Longer ones are wrapped.
fn head_width(table: &TableForm, column: usize) -> f32 {
    const ONE_LINE: usize = 8;
    let own = table.head.iter().filter(|cell| cell.column == column && cell.columns == 1);
    let chars = own.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
    if chars <= ONE_LINE { chars as f32 * HEAD_SIZE + 2.0 * PADDING + 2.0 } else { 0.0 }
}

fn lines_in_row(evaluated: Evaluated<'_>, sheet: &Sheet, widths: &[f32], row: usize, wishes: &Wishes<'_>) -> usize {
    let scale = wishes.scale;
    // Sizes are compared as they are drawn: a name that just fits must not be thought to.
    let lines = (0..sheet.columns.len()).map(|column| match sheet.cell(Place { row, column }) {
        SheetCell::Text {
            list,
            row,
            column: text @ (Column::Name | Column::Project | Column::Label | Column::Field(_)),
        } => {
            let place = Place { row, column };
            let room = widths[column] - scale.of(2.0 * PADDING + indent(evaluated, sheet, place));
            lines_needed(&evaluated.text(list, row, text), room, scale)
        }
        SheetCell::Blank if sheet.columns[column].column == Column::Name => {
            let name = wishes.lines.and_then(|below| below.name(row)).unwrap_or_default();
            lines_needed(name, widths[column] - scale.of(2.0 * PADDING), scale)
        }
        _ => 1,
    });
    lines.max().unwrap_or(1)
}

/// How many lines `text` takes in `room` points. What opens goes to the next line with what it opens.
fn lines_needed(text: &str, room: f32, scale: Scale) -> usize {
    let (mut lines, mut filled, mut opened) = (1, 0.0, 0.0);
    for c in text.chars() {
        let width = scale.of(char_width(c));
        if filled + width > room {
            lines += 1;
            filled = opened;
        }
        filled += width;
        opened = if opens(c) { opened + width } else { 0.0 };
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

/// How far the label at `place` is indented, at the normal size.
pub fn indent(evaluated: Evaluated<'_>, sheet: &Sheet, place: Place) -> f32 {
    let SheetCell::Text { list, row, column: Column::Label } = sheet.cell(place) else { return 0.0 };
    match evaluated.form.list(list).fixed_rows().get(row) {
        Some(fixed) => f32::from(fixed.indent) * INDENT,
        None => evaluated.evaluation.layout(list).depth(row).saturating_sub(1) as f32 * INDENT,
    }
}

pub fn head_font(scale: Scale) -> FontId {
    FontId::new(scale.of(HEAD_SIZE), fonts::bold())
}

/// Width of the columns that `cell` spans.
pub fn head_cell_width(cell: &HeadCell, widths: &[f32]) -> f32 {
    widths.iter().skip(cell.column).take(cell.columns).sum()
}

fn head_heights(painter: &Painter, table: &TableForm, widths: &[f32], scale: Scale) -> Vec<f32> {
    let mut heights = vec![scale.of(LINE_HEIGHT + VERTICAL_PADDING).round(); table.head_rows];
    let mut cells: Vec<&HeadCell> = table.head.iter().collect();
    cells.sort_by_key(|cell| cell.rows);
    for cell in cells {
        let room = head_cell_width(cell, widths) - scale.of(2.0 * PADDING);
        let text = wrapped(painter, &cell.text, &head_font(scale), room).into_owned();
        let galley = painter.layout(text, head_font(scale), egui::Color32::BLACK, room);
        let needed = galley.size().y + scale.of(VERTICAL_PADDING);
        let spanned = &mut heights[cell.row..cell.row + cell.rows];
        let missing = needed - spanned.iter().sum::<f32>();
        if let (Some(last), true) = (spanned.last_mut(), missing > 0.0) {
            *last += missing;
        }
    }
    heights
}
