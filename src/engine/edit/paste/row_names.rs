//! By what rows are found, and which one a name means where nothing says its code.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::disclosure::Code;
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::{Column, ListIndex};
use crate::spelling;

/// What the rows of a list, and the codes that it can have, are called.
#[derive(Debug)]
pub(super) struct RowNames {
    /// The rows that are there.
    rows: HashMap<String, Vec<Option<Code>>>,
    /// The codes of the year, whether they have a row or not.
    codes: HashMap<String, Vec<Option<Code>>>,
    /// What prescribed rows are also called.
    others: HashSet<String>,
}

/// What a text says of the rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// It is the name of no row.
    Nothing,
    /// It is the name of the row of this code, of a project under it, or of a row without code.
    Row(Option<Code>),
    /// It is the name of several.
    Several,
}

impl RowNames {
    pub fn of(evaluated: Evaluated<'_>, index: ListIndex) -> Self {
        let list = evaluated.form.list(index);
        let rows = 0..list.fixed_rows().len();
        let others = rows.flat_map(|row| other_names(evaluated, index, row)).collect();
        let mut names = Self { rows: HashMap::new(), codes: HashMap::new(), others };
        for (row, laid_out) in evaluated.evaluation.layout(index).rows.iter().enumerate() {
            // A project stands beside the name of its code, which is not its own.
            let columns = [Some(Column::Label), (laid_out.origin != RowOrigin::Project).then_some(Column::Name)];
            for column in columns.into_iter().flatten() {
                put(&mut names.rows, &evaluated.text(index, row, column), laid_out.code);
            }
        }
        if let (Some(classification), Some(deepest)) = (list.classification(), list.deepest_code()) {
            let codes = evaluated.codes().named(classification).filter(|(code, _)| code.level() <= deepest);
            codes.for_each(|(code, name)| put(&mut names.codes, name, Some(code)));
        }
        names
    }

    /// Whether `name` is one of them.
    pub fn has(&self, name: &str) -> bool {
        let bare = || spelling::label::bare(name);
        let plain = plain(name);
        let is_known = self.rows.contains_key(&plain) || self.codes.contains_key(&plain);
        is_known || !self.others.is_empty() && self.others.contains(&bare())
    }

    /// Which row `name` means: one that is there, or the only code that is called so.
    pub fn called(&self, name: &str) -> Called {
        let name = plain(name);
        match self.rows.get(&name).or_else(|| self.codes.get(&name)).map(Vec::as_slice) {
            None | Some([]) => Called::Nothing,
            Some([only]) => Called::Row(*only),
            Some(_) => Called::Several,
        }
    }
}

fn put(names: &mut HashMap<String, Vec<Option<Code>>>, name: &str, code: Option<Code>) {
    let name = plain(name);
    if name.is_empty() {
        return;
    }
    let codes = names.entry(name).or_default();
    if !codes.contains(&code) {
        codes.push(code);
    }
}

/// What a row of a table is found by: its code and, for a project, its name; otherwise its label.
pub(super) type Name = (Option<Code>, String);

/// What `row` of the table is found by.
pub(super) fn name_of(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> Name {
    let laid_out = evaluated.evaluation.layout(list).rows[row];
    let label = || plain(&evaluated.text(list, row, Column::Label));
    match laid_out.origin {
        RowOrigin::CodeTotal | RowOrigin::Code => (laid_out.code, String::new()),
        RowOrigin::Project => (laid_out.code, label()),
        // A fixed row may have a code, but says it in its label.
        RowOrigin::Fixed | RowOrigin::Total | RowOrigin::Unit => (None, label()),
    }
}

/// What a prescribed row is called beside what it prints: without its numbering, or by another of its labels.
pub(super) fn other_names(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> BTreeSet<String> {
    let rows = evaluated.form.list(list).fixed_rows();
    let labels = rows.get(row).into_iter().flat_map(|row| std::iter::once(&row.label).chain(&row.also));
    labels.map(|label| spelling::label::bare(label)).filter(|name| !name.is_empty()).collect()
}

/// A name as readers compare it: blanks, the width of characters and the kind of brackets do not count.
pub(super) fn plain(name: &str) -> String {
    spelling::plain(name).collect()
}
