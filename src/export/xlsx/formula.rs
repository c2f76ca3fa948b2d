//! How a computed cell is written as a formula of other cells.

use std::collections::HashMap;
use std::sync::Arc;

use rust_xlsxwriter::utility::{column_number_to_name, quote_sheet_name};

use super::super::document::PrintedTable;
use super::first_body_row;
use disclosure_engine::evaluate::{Addend, CellIndex, RatioCells};
use disclosure_engine::form::RatioKind;

/// Excel reads no longer formula, and no function with more arguments.
const LONGEST: usize = 8000;
const MOST_ARGUMENTS: usize = 255;

/// Where each cell of the disclosure stands in the workbook.
#[derive(Debug, Default)]
pub(super) struct Places {
    places: HashMap<CellIndex, Place>,
}

/// A place in the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Name of its sheet, quoted as formulas need it.
    sheet: Arc<str>,
    /// Row, from 0.
    row: u32,
    /// Column, from 0.
    column: u16,
}

/// Cells one after the other in a row or a column, added or subtracted together.
struct Run {
    is_negative: bool,
    first: Place,
    last: Place,
}

impl Places {
    /// Adds the cells of `table`, which is written to the sheet `name`.
    pub fn add(&mut self, name: &str, table: &PrintedTable) {
        let sheet: Arc<str> = quote_sheet_name(name).into();
        for (row, printed) in (first_body_row(table)..).zip(&table.rows) {
            for cell in &printed.cells {
                if let (Some(index), Ok(column)) = (cell.cell, u16::try_from(cell.column)) {
                    self.places.insert(index, Place { sheet: sheet.clone(), row, column });
                }
            }
        }
    }

    /// `addends` as a formula in `cell`; `None` where there is nothing to add, or more than Excel can.
    pub fn formula(&self, cell: CellIndex, addends: &[Addend]) -> Option<String> {
        let home = self.places.get(&cell)?.sheet.clone();
        // What is not printed is zero.
        let found = addends.iter().filter_map(|addend| Some((addend.negative, self.places.get(&addend.cell)?)));
        let runs = runs(found);
        let formula = match runs.as_slice() {
            [] => return None,
            [run] => run.sum(&home),
            runs if runs.len() <= MOST_ARGUMENTS && runs.iter().all(Run::is_plus) && runs.len() > 2 => {
                let arguments: Vec<_> = runs.iter().map(|run| run.reference(&home)).collect();
                format!("SUM({})", arguments.join(","))
            }
            [first, rest @ ..] => rest.iter().fold(first.sum(&home), |formula, run| {
                let sign = if run.is_negative { "-" } else { "+" };
                formula + sign + &run.unsigned_sum(&home)
            }),
        };
        (formula.len() <= LONGEST).then(|| format!("={formula}"))
    }
}

impl Places {
    /// A percentage as a formula in `cell`, blank where there is nothing to divide by; `None` where its parts are not
    /// printed.
    pub fn ratio(&self, cell: CellIndex, ratio: &RatioCells) -> Option<String> {
        let sum = |addends: &[Addend]| Some(format!("({})", self.formula(cell, addends)?.strip_prefix('=')?));
        let (part, whole) = (sum(&ratio.part)?, sum(&ratio.whole)?);
        let less = match ratio.kind {
            RatioKind::Share => "",
            RatioKind::Growth => "-100",
        };
        let formula = format!("=IF({whole}=0,\"\",{part}/{whole}*100{less})");
        (formula.len() <= LONGEST).then_some(formula)
    }
}

/// `cells` in order, neighbours joined.
fn runs<'a>(cells: impl Iterator<Item = (bool, &'a Place)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (is_negative, place) in cells {
        match runs.last_mut() {
            Some(run) if run.is_negative == is_negative && run.is_before(place) => run.last = place.clone(),
            _ => runs.push(Run { is_negative, first: place.clone(), last: place.clone() }),
        }
    }
    runs
}

impl Run {
    fn is_plus(&self) -> bool {
        !self.is_negative
    }

    /// Whether `place` continues it, in the direction that it has.
    fn is_before(&self, place: &Place) -> bool {
        let (first, last) = (&self.first, &self.last);
        if last.sheet != place.sheet {
            return false;
        }
        let down = first.column == place.column && last.column == place.column && last.row + 1 == place.row;
        let across = first.row == place.row && last.row == place.row && last.column + 1 == place.column;
        down || across
    }

    fn reference(&self, home: &str) -> String {
        let sheet = if *self.first.sheet == *home { String::new() } else { format!("{}!", self.first.sheet) };
        let name = |place: &Place| format!("{}{}", column_number_to_name(place.column), place.row + 1);
        if self.first == self.last {
            format!("{sheet}{}", name(&self.first))
        } else {
            format!("{sheet}{}:{}", name(&self.first), name(&self.last))
        }
    }

    fn unsigned_sum(&self, home: &str) -> String {
        let reference = self.reference(home);
        if self.first == self.last { reference } else { format!("SUM({reference})") }
    }

    fn sum(&self, home: &str) -> String {
        let sign = if self.is_negative { "-" } else { "" };
        format!("{sign}{}", self.unsigned_sum(home))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use disclosure_engine::form::ListIndex;

    fn index(row: usize, column: usize) -> CellIndex {
        CellIndex { list: ListIndex(0), row, column }
    }

    /// A formula in A1 of a sheet called 表1, which has its first rows and columns; 表2 has row 9.
    fn formula(addends: &[(bool, usize, usize)]) -> Option<String> {
        let mut places = Places::default();
        for row in 0..10 {
            for column in 0..5 {
                let sheet = if row == 9 { "表2" } else { "表1" };
                let place = Place { sheet: sheet.into(), row: row as u32, column: column as u16 };
                places.places.insert(index(row, column), place);
            }
        }
        let addends = addends.iter().map(|&(negative, row, column)| Addend { negative, cell: index(row, column) });
        places.formula(index(0, 0), &addends.collect::<Vec<_>>())
    }

    #[test]
    fn neighbours_are_summed_and_others_are_named() {
        let plus = |cells: &[(usize, usize)]| {
            formula(&cells.iter().map(|&(row, column)| (false, row, column)).collect::<Vec<_>>())
        };
        assert_eq!(plus(&[(1, 0), (2, 0), (3, 0)]).as_deref(), Some("=SUM(A2:A4)"));
        assert_eq!(plus(&[(0, 1), (0, 2)]).as_deref(), Some("=SUM(B1:C1)"));
        assert_eq!(plus(&[(1, 0), (3, 0)]).as_deref(), Some("=A2+A4"));
        assert_eq!(plus(&[(1, 0), (3, 0), (5, 0), (6, 0)]).as_deref(), Some("=SUM(A2,A4,A6:A7)"));
        assert_eq!(plus(&[(9, 2)]).as_deref(), Some("=表2!C10"));
        assert_eq!(plus(&[(0, 1), (0, 3), (0, 4)]).as_deref(), Some("=B1+SUM(D1:E1)"));
        assert_eq!(plus(&[(20, 0)]), None);
    }

    #[test]
    fn what_is_subtracted_stays_apart() {
        assert_eq!(formula(&[(false, 0, 1), (true, 0, 2)]).as_deref(), Some("=B1-C1"));
        assert_eq!(formula(&[(true, 0, 1), (true, 0, 2)]).as_deref(), Some("=-SUM(B1:C1)"));
        assert_eq!(formula(&[(false, 1, 0), (true, 2, 0), (true, 3, 0)]).as_deref(), Some("=A2-SUM(A3:A4)"));
    }
}
