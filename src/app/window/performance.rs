//! What is done to performance tables.

use std::path::Path;

use egui::Context;

use super::documents::{FILTER, Picking};
use super::{Dialog, Window};
use crate::app::command::Command;
use crate::app::dialogs::{PerformanceChoice, PerformanceDialog, subject_name};
use crate::app::paths::PathRequest;
use crate::app::performance::PerformanceRequest;
use crate::app::texts::TextPage;
use disclosure_engine::disclosure::{Disclosure, PerformanceField, PerformanceTable};
use disclosure_engine::edit::{
    add_performance_table, copy_performance, new_performance_table, remove_performance_table, subjects_without_table,
};
use disclosure_engine::file;

impl Window {
    /// A table that is not there any more is not shown any longer: undo may have taken it.
    pub(super) fn keep_performance(&mut self) {
        let Some(TextPage::Performance(table)) = self.texts.shown() else { return };
        let count = self.workspace.as_ref().map_or(0, |workspace| workspace.disclosure().performance.len());
        match table.min(count.saturating_sub(1)) {
            _ if count == 0 => self.texts.hide(),
            kept => {
                self.texts.show(TextPage::Performance(kept));
                self.performance.show(kept);
            }
        }
    }

    /// Carries out what was asked on the page.
    pub(super) fn carry_out_performance(&mut self, request: PerformanceRequest, commands: &mut Vec<Command>) {
        let Some(TextPage::Performance(table)) = self.texts.shown() else { return };
        match request {
            PerformanceRequest::Command(command) => commands.push(command),
            PerformanceRequest::Paste(text) => {
                if let Some(workspace) = &mut self.workspace {
                    self.performance.paste(workspace, &text);
                }
            }
            PerformanceRequest::CopyFrom => self.begin_copy_performance(table),
            PerformanceRequest::Remove => self.remove_performance(table),
        }
    }

    fn remove_performance(&mut self, table: usize) {
        if !self.finish_editing() {
            return;
        }
        let Some(workspace) = &mut self.workspace else { return };
        if let Ok(step) = remove_performance_table(workspace.disclosure(), table) {
            workspace.make(step);
        }
    }

    /// Shows the performance table at `table`, to be filled in.
    pub(super) fn show_performance(&mut self, table: usize) {
        let Some(workspace) = &self.workspace else { return };
        if table < workspace.disclosure().performance.len() {
            self.texts.show(TextPage::Performance(table));
            self.performance.go_to(workspace, table, PerformanceField::Goal);
        }
    }

    /// Asks for what a table is to be made.
    pub(in crate::app) fn begin_add_performance(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let subjects = subjects_without_table(workspace.evaluated());
        self.dialog = Some(Dialog::Performance(PerformanceDialog::make(subjects)));
    }

    /// Asks from which table goal and indicators are taken.
    fn begin_copy_performance(&mut self, table: usize) {
        if !self.finish_editing() {
            return;
        }
        let Some(workspace) = &self.workspace else { return };
        let own = choices(workspace.disclosure(), Some(table), false);
        let beside = workspace.prior().or(workspace.last_year());
        let last = beside.into_iter().flat_map(|prior| choices(prior.disclosure(), None, true));
        let choices = own.into_iter().chain(last).collect();
        let hint = "换下本表的目标和指标，资金和名称不动，可以撤销。".to_owned();
        self.dialog = Some(Dialog::Performance(PerformanceDialog::copy(table, hint, choices)));
    }

    /// Takes the answer of the dialog; `table` is the one that takes from another.
    pub(super) fn take_performance(&mut self, ctx: &Context, table: Option<usize>, choice: PerformanceChoice) {
        let Some(workspace) = &mut self.workspace else { return };
        match (choice, table) {
            (PerformanceChoice::Make(subject), _) => {
                let made = new_performance_table(workspace.evaluated(), subject);
                let place = workspace.disclosure().performance.len();
                let step = add_performance_table(workspace.disclosure(), place, made);
                workspace.make(step);
                self.show_performance(place);
            }
            (PerformanceChoice::Copy { from, is_last_year }, Some(table)) => {
                match copy_performance(workspace.disclosure(), table, &from, is_last_year) {
                    Ok(step) => workspace.make(step),
                    Err(error) => self.performance.set_notice(error.to_string()),
                }
            }
            (PerformanceChoice::OpenLastYear, Some(table)) => {
                self.picking = Some(Picking::PerformanceFrom(table));
                let request = PathRequest::open("打开上年的预算公开文件").filter(FILTER, &[file::EXTENSION]);
                self.picker.start(self.beginning_at_hand(request), ctx);
            }
            _ => {}
        }
    }

    /// Offers the tables of the file at `path` to be taken over into `table`.
    pub(super) fn open_performance(&mut self, table: usize, path: &Path) {
        match file::open(path, &self.forms) {
            Err(error) => self.complain("文件打不开", format!("{}\n\n{error}", path.display())),
            Ok(opened) => {
                let hint = format!("{} {} 年的绩效目标表。那一年的指标值成为上年的值。", opened.body, opened.year);
                let choices = choices(&opened, None, true);
                self.dialog = Some(Dialog::Performance(PerformanceDialog::copy(table, hint, choices)));
            }
        }
    }
}

/// The tables of `disclosure` but `own`, each with what it is called in a list.
fn choices(disclosure: &Disclosure, own: Option<usize>, is_last_year: bool) -> Vec<(String, PerformanceChoice)> {
    let tables = disclosure.performance.iter().enumerate().filter(|(place, _)| Some(*place) != own);
    let choice = |table: &PerformanceTable| {
        let year = if is_last_year { format!("{} 年　", disclosure.year) } else { String::new() };
        let name = format!("{year}{}（{} 个指标）", subject_name(&table.subject), table.indicators.len());
        (name, PerformanceChoice::Copy { from: Box::new(table.clone()), is_last_year })
    };
    tables.map(|(_, table)| choice(table)).collect()
}
