//! A table as the template reads it: with every place of its raster covered, and merged cells that fit on a page.

use serde::Serialize;

use super::data::{Script, fits_page, ordered};
use super::paper::{self, Fit};
use super::places::Spot;
use crate::document::{Alignment, Headed, PrintedCell, PrintedRow, PrintedTable};

/// Merged cells no higher than this part of a page stay whole: two such and a head go on one.
const WHOLE: f32 = 0.42;
/// Rows no higher than this part of a page are not broken.
const UNBROKEN: f32 = 0.4;

/// Room above and below a text in the cells of a numbered table, from what is wanted to the least.
const INSETS: [f32; 5] = [6.0, 5.0, 4.0, 3.5, 3.0];
/// The same in other tables.
const UNNUMBERED_INSET: f32 = 3.0;

#[derive(Debug, Serialize)]
pub(super) struct TableData {
    pub(super) numbered: bool,
    label: String,
    title: String,
    subtitle: String,
    contents_text: String,
    preparer: String,
    unit_note: String,
    /// Its title with what it is about, and which level of heading that is.
    name: String,
    level: u8,
    size: f32,
    pub(super) inset_x: f32,
    pub(super) inset_y: f32,
    /// Widths of its columns.
    pub(super) widths: Vec<f32>,
    head: Vec<CellData>,
    pub(super) rows: Vec<RowData>,
    note: Option<String>,
    landscape: bool,
    /// Whether all of it stands on one page.
    fits_page: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct RowData {
    pub(super) cells: Vec<CellData>,
    total: bool,
    /// Whether it is a head for the rows below it, to be repeated.
    head: bool,
    /// Whether it may be continued on the next page, being higher than one.
    breakable: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct CellData {
    text: String,
    script: Script,
    indent: u8,
    align: &'static str,
    #[serde(skip)]
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Whether it names its row.
    names_row: bool,
    /// What of the disclosure it shows.
    #[serde(skip)]
    pub(super) spot: Option<Spot>,
}

impl TableData {
    /// `table`, whose title is a heading of `level` where it has no number.
    pub(super) fn new(table: &PrintedTable, level: u8) -> Self {
        let (_, page) = paper::room(table);
        let Fit { size, widths, inset_x } = paper::fitted(table);
        let rows = table.rows.iter().map(|row| row.cells.iter().map(|cell| CellData::of(table, row, cell)).collect());
        let mut rows = covered(rows.collect(), widths.len());
        let head = head(table, widths.len());
        let (inset_y, heights) = match table.number {
            None => (UNNUMBERED_INSET, heights(&rows, size, &widths, UNNUMBERED_INSET)),
            Some(_) => spread(&rows, table.head_rows, size, &widths, page),
        };
        split(&mut rows, &heights, page * WHOLE);
        let is_numbered = table.number.is_some();
        let rows = rows.into_iter().zip(&heights).zip(&table.rows).map(|((cells, &height), row)| RowData {
            cells,
            total: row.is_total,
            head: row.is_total && !is_numbered,
            breakable: height > page * UNBROKEN,
        });
        let text = |text: &str| ordered(text);
        Self {
            numbered: is_numbered,
            label: text(&table.label),
            title: text(&table.title),
            subtitle: text(&table.subtitle),
            contents_text: text(table.contents_text.as_ref().unwrap_or(&table.title)),
            preparer: text(&table.preparer),
            unit_note: text(&table.unit_note),
            name: text(&table.name()),
            level,
            size,
            inset_x,
            inset_y,
            head,
            rows: rows.collect(),
            widths,
            note: table.note.as_deref().map(text),
            landscape: table.is_landscape,
            fits_page: fits_page(heights.iter().sum()),
        }
    }
}

/// The room above and below the texts of `rows` that fills a page best, and how high each row is then.
fn spread(rows: &[Vec<CellData>], head_rows: usize, size: f32, widths: &[f32], page: f32) -> (f32, Vec<f32>) {
    let candidates = INSETS.map(|inset| (inset, heights(rows, size, widths, inset)));
    // Heads are mostly of two lines. The first table has the title of its part above it.
    let head = |inset: f32| head_rows as f32 * (2.0 * size * 1.3 + 2.0 * inset);
    let fits = |(inset, heights): &(f32, Vec<f32>)| heights.iter().sum::<f32>() + head(*inset) < page - 60.0;
    let [.., last] = &candidates;
    candidates.iter().find(|candidate| fits(candidate)).unwrap_or(last).clone()
}

/// How high the rows are.
fn heights(rows: &[Vec<CellData>], size: f32, widths: &[f32], inset_y: f32) -> Vec<f32> {
    let height = |cell: &CellData| {
        let width = widths.iter().skip(cell.column).take(cell.columns).sum();
        paper::height(&cell.text, size, width, inset_y) / cell.rows as f32
    };
    rows.iter().map(|row| row.iter().map(height).fold(0.0, f32::max)).collect()
}

impl CellData {
    fn of(table: &PrintedTable, row: &PrintedRow, cell: &PrintedCell) -> Self {
        let align = match cell.align {
            Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        };
        let (column, columns, rows) = (cell.column, cell.columns.max(1), cell.rows.max(1));
        let spot = cell.cell.map(Spot::Cell).or_else(|| cell.place.clone().map(Spot::Text));
        Self {
            script: Script::of(&cell.text),
            text: ordered(&cell.text),
            indent: cell.indent,
            align,
            column,
            columns,
            rows,
            names_row: table.headed_by(row, cell) == Some(Headed::Row),
            spot,
        }
    }

    fn blank(column: usize) -> Self {
        Self {
            text: String::new(),
            script: Script::Plain,
            indent: 0,
            align: "left",
            names_row: false,
            column,
            columns: 1,
            rows: 1,
            spot: None,
        }
    }
}

/// The cells of the head, row by row.
fn head(table: &PrintedTable, width: usize) -> Vec<CellData> {
    let mut rows = vec![Vec::new(); table.head_rows];
    for cell in &table.head {
        if let Some(row) = rows.get_mut(cell.row) {
            let (column, columns, rows) = (cell.column, cell.columns.max(1), cell.rows.max(1));
            row.push(CellData {
                script: Script::of(&cell.text),
                text: ordered(&cell.text),
                align: "center",
                columns,
                rows,
                ..CellData::blank(column)
            });
        }
    }
    covered(rows, width).into_iter().flatten().collect()
}

/// `rows` with a blank cell wherever none stands: the typesetter takes cells as they come, and one that is missing would
/// shift all others.
fn covered(mut rows: Vec<Vec<CellData>>, width: usize) -> Vec<Vec<CellData>> {
    let count = rows.len();
    let mut taken = vec![vec![false; width]; count];
    for (place, row) in rows.iter_mut().enumerate() {
        row.retain(|cell| cell.column < width && !taken[place][cell.column]);
        for cell in row.iter_mut() {
            cell.columns = cell.columns.min(width - cell.column);
            cell.rows = cell.rows.min(count - place);
            for line in &mut taken[place..place + cell.rows] {
                line[cell.column..cell.column + cell.columns].fill(true);
            }
        }
        let blanks = (0..width).filter(|&column| !taken[place][column]).map(CellData::blank);
        row.extend(blanks.collect::<Vec<_>>());
        row.sort_by_key(|cell| cell.column);
    }
    rows
}

/// Splits merged cells that together are higher than `limit`, and prints their text in each piece: the typesetter would
/// break them anywhere and print it in the first.
fn split(rows: &mut [Vec<CellData>], heights: &[f32], limit: f32) {
    let cuts = cuts(rows, heights, limit);
    for row in 0..rows.len() {
        for place in 0..rows[row].len() {
            let cell = rows[row][place].clone();
            let Some(cut) = (row + 1..row + cell.rows).find(|&below| cuts[below]) else { continue };
            let rest = CellData { rows: row + cell.rows - cut, ..cell };
            rows[row][place].rows = cut - row;
            let before = rows[cut].partition_point(|other| other.column < rest.column);
            rows[cut].insert(before, rest);
        }
    }
}

/// Before which rows merged cells are cut.
fn cuts(rows: &[Vec<CellData>], heights: &[f32], limit: f32) -> Vec<bool> {
    let mut is_joined = vec![false; rows.len()];
    for (row, cells) in rows.iter().enumerate() {
        let span = cells.iter().map(|cell| cell.rows).max().unwrap_or(1);
        is_joined[row + 1..row + span].fill(true);
    }
    let mut height = 0.0;
    let mut cuts = vec![false; rows.len()];
    for row in 0..rows.len() {
        if !is_joined[row] {
            height = 0.0;
        } else if height + heights[row] > limit {
            cuts[row] = true;
            height = 0.0;
        }
        height += heights[row];
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: usize, rows: usize) -> CellData {
        CellData { rows, text: format!("{column}"), ..CellData::blank(column) }
    }

    fn spans(rows: &[Vec<CellData>]) -> Vec<Vec<(usize, usize)>> {
        rows.iter().map(|row| row.iter().map(|cell| (cell.column, cell.rows)).collect()).collect()
    }

    #[test]
    fn merged_cells_are_split_between_the_same_rows() {
        let mut rows =
            vec![vec![cell(0, 4), cell(1, 1)], vec![cell(1, 3)], vec![], vec![], vec![cell(0, 1), cell(1, 1)]];
        split(&mut rows, &[10.0; 5], 25.0);
        let expected = [vec![(0, 2), (1, 1)], vec![(1, 1)], vec![(0, 2), (1, 2)], vec![], vec![(0, 1), (1, 1)]];
        assert_eq!(spans(&rows), expected);
        assert_eq!(rows[2][0].text, "0", "the text is printed again");
    }

    #[test]
    fn merged_cells_that_fit_stay_whole() {
        let mut rows = vec![vec![cell(0, 2), cell(1, 1)], vec![cell(1, 1)]];
        split(&mut rows, &[10.0; 2], 25.0);
        assert_eq!(spans(&rows), [vec![(0, 2), (1, 1)], vec![(1, 1)]]);
    }

    #[test]
    fn a_place_without_a_cell_is_blank_and_a_cell_over_another_is_left_out() {
        let rows = covered(vec![vec![cell(1, 2)], vec![cell(0, 1), cell(1, 1)]], 3);
        assert_eq!(spans(&rows), [vec![(0, 1), (1, 2), (2, 1)], vec![(0, 1), (2, 1)]]);
    }
}
