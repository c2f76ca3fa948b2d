//! The report of an import, for a person.

use super::report::{ColumnsBy, FoundTable, ImportReport, KnownBy, NotTaken, UnitSource};
use crate::disclosure::{Disclosure, Part};
use crate::form::Form;

/// `report` as text, a line for each thing.
pub fn report_text(form: &Form, disclosure: &Disclosure, report: &ImportReport) -> String {
    let mut lines = vec![format!(
        "{} {} 年{}预算公开（表式 {}）：认出 {} 张表，{} 个数",
        if disclosure.body.is_empty() { "（没有单位名称）" } else { &disclosure.body },
        disclosure.year,
        super::report::kind_name(disclosure.kind),
        form.id,
        report.tables.len(),
        report.figures(),
    )];
    lines.extend(report.tables.iter().map(|table| table_line(form, disclosure, table)));
    for number in &report.missing {
        let title = form.table(*number).map_or("", |table| table.title.get(disclosure.kind));
        lines.push(format!("  没有找到 表{number} {title}"));
    }
    for text in &report.texts {
        lines.push(format!("  {}：{}，{} 段", part_name(text.part), text.place, text.paragraphs));
    }
    for (name, place) in &report.performance {
        lines.push(format!("  绩效目标表“{name}”：{place}"));
    }
    section(&mut lines, "没有放进表里的数", report.unplaced.iter().map(not_taken));
    section(&mut lines, "读不出来的格", report.unread.iter().map(not_taken));
    section(&mut lines, "没有看懂的内容", report.not_understood.iter().map(not_taken));
    let assumptions = report.assumptions.iter().map(|assumption| match &assumption.place {
        Some(place) => format!("{place}：{}", assumption.text),
        None => assumption.text.clone(),
    });
    section(&mut lines, "推断", assumptions);
    section(&mut lines, "要先回答", report.questions.iter().map(super::Question::sentence));
    lines.join("\n")
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

fn table_line(form: &Form, disclosure: &Disclosure, table: &FoundTable) -> String {
    let title = form.table(table.number).map_or("", |own| own.title.get(disclosure.kind));
    let places: Vec<_> = table.places.iter().map(ToString::to_string).collect();
    let known = match table.known_by {
        KnownBy::Title => "",
        KnownBy::Heads => "，由表头认出",
    };
    let columns = match table.columns_by {
        ColumnsBy::Numbers => "，列按 ※ 编号",
        ColumnsBy::Heads => "，列按表头",
        ColumnsBy::Unknown => "，列没有认出",
    };
    let unit = match &table.unit {
        Some((unit, UnitSource::Said)) => format!("，{}", unit.name),
        Some((unit, UnitSource::Others)) => format!("，按其他表当作{}", unit.name),
        Some((unit, UnitSource::Option)) => format!("，按指定当作{}", unit.name),
        None if table.figures == 0 => String::new(),
        None => "，单位不明".to_owned(),
    };
    format!("  表{} {title}：{}，{} 个数{unit}{columns}{known}", table.number, places.join("、"), table.figures)
}

fn not_taken(item: &NotTaken) -> String {
    let table = item.table.map(|number| format!("表{number}"));
    let place = item.place.as_ref().map(ToString::to_string);
    let at: Vec<String> = table.into_iter().chain(place).collect();
    let texts = [at.join(" "), item.text.clone(), item.reason.clone()];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("：")
}

/// What a part is called.
fn part_name(part: Part) -> String {
    match part {
        Part::Overview => "概况".to_owned(),
        Part::Section(number) => format!("情况说明第 {number} 节"),
        Part::Glossary => "名词解释".to_owned(),
    }
}
