//! Formulas of a workbook that nothing ever computed: programs that only write files leave them without a result, or with
//! nought. What adds up cells of the workbook is computed here, exactly; anything else stays without a result.

mod expression;

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::sheet::number_text;
use expression::{Expression, Operator, Reference};

/// A cell of a workbook: its sheet, row and column, from 0.
pub(super) type CellPlace = (usize, u32, u32);

/// What stands in the place of a result that nothing gives.
pub(crate) const WITHOUT_RESULT: &str = "（没有算过的算式）";

/// Cells of a workbook that are looked at; of a larger one nothing is computed.
const MOST_CELLS: usize = 300_000;
/// Cells that a formula reaches over, how deep its parts are, and formulas that wait for each other.
const MOST_REACHED: u64 = 100_000;
const DEEPEST: usize = 100;
const MOST_WAITING: usize = 100_000;
/// What all formulas together reach over.
const MOST_STEPS: u64 = 20_000_000;

/// The cells of a workbook while their formulas are computed.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// The names of its sheets.
    sheets: Vec<String>,
    cells: HashMap<CellPlace, Content>,
    is_too_large: bool,
    steps: u64,
}

#[derive(Debug, Clone)]
enum Content {
    Number(Decimal),
    Text,
    Formula(String),
    /// A formula that cannot be computed.
    Unknown,
}

impl Workbook {
    /// A workbook of sheets with these names.
    pub fn new(sheets: Vec<String>) -> Self {
        Self { sheets, ..Self::default() }
    }

    /// Takes a number that stands in a cell or was computed for it.
    pub fn number(&mut self, place: CellPlace, number: f64) {
        if let Ok(number) = number_text(number).parse() {
            self.take(place, Content::Number(number));
        }
    }

    /// Takes that a text stands in a cell.
    pub fn text(&mut self, place: CellPlace) {
        self.take(place, Content::Text);
    }

    /// Takes a formula without a result.
    pub fn formula(&mut self, place: CellPlace, formula: String) {
        self.take(place, Content::Formula(formula));
    }

    fn take(&mut self, place: CellPlace, content: Content) {
        self.is_too_large |= self.cells.len() >= MOST_CELLS;
        if !self.is_too_large {
            self.cells.insert(place, content);
        }
    }

    /// What the formula at `place` gives; `None` where it does more than add up cells, or stands on one that does.
    pub fn result(&mut self, place: CellPlace) -> Option<Decimal> {
        if self.is_too_large {
            return None;
        }
        self.settle(place);
        self.value(place).ok()?
    }

    /// Computes the formula at `place`, those on which it stands first. One that stands on itself is not known.
    fn settle(&mut self, place: CellPlace) {
        let (mut waiting, mut open) = (vec![place], HashSet::from([place]));
        while let Some(&next) = waiting.last() {
            self.steps += 1;
            let Some(Content::Formula(formula)) = self.cells.get(&next) else {
                waiting.pop();
                open.remove(&next);
                continue;
            };
            let expression = Expression::read(formula);
            let below = expression.as_ref().map(|expression| self.formulas_below(expression, next.0));
            let is_over = self.steps > MOST_STEPS || waiting.len() > MOST_WAITING;
            let content = match (expression, below) {
                (Some(expression), Some(Ok(below))) if !is_over => {
                    match below.first() {
                        None => self.compute(&expression, next.0, 0).map_or(Content::Unknown, Content::Number),
                        Some(first) if open.insert(*first) => {
                            waiting.push(*first);
                            continue;
                        }
                        // It waits for itself.
                        Some(_) => Content::Unknown,
                    }
                }
                _ => Content::Unknown,
            };
            self.cells.insert(next, content);
        }
    }

    /// The cells with formulas that are still to be computed on which `expression` stands.
    fn formulas_below(&mut self, expression: &Expression, sheet: usize) -> Result<Vec<CellPlace>, Unknown> {
        let mut below = Vec::new();
        for reference in expression.references() {
            let places = self.places(reference, sheet)?;
            self.steps += places.len() as u64;
            let is_open = |place: &CellPlace| matches!(self.cells.get(place), Some(Content::Formula(_)));
            below.extend(places.into_iter().filter(is_open));
        }
        below.sort_unstable();
        below.dedup();
        Ok(below)
    }

    /// The number in a cell; `None` in a blank one and in one that holds a text. `Err` where it is not known.
    fn value(&self, place: CellPlace) -> Result<Option<Decimal>, Unknown> {
        match self.cells.get(&place) {
            None | Some(Content::Text) => Ok(None),
            Some(Content::Number(number)) => Ok(Some(*number)),
            Some(Content::Unknown | Content::Formula(_)) => Err(Unknown),
        }
    }

