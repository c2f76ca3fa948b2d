//! From one year to the next: the draft for next year, and last year's figures against last year's file.

use std::path::Path;

use egui::Context;

use super::documents::{After, Picking};
use super::import::{ImportSource, with_any_filter};
use super::{Dialog, Window};
use crate::app::dialogs::{Answers, ImportPurpose, LastYearDialog, LastYearUse, RollAnswer, RollDialog};
use crate::app::paths::PathRequest;
use crate::app::prior::Prior;
use crate::app::texts::TextPage;
use crate::app::workspace::Workspace;
use disclosure_engine::audit::{Grade, LAST_YEAR_RULE};
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::edit::{EditError, fill_last_year, left_behind_in_roll, roll_forward};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::Correspondence;
use disclosure_engine::review::restated;

impl Window {
    /// Asks for the year of the draft that follows on the disclosure that is open; where none is, for last year's file.
    pub(in crate::app) fn begin_roll(&mut self, ctx: &Context) {
        match &self.workspace {
            Some(workspace) => {
                let (last, errors) = (workspace.disclosure().clone(), workspace.audit().count(Grade::Error));
                self.show_roll_dialog(last, errors);
            }
            None => self.ask_to_roll(ctx),
        }
    }

    /// Asks for last year's file, to make the draft that follows on it.
    pub(super) fn ask_to_roll(&mut self, ctx: &Context) {
        self.ask_for(ctx, Picking::RollFrom, "从上年文件新建：选上年的 .budget、Word、Excel 或 PDF");
    }

    /// Reads last year's file at `path`, to make the draft that follows on it.
    pub(super) fn open_to_roll(&mut self, ctx: &Context, path: &Path) {
        self.begin_reading(
            ctx,
            ImportSource::Path(path.to_owned()),
            Answers::remembering(self.said_tables.all()),
            ImportPurpose::Roll,
        );
    }

    /// Takes a file of this program that was read as last year's, and has so many errors itself.
    pub(super) fn take_own_last(&mut self, name: String, last: Disclosure, errors: usize, purpose: &ImportPurpose) {
        let ImportPurpose::LastYear(wanted, open) = purpose else {
            self.show_roll_dialog(last, errors);
            return;
        };
        let wanted = *wanted;
        if let Some(why) = wanted.refusal(open, &last) {
            return self.complain(wanted.failed(), format!("{name}\n\n{why}"));
        }
        let doubts = wanted.doubts(open, &last);
        if doubts.is_empty() {
            return self.use_last_year(wanted, last);
        }
        self.dialog = Some(Dialog::LastYear(LastYearDialog { wanted, name, last: Box::new(last), doubts }));
    }

    /// Asks for the year of the draft that follows on `last`, which has so many errors itself, and says what will not be in
    /// it.
    fn show_roll_dialog(&mut self, last: Disclosure, errors: usize) {
        let left = self.left_behind(&last);
        self.dialog = Some(Dialog::Roll(RollDialog::new(last, errors, left)));
    }

    /// What of `last` has no place of its own in the form of the year after it.
    fn left_behind(&self, last: &Disclosure) -> Vec<String> {
        let Some(last_form) = self.forms.get(&last.form) else { return Vec::new() };
        let form = self.forms.successor(last_form, last.year.saturating_add(1)).unwrap_or(last_form);
        let evaluation = evaluate(last_form, last);
        let catalog = &*last_form.catalog(&self.catalog);
        let last = Evaluated { form: last_form, catalog, disclosure: last, evaluation: &evaluation };
        left_behind_in_roll(last, form).lines()
    }

    /// Takes the answer of the dialog.
    pub(super) fn take_roll(&mut self, ctx: &Context, mut dialog: RollDialog, answer: RollAnswer) {
        let RollAnswer::Make(year) = answer else { return self.ask_to_roll(ctx) };
        match self.rolled(&dialog.last, year) {
            Ok(draft) => self.leave_for(ctx, After::Rolled(Box::new(draft))),
            Err(error) => {
                dialog.refuse(error.to_string());
                self.dialog = Some(Dialog::Roll(dialog));
            }
        }
    }

    /// Shows the draft that follows on `last`.
    pub(super) fn show_rolled(&mut self, last: &Disclosure) {
        match self.rolled(last, last.year.saturating_add(1)) {
            Ok(draft) => {
                self.begin_draft(draft);
                let left = self.left_behind(last);
                let is_told = self.offer_code_changes(left.clone());
                if !is_told && !left.is_empty() {
                    self.complain("上年的内容不全有对应的", left.join("\n"));
                }
            }
            Err(error) => self.complain(ImportPurpose::Roll.failed(), error.to_string()),
        }
    }

    /// Shows a draft that was made from last year's disclosure, and says what came along.
    pub(super) fn begin_draft(&mut self, draft: Disclosure) {
        let parts = [
            (draft.tables.values().map(|table| table.rows.len()).sum(), "行科目和项目"),
            (draft.prior.len(), "个上年预算数"),
            (draft.last_reasons.len(), "条上年的增减原因"),
            (draft.performance.len(), "张绩效目标表"),
        ];
        let came = parts.iter().filter(|(count, _)| *count > 0);
        let came: Vec<String> = came.map(|(count, what)| format!("{count} {what}")).collect();
        let told = format!("{} 年草稿，从上年带来：{}", draft.year, came.join("、"));
        self.show_draft(draft);
        if !came.is_empty() {
            self.grid.set_notice(told);
        }
    }

