//! A comparison in words.

use super::{Apart, CellDifference, ComparedRow, Comparison, RowChange, RowDifference, TextDifference};
use crate::disclosure::{Amount, AmountUnit, CellKey, ColumnNumber, TableNumber};
use crate::form::Form;
use crate::spelling::visible;

/// The differences, a line each, by table; texts after them.
pub fn report_text(form: &Form, comparison: &Comparison) -> String {
    let mut lines = Vec::new();
    let mut table = None;
    for row in &comparison.rows {
        if table != Some(row.table) {
            lines.push(table_line(form, row.table));
            table = Some(row.table);
        }
        row_lines(form, row, &mut lines);
    }
    if !comparison.texts.is_empty() {
        lines.push("文字".to_owned());
        comparison.texts.iter().for_each(|text| text_lines(text, &mut lines));
    }
    if !comparison.prior.is_empty() {
        lines.push("上年预算数".to_owned());
        for row in &comparison.prior {
            let label = row.row().map_or("", |row| row.label.as_str());
            let cells = row.cells.iter().map(|cell| cell_line(form, row.table, row.row(), cell));
            lines.extend(cells.map(|cell| format!("  表{} {label}{cell}", row.table)));
        }
    }
    apart_lines(comparison, &mut lines);
    lines.push(counts(comparison));
    // A line that is in a name is none of the report.
    lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")
}

/// Of more figures of one place only the number is told.
const MOST_APART: usize = 5;

/// What has no counterpart of its own in the other form.
pub fn apart_text(apart: &Apart) -> String {
    let side = if apart.is_old { "旧" } else { "新" };
    let figures = apart.figures.iter().take(MOST_APART).map(|(row, amount)| {
        let amount = apart.unit.text(*amount);
        if row.is_empty() { amount } else { format!("{row} {amount}") }
    });
    let count = match apart.figures.len() {
        count if count > MOST_APART => format!(" 等 {count} 个数"),
        _ => String::new(),
    };
    let figures = figures.collect::<Vec<_>>().join("、");
    // Texts are not listed one by one.
    if figures.is_empty() {
        return format!("{side} {}", apart.place);
    }
    format!("{side} {}：{figures}{count}", apart.place)
}

fn apart_lines(comparison: &Comparison, lines: &mut Vec<String>) {
    for (is_merged, head) in [(false, "两套表式里没有对应的，没有比较"), (true, "合并了的，相加后比较")]
    {
        let own = comparison.apart.iter().filter(|apart| apart.is_merged == is_merged);
        let own: Vec<String> = own.map(|apart| format!("  {}", apart_text(apart))).collect();
        if !own.is_empty() {
            lines.push(head.to_owned());
            lines.extend(own);
        }
    }
}

/// How many things differ, in a line.
pub fn counts(comparison: &Comparison) -> String {
    if comparison.is_empty() {
        return "内容相同，没有差别".to_owned();
    }
    let (follows, _) = comparison.following();
    let prior: usize = comparison.prior.iter().map(|row| row.cells.len()).sum();
    let prior = if prior > 0 { format!("，{prior} 个上年数") } else { String::new() };
    let apart: usize = comparison.apart.iter().filter(|apart| !apart.is_merged).map(|apart| apart.figures.len()).sum();
    let apart = if apart > 0 { format!("，{apart} 个数没有对应的") } else { String::new() };
    format!(
        "共 {} 个数不同（其中 {follows} 个随其他数变动），{} 行增减、改名或移动，{} 处文字不同{prior}{apart}",
        comparison.cell_count(),
        comparison.row_count(),
        comparison.texts.len(),
    )
}

/// What differs only because other things do, where it is not listed; `None` where nothing does.
pub fn following_line(comparison: &Comparison) -> Option<String> {
    match comparison.following() {
        (0, 0) => None,
        (cells, 0) => Some(format!("另有 {cells} 个数随之变动")),
        (0, texts) => Some(format!("另有 {texts} 处文字随之变动")),
        (cells, texts) => Some(format!("另有 {cells} 个数、{texts} 处文字随之变动")),
    }
}

fn table_line(form: &Form, number: TableNumber) -> String {
    let name = form.table(number).map_or("", |table| table.outline.as_str());
    format!("表{number} {name}")
}

fn row_lines(form: &Form, row: &RowDifference, lines: &mut Vec<String>) {
    let label = row.row().map_or("", |row| row.label.as_str());
    if let Some(line) = row_line(row) {
        lines.push(format!("  {line}"));
    }
    let cells = row.cells.iter().map(|cell| (cell, cell_line(form, row.table, row.row(), cell)));
    lines.extend(cells.map(|(cell, line)| {
        let follows = if cell.follows { "（随之变动）" } else { "" };
        format!("  {label}{line}{follows}")
    }));
}

/// What became of the row itself, if something did.
pub fn row_line(row: &RowDifference) -> Option<String> {
    let (old, new) = (row.old.as_ref().map_or("", |row| &row.label), row.new.as_ref().map_or("", |row| &row.label));
    match row.change {
        _ if !row.is_changed() => None,
        RowChange::Kept => None,
        RowChange::Added => Some(format!("增加行：{new}")),
        RowChange::Removed => Some(format!("减少行：{old}")),
        RowChange::Moved => Some(format!("行的次序不同：{new}")),
        RowChange::Renamed(likeness) => Some(format!("改名：{old} → {new}，{}", likeness.text())),
    }
}

/// A figure before and after, with its column: `（3）一般公共预算：2,256.84 → 2,300.00（+43.16）`.
pub fn cell_line(form: &Form, table: TableNumber, row: Option<&ComparedRow>, cell: &CellDifference) -> String {
    let unit = unit_of(form, table, row, cell);
    let amount = |amount: Option<Amount>| amount.map_or_else(|| "空".to_owned(), |amount| unit.text(amount));
    let change = cell.new.unwrap_or_default() - cell.old.unwrap_or_default();
    let sign = if change > Amount::ZERO { "+" } else { "" };
    let column = column_label(form, table, cell.column);
    format!("{column}：{} → {}（{sign}{}）", amount(cell.old), amount(cell.new), unit.text(change))
}

/// Unit in which the figures of `cell` are printed.
pub fn unit_of<'f>(
    form: &'f Form,
    table: TableNumber,
    row: Option<&ComparedRow>,
    cell: &CellDifference,
) -> &'f AmountUnit {
    let key = row.map(|row| CellKey::new(table, row.key.clone(), cell.column));
    key.map_or_else(|| form.unit_of_table(table), |key| form.unit_of_cell(&key))
}

/// The column in words; blank where the table has only one.
fn column_label(form: &Form, table: TableNumber, number: ColumnNumber) -> String {
    let Some(table) = form.table(table) else { return format!("（{number}）") };
    let mut lists = table.list_indices().map(|list| form.list(list));
    let list = lists.find(|list| list.column_place(number).is_some() && list.amounts.len() > 1);
    match list.and_then(|list| Some(&list.amounts[list.column_place(number)?])) {
        Some(column) if table.numbered => format!("（{number}）{}", column.title),
        Some(column) => format!(" {}", column.title),
        None => String::new(),
    }
}

fn text_lines(text: &TextDifference, lines: &mut Vec<String>) {
    let follows = if text.follows { "（随数字变动）" } else { "" };
    lines.push(format!("  {}{follows}：", text.label));
    let words =
        |text: &Option<String>| text.as_deref().map_or_else(|| "没有".to_owned(), |text| text.replace('\n', " "));
    lines.push(format!("    旧 {}", words(&text.old)));
    lines.push(format!("    新 {}", words(&text.new)));
}
