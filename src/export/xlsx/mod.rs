//! The finished document as an Excel workbook: a sheet of contents, and in the order of the document one for each table as
//! it is printed and for the text of each part.
//!
//! Figures are numbers in the unit of the form with every digit that they have. What the program computes is a formula
//! across the sheets, with its result, so that the workbook can be checked by whoever reads it.

mod contents;
mod formats;
mod formula;
mod names;
mod picture;
mod table;
mod text;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::ExportError;
use super::charts::Drawing;
use super::document::{Block, Document, DocumentPart, PrintedTable};
use disclosure_engine::evaluate::Evaluated;
use formats::Formats;
use formula::Places;
use names::SheetNames;

/// Paper of the size A4, as workbooks call it.
const A4: u8 = 9;
/// Name of the first sheet.
const CONTENTS: &str = "目录";
/// Name of the sheet with the charts.
const CHARTS: &str = "图表";
/// Excel knows no earlier and no later year.
const YEARS: (u16, u16) = (1900, 9999);

/// `document`, which was made from `evaluated`, as the bytes of a workbook. The same document always yields the same.
///
/// # Errors
/// When something does not fit into a workbook.
pub fn write(document: &Document, evaluated: Evaluated<'_>) -> Result<Vec<u8>, ExportError> {
    let sheets = sheets(document, evaluated);
    let mut places = Places::default();
    for sheet in &sheets {
        if let What::Table(table) = sheet.what {
            places.add(&sheet.name, table);
        }
    }
    let writer = Writer { document, evaluated, formats: Formats::new(), places };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document)?);
    // Half of the time goes into describing the sheets, none of which needs another.
    let written: Vec<_> = sheets.par_iter().map(|sheet| writer.sheet(sheet, &sheets)).collect();
    for sheet in written {
        workbook.push_worksheet(sheet?);
    }
    Ok(workbook.save_to_buffer()?)
}

/// A sheet of the workbook.
struct Sheet<'a> {
    name: String,
    what: What<'a>,
}

/// What stands on a sheet.
#[derive(Clone, Copy)]
enum What<'a> {
    /// What is in the workbook.
    Contents,
    /// The headings and paragraphs of a part.
    Text(&'a DocumentPart),
    Table(&'a PrintedTable),
    /// The charts.
    Picture(&'a Drawing),
}

/// The sheets in the order of the document, the contents first.
fn sheets<'a>(document: &'a Document, evaluated: Evaluated<'_>) -> Vec<Sheet<'a>> {
    let mut names = SheetNames::default();
    let mut sheets = vec![Sheet { name: names.unique(CONTENTS), what: What::Contents }];
    for part in &document.parts {
        // A part of tables has a sheet with its title before them.
        if !part.title.is_empty() || part.blocks.iter().any(|block| matches!(block, Block::Paragraph { .. })) {
            sheets.push(Sheet { name: names.unique(&part.title), what: What::Text(part) });
        }
        for block in &part.blocks {
            match block {
                Block::Table(table) => {
                    sheets.push(Sheet { name: names.of_table(evaluated.form, table), what: What::Table(table) });
                }
                Block::Picture(drawing) => {
                    sheets.push(Sheet { name: names.unique(CHARTS), what: What::Picture(drawing) });
                }
                _ => {}
            }
        }
    }
    sheets
}

/// What the sheets need beside the workbook.
struct Writer<'a> {
    document: &'a Document,
    evaluated: Evaluated<'a>,
    formats: Formats,
    places: Places,
}

impl Writer<'_> {
    /// One of `sheets`.
    fn sheet(&self, sheet: &Sheet<'_>, sheets: &[Sheet<'_>]) -> Result<Worksheet, ExportError> {
        let mut written = Worksheet::new();
        written.set_name(&sheet.name)?;
        match sheet.what {
            What::Contents => self.contents(&mut written, sheets)?,
            What::Text(part) => self.text(&mut written, part)?,
            What::Table(table) => self.table(&mut written, table)?,
            What::Picture(drawing) => self.picture(&mut written, drawing)?,
        }
        Ok(written)
    }

    /// What all sheets have in common: paper, margins, header and footer.
    fn set_up_page(&self, sheet: &mut Worksheet, is_landscape: bool) {
        sheet.set_paper_size(A4);
        if is_landscape {
            sheet.set_landscape();
        }
        sheet.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        sheet.set_margins(0.6, 0.6, 0.8, 0.8, 0.4, 0.4);
        sheet.set_footer("&C— &P —");
        if self.document.is_draft {
            sheet.set_header(format!("&C&\"黑体,Regular\"&24 {}", self.document.draft_mark.replace('&', "&&")));
        }
    }
}

/// The rows of a table's sheet: what stands above it, its head, its rows.
fn first_head_row(table: &PrintedTable) -> u32 {
    let above = [&table.label, &table.title, &table.subtitle].into_iter().filter(|text| !text.is_empty()).count();
    let has_corners = !table.preparer.is_empty() || !table.unit_note.is_empty();
    u32::try_from(above + usize::from(has_corners)).unwrap_or(0)
}

/// Row of the sheet in which the first row of the table under its head stands.
fn first_body_row(table: &PrintedTable) -> u32 {
    first_head_row(table) + u32::try_from(table.head_rows).unwrap_or(0)
}

fn properties(document: &Document) -> Result<DocProperties, XlsxError> {
    // Without a day the library would take the time of writing, which would make two exports of one document differ.
    let (year, month, day) = document.day().unwrap_or((document.year, 1, 1));
    let time = ExcelDateTime::from_ymd(year.clamp(YEARS.0, YEARS.1), month, day)?;
    let properties =
        DocProperties::new().set_title(document.title()).set_subject(&document.body).set_author(&document.body);
    let properties = properties.set_comment(&document.form);
    Ok(properties.set_category(document.year.to_string()).set_creation_datetime(&time))
}
