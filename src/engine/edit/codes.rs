//! Following the list of codes from one year to the next: which codes of a draft changed, and giving their rows what took
//! their place.

use std::collections::BTreeMap;

use super::rows::moved_along;
use super::{Change, EditError, Put, RowPlace, Step, recode_row, remove_rows};
use crate::catalog::{Became, CodeChange, NewCode};
use crate::disclosure::{Classification, Code, Disclosure, RowKey, Subject};
use crate::evaluate::{Evaluated, evaluate};
use crate::form::ListIndex;

/// No more new codes are named.
const MOST_NEW: usize = 30;

/// How the list of codes changed for a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodesSince {
    /// What became of codes that it uses.
    pub changes: Vec<(Classification, CodeChange)>,
    /// Codes that are new in the 类 that it uses.
    pub new: Vec<NewCode>,
}

/// What following the changes comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedCodes {
    pub step: Step,
    /// What could not be followed, in words.
    pub left: Vec<String>,
}

impl CodesSince {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.new.is_empty()
    }

    /// In words, a line each.
    pub fn told(&self) -> Vec<String> {
        let changes = self.changes.iter().map(|(_, change)| change.text());
        let new = self.new.iter().take(MOST_NEW).map(|new| format!("新科目 {}", new.text()));
        let more = (self.new.len() > MOST_NEW).then(|| format!("还有 {} 个新科目", self.new.len() - MOST_NEW));
        changes.chain(new).chain(more).collect()
    }

    /// The changes that can be followed: those with one successor, and other names.
    pub fn followed(&self) -> Vec<(Classification, CodeChange)> {
        self.changes.iter().filter(|(_, change)| can_be_followed(change)).cloned().collect()
    }
}

/// Whether it is known what takes the place of what changed.
pub fn can_be_followed(change: &CodeChange) -> bool {
    matches!(change.became, Became::Renamed(_)) || change.successor().is_some()
}

/// How the list of codes changed since the budget of the year `before`, for what is in `evaluated`.
pub fn codes_since(evaluated: Evaluated<'_>, before: u16) -> CodesSince {
    let year = evaluated.disclosure.year;
    let mut since = CodesSince::default();
    for classification in Classification::ALL {
        let used = used(evaluated, classification);
        let changes = used
            .keys()
            .filter_map(|(code, name)| evaluated.catalog.change(classification, (*code, name), before, year));
        since.changes.extend(changes.map(|change| (classification, change)));
        let is_used = |class: Code| used.keys().any(|(code, _)| code.class() == class);
        since.new.extend(evaluated.catalog.new_codes(classification, before, year, is_used));
    }
    since
}

/// The step that gives rows whose code changed what took its place, with last year's figures and what is filled in.
///
/// # Errors
/// When a name would be too long.
pub fn follow_codes(
    evaluated: Evaluated<'_>,
    chosen: &[(Classification, CodeChange)],
) -> Result<FollowedCodes, EditError> {
    let mut draft = evaluated.disclosure.clone();
    let (mut changes, mut left) = (Vec::new(), Vec::new());
    for (classification, change) in chosen {
        let rows = used(Evaluated { disclosure: &draft, ..evaluated }, *classification);
        let Some(rows) = rows.get(&(change.code, change.name.clone())) else { continue };
        for (list, key) in rows {
            match look(evaluated, &draft, |now| followed(now, *list, key, change)) {
                Ok(made) => {
                    Step::new("", made.clone()).apply(&mut draft);
                    changes.extend(made);
                }
                Err(error) => {
                    let table = evaluated.form.table_of(*list).number;
                    left.push(format!("表{table} {} {}：{error}", change.code.spaced(), change.name));
                }
            }
        }
    }
    let step = Step::new(format!("按今年的科目表改科目（{} 个）", chosen.len()), changes).within_lengths()?;
    Ok(FollowedCodes { step, left })
}

/// Calls `look` with `draft` evaluated.
fn look<T>(evaluated: Evaluated<'_>, draft: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let evaluation = evaluate(evaluated.form, draft);
    look(Evaluated { disclosure: draft, evaluation: &evaluation, ..evaluated })
}

/// The codes with their names that stored rows have, and those rows. A derived row has them only where its table gives it
/// a name of its own.
fn used(
    evaluated: Evaluated<'_>,
    classification: Classification,
) -> BTreeMap<(Code, String), Vec<(ListIndex, RowKey)>> {
    let form = evaluated.form;
    let mut used: BTreeMap<(Code, String), Vec<(ListIndex, RowKey)>> = BTreeMap::new();
    let lists = (0..form.lists.len()).map(ListIndex);
    for list in lists.filter(|&list| form.list(list).classification() == Some(classification)) {
        let Some(table) = evaluated.disclosure.table(form.table_of(list).number) else { continue };
        for row in &table.rows {
            let named = match &row.subject {
                Subject::Code { code, name } => Some((*code, name.clone())),
                Subject::Project(project) => project.code.map(|code| (code, project.code_name.clone())),
                Subject::Fixed(_) => None,
            };
            let rows = named.map(|named| used.entry(named).or_default());
            rows.into_iter().for_each(|rows| rows.push((list, row.subject.key())));
        }
        for (code, name) in &table.names {
            used.entry((*code, name.clone())).or_default().push((list, RowKey::Code(*code)));
        }
    }
    used
}

/// The changes that give the row `key` of `list` what took the place of its code.
fn followed(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    key: &RowKey,
    change: &CodeChange,
) -> Result<Vec<Change>, EditError> {
    let number = evaluated.form.table_of(list).number;
    let stored = evaluated.disclosure.table(number).and_then(|table| table.find(key));
    if let Became::Renamed(to) = &change.became {
        return Ok(vec![match stored {
            Some((place, row)) => {
                let place = RowPlace { table: number, row: place };
                Change::Subject(Put { place, from: row.subject.clone(), to: renamed(&row.subject, to) })
            }
            None => Change::TotalName(Put {
                place: (number, change.code),
                from: Some(change.name.clone()),
                to: Some(to.clone()),
            }),
        }]);
    }
    let (Some((code, name)), Some((place, row))) = (change.successor(), stored) else { return Ok(Vec::new()) };
    let layout = evaluated.evaluation.layout(list);
    let laid_out = (0..layout.rows.len())
        .find(|&at| layout.rows[at].stored() == Some(place) && evaluated.row_key(list, at) == *key);
    let laid_out = laid_out.ok_or(EditError::NoCodes)?;
    let there = RowKey::Code(code);
    let is_there = matches!(key, RowKey::Code(_))
        && evaluated.disclosure.table(number).is_some_and(|table| table.find(&there).is_some());
    if is_there && row.is_blank() {
        let mut changes = moved_along(evaluated, list, key, &there);
        changes.extend(remove_rows(evaluated, list, &[laid_out])?.changes);
        return Ok(changes);
    }
    Ok(recode_row(evaluated, list, laid_out, code, name)?.changes)
}

fn renamed(subject: &Subject, name: &str) -> Subject {
    match subject.clone() {
        Subject::Code { code, .. } => Subject::Code { code, name: name.to_owned() },
        Subject::Project(mut project) => {
            name.clone_into(&mut project.code_name);
            Subject::Project(project)
        }
        fixed @ Subject::Fixed(_) => fixed,
    }
}

#[cfg(test)]
mod tests;