    /// The draft for `year` that follows on `last`.
    fn rolled(&self, last: &Disclosure, year: u16) -> Result<Disclosure, EditError> {
        let last_form = self.forms.get(&last.form).ok_or(EditError::YearOutOfRange)?;
        let form = self.forms.successor(last_form, year).unwrap_or(last_form);
        let evaluation = evaluate(last_form, last);
        let catalog = &*last_form.catalog(&self.catalog);
        roll_forward(Evaluated { form: last_form, catalog, disclosure: last, evaluation: &evaluation }, form, year)
    }

    /// Asks for last year's file to compare with, or puts it away.
    pub(in crate::app) fn toggle_last_year(&mut self, ctx: &Context) {
        match &mut self.workspace {
            Some(workspace) if workspace.last_year().is_some() => workspace.set_last_year(None),
            _ => self.ask_for(ctx, Picking::LastYear(LastYearUse::Compare), "与上年文件核对：选上年的预算公开文件"),
        }
    }

    /// Asks for last year's file to fill blank figures of last year from.
    pub(in crate::app) fn ask_to_fill_last_year(&mut self, ctx: &Context) {
        self.ask_for(ctx, Picking::LastYear(LastYearUse::Fill), "取上年预算数：选上年的预算公开文件");
    }

    /// Asks for last year's file to look at, or puts it away.
    pub(in crate::app) fn toggle_prior(&mut self, ctx: &Context) {
        match &mut self.workspace {
            Some(workspace) if workspace.prior().is_some() => workspace.set_prior(None),
            _ => self.ask_for(ctx, Picking::LastYear(LastYearUse::Beside), "对照上年：选上年的预算公开文件"),
        }
    }

    /// Reads the file at `path` as last year's of the disclosure that is open.
    pub(super) fn open_last_year(&mut self, ctx: &Context, wanted: LastYearUse, path: &Path) {
        let Some(open) = self.workspace.as_ref().map(Workspace::disclosure) else { return };
        let heading = Disclosure::new(open.form.as_str(), open.kind, open.body.as_str(), open.year);
        let purpose = ImportPurpose::LastYear(wanted, Box::new(heading));
        self.begin_reading(
            ctx,
            ImportSource::Path(path.to_owned()),
            Answers::remembering(self.said_tables.all()),
            purpose,
        );
    }

    /// Uses `last` as last year's of the disclosure that is open, and says what came of it.
    pub(super) fn use_last_year(&mut self, wanted: LastYearUse, last: Disclosure) {
        let (Some(form), Some(workspace)) = (self.forms.get(&last.form).cloned(), &mut self.workspace) else {
            return;
        };
        if !Correspondence::between(&form, workspace.form()).has_any() {
            let (of_last, own) = (form.short_name(), workspace.form().short_name());
            let text = format!("上年用的表式是 {of_last}，今年用的是 {own}，没有一张表对应，不能核对。");
            return self.complain("不能核对", text);
        }
        let heading = format!("{} {} 年", last.body, last.year);
        let evaluation = evaluate(&form, &last);
        let of_last = Evaluated {
            form: &form,
            catalog: &form.catalog(&self.catalog),
            disclosure: &last,
            evaluation: &evaluation,
        };
        if wanted == LastYearUse::Beside {
            let own = workspace.form().clone();
            let beside = restated(of_last, &own).map(|restated| Prior::new(own, &self.catalog, restated.disclosure));
            return workspace.set_prior(beside);
        }
        let left = left_behind_in_roll(of_last, workspace.form()).lines();
        let prior = Prior::new(form, &self.catalog, last);
        let filled = (wanted == LastYearUse::Fill).then(|| {
            let filled = fill_last_year(workspace.evaluated(), prior.evaluated(&prior.catalog(&self.catalog)));
            workspace.make(filled.step);
            filled.figures
        });
        workspace.set_last_year(Some(prior));
        let mut told = told(workspace, filled);
        if !left.is_empty() {
            told += &format!("\n\n两年的表式不同，没有对应的没有核对：\n{}", left.join("\n"));
        }
        if filled.is_some() {
            self.texts.show(TextPage::Prior);
        }
        self.shows_findings = Some(true);
        let first = workspace.audit().findings.iter().position(|finding| finding.rule == LAST_YEAR_RULE);
        first.into_iter().for_each(|first| self.findings.choose(workspace.revision(), first));
        self.review.tab = crate::app::review::ReviewTab::Findings;
        let title = if filled.is_some() { "从上年文件取上年预算数" } else { "与上年文件核对" };
        self.complain(title, format!("{heading}：{told}"));
    }

    fn ask_for(&mut self, ctx: &Context, picking: Picking, title: &str) {
        self.picking = Some(picking);
        let request = with_any_filter(PathRequest::open(title));
        self.picker.start(self.beginning_at_hand(request), ctx);
    }
}

/// What was filled, and what the comparison found, in sentences.
fn told(workspace: &Workspace, filled: Option<usize>) -> String {
    let findings = workspace.audit().findings.iter();
    let count = findings.filter(|finding| finding.rule == LAST_YEAR_RULE && finding.accepted.is_none()).count();
    let filled = match filled {
        None => String::new(),
        Some(0) => "没有空白的上年预算数要填。\n".to_owned(),
        Some(filled) => format!("填了 {filled} 个空白的上年预算数，可以撤销。\n"),
    };
    let found = match count {
        0 => "上年预算数与上年公开的数全部一致。".to_owned(),
        count => format!(
            "上年预算数有 {count} 处与上年公开的数不一致，都没有改，已列在问题列表里（D7）：\
             可以逐处采用，也可以全部采用；不再核对时，在“审核”菜单里关掉。"
        ),
    };
    filled + &found
}
