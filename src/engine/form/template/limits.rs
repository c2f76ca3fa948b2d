//! Limits: what must not be larger than something else, a slot or cells, each as it is or so many times.
//!
//! ```text
//! side   = (slot | total | sum of cells) ["*" factor]
//! factor = number | number "%"
//! ```

use rust_decimal::Decimal;

use super::super::Term;
use super::super::error::{FormError, Found, suggestion};
use super::source::{LimitSource, NeedsSource};
use super::wording::{Reader, Standing};
use super::{SlotForm, SlotKind, named};
use crate::disclosure::plain_decimal;

/// What must not be larger than something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The rule that it states.
    pub rule: String,
    /// What must not be the larger one.
    pub least: LimitSide,
    /// What must not be the smaller one.
    pub most: LimitSide,
    /// The finding, in a few words.
    pub message: String,
}

/// What there must be where there is something else: no value without a number of cars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The rule that it states.
    pub rule: String,
    pub of: LimitSide,
    /// What is not nothing where `of` is not.
    pub needs: LimitSide,
    /// The finding, in a few words.
    pub message: String,
}

/// One side of a [`Limit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitSide {
    pub of: LimitOf,
    /// How many times; `None` is once.
    pub times: Option<Factor>,
}

/// Of what a [`LimitSide`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitOf {
    /// The slot or total with this id.
    Slot(String),
    /// A sum of cells, each of which names its row.
    Cells(Vec<Term>),
}

/// A number by which an amount is multiplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub number: Decimal,
    /// As the form writes it: 30%.
    pub text: String,
}

impl LimitSide {
    /// The id of its slot or total.
    pub fn slot(&self) -> Option<&str> {
        match &self.of {
            LimitOf::Slot(id) => Some(id),
            LimitOf::Cells(_) => None,
        }
    }
}

impl Factor {
    /// Larger ones, and ones with more decimals, nobody means.
    const MOST: u32 = 1_000_000;
    const MOST_DECIMALS: u32 = 6;

    fn read(text: &str) -> Option<Self> {
        let (digits, percent) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), Decimal::ONE_HUNDRED),
            None => (text, Decimal::ONE),
        };
        let number = plain_decimal(digits)?;
        let is_sound = number > Decimal::ZERO
            && number <= Decimal::from(Self::MOST)
            && number.normalize().scale() <= Self::MOST_DECIMALS;
        is_sound.then(|| Self { number: number / percent, text: text.to_owned() })
    }
}

/// What of a kind is compared.
fn name(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Text => "文字",
        SlotKind::Amount => "金额",
        SlotKind::Count => "个数",
        SlotKind::Area => "面积",
    }
}

impl<'a> Reader<'a, '_> {
    /// The limits that the file writes; those that are wrong are not kept.
    pub(super) fn limits(&self, written: &[LimitSource<'a>], found: &mut Found) -> Vec<Limit> {
        let limit = |limit: &LimitSource<'a>| {
            let (least, most) = (self.told(self.limit_side(limit.least)), self.told(self.limit_side(limit.most)));
            let (least, most) = (least?, most?);
            self.comparable(limit, &least, &most)?;
            Ok(Limit { rule: limit.rule.to_owned(), least, most, message: limit.message.to_owned() })
        };
        written.iter().filter_map(|written| found.keep(limit(written))).collect()
    }

    /// What the file says must be there where something else is; what is wrong is not kept.
    pub(super) fn needs(&self, written: &[NeedsSource<'a>], found: &mut Found) -> Vec<Need> {
        let need = |need: &NeedsSource<'a>| {
            let (of, needs) = (self.told(self.limit_side(need.of)), self.told(self.limit_side(need.needs)));
            let (of, needs) = (of?, needs?);
            Ok(Need { rule: need.rule.to_owned(), of, needs, message: need.message.to_owned() })
        };
        written.iter().filter_map(|written| found.keep(need(written))).collect()
    }

    fn limit_side(&self, text: &'a str) -> Result<LimitSide, FormError> {
        let (of, times) = match text.split_once(['*', '×']) {
            Some((of, factor)) => (of.trim(), Some(factor.trim())),
            None => (text.trim(), None),
        };
        let times = match times {
            Some(factor) => Some(Factor::read(factor).ok_or_else(|| {
                let message = format!("“{factor}”不是倍数，* 后面应是 0 以上的数，例如 30% 或 1.5");
                self.source.error(factor, message)
            })?),
            None => None,
        };
        let of = match of.contains(['[', '(']) {
            true => LimitOf::Cells(self.sum(of, Standing::default())?),
            false => LimitOf::Slot(self.number_named(of)?),
        };
        Ok(LimitSide { of, times })
    }

    /// Refuses persons beside money: only so much money for each of them can be compared with money.
    fn comparable(&self, limit: &LimitSource<'a>, least: &LimitSide, most: &LimitSide) -> Result<(), FormError> {
        let (Some(one), Some(other)) = (self.kind(least), self.kind(most)) else { return Ok(()) };
        let is_rate = |side: &LimitSide| side.times.as_ref().is_some_and(|factor| !factor.text.ends_with('%'));
        if one == other || is_rate(least) || is_rate(most) {
            return Ok(());
        }
        let (least, most) = (limit.least.trim(), limit.most.trim());
        let message = format!(
            "{least} 是{}，{most} 是{}，不能比较大小；要比每一个多少，请给一边写上倍数，例如 {least} * 1.5",
            name(one),
            name(other)
        );
        Err(self.source.error(limit.most, message))
    }

    /// What is compared; `None` where it is words, which are told of by themselves.
    fn kind(&self, side: &LimitSide) -> Option<SlotKind> {
        let kind = match &side.of {
            LimitOf::Cells(_) => SlotKind::Amount,
            LimitOf::Slot(id) => {
                let total = self.totals.iter().find(|total| total.id == *id).map(|total| total.kind);
                total.or(named(self.slots, id).map(|slot| slot.kind))?
            }
        };
        (kind != SlotKind::Text).then_some(kind)
    }

    /// The slot or total `id`, which a person or a sum of slots gives.
    fn number_named(&self, id: &'a str) -> Result<String, FormError> {
        if named(self.slots, id).is_some() || self.totals.iter().any(|total| total.id == id) {
            return Ok(id.to_owned());
        }
        // The same paragraph with each of the slots.
        let paragraph = id.rsplit_once('.').map_or("", |(paragraph, _)| paragraph);
        let slots = self.slots.iter().map(|SlotForm { name, .. }| format!("{paragraph}.{name}"));
        let known: Vec<String> = self.totals.iter().map(|total| total.id.clone()).chain(slots).collect();
        let hint = suggestion(id, known.iter().map(String::as_str));
        let advice = match hint.is_empty() {
            true => "，填写的内容写成 段落.名字，单元格写成 T2[total](3)",
            false => "",
        };
        Err(self.source.error(id, format!("没有 {id}{hint}{advice}")))
    }
}
