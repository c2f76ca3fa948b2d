//! The model: one budget disclosure in memory.
//!
//! Everything on the screen, in a check and in an export is a function of a [`Disclosure`] and of the form that it
//! follows. This module holds what a person entered and nothing that can be derived; it does no input or output and
//! knows no other module of the program.

mod acceptance;
mod amount;
mod amount_unit;
mod carried;
mod cell;
mod code;
mod comment;
mod district;
mod interval;
mod kept;
mod keys;
mod length;
mod narrative;
mod performance;
mod rewording;
mod said;
mod sign_off;
mod snapshot;
mod table;
mod texts;

pub use acceptance::Acceptance;
pub use amount::{Amount, AmountError, plain_decimal};
pub use amount_unit::{AmountUnit, Measure};
pub use carried::CarriedForm;
pub use cell::{CellKey, ColumnNumber, ProjectId, RowKey, TableNumber};
pub use code::{Classification, Code, CodeError, CodeLevel, Fund};
pub use comment::{Comment, CommentId, CommentPlace, Reply, Signature};
pub use interval::{Interval, shown_percent};
pub use kept::Kept;
pub use keys::{FormKeys, Keys, ListKeys, RepeatedParagraph, TableKeys};
pub use length::{LONGEST_NAME, LONGEST_TEXT, Lengths, TooLong};
pub use narrative::{SlotValue, TextKey};
pub use performance::{
    FundsField, Indicator, IndicatorField, PerformanceField, PerformanceFunds, PerformanceSubject, PerformanceTable,
};
pub use rewording::{Bound, RewordedPiece, Rewording};
pub use said::{Component, Said};
pub use sign_off::{SignOff, SignOffScope};
pub use snapshot::{Snapshot, SnapshotHeading, SnapshotParagraph, SnapshotPart, SnapshotRow, SnapshotTable};
pub use table::{Project, Row, Subject, Table};
pub use texts::{Part, TextPlace};

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The years that a disclosure may be of: budgets are public since about the first, and nobody knows the forms of the last.
pub const YEARS: std::ops::RangeInclusive<u16> = 2000..=2100;

/// Whether a disclosure speaks for one budget unit (单位) or for a department with its units (部门).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// 单位预算公开.
    Unit,
    /// 部门预算公开.
    Department,
}

impl Kind {
    /// Its name: 单位, 部门.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "单位",
            Self::Department => "部门",
        }
    }
}

/// One annual budget disclosure (单位/部门预算公开): what its author entered and what its source prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Id of the form (表式) that it follows, e.g. `xinjiang-2025`.
    pub form: String,
    /// The form itself, where it is not built into the program.
    pub carried: Option<Arc<CarriedForm>>,
    /// What the form calls its tables and columns, where it gave them: files are written by these.
    pub keys: Keys,
    /// 单位 or 部门.
    pub kind: Kind,
    /// Full name of the body that discloses (编制单位).
    pub body: String,
    /// Budget year.
    pub year: u16,
    /// Contents of the tables, by their number in the form. A table that is not here is empty.
    pub tables: BTreeMap<TableNumber, Table>,
    /// Comments (批注), in the order in which they were written.
    pub comments: Vec<Comment>,
    /// Last year's budget figures that the sentences of this year need, by the cell that holds this year's; rows that
    /// fell away are among them. A cell that is not here was blank last year.
    pub prior: BTreeMap<CellKey, Amount>,
    /// What only a person knows, by the slot of the form's template of sentences.
    pub slots: BTreeMap<TextKey, SlotValue>,
    /// Last year's reasons, by the slot in which this year's stands: they are offered for a blank one and never printed.
    pub last_reasons: BTreeMap<TextKey, String>,
    /// Paragraphs that a person wrote anew, in place of what follows from the template.
    pub rewritten: BTreeMap<TextKey, Rewording>,
    /// In which order a part speaks of projects, where it is not that of their table; those that are not here follow.
    pub orders: BTreeMap<Part, Vec<RowKey>>,
    /// Paragraphs of the parts that are text, as they were imported or written as a whole: nothing is generated for such
    /// a part. One that is not here follows from the template.
    pub texts: BTreeMap<Part, Vec<String>>,
    /// Performance tables (绩效目标表), in printed order.
    pub performance: Vec<PerformanceTable>,
    /// Findings that were accepted with a reason, in the order in which they were.
    pub acceptances: Vec<Acceptance>,
    /// Sign-offs (签审), in the order in which they were given.
    pub sign_offs: Vec<SignOff>,
    /// What a person or an import said of its tables and parts. Of what is not here the state follows from what is entered.
    pub said: BTreeMap<Component, Said>,
    /// What its file holds and its form has no place for any more.
    pub kept: Vec<Kept>,
}

impl Disclosure {
    /// Where the body is, as its name begins: 上海市普陀区. Nothing where it does not say.
    pub fn district(&self) -> &str {
        district::district(&self.body)
    }

