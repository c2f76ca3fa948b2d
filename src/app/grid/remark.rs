//! What is said of the active cell in the bar above the grid: what can be typed or taken there.

use super::Grid;
use super::entry::{EntryLines, Line, Meant};
use crate::app::cells::NoticeKind;
use crate::app::command::Command;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{AmountUnit, CellKey, RowKey};
use disclosure_engine::form::{Column, ListIndex, RowKind};
use disclosure_engine::proposal::ProposedAmount;
use disclosure_engine::sheet::SheetCell;

/// What typing into a cell that is computed does.
const STATED: &str = "这一格由程序计算：录入的数将作为公布数，与计算的数核对；按 Delete 恢复计算";

impl Grid {
    /// What to know about the active cell, and about what is being typed.
    pub fn remark(&self, workspace: &Workspace) -> Option<(NoticeKind, String)> {
        let evaluated = workspace.evaluated();
        let (sheet, lines) = self.with_lines(workspace)?;
        let cursor = self.selection().cursor;
        let proposals = &workspace.progress().proposals;
        let say = |text: String| Some((NoticeKind::Information, text));
        if let Some(lines) = &lines {
            match lines.at(cursor.row) {
                Some(Line::Blank) => return say(self.about_blank(workspace, lines)),
                Some(Line::Proposed(row)) => {
                    let column = match sheet.columns.get(cursor.column)?.column {
                        Column::Amount(place) => Some(evaluated.form.list(row.list).amounts[place].number),
                        _ => None,
                    };
                    let key = column.map(|column| CellKey::new(row.table, RowKey::Code(row.code), column));
                    let unit = key.as_ref().map_or_else(|| evaluated.unit(row.list), |key| evaluated.unit_of_key(key));
                    let amount = key.as_ref().and_then(|key| proposals.amounts.get(key));
                    let what = format!("{} {}", row.code.spaced(), row.name);
                    return say(about(unit, amount, &what));
                }
                None => {}
            }
        }
        let SheetCell::Amount(cell) = sheet.cell(cursor) else { return None };
        if self.is_editing() && evaluated.evaluation.state(cell).is_computed() {
            return Some((NoticeKind::Refusal, STATED.to_owned()));
        }
        let amount = proposals.amounts.get(&evaluated.key(cell))?;
        say(about(evaluated.unit_of_cell(cell), Some(amount), &evaluated.cell_label(cell)))
    }

    /// What can be typed into the blank line, and what was typed means.
    fn about_blank(&self, workspace: &Workspace, lines: &EntryLines) -> String {
        let evaluated = workspace.evaluated();
        if let Some(text) = self.typed_text().filter(|text| !text.trim().is_empty()) {
            let last = self.shown_table().and_then(|shown| shown.last);
            return match lines.meant(evaluated, text.trim(), last) {
                Ok(Meant::Row(row)) => {
                    let code = row.code.map(|code| format!("{} ", code.spaced())).unwrap_or_default();
                    let name = if row.project.is_empty() { row.code_name } else { row.project };
                    format!("Enter 增加一行：{code}{name}")
                }
                Ok(Meant::ProjectOf(entry)) => {
                    format!("Enter 接着填项目名称：{} {}", entry.code.spaced(), entry.name)
                }
                Err(why) => why,
            };
        }
        let ways = ways(workspace, lines.list);
        let next = lines.next.as_ref().map(|next| format!("Tab 增加 {} {}；", next.code.spaced(), next.name));
        format!("{}{ways}{}", next.unwrap_or_default(), still_to_come(workspace, lines.list))
    }
}

/// What the table must come to, where other tables say it.
fn still_to_come(workspace: &Workspace, list: ListIndex) -> String {
    let evaluated = workspace.evaluated();
    let table = evaluated.form.table_of(list).number;
    let unit = evaluated.unit(list);
    let to_come = workspace.progress().proposals.still_to_come(evaluated, table);
    to_come.map_or_else(String::new, |(whole, rest)| {
        format!("。按别的表，合计应为 {} {}，还差 {}", unit.text(whole), unit.name, unit.text(rest))
    })
}

fn ways(workspace: &Workspace, list: ListIndex) -> &'static str {
    match workspace.form().list(list).rows {
        RowKind::UnitProject(_) => "打项目名称，Enter 增加一行",
        RowKind::FunctionProject(_) => "打科目编码，或同一科目下的项目名称，Enter 增加一行",
        _ => "打编码（同一类的，只打后几位）、名称或拼音首字母，Enter 增加一行",
    }
}

/// What is proposed, from what it follows, and the keys that take it.
fn about(unit: &AmountUnit, amount: Option<&ProposedAmount>, what: &str) -> String {
    let keys = format!(
        "{} 带入本表全部，{} 带入所有的表；打字就用打的数",
        Command::TakeProposals.shortcut_text(),
        Command::TakeAllProposals.shortcut_text(),
    );
    match amount {
        None => format!("可以带入这一行：{what}。{keys}"),
        Some(amount) => {
            let doubt = if amount.is_certain { "" } else { "（多半如此，请核对）" };
            format!("可以带入 {} {}：{}{doubt}。{keys}", unit.text(amount.amount), unit.name, amount.because)
        }
    }
}
