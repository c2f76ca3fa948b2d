//! What a check reports.

use std::ops::Range;

use super::narrative::OwnReason;
use super::repair::Repair;
use super::said_of::SaidOf;
use crate::disclosure::{Amount, AmountUnit, Component, TextPlace};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::{Form, ListIndex};

#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// The findings, gravest first, then in the order of the tables.
    pub findings: Vec<Finding>,
    /// How many sums and tie-outs were compared. What is merely computed from its own parts cannot fail and is not
    /// counted, nor is what is blank on all sides.
    pub checked: usize,
    /// The reasons that can only be those of one body: whether another gives them, who checks several knows.
    pub own_reasons: Vec<OwnReason>,
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule, e.g. B16.
    pub rule: String,
    /// How grave it is.
    pub grade: Grade,
    /// The cells that it speaks of; the first is the one where it is shown.
    pub cells: Vec<CellIndex>,
    /// How many of `cells` stand on the first side of what is compared; the others are its other side.
    pub first_side: usize,
    /// What stands there, in yuan, as shown.
    pub stated: Option<Amount>,
    /// What was expected, in yuan, as shown.
    pub expected: Option<Amount>,
    /// What stands there less what was expected, in yuan.
    pub difference: Option<Amount>,
    /// The finding in Chinese.
    pub message: String,
    /// Cells that are most likely wrong, the likeliest first: one of several equally good answers, or several that are
    /// wrong together.
    pub suspects: Vec<Suspect>,
    /// The text that it speaks of.
    pub text: Option<TextSpot>,
    /// What would mend it, beside what the suspects suggest.
    pub repairs: Vec<Repair>,
    /// Place of its acceptance in the disclosure's, if a person accepted it.
    pub accepted: Option<usize>,
    /// The row of the project whose name it is about: several findings about one are told as one.
    pub(super) project: Option<(ListIndex, usize)>,
    /// What makes it, by a number: equations that one answer mends have the same.
    pub(super) cause: Option<usize>,
    /// What its text says of cells.
    pub(super) said_of: Option<Box<SaidOf>>,
    /// The table or part under which it is filed, where its cells and its text do not say so.
    pub about: Option<Component>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextSpot {
    pub place: TextPlace,
    /// The piece, in characters.
    pub range: Range<usize>,
}

/// A cell that is probably wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    pub cell: CellIndex,
    /// What it holds, in yuan.
    pub value: Amount,
    /// What it should hold, in yuan.
    pub suggested: Amount,
    /// How the one may have been typed for the other, where that can be seen.
    pub slip: Option<Slip>,
}

/// A slip of the pen by which one figure comes to stand for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// The figure was typed in yuan, not in the unit of the form.
    Yuan,
    /// The decimal point stands in the wrong place: the figure is so many times too large or too small.
    DecimalPoint {
        /// 10, 100 or 1,000.
        factor: u32,
    },
    Sign,
    /// The figure of the row above stands there.
    RowAbove,
    /// The figure of the row below stands there.
    RowBelow,
    /// The figure of the amount column to the left stands there.
    ColumnBefore,
    /// The figure of the amount column to the right stands there.
    ColumnAfter,
    /// Two neighbouring digits are swapped.
    NeighboursSwapped,
    /// Two digits that do not stand side by side are swapped.
    DigitsSwapped,
    OneDigit,
    /// One digit too many.
    DigitAdded,
    DigitMissing,
    /// Nothing was entered.
    LeftOut,
}

impl Slip {
    /// What happened, in Chinese.
    pub fn text(self) -> String {
        let text = match self {
            Self::Yuan => "按元填写了",
            Self::DecimalPoint { factor } => return format!("小数点错位，差 {factor} 倍"),
            Self::Sign => "正负号写反了",
            Self::RowAbove => "抄成了上一行的数",
            Self::RowBelow => "抄成了下一行的数",
            Self::ColumnBefore => "抄成了左边一列的数",
            Self::ColumnAfter => "抄成了右边一列的数",
            Self::NeighboursSwapped => "相邻两位数字颠倒",
            Self::DigitsSwapped => "两位数字颠倒",
            Self::OneDigit => "错了一位数字",
            Self::DigitAdded => "多写了一位",
            Self::DigitMissing => "少写了一位",
            Self::LeftOut => "漏填了",
        };
        text.to_owned()
    }
}

