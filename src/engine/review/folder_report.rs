//! The report on a folder: for whoever answers for all of it, as tables to filter.

use std::collections::{BTreeMap, BTreeSet};

use super::finding_row::FindingRow;
use super::sheet::{ReviewSheet, SheetCell, SheetColumn, SheetSection, column};
use crate::audit::Grade;
use crate::disclosure::Kind;
use crate::import::Place;

/// A disclosure that came, and what was found in it.
#[derive(Debug, Clone)]
pub struct ReportedBody {
    pub department: Option<String>,
    pub body: String,
    pub year: u16,
    pub kind: Kind,
    /// How it stands: 平, 有错误.
    pub verdict: String,
    /// How many findings there are of each grade, in the order of [`Grade::ALL`].
    pub counts: [usize; Grade::ALL.len()],
    /// How many sums and tie-outs were compared.
    pub checked: usize,
    /// How many findings were mended, are left and are new since an earlier check.
    pub since: Option<[usize; 3]>,
    pub file: String,
    /// Whether a newer version is there: then it is not counted.
    pub is_older: bool,
    /// Its findings, each with whether it is new.
    pub findings: Vec<(FindingRow, Option<bool>)>,
}

/// What was not checked, did not come or should be looked at before its figures are believed.
#[derive(Debug, Clone)]
pub struct Unchecked {
    /// What is the matter: 读不出, 没有交.
    pub matter: &'static str,
    pub department: Option<String>,
    /// The body, where it is known.
    pub body: String,
    pub file: String,
    /// Why, and what to do.
    pub why: String,
}

const BODIES: [SheetColumn; 14] = [
    column("部门", 26),
    column("单位", 32),
    column("类别", 7),
    column("年度", 7),
    column("结果", 12),
    column("错误", 7),
    column("存疑", 7),
    column("尾差", 7),
    column("未核", 7),
    column("核对项", 8),
    column("已改正", 8),
    column("没有改", 8),
    column("新出现", 8),
    column("文件", 60),
];
const KINDS: [SheetColumn; 7] = [
    column("部门", 26),
    column("规则", 8),
    column("查什么", 44),
    column("等级", 7),
    column("处数", 7),
    column("份数", 7),
    column("单位", 60),
];
const FINDINGS: [SheetColumn; 18] = [
    column("部门", 22),
    column("单位", 28),
    column("年度", 7),
    column("等级", 7),
    column("规则", 8),
    column("查什么", 30),
    column("交给", 8),
    column("位置", 22),
    column("问题", 60),
    column("原文", 40),
    column("现为", 14),
    column("应为", 14),
    column("差额", 12),
    column("建议", 40),
    column("与上次比", 9),
    column("文件", 50),
    column("文件里", 18),
    column("编号", 14),
];
const UNCHECKED: [SheetColumn; 5] =
    [column("情况", 14), column("部门", 26), column("单位", 32), column("文件", 60), column("说明", 80)];

/// So many bodies are named in a line.
const MOST_NAMED: usize = 8;

/// The report on what came: the bodies by department, kinds of fault by department, the findings, what was not checked.
/// `summary` stands above each table.
pub fn folder_report(
    title: String,
    summary: Vec<String>,
    mut bodies: Vec<ReportedBody>,
    unchecked: &[Unchecked],
) -> ReviewSheet {
    // What is not known comes last.
    bodies.sort_by_cached_key(|one| {
        let department = one.department.clone();
        (department.is_none(), department, one.kind == Kind::Unit, one.body.clone(), one.file.clone())
    });
    let sections = vec![bodies_of(&bodies), kinds_of(&bodies), findings_of(&bodies), unchecked_of(unchecked)];
    ReviewSheet { title, summary, sections }.in_sight()
}

fn named(department: Option<&String>) -> SheetCell {
    department.map_or("（不明）", String::as_str).into()
}

fn year(year: u16) -> SheetCell {
    // A year is no amount: 2,026.
    year.to_string().into()
}

