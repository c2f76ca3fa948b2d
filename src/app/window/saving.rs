//! Saving, and what happens when it cannot be done.

use std::collections::BTreeSet;
use std::path::Path;

use egui::Context;

use super::documents::{Picking, about};
use super::{Dialog, Window};
use crate::app::dialogs::{Conflict, ConflictAnswer, ConflictDialog, MergeDialog, MergeQuestion};
use crate::app::paths::PathRequest;
use crate::app::safekeeping::Over;
use crate::app::workspace::Workspace;
use disclosure_engine::edit::MergePlace;
use disclosure_engine::file::{self, FileError, Opened};
use disclosure_engine::spelling::{visible, visible_lines};
use disclosure_export::file_name::proposed_name;

use super::documents::FILTER;

impl Window {
    /// Saves, after asking for a path where there is none, or where it cannot be saved where it is.
    pub(in crate::app) fn save(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        match workspace.path().map(Path::to_owned).filter(|_| !workspace.access().is_read_only()) {
            Some(path) => self.save_to(ctx, &path, Over::Opened),
            None => self.save_as(ctx),
        }
    }

    pub(in crate::app) fn save_as(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let disclosure = workspace.disclosure();
        let proposed = match workspace.path().and_then(Path::file_name) {
            Some(name) => name.to_string_lossy().into_owned(),
            None => proposed_name(disclosure, &format!("预算公开.{}", file::EXTENSION)),
        };
        self.picking = Some(Picking::SaveAs);
        let request = PathRequest::save("另存为", proposed).filter(FILTER, &[file::EXTENSION]);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    pub(super) fn save_to(&mut self, ctx: &Context, path: &Path, over: Over) {
        let Some(workspace) = &mut self.workspace else { return };
        match workspace.save(path, over) {
            Ok(told) => {
                self.recent.add(path, about(workspace.disclosure()));
                if let Some(told) = told {
                    self.grid.set_notice(told);
                }
                if let Some(after) = self.after.take() {
                    self.go_on(ctx, after);
                }
            }
            Err(FileError::Changed) => self.ask_about_conflict(path),
            Err(error @ (FileError::Gone | FileError::Elsewhere)) => {
                let file = visible(&path.display().to_string()).into_owned();
                self.dialog =
                    Some(Dialog::Conflict(ConflictDialog { file, conflict: Conflict::Lost(error.to_string()) }));
            }
            Err(error) => {
                self.after = None;
                self.complain("没有保存成功", format!("{}\n\n{error}", visible(&path.display().to_string())));
            }
        }
    }

    fn ask_about_conflict(&mut self, path: &Path) {
        let Some(workspace) = &self.workspace else { return };
        let theirs = file::open(path, &self.forms).map_err(|error| error.to_string());
        let differences = theirs.map(|theirs| workspace.differences_to(&theirs));
        let file = visible(&path.display().to_string()).into_owned();
        let conflict = Conflict::Changed { differences, can_merge: workspace.can_merge() };
        self.dialog = Some(Dialog::Conflict(ConflictDialog { file, conflict }));
    }

    /// Takes the answer to the question what to do about a file that somebody else changed.
    pub(super) fn carry_out_conflict(&mut self, ctx: &Context, answer: Option<ConflictAnswer>) {
        let Some(path) = self.workspace.as_ref().and_then(Workspace::path).map(Path::to_owned) else { return };
        match answer {
            None => self.after = None,
            Some(ConflictAnswer::SaveAs) => self.save_as(ctx),
            Some(ConflictAnswer::Overwrite) => self.save_to(ctx, &path, Over::Anything),
            Some(ConflictAnswer::Merge) => self.merge(&path),
        }
    }

    /// Puts what somebody else changed into what is open, after asking about what was changed here, too.
    fn merge(&mut self, path: &Path) {
        self.after = None;
        let Some(workspace) = &self.workspace else { return };
        let theirs = match file::open_to_edit(path, &self.forms) {
            Ok(theirs) => theirs,
            Err(error) => return self.complain("没有合并", error.to_string()),
        };
        let conflicts = workspace.merge_conflicts(&theirs.disclosure);
        if conflicts.is_empty() {
            return self.take_merged(theirs, &BTreeSet::new());
        }
        let questions = conflicts.into_iter().map(|(conflict, label)| MergeQuestion {
            place: conflict.place,
            label: visible(&label).into_owned(),
            mine: visible_lines(&conflict.mine).into_owned(),
            theirs: visible_lines(&conflict.theirs).into_owned(),
            takes_theirs: None,
        });
        self.dialog = Some(Dialog::Merge(MergeDialog::new(questions.collect()), Box::new(theirs)));
    }

    /// Merges `theirs`; what they have stays at the places in `chosen`.
    pub(super) fn take_merged(&mut self, theirs: Opened, chosen: &BTreeSet<MergePlace>) {
        let Some(workspace) = &mut self.workspace else { return };
        match workspace.merge(theirs, &self.forms, chosen) {
            Ok(left) => self.complain("已合并，还没有保存", merged_text(&left)),
            Err(error) => self.complain("没有合并", format!("两边的修改合在一起不成立：{error}")),
        }
    }
}

fn merged_text(left: &[String]) -> String {
    let both = if left.is_empty() {
        "现在与那个文件完全相同。".to_owned()
    } else {
        format!("合并后与那个文件不同的地方，是这里改过的和随之变动的：\n{}", left.join("\n"))
    };
    format!("别人改过的内容已并到这里，可以撤销。请核对后再保存。\n\n{both}")
}
