//! How wide the columns of a table are, from what stands in them.

use super::table::{Alignment, PrintedColumn, PrintedRow};
use disclosure_engine::form::{Column, HeadCell};

/// What a portrait page has room for, in characters of half width at the size of a table's text.
const PORTRAIT: usize = 104;
/// Wider texts wrap.
const WIDEST_NAME: usize = 28;
const WIDEST_TEXT: usize = 36;
/// The narrowest that a column of codes or amounts gets.
const NARROWEST_CODE: usize = 5;
const NARROWEST_AMOUNT: usize = 9;
/// Room between a figure and the lines at its sides.
const PADDING: usize = 2;

/// The columns of a table with `rows`, and whether they need a landscape page.
pub(super) fn columns(
    columns: impl Iterator<Item = Column>,
    head: &[HeadCell],
    rows: &[PrintedRow],
) -> (Vec<PrintedColumn>, bool) {
    let (widths, aligns): (Vec<usize>, Vec<Alignment>) = columns
        .enumerate()
        .map(|(place, column)| {
            let heads = head.iter().filter(|cell| cell.column == place && cell.columns == 1);
            // A head wraps, but not below half its width.
            let head = heads.map(|cell| half_widths(&cell.text).div_ceil(3)).max().unwrap_or(0);
            let longest = rows.iter().flat_map(|row| row.cells.iter().find(|cell| cell.column == place));
            let longest = longest.map(|cell| half_widths(&cell.text) + 2 * usize::from(cell.indent)).max();
            width(column, head, longest.unwrap_or(0))
        })
        .unzip();
    let total: usize = widths.iter().sum();
    let share = |width: usize| width as f64 / total.max(1) as f64;
    let columns = widths.iter().zip(aligns).map(|(&width, align)| PrintedColumn { share: share(width), align });
    (columns.collect(), total > PORTRAIT)
}

fn width(column: Column, head: usize, longest: usize) -> (usize, Alignment) {
    match column {
        Column::CodePart(_) => (NARROWEST_CODE.max(longest + 1), Alignment::Center),
        Column::Name => (longest.min(WIDEST_NAME).max(head).max(12), Alignment::Left),
        Column::Field(_) => ((longest + PADDING).min(WIDEST_TEXT).max(head).max(NARROWEST_AMOUNT), Alignment::Left),
        Column::Project | Column::Label => (longest.min(WIDEST_TEXT).max(head).max(12), Alignment::Left),
        Column::Amount(_) => ((longest + PADDING).max(head).max(NARROWEST_AMOUNT), Alignment::Right),
    }
}

/// How many characters of half width `text` is wide.
pub fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
