//! Performance tables (绩效目标表).

use std::ops::Range;

use rust_decimal::Decimal;

use super::Amount;

/// A performance table: of one project (项目支出绩效目标表), or of the body as a whole (部门整体绩效目标表).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerformanceTable {
    pub subject: PerformanceSubject,
    /// Who answers for it: 项目负责人, 部门联系人. Names of persons are not published.
    pub contact: String,
    /// 联系电话. It is not published.
    pub telephone: String,
    /// The money that it accounts for.
    pub funds: PerformanceFunds,
    /// 总体目标, 年度绩效目标.
    pub goal: String,
    /// Its indicators, in printed order.
    pub indicators: Vec<Indicator>,
}

/// What a performance table speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerformanceSubject {
    /// The project of this name.
    Project(String),
    Whole,
}

/// The money of a performance table, in yuan; `None` is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerformanceFunds {
    /// 年度预算总额.
    pub total: Option<Amount>,
    /// 财政拨款; of a body as a whole 本级安排.
    pub fiscal: Option<Amount>,
    /// 上级安排, of a body as a whole.
    pub superior: Option<Amount>,
    /// 其他资金.
    pub other: Option<Amount>,
}

/// One indicator (三级指标) with what stands above and beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Indicator {
    /// 一级指标: 产出, 成本, 效益, 满意度.
    pub level_one: String,
    /// 二级指标: 数量指标, 质量指标, 时效指标…
    pub level_two: String,
    /// 三级指标: what is measured.
    pub level_three: String,
    /// 指标值: `>=95%`.
    pub value: String,
    /// 指标值设置依据: 计划标准, 历史标准…
    pub basis: String,
    /// 上年完成值.
    pub last_year: String,
    /// 指标分值权重, in points.
    pub weight: Option<Decimal>,
    /// 指标赋分规则.
    pub scoring: String,
    /// 佐证资料.
    pub evidence: String,
}

/// What is filled in at one place of a performance table: a text, an amount or a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PerformanceField {
    /// Name of the project.
    Project,
    /// 项目负责人, 部门联系人.
    Contact,
    /// 联系电话.
    Telephone,
    /// 总体目标.
    Goal,
    /// An amount of its money.
    Funds(FundsField),
    /// A text of the indicator at this place.
    Indicator(usize, IndicatorField),
    /// 指标分值权重 of the indicator at this place.
    Weight(usize),
}

/// An amount of [`PerformanceFunds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FundsField {
    /// 年度预算总额.
    Total,
    /// 财政拨款, 本级安排.
    Fiscal,
    /// 上级安排.
    Superior,
    /// 其他资金.
    Other,
}

/// A text of an [`Indicator`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndicatorField {
    /// 一级指标.
    LevelOne,
    /// 二级指标.
    LevelTwo,
    /// 三级指标.
    LevelThree,
    /// 指标值.
    Value,
    /// 指标值设置依据.
    Basis,
    /// 上年完成值.
    LastYear,
    /// 指标赋分规则.
    Scoring,
    /// 佐证资料.
    Evidence,
}

impl Default for PerformanceSubject {
    fn default() -> Self {
        Self::Project(String::new())
    }
}

impl PerformanceTable {
    /// Its texts, in printed order.
    pub fn texts(&self) -> Vec<(PerformanceField, &str)> {
        let of_table =
            [PerformanceField::Project, PerformanceField::Contact, PerformanceField::Telephone, PerformanceField::Goal];
        let of_indicators = (0..self.indicators.len())
            .flat_map(|place| IndicatorField::ALL.map(|field| PerformanceField::Indicator(place, field)));
        let fields = of_table.into_iter().chain(of_indicators);
        fields.filter_map(|field| Some((field, self.text(field)?))).collect()
    }

    /// Whether the `level` of the indicator at `row` is printed as one cell with that above it.
    pub fn continues(&self, row: usize, level: IndicatorField) -> bool {
        let (Some(above), Some(own)) =
            (row.checked_sub(1).and_then(|row| self.indicators.get(row)), self.indicators.get(row))
        else {
            return false;
        };
        let is_same = |level: fn(&Indicator) -> &String| level(above).trim() == level(own).trim();
        let is_same_one = is_same(|indicator| &indicator.level_one);
        // Two second levels of one name under different first levels are two.
        match level {
            IndicatorField::LevelOne => is_same_one,
            IndicatorField::LevelTwo => is_same_one && is_same(|indicator| &indicator.level_two),
            _ => false,
        }
    }

