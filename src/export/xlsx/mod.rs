//! The finished document as an Excel workbook: a sheet for each table as it is printed, and further ones for the texts.
//!
//! Figures are numbers in the unit of the form with every digit that they have. What the program computes is a formula
//! across the sheets, with its result, so that the workbook can be checked by whoever reads it.

mod formats;
mod formula;
mod names;
mod table;
mod text;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::ExportError;
use super::document::{Block, Document, DocumentPart, PrintedTable};
use disclosure_engine::evaluate::Evaluated;
use formats::Formats;
use formula::Places;
use names::SheetNames;

/// Paper of the size A4, as workbooks call it.
const A4: u8 = 9;
/// Excel knows no earlier and no later year.
const YEARS: (u16, u16) = (1900, 9999);

/// `document`, which was made from `evaluated`, as the bytes of a workbook. The same document always yields the same.
///
/// # Errors
/// When something does not fit into a workbook.
pub fn write(document: &Document, evaluated: Evaluated<'_>) -> Result<Vec<u8>, ExportError> {
    let mut names = SheetNames::default();
    let numbered: Vec<_> = document.tables().filter(|table| table.number.is_some()).collect();
    let numbered: Vec<_> = numbered.into_iter().map(|table| (names.of_table(table), table)).collect();
    let mut places = Places::default();
    for (name, table) in &numbered {
        places.add(name, table);
    }
    let writer = Writer { document, evaluated, formats: Formats::new(), places };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document)?);
    for (name, table) in &numbered {
        writer.table(workbook.add_worksheet().set_name(name)?, table)?;
    }
    for part in &document.parts {
        writer.part(&mut workbook, &mut names, part)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// What the sheets need beside the workbook.
struct Writer<'a> {
    document: &'a Document,
    evaluated: Evaluated<'a>,
    formats: Formats,
    places: Places,
}

impl Writer<'_> {
    /// The sheets of a part beside its numbered tables: its text, and one for each other table.
    fn part(&self, workbook: &mut Workbook, names: &mut SheetNames, part: &DocumentPart) -> Result<(), XlsxError> {
        if part.blocks.iter().any(|block| matches!(block, Block::Paragraph { .. })) {
            self.text(workbook.add_worksheet().set_name(names.unique(&part.title))?, part)?;
        }
        for block in &part.blocks {
            match block {
                Block::Table(table) if table.number.is_none() => {
                    self.table(workbook.add_worksheet().set_name(names.of_table(table))?, table)?;
                }
                _ => {}
            }
        }
        Ok(())
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
    // The time of writing would make two exports of one document differ.
    let time = ExcelDateTime::from_ymd(document.year.clamp(YEARS.0, YEARS.1), 1, 1)?;
    let properties = DocProperties::new().set_title(document.title()).set_subject(&document.body);
    let properties = properties.set_comment(&document.form);
    Ok(properties.set_category(document.year.to_string()).set_creation_datetime(&time))
}
