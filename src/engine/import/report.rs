//! What an import found and where, what it assumed, and what it did not take.

use super::Place;
use crate::disclosure::{AmountUnit, Kind, Part, TableNumber};

/// What an import found, before anything of it is taken.
///
/// Every figure in a table that was recognised is either in the disclosure or listed here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The tables that were found, in the form's order.
    pub tables: Vec<FoundTable>,
    /// The tables of the form that were not.
    pub missing: Vec<TableNumber>,
    /// The parts that are text, with where they begin.
    pub texts: Vec<FoundText>,
    /// How many paragraphs say what the form's sentences say, and follow from the figures again.
    pub live: usize,
    /// How many stand in parts that are kept as they were written.
    pub as_written: usize,
    /// Where each performance table begins, with what it is of.
    pub performance: Vec<(String, Place)>,
    /// Figures that have no place in the form, or whose place is not certain: they are not in the disclosure.
    pub unplaced: Vec<NotTaken>,
    /// Cells that should hold a figure and hold something else: they are not in the disclosure.
    pub unread: Vec<NotTaken>,
    /// Other pieces of the document that were not understood or not taken.
    pub not_understood: Vec<NotTaken>,
    /// What was concluded and not read.
    pub assumptions: Vec<Assumption>,
    /// What must be answered before the disclosure can be used.
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTable {
    /// Its number in the form.
    pub number: TableNumber,
    /// Where each of its parts begins: a table that runs over pages has several.
    pub places: Vec<Place>,
    pub known_by: KnownBy,
    pub columns_by: ColumnsBy,
    /// The unit of its figures, and whether the document says so; `None` where that is an open question.
    pub unit: Option<(AmountUnit, UnitSource)>,
    pub figures: usize,
}

/// How a table was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// By its title.
    Title,
    /// By its heads alone.
    Heads,
}

/// How the columns of a table were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnsBy {
    /// By the row of column numbers (※).
    Numbers,
    /// By their heads.
    Heads,
    /// Not at all.
    Unknown,
}

/// How the unit of a table's figures is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitSource {
    /// The document says so at the table.
    Said,
    /// The document says so at other tables, and the table repeats figures of those.
    Others,
    /// The user says so.
    Option,
}

/// A part that is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundText {
    pub part: Part,
    /// Where it begins.
    pub place: Place,
    pub paragraphs: usize,
}

/// A piece of the document that is not in the disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// The table to which it belongs, if that is known.
    pub table: Option<TableNumber>,
    pub place: Option<Place>,
    pub text: String,
    /// Why it was not taken, in Chinese.
    pub reason: String,
}

/// What was concluded and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Where, if it is about one place.
    pub place: Option<Place>,
    /// What, in a sentence.
    pub text: String,
}

/// What the document does not say and nothing else tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The budget year.
    Year,
    /// 单位 or 部门.
    Kind,
    /// The unit of the figures in these tables.
    Unit(Vec<TableNumber>),
}

impl Question {
    /// The question in a sentence that says which option of the command line answers it.
    pub fn sentence(&self) -> String {
        match self {
            Self::Year => "文件里没有写明是哪一年的预算；请用 --year 指明，例如 --year 2025".to_owned(),
            Self::Kind => {
                "文件里看不出是单位预算公开还是部门预算公开；请用 --kind unit（单位）或 --kind department（部门）指明"
                    .to_owned()
            }
            Self::Unit(tables) => {
                let tables: Vec<_> = tables.iter().map(|number| format!("表{number}")).collect();
                format!("{}没有写明金额单位；请用 --unit yuan（元）或 --unit wan（万元）指明", tables.join("、"))
            }
        }
    }
}

impl ImportReport {
    pub fn figures(&self) -> usize {
        self.tables.iter().map(|table| table.figures).sum()
    }

    /// How many paragraphs follow from the figures, and how many are kept as they were written; `None` without any.
    pub fn paragraphs_text(&self) -> Option<String> {
        match (self.live, self.as_written) {
            (0, 0) => None,
            (live, 0) => Some(format!("文字 {live} 段，都随数字生成")),
            (live, written) => Some(format!("文字 {live} 段随数字生成，{written} 段照原文")),
        }
    }

    /// How many figures and cells of the document were not taken.
    pub fn left_out(&self) -> usize {
        self.unplaced.len() + self.unread.len()
    }

    pub(super) fn assume(&mut self, place: Option<Place>, text: impl Into<String>) {
        self.assumptions.push(Assumption { place, text: text.into() });
    }
}

impl NotTaken {
    pub(super) fn new(
        table: Option<TableNumber>,
        place: Place,
        text: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self { table, place: Some(place), text: shortened(text.into()), reason: shortened(reason.into()) }
    }
}

/// What is said of a piece is no longer, in bytes: a long text may stand in many of them.
const LONGEST: usize = 3000;

fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

/// Chinese name of a kind of disclosure.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Unit => "单位",
        Kind::Department => "部门",
    }
}
