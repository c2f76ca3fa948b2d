//! Where a text stands, in words and in the grid.

use crate::disclosure::{CellKey, Part, PerformanceSubject, RowKey, TextKey, TextPlace};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::{ListIndex, Template};

/// The place in words: `表7 的项目名称`, `情况说明 第五节 第 3 段`.
pub fn text_label(evaluated: Evaluated<'_>, place: &TextPlace) -> String {
    match place {
        TextPlace::Body => "单位名称".to_owned(),
        TextPlace::CodeName(table, _) | TextPlace::TotalName(table, _) => format!("表{table} 的科目名称"),
        TextPlace::ProjectName(table, _) => format!("表{table} 的项目名称"),
        TextPlace::UnitName(table, _) => format!("表{table} 的单位名称"),
        TextPlace::Field(table, key, column) => {
            let cell = CellKey::new(*table, key.clone(), *column);
            evaluated.field_label_of(&cell).unwrap_or_else(|| format!("表{table}（{column}）"))
        }
        TextPlace::Note(table) => format!("表{table} 下面的说明"),
        TextPlace::Paragraph(part, place) => format!("{} 第 {} 段", part_label(*part), place + 1),
        TextPlace::Slot(key) | TextPlace::Rewritten(key) => narrated_label(evaluated, key),
        TextPlace::Performance(place, _) => match evaluated.disclosure.performance.get(*place).map(|t| &t.subject) {
            Some(PerformanceSubject::Project(name)) => format!("绩效目标表“{name}”"),
            _ => "整体绩效目标表".to_owned(),
        },
    }
}

/// A paragraph of the template, or a slot in it, in words: `情况说明 第二节 主要原因`.
fn narrated_label(evaluated: Evaluated<'_>, key: &TextKey) -> String {
    let Some(template) = &evaluated.form.sentences else { return key.to_string() };
    let part = template.part_of(&key.id).map(part_label).unwrap_or_default();
    let slot = template.slot(&key.id).filter(|_| key.id.contains('.')).map(|slot| format!("“{}”", slot.label));
    let row = narrated_row(evaluated, template, key);
    format!("{part}{row}{}", slot.unwrap_or_default())
}

/// The row of a repeated paragraph in words.
fn narrated_row(evaluated: Evaluated<'_>, template: &Template, key: &TextKey) -> String {
    match &key.row {
        Some(RowKey::Code(code)) => format!(" {} ", code.spaced()),
        Some(RowKey::Project(id)) => {
            let project = |list| evaluated.project(list, *id).map(|project| format!(" {} ", project.name));
            template.lists_of(&key.id).into_iter().find_map(project).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The part in which the text stands; `None` for names, tables and performance tables.
pub fn text_part(evaluated: Evaluated<'_>, place: &TextPlace) -> Option<Part> {
    match place {
        TextPlace::Paragraph(part, _) => Some(*part),
        TextPlace::Slot(key) | TextPlace::Rewritten(key) => evaluated.form.sentences.as_ref()?.part_of(&key.id),
        _ => None,
    }
}

/// The part in words.
pub fn part_label(part: Part) -> String {
    const NUMERALS: [&str; 13] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    match part {
        Part::Overview => "概况".to_owned(),
        Part::Section(number) => match NUMERALS.get(usize::from(number)) {
            Some(numeral) => format!("情况说明 第{numeral}节"),
            None => format!("情况说明 第 {number} 节"),
        },
        Part::Glossary => "名词解释".to_owned(),
    }
}

/// The row of the grid in which the text stands.
pub(super) fn row_of(evaluated: Evaluated<'_>, place: &TextPlace) -> Option<(ListIndex, usize)> {
    let (table, key, is_total) = match place {
        TextPlace::CodeName(table, key) => (table, key.clone(), false),
        TextPlace::ProjectName(table, id) | TextPlace::UnitName(table, id) => (table, RowKey::Project(*id), false),
        TextPlace::TotalName(table, code) => (table, RowKey::Code(*code), true),
        TextPlace::Field(table, key, _) => (table, key.clone(), false),
        _ => return None,
    };
    let mut lists = evaluated.form.table(*table)?.list_indices();
    lists.find_map(|list| {
        let layout = evaluated.evaluation.layout(list);
        let row = match &key {
            RowKey::Project(id) => layout.row_of_project(*id),
            // A table that groups by unit has a subtotal of the code under each; the first is shown.
            RowKey::Code(code) => {
                let origin = if is_total { RowOrigin::CodeTotal } else { RowOrigin::Code };
                let is_it = |row: &usize| layout.rows[*row].origin == origin;
                layout.rows_of_code(*code).iter().copied().find(is_it)
            }
            RowKey::Fixed(id) => evaluated.form.list(list).fixed_rows().iter().position(|row| row.id == *id),
            _ => None,
        };
        row.map(|row| (list, row))
    })
}
