//! What a reviewer asks for: comparing, signing off, the way through everything.

use std::path::Path;

use egui::Context;

use super::comments::local_time;
use super::documents::Picking;
use super::{Dialog, Window};
use crate::app::dialogs::{CommentAnswer, SignDialog};
use crate::app::findings::FindingRequest;
use crate::app::paths::PathRequest;
use crate::app::review::{ReviewRequest, ReviewTab, Stop, scope_label, stops};
use crate::app::texts::TextPage;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{SignOffScope, Signature, TextPlace};
use disclosure_engine::edit::{EditError, sign_off, withdraw_sign_off};
use disclosure_engine::file;
use disclosure_engine::form::ListIndex;
use disclosure_engine::review::compare::ComparedText;
use disclosure_engine::review::{scope_snapshot, snapshot};

impl Window {
    /// Locks what is published, so that only comments and sign-offs are written; or unlocks it.
    pub(in crate::app) fn toggle_review_mode(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        let is_locked = !workspace.is_locked();
        workspace.set_locked(is_locked);
        self.walk.reset();
        if is_locked {
            self.shows_findings = Some(true);
            self.grid.set_notice("审阅模式：金额和文字已锁定，可以批注、签审；F8 逐处查看问题、差别和批注");
        } else {
            self.grid.set_notice("已退出审阅模式，可以修改");
        }
    }

