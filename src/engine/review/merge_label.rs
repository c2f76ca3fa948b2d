//! What the places are called where two people changed the same.

use crate::audit::{part_label, text_label};
use crate::disclosure::{CommentPlace, Disclosure, RowKey, TableNumber, TextPlace};
use crate::edit::{MergeConflict, MergePlace, component_label};
use crate::evaluate::Evaluated;

use super::comments::{find_place, place_label};
use super::compare::field_label;

/// What the place of `conflict` is called in the first of `sides` that has it.
pub fn merge_label(sides: &[Evaluated<'_>], conflict: &MergeConflict) -> String {
    let commented = |place: CommentPlace| {
        sides.iter().find_map(|side| find_place(*side, &place).map(|found| place_label(*side, &found)))
    };
    let row = |table: TableNumber, row: &RowKey| {
        commented(CommentPlace::Row(table, row.clone())).unwrap_or_else(|| format!("表{table} 的一行"))
    };
    let of_row = |table, key: &RowKey, what: &str| format!("{} {what}", row(table, key).trim_end_matches(" 整行"));
    let cell = |cell: &crate::disclosure::CellKey| {
        commented(CommentPlace::Cell(cell.clone()))
            .unwrap_or_else(|| format!("{}（{}）", row(cell.table, &cell.row), cell.column))
    };
    let text = |place: TextPlace| sides.first().map_or_else(String::new, |side| text_label(*side, &place));
    match &conflict.place {
        MergePlace::Form => "表式".to_owned(),
        MergePlace::Kind => "单位或部门".to_owned(),
        MergePlace::Body => "单位名称".to_owned(),
        MergePlace::Year => "年度".to_owned(),
        MergePlace::Row(table, key) => row(*table, key),
        MergePlace::Name(table, key) => of_row(*table, key, "名称"),
        MergePlace::Code(table, key) => of_row(*table, key, "科目"),
        MergePlace::Unit(table, key) => of_row(*table, key, "所属单位"),
        MergePlace::RowOrder(table) => format!("表{table} 行的次序"),
        MergePlace::Entered(key) => cell(key),
        MergePlace::Field(key) => text(TextPlace::Field(key.table, key.row.clone(), key.column)),
        MergePlace::Stated(key) => format!("{} 公布数", cell(key)),
        MergePlace::Prior(key) => format!("{} 上年预算数", cell(key)),
        MergePlace::TotalName(table, code) => format!("表{table} {} 的科目名称", code.spaced()),
        MergePlace::Note(table) => format!("表{table} 下面的说明"),
        MergePlace::Slot(key) => text(TextPlace::Slot(key.clone())),
        MergePlace::Rewritten(key) => text(TextPlace::Rewritten(key.clone())),
        MergePlace::Order(part) => format!("{} 项目的次序", part_label(*part)),
        MergePlace::Part(part) => format!("{} 整节", part_label(*part)),
        MergePlace::Paragraphs(part, place) => format!("{} 第 {} 段起", part_label(*part), place + 1),
        MergePlace::Comment(id) => comment_label(sides, id.0),
        MergePlace::PerformanceTable(_) => "绩效目标表".to_owned(),
        MergePlace::Performance(_, field) => {
            let label = sides.first().map(|side| field_label(side.form, *field)).unwrap_or_default();
            format!("{} {label}", conflict.about)
        }
        MergePlace::Indicator(..) => format!("{} 的一个指标", conflict.about),
        MergePlace::IndicatorOrder(_) => format!("{} 指标的次序", conflict.about),
        MergePlace::PerformanceOrder => "绩效目标表的次序".to_owned(),
        MergePlace::Acceptance(_) => "接受的问题".to_owned(),
        MergePlace::SignOff(_) => "签审".to_owned(),
        MergePlace::Said(component) => format!("{} 填没填完", component_label(*component)),
    }
}

fn comment_label(sides: &[Evaluated<'_>], id: u32) -> String {
    let of = |disclosure: &Disclosure| {
        let found = disclosure.comments.iter().find(|comment| comment.id.0 == id);
        found.map(|comment| format!("批注 {}", comment.about))
    };
    sides.iter().find_map(|side| of(side.disclosure)).unwrap_or_else(|| "批注".to_owned())
}
