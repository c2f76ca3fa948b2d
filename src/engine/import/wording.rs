//! The report of an import, for a person: as text, and as lines to go through.

use super::report::{ColumnsBy, FoundTable, ImportReport, KnownBy, NotTaken, Question, UnitSource};
use crate::disclosure::{Disclosure, Part, TableNumber};
use crate::form::Form;
use crate::spelling::visible;

/// What a line of a report is about, in the order in which a person goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportGroup {
    /// What is wrong around tables and texts: on the cover, in the contents.
    Faults,
    /// A cell that could not be read.
    Unread,
    /// A figure that has no place.
    Unplaced,
    /// A piece that was not understood.
    NotUnderstood,
    /// A table of the form that was not found.
    Missing,
    /// Something that was concluded and not read.
    Assumed,
    /// A table that was found.
    Found,
    /// A text or a performance table that was found.
    Texts,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    pub group: ReportGroup,
    /// The table to which it belongs.
    pub table: Option<TableNumber>,
    /// Where in the document, blank where that is not one place.
    pub place: String,
    pub text: String,
    /// What is to be said of it.
    pub remark: String,
}

impl ReportGroup {
    /// Its name in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Self::Faults => "封面、目录等处的问题",
            Self::Unread => "读不出来的格",
            Self::Unplaced => "没有放进表里的数",
            Self::NotUnderstood => "没有看懂的内容",
            Self::Missing => "没有找到的表",
            Self::Assumed => "推断",
            Self::Found => "认出的表",
            Self::Texts => "认出的文字",
        }
    }
}

/// `report` as lines, those that need a look first; open questions are not among them.
pub fn report_lines(form: &Form, disclosure: &Disclosure, report: &ImportReport) -> Vec<ReportLine> {
    let title = |number| title(form, disclosure, report, number);
    let left = |group: ReportGroup, items: &[NotTaken]| -> Vec<ReportLine> {
        let line = |item: &NotTaken| ReportLine {
            group,
            table: item.table,
            place: item.place.as_ref().map(ToString::to_string).unwrap_or_default(),
            text: item.text.clone(),
            remark: item.reason.clone(),
        };
        items.iter().map(line).collect()
    };
    let fault = |fault: &String| ReportLine {
        group: ReportGroup::Faults,
        table: None,
        place: String::new(),
        text: fault.clone(),
        remark: String::new(),
    };
    let mut lines: Vec<ReportLine> = report.faults.iter().map(fault).collect();
    lines.extend(left(ReportGroup::Unread, &report.unread));
    lines.extend(left(ReportGroup::Unplaced, &report.unplaced));
    lines.extend(left(ReportGroup::NotUnderstood, &report.not_understood));
    let line =
        |group, table, place: String, text: String, remark: String| ReportLine { group, table, place, text, remark };
    lines.extend(report.missing.iter().map(|&number| {
        let remark = "不在文件里；有关的核对算未核".to_owned();
        line(ReportGroup::Missing, Some(number), String::new(), title(number), remark)
    }));
    lines.extend(report.assumptions.iter().map(|assumption| {
        let place = assumption.place.as_ref().map(ToString::to_string).unwrap_or_default();
        line(ReportGroup::Assumed, None, place, assumption.text.clone(), String::new())
    }));
    lines.extend(report.tables.iter().map(|table| {
        let place = places(table);
        line(ReportGroup::Found, Some(table.number), place, title(table.number), how(table))
    }));
    lines.extend(report.texts.iter().map(|text| {
        let remark = format!("{} 段", text.paragraphs);
        line(ReportGroup::Texts, None, text.place.to_string(), part_name(text.part), remark)
    }));
    lines.extend(report.performance.iter().map(|(name, place)| {
        line(ReportGroup::Texts, None, place.to_string(), format!("绩效目标表“{name}”"), String::new())
    }));
    lines
}

