//! What the formulas of an `.xlsx` workbook give, where the workbook does not say it.

use std::collections::{BTreeSet, HashMap};
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use rust_decimal::Decimal;

use super::formulas::{CellPlace, WITHOUT_RESULT, Workbook};
use super::{Progress, ReadError, Source};

/// Formulas without a result that are kept; of more nothing is computed.
const MOST_FORMULAS: usize = 50_000;
/// So many formulas that all give nought were hardly computed, whatever they are.
const FEWEST: usize = 3;
/// How often the reader looks whether it is to stop.
const STEP: usize = 4096;

/// The formulas of a workbook that have no result: first they are collected, then they are computed, and when the
/// workbook is read again, what they give is taken.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// The sheet that is being read, from 0.
    pub sheet: usize,
    /// Those without a result, and those whose result is nought.
    without: Vec<CellPlace>,
    nought: Vec<CellPlace>,
    /// Whether any has another result: something computed the workbook.
    is_computed: bool,
    /// What those give that were computed; `None` where that is not known.
    results: HashMap<CellPlace, Option<Decimal>>,
    is_done: bool,
    /// In the present sheet: how many results were taken and how many are not known, with the first row of each, from 0.
    taken: Count,
    unknown: Count,
}

#[derive(Debug, Default)]
struct Count {
    count: usize,
    first: Option<u32>,
}

/// What stands in a cell for a formula.
pub(super) struct FormulaResult {
    pub text: String,
    pub is_number: bool,
}

impl Formulas {
    /// What stands for the formula at `place` of the present sheet in the place of `stored`; `None` where `stored` does.
    pub fn result(&mut self, (row, column): (u32, u32), stored: &DataRef<'_>) -> Option<FormulaResult> {
        let place = (self.sheet, row, column);
        if self.is_done {
            return match self.results.get(&place)? {
                Some(result) if result.is_zero() && !matches!(stored, DataRef::Empty) => None,
                Some(result) => {
                    self.taken.add(row);
                    Some(FormulaResult { text: result.normalize().to_string(), is_number: true })
                }
                None => {
                    self.unknown.add(row);
                    Some(FormulaResult { text: WITHOUT_RESULT.to_owned(), is_number: false })
                }
            };
        }
        match stored {
            DataRef::Empty => self.without.push(place),
            DataRef::Float(0.0) | DataRef::Int(0) => self.nought.push(place),
            _ => self.is_computed = true,
        }
        self.without.truncate(MOST_FORMULAS);
        self.nought.truncate(MOST_FORMULAS);
        None
    }

    /// Computes what has no result. Returns whether the workbook is to be read again with that.
    pub fn compute(&mut self, workbook: &mut Xlsx<Cursor<&[u8]>>, progress: &Progress) -> Result<bool, ReadError> {
        self.is_done = true;
        let mut wanted = std::mem::take(&mut self.without);
        // A workbook may add up to nothing; it is not known of one in which each formula gives nought.
        let nought: BTreeSet<CellPlace> = std::mem::take(&mut self.nought).into_iter().collect();
        if !self.is_computed {
            wanted.extend(&nought);
        }
        if wanted.is_empty() {
            return Ok(false);
        }
        let names: Vec<String> = workbook.sheet_names();
        let mut book = Workbook::new(names.clone());
        for (sheet, name) in names.iter().enumerate() {
            let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { continue };
            let mut count = 0;
            while let Ok(Some(cell)) = cells.next_cell_with_formula() {
                count += 1;
                if count % STEP == 0 {
                    progress.check()?;
                }
                let place = (sheet, cell.pos.0, cell.pos.1);
                match (&cell.value, cell.formula) {
                    (DataRef::Empty, Some(formula)) => book.formula(place, formula),
                    (DataRef::Float(0.0) | DataRef::Int(0), Some(formula)) if !self.is_computed => {
                        book.formula(place, formula);
                    }
                    (DataRef::Empty, None) => {}
                    (DataRef::Float(number), _) => book.number(place, *number),
                    (DataRef::Int(number), _) => book.number(place, *number as f64),
                    _ => book.text(place),
                }
            }
        }
        self.results = wanted.iter().map(|place| (*place, book.result(*place))).collect();
        let of = |place: &CellPlace| self.results.get(place).copied().flatten();
        let is_told = !self.is_computed && nought.iter().any(|place| of(place).is_some_and(|result| !result.is_zero()));
        let is_right = nought.len() < FEWEST || nought.iter().any(|place| of(place) == Some(Decimal::ZERO));
        if !is_told && is_right {
            self.results.retain(|place, _| !nought.contains(place));
        }
        Ok(true)
    }

    /// Says in `source` what was done in the sheet `name`, which ends.
    pub fn remark(&mut self, name: &str, source: &mut Source) {
        let (taken, unknown) = (std::mem::take(&mut self.taken), std::mem::take(&mut self.unknown));
        if let Some(row) = taken.first {
            source.notes.push(format!(
                "工作表“{name}”有 {} 个算式没有算过（文件里存的结果是 0 或者空白，从第 {} 行起），取了按算式算出的数",
                taken.count,
                row + 1
            ));
        }
        if let Some(row) = unknown.first {
            source.remarks.push(format!(
                "工作表“{name}”有 {} 个算式没有计算结果（从第 {} 行起），读不出数；请用 Excel 或 WPS 打开，重新保存后再导入",
                unknown.count,
                row + 1
            ));
        }
    }
}

impl Count {
    fn add(&mut self, row: u32) {
        self.count += 1;
        self.first.get_or_insert(row);
    }
}
