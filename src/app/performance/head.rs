//! What stands above a performance table: its title, what can be done with it, what there is to know of the active field.

use egui::{RichText, Ui};

use super::{PerformancePage, PerformanceRequest, labels};
use crate::app::command::Command;
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::audit::Finding;
use disclosure_engine::disclosure::{
    IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use disclosure_engine::form::PerformanceForm;
use disclosure_engine::sheet::PerformanceSheet;

impl PerformancePage {
    /// Title, what can be done with the whole table, and what there is to know of the active field.
    pub(super) fn head_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        sheet: &PerformanceSheet,
    ) -> Option<PerformanceRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        let labels = labels(workspace)?;
        let table = workspace.disclosure().performance.get(self.table)?;
        ui.horizontal_wrapped(|ui| {
            let title = title(workspace, labels, table);
            ui.label(RichText::new(title).text_style(theme::bold_text()).size(20.0));
            ui.add_space(16.0);
            for (text, hint, asked) in [
                ("增加指标", "在选中的行下面增加一行（Insert）", PerformanceRequest::Command(Command::AddRow)),
                ("从别的表复制…", "复制另一张绩效目标表或上年的目标和指标", PerformanceRequest::CopyFrom),
                ("删除本表", "可以撤销", PerformanceRequest::Remove),
            ] {
                let protection = workspace.protection();
                if button_ui(ui, egui::Button::new(text), protection).on_hover_text(hint).clicked() {
                    request = Some(asked);
                }
            }
        });
        let said = match (self.controller.notice(), self.finding(workspace, sheet)) {
            (Some((_, notice)), _) => RichText::new(format!("✕ {notice}")).color(palette.error),
            (None, Some(message)) => RichText::new(message).color(palette.warning),
            (None, None) => RichText::new(self.hint(workspace, sheet, table)).color(palette.weak_text),
        };
        ui.add(egui::Label::new(said).wrap());
        ui.add_space(4.0);
        request
    }

    /// What was found at the active field.
    fn finding(&self, workspace: &Workspace, sheet: &PerformanceSheet) -> Option<String> {
        let field = sheet.field(self.controller.selection.cursor)?;
        let is_here = |finding: &&Finding| {
            let place = finding.text.as_ref().map(|spot| &spot.place);
            place == Some(&TextPlace::Performance(self.table, field)) && finding.accepted.is_none()
        };
        workspace.audit().findings.iter().find(is_here).map(|finding| finding.message.clone())
    }

    fn hint(&self, workspace: &Workspace, sheet: &PerformanceSheet, table: &PerformanceTable) -> &'static str {
        if workspace.protection().is_some() {
            return "方向键移动，Ctrl+C 复制；现在只能看，不能修改";
        }
        match sheet.field(self.controller.selection.cursor) {
            Some(PerformanceField::Indicator(row, level @ (IndicatorField::LevelOne | IndicatorField::LevelTwo))) => {
                match table.continues(row, level) {
                    true => "灰字与上一行相同，印出时合并成一格；在这里改，只改这一行",
                    false => "在这里改，下面相同的灰字一起改",
                }
            }
            Some(PerformanceField::Telephone) => "电话只留在文件里，印出时这一格空着",
            _ => "方向键移动，直接输入或按 F2 修改，Insert 增加指标；可以与 Excel 互相复制粘贴",
        }
    }
}

/// The printed title of a table.
fn title(workspace: &Workspace, labels: &PerformanceForm, table: &PerformanceTable) -> String {
    let disclosure = workspace.disclosure();
    let title = match table.subject {
        PerformanceSubject::Project(_) => labels.project.title.as_str(),
        PerformanceSubject::Whole => labels.whole.title.get(disclosure.kind),
    };
    format!("{title}{}", labels.subtitle).replace("{year}", &disclosure.year.to_string())
}
