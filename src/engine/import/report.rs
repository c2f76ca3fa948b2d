//! What an import found and where, what it assumed, and what it did not take.

use super::{Place, SeenGrid, Whereabouts};
use crate::audit::Printed;
use crate::disclosure::{Amount, AmountUnit, Kind, Part, TableNumber};

/// What an import found, before anything of it is taken.
///
/// Every figure in a table that was recognised is either in the disclosure or listed here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Which form the document follows, with what says so.
    pub recognised: String,
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
    /// What whoever relies on the figures must be told of the file, in Chinese: what is hidden in it, what was taken
    /// otherwise than it is shown, what was assumed of the document as a whole.
    pub notices: Vec<String>,
    /// The tables that titles and heads do not tell, with what was said or supposed of each.
    pub grids: Vec<SeenGrid>,
    /// What the document prints around its tables and texts.
    pub printed: Printed,
    /// What is wrong with that, each in a sentence: nothing of it is in the disclosure.
    pub faults: Vec<String>,
    /// Where its rows and paragraphs stand.
    pub whereabouts: Whereabouts,
}

/// How much of a document was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Understood {
    /// Tables that were found, and how many the form has.
    pub tables: usize,
    pub of_tables: usize,
    /// Amounts that were placed, of those that were seen.
    pub placed: usize,
    pub amounts: usize,
    /// Paragraphs that follow from the figures, of all.
    pub live: usize,
    pub paragraphs: usize,
}

impl Understood {
    /// In one line.
    pub fn sentence(&self) -> String {
        let Self { tables, of_tables, placed, amounts, live, paragraphs } = self;
        let texts = match (*paragraphs, *live) {
            (0, _) => "没有文字部分".to_owned(),
            (all, live) if live == all => format!("文字 {all} 段，都随数字生成"),
            (all, live) => format!("文字 {all} 段，{live} 段随数字生成"),
        };
        format!("认出 {tables} 张表（表式有 {of_tables} 张），{amounts} 个数取进 {placed} 个，{texts}")
    }

    /// Whether amounts stand in the document and none of them was taken.
    pub fn is_nothing(&self) -> bool {
        self.amounts > 0 && self.placed == 0
    }
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
    /// By its codes, or because the user says so.
    Codes,
}

/// How the columns of a table were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnsBy {
    /// By the row of column numbers (※).
    Numbers,
    /// By their heads.
    Heads,
    /// By what stands in them, or because the user says so.
    Contents,
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
    /// How many amounts stand in it.
    pub amounts: usize,
    /// Those of them that were read, in yuan: money whose unit is known, from left to right, each with its column.
    pub figures: Vec<(FigureColumn, Amount)>,
}

/// In which column a figure stands that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureColumn {
    /// One of the form, by its place in the list.
    OfList(usize),
    /// One that the form does not have, by its place in the document.
    OfDocument(usize),
    /// The only one of a list that does not say which it is.
    Only,
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
    /// Which table it is, and which column is which.
    Columns,
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
            Self::Columns => "文件里有表格，但是认不出是表式里的哪一张、各列是什么；请用 --table 指明表号，必要时再用 --columns 指明各列，或者在窗口里导入，在页上指明".to_owned(),
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

    /// How much of the document was understood.
    pub fn understood(&self) -> Understood {
        let left = [&self.unplaced, &self.unread, &self.not_understood].into_iter().flatten();
        let (placed, left) = (self.figures(), left.map(|left| left.amounts).sum::<usize>());
        Understood {
            tables: self.tables.len(),
            of_tables: self.tables.len() + self.missing.len(),
            placed,
            amounts: placed + left,
            live: self.live,
            paragraphs: self.live + self.as_written,
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
        let (text, reason) = (shortened(text.into()), shortened(reason.into()));
        Self { table, place: Some(place), text, reason, amounts: 0, figures: Vec::new() }
    }

    /// The same, with so many amounts in it.
    pub(super) fn holding(self, amounts: usize) -> Self {
        Self { amounts, ..self }
    }

    /// The same, with these amounts of money, as they were read.
    pub(super) fn of_money(self, figures: Vec<(FigureColumn, Amount)>) -> Self {
        Self { figures, ..self }
    }

    /// What is said of the document as a whole.
    pub(super) fn of_all(reason: String) -> Self {
        Self { table: None, place: None, text: String::new(), reason, amounts: 0, figures: Vec::new() }
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
