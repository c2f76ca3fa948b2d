//! What a piece of a text says of cells, and whether it may be so where more belongs to these than is known.

use super::finding::Finding;
use crate::disclosure::{Amount, AmountUnit, CellKey, Interval};
use crate::form::template::MeasureKind;
use crate::narrative::Figure;
use rust_decimal::Decimal;

/// What a piece of a text says of cells in which the finding about it is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SaidOf {
    /// What the tables say there.
    pub figure: Figure,
    pub said: Said,
    /// By how much, as the sentence says before that, the amount is more than last year's.
    pub change: Option<Interval>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// An amount in the unit of sentences, or a percentage.
    Figure(Decimal),
    /// A word for a direction: whether it is upwards.
    Upwards(bool),
}

/// The amounts of which a figure is told: this year's, the whole of which it is a share, last year's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub now: Interval,
    pub whole: Option<Interval>,
    pub last: Option<Interval>,
}

impl Known {
    pub fn of(figure: &Figure) -> Self {
        let whole = figure.whole.as_ref().map(|whole| whole.now_printed);
        Self { now: figure.of.now_printed, whole, last: figure.of.last_printed }
    }
}

/// Whether the figure may be printed as `stated` where the amounts are those that are `known`.
pub(super) fn may_say(figure: &Figure, unit: &AmountUnit, known: Known, stated: Decimal) -> bool {
    let Known { now, whole, last } = known;
    let is_printed = |amounts: Interval| {
        unit.amount(stated).is_ok_and(|stated| Interval::of_shown(unit.shown(stated), unit).meets(amounts))
    };
    match figure.kind {
        MeasureKind::Amount => is_printed(now),
        MeasureKind::Share => whole.is_some_and(|whole| now.is_share_of(whole, stated)),
        MeasureKind::Difference => last.is_some_and(|last| is_printed(now.minus(last).magnitude())),
        MeasureKind::Growth => last.is_some_and(|last| now.is_growth_from(last, stated)),
        MeasureKind::Moves | MeasureKind::Grows => false,
    }
}

impl Finding {
    /// The same about what a text says of cells.
    pub(super) fn saying(self, said_of: Option<SaidOf>) -> Self {
        Self { said_of: said_of.map(Box::new), ..self }
    }
}

impl SaidOf {
    /// This year's cells of which it speaks, and those of the whole.
    pub fn cells(&self) -> [&[CellKey]; 2] {
        [&self.figure.of.cells[..], self.figure.whole.as_ref().map_or(&[][..], |whole| &whole.cells[..])]
    }

    /// The amount that is said, without what its rounding may have added; `None` where it is no amount.
    pub fn amount(&self, unit: &AmountUnit) -> Option<Amount> {
        match (self.figure.kind, self.said) {
            (MeasureKind::Amount, Said::Figure(stated)) => {
                let stated = unit.amount(stated.abs()).ok()?;
                Some(stated - Amount::from_yuan(unit.yuan / Decimal::ONE_HUNDRED).ok()?)
            }
            _ => None,
        }
    }

    /// Whether it may be so with `more`, which belongs to this year's amount, to the whole, or to both.
    pub fn may_be_with(&self, unit: &AmountUnit, more: Amount, (of_it, of_whole): (bool, bool)) -> bool {
        let (own, more) = (Known::of(&self.figure), Interval::of_shown(unit.shown(more), unit));
        let with = |amount: Interval, is_in: bool| if is_in { amount.plus(more) } else { amount };
        let of_whole = of_whole && self.figure.kind == MeasureKind::Share;
        let ways = [(of_it, false), (false, of_whole), (of_it, of_whole)];
        ways.into_iter().filter(|&way| way != (false, false)).any(|(in_it, in_whole)| {
            let (now, whole) = (with(own.now, in_it), own.whole.map(|whole| with(whole, in_whole)));
            // Last year's figure that was taken from the sentences of a document lacks what this year's lacks.
            let last = match (own.last, self.change) {
                (Some(last), _) => [Some(last), Some(with(last, in_it))],
                (None, change) => [change.map(|change| now.minus(change)), None],
            };
            last.into_iter().any(|last| self.is_so(unit, Known { now, whole, last }))
        })
    }

    fn is_so(&self, unit: &AmountUnit, known: Known) -> bool {
        match self.said {
            Said::Figure(stated) => may_say(&self.figure, unit, known, stated),
            Said::Upwards(is_up) => known.last.is_some_and(|last| may_move(known.now, last, is_up)),
        }
    }
}

/// Whether an amount of `now` may be more than one of `last`, or less.
pub(super) fn may_move(now: Interval, last: Interval, is_up: bool) -> bool {
    let change = now.minus(last);
    if is_up { change.reaches(Interval::default()) } else { Interval::default().exceeds(change) }
}
