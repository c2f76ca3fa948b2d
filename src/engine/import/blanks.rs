//! Cells that a document leaves blank though others in it add up to something.

use crate::catalog::Catalog;
use crate::disclosure::{Amount, CellKey, Disclosure, RowKey, Table};
use crate::evaluate::{CellIndex, Evaluated, evaluate};
use crate::form::Form;

use super::ImportReport;

/// Cells that are named; the others are counted.
const MOST_NAMED: usize = 12;

/// States nothing in those of `blanks`, computed cells in which the document prints nothing, whose parts add up to
/// something: what is printed is kept, equal to the sum or not. Where the document leaves the whole row or column blank, as
/// a form does that is yet to be filled in, the sum stands and `report` says so.
pub(super) fn state(
    form: &Form,
    catalog: &Catalog,
    disclosure: &mut Disclosure,
    blanks: &[CellKey],
    report: &mut ImportReport,
) {
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog, disclosure, evaluation: &evaluation };
    let is_something = |cell: &CellIndex| !evaluated.shown(*cell).is_zero();
    let mut stated = Vec::new();
    for table in &form.tables {
        let mut left = Vec::new();
        for key in blanks.iter().filter(|key| key.table == table.number) {
            let Some(cell) = evaluated.find(key).filter(is_something) else { continue };
            if disclosure.table(key.table).is_some_and(|table| is_printed_around(table, key)) {
                stated.push(key);
            } else {
                left.push(evaluated.cell_label(cell));
            }
        }
        if let Some(text) = sentence(table.number.0, &left) {
            report.assume(None, text);
        }
    }
    for key in stated {
        disclosure.table_mut(key.table).stated.insert((key.row.clone(), key.column), Amount::ZERO);
    }
}

/// Whether figures stand in the row of a blank cell and in its column, so that the blank says that there is nothing. A row
/// that the form prescribes is there whatever stands in it.
fn is_printed_around(table: &Table, blank: &CellKey) -> bool {
    let mut figures = table.stated.iter().filter(|(_, amount)| !amount.is_zero()).map(|(key, _)| key);
    let is_in_column = figures.clone().any(|(_, column)| *column == blank.column);
    let is_in_row = matches!(blank.row, RowKey::Fixed(_))
        || figures.any(|(row, _)| *row == blank.row)
        || table.find(&blank.row).is_some_and(|(_, row)| !row.amounts.is_empty());
    is_in_column && is_in_row
}

fn sentence(table: u8, cells: &[String]) -> Option<String> {
    let named = cells.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let others = if cells.len() > MOST_NAMED { format!("等 {} 格", cells.len()) } else { String::new() };
    (!cells.is_empty()).then(|| format!("表{table} 有的格在文件里是空白，按算式有数，取算出的数：{named}{others}"))
}
