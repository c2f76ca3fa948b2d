//! The rows of a review sheet.

use super::{SheetCell, SheetColumn, SheetSection, column, workbook_column};
use crate::audit::Audit;
use crate::disclosure::{Amount, Comment, SignOffScope};
use crate::evaluate::Evaluated;
use crate::form::Form;
use crate::review::comments::{Commented, commented, place_label};
use crate::review::compare::{Comparison, cell_line, counts, following_line, row_line, unit_of};
use crate::review::finding_row::FindingRow;

const FINDINGS: [SheetColumn; 13] = [
    column("交给", 8),
    column("等级", 8),
    column("位置", 20),
    column("文件里", 16),
    column("规则", 24),
    column("问题", 56),
    column("原文", 40),
    workbook_column("现为", 14),
    workbook_column("应为", 14),
    column("差额", 12),
    column("建议", 36),
    workbook_column("编号", 14),
    column("处理（单位填）", 20),
];
const ACCEPTED: [SheetColumn; 6] = [
    column("位置", 14),
    column("规则", 28),
    column("问题", 56),
    column("理由", 40),
    column("接受人", 12),
    column("时间", 18),
];
const COMMENTS: [SheetColumn; 6] = [
    column("位置", 34),
    column("批注", 50),
    column("批注人", 12),
    column("时间", 18),
    column("答复", 50),
    column("状态", 22),
];
const CHANGES: [SheetColumn; 4] =
    [column("位置", 44), column("对照文件", 50), column("本文件", 50), column("说明", 24)];
const SIGN_OFFS: [SheetColumn; 5] =
    [column("范围", 22), column("签审人", 14), column("时间", 18), column("状态", 24), column("签审后的改动", 80)];

/// What was found and is not accepted, a row each.
pub(super) fn findings(found: &[FindingRow]) -> SheetSection {
    let open = found.iter().filter(|row| row.accepted.is_none());
    let rows = open.map(|row| {
        vec![
            row.hand.name().into(),
            row.grade.name().into(),
            row.place.as_str().into(),
            row.document.as_ref().map(ToString::to_string).unwrap_or_default().into(),
            format!("{} {}", row.rule, row.title).into(),
            row.message.as_str().into(),
            row.quote.as_deref().unwrap_or_default().into(),
            row.stated.clone(),
            row.expected.clone(),
            row.difference.clone(),
            row.suggestion.as_str().into(),
            row.id.as_str().into(),
            // Left to whoever gets the sheet.
            SheetCell::BLANK,
        ]
    });
    SheetSection { title: "问题", columns: &FINDINGS, rows: rows.collect(), empty: "没有问题" }
}

/// What was accepted, with who did and why.
pub(super) fn accepted(evaluated: Evaluated<'_>, found: &[FindingRow], audit: &Audit, ids: &[String]) -> SheetSection {
    let rows = audit.findings.iter().zip(ids).filter_map(|(finding, id)| {
        let acceptance = evaluated.disclosure.acceptances.get(finding.accepted?)?;
        let row = found.iter().find(|row| row.id == *id)?;
        let texts = [
            row.place.clone(),
            format!("{} {}", row.rule, row.title),
            row.message.clone(),
            acceptance.reason.clone(),
            acceptance.author.clone(),
            acceptance.written.clone(),
        ];
        Some(texts.map(SheetCell::from).to_vec())
    });
    SheetSection { title: "已接受的例外", columns: &ACCEPTED, rows: rows.collect(), empty: "没有" }
}

fn texts(
    title: &'static str,
    columns: &'static [SheetColumn],
    rows: Vec<Vec<String>>,
    empty: &'static str,
) -> SheetSection {
    let rows = rows.into_iter().map(|row| row.into_iter().map(SheetCell::from).collect());
    SheetSection { title, columns, rows: rows.collect(), empty }
}

pub(super) fn comments(evaluated: Evaluated<'_>) -> SheetSection {
    texts("批注", &COMMENTS, comment_rows(evaluated), "没有批注")
}

pub(super) fn changes(form: &Form, comparison: &Comparison) -> SheetSection {
    texts("差别", &CHANGES, change_rows(form, comparison), "两份内容相同")
}

pub(super) fn sign_offs(evaluated: Evaluated<'_>, since: &[Comparison]) -> SheetSection {
    texts("签审", &SIGN_OFFS, sign_off_rows(evaluated, since), "还没有签审")
}

