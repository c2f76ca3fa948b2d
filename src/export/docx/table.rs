//! A table with its merged cells and the rows that each page repeats.

use std::io;

use super::style::{self, Run, SONG};
use super::xml::Xml;
use crate::document::{Alignment, PrintedTable};

/// Size of a table's text, in half points.
const SIZE: u32 = 18;
/// How high a row is at least, in twentieths of a point.
const ROW: &str = "320";
/// How far a step of indent reaches: a character.
const STEP: u32 = SIZE * 10;
/// Room between a text and the lines at its sides.
const CELL_MARGIN: &str = "60";
const SIDES: [&str; 6] = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];

/// A cell as it is written.
struct Cell<'a> {
    text: &'a str,
    column: usize,
    columns: usize,
    rows: usize,
    align: Alignment,
    indent: u8,
    is_bold: bool,
    /// Whether lines are drawn around it.
    has_lines: bool,
    /// Whether its row stays on the page of the next.
    keeps_next: bool,
}

/// Writes `table`, `width` twentieths of a point wide.
pub(super) fn write(xml: &mut Xml, table: &PrintedTable, width: u32) -> io::Result<()> {
    let grid: Vec<u32> = table.columns.iter().map(|column| (column.share * f64::from(width)) as u32).collect();
    xml.element("w:tbl", &[], |xml| {
        properties(xml, width)?;
        xml.element("w:tblGrid", &[], |xml| {
            grid.iter().try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
        })?;
        if !table.preparer.is_empty() || !table.unit_note.is_empty() {
            rows(xml, &grid, &[corners(table)], true)?;
        }
        rows(xml, &grid, &head(table), true)?;
        rows(xml, &grid, &body(table), false)
    })
}

fn properties(xml: &mut Xml, width: u32) -> io::Result<()> {
    xml.element("w:tblPr", &[], |xml| {
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
        xml.value("w:jc", "center")?;
        xml.element("w:tblBorders", &[], |xml| {
            let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
            SIDES.iter().try_for_each(|side| xml.empty(side, &line))
        })?;
        xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        xml.element("w:tblCellMar", &[], |xml| {
            let margin = [("w:w", CELL_MARGIN), ("w:type", "dxa")];
            xml.empty("w:left", &margin)?;
            xml.empty("w:right", &margin)
        })
    })
}

/// What stands above the corners of the table, without lines around it.
fn corners(table: &PrintedTable) -> Vec<Cell<'_>> {
    let columns = table.columns.len();
    let right = columns.div_ceil(4).min(columns.saturating_sub(1));
    let cell = |text, column, columns, align| Cell {
        text,
        column,
        columns,
        rows: 1,
        align,
        indent: 0,
        is_bold: false,
        has_lines: false,
        keeps_next: false,
    };
    let mut cells = vec![cell(table.preparer.as_str(), 0, columns - right, Alignment::Left)];
    if right > 0 {
        cells.push(cell(table.unit_note.as_str(), columns - right, right, Alignment::Right));
    }
    cells
}

fn head(table: &PrintedTable) -> Vec<Vec<Cell<'_>>> {
    let row = |row: usize| {
        let cells = table.head.iter().filter(|cell| cell.row == row).map(|cell| Cell {
            text: &cell.text,
            column: cell.column,
            columns: cell.columns,
            rows: cell.rows,
            align: Alignment::Center,
            indent: 0,
            is_bold: false,
            has_lines: true,
            keeps_next: false,
        });
        cells.collect()
    };
    (0..table.head_rows).map(row).collect()
}

fn body(table: &PrintedTable) -> Vec<Vec<Cell<'_>>> {
    // What repeats no head is hard to read in two pieces; where it is longer than a page, it is split all the same.
    let is_whole = table.head_rows == 0;
    let rows = table.rows.iter().enumerate().map(|(place, row)| {
        let cells = row.cells.iter().map(|cell| Cell {
            text: &cell.text,
            column: cell.column,
            columns: cell.columns,
            rows: cell.rows,
            align: cell.align,
            indent: cell.indent,
            is_bold: row.is_total,
            has_lines: true,
            keeps_next: is_whole && place + 1 < table.rows.len(),
        });
        cells.collect()
    });
    rows.collect()
}

/// Rows of cells; the heads are repeated on each page. No row is split between pages.
fn rows(xml: &mut Xml, grid: &[u32], rows: &[Vec<Cell<'_>>], is_head: bool) -> io::Result<()> {
    // The cells that reach down to the row, with how many rows they still have.
    let mut hanging: Vec<(usize, &Cell<'_>)> = Vec::new();
    for row in rows {
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[])?;
                xml.empty("w:trHeight", &[("w:val", ROW), ("w:hRule", "atLeast")])?;
                if is_head { xml.empty("w:tblHeader", &[]) } else { Ok(()) }
            })?;
            let own = row.iter().map(|cell| (cell, cell.rows > 1, false));
            let mut cells: Vec<_> = own.chain(hanging.iter().map(|(_, cell)| (*cell, true, true))).collect();
            cells.sort_by_key(|(cell, ..)| cell.column);
            cells.into_iter().try_for_each(|(cell, is_merged, continues)| {
                let merge = is_merged.then_some(if continues { "continue" } else { "restart" });
                cell.write(xml, grid, merge)
            })
        })?;
        hanging.extend(row.iter().map(|cell| (cell.rows, cell)));
        hanging.iter_mut().for_each(|(left, _)| *left -= 1);
        hanging.retain(|(left, _)| *left > 0);
    }
    Ok(())
}

impl Cell<'_> {
    /// Writes the cell, or what continues it in a further row.
    fn write(&self, xml: &mut Xml, grid: &[u32], merge: Option<&str>) -> io::Result<()> {
        let width: u32 = grid.iter().skip(self.column).take(self.columns).sum();
        xml.element("w:tc", &[], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
                if self.columns > 1 {
                    xml.value("w:gridSpan", &self.columns.to_string())?;
                }
                if let Some(merge) = merge {
                    xml.value("w:vMerge", merge)?;
                }
                if !self.has_lines {
                    xml.element("w:tcBorders", &[], |xml| {
                        let sides = ["w:top", "w:left", "w:right"];
                        sides.iter().try_for_each(|side| xml.value(side, "nil"))
                    })?;
                }
                xml.value("w:vAlign", "center")
            })?;
            let text = if merge == Some("continue") { "" } else { self.text };
            self.paragraph(xml, text)
        })
    }

    fn paragraph(&self, xml: &mut Xml, text: &str) -> io::Result<()> {
        let align = match self.align {
            Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        };
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "TableText")?;
                if self.keeps_next {
                    xml.empty("w:keepNext", &[])?;
                }
                if self.indent > 0 {
                    xml.empty("w:ind", &[("w:left", &(u32::from(self.indent) * STEP).to_string())])?;
                }
                xml.value("w:jc", align)
            })?;
            match text {
                "" => Ok(()),
                text if self.is_bold => style::run(xml, Run { font: SONG, size: Some(SIZE), is_bold: true }, text),
                text => style::plain_run(xml, text),
            }
        })
    }
}
