//! How the paragraphs of a part are worded.

use super::super::{ListIndex, Term};
use crate::disclosure::{Kind, Part, TableNumber};

/// Words and marks of the sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Of a change upwards: 增加, 增长.
    pub up: (String, String),
    /// Of a change downwards: 减少, 下降.
    pub down: (String, String),
    /// Of no change: 持平; blank where one of nothing counts as upwards.
    pub unchanged: String,
    /// What a unit and a department call themselves: 单位, 部门.
    pub kinds: (String, String),
    /// Stands where a slot is not filled.
    pub missing: String,
    /// What follows the name of a code of each level: （类）, （款）, （项）.
    pub levels: [String; 3],
}

/// The paragraphs of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartTemplate {
    pub part: Part,
    /// Its paragraphs, in groups that are repeated together.
    pub groups: Vec<Group>,
}

/// Paragraphs that are printed once, or again for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// For what they are repeated.
    pub each: Option<Each>,
    pub paragraphs: Vec<ParagraphTemplate>,
}

/// For what something is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    Rows {
        list: ListIndex,
        rows: RowChoice,
        /// Only those with an amount in the column at this place.
        filled: Option<usize>,
    },
    /// For each performance table that holds carried-over money beside this year's.
    Merged,
    /// For words, each as long as its amount, this year's, is not nothing.
    Words(Vec<(String, Vec<Term>)>),
    /// Once, unless this year's amount is known to be shown as last year's.
    Changed(Vec<Term>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowChoice {
    /// The 类.
    Classes,
    /// The rows that a person enters by code; those that had money last year are among them.
    Items,
    Projects,
}

/// A paragraph in its variants, of which the first whose conditions hold is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphTemplate {
    /// Its id, unique in the template.
    pub id: String,
    /// The level of heading that it is: 3 for （一）.
    pub heading: Option<u8>,
    /// Its variants; without one that fits it is not printed.
    pub variants: Vec<Variant>,
}

/// One wording of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// When it is used: all must hold.
    pub when: Vec<Condition>,
    /// Its pieces, in printed order.
    pub wording: Vec<Wording>,
}

/// When a variant is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// This year's amount is not nothing.
    Has(Vec<Term>),
    /// This year's or last year's is not.
    HasOrHad(Vec<Term>),
    /// Nothing stands in the table.
    Empty(TableNumber),
    /// The disclosure is of this kind.
    Kind(Kind),
    /// There are performance tables of the body as a whole.
    Whole,
    /// There are performance tables that hold carried-over money beside this year's.
    Merged,
    /// The slot is filled.
    Filled(String),
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording {
    Fixed(String),
    /// What the disclosure or the place says.
    Word(Word),
    /// A figure from the tables.
    Measure(Measure),
    /// What a person fills in.
    Slot {
        /// Its id: that of the paragraph, a dot and its name.
        id: String,
        /// Place of its name in [`Template::slots`].
        form: usize,
        view: SlotView,
    },
    /// A sum of slots: place in [`Template::totals`].
    Total(usize),
    /// Pieces that are repeated within the sentence.
    Repeat(Repeat),
}

/// What stands in a sentence and is neither a figure from the tables nor a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Full name of the body.
    Body,
    /// Budget year.
    Year,
    /// The year before.
    LastYear,
    /// 单位 or 部门.
    Kind,
    /// 1, 2, 3 in a repetition.
    Ordinal,
    /// 一, 二, 三 in a repetition.
    Numeral,
    /// Name of the row.
    Name,
    /// Names of the row's 类, 款 and 项, each with its level.
    Path,
    /// How many performance tables of projects there are.
    ProjectTables,
    /// How many of the body as a whole.
    WholeTables,
    /// The carried-over money of a performance table.
    Carried,
    /// This year's money of a performance table.
    Granted,
}

/// A figure, or a word that follows from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What of the amount is said.
    pub kind: MeasureKind,
    /// The amount.
    pub of: Vec<Term>,
    /// Of what a share is.
    pub whole: Vec<Term>,
    /// As the template writes it: `share T2[total](3) / T2[total](1)`.
    pub source: String,
}

/// What is said of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasureKind {
    Amount,
    /// Its share of another, in percent.
    Share,
    /// How far it is from last year's.
    Difference,
    /// The same in percent of last year's.
    Growth,
    /// Whether it went up or down: 增加, 减少.
    Moves,
    /// The same before a percentage: 增长, 下降.
    Grows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotView {
    /// As it is filled.
    Value,
    /// A count without its sign.
    Size,
    /// 增加 or 减少, by its sign.
    Moves,
}

/// Pieces that are repeated within a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// As the template writes it, without its mark: its id, and the sum of the phrase of whose change it speaks.
    pub source: String,
    pub each: Each,
    /// The pieces.
    pub wording: Vec<Wording>,
    pub separator: String,
    /// What stands there when there is nothing.
    pub none: Vec<Wording>,
}
