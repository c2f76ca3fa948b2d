//! Mending findings, and accepting them.

use super::rows::correct_code;
use super::{
    Change, EditError, NewRow, Put, Step, add_row, new_performance_table, repair, rewording, rewrite_paragraph,
    set_amounts, set_prior, set_text, sort_rows,
};
use crate::audit::{Finding, Repair, subject};
use crate::disclosure::{Acceptance, PerformanceSubject, TableNumber, TextPlace};
use crate::evaluate::Evaluated;
use crate::form::ListIndex;

/// The step that makes `wanted`.
///
/// # Errors
/// When the disclosure cannot take the change.
pub fn make_repair(evaluated: Evaluated<'_>, wanted: &Repair) -> Result<Step, EditError> {
    match wanted {
        Repair::Compute(cell) => {
            Ok(set_amounts(evaluated, format!("采用计算数 {}", evaluated.cell_label(*cell)), &[(*cell, None)]))
        }
        Repair::Amount { cell, amount } => Ok(repair(evaluated, *cell, *amount)),
        Repair::LastYear { cell, amount } => set_prior(evaluated, cell, *amount),
        Repair::Text { place, name, .. } | Repair::Piece { place, name, .. } => {
            if let TextPlace::Rewritten(key) = place {
                // What is bound in it says what the tables say now, and so does what was found in it.
                let rewording = rewording(evaluated, key).ok_or(EditError::TextMissing)?;
                let text = wanted.mended_in(rewording.text()).ok_or(EditError::TextMissing)?;
                let step = rewrite_paragraph(evaluated, key, &rewording.edited(&text))?;
                return Ok(Step { name: (*name).to_owned(), ..step });
            }
            let text = wanted.mended(evaluated.disclosure).ok_or(EditError::TextMissing)?;
            set_text(evaluated.disclosure, name, place, &text)
        }
        Repair::FormNote(table) => {
            let from = evaluated.disclosure.table(*table).and_then(|table| table.note.clone());
            let changes = from.map(|from| Change::Note(Put { place: *table, from: Some(from), to: None }));
            Ok(Step::new(format!("空表说明按表式 表{table}"), changes.into_iter().collect()))
        }
        Repair::AddRow { table, code, name } => {
            let new = NewRow { code: Some(*code), code_name: name.clone(), ..NewRow::default() };
            add_row(evaluated, coded_list(evaluated, *table)?, new)
        }
        Repair::Recode { list, row, code, name } => correct_code(evaluated, *list, *row, *code, name),
        Repair::Sort(table) => sort_rows(evaluated, coded_list(evaluated, *table)?),
        Repair::AddPerformance(projects) => Ok(add_performance(evaluated, projects)),
    }
}

/// The step that makes performance tables for `projects`, after those that are there.
fn add_performance(evaluated: Evaluated<'_>, projects: &[String]) -> Step {
    let first = evaluated.disclosure.performance.len();
    let tables = projects.iter().enumerate().map(|(number, project)| {
        let table = new_performance_table(evaluated, PerformanceSubject::Project(project.clone()));
        Change::PerformanceTable(Put { place: first + number, from: None, to: Some(Box::new(table)) })
    });
    let name = match projects {
        [project] => format!("新建绩效目标表“{project}”"),
        _ => format!("新建 {} 张绩效目标表", projects.len()),
    };
    Step::new(name, tables.collect())
}

/// The list of `table` whose rows a person enters by code.
fn coded_list(evaluated: Evaluated<'_>, table: TableNumber) -> Result<ListIndex, EditError> {
    let mut lists = evaluated.form.table(table).into_iter().flat_map(|table| table.list_indices());
    lists.find(|list| evaluated.form.list(*list).deepest_code().is_some()).ok_or(EditError::NoCodes)
}

/// The step that accepts `finding` with a reason; `written` is the local time.
///
/// # Errors
/// When there is no reason, or nobody signs for it.
pub fn accept(
    evaluated: Evaluated<'_>,
    finding: &Finding,
    author: &str,
    written: String,
    reason: &str,
) -> Result<Step, EditError> {
    let (author, reason) = (author.trim().to_owned(), reason.trim().to_owned());
    if reason.is_empty() {
        return Err(EditError::ReasonMissing);
    }
    if author.is_empty() {
        return Err(EditError::AcceptorMissing);
    }
    let acceptance =
        Acceptance { rule: finding.rule.clone(), subject: subject(evaluated, finding), reason, author, written };
    let place = evaluated.disclosure.acceptances.len();
    let change = Change::Acceptance(Put { place, from: None, to: Some(acceptance) });
    Step::new(format!("接受 {}", finding.rule), vec![change]).within_lengths()
}

/// The step that takes the acceptances at `places` back.
pub fn withdraw(evaluated: Evaluated<'_>, places: &[usize]) -> Step {
    let acceptances = &evaluated.disclosure.acceptances;
    let mut places: Vec<usize> = places.iter().copied().filter(|&place| place < acceptances.len()).collect();
    places.sort_unstable();
    places.dedup();
    // From the last to the first, so that the places stay right.
    let changes = places
        .into_iter()
        .rev()
        .map(|place| Change::Acceptance(Put { place, from: Some(acceptances[place].clone()), to: None }));
    Step::new("撤回接受", changes.collect())
}

/// The acceptances that no finding of `findings` speaks of any more.
pub fn outdated_acceptances(evaluated: Evaluated<'_>, findings: &[Finding]) -> Vec<usize> {
    let is_used = |place: &usize| findings.iter().any(|finding| finding.accepted == Some(*place));
    (0..evaluated.disclosure.acceptances.len()).filter(|place| !is_used(place)).collect()
}
