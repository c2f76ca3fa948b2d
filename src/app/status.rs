//! The line at the bottom: the selection's sum, the findings in all, and whether everything is saved.

use egui::{Align, Layout, RichText, Sense, Ui};

use super::command::Command;
use super::grid::{Grid, mark};
use super::theme::Palette;
use super::workspace::Workspace;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{Amount, Measure};
use disclosure_engine::evaluate::CellIndex;

/// The unit is said where so much room is left, and the form where so much; in points.
const ROOM_FOR_UNIT: f32 = 140.0;
const ROOM_FOR_FORM: f32 = 330.0;

/// Draws the status line; `grid` is shown beside a table. Where room is short, what is said elsewhere too is left out.
/// Returns whether the list of findings was asked for.
pub fn ui(ui: &mut Ui, workspace: &Workspace, grid: Option<&Grid>) -> bool {
    let palette = Palette::of(ui.visuals());
    let unit = grid.map_or(&workspace.form().text_unit, |grid| grid.unit(workspace.evaluated()));
    let mut asks_findings = false;
    ui.horizontal(|ui| {
        ui.label(grid.map_or_else(String::new, |grid| selection_text(workspace, grid)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (text, color) = match (workspace.is_dirty(), workspace.path()) {
                _ if workspace.access().is_read_only() => ("只读", palette.warning),
                (true, _) => ("● 未保存", palette.warning),
                (false, Some(_)) => ("✓ 已保存", palette.weak_text),
                (false, None) => ("尚无文件", palette.weak_text),
            };
            ui.label(RichText::new(text).color(color));
            journal_ui(ui, workspace, &palette);
            ui.separator();
            if workspace.is_locked() {
                ui.label(RichText::new("审阅模式 · 内容已锁定").color(palette.accent));
                ui.separator();
            }
            for grade in [Grade::Warning, Grade::Error] {
                let count = workspace.audit().count(grade);
                let (mark, color) = mark(grade, &palette);
                let color = if count > 0 { color } else { palette.weak_text };
                let text = RichText::new(format!("{mark} {} {count}", grade.name())).color(color);
                let count = ui.add(egui::Label::new(text).sense(Sense::click()));
                asks_findings |= count.on_hover_text("单击打开问题列表").clicked();
            }
            // What just happened is told before what always stands there.
            let room = if workspace.dropped().is_some() { 0.0 } else { ui.available_width() };
            if room > ROOM_FOR_UNIT {
                ui.separator();
                ui.label(RichText::new(format!("单位：{}", unit.name)).color(palette.weak_text));
            }
            if room > ROOM_FOR_FORM {
                ui.separator();
                form_ui(ui, workspace, &palette);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let proposed = || grid.and_then(|grid| proposed_text(workspace, grid));
                let told = workspace.dropped().map(|told| (told.to_owned(), palette.warning));
                if let Some((text, color)) = told.or_else(|| Some((proposed()?, palette.accent))) {
                    ui.add(egui::Label::new(RichText::new(text).color(color)).truncate());
                }
            });
        });
    });
    asks_findings
}

/// Which form the disclosure follows, and that it was made for another year.
fn form_ui(ui: &mut Ui, workspace: &Workspace, palette: &Palette) {
    let form = workspace.form();
    let label = match form.other_year(workspace.disclosure().year) {
        Some(told) => ui.label(RichText::new(format!("▲ {told}")).color(palette.warning)),
        None => match form.standing() {
            Some(standing) => ui.label(RichText::new(format!("▲ 表式：{standing}")).color(palette.warning)),
            None => ui.label(RichText::new(format!("表式：{}", form.short_name())).color(palette.weak_text)),
        },
    };
    label.on_hover_text(format!("{}\n{}", form.name, form.full_name()));
}

/// Whether what is not saved is on the disk all the same.
fn journal_ui(ui: &mut Ui, workspace: &Workspace, palette: &Palette) {
    let kept = workspace.safekeeping();
    if let Some(failure) = kept.failure() {
        let label = ui.label(RichText::new("⚠ 自动记录写不进去").color(palette.error));
        label.on_hover_text(format!("程序意外停止时，未保存的修改会丢失，请尽快保存。\n{failure}"));
    } else if let Some(at) = kept.journalled_at().filter(|_| workspace.is_dirty()) {
        let at = at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M");
        let label = ui.label(RichText::new(format!("已自动记录 {at}")).color(palette.weak_text));
        label.on_hover_text("修改已记在恢复记录里：停电、死机也不会丢失。文件要保存才会改变。");
    }
}

/// What follows from other tables for the one that is shown, and the key that takes it.
fn proposed_text(workspace: &Workspace, grid: &Grid) -> Option<String> {
    let table = grid.table().filter(|_| workspace.protection().is_none())?;
    let proposed = workspace.progress().proposals.summary(table)?;
    Some(format!("→ 表{table} 有 {proposed}可以带入：{}", Command::TakeProposals.shortcut_text()))
}

fn selection_text(workspace: &Workspace, grid: &Grid) -> String {
    let evaluated = workspace.evaluated();
    let cells = grid.selected_amounts(evaluated).into_iter();
    let filled: Vec<CellIndex> = cells.filter(|&cell| !evaluated.value(cell).is_zero()).collect();
    let Some(&first) = filled.first() else { return String::new() };
    let own = |cell: CellIndex| evaluated.form.list(cell.list).amounts[cell.column].unit.as_ref();
    // Amounts, counts and percentages do not add up, nor do percentages among themselves.
    let is_percent = own(first).is_some_and(|unit| unit.measure == Measure::Percent);
    if is_percent || filled.iter().any(|&cell| own(cell) != own(first)) {
        return format!("计数 {}", filled.len());
    }
    let unit = evaluated.unit_of_cell(first);
    let sum: Amount = filled.iter().map(|&cell| evaluated.value(cell)).sum();
    match filled.len() {
        1 => format!("求和 {}　计数 1", unit.text(sum)),
        count => {
            let average = sum.yuan() / rust_decimal::Decimal::from(count);
            let average = Amount::from_yuan(average.round_dp(Amount::MAX_SCALE)).map(|average| unit.text(average));
            format!("求和 {}　计数 {count}　平均 {}", unit.text(sum), average.unwrap_or_default())
        }
    }
}