/// How grave a finding is, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 不平: a figure contradicts others by more than rounding can explain, or something that must be published is
    /// missing.
    Error,
    /// 存疑: probably wrong, or not allowed to be published as it is.
    Warning,
    /// 尾差: figures differ by no more than rounding explains.
    Rounding,
    /// 未核: it could not be checked.
    Unchecked,
    /// 待填: it is still to be filled in, and nothing is wrong.
    ToCome,
}

impl Grade {
    /// All grades, gravest first.
    pub const ALL: [Self; 5] = [Self::Error, Self::Warning, Self::Rounding, Self::Unchecked, Self::ToCome];

    /// Its name for accountants.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "存疑",
            Self::Rounding => "尾差",
            Self::Unchecked => "未核",
            Self::ToCome => "待填",
        }
    }

    /// Its name for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Rounding => "rounding",
            Self::Unchecked => "unchecked",
            Self::ToCome => "to-come",
        }
    }
}

impl Audit {
    /// How many findings are of `grade`, without those that were accepted.
    pub fn count(&self, grade: Grade) -> usize {
        self.findings.iter().filter(|finding| finding.grade == grade && finding.accepted.is_none()).count()
    }

    /// How many findings were accepted.
    pub fn accepted(&self) -> usize {
        self.findings.iter().filter(|finding| finding.accepted.is_some()).count()
    }
}

impl Finding {
    /// Whether another of its suspects explains it better than `suspect`: a figure that was mistyped in a way that can be
    /// seen leaves no room for one that was left out.
    pub fn is_less_likely(&self, suspect: &Suspect) -> bool {
        let is_seen = |suspect: &Suspect| suspect.slip.is_some_and(|slip| slip != Slip::LeftOut);
        self.suspects.first().is_some_and(is_seen) && !is_seen(suspect) && suspect.value.is_zero()
    }

    /// How `suspect` is introduced.
    pub fn likelihood(&self, suspect: &Suspect) -> &'static str {
        if self.is_less_likely(suspect) { "也可能是" } else { "很可能错在" }
    }

    /// A finding that is about no figures and no cells yet.
    pub(super) fn new(rule: &str, grade: Grade, message: String) -> Self {
        Self {
            rule: rule.to_owned(),
            grade,
            cells: Vec::new(),
            first_side: 0,
            stated: None,
            expected: None,
            difference: None,
            message,
            suspects: Vec::new(),
            text: None,
            repairs: Vec::new(),
            accepted: None,
            project: None,
            cause: None,
            said_of: None,
            about: None,
        }
    }

    /// Unit in which its figures are told: that of its first cell's table, or that of sentences.
    pub fn unit<'f>(&self, form: &'f Form) -> &'f AmountUnit {
        match (&self.text, self.cells.first()) {
            (None, Some(cell)) => form.unit_of_column(cell.list, cell.column),
            _ => &form.text_unit,
        }
    }

    /// The same about a row: it is shown at the row's first amount.
    pub(super) fn at_row(mut self, list: ListIndex, row: usize) -> Self {
        self.cells.push(CellIndex { list, row, column: 0 });
        self.first_side = 1;
        self
    }

    /// The same about the piece `range` of a text; a text of a row is shown at that row.
    pub(super) fn in_text(mut self, evaluated: Evaluated<'_>, place: TextPlace, range: Range<usize>) -> Self {
        if let Some((list, row)) = super::places::row_of(evaluated, &place) {
            self = self.at_row(list, row);
        }
        self.text = Some(TextSpot { place, range });
        self
    }

    /// The same with a way to mend it.
    pub(super) fn with_repair(mut self, repair: Option<Repair>) -> Self {
        self.repairs.extend(repair);
        self
    }

    /// The field of a performance table of which it speaks.
    pub fn performance_place(&self) -> Option<&TextPlace> {
        let place = self.text.as_ref().map(|spot| &spot.place);
        place.filter(|place| matches!(place, TextPlace::Performance(..)))
    }

    /// The cells on the first side of what is compared.
    pub fn first(&self) -> &[CellIndex] {
        &self.cells[..self.first_side]
    }

    /// The cells on the other side.
    pub fn other(&self) -> &[CellIndex] {
        &self.cells[self.first_side..]
    }
}
