//! A code that was typed wrong (F15-2): the row stands elsewhere under another code, and its figures are missed there.
//!
//! What the wrong code brings with it is not told: [`intended`] looks for the code that was meant, [`corrected`] puts
//! it in, and what is then still found, told at the cells of the disclosure as it is ([`as_it_is`]), is what there is.
//! Nothing is looked for unless a code is unknown or has the name of another, and only a few are tried.

mod as_it_is;
mod corrected;
mod intended;

use std::borrow::Cow;

use super::finding::{Audit, Finding, Grade};
use super::repair::Repair;
use super::rules::MISCODED;
use crate::evaluate::{CellIndex, Evaluated, evaluate};
use crate::spelling;
use as_it_is::AsItIs;
pub(crate) use corrected::printed_for_typed;
use intended::Miscoded;

/// Each costs another check of everything.
const MOST_TRIED: usize = 4;

/// What `audit` comes to once codes that were typed wrong are read as they were meant; `None` where there are none.
pub(super) fn settle(
    evaluated: Evaluated<'_>,
    audit: &Audit,
    check: impl Fn(Evaluated<'_>) -> Audit,
) -> Option<Vec<Finding>> {
    let (mut told, mut meant) = (Vec::new(), Vec::new());
    let mut left: Option<Audit> = None;
    let mut disclosure = Cow::Borrowed(evaluated.disclosure);
    for miscoded in intended::find(evaluated, &audit.findings).into_iter().take(MOST_TRIED) {
        let tried = corrected::corrected(evaluated, &disclosure, &miscoded);
        let evaluation = evaluate(evaluated.form, &tried);
        let corrected = Evaluated { disclosure: &tried, evaluation: &evaluation, ..evaluated };
        let mut after = check(corrected);
        let before = left.as_ref().unwrap_or(audit);
        let Some(grade) = grade(before, &after, &miscoded) else { continue };
        told.push(finding(evaluated, &miscoded, grade, count(before) - count(&after)));
        meant.push(miscoded);
        AsItIs { evaluated, corrected, miscoded: &meant }.show(&mut after.findings);
        left = Some(after);
        disclosure = Cow::Owned(tried);
    }
    told.extend(left?.findings);
    Some(told)
}

/// Errors and doubts.
fn count(audit: &Audit) -> usize {
    audit.count(Grade::Error) + audit.count(Grade::Warning)
}

/// How grave it is that a code was typed wrong, if what was found `before` tells so beside what is found `after` it is
/// put right.
fn grade(before: &Audit, after: &Audit, miscoded: &Miscoded) -> Option<Grade> {
    let [errors, errors_after] = [before, after].map(|audit| audit.count(Grade::Error));
    // A code that exists, under a name that is not its own, may as well have the wrong name.
    let fewer = if miscoded.is_plain { 1 } else { 2 };
    if errors_after < errors {
        return (count(after) < count(before)).then_some(Grade::Error);
    }
    (errors_after == errors && count(after) + fewer <= count(before)).then_some(Grade::Warning)
}

fn finding(evaluated: Evaluated<'_>, miscoded: &Miscoded, grade: Grade, folded: usize) -> Finding {
    let (typed, code) = (miscoded.typed.spaced(), miscoded.code.spaced());
    let mut tables: Vec<String> =
        miscoded.rows.iter().map(|(list, _)| format!("表{}", evaluated.form.table_of(*list).number)).collect();
    tables.dedup();
    let slip = miscoded.slip.map(|slip| format!("（{}）", slip.text())).unwrap_or_default();
    let beside: Vec<String> =
        miscoded.beside.iter().map(|list| format!("表{}", evaluated.form.table_of(*list).number)).collect();
    let why = match beside.as_slice() {
        [] => format!("科目表里 {code} 才是这个名称"),
        tables => format!("{} 的同一笔数列在 {code}", tables.join("、")),
    };
    let name = spelling::visible(&miscoded.name);
    let message = format!(
        "{} {typed} {name}：编码应为 {code}{slip}，{why}。改正以后，由它引起的 {folded} 处问题就没有了。",
        tables.join("、"),
    );
    let repair = |&(list, row): &_| {
        let name = miscoded.name.clone();
        Repair::Recode { list, row, code: miscoded.code, name }
    };
    Finding {
        cells: miscoded.rows.iter().map(|&(list, row)| CellIndex { list, row, column: 0 }).collect(),
        first_side: miscoded.rows.len(),
        repairs: miscoded.rows.iter().map(repair).collect(),
        ..Finding::new(MISCODED, grade, message)
    }
}
