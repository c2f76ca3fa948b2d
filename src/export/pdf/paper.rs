//! Sizes on paper, in points: the pages of tables, and how much room texts take in them.

use serde::Serialize;

use crate::document::{Alignment, PrintedTable};

const MM: f32 = 72.0 / 25.4;
const A4_WIDTH: f32 = 210.0 * MM;
const A4_HEIGHT: f32 = 297.0 * MM;

/// Width of the text on a page without a numbered table; the template has the margins.
pub(super) const TEXT_WIDTH: f32 = A4_WIDTH - 54.0 * MM;
/// Height of the text on such a page.
pub(super) const TEXT_HEIGHT: f32 = A4_HEIGHT - 72.0 * MM;

/// Height of what stands above a numbered table on each of its pages.
pub(super) const CAPTION_HEIGHT: f32 = 62.0;
/// Room between the line at the side of a cell and its text, and what is left of it where figures need the rest.
const INSET_X: f32 = 3.5;
const NARROW_INSET_X: f32 = 2.0;

/// Distance of lines in a table, of the size of its text.
const LINE: f32 = 1.3;
/// Width of a figure of the table's font, of its size.
const DIGIT: f32 = 0.57;

/// Sizes of a table's text from the one that is wanted to the smallest that is easily read.
const SIZES: [f32; 7] = [10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5];
/// At this size or a smaller one texts may wrap.
const SMALL: f32 = 9.0;
/// Sizes of the text in a table without a number.
const UNNUMBERED_SIZES: [f32; 2] = [9.5, 9.0];
/// A name is not set in a column with room for fewer characters.
const LEAST_NAME: f32 = 6.0;
/// In a table without a number a text has room for so many characters, and words of so many are not broken, or of fewer where
/// there is no room for that.
const LEAST_TEXT: f32 = 4.0;
const SHORT_WORDS: [usize; 3] = [6, 5, 4];

/// The margins of a page with a numbered table, without its caption.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Sheet {
    /// Left and right.
    pub(super) side: f32,
    top: f32,
    bottom: f32,
}

pub(super) const PORTRAIT: Sheet = Sheet { side: 17.0 * MM, top: 11.0 * MM, bottom: 27.0 * MM };
pub(super) const LANDSCAPE: Sheet = Sheet { side: 14.0 * MM, top: 10.0 * MM, bottom: 27.0 * MM };

/// How far above the lower edge of every page its number begins, whatever the page's margin.
pub(super) const NUMBER_TOP: f32 = 24.5 * MM;

/// The room that a table has.
pub(super) fn room(table: &PrintedTable) -> (f32, f32) {
    let height = |sheet: Sheet, paper: f32| paper - sheet.top - sheet.bottom - CAPTION_HEIGHT;
    match (table.number, table.is_landscape) {
        (None, _) => (TEXT_WIDTH, TEXT_HEIGHT),
        (Some(_), false) => (A4_WIDTH - 2.0 * PORTRAIT.side, height(PORTRAIT, A4_HEIGHT)),
        (Some(_), true) => (A4_HEIGHT - 2.0 * LANDSCAPE.side, height(LANDSCAPE, A4_WIDTH)),
    }
}

/// How a table is set, in points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    /// Size of its text.
    pub(crate) size: f32,
    /// Widths of its columns.
    pub(crate) widths: Vec<f32>,
    /// Room between the line at the side of a cell and its text.
    pub(crate) inset_x: f32,
}

/// How `table` is set in the room that it has.
pub(crate) fn fitted(table: &PrintedTable) -> Fit {
    fit(table, room(table).0)
}

/// How `table` is set in `width`: columns are as wide as their widest figure at least, and then names wrap, the room at the
/// lines shrinks, and the type at last.
///
/// The size is the largest at which no more texts wrap than at a small one.
fn fit(table: &PrintedTable, width: f32) -> Fit {
    let shares: Vec<f32> = table.columns.iter().map(|column| column.share as f32 * width).collect();
    let needed = |longest: &[f32], size: f32, inset: f32| -> Vec<f32> {
        longest.iter().map(|&it| it * size + 2.0 * inset + 0.5).collect()
    };
    let [short, .., shortest] = SHORT_WORDS;
    let longest = longest_words(table, short);
    let sizes = if table.number.is_some() { SIZES.as_slice() } else { UNNUMBERED_SIZES.as_slice() };
    let is_room =
        |size: &&f32| needed(&longest, **size, INSET_X).iter().zip(&shares).all(|(needed, own)| needed <= own);
    if let Some(&largest) = sizes.iter().find(is_room) {
        let lines = |size: f32| lines(table, size, &shares);
        let fewest = lines(SMALL.min(largest));
        let size = sizes.iter().copied().find(|&size| size <= largest && lines(size) <= fewest);
        return Fit { size: size.unwrap_or(largest), widths: shares, inset_x: INSET_X };
    }
    let size = sizes[sizes.len() - 1];
    for short in SHORT_WORDS {
        let longest = longest_words(table, short);
        for inset_x in [INSET_X, NARROW_INSET_X] {
            let narrowest = needed(&longest, size, inset_x);
            if narrowest.iter().sum::<f32>() < width {
                return Fit { size, widths: widen(&shares, &narrowest, width), inset_x };
            }
        }
    }
    let narrowest = needed(&longest_words(table, shortest), size, NARROW_INSET_X);
    let shrunk = width / narrowest.iter().sum::<f32>();
    let widths = narrowest.iter().map(|needed| needed * shrunk).collect();
    Fit { size: size * shrunk, widths, inset_x: NARROW_INSET_X * shrunk }
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

/// The longest text without a place to break in each column, of the size of the text. Figures are never broken, nor are
/// words of `short` characters in a table without a number.
fn longest_words(table: &PrintedTable, short: usize) -> Vec<f32> {
    let mut longest = vec![0.0_f32; table.columns.len()];
    let cells = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.columns == 1);
    for cell in cells {
        let words = cell.text.split(|c: char| !c.is_ascii() || c == ' ');
        let characters = words.map(str::len).max().unwrap_or(0);
        let characters = if cell.amount.is_none() { characters.min(LONGEST_WORD) } else { characters };
        let word = characters as f32 * DIGIT;
        let is_name = table.columns.get(cell.column).is_some_and(|column| column.align == Alignment::Left);
        let name = match table.number {
            Some(_) if is_name => ems(&cell.text).min(LEAST_NAME),
            None if cell.text.chars().count() <= short => ems(&cell.text),
            None => LEAST_TEXT,
            Some(_) => 0.0,
        };
        if let Some(longest) = longest.get_mut(cell.column) {
            *longest = longest.max(word).max(name);
        }
    }
    longest
}