    /// The indicators from `row` on whose `level` is printed in one cell that begins there.
    pub fn printed_together(&self, row: usize, level: IndicatorField) -> Range<usize> {
        let below = (row + 1..self.indicators.len()).take_while(|&below| self.continues(below, level)).count();
        row..row + 1 + below
    }

    /// The sum of the weights, in points; `None` where no indicator has one.
    pub fn weight(&self) -> Option<Decimal> {
        let mut weights = self.indicators.iter().filter_map(|indicator| indicator.weight).peekable();
        weights.peek()?;
        Some(weights.sum())
    }

    /// The text of `field`, `None` where there is no such indicator, the table is of no project, or it is a figure.
    pub fn text(&self, field: PerformanceField) -> Option<&str> {
        match field {
            PerformanceField::Project => match &self.subject {
                PerformanceSubject::Project(name) => Some(name),
                PerformanceSubject::Whole => None,
            },
            PerformanceField::Contact => Some(&self.contact),
            PerformanceField::Telephone => Some(&self.telephone),
            PerformanceField::Goal => Some(&self.goal),
            PerformanceField::Indicator(place, field) => Some(self.indicators.get(place)?.text(field)),
            PerformanceField::Funds(_) | PerformanceField::Weight(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn text_mut(&mut self, field: PerformanceField) -> Option<&mut String> {
        match field {
            PerformanceField::Project => match &mut self.subject {
                PerformanceSubject::Project(name) => Some(name),
                PerformanceSubject::Whole => None,
            },
            PerformanceField::Contact => Some(&mut self.contact),
            PerformanceField::Telephone => Some(&mut self.telephone),
            PerformanceField::Goal => Some(&mut self.goal),
            PerformanceField::Indicator(place, field) => Some(self.indicators.get_mut(place)?.text_mut(field)),
            PerformanceField::Funds(_) | PerformanceField::Weight(_) => None,
        }
    }
}

impl PerformanceFunds {
    /// The amount of `field`, in yuan.
    pub fn amount(&self, field: FundsField) -> Option<Amount> {
        match field {
            FundsField::Total => self.total,
            FundsField::Fiscal => self.fiscal,
            FundsField::Superior => self.superior,
            FundsField::Other => self.other,
        }
    }

    /// The same, to be changed.
    pub fn amount_mut(&mut self, field: FundsField) -> &mut Option<Amount> {
        match field {
            FundsField::Total => &mut self.total,
            FundsField::Fiscal => &mut self.fiscal,
            FundsField::Superior => &mut self.superior,
            FundsField::Other => &mut self.other,
        }
    }
}

impl IndicatorField {
    /// All fields, in printed order.
    pub const ALL: [Self; 8] = [
        Self::LevelOne,
        Self::LevelTwo,
        Self::LevelThree,
        Self::Value,
        Self::Basis,
        Self::LastYear,
        Self::Scoring,
        Self::Evidence,
    ];
}

impl Indicator {
    pub fn text(&self, field: IndicatorField) -> &str {
        match field {
            IndicatorField::LevelOne => &self.level_one,
            IndicatorField::LevelTwo => &self.level_two,
            IndicatorField::LevelThree => &self.level_three,
            IndicatorField::Value => &self.value,
            IndicatorField::Basis => &self.basis,
            IndicatorField::LastYear => &self.last_year,
            IndicatorField::Scoring => &self.scoring,
            IndicatorField::Evidence => &self.evidence,
        }
    }

    /// The same, to be changed.
    pub fn text_mut(&mut self, field: IndicatorField) -> &mut String {
        match field {
            IndicatorField::LevelOne => &mut self.level_one,
            IndicatorField::LevelTwo => &mut self.level_two,
            IndicatorField::LevelThree => &mut self.level_three,
            IndicatorField::Value => &mut self.value,
            IndicatorField::Basis => &mut self.basis,
            IndicatorField::LastYear => &mut self.last_year,
            IndicatorField::Scoring => &mut self.scoring,
            IndicatorField::Evidence => &mut self.evidence,
        }
    }
}
