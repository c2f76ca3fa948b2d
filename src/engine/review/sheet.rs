//! The review sheet (审阅表): what was found, said and signed, to be sent back and read without the program.

use std::borrow::Cow;

use super::comments::{Commented, commented, place_label};
use super::compare::{Comparison, cell_line, counts, following_line, row_line, unit_of};
use super::sign_offs::changes_since_sign_offs;
use crate::audit::{Audit, Finding, Grade, part_label, rule_text, text_part};
use crate::disclosure::{Amount, Comment, SignOffScope, TextPlace};
use crate::evaluate::Evaluated;
use crate::form::Form;
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
    pub rows: Vec<Vec<String>>,
    /// What is said where there are none.
    pub empty: &'static str,
}

/// A column of a [`SheetSection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetColumn {
    pub head: &'static str,
    /// How wide it is, in characters.
    pub width: u8,
}

const fn column(head: &'static str, width: u8) -> SheetColumn {
    SheetColumn { head, width }
}

const FINDINGS: [SheetColumn; 7] = [
    column("等级", 8),
    column("位置", 14),
    column("规则", 28),
    column("问题", 56),
    column("差额", 12),
    column("建议", 36),
    column("处理", 20),
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

impl ReviewSheet {
    /// The sheet of a disclosure and what was found in it; `compared` is the file with which it was compared, and what
    /// that says otherwise.
    pub fn new(evaluated: Evaluated<'_>, audit: &Audit, compared: Option<(&str, &Comparison)>) -> Self {
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
        let mut sections = vec![
            section("问题", &FINDINGS, findings(evaluated, audit), "没有问题"),
            section("已接受的例外", &ACCEPTED, accepted(evaluated, audit), "没有"),
            section("批注", &COMMENTS, comment_rows(evaluated), "没有批注"),
        ];
        if let Some((_, comparison)) = compared {
            sections.push(section("差别", &CHANGES, changes(evaluated.form, comparison), "两份内容相同"));
        }
        sections.push(section("签审", &SIGN_OFFS, sign_offs(evaluated, &since), "还没有签审"));
        Self {
            title: format!("{} {} 年预算公开 审阅表", disclosure.body, disclosure.year),
            summary: [Some(found), Some(said), compared_line].into_iter().flatten().collect(),
            sections,
        }
        .in_sight()
    }

    /// The same with every text in sight: whoever opens the sheet obeys nothing that is in a name.
    fn in_sight(mut self) -> Self {
        for line in self.summary.iter_mut().chain([&mut self.title]) {
            *line = visible(line).into_owned();
        }
        for text in self.sections.iter_mut().flat_map(|section| &mut section.rows).flatten() {
            if let Cow::Owned(shown) = visible_lines(text) {
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
                let cells = section.columns.iter().zip(row).filter(|(_, text)| !text.is_empty());
                let texts: Vec<String> =
                    cells.map(|(column, text)| format!("{}：{}", column.head, text.replace('\n', " "))).collect();
                lines.push(format!("{number}. {}", texts.join("　")));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

fn section(
    title: &'static str,
    columns: &'static [SheetColumn],
    rows: Vec<Vec<String>>,
    empty: &'static str,
) -> SheetSection {
    SheetSection { title, columns, rows, empty }
}

fn rule_name(form: &Form, rule: &str) -> String {
    format!("{rule} {}", rule_text(form, rule).map_or("", |rule| rule.title))
}

fn findings(evaluated: Evaluated<'_>, audit: &Audit) -> Vec<Vec<String>> {
    let open = audit.findings.iter().filter(|finding| finding.accepted.is_none());
    let rows = open.map(|finding| {
        let suggestions = finding.suspects.iter().map(|suspect| {
            let unit = evaluated.unit_of_cell(suspect.cell);
            let (value, suggested) = (unit.text(suspect.value), unit.text(suspect.suggested));
            let slip = suspect.slip.map(|slip| format!("（{}）", slip.text())).unwrap_or_default();
            let (likelihood, label) = (finding.likelihood(suspect), evaluated.cell_label(suspect.cell));
            format!("{likelihood} {label}：{value} 应为 {suggested}{slip}")
        });
        vec![
            finding.grade.name().to_owned(),
            place(evaluated, finding),
            rule_name(evaluated.form, &finding.rule),
            finding.message.clone(),
            finding.difference.map(|difference| finding.unit(evaluated.form).text(difference)).unwrap_or_default(),
            suggestions.collect::<Vec<_>>().join("；或者 "),
            // Left to whoever gets the sheet.
            String::new(),
        ]
    });
    rows.collect()
}

fn accepted(evaluated: Evaluated<'_>, audit: &Audit) -> Vec<Vec<String>> {
    let rows = audit.findings.iter().filter_map(|finding| {
        let acceptance = evaluated.disclosure.acceptances.get(finding.accepted?)?;
        Some(vec![
            place(evaluated, finding),
            rule_name(evaluated.form, &finding.rule),
            finding.message.clone(),
            acceptance.reason.clone(),
            acceptance.author.clone(),
            acceptance.written.clone(),
        ])
    });
    rows.collect()
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
fn changes(form: &Form, comparison: &Comparison) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for row in &comparison.rows {
        let label = row.row().map_or("", |row| row.label.as_str());
        if let Some(line) = row_line(row) {
            let name = |row: &Option<super::compare::ComparedRow>| row.as_ref().map_or("", |row| &row.label).to_owned();
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

fn sign_offs(evaluated: Evaluated<'_>, since: &[Comparison]) -> Vec<Vec<String>> {
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

/// The table, or the part that is text.
fn place(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    if let Some(cell) = finding.cells.first() {
        return format!("表{}", evaluated.form.table_of(cell.list).number);
    }
    let place = finding.text.as_ref().map(|spot| &spot.place);
    match (place.and_then(|place| text_part(evaluated, place)), place) {
        (Some(part), _) => part_label(part),
        (None, Some(TextPlace::Performance(..))) => "绩效目标表".to_owned(),
        _ => "全文".to_owned(),
    }
}