fn bodies_of(bodies: &[ReportedBody]) -> SheetSection {
    let rows = bodies.iter().map(|one| {
        let verdict = if one.is_older { format!("{}（旧）", one.verdict) } else { one.verdict.clone() };
        let mut row = vec![
            named(one.department.as_ref()),
            one.body.as_str().into(),
            one.kind.name().into(),
            year(one.year),
            verdict.into(),
        ];
        row.extend(one.counts.iter().take(4).map(|count| SheetCell::Count(*count)));
        row.push(SheetCell::Count(one.checked));
        row.extend((0..3).map(|place| one.since.map_or(SheetCell::BLANK, |since| SheetCell::Count(since[place]))));
        row.push(one.file.as_str().into());
        row
    });
    SheetSection { title: "各单位", columns: &BODIES, rows: rows.collect(), empty: "没有一份核对过" }
}

/// What was found of one rule and grade in one department.
#[derive(Default)]
struct KindCount<'a> {
    title: &'a str,
    count: usize,
    bodies: BTreeSet<&'a str>,
}

fn kinds_of(bodies: &[ReportedBody]) -> SheetSection {
    let mut kinds: BTreeMap<(bool, Option<&String>, Grade, &str), KindCount<'_>> = BTreeMap::new();
    for one in bodies.iter().filter(|one| !one.is_older) {
        let counted = one.findings.iter().map(|(row, _)| row).filter(|row| is_fault(row));
        for row in counted {
            let department = one.department.as_ref();
            let kind = kinds.entry((department.is_none(), department, row.grade, &row.rule)).or_default();
            kind.title = &row.title;
            kind.count += 1;
            kind.bodies.insert(&one.body);
        }
    }
    let rows = kinds.into_iter().map(|((_, department, grade, rule), kind)| {
        let mut bodies: Vec<&str> = kind.bodies.iter().copied().take(MOST_NAMED).collect();
        if kind.bodies.len() > MOST_NAMED {
            bodies.push("…");
        }
        vec![
            named(department),
            rule.into(),
            kind.title.into(),
            grade.name().into(),
            SheetCell::Count(kind.count),
            SheetCell::Count(kind.bodies.len()),
            bodies.join("、").into(),
        ]
    });
    SheetSection {
        title: "各类问题", columns: &KINDS, rows: rows.collect(), empty: "没有错误，也没有存疑"
    }
}

/// Whether it is to be mended.
fn is_fault(row: &FindingRow) -> bool {
    matches!(row.grade, Grade::Error | Grade::Warning) && row.accepted.is_none()
}

fn findings_of(bodies: &[ReportedBody]) -> SheetSection {
    let all = bodies.iter().filter(|one| !one.is_older).flat_map(|one| one.findings.iter().map(move |row| (one, row)));
    let open = all.filter(|(_, (row, _))| row.accepted.is_none() && row.grade != Grade::ToCome);
    let rows = open.map(|(one, (row, is_new))| {
        let new = match is_new {
            Some(true) => "新出现",
            Some(false) => "没有改",
            None => "",
        };
        vec![
            named(one.department.as_ref()),
            one.body.as_str().into(),
            year(one.year),
            row.grade.name().into(),
            row.rule.as_str().into(),
            row.title.as_str().into(),
            row.hand.name().into(),
            row.place.as_str().into(),
            row.message.as_str().into(),
            row.quote.as_deref().unwrap_or_default().into(),
            row.stated.clone(),
            row.expected.clone(),
            row.difference.clone(),
            row.suggestion.as_str().into(),
            new.into(),
            one.file.as_str().into(),
            row.document.as_ref().map(Place::to_string).unwrap_or_default().into(),
            row.id.as_str().into(),
        ]
    });
    SheetSection { title: "问题", columns: &FINDINGS, rows: rows.collect(), empty: "没有问题" }
}

fn unchecked_of(unchecked: &[Unchecked]) -> SheetSection {
    let rows = unchecked.iter().map(|one| {
        vec![
            one.matter.into(),
            one.department.as_deref().unwrap_or_default().into(),
            one.body.as_str().into(),
            one.file.as_str().into(),
            one.why.as_str().into(),
        ]
    });
    SheetSection { title: "没有核对的", columns: &UNCHECKED, rows: rows.collect(), empty: "全部核对过" }
}

#[cfg(test)]
mod tests;
