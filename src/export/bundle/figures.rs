//! Every printed figure with its place, for programs.

use serde::Serialize;

use super::csv::Csv;
use crate::ExportError;
use crate::document::{Alignment, Document, PrintedCell, PrintedTable};
use disclosure_engine::disclosure::TextPlace;
use disclosure_engine::evaluate::{CellIndex, Evaluated};

/// Heads of the columns.
const HEADS: [&str; 9] = ["表号", "表名", "行", "编码", "名称", "具体项目", "栏", "栏目", "金额"];

/// Head of the column that says in what a figure is that is no money.
const OTHER_UNIT: &str = "计量单位";

/// A figure, and what it is.
#[derive(Debug, Serialize)]
struct Figure {
    table: u8,
    /// Title of the table.
    title: String,
    /// The row, as the reports of the command line name it.
    row: String,
    code: String,
    name: String,
    project: String,
    /// Number of the column in the form.
    column: u8,
    /// Its heads, from above.
    head: String,
    /// In the unit of the form, as it is printed.
    amount: String,
    /// What it counts, where it is no money: 辆, %.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

#[derive(Debug, Serialize)]
struct Figures<'a> {
    form: &'a str,
    kind: &'a str,
    body: &'a str,
    year: u16,
    unit: &'a str,
    is_draft: bool,
    figures: Vec<Figure>,
    /// What is entered in columns of texts and dates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<FieldText>,
}

/// A text or a date in a table.
#[derive(Debug, Serialize)]
struct FieldText {
    table: u8,
    /// The row, as the reports of the command line name it.
    row: String,
    column: u8,
    /// The heads of its column, from above.
    head: String,
    /// As it is printed.
    text: String,
}

/// The figures as text with commas, a line for each.
pub(super) fn csv(document: &Document, evaluated: Evaluated<'_>) -> Vec<u8> {
    let mut csv = Csv::new();
    let unit = format!("{}（{}）", HEADS[HEADS.len() - 1], evaluated.form.unit_names());
    HEADS[..HEADS.len() - 1].iter().copied().chain([unit.as_str()]).for_each(|head| csv.text(head));
    let figures = figures(document, evaluated);
    // Only where there is something to tell apart: programs that know the file find it as it was.
    let has_others = figures.iter().any(|figure| figure.unit.is_some());
    if has_others {
        csv.text(OTHER_UNIT);
    }
    csv.end_row();
    for figure in figures {
        csv.figure(&figure.table.to_string());
        [&figure.title, &figure.row, &figure.code, &figure.name, &figure.project].into_iter().for_each(|t| csv.text(t));
        csv.figure(&figure.column.to_string());
        csv.text(&figure.head);
        csv.figure(&figure.amount);
        if has_others {
            csv.text(figure.unit.as_deref().unwrap_or_default());
        }
        csv.end_row();
    }
    csv.into_bytes()
}

/// The figures as JSON.
///
/// # Errors
/// When they cannot be written, which they cannot cause.
pub(super) fn json(document: &Document, evaluated: Evaluated<'_>) -> Result<Vec<u8>, ExportError> {
    let figures = Figures {
        form: evaluated.form.given_id(),
        kind: evaluated.disclosure.kind.name(),
        body: &document.body,
        year: document.year,
        unit: &evaluated.form.unit_names(),
        is_draft: document.is_draft,
        figures: figures(document, evaluated),
        texts: texts(document, evaluated),
    };
    serde_json::to_vec_pretty(&figures).map_err(|error| ExportError::Package(error.into()))
}

/// The texts and dates of all tables.
fn texts(document: &Document, evaluated: Evaluated<'_>) -> Vec<FieldText> {
    let mut texts = Vec::new();
    for table in document.tables() {
        for cell in table.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.text.is_empty()) {
            let Some(TextPlace::Field(number, key, column)) = &cell.place else { continue };
            let lists = evaluated.form.table(*number).into_iter().flat_map(|table| table.list_indices());
            let row = lists.into_iter().find_map(|list| Some((list, evaluated.row(list, key)?)));
            let Some((list, row)) = row else { continue };
            texts.push(FieldText {
                table: number.0,
                row: evaluated.row_id(list, row),
                column: column.0,
                head: head(table, cell.column),
                text: cell.text.clone(),
            });
        }
    }
    texts
}

fn figures(document: &Document, evaluated: Evaluated<'_>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for table in document.tables() {
        for row in &table.rows {
            let mut names: Vec<&PrintedCell> = Vec::new();
            let mut is_after_figures = false;
            for cell in &row.cells {
                match cell.cell {
                    Some(index) if !cell.text.is_empty() => {
                        figures.extend(figure(table, &names, (cell, index), evaluated));
                        is_after_figures = true;
                    }
                    Some(_) => is_after_figures = true,
                    // What is entered beside figures names no row.
                    None if matches!(cell.place, Some(TextPlace::Field(..))) => {}
                    None => {
                        // A second list stands beside the first, with names of its own.
                        if std::mem::take(&mut is_after_figures) {
                            names.clear();
                        }
                        names.push(cell);
                    }
                }
            }
        }
    }
    figures
}

fn figure(
    table: &PrintedTable,
    names: &[&PrintedCell],
    (cell, index): (&PrintedCell, CellIndex),
    evaluated: Evaluated<'_>,
) -> Option<Figure> {
    let is_code =
        |name: &&&PrintedCell| table.columns.get(name.column).is_some_and(|column| column.align == Alignment::Center);
    let texts = |are_codes: bool| {
        let texts = names.iter().filter(move |name| is_code(name) == are_codes);
        texts.map(|name| name.text.as_str()).filter(|text| !text.is_empty())
    };
    let mut others = texts(false).map(str::to_owned);
    let column = evaluated.form.list(index.list).amounts.get(index.column)?;
    let (own, unit) = (column.unit.as_ref(), evaluated.unit_of_cell(index));
    Some(Figure {
        table: table.number?.0,
        title: table.title.clone(),
        row: evaluated.row_id(index.list, index.row),
        code: texts(true).collect::<Vec<_>>().join(" "),
        name: others.next().unwrap_or_default(),
        project: others.next().unwrap_or_default(),
        column: column.number.0,
        head: head(table, cell.column),
        amount: unit.plain(cell.amount?),
        unit: own.map(|unit| unit.name.clone()),
    })
}

/// The heads of a column, from above, without the row of the columns' numbers.
fn head(table: &PrintedTable, column: usize) -> String {
    let is_over = |row: usize| {
        let mut cells = table.head.iter();
        cells.find(|cell| cell.row == row && (cell.column..cell.column + cell.columns).contains(&column))
    };
    let heads = (0..table.head_rows).filter_map(is_over).map(|cell| cell.text.trim());
    let heads = heads.filter(|text| !text.is_empty() && !text.chars().all(|c| c.is_ascii_digit()));
    heads.collect::<Vec<_>>().join("/")
}
