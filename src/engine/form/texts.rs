//! What the form prescribes for rows and for the parts that are text.

use super::{CellPattern, ListIndex, RuleIndex, Term};
use crate::disclosure::{Code, Fund, TableNumber};

/// What the rows of a list must be beside those of another (the rules C1 to C12, without arithmetic).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRule {
    /// The rule that it states.
    pub rule: RuleIndex,
    pub check: RowCheck,
}

/// What a [`RowRule`] wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowCheck {
    /// Both lists have the same codes, in the same order.
    Same(ListIndex, ListIndex),
    /// Each code of the first list stands in the second too.
    Within(ListIndex, ListIndex),
    /// A code of `list` with an amount in one of `columns` needs a row in `row_in`; where that has fixed rows, one for
    /// its 类.
    Needs {
        /// Where the amounts stand.
        list: ListIndex,
        /// Places of the columns.
        columns: Vec<usize>,
        row_in: ListIndex,
    },
    /// Only codes of this fund have amounts in these columns.
    Fund {
        list: ListIndex,
        /// Places of the columns.
        columns: Vec<usize>,
        fund: Fund,
    },
    /// The codes of these lists reach the deepest level of their classification.
    Depth(Vec<ListIndex>),
    /// The codes of the list belong to these 类.
    Classes(ListIndex, Vec<Code>),
}

/// The parts of a disclosure that are text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextsForm {
    /// The sections of the third part, in printed order.
    pub sections: Vec<SectionForm>,
    /// The terms that the glossary explains.
    pub terms: Vec<String>,
    /// The lists of projects each of which needs a performance table.
    pub performance_of: Vec<ListIndex>,
    /// Words that rules look for, beside those that they look for in every form.
    pub words: Vec<RuleWords>,
}

/// The rules that look for words of which a form may have more: placeholders, secrets, values that nobody can measure.
pub const RULES_OF_WORDS: [&str; 3] = ["F35", "F52", "F49-5"];

/// Words for which a rule looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleWords {
    /// Its id.
    pub rule: String,
    /// In half-width characters.
    pub words: Vec<String>,
}

impl TextsForm {
    /// The form's own words of the rule with this id.
    pub fn words_of(&self, rule: &str) -> impl Iterator<Item = &str> {
        let own = self.words.iter().filter(move |words| words.rule == rule);
        own.flat_map(|words| &words.words).map(String::as_str)
    }
}

/// A section of the third part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionForm {
    /// Its number, from 1.
    pub number: u8,
    pub title: String,
    /// Titles under which documents had it before: an import takes them for its own.
    pub former: Vec<String>,
    /// Its heading in the finished document, where it is not as [`DocumentForm::section`](super::DocumentForm::section)
    /// says.
    pub heading: Option<String>,
    /// Words for the matters that it must speak of.
    pub topics: Vec<String>,
    /// Sources that it says are 未安排 when there is no money.
    pub unplanned: Vec<Unplanned>,
    /// The list whose deepest rows, items or projects, it names one by one.
    pub names_rows_of: Option<ListIndex>,
    /// The table of which it says that it is empty, when it is.
    pub says_empty: Option<TableNumber>,
}

/// A source of money and the amount that tells whether there is any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplanned {
    pub name: String,
    /// The cells whose sum it is.
    pub amount: Vec<Term>,
}

impl Unplanned {
    pub fn cells(&self) -> impl Iterator<Item = CellPattern> {
        self.amount.iter().map(|term| term.cell)
    }
}
