//! A table with its merged cells and the rows that each page repeats.

use std::io;

use super::style::{self, Run, SONG};
use crate::document::{Alignment, PrintedTable};
use crate::pdf::{self, Fit};
use crate::xml::Xml;

/// Size of what stands above the corners of a table, in half points.
const CORNER_SIZE: u32 = 21;
/// How high a row is at least, in twentieths of a point.
const ROW: &str = "320";
/// Twentieths of a point in one.
const TWIPS: f32 = 20.0;
/// Taller rows of heads are not repeated on each page, in characters of their longest text.
const LONGEST_REPEATED: usize = 300;
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
    /// Size of its text in half points.
    size: u32,
    /// Whether lines are drawn around it.
    has_lines: bool,
    /// Whether its row stays on the page of the next.
    keeps_next: bool,
}

/// Writes `table`, `width` twentieths of a point wide.
pub(super) fn write(xml: &mut Xml, table: &PrintedTable, width: u32) -> io::Result<()> {
    // As on the pages of the PDF, which give each column the room that its figures need.
    let Fit { size, widths, inset_x } = pdf::fitted(table);
    let total: f32 = widths.iter().sum();
    let grid: Vec<u32> = widths.iter().map(|own| (own / total.max(1.0) * width as f32) as u32).collect();
    let size = (size * 2.0).round() as u32;
    xml.element("w:tbl", &[], |xml| {
        properties(xml, table, width, (inset_x * TWIPS) as u32)?;
        xml.element("w:tblGrid", &[], |xml| {
            grid.iter().try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
        })?;
        if !table.preparer.is_empty() || !table.unit_note.is_empty() {
            rows(xml, &grid, &[corners(table)], 1)?;
        }
        rows(xml, &grid, &head(table, size), table.head_rows)?;
        rows(xml, &grid, &body(table, size), heads_in_body(table))
    })
}

/// How many rows of the body are repeated on each page: those of a table without a head of its own down to the head between
/// its rows.
fn heads_in_body(table: &PrintedTable) -> usize {
    if table.head_rows > 0 {
        return 0;
    }
    let Some(head) = table.rows.iter().position(|row| row.is_total) else { return 0 };
    let characters = table.rows[..head].iter().flat_map(|row| &row.cells).map(|cell| cell.text.chars().count());
    if characters.sum::<usize>() > LONGEST_REPEATED { 0 } else { head + 1 }
}

fn properties(xml: &mut Xml, table: &PrintedTable, width: u32, inset: u32) -> io::Result<()> {
    xml.element("w:tblPr", &[], |xml| {
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
        xml.value("w:jc", "center")?;
        xml.element("w:tblBorders", &[], |xml| {
            let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
            SIDES.iter().try_for_each(|side| xml.empty(side, &line))
        })?;
        xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        xml.element("w:tblCellMar", &[], |xml| {
            let inset = inset.to_string();
            let margin = [("w:w", inset.as_str()), ("w:type", "dxa")];
            xml.empty("w:left", &margin)?;
            xml.empty("w:right", &margin)
        })?;
        // For readers that hear the document.
        xml.value("w:tblCaption", &table.name())?;
        let about = [&table.subtitle, &table.preparer, &table.unit_note];
        let about = about.into_iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>();
        if about.is_empty() { Ok(()) } else { xml.value("w:tblDescription", &about.join("，")) }
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
        size: CORNER_SIZE,
        has_lines: false,
        keeps_next: false,
    };
    let mut cells = vec![cell(table.preparer.as_str(), 0, columns - right, Alignment::Left)];
    if right > 0 {
        cells.push(cell(table.unit_note.as_str(), columns - right, right, Alignment::Right));
    }
    cells
}

fn head(table: &PrintedTable, size: u32) -> Vec<Vec<Cell<'_>>> {
    let row = |row: usize| {
        let cells = table.head.iter().filter(|cell| cell.row == row).map(|cell| Cell {
            text: &cell.text,
            column: cell.column,
            columns: cell.columns,
            rows: cell.rows,
            align: Alignment::Center,
            indent: 0,
            is_bold: false,
            size,
            has_lines: true,
            keeps_next: false,
        });
        cells.collect()
    };
    (0..table.head_rows).map(row).collect()
}

fn body(table: &PrintedTable, size: u32) -> Vec<Vec<Cell<'_>>> {
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
            size,
            has_lines: true,
            keeps_next: is_whole && place + 1 < table.rows.len(),
        });
        cells.collect()
    });
    rows.collect()
}

/// Rows of cells; the first `heads` are repeated on each page. No row is split between pages.
fn rows(xml: &mut Xml, grid: &[u32], rows: &[Vec<Cell<'_>>], heads: usize) -> io::Result<()> {
    // The cells that reach down to the row, with how many rows they still have.
    let mut hanging: Vec<(usize, &Cell<'_>)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[])?;
                xml.empty("w:trHeight", &[("w:val", ROW), ("w:hRule", "atLeast")])?;
                if place < heads { xml.empty("w:tblHeader", &[]) } else { Ok(()) }
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
                    xml.empty("w:ind", &[("w:left", &(u32::from(self.indent) * self.size * 10).to_string())])?;
                }
                xml.value("w:jc", align)
            })?;
            match text {
                "" => Ok(()),
                text => style::run(xml, Run { font: SONG, size: Some(self.size), is_bold: self.is_bold }, text),
            }
        })
    }
}