    fn compute(&self, expression: &Expression, sheet: usize, depth: usize) -> Result<Decimal, Unknown> {
        if depth > DEEPEST {
            return Err(Unknown);
        }
        match expression {
            Expression::Number(number) => Ok(*number),
            Expression::Cells(reference) => match *self.places(reference, sheet)? {
                // A text is no number, even where a blank is nought.
                [place] if matches!(self.cells.get(&place), Some(Content::Text)) => Err(Unknown),
                [place] => Ok(self.value(place)?.unwrap_or_default()),
                _ => Err(Unknown),
            },
            Expression::Negative(inner) => Ok(-self.compute(inner, sheet, depth + 1)?),
            Expression::Both(operator, left, right) => {
                let (left, right) = (self.compute(left, sheet, depth + 1)?, self.compute(right, sheet, depth + 1)?);
                let value = match operator {
                    Operator::Plus => left.checked_add(right),
                    Operator::Minus => left.checked_sub(right),
                    Operator::Times => left.checked_mul(right),
                    Operator::DividedBy => left.checked_div(right),
                };
                value.ok_or(Unknown)
            }
            Expression::Sum(parts) => {
                let mut sum = Decimal::ZERO;
                for part in parts {
                    sum = sum.checked_add(self.part(part, sheet, depth)?).ok_or(Unknown)?;
                }
                Ok(sum)
            }
            Expression::Rounded(inner, places) => {
                let inner = self.compute(inner, sheet, depth + 1)?;
                let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
                Ok(inner.round_dp_with_strategy(*places, strategy))
            }
        }
    }

    /// A part of a sum: in a range texts and blanks are passed over.
    fn part(&self, part: &Expression, sheet: usize, depth: usize) -> Result<Decimal, Unknown> {
        let Expression::Cells(reference) = part else { return self.compute(part, sheet, depth + 1) };
        let mut sum = Decimal::ZERO;
        for place in self.places(reference, sheet)? {
            sum = sum.checked_add(self.value(place)?.unwrap_or_default()).ok_or(Unknown)?;
        }
        Ok(sum)
    }

    fn places(&self, reference: &Reference, sheet: usize) -> Result<Vec<CellPlace>, Unknown> {
        let named =
            |name: &String| self.sheets.iter().position(|sheet| sheet.eq_ignore_ascii_case(name)).ok_or(Unknown);
        let sheet = reference.sheet.as_ref().map_or(Ok(sheet), named)?;
        let ((top, left), (bottom, right)) = (reference.first, reference.last);
        let count = u64::from(bottom.abs_diff(top) + 1) * u64::from(right.abs_diff(left) + 1);
        if count > MOST_REACHED || bottom < top || right < left {
            return Err(Unknown);
        }
        Ok((top..=bottom).flat_map(|row| (left..=right).map(move |column| (sheet, row, column))).collect())
    }
}

/// What a formula gives is not known.
#[derive(Debug)]
struct Unknown;

#[cfg(test)]
mod tests {
    use super::*;

    /// The result of `formula` in B9 of a sheet 表3, beside 1.10 in B1, 2.20 in B2, a text in B3, nothing in B4, `=B1+B2`
    /// in B5, `=VLOOKUP(…)` in B6, a sum of itself in B7, twice B5 in B8; and 7 in A1 of a sheet 表 5.
    fn result(formula: &str) -> Option<String> {
        let mut book = Workbook::new(vec!["表3".to_owned(), "表 5".to_owned()]);
        book.number((0, 0, 1), 1.1);
        book.number((0, 1, 1), 2.2);
        book.text((0, 2, 1));
        book.formula((0, 4, 1), "B1+B2".to_owned());
        book.formula((0, 7, 1), "B5*2".to_owned());
        book.formula((0, 5, 1), "VLOOKUP(A1,B:B,1,0)".to_owned());
        book.formula((0, 6, 1), "SUM(B1:B7)".to_owned());
        book.number((1, 0, 0), 7.0);
        book.formula((0, 8, 1), formula.to_owned());
        book.result((0, 8, 1)).map(|number| number.normalize().to_string())
    }

    #[test]
    fn what_adds_up_cells_is_computed_exactly() {
        for (formula, value) in [
            ("SUM(B1:B4)", "3.3"),
            ("sum($B$1,B2,1)", "4.3"),
            ("B1+B2-B4", "3.3"),
            ("=B5*2", "6.6"),
            ("'表 5'!A1+表3!B1", "8.1"),
            ("SUM('表 5'!A1:A9)", "7"),
            ("ROUND(SUM(B1:B2)/7,2)", "0.47"),
            ("B5+B8", "9.9"),
            ("SUBTOTAL(9,B1:B2)", "3.3"),
            ("-(B1-B2)", "1.1"),
            ("+B1", "1.1"),
        ] {
            assert_eq!(result(formula).as_deref(), Some(value), "{formula}");
        }
    }

    #[test]
    fn what_does_more_has_no_result() {
        for formula in
            ["VLOOKUP(A1,B:B,1,0)", "B6+1", "B7", "SUM(B1:B9)", "B3+1", "表9!A1", "B1/0", "B1:B2", "B1&B2", "(B1", ""]
        {
            assert_eq!(result(formula), None, "{formula}");
        }
        assert_eq!(result(&"(".repeat(100_000)), None);
        assert_eq!(result(&"-".repeat(100_000)), None);
    }

    #[test]
    fn what_stands_on_thousands_of_others_is_computed_and_a_circle_is_not() {
        let mut book = Workbook::new(vec!["S".to_owned()]);
        (1..50_000).for_each(|row| book.formula((0, row, 0), format!("A{row}+1")));
        assert_eq!(book.result((0, 49_999, 0)), Some(Decimal::from(49_999)));
        book.formula((0, 0, 2), "C2".to_owned());
        book.formula((0, 1, 2), "C1".to_owned());
        book.formula((0, 2, 2), "C1+1".to_owned());
        assert_eq!(book.result((0, 2, 2)), None);
        assert_eq!(book.result((0, 0, 2)), None);
    }
}
