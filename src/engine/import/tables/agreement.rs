//! How far the columns of a table that was found are those of the form.

use super::super::report::{ColumnsBy, KnownBy};
use super::TableParts;
use super::columns::{full_score, score};
use crate::form::Form;

/// How far the columns of a found table are the form's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Agreement {
    /// Amount columns of the form that were found.
    pub found: usize,
    /// Amount columns of the form that were not, and columns of the document that are none of the form's.
    pub off: usize,
    /// Whether that tells that it is the form's table.
    pub is_evidence: bool,
    /// Whether that tells that it is another form's.
    pub is_other: bool,
}

impl TableParts {
    /// How far its columns are those of `form`.
    pub(in super::super) fn agreement(&self, form: &Form) -> Agreement {
        let none = Agreement { found: 0, off: 0, is_evidence: false, is_other: false };
        let (Some(table), Some(part)) = (form.table(self.number), self.parts.first()) else { return none };
        let wanted: usize = table.list_indices().map(|list| form.list(list).amounts.len()).sum();
        let found = part.columns.amounts().count().min(wanted);
        let head = &part.head;
        // Beside labels that stand in several columns no head says which is none of the form's.
        let is_single = table.lists.len() == 1;
        let first = part.columns.amounts().map(|(column, ..)| column).min().unwrap_or(0);
        let is_known = |column: usize| part.columns.known.iter().any(|(known, ..)| *known == column);
        let extra = (first..head.paths.len()).filter(|&column| !head.lowest(column).is_empty() && !is_known(column));
        let extra = if is_single { extra.count() } else { 0 };
        let off = wanted - found + extra + part.columns.contradicted;
        let by_numbers = part.columns.by == Some(ColumnsBy::Numbers);
        // A row with just the form's numbers says much; heads that say nothing of the form's under it contradict it.
        let contradicts = by_numbers && !head.rows.is_empty() && score(form, table, head) * 4 < full_score(form, table);
        // Without a title it is a piece of a table, and may have but some of its columns.
        let is_titled = self.known_by == KnownBy::Title;
        let is_named = is_titled || by_numbers || !self.is_under_other;
        let is_other = !is_named || is_titled && (contradicts || off * 2 > wanted);
        Agreement { found, off, is_evidence: !is_other, is_other }
    }
}