fn comment_rows(evaluated: Evaluated<'_>) -> Vec<Vec<String>> {
    let comments = evaluated.disclosure.comments.iter().zip(commented(evaluated));
    comments.map(|(comment, found)| comment_row(evaluated, comment, found)).collect()
}

fn comment_row(evaluated: Evaluated<'_>, comment: &Comment, found: Option<Commented>) -> Vec<String> {
    let gone = || format!("{}（已经不在了）", comment.about);
    let replies = comment.replies.iter();
    let replies = replies.map(|reply| format!("{}（{} {}）", reply.text, reply.author, reply.written));
    let state = match &comment.resolved {
        Some(settled) => format!("已解决（{} {}）", settled.author, settled.written),
        None => "未解决".to_owned(),
    };
    vec![
        found.map_or_else(gone, |found| place_label(evaluated, &found)),
        comment.text.clone(),
        comment.author.clone(),
        comment.written.clone(),
        replies.collect::<Vec<_>>().join("\n"),
        state,
    ]
}

/// What another file says otherwise; of what follows from other differences it is said how much there is.
fn change_rows(form: &Form, comparison: &Comparison) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for row in &comparison.rows {
        let label = row.row().map_or("", |row| row.label.as_str());
        if let Some(line) = row_line(row) {
            let name = |row: &Option<crate::review::compare::ComparedRow>| {
                row.as_ref().map_or("", |row| &row.label).to_owned()
            };
            rows.push(vec![format!("表{} 行", row.table), name(&row.old), name(&row.new), line]);
        }
        for cell in row.cells.iter().filter(|cell| !cell.follows) {
            let line = cell_line(form, row.table, row.row(), cell);
            let column = line.split_once('：').map_or("", |(column, _)| column);
            let place = format!("表{} {label}{column}", row.table);
            let unit = unit_of(form, row.table, row.row(), cell);
            let amount = |amount: Option<Amount>| amount.map(|amount| unit.text(amount)).unwrap_or_default();
            rows.push(vec![place, amount(cell.old), amount(cell.new), String::new()]);
        }
    }
    for text in comparison.texts.iter().filter(|text| !text.follows) {
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        rows.push(vec![text.label.clone(), words(&text.old), words(&text.new), String::new()]);
    }
    for row in &comparison.prior {
        let label = row.row().map_or("", |row| row.label.as_str());
        let cells = row.cells.iter();
        rows.extend(cells.map(|cell| {
            let place = format!("表{} {label}（{}）", row.table, cell.column);
            {
                let last =
                    |amount: Option<Amount>| amount.map(|amount| form.text_unit.text(amount)).unwrap_or_default();
                vec![place, last(cell.old), last(cell.new), "上年预算数".to_owned()]
            }
        }));
    }
    rows.extend(following_line(comparison).map(|line| vec![String::new(), String::new(), String::new(), line]));
    rows
}

fn sign_off_rows(evaluated: Evaluated<'_>, since: &[Comparison]) -> Vec<Vec<String>> {
    let sign_offs = evaluated.disclosure.sign_offs.iter().zip(since);
    let rows = sign_offs.map(|(sign_off, since)| {
        let scope = match sign_off.scope {
            SignOffScope::Whole => "全文".to_owned(),
            SignOffScope::Table(number) => {
                let name = evaluated.form.table(number).map_or("", |table| table.outline.as_str());
                format!("表{number} {name}")
            }
        };
        let (state, changed) = match since.is_empty() {
            true => ("有效", String::new()),
            false => ("签审后有改动，已失效", told(evaluated.form, since)),
        };
        let signature = &sign_off.signature;
        vec![scope, signature.author.clone(), signature.written.clone(), state.to_owned(), changed]
    });
    rows.collect()
}

/// What changed since a sign-off, a line each.
fn told(form: &Form, since: &Comparison) -> String {
    let mut lines = Vec::new();
    for row in &since.rows {
        let label = row.row().map_or("", |row| row.label.as_str());
        lines.extend(row_line(row).map(|line| format!("表{} {line}", row.table)));
        let cells = row.cells.iter().filter(|cell| !cell.follows);
        lines.extend(
            cells.map(|cell| format!("表{} {label}{}", row.table, cell_line(form, row.table, row.row(), cell))),
        );
    }
    lines.extend(since.texts.iter().filter(|text| !text.follows).map(|text| format!("{} 改了", text.label)));
    lines.push(counts(since));
    lines.join("\n")
}
