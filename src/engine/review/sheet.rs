//! The review sheet (审阅表): what was found, said and signed, to be sent back and read without the program.

mod rows;

use std::borrow::Cow;

use super::compare::{Comparison, counts};
use super::finding_row::finding_rows;
use super::pointed::Pointing;
use super::sign_offs::changes_since_sign_offs;
use crate::audit::{Audit, Grade, identities};
use crate::evaluate::Evaluated;
use crate::import::Whereabouts;
use crate::spelling::{visible, visible_lines};

/// What a reviewer sends back about one disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewSheet {
    /// Body and year.
    pub title: String,
    /// How much there is of everything, a line each.
    pub summary: Vec<String>,
    /// Its tables.
    pub sections: Vec<SheetSection>,
}

/// A table of a [`ReviewSheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSection {
    /// Its title: 问题.
    pub title: &'static str,
    /// Its columns from left to right.
    pub columns: &'static [SheetColumn],
    pub rows: Vec<Vec<SheetCell>>,
    /// What is said where there are none.
    pub empty: &'static str,
}

/// What stands in a row of a [`SheetSection`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    Text(String),
    /// How many there are of something.
    Count(usize),
    Amount {
        /// As a plain decimal: `1057.99`.
        plain: String,
        /// As it is printed: `1,057.99`.
        shown: String,
    },
}

impl SheetCell {
    /// Nothing.
    pub const BLANK: Self = Self::Text(String::new());

    /// An amount, as a plain decimal and as it is printed.
    pub fn amount(plain: String, shown: String) -> Self {
        Self::Amount { plain, shown }
    }

    /// What is seen.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Amount { shown: text, .. } => Cow::Borrowed(text),
            Self::Count(count) => Cow::Owned(count.to_string()),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl From<String> for SheetCell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for SheetCell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A column of a [`SheetSection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetColumn {
    pub head: &'static str,
    /// How wide it is, in characters.
    pub width: u8,
    /// Whether it is left out where there is less room than in a workbook: what stands in it is said in words, too.
    pub is_for_workbooks: bool,
}

/// A column of all formats.
pub(super) const fn column(head: &'static str, width: u8) -> SheetColumn {
    SheetColumn { head, width, is_for_workbooks: false }
}

/// A column of workbooks.
pub(super) const fn workbook_column(head: &'static str, width: u8) -> SheetColumn {
    SheetColumn { head, width, is_for_workbooks: true }
}

impl ReviewSheet {
    /// The sheet of a disclosure and what was found in it; `whereabouts` says where things stand in the document that was
    /// imported, `compared` is the file with which it was compared, and what that says otherwise. What there is nothing of
    /// has no section.
    pub fn new(
        evaluated: Evaluated<'_>,
        audit: &Audit,
        whereabouts: Option<&Whereabouts>,
        compared: Option<(&str, &Comparison)>,
    ) -> Self {
        let disclosure = evaluated.disclosure;
        let grades = Grade::ALL.map(|grade| format!("{} {}", grade.name(), audit.count(grade)));
        let found = format!(
            "{}，已接受 {}；共核对 {} 项；金额单位：{}",
            grades.join("，"),
            audit.accepted(),
            audit.checked,
            evaluated.form.unit_names(),
        );
        let open = disclosure.comments.iter().filter(|comment| comment.is_open()).count();
        let since = changes_since_sign_offs(evaluated);
        let valid = since.iter().filter(|since| since.is_empty()).count();
        let (comments, signed) = (disclosure.comments.len(), since.len());
        let said = format!("批注 {comments} 条，未解决 {open} 条；签审 {signed} 次，有效 {valid} 次");
        let compared_line = compared.map(|(name, comparison)| format!("对照文件 {name}：{}", counts(comparison)));
        let ids = identities(evaluated, &audit.findings);
        let found_rows = finding_rows(evaluated, audit, &ids, &Pointing::new(evaluated, whereabouts));
        let mut sections = vec![
            rows::findings(&found_rows),
            rows::accepted(evaluated, &found_rows, audit, &ids),
            rows::comments(evaluated),
        ];
        if let Some((_, comparison)) = compared {
            sections.push(rows::changes(evaluated.form, comparison));
        }
        sections.push(rows::sign_offs(evaluated, &since));
        let nothing = sections[0].clone();
        sections.retain(|section| !section.rows.is_empty());
        if sections.is_empty() {
            sections.push(nothing);
        }
        Self {
            title: format!("{} {} 年预算公开 审阅表", disclosure.body, disclosure.year),
            summary: [Some(found), Some(said), compared_line].into_iter().flatten().collect(),
            sections,
        }
        .in_sight()
    }

    /// The same with every text in sight: whoever opens the sheet obeys nothing that is in a name.
    pub(super) fn in_sight(mut self) -> Self {
        for line in self.summary.iter_mut().chain([&mut self.title]) {
            *line = visible(line).into_owned();
        }
        for cell in self.sections.iter_mut().flat_map(|section| &mut section.rows).flatten() {
            if let SheetCell::Text(text) = cell
                && let Cow::Owned(shown) = visible_lines(text)
            {
                *text = shown;
            }
        }
        self
    }

    /// The sheet as plain text.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone()];
        lines.extend(self.summary.iter().cloned());
        for section in &self.sections {
            lines.push(String::new());
            lines.push(format!("【{}】", section.title));
            if section.rows.is_empty() {
                lines.push(section.empty.to_owned());
            }
            for (number, row) in (1..).zip(&section.rows) {
                let is_shown = |column: &SheetColumn, cell: &SheetCell| !column.is_for_workbooks && !cell.is_blank();
                let cells = section.columns.iter().zip(row).filter(|(column, cell)| is_shown(column, cell));
                let texts: Vec<String> = cells
                    .map(|(column, cell)| format!("{}：{}", column.head, cell.shown().replace('\n', " ")))
                    .collect();
                lines.push(format!("{number}. {}", texts.join("　")));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

impl SheetSection {
    /// The columns in which something stands in a row, by their places, without those for workbooks where those are not
    /// wanted. The last stays: there whoever gets it writes.
    pub fn filled(&self, is_workbook: bool) -> Vec<usize> {
        let stands = |place: usize| self.rows.iter().any(|row| row.get(place).is_some_and(|cell| !cell.is_blank()));
        let is_last = |place: usize| place + 1 == self.columns.len();
        let is_shown = |place: &usize| self.rows.is_empty() || is_last(*place) || stands(*place);
        let is_wanted = |place: &usize| is_workbook || !self.columns[*place].is_for_workbooks;
        (0..self.columns.len()).filter(is_wanted).filter(is_shown).collect()
    }
}