    /// Asks with which file to compare.
    pub(in crate::app) fn ask_to_compare(&mut self, ctx: &Context) {
        self.picking = Some(Picking::Compare);
        let request = PathRequest::open("选择对照文件：较早的稿子、上年的文件，或别人发来的文档")
            .filter("预算公开文件", &[file::EXTENSION]);
        let request = super::import::with_foreign_filter(request);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    pub(super) fn compare_with(&mut self, ctx: &Context, path: &Path) {
        self.shows_findings = Some(true);
        self.review.tab = ReviewTab::Changes;
        if let Err(error) = self.comparing.load(ctx, &self.forms, &self.catalog, path) {
            self.complain("没有比较", error);
        }
    }

    /// Takes what the threads that compare have found.
    pub(super) fn take_comparison(&mut self, ctx: &Context) {
        let Some(workspace) = &mut self.workspace else { return };
        if let Some(failure) = self.comparing.update(ctx, workspace) {
            self.complain("没有比较成", failure);
        }
    }

    /// The next finding, or in review mode the next finding, difference or comment.
    pub(in crate::app) fn step_review(&mut self, back: bool) {
        let Some(workspace) = &self.workspace else { return };
        let compared = self.comparing.compared().cloned();
        if workspace.protection().is_none() && compared.is_none() {
            self.review.tab = ReviewTab::Findings;
            return self.step_finding(back);
        }
        let since = self.review.since(workspace);
        let stops = stops(workspace.audit(), workspace.disclosure(), compared.as_deref(), since);
        match self.walk.step(&stops, back) {
            Some(stop) => self.go_to_stop(stop),
            None => self.grid.set_notice("没有问题、差别和未解决的批注"),
        }
    }

    fn go_to_stop(&mut self, stop: Stop) {
        self.shows_findings = Some(true);
        self.review.choose(stop);
        let Some(workspace) = &self.workspace else { return };
        let compared = self.comparing.compared().cloned();
        let rows = compared.as_ref().map_or(&[][..], |compared| &compared.comparison.rows);
        match stop {
            Stop::Finding(finding) => {
                let found = workspace.audit().findings.get(finding);
                let cell = found.and_then(|found| found.cells.first().copied());
                self.findings.choose(workspace.revision(), finding);
                self.carry_out_finding(FindingRequest::GoTo { finding, cell });
            }
            Stop::Comment(number) => self.go_to_comment(number),
            Stop::Cell(row, cell) => {
                let found = rows.get(row).and_then(|row| row.new_cell(row.cells.get(cell)?));
                found.into_iter().for_each(|key| {
                    self.show_key(&key);
                });
            }
            Stop::Row(row) => {
                let Some(row) = rows.get(row) else { return };
                let key = row.cells.first().and_then(|cell| row.new_cell(cell));
                if !key.is_some_and(|key| self.show_key(&key)) {
                    self.texts.hide();
                    self.grid.show_table(row.table);
                }
            }
            Stop::Text(text) => {
                let place = compared.as_ref().and_then(|compared| compared.comparison.texts.get(text));
                place.into_iter().for_each(|text| self.go_to_compared_text(&text.place));
            }
            Stop::SignOff(place) => {
                let scope = workspace.disclosure().sign_offs.get(place).map(|sign_off| sign_off.scope);
                if let Some(SignOffScope::Table(table)) = scope {
                    self.texts.hide();
                    self.grid.show_table(table);
                }
            }
        }
    }

    /// Carries out what was asked in the panel of the reviewer.
    pub(super) fn carry_out_review(&mut self, ctx: &Context, request: ReviewRequest) {
        let Some(workspace) = &mut self.workspace else { return };
        match request {
            ReviewRequest::Compare => self.ask_to_compare(ctx),
            ReviewRequest::CancelComparing => self.comparing.cancel(),
            ReviewRequest::StopComparing => self.comparing.stop(workspace),
            ReviewRequest::Cell(key) => {
                if !self.show_key(&key) {
                    self.grid.refuse("这一格已经不在了");
                }
            }
            ReviewRequest::Text(place) => self.go_to_compared_text(&place),
            ReviewRequest::TakeOver(chosen) => {
                let Some(compared) = self.comparing.compared().cloned() else { return };
                match compared.take_over(workspace, &chosen) {
                    Ok(step) => workspace.make(step),
                    Err(error) => self.grid.refuse(error.to_string()),
                }
            }
            ReviewRequest::Comment => self.begin_comment(),
            ReviewRequest::GoToComment(number) => self.go_to_comment(number),
            ReviewRequest::Reply(comment) => self.begin_reply(comment),
            ReviewRequest::Settle(comment, settles) => {
                let author = settles.then(|| self.settings.author().to_owned());
                if author.as_ref().is_some_and(|author| author.trim().is_empty()) {
                    // Nobody has said who they are yet: the dialog asks.
                    return self.begin_reply(comment);
                }
                if let Err(error) = self.take_comment(CommentAnswer::Settle { comment, author }) {
                    self.grid.refuse(error.to_string());
                }
            }
            ReviewRequest::Sign(scope) => self.begin_sign(scope),
            ReviewRequest::Withdraw(place) => {
                let step = withdraw_sign_off(workspace.disclosure(), place);
                workspace.make(step);
            }
        }
    }

    fn go_to_compared_text(&mut self, place: &ComparedText) {
        let Some(workspace) = &self.workspace else { return };
        match place {
            ComparedText::Paragraph { part, new, .. } => {
                let printed = snapshot(workspace.evaluated());
                let own = printed.parts.iter().find(|own| own.part == *part);
                let key = own.zip(*new).and_then(|(own, new)| own.paragraphs.get(new)?.key.clone());
                let place = key.map_or(TextPlace::Paragraph(*part, 0), TextPlace::Rewritten);
                self.texts.go_to(workspace, &place);
            }
            ComparedText::CodeName { table, new, .. } | ComparedText::Field { table, new, .. } => {
                let lists = (0..workspace.form().lists.len()).map(ListIndex);
                let own = lists.filter(|list| workspace.form().table_of(*list).number == *table);
                let columns = own.filter_map(|list| Some(workspace.form().list(list).amounts.first()?.number));
                let keys: Vec<_> = columns
                    .map(|column| disclosure_engine::disclosure::CellKey::new(*table, new.clone(), column))
                    .collect();
                keys.iter().any(|key| self.show_key(key));
            }
            ComparedText::Note(table) => {
                self.texts.hide();
                self.grid.show_table(*table);
            }
            ComparedText::Performance { new: Some(table), .. } => self.texts.show(TextPage::Performance(*table)),
            ComparedText::Performance { new: None, .. } => {}
            ComparedText::PerformanceOrder => self.texts.show(TextPage::Performance(0)),
            ComparedText::Kind | ComparedText::Body | ComparedText::Year => {}
        }
    }

    /// Asks who signs `scope`, and tells what is still open there.
    pub(super) fn begin_sign(&mut self, scope: SignOffScope) {
        let Some(workspace) = &self.workspace else { return };
        let of_scope = |table| scope == SignOffScope::Whole || Some(scope) == Option::map(table, SignOffScope::Table);
        let findings = workspace.audit().findings.iter().filter(|finding| finding.accepted.is_none());
        let errors = findings.filter(|finding| {
            let table = finding.cells.first().map(|cell| workspace.form().table_of(cell.list).number);
            finding.grade == Grade::Error && of_scope(table)
        });
        let comments = workspace.disclosure().comments.iter().filter(|comment| comment.is_open());
        let (errors, open) = (errors.count(), comments.filter(|comment| of_scope(comment.place.table())).count());
        let parts = [(errors, "处错误"), (open, "条未解决的批注")];
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let still = if parts.is_empty() { String::new() } else { format!("还有 {}", parts.join("、")) };
        let author = self.settings.author().to_owned();
        self.dialog = Some(Dialog::Sign(SignDialog::new(scope, scope_label(workspace, scope), still, author)));
    }

    pub(super) fn take_sign_off(&mut self, scope: SignOffScope, author: &str) -> Result<(), EditError> {
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let signature = Signature { author: author.trim().to_owned(), written: local_time() };
        let snapshot = scope_snapshot(workspace.evaluated(), scope);
        let step = sign_off(workspace.disclosure(), scope, signature, snapshot)?;
        self.settings.set_author(author.trim());
        workspace.make(step);
        self.shows_findings = Some(true);
        self.review.tab = ReviewTab::SignOffs;
        Ok(())
    }
}
