//! Percentages that follow from two sums: after all that can be added up, because nothing is computed from them.

use rust_decimal::Decimal;

use super::{Addend, CellIndex, CellState, Evaluation, RowContext, signed_sum, trace};
use crate::disclosure::{Amount, Interval};
use crate::form::{Form, ListIndex, RatioKind, RuleIndex};

/// The cells of which a percentage is the ratio.
#[derive(Debug, Clone)]
pub struct RatioCells {
    pub rule: RuleIndex,
    pub kind: RatioKind,
    pub part: Vec<Addend>,
    pub whole: Vec<Addend>,
}

/// The ratio that `cell` is; `None` where it is entered or added up.
pub fn ratio(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Option<RatioCells> {
    let ratio = form.list(cell.list).amounts[cell.column].ratio.as_ref()?;
    let context = RowContext::of_row(evaluation, cell.list, cell.row);
    let cells = |terms| {
        let mut addends = Vec::new();
        trace::put_terms(terms, evaluation, context, cell.column, &mut addends);
        addends
    };
    Some(RatioCells { rule: ratio.rule, kind: ratio.kind, part: cells(&ratio.part), whole: cells(&ratio.whole) })
}

impl RatioCells {
    /// Every cell of which it is made.
    pub fn cells(&self) -> impl Iterator<Item = CellIndex> {
        self.part.iter().chain(&self.whole).map(|addend| addend.cell)
    }

    /// The percentage of two such amounts; `None` where there is none of nothing, or it is more than can be told.
    pub fn of(&self, part: Amount, whole: Amount) -> Option<Amount> {
        let percent = part.yuan().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.yuan())?;
        let percent = match self.kind {
            RatioKind::Share => percent,
            RatioKind::Growth => percent.checked_sub(Decimal::ONE_HUNDRED)?,
        };
        Amount::from_yuan(percent.round_dp(Amount::MAX_SCALE)).ok()
    }

    /// All that the percentage of such amounts can be; `None` where the whole may be nothing.
    pub fn between(&self, part: Interval, whole: Interval) -> Option<Interval> {
        let (low, high) = part.percent_of(whole)?;
        let base = match self.kind {
            RatioKind::Share => Decimal::ZERO,
            RatioKind::Growth => Decimal::ONE_HUNDRED,
        };
        let amount = |percent: Decimal| Amount::from_yuan((percent - base).round_dp(Amount::MAX_SCALE)).ok();
        Some(Interval::between(amount(low)?, amount(high)?))
    }

    /// Whether the percentage of such amounts may be printed as `stated`, as a sentence may say it.
    pub fn may_be(&self, part: Interval, whole: Interval, stated: Amount) -> bool {
        let stated = stated.abs().yuan();
        match self.kind {
            RatioKind::Share => part.is_share_of(whole, stated),
            RatioKind::Growth => part.is_growth_from(whole, stated),
        }
    }
}

/// Computes the ratios of `form` in `evaluation`, in which all else is computed.
pub(super) fn compute(form: &Form, evaluation: &mut Evaluation) {
    for list in (0..form.lists.len()).map(ListIndex) {
        let columns: Vec<usize> = form
            .list(list)
            .amounts
            .iter()
            .enumerate()
            .filter(|(_, own)| own.ratio.is_some())
            .map(|(at, _)| at)
            .collect();
        if columns.is_empty() {
            continue;
        }
        for row in 0..evaluation.layout(list).rows.len() {
            for &column in &columns {
                let cell = CellIndex { list, row, column };
                let percent = value(form, evaluation, cell);
                evaluation.put_computed(cell, percent);
            }
        }
    }
}

/// What the figures make of `cell`; nothing where there is no whole.
fn value(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Amount {
    let Some(ratio) = ratio(form, evaluation, cell) else { return Amount::ZERO };
    let sum = |addends: &[Addend]| signed_sum(addends, |cell| evaluation.value(cell));
    // What nobody entered yet did not fall by a hundred percent; a nought that somebody entered did.
    let is_there = |cell| evaluation.state(cell) == CellState::Entered || !evaluation.value(cell).is_zero();
    if !ratio.part.iter().any(|addend| is_there(addend.cell)) {
        return Amount::ZERO;
    }
    ratio.of(sum(&ratio.part), sum(&ratio.whole)).unwrap_or_default()
}
