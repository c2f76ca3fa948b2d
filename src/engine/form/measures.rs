//! Columns whose figures are no money: how a form writes them, and what must not be added up.

use super::error::{FormError, Found, SourceText};
use super::source::ColumnSource;
use super::{Date, FieldColumn, Form, Id, ListIndex, Ratio, RatioKind, Term};
use crate::disclosure::{Amount, AmountUnit, ColumnNumber, Measure};

/// A ratio as it is written.
pub(super) struct RatioSource<'a> {
    kind: RatioKind,
    pub part: &'a str,
    pub whole: &'a str,
    pub rule: &'a str,
}

impl<'a> ColumnSource<'a> {
    /// The unit of its figures where they are no money.
    pub(super) fn unit(&self, source: SourceText<'a>) -> Result<Option<AmountUnit>, FormError> {
        let fits = |decimals: u32, near: &'a str| match decimals <= Amount::MAX_SCALE {
            true => Ok(decimals),
            false => Err(source.error(near, format!("小数最多 {} 位", Amount::MAX_SCALE))),
        };
        Ok(match *self {
            Self::Count { unit: "", .. } => return Err(source.error(source.text, "Count 要写 unit，例如 \"辆\"")),
            Self::Count { unit, is, rule, .. } if is.is_some() != rule.is_some() => {
                return Err(source.error(is.or(rule).unwrap_or(unit), "is 与 rule 要同时写"));
            }
            Self::Count { unit, decimals, .. } => Some(AmountUnit::of_count(unit, fits(decimals, unit)?)),
            Self::Percent { id, decimals, .. } => {
                Some(AmountUnit::of_percent(fits(decimals, id.unwrap_or(source.text))?))
            }
            Self::Share { part: near, decimals, .. } | Self::Growth { now: near, decimals, .. } => {
                Some(AmountUnit::of_percent(fits(decimals, near)?))
            }
            _ => None,
        })
    }

    /// Whether texts or dates stand in it.
    pub(super) fn is_field(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Date { .. })
    }

    /// Whether figures stand in it.
    pub(super) fn is_figure(&self) -> bool {
        self.number().is_some() && !self.is_field()
    }

    /// The column of texts or dates that it is.
    pub(super) fn field(
        &self,
        source: SourceText<'a>,
        (id, number, title): (Id, ColumnNumber, String),
        found: &mut Found,
    ) -> FieldColumn {
        let (date, is_required, is_rolled) = match *self {
            Self::Date { printed, required, rolled, .. } => {
                found.keep(check_pattern(source, printed));
                (Some(printed.to_owned()), required, rolled)
            }
            Self::Text { required, rolled, .. } => (None, required, rolled),
            _ => (None, false, false),
        };
        FieldColumn { id, number, title, date, is_required, is_rolled }
    }

    /// Whether totals add it up.
    pub(super) fn is_summed(&self) -> bool {
        match *self {
            Self::Count { summed, .. } => summed,
            Self::Percent { .. } | Self::Share { .. } | Self::Growth { .. } => false,
            _ => true,
        }
    }

    /// Whether its unit is printed behind its figures.
    pub(super) fn has_sign(&self) -> bool {
        match *self {
            Self::Percent { sign, .. } | Self::Share { sign, .. } | Self::Growth { sign, .. } => sign,
            _ => false,
        }
    }

    pub(super) fn ratio(&self) -> Option<RatioSource<'a>> {
        match *self {
            Self::Share { part, whole, rule, .. } => Some(RatioSource { kind: RatioKind::Share, part, whole, rule }),
            Self::Growth { now, before, rule, .. } => {
                Some(RatioSource { kind: RatioKind::Growth, part: now, whole: before, rule })
            }
            _ => None,
        }
    }
}

/// A date is printed with its year and its month, and read back as it is printed.
fn check_pattern<'a>(source: SourceText<'a>, printed: &'a str) -> Result<(), FormError> {
    let day = Date { year: 2025, month: 12, day: Some(31) };
    let shown = day.printed(printed).unwrap_or_default();
    let has_day = printed.contains("{day}") || printed.contains("{0day}");
    let read = Date { day: day.day.filter(|_| has_day), ..day };
    if shown.contains(['{', '}']) || Date::read(&shown) != Some(read) {
        let message = "printed 里要有 {year}、{month}，要印日的还有 {day}，印出来能读成日期，例如 \"{year}年{month}月{day}日\"、\"{year}-{0month}-{0day}\"";
        return Err(source.error(printed, message));
    }
    Ok(())
}

impl Form {
    /// What `written`, a column of `list`, is the ratio of.
    pub(super) fn ratio<'a>(
        &self,
        source: SourceText<'a>,
        written: &RatioSource<'a>,
        list: ListIndex,
        found: &mut Found,
    ) -> Option<Ratio> {
        let sum = |text: &'a str| {
            let terms = self.resolver(source).sum(text, list)?;
            if terms.iter().any(|term| term.cell.list == list && term.cell.column.is_none()) {
                return Err(source.error(text, "这里要写明列，例如 (2)"));
            }
            Ok((self.check_measures(source, text, &terms, None)?, terms))
        };
        let (part, whole) = (found.keep(sum(written.part)), found.keep(sum(written.whole)));
        let rule = found.keep(self.rule_named(source, written.rule));
        let ((measure, part), (of_whole, whole)) = (part?, whole?);
        if measure != of_whole {
            found.add(source.error(written.whole, "百分比的两头要么都是金额，要么都是数量"));
            return None;
        }
        Some(Ratio { rule: rule?, kind: written.kind, part, whole })
    }

    /// What the cells of a sum measure, of which the one that it makes measures `own`: money is not added to things, and
    /// percentages to nothing. `None` where no cell says.
    pub(super) fn check_measures<'a>(
        &self,
        source: SourceText<'a>,
        text: &'a str,
        terms: &[Term],
        own: Option<Measure>,
    ) -> Result<Option<Measure>, FormError> {
        // In a table that has a mistake a column may be taken for another.
        let mut tables = terms.iter().map(|term| self.table_of(term.cell.list).number);
        let first = tables.clone().next();
        let doubted = tables.find(|table| source.doubted.contains(table));
        let mistake = |message: String| source.missing(text, doubted.or(first), message);
        let mut common = own;
        for term in terms {
            let Some(column) = term.cell.column.and_then(|place| self.list(term.cell.list).amounts.get(place)) else {
                continue;
            };
            let measure = column.measure();
            if measure == Measure::Percent {
                let message = format!("列 ({}) 是百分比，不能加减，算式和恒等式里不能用它", column.number);
                return Err(mistake(message));
            }
            if common.is_some_and(|common| common != measure) {
                return Err(mistake("金额和数量不能相加，也不能相等".to_owned()));
            }
            common = Some(measure);
        }
        Ok(common)
    }

    /// Refuses terms that are no money: sentences say amounts.
    pub(super) fn check_money<'a>(
        &self,
        source: SourceText<'a>,
        text: &'a str,
        terms: &[Term],
    ) -> Result<(), FormError> {
        match self.check_measures(source, text, terms, None)? {
            Some(Measure::Count | Measure::Percent) => Err(source.error(text, "句子里的金额不能取数量列")),
            Some(Measure::Money) | None => Ok(()),
        }
    }
}
