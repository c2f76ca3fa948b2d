//! Amounts of sentences with another unit of money behind them than the form's sentence has (F14-5).

use rust_decimal::Decimal;

use super::Checker;
use super::facts::PieceRead;
use super::told::{is_plain, number};
use crate::audit::finding::Finding;
use crate::audit::text::Text;
use crate::audit::text::figures::{UNITS, other_unit};
use crate::form::template::MeasureKind;
use crate::narrative::{Figure, Piece};
use crate::spelling::half_width;

/// An amount as a sentence states it, in the unit of sentences.
pub(super) enum InOwnUnit {
    Stated(Decimal),
    /// The digits are right and the unit is another.
    Wrong(Box<Finding>),
}

impl Checker<'_> {
    /// The amount `written` at `read` in the unit of sentences. One that is rightly told in another unit is the amount that
    /// the tables have.
    pub(super) fn in_own_unit(self, read: PieceRead<'_>, figure: &Figure, written: Decimal) -> InOwnUnit {
        let stated = InOwnUnit::Stated(written);
        if !is_plain(written) {
            return stated;
        }
        let Some((unit, yuan, end)) = self.other_unit_behind(read, figure) else { return stated };
        let (Some(text), Some(exact)) = (&figure.text, figure.exact) else { return stated };
        if number(text) == Some(written) && !written.is_zero() {
            let of = Text::new(read.free.place.clone(), &read.free.text);
            let start = read.reading.spans[read.place].clone().map_or(end, |span| span.start);
            return InOwnUnit::Wrong(Box::new(other_unit(
                self.evaluated,
                &of,
                start..end + unit.chars().count(),
                text,
            )));
        }
        let own = self.evaluated.form.text_unit.yuan;
        let converted = |figure: Decimal| figure.checked_mul(yuan.into()).map(|figure| figure / own);
        let (Some(amount), Some(aside)) = (converted(written), converted(Decimal::new(5, written.scale() + 1))) else {
            return stated;
        };
        InOwnUnit::Stated(if (amount - exact).abs() <= aside { number(text).unwrap_or(amount) } else { amount })
    }

    /// The unit behind the piece at `read`, in yuan, and where it begins, in characters, where the sentence has another.
    fn other_unit_behind(self, read: PieceRead<'_>, figure: &Figure) -> Option<(&'static str, i64, usize)> {
        let own = &self.evaluated.form.text_unit.name;
        let is_amount = matches!(figure.kind, MeasureKind::Amount | MeasureKind::Difference);
        let Piece::Fixed(behind) = read.paragraph.pieces.get(read.place + 1)? else { return None };
        let end = read.reading.spans[read.place].as_ref()?.end;
        if !is_amount || !behind.starts_with(own.as_str()) {
            return None;
        }
        let rest = || read.free.text.chars().skip(end).map(half_width);
        let blanks = rest().take_while(|c| c.is_whitespace()).count();
        let said: String = rest().skip(blanks).take(3).collect();
        let (unit, yuan) = UNITS.iter().find(|(name, _)| said.starts_with(name))?;
        (unit != own).then_some((*unit, *yuan, end + blanks))
    }
}