/// `report` as text, a line for each thing.
pub fn report_text(form: &Form, disclosure: &Disclosure, report: &ImportReport) -> String {
    let understood = report.understood().sentence();
    let mut lines = vec![format!("{}（表式 {}）：{understood}", heading(disclosure, report), form.id)];
    lines.push(format!("  表式：{}", report.recognised));
    let title = |number| title(form, disclosure, report, number);
    lines.extend(report.tables.iter().map(|table| table_line(table, &title(table.number))));
    lines.extend(report.missing.iter().map(|&number| format!("  没有找到 表{number} {}", title(number))));
    for text in &report.texts {
        lines.push(format!("  {}：{}，{} 段", part_name(text.part), text.place, text.paragraphs));
    }
    for (name, place) in &report.performance {
        lines.push(format!("  绩效目标表“{name}”：{place}"));
    }
    section(&mut lines, "封面、目录等处的问题", report.faults.iter().cloned());
    section(&mut lines, "没有放进表里的数", report.unplaced.iter().map(not_taken));
    section(&mut lines, "读不出来的格", report.unread.iter().map(not_taken));
    section(&mut lines, "没有看懂的内容", report.not_understood.iter().map(not_taken));
    let assumptions = report.assumptions.iter().map(|assumption| match &assumption.place {
        Some(place) => format!("{place}：{}", assumption.text),
        None => assumption.text.clone(),
    });
    section(&mut lines, "推断", assumptions);
    section(&mut lines, "要先回答", report.questions.iter().map(Question::sentence));
    // A line that is in a name is none of the report.
    lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")
}

/// Of whom and of which year a document is. What it does not say and is asked for is not said here either: until it is
/// answered something else stands in for it.
fn heading(disclosure: &Disclosure, report: &ImportReport) -> String {
    let is_asked = |question: Question| report.questions.contains(&question);
    let body = if disclosure.body.is_empty() { "（没有单位名称）" } else { &disclosure.body };
    let year = match is_asked(Question::Year) {
        true => "（没有写明年份）".to_owned(),
        false => format!(" {} 年", disclosure.year),
    };
    let kind = match is_asked(Question::Kind) {
        true => "（没有写明是单位还是部门）",
        false => super::report::kind_name(disclosure.kind),
    };
    format!("{body}{year}{kind}预算公开")
}

/// What the table is called: where it is not known yet whether the document is a unit's or a department's, in the words that
/// both have for it.
fn title(form: &Form, disclosure: &Disclosure, report: &ImportReport, number: TableNumber) -> String {
    let Some(table) = form.table(number) else { return String::new() };
    let is_known = !report.questions.contains(&Question::Kind) || table.title.unit == table.title.department;
    if is_known { table.plain_title(disclosure.kind) } else { table.outline.clone() }
}

/// Lines of one kind that are printed; of more only the number is.
const MOST_LINES: usize = 200;

fn section(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    lines.push(format!("  {title}（{}）：", items.len()));
    lines.extend(items.iter().take(MOST_LINES).map(|item| format!("    {item}")));
    if items.len() > MOST_LINES {
        lines.push(format!("    ……另有 {} 项", items.len() - MOST_LINES));
    }
}

fn table_line(table: &FoundTable, title: &str) -> String {
    format!("  表{} {title}：{}，{}", table.number, places(table), how(table))
}

fn places(table: &FoundTable) -> String {
    table.places.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
}

/// How much was taken of a table, and how it was known.
fn how(table: &FoundTable) -> String {
    let known = match table.known_by {
        KnownBy::Title => "",
        KnownBy::Heads => "，由表头认出",
        KnownBy::Codes => "，由科目编码认出",
    };
    let columns = match table.columns_by {
        ColumnsBy::Numbers => "，列按 ※ 编号",
        ColumnsBy::Heads => "，列按表头",
        ColumnsBy::Contents => "，列按内容",
        ColumnsBy::Unknown => "，列没有认出",
    };
    let unit = match &table.unit {
        Some((unit, UnitSource::Said)) => format!("，{}", unit.name),
        Some((unit, UnitSource::Others)) => format!("，按其他表当作{}", unit.name),
        Some((unit, UnitSource::Option)) => format!("，按指定当作{}", unit.name),
        None if table.figures == 0 => String::new(),
        None => "，单位不明".to_owned(),
    };
    format!("{} 个数{unit}{columns}{known}", table.figures)
}

fn not_taken(item: &NotTaken) -> String {
    let table = item.table.map(|number| format!("表{number}"));
    let place = item.place.as_ref().map(ToString::to_string);
    let at: Vec<String> = table.into_iter().chain(place).collect();
    let texts = [at.join(" "), item.text.clone(), item.reason.clone()];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("：")
}

fn part_name(part: Part) -> String {
    match part {
        Part::Overview => "概况".to_owned(),
        Part::Section(number) => format!("情况说明第 {number} 节"),
        Part::Glossary => "名词解释".to_owned(),
    }
}
