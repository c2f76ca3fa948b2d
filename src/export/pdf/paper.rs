//! Sizes on paper, in points: the pages of tables, and how much room texts take in them.

use serde::Serialize;

use crate::document::PrintedTable;

const MM: f32 = 72.0 / 25.4;
const A4_WIDTH: f32 = 210.0 * MM;
const A4_HEIGHT: f32 = 297.0 * MM;

/// Width of the text on a page without a numbered table; the template has the margins.
pub(super) const TEXT_WIDTH: f32 = A4_WIDTH - 54.0 * MM;
/// Height of the text on such a page.
pub(super) const TEXT_HEIGHT: f32 = A4_HEIGHT - 72.0 * MM;

/// Height of what stands above a numbered table on each of its pages.
pub(super) const CAPTION_HEIGHT: f32 = 62.0;
/// Room between the line at the side of a cell and its text.
pub(super) const INSET_X: f32 = 3.5;

/// Distance of lines in a table, of the size of its text.
const LINE: f32 = 1.3;
/// Width of a figure of the table's font, of its size.
const DIGIT: f32 = 0.57;

/// Sizes of a table's text from the one that is wanted to the smallest that is easily read.
const SIZES: [f32; 7] = [10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5];
/// At this size or a smaller one texts may wrap.
const SMALL: f32 = 9.0;
/// Size of the text in a table without a number.
pub(super) const UNNUMBERED_SIZE: f32 = 9.5;

/// The margins of a page with a numbered table, without its caption.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Sheet {
    /// Left and right.
    pub(super) side: f32,
    top: f32,
    bottom: f32,
}

pub(super) const PORTRAIT: Sheet = Sheet { side: 17.0 * MM, top: 14.0 * MM, bottom: 20.0 * MM };
pub(super) const LANDSCAPE: Sheet = Sheet { side: 14.0 * MM, top: 10.0 * MM, bottom: 17.0 * MM };

/// The room that a table has.
pub(super) fn room(table: &PrintedTable) -> (f32, f32) {
    let height = |sheet: Sheet, paper: f32| paper - sheet.top - sheet.bottom - CAPTION_HEIGHT;
    match (table.number, table.is_landscape) {
        (None, _) => (TEXT_WIDTH, TEXT_HEIGHT),
        (Some(_), false) => (A4_WIDTH - 2.0 * PORTRAIT.side, height(PORTRAIT, A4_HEIGHT)),
        (Some(_), true) => (A4_HEIGHT - 2.0 * LANDSCAPE.side, height(LANDSCAPE, A4_WIDTH)),
    }
}

/// Size of the text of `table`, and the widths of its columns, which are as wide as their widest figure at least.
///
/// The size is the largest at which no more texts wrap than at a small one.
pub(super) fn fit(table: &PrintedTable, width: f32) -> (f32, Vec<f32>) {
    let shares: Vec<f32> = table.columns.iter().map(|column| column.share as f32 * width).collect();
    let longest = longest_words(table);
    let needed = |size: f32| longest.iter().map(|&length| length * size + 2.0 * INSET_X + 0.5).collect::<Vec<_>>();
    let sizes = if table.number.is_some() { SIZES.as_slice() } else { &[UNNUMBERED_SIZE] };
    let fits = |size: &&f32| needed(**size).iter().zip(&shares).all(|(needed, share)| needed <= share);
    if let Some(&largest) = sizes.iter().find(fits) {
        let lines = |size: f32| lines(table, size, &shares);
        let fewest = lines(SMALL.min(largest));
        let size = sizes.iter().copied().find(|&size| size <= largest && lines(size) <= fewest);
        return (size.unwrap_or(largest), shares);
    }
    let smallest = sizes[sizes.len() - 1];
    let narrowest = needed(smallest);
    let total: f32 = narrowest.iter().sum();
    if total >= width {
        return (smallest * width / total, narrowest.iter().map(|needed| needed * width / total).collect());
    }
    (smallest, widen(&shares, &narrowest, width))
}

/// How many lines the cells of `table` have together.
fn lines(table: &PrintedTable, size: f32, widths: &[f32]) -> usize {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let lines = cells.map(|cell| {
        let width: f32 = widths.iter().skip(cell.column).take(cell.columns).sum();
        lines_of(&cell.text, size, width - f32::from(cell.indent) * size)
    });
    lines.sum::<f32>() as usize
}

/// Gives each column what it needs, at the cost of those that have more.
fn widen(shares: &[f32], narrowest: &[f32], width: f32) -> Vec<f32> {
    let spare = |(share, needed): (&f32, &f32)| (share - needed).max(0.0);
    let spares: f32 = shares.iter().zip(narrowest).map(spare).sum();
    let left = width - narrowest.iter().sum::<f32>();
    let columns = shares.iter().zip(narrowest);
    columns.map(|(share, needed)| needed + left * spare((share, needed)) / spares.max(f32::EPSILON)).collect()
}

/// A text that is longer than this without a place to break, such as the address of a page, is broken anywhere.
const LONGEST_WORD: usize = 14;

/// The longest text without a place to break in each column, of the size of the text. Figures are never broken.
fn longest_words(table: &PrintedTable) -> Vec<f32> {
    let mut longest = vec![0.0_f32; table.columns.len()];
    let cells = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.columns == 1);
    for cell in cells {
        let words = cell.text.split(|c: char| !c.is_ascii() || c == ' ');
        let characters = words.map(str::len).max().unwrap_or(0);
        let characters = if cell.amount.is_none() { characters.min(LONGEST_WORD) } else { characters };
        let length = characters as f32 * DIGIT;
        if let Some(longest) = longest.get_mut(cell.column) {
            *longest = longest.max(length);
        }
    }
    longest
}

/// About how high a cell with `text` is.
pub(super) fn height(text: &str, size: f32, width: f32, inset_y: f32) -> f32 {
    lines_of(text, size, width) * size * LINE + 2.0 * inset_y
}

/// In about how many lines `text` stands in a cell.
fn lines_of(text: &str, size: f32, width: f32) -> f32 {
    let room = (width - 2.0 * INSET_X).max(size);
    let lines = |line: &str| {
        let width: f32 = line.chars().map(|c| if c.is_ascii() { DIGIT * size } else { size }).sum();
        // Hanzi fill a line to the last, but punctuation may not.
        (width * 1.05 / room).ceil().max(1.0)
    };
    text.split('\n').map(lines).sum()
}