/// How wide `text` is, of its size.
fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { DIGIT } else { 1.0 }).sum()
}

/// About how high a cell with `text` is.
pub(super) fn height(text: &str, size: f32, width: f32, inset_y: f32) -> f32 {
    lines_of(text, size, width) * size * LINE + 2.0 * inset_y
}

/// In about how many lines `text` stands in a cell.
fn lines_of(text: &str, size: f32, width: f32) -> f32 {
    let room = (width - 2.0 * INSET_X).max(size);
    let lines = |line: &str| {
        let width = ems(line) * size;
        // Hanzi fill a line to the last, but punctuation may not.
        (width * 1.05 / room).ceil().max(1.0)
    };
    text.split('\n').map(lines).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{PrintedCell, PrintedColumn, PrintedRow};
    use disclosure_engine::disclosure::{Amount, TableNumber};

    /// A table across the page: three columns of codes, a name, and the rest amounts, all of one row.
    fn wide(number: Option<TableNumber>, name: &str, amounts: usize, amount: &str) -> PrintedTable {
        let cell = |text: &str, column, align| PrintedCell::new(text, column, align);
        let mut cells: Vec<_> =
            ["208", "01", "09"].iter().zip(0..).map(|(t, c)| cell(t, c, Alignment::Center)).collect();
        cells.push(cell(name, 3, Alignment::Left));
        let figure = |column| PrintedCell { amount: Some(Amount::default()), ..cell(amount, column, Alignment::Right) };
        cells.extend((4..4 + amounts).map(figure));
        let columns: Vec<_> =
            cells.iter().map(|cell| PrintedColumn { share: 1.0 / (4 + amounts) as f64, align: cell.align }).collect();
        PrintedTable {
            number,
            label: String::new(),
            title: String::new(),
            about: String::new(),
            subtitle: String::new(),
            contents_text: None,
            preparer: String::new(),
            unit_note: String::new(),
            head: Vec::new(),
            head_rows: 0,
            columns,
            rows: vec![PrintedRow { cells, is_total: false }],
            note: None,
            is_landscape: true,
        }
    }

    /// Asserts that no figure and no code of the table is wider than its column, and that its columns fill the room.
    fn assert_fits(table: &PrintedTable) -> Fit {
        let fit = fitted(table);
        for cell in table.rows[0].cells.iter().filter(|cell| cell.align != Alignment::Left) {
            let room = fit.widths[cell.column] - 2.0 * fit.inset_x;
            assert!(ems(&cell.text) * fit.size <= room, "{} in {room}: {fit:?}", cell.text);
        }
        assert!((fit.widths.iter().sum::<f32>() - room(table).0).abs() < 1.0, "{fit:?}");
        fit
    }

    #[test]
    fn seven_digits_in_every_column_are_readable_beside_a_name() {
        let name = "机关事业单位基本养老保险缴费支出";
        let fit = assert_fits(&wide(Some(TableNumber(2)), name, 12, "1,234,567.89"));
        let name_width = fit.widths[3] - 2.0 * fit.inset_x;
        assert!(fit.size >= 7.0 && name_width >= LEAST_NAME * fit.size, "{fit:?}");
        for amounts in 1..14 {
            for amount in ["0.01", "12,345.67", "123,456,789.01", "12,345,678,901.23"] {
                assert_fits(&wide(Some(TableNumber(2)), name, amounts, amount));
            }
        }
    }

    #[test]
    fn a_longer_text_of_a_table_without_a_number_is_no_column_of_single_characters() {
        let mut table = wide(None, "指标值设置依据", 5, "");
        let texts = [
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值设置依据",
            "上年完成值",
            "指标分值权重",
            "指标赋分规则",
            "佐证资料",
            "指标值",
        ];
        for (cell, text) in table.rows[0].cells.iter_mut().zip(texts) {
            (cell.text, cell.amount) = (text.to_owned(), None);
        }
        let fit = fitted(&table);
        assert!(fit.widths.iter().all(|width| width - 2.0 * fit.inset_x >= 2.9 * fit.size), "{fit:?}");
    }

    #[test]
    fn short_words_of_a_table_without_a_number_are_not_broken() {
        for (word, columns) in [("一级指标", 5), ("满意度指标", 4), ("社会效益指标", 3)] {
            let mut table = wide(None, word, columns, "100%");
            table.rows[0].cells.iter_mut().for_each(|cell| (cell.text, cell.amount) = (word.to_owned(), None));
            let fit = fitted(&table);
            for width in &fit.widths {
                assert!(ems(word) * fit.size + 2.0 * fit.inset_x <= *width, "{word}: {fit:?}");
            }
        }
    }
}