    /// A disclosure of `body` for `year` without any amount.
    pub fn new(form: impl Into<String>, kind: Kind, body: impl Into<String>, year: u16) -> Self {
        Self {
            form: form.into(),
            carried: None,
            keys: Keys::default(),
            kind,
            body: body.into(),
            year,
            tables: BTreeMap::new(),
            comments: Vec::new(),
            prior: BTreeMap::new(),
            slots: BTreeMap::new(),
            last_reasons: BTreeMap::new(),
            rewritten: BTreeMap::new(),
            orders: BTreeMap::new(),
            texts: BTreeMap::new(),
            performance: Vec::new(),
            acceptances: Vec::new(),
            sign_offs: Vec::new(),
            said: BTreeMap::new(),
            kept: Vec::new(),
        }
    }

    /// The contents of table `number`, if anything was ever entered there.
    pub fn table(&self, number: TableNumber) -> Option<&Table> {
        self.tables.get(&number)
    }

    /// The contents of table `number`, to be changed. Everyone above this module changes a disclosure through `edit`.
    pub fn table_mut(&mut self, number: TableNumber) -> &mut Table {
        self.tables.entry(number).or_default()
    }

    /// The text or date that is entered in the cell.
    pub fn field(&self, cell: &CellKey) -> Option<&str> {
        let (_, row) = self.table(cell.table)?.find(&cell.row)?;
        row.fields.get(&cell.column).map(String::as_str)
    }

    /// Whether anything is entered or stated in a table.
    pub fn has_amounts(&self) -> bool {
        let has_amount = |table: &Table| !table.stated.is_empty() || table.rows.iter().any(|row| !row.is_blank());
        self.tables.values().any(has_amount)
    }

    /// Whether somebody began to write the sentences: before that, nothing in them is missing. Last year's figures beside
    /// parts that were written as a whole, as an import leaves them, begin nothing.
    pub fn is_narrated(&self) -> bool {
        !self.slots.is_empty() || !self.rewritten.is_empty() || !self.prior.is_empty() && self.texts.is_empty()
    }

    /// Whether the document that was imported has no performance tables, so that nobody knows how many there are.
    pub fn lacks_performance(&self) -> bool {
        self.performance.is_empty() && self.said.get(&Component::Performance) == Some(&Said::Absent)
    }

    /// An identity that no project row of table `number` has, and to which no comment, sentence or figure of last year
    /// refers: what was said of a project that is gone must not be taken for said of another.
    pub fn free_project_id(&self, number: TableNumber) -> ProjectId {
        let rows = self.table(number).map_or(0, |table| table.free_project_id().0);
        let of_comments = self.comments.iter().filter_map(|comment| comment.place.row());
        let of_prior = self.prior.keys().map(|cell| (cell.table, &cell.row));
        let in_table = of_comments.chain(of_prior).filter(|(table, _)| *table == number).map(|(_, row)| row);
        let of_texts = self.text_keys().filter_map(|key| key.row.as_ref());
        let of_sentences = self.comments.iter().filter_map(|comment| match &comment.place {
            CommentPlace::Sentence(key) => key.row.as_ref(),
            _ => None,
        });
        let of_orders = self.orders.values().flatten();
        let used = in_table.chain(of_texts).chain(of_sentences).chain(of_orders).filter_map(|row| match row {
            RowKey::Project(id) => Some(id.0.saturating_add(1)),
            _ => None,
        });
        ProjectId(used.max().unwrap_or(1).max(rows))
    }

    /// An identity for a project that is added to table `number`, of which `table` is what it holds by now. It follows from
    /// what the project is called: two people who each add one to the same file give different projects different
    /// identities, and the same project the same.
    pub fn new_project_id(&self, number: TableNumber, table: &Table, project: &Project) -> ProjectId {
        let is_free = |id: ProjectId| {
            let row = RowKey::Project(id);
            let first = CellKey::new(number, row.clone(), ColumnNumber(0));
            let mut prior = self.prior.range(first..).take_while(|(cell, _)| cell.table == number && cell.row == row);
            let mut texts = self.text_keys();
            table.find(&row).is_none()
                && prior.next().is_none()
                && !texts.any(|key| key.row.as_ref() == Some(&row))
                && !self.comments.iter().any(|comment| comment.place.speaks_of(number, &row))
        };
        let of = |attempt: u32| {
            let mut hasher = DefaultHasher::new();
            (number, &project.unit, project.code, &project.name, attempt).hash(&mut hasher);
            // Half of the numbers, so that there always is one after the highest.
            ProjectId((hasher.finish() >> 33) as u32)
        };
        (0..).map(of).find(|id| id.0 > 0 && is_free(*id)).unwrap_or_else(|| self.free_project_id(number))
    }

    /// What is kept for slots and sentences, whatever it is.
    fn text_keys(&self) -> impl Iterator<Item = &TextKey> {
        self.slots.keys().chain(self.last_reasons.keys()).chain(self.rewritten.keys())
    }

    /// An identity that no comment has yet.
    pub fn free_comment_id(&self) -> CommentId {
        CommentId(self.comments.iter().map(|comment| comment.id.0.saturating_add(1)).max().unwrap_or(1))
    }

    /// The amount entered in `cell`, `None` where the cell is blank or holds no entry.
    pub fn entered(&self, cell: &CellKey) -> Option<Amount> {
        self.table(cell.table)?.entered(&cell.row, cell.column)
    }

    /// The stated amount (公布数) of the computed `cell`, if it carries one.
    pub fn stated(&self, cell: &CellKey) -> Option<Amount> {
        self.table(cell.table)?.stated.get(&(cell.row.clone(), cell.column)).copied()
    }
}
