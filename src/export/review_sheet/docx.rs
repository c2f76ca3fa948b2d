//! The review sheet for Word and WPS.

use crate::ExportError;
use crate::document::{Alignment, PrintedCell, PrintedColumn, PrintedRow, PrintedTable};
use crate::docx;
use disclosure_engine::form::HeadCell;
use disclosure_engine::review::{ReviewSheet, SheetSection};

/// Width of the column of numbers, in characters.
const NUMBER: u8 = 6;

pub(super) fn write(sheet: &ReviewSheet) -> Result<Vec<u8>, ExportError> {
    let tables: Vec<PrintedTable> = sheet.sections.iter().map(table).collect();
    docx::write_tables(&sheet.title, &sheet.summary, &tables)
}

/// A section as a table across the page.
fn table(section: &SheetSection) -> PrintedTable {
    let filled = section.filled(false);
    let columns = || filled.iter().map(|place| &section.columns[*place]);
    let widths: Vec<u8> = std::iter::once(NUMBER).chain(columns().map(|column| column.width)).collect();
    let whole: f64 = widths.iter().map(|width| f64::from(*width)).sum();
    let column = |width: &u8| PrintedColumn { share: f64::from(*width) / whole, align: Alignment::Left };
    let heads = std::iter::once("序号").chain(columns().map(|column| column.head));
    let head =
        heads.enumerate().map(|(column, text)| HeadCell { text: text.to_owned(), row: 0, column, rows: 1, columns: 1 });
    let rows = (1..).zip(&section.rows).map(|(number, row): (usize, _)| {
        let texts = filled.iter().filter_map(|place| row.get(*place)).map(|cell| cell.shown().into_owned());
        let texts = std::iter::once(number.to_string()).chain(texts);
        let cells = texts.enumerate().map(|(column, text)| PrintedCell::new(text, column, Alignment::Left));
        PrintedRow { cells: cells.collect(), is_total: false }
    });
    let rows: Vec<PrintedRow> = rows.collect();
    PrintedTable {
        number: None,
        label: String::new(),
        title: section.title.to_owned(),
        about: String::new(),
        subtitle: String::new(),
        contents_text: None,
        preparer: String::new(),
        unit_note: String::new(),
        head: head.collect(),
        head_rows: 1,
        columns: widths.iter().map(column).collect(),
        note: rows.is_empty().then(|| section.empty.to_owned()),
        rows,
        is_landscape: true,
    }
}
